"""The user's own notes in a site: on the pages of what they are on, and on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.note_places import LocatedNote, NoteLocator
from medway_tui.export.notes import own_note
from medway_tui.export.site import layout, paths
from medway_tui.export.site.links import PageLinks
from medway_tui.export.site.markup import Html, element, join_html

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site


def note_items(site: Site, article: str, block: int | None) -> Html:
    """Return the notes on a block of an article; on the article itself, or adrift, where it is None."""
    located = site.located_notes.get(article, ())
    return join_html(_note(each) for each in located if _block_of(each) == block)


def _block_of(located: LocatedNote) -> int | None:
    return located.span.block if located.span is not None and located.note.words else None


def _note(located: LocatedNote) -> Html:
    note = located.note
    tags = " ".join(f"#{tag}" for tag in note.tags)
    kind = "Your note" if note.text else "Your bookmark"
    return element(
        "div",
        element("p", element("b", kind), f" {tags}" if tags else None),
        element("p", note.text, class_="note-text", dir="auto") if note.text else None,
        class_="own-note",
    )


def notes_page(site: Site) -> layout.Page:
    """Return the page of all notes, each with a link to what it is on."""
    links = PageLinks(paths.NOTES)
    notes = site.notes or ()
    locator = NoteLocator(site.index)
    content = join_html(
        [
            element("h1", "Your notes"),
            element("p", "Your own bookmarks and notes. They are no part of the dossier.", class_="lead"),
            *(_listed_note(site, links, locator.locate(note)) for note in notes),
            None if notes else element("p", "There are none."),
        ]
    )
    return layout.Page(paths.NOTES, "Your notes", content, layout.NOTES)


def _listed_note(site: Site, links: PageLinks, located: LocatedNote) -> Html:
    shown = own_note(located)
    target = next(_targets(site, links, located), None)
    subject = element("bdi", shown.subject)
    return element(
        "article",
        element("h2", element("a", subject, href=target) if target else subject),
        element("blockquote", element("p", shown.words, dir="auto")) if shown.words else None,
        _note(located),
        id=f"note-{paths.safe_id(located.note.id)}",
        class_="quotation",
    )


def _targets(site: Site, links: PageLinks, located: LocatedNote) -> Iterator[str]:
    note = located.note
    if located.article is not None:
        yield links.article(located.article.id, located.place)
    if note.event is not None and site.pages.has_event(note.event):
        yield site.pages.event(links, note.event)
    if note.difference in site.difference_titles:
        yield site.pages.difference(links, note.difference or "")
    if note.person is not None and site.has_person(note.person):
        yield links.person(note.person)
    if note.inspection is not None and note.inspection in site.inspection_ids:
        yield links.inspection(note.inspection)
