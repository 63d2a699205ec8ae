"""``medway-tui completion``: shell completion of commands, options, ids and names.

The scripts call the program with ``COMPLETE_VAR`` set to the shell's name. Candidates come from the existing
index, without a scan, since completion must answer at once. The scripts differ from click's, which split
names with blanks in bash.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from medway_tui import COMPLETE_VAR
from medway_tui.cli.console import print_error
from medway_tui.cli.options import ExamplesCommand, SuggestingChoice
from medway_tui.errors import MedwayError
from medway_tui.index.names import NamedThing, find_completions
from medway_tui.index.query_language import FILTER_ALIASES, FILTER_NAMES
from medway_tui.sync.dossier import open_without_scan

LINE_VAR = "_MEDWAY_TUI_LINE"
"""The variable with the command line up to the cursor."""
WORD_VAR = "_MEDWAY_TUI_WORD"
"""The variable with the part of the last word that bash replaces: it splits words at colons too."""

_END = "\0"
"""Marks the end of the line, so that a blank before it begins an empty word."""
_NOT_PLAIN = re.compile(r"[^\w@%+=:,./-]")
_PATH_TYPES = ("dir", "file")

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_names(kind: NamedThing) -> Completer:
    """Make a completer of ids and names of a kind, for an option or argument."""

    def propose_names(
        context: click.Context, _parameter: click.Parameter, typed: str
    ) -> list[CompletionItem]:
        return [CompletionItem(value, help=text) for value, text in _index_completions(context, kind, typed)]

    return propose_names


def complete_filters(context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Complete the filters of the query language and their values."""
    minus = "-" if typed.startswith("-") else ""
    name, colon, value = typed.removeprefix(minus).partition(":")
    if not colon:
        # Any other word is valid too, so an empty word gets no proposals.
        known = (*FILTER_NAMES, *FILTER_ALIASES)
        return [CompletionItem(f"{minus}{each}:") for each in known if name and each.startswith(name)]
    candidates: Iterable[tuple[str, str]] = ()
    if name == "type":
        candidates = ((each, "") for each in ("direct", "mixed", "indirect") if each.startswith(value))
    elif name in ("speaker", "party", "role", "in"):
        candidates = _index_completions(context, name, value.strip('"'))  # type: ignore[arg-type] # one of its kinds
    return [
        CompletionItem(f'{minus}{name}:"{each}"' if " " in each else f"{minus}{name}:{each}", help=text)
        for each, text in candidates
    ]


def _index_completions(context: click.Context, kind: NamedThing, typed: str) -> list[tuple[str, str]]:
    group_roots: tuple[str, ...] = ()
    if context.parent is not None:
        group_roots = context.parent.params.get("roots") or ()
    roots = (*group_roots, *(context.params.get("roots") or ()))
    return _complete_in([Path(root) for root in roots], kind, typed)


def _complete_in(roots: Sequence[Path], kind: NamedThing, typed: str) -> list[tuple[str, str]]:
    try:
        index = open_without_scan(roots)
        return find_completions(index, kind, typed) if index else []
    except MedwayError:
        # A shell would show a message in the middle of the line being typed.
        return []


def complete_first_word(context: click.Context, typed: str) -> list[CompletionItem]:
    """Complete the ids of articles, which are opened like commands; ``context`` is that of the program."""
    roots = [Path(root) for root in context.params.get("roots") or ()]
    return [
        CompletionItem(value, help=text) for value, text in _complete_in(roots, "article", typed) if typed
    ]


def print_completions(program: click.Command, shell: str) -> None:
    """Print completions of the line in ``LINE_VAR``, in the form that the shell's script reads."""
    completion = get_completion_class(shell)
    if completion is not None and issubclass(completion, LineCompletion):
        sys.stdout.write(completion(program, {}, "medway-tui", COMPLETE_VAR).complete())


def open_quotation_mark(line: str) -> str:
    """The quotation mark that is open at the end of a command line, or an empty string."""
    if line.endswith("\\"):
        return ""
    return next(mark for mark in ("", "'", '"') if split_arg_string(f"{line}{mark} {_END}")[-1] == _END)


class LineCompletion(ShellComplete):
    """Completes the command line in ``LINE_VAR``, which may be incomplete."""

    def source(self) -> str:
        """Return the script. Unlike click's for bash, ours does not need a recent version of it."""
        names = {"complete_var": self.complete_var, "line_var": LINE_VAR, "word_var": WORD_VAR}
        return self.source_template % {**names, "prog_name": self.prog_name}

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the incomplete word, and that word."""
        *words, incomplete = split_arg_string(os.environ.get(LINE_VAR, "") + _END)
        # Words before the program's name set variables, or run it.
        start = next((n for n, word in enumerate(words, 1) if Path(word).name == self.prog_name), 1)
        return words[start:], incomplete.removesuffix(_END)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Complete ``--option=value`` as a whole: click returns the values alone."""
        items = super().get_completions(args, incomplete)
        option, equals, _ = incomplete.partition("=")
        if option.startswith("--") and equals:
            return [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in items]
        return items

    def complete(self) -> str:
        args, incomplete = self.get_completion_args()
        lines = self.format_lines(self.get_completions(args, incomplete), incomplete)
        return "".join(f"{line}\n" for line in lines)

    def format_lines(self, items: list[CompletionItem], _incomplete: str) -> list[str]:
        """Format completions as lines for the script."""
        return [self.format_completion(item) for item in items]

    def format_completion(self, item: CompletionItem) -> str:
        """Format a completion as its value and, after a tab, its description; a path as its type."""
        if item.type in _PATH_TYPES:
            return f"{item.type}:"
        text = " ".join((item.help or "").split())
        return f"{item.value}\t{text}" if text else str(item.value)


@add_completion_class
class BashCompletion(LineCompletion, BashComplete):
    """Completion for bash, which replaces only the part of a word after the last colon."""

    source_template = r"""_medway_tui_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            +*) COMPREPLY+=("${line#+}") ;;
            nospace:) compopt -o nospace 2>/dev/null ;;
            dir:) compopt -o dirnames 2>/dev/null ;;
            file:) compopt -o default 2>/dev/null ;;
        esac
    done < <(%(complete_var)s=bash %(line_var)s="${COMP_LINE:0:COMP_POINT}" \
        %(word_var)s="${COMP_WORDS[COMP_CWORD]}" "$1" 2>/dev/null)
}
complete -o nosort -F _medway_tui_complete %(prog_name)s 2>/dev/null ||
    complete -F _medway_tui_complete %(prog_name)s
"""

    def format_lines(self, items: list[CompletionItem], incomplete: str) -> list[str]:
        """Format completions as what follows the part of the word that bash keeps."""
        replaced = os.environ.get(WORD_VAR, "").lstrip("'\"").replace("\\", "")
        kept = incomplete[: -len(replaced)] if replaced and incomplete.endswith(replaced) else ""
        if replaced in (":", "="):
            kept = incomplete
        if any(item.type in _PATH_TYPES for item in items):
            return [f"{item.type}:" for item in items]
        mark = open_quotation_mark(os.environ.get(LINE_VAR, ""))
        values = [str(item.value) for item in items]
        lines = [f"+{_quote_for_bash(value.removeprefix(kept), mark)}" for value in values]
        if all(value.endswith(":") for value in values):
            lines.append("nospace:")
        if len(values) > 1 and not all(value.startswith(incomplete) for value in values):
            # bash replaces the word by the common prefix of all: with a blank among them, by nothing.
            lines.append("+ ")
        return lines


@add_completion_class
class ZshCompletion(LineCompletion, ZshComplete):
    """Completion for zsh."""

    source_template = r"""#compdef %(prog_name)s
_medway_tui() {
    local mode line value
    local -a values shown suffix
    while IFS= read -r line; do
        case $line in
            +*)
                value=${${line#+}%%%%$'\t'*}
                values+=("$value")
                if [[ $line == *$'\t'* ]]; then
                    shown+=("$value  -- ${line#*$'\t'}")
                else
                    shown+=("$value")
                fi
                [[ $value == *: ]] && suffix=(-S '') ;;
            dir:) _files -/ ;;
            file:) _files ;;
            *:) mode=${line%%:} ;;
        esac
    done < <(%(complete_var)s=zsh %(line_var)s="${(j: :)words[1,CURRENT-1]} ${words[CURRENT]}" \
        "${words[1]}" 2>/dev/null)
    (( $#values )) || return 1
    if [[ $mode == begun ]]; then
        compadd -l $suffix -d shown -a values
    else
        compadd -l -U $suffix -d shown -a values
        # Do not replace the typed word by the common prefix.
        [[ $mode == several ]] && compstate[insert]='' && compstate[list]='list force'
    fi
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _medway_tui "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _medway_tui %(prog_name)s
fi
"""

    def format_lines(self, items: list[CompletionItem], incomplete: str) -> list[str]:
        """Format completions after a line that tells whether they continue the typed word."""
        is_prefix = all(str(item.value).startswith(incomplete) for item in items)
        mode = "begun" if is_prefix else "only" if len(items) == 1 else "several"
        return [f"{mode}:", *map(self.format_completion, items)]

    def format_completion(self, item: CompletionItem) -> str:
        """Format a completion with a plus sign before its value."""
        return ("" if item.type in _PATH_TYPES else "+") + LineCompletion.format_completion(self, item)


@add_completion_class
class FishCompletion(LineCompletion, FishComplete):
    """Completion for fish."""

    source_template = r"""function __medway_tui_complete
    set -l typed (commandline -cp)
    for line in (env %(complete_var)s=fish %(line_var)s="$typed" %(prog_name)s 2>/dev/null)
        switch $line
            case 'dir:'
                __fish_complete_directories (commandline -ct)
            case 'file:'
                __fish_complete_path (commandline -ct)
            case '*'
                echo $line
        end
    end
end
complete -c %(prog_name)s -f -k -a '(__medway_tui_complete)'
"""


_COMPLETIONS = {each.name: each for each in (BashCompletion, ZshCompletion, FishCompletion)}


def _quote_for_bash(value: str, mark: str) -> str:
    if mark == "'":
        return value.replace("'", "'\\''")
    if mark:
        return re.sub(r'["$`\\]', r"\\\g<0>", value)
    return _NOT_PLAIN.sub(r"\\\g<0>", value)


@click.command(cls=ExamplesCommand)
@click.argument("shell", required=False, metavar="[bash|zsh|fish]", type=SuggestingChoice(list(_COMPLETIONS)))
@click.pass_context
def command(context: click.Context, shell: str | None) -> None:
    """Print the completion script for your shell.

    The script completes commands, options, ids and names. Without an argument, it is for the shell in the
    variable SHELL. To load it in every shell, add a line to your shell's configuration:

      ~/.bashrc                   eval "$(medway-tui completion bash)"
      ~/.zshrc                    eval "$(medway-tui completion zsh)"
      ~/.config/fish/config.fish  medway-tui completion fish | source

    Ids and names come from the dossier named on the command line, once it has been opened.

    Examples:
      Save the script, which starts your shell faster than the line does:
        medway-tui completion fish > medway-tui.fish
    """
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in _COMPLETIONS:
        sys.exit(print_error("for which shell?", f"name one of: {', '.join(_COMPLETIONS)}"))
    program = context.find_root().command
    click.echo(_COMPLETIONS[name](program, {}, "medway-tui", COMPLETE_VAR).source(), nl=False)
