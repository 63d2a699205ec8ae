r"""The man page, in the macros man(7), made from the help of the commands.

Text is escaped, so that a backslash, a hyphen or a dot at the start of a line is printed as it is.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from medway_tui import APP_NAME, __version__
from medway_tui.cli.command_pages import CommandPage, Example, describe_commands

DATE = "2026-11-28"
"""The day of the version; without one, formatters complain."""

_COMMON = 8
"""How many commands share an option that is described once for all."""

_WIDTH = 64
"""The characters of a line of the source, before they are escaped."""

_ROFF = {
    "\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", "“": r"\(lq",
    "”": r"\(rq", "‘": r"\(oq", "’": r"\(cq", "–": r"\(en", "—": r"\(em", "…": "...",
}  # fmt: skip

_ENVIRONMENT = (
    ("MEDWAY_TUI_THEME", "The theme, as with --theme."),
    ("MEDWAY_TUI_PLAIN", "If it is 1, plain text in place of the screen, as with --plain."),
    ("NO_COLOR, FORCE_COLOR", "No colours; colours also where the output is no terminal."),
    ("COLUMNS", "The width of tables."),
    ("VISUAL, EDITOR", "The editor for YAML, settings and notes."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "Where the folders below are."),
    ("ACCESSIBLE", "If it is set, the reader offers plain text when it opens."),
)
_FILES = (
    (f"~/.config/{APP_NAME}/config.toml", "Settings; themes/ has themes of your own."),
    (f"~/.local/share/{APP_NAME}/", "A folder for each dossier: your own files over it, and your notes."),
    (
        f"~/.local/state/{APP_NAME}/",
        "What is kept between runs: places, sizes, the theme; crash reports.",
    ),
    (f"~/.cache/{APP_NAME}/", "The index, which can be deleted at any time."),
    ("medway-tui doctor", "prints these folders, which are elsewhere on macOS and Windows."),
)
_EXIT_STATUS = (
    ("0", "Something was found or done."),
    ("1", "Nothing was found, or there are findings or problems."),
    ("2", "The command could not run."),
    ("130, 141", "Stopped with Ctrl+C; the output pipe was closed."),
)


def make_man_page(program: click.Group) -> str:
    """Return the man page of the program."""
    first, *others = describe_commands(program)
    counts = Counter(option for each in others for option in each.options)
    common = [option for option, number in counts.items() if option[1] and number >= _COMMON]
    return "".join(f"{line}\n" for line in _lines(first, others, common))


def _lines(
    program: CommandPage, commands: Sequence[CommandPage], common: Sequence[tuple[str, str]]
) -> Iterator[str]:
    yield r".\" Generated from the help of the commands; run `make docs` to update it."
    yield f'.TH MEDWAY-TUI 1 {DATE} "medway-tui {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"medway\-tui \- read a story told in many sources, in a terminal"
    yield ".SH SYNOPSIS"
    yield from _usage(program)
    yield ".SH DESCRIPTION"
    yield from _paragraphs(program.prose)
    yield ".PP"
    yield from _fill("In the reader, ? shows the keys, : finds a command, and q quits.")
    yield ".SH OPTIONS"
    yield from _definitions(program.options)
    yield ".SH OPTIONS OF SEVERAL COMMANDS"
    yield from _fill("A command that has one of these shows it in its --help; it is not repeated below.")
    yield from _definitions(common)
    yield ".SH COMMANDS"
    for each in commands:
        yield f".SS {_escape(each.name.partition(' ')[2])}"
        yield from _usage(each)
        yield ".PP"
        yield from _paragraphs(each.prose)
        yield from _definitions([option for option in each.options if option[1] and option not in common])
        yield from _examples(each.examples)
    yield ".SH EXAMPLES"
    yield from _examples(program.examples, after_heading=True)
    for title, entries in {
        "ENVIRONMENT": _ENVIRONMENT, "FILES": _FILES, "EXIT STATUS": _EXIT_STATUS
    }.items():  # fmt: skip
        yield f".SH {title}"
        yield from _definitions(entries)
    yield ".SH SEE ALSO"
    yield from _fill("README.md and docs/ of the program: content.md, formats.md, import.md, review.md.")


def _usage(page: CommandPage) -> Iterator[str]:
    name, _, rest = page.usage.removeprefix(page.name).partition(" ")
    yield f".B {_escape(page.name)}{name}"
    if rest:
        yield _escape(rest)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield paragraphs; one whose lines are indented keeps its lines."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ".PP"
        if "\n " in f"\n{paragraph}":
            yield ".nf"
            yield from map(_escape, paragraph.split("\n"))
            yield ".fi"
        else:
            yield from _fill(paragraph)


def _definitions(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    for term, text in entries:
        yield ".TP"
        yield f".B {_escape(term)}"
        yield from _fill(text)


def _examples(examples: Sequence[Example], *, after_heading: bool = False) -> Iterator[str]:
    for number, each in enumerate(examples):
        if number or not after_heading:
            yield ".PP"
        if each.purpose:
            yield from _fill(f"{each.purpose}:")
        yield ".RS 4"
        yield ".nf"
        yield _escape(each.line)
        yield ".fi"
        yield ".RE"


def _fill(text: str) -> Iterator[str]:
    """Yield a text in short lines, which a formatter fills."""
    lines = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield from map(_escape, lines)


def _escape(text: str) -> str:
    # Characters beyond ASCII by their numbers: not every formatter reads UTF-8.
    escaped = "".join(
        _ROFF.get(char, char) if char.isascii() or char in _ROFF else f"\\[u{ord(char):04X}]" for char in text
    )
    # A line that begins with a dot is a request.
    return rf"\&{escaped}" if escaped.startswith(".") else escaped
