"""``medway-tui completion``: what makes a shell complete the program's commands, ids and names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from medway_tui.cli.completion_answers import COMPLETE_VAR, LINE_VAR, WORD_VAR
from medway_tui.cli.console import print_error
from medway_tui.cli.main import SuggestingChoice

_BASH_SCRIPT = f"""\
_medway_tui_complete() {{
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            +*) COMPREPLY+=("${{line#+}}") ;;
            nospace:) compopt -o nospace 2>/dev/null ;;
            dir:) compopt -o dirnames 2>/dev/null ;;
            file:) compopt -o default 2>/dev/null ;;
        esac
    done < <({COMPLETE_VAR}=bash {LINE_VAR}="${{COMP_LINE:0:COMP_POINT}}" \\
        {WORD_VAR}="${{COMP_WORDS[COMP_CWORD]}}" \\
        "$1" 2>/dev/null)
}}
complete -o nosort -F _medway_tui_complete medway-tui 2>/dev/null ||
    complete -F _medway_tui_complete medway-tui
"""

_ZSH_SCRIPT = f"""\
#compdef medway-tui
_medway_tui() {{
    local mode line value
    local -a values shown suffix
    while IFS= read -r line; do
        case $line in
            +*)
                value=${{${{line#+}}%%$'\\t'*}}
                values+=("$value")
                if [[ $line == *$'\\t'* ]]; then
                    shown+=("$value  -- ${{line#*$'\\t'}}")
                else
                    shown+=("$value")
                fi
                [[ $value == *: ]] && suffix=(-S '') ;;
            dir:) _files -/ ;;
            file:) _files ;;
            *:) mode=${{line%:}} ;;
        esac
    done < <({COMPLETE_VAR}=zsh {LINE_VAR}="${{(j: :)words[1,CURRENT-1]}} ${{words[CURRENT]}}" \\
        "${{words[1]}}" 2>/dev/null)
    (( $#values )) || return 1
    if [[ $mode == begun ]]; then
        compadd -l $suffix -d shown -a values
    else
        compadd -l -U $suffix -d shown -a values
        # Nothing that all have in common may replace what was typed.
        [[ $mode == several ]] && compstate[insert]='' && compstate[list]='list force'
    fi
    return 0
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _medway_tui "$@"
else
    (( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
    compdef _medway_tui medway-tui
fi
"""

_FISH_SCRIPT = f"""\
function __medway_tui_complete
    set -l asked (commandline -cp)
    for line in (env {COMPLETE_VAR}=fish {LINE_VAR}="$asked" medway-tui 2>/dev/null)
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
complete -c medway-tui -f -k -a '(__medway_tui_complete)'
"""

_SCRIPTS = {"bash": _BASH_SCRIPT, "zsh": _ZSH_SCRIPT, "fish": _FISH_SCRIPT}


@click.command()
@click.argument("shell", required=False, metavar="[bash|zsh|fish]", type=SuggestingChoice(list(_SCRIPTS)))
def command(shell: str | None) -> None:
    """Print what makes your shell complete commands, ids and names.

    Without a name, it is for the shell that SHELL names. For good, add the line for your shell to the
    file that it reads when it starts:

    \b
      ~/.bashrc                   eval "$(medway-tui completion bash)"
      ~/.zshrc                    eval "$(medway-tui completion zsh)"
      ~/.config/fish/config.fish  medway-tui completion fish | source

    Ids and names come from the dossier that the command line names, once it was opened.

    \b
    Examples:
      As a file, which starts your shell faster than the line does:
        medway-tui completion fish > medway-tui.fish
    """  # noqa: D301 - \b is click's mark for lines that are kept
    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in _SCRIPTS:
        sys.exit(print_error("for which shell?", f"name one of: {', '.join(_SCRIPTS)}"))
    click.echo(_SCRIPTS[name], nl=False)
