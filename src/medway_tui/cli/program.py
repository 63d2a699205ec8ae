"""The program and its options, as click reads them."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import click

from medway_tui import __version__
from medway_tui.tui import THEMES


class Known(NamedTuple):
    """A command as the list of commands has it."""

    module: str
    """The module that holds it, as ``command``."""
    said: str
    """What it is for, in a line: the beginning of its own help."""


COMMANDS = {
    "articles": Known("medway_tui.cli.articles", "Print the list of articles, the oldest first."),
    "check": Known("medway_tui.cli.check", "Find what is wrong in the files of a dossier."),
    "differences": Known(
        "medway_tui.cli.differences", "Print the points on which the sources differ, side by side."
    ),
    "new": Known("medway_tui.cli.new", "Write something new for a dossier, to be filled in."),
    "people": Known("medway_tui.cli.people", "Print who is in the dossier, and in what roles."),
    "quotes": Known("medway_tui.cli.quotes", "Print who said what, with where it stands."),
    "ratings": Known("medway_tui.cli.ratings", "Print the inspectors' judgements, inspections side by side."),
    "read": Known("medway_tui.cli.read", "Print an article to be read from top to bottom."),
    "schema": Known("medway_tui.cli.schema", "Print the format of a kind of file as JSON Schema."),
    "timeline": Known(
        "medway_tui.cli.timeline", "Print what happened in order, with the articles set among it."
    ),
}
"""Each command, known without its module, which is imported when the command is asked for."""


class Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name].module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in the help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].said) for name in self.list_commands(ctx)])


def content_option(function: Any) -> Any:
    """The option that names the folders of a dossier; the same for every command."""
    return click.option(
        "--content",
        "roots",
        metavar="DIR",
        multiple=True,
        type=click.Path(),
        help="Open the dossier in this folder. Repeat it to lay folders over one another.",
    )(function)


@click.group(cls=Lazy, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="medway-tui %(version)s")
@content_option
@click.option(
    "--theme",
    type=click.Choice(THEMES),
    envvar="MEDWAY_TUI_THEME",
    help="Colours: dark, light, or the terminal's own. Also from MEDWAY_TUI_THEME.",
)
@click.pass_context
def cli(context: click.Context, roots: tuple[str, ...], theme: str | None) -> None:
    """Read a story told in many sources: articles, who said what, and the inspectors' judgements.

    Without a command, the reader opens in the terminal.

    \b
    Examples:
      medway-tui                          open the dossier that comes with the program
      medway-tui --content my/dossier     open another
      medway-tui check my/dossier         find what is wrong in its files
    """  # noqa: D301 - \b is click's mark for lines that are kept
    context.obj = roots
    if context.invoked_subcommand is None:
        from medway_tui.cli.reader import read  # noqa: PLC0415 - only the reader needs it

        read(roots, theme)
