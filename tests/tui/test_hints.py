"""Hints and empty states name the keys in force: no text of the reader has a key of a command written out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import medway_tui.tui

ROOT = Path(medway_tui.tui.__file__).parent

_KEYS = r"(?:Esc|Enter|Tab|Backspace|Space|Del|(?:Ctrl|Shift|Alt)\+\S+|[a-zA-Z0-9?:/|=!\[\]{}'\\])"
_VERBS = [
    "adds",
    "bookmarks",
    "chooses",
    "clears",
    "closes",
    "comes",
    "compares",
    "confirms",
    "copies",
    "discards",
    "ends",
    "filters",
    "finds",
    "goes",
    "hides",
    "keeps",
    "lists",
    "marks",
    "next",
    "opens",
    "quits",
    "reviews",
    "searches",
    "selects",
    "sets",
    "shows",
    "switches",
    "undoes",
    "writes",
]
_HINT = re.compile(rf"(?:^|[ ·;,(\n])({_KEYS}) (?:{'|'.join(_VERBS)})\b")

FIXED_IN_DIALOGS = ("Esc", "Enter", "Tab", "Backspace", "Ctrl+s", "Space")
"""The keys of dialogs and forms, which are the same for everyone."""


def is_of_dialogs(path: Path) -> bool:
    """Whether a module is of a dialog or a form."""
    return path.parent.name in ("dialogs", "add") or path.stem.endswith(("_dialog", "_field", "_chooser"))


def shown_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the string constants of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def written_keys(path: Path) -> list[str]:
    """Return the hints of a module with a key that is written out."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for line, text in shown_texts(path)
        for match in _HINT.finditer(text)
        if not (match[1] in FIXED_IN_DIALOGS and is_of_dialogs(path))
    ]


def test_no_hint_has_the_key_of_a_command_written_out() -> None:
    # Write f"{COMMAND.key} opens it": the user may have given the command another key.
    assert [hint for path in sorted(ROOT.rglob("*.py")) for hint in written_keys(path)] == []


def test_the_pattern_finds_what_it_should() -> None:
    for text in ("f filters: words", "Nothing. Esc clears the filter", "sure (d reviews)", "3 here · n next"):
        assert _HINT.search(text), text
    for text in ("a sentence", "It opens", "what follows", "no key"):
        assert not _HINT.search(text), text
