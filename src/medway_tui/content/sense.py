"""Whether a dossier makes sense: what fits the format, and can hardly be meant.

All of these are warnings, told by ``check``. The reader shows what is written.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

from medway_tui import dates
from medway_tui.content.codes import MOST, problem
from medway_tui.content.lines import spans
from medway_tui.content.load import Core, Unit
from medway_tui.content.marks import Marked, uncovered
from medway_tui.content.reading import position, read
from medway_tui.model.findings import Finding
from medway_tui.model.people import Person
from medway_tui.model.places import Where
from medway_tui.text import fold

_LONG = 40
_WORD = re.compile(r"\S+")
_MARKS = "“”„«»\"'‘’"


class Sense:
    """What is asked of each article as it is read, and of the dossier once all of them were.

    ``today`` is the day after which a date lies in the future.
    """

    def __init__(self, core: Core, today: datetime.date) -> None:
        self._core = core
        self._today = today
        self._people = {each.noun.id: each for each in core.people}
        self._unmentioned = {person: list(_names(each.noun)) for person, each in self._people.items()}

    def of_article(self, unit: Unit) -> Iterator[Finding]:
        """Findings for an article and its quotations."""
        article, layout = unit.article, unit.layout
        for key, date in (("published", article.published), ("accessed", article.accessed)):
            yield from self._future(date, layout.at((key,)))
        yield from _digests(unit)
        yield from _quotations(unit)
        if unit.complete:
            # What could not be read or placed may well be what the marks hold, and is told by itself.
            yield from islice(_unlisted(unit), MOST)
        yield from self._before_their_time(unit)
        self._mention(unit)

    def of_dossier(self, *, complete: bool) -> Iterator[Finding]:
        """Findings for everything but the articles, once all articles were seen.

        ``complete`` says that each could be read, with its quotations: else somebody may be named in
        what could not.
        """
        for who in self._unmentioned if complete else ():
            each = self._people[who]
            message = f"no article names or quotes {each.noun.name}"
            yield problem("D405", *each.at(("name",)), message)
        for person in self._core.people:
            for m, membership in enumerate(person.noun.memberships):
                for key in ("start_date", "end_date"):
                    date = getattr(membership, key)
                    yield from self._future(date, person.at(("memberships", m, key)))
        for inspection in self._core.inspections:
            inspected = inspection.noun.inspected
            yield from self._future(inspection.noun.published, inspection.at(("published",)))
            yield from self._future(inspected.start, inspection.at(("inspected", "start")))
            yield from self._future(inspected.end, inspection.at(("inspected", "end")))
        for event in self._core.events:
            yield from self._future(event.noun.date, event.at(("date",)))

    def _future(self, date: str | None, where: Where) -> Iterator[Finding]:
        if date is not None and dates.first_day(date) > self._today:
            yield problem("D404", *where, f"{dates.spoken(date)} lies in the future")

    def _before_their_time(self, unit: Unit) -> Iterator[Finding]:
        published = unit.article.published
        for each in unit.quotes:
            person = self._people.get(each.quote.speaker or "")
            if person is None or published is None or not person.noun.memberships:
                continue
            if not any(dates.covers(m.start_date, m.end_date, published) for m in person.noun.memberships):
                message = f"{person.noun.name} had no role that is recorded on {dates.spoken(published)}"
                yield problem("D403", *each.layout.at(("speaker",)), message)

    def _mention(self, unit: Unit) -> None:
        for each in unit.quotes:
            self._unmentioned.pop(each.quote.speaker or "", None)
        if self._unmentioned:
            text = fold("\n".join(unit.texts))
            for person in [who for who, names in self._unmentioned.items() if _stands(names, text)]:
                del self._unmentioned[person]


def _stands(names: Iterable[str], text: str) -> bool:
    """Whether one of the names stands in a text as words of their own, both folded."""
    return any(
        name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None for name in names
    )


def _names(person: Person) -> Iterable[str]:
    return map(fold, [person.name, *(other.name for other in person.other_names)])


def _digests(unit: Unit) -> Iterator[Finding]:
    """Findings for blocks of an account without a digest, and for a digest that stands twice.

    Where no block has one, that is said once.
    """
    blocks = unit.article.paragraphs
    seen: dict[str, int] = {}
    for n, block in enumerate(blocks):
        if block.digest is None:
            continue
        first = seen.setdefault(block.digest, n + 1)
        if first != n + 1:
            where = unit.layout.at(("paragraphs", n, "digest"))
            yield problem("D408", *where, f"block {first} has this digest too")
    if unit.article.kind != "account":
        return
    if blocks and not seen:
        yield problem("D407", *unit.layout.at(("paragraphs",)), "no block of this account has a digest")
        return
    for n, block in enumerate(blocks):
        if block.digest is None:
            yield problem("D407", *unit.layout.at(("paragraphs", n)), f"block {n + 1} has no digest")


def _quotations(unit: Unit) -> Iterator[Finding]:
    """Findings for a quotation that is a draft, goes on with another's words, or holds its marks."""
    speakers = {each.quote.id: each.quote.speaker for each in unit.quotes}
    for each in unit.quotes:
        quote = each.quote
        if quote.draft is not None:
            message = f"a draft, not confirmed ({quote.draft:.2f}): {_short(quote.exact)}"
            yield problem("D412", *each.layout.at(("draft",)), message)
        if quote.continues is not None and speakers.get(quote.continues, quote.speaker) != quote.speaker:
            message = f"{quote.continues}, which this goes on with, is somebody else's"
            yield problem("D409", *each.layout.at(("continues",)), message)
        words = quote.exact.strip()
        if len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS and words[0] != "’":
            message = f"quotation marks stand around these words: {_short(words)}"
            yield problem("D410", *each.layout.at(("exact",)), message)


def _unlisted(unit: Unit) -> Iterator[Finding]:
    """Findings for words in marks that no quotation covers."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for each in unit.quotes:
        if each.span is not None:
            spans.setdefault(each.span.paragraph, []).append((each.span.start, each.span.end))
    for number, text in enumerate(unit.texts):
        free = list(islice(uncovered(text, spans.get(number, ())), MOST))
        if not free:
            continue
        for stretch, where in zip(free, _in_source(unit.paragraphs[number], text, free), strict=True):
            words = text[stretch.start : stretch.end]
            yield problem("D406", *where, f"no quotation lists the words in marks: {_short(words)}")


def _in_source(where: Where, text: str, stretches: Iterable[Marked]) -> Iterator[Where]:
    """Where stretches of a value are written, whatever line breaks YAML made into spaces.

    The place of the value itself for words that come after one which is written with escapes.
    """
    source = read(where.path)[0] or ""
    at = spans(source)[where.line - 1][0] + where.column - 1
    starts: list[int] = []
    ends: list[int] = []
    written: list[int] = []
    for word in _WORD.finditer(text):
        found = source.find(word[0], at)
        # Before the first word may stand what begins a block; between words there is only space.
        if found < 0 or (ends and source[at:found].strip()):
            break
        at = found + len(word[0])
        starts.append(word.start())
        ends.append(word.end())
        written.append(found)
    for stretch in stretches:
        after = bisect_right(ends, stretch.start)
        if after == len(ends):
            yield where
        else:
            within = max(stretch.start - starts[after], 0)
            yield Where(where.path, *position(source, written[after] + within))


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG - 1]}…"
