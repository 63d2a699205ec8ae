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
from medway_tui.content.loader import ArticleWithQuotes, Core
from medway_tui.model.finding_codes import MAX_FINDINGS, make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.model.people import Person
from medway_tui.model.roles import is_held_on
from medway_tui.text import QuotedRange, find_unlisted_ranges, fold, shorten
from medway_tui.yaml_io.reader import line_and_column, line_spans, read_text

_LONG = 40
_WORD = re.compile(r"\S+")
_MARKS = "“”„«»\"'‘’"


class SemanticChecks:
    """What is asked of each article as it is read, and of the dossier once all of them were.

    ``today`` is the day after which a date lies in the future.
    """

    def __init__(self, core: Core, today: datetime.date) -> None:
        self._core = core
        self._today = today
        self._people = {each.value.id: each for each in core.people}
        self._unmentioned = {person: list(_folded_names(each.value)) for person, each in self._people.items()}

    def check_article(self, unit: ArticleWithQuotes) -> Iterator[Finding]:
        """Findings for an article and its quotations."""
        article, layout = unit.article, unit.source_map
        for key, date in (("published", article.published), ("accessed", article.accessed)):
            yield from self._check_future(date, layout.locate((key,)))
        yield from _check_digests(unit)
        yield from _check_quotations(unit)
        if unit.complete:
            # What could not be read or placed may well be what the marks hold, and is told by itself.
            yield from islice(_find_unlisted_words(unit), MAX_FINDINGS)
        yield from self._check_roles_on_date(unit)
        self._note_mentions(unit)

    def check_core(self, *, complete: bool) -> Iterator[Finding]:
        """Findings for everything but the articles, once all articles were seen.

        ``complete`` says that each could be read, with its quotations: else somebody may be named in
        what could not.
        """
        for who in self._unmentioned if complete else ():
            each = self._people[who]
            message = f"no article names or quotes {each.value.name}"
            yield make_finding("D405", *each.locate(("name",)), message)
        for person in self._core.people:
            for m, membership in enumerate(person.value.memberships):
                for key in ("start_date", "end_date"):
                    date = getattr(membership, key)
                    yield from self._check_future(date, person.locate(("memberships", m, key)))
        for inspection in self._core.inspections:
            inspected = inspection.value.inspected
            yield from self._check_future(inspection.value.published, inspection.locate(("published",)))
            yield from self._check_future(inspected.start, inspection.locate(("inspected", "start")))
            yield from self._check_future(inspected.end, inspection.locate(("inspected", "end")))
        for event in self._core.events:
            yield from self._check_future(event.value.date, event.locate(("date",)))

    def _check_future(self, date: str | None, where: FileLocation) -> Iterator[Finding]:
        if date is not None and dates.first_day(date) > self._today:
            yield make_finding("D404", *where, f"{dates.format_date(date)} lies in the future")

    def _check_roles_on_date(self, unit: ArticleWithQuotes) -> Iterator[Finding]:
        published = unit.article.published
        for each in unit.quotes:
            person = self._people.get(each.quote.speaker or "")
            if person is None or published is None or not person.value.memberships:
                continue
            if not any(is_held_on(m.start_date, m.end_date, published) for m in person.value.memberships):
                message = (
                    f"{person.value.name} had no role that is recorded on {dates.format_date(published)}"
                )
                yield make_finding("D403", *each.source_map.locate(("speaker",)), message)

    def _note_mentions(self, unit: ArticleWithQuotes) -> None:
        for each in unit.quotes:
            self._unmentioned.pop(each.quote.speaker or "", None)
        if self._unmentioned:
            text = fold("\n".join(unit.texts))
            for person in [who for who, names in self._unmentioned.items() if _is_mentioned(names, text)]:
                del self._unmentioned[person]


def _is_mentioned(names: Iterable[str], text: str) -> bool:
    """Whether one of the names stands in a text as words of their own, both folded."""
    return any(
        name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None for name in names
    )


def _folded_names(person: Person) -> Iterable[str]:
    return map(fold, [person.name, *(other.name for other in person.other_names)])


def _check_digests(unit: ArticleWithQuotes) -> Iterator[Finding]:
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
            where = unit.source_map.locate(("paragraphs", n, "digest"))
            yield make_finding("D408", *where, f"block {first} has this digest too")
    if unit.article.kind != "account":
        return
    if blocks and not seen:
        yield make_finding(
            "D407", *unit.source_map.locate(("paragraphs",)), "no block of this account has a digest"
        )
        return
    for n, block in enumerate(blocks):
        if block.digest is None:
            yield make_finding(
                "D407", *unit.source_map.locate(("paragraphs", n)), f"block {n + 1} has no digest"
            )


def _check_quotations(unit: ArticleWithQuotes) -> Iterator[Finding]:
    """Findings for a quotation that is a draft, goes on with another's words, or holds its marks."""
    speakers = {each.quote.id: each.quote.speaker for each in unit.quotes}
    for each in unit.quotes:
        quote = each.quote
        if quote.draft is not None:
            message = f"a draft, not confirmed ({quote.draft:.2f}): {shorten(quote.exact, _LONG)}"
            yield make_finding("D412", *each.source_map.locate(("draft",)), message)
        if quote.continues is not None and speakers.get(quote.continues, quote.speaker) != quote.speaker:
            message = f"{quote.continues}, which this goes on with, is somebody else's"
            yield make_finding("D409", *each.source_map.locate(("continues",)), message)
        words = quote.exact.strip()
        if len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS and words[0] != "’":
            message = f"quotation marks stand around these words: {shorten(words, _LONG)}"
            yield make_finding("D410", *each.source_map.locate(("exact",)), message)


def _find_unlisted_words(unit: ArticleWithQuotes) -> Iterator[Finding]:
    """Findings for words in marks that no quotation covers."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for each in unit.quotes:
        if each.span is not None:
            spans.setdefault(each.span.paragraph, []).append((each.span.start, each.span.end))
    for number, text in enumerate(unit.texts):
        free = list(islice(find_unlisted_ranges(text, spans.get(number, ())), MAX_FINDINGS))
        if not free:
            continue
        for stretch, where in zip(
            free, _locate_in_source(unit.text_locations[number], text, free), strict=True
        ):
            words = text[stretch.start : stretch.end]
            yield make_finding(
                "D406", *where, f"no quotation lists the words in marks: {shorten(words, _LONG)}"
            )


def _locate_in_source(
    where: FileLocation, text: str, stretches: Iterable[QuotedRange]
) -> Iterator[FileLocation]:
    """Where stretches of a value are written, whatever line breaks YAML made into spaces.

    The place of the value itself for words that come after one which is written with escapes.
    """
    source = read_text(where.path)[0] or ""
    at = line_spans(source)[where.line - 1][0] + where.column - 1
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
            yield FileLocation(where.path, *line_and_column(source, written[after] + within))
