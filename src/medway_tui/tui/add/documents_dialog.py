"""The documents of a file that has several: what they are, and which of them are imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from medway_tui.text import escape_invisible, plural
from medway_tui.tui.add.form_widgets import DialogBar, make_dialog_bindings
from medway_tui.tui.add.import_dialog import CLOSE, OTHER_FILE
from medway_tui.tui.add.import_runner import ChosenDocuments, DocumentList, ImportRunner
from medway_tui.tui.commands import Command
from medway_tui.tui.dialogs.base import CLOSE_LABEL, Dialog, HintLine
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from medway_tui.importing.options import DocumentSummary

_DATE_CELLS = 10
_WIDE_CELLS = 90
"""From this width on, a row has the publisher."""
_PUBLISHER_CELLS = 20

# fmt: off
IMPORT_CHOSEN = Command("choose", "Import", ("enter",), "Import", "Import the chosen documents.",
    short_name="Import")
CHOOSE_DOCUMENT = Command("choose_document", "Choose", ("space",), "Import",
    "Choose a document, or leave it out.",    short_name="Choose")
CHOOSE_ALL = Command("choose_all", "All or none", ("a",), "Import", "Choose all documents, or none.",
    short_name="All")
SHOW_DOCUMENT = Command("preview", "Preview", ("p", "right"), "Import",
    "Show what would be written of this document.", short_name="Preview")
# fmt: on
_COMMANDS = (IMPORT_CHOSEN, CHOOSE_DOCUMENT, CHOOSE_ALL, SHOW_DOCUMENT, OTHER_FILE, CLOSE)


class DocumentsDialog(Dialog[ChosenDocuments]):
    """A dialog that returns the documents of a file that are imported; none of them for another file."""

    HAS_INPUT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_dialog_bindings([CHOOSE_ALL, SHOW_DOCUMENT, OTHER_FILE]),
        # Before the list's own Space, which goes a page down.
        Binding("space", CHOOSE_DOCUMENT.action, show=False, priority=True),
    ]
    DEFAULT_CSS = """
    DocumentsDialog > Vertical { height: 95%; max-width: 130; }
    """

    def __init__(self, path: Path, roots: Sequence[Path], chosen: ChosenDocuments | None = None) -> None:
        """``roots`` are the folders that are imported into; ``chosen`` what was chosen before."""
        super().__init__()
        self._path = path
        self._before = chosen
        self._runner = ImportRunner(self, roots)
        self._summaries: dict[int, DocumentSummary] = {}
        self._chosen: set[int] = set()
        self._total = 0
        self._is_complete = False
        self._problem = ""

    def compose(self) -> Iterable[Widget]:
        with Vertical() as box:
            box.border_title = Content(f"Import {escape_invisible(self._path.name)}")
            box.border_subtitle = CLOSE_LABEL
            yield RowList(click_chooses=True, empty="Reading …")
            yield HintLine()
            yield DialogBar(_COMMANDS)

    def on_mount(self) -> None:
        self._runner.list_documents(self._path, self._add_documents)

    def on_unmount(self) -> None:
        self._runner.close()

    def _add_documents(self, found: DocumentList) -> None:
        for each in found.found:
            self._summaries[each.number] = each
            is_new = not each.existing and not each.problem
            if is_new if self._before is None else each.number in self._before.numbers:
                self._chosen.add(each.number)
        self._total, self._is_complete, self._problem = found.total, found.is_complete, found.problem
        before = self._before.shown if self._before is not None else None
        self._show_rows(self.rows.value or before)

    def _show_rows(self, value: int | None) -> None:
        rows = [self._row(each) for each in self._summaries.values()]
        self.rows.replace(rows, value=value, empty=f"✗ {self._problem}" if self._problem else "Reading …")
        self._show_state()

    def _row(self, summary: DocumentSummary) -> ListRow:
        def draw(width: int, colours: Palette) -> list[Text]:
            is_chosen = summary.number in self._chosen
            style = colours.strong if is_chosen else colours.muted
            text = Text(f" {'☑' if is_chosen else '☐'} {summary.number:>4}  ", style, no_wrap=True)
            text.append(f"{summary.published or '-':<{_DATE_CELLS}}  ", colours.muted)
            if width >= _WIDE_CELLS:
                name = fit(escape_invisible(summary.publisher or "-"), _PUBLISHER_CELLS)
                text.append(name + " " * (_PUBLISHER_CELLS - cell_len(name) + 2), colours.muted)
            mark = "✗ " if summary.problem else "= " if summary.existing else "◆ " if summary.account else ""
            room = max(1, width - text.cell_len - len(mark) - 1)
            text.append(mark + fit(escape_invisible(summary.headline or summary.part), room), style)
            return [text]

        return ListRow(summary.number, draw)

    @on(RowList.Highlighted)
    def _show_state(self) -> None:
        """Say how many are chosen, and what there is to know about the document of the cursor."""
        total = self._total or len(self._summaries)
        count = plural(total, "document")
        read = "" if self._is_complete else f" · {len(self._summaries):,} of {total:,} read"
        title = f"Import {escape_invisible(self._path.name)}: {count}, {len(self._chosen):,} chosen{read}"
        self.query_one("Vertical").border_title = Content(title)
        summary = self._summaries.get(self.rows.value)
        self.set_hint(_describe(summary) if summary is not None else "")

    @on(RowList.Chosen)
    def _clicked(self) -> None:
        self.action_choose_document()

    def action_choose_document(self) -> None:
        """Choose the document of the cursor, or leave it out."""
        number = self.rows.value
        if number is None:
            return
        if self._summaries[number].problem:
            self.reader.say("This document can't be read")
            return
        self._chosen ^= {number}
        self._show_rows(number)

    def action_choose_all(self) -> None:
        """Choose all that can be read and are new; none if all are chosen."""
        new = {n for n, each in self._summaries.items() if not each.problem and not each.existing}
        self._chosen = set() if new <= self._chosen else self._chosen | new
        self._show_rows(self.rows.value)

    def action_preview(self) -> None:
        """Show the document of the cursor, with the chosen ones beside it."""
        number = self.rows.value
        if number is not None:
            numbers = sorted(self._chosen | {number})
            self.close_with(ChosenDocuments(tuple(numbers), number, writes=False))

    def action_choose(self) -> None:
        """Import the chosen documents; where one names no publisher, ask for it in its preview."""
        numbers = sorted(self._chosen)
        if not self._is_complete:
            self.reader.say("The file is still being read")
        elif not numbers:
            self.reader.say("No document is chosen: Space chooses one")
        else:
            nameless = next((n for n in numbers if not self._summaries[n].publisher), None)
            if nameless is not None:
                self.reader.say("Type the publisher: it is that of all documents that name none")
            shown = numbers[0] if nameless is None else nameless
            self.close_with(ChosenDocuments(tuple(numbers), shown, writes=nameless is None))

    def action_other_file(self) -> None:
        self.close_with(ChosenDocuments((), 0, writes=False))


def _describe(summary: DocumentSummary) -> str:
    """Return what there is to know about a document in a line."""
    if summary.problem:
        return f"✗ It can't be imported: {summary.problem}"
    if summary.existing:
        return f"= Already in the dossier: {summary.existing}"
    if summary.account:
        return f"◆ The original of {summary.account}"
    return " · ".join((summary.publisher or "▲ publisher not known", summary.published or "no date"))
