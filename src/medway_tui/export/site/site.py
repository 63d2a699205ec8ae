"""What all pages of a site share: the dossier, where its records are, and the roles of its speakers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from medway_tui.export.note_places import LocatedNote, NoteLocator
from medway_tui.export.site import layout
from medway_tui.export.site.links import PageLinks, RecordPages
from medway_tui.export.site.markup import Html, element, escape_text
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.differences import difference_positions, iter_differences
from medway_tui.index.inspections import list_inspections
from medway_tui.index.people import RoleFinder
from medway_tui.index.people_listing import list_people
from medway_tui.index.source_names import source_names
from medway_tui.index.timeline import Timeline, list_timeline
from medway_tui.index.timeline_query import parse_timeline_query
from medway_tui.index.timeline_records import EVENT_TAG

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.model.notes import Note

ENTRIES_PER_PAGE = 200
"""The entries of the timeline, of the list of articles, and of a person's history on a page."""
QUOTES_PER_PAGE = 100
DIFFERENCES_PER_PAGE = 50


class Site:
    """A dossier as a site."""

    def __init__(
        self,
        index: Index,
        about: layout.DossierDescription,
        notes: Sequence[Note] | None,
        withheld: frozenset[str],
    ) -> None:
        self.index = index
        self.about = about
        self.notes = notes
        """The user's own, where they are asked for."""
        self.roles_of = RoleFinder(index).roles_of
        self.names = source_names(index)
        self.people = list_people(index)
        self._known_people = frozenset(
            agent for _, agent, *_ in self.people.rows(range(len(self.people))) if agent
        )
        self.timeline = list_timeline(
            index, parse_timeline_query("", default=["event", "deadline", "promise", "inspection", "article"])
        )
        self.withheld = withheld
        """The ids of the articles whose text is withheld."""
        self.difference_titles: dict[str, str] = {}
        """What each point is called, with its kind."""
        self.pages = RecordPages(_event_pages(index, self.timeline), self._number_differences())
        self.inspection_ids = frozenset(each.id for each in list_inspections(index))
        self.located_notes = _locate_notes(index, notes or ())
        """The notes on articles and their passages, by article."""
        self.frame = layout.SiteFrame(about, self._sections())

    def _number_differences(self) -> dict[str, int]:
        pages: dict[str, int] = {}
        for number, each in enumerate(iter_differences(self.index, difference_positions(self.index))):
            pages[each.id] = number // DIFFERENCES_PER_PAGE + 1
            self.difference_titles[each.id] = f"{each.title} ({KIND_LABELS[each.kind]})"
        return pages

    def _sections(self) -> list[layout.Section]:
        is_shown: Mapping[layout.Section, bool] = {
            layout.RATINGS: bool(self.inspection_ids),
            layout.TIMELINE: self.timeline.entries > 0,
            layout.DIFFERENCES: bool(self.difference_titles),
            layout.PEOPLE: bool(self._known_people),
            layout.NOTES: self.notes is not None,
        }
        sections = (
            layout.FRONT, layout.ARTICLES, layout.QUOTES, layout.RATINGS, layout.TIMELINE,
            layout.DIFFERENCES, layout.PEOPLE, layout.NOTES, layout.SEARCH, layout.ABOUT,
        )  # fmt: skip
        return [each for each in sections if is_shown.get(each, True)]

    def has_person(self, agent: str) -> bool:
        """Return whether a person or organisation has a page."""
        return agent in self._known_people

    def has_section(self, section: layout.Section) -> bool:
        """Return whether the site has a part."""
        return section in self.frame.sections

    def person(self, links: PageLinks, agent: str | None, name: str) -> Html:
        """Return a name that links to the page of the person or organisation, where there is one."""
        shown = element("bdi", name)
        if agent not in self._known_people or agent is None:
            return shown
        return element("a", shown, href=links.person(agent))

    def difference(self, links: PageLinks, difference: str) -> Html:
        """Return a link to a point on which the sources differ."""
        title = self.difference_titles.get(difference, difference)
        return element("a", title, href=self.pages.difference(links, difference))


def _event_pages(index: Index, timeline: Timeline) -> dict[str, int]:
    """Return the page of the timeline on which each event is."""
    pages: dict[int, int] = {
        code >> 3: number // ENTRIES_PER_PAGE + 1
        for number, code in enumerate(timeline.codes)
        if code >= 0 and code & 7 == EVENT_TAG
    }
    return {event: pages[key] for key, event in index.rows("SELECT rowid, id FROM event") if key in pages}


def _locate_notes(index: Index, notes: Sequence[Note]) -> dict[str, list[LocatedNote]]:
    """Return the notes on articles and their passages, by article."""
    locator = NoteLocator(index)
    located: dict[str, list[LocatedNote]] = {}
    for note in notes:
        if note.article is not None:
            located.setdefault(note.article, []).append(locator.locate(note))
    return located


def site_link(links: PageLinks, path: str, words: str) -> Html:
    """Return a link to a page of the site."""
    return element("a", escape_text(words), href=links.to(path))
