"""Formats of findings: for people, editors, programs and GitHub."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import click

from medway_tui.export.report import format_json
from medway_tui.model.findings import Finding
from medway_tui.text import escape_invisible
from medway_tui.yaml_io.reader import source_lines

FINDING_FORMATS = ("full", "concise", "json", "json-lines", "github")
"""The formats of findings, named as in ruff; the first is the default."""

MACHINE_FORMATS = ("json", "json-lines")
"""The formats for programs, which are UTF-8 on any system."""

SEVERITY_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


class OutputStyle(NamedTuple):
    """Colour and width of the output."""

    colour: bool
    width: int
    """The cells in a line."""


def format_findings(findings: Sequence[Finding], form: str, style: OutputStyle) -> Iterator[str]:
    """Format findings in one of the ``FINDING_FORMATS``, as pieces of whole lines.

    Control characters are escaped, except those of colours.
    """
    if form == "json":
        yield from _format_json(findings)
    elif form == "json-lines":
        yield from (f"{_format_json_object(finding)}\n" for finding in findings)
    elif form == "github":
        yield from (f"{_format_github(finding)}\n" for finding in findings)
    elif form == "concise":
        yield from (f"{_format_headline(finding, style)}\n" for finding in findings)
    else:
        yield from _format_full(findings, style)


def _format_full(findings: Iterable[Finding], style: OutputStyle) -> Iterator[str]:
    path: str | None = None
    lines: list[str] = []
    for number, finding in enumerate(findings):
        if finding.line and finding.path != path:
            path, lines = finding.path, source_lines(finding.path)
        block = _format_headline(finding, style) + "\n"
        if 0 < finding.line <= len(lines):
            block += _format_excerpt(lines[finding.line - 1], finding, style)
        block += (
            f"  {_styled('help:', style, fg='cyan')} {escape_invisible(finding.hint)}{_fixed_by(finding)}\n"
        )
        yield block if number == 0 else f"\n{block}"


def _fixed_by(finding: Finding) -> str:
    if finding.fix is not None:
        return " (--fix can fix it)"
    return " (--fix-unsafe can do it)" if finding.suggestion is not None else ""


def describe_suggestion(finding: Finding) -> str:
    """Return a finding with the change that it suggests, for the question whether to make it."""
    suggestion = finding.suggestion
    lines = source_lines(finding.path)
    if suggestion is None or not 0 < suggestion.line <= len(lines):
        return finding.message
    line = lines[suggestion.line - 1]
    start, end = suggestion.column - 1, suggestion.column - 1 + suggestion.length
    new = line[:start] + suggestion.text + line[end:]
    return f"{finding.location}: {finding.message}\n  - {line.strip()}\n  + {new.strip()}"


def _format_headline(finding: Finding, style: OutputStyle) -> str:
    where = _styled(escape_invisible(finding.location), style, bold=True)
    code = _styled(finding.code, style, fg=SEVERITY_COLOURS[finding.severity], bold=True)
    return f"{where}: {code} {escape_invisible(finding.message)}"


def _format_excerpt(line: str, finding: Finding, style: OutputStyle) -> str:
    number = str(finding.line)
    words, caret_offset = cut_excerpt(line, finding.column, max(20, style.width - len(number) - 5))
    bar = _styled("|", style, fg="blue")
    caret = _styled("^", style, fg=SEVERITY_COLOURS[finding.severity], bold=True)
    first = f"  {_styled(number, style, fg='blue')} {bar} {words}".rstrip()
    return f"{first}\n  {' ' * len(number)} {bar} {' ' * caret_offset}{caret}\n"


def _styled(text: str, output: OutputStyle, **style: Any) -> str:
    return click.style(text, **style) if output.colour else text


def _format_json(findings: Sequence[Finding]) -> Iterator[str]:
    yield "["
    for number, finding in enumerate(findings):
        yield f"{',' if number else ''}\n  {_format_json_object(finding)}"
    yield "\n]\n" if findings else "]\n"


def _format_json_object(finding: Finding) -> str:
    """Format a finding as a JSON object; line and column are null if it is about the whole file."""
    return format_json(
        {
            "path": finding.path,
            "line": finding.line or None,
            "column": finding.column or None,
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "hint": finding.hint,
            "fixable": finding.fix is not None,
            "suggested": finding.suggestion is not None,
        }
    )


def _format_github(finding: Finding) -> str:
    """Format a finding as a workflow command, which GitHub shows beside the line in a pull request."""
    place = {"file": finding.path}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    place["title"] = finding.code
    properties = ",".join(f"{name}={_escape_property(value)}" for name, value in place.items())
    message = _escape_data(f"{finding.message}\nhelp: {finding.hint}")
    level = "notice" if finding.severity == "note" else finding.severity
    return escape_invisible(f"::{level} {properties}::{message}")


def _escape_data(text: str) -> str:
    # The percent sign first, since the other escapes contain it.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


_ELLIPSIS = "…"


def cut_excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """Cut a line to ``width`` cells around a column; return the text and the cells before the column.

    ``column`` counts code points from 1. Control and invisible characters are escaped.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - takes 30 ms, and only a finding needs it

    caret = min(column - 1, len(line))
    # A character takes one or two cells: text farther away than the width can't be shown.
    first, last = max(0, caret - width), caret + width
    before, after = escape_invisible(line[first:caret]), escape_invisible(line[caret:last])
    left, right = cell_len(before), cell_len(after)
    cut_left, cut_right = first > 0, last < len(line)
    if cut_left or cut_right or left + right > width:
        # The text after the column matters more than that before it, so it gets a third at least.
        left_width = width - min(right, width // 3)
        if cut_left or left > left_width:
            before = _ELLIPSIS + _fit_prefix(before[::-1], left_width - 1, cell_len)[::-1]
            left = cell_len(before)
        if cut_right or right > width - left:
            after = _fit_prefix(after, width - left - 1, cell_len) + _ELLIPSIS
    return before + after, left


def _fit_prefix(text: str, width: int, cell_len: Callable[[str], int]) -> str:
    """The longest beginning of a text that fits in ``width`` cells."""
    widths = accumulate(map(cell_len, text))
    return text[: next((number for number, cells in enumerate(widths) if cells > width), len(text))]
