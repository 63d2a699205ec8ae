"""Parses YAML into nodes that keep every position, and refuses YAML's error-prone features.

Every scalar stays the text that was written (PyYAML's base loader), so ``no``, ``010`` and ``12:30`` are
texts; the schema converts them. ``restrictions`` refuses the features of YAML that are hardly ever meant.
"""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import yaml

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.parse_errors import BASE_LOADER, explain_error
from medway_tui.yaml_io.reader import BOM, location_at, read_text
from medway_tui.yaml_io.restrictions import (
    MAX_DEPTH,
    TOO_DEEP,
    NeedsCheckError,
    RestrictionChecker,
    YamlValue,
    can_skip_checks,
    convert_unchecked,
    location_of,
)

ValuePath: TypeAlias = tuple[str | int, ...]
"""A path of keys and numbers to a value."""

MAX_VALUES = 100_000
"""How many keys, values, lists and mappings a file may have: about a second of work."""

# libyaml composes recursively and overflows the stack of the process at some 40,000 levels; its parser does
# not. So where a text could be nested that deeply, or have that many values, its events are counted first.
_SUSPECT_MARKS = 400
_OPENERS = re.compile(r"[\[{]|(?<![^\s-])[-?:](?=\s)")

_SPACE = " \t\r\n"


class TextLoader(BASE_LOADER):  # type: ignore[misc]  # one of two classes
    """A loader without tag resolution: every value is text, and resolving takes as long as libyaml."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> None:
        """Resolve no tag."""

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        """Track no path."""

    def ascend_resolver(self) -> None:
        """Track no path."""


class KeyValue(NamedTuple):
    """A key with its value, as offsets in the text in code points."""

    key: str
    start: int
    """Where the key begins."""
    value_span: tuple[int, int]
    """Where the value begins and ends; for a block, with the mark that it begins with."""
    style: str
    """How the value is written: ``|`` or ``>`` for a block, a quotation mark, or nothing for a plain one."""


class YamlDocument:
    """A parsed file: its value, and the position of everything in it."""

    def __init__(
        self, path: str, value: YamlValue | None, data: bytes, root: Any = None, text: str = ""
    ) -> None:
        self.path = path
        self.value = value
        """The value, or None when the file can't be read as YAML."""
        self.data = data
        """The bytes that were read."""
        self.text = text
        """The text in them, without byte order mark; empty when it is not YAML."""
        self._root = root
        self._pairs: dict[int, dict[str, tuple[Any, Any]]] = {}

    def to_bytes(self) -> bytes:
        """Return the text as bytes, with the byte order mark of the file if it has one."""
        return (BOM if self.data.startswith(BOM) else b"") + self.text.encode()

    def locate(self, path: ValuePath = ()) -> FileLocation:
        """Return the location of the value at a path.

        Where the path goes beyond what is written (a missing key), that is the last value on it; for an
        unknown key, the key.
        """
        mark = self._descend(self._root, path)[0]
        return FileLocation(self.path, mark.line + 1, mark.column + 1)

    def locate_key(self, path: ValuePath) -> FileLocation:
        """Return the location of the key that ends a path."""
        node = self._descend(self._root, path[:-1])[1]
        pair = self._find_pair(node, path[-1]) if isinstance(node, yaml.MappingNode) else None
        return location_of(self.path, pair[0]) if pair else self.locate(path)

    def locate_items(self, path: ValuePath, key: str) -> list[FileLocation]:
        """Return the location of the ``key`` of each item of a list; of the item where it has no keys."""
        node = self._descend(self._root, path)[1]
        if not isinstance(node, yaml.SequenceNode):
            return []
        marks = (self._descend(item, (key,))[0] for item in node.value)
        return [FileLocation(self.path, mark.line + 1, mark.column + 1) for mark in marks]

    def source_text(self, path: ValuePath) -> str:
        """Return the value at a path as it is written in the file, quotation marks included."""
        node = self._descend(self._root, path)[1]
        return self.text[node.start_mark.index : node.end_mark.index]

    def key_values(self, path: ValuePath) -> tuple[KeyValue, ...] | None:
        """Return the keys of the mapping at a path as they are written, in order.

        None where there is no mapping, or one in braces, whose keys share their lines.
        """
        node = self._descend(self._root, path)[1]
        if not isinstance(node, yaml.MappingNode) or node.flow_style:
            return None
        return tuple(self._make_key_value(key, value) for key, value in node.value)

    def _make_key_value(self, key: Any, value: Any) -> KeyValue:
        start, end = value.start_mark.index, _last_node(value).end_mark.index
        # A block ends where the next key begins, after blank lines.
        style = (value.style if isinstance(value, yaml.ScalarNode) else "") or ""
        return KeyValue(key.value, key.start_mark.index, (start, len(self.text[:end].rstrip(_SPACE))), style)

    def _descend(self, node: Any, path: ValuePath) -> tuple[Any, Any]:
        """Return the mark of the value at a path, or of the key if it has no value, and the last node."""
        mark = node.start_mark
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = self._find_pair(node, step)
                if pair is None:
                    break
                node = pair[1]
                mark = node.start_mark if _is_written(node) else pair[0].start_mark
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                if not 0 <= step < len(node.value):
                    break
                node = node.value[step]
                mark = node.start_mark
            else:
                break
        return mark, node

    def _find_pair(self, mapping: Any, name: str | int) -> tuple[Any, Any] | None:
        """Return the nodes of a key and its value. Indexed, since every key may have a finding."""
        pairs = self._pairs.get(id(mapping))
        if pairs is None:
            pairs = self._pairs[id(mapping)] = {str(pair[0].value): pair for pair in reversed(mapping.value)}
        return pairs.get(str(name))


def read_document(path: str) -> tuple[YamlDocument, list[Finding]]:
    """Read and parse a file. The document's value is None if there is an error in its bytes or its YAML."""
    text, data, findings = read_text(path)
    if text is None:
        return YamlDocument(path, None, data), findings
    return parse_document(path, text, data)


def parse_document(path: str, text: str, data: bytes) -> tuple[YamlDocument, list[Finding]]:
    """Parse the text of a file, or a text that the file may come to have, as ``read_document`` does."""
    root, findings = _compose(path, text)
    if root is None:
        return YamlDocument(path, None, data), findings
    if can_skip_checks(text):
        with suppress(NeedsCheckError):
            return YamlDocument(path, convert_unchecked(root), data, root, text), []
    checker = RestrictionChecker(path, text)
    value = checker.convert(root, 1)
    has_error = any(f.severity == "error" for f in checker.findings)
    return YamlDocument(path, None if has_error else value, data, root, text), checker.findings


def _compose(path: str, text: str) -> tuple[Any, list[Finding]]:
    start = FileLocation(path, 1, 1)
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
        location = location_at(path, text, min(error.position, len(text)))
        return None, [make_finding("Y004", location, f"a character is not allowed: {error.reason}")]
    except yaml.MarkedYAMLError as error:
        excess = None
        if error.problem == "exceeded maximum nesting depth" and error.problem_mark:
            # libyaml of PyYAML 6.0.4 stops at 1,000 levels: find where our own limit is exceeded.
            excess = _find_excess(path, text[: error.problem_mark.index])
        return None, [excess or explain_error(path, text, error)]
    except yaml.YAMLError as error:
        return None, [make_finding("Y005", start, f"this is not YAML: {error}")]
    if root is None or (isinstance(root, yaml.ScalarNode) and not _is_written(root)):
        return None, [make_finding("Y012", start, "the file is empty")]
    return root, []


def _may_exceed_limits(text: str) -> bool:
    """Return whether a text could be too deep or have too many values. Quickly False for an ordinary file."""
    # Each of these makes three values at most: a colon makes a mapping, its key and its value.
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
            if depth > MAX_DEPTH:
                return make_finding("Y010", location_of(path, event), TOO_DEEP)
            if values > MAX_VALUES:
                message = f"the file has more than {MAX_VALUES:,} keys and values; the limit is reached here"
                return make_finding("Y002", location_of(path, event), message)
    return None


def _last_node(node: Any) -> Any:
    """Return the last value within a block list or mapping, whose own end is after any remarks below it."""
    while not isinstance(node, yaml.ScalarNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    return node


def _is_written(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) or node.start_mark.index < node.end_mark.index
