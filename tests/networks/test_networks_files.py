"""What is saved can be loaded, and nothing else."""

import math
import os

import numpy as np
import pytest
from backprop import networks
from backprop.activations import tanh
from networks_tools import make, same, values


def test_what_is_saved_can_be_loaded(tmp_path):
    saved, loaded = make(64, 32, 10, seed=1), make(64, 32, 10, seed=2)
    saved.save(tmp_path / "digits.npz")
    own = loaded.parameters()
    loaded.load(str(tmp_path / "digits.npz"))
    assert same(loaded, saved.parameters())
    assert all(a is b for a, b in zip(own, loaded.parameters(), strict=True))
    assert [path.name for path in tmp_path.iterdir()] == ["digits.npz"]


def test_one_network_one_file(tmp_path):
    for name in ("a", "b.npz"):  # the name is taken as it is
        make(3, 2).save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    tmp_path, monkeypatch
):
    path = tmp_path / "net.npz"
    make(3, 2, seed=1).save(path)
    before = path.read_bytes()

    def full(file, **arrays):
        file.write(b"half of it")
        raise OSError("no space left on device")

    monkeypatch.setattr(networks.np, "savez", full)
    with pytest.raises(OSError, match="no space left"):
        make(3, 2, seed=2).save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["net.npz"]


def test_what_could_not_be_loaded_is_not_saved(tmp_path):
    network = make(3, 2)
    network.parameters()[1][0] = math.nan
    with pytest.raises(ValueError, match="the parameters must hold finite"):
        network.save(tmp_path / "net.npz")
    assert list(tmp_path.iterdir()) == []


def refused(network, path, error=ValueError):
    """The message with which a file is refused, nothing being changed."""
    before = values(network)
    with pytest.raises(error) as caught:
        network.load(path)
    assert same(network, before)
    return str(caught.value)


@pytest.mark.parametrize("path", [None, 5, "", b"net.npz", ["net.npz"]])
def test_what_is_no_path_is_refused(path):
    for method in (make(2, 2).save, make(2, 2).load):
        with pytest.raises(TypeError, match="path must be the name of a file"):
            method(path)


def test_saving_leaves_the_files_of_others_alone(tmp_path):
    network, path = make(2, 2), tmp_path / "net.npz"
    other = tmp_path / "net.npz.unfinished"
    other.write_text("mine")
    network.save(path)
    assert other.read_text() == "mine" and len(list(tmp_path.iterdir())) == 2
    path.chmod(0o600)
    link = tmp_path / "link.npz"
    link.symlink_to(path)
    network.save(link)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o600


def test_a_locked_parameter_is_told_before_anything_changes(tmp_path):
    network, path = make(2, 3, 2), tmp_path / "net.npz"
    make(2, 3, 2, seed=1).save(path)
    network.parameters()[2].flags.writeable = False
    assert "parameter 2 of the network is locked" in refused(network, path)


def test_a_file_cut_anywhere_is_refused(tmp_path):
    network, path = make(2, 2), tmp_path / "net.npz"
    network.save(path)
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        path.write_bytes(whole[:length])
        message = refused(network, path)
        assert message == (
            f"{path} is damaged, or no file that Network.save has written"
        )


def test_a_changed_byte_never_changes_what_is_loaded(tmp_path):
    network, path = make(2, 2), tmp_path / "net.npz"
    network.save(path)
    whole, before, refusals = path.read_bytes(), values(network), 0
    for position in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[position] ^= 0x20
        path.write_bytes(changed)
        try:
            network.load(path)
        except ValueError as error:
            assert "net.npz" in str(error)
            refusals += 1
        assert same(network, before)  # the rest is not read at all
    assert refusals > 200


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"network": "Network()"}, "belongs to Network() and does not fit"),
        ({"network": None}, "is damaged, or no file that Network.save"),
        ({"parameter_1": None}, "it holds network, parameter_0, but should"),
        ({"weights": np.ones(1)}, "parameter_1, weights, but should hold"),
        ({"parameter_1": np.ones(3)}, "parameter_1 has shape (3,) and holds"),
        (
            {"parameter_0": np.ones((3, 2), dtype=np.float32)},
            "holds float32, but must have (3, 2) and hold float64",
        ),
        ({"parameter_1": np.array(["a", "b"])}, "holds <U1, but must have"),
        ({"parameter_1": np.array([None, 1])}, "is damaged"),
        (
            {"parameter_1": np.array([1, math.nan])},
            "is damaged: parameter_1 is not finite everywhere",
        ),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path, changes, message):
    network, path = make(3, 2), tmp_path / "net.npz"
    network.save(path)
    arrays = dict(np.load(path)) | changes
    arrays = {name: a for name, a in arrays.items() if a is not None}
    np.savez(path, **arrays)
    found = refused(network, path)
    assert found.startswith(str(path)) and message in found


class RunsWhenRead:
    """What a pickle in a file of a stranger can be: a call."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


def test_a_file_cannot_run_code(tmp_path):
    network, path = make(3, 2), tmp_path / "net.npz"
    network.save(path)
    arrays, folder = dict(np.load(path)), tmp_path / "the file ran code"
    arrays["parameter_1"] = np.array([RunsWhenRead(folder)])
    np.savez(path, **arrays)
    assert "no file that Network.save" in refused(network, path)
    assert not folder.exists()


@pytest.mark.parametrize("other", [make(3, 4, 2, bend=tanh), make(3, 5, 2)])
def test_a_file_of_another_network_is_refused(tmp_path, other):
    path = tmp_path / "net.npz"
    other.save(path)
    message = refused(make(3, 4, 2), path)
    assert f"{path} belongs to {other!r} and does not fit Network(" in message


def test_a_file_that_is_none(tmp_path):
    path = tmp_path / "net.npz"
    assert "net.npz" in refused(make(3, 2), path, FileNotFoundError)
    np.save(tmp_path / "array.npy", np.ones(3))
    assert "no file that" in refused(make(3, 2), tmp_path / "array.npy")
    path.write_text("hello")
    assert "no file that" in refused(make(3, 2), path)
