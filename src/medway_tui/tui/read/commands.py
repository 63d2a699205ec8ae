"""The commands of Read."""

from __future__ import annotations

from medway_tui.tui.commands import VIEWS_GROUP, Command

OPEN_READ = Command(
    "Read",
    ("1",),
    VIEWS_GROUP,
    "open_view('read')",
    "Read articles, with who says what beside the text.",
    is_global=True,
    has_priority=True,
)
NEXT_QUOTE = Command(
    "Next quote",
    ("n",),
    "Find",
    "next_quote",
    "Go to the next match of the search, or else to the next quotation.",
    in_footer=True,
)
PREVIOUS_QUOTE = Command(
    "Previous quote", ("N",), "Find", "previous_quote", "Go to the previous match or quotation."
)
NEXT_ARTICLE = Command(
    "Next article", ("right_square_bracket",), "Move", "next_article", "Open the next article."
)
PREVIOUS_ARTICLE = Command(
    "Previous article", ("left_square_bracket",), "Move", "previous_article", "Open the previous article."
)
CLEAR_SEARCH = Command("Clear search", ("escape",), "Find", "clear_search", "Clear the search and its marks.")
