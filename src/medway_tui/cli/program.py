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
from medway_tui.cli.saying import STOPPED, did_you_mean, fail, gone, like
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
    "completion": Known(
        "medway_tui.cli.completion", "Print what makes your shell complete commands, ids and names."
    ),
    "differences": Known(
        "medway_tui.cli.differences", "Print the points on which the sources differ, side by side."
    ),
    "export": Known("medway_tui.cli.export", "Write the whole dossier into a folder, for other programs."),
    "import": Known(
        "medway_tui.cli.import_",
        "Bring saved articles into a dossier, as text, HTML or Markdown.",
    ),
    "new": Known("medway_tui.cli.new", "Write something new for a dossier, to be filled in."),
    "people": Known("medway_tui.cli.people", "Print who is in the dossier, and in what roles."),
    "quotes": Known("medway_tui.cli.quotes", "Print who said what, with where it stands."),
    "ratings": Known("medway_tui.cli.ratings", "Print the inspectors' judgements, inspections side by side."),
    "read": Known("medway_tui.cli.read", "Print an article to be read from top to bottom."),
    "schema": Known("medway_tui.cli.schema", "Print the format of a kind of file as JSON Schema."),
    "search": Known("medway_tui.cli.search", "Print the paragraphs in which words stand, the newest first."),
    "timeline": Known(
        "medway_tui.cli.timeline", "Print what happened in order, with the articles set among it."
    ),
}
"""Each command, known without its module, which is imported when the command is asked for."""


class OneOf(click.Choice):  # type: ignore[type-arg,unused-ignore]
    """A choice that offers what is most like the typed, where that is none of them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The choice as it is known."""
        if value in self.choices:
            return value
        name = param.opts[0] if param else "this"
        hint = like(str(value), list(self.choices)) or f"it is one of: {', '.join(self.choices)}"
        raise UnknownError(f"{name} can't be {value}", hint, ctx)


class UnknownError(click.UsageError):
    """Something was named that there is not; ``hint`` says what may have been meant."""

    def __init__(self, message: str, hint: str, ctx: click.Context | None) -> None:
        super().__init__(message, ctx)
        self.hint = hint


class Group(click.Group):
    """A group that offers what is most like a command that it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with."""
        missing = not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None
        if missing and not args[0].startswith("-"):
            named = ctx.command_path
            hint = like(args[0], self.list_commands(ctx)) or f"{named} --help lists the commands"
            raise UnknownError(f"{named} has no command {args[0]}", hint, ctx)
        return super().resolve_command(ctx, args)


class Program(Group):
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
            status = self._run(sys.argv[1:] if args is None else list(args), prog_name or "medway-tui", extra)
            sys.stdout.flush()
        except click.Abort:
            status = STOPPED
        except KeyboardInterrupt:
            status = STOPPED
        except click.ClickException as error:
            status = _complain(error)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            status = gone()
        sys.exit(status)

    def _run(self, args: list[str], name: str, extra: dict[str, Any]) -> Any:
        try:
            with self.make_context(name, args, terminal_width=_help_width(), **extra) as context:
                self.invoke(context)
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except SystemExit as ended:
            return ended.code
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
            formatter.write_dl([(name, COMMANDS[name].said) for name in self.list_commands(ctx)])


def _help_width() -> int:
    """How many cells a line of help has: those of the terminal, but no more than 80."""
    columns = os.environ.get("COLUMNS", "")
    try:
        # As shutil.get_terminal_size finds it, without the import of shutil.
        width = int(columns) if columns.isdigit() else os.get_terminal_size(1).columns
    except OSError:
        width = 0
    return max(min(width or 80, 80) - 2, 50)


def _complain(error: click.ClickException) -> int:
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
    first = message[:1] if message[1:2].isupper() else message[:1].lower()
    return fail(first + message[1:], hint)


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
    cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version", message="medway-tui %(version)s")
@content_option
@click.option(
    "--theme",
    type=OneOf(THEMES),
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
        from medway_tui.cli.reader import read  # noqa: PLC0415 - only the reader needs it

        read(roots, theme)
