"""Finds characters that look like YAML's own punctuation, and what version control leaves in a file.

An editor shows a no-break space like a space and a full-width colon nearly like a colon, but to YAML they
are letters. What the parser then reports is far from the cause, or it reports nothing, since two lines have
become one text. These checks run only where the parser failed, or where a text has such characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.text import find_invisible
from medway_tui.yaml_io.reader import location_at

CONFLICT_START = "\n<<<<<<< "
"""The first line of two versions that git could not merge, below the first line of a file."""

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""The spaces that YAML counts as letters, as a range of a regular expression."""

_COLONS = "：﹕︓∶ː꞉"
_HYPHENS = "‐‑‒–—―−﹣－•"
_MARKS = "“”„‟«»‘’‚‛＂＇"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"

_CONFLICT = re.compile(r"^(?:<{7} .*|\|{7} .*|={7}\r?|>{7} .*)$", re.MULTILINE)
_KEY_LINE = re.compile(r"[ ]*(?:- +)*[A-Za-z_]+:(?:[ \t]|$)")
_DISGUISED_KEY = re.compile(
    rf"(?P<indent>[ ]*[{SPACES}{_UNSEEN}][ {SPACES}{_UNSEEN}]*)(?=[A-Za-z_]+:(?: |$)|- )"
    rf"|[ ]*(?:- +)*(?:[A-Za-z_]+[ {SPACES}{_UNSEEN}]*(?:(?P<colon>[{_COLONS}])"
    rf"|:(?P<space>[{SPACES}{_UNSEEN}])|:(?P<nothing>(?=[^\s:/])))"
    rf"|(?P<mark>[{_MARKS}])[A-Za-z_]+[{_MARKS}]?:)"
)
_QUOTED_VALUE = re.compile(rf"[ ]*(?:- +)*(?:[A-Za-z_]+: +)?(?P<mark>[{_MARKS}])")
_NAMES = {"\ufeff": "a byte order mark", "\u200b": "a zero-width space", "\u00ad": "a soft hyphen"}

_MAX_LINES = 1_000
"""How many lines above a parser error are looked at."""


class _Disguise(NamedTuple):
    """A kind of character in the place of YAML's own, and the finding for it."""

    code: str
    message: str
    """The finding's message, with the character's description for ``{char}``."""


_DISGUISES = {
    "indent": _Disguise("Y021", "{char} indents this line, where YAML knows only the plain space"),
    "space": _Disguise("Y021", "after the colon of this key is {char}, not a plain space"),
    "colon": _Disguise("Y022", "after this key is {char}, not a plain colon"),
    "nothing": _Disguise("Y025", "a space is missing after the colon of this key"),
    "mark": _Disguise("Y024", "{char} is a typographic quotation mark, which YAML reads as a letter"),
}


def describe_character(char: str) -> str:
    """Return the name and number of a character: ``a no-break space (U+00A0)``; controls have no name."""
    if unicodedata.category(char) == "Cc":
        return f"U+{ord(char):04X}"
    name = unicodedata.name(char, "character").lower().replace("fullwidth", "full-width")
    described = _NAMES.get(char) or f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return f"{described} (U+{ord(char):04X})"


def find_conflict(path: str, text: str) -> Finding | None:
    """Return the finding for the first line that git leaves where it could not merge two versions."""
    match = _CONFLICT.search(text)
    if match is None:
        return None
    location = location_at(path, text, match.start())
    if match[0][0] == "<":
        return make_finding("Y023", location, "two versions that git could not merge begin here")
    return make_finding("Y023", location, f"this line is left of a merge with git: {match[0][:7]}")


def find_disguised_key(path: str, text: str, offset: int) -> Finding | None:
    """Return the finding for a disguised character in the line of a parser error, or in one just above it.

    A key that is not read as one belongs to the value above it, so lines are searched upwards as far as the
    next key that is read. Of several such lines, the first has the finding.
    """
    lines = text[:offset].split("\n")
    lines[-1] += text[offset:].partition("\n")[0]
    end = sum(map(len, lines)) + len(lines) - 1
    found: Finding | None = None
    for number, line in enumerate(reversed(lines[-_MAX_LINES:])):
        start = end - len(line)
        match = _DISGUISED_KEY.match(line)
        if match is not None:
            found = _make_disguise(path, text, start, match)
        elif found is not None or (number and _KEY_LINE.match(line)):
            break
        end = start - 1
    return found


def find_typographic_mark(path: str, text: str, offset: int) -> Finding | None:
    """Return the finding for a value of the line at an offset that begins with a typographic mark."""
    start = text.rfind("\n", 0, offset) + 1
    match = _QUOTED_VALUE.match(text, start, offset)
    return None if match is None else _make_disguise(path, text, 0, match)


def find_disguised_keys(path: str, text: str, node: Any) -> Iterator[Finding]:
    """Yield the finding for the first disguised key within a plain value of several lines."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.start_mark.line == node.end_mark.line and node.start_mark.column:
        return
    first = node.start_mark.line
    start -= node.start_mark.column
    for number, line in enumerate(text[start:end].split("\n"), first):
        is_value = number == first and node.start_mark.column
        match = None if is_value else _DISGUISED_KEY.match(line)
        if match is not None and match.lastgroup != "nothing":
            yield _make_disguise(path, text, start, match)
            return
        start += len(line) + 1


def check_key(path: str, text: str, key: Any) -> Finding | None:
    """Return the finding for a character in a key that no key of the format has; None for plain letters."""
    name: str = key.value
    odd_ones = [char for char in name if not char.isascii()]
    # A key with a space is prose; one of another alphabet altogether is no disguise.
    if not odd_ones or 2 * len(odd_ones) >= len(name) or " " in name:
        return None
    odd = odd_ones[0]
    offset = max(text.find(odd, key.start_mark.index, key.end_mark.index), key.start_mark.index)
    described = describe_character(odd)
    if odd in _MARKS:
        code, message = "Y024", _DISGUISES["mark"].message.format(char=described)
    elif odd.isspace():
        code, message = "Y021", f"{described} is in this key"
    elif odd in _UNSEEN or find_invisible(odd):
        code, message = "T105", f"an invisible character is in this key: {described}"
    else:
        code, message = "Y022", f"this key has {described}, not a plain letter"
    return make_finding(code, location_at(path, text, offset), message)


def describe_disguise(value: object) -> str:
    """Return what in a value that is not as expected looks like YAML's own characters; empty for nothing."""
    if not isinstance(value, str) or value.isascii():
        return ""
    first = value[:1]
    if first in _MARKS:
        return f"; {describe_character(first)} does not quote in YAML: use \" or '"
    if first in _HYPHENS:
        return f"; {describe_character(first)} begins no item: use a plain hyphen"
    if first.isspace():
        return f"; it begins with {describe_character(first)}: use plain spaces"
    if first == "-" and value[1:2].isspace():
        return f"; after the hyphen is {describe_character(value[1])}: use a plain space"
    odd = next((c for c in value if not c.isascii() and unicodedata.normalize("NFKC", c).isascii()), None)
    return f"; it has {describe_character(odd)}: use the plain character" if odd else ""


def _make_disguise(path: str, text: str, start: int, match: re.Match[str]) -> Finding:
    kind = match.lastgroup or "mark"
    disguise = _DISGUISES[kind]
    at = match.start(kind)
    char = "".join(each for each in match[kind] if each != " ")[:1]
    if kind == "indent":
        at += match[kind].index(char)
    location = location_at(path, text, start + at)
    described = describe_character(char) if char else ""
    if kind == "indent" and char in _UNSEEN:
        return make_finding("T105", location, f"an invisible character begins this line: {described}")
    return make_finding(disguise.code, location, disguise.message.format(char=described))
