"""The commands of Read."""

from __future__ import annotations

from medway_tui.tui.commands import Command, OpenView


class OpenRead(OpenView):
    """Read articles, with who says what beside the text."""

    name = "Read"
    keys = ("1",)
    action = "open_view('read')"


class NextQuote(Command):
    """Go to the next match of the search, or else to the next quotation."""

    name = "Next quote"
    keys = ("n",)
    group = "Find"
    action = "next_quote"
    in_footer = True


class PreviousQuote(Command):
    """Go to the previous match or quotation."""

    name = "Previous quote"
    keys = ("N",)
    group = "Find"
    action = "previous_quote"


class NextArticle(Command):
    """Open the next article."""

    name = "Next article"
    keys = ("right_square_bracket",)
    group = "Move"
    action = "next_article"


class PreviousArticle(Command):
    """Open the previous article."""

    name = "Previous article"
    keys = ("left_square_bracket",)
    group = "Move"
    action = "previous_article"


class ClearSearch(Command):
    """Clear the search and its marks."""

    name = "Clear search"
    keys = ("escape",)
    group = "Find"
    action = "clear_search"
