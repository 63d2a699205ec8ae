"""The commands of Read."""

from __future__ import annotations

from medway_tui.tui.commands import (
    CLEAR_SEARCH,
    COPY_CITATION,
    EDIT_SOURCE,
    FOCUS_MODE,
    LIST_COMMANDS,
    NEXT_QUOTE,
    OPEN_ORIGINAL,
    OPEN_PASSAGE,
    OPEN_PERSON,
    PANE_COMMANDS,
    Command,
)

# fmt: off
NEXT_DIFFERENCE = Command("next_difference", "Next difference", ("right_curly_bracket",), "Find",
    "Go to the next ≠, where the sources differ; Open shows all sides.")
_DIFFERENCE_COMMANDS = (
    NEXT_DIFFERENCE,
    Command("previous_difference", "Previous difference", ("left_curly_bracket",), "Find",
        "Go to the previous ≠."),
)

NEXT_ARTICLE = Command("next_article", "Next article", ("right_square_bracket",), "Move",
    "Open the next article.")
PASSAGE_COMMANDS = (
    Command("select_row", "Select", ("v",), "Copy and open",
        "Select a passage: lines and words move its end, again the other end. In a list the row, to copy or"
        " export it with others; or click it with Ctrl."),
    Command("next_word", "Word on", ("l",), "Copy and open",
        "Move the end of the selected passage by a word."),
    Command("previous_word", "Word back", ("h",), "Copy and open",
        "Move the end of the selected passage back by a word."),
)

COMMANDS: tuple[Command, ...] = (
    NEXT_QUOTE,
    Command("previous_quote", "Previous quote", ("N",), "Find", "Go to the previous match or quotation."),
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, *PASSAGE_COMMANDS, OPEN_ORIGINAL, EDIT_SOURCE,
    NEXT_ARTICLE,
    Command("previous_article", "Previous article", ("left_square_bracket",), "Move",
        "Open the previous article."),
    *_DIFFERENCE_COMMANDS,
    Command("compare_articles", "Side by side", ("vertical_line",), "Views",
        "Set the article beside the one most like it, its paragraphs aligned; End goes on with one."),
    *PANE_COMMANDS, *LIST_COMMANDS, FOCUS_MODE,
    CLEAR_SEARCH,
)

OTHER_ARTICLE = Command("next_pane", "Other article", ("tab",), "Move", "Go to the other article.",
    in_footer=True, has_priority=True, short_name="Other")
CHOOSE_ARTICLE = Command("next_article", "Choose article", ("right_square_bracket",), "Move",
    "Set the next article beside the first one.", in_footer=True, short_name="Choose")
CHOOSE_PREVIOUS = Command("previous_article", "Choose previous", ("left_square_bracket",), "Move",
    "Set the previous article beside the first one.")
END_COMPARISON = Command("end_comparison", "End", ("vertical_line", "escape"), "Views",
    "Go on reading the article that has the focus, alone.", in_footer=True)

COMPARE_COMMANDS: tuple[Command, ...] = (
    OTHER_ARTICLE,
    Command("previous_pane", "Other article", ("shift+tab",), "Move", "Go to the other article.",
        has_priority=True),
    CHOOSE_ARTICLE, CHOOSE_PREVIOUS,
    Command("next_quote", "Next quote", ("n",), "Find",
        "Go to the next quotation; the other article follows.", in_footer=True, short_name="Next"),
    Command("previous_quote", "Previous quote", ("N",), "Find", "Go to the previous quotation."),
    *_DIFFERENCE_COMMANDS,
    END_COMPARISON, FOCUS_MODE,
    OPEN_PASSAGE, OPEN_PERSON, COPY_CITATION, *PASSAGE_COMMANDS, OPEN_ORIGINAL, EDIT_SOURCE,
)
"""The commands of two articles side by side."""
# fmt: on


def nobody_at_cursor() -> str:
    """Return the message where no quotation is chosen."""
    chooses, opens = NEXT_QUOTE.key, OPEN_PERSON.key
    return f"No known speaker here: {chooses} chooses a quotation, {opens} opens its speaker’s page"
