"""An answer as text: one writer for all commands, whatever they answer.

``json``, ``jsonl`` and ``csv`` are for programs: every column, each row as it is recorded. ``table``
and ``markdown`` are for people: few columns, in words. ``text`` is linear: a block for each thing.
``csl-json``, ``bibtex`` and ``webannotation`` are for programs that cite or annotate; an answer that
has them says how each is written.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar, get_args

from medway_tui.text import escape_invisible

CommonFormat = Literal["table", "text", "json", "jsonl", "csv", "markdown"]
CitingFormat = Literal["csl-json", "bibtex", "webannotation"]
Format = Literal[CommonFormat, CitingFormat]
COMMON_FORMATS: tuple[CommonFormat, ...] = get_args(CommonFormat)
"""The formats that every answer has."""
CITING_FORMATS: tuple[CitingFormat, ...] = get_args(CitingFormat)
"""The formats that quotations and articles have besides."""
MACHINE_FORMATS: frozenset[Format] = frozenset({"json", "jsonl", "csv", *CITING_FORMATS})
"""The formats that are UTF-8 whatever the system's encoding."""

Value = str | int | bool | tuple[str, ...] | None
"""What a column holds; None where it is not known."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""
_encode_json = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN_ESCAPES = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"})


T = TypeVar("T")


class LazyRows(Generic[T]):
    """Rows that are made when a format asks for them, and only then."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return iter(self._make())


class Report(NamedTuple):
    """What a command answers, for programs and for people."""

    columns: tuple[str, ...]
    """The names of the columns, for programs. Documented in docs/formats.md, and never changed."""
    rows: Iterable[tuple[Value, ...]]
    """The rows, for programs."""
    headers: tuple[str, ...]
    """The heads of the columns, for people."""
    display_rows: Iterable[tuple[str, ...]]
    """The rows, for people."""
    blocks: Iterable[str]
    """Each thing in words, in lines of its own."""
    blank_between: bool = True
    """Whether an empty line stands between two blocks."""
    citing: Callable[[Format], Iterator[str]] | None = None
    """Writes it in one of the formats that only some answers have, in pieces."""


class TableStyle(NamedTuple):
    """What a table is drawn on."""

    is_drawn: bool
    """Whether a table is fitted to a width; otherwise its cells stand between tabs, unwrapped."""
    width: int
    """How many cells a line has."""
    colour: bool
    """Whether it may have colours."""


def render(report: Report, form: Format, style: TableStyle) -> Iterator[str]:
    """The answer in a format, in pieces; the pieces put together end with a line break, or are empty."""
    if form in CITING_FORMATS and report.citing is not None:
        yield from report.citing(form)
    elif form == "json":
        yield from format_json_list(dict(zip(report.columns, row, strict=True)) for row in report.rows)
    elif form == "jsonl":
        for row in report.rows:
            yield format_json(dict(zip(report.columns, row, strict=True))) + "\n"
    elif form == "csv":
        yield format_csv_row(report.columns)
        for row in report.rows:
            yield format_csv_row(row)
    elif form == "markdown":
        yield from _format_markdown(report)
    elif form == "text":
        for number, block in enumerate(report.blocks):
            yield "\n" * bool(number and report.blank_between) + _escape_lines(block) + "\n"
    elif style.is_drawn:
        yield _draw_table(report, style)
    else:
        for cells in (report.headers, *report.display_rows):
            yield "\t".join(map(escape_invisible, cells)) + "\n"


def format_json(record: object) -> str:
    """A record as JSON in one line; whatever a terminal would not show as it is, is an escape."""
    text = _encode_json(record)
    escaped = escape_invisible(text)
    if escaped == text:
        return text
    # Outside ASCII, whatever JSON holds stands in a string, where an escape means the same.
    return "".join(c if c == v else json.dumps(c)[1:-1] for c, v in zip(text, escaped, strict=True)).replace(
        "\x7f", "\\u007f"
    )


class JsonListWriter:
    """A list in JSON that is written piece by piece, each record in a line of its own."""

    def __init__(self) -> None:
        self._separator = "[\n"

    def add(self, record: object) -> str:
        """The piece that holds the next record."""
        piece = self._separator + format_json(record)
        self._separator = ",\n"
        return piece

    def close(self) -> str:
        """The last piece."""
        return "[]\n" if self._separator == "[\n" else "\n]\n"


def format_json_list(records: Iterable[object]) -> Iterator[str]:
    """Records as a list in JSON, in pieces."""
    writer = JsonListWriter()
    yield from map(writer.add, records)
    yield writer.close()


def format_csv_row(row: Sequence[Value]) -> str:
    """A row as a line of CSV, guarded against formulas."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        [escape_invisible(_format_csv_cell(value)) for value in row]
    )
    return line.getvalue()


def _format_csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if isinstance(value, (str, tuple)) and text.startswith(_FORMULA_STARTS) else text


def _format_markdown(report: Report) -> Iterator[str]:
    yield _format_markdown_row(report.headers)
    yield "|" + " --- |" * len(report.headers) + "\n"
    for row in report.display_rows:
        yield _format_markdown_row(row)


def _format_markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escape_invisible(cell).translate(_MARKDOWN_ESCAPES) for cell in cells) + " |\n"


def _escape_lines(block: str) -> str:
    return "\n".join(map(escape_invisible, block.split("\n")))


def _draw_table(report: Report, style: TableStyle) -> str:
    from medway_tui.export.table import draw_table  # noqa: PLC0415 - rich: only a drawn table needs it

    heads = tuple(map(escape_invisible, report.headers))
    rows = [tuple(map(escape_invisible, row)) for row in report.display_rows]
    return draw_table(heads, rows, style.width, colour=style.colour)
