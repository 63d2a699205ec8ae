"""The documents of a file on the command line: which of them are imported, and the list of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import click

from medway_tui.errors import MedwayError
from medway_tui.importing.options import DocumentSummary
from medway_tui.saved_pages import SourceDocument
from medway_tui.text import plural, shorten

_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_HEADLINE_LENGTH = 70


class DocumentChoice(NamedTuple):
    """The documents of a file to import, by their numbers; without any, all of them."""

    ranges: tuple[tuple[int, int], ...] = ()
    """The first and last number of each range."""

    def includes(self, number: int) -> bool:
        """Return whether the document of a number is imported."""
        return not self.ranges or any(first <= number <= last for first, last in self.ranges)

    @property
    def is_one(self) -> bool:
        """Whether it is a single document."""
        return len({number for each in self.ranges for number in each}) == 1

    def count(self, total: int) -> int:
        """Return how many documents of a file with so many are imported."""
        if not self.ranges:
            return total
        return len({number for first, last in self.ranges for number in range(first, last + 1)})

    def require_numbers(self, document: SourceDocument, name: str) -> None:
        """Raise MedwayError where a number is none of the file that a document is in."""
        for number in (number for each in self.ranges for number in each):
            if not 1 <= number <= document.total:
                raise MedwayError(
                    f"there is no document {number}: {name} has {plural(document.total, 'document')}",
                    "--list shows them with their numbers",
                )


def parse_choice(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> DocumentChoice:
    """Read the values of ``--only``: numbers and ranges, such as 3 or 3-7, with commas between them."""
    ranges = []
    for part in (part.strip() for value in values for part in value.split(",") if part.strip()):
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if match is None or last < first:
            raise click.BadParameter(f"{part} is neither a number nor a range, such as 3 or 3-7")
        ranges.append((first, last))
    return DocumentChoice(tuple(ranges))


def list_lines(summaries: Iterable[DocumentSummary]) -> Iterable[str]:
    """Yield a line for each document: number, date, publisher and headline, and what the dossier has."""
    for each in summaries:
        yield "  ".join((f"{each.number or 1:>5}", f"{each.published or '-':<10}", *_describe(each)))


def _describe(summary: DocumentSummary) -> Sequence[str]:
    headline = shorten(summary.headline or summary.part, _HEADLINE_LENGTH)
    parts = [part for part in (summary.publisher, headline) if part]
    if summary.problem:
        parts.append(f"(can't be read: {summary.problem})")
    elif summary.existing:
        parts.append(f"(in the dossier: {summary.existing})")
    elif summary.account:
        parts.append(f"(the original of {summary.account})")
    return parts
