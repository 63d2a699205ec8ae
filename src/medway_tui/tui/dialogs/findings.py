"""What is wrong in the dossier's files; choosing one opens the editor there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual import on
from textual.widget import Widget

from medway_tui.model.findings import Finding
from medway_tui.model.places import Where
from medway_tui.text import visible
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import wrap


class FindingsDialog(Dialog[Where]):
    """Answers the place that is to be mended. The cursor is on ``first`` to begin with."""

    TITLE_SAID = "Findings"
    HINT = "Enter opens the editor there · Esc leaves"

    def __init__(self, findings: Sequence[Finding], first: Finding | None = None) -> None:
        super().__init__()
        self._findings = findings
        self._first = first

    def compose_head(self) -> Iterable[Widget]:
        """Nothing stands above the findings."""
        return ()

    def on_mount(self) -> None:
        """List the findings."""
        self.call_after_refresh(self._list)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        width = max(10, self.rows.scrollable_content_region.width - 3)
        rows = [_row(finding, width) for finding in self._findings]
        at = self._first if self.rows.value is None else self.rows.value
        self.rows.renew(rows, value=at, empty="Nothing is wrong in the dossier's files.")

    def reload(self) -> None:
        """List what is wrong now."""
        self._findings = self.reader.dossier.findings()
        self._list()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        finding: Finding = event.value
        self.answer(Where(finding.path, finding.line, finding.column))


def _row(finding: Finding, width: int) -> Row:
    lines = []
    for words in (f"{finding.code} {finding.message}", finding.where, f"help: {finding.hint}"):
        shown = visible(words)
        lines += [shown[start:end] for start, end in wrap(shown, width)]
    head = len(wrap(visible(f"{finding.code} {finding.message}"), width))

    def draw(_: int, colours: Palette) -> list[Text]:
        return [
            Text(f" {line}", colours.strong if number < head else colours.muted)
            for number, line in enumerate(lines)
        ]

    return Row(finding, draw, len(lines))
