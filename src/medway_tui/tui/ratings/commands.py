"""The commands of Ratings."""

from __future__ import annotations

from medway_tui.tui.commands import Command, OpenOriginal, OpenView


class OpenRatings(OpenView):
    """Compare the inspectors' judgements side by side."""

    name = "Ratings"
    keys = ("3",)
    action = "open_view('ratings')"


class ShowAsReported(Command):
    """Switch to each source's report of the judgements, and back."""

    name = "As reported"
    keys = ("r",)
    group = "Find"
    action = "show_as_reported"
    in_footer = True


class CopyJudgement(Command):
    """Copy the judgement with its citation."""

    name = "Copy"
    keys = ("y",)
    group = "Copy and open"
    action = "copy_judgement"
    in_footer = True


class OpenReport(OpenOriginal):
    """Open the inspection's report in the browser."""

    name = "Report"
    action = "open_report"
    in_footer = True


class CellLeft(Command):
    """Go to the previous inspection; ← does so too."""

    name = "Left"
    keys = ("h",)
    group = "Move"
    action = "cell_left"


class CellRight(Command):
    """Go to the next inspection; → does so too."""

    name = "Right"
    keys = ("l",)
    group = "Move"
    action = "cell_right"
