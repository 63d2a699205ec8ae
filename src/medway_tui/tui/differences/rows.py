"""The list of Differences: a heading for each kind, which folds, and the points of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate
from typing import NamedTuple

from rich.text import Text

from medway_tui.export.differences import SUPPORTED
from medway_tui.index.connection import Index
from medway_tui.index.difference_query import DifferenceListing
from medway_tui.index.differences import DifferenceRow, differences_at, find_position
from medway_tui.index.source_names import SourceNames, source_names
from medway_tui.model.constraints import DifferenceKind
from medway_tui.text import escape_invisible
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.line_renderer import DIFFERS
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows, placeholder_row
from medway_tui.tui.widgets.wrapping import fit

KIND_TITLES: dict[DifferenceKind, str] = {
    "contradiction": "Conflicts",
    "tension": "Tensions",
    "compatible": "Compatible",
    "wording": "Wording",
}
KIND_EXPLANATIONS: dict[DifferenceKind, str] = {
    "contradiction": "Both cannot be true",
    "tension": "They point different ways",
    "compatible": "Both can be so; one is more precise",
    "wording": "A name, title or word differs",
}


class KindHeading(NamedTuple):
    """The value of a heading's row."""

    kind: DifferenceKind


def difference_rows(index: Index, listing: DifferenceListing, folded: Set[DifferenceKind]) -> WindowedRows:
    """Return two-line rows: a heading for each kind, and unless it is ``folded`` its differences."""
    open_groups = [(kind, () if kind in folded else positions) for kind, positions in listing.groups]
    sizes = {kind: len(positions) for kind, positions in listing.groups}
    tops = [0, *accumulate(1 + len(positions) for _, positions in open_groups)]
    names = source_names(index)

    def places(numbers: range) -> Iterator[tuple[DifferenceKind, int | None]]:
        for group, (kind, positions) in enumerate(open_groups):
            first, last = max(numbers.start, tops[group]), min(numbers.stop, tops[group + 1])
            for number in range(first, last):
                yield kind, positions[number - tops[group] - 1] if number > tops[group] else None

    def make(numbers: range) -> Sequence[ListRow]:
        window = list(places(numbers))
        found = differences_at(index, [position for _, position in window if position is not None])
        return [
            _heading_row(kind, sizes[kind], is_folded=kind in folded)
            if position is None
            else _difference_row(found[position], names)
            if position in found
            else placeholder_row(2)
            for kind, position in window
        ]

    def find(value: KindHeading | str) -> int | None:
        position = None if isinstance(value, KindHeading) else find_position(index, value)
        for group, (kind, positions) in enumerate(open_groups):
            if isinstance(value, KindHeading):
                if kind == value.kind:
                    return tops[group]
            elif position is not None:
                at = bisect_left(positions, position)
                if at < len(positions) and positions[at] == position:
                    return tops[group] + 1 + at
        return None

    return WindowedRows(tops[-1], make, find, height=2)


def _heading_row(kind: DifferenceKind, size: int, *, is_folded: bool) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        first = Text(f" {'+' if is_folded else '−'} ")
        first.append(KIND_TITLES[kind], colours.strong)
        first.append(f" {size:,}", colours.muted)
        second = Text("   ").append(fit(KIND_EXPLANATIONS[kind], width - 4), colours.muted)
        return [first, second]

    return ListRow(KindHeading(kind), draw, 2)


def _difference_row(difference: DifferenceRow, names: SourceNames) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        title = Text("   " + fit(escape_invisible(difference.title), width - 4))
        sides = fit(escape_invisible(describe_sides(difference, names)), width - 6)
        return [title, Text("     ").append(sides, colours.muted)]

    return ListRow(difference.id, draw, 2)


def describe_sides(difference: DifferenceRow, names: SourceNames) -> str:
    """Describe the sides by their sources' short names: ``BBC, KO ≠ ✓ report``."""
    if len(difference.sides) < 2:
        return "one side only" if difference.sides else "no side recorded"
    parts = []
    for side in difference.sides:
        sources = list(dict.fromkeys((
            *(names.publisher(each.article.publisher) for each in side.mentions),
            *names.label_sources(side.sources),
        )))  # fmt: skip
        label = ", ".join(sources) or "no place recorded"
        parts.append(f"{SUPPORTED} {label}" if side.supported else label)
    return f" {DIFFERS} ".join(parts)
