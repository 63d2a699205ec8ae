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

from medway_tui.text import visible

Common = Literal["table", "text", "json", "jsonl", "csv", "markdown"]
Citing = Literal["csl-json", "bibtex", "webannotation"]
Format = Literal[Common, Citing]
FORMATS: tuple[Common, ...] = get_args(Common)
"""The formats that every answer has."""
CITING: tuple[Citing, ...] = get_args(Citing)
"""The formats that quotations and articles have besides."""
FOR_PROGRAMS: frozenset[Format] = frozenset({"json", "jsonl", "csv", *CITING})
"""The formats that are UTF-8 whatever the system's encoding."""

Value = str | int | bool | tuple[str, ...] | None
"""What a column holds; None where it is not known."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"})


T = TypeVar("T")


class Made(Generic[T]):
    """Rows that are made when a format asks for them, and only then."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[T]:
        return iter(self._make())


class Answer(NamedTuple):
    """What a command answers, for programs and for people."""

    columns: tuple[str, ...]
    """The names of the columns, for programs. Documented in docs/formats.md, and never changed."""
    rows: Iterable[tuple[Value, ...]]
    """The rows, for programs."""
    heads: tuple[str, ...]
    """The heads of the columns, for people."""
    shown: Iterable[tuple[str, ...]]
    """The rows, for people."""
    blocks: Iterable[str]
    """Each thing in words, in lines of its own."""
    apart: bool = True
    """Whether an empty line stands between two blocks."""
    citing: Callable[[Format], Iterator[str]] | None = None
    """Writes it in one of the formats that only some answers have, in pieces."""


class Page(NamedTuple):
    """What a table is drawn on."""

    drawn: bool
    """Whether a table is fitted to a width; otherwise its cells stand between tabs, unwrapped."""
    width: int
    """How many cells a line has."""
    colour: bool
    """Whether it may have colours."""


def written(answer: Answer, form: Format, page: Page) -> Iterator[str]:
    """The answer in a format, in pieces; the pieces put together end with a line break, or are empty."""
    if form in CITING and answer.citing is not None:
        yield from answer.citing(form)
    elif form == "json":
        yield from json_list(dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
    elif form == "jsonl":
        for row in answer.rows:
            yield json_text(dict(zip(answer.columns, row, strict=True))) + "\n"
    elif form == "csv":
        yield csv_line(answer.columns)
        for row in answer.rows:
            yield csv_line(row)
    elif form == "markdown":
        yield from _markdown(answer)
    elif form == "text":
        for number, block in enumerate(answer.blocks):
            yield "\n" * bool(number and answer.apart) + _lines(block) + "\n"
    elif page.drawn:
        yield _drawn(answer, page)
    else:
        for cells in (answer.heads, *answer.shown):
            yield "\t".join(map(visible, cells)) + "\n"


def json_text(record: object) -> str:
    """A record as JSON in one line; whatever a terminal would not show as it is, is an escape."""
    text = _ENCODE(record)
    seen = visible(text)
    if seen == text:
        return text
    # Outside ASCII, whatever JSON holds stands in a string, where an escape means the same.
    return "".join(c if c == v else json.dumps(c)[1:-1] for c, v in zip(text, seen, strict=True)).replace(
        "\x7f", "\\u007f"
    )


class JsonList:
    """A list in JSON that is written piece by piece, each record in a line of its own."""

    def __init__(self) -> None:
        self._opening = "[\n"

    def record(self, record: object) -> str:
        """The piece that holds the next record."""
        piece = self._opening + json_text(record)
        self._opening = ",\n"
        return piece

    def end(self) -> str:
        """The last piece."""
        return "[]\n" if self._opening == "[\n" else "\n]\n"


def json_list(records: Iterable[object]) -> Iterator[str]:
    """Records as a list in JSON, in pieces."""
    written = JsonList()
    yield from map(written.record, records)
    yield written.end()


def csv_line(row: Sequence[Value]) -> str:
    """A row as a line of CSV, guarded against formulas."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([visible(_cell(value)) for value in row])
    return line.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if isinstance(value, (str, tuple)) and text.startswith(_FORMULA) else text


def _markdown(answer: Answer) -> Iterator[str]:
    yield _markdown_line(answer.heads)
    yield "|" + " --- |" * len(answer.heads) + "\n"
    for row in answer.shown:
        yield _markdown_line(row)


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(visible(cell).translate(_MARKDOWN) for cell in cells) + " |\n"


def _lines(block: str) -> str:
    return "\n".join(map(visible, block.split("\n")))


def _drawn(answer: Answer, page: Page) -> str:
    from medway_tui.export.layout import drawn  # noqa: PLC0415 - rich: only a drawn table needs it

    heads = tuple(map(visible, answer.heads))
    rows = [tuple(map(visible, row)) for row in answer.shown]
    return drawn(heads, rows, page.width, colour=page.colour)
