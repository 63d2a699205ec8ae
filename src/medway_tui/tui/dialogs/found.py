"""What was found, as rows of a list, of which there may be any number."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from rich.text import Text

from medway_tui.export.citation import published
from medway_tui.index.articles import article_key
from medway_tui.index.query import Query
from medway_tui.index.search import Hit, hits_at
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS
from medway_tui.text import visible
from medway_tui.tui.palette import Palette
from medway_tui.tui.widgets.sources import Row, Windowed, gone
from medway_tui.tui.widgets.wrapping import fit


def hit_rows(index: Index, query: Query, keys: array[int]) -> Windowed:
    """All that was found, by its keys, which ascend: asked for when it is seen."""

    def make(numbers: range) -> Sequence[Row]:
        wanted = keys[numbers.start : numbers.stop]
        found = hits_at(index, query, wanted)
        return [hit_row(found[key], query) if key in found else gone(2) for key in wanted]

    def find(hit: Hit) -> int | None:
        at = bisect_left(keys, hit.key)
        return at if at < len(keys) and keys[at] == hit.key else None

    return Windowed(len(keys), make, find, height=2)


def same_hit(hit: Hit | None, hits: Iterable[Hit]) -> Hit | None:
    """A hit among those that are there now, wherever its paragraph stands."""
    if hit is None:
        return None
    called = (hit.article.id, hit.quote is None, hit.text)
    return next((each for each in hits if (each.article.id, each.quote is None, each.text) == called), None)


def same_hit_of(index: Index, query: Query, hit: Hit | None, keys: array[int]) -> Hit | None:
    """A hit among all that is found now, by their keys."""
    article = article_key(index, hit.article.id) if hit is not None else None
    if article is None:
        return None
    first, last = bisect_left(keys, article << BITS), bisect_left(keys, article + 1 << BITS)
    return same_hit(hit, hits_at(index, query, keys[first:last]).values())


def hit_row(hit: Hit, query: Query) -> Row:
    """A hit in two lines: where it stands, and the words about the first match."""

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
