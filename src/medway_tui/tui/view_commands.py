"""The commands that open the views, in the order of the view bar."""

from __future__ import annotations

from medway_tui.index.quotes import count_drafts, has_drafts
from medway_tui.tui.commands import Command

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
