"""Review: the drafts one after the other, each in its paragraph, to be confirmed, corrected or dropped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from medway_tui.dossier.folders import DossierError
from medway_tui.index.articles import ParagraphRow, paragraphs
from medway_tui.index.drafts import MOST, Draft, drafts, number_of_drafts
from medway_tui.index.people import standing
from medway_tui.index.quotes import quotes_of
from medway_tui.tui.commands import (
    EVERYWHERE,
    Command,
    Copy,
    Drafts,
    Edit,
    NextPane,
    OpenOriginal,
    PreviousPane,
    bindings,
)
from medway_tui.tui.palette import palette
from medway_tui.tui.quotes.commands import NextRow, PreviousRow
from medway_tui.tui.review.commands import (
    BeginBack,
    BeginOn,
    ChangeSpeaker,
    ChangeType,
    ConfirmDraft,
    DropDraft,
    EndBack,
    EndOn,
    ForgetCorrections,
    ReadThere,
    SwitchReviewOrder,
    UndoDecision,
)
from medway_tui.tui.review.extent import moved
from medway_tui.tui.review.shown import Corrected, Name, draft_rows, name_of, told
from medway_tui.tui.review.speaker import Speaker
from medway_tui.tui.taking_away import copy_quote, edit, open_address
from medway_tui.tui.view import View
from medway_tui.tui.widgets.prose import Prose
from medway_tui.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from medway_tui.dossier.reviewing import Decision, Review

_TYPES = ("direct", "mixed", "none")
_EMPTY = "No draft is left: every quotation is confirmed. u takes the last decision back, 1 reads on."


class Reviewing(NamedTuple):
    """A place among the drafts."""

    doubtful_first: bool
    draft: Name | None


class ReviewView(View):
    """The view in which drafts are reviewed."""

    NAME = "Review"
    PANES = ("list", "context")
    START = "list"
    CSS_PATH = "review.tcss"
    KEYS: ClassVar[tuple[type[Command], ...]] = (
        ConfirmDraft, ChangeSpeaker, ChangeType, DropDraft, UndoDecision, EndOn, EndBack, BeginOn, BeginBack,
        ForgetCorrections, NextRow, PreviousRow, ReadThere, SwitchReviewOrder, Copy, OpenOriginal, Edit,
        NextPane, PreviousPane, *EVERYWHERE,
    )  # fmt: skip
    BINDINGS = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self._drafts: list[Draft] = []
        self._doubtful_first = False
        self._made: Review | None = None
        self._current: Draft | None = None
        self._paragraphs: list[ParagraphRow] = []
        self._speaker: Speaker | None = None
        self._corrected = Corrected()

    def offers(self, command: type[Command]) -> bool:
        """All but what opens this view."""
        return command is not Drafts and super().offers(command)

    def compose_view(self) -> Iterable[Widget]:
        """The list, and the chosen draft in its paragraph."""
        with Horizontal(id="panes"):
            yield RowList(id="list", empty=_EMPTY)
            yield Prose(id="context")

    def on_mount(self) -> None:
        """List the drafts."""
        context = self.query_one("#context")
        context.border_title = Content("In its paragraph")
        context.border_subtitle = Content("← → where it ends · Shift+← → where it begins")
        self._list(None)
        self.focus_pane("list")

    # -- the list ----------------------------------------------------------------------------------

    def _list(self, name: Name | None) -> None:
        """List the drafts there are, with the cursor on one, or where it was."""
        found = drafts(self.reader.index, least_sure_first=self._doubtful_first)
        if self._made is not None:
            found = self._made.standing(found, least_sure_first=self._doubtful_first)
        self._drafts = found
        rows = self.query_one("#list", RowList)
        rows.renew(draft_rows(found), value=name)
        rows.border_title = Content("Least sure first" if self._doubtful_first else "In order of the text")
        number = max(len(found), number_of_drafts(self.reader.index)) if len(found) >= MOST else len(found)
        said = f"{number:,} draft{'' if number == 1 else 's'}"
        self.tell(said if number == len(found) else f"{said}, {len(found):,} listed")
        self._turn_to(rows.value)

    def _turn_to(self, name: Name | None) -> None:
        """Show a draft; what is corrected of it stays while it is the same one."""
        before = self._current
        self._current = next((each for each in self._drafts if name_of(each) == name), None)
        draft = self._current
        if before is None or draft is None or name_of(before) != name_of(draft):
            self._speaker, self._corrected = None, Corrected()
        elif before.exact != draft.exact:
            self._corrected = self._corrected._replace(span=None)
        self._paragraphs = paragraphs(self.reader.index, draft.article.id) if draft else []
        self._show()

    def _show(self) -> None:
        draft = self._current
        context = self.query_one("#context", Prose)
        if draft is None:
            context.tell(Text(""))
            return
        colours = palette(self.app.theme, no_color=self.app.no_color)
        roles = standing(self.reader.index, draft.speaker, draft.article.published).words()
        context.tell(told(draft, self._corrected, self._paragraphs, colours, roles))

    def _here(self) -> Draft | None:
        """The draft that the cursor is on.

        A key that comes right after one that moved the cursor is quicker than the message that it moved.
        """
        name = self.query_one("#list", RowList).value
        if name != (name_of(self._current) if self._current else None):
            self._keep()
            self._turn_to(name)
        return self._current

    @on(RowList.Highlighted)
    def _highlighted(self) -> None:
        self._here()

    # -- decisions ---------------------------------------------------------------------------------

    @property
    def _review(self) -> Review:
        if self._made is None:
            from medway_tui.dossier.reviewing import Review  # noqa: PLC0415 - yaml, pydantic

            self._made = Review(self.reader.dossier)
        return self._made

    def _decide(self, *, confirm: bool = False, drop: bool = False) -> bool:
        """Write what is decided of the current draft; whether it was written."""
        from medway_tui.dossier.reviewing import Corrections, Decision, Newcomer  # noqa: PLC0415 - yaml, pydantic

        if self._current is None:
            self.reader.say("There is no draft here")
            return False
        speaker, corrected = self._speaker, self._corrected
        new = None
        if speaker and speaker.id is None:
            new = Newcomer(speaker.name, "organisations" if speaker.organisation else "people")
        who = speaker.id if speaker else None
        corrections = Corrections(who, new, corrected.span, corrected.type)
        return self._write(self._current, Decision(corrections, confirm=confirm, drop=drop))

    def _write(self, draft: Draft, decision: Decision) -> bool:
        try:
            self._review.decide(draft, decision, [each.text for each in self._paragraphs])
        except DossierError as error:
            self.reader.say(f"{error}: {error.hint}", problem=True)
            self.reader.changes.look_for_own()
            return False
        self._speaker, self._corrected = None, Corrected()
        self.reader.changes.look_for_own()
        return True

    def _keep(self) -> None:
        """Write what is corrected, as the person goes elsewhere: nothing corrected is lost."""
        if self._corrected and self._decide():
            self.reader.say("Corrections written; it is a draft still")

    def _next(self) -> Name | None:
        """The draft after the current one; before it where it is the last."""
        names = [name_of(draft) for draft in self._drafts]
        if self._current is None or name_of(self._current) not in names:
            return None
        at = names.index(name_of(self._current))
        return next(iter([*names[at + 1 : at + 2], *names[at - 1 : at]]), None)

    def action_confirm_draft(self) -> None:
        """Confirm, and go on."""
        self._here()
        after = self._next()
        if self._decide(confirm=True):
            self._list(after)

    def action_drop_draft(self) -> None:
        """Drop, and go on."""
        draft, after = self._here(), self._next()
        self._speaker, self._corrected = None, Corrected()
        if self._decide(drop=True) and draft is not None:
            self.reader.say(f"Dropped {draft.id}; u undoes it")
            self._list(after)

    def action_undo_decision(self) -> None:
        """Undo, and go back to it."""
        try:
            draft = self._review.undo()
        except DossierError as error:
            self.reader.say(f"{error}: it can't be undone here", problem=True)
            return
        if draft is None:
            self.reader.say("There is nothing to undo")
            return
        self.reader.changes.look_for_own()
        self._speaker, self._corrected = None, Corrected()
        self._list(name_of(draft))

    # -- corrections -------------------------------------------------------------------------------

    async def action_change_speaker(self) -> None:
        """Choose who said it."""
        from medway_tui.tui.review.speaker import SpeakerDialog  # noqa: PLC0415 - only when asked for

        draft = self._here()
        if draft is None:
            self.reader.say("There is no draft here")
            return

        def go(speaker: Speaker | None) -> None:
            if speaker is not None and self._current is not None and name_of(self._current) == name_of(draft):
                self._speaker = speaker
                self._corrected = self._corrected._replace(speaker=speaker.name)
                self._show()

        text = "\n".join(each.text for each in self._paragraphs)
        await self.reader.open(SpeakerDialog(draft.article.id, text), go)

    def action_change_type(self) -> None:
        """Turn to the next type."""
        draft = self._here()
        if draft is None:
            return
        now = self._corrected.type or draft.type
        at = _TYPES.index(now) + 1 if now in _TYPES else 0
        self._corrected = self._corrected._replace(type=_TYPES[at % len(_TYPES)])
        self._show()

    def action_end_on(self) -> None:
        """Let the words end later."""
        self._move(end=True, step=1)

    def action_end_back(self) -> None:
        """Let the words end earlier."""
        self._move(end=True, step=-1)

    def action_begin_on(self) -> None:
        """Let the words begin later."""
        self._move(end=False, step=1)

    def action_begin_back(self) -> None:
        """Let the words begin earlier."""
        self._move(end=False, step=-1)

    def _move(self, *, end: bool, step: int) -> None:
        draft = self._here()
        span = self._corrected.span or (draft.span if draft else None)
        if span is None:
            self.reader.say("These words have no place in the article: e opens them in your editor")
            return
        text = next((each.text for each in self._paragraphs if each.number == span.paragraph), "")
        to = moved(text, span, end=end, step=step)
        if to is None:
            self.reader.say("There is no further word in this paragraph")
            return
        self._corrected = self._corrected._replace(span=to)
        self._show()

    def action_forget_corrections(self) -> None:
        """Forget what is corrected."""
        self._here()
        self._speaker, self._corrected = None, Corrected()
        self._show()

    # -- what the app asks -------------------------------------------------------------------------

    def place(self) -> Reviewing:
        """Where the reader is."""
        return Reviewing(self._doubtful_first, self.query_one("#list", RowList).value)

    def return_to(self, place: Reviewing | None) -> None:
        """Go back to a draft."""
        if place is not None:
            self._doubtful_first = place.doubtful_first
            self._list(place.draft)
            self.focus_pane("list")

    def reload(self) -> None:
        """Ask anew, and keep the row."""
        self._list(self.query_one("#list", RowList).value)

    def on_screen_suspend(self) -> None:
        """Nothing corrected is lost when another view is opened."""
        if not self.reader.over(self):
            self._keep()

    def on_unmount(self) -> None:
        """Nor when the reader is left."""
        self._keep()

    # -- commands ----------------------------------------------------------------------------------

    def action_switch_review_order(self) -> None:
        """List in the other order."""
        self._here()
        self._doubtful_first = not self._doubtful_first
        self._list(self.query_one("#list", RowList).value)

    def action_next_row(self) -> None:
        """Go to the next draft."""
        self.query_one("#list", RowList).move_by(1)

    def action_previous_row(self) -> None:
        """Go to the draft before."""
        self.query_one("#list", RowList).move_by(-1)

    def action_read_there(self) -> None:
        """Open the article at the draft."""
        draft = self._here()
        if draft is None or draft.span is None:
            self.reader.say_adrift()
        else:
            self.reader.go_to(draft.article.id, [draft.span], draft.head)

    def action_copy(self) -> None:
        """Copy the quotation with its citation, which says that it is a draft."""
        draft = self._here()
        found = quotes_of(self.reader.index, draft.article.id) if draft else []
        quote = next((each for each in found if draft and each.key == draft.head), None)
        if quote is None:
            self.reader.say("Marks that quote nobody have no citation")
            return
        copy_quote(self.reader, quote, standing(self.reader.index, quote.speaker, quote.article.published))

    def action_open_original(self) -> None:
        """Open the article's original in the browser."""
        draft = self._here()
        if draft is not None:
            open_address(self.reader, draft.article.url)

    def action_edit(self) -> None:
        """Open the draft's YAML."""
        draft = self._here()
        self._keep()
        edit(self.reader, draft.where if draft else None)
