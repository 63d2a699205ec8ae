"""The commands of Read."""

from __future__ import annotations

from medway_tui.tui.commands import (
    COPY_CITATION,
    EDIT_SOURCE,
    LIST_COMMANDS,
    OPEN_ORIGINAL,
    OPEN_PASSAGE,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)

# fmt: off
OPEN_READ = Command("open_view('read')", "Read", ("1",), "Views",
    "Read articles, with who says what beside the text.", is_global=True, has_priority=True)

_DIFFERENCE_COMMANDS = (
    Command("next_difference", "Next difference", ("right_curly_bracket",), "Find",
        "Go to the next ≠, where the sources differ; Enter shows all sides."),
    Command("previous_difference", "Previous difference", ("left_curly_bracket",), "Find",
        "Go to the previous ≠."),
)
COMMANDS: tuple[Command, ...] = (
    Command("next_quote", "Next quote", ("n",), "Find",
        "Go to the next match of the search, or else to the next quotation.", in_footer=True,
        short_name="Next"),
    Command("previous_quote", "Previous quote", ("N",), "Find", "Go to the previous match or quotation."),
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE,
    Command("next_article", "Next article", ("right_square_bracket",), "Move", "Open the next article."),
    Command("previous_article", "Previous article", ("left_square_bracket",), "Move",
        "Open the previous article."),
    *_DIFFERENCE_COMMANDS,
    Command("compare_articles", "Side by side", ("vertical_line",), "Views",
        "Set the article beside the one most like it, its paragraphs aligned; | or Esc ends it."),
    *PANE_COMMANDS, *LIST_COMMANDS,
    Command("clear_search", "Clear search", ("escape",), "Find", "Clear the search and its marks."),
)

COMPARE_COMMANDS: tuple[Command, ...] = (
    Command("next_pane", "Other article", ("tab",), "Move", "Go to the other article.", in_footer=True,
        has_priority=True, short_name="Other"),
    Command("previous_pane", "Other article", ("shift+tab",), "Move", "Go to the other article.",
        has_priority=True),
    Command("next_article", "Choose article", ("right_square_bracket",), "Move",
        "Set the next article beside the first one.", in_footer=True, short_name="Choose"),
    Command("previous_article", "Choose previous", ("left_square_bracket",), "Move",
        "Set the previous article beside the first one."),
    Command("next_quote", "Next quote", ("n",), "Find",
        "Go to the next quotation; the other article follows.", in_footer=True, short_name="Next"),
    Command("previous_quote", "Previous quote", ("N",), "Find", "Go to the previous quotation."),
    *_DIFFERENCE_COMMANDS,
    Command("end_comparison", "End", ("vertical_line", "escape"), "Views",
        "Go on reading the article that has the focus, alone.", in_footer=True),
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, OPEN_ORIGINAL, EDIT_SOURCE,
)
"""The commands of two articles side by side."""
