"""``medway-tui doctor``: one page on the program and its surroundings, for a bug report."""

from __future__ import annotations

import json
import sys

import click

from medway_tui.cli.console import NOTHING_FOUND, prepare_stdout, print_lines
from medway_tui.cli.doctor_checks import CheckedSection, run_checks
from medway_tui.cli.options import ExamplesCommand, SuggestingChoice, content_option
from medway_tui.text import plural

_NAME_WIDTH = 22


@click.command(cls=ExamplesCommand)
@click.option(
    "--format",
    "form",
    type=SuggestingChoice(("text", "json")),
    default="text",
    help="text (the default) or json.",
)
@content_option
@click.pass_obj
def command(group_roots: tuple[str, ...], roots: tuple[str, ...], form: str) -> None:
    """Say what works here and what does not.

    One page for a bug report: versions, the terminal and its colours, the clipboard, the folders, settings
    and state, the dossier's index, and optional parts. Each problem says what to do. No file is changed, and
    nothing private is printed: no text of a dossier, no notes, and paths from ~ on.

    Exit status: 0 nothing is wrong, 1 something is wrong.

    Examples:
      Write the page into a file:
        medway-tui doctor > doctor.txt
    """
    prepare_stdout(utf_8=form == "json")
    sections = run_checks((*group_roots, *roots))
    problems = sum(bool(each.problem) for section in sections for each in section.checks)
    if form == "json":
        sys.stdout.write(_format_json(sections, problems))
    else:
        print_lines(_format_lines(sections, problems), stdout=True)
    sys.exit(NOTHING_FOUND if problems else 0)


def _format_lines(sections: list[CheckedSection], problems: int) -> list[str]:
    lines = [f"medway-tui doctor: {plural(problems, 'problem', zero='no')}"]
    for section in sections:
        lines += ["", section.title]
        for each in section.checks:
            lines.append(f"  {each.name + ':':<{_NAME_WIDTH}} {each.value}")
            if each.problem:
                lines.append(f"    problem: {each.problem}")
            if each.problem and each.hint:
                lines.append(f"    to do: {each.hint}")
    return lines


def _format_json(sections: list[CheckedSection], problems: int) -> str:
    content = {
        "problems": problems,
        "sections": {
            section.title: [
                {name: value for name, value in each._asdict().items() if value} for each in section.checks
            ]
            for section in sections
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
