"""Where the packages of npm are, and the programs that come with them.

`live`, `site` and `formulas` copy from there and run node; none of them looks for it itself.
"""

import os
import sys
from pathlib import Path

from press.pages import ROOT

MODULES = ROOT / "node_modules"
# with the place of node, if it came as a wheel
PATH = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"
