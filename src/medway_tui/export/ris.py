"""Articles as RIS, which Zotero, EndNote, Mendeley and most other reference managers import.

The format is that of “RIS Format Specifications” (Thomson ResearchSoft): a tag of two characters, two spaces,
a hyphen, a space and the value; each line ends with a carriage return and a line feed, and each reference
with ``ER``. A date is ``YYYY/MM/DD/``, of which the year alone must be there.
"""

from __future__ import annotations

from collections.abc import Iterator

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.citations import CitationWriter, CitedArticle, CitingFormat, article_remarks
from medway_tui.text import escape_invisible


class RisWriter(CitationWriter):
    """Writes RIS references with an empty line between them."""

    _separator = ""

    def add_article(self, cited: CitedArticle) -> str:
        """Return the text of the next article."""
        piece = self._separator + format_reference(cited)
        self._separator = "\r\n"
        return piece


FORMAT = CitingFormat(
    "ris",
    "articles.ris",
    "The articles as RIS, for EndNote, Mendeley and other reference managers.",
    "application/x-research-info-systems",
    RisWriter,
)


def format_reference(cited: CitedArticle) -> str:
    """Format an article as a reference of a newspaper article; what is not known has no line.

    The author is in one piece, as printed, because it is not known which part is the family name. Remarks,
    quotations and notes are an ``N1`` each.
    """
    return "".join(f"{tag}  - {_format_value(value)}\r\n" for tag, value in _fields(cited))


def _fields(cited: CitedArticle) -> Iterator[tuple[str, str]]:
    row = cited.article
    yield "TY", "NEWS"
    yield "ID", row.id
    if row.author:
        yield "AU", row.author
    yield "TI", citations.display_title(row)
    yield "T2", row.publisher
    if row.published:
        first, _, last = row.published.partition("/")
        yield "PY", first[:4]
        yield "DA", _format_date(first)
        if last:
            yield "N1", f"The date is a range: {dates.format_date(row.published)}"
    if row.url:
        yield "UR", row.url
    if row.accessed:
        yield "Y2", _format_date(row.accessed)
    for note in (*article_remarks(row), *cited.quotations, *cited.notes):
        yield "N1", note
    yield "ER", ""


def _format_date(date: str) -> str:
    """Format a date with its three slashes: ``2021/03/04/``, ``2021/03//``, ``2021///``."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"


def _format_value(text: str) -> str:
    # A value is one line: a break would end it, and the rest would be read as another tag.
    return escape_invisible(" ".join(text.split()))
