"""Report on the points on which sources differ, and a difference in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from medway_tui.export import citations
from medway_tui.export.events import evidence_ids, licences, source_values
from medway_tui.export.report import LazyRows, Report, Value
from medway_tui.export.spoken import open_place, spoken_mentions
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.differences import DifferenceRow, DifferenceSideRow
from medway_tui.index.inspections import EvidenceMention
from medway_tui.index.source_names import SourceNames
from medway_tui.text import plural

DIFFERENCE_COLUMNS = (
    "id", "title", "kind", "side", "says", "evidence", "sources", "settled", "note", "supported", "licences",
    "printed", "settled_by",
)  # fmt: skip

NO_PLACE = "no place recorded"
ONE_SIDE = "One side only: no other is recorded"
SUPPORTED = "✓"
"""The mark of a side that the settling source supports."""


def differences_report(
    differences: Callable[[], Iterable[DifferenceRow]], names: SourceNames, number: int
) -> Report:
    """Report so many points on which the sources differ: a row for each side.

    For people, the settlement and the note are rows too.
    """
    return Report(
        DIFFERENCE_COLUMNS,
        LazyRows(lambda: (row for each in differences() for row in _side_rows(each))),
        ("Kind", "Point", "Statement", "Source"),
        LazyRows(lambda: (row for each in differences() for row in _display_rows(each, names))),
        LazyRows(lambda: map(difference_block, differences())),
        heading=f"{plural(number, 'point')} on which sources differ, conflicts first",
        opens=LazyRows(lambda: map(_open_first, differences())),
    )


def _open_first(each: DifferenceRow) -> str:
    mentions = (mention for side in each.sides for mention in side.mentions)
    return next((open_place(mention.article.id, mention.place) for mention in mentions), "")


def _side_rows(each: DifferenceRow) -> Iterator[tuple[Value, ...]]:
    settled_by = source_values(each.settling_sources) if each.settled else ()
    for number, side in enumerate(each.sides, 1):
        yield (
            each.id, each.title, each.kind, number, side.says,
            evidence_ids(side.mentions), source_values(side.sources),
            each.settled, each.note, side.supported, licences(side.sources),
            printed_words(side.mentions), settled_by,
        )  # fmt: skip


def printed_words(mentions: Sequence[EvidenceMention]) -> tuple[str, ...]:
    """Return the words of some passages as printed, each once; those adrift are not printed there."""
    return tuple(dict.fromkeys(each.exact for each in mentions if each.exact and not each.is_adrift))


def _quote(mentions: Sequence[EvidenceMention]) -> list[str]:
    return [f"“{each}”" for each in printed_words(mentions)]


def _display_rows(each: DifferenceRow, names: SourceNames) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a difference; its kind and point are in the first alone."""
    head = KIND_LABELS[each.kind], each.title
    for statement, sources in _statements(each, names):
        yield (*head, statement, sources)
        head = "", ""


def _statements(each: DifferenceRow, names: SourceNames) -> Iterator[tuple[str, str]]:
    """Yield what the sides say, the settlement and the note, each with its sources."""
    for side in each.sides:
        says = f"{SUPPORTED} {side.says}" if side.supported else side.says
        yield says, "; ".join(_short_sources(side, names)) or NO_PLACE
    if len(each.sides) < 2:
        yield ONE_SIDE, ""
    if each.settled:
        yield f"Settled: {each.settled}", ", ".join(names.label_sources(each.settling_sources))
    if each.note:
        yield f"Note: {each.note}", ""


def _short_sources(side: DifferenceSideRow, names: SourceNames) -> Iterator[str]:
    """Yield the sources of a side by their short names, with the words printed there."""
    by_article: dict[str, list[EvidenceMention]] = {}
    for mention in side.mentions:
        by_article.setdefault(mention.article.id, []).append(mention)
    for mentions in by_article.values():
        article = mentions[0].article
        places: dict[str, list[EvidenceMention]] = {}
        for each in mentions:
            places.setdefault("adrift" if each.is_adrift else each.place.short_label, []).append(each)
        words = (" ".join((label, *_quote(some))) for label, some in places.items())
        date = citations.display_date(article)
        yield " ".join(filter(None, (names.publisher(article.publisher), date, *words)))
    yield from names.label_sources(side.sources)


def difference_block(each: DifferenceRow) -> str:
    """Describe a difference in lines: what it is, its sides with their sources, how it is settled."""
    lines = [f"{each.title} ({KIND_LABELS[each.kind]})"]
    for side in each.sides:
        supported = " (supported by the source that settles it)" if side.supported else ""
        lines.append(f"   {side.says}{supported}")
        lines += [f"      {source}" for source in _full_sources(side)] or [f"      {NO_PLACE}"]
    if len(each.sides) < 2:
        lines.append(f"   {ONE_SIDE}")
    if each.settled:
        lines.append(f"   Settled: {each.settled}")
        sources = filter(None, (source.describe() for source in each.settling_sources))
        lines += [f"   Settled by: {source}" for source in sources]
    if each.note:
        lines.append(f"   Note: {each.note}")
    return "\n".join(lines)


def _full_sources(side: DifferenceSideRow) -> Iterator[str]:
    """Yield the sources of a side in words, with the words printed there."""
    by_place: dict[str, list[EvidenceMention]] = {}
    for mention in side.mentions:
        by_place.setdefault(spoken_mentions([mention])[0], []).append(mention)
    for place, mentions in by_place.items():
        words = " ".join(_quote(mentions))
        yield f"{place}: {words}" if words else place
    yield from filter(None, (source.describe() for source in side.sources))
