"""Writes keys, list items and remarks as lines of YAML, in the style of the shipped files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

LINE_WIDTH = 100
"""Width of written text, in characters."""

_PLAIN_PATTERNS = (
    re.compile(r"[^\W\d_](?:[\w ’“”–.,()/&'-]*[\w.’”)'])?"),
    re.compile(r"https?://[\w/.?=&%~+#,;:!-]*[\w/]"),
    re.compile(r"(?=.*[a-z]{2})[a-z0-9]+(-[a-z0-9]+)*"),
)
"""Texts that need no quotation marks."""
_DIGITS = re.compile(r"[0-9][0-9/.-]*")
_YAML_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def key_lines(key: str, value: str) -> list[str]:
    """Return the lines of a key with its text: one line where the text is safe as it is, else a block."""
    if _DIGITS.fullmatch(value):
        return [f'{key}: "{value}"']
    is_plain = len(key) + len(value) < LINE_WIDTH and any(each.fullmatch(value) for each in _PLAIN_PATTERNS)
    if is_plain and value.lower() not in _YAML_WORDS:
        return [f"{key}: {value}"]
    return block_lines(f"{key}:", value)


def block_lines(before: str, text: str) -> list[str]:
    """Return the lines of a folded block (``>-``) after a key or hyphen."""
    return [f"{before} >-", *indent_lines(wrap_text(text))]


def item_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines of a mapping as a list item; remarks before its first key come above the hyphen."""
    first = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    return [*lines[:first], f"- {lines[first]}", *indent_lines(lines[first + 1 :])]


def remark_lines(text: str) -> list[str]:
    """Return a text as remarks, wrapped."""
    return [f"# {line}" for line in textwrap.wrap(text, LINE_WIDTH, break_on_hyphens=False)]


def indent_lines(lines: Sequence[str], width: int = 2) -> list[str]:
    """Indent lines; blank lines stay empty."""
    return [f"{' ' * width}{line}" if line else "" for line in lines]


def wrap_text(text: str) -> list[str]:
    """Wrap the text of a block."""
    return textwrap.wrap(text, LINE_WIDTH - 4, break_long_words=False, break_on_hyphens=False)


def double_quoted(value: str) -> str:
    """Return a text in double quotation marks."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
