"""What the format forbids beyond YAML's own rules: error-prone YAML features, and stray whitespace.

Duplicate keys, anchors, tags, null, deep nesting, invisible characters, words lost after a #. Hardly any file
has one, so the text is first tested quickly for any possibility of one; only then is every node checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

import yaml

from medway_tui.model.finding_codes import MAX_FINDINGS, make_finding
from medway_tui.model.findings import Finding, Fix
from medway_tui.model.locations import FileLocation
from medway_tui.text import find_invisible, is_bidi, iter_invisible, shorten
from medway_tui.yaml_io.lookalike_syntax import (
    CONFLICT_START,
    check_key,
    describe_character,
    find_conflict,
    find_disguised_keys,
)
from medway_tui.yaml_io.reader import is_ordinary_text, line_spans, location_at

MAX_DEPTH = 16
"""How deeply lists and mappings may be nested. The format itself needs six levels."""

TOO_DEEP = f"nested too deeply ({MAX_DEPTH} levels at most)"

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})|.)", re.DOTALL
)
_NAMED_ESCAPES = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))
"""YAML's escapes of one letter (YAML 1.1, 5.7)."""

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue]"
"""A value as it was written: text, and lists and mappings of text."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# In ``price #1 rise`` YAML takes everything from the # as a remark; an intended remark has a space after it.
_LOST_WORDS = re.compile(r"[ \t]+#(?=[^\s#])")

_POSSIBLY_RESTRICTED = re.compile(
    r"&(?<![^\s\[{,:]&)(?=\S)|!(?<![^\s\[{,:]!)|#(?<=[ \t]#)(?=[^\s#])|\\[^\"\\ \n]"
)
"""A possible anchor or tag at the beginning of a value, words lost after a #, or an escape that makes
something other than a quotation mark, a space or a line break."""

# Some of the others, such as the fillers of Hangul, are drawn as a space.
_REMOVABLE = frozenset("\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
"""The invisible characters that can be removed without a change to what is seen."""

_TRAILING_SPACES = " \t\u00a0"
_SUSPICIOUS = ("\t", " \n", " \r")
_INNER_TAB = re.compile(r"(?<=\S)\t+(?=\S)")

_SCALAR, _SEQUENCE = yaml.ScalarNode, yaml.SequenceNode


class NeedsCheckError(Exception):
    """The document may use a restricted feature: its nodes must be checked one by one."""


def can_skip_checks(text: str) -> bool:
    """Return whether a text can only break the rules that ``convert_unchecked`` checks. False if in doubt."""
    return (
        is_ordinary_text(text)
        and not (any(map(text.__contains__, "&!#\\")) and _POSSIBLY_RESTRICTED.search(text))
        and "\u00a0" not in text
        and CONFLICT_START not in text
    )


def convert_unchecked(node: Any, depth: int = 1) -> YamlValue:
    """Return the value of a node whose text passed ``can_skip_checks``.

    Raises NeedsCheckError where RestrictionChecker may have findings.
    """
    value = node.value
    kind = type(node)
    if kind is _SCALAR:
        if value in _NULLS and not node.style:
            raise NeedsCheckError
        return value  # type: ignore[no-any-return]
    if depth > MAX_DEPTH:
        raise NeedsCheckError
    depth += 1
    if kind is _SEQUENCE:
        return [convert_unchecked(child, depth) for child in value]
    values = {key.value: convert_unchecked(child, depth) for key, child in value if type(key) is _SCALAR}
    if len(values) < len(value) or not "".join(values).isascii():
        raise NeedsCheckError
    return values


class RestrictionChecker:
    """Converts nodes to values, with a finding for each restricted feature."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def convert(self, node: Any, depth: int) -> YamlValue:
        """Return the value of a node; ``depth`` is its level, 1 for the root."""
        if id(node) in self._seen:
            # An alias refers to it; the anchor that makes this possible has a finding.
            return ""
        self._seen.add(id(node))
        if depth > MAX_DEPTH and not isinstance(node, yaml.ScalarNode):
            self._add_finding("Y010", node, TOO_DEEP)
            return ""
        if depth == 1:
            self._check_text()
        self._check_properties(node)
        if isinstance(node, yaml.ScalarNode):
            if not node.style:
                self.findings += find_disguised_keys(self.path, self.text, node)
            return self._convert_scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._convert_value(child, child, depth) for child in node.value]
        return self._convert_mapping(node, depth)

    def _check_text(self) -> None:
        """Add findings for what the parser reads over: a second byte order mark, a conflict in a value."""
        if self.text.startswith("\ufeff"):
            message = f"an invisible character begins the file: {describe_character(self.text[0])}"
            self.findings.append(make_finding("T105", FileLocation(self.path, 1, 1), message))
        conflict = find_conflict(self.path, self.text) if CONFLICT_START in self.text else None
        if conflict is not None:
            self.findings.append(conflict)

    def _check_properties(self, node: Any) -> None:
        """Add a finding for an anchor or a tag."""
        sigil = self.text[node.start_mark.index : node.start_mark.index + 1]
        tag: str | None = node.tag
        kind = tag.removeprefix("tag:yaml.org,2002:") if tag else ""
        if sigil == "&":
            self._add_finding("Y007", node, "an anchor (&): the word after it is lost")
        elif sigil == "!" and (isinstance(node, yaml.ScalarNode) if tag is None else kind.startswith("str")):
            self._add_finding("Y008", node, "an exclamation mark at the beginning makes the first word a tag")
        elif tag and kind not in ("str", "seq", "map"):
            self._add_finding("Y008", node, f"a tag: {tag if kind == tag else f'!!{kind}'}")

    def _convert_scalar(self, node: Any) -> str:
        value: str = node.value
        if find_invisible(value):
            self.findings += islice(self._find_invisible_characters(node, value), MAX_FINDINGS)
        if not node.style and _LOST_WORDS.match(self.text, node.end_mark.index):
            self._add_finding("Y013", node, f"the words after the # are lost here: {value}")
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def _find_invisible_characters(self, node: Any, value: str) -> Iterator[Finding]:
        """Yield a finding for each run of invisible characters, and for the first of other characters."""
        reported: set[str] = set()
        escaped: set[str] = set()
        last = -1
        at = node.start_mark.index
        for match in iter_invisible(value):
            char = match[0]
            code, kind = _classify_invisible(char)
            source = self._find_source(char, at, node.end_mark.index, escaped)
            at = source.stop
            is_of_run = match.start() == last and code in reported
            last = match.end()
            if is_of_run or (code in reported and code != "T105"):
                continue
            reported.add(code)
            location = location_at(self.path, self.text, source.start)
            fix = None
            if char in _REMOVABLE and self.text[source.start : source.stop] == char:
                fix = Fix(location.line, location.column, 1, "")
            yield make_finding(code, location, f"{kind} in the text: {describe_character(char)}", fix)

    def _find_source(self, char: str, start: int, end: int, escaped: set[str]) -> range:
        """Return the place of an invisible character, or of the escape that makes it.

        ``escaped`` are the characters that are written as escapes only, so that none is searched for twice.
        """
        # An escape such as \\e in double quotation marks becomes a control character only in the value.
        index = -1 if char in escaped else self.text.find(char, start, end)
        if index >= 0:
            return range(index, index + 1)
        escaped.add(char)
        escapes = (m for m in _ESCAPE.finditer(self.text, start, end) if _decode_escape(m) == char)
        escape = next(escapes, None)
        return range(*escape.span()) if escape is not None else range(start, start)

    def _convert_mapping(self, node: Any, depth: int) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._add_finding("Y005", key, "a key must be a word, not a list or mapping")
                continue
            disguise = check_key(self.path, self.text, key)
            if disguise is not None:
                self.findings.append(disguise)
            else:
                self._convert_scalar(key)
            if key.value in values:
                self._add_finding("Y006", key, f"duplicate key {key.value}")
            values[key.value] = self._convert_value(child, key, depth)
        return values

    def _convert_value(self, node: Any, holder: Any, depth: int) -> YamlValue:
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS:
            name = f"the key {holder.value}" if holder is not node else "an item of the list"
            self._add_finding("Y009", node if node.value else holder, f"{name} has no value")
        return self.convert(node, depth + 1)

    def _add_finding(self, code: str, node: Any, message: str) -> None:
        self.findings.append(make_finding(code, location_of(self.path, node), message))


def location_of(path: str, node: Any) -> FileLocation:
    """Return the location in a file at which a node or event of the parser begins."""
    return FileLocation(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _classify_invisible(char: str) -> tuple[str, str]:
    if unicodedata.category(char) == "Cc" or char in "\u2028\u2029":
        return "T103", "a control character"
    if is_bidi(char):
        return "T104", "a character that changes the direction of writing"
    return "T105", "an invisible character"


def _decode_escape(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else _NAMED_ESCAPES.get(escape[0][1], "")


# -- whitespace and composition -----------------------------------------------------------------------


def check_whitespace(path: str, text: str) -> Iterator[Finding]:
    """Yield findings for trailing spaces, tabs and accents that are not composed (NFC), each with its fix.

    ``text`` is the file's text without byte order mark.
    """
    if text.isascii() and not text.endswith(" ") and not any(map(text.__contains__, _SUSPICIOUS)):
        return
    for number, (start, end) in enumerate(line_spans(text), 1):
        line = text[start:end]
        if line.isascii() and "\t" not in line and not line.endswith(" "):
            continue
        column = len(line.rstrip(_TRAILING_SPACES)) + 1
        length = len(line) + 1 - column
        if length:
            fix = Fix(number, column, length, "")
            yield make_finding(
                "T101", FileLocation(path, number, column), "spaces at the end of the line", fix
            )
        for tab in _INNER_TAB.finditer(line):
            column = tab.start() + 1
            fix = Fix(number, column, len(tab[0]), " ")
            yield make_finding("T106", FileLocation(path, number, column), "a tab in the text", fix)
        if not line.isascii() and not unicodedata.is_normalized("NFC", line):
            yield _nfc_finding(path, number, line)


def _nfc_finding(path: str, number: int, line: str) -> Finding:
    """Return the finding for the part of a line that differs from its composed form."""
    composed = unicodedata.normalize("NFC", line)
    shorter = min(len(line), len(composed))
    start = next((n for n in range(shorter) if line[n] != composed[n]), shorter)
    same = next((n for n in range(shorter - start) if line[-1 - n] != composed[-1 - n]), shorter - start)
    decomposed, new = line[start : len(line) - same], composed[start : len(composed) - same]
    return make_finding(
        "T102",
        FileLocation(path, number, start + 1),
        f"accents are separate from their letters: {shorten(new, 20)}",
        Fix(number, start + 1, len(decomposed), new),
    )
