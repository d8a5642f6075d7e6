"""`python -m backprop.workbook` is the command `workbook`.

For a machine on which the folder of such commands is not on the path.
"""

import sys

from backprop.workbook.command import main

if __name__ == "__main__":
    sys.exit(main())
