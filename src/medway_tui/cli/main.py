"""The program: its group of commands, which are imported by name when they are used."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from medway_tui import __version__
from medway_tui.cli.console import INTERRUPTED, handle_output_error, print_error, print_notice
from medway_tui.cli.options import (
    SuggestingGroup,
    ThemeChoice,
    content_option,
    fresh_option,
    print_usage_error,
    want_plain,
)
from medway_tui.errors import MedwayError
from medway_tui.notices import subscribe, unsubscribe

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandInfo(NamedTuple):
    """A command in the list of commands."""

    module: str
    summary: str
    """The first line of its help."""
    attribute: str = "command"


COMMANDS = {
    "articles": CommandInfo("articles", "List articles, oldest first."),
    "check": CommandInfo("check", "Check the files of a dossier for errors."),
    "completion": CommandInfo("completion", "Print the completion script for your shell."),
    "config": CommandInfo("config", "Show where your settings are, and check them."),
    "differences": CommandInfo("records", "List the points on which sources differ.", "differences"),
    "doctor": CommandInfo("doctor", "Say what works here and what does not."),
    "drafts": CommandInfo("quotes", "List draft quotations that wait for review.", "drafts"),
    "export": CommandInfo("export", "Write the whole dossier to a folder, for other programs."),
    "import": CommandInfo("import_", "Import saved articles: pages, mail, documents, exports."),
    "import annotations": CommandInfo(
        "import_annotations", "Import annotations of others as draft quotations."
    ),
    "import ratings": CommandInfo("import_ratings", "Import the public table of English inspections."),
    "man": CommandInfo("man", "Show the man page."),
    "new": CommandInfo("new", "Create a file or entry of a dossier, to be filled in."),
    "notes": CommandInfo("notes", "List your own bookmarks and notes."),
    "people": CommandInfo("people", "List people and organisations with their roles."),
    "quotes": CommandInfo("quotes", "List quotations with speaker and paragraph."),
    "ratings": CommandInfo("records", "Compare the judgements of inspections.", "ratings"),
    "read": CommandInfo("articles", "Print an article as plain text.", "read"),
    "schema": CommandInfo("schema", "Print the JSON Schema of a kind of file."),
    "search": CommandInfo("search", "Search the text, newest articles first."),
    "serve": CommandInfo("serve", "Show the reader in browsers, for reading only."),
    "side-by-side": CommandInfo("articles", "Print two articles side by side.", "side_by_side"),
    "timeline": CommandInfo("records", "List events, inspections and articles in order of time.", "timeline"),
}
"""All commands. The list of commands is printed from here, without importing their modules."""


class LazyGroup(SuggestingGroup):
    """A group that imports a command when it is used, and maps errors to exit statuses."""

    def main(
        self, args: Sequence[str] | None = None, prog_name: str | None = None, *_unused: Any, **extra: Any
    ) -> NoReturn:
        """Run the command that the arguments name; ends the process with its exit status."""
        try:
            status = self._run_command(
                sys.argv[1:] if args is None else list(args), prog_name or "medway-tui", extra
            )
            sys.stdout.flush()
        except (click.Abort, KeyboardInterrupt):
            status = INTERRUPTED
        except click.ClickException as error:
            status = print_usage_error(error)
        except MedwayError as error:
            status = print_error(str(error), error.hint)
        except OSError as error:
            status = handle_output_error(error)
        sys.exit(status)

    def _run_command(self, args: list[str], name: str, extra: dict[str, Any]) -> Any:
        subscribe(print_notice)
        try:
            with self.make_context(name, args, terminal_width=_help_width(), **extra) as context:
                self.invoke(context)
        except click.exceptions.Exit as exit_error:
            return exit_error.exit_code
        except SystemExit as exit_error:
            return exit_error.code
        finally:
            unsubscribe(print_notice)
        return 0

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        if cmd_name not in COMMANDS:
            return None
        info = COMMANDS[cmd_name]
        command: click.Command = getattr(
            importlib.import_module(f"medway_tui.cli.{info.module}"), info.attribute
        )
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; ``import ratings`` is one of two words."""
        two = " ".join(args[:2])
        is_command = args[0] in COMMANDS or (" " in two and two in COMMANDS)
        if not (is_command or ctx.resilient_parsing or args[0].startswith("-")):
            # A place to open; a command's name wins over an article's.
            command: click.Command = importlib.import_module("medway_tui.cli.open_place").command
            return command.name, command, args
        return super().resolve_command(ctx, [two, *args[2:]] if " " in two and two in COMMANDS else args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose commands of one word, as the second word follows the first; else articles."""
        commands = [item for item in super().shell_complete(ctx, incomplete) if " " not in str(item.value)]
        if commands or incomplete.startswith("-"):
            return commands
        completed: list[CompletionItem] = importlib.import_module(
            "medway_tui.cli.completion"
        ).complete_first_word(ctx, incomplete)
        return completed

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in the help, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


def _help_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    try:
        # Like shutil.get_terminal_size, without importing shutil.
        width = int(columns) if columns.isdigit() else os.get_terminal_size(1).columns
    except OSError:
        width = 0
    return max(min(width or 80, 80) - 2, 50)


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND [ARGS]... | ARTICLE[#PARAGRAPH] | QUOTATION | LINK]",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, "-V", "--version", message="medway-tui %(version)s")
@content_option
@click.option(
    "--theme",
    type=ThemeChoice(),
    envvar="MEDWAY_TUI_THEME",
    help="Colours: one of these, or a theme file of your own by its name. Also set by MEDWAY_TUI_THEME.",
)
@click.option(
    "--plain",
    is_flag=True,
    envvar="MEDWAY_TUI_PLAIN",
    help="Plain text in place of the screen: a prompt, or the output of a command in words. Also set by"
    " MEDWAY_TUI_PLAIN=1.",
)
@fresh_option
@click.pass_context
def cli(
    context: click.Context, roots: tuple[str, ...], theme: str | None, *, plain: bool, fresh: bool
) -> None:
    """Read a story told by many sources: articles, quotations by speaker, and inspectors' judgements.

    Without a command, the reader opens in the terminal, where it was left. The id of an article or quotation,
    or a link that the reader has copied, opens it there; a command's name comes before an id.

    Examples:
      Open the dossier that comes with the program:
        medway-tui
      Open an article at its seventh paragraph:
        medway-tui bbc-2019-08-27#7
      Open another dossier:
        medway-tui --content bandstand
      List everything that a person said:
        medway-tui quotes --speaker brazil
      Read with a screen reader, at a prompt:
        medway-tui --plain
    """
    context.obj = roots
    if plain:
        want_plain(context)
    if context.invoked_subcommand is None and plain:
        from medway_tui.cli.plain_reader import run_plain_reader  # noqa: PLC0415 - opens the dossier

        run_plain_reader(roots, cli)
    elif context.invoked_subcommand is None:
        from medway_tui.cli.open_reader import open_reader  # noqa: PLC0415 - opens the dossier

        open_reader(roots, theme, fresh=fresh)


def run_program(completing_shell: str | None) -> None:
    """Run the command that the arguments name, or print completions for a shell; ends the process."""
    if completing_shell is None:
        cli.main(prog_name="medway-tui")
    importlib.import_module("medway_tui.cli.completion").print_completions(cli, completing_shell)
