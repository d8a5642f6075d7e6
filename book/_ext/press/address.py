"""What needs an address: links to the repository, canonical links, the site map, the 404 page.

The book knows no address of its own. The workflow that publishes it says REPOSITORY=owner/name, and
SITE=https://... where the site is not at GitHub's address for it. Without them nothing is invented.

With them, three extensions of Sphinx are loaded (opengraph, sitemap, notfound) and the settings of
these and of the theme filled in when the configuration is read, early, so that all others find
them. Ours is what they leave open: a sentence that describes each page, taken from its front matter
or its first paragraph; a 404 page when there is no address; and the files that hosts and robots
look for.
"""

import os
import re
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml
from backprop import STEPS
from backprop.figures.cover import draw_card
from docutils import nodes
from sphinx.errors import ConfigError

from press.pages import ROOT
from press.pages import page as source_of_page

PUBLISHED = "gh-pages"  # the branch whose content is the site
LOST = (ROOT / "book" / "_templates" / "lost.html").read_text("utf-8")


class Address(NamedTuple):
    """Where the book is; empty texts where that is not known."""

    repository: str = ""  # owner/name
    site: str = ""  # ends with a slash

    @property
    def source(self):
        return self.repository and f"https://github.com/{self.repository}"

    @property
    def folder(self):
        """The path of the site on its host."""
        return urlsplit(self.site).path

    def launch(self, notebook):
        """The services that run a notebook of the published site, and its address there."""
        if not self.repository:
            return {}
        place = f"{self.repository}/blob/{PUBLISHED}/{notebook}"
        return {
            "Colab": f"https://colab.research.google.com/github/{place}",
            "Binder": f"https://mybinder.org/v2/gh/{self.repository}/{PUBLISHED}"
            f"?urlpath=lab/tree/{notebook}",
        }


def address(environment=os.environ):
    """Read the address from the environment.

    Raises
    ------
    ConfigError
        If it has not the form of one.
    """
    repository, site = environment.get("REPOSITORY", ""), environment.get("SITE", "")
    if repository and not re.fullmatch(r"[A-Za-z0-9-]+/[\w.-]+", repository, flags=re.A):
        raise ConfigError(f"REPOSITORY must be owner/name, such as ada/book, not {repository!r}")
    if site and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", site):
        raise ConfigError(f"SITE must be an address, such as https://ada.org/book/, not {site!r}")
    if repository and not site:
        owner, name = repository.split("/")
        host = f"{owner.lower()}.github.io"
        site = f"https://{host}/" + ("" if name.lower() == host else f"{name}/")
    return Address(repository, site and site.rstrip("/") + "/")


def use_address(app, config):
    here = app.address
    if here.repository:
        config.html_theme_options |= {
            "repository_url": here.source,
            "repository_branch": "main",
            "path_to_docs": "book",
            "use_repository_button": True,
            "use_edit_page_button": True,
            "use_issues_button": True,
        }
    if here.site:
        config.html_baseurl = config.ogp_site_url = here.site
        config.ogp_image = "_static/card.png"
        config.ogp_image_alt = "Two neurons in a row, values above and gradients below"
        config.ogp_social_cards = {"enable": False}
        config.ogp_custom_meta_tags = ['<meta name="twitter:card" content="summary_large_image" />']
        config.sitemap_url_scheme = "{link}"
        config.sitemap_excludes = ["404.html", "search.html"]
        config.notfound_urls_prefix = here.folder
        config.notfound_context = lost_page(here)


def lost_page(here):
    """What the 404 page shows. It is sent from any depth, so its links begin at the host."""
    return {"title": "Page not found", "body": LOST.replace("%ROOT%", here.folder)}


def add_lost_page(app):
    # with an address, sphinx-notfound-page adds it, and makes all its links absolute
    if app.builder.name == "html" and not app.address.site:
        yield "404", lost_page(app.address), "page.html"


def find_root_of_lost_page(app, pagename, templatename, context, doctree):
    if pagename == "404" and app.address.site:
        context["content_root"] = app.address.folder


def description(app, page, doctree):
    """A sentence on what a page is: what a step gives, or how the page begins."""
    if page in STEPS and "gives" in (facts := source_of_page(page).facts):
        return f"{app.env.titles[page].astext()}: {facts['gives']}."
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            return re.match(r".*?[.!?:](?=\s|$)|.*", paragraph.astext(), flags=re.S)[0]
    return f"{app.env.titles[page].astext()} of the book {app.config.project}."


def add_description(app, pagename, templatename, context, doctree):
    if doctree is not None and app.builder.format == "html":
        text = " ".join(description(app, pagename, doctree).split())
        context["metatags"] += f'<meta name="description" content="{escape(text)}" />\n'
        # sphinxext-opengraph would take the first words, minutes and all
        context["meta"] = {**(context["meta"] or {}), "og:description": text}


def write_files(app, exception):
    """Write what hosts and search engines look for."""
    if exception is not None or app.builder.name != "html":
        return
    out, site = Path(app.outdir), app.address.site
    (out / ".nojekyll").touch()  # GitHub would hide the folders whose names begin with _
    rules = ["User-agent: *", "Allow: /", *([f"Sitemap: {site}sitemap.xml"] if site else [])]
    (out / "robots.txt").write_text("\n".join(rules) + "\n", "utf-8")
    if site:
        config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
        draw_card(out / "_static" / "card.png", config["title"])


def setup(app):
    app.address = address()
    if app.address.site:
        for extension in ("sphinxext.opengraph", "sphinx_sitemap", "notfound.extension"):
            app.setup_extension(extension)
    app.connect("config-inited", use_address, priority=100)
    app.connect("html-collect-pages", add_lost_page)
    app.connect("html-page-context", find_root_of_lost_page, priority=900)
    app.connect("html-page-context", add_description, priority=100)
    app.connect("build-finished", write_files)
