"""Rows of a CSV file with the line and column of each field; a row that can't be read is reported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.saved_pages import UnreadableError
from medway_tui.saved_pages.file_kinds import refuse_other_kinds

MAX_BYTES = 64 * 2**20
"""The size of the largest table that is read."""

_DELIMITERS = (",", ";", "\t")
_MAX_LINES_PER_ROW = 20
"""A quotation mark that is still open after so many lines is one that was not closed."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class TableProblem(NamedTuple):
    """Something in a table that is left out, or read otherwise than it is written."""

    line: int
    column: int
    """In code points, from 1."""
    message: str


class CsvRow(NamedTuple):
    """A row of a table."""

    line: int
    """The number of its first line, from 1."""
    values: list[str]
    text: str
    """The row as it is in the file."""
    delimiter: str

    def locate(self, number: int) -> tuple[int, int]:
        """Return the line and column where a field begins; of the row's end where it has no such field."""
        line, column, is_quoted = self.line, 1, False
        left = number
        for char in self.text:
            if left == 0:
                break
            if char == '"':
                is_quoted = not is_quoted
            elif char == self.delimiter and not is_quoted:
                left -= 1
            if char == "\n":
                line, column = line + 1, 1
            else:
                column += 1
        return line, column


def decode_table(data: bytes) -> tuple[str, list[TableProblem]]:
    """Decode the bytes of a table: UTF-8, UTF-16 with its mark, else Windows-1252 with a problem.

    Raises UnreadableError for a file that is empty, too large, or of another kind, such as a spreadsheet.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"it is larger than {MAX_BYTES // 2**20} MB", "import the table alone")
    if not data.strip():
        raise UnreadableError("the file is empty")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding:
        refuse_other_kinds(data)
    try:
        return data.decode(encoding or "utf-8"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = "the table is not UTF-8 from here on: it is read as Windows-1252"
        return data.decode("cp1252", "replace"), [TableProblem(line, column, message)]


def read_rows(text: str, problems: list[TableProblem]) -> Iterator[CsvRow]:
    """Yield the rows of a table, the header first; rows that can't be read are added to ``problems``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = _find_delimiter(lines)
    number = 0
    while number < len(lines):
        end = _row_end(lines, number)
        if end is None:
            column = len(lines[number]) - len(lines[number].lstrip()) + 1
            message = "a quotation mark is not closed: the line is left out"
            problems.append(TableProblem(number + 1, lines[number].rfind('"') + 1 or column, message))
            number += 1
            continue
        whole = "\n".join(lines[number:end])
        if whole.strip():
            try:
                values = next(csv.reader(whole.splitlines(keepends=True), delimiter=delimiter))
            except (csv.Error, StopIteration) as error:
                problems.append(TableProblem(number + 1, 1, f"the line can't be read as CSV: {error}"))
            else:
                yield CsvRow(number + 1, values, whole, delimiter)
        number = end


def _row_end(lines: Sequence[str], start: int) -> int | None:
    """Return the number of the line after a row; None where a quotation mark is not closed."""
    marks = 0
    for number in range(start, min(start + _MAX_LINES_PER_ROW, len(lines))):
        marks += lines[number].count('"')
        if marks % 2 == 0:
            return number + 1
    return None


def _find_delimiter(lines: Sequence[str]) -> str:
    header = next((line for line in lines if line.strip()), "")
    return max(_DELIMITERS, key=header.count)
