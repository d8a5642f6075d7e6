"""The settings of _config.yml for sphinx-autobuild, which `make live` runs; `make book` needs none."""

from pathlib import Path

from jupyter_book.config import get_final_config

ROOT = Path(__file__).resolve().parents[1]

settings, _ = get_final_config(
    user_yaml=ROOT / "_config.yml",
    sourcedir=ROOT / "book",
    cli_config={"external_toc_path": str(ROOT / "_toc.yml"), "latex_individualpages": False},
)
globals().update(settings)
