"""Search as one types, in a thread of its own, so that no key ever waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text
from textual import on, work
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from medway_tui.export.citation import published
from medway_tui.index.query import Query, parse
from medway_tui.index.search import Hit, Results, search
from medway_tui.index.store import Index, IndexDamagedError
from medway_tui.text import visible
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.wrapping import fit

LANGUAGE = (
    ("quantum leap", "both words"),
    ('"quantum leap"', "the phrase"),
    ("-leap", "not this word"),
    ("appoint*", "words that begin so"),
    ("speaker:jarrett", "what somebody said; a slip or two is allowed"),
    ("party:con role:leader", "by party, or by role on the day"),
    ("in:bbc", "in a paper"),
    ("after:2019-09 before:2020", "by date: from, and until"),
    ("type:direct type:mixed", "sentences; fragments"),
    ("-party:con", "a minus turns any of these round"),
)
"""The language by example, shown while nothing is typed."""


class Found(NamedTuple):
    """A place to go to, and what was asked."""

    asked: str
    article: str
    paragraph: int
    quote: int | None


class SearchDialog(Dialog[Found]):
    """Answers the place that was chosen."""

    TITLE_SAID = "Search"

    class Answered(Message):
        """The index answered."""

        def __init__(self, asked: str, query: Query, results: Results | None) -> None:
            super().__init__()
            self.asked = asked
            self.query = query
            self.results = results

    def __init__(self) -> None:
        super().__init__()
        self._index: Index | None = None
        self._answered: str | None = None
        self._choose_when_answered = False

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "words, “a phrase”, speaker:, in:, after:, before:"

    def on_mount(self) -> None:
        """Say what can be asked."""
        self._index = self.reader.index.another()
        self._explain()

    def on_unmount(self) -> None:
        """Stop the question that may still run."""
        if self._index is not None:
            self._index.interrupt()

    def reload(self) -> None:
        """Ask the index anew, which may be another one now."""
        if self._index is not None:
            self._index.interrupt()
        self._index = self.reader.index.another()
        if self._answered:
            self._ask(self._answered)

    def _explain(self) -> None:
        self.rows.show([_example(*each) for each in LANGUAGE])
        self.tell(self.HINT)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._choose_when_answered = False
        if not event.value.strip():
            self._answered = ""
            self._explain()
            return
        if self._index is not None:
            self._index.interrupt()
        self._ask(event.value)

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _ask(self, asked: str) -> None:
        worker = get_current_worker()
        query = parse(asked, typing=True)
        results: Results | None = None
        try:
            if self._index is not None and not worker.is_cancelled:
                results = search(self._index, query)
        except InterruptedError:
            return
        except IndexDamagedError:
            results = None
        if not worker.is_cancelled:
            self.post_message(self.Answered(asked, query, results))

    @on(Answered)
    def _show(self, event: Answered) -> None:
        if event.asked != self.query_one(Input).value:
            return
        again = event.asked == self._answered
        self._answered = event.asked
        results = event.results
        if results is None:
            self.rows.show([], empty="The index can't be read. Leave the reader and start it again.")
            return
        rows = [_hit(hit, event.query) for hit in results.hits]
        problems = dict.fromkeys((*results.problems, *parse(event.asked).problems))
        empty = "Nothing fits. " + " ".join(f"{visible(problem)}." for problem in problems)
        if again:
            self.rows.renew(rows, value=_same(self.rows.value, results.hits), empty=empty)
        else:
            self.rows.show(rows, empty=empty)
        said = f"{results.total:,} found" if results.total else self.HINT
        if results.total > len(results.hits):
            said += f", the newest {len(results.hits)} shown"
        self.tell(" · ".join([said, *problems] if rows else [self.HINT]))
        if self._choose_when_answered:
            self.action_choose()

    def action_choose(self) -> None:
        """Choose the row with the cursor, once the answer to what was typed is there."""
        if self._answered == self.typed():
            super().action_choose()
        else:
            self._choose_when_answered = True

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        hit: Hit = event.value
        asked = self.query_one(Input).value
        self.answer(Found(asked, hit.article.id, hit.paragraph, hit.quote))


def _same(hit: Hit | None, hits: Sequence[Hit]) -> Hit | None:
    """A hit among those that are there now, wherever its paragraph stands."""
    if hit is None:
        return None
    called = (hit.article.id, hit.quote is None, hit.text)
    return next((each for each in hits if (each.article.id, each.quote is None, each.text) == called), None)


def _example(example: str, meaning: str) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(f" {example:<27}", colours.strong)
        text.append(fit(meaning, width - 29), colours.muted)
        return [text]

    return Row(None, draw)


def _hit(hit: Hit, query: Query) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        first = Text(" ")
        first.append(
            f"{published(hit.article) or 'no date'}  {visible(hit.article.publisher)}", colours.muted
        )
        place = "headline" if hit.paragraph == 0 else f"¶{hit.paragraph}"
        first.append(f"  {place}", colours.muted)
        if hit.speaker_name:
            first.append(f"  {visible(hit.speaker_name)}", colours.strong)
        if hit.draft:
            first.append("  draft", colours.muted)
        first.truncate(width, overflow="ellipsis")
        return [first, Text("   ").append_text(_around(hit, query, width - 4, colours))]

    return Row(hit, draw, 2)


def _around(hit: Hit, query: Query, width: int, colours: Palette) -> Text:
    """As much of the text as there is room for, about the first match, with … where it is cut."""
    words = visible(hit.text)
    spans = query.spans(words)
    start = 0
    if spans and spans[0][1] > width - 1:
        start = max(0, words.rfind(" ", 0, max(1, spans[0][0] - width // 3)) + 1)
    lead = "…" if start else ""
    shown = fit(words[start:], width - len(lead))
    text = Text(lead + shown, no_wrap=True)
    for first, last in spans:
        begin, end = first - start + len(lead), min(last - start + len(lead), len(text))
        if len(lead) <= begin < end:
            text.stylize(colours.match, begin, end)
    return text
