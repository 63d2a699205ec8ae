"""Semantic checks: content that fits the format but is probably not meant."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from medway_tui import dates
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import Core
from medway_tui.content.lookalike_names import NameChecks
from medway_tui.content.record_findings import check_records
from medway_tui.content.role_findings import RoleChecks
from medway_tui.model.articles import Quote
from medway_tui.model.finding_codes import MAX_FINDINGS, make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.model.people import Organisation, Person
from medway_tui.model.roles import role_on
from medway_tui.quotation_marks import QuotedRange, find_unlisted_ranges
from medway_tui.text import fold, fold_to_letters, shorten
from medway_tui.yaml_io.reader import line_spans, location_at, read_text
from medway_tui.yaml_io.source_map import Sourced, SourceMap

_MAX_WORDS_SHOWN = 40
_WORD = re.compile(r"\S+")
_MARKS = "“”„«»\"'‘’"


class SemanticChecks:
    """Checks each article as it is loaded, then the rest of the dossier.

    Dates after ``today`` are in the future.
    """

    def __init__(self, core: Core, today: datetime.date) -> None:
        self._core = core
        self._today = today
        self._roles = RoleChecks(core)
        self._names = NameChecks()
        self._people = {each.value.id: each for each in core.people}
        self._unmentioned = {
            person: [
                fold(name) for name in (each.value.name, *(other.name for other in each.value.other_names))
            ]
            for person, each in self._people.items()
        }

    def check_article(self, loaded: ArticleWithQuotes) -> Iterator[Finding]:
        """Yield the findings of an article and its quotations."""
        article, source_map = loaded.article, loaded.source_map
        for key, date in (("published", article.published), ("accessed", article.accessed)):
            yield from self._check_future(date, source_map.locate((key,)))
        yield from self._names.check_name(article.publisher, source_map.locate(("publisher",)))
        if article.author is not None:
            yield from self._names.check_name(article.author, source_map.locate(("author",)))
        if article.url is not None:
            yield from self._names.check_address(article.url, source_map.locate(("url",)))
        yield from _check_digests(loaded)
        yield from _check_quotations(loaded)
        if loaded.complete:
            # Otherwise the quotation of these words may be one that was not read or found.
            yield from islice(_find_unlisted_words(loaded), MAX_FINDINGS)
        yield from self._check_roles_on_date(loaded)
        self._note_mentions(loaded)
        self._roles.note_printed_roles(loaded)

    def check_core(self, *, complete: bool) -> Iterator[Finding]:
        """Yield the findings of everything but the articles. Call it after every article was checked.

        ``complete``: every article was read with all its quotations, so no mention of a person was skipped.
        """
        self._note_mentions_in_core()
        yield from self._check_names()
        for person_id in self._unmentioned if complete else ():
            each = self._people[person_id]
            message = f"no article, event or difference mentions {each.value.name}"
            yield make_finding("D405", each.locate(("name",)), message)
        yield from self._roles.check_roles()
        yield from check_records(self._core)
        for person in self._core.people:
            for m, membership in enumerate(person.value.memberships):
                for key in ("start_date", "end_date", "checked"):
                    date = getattr(membership, key)
                    yield from self._check_future(date, person.locate(("memberships", m, key)))
        for inspection in self._core.inspections:
            inspected = inspection.value.inspected
            yield from self._check_future(inspection.value.published, inspection.locate(("published",)))
            yield from self._check_future(inspected.start, inspection.locate(("inspected", "start")))
            yield from self._check_future(inspected.end, inspection.locate(("inspected", "end")))
        for council in self._core.councils:
            for number, tabled in enumerate(council.value.inspections):
                location = council.locate(("inspections", number, "published"))
                yield from self._check_future(tabled.published, location)
        # What is due may be in the future.
        for event in self._core.events:
            yield from self._check_future(event.value.date, event.locate(("date",)))
            if event.value.outcome is not None:
                yield from self._check_future(event.value.outcome.date, event.locate(("outcome", "date")))

    def _check_future(self, date: str | None, location: FileLocation) -> Iterator[Finding]:
        if date is not None and dates.first_day(date) > self._today:
            yield make_finding("D404", location, f"the date {dates.format_date(date)} is in the future")

    def _check_roles_on_date(self, loaded: ArticleWithQuotes) -> Iterator[Finding]:
        published = loaded.article.published
        for each in loaded.quotes:
            for location, speaker in each.speaker_locations:
                person = self._people.get(speaker)
                if person is None or published is None or not person.value.memberships:
                    continue
                memberships = person.value.memberships
                if not any(role_on(each.role_dates, published).is_shown for each in memberships):
                    message = f"{person.value.name} has no recorded role on {dates.format_date(published)}"
                    yield make_finding("D403", location, message)

    def _note_mentions(self, loaded: ArticleWithQuotes) -> None:
        for each in loaded.quotes:
            for speaker in each.quote.speaker_ids:
                self._unmentioned.pop(speaker, None)
        self._note_names(loaded.texts)

    def _check_names(self) -> Iterator[Finding]:
        """Yield findings for names and hosts that mix scripts, or look like others."""
        agents: list[Sourced[Person] | Sourced[Organisation]] = [
            *self._core.people,
            *self._core.organisations,
        ]
        for each in agents:
            agent = each.value
            yield from self._names.check_name(agent.name, each.locate(("name",)), agent.id)
            for n, other in enumerate(agent.other_names):
                yield from self._names.check_name(other.name, each.locate(("other_names", n)), agent.id)
            for n, source in enumerate(agent.sources):
                if source.url is not None:
                    yield from self._names.check_address(source.url, each.locate(("sources", n, "url")))
        for event in self._core.events:
            for n, source in enumerate(event.value.sources):
                if source.url is not None:
                    yield from self._names.check_address(source.url, event.locate(("sources", n, "url")))
        yield from self._names.find_doubles()

    def _note_mentions_in_core(self) -> None:
        """Note who is named in the events and differences."""
        for event in self._core.events:
            for agent in event.value.by:
                self._unmentioned.pop(agent, None)
            self._note_names([event.value.title, event.value.note or ""])
        for difference in self._core.differences:
            self._note_names([difference.value.title, *(side.says for side in difference.value.sides)])

    def _note_names(self, texts: Iterable[str]) -> None:
        if self._unmentioned:
            text = fold("\n".join(texts))
            mentioned = [
                person_id for person_id, names in self._unmentioned.items() if _is_mentioned(names, text)
            ]
            for person_id in mentioned:
                del self._unmentioned[person_id]


def _is_mentioned(names: Iterable[str], text: str) -> bool:
    """Return whether one of the names occurs in a text as whole words; all are folded."""
    return any(
        name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None for name in names
    )


def _check_digests(loaded: ArticleWithQuotes) -> Iterator[Finding]:
    """Yield findings for duplicate digests, and for blocks of an account without one.

    If no block has a digest, that is one finding.
    """
    blocks, places = loaded.article.paragraphs, loaded.places
    first_uses: dict[str, int] = {}
    for n, block in enumerate(blocks):
        if block.digest is None:
            continue
        first = first_uses.setdefault(block.digest, n + 1)
        if first != n + 1:
            location = loaded.source_map.locate(("paragraphs", n, "digest"))
            yield make_finding("D408", location, f"{places[first].label} has the same digest")
    if loaded.article.kind != "account":
        return
    if blocks and not first_uses:
        location = loaded.source_map.locate(("paragraphs",))
        yield make_finding("D407", location, "no block of this account has a digest")
        return
    for n, block in enumerate(blocks):
        if block.digest is None:
            location = loaded.source_map.locate(("paragraphs", n))
            yield make_finding("D407", location, f"{places[n + 1].label} has no digest")


def _check_quotations(loaded: ArticleWithQuotes) -> Iterator[Finding]:
    """Yield findings for drafts, enclosing marks, and quotations that continue or repeat others."""
    quotes = {each.quote.id: each.quote for each in loaded.quotes}
    speakers = {each.quote.id: frozenset(each.quote.speaker_ids) for each in loaded.quotes}
    for quote, source_map, *_ in loaded.quotes:
        if quote.draft is not None:
            message = f"a draft, not confirmed ({quote.draft:.2f}): {shorten(quote.exact, _MAX_WORDS_SHOWN)}"
            yield make_finding("D412", source_map.locate(("draft",)), message)
        own = speakers[quote.id]
        if quote.continues is not None and speakers.get(quote.continues, own) != own:
            message = f"{quote.continues}, which this continues, has another speaker"
            yield make_finding("D409", source_map.locate(("continues",)), message)
        yield from _check_repetition(quote, source_map, quotes)
        words = quote.exact.strip()
        if len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS and words[0] != "’":
            message = f"these words include their quotation marks: {shorten(words, _MAX_WORDS_SHOWN)}"
            yield make_finding("D410", source_map.locate(("exact",)), message)


def _check_repetition(quote: Quote, source_map: SourceMap, quotes: Mapping[str, Quote]) -> Iterator[Finding]:
    """Yield the findings where a quotation has not the words and speakers of the one that it repeats."""
    other = quotes.get(quote.repeats or "")
    if other is None:
        return
    location = source_map.locate(("repeats",))
    if fold_to_letters(quote.exact) not in fold_to_letters(other.exact):
        words = shorten(other.exact, _MAX_WORDS_SHOWN)
        yield make_finding("D417", location, f"{other.id}, which this repeats, has other words: {words}")
    if frozenset(quote.speaker_ids) != frozenset(other.speaker_ids):
        yield make_finding("D417", location, f"{other.id}, which this repeats, has another speaker")


def _find_unlisted_words(loaded: ArticleWithQuotes) -> Iterator[Finding]:
    """Yield findings for words in quotation marks that no quotation covers."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for each in loaded.quotes:
        if each.span is not None:
            spans.setdefault(each.span.block, []).append((each.span.start, each.span.end))
    for number, text in enumerate(loaded.texts):
        unlisted = list(islice(find_unlisted_ranges(text, spans.get(number, ())), MAX_FINDINGS))
        if not unlisted:
            continue
        locations = _locate_in_source(loaded.text_locations[number], text, unlisted)
        for quoted, location in zip(unlisted, locations, strict=True):
            words = shorten(text[quoted.start : quoted.end], _MAX_WORDS_SHOWN)
            yield make_finding(
                "D406", location, f"no quotation lists these words in quotation marks: {words}"
            )


def _locate_in_source(
    value: FileLocation, text: str, ranges: Iterable[QuotedRange]
) -> Iterator[FileLocation]:
    """Yield where ranges of a value's text are written, though YAML made its line breaks into spaces.

    Words after one that is written with escapes have the location of the value itself.
    """
    source = read_text(value.path)[0] or ""
    at = line_spans(source)[value.line - 1][0] + value.column - 1
    starts: list[int] = []
    ends: list[int] = []
    offsets: list[int] = []
    for word in _WORD.finditer(text):
        offset = source.find(word[0], at)
        # The mark of a block may come before the first word; between words there is only space.
        if offset < 0 or (ends and source[at:offset].strip()):
            break
        at = offset + len(word[0])
        starts.append(word.start())
        ends.append(word.end())
        offsets.append(offset)
    for quoted in ranges:
        after = bisect_right(ends, quoted.start)
        if after == len(ends):
            yield value
        else:
            within = max(quoted.start - starts[after], 0)
            yield location_at(value.path, source, offsets[after] + within)
