"""What a shell proposes while a command line is typed: commands, options, ids and names.

The scripts of ``completion`` call the program with ``MARK`` in the environment. What is proposed comes
from the index as it was left: nothing is compared or built while somebody waits for a key.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import CompletionItem, ShellComplete

if TYPE_CHECKING:
    from medway_tui.index.completions import CompletionKind

COMPLETE_VAR = "_MEDWAY_TUI_COMPLETE"
"""Names the shell that asks."""
LINE_VAR = "_MEDWAY_TUI_LINE"
"""The command line, as far as the cursor."""
WORD_VAR = "_MEDWAY_TUI_WORD"
"""In bash, the part of the last word that is replaced: bash splits words at colons too."""

_PLAIN = re.compile(r"[^\w@%+=:,./-]")
_PATHS = ("dir", "file")

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


class TypedLine(NamedTuple):
    """A command line as it is being typed."""

    words: tuple[str, ...]
    """The words before the last one, unquoted."""
    incomplete: str
    """The word that is being typed, unquoted; empty where it is not begun."""
    quote: str
    """The quotation mark that is open in it, or nothing."""


def complete_names(kind: CompletionKind) -> Completer:
    """Proposes ids and names of a kind, for an option or argument that takes one."""

    def propose_names(
        context: click.Context, _parameter: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        return [CompletionItem(value, help=said) for value, said in _index_completions(context, kind, typed)]

    return propose_names


def complete_filters(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Proposes the filters of the search language, and what each can have."""
    from medway_tui.index.query_language import FILTER_NAMES  # noqa: PLC0415 - only when the shell asks

    minus = "-" if typed.startswith("-") else ""
    name, colon, value = typed.removeprefix(minus).partition(":")
    if not colon:
        # Any other word is as good: filters are proposed where one is begun.
        return [CompletionItem(f"{minus}{each}:") for each in FILTER_NAMES if name and each.startswith(name)]
    candidates: Iterable[tuple[str, str]] = ()
    if name == "type":
        candidates = ((each, "") for each in ("direct", "mixed", "indirect") if each.startswith(value))
    elif name in ("speaker", "party", "role", "in"):
        candidates = _index_completions(context, name, value.strip('"'))  # type: ignore[arg-type] # as was just seen
    return [
        CompletionItem(f'{minus}{name}:"{each}"' if " " in each else f"{minus}{name}:{each}", help=said)
        for each, said in candidates
    ]


def print_completions(shell: str) -> None:
    """Print what the shell proposes, a line for each; nothing where that can't be known."""
    from medway_tui.cli.main import cli  # noqa: PLC0415 - the program's own module imports this one

    typed = split_command_line(os.environ.get(LINE_VAR, ""))
    found = ShellComplete(cli, {}, "medway-tui", COMPLETE_VAR).get_completions(
        list(typed.words), typed.incomplete
    )
    option, equals, _ = typed.incomplete.partition("=")
    if option.startswith("--") and equals:
        # Of --option=value, only the values were found.
        found = [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in found]
    write = {"bash": _format_bash, "zsh": _format_zsh, "fish": _format_fish}.get(shell)
    if write is not None:
        sys.stdout.write("".join(f"{line}\n" for line in write(found, typed)))


def split_command_line(line: str) -> TypedLine:
    """The words of a command line that need not be finished, after the name of the program."""
    words: list[str] = []
    word: str | None = None
    quote = ""
    chars = iter(line)
    for char in chars:
        if quote:
            if char == quote:
                quote = ""
            else:
                word = (word or "") + (next(chars, "") if char == "\\" and quote == '"' else char)
        elif char in "'\"":
            quote, word = char, word or ""
        elif char == "\\":
            word = (word or "") + next(chars, "")
        elif char.isspace():
            if word is not None:
                words.append(word)
            word = None
        else:
            word = (word or "") + char
    # What stands before the program's name sets variables, or runs it.
    begun = next((n for n, each in enumerate(words, 1) if Path(each).name == "medway-tui"), 1)
    return TypedLine(tuple(words[begun:]), word or "", quote)


def _index_completions(context: click.Context, kind: CompletionKind, typed: str) -> list[tuple[str, str]]:
    from medway_tui.index.completions import find_completions  # noqa: PLC0415
    from medway_tui.index.connection import IndexCorruptError  # noqa: PLC0415
    from medway_tui.sync.dossier import open_without_scan  # noqa: PLC0415
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - only when the shell asks

    roots: tuple[str, ...] = ()
    if context.parent is not None:
        roots = context.parent.params.get("roots") or ()
    try:
        index = open_without_scan([Path(root) for root in (*roots, *(context.params.get("roots") or ()))])
        return find_completions(index, kind, typed) if index else []
    except (DossierError, IndexCorruptError):
        # A shell shows whatever is printed in the middle of the line that is typed.
        return []


def _format_bash(found: Sequence[CompletionItem], typed: TypedLine) -> list[str]:
    replaced = os.environ.get(WORD_VAR, "").lstrip("'\"").replace("\\", "")
    kept = typed.incomplete[: -len(replaced)] if replaced and typed.incomplete.endswith(replaced) else ""
    if replaced in (":", "="):
        kept = typed.incomplete
    if any(item.type in _PATHS for item in found):
        return [f"{item.type}:" for item in found]
    values = [str(item.value) for item in found]
    lines = [f"+{_quote_for_bash(value.removeprefix(kept), typed.quote)}" for value in values]
    if all(value.endswith(":") for value in values):
        lines.append("nospace:")
    if len(values) > 1 and not all(value.startswith(typed.incomplete) for value in values):
        # bash replaces the word by what all have in common: with a blank among them, by nothing.
        lines.append("+ ")
    return lines


def _format_zsh(found: Sequence[CompletionItem], typed: TypedLine) -> list[str]:
    begun = all(str(item.value).startswith(typed.incomplete) for item in found)
    mode = "begun" if begun else "only" if len(found) == 1 else "several"
    return [f"{mode}:", *(_format_described(item, ":" if item.type in _PATHS else "+") for item in found)]


def _format_fish(found: Sequence[CompletionItem], typed: TypedLine) -> list[str]:  # noqa: ARG001 - as the others
    return [_format_described(item, "") if item.type not in _PATHS else f"{item.type}:" for item in found]


def _format_described(item: CompletionItem, mark: str) -> str:
    if mark == ":":
        return f"{item.type}:"
    said = " ".join((item.help or "").split())
    return f"{mark}{item.value}" + (f"\t{said}" if said else "")


def _quote_for_bash(value: str, quote: str) -> str:
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote:
        return re.sub(r'["$`\\]', r"\\\g<0>", value)
    return _PLAIN.sub(r"\\\g<0>", value)
