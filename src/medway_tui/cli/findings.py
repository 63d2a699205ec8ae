"""How findings are printed: for people, for editors, for programs, and for GitHub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import click

from medway_tui.export.answer import json_text
from medway_tui.model.findings import Finding
from medway_tui.text import visible

FORMATS = ("full", "concise", "json", "json-lines", "github")
"""The ways to print findings, by the names that ruff has for them; the first is the usual one."""

FOR_PROGRAMS = ("json", "json-lines")
"""Those that are data: UTF-8 on any system."""

COLOURS = {"error": "red", "warning": "yellow"}


class Paper(NamedTuple):
    """What is printed on."""

    colour: bool
    """Whether it shows colours."""
    width: int
    """How many cells a line of it has."""


def printed(findings: Sequence[Finding], form: str, paper: Paper) -> Iterator[str]:
    """The findings in one of the ``FORMATS``: pieces of text that are whole lines.

    Nothing in them can be obeyed by a terminal but the colours, where these are wanted.
    """
    if form == "json":
        yield from _array(findings)
    elif form == "json-lines":
        yield from (f"{_object(finding)}\n" for finding in findings)
    elif form == "github":
        yield from (f"{_command(finding)}\n" for finding in findings)
    elif form == "concise":
        yield from (f"{_headline(finding, paper)}\n" for finding in findings)
    else:
        yield from _full(findings, paper)


# -- for people ----------------------------------------------------------------------------------


def _full(findings: Iterable[Finding], paper: Paper) -> Iterator[str]:
    from medway_tui.content.lines import source  # noqa: PLC0415 - only where lines are shown

    path: str | None = None
    lines: list[str] = []
    for number, finding in enumerate(findings):
        if finding.line and finding.path != path:
            path, lines = finding.path, source(finding.path)
        shown = _headline(finding, paper) + "\n"
        if 0 < finding.line <= len(lines):
            shown += _shown_line(lines[finding.line - 1], finding, paper)
        can = " (--fix does it)" if finding.fix is not None else ""
        shown += f"  {_paint('help:', paper, fg='cyan')} {visible(finding.hint)}{can}\n"
        yield shown if number == 0 else f"\n{shown}"


def _headline(finding: Finding, paper: Paper) -> str:
    where = _paint(visible(finding.where), paper, bold=True)
    code = _paint(finding.code, paper, fg=COLOURS[finding.severity], bold=True)
    return f"{where}: {code} {visible(finding.message)}"


def _shown_line(line: str, finding: Finding, paper: Paper) -> str:
    """The line and, below it, the mark under its column."""
    from medway_tui.cli.excerpt import excerpt  # noqa: PLC0415 - only where lines are shown

    number = str(finding.line)
    words, at = excerpt(line, finding.column, max(20, paper.width - len(number) - 5))
    bar = _paint("|", paper, fg="blue")
    caret = _paint("^", paper, fg=COLOURS[finding.severity], bold=True)
    first = f"  {_paint(number, paper, fg='blue')} {bar} {words}".rstrip()
    return f"{first}\n  {' ' * len(number)} {bar} {' ' * at}{caret}\n"


def _paint(text: str, paper: Paper, **style: Any) -> str:
    return click.style(text, **style) if paper.colour else text


# -- for programs --------------------------------------------------------------------------------


def _array(findings: Sequence[Finding]) -> Iterator[str]:
    yield "["
    for number, finding in enumerate(findings):
        yield f"{',' if number else ''}\n  {_object(finding)}"
    yield "\n]\n" if findings else "]\n"


def _object(finding: Finding) -> str:
    """A finding as a JSON object. Line and column are null where it is about the whole file."""
    return json_text(
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


def _command(finding: Finding) -> str:
    """A finding as a workflow command, which GitHub shows beside the line in a pull request."""
    place = {"file": finding.path}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    place["title"] = finding.code
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    message = _data(f"{finding.message}\nhelp: {finding.hint}")
    return visible(f"::{finding.severity} {properties}::{message}")


def _data(text: str) -> str:
    # The percent sign first: the others are written with it.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
