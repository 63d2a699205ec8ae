"""Review: drafts one after the other, each in its context, to confirm, correct or drop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.index.agent_references import AgentReference, speakers_of
from medway_tui.index.articles import ParagraphRow, list_paragraphs
from medway_tui.index.people import roles_of_quote
from medway_tui.index.place_references import PlaceReference
from medway_tui.index.quotes import (
    MAX_DRAFTS,
    QuotePiece,
    QuoteRow,
    article_quotes,
    count_drafts,
    find_drafts,
    join_names,
)
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural
from medway_tui.tui.base_view import View
from medway_tui.tui.commands import EDIT_SOURCE, Command, make_bindings
from medway_tui.tui.copy_forms import CopyForm, quote_forms
from medway_tui.tui.external import copy_quote, open_in_editor, open_original
from medway_tui.tui.reader_protocol import Passage, ReviewBatch, Target
from medway_tui.tui.review.batch import ImportBatch, load_batch, load_batch_of, sort_by_time
from medway_tui.tui.review.commands import (
    ADD_SPEAKER,
    CHANGE_SPEAKER,
    COMMANDS,
    SWITCH_REVIEW_ORDER,
    UNDO_DECISION,
)
from medway_tui.tui.review.context import ContextPanes
from medway_tui.tui.review.draft_rows import (
    DraftKey,
    PendingCorrections,
    draft_key,
    draft_rows,
)
from medway_tui.tui.review.span_edit import move_edge
from medway_tui.tui.review.speaker_picker import ChosenSpeaker, SpeakerDialog
from medway_tui.tui.view_commands import OPEN_READ, OPEN_REVIEW
from medway_tui.tui.widgets.virtual_list import RowList

if TYPE_CHECKING:
    from medway_tui.authoring.review import ReviewSession
    from medway_tui.model.notes import Note

_TYPES = ("direct", "mixed", "none")


def _empty_text(*, in_batch: bool) -> str:
    """Return what the list says when there is no draft to review."""
    undoes = f"{UNDO_DECISION.key} undoes the last decision"
    if in_batch:
        return (
            f"Every draft of this import is reviewed. {SWITCH_REVIEW_ORDER.key} lists other drafts, {undoes}."
        )
    return f"No more drafts: every quotation is confirmed. {undoes}, {OPEN_READ.key} goes to Read."


_ORDERS = {
    "unsure": "The unsure first",
    "text": "In order of the text",
    "batch": "From this import",
}
"""What the list can show, and its title."""


class ReviewPlace(NamedTuple):
    """A place among the drafts."""

    order: str
    """One of ``_ORDERS``."""
    batch: ImportBatch | None
    draft: DraftKey | None


class ReviewView(View):
    """The drafts, and the chosen one in its context."""

    NAME = "Review"
    OPEN_COMMAND = OPEN_REVIEW
    PANES = ("list", "context", "remarks")
    FIRST_PANE = "list"
    CSS_PATH = "review.tcss"
    VIEW_COMMANDS = COMMANDS
    BINDINGS = make_bindings(COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[QuotePiece] = []
        self._order = "unsure"
        self._batch: ImportBatch | None = None
        """The import whose drafts are listed."""
        self._loaded_session: ReviewSession | None = None
        self._current: QuotePiece | None = None
        self._paragraphs: list[ParagraphRow] = []
        self._speakers: tuple[ChosenSpeaker, ...] = ()
        """The chosen speaker; of a joint statement, all of them."""
        self._corrections = PendingCorrections()
        self._wanted: DraftKey | None = None
        """The draft to begin at."""

    def is_offered(self, command: Command) -> bool:
        """Return whether a command is shown: all but the one that opens this view."""
        return command is not OPEN_REVIEW and super().is_offered(command)

    def compose_view(self) -> Iterable[Widget]:
        with Horizontal(id="panes"):
            yield RowList(id="list", empty=_empty_text(in_batch=False))
            yield ContextPanes()

    def on_mount(self) -> None:
        self._list_drafts(self._wanted)
        self.focus_pane("list")

    def on_resize(self) -> None:
        self.call_when_drawn(self._show_context)

    @property
    def rows(self) -> RowList:
        return self.query_one("#list", RowList)

    # -- the list ----------------------------------------------------------------------------------

    def _list_drafts(self, key: DraftKey | None) -> None:
        index, batch = self.reader.index, self._batch
        unsure_first = self._order == "unsure"
        articles = None if batch is None else batch.entries.keys()
        drafts = find_drafts(index, unsure_first=unsure_first, articles=articles)
        if self._loaded_session is not None:
            drafts = self._loaded_session.pending_drafts(drafts, unsure_first=unsure_first)
        if articles is not None:
            # Undone decisions are among them that the index does not have yet.
            drafts = [draft for draft in drafts if draft.article.id in articles]
        self._drafts = drafts
        self.rows.replace(draft_rows(drafts), value=key, empty=_empty_text(in_batch=batch is not None))
        self.rows.border_title = Content(_ORDERS[self._order])
        self._show_draft(self.rows.value)
        self._show_counts()

    def _show_counts(self) -> None:
        listed = len(self._drafts)
        if self._batch is not None:
            progress = self._batch.describe_progress(listed)
            place = self._batch.describe_place(self._current.article.id if self._current else "")
            words = " · ".join(filter(None, (progress, place)))
            self.rows.border_title = Content(f"{_ORDERS[self._order]}: {words}")
            self.set_counts(progress)
            return
        total = max(listed, count_drafts(self.reader.index)) if listed >= MAX_DRAFTS else listed
        counts = plural(total, "draft")
        self.set_counts(counts if total == listed else f"{counts}, {listed:,} listed")

    def _show_draft(self, key: DraftKey | None) -> None:
        """Show a draft; its corrections stay while it is the same one."""
        before = self._current
        self._current = next((draft for draft in self._drafts if draft_key(draft) == key), None)
        draft = self._current
        if before is None or draft is None or draft_key(before) != draft_key(draft):
            self._reset_corrections()
        elif before.exact != draft.exact:
            self._corrections = self._corrections._replace(span=None)
        self._paragraphs = list_paragraphs(self.reader.index, draft.article.id) if draft else []
        self._show_context()

    def _show_context(self) -> None:
        if self._current is None:
            self._draft_context.clear()
        else:
            self._draft_context.show(self.reader, self._current, self._corrections, self._paragraphs)

    @property
    def _draft_context(self) -> ContextPanes:
        return self.query_one(ContextPanes)

    def action_next_pane(self) -> None:
        super().action_next_pane()
        if not self.query_one(f"#{self.current_pane()}").display:
            super().action_next_pane()

    def action_previous_pane(self) -> None:
        super().action_previous_pane()
        if not self.query_one(f"#{self.current_pane()}").display:
            super().action_previous_pane()

    def _reset_corrections(self) -> None:
        self._speakers, self._corrections = (), PendingCorrections()

    def _draft_at_cursor(self) -> QuotePiece | None:
        """Return the draft at the cursor, which may have moved before its message has arrived."""
        key = self.rows.value
        if key != (draft_key(self._current) if self._current else None):
            self._save_corrections()
            self._show_draft(key)
            if self._batch is not None:
                self._show_counts()
        return self._current

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._draft_at_cursor()

    # -- decisions ---------------------------------------------------------------------------------

    @property
    def _session(self) -> ReviewSession:
        if self._loaded_session is None:
            from medway_tui.authoring.review import ReviewSession  # noqa: PLC0415 - yaml, pydantic

            self._loaded_session = ReviewSession(self.reader.dossier)
        return self._loaded_session

    def _decide(self, *, confirm: bool = False, drop: bool = False) -> bool:
        """Write a decision on the current draft; return whether it was written."""
        from medway_tui.authoring import review  # noqa: PLC0415 - yaml, pydantic

        if self._current is None:
            self.reader.say("No draft selected")
            return False
        pending = self._corrections
        speaker = self._speakers[0] if len(self._speakers) == 1 else None
        new = None
        if speaker and speaker.id is None:
            new = review.NewSpeaker(speaker.name, "organisations" if speaker.organisation else "people")
        joint = tuple(each.id or "" for each in self._speakers) if len(self._speakers) > 1 else ()
        corrections = review.Corrections(
            speaker.id if speaker else None, new, pending.span, pending.type, joint
        )
        decision = review.Decision(corrections, confirm=confirm, drop=drop)
        blocks = [(paragraph.text, paragraph.kind) for paragraph in self._paragraphs]
        try:
            self._session.write_decision(self._current, decision, blocks)
        except DossierError as error:
            self.reader.say(f"{error}: {error.hint}", problem=True)
            return False
        finally:
            self.reader.live_reload.scan_own_write()
        self._reset_corrections()
        return True

    def _save_corrections(self) -> None:
        """Write pending corrections when the person goes elsewhere, so that none is lost."""
        if self._corrections and self._decide():
            self.reader.say("Corrections written; still a draft")

    def _next_draft(self) -> DraftKey | None:
        """Return the draft after the current one; the one before it where it is the last."""
        keys = [draft_key(draft) for draft in self._drafts]
        if self._current is None or draft_key(self._current) not in keys:
            return None
        number = keys.index(draft_key(self._current))
        return next(iter([*keys[number + 1 : number + 2], *keys[number - 1 : number]]), None)

    def action_confirm_draft(self) -> None:
        if self.current_pane() == "context":
            # The paragraph beside is for looking: Enter goes to the place in the article.
            self.action_show_in_article()
            return
        self._draft_at_cursor()
        after = self._next_draft()
        if self._decide(confirm=True):
            self._list_drafts(after)

    def action_drop_draft(self) -> None:
        draft, after = self._draft_at_cursor(), self._next_draft()
        self._reset_corrections()
        if self._decide(drop=True) and draft is not None:
            self.reader.say(f"Dropped {draft.id}; {UNDO_DECISION.key} undoes it")
            self._list_drafts(after)

    def action_undo_decision(self) -> None:
        try:
            draft = self._session.undo_last()
        except DossierError as error:
            self.reader.say(f"{error}: it can't be undone here", problem=True)
            return
        if draft is None:
            self.reader.say("Nothing to undo")
            return
        self.reader.live_reload.scan_own_write()
        self._reset_corrections()
        self._list_drafts(draft_key(draft))

    def note_here(self) -> Note | None:
        """Return a bookmark of the draft at the cursor."""
        from medway_tui.tui.notes.subjects import note_on_quote  # noqa: PLC0415 - when it is asked

        draft = self._draft_at_cursor()
        return None if draft is None else note_on_quote(self.reader.index, draft)

    # -- corrections -------------------------------------------------------------------------------

    def agents_here(self) -> Sequence[AgentReference]:
        """Return the speakers of the draft as corrected."""
        draft = self._draft_at_cursor()
        if self._speakers:
            return [AgentReference(each.id, each.name) for each in self._speakers if each.id]
        return speakers_of(draft) if draft is not None else ()

    async def action_change_speaker(self) -> None:
        await self._choose_speaker(lambda chosen, _: (chosen,))

    async def action_add_speaker(self) -> None:
        await self._choose_speaker(self._join_speakers)

    async def _choose_speaker(
        self, combine: Callable[[ChosenSpeaker, QuotePiece], tuple[ChosenSpeaker, ...]]
    ) -> None:
        """Ask for a speaker; ``combine`` returns the speakers with the one chosen."""
        draft = self._draft_at_cursor()
        if draft is None:
            self.reader.say("No draft selected")
            return

        def correct_speakers(chosen: ChosenSpeaker | None) -> None:
            current = self._current
            if chosen is not None and current is not None and draft_key(current) == draft_key(draft):
                self._speakers = combine(chosen, current)
                names = join_names([each.name for each in self._speakers])
                self._corrections = self._corrections._replace(speaker=names)
                self._show_context()

        dialog = SpeakerDialog(draft.article.id, "\n".join(each.text for each in self._paragraphs))
        await self.app.push_screen(dialog, correct_speakers)
        dialog.take_focus()

    def _join_speakers(self, chosen: ChosenSpeaker, draft: QuotePiece) -> tuple[ChosenSpeaker, ...]:
        """Return the speakers so far and one more, each once; only those of the dossier can be joined."""
        known = zip(draft.speakers, draft.speaker_names, strict=True)
        so_far = self._speakers or tuple(ChosenSpeaker(*each) for each in known)
        joined = {each.id: each for each in (*so_far, chosen)}
        if so_far and not all(joined):
            new, other = CHANGE_SPEAKER.key, ADD_SPEAKER.key
            self.reader.say(
                f"First add someone new with {new} and confirm; then {other} adds the other", problem=True
            )
            return so_far
        return tuple(joined.values())

    def action_change_type(self) -> None:
        draft = self._draft_at_cursor()
        if draft is None:
            return
        current = self._corrections.type or draft.type
        number = _TYPES.index(current) + 1 if current in _TYPES else 0
        self._corrections = self._corrections._replace(type=_TYPES[number % len(_TYPES)])
        self._show_context()

    def action_extend_end(self) -> None:
        self._move_edge(end=True, step=1)

    def action_shorten_end(self) -> None:
        self._move_edge(end=True, step=-1)

    def action_move_start_right(self) -> None:
        self._move_edge(end=False, step=1)

    def action_move_start_left(self) -> None:
        self._move_edge(end=False, step=-1)

    def _move_edge(self, *, end: bool, step: int) -> None:
        draft = self._draft_at_cursor()
        span = self._corrections.span or (draft.span if draft else None)
        if span is None:
            self.reader.say(
                f"Adrift: these words are not in the article; {EDIT_SOURCE.key} opens them in your editor"
            )
            return
        text = next((each.text for each in self._paragraphs if each.block == span.block), "")
        moved = move_edge(text, span, end=end, step=step)
        if moved is None:
            self.reader.say("No more words in this paragraph")
            return
        self._corrections = self._corrections._replace(span=moved)
        self._show_context()

    def action_discard_corrections(self) -> None:
        self._draft_at_cursor()
        self._reset_corrections()
        self._show_context()

    # -- the interface for the app -------------------------------------------------------------------

    def show_target(self, target: Target) -> None:
        """Show the drafts of an import."""
        if not isinstance(target, ReviewBatch):
            super().show_target(target)
            return
        self._batch, self._order = load_batch(self.reader.index, target.article_ids), "batch"
        if self.is_mounted:
            self._list_drafts(None)
            self.focus_pane("list")

    def restore_place(self, kept: Mapping[str, str]) -> None:
        """Begin with the order and at the draft of an earlier run."""
        if kept.get("order") in _ORDERS:
            self._order = kept["order"]
        if "quote" in kept:
            self._wanted = kept.get("article", ""), kept["quote"]

    def kept_place(self) -> Mapping[str, str]:
        """Return the order, and the draft at the cursor."""
        key: DraftKey | None = self.rows.value
        kept = {"order": self._order}
        return kept if key is None else {**kept, "article": key[0], "quote": key[1]}

    def place(self) -> ReviewPlace:
        """Return the order, and the draft at the cursor."""
        return ReviewPlace(self._order, self._batch, self.rows.value)

    def return_to(self, place: ReviewPlace | None) -> None:
        """Go back to a draft."""
        if place is not None:
            self._order, self._batch = place.order, place.batch
            self._list_drafts(place.draft)
            self.focus_pane("list")

    def reload(self) -> None:
        """List the drafts again, and keep the row."""
        self._draft_context.forget_notes()
        self._list_drafts(self.rows.value)

    def on_screen_suspend(self) -> None:
        if not self.reader.is_current_view(self):
            self._save_corrections()

    def on_unmount(self) -> None:
        self._save_corrections()

    # -- commands ----------------------------------------------------------------------------------

    def action_switch_review_order(self) -> None:
        draft = self._draft_at_cursor()
        if self._order == "unsure":
            self._order = "text"
        elif (
            self._order == "text" and draft is not None and self._draft_context.read_notes(draft) is not None
        ):
            self.run_worker(partial(self._find_batch, draft), thread=True, group="batch", exclusive=True)
            return
        else:
            self._order, self._batch = "unsure", None
        self._list_drafts(self.rows.value)

    def _find_batch(self, draft: QuotePiece) -> None:
        """Find the import that a draft came with, in a thread."""
        self.call_later(self._show_batch, load_batch_of(draft))

    def _show_batch(self, batch: ImportBatch | None) -> None:
        """List the drafts of one import; all, the unsure first, where it is not known."""
        self._order, self._batch = "unsure", None
        if batch is not None:
            self._order, self._batch = "batch", sort_by_time(self.reader.index, batch)
        self._list_drafts(self.rows.value)

    def action_next_row(self) -> None:
        self.rows.move_by(1)

    def action_previous_row(self) -> None:
        self.rows.move_by(-1)

    def action_show_in_article(self) -> None:
        draft = self._draft_at_cursor()
        if draft is None or draft.span is None:
            self.reader.say_adrift()
        else:
            self.reader.open_target("read", Passage(draft.article.id, [draft.span], draft.head))

    def _current_quote(self) -> QuoteRow | None:
        draft = self._draft_at_cursor()
        quotes = article_quotes(self.reader.index, draft.article.id) if draft else []
        return next((quote for quote in quotes if draft and quote.key == draft.head), None)

    def action_copy_citation(self) -> None:
        quote = self._current_quote()
        if quote is None:
            self.reader.say("No citation: this is not a quotation")
            return
        copy_quote(self.reader, quote, roles_of_quote(self.reader.index, quote))

    def reference_here(self) -> PlaceReference | None:
        """Return the draft at the cursor."""
        draft = self._draft_at_cursor()
        return None if draft is None else PlaceReference(draft.article.id, draft.id)

    def copy_forms(self) -> Sequence[CopyForm]:
        """Return the forms of the quotation at the cursor."""
        quote = self._current_quote()
        return quote_forms(quote, roles_of_quote(self.reader.index, quote)) if quote is not None else ()

    def action_open_original(self) -> None:
        draft = self._draft_at_cursor()
        if draft is not None:
            open_original(self.reader, draft.article.url)

    def action_edit_source(self) -> None:
        draft = self._draft_at_cursor()
        self._save_corrections()
        open_in_editor(self.reader, draft.where if draft else None)
