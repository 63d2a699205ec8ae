"""Reports: what a command found, as data for programs and as words for people.

A column is written for programs as it is recorded, and for people in few columns and in words. ``formats``
lists the formats in which a report can be written.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypeVar

from medway_tui.text import escape_invisible, escape_markdown

if TYPE_CHECKING:
    from medway_tui.export.citations import Citations

Value = str | int | float | bool | tuple[str, ...] | None
"""The value of a column; None where it is not known."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""First characters with which a spreadsheet reads a cell as a formula."""
_HEADER_COLOUR = "\x1b[1;36m{}\x1b[0m"
"""A header as a terminal shows it bold and cyan, as in a table that is drawn (ECMA-48)."""
_encode_json = json.JSONEncoder(ensure_ascii=False).encode

ColumnType = Literal["string", "integer", "number", "boolean", "date", "list"]
"""The type of a column. A date is text, as precise as its source; a list is one cell in CSV."""

T = TypeVar("T")


class Column(NamedTuple):
    """A documented column of a report or of a dataset's table."""

    name: str
    description: str
    type: ColumnType = "string"
    required: bool = False
    is_joined: bool = False
    """Whether it repeats a column of another table; the database has it in a view only."""


class LazyRows(Generic[T]):
    """Rows that are made each time a format iterates over them."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return iter(self._make())


class OwnNote(NamedTuple):
    """A bookmark or note of the user's, as the formats for people print it."""

    subject: str
    """What it is on, and where."""
    words: str
    """The words that it is on; empty where it is on a record."""
    text: str
    """The note, in Markdown; empty for a bookmark."""
    tags: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield its lines: what it is on with its tags, the words, the note."""
        yield " ".join((self.subject, *(f"#{tag}" for tag in self.tags)))
        if self.words:
            yield f"   “{self.words}”"
        for line in self.text.split("\n") if self.text else ():
            yield f"   {line}".rstrip()


class QueryProblem(NamedTuple):
    """A part of a query that finds nothing, such as the name of no one."""

    message: str
    hint: str = ""


class Report(NamedTuple):
    """The result of a command, for programs and for people."""

    columns: tuple[str, ...]
    """The names of the columns, for programs. Documented in docs/formats.md, and never changed."""
    rows: Iterable[tuple[Value, ...]]
    """The rows, for programs."""
    headers: tuple[str, ...]
    """The headers of the columns, for people."""
    display_rows: Iterable[tuple[str, ...]]
    """The rows, for people."""
    blocks: Iterable[str]
    """Each record in words, in lines of its own."""
    blank_between: bool = True
    """Whether an empty line separates two blocks."""
    attribution: str = ""
    """The line that the licences of its sources ask for, at the end of text and Markdown."""
    footer: str = ""
    """What the figures are of, and their source: below a table, and at the end of text and Markdown."""
    citations: Citations | None = None
    """What the citing formats write; None for a report that cites nothing."""
    own_notes: Iterable[OwnNote] = ()
    """The user's notes on what it lists, below it, where they are asked for."""
    legend: str = ""
    """A line that explains the words of a table, below one that is drawn."""
    column_widths: Callable[[int], tuple[int, ...] | None] | None = None
    """The widths of the columns for a line of so many cells, so that rows are drawn as they are made.

    It returns None where the line is too narrow for columns. Without it, all rows decide on the widths.
    """
    heading: str = ""
    """What is listed and how many, in words: the first line of plain text."""
    spoken: Iterable[str] | None = None
    """Each record in words for listening, where the blocks are citations to paste."""
    problems: tuple[QueryProblem, ...] = ()
    """The parts of the query that find nothing, though others may."""
    opens: Iterable[str] = ()
    """For each record, the command line that shows where it comes from, such as ``read ARTICLE#7``."""

    @property
    def plain_blocks(self) -> Iterable[str]:
        """Each record in words for listening, in lines of its own."""
        return self.blocks if self.spoken is None else self.spoken


def report_of(
    records: Iterable[T],
    columns: tuple[str, ...],
    values: Callable[[T], tuple[Value, ...]],
    headers: tuple[str, ...],
    texts: Callable[[T], tuple[str, ...]],
    block: Callable[[T], str],
) -> Report:
    """Make a report with one row and one block for each record."""
    return Report(
        columns,
        LazyRows(lambda: map(values, records)),
        headers,
        LazyRows(lambda: map(texts, records)),
        LazyRows(lambda: map(block, records)),
    )


class TableStyle(NamedTuple):
    """How a table for people is drawn."""

    is_drawn: bool
    """Whether the table is fitted to a width; otherwise its cells are separated by tabs and not wrapped."""
    width: int
    """The cells in a line of the terminal."""
    colour: bool
    """Whether colours are allowed."""


def write_json(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write the rows as a JSON list of objects."""
    writer = JsonListWriter()
    for row in report.rows:
        yield writer.add(dict(zip(report.columns, row, strict=True)))
    yield writer.close()


def write_json_lines(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write each row as a JSON object in a line of its own."""
    encoder = JsonRowEncoder(report.columns)
    for row in report.rows:
        yield encoder.encode(row) + "\n"


def write_csv(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write the rows as CSV with a header row."""
    yield format_csv_row(report.columns)
    yield from map(format_csv_row, report.rows)


def write_markdown(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write the display rows as a Markdown table."""
    yield _format_markdown_row(report.headers)
    yield "|" + " --- |" * len(report.headers) + "\n"
    yield from map(_format_markdown_row, report.display_rows)
    for line in filter(None, (report.footer, report.attribution)):
        yield "\n" + escape_markdown(escape_invisible(line)) + "\n"


def write_text(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write the blocks, one after another."""
    for number, block in enumerate(report.blocks):
        lines = "\n".join(map(escape_invisible, block.split("\n")))
        yield "\n" * bool(number and report.blank_between) + lines + "\n"
    for line in filter(None, (report.footer, report.attribution)):
        yield "\n" + escape_invisible(line) + "\n"


def write_plain(report: Report, _style: TableStyle) -> Iterator[str]:
    """Write the heading and each record in words for listening, one after another."""
    if report.heading:
        yield f"{escape_invisible(report.heading)}\n\n"
    yield from write_text(report._replace(blocks=report.plain_blocks), _style)


def write_table(report: Report, style: TableStyle) -> Iterator[str]:
    """Write the display rows as a table, fitted to the terminal or with tabs between cells."""
    rows = (tuple(map(escape_invisible, row)) for row in (report.headers, *report.display_rows))
    if not style.is_drawn:
        headers = next(rows)
        # Each cell has a colour of its own, so that they can be cut apart at the tabs.
        yield "\t".join(_HEADER_COLOUR.format(each) if style.colour else each for each in headers) + "\n"
        yield from ("\t".join(row) + "\n" for row in rows)
        yield f"\n{escape_invisible(report.footer)}\n" if report.footer else ""
        return
    from medway_tui.export.table import draw_rows, draw_table  # noqa: PLC0415 - rich: only a drawn table needs it

    if report.column_widths is not None:
        widths = report.column_widths(style.width)
        yield from draw_rows(next(rows), rows, widths, style.width, colour=style.colour)
        if report.legend:
            yield "\n" + "\n".join(textwrap.wrap(escape_invisible(report.legend), style.width)) + "\n"
        return
    headers, *shown = rows
    yield draw_table(headers, shown, style.width, colour=style.colour)
    if report.footer:
        yield "\n" + "\n".join(textwrap.wrap(escape_invisible(report.footer), style.width)) + "\n"


def write_own_notes(report: Report) -> Iterator[str]:
    """Write the user's notes on what a report lists, below it."""
    for number, note in enumerate(report.own_notes):
        yield "\n" if number else "\nYour notes:\n\n"
        yield "".join(f"{escape_invisible(line)}\n" for line in note.lines())


def write_own_notes_in_markdown(report: Report) -> Iterator[str]:
    """Write the user's notes as a list, each note with its own Markdown."""
    for number, note in enumerate(report.own_notes):
        yield "\n" if number else "\n## Your notes\n\n"
        heading = f"**{escape_markdown(escape_invisible(note.subject))}**"
        yield f"- {' '.join((heading, *(escape_markdown(f'#{tag}') for tag in note.tags)))}\n"
        if note.words:
            yield f"\n  “{escape_markdown(escape_invisible(note.words))}”\n"
        if note.text:
            yield "\n" + "".join(
                f"  {escape_invisible(line)}".rstrip() + "\n" for line in note.text.split("\n")
            )


def format_json(record: object) -> str:
    """Encode a record as JSON in one line, with escapes for characters that a terminal would obey or hide."""
    return _escape_json(_encode_json(record))


def _escape_json(text: str) -> str:
    escaped = escape_invisible(text)
    if escaped == text:
        return text
    # Outside strings JSON is ASCII, so every character that differs is in a string, where it can be escaped.
    return "".join(
        char if char == seen else json.dumps(char)[1:-1] for char, seen in zip(text, escaped, strict=True)
    ).replace("\x7f", "\\u007f")


class JsonRowEncoder:
    """Encodes rows of the same columns as JSON objects: as ``format_json`` does, in half the time."""

    def __init__(self, columns: Sequence[str]) -> None:
        names = (encode_basestring(name).replace("%", "%%") for name in columns)
        self._template = "{" + ", ".join(f"{name}: %s" for name in names) + "}"

    def encode(self, row: Sequence[Value]) -> str:
        """Return a row as an object in one line."""
        return _escape_json(self._template % tuple(map(_encode_value, row)))


def _encode_value(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    # A boolean is an integer, and is written otherwise.
    return str(value) if type(value) is int else _encode_json(value)


class JsonListWriter:
    """Writes a JSON list piece by piece, each record in a line of its own."""

    def __init__(self) -> None:
        self._separator = "[\n"

    def add(self, record: object) -> str:
        """Return the text of the next record."""
        piece = self._separator + format_json(record)
        self._separator = ",\n"
        return piece

    def close(self) -> str:
        return "[]\n" if self._separator == "[\n" else "\n]\n"


def format_csv_row(row: Sequence[Value]) -> str:
    """Format a row as a line of CSV; texts that look like spreadsheet formulas get an apostrophe."""
    line = io.StringIO()
    # The line breaks of a note are kept: in quotation marks they are part of a cell.
    csv.writer(line, lineterminator="\n").writerow(
        ["\n".join(map(escape_invisible, _format_csv_cell(value).split("\n"))) for value in row]
    )
    return line.getvalue()


def _format_csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if isinstance(value, (str, tuple)) and text.startswith(_FORMULA_STARTS) else text


def _format_markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escape_markdown(escape_invisible(cell)) for cell in cells) + " |\n"
