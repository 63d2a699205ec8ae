"""How findings are printed: for people, for editors, for programs, and for GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import click

from medway_tui.export.report import format_json
from medway_tui.model.findings import Finding
from medway_tui.text import escape_invisible

FINDING_FORMATS = ("full", "concise", "json", "json-lines", "github")
"""The ways to print findings, by the names that ruff has for them; the first is the usual one."""

MACHINE_FORMATS = ("json", "json-lines")
"""Those that are data: UTF-8 on any system."""

SEVERITY_COLOURS = {"error": "red", "warning": "yellow"}


class OutputStyle(NamedTuple):
    """What is printed on."""

    colour: bool
    """Whether it shows colours."""
    width: int
    """How many cells a line of it has."""


def format_findings(findings: Sequence[Finding], form: str, style: OutputStyle) -> Iterator[str]:
    """The findings in one of the ``FORMATS``: pieces of text that are whole lines.

    Nothing in them can be obeyed by a terminal but the colours, where these are wanted.
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


# -- for people ----------------------------------------------------------------------------------


def _format_full(findings: Iterable[Finding], style: OutputStyle) -> Iterator[str]:
    from medway_tui.yaml_io.reader import source_lines  # noqa: PLC0415 - only where lines are shown

    path: str | None = None
    lines: list[str] = []
    for number, finding in enumerate(findings):
        if finding.line and finding.path != path:
            path, lines = finding.path, source_lines(finding.path)
        block = _format_headline(finding, style) + "\n"
        if 0 < finding.line <= len(lines):
            block += _format_excerpt(lines[finding.line - 1], finding, style)
        fixable = " (--fix does it)" if finding.fix is not None else ""
        block += f"  {_styled('help:', style, fg='cyan')} {escape_invisible(finding.hint)}{fixable}\n"
        yield block if number == 0 else f"\n{block}"


def _format_headline(finding: Finding, style: OutputStyle) -> str:
    where = _styled(escape_invisible(finding.location), style, bold=True)
    code = _styled(finding.code, style, fg=SEVERITY_COLOURS[finding.severity], bold=True)
    return f"{where}: {code} {escape_invisible(finding.message)}"


def _format_excerpt(line: str, finding: Finding, style: OutputStyle) -> str:
    """The line and, below it, the mark under its column."""
    number = str(finding.line)
    words, caret_offset = cut_excerpt(line, finding.column, max(20, style.width - len(number) - 5))
    bar = _styled("|", style, fg="blue")
    caret = _styled("^", style, fg=SEVERITY_COLOURS[finding.severity], bold=True)
    first = f"  {_styled(number, style, fg='blue')} {bar} {words}".rstrip()
    return f"{first}\n  {' ' * len(number)} {bar} {' ' * caret_offset}{caret}\n"


def _styled(text: str, output: OutputStyle, **style: Any) -> str:
    return click.style(text, **style) if output.colour else text


# -- for programs --------------------------------------------------------------------------------


def _format_json(findings: Sequence[Finding]) -> Iterator[str]:
    yield "["
    for number, finding in enumerate(findings):
        yield f"{',' if number else ''}\n  {_format_json_object(finding)}"
    yield "\n]\n" if findings else "]\n"


def _format_json_object(finding: Finding) -> str:
    """A finding as a JSON object. Line and column are null where it is about the whole file."""
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
        }
    )


# -- for GitHub ----------------------------------------------------------------------------------


def _format_github(finding: Finding) -> str:
    """A finding as a workflow command, which GitHub shows beside the line in a pull request."""
    place = {"file": finding.path}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    place["title"] = finding.code
    properties = ",".join(f"{name}={_escape_property(value)}" for name, value in place.items())
    message = _escape_data(f"{finding.message}\nhelp: {finding.hint}")
    return escape_invisible(f"::{finding.severity} {properties}::{message}")


def _escape_data(text: str) -> str:
    # The percent sign first: the others are written with it.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


_ELLIPSIS = "…"


def cut_excerpt(line: str, column: int, width: int) -> tuple[str, int]:
    """What is shown of a line around a column, and how many cells stand before that column.

    ``column`` counts code points from 1. A line that needs more than ``width`` cells is cut on either
    side of it. Everything that a terminal would obey, or that nobody would see, is made visible.
    """
    from rich.cells import cell_len  # noqa: PLC0415 - takes 30 ms, and only a finding needs it

    from medway_tui.text import escape_invisible  # noqa: PLC0415

    caret = min(column - 1, len(line))
    # Nearly all characters take a cell or two: what lies farther away than the room is not looked at.
    first, last = max(0, caret - width), caret + width
    before, after = escape_invisible(line[first:caret]), escape_invisible(line[caret:last])
    left, right = cell_len(before), cell_len(after)
    cut_left, cut_right = first > 0, last < len(line)
    if cut_left or cut_right or left + right > width:
        # The words at the mark are read on from it, so a third of the room is kept for what follows.
        left_width = width - min(right, width // 3)
        if cut_left or left > left_width:
            before = _ELLIPSIS + _fit_prefix(before[::-1], left_width - 1)[::-1]
            left = cell_len(before)
        if cut_right or right > width - left:
            after = _fit_prefix(after, width - left - 1) + _ELLIPSIS
    return before + after, left


def _fit_prefix(text: str, width: int) -> str:
    """As much of the beginning of a text as needs no more than ``width`` cells."""
    from rich.cells import cell_len  # noqa: PLC0415 - see above

    widths = accumulate(map(cell_len, text))
    return text[: next((number for number, cells in enumerate(widths) if cells > width), len(text))]
