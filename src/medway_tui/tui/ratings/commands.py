"""What can be done in Ratings, besides what can be done everywhere."""

from __future__ import annotations

from medway_tui.tui.commands import Command, OpenOriginal


class ShowAsReported(Command):
    """Turn to how each source reported the judgements, and back."""

    name = "As reported"
    keys = ("r",)
    group = "Find"
    in_footer = True


class CopyJudgement(Command):
    """Copy the judgement with its citation."""

    name = "Copy"
    keys = ("y",)
    group = "Take away"
    in_footer = True


class OpenReport(OpenOriginal):
    """Open the inspection's report in the browser."""

    name = "Report"
    in_footer = True


class CellLeft(Command):
    """Go to the inspection before; ← does so too."""

    name = "Left"
    keys = ("h",)
    group = "Move"


class CellRight(Command):
    """Go to the next inspection; → does so too."""

    name = "Right"
    keys = ("l",)
    group = "Move"
