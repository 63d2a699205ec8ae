"""The help of every command as data, from which docs/cli.md and the man page are made.

In a command's help, a line under ``Examples:`` that starts with ``medway-tui`` is an example; a line above it
that ends with a colon, or words two or more spaces after it, say what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import click

_EXAMPLE = re.compile(r"(?P<line>(?:eval \"\$\(|[^#]*\| )?medway-tui(?: .*?)?)(?: {2,}(?P<said>\S.*))?")


_HELP = ("-h, --help", "Show this message and exit.")
"""The option of every command."""


class Example(NamedTuple):
    """A command line to type."""

    line: str
    purpose: str
    """The purpose; may be empty."""

    @property
    def is_interactive(self) -> bool:
        """Whether the command runs until the user ends it, so that the page shows no output."""
        words = self.line.split()
        is_reader = words[1:] == [] or (words[1] in ("--content", "--theme") and len(words) == 3)
        is_place = len(words) == 2 and "#" in words[1]
        return is_reader or is_place or "--watch" in words or words[1] == "serve"


class CommandPage(NamedTuple):
    """The help of a command."""

    name: str
    """The full command, such as ``medway-tui new article``."""
    usage: str
    prose: str
    options: list[tuple[str, str]]
    examples: list[Example]


def describe_commands(program: click.Group) -> Iterator[CommandPage]:
    """Yield every command of the program, a group before its members."""
    context = click.Context(program, info_name="medway-tui", **program.context_settings)
    yield from _describe(program, context)


def _describe(command: click.Command, context: click.Context) -> Iterator[CommandPage]:
    prose, _, examples = (command.help or "").replace("\b\n", "").partition("Examples:\n")
    # click keeps the option of the first context that asked for it, which may have other names for it.
    records = (
        _HELP if "--help" in parameter.opts else parameter.get_help_record(context)
        for parameter in command.get_params(context)
    )
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = [record for record in records if record]
    yield CommandPage(context.command_path, usage, prose.strip(), options, list(_examples(examples)))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from _describe(below, click.Context(below, info_name=name, parent=context))


def _examples(text: str) -> Iterator[Example]:
    said = ""
    for line in map(str.strip, text.split("\n")):
        match = _EXAMPLE.fullmatch(line)
        if match:
            yield Example(match["line"], match["said"] or said)
            said = ""
        else:
            said = line.removesuffix(":")
