"""What YAML lets through and nobody means: the traps of YAML 1.1 and PyYAML, refused one by one.

Duplicate keys, aliases, tags, null, depth, characters that nobody sees, words lost behind a #. Hardly any
file holds one, so a text is first asked whether it could; only where it could, each node is looked at.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, TypeAlias

import yaml

from medway_tui.content.codes import problem
from medway_tui.content.reading import position, usual
from medway_tui.model.findings import Finding
from medway_tui.text import has_unseen, is_bidi

MAX_DEPTH = 16
"""How deep lists and mappings may stand in one another. The format itself needs six levels."""

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})|.)", re.DOTALL
)
_NAMED_ESCAPES = dict(zip("0abvfeNLP", "\0\a\b\v\f\x1b\x85\u2028\u2029", strict=True))
"""What YAML's escapes of one letter stand for (YAML 1.1, 5.7)."""

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""A value as it was written: text, lists and mappings of text."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# In ``price #1 rise`` YAML takes all from the # on for a remark; a remark that is meant has a space.
_LOST = re.compile(r"[ \t]+#(?=[^\s#])")

_POSSIBLE = re.compile(r"&(?<![^\s\[{,:]&)(?=\S)|!(?<![^\s\[{,:]!)|#(?<=[ \t]#)(?=[^\s#])|\\[^\"\\ \n]")
"""What could be an anchor or a tag at the beginning of a value, words lost behind a #, or an escape that
makes something other than a mark, a space or a line break."""


_SCALAR, _SEQUENCE = yaml.ScalarNode, yaml.SequenceNode


class TrapError(Exception):
    """There may be a trap: the nodes are to be looked at one by one."""


def unlikely(text: str) -> bool:
    """Whether the characters of a text leave only such traps as ``plain`` sees. Says no when in doubt."""
    return usual(text) and not (any(map(text.__contains__, "&!#\\")) and _POSSIBLE.search(text))


def plain(node: Any, depth: int = 1) -> Plain:
    """The value of a node of such a text. Raises TrapError where ``Walk`` may have something to say."""
    value = node.value
    kind = type(node)
    if kind is _SCALAR:
        if value in _NULLS and not node.style:
            raise TrapError
        return value  # type: ignore[no-any-return]
    if depth > MAX_DEPTH:
        raise TrapError
    depth += 1
    if kind is _SEQUENCE:
        return [plain(child, depth) for child in value]
    values = {key.value: plain(child, depth) for key, child in value if type(key) is _SCALAR}
    if len(values) < len(value):
        raise TrapError
    return values


def _kind_of(char: str) -> tuple[str, str]:
    """The code for a character that nobody sees, and what it is."""
    if unicodedata.category(char) == "Cc" or char in "\u2028\u2029":
        return "T103", "a control character"
    if is_bidi(char):
        return "T104", "a character that turns the direction of writing"
    return "T105", "an invisible character"


def _unescaped(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    return chr(int(digits, 16)) if digits else _NAMED_ESCAPES.get(escape[0][1], "")


def _is_text(tag: str) -> bool:
    return tag.startswith("tag:yaml.org,2002:str")


class Walk:
    """Nodes to plain values, noting every trap on the way."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def plain(self, node: Any, depth: int) -> Plain:
        """The value of a node that stands so deep, the root at 1."""
        if id(node) in self._seen:
            # An alias stands for it; the anchor that makes this possible has been noted.
            return ""
        self._seen.add(id(node))
        if depth > MAX_DEPTH and not isinstance(node, yaml.ScalarNode):
            self._note("Y010", node, "lists or mappings stand too deep here")
            return ""
        sigil = self.text[node.start_mark.index : node.start_mark.index + 1]
        if sigil == "&":
            self._note("Y007", node, "an anchor (&) stands here: the word with it is lost")
        elif sigil == "!" and (isinstance(node, yaml.ScalarNode) if node.tag is None else _is_text(node.tag)):
            self._note("Y008", node, "an exclamation mark at the beginning makes a tag of the first word")
        elif node.tag and not node.tag.startswith("tag:yaml.org,2002:"):
            self._note("Y008", node, f"a tag stands here: {node.tag}")
        elif node.tag and node.tag.rpartition(":")[2] not in ("str", "seq", "map"):
            self._note("Y008", node, f"a tag stands here: !!{node.tag.rpartition(':')[2]}")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, child, depth) for child in node.value]
        return self._mapping(node, depth)

    def _scalar(self, node: Any) -> str:
        value: str = node.value
        # An escape such as \\e in double quotation marks becomes a control only here.
        unseen = has_unseen(value)
        if unseen:
            code, kind = _kind_of(unseen[0])
            index = self._unseen_at(node, unseen[0])
            where = position(self.text, index)
            self.findings.append(
                problem(code, self.path, *where, f"{kind} stands in the text: U+{ord(unseen[0]):04X}")
            )
        if not node.style and _LOST.match(self.text, node.end_mark.index):
            self._note("Y013", node, f"what stands after # is left out here: {value}")
        return value if value.isascii() else unicodedata.normalize("NFC", value)

    def _unseen_at(self, node: Any, char: str) -> int:
        """Where a character that nobody sees is written: itself, or the escape that makes it."""
        start, end = node.start_mark.index, node.end_mark.index
        here = self.text.find(char, start, end)
        if here >= 0:
            return here
        escapes = (m for m in _ESCAPE.finditer(self.text, start, end) if _unescaped(m) == char)
        first = next(escapes, None)
        return first.start() if first else start

    def _mapping(self, node: Any, depth: int) -> dict[str, Plain]:
        values: dict[str, Plain] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._note("Y005", key, "a key must be a word, not a list or mapping")
                continue
            self._scalar(key)
            if key.value in values:
                self._note("Y006", key, f"the key {key.value} stands twice here")
            values[key.value] = self._value(child, key, depth)
        return values

    def _value(self, node: Any, holder: Any, depth: int) -> Plain:
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS:
            at = node if node.value else holder
            named = f"the key {holder.value}" if holder is not node else "an item of the list"
            self._note("Y009", at, f"{named} has no value")
        return self.plain(node, depth + 1)

    def _note(self, code: str, node: Any, message: str) -> None:
        mark = node.start_mark
        self.findings.append(problem(code, self.path, mark.line + 1, mark.column + 1, message))
