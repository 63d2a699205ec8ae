"""The commands of Review."""

from __future__ import annotations

from medway_tui.index.quotes import has_drafts
from medway_tui.tui.commands import VIEWS_GROUP, Command

OPEN_REVIEW = Command(
    "Drafts",
    ("d",),
    VIEWS_GROUP,
    "open_view('review')",
    "Review drafts: quotations that a program found and nobody has confirmed yet.",
    is_global=True,
    has_priority=True,
    in_footer=True,
    unavailable="No drafts: every quotation is confirmed",
    is_available=has_drafts,
)
CONFIRM_DRAFT = Command(
    "Confirm",
    ("enter",),
    "Review",
    "confirm_draft",
    "Confirm the draft with your corrections, and go on to the next.",
    in_footer=True,
)
CHANGE_SPEAKER = Command(
    "Speaker",
    ("w",),
    "Review",
    "change_speaker",
    "Choose the speaker: someone in this article, someone else, or someone new.",
    in_footer=True,
)
CHANGE_TYPE = Command(
    "Type",
    ("p",),
    "Review",
    "change_type",
    "Change the type: direct, mixed (a fragment), none (not a quotation).",
    in_footer=True,
)
DROP_DRAFT = Command(
    "Drop",
    ("r", "delete"),
    "Review",
    "drop_draft",
    "Drop the entry from the file, and go on to the next.",
    in_footer=True,
)
UNDO_DECISION = Command(
    "Undo",
    ("u", "ctrl+z"),
    "Review",
    "undo_decision",
    "Undo the last decision; again for the one before it.",
    in_footer=True,
)
EXTEND_END = Command(
    "Extend end", ("right", "l"), "Review", "extend_end", "Extend the quotation by one word."
)
SHORTEN_END = Command(
    "Shorten end", ("left", "h"), "Review", "shorten_end", "Shorten the quotation by one word."
)
MOVE_START_RIGHT = Command(
    "Move start →", ("shift+right", "L"), "Review", "move_start_right", "Begin the quotation one word later."
)
MOVE_START_LEFT = Command(
    "Move start ←", ("shift+left", "H"), "Review", "move_start_left", "Begin the quotation one word earlier."
)
DISCARD_CORRECTIONS = Command(
    "Discard",
    ("escape",),
    "Review",
    "discard_corrections",
    "Discard the corrections that are not confirmed yet.",
)
SWITCH_REVIEW_ORDER = Command(
    "Order", ("s",), "Find", "switch_review_order", "List in the order of the text, or the least sure first."
)
SHOW_IN_ARTICLE = Command("In article", ("v",), "Move", "show_in_article", "Show the draft in its article.")
