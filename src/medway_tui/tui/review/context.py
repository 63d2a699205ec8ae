"""The panes beside the list of drafts: the chosen draft in its context, and the remarks of its import."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from medway_tui.authoring.import_notes import ImportNotes
from medway_tui.index.articles import ParagraphRow
from medway_tui.index.people import roles_of_quote
from medway_tui.index.quotes import QuotePiece
from medway_tui.tui.reader_protocol import ReaderProtocol
from medway_tui.tui.review.batch import find_notes
from medway_tui.tui.review.draft_rows import PendingCorrections, draft_context, remarks_text
from medway_tui.tui.theme import app_palette
from medway_tui.tui.widgets.text_pane import TextPane


class ContextPanes(Vertical):
    """A draft in its context; where there is no room for a pane of remarks, they are below it."""

    def __init__(self) -> None:
        super().__init__(id="beside")
        self._notes: tuple[str, ImportNotes | None] = ("", None)
        """The notes on the import of an article, with its id."""

    def compose(self) -> ComposeResult:
        yield TextPane(id="context")
        yield TextPane(id="remarks")

    def on_mount(self) -> None:
        context = self.query_one("#context")
        context.border_title = Content("In its paragraph")
        context.border_subtitle = Content("← → move the end · Shift+← → move the start")
        self.query_one("#remarks").border_title = Content("Remarks of the import")

    def read_notes(self, draft: QuotePiece) -> ImportNotes | None:
        """Return the notes on the import of a draft's article; None where it was not imported."""
        if self._notes[0] != draft.article.id:
            self._notes = (draft.article.id, find_notes(draft))
        return self._notes[1]

    def forget_notes(self) -> None:
        """Read the notes again when they are next shown: the article may have been imported again."""
        self._notes = ("", None)

    def clear(self) -> None:
        """Show that there is no draft."""
        self.query_one("#context", TextPane).set_text(Text(""))
        self.query_one("#remarks").display = False

    def show(
        self,
        reader: ReaderProtocol,
        draft: QuotePiece,
        corrections: PendingCorrections,
        paragraphs: Sequence[ParagraphRow],
    ) -> None:
        """Show a draft with its corrections, in the paragraphs of its article."""
        colours = app_palette(self.app)
        roles = roles_of_quote(reader.index, draft).describe()
        text = draft_context(draft, corrections, paragraphs, colours, roles)
        notes = self.read_notes(draft)
        has_remarks = notes is not None and bool(notes.remarks)
        has_pane = has_remarks and (self.screen.has_class("-wide") or self.screen.has_class("-widest"))
        self.query_one("#remarks").display = has_pane
        if notes is not None and has_pane:
            self.query_one("#remarks", TextPane).set_text(remarks_text(notes, colours))
        elif notes is not None and has_remarks:
            text.append("\nRemarks of the import\n", colours.strong)
            text.append_text(remarks_text(notes, colours))
        self.query_one("#context", TextPane).set_text(text)
