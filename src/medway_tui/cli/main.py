"""The program and its options, as click reads them."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

import click

from medway_tui import __version__
from medway_tui.cli.console import INTERRUPTED, did_you_mean, handle_broken_pipe, print_error, suggest
from medway_tui.tui import THEMES


class CommandInfo(NamedTuple):
    """A command as the list of commands has it."""

    module: str
    """The module that holds it, as ``command``."""
    summary: str
    """What it is for, in a line: the beginning of its own help."""


COMMANDS = {
    "articles": CommandInfo("medway_tui.cli.articles", "Print the list of articles, the oldest first."),
    "check": CommandInfo("medway_tui.cli.check", "Find what is wrong in the files of a dossier."),
    "completion": CommandInfo(
        "medway_tui.cli.completion", "Print what makes your shell complete commands, ids and names."
    ),
    "differences": CommandInfo(
        "medway_tui.cli.differences", "Print the points on which the sources differ, side by side."
    ),
    "export": CommandInfo(
        "medway_tui.cli.export", "Write the whole dossier into a folder, for other programs."
    ),
    "import": CommandInfo(
        "medway_tui.cli.import_",
        "Bring saved articles into a dossier, as text, HTML or Markdown.",
    ),
    "new": CommandInfo("medway_tui.cli.new", "Write something new for a dossier, to be filled in."),
    "people": CommandInfo("medway_tui.cli.people", "Print who is in the dossier, and in what roles."),
    "quotes": CommandInfo("medway_tui.cli.quotes", "Print who said what, with where it stands."),
    "ratings": CommandInfo(
        "medway_tui.cli.ratings", "Print the inspectors' judgements, inspections side by side."
    ),
    "read": CommandInfo("medway_tui.cli.read", "Print an article to be read from top to bottom."),
    "schema": CommandInfo("medway_tui.cli.schema", "Print the format of a kind of file as JSON Schema."),
    "search": CommandInfo(
        "medway_tui.cli.search", "Print the paragraphs in which words stand, the newest first."
    ),
    "timeline": CommandInfo(
        "medway_tui.cli.timeline", "Print what happened in order, with the articles set among it."
    ),
}
"""Each command, known without its module, which is imported when the command is asked for."""


class SuggestingChoice(click.Choice):  # type: ignore[type-arg,unused-ignore]
    """A choice that offers what is most like the typed, where that is none of them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The choice as it is known."""
        if value in self.choices:
            return value
        name = param.opts[0] if param else "this"
        hint = suggest(str(value), list(self.choices)) or f"it is one of: {', '.join(self.choices)}"
        raise UnknownNameError(f"{name} can't be {value}", hint, ctx)


class UnknownNameError(click.UsageError):
    """Something was named that there is not; ``hint`` says what may have been meant."""

    def __init__(self, message: str, hint: str, ctx: click.Context | None) -> None:
        super().__init__(message, ctx)
        self.hint = hint


class SuggestingGroup(click.Group):
    """A group that offers what is most like a command that it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        missing = not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None
        if missing and not args[0].startswith("-"):
            command_path = ctx.command_path
            hint = suggest(args[0], self.list_commands(ctx)) or f"{command_path} --help lists the commands"
            raise UnknownNameError(f"{command_path} has no command {args[0]}", hint, ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(SuggestingGroup):
    """The program: its commands are imported when they are asked for, and it ends as programs do."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,  # noqa: ARG002 - as click has it
        standalone_mode: bool = True,  # noqa: ARG002, FBT001, FBT002 - as click has it
        **extra: Any,
    ) -> NoReturn:
        """Run the command that the arguments name; ends the process with its exit status."""
        try:
            status = self._run_command(
                sys.argv[1:] if args is None else list(args), prog_name or "medway-tui", extra
            )
            sys.stdout.flush()
        except click.Abort:
            status = INTERRUPTED
        except KeyboardInterrupt:
            status = INTERRUPTED
        except click.ClickException as error:
            status = _print_usage_error(error)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            status = handle_broken_pipe()
        sys.exit(status)

    def _run_command(self, args: list[str], name: str, extra: dict[str, Any]) -> Any:
        try:
            with self.make_context(name, args, terminal_width=_help_width(), **extra) as context:
                self.invoke(context)
        except click.exceptions.Exit as exit_error:
            return exit_error.exit_code
        except SystemExit as exit_error:
            return exit_error.code
        return 0

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
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


def _help_width() -> int:
    """How many cells a line of help has: those of the terminal, but no more than 80."""
    columns = os.environ.get("COLUMNS", "")
    try:
        # As shutil.get_terminal_size finds it, without the import of shutil.
        width = int(columns) if columns.isdigit() else os.get_terminal_size(1).columns
    except OSError:
        width = 0
    return max(min(width or 80, 80) - 2, 50)


def _print_usage_error(error: click.ClickException) -> int:
    """Say what is wrong with a command line, and what to do; returns the exit status."""
    context: click.Context | None = getattr(error, "ctx", None)
    hint: str = getattr(error, "hint", "")
    message = error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option {error.option_name}"
        hint = did_you_mean(error.possibilities or ())
    elif isinstance(error, click.MissingParameter) and error.param is not None and context is not None:
        message = f"{error.param.make_metavar(context)} is missing"
    if context is not None and not hint:
        hint = f"see {context.command_path} --help"
    first_letter = message[:1] if message[1:2].isupper() else message[:1].lower()
    return print_error(first_letter + message[1:], hint)


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


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version", message="medway-tui %(version)s")
@content_option
@click.option(
    "--theme",
    type=SuggestingChoice(THEMES),
    envvar="MEDWAY_TUI_THEME",
    help="Colours: dark, light, or the terminal's own. Also from MEDWAY_TUI_THEME.",
)
@click.pass_context
def cli(context: click.Context, roots: tuple[str, ...], theme: str | None) -> None:
    """Read a story told in many sources: articles, who said what, and the inspectors' judgements.

    Without a command, the reader opens in the terminal.

    \b
    Examples:
      Open the dossier that comes with the program:
        medway-tui
      Open another:
        medway-tui --content bandstand
      Everything that somebody said:
        medway-tui quotes --speaker brazil
    """  # noqa: D301 - \b is click's mark for lines that are kept
    context.obj = roots
    if context.invoked_subcommand is None:
        from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - only the reader needs it

        open_reader(roots, theme)
