"""The views, the commands that open them, and the commands that work in all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medway_tui.index.quotes import count_drafts, has_drafts
from medway_tui.tui.commands import APP_COMMANDS, Command

# fmt: off
OPEN_READ = Command("open_view('read')", "Read", ("1",), "Views",
    "Read articles, with who says what beside the text.", is_global=True, has_priority=True)
OPEN_QUOTES = Command("open_view('quotes')", "Quotes", ("2",), "Views",
    "See all quotations, by speaker or by date.", is_global=True, has_priority=True)
OPEN_RATINGS = Command("open_view('ratings')", "Ratings", ("3",), "Views",
    "Compare the inspectors' judgements side by side.", is_global=True, has_priority=True)
OPEN_TIMELINE = Command("open_view('timeline')", "Timeline", ("4",), "Views",
    "See events, inspections, articles and quotations in order of time.",
    is_global=True, has_priority=True, short_name="Time")
OPEN_PEOPLE = Command("open_view('people')", "People", ("5",), "Views",
    "See each person and organisation: names, roles and what they said.", is_global=True, has_priority=True)
OPEN_DIFFERENCES = Command("open_view('differences')", "Differences", ("6",), "Views",
    "See where the sources differ, side by side.", is_global=True, has_priority=True, short_name="Diff")
OPEN_REVIEW = Command("open_view('review')", "Drafts", ("d",), "Views",
    "Review drafts: quotations that a program found, not confirmed yet.",
    is_global=True, has_priority=True,
    is_available=has_drafts, unavailable="No drafts: every quotation is confirmed", count=count_drafts,
    uses_host=True)
# fmt: on


class ViewEntry(NamedTuple):
    """A view of the reader."""

    command: Command | None
    """The command that opens it from everywhere; None where another view opens it."""
    path: str
    """Its module and class; loaded when it is first opened."""
    preload: bool = False
    """Whether it is made before it is opened, when the reader is idle."""


VIEWS: Mapping[str, ViewEntry] = {
    "read": ViewEntry(OPEN_READ, "medway_tui.tui.read.view:ReadView", preload=True),
    "quotes": ViewEntry(OPEN_QUOTES, "medway_tui.tui.quotes.view:QuotesView", preload=True),
    "ratings": ViewEntry(OPEN_RATINGS, "medway_tui.tui.ratings.view:RatingsView", preload=True),
    "timeline": ViewEntry(OPEN_TIMELINE, "medway_tui.tui.timeline.view:TimelineView", preload=True),
    "people": ViewEntry(OPEN_PEOPLE, "medway_tui.tui.people.view:PeopleView", preload=True),
    "differences": ViewEntry(
        OPEN_DIFFERENCES, "medway_tui.tui.differences.view:DifferencesView", preload=True
    ),
    "side_by_side": ViewEntry(None, "medway_tui.tui.read.side_by_side:SideBySideView"),
    "review": ViewEntry(OPEN_REVIEW, "medway_tui.tui.review.view:ReviewView"),
}
"""All views by the names of their modes; the first is open at the start, unless another one was kept."""

GLOBAL_COMMANDS: Sequence[Command] = (
    *(entry.command for entry in VIEWS.values() if entry.command is not None),
    *APP_COMMANDS,
)
"""The commands that work in every view."""
