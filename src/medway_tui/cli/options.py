"""Options that commands share, and choices that suggest a correction."""

from __future__ import annotations

import inspect
import os
import sys
from typing import Any

import click

from medway_tui import THEMES
from medway_tui.cli.console import print_error
from medway_tui.fuzzy import closest_matches, did_you_mean

DEFAULT_WIDTH = 100
"""The cells in a line where no terminal reports its width."""


class SuggestingChoice(click.Choice):  # type: ignore[type-arg,unused-ignore]
    """A choice that suggests the closest value for an unknown one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value in self.choices:
            return value
        name = param.opts[0] if param else "this"
        hint = (
            did_you_mean(closest_matches(str(value), self.choices, limit=2))
            or f"it is one of: {', '.join(self.choices)}"
        )
        raise UnknownNameError(f"{name} can't be {value}", hint, ctx)


class ThemeChoice(SuggestingChoice):
    """A theme of the reader, or one of the user's own files."""

    def __init__(self) -> None:
        super().__init__(THEMES)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self.choices:
            from medway_tui.config.folders import own_theme_names  # noqa: PLC0415 - reads a folder

            own = own_theme_names()
            if value in own:
                return value
            return SuggestingChoice([*THEMES, *own]).convert(value, param, ctx)
        return value


class UnknownNameError(click.UsageError):
    """A command or choice does not exist; ``hint`` suggests another."""

    def __init__(self, message: str, hint: str, ctx: click.Context | None) -> None:
        super().__init__(message, ctx)
        self.hint = hint


class ExamplesCommand(click.Command):
    """A command whose help keeps the line breaks of paragraphs with indented lines, such as examples."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        paragraphs = inspect.cleandoc(settings.get("help") or "").split("\n\n")
        # click does not wrap a paragraph that begins with \b.
        settings["help"] = "\n\n".join(f"\b\n{each}" if "\n " in f"\n{each}" else each for each in paragraphs)
        super().__init__(*args, **settings)


class SuggestingGroup(ExamplesCommand, click.Group):
    """A group that suggests the closest command for an unknown one."""

    command_class = ExamplesCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with."""
        missing = not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None
        if missing and not args[0].startswith("-"):
            path = ctx.command_path
            hint = (
                did_you_mean(closest_matches(args[0], self.list_commands(ctx), limit=2))
                or f"{path} --help lists the commands"
            )
            raise UnknownNameError(f"{path} has no command {args[0]}", hint, ctx)
        return super().resolve_command(ctx, args)


def content_option(function: Any) -> Any:
    """Add the option that names the folders of a dossier."""
    return click.option(
        "--content",
        "roots",
        metavar="DIR",
        multiple=True,
        type=click.Path(),
        help="Open the dossier in this folder. Repeat it to add folders; later ones override earlier ones.",
    )(function)


def fresh_option(function: Any) -> Any:
    """Add the option that opens the reader as if for the first time."""
    return click.option(
        "--fresh",
        is_flag=True,
        help="Begin without what was kept of earlier runs: view, places, filters, sizes and theme.",
    )(function)


def scan_option(function: Any) -> Any:
    """Add the option that skips the scan of the files."""
    return click.option(
        "--no-scan",
        is_flag=True,
        help="Do not scan the files for changes; use the index as it is, and print its age.",
    )(function)


_PLAIN_KEY = "medway_tui.plain"


def want_plain(context: click.Context) -> None:
    """Note that every command of this run prints plain text, unless it has a format."""
    context.meta[_PLAIN_KEY] = True


def is_plain_wanted() -> bool:
    """Whether --plain came before the command."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_PLAIN_KEY))


def color_option(function: Any) -> Any:
    """Add the option that turns colours on or off."""
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="When to use colours; auto: in a terminal that has them. NO_COLOR and FORCE_COLOR count.",
    )(function)


def is_colour_enabled(color: str) -> bool:
    """Whether standard output gets colours, for a value of ``--color``.

    The option counts first, then NO_COLOR (no-color.org) and FORCE_COLOR (force-color.org), each unless
    empty, then whether standard output is a terminal with colours.
    """
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def parse_date(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the date that an option gives, or None where it is not given."""
    if value is None:
        return None
    from medway_tui import dates  # noqa: PLC0415 - not on the way to --help

    try:
        return dates.check_date(value)
    except ValueError as error:
        raise UnknownNameError(
            f"{parameter.opts[0]}: {error}", "write a date as 2019, 2019-07 or 2019-07-15", None
        ) from None


def print_usage_error(error: click.ClickException) -> int:
    """Print what is wrong with a command line and what to do; return the exit status."""
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
