"""NumPy and matplotlib for the pages: what is taken out of a wheel, and what is refused."""

import hashlib
import json
from zipfile import ZipFile

import pytest
from press import wheels
from press.live import licences
from source import ROOT


@pytest.fixture
def lock(tmp_path, monkeypatch):
    """A lock of two packages, of which one needs the other; and nothing was taken out."""
    files = {"numpy.whl": b"numbers", "matplotlib.whl": b"pictures"}

    def entry(name, *depends):
        file = f"{name}.whl"
        sha256 = hashlib.sha256(files[file]).hexdigest()
        return {"file_name": file, "sha256": sha256, "depends": list(depends)}

    packages = {"numpy": entry("numpy"), "matplotlib": entry("matplotlib", "numpy")}
    path = tmp_path / "lock.json"
    path.write_text(json.dumps({"packages": packages}), "utf-8")
    monkeypatch.setattr(wheels, "LOCK", path)
    monkeypatch.setattr(wheels, "FOLDER", tmp_path / "taken")
    return files


def archive(tmp_path, files):
    path = tmp_path / "others-1.0.whl"
    with ZipFile(path, "w") as written:
        for name, content in files.items():
            written.writestr(f"others/static/{name}", content)
        written.writestr("others/main.py", "print('not ours')")
    return path


def test_what_is_locked_is_taken_out_and_nothing_else(tmp_path, lock):
    assert wheels.present("numpy") == []
    wheels.take_out(archive(tmp_path, lock))
    assert {path.name: path.read_bytes() for path in wheels.FOLDER.iterdir()} == lock
    assert [path.name for path in wheels.present("numpy")] == ["numpy.whl"]
    assert [path.name for path in wheels.present("matplotlib")] == [
        "matplotlib.whl",
        "numpy.whl",
    ]


@pytest.mark.parametrize(
    "change, why",
    [
        ({"numpy.whl": b"numbers!"}, "numpy.whl is not the file that Pyodide has locked"),
        ({"numpy.whl": None}, "others-1.0.whl does not carry numpy.whl"),
    ],
)
def test_another_file_is_refused(tmp_path, lock, change, why):
    files = {name: content for name, content in (lock | change).items() if content}
    with pytest.raises(ValueError, match=why):
        wheels.take_out(archive(tmp_path, files))
    assert wheels.present("numpy") == []


def test_a_wheel_without_a_licence_is_not_shipped(tmp_path):
    path = archive(tmp_path, {})
    with pytest.raises(FileNotFoundError, match=r"others-1\.0\.whl has no licence"):
        wheels.licence(path)


@pytest.mark.skipif(not wheels.present(*wheels.WANTED), reason="they could not be fetched")
def test_what_was_fetched_is_what_pyodide_has_locked():
    files = wheels.locked(*wheels.WANTED)
    assert {name.partition("-")[0] for name in files} >= {"numpy", "matplotlib", "pillow"}
    for path in wheels.present(*wheels.WANTED):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == files[path.name]
    text = licences()
    assert all(name in text for name in files)
    assert "NumPy Developers" in text and "matplotlib" in text.lower()


def test_the_lock_has_no_address_and_one_package():
    text = (ROOT / "requirements-page.txt").read_text("utf-8")
    assert "://" not in text and text.count("==") == 1
