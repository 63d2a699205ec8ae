"""What can be done in Read, besides what can be done everywhere."""

from __future__ import annotations

from medway_tui.tui.commands import Command


class NextQuote(Command):
    """Go to the next match of what was searched for, or else to the next quotation."""

    name = "Next quote"
    keys = ("n",)
    group = "Find"
    in_footer = True


class PreviousQuote(Command):
    """Go to the match or quotation before."""

    name = "Previous quote"
    keys = ("N",)
    group = "Find"


class NextArticle(Command):
    """Open the next article."""

    name = "Next article"
    keys = ("right_square_bracket",)
    group = "Move"


class PreviousArticle(Command):
    """Open the article before."""

    name = "Previous article"
    keys = ("left_square_bracket",)
    group = "Move"


class ClearSearch(Command):
    """Forget what was searched for, and take the marks off the text."""

    name = "Clear search"
    keys = ("escape",)
    group = "Find"
