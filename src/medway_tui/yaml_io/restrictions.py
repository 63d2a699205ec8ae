"""What YAML lets through and nobody means: the traps of YAML 1.1 and PyYAML, refused one by one.

Duplicate keys, aliases, tags, null, depth, characters that nobody sees, words lost behind a #. Hardly any
file holds one, so a text is first asked whether it could; only where it could, each node is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeAlias

import yaml

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.text import find_invisible, is_bidi
from medway_tui.yaml_io.reader import is_ordinary_text, line_and_column

MAX_DEPTH = 16
"""How deep lists and mappings may stand in one another. The format itself needs six levels."""

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})|.)", re.DOTALL
)
_NAMED_ESCAPES = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))
"""What YAML's escapes of one letter stand for (YAML 1.1, 5.7)."""

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue]"
"""A value as it was written: text, lists and mappings of text."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# In ``price #1 rise`` YAML takes all from the # on for a remark; a remark that is meant has a space.
_LOST_WORDS = re.compile(r"[ \t]+#(?=[^\s#])")

_POSSIBLY_RESTRICTED = re.compile(
    r"&(?<![^\s\[{,:]&)(?=\S)|!(?<![^\s\[{,:]!)|#(?<=[ \t]#)(?=[^\s#])|\\[^\"\\ \n]"
)
"""What could be an anchor or a tag at the beginning of a value, words lost behind a #, or an escape that
makes something other than a mark, a space or a line break."""


_SCALAR, _SEQUENCE = yaml.ScalarNode, yaml.SequenceNode


class NeedsCheckError(Exception):
    """There may be a trap: the nodes are to be looked at one by one."""


def can_skip_checks(text: str) -> bool:
    """Whether the characters of a text leave only such traps as ``plain`` sees. Says no when in doubt."""
    return is_ordinary_text(text) and not (
        any(map(text.__contains__, "&!#\\")) and _POSSIBLY_RESTRICTED.search(text)
    )


def convert_unchecked(node: Any, depth: int = 1) -> YamlValue:
    """The value of a node of such a text. Raises TrapError where ``RestrictionChecker`` may object."""
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
    if len(values) < len(value):
        raise NeedsCheckError
    return values


def _classify_unseen(char: str) -> tuple[str, str]:
    """The code for a character that nobody sees, and what it is."""
    if unicodedata.category(char) == "Cc" or char in "\u2028\u2029":
        return "T103", "a control character"
    if is_bidi(char):
        return "T104", "a character that turns the direction of writing"
    return "T105", "an invisible character"


def _decode_escape(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else _NAMED_ESCAPES.get(escape[0][1], "")


def _is_string_tag(tag: str) -> bool:
    return tag.startswith("tag:yaml.org,2002:str")


class RestrictionChecker:
    """Nodes to plain values, noting every trap on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def convert(self, node: Any, depth: int) -> YamlValue:
        """The value of a node that stands so deep, the root at 1."""
        if id(node) in self._seen:
            # An alias stands for it; the anchor that makes this possible has been noted.
            return ""
        self._seen.add(id(node))
        if depth > MAX_DEPTH and not isinstance(node, yaml.ScalarNode):
            self._add_finding("Y010", node, "lists or mappings stand too deep here")
            return ""
        sigil = self.text[node.start_mark.index : node.start_mark.index + 1]
        if sigil == "&":
            self._add_finding("Y007", node, "an anchor (&) stands here: the word with it is lost")
        elif sigil == "!" and (
            isinstance(node, yaml.ScalarNode) if node.tag is None else _is_string_tag(node.tag)
        ):
            self._add_finding(
                "Y008", node, "an exclamation mark at the beginning makes a tag of the first word"
            )
        elif node.tag and not node.tag.startswith("tag:yaml.org,2002:"):
            self._add_finding("Y008", node, f"a tag stands here: {node.tag}")
        elif node.tag and node.tag.rpartition(":")[2] not in ("str", "seq", "map"):
            self._add_finding("Y008", node, f"a tag stands here: !!{node.tag.rpartition(':')[2]}")
        if isinstance(node, yaml.ScalarNode):
            return self._convert_scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._convert_value(child, child, depth) for child in node.value]
        return self._convert_mapping(node, depth)

    def _convert_scalar(self, node: Any) -> str:
        value: str = node.value
        # An escape such as \\e in double quotation marks becomes a control only here.
        unseen = find_invisible(value)
        if unseen:
            code, kind = _classify_unseen(unseen[0])
            index = self._find_unseen(node, unseen[0])
            where = line_and_column(self.text, index)
            self.findings.append(
                make_finding(code, self.path, *where, f"{kind} stands in the text: U+{ord(unseen[0]):04X}")
            )
        if not node.style and _LOST_WORDS.match(self.text, node.end_mark.index):
            self._add_finding("Y013", node, f"what stands after # is left out here: {value}")
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def _find_unseen(self, node: Any, char: str) -> int:
        """Where a character that nobody sees is written: itself, or the escape that makes it."""
        start, end = node.start_mark.index, node.end_mark.index
        index = self.text.find(char, start, end)
        if index >= 0:
            return index
        escapes = (m for m in _ESCAPE.finditer(self.text, start, end) if _decode_escape(m) == char)
        first = next(escapes, None)
        return first.start() if first else start

    def _convert_mapping(self, node: Any, depth: int) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._add_finding("Y005", key, "a key must be a word, not a list or mapping")
                continue
            self._convert_scalar(key)
            if key.value in values:
                self._add_finding("Y006", key, f"the key {key.value} stands twice here")
            values[key.value] = self._convert_value(child, key, depth)
        return values

    def _convert_value(self, node: Any, holder: Any, depth: int) -> YamlValue:
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS:
            at = node if node.value else holder
            named = f"the key {holder.value}" if holder is not node else "an item of the list"
            self._add_finding("Y009", at, f"{named} has no value")
        return self.convert(node, depth + 1)

    def _add_finding(self, code: str, node: Any, message: str) -> None:
        mark = node.start_mark
        self.findings.append(make_finding(code, self.path, mark.line + 1, mark.column + 1, message))
