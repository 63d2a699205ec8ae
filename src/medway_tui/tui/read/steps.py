"""From one match or quotation to the next, on through all articles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.index.articles import outermost
from medway_tui.index.store import Index
from medway_tui.model.places import Span
from medway_tui.tui.asking import Asker
from medway_tui.tui.read.opened import Opened, load
from medway_tui.tui.read.sought import Stops

if TYPE_CHECKING:
    from medway_tui.tui.read.view import ReadView


class Steps:
    """What ``n`` and ``N`` do in Read."""

    def __init__(self, view: ReadView) -> None:
        self._view = view
        self._asker = Asker(view)
        self._owed = 0

    def leave(self) -> None:
        """Stop the question that may still run."""
        self._asker.leave()

    def renew(self) -> None:
        """The index may be another one from now on."""
        self._asker.renew()

    def drop(self) -> None:
        """Forget the steps that are still to be made: something else was asked for."""
        self._owed = 0
        self._asker.drop()

    def go(self, step: int) -> None:
        """Go to the next match or quotation; to the one before where ``step`` is -1."""
        opened = self._view.article.opened
        if opened is None:
            return
        if self._asker.waits:
            # Those who press the key again before the answer is there have their way in the end.
            self._owed += step
            return
        text = self._view.article.text
        stops = self._stops(opened)
        if text.chosen is not None and text.in_sight(text.chosen):
            here = text.chosen[:2]
            at = bisect_right(stops, here, key=_begins) if step > 0 else bisect_left(stops, here, key=_begins)
        else:
            # Whoever has scrolled on goes on from there.
            at = bisect_left(stops, text.place(), key=_begins)
        at -= step < 0
        if 0 <= at < len(stops):
            self._view.article.go(stops[at])
        else:
            self._go_on(opened.article.id, step)

    def _stops(self, opened: Opened) -> Stops:
        return opened.found.stops if self._view.article.sought else opened.quoted

    def _go_on(self, article_id: str, step: int) -> None:
        """Go on in the next article that has a match or a quotation; after the last, from the first."""
        sought = self._view.article.sought

        def question(index: Index) -> Iterator[tuple[str | None, bool]]:
            to = sought.next_article(index, article_id, step)
            if to is not None:
                yield to, False
                return
            end = outermost(index, newest=step < 0)
            opened = load(index, end, sought) if end is not None else None
            if opened is not None and not self._stops(opened):
                end = sought.next_article(index, opened.article.id, step)
            yield end, True

        self._asker.ask(question, lambda found: self._arrive(*found, step), at_once=True)

    def _arrive(self, to: str | None, turned: bool, step: int) -> None:  # noqa: FBT001 - as was asked
        view = self._view
        if to is not None:
            view.open(to)
        stops = self._stops(view.article.opened) if view.article.opened is not None and to is not None else ()
        if not stops:
            view.reader.say("There is nothing to go to")
        else:
            if turned:
                view.reader.say(f"Went on from the {'beginning' if step > 0 else 'end'} of the dossier")
            view.article.go(stops[0] if step > 0 else stops[-1])
        owed, self._owed = self._owed, 0
        if stops:
            view.call_later(self._pay, owed)

    def _pay(self, owed: int) -> None:
        for _ in range(abs(owed)):
            self.go(1 if owed > 0 else -1)


def _begins(span: Span) -> tuple[int, int]:
    return span[:2]
