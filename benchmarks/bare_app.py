"""The baseline for the first paint: a Textual app with one article, one list and one table.

usage: bare_app.py ARTICLE.txt
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, OptionList, Static


class Bare(App[None]):
    """A Textual app with one article, one list and one table."""

    CSS = "OptionList { width: 30; } DataTable { width: 38; }"

    def compose(self) -> ComposeResult:
        """Lay out list, article and table."""
        text = Path(sys.argv[1]).read_text(encoding="utf-8")
        with Horizontal():
            yield OptionList("27 Aug 2019", "4 Sep 2019", "Jan 2020", markup=False)
            with VerticalScroll():
                yield Static(Content(text))
            yield DataTable()

    def on_mount(self) -> None:
        """Fill the table."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Speaker", "Words")
        table.add_rows([("Ofsted", "unaware"), ("Alan Jarrett", "hugely embarrassing")])


if __name__ == "__main__":
    Bare().run()
