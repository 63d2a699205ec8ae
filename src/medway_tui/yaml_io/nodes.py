"""Text to nodes: YAML with every position kept, and its traps refused.

Every scalar stays the text that was written (PyYAML's base loader), so ``no``, ``010`` and ``12:30``
mean themselves; the schema converts. What YAML lets through and nobody means, ``traps`` refuses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import yaml

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.yaml_io.parse_errors import BASE_LOADER, explain_error
from medway_tui.yaml_io.reader import BOM, line_and_column, read_text
from medway_tui.yaml_io.restrictions import (
    MAX_DEPTH,
    NeedsCheckError,
    RestrictionChecker,
    YamlValue,
    can_skip_checks,
    convert_unchecked,
)

MAX_VALUES = 100_000
"""How many keys, values, lists and mappings a file may hold: what a second is enough for."""

# libyaml composes recursively and overruns the stack of the process at some 40,000 levels; its
# parser does not, so where a text could nest that deep, or hold that many values, its events are
# counted first.
_SUSPECT_MARKS = 400
_OPENERS = re.compile(r"[\[{]|(?<![^\s-])[-?:](?=\s)")

_SPACE = " \t\r\n"


class TextLoader(BASE_LOADER):  # type: ignore[misc]  # one of two classes
    """Asks for no tag where none is written: every value is text, and asking takes as long as libyaml."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> None:
        """The tag of a node that has none."""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Nothing is looked for by its path."""

    def ascend_resolver(self) -> None:
        """Nor on the way back."""


class KeyValue(NamedTuple):
    """A key with its value: where they begin and end in the text, in code points."""

    key: str
    start: int
    """Where the key begins."""
    value_span: tuple[int, int]
    """Where the value begins and ends; of a block, with the mark that it begins with."""
    style: str
    """How the value is written: ``|`` or ``>`` for a block, a quotation mark, or nothing for a plain one."""


class YamlDocument:
    """A content file that was read: its value, and where everything in it stands."""

    def __init__(
        self, path: str, value: YamlValue | None, data: bytes, root: Any = None, text: str = ""
    ) -> None:
        self.path = path
        self.value = value
        """The value, or None when the file can't be read as YAML."""
        self.data = data
        """The bytes that were read."""
        self.text = text
        """The text in them; empty when they are not YAML."""
        self._root = root
        self._pairs: dict[int, dict[str, tuple[Any, Any]]] = {}

    def position_of(self, location: Sequence[str | int]) -> tuple[int, int]:
        """The line and column, from 1, of the value at a path of keys and numbers.

        Where the path goes on beyond what is written (a key that is missing), the place is that of
        the last thing that is there; for an unknown key, it is the key's.
        """
        place = self._find_node(location)[0]
        return place.line + 1, place.column + 1

    def item_positions(self, location: Sequence[str | int], key: str) -> list[tuple[int, int]]:
        """``where`` for the ``key`` of each item of the list at a path; for the item where it has no keys."""
        node = self._find_node(location)[1]
        if not isinstance(node, yaml.SequenceNode):
            return []
        places = (self._descend(item, (key,))[0] for item in node.value)
        return [(place.line + 1, place.column + 1) for place in places]

    def source_text(self, location: Sequence[str | int]) -> str:
        """The value at a path as it is written in the file, quotation marks and all."""
        node = self._find_node(location)[1]
        return self.text[node.start_mark.index : node.end_mark.index]

    def key_values(self, location: Sequence[str | int]) -> tuple[KeyValue, ...] | None:
        """The keys of the mapping at a path as they are written, in order.

        None where no mapping stands there, or one in braces, whose keys share their lines.
        """
        node = self._find_node(location)[1]
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            return None
        return tuple(self._make_key_value(key, value) for key, value in node.value)

    def _make_key_value(self, key: Any, value: Any) -> KeyValue:
        start, end = value.start_mark.index, _last_node(value).end_mark.index
        # A block ends where the next key begins, after blank lines.
        style = (value.style if isinstance(value, yaml.ScalarNode) else "") or ""
        return KeyValue(key.value, key.start_mark.index, (start, len(self.text[:end].rstrip(_SPACE))), style)

    def to_bytes(self) -> bytes:
        """Return the text as bytes, with the byte order mark of the file if it has one."""
        return (BOM if self.data.startswith(BOM) else b"") + self.text.encode()

    def _find_node(self, location: Sequence[str | int]) -> tuple[Any, Any]:
        """The mark of a value, or of what holds the place of one, and the last node on its path."""
        return self._descend(self._root, location)

    def _descend(self, node: Any, location: Sequence[str | int]) -> tuple[Any, Any]:
        place = node.start_mark
        for step in location:
            if isinstance(node, yaml.MappingNode):
                pair = self._find_pair(node, step)
                if pair is None:
                    break
                node = pair[1]
                place = node.start_mark if _is_written(node) else pair[0].start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                if not 0 <= step < len(node.value):
                    break
                node = node.value[step]
                place = node.start_mark
            else:
                break
        return place, node

    def key_position(self, location: Sequence[str | int]) -> tuple[int, int]:
        """The line and column, from 1, of the key that ends a path."""
        *parents, name = location
        node = self._root
        for step in parents:
            if isinstance(node, yaml.MappingNode):
                pair = self._find_pair(node, step)
                node = pair[1] if pair else node
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
        pair = self._find_pair(node, name) if isinstance(node, yaml.MappingNode) else None
        if pair:
            return pair[0].start_mark.line + 1, pair[0].start_mark.column + 1
        return self.position_of(location)

    def _find_pair(self, mapping: Any, name: str | int) -> tuple[Any, Any] | None:
        """The nodes of a key and its value. Where every key has a finding, each is looked up."""
        pairs = self._pairs.get(id(mapping))
        if pairs is None:
            pairs = self._pairs[id(mapping)] = {str(pair[0].value): pair for pair in reversed(mapping.value)}
        return pairs.get(str(name))


def read_document(path: str) -> tuple[YamlDocument, list[Finding]]:
    """Read a file. The document's value is None when there is an error in its bytes or its YAML."""
    text, data, findings = read_text(path)
    if text is None:
        return YamlDocument(path, None, data), findings
    return parse_document(path, text, data)


def parse_document(path: str, text: str, data: bytes) -> tuple[YamlDocument, list[Finding]]:
    """The document that a text is, or that a file would be if it held it, as ``read_document`` has it."""
    root, findings = _compose(path, text)
    if root is None:
        return YamlDocument(path, None, data), findings
    if can_skip_checks(text):
        with suppress(NeedsCheckError):
            return YamlDocument(path, convert_unchecked(root), data, root, text), []
    walk = RestrictionChecker(path, text)
    value = walk.convert(root, 1)
    broken = any(f.severity == "error" for f in walk.findings)
    return YamlDocument(path, None if broken else value, data, root, text), walk.findings


def _compose(path: str, text: str) -> tuple[Any, list[Finding]]:
    try:
        excess = _find_excess(path, text) if _may_exceed_limits(text) else None
        if excess is not None:
            return None, [excess]
        loader = TextLoader(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.reader.ReaderError as error:
        line, column = line_and_column(text, min(error.position, len(text)))
        return None, [make_finding("Y004", path, line, column, f"a character is not allowed: {error.reason}")]
    except yaml.MarkedYAMLError as error:
        excess = None
        if error.problem == "exceeded maximum nesting depth" and error.problem_mark:
            # PyYAML 6.0.4's libyaml stops at 1,000 levels: find where the text is too deep for us.
            excess = _find_excess(path, text[: error.problem_mark.index])
        return None, [excess or explain_error(path, text, error)]
    except yaml.YAMLError as error:
        return None, [make_finding("Y005", path, 1, 1, f"this is not YAML: {error}")]
    if root is None or (isinstance(root, yaml.ScalarNode) and not _is_written(root)):
        return None, [make_finding("Y012", path, 1, 1, "the file is empty")]
    return root, []


def _may_exceed_limits(text: str) -> bool:
    """Whether a text could be too deep or hold too many values. Says no to any usual file at once."""
    # Each of these makes three values at most: a colon a mapping, its key and what that stands for.
    data = text.encode("utf-8", "surrogatepass")
    marks = len(data) - len(data.translate(None, b",[{:-?"))
    if marks <= _SUSPECT_MARKS or 3 * marks > MAX_VALUES:
        return marks > _SUSPECT_MARKS
    return next(islice(_OPENERS.finditer(text), _SUSPECT_MARKS, None), None) is not None


def _find_excess(path: str, text: str) -> Finding | None:
    depth = values = 0
    for event in yaml.parse(text, Loader=BASE_LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent) and event.start_mark is not None:
            values += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            if depth > MAX_DEPTH:
                return make_finding("Y010", path, line, column, "lists or mappings stand too deep here")
            if values > MAX_VALUES:
                message = (
                    f"the file holds more than {MAX_VALUES:,} keys and values; what begins here is too much"
                )
                return make_finding("Y002", path, line, column, message)
    return None


def _last_node(node: Any) -> Any:
    """Return the last value within a block list or mapping, whose own end is after any remarks below it."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node


def _is_written(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) or node.start_mark.index < node.end_mark.index
