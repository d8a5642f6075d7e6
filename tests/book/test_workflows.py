"""The workflows do what they may, and the checks of them can find a fault.

A workflow can only be tried where it runs; so it is read here, for its
permissions and by the linters of `make check`, and these are shown planted
faults. The scripts that it calls are called.
"""

import shutil
import subprocess
import sys

import pytest
import yaml
from source import ROOT

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / ".github"))
import changed
import check

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.yml")}
ACTIONS = {"cache", "checkout", "setup-python", "upload-artifact"}
HARMLESS = "      - run: make package\n"


def faults_of(root, monkeypatch):
    monkeypatch.setattr(check, "ROOT", root)
    return check.workflows()[0]


def test_nothing_is_found(monkeypatch):
    assert faults_of(ROOT, monkeypatch) == ""


# what somebody might write, and what is said to it; all in one file, at once
PLANTED = [
    (
        HARMLESS,
        '      - run: echo "${{ github.event.pull_request.title }}"\n',
        "template-injection",
    ),
    ("persist-credentials: false", "fetch-depth: 1", "artipacked"),
    ("  pull_request:\n", "  pull_request_target:\n", "dangerous-trigger"),
    ("@de0fac2e4500dabe0009e67214ff5f5447ce83dd", "@v6", "unpinned-uses"),
    ("needs: [book, python]", "needs: [books]", 'needs job "books"'),
    ("matrix.python }}", "matrix.snake }}", 'property "snake" is not'),
    ("timeout-minutes: 60", "timeout-minute: 60", "unexpected key"),
]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    root = tmp_path_factory.mktemp("planted")
    shutil.copytree(FOLDER, root / ".github" / "workflows")
    text = WORKFLOWS["test"]
    for old, new, _ in PLANTED:
        assert old in text
        text = text.replace(old, new)
    path = root / ".github" / "workflows" / "test.yml"
    path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        return faults_of(root, patch)


@pytest.mark.parametrize("words", [words for *_, words in PLANTED])
def test_a_planted_fault_is_found(said, words):
    assert words in said


@pytest.mark.parametrize("name", WORKFLOWS)
def test_least_privilege(name):
    workflow = yaml.safe_load(WORKFLOWS[name])
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job
        if "uses" in job:
            continue
        assert 0 < job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if "uses" in step:
                action, _, version = step["uses"].partition("@")
                assert action.removeprefix("actions/") in ACTIONS
                assert len(version) == 40
    writers = [
        (name, permission)
        for name, job in workflow["jobs"].items()
        for permission, level in job["permissions"].items()
        if level == "write"
    ]
    assert writers == {
        "test": [("publish", "contents")],
        "publish": [("publish", "contents")],
        "weekly": [("tell", "issues")],
    }[name]


def test_all_yaml_of_the_folder_can_be_read():
    """Forms of issues that cannot be read are left out, and nobody told."""
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    for path in forms:
        form = yaml.safe_load(path.read_text("utf-8"))
        if path.stem == "config":
            continue
        assert form["name"] and form["description"]
        ids = [field["id"] for field in form["body"]]
        assert len(ids) == len(set(ids)) > 1
        assert all(field["attributes"]["label"] for field in form["body"])
        assert {f["type"] for f in form["body"]} <= {"input", "textarea"}
    assert len(forms) == 4


def test_commits_are_checked_with_what_is_here():
    """No hook fetches code from elsewhere."""
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    for repository in yaml.safe_load(text)["repos"]:
        assert repository["repo"] == "local"
        assert {hook["language"] for hook in repository["hooks"]} == {"system"}
    tool = ROOT / ".venv" / "bin" / "pre-commit"
    subprocess.run([tool, "validate-config"], cwd=ROOT, check=True)


def page(text, frame="", title="T"):
    return (
        f"<html><title>{title}</title><nav>{frame}</nav>"
        f"<article>{text}</article></html>"
    )


def test_what_changed(tmp_path, capsys):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir(), new.mkdir()
    for site, pages in (
        (old, {"same": page("a"), "edited": page("a"), "lost": page("a")}),
        (new, {"same": page("a", "n"), "edited": page("b"), "more": page("")}),
    ):
        for name, text in pages.items():
            (site / f"{name}.html").write_text(text, "utf-8")
        (site / "versions.html").write_text(page(site.name), "utf-8")
    found = [("edited.html", "changed"), ("lost.html", "gone")]
    found.append(("more.html", "new"))
    assert changed.write(old, new) == found
    report = (new / "changed.html").read_text("utf-8")
    assert '<a href="edited.html">edited.html</a>: changed' in report
    assert '<a href="lost.html">' not in report and "same" not in report
    assert changed.write(old, new) == found, "its own page is none of them"
    assert changed.write(new, new) == []
    assert "No page reads" in (new / "changed.html").read_text("utf-8")
