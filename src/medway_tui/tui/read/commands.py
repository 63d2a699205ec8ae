"""The commands of Read."""

from __future__ import annotations

from medway_tui.tui.commands import (
    COPY_CITATION,
    EDIT_SOURCE,
    OPEN_ORIGINAL,
    OPEN_PASSAGE,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)

# fmt: off
OPEN_READ = Command("open_view('read')", "Read", ("1",), "Views",
    "Read articles, with who says what beside the text.", is_global=True, has_priority=True)

COMMANDS: tuple[Command, ...] = (
    Command("next_quote", "Next quote", ("n",), "Find",
        "Go to the next match of the search, or else to the next quotation.", in_footer=True,
        short_name="Next"),
    Command("previous_quote", "Previous quote", ("N",), "Find", "Go to the previous match or quotation."),
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE,
    Command("next_article", "Next article", ("right_square_bracket",), "Move", "Open the next article."),
    Command("previous_article", "Previous article", ("left_square_bracket",), "Move",
        "Open the previous article."),
    Command("next_difference", "Next difference", ("right_curly_bracket",), "Find",
        "Go to the next ≠, where the sources differ; Enter shows all sides."),
    Command("previous_difference", "Previous difference", ("left_curly_bracket",), "Find",
        "Go to the previous ≠."),
    *PANE_COMMANDS,
    Command("clear_search", "Clear search", ("escape",), "Find", "Clear the search and its marks."),
)
