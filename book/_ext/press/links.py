"""Links that lead back.

A word of the glossary is a link to it: where a chapter defines it, and where a later page first
uses it; and the glossary leads to the definition. What has a number says in which sections it is
mentioned. A note stands below the paragraph that it belongs to, which the style of the site moves
into the margin. All of it on the site alone: paper has an index, pages and footnotes.

Sphinx knows a link only from where it starts. So mentions are noted in `env` when a page is read,
while its references are still pending, and told when the documents are resolved and all pages are
known. The words are linked then too, in the resolved document, where what must have no link in it
can be seen.
"""

import re
from pathlib import Path

from backprop import STEPS
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.pages import page as source_of_page
from press.pages import pages_in_order

GLOSSARY = "glossary"
# what everybody says, and mostly does not mean as the glossary does
EVERYDAY = "bend call class dead error function graph hidden label leak output shape step target train"
CLOSED = (nodes.reference, nodes.title, nodes.caption, nodes.literal, nodes.strong, nodes.Admonition,
          nodes.term, nodes.figure, nodes.raw, addnodes.pending_xref)  # fmt: skip
NUMBERED = ("numref", "eq")
PAGES = [*STEPS, "first_version", "notation", "solutions", GLOSSARY]


def slug(term):
    return "term-" + re.sub(r"\W+", "-", term.lower())


class Glossary:
    """What the glossary says: `{word: (its definition, the page that defines it)}`."""

    def __init__(self, env):
        self.words = {}
        for item in env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
            term, definition = item.next_node(nodes.term), item.next_node(nodes.definition)
            page = definition.next_node(addnodes.pending_xref)["reftarget"]
            says = definition.next_node(nodes.paragraph).astext().rpartition(":")[0]
            self.words[term.astext()] = f"{says}.", page.rpartition("/")[2]
        links = sorted(set(self.words) - set(EVERYDAY.split()), key=len, reverse=True)
        self.any_word = re.compile(rf"\b({'|'.join(map(re.escape, links))})\b", re.I)
        self.spelling = {word.lower(): word for word in self.words}
        self.pages = list(pages_in_order(env))

    def link(self, app, page, text):
        word = self.spelling[text.lower()]
        address = app.builder.get_relative_uri(page, GLOSSARY)
        return nodes.reference(
            "", text, internal=True, classes=["word"], reftitle=self.words[word][0],
            refuri=f"{address}#term-{re.sub(r'[^0-9A-Za-z]+', '-', word)}",
        )  # fmt: skip


def link_words(app, doctree, page):
    if app.builder.name != "html" or page not in PAGES or GLOSSARY not in app.env.found_docs:
        return
    if not hasattr(app, "book_glossary"):
        app.book_glossary = Glossary(app.env)
    glossary = app.book_glossary
    if page == GLOSSARY:
        lead_to_definitions(doctree, glossary)
        return
    for strong in list(doctree.findall(nodes.strong)):
        text = strong.astext()
        if glossary.words.get(glossary.spelling.get(text.lower()), ("", ""))[1] == page:
            strong["ids"].append(slug(glossary.spelling[text.lower()]))
            strong.clear()
            strong += glossary.link(app, page, text)
    seen = set()
    for text in list(doctree.findall(nodes.Text)):
        if not any(isinstance(above, CLOSED) for above in ancestors(text)):
            link_first(app, page, text, glossary, seen)


def ancestors(node):
    while node := node.parent:
        yield node


def link_first(app, page, text, glossary, seen):
    """Link each word that this page has not linked yet, and that an earlier page defines."""
    place = glossary.pages.index(page)
    parts, end, words = [], 0, text.astext()
    for match in glossary.any_word.finditer(words):
        word = glossary.spelling[match[1].lower()]
        if word not in seen and glossary.pages.index(glossary.words[word][1]) < place:
            seen.add(word)
            parts += [nodes.Text(words[end : match.start()]), glossary.link(app, page, match[1])]
            end = match.end()
    if parts:
        text.parent.replace(text, [*parts, nodes.Text(words[end:])])


def lead_to_definitions(doctree, glossary):
    for item in doctree.findall(nodes.definition_list_item):
        for link in item.findall(nodes.reference):
            link["refuri"] += f"#{slug(item.next_node(nodes.term).astext())}"


def mark_mentions(app, doctree):
    """Give each reference to something numbered a place, and note it."""
    if app.builder.name != "html":
        return
    page = app.env.docname
    mentions = notes_of(app.env)[page] = []
    for number, xref in enumerate(list(doctree.findall(addnodes.pending_xref))):
        if xref.get("reftype") in NUMBERED:
            section = next(a for a in ancestors(xref) if isinstance(a, nodes.section))
            place = nodes.inline(ids=[f"mention-{number}"])
            xref.replace_self(place)
            place += xref
            mentions.append((xref["reftarget"], section["ids"][0], place["ids"][0]))


def notes_of(env):
    """The mentions on each page, as `(what is mentioned, section, place)`."""
    if not hasattr(env, "book_mentions"):
        env.book_mentions = {}
    return env.book_mentions


def forget_mentions(app, env, page):
    notes_of(env).pop(page, None)


def merge_mentions(app, env, pages, other):
    notes_of(env).update((page, notes_of(other)[page]) for page in pages if page in notes_of(other))


def mentioned(env):
    """Of each thing with a number: `(page, section, place)` of its mentions."""
    found = {}
    for page, notes in sorted(notes_of(env).items()):
        for target, section, place in notes:
            found.setdefault(target, []).append((page, section, place))
    return found


def say_mentions(app, doctree, page):
    """Below each figure, table, listing and equation: the sections that mention it."""
    if app.builder.name != "html":
        return
    mentions = mentioned(app.env)
    for node in list(doctree.findall()):
        if isinstance(node, nodes.math_block) and node.get("label") in mentions:
            note = nodes.paragraph("", "", *links_to(app, page, mentions[node["label"]]))
            note["classes"] = ["mentions"]
            node.parent.insert(node.parent.index(node) + 1, note)
        elif isinstance(node, nodes.figure | nodes.container | nodes.table):
            labels = [name for name in node.get("ids", []) if name in mentions]
            caption = node.next_node(nodes.caption) or node.next_node(nodes.title)
            if labels and caption:
                note = nodes.inline("", "", *links_to(app, page, mentions[labels[0]]))
                note["classes"] = ["mentions"]
                caption += note


def links_to(app, page, mentions):
    seen = set()
    yield nodes.inline("", " mentioned in ", classes=["visually-hidden"])
    for where, section, place in mentions:
        numbers = app.env.toc_secnumbers.get(where, {})
        number = ".".join(map(str, numbers.get(f"#{section}", numbers.get("", ()))))
        text = number or app.env.titles[where].astext()
        if text in seen:
            continue
        if seen:
            yield nodes.Text(", ")
        seen.add(text)
        address = app.builder.get_relative_uri(page, where) if where != page else ""
        yield nodes.reference("", text, internal=True, refuri=f"{address}#{place}")


class NotesBesideText(SphinxPostTransform):
    """Put a footnote into a box with the paragraph that it belongs to."""

    default_priority = 1
    formats = ("html",)

    def run(self):
        notes = {note["ids"][0]: note for note in self.document.findall(nodes.footnote)}
        for reference in list(self.document.findall(nodes.footnote_reference)):
            block = reference
            while not isinstance(block.parent, nodes.section):
                block = block.parent
            note = notes[reference["refid"]]
            note.parent.remove(note)
            note["classes"].append("sidenote")  # the theme folds its contents where one passes
            box = nodes.container(classes=["noted"])
            block.replace_self(box)
            box += [block, note]


def say_what_comes(app, pagename, templatename, context, doctree):
    """Give the links to the pages before and after what these pages give."""
    for side in ("prev", "next"):
        if link := context.get(side):
            page = Path(link["link"]).stem
            facts = source_of_page(page).facts if page in STEPS else {}
            link["gives"] = facts.get("gives")


def setup(app):
    app.connect("doctree-read", mark_mentions)
    app.connect("env-purge-doc", forget_mentions)
    app.connect("env-merge-info", merge_mentions)
    app.connect("doctree-resolved", say_mentions)
    app.connect("doctree-resolved", link_words)
    app.connect("html-page-context", say_what_comes)
    app.add_post_transform(NotesBesideText)
