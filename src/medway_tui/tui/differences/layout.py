"""Lays out the sides of a difference: beside each other where there is room, else below each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from medway_tui.export.citations import display_date
from medway_tui.export.differences import SUPPORTED
from medway_tui.index.differences import DifferenceRow, DifferenceSideRow
from medway_tui.index.inspections import EvidenceMention, SourceRow
from medway_tui.index.source_names import REPORT, SourceNames
from medway_tui.model.constraints import DifferenceKind
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.differences.commands import OPEN_PLACE
from medway_tui.tui.differences.rows import KIND_EXPLANATIONS, KIND_TITLES
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.wrapping import wrap

MIN_COLUMN = 32
"""The narrowest column, in cells, in which a side can be read."""
_INDENT = "  "
"""What is before the lines of a place; the cursor's mark is drawn there."""
_GAP = 3
"""The cells between two columns."""
_BEFORE, _AFTER = 90, 110
"""The code points shown before and after the words of a passage, where its sentence is longer."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s")

ParagraphText = Callable[[str, int], str]
"""The text of a block, by its article's id and its position."""


class Stop(NamedTuple):
    """A place of a side that the cursor can be on: passages in a block of an article, or a public source."""

    side: int
    """The number of the side, from 0."""
    mentions: tuple[EvidenceMention, ...]
    """The passages of one block; none where it is a source."""
    source: SourceRow | None = None


class PlacedStop(NamedTuple):
    """A stop and where it is drawn, in cells and lines."""

    stop: Stop
    left: int
    width: int
    top: int
    height: int


class SidesLayout(NamedTuple):
    """The lines of a difference at a width, and its stops in the order of the sides."""

    lines: tuple[Text, ...]
    stops: tuple[PlacedStop, ...]


EMPTY_LAYOUT = SidesLayout((), ())


class _Cell:
    """The lines of one side, and the lines of its stops."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Text] = []
        self.stops: list[tuple[Stop, int, int]] = []

    def add(self, words: str, style: Style | None = None, *, lead: str = "") -> None:
        """Add words without control characters, wrapped; ``lead`` comes before the first line."""
        self.add_text(Text(words, style or ""), lead=Text(lead, style or ""))

    def add_text(self, text: Text, *, lead: Text | None = None) -> None:
        """Add a text without control characters, wrapped, and indented by the width of ``lead``."""
        lead = lead or Text("")
        indent = cell_len(lead.plain)
        for number, (start, end) in enumerate(wrap(text.plain, self.width - indent)):
            line = Text(" " * indent) if number else lead.copy()
            line.append_text(text[start:end])
            self.lines.append(line)

    def end_stop(self, stop: Stop, first: int) -> None:
        """Make a stop of the lines from ``first`` on."""
        self.stops.append((stop, first, len(self.lines) - first))


def lay_out_difference(
    difference: DifferenceRow, width: int, colours: Palette, paragraph_text: ParagraphText, names: SourceNames
) -> SidesLayout:
    """Lay out a difference: what it is, how it is settled, and its sides."""
    head = _Cell(width)
    head.add(escape_invisible(difference.title), colours.strong)
    head.add(KIND_EXPLANATIONS[difference.kind] + ".", colours.muted)
    _add_settlement(head, difference, colours, names)
    if difference.note:
        head.add(f"Note: {escape_invisible(difference.note)}", colours.muted)
    if len(difference.sides) < 2:
        words = "One side only: no other is recorded." if difference.sides else "No side is recorded."
        head.add(words, colours.strong)
    lines, stops = head.lines, list[PlacedStop]()
    for row in _side_rows(difference.sides, width):
        lines.append(Text(""))
        column = (width - _GAP * (len(row) - 1)) // len(row)
        cells = [_side_cell(number, side, column, colours, paragraph_text, names) for number, side in row]
        top = len(lines)
        for at, cell in enumerate(cells):
            left = at * (column + _GAP)
            stops += (PlacedStop(stop, left, column, top + first, count) for stop, first, count in cell.stops)
        lines += _join_cells(cells, column, colours)
    return SidesLayout(tuple(lines), tuple(stops))


def _add_settlement(head: _Cell, difference: DifferenceRow, colours: Palette, names: SourceNames) -> None:
    if difference.settled is None:
        head.add("Not settled: no source that decides it is recorded.", colours.muted)
        return
    head.add_text(
        Text.assemble((f"{SUPPORTED} Settled: ", colours.strong), escape_invisible(difference.settled))
    )
    sources = [describe_source(each, names) for each in difference.settling_sources]
    label = "Source that settles it: " if len(sources) < 2 else "Sources that settle it: "
    head.add(label + ("; ".join(sources) or "not recorded by address"), colours.muted)


def _side_rows(
    sides: Sequence[DifferenceSideRow], width: int
) -> Iterator[list[tuple[int, DifferenceSideRow]]]:
    """Yield the sides that are beside each other, as evenly as they fit."""
    fitting = max(1, (width + _GAP) // (MIN_COLUMN + _GAP))
    rows = -(-len(sides) // fitting) if sides else 0
    each = -(-len(sides) // rows) if rows else 1
    numbered = list(enumerate(sides))
    for at in range(0, len(sides), each):
        yield numbered[at : at + each]


def _side_cell(
    number: int,
    side: DifferenceSideRow,
    width: int,
    colours: Palette,
    paragraph_text: ParagraphText,
    names: SourceNames,
) -> _Cell:
    cell = _Cell(width)
    cell.add(escape_invisible(side.says), colours.strong, lead=f"{number + 1} ")
    if side.supported:
        cell.add("The source supports this side", lead=f"{SUPPORTED} ")
    for mentions in _mentions_by_block(side.mentions):
        first = len(cell.lines)
        _add_mentions(cell, mentions, colours, paragraph_text)
        cell.end_stop(Stop(number, mentions), first)
    for source in side.sources:
        first = len(cell.lines)
        licence = f" ({escape_invisible(source.licence)})" if source.licence else ""
        cell.add(f"{describe_source(source, names)}{licence}", colours.muted, lead=_INDENT)
        cell.end_stop(Stop(number, (), source), first)
    if not (side.mentions or side.sources):
        cell.add("No place recorded", colours.muted, lead=_INDENT)
    return cell


def describe_source(source: SourceRow, names: SourceNames) -> str:
    """Describe a public source in words: its note, after its short name where the note does not name it."""
    name, note = names.source(source), source.note or ""
    known = (name, names.publisher_of(source) or name)
    name = "inspection report" if name == REPORT else name
    if note and any(each.casefold() in note.casefold() for each in known):
        return escape_invisible(note)
    return escape_invisible(", ".join(filter(None, (name, note)))) or "not named"


def _mentions_by_block(mentions: Sequence[EvidenceMention]) -> list[tuple[EvidenceMention, ...]]:
    """Return passages of one block together; one that is adrift is alone."""
    groups: dict[object, list[EvidenceMention]] = {}
    for number, each in enumerate(mentions):
        key = number if each.is_adrift else (each.article.id, each.block)
        groups.setdefault(key, []).append(each)
    return [tuple(group) for group in groups.values()]


def _add_mentions(
    cell: _Cell, mentions: Sequence[EvidenceMention], colours: Palette, paragraph_text: ParagraphText
) -> None:
    """Add the publisher, date and paragraph of passages in one block, and their words as printed."""
    first = mentions[0]
    place = "adrift" if first.is_adrift else first.place.short_label
    date = display_date(first.article) or "no date"
    source = escape_invisible(f"{first.article.publisher}, {date} {place}")
    cell.add(source, colours.muted, lead=_INDENT)
    if first.is_adrift:
        words = escape_invisible(f"“{first.exact}”")
        cell.add(f"{words} is not in the article as it is now", lead=_INDENT)
    else:
        text = paragraph_text(first.article.id, first.block)
        cell.add_text(passages_in_context(text, mentions, colours.chosen), lead=Text(_INDENT))
    for says in dict.fromkeys(each.says for each in mentions if each.says):
        cell.add(f"in our words: {escape_invisible(says)}", colours.muted, lead=_INDENT)


def passages_in_context(text: str, mentions: Sequence[EvidenceMention], style: Style) -> Text:
    """Return the words of passages in their sentences, as printed, with … where the block is cut."""
    spans = sorted((each.start or 0, each.end or 0) for each in mentions)
    first, _ = _sentence_around(text, *spans[0])
    _, last = _sentence_around(text, spans[0][0], max(end for _, end in spans))
    shown = Text("… " if first else "")
    for start, end in spans:
        shown.append(escape_invisible(text[first : max(start, first)]))
        shown.append(escape_invisible(text[max(start, first) : max(end, first)]), style)
        first = max(end, first)
    shown.append(escape_invisible(text[first:last]))
    shown.append(" …" if last < len(text) else "")
    return shown


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentences with some words; cut between words where it would be long."""
    low, high = max(0, start - _BEFORE), min(len(text), end + _AFTER)
    before = [match.end() for match in _SENTENCE_END.finditer(text, low, start)]
    after = _SENTENCE_END.search(text, max(end - 1, 0), high)
    first = before[-1] if before else 0 if low == 0 else text.find(" ", low, start) + 1 or start
    if after is not None and after.end() > end:
        return first, after.end() - 1
    return first, len(text) if high == len(text) else max(text.rfind(" ", end, high), end)


def _join_cells(cells: Sequence[_Cell], column: int, colours: Palette) -> Iterator[Text]:
    """Yield the lines of cells beside each other."""
    for number in range(max(len(cell.lines) for cell in cells)):
        line = Text(no_wrap=True)
        for at, cell in enumerate(cells):
            if at:
                line.append(" │ ", colours.muted)
            own = cell.lines[number] if number < len(cell.lines) else Text("")
            line.append_text(own)
            if at < len(cells) - 1:
                line.append(" " * (column - cell_len(own.plain)))
        yield line


def lay_out_kind(
    width: int, colours: Palette, *, kind: DifferenceKind, number: int, is_folded: bool
) -> SidesLayout:
    """Lay out what a heading says of its kind."""
    cell = _Cell(width)
    cell.add(f"{KIND_TITLES[kind]}: {plural(number, 'point')}", colours.strong)
    cell.add(f"{KIND_EXPLANATIONS[kind]}.")
    cell.add(f"{OPEN_PLACE.key} or Space {'lists' if is_folded else 'folds'} them.", colours.muted)
    return SidesLayout(tuple(cell.lines), ())
