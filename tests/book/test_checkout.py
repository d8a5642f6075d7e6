"""A checkout has the same bytes everywhere.

Git for Windows writes CRLF for LF unless `.gitattributes` forbids it; make and the shell break on it.
"""

import subprocess

from source import ROOT

WINDOWS = ["-c", "core.autocrlf=true", "-c", "core.eol=crlf"]


def test_windows_changes_no_byte(tmp_path):
    """From adding a file to its checkout, with the settings of Windows."""
    files = {
        ".gitattributes": (ROOT / ".gitattributes").read_bytes(),
        "Makefile": b"all:\n\techo 1\n",
        "page.md": "é\n\nx\n".encode(),
        "like_text.npz": b"PK\r\n",
    }

    def git(*words):
        subprocess.run(["git", *WINDOWS, *words], cwd=tmp_path, check=True)

    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    git("init", "--quiet")
    git("add", ".")
    for name in files:
        (tmp_path / name).unlink()
    git("checkout-index", "--all")
    assert {n: (tmp_path / n).read_bytes() for n in files} == files
