"""The menu of the forms in which something can be copied."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import on

from medway_tui.text import escape_invisible
from medway_tui.tui.copy_forms import CopyForm
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

_LABEL_WIDTH = 12
"""The cells of a form's name."""


class CopyMenuDialog(Dialog[CopyForm]):
    """A dialog that returns the form to copy: each is listed with the beginning of its text."""

    DIALOG_TITLE = "Copy as"
    HAS_INPUT = False
    HINT = "↑ ↓ move · Enter copies · Esc closes"
    DEFAULT_CSS = """
    CopyMenuDialog > Vertical { height: auto; max-height: 90%; }
    CopyMenuDialog RowList { height: auto; }
    """

    def __init__(self, forms: Sequence[CopyForm]) -> None:
        super().__init__()
        self._forms = forms

    def list_matches(self, text: str) -> None:
        """List the forms."""
        self.listed_text = text
        self.rows.show([_form_row(form) for form in self._forms])

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        form: CopyForm = event.value
        self.close_with(form)


def _form_row(form: CopyForm) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(f"  {form.name:<{_LABEL_WIDTH}}", colours.strong)
        words = escape_invisible(" ".join(form.text.split()))
        text.append(fit(words, max(1, width - _LABEL_WIDTH - 3)), colours.muted)
        return [text]

    return ListRow(form, draw)
