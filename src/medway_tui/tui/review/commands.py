"""The commands of Review."""

from __future__ import annotations

from medway_tui.index.connection import Index
from medway_tui.index.quotes import has_drafts
from medway_tui.tui.commands import Command, OpenView


class OpenReview(OpenView):
    """Review drafts: quotations that a program found and nobody has confirmed yet."""

    name = "Drafts"
    keys = ("d",)
    action = "open_view('review')"
    in_footer = True
    unavailable = "No drafts: every quotation is confirmed"

    @classmethod
    def is_available(cls, index: Index) -> bool:
        """Return whether there are drafts."""
        return has_drafts(index)


class ConfirmDraft(Command):
    """Confirm the draft with your corrections, and go on to the next."""

    name = "Confirm"
    keys = ("enter",)
    group = "Review"
    action = "confirm_draft"
    in_footer = True


class ChangeSpeaker(Command):
    """Choose the speaker: someone in this article, someone else, or someone new."""

    name = "Speaker"
    keys = ("w",)
    group = "Review"
    action = "change_speaker"
    in_footer = True


class ChangeType(Command):
    """Change the type: direct, mixed (a fragment), none (not a quotation)."""

    name = "Type"
    keys = ("p",)
    group = "Review"
    action = "change_type"
    in_footer = True


class DropDraft(Command):
    """Drop the entry from the file, and go on to the next."""

    name = "Drop"
    keys = ("r", "delete")
    group = "Review"
    action = "drop_draft"
    in_footer = True


class UndoDecision(Command):
    """Undo the last decision; again for the one before it."""

    name = "Undo"
    keys = ("u", "ctrl+z")
    group = "Review"
    action = "undo_decision"
    in_footer = True


class ExtendEnd(Command):
    """Extend the quotation by one word."""

    name = "Extend end"
    keys = ("right", "l")
    group = "Review"
    action = "extend_end"


class ShortenEnd(Command):
    """Shorten the quotation by one word."""

    name = "Shorten end"
    keys = ("left", "h")
    group = "Review"
    action = "shorten_end"


class MoveStartRight(Command):
    """Begin the quotation one word later."""

    name = "Move start →"
    keys = ("shift+right", "L")
    group = "Review"
    action = "move_start_right"


class MoveStartLeft(Command):
    """Begin the quotation one word earlier."""

    name = "Move start ←"
    keys = ("shift+left", "H")
    group = "Review"
    action = "move_start_left"


class DiscardCorrections(Command):
    """Discard the corrections that are not confirmed yet."""

    name = "Discard"
    keys = ("escape",)
    group = "Review"
    action = "discard_corrections"


class SwitchReviewOrder(Command):
    """List in the order of the text, or the least sure first."""

    name = "Order"
    keys = ("s",)
    group = "Find"
    action = "switch_review_order"


class ShowInArticle(Command):
    """Show the draft in its article."""

    name = "In article"
    keys = ("v",)
    group = "Move"
    action = "show_in_article"
