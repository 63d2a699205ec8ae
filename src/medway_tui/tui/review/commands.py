"""The commands of Review."""

from __future__ import annotations

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
CONFIRM_DRAFT = Command("confirm_draft", "Confirm", ("enter",), "Review",
    "Confirm the draft with your corrections, and go on. In its paragraph: open the article.",
    in_footer=True)
CHANGE_SPEAKER = Command("change_speaker", "Speaker", ("w",), "Review",
    "Choose the speaker: someone in this article, someone else, or someone new.", in_footer=True)
ADD_SPEAKER = Command("add_speaker", "Add speaker", ("W",), "Review",
    "Add a speaker: two or more make a joint statement.")
UNDO_DECISION = Command("undo_decision", "Undo", ("u",), "Review",
    "Undo the last decision; again for the one before it.", in_footer=True)
DISCARD_CORRECTIONS = Command("discard_corrections", "Discard", ("escape",), "Review",
    "Discard the corrections that are not confirmed yet.")
SWITCH_REVIEW_ORDER = Command("switch_review_order", "Order", ("s",), "Find",
    "List the unsure first, all in the order of the text, or those of one import.")

COMMANDS: tuple[Command, ...] = (
    CONFIRM_DRAFT, CHANGE_SPEAKER, ADD_SPEAKER,
    Command("change_type", "Type", ("T",), "Review",
        "Change the type: direct, mixed (a fragment), none (not a quotation).", in_footer=True),
    Command("drop_draft", "Drop", ("r", "delete"), "Review",
        "Drop the entry from the file, and go on to the next.", in_footer=True),
    UNDO_DECISION,
    Command("extend_end", "Extend end", ("right", "l"), "Review", "Extend the quotation by one word."),
    Command("shorten_end", "Shorten end", ("left", "h"), "Review", "Shorten the quotation by one word."),
    Command("move_start_right", "Move start →", ("shift+right", "L"), "Review",
        "Begin the quotation one word later."),
    Command("move_start_left", "Move start ←", ("shift+left", "H"), "Review",
        "Begin the quotation one word earlier."),
    DISCARD_CORRECTIONS,
    *ROW_COMMANDS,
    Command("show_in_article", "In article", (), "Move",
        "Show the draft in its article; also Confirm in its paragraph."),
    SWITCH_REVIEW_ORDER,
    OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE, *PANE_COMMANDS,
)
