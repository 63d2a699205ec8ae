"""Report on two articles side by side: the paragraphs of each, and those about the same point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.export import citations
from medway_tui.export.report import LazyRows, Report, Value
from medway_tui.export.spoken import spoken_article, spoken_title
from medway_tui.index.alignment import Alignment
from medway_tui.index.articles import ArticleRow, ParagraphRow
from medway_tui.text import plural

SIDE_BY_SIDE_COLUMNS = ("article", "block", "paragraph", "caption", "point", "partners", "text")


class ArticleWithBlocks(NamedTuple):
    """One of the two articles with its text."""

    article: ArticleRow
    paragraphs: Sequence[ParagraphRow]


class Comparison(NamedTuple):
    """Two articles, and which of their paragraphs correspond."""

    first: ArticleWithBlocks
    second: ArticleWithBlocks
    alignment: Alignment

    @property
    def points(self) -> int:
        """The number of points that both articles have."""
        return len({*self.alignment.labels[0].values()})

    def partners_of(self, block: int) -> list[int]:
        """Return the blocks of the second article that correspond to a block of the first."""
        best = self.alignment.others.get(block)
        owns = self.alignment.owns.items()
        return sorted({*([] if best is None else [best]), *(other for other, own in owns if own == block)})


def side_by_side_report(compared: Comparison) -> Report:
    """Report two articles in the order of the first, then what is in the second alone."""
    first, second = compared.first.article, compared.second.article
    return Report(
        SIDE_BY_SIDE_COLUMNS,
        LazyRows(lambda: _rows(compared)),
        ("Point", _header(first), _header(second)),
        LazyRows(lambda: _display_rows(compared)),
        LazyRows(lambda: _records(compared)),
        heading=(
            f"Side by side: {spoken_title(first)}, in {spoken_article(first)}; and {spoken_title(second)}, in"
            f" {spoken_article(second)}. {plural(compared.points, 'point', zero='No')} in common."
        ),
    )


def _header(row: ArticleRow) -> str:
    return ", ".join(filter(None, (row.publisher, citations.display_date(row))))


def _rows(compared: Comparison) -> Iterator[tuple[Value, ...]]:
    partners: dict[int, list[int]] = {}
    for paragraph in compared.first.paragraphs:
        found = compared.partners_of(paragraph.block)
        for other in found:
            partners.setdefault(other, []).append(paragraph.block)
        yield _row(
            compared.first.article, paragraph, compared.alignment.labels[0].get(paragraph.block), found
        )
    for paragraph in compared.second.paragraphs:
        point = compared.alignment.labels[1].get(paragraph.block)
        yield _row(compared.second.article, paragraph, point, partners.get(paragraph.block, []))


def _row(
    article: ArticleRow, paragraph: ParagraphRow, point: str | None, partners: Sequence[int]
) -> tuple[Value, ...]:
    return (
        article.id, paragraph.block, paragraph.paragraph, paragraph.caption, point,
        tuple(map(str, partners)), paragraph.text,
    )  # fmt: skip


def _display_rows(compared: Comparison) -> Iterator[tuple[str, ...]]:
    texts = {each.block: f"{each.place.short_label} {each.text}" for each in compared.second.paragraphs}
    shown: set[int] = set()
    for each in compared.first.paragraphs:
        partners = compared.partners_of(each.block)
        new = [texts[other] for other in partners if other not in shown and other in texts]
        shown.update(partners)
        point = compared.alignment.labels[0].get(each.block, "")
        yield point, f"{each.place.short_label} {each.text}", " ".join(new)
    for block, text in texts.items():
        if block not in shown:
            yield "", "", text


def _records(compared: Comparison) -> Iterator[str]:
    """Yield each paragraph in words with those that correspond."""
    first, second = compared.first.article, compared.second.article
    paragraphs = {each.block: each for each in compared.second.paragraphs}
    own_name, other_name = _names(first, second)
    shown: set[int] = set()
    for each in compared.first.paragraphs:
        lines = [f"{own_name}, {each.place.label}: {each.text}"]
        for block in compared.partners_of(each.block):
            if block not in paragraphs:
                continue
            other = paragraphs[block]
            words = "as above" if block in shown else other.text
            lines.append(f"   The same point in {other_name}, {other.place.label}: {words}")
            shown.add(block)
        yield "\n".join(lines)
    alone = [each for each in compared.second.paragraphs if each.block not in shown]
    if alone:
        yield f"In {other_name} alone, {plural(len(alone), 'paragraph')}:"
    for each in alone:
        yield f"{other_name}, {each.place.label}: {each.text}"


def _names(first: ArticleRow, second: ArticleRow) -> tuple[str, str]:
    """Return what the two articles are called: their publishers, with dates where these are the same."""
    if first.publisher != second.publisher:
        return first.publisher, second.publisher
    return spoken_article(first), spoken_article(second)
