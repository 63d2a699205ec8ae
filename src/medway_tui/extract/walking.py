"""The way through a text: its quotations in order, each with everyone who may have said it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from medway_tui.extract.features import Weighed, weigh
from medway_tui.extract.marks import Marked, Paragraph, marked, paragraphs
from medway_tui.extract.mentions import Mention
from medway_tui.extract.sentences import Passage, passage

LOOK_BACK = 4
"""How many paragraphs before a pronoun are searched for whom it stands for."""


class Step(NamedTuple):
    """One quotation on the way through a text, and who may have said it."""

    number: int
    mark: Marked
    weighed: Weighed
    reading: Reading


Choose = Callable[[Step], Mention | None]
"""Says whom a quotation is given to; that one is the last speaker for the next."""


class Reading:
    """A text as it is read: its paragraphs, its marks, and the parts of the paragraphs that matter."""

    def __init__(self, text: str, *, doubled: bool = False) -> None:
        self.text = text
        self.lines: list[Paragraph] = paragraphs(text)
        self.marks: list[Marked] = marked(text, self.lines, doubled=doubled)
        self._by_line: dict[int, list[tuple[int, Marked]]] = {}
        for number, mark in enumerate(self.marks):
            self._by_line.setdefault(mark.paragraph, []).append((number, mark))
        self._passages: dict[int, Passage] = {}

    def passage(self, line: int) -> Passage:
        """The parts of a paragraph, by its number."""
        known = self._passages.get(line)
        if known is None:
            known = passage(self.text, self.lines[line], self._by_line.get(line, []))
            self._passages.pop(line - 2 * LOOK_BACK, None)
            self._passages[line] = known
        return known

    def back_from(self, line: int) -> Iterator[Passage]:
        """A paragraph and those before it, nearest first."""
        for number in range(line, max(-1, line - 1 - LOOK_BACK), -1):
            yield self.passage(number)

    def walk(self, choose: Choose) -> None:
        """Give each quotation to whom ``choose`` says, in order."""
        last: Mention | None = None
        for line, marks in self._by_line.items():
            here = self.passage(line)
            before = self.passage(line - 1) if line else None
            for number, mark in marks:
                weighed = weigh(self.text, mark, number, here, before, last)
                last = choose(Step(number, mark, weighed, self)) or last

    def weigh_words(self, start: int, end: int) -> Weighed:
        """Who may have said words that stand without marks."""
        line = next(i for i, p in enumerate(self.lines) if p.start <= start < p.end)
        mark = Marked(start, end, start, end, line, closed=True, single=False, continues=None)
        marks = [
            (n, m) for n, m in self._by_line.get(line, []) if m.outer_end <= start or m.outer_start >= end
        ]
        here = passage(self.text, self.lines[line], sorted([*marks, (len(self.marks), mark)], key=_place))
        before = self.passage(line - 1) if line else None
        return weigh(self.text, mark, len(self.marks), here, before, None)


def _place(numbered: tuple[int, Marked]) -> int:
    return numbered[1].start
