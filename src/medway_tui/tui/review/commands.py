"""The commands of Review."""

from __future__ import annotations

from medway_tui.index.quotes import count_drafts, has_drafts
from medway_tui.tui.commands import (
    COPY_CITATION,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)
from medway_tui.tui.quotes.commands import ROW_COMMANDS

# fmt: off
OPEN_REVIEW = Command("open_view('review')", "Drafts", ("d",), "Views",
    "Review drafts: quotations that a program found, not confirmed yet.",
    is_global=True, has_priority=True,
    is_available=has_drafts, unavailable="No drafts: every quotation is confirmed", count=count_drafts,
    uses_host=True)

COMMANDS: tuple[Command, ...] = (
    Command("confirm_draft", "Confirm", ("enter",), "Review",
        "Confirm the draft with your corrections, and go on. In its paragraph: open the article.",
        in_footer=True),
    Command("change_speaker", "Speaker", ("w",), "Review",
        "Choose the speaker: someone in this article, someone else, or someone new.", in_footer=True),
    Command("add_speaker", "Add speaker", ("W",), "Review",
        "Add a speaker: two or more make a joint statement."),
    Command("change_type", "Type", ("T",), "Review",
        "Change the type: direct, mixed (a fragment), none (not a quotation).", in_footer=True),
    Command("drop_draft", "Drop", ("r", "delete"), "Review",
        "Drop the entry from the file, and go on to the next.", in_footer=True),
    Command("undo_decision", "Undo", ("u",), "Review",
        "Undo the last decision; again for the one before it.", in_footer=True),
    Command("extend_end", "Extend end", ("right", "l"), "Review", "Extend the quotation by one word."),
    Command("shorten_end", "Shorten end", ("left", "h"), "Review", "Shorten the quotation by one word."),
    Command("move_start_right", "Move start →", ("shift+right", "L"), "Review",
        "Begin the quotation one word later."),
    Command("move_start_left", "Move start ←", ("shift+left", "H"), "Review",
        "Begin the quotation one word earlier."),
    Command("discard_corrections", "Discard", ("escape",), "Review",
        "Discard the corrections that are not confirmed yet."),
    *ROW_COMMANDS,
    Command("show_in_article", "In article", (), "Move",
        "Show the draft in its article: Tab to its paragraph, then Enter."),
    Command("switch_review_order", "Order", ("s",), "Find",
        "List the unsure first, all in the order of the text, or those of one import."),
    OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
