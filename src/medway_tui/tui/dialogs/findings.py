"""The list of findings in the dossier's files."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import on

from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import wrap_lines


class FindingsDialog(Dialog[FileLocation]):
    """A dialog that returns the place of the chosen finding; the cursor starts on ``first``."""

    DIALOG_TITLE = "Findings"
    HAS_INPUT = False
    HINT = "Enter opens the file in your editor · Esc closes"

    def __init__(self, findings: Sequence[Finding], first: Finding | None = None) -> None:
        super().__init__()
        self._findings = findings
        self._first = first

    def on_mount(self) -> None:
        self.call_when_drawn(self._list)

    def on_resize(self) -> None:
        self.call_when_drawn(self._list)

    def _list(self) -> None:
        width = max(10, self.rows.scrollable_content_region.width - 3)
        rows = [_finding_row(finding, width) for finding in self._findings]
        current = self._first if self.rows.value is None else self.rows.value
        self.rows.replace(rows, value=current, empty="No findings in the dossier's files. Esc closes.")

    def reload(self) -> None:
        self._findings = self.reader.dossier.findings()
        self._list()

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        finding: Finding = event.value
        self.close_with(FileLocation(finding.path, finding.line, finding.column))


def _finding_row(finding: Finding, width: int) -> ListRow:
    message = wrap_lines(f"{finding.code} {finding.message}", width)
    details = [*wrap_lines(finding.location, width), *wrap_lines(f"help: {finding.hint}", width)]

    def draw(_: int, colours: Palette) -> list[Text]:
        return [
            *(Text(f" {line}", colours.strong) for line in message),
            *(Text(f" {line}", colours.muted) for line in details),
        ]

    return ListRow(finding, draw, len(message) + len(details))
