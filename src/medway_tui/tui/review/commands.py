"""What can be done in the review, besides what can be done everywhere."""

from __future__ import annotations

from medway_tui.tui.commands import Command


class ConfirmDraft(Command):
    """Confirm the draft, with all that you have corrected of it, and go on to the next."""

    name = "Confirm"
    keys = ("enter",)
    group = "Review"
    in_footer = True


class ChangeSpeaker(Command):
    """Choose who said it: those of this article first, or somebody new."""

    name = "Speaker"
    keys = ("w",)
    group = "Review"
    in_footer = True


class ChangeType(Command):
    """Change the type: direct, mixed (a fragment), none (marks that quote nobody)."""

    name = "Type"
    keys = ("p",)
    group = "Review"
    in_footer = True


class DropDraft(Command):
    """Drop the entry from the file, and go on to the next."""

    name = "Drop"
    keys = ("r", "delete")
    group = "Review"
    in_footer = True


class UndoDecision(Command):
    """Undo what was written last; again for what was written before it."""

    name = "Undo"
    keys = ("u", "ctrl+z")
    group = "Review"
    in_footer = True


class ExtendEnd(Command):
    """Let the words end a word later."""

    name = "End later"
    keys = ("right", "l")
    group = "Review"


class ShortenEnd(Command):
    """Let the words end a word earlier."""

    name = "End earlier"
    keys = ("left", "h")
    group = "Review"


class MoveStartRight(Command):
    """Let the words begin a word later."""

    name = "Begin later"
    keys = ("shift+right", "L")
    group = "Review"


class MoveStartLeft(Command):
    """Let the words begin a word earlier."""

    name = "Begin earlier"
    keys = ("shift+left", "H")
    group = "Review"


class DiscardCorrections(Command):
    """Forget what you have corrected of this draft and not confirmed yet."""

    name = "As it was"
    keys = ("escape",)
    group = "Review"


class SwitchReviewOrder(Command):
    """List in order of the text, or the least sure first."""

    name = "Order"
    keys = ("s",)
    group = "Find"


class ShowInArticle(Command):
    """See the draft in its article."""

    name = "In article"
    keys = ("v",)
    group = "Move"
