"""Review: the drafts one after the other, each in its paragraph, to be confirmed, corrected or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.index.articles import ParagraphRow, list_paragraphs
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import MAX_DRAFTS, DraftRow, article_quotes, count_drafts, find_drafts
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import (
    GLOBAL_COMMANDS,
    Command,
    CopyCitation,
    Drafts,
    EditSource,
    NextPane,
    OpenOriginal,
    PreviousPane,
    make_bindings,
)
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.quotes.commands import NextRow, PreviousRow
from medway_tui.tui.review.commands import (
    ChangeSpeaker,
    ChangeType,
    ConfirmDraft,
    DiscardCorrections,
    DropDraft,
    ExtendEnd,
    MoveStartLeft,
    MoveStartRight,
    ShortenEnd,
    ShowInArticle,
    SwitchReviewOrder,
    UndoDecision,
)
from medway_tui.tui.review.draft_rows import (
    DraftKey,
    PendingCorrections,
    draft_context,
    draft_key,
    draft_rows,
)
from medway_tui.tui.review.span_edit import move_edge
from medway_tui.tui.review.speaker_picker import SpeakerChoice
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.text_pane import TextPane
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.authoring.review import Decision, ReviewSession

_TYPES = ("direct", "mixed", "none")
_EMPTY = "No draft is left: every quotation is confirmed. u takes the last decision back, 1 reads on."


class ReviewPlace(NamedTuple):
    """A place among the drafts."""

    least_sure_first: bool
    draft: DraftKey | None


class ReviewView(View):
    """The view in which drafts are reviewed."""

    NAME = "Review"
    PANES = ("list", "context")
    START = "list"
    CSS_PATH = "review.tcss"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        ConfirmDraft, ChangeSpeaker, ChangeType, DropDraft, UndoDecision, ExtendEnd, ShortenEnd,
        MoveStartRight, MoveStartLeft,
        DiscardCorrections, NextRow, PreviousRow, ShowInArticle, SwitchReviewOrder, CopyCitation,
        OpenOriginal, EditSource,
        NextPane, PreviousPane, *GLOBAL_COMMANDS,
    )  # fmt: skip
    BINDINGS = make_bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[DraftRow] = []
        self._least_sure_first = False
        self._loaded_review: ReviewSession | None = None
        self._current: DraftRow | None = None
        self._paragraphs: list[ParagraphRow] = []
        self._speaker: SpeakerChoice | None = None
        self._corrections = PendingCorrections()

    def is_offered(self, command: type[Command]) -> bool:
        """All but what opens this view."""
        return command is not Drafts and super().is_offered(command)

    def compose_view(self) -> Iterable[Widget]:
        """The list, and the chosen draft in its paragraph."""
        with Horizontal(id="panes"):
            yield RowList(id="list", empty=_EMPTY)
            yield TextPane(id="context")

    def on_mount(self) -> None:
        """List the drafts."""
        context = self.query_one("#context")
        context.border_title = Content("In its paragraph")
        context.border_subtitle = Content("← → where it ends · Shift+← → where it begins")
        self._list_drafts(None)
        self.focus_pane("list")

    # -- the list ----------------------------------------------------------------------------------

    def _list_drafts(self, name: DraftKey | None) -> None:
        """List the drafts there are, with the cursor on one, or where it was."""
        found = find_drafts(self.reader.index, least_sure_first=self._least_sure_first)
        if self._loaded_review is not None:
            found = self._loaded_review.pending_drafts(found, least_sure_first=self._least_sure_first)
        self._drafts = found
        rows = self.query_one("#list", RowList)
        rows.replace(draft_rows(found), value=name)
        rows.border_title = Content("Least sure first" if self._least_sure_first else "In order of the text")
        number = max(len(found), count_drafts(self.reader.index)) if len(found) >= MAX_DRAFTS else len(found)
        said = plural(number, "draft")
        self.set_counts(said if number == len(found) else f"{said}, {len(found):,} listed")
        self._show_draft(rows.value)

    def _show_draft(self, name: DraftKey | None) -> None:
        """Show a draft; what is corrected of it stays while it is the same one."""
        before = self._current
        self._current = next((each for each in self._drafts if draft_key(each) == name), None)
        draft = self._current
        if before is None or draft is None or draft_key(before) != draft_key(draft):
            self._speaker, self._corrections = None, PendingCorrections()
        elif before.exact != draft.exact:
            self._corrections = self._corrections._replace(span=None)
        self._paragraphs = list_paragraphs(self.reader.index, draft.article.id) if draft else []
        self._show_context()

    def _show_context(self) -> None:
        draft = self._current
        context = self.query_one("#context", TextPane)
        if draft is None:
            context.set_text(Text(""))
            return
        colours = palette(self.app.theme, no_color=self.app.no_color)
        roles = roles_on(self.reader.index, draft.speaker, draft.article.published).describe()
        context.set_text(draft_context(draft, self._corrections, self._paragraphs, colours, roles))

    def _draft_at_cursor(self) -> DraftRow | None:
        """The draft that the cursor is on.

        A key that comes right after one that moved the cursor is quicker than the message that it moved.
        """
        name = self.query_one("#list", RowList).value
        if name != (draft_key(self._current) if self._current else None):
            self._save_corrections()
            self._show_draft(name)
        return self._current

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._draft_at_cursor()

    # -- decisions ---------------------------------------------------------------------------------

    @property
    def _review(self) -> ReviewSession:
        if self._loaded_review is None:
            from medway_tui.authoring.review import ReviewSession  # noqa: PLC0415 - yaml, pydantic

            self._loaded_review = ReviewSession(self.reader.dossier)
        return self._loaded_review

    def _decide(self, *, confirm: bool = False, drop: bool = False) -> bool:
        """Write what is decided of the current draft; whether it was written."""
        from medway_tui.authoring.review import (  # noqa: PLC0415 - yaml, pydantic
            Corrections,
            Decision,
            NewSpeaker,
        )

        if self._current is None:
            self.reader.say("There is no draft here")
            return False
        speaker, corrected = self._speaker, self._corrections
        new = None
        if speaker and speaker.id is None:
            new = NewSpeaker(speaker.name, "organisations" if speaker.organisation else "people")
        who = speaker.id if speaker else None
        corrections = Corrections(who, new, corrected.span, corrected.type)
        return self._write(self._current, Decision(corrections, confirm=confirm, drop=drop))

    def _write(self, draft: DraftRow, decision: Decision) -> bool:
        try:
            self._review.write_decision(draft, decision, [each.text for each in self._paragraphs])
        except DossierError as error:
            self.reader.say(f"{error}: {error.hint}", problem=True)
            self.reader.live_reload.scan_own_write()
            return False
        self._speaker, self._corrections = None, PendingCorrections()
        self.reader.live_reload.scan_own_write()
        return True

    def _save_corrections(self) -> None:
        """Write what is corrected, as the person goes elsewhere: nothing corrected is lost."""
        if self._corrections and self._decide():
            self.reader.say("Corrections written; it is a draft still")

    def _next_draft(self) -> DraftKey | None:
        """The draft after the current one; before it where it is the last."""
        names = [draft_key(draft) for draft in self._drafts]
        if self._current is None or draft_key(self._current) not in names:
            return None
        at = names.index(draft_key(self._current))
        return next(iter([*names[at + 1 : at + 2], *names[at - 1 : at]]), None)

    def action_confirm_draft(self) -> None:
        """Confirm, and go on."""
        self._draft_at_cursor()
        after = self._next_draft()
        if self._decide(confirm=True):
            self._list_drafts(after)

    def action_drop_draft(self) -> None:
        """Drop, and go on."""
        draft, after = self._draft_at_cursor(), self._next_draft()
        self._speaker, self._corrections = None, PendingCorrections()
        if self._decide(drop=True) and draft is not None:
            self.reader.say(f"Dropped {draft.id}; u undoes it")
            self._list_drafts(after)

    def action_undo_decision(self) -> None:
        """Undo, and go back to it."""
        try:
            draft = self._review.undo_last()
        except DossierError as error:
            self.reader.say(f"{error}: it can't be undone here", problem=True)
            return
        if draft is None:
            self.reader.say("There is nothing to undo")
            return
        self.reader.live_reload.scan_own_write()
        self._speaker, self._corrections = None, PendingCorrections()
        self._list_drafts(draft_key(draft))

    # -- corrections -------------------------------------------------------------------------------

    async def action_change_speaker(self) -> None:
        """Choose who said it."""
        from medway_tui.tui.review.speaker_picker import SpeakerDialog  # noqa: PLC0415 - only when asked for

        draft = self._draft_at_cursor()
        if draft is None:
            self.reader.say("There is no draft here")
            return

        def go(speaker: SpeakerChoice | None) -> None:
            if (
                speaker is not None
                and self._current is not None
                and draft_key(self._current) == draft_key(draft)
            ):
                self._speaker = speaker
                self._corrections = self._corrections._replace(speaker=speaker.name)
                self._show_context()

        text = "\n".join(each.text for each in self._paragraphs)
        await self.reader.open_dialog(SpeakerDialog(draft.article.id, text), go)

    def action_change_type(self) -> None:
        """Turn to the next type."""
        draft = self._draft_at_cursor()
        if draft is None:
            return
        now = self._corrections.type or draft.type
        at = _TYPES.index(now) + 1 if now in _TYPES else 0
        self._corrections = self._corrections._replace(type=_TYPES[at % len(_TYPES)])
        self._show_context()

    def action_extend_end(self) -> None:
        """Let the words end later."""
        self._move_edge(end=True, step=1)

    def action_shorten_end(self) -> None:
        """Let the words end earlier."""
        self._move_edge(end=True, step=-1)

    def action_move_start_right(self) -> None:
        """Let the words begin later."""
        self._move_edge(end=False, step=1)

    def action_move_start_left(self) -> None:
        """Let the words begin earlier."""
        self._move_edge(end=False, step=-1)

    def _move_edge(self, *, end: bool, step: int) -> None:
        draft = self._draft_at_cursor()
        span = self._corrections.span or (draft.span if draft else None)
        if span is None:
            self.reader.say("These words have no place in the article: e opens them in your editor")
            return
        text = next((each.text for each in self._paragraphs if each.number == span.paragraph), "")
        to = move_edge(text, span, end=end, step=step)
        if to is None:
            self.reader.say("There is no further word in this paragraph")
            return
        self._corrections = self._corrections._replace(span=to)
        self._show_context()

    def action_discard_corrections(self) -> None:
        """Forget what is corrected."""
        self._draft_at_cursor()
        self._speaker, self._corrections = None, PendingCorrections()
        self._show_context()

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> ReviewPlace:
        """Where the reader is."""
        return ReviewPlace(self._least_sure_first, self.query_one("#list", RowList).value)

    def return_to(self, place: ReviewPlace | None) -> None:
        """Go back to a draft."""
        if place is not None:
            self._least_sure_first = place.least_sure_first
            self._list_drafts(place.draft)
            self.focus_pane("list")

    def reload(self) -> None:
        """Ask anew, and keep the row."""
        self._list_drafts(self.query_one("#list", RowList).value)

    def on_screen_suspend(self) -> None:
        """Nothing corrected is lost when another view is opened."""
        if not self.reader.is_current_view(self):
            self._save_corrections()

    def on_unmount(self) -> None:
        """Nor when the reader is left."""
        self._save_corrections()

    # -- commands ----------------------------------------------------------------------------------

    def action_switch_review_order(self) -> None:
        """List in the other order."""
        self._draft_at_cursor()
        self._least_sure_first = not self._least_sure_first
        self._list_drafts(self.query_one("#list", RowList).value)

    def action_next_row(self) -> None:
        """Go to the next draft."""
        self.query_one("#list", RowList).move_by(1)

    def action_previous_row(self) -> None:
        """Go to the draft before."""
        self.query_one("#list", RowList).move_by(-1)

    def action_show_in_article(self) -> None:
        """Open the article at the draft."""
        draft = self._draft_at_cursor()
        if draft is None or draft.span is None:
            self.reader.say_adrift()
        else:
            self.reader.go_to(draft.article.id, [draft.span], draft.head)

    def action_copy_citation(self) -> None:
        """Copy the quotation with its citation, which says that it is a draft."""
        draft = self._draft_at_cursor()
        found = article_quotes(self.reader.index, draft.article.id) if draft else []
        quote = next((each for each in found if draft and each.key == draft.head), None)
        if quote is None:
            self.reader.say("Marks that quote nobody have no citation")
            return
        copy_quote(self.reader, quote, roles_on(self.reader.index, quote.speaker, quote.article.published))

    def action_open_original(self) -> None:
        """Open the article's original in the browser."""
        draft = self._draft_at_cursor()
        if draft is not None:
            open_original(self.reader, draft.article.url)

    def action_edit_source(self) -> None:
        """Open the draft's YAML."""
        draft = self._draft_at_cursor()
        self._save_corrections()
        open_in_editor(self.reader, draft.where if draft else None)
