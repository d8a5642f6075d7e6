"""What a reader can take home, and what the pages say of it.

The finished site says which files there are; each must be offered on every
page, its size must be true, and the archive must be the whole site and the
same bytes each time. The citation is held to what its format asks for and to
the facts of the project.
"""

import re
import tomllib
import zipfile

import parsed
import pytest
import yaml
from faults import each
from press import cite, downloads
from press.wheel import WHEEL
from source import CONFIG, PAGES, ROOT, STEPS

pytestmark = pytest.mark.xdist_group("site")
FILES = [file for file, *_ in downloads.FILES.values()]


def read(folder, page):
    return parsed.page(folder / f"{page}.html")


@pytest.fixture(scope="session")
def archive(finished):
    with zipfile.ZipFile(finished / f"{downloads.NAME}-site.zip") as archive:
        yield archive


@each("page", PAGES)
def test_every_page_offers_what_there_is(finished, page):
    menu = read(finished, page).select(".dropdown-download-buttons a")
    links = [link["href"] for link in menu]
    for file in FILES:
        assert (file in links) == (finished / file).exists()
    notebook = f"notebooks/{page}.ipynb"
    has_notebook = page in STEPS or page == "first_version"
    assert (
        (notebook in links) == has_notebook == (finished / notebook).exists()
    )
    assert f"_sources/{page}.md" in links


def test_the_page_of_downloads_has_sizes(finished):
    rows = read(finished, "downloads").select("tbody tr")
    assert len(rows) == len(FILES) + len(STEPS) + 1
    for row in rows:
        if link := row.select_one("a"):
            size = (finished / link["href"]).stat().st_size
            assert row.select("td")[1].text == downloads.readable(size)
        else:
            assert row.code.text == "make pdf"  # where LaTeX is not


@pytest.mark.parametrize(
    "size, words",
    [
        (10, "1 kB"),
        (1499, "1 kB"),
        (999_400, "999 kB"),
        (12_340_000, "12.3 MB"),
    ],
)
def test_a_size_is_readable(size, words):
    assert downloads.readable(size) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_the_archive_is_the_whole_site(finished, archive):
    top = downloads.NAME
    names = set(archive.namelist())
    files = {
        f"{top}/{path.relative_to(finished).as_posix()}"
        for path in finished.rglob("*")
        if path.is_file() and not path.name.endswith("-site.zip")
    }
    assert names == files | {f"{top}/README.txt"}
    page = f"{top}/derivatives.html"
    assert archive.read(page) == (finished / "derivatives.html").read_bytes()
    readme = archive.read(f"{top}/README.txt").decode()
    assert "index.html" in readme and "python -m http.server" in readme
    assert f"\n    {WHEEL}\n" in readme and f"{top}/{WHEEL}" in names


def test_the_archive_is_the_same_each_time(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "index.html").write_text("A", "utf-8")
    (tmp_path / "_static" / "a.js").write_text("1", "utf-8")
    target = tmp_path / f"{downloads.NAME}-site.zip"
    downloads.pack(tmp_path)
    before = target.read_bytes()
    (tmp_path / "index.html").touch()
    downloads.pack(tmp_path)
    assert target.read_bytes() == before
    (tmp_path / "index.html").write_text("B", "utf-8")
    downloads.pack(tmp_path)
    assert target.read_bytes() != before


def test_what_is_promised_or_there_is_offered(tmp_path, monkeypatch):
    monkeypatch.delenv("OFFER", raising=False)
    assert downloads.offered(tmp_path) == []
    (tmp_path / f"{downloads.NAME}.epub").touch()
    assert downloads.offered(tmp_path) == ["epub"]
    monkeypatch.setenv("OFFER", "zip pdf")
    assert downloads.offered(tmp_path) == [
        "pdf",
        "screen",
        "epub",
        "zip",
    ]


@each("page", [*PAGES, "404"])
def test_every_page_states_the_licences(html, page):
    footer = read(html, page).select_one(".bd-footer-content")
    assert "Text and figures CC BY 4.0, code MIT." in footer.text
    links = [link["href"] for link in footer.select("a")]
    others = {"downloads.html", "errata.html", "cite.html"} - {f"{page}.html"}
    assert others <= set(links)


CITED = (ROOT / "CITATION.cff").read_text("utf-8")


def problems_of_citation(text):
    """What keeps a CITATION.cff from being valid, or from being true."""
    facts = yaml.safe_load(text)
    book = facts.get("preferred-citation", {})
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for where, needed in (
        (facts, ("cff-version", "message", "title", "authors")),
        (book, ("type", "title", "authors", "year")),
    ):
        yield from (name for name in needed if not where.get(name))
        if where.get("title") != CONFIG["title"]:
            yield f"title {where.get('title')}"
        if where.get("version") != project["project"]["version"]:
            yield f"version {where.get('version')}"
        for author in where.get("authors") or []:
            if author.get("name") != CONFIG["author"]:
                yield f"author {author}"
    if facts.get("cff-version") != "1.2.0":
        yield "cff-version"
    if facts.get("type") not in (None, "software", "dataset"):
        yield "type"
    if str(book.get("year")) != CONFIG["copyright"]:
        yield "year"


def test_the_citation_is_valid_and_true():
    assert list(problems_of_citation(CITED)) == []


@pytest.mark.parametrize(
    "old, new",
    [
        ("message:", "massage:"),
        ("cff-version: 1.2.0", "cff-version: 1.2"),
        ("version: 0.1.0\nlicense", "version: 0.2.0\nlicense"),
        ("title: Back", "title: Forward"),
        ("  title: Back", "  title: Forward"),
        ("type: software", "type: book"),
        ("year: 2026", "year: 2025"),
        ("- name: The authors", "- name: Other authors"),
    ],
)
def test_a_wrong_citation_is_found(old, new):
    assert old in CITED
    assert list(problems_of_citation(CITED.replace(old, new, 1)))


def test_the_page_cites_as_the_file_does(html):
    page = read(html, "cite")
    sentence, bibtex = cite.citation(CITED)
    assert sentence.replace("*", "") in page.text
    assert bibtex in page.text
    version = re.search(r"^version: (.*)", CITED, flags=re.M)[1]
    assert version in sentence and version in bibtex
    assert "url" not in bibtex
    site = "https://ada.org/book/"
    assert all(site in text for text in cite.citation(CITED, site))
    assert f"Version {version}" in read(html, "changelog").text
