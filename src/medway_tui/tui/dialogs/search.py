"""Search as one types, in a thread of its own, so that no key ever waits for an answer."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from rich.text import Text
from textual import on
from textual.widgets import Input

from medway_tui.index.query import Query, parse
from medway_tui.index.search import FIRST, Hit, count, hit_keys, hits, problems
from medway_tui.index.store import Index
from medway_tui.text import visible
from medway_tui.tui.asking import Asker
from medway_tui.tui.dialogs.dialog import Dialog
from medway_tui.tui.dialogs.found import hit_row, hit_rows, same_hit, same_hit_of
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.rows import Row, RowList
from medway_tui.tui.widgets.sources import Listed
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

    def __init__(self) -> None:
        super().__init__()
        self._asker = Asker(self)
        self._asked = ""
        self._answered: str | None = ""
        self._hits: list[Hit] = []
        # Whether all that fits is listed, or is being looked for.
        self._all = False
        self._total: int | None = None
        self._problems: tuple[str, ...] = ()

    def placeholder(self) -> str:
        """What the line says while nothing is typed."""
        return "words, “a phrase”, speaker:, in:, after:, before:"

    def on_mount(self) -> None:
        """Say what can be asked."""
        self._explain()

    def on_unmount(self) -> None:
        """Stop the question that may still run."""
        self._asker.leave()

    def waits(self) -> bool:
        """Whether what is listed is not yet the answer to what is typed."""
        return self._answered != self.typed()

    def reload(self) -> None:
        """Ask the index anew, which may be another one now."""
        self._asker.renew()
        if self._all and not self.waits():
            self._ask_for_all(self._asked)
        elif self._asked.strip():
            self._ask(self._asked, again=True)

    def _explain(self) -> None:
        self._asker.drop()
        self._hits = []
        self.rows.show([_example(*each) for each in LANGUAGE])
        self.tell(self.HINT)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.choose_later = False
        if event.value.strip():
            self._ask(event.value)
        else:
            self._asked = self._answered = event.value
            self._explain()

    # -- asking --------------------------------------------------------------------------------------

    def _ask(self, asked: str, *, again: bool = False) -> None:
        """Ask for the first that fits, and then how much there is; ``again``, as much as is listed now."""
        query = parse(asked, typing=True)
        limit = max(FIRST, len(self._hits)) if again else FIRST

        def question(index: Index) -> Iterator[Callable[[], None]]:
            found = hits(index, query, limit=limit)
            said = tuple(dict.fromkeys((*problems(index, query), *parse(asked).problems)))
            whole = len(found) < limit
            yield partial(self._show, asked, query, found, said, whole=whole, again=again)
            if not whole:
                yield partial(self._count, count(index, query))

        self._asked, self._answered = asked, None
        self._all = False
        self._asker.ask(question, lambda answer: answer())

    @on(RowList.Wanted)
    def _more(self) -> None:
        """List more, as the end of what is listed came near."""
        if self._asker.waits or self._all or not self._hits:
            return
        query, so_far = parse(self._asked, typing=True), list(self._hits)

        def question(index: Index) -> Iterator[Callable[[], None]]:
            found = hits(index, query, so_far=so_far)
            yield partial(self._add, query, found)
            if len(found) == FIRST:
                # Whoever reads on may want any of it, and the last of it too.
                yield partial(self._list_all, query, hit_keys(index, query))

        self._asker.ask(question, lambda answer: answer())

    def _ask_for_all(self, asked: str) -> None:
        """Ask anew for all that fits."""
        query, before = parse(asked, typing=True), self.rows.value

        def question(index: Index) -> Iterator[Callable[[], None]]:
            keys = hit_keys(index, query)
            yield partial(self._list_all, query, keys, same_hit_of(index, query, before, keys))

        self._asker.ask(question, lambda answer: answer())

    # -- what was found ------------------------------------------------------------------------------

    def _show(
        self, asked: str, query: Query, found: list[Hit], said: tuple[str, ...], *, whole: bool, again: bool
    ) -> None:
        before, self._hits = self.rows.value, found
        self._answered = asked
        self._problems = said
        self._total = len(found) if whole else None
        rows = Listed([hit_row(hit, query) for hit in found], whole=whole)
        empty = "Nothing fits. " + " ".join(f"{visible(problem)}." for problem in said)
        if again:
            self.rows.renew(rows, value=same_hit(before, found), empty=empty)
        else:
            self.rows.show(rows, empty=empty)
        self._say()
        if self.choose_later:
            self.action_choose()

    def _add(self, query: Query, found: list[Hit]) -> None:
        self._hits += found
        whole = len(found) < FIRST
        rows = [hit_row(hit, query) for hit in self._hits]
        self.rows.renew(Listed(rows, whole=whole), value=self.rows.value)
        if whole:
            self._count(len(self._hits))
        else:
            self._all = True

    def _list_all(self, query: Query, keys: array[int], value: Hit | None = None) -> None:
        """List all that was found; with the cursor where it is, or on ``value``."""
        self.rows.renew(hit_rows(self.reader.index, query, keys), value=value or self.rows.value)
        self._count(len(keys))

    def _count(self, total: int) -> None:
        self._total = total
        self._say()

    def _say(self) -> None:
        """Say how much was found."""
        found = f"more than {FIRST} found" if self._total is None else f"{self._total:,} found"
        self.tell(" · ".join([found, *self._problems] if self._hits else [self.HINT]))

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        hit: Hit = event.value
        self.answer(Found(self.typed(), hit.article.id, hit.paragraph, hit.quote))


def _example(example: str, meaning: str) -> Row:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(f" {example:<27}", colours.strong)
        text.append(fit(meaning, width - 29), colours.muted)
        return [text]

    return Row(None, draw)
