"""The lines and columns of keys and values in a TOML file, which tomllib does not give.

The text has been read by tomllib before, so it is valid: this scanner only finds where things are.
"""

from __future__ import annotations

import re
import tomllib
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value; a number is the place in an array, from 0."""


class Position(NamedTuple):
    """A place in the text, both from 1; the column in code points."""

    line: int
    column: int


class TomlPositions(NamedTuple):
    """Where the keys and values of a file are."""

    keys: dict[KeyPath, Position]
    """Each key or header, at its first occurrence; for an entry of an array the entry."""
    values: dict[KeyPath, Position]
    """Each value after ``=`` or in an array."""

    def key(self, path: KeyPath) -> Position:
        """Return the place of a key, or of the nearest one above it."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path, Position(1, 1))

    def value(self, path: KeyPath) -> Position:
        """Return the place of a value, or of the one that it is part of; of the key for a table."""
        return self.values.get(path) or self.values.get(path[:-1]) or self.key(path)


_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
"""What may be between two entries, commas included."""
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
_LITERAL_STRING = re.compile(r"'[^'\n]*'")
_LONG_BASIC_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")', re.DOTALL)
_LONG_LITERAL_STRING = re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#]+")
_STRINGS = (_LONG_BASIC_STRING, _LONG_LITERAL_STRING, _BASIC_STRING, _LITERAL_STRING)


def find_positions(text: str) -> TomlPositions:
    """Return where the keys and values of a valid TOML text are; lines end in a single character."""
    return _Scanner(text).scan()


class _Scanner:
    """Scans a valid TOML text once, from its beginning."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_start = 0
        self._line = 1
        self._counted = 0
        self._keys: dict[KeyPath, Position] = {}
        self._values: dict[KeyPath, Position] = {}
        self._last_entries: dict[KeyPath, int] = {}
        """The number of the last entry of each array of tables."""

    def scan(self) -> TomlPositions:
        """Scan the whole text."""
        table: KeyPath = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._scan_header()
            else:
                self._scan_pair(table)
            self._skip(_GAP)
        return TomlPositions(self._keys, self._values)

    def _scan_header(self) -> KeyPath:
        position = self._position()
        is_entry = self._text.startswith("[[", self._at)
        self._at += 2 if is_entry else 1
        self._skip(_SPACE)
        path: KeyPath = ()
        parts = self._scan_key()
        for number, part in enumerate(parts):
            path = (*path, part)
            self._keys.setdefault(path, position)
            if is_entry and number == len(parts) - 1:
                self._last_entries[path] = self._last_entries.get(path, -1) + 1
            if path in self._last_entries:
                path = (*path, self._last_entries[path])
                self._keys.setdefault(path, position)
        self._skip(_SPACE)
        self._at += 2 if is_entry else 1
        return path

    def _scan_pair(self, table: KeyPath) -> None:
        position = self._position()
        path = table
        for part in self._scan_key():
            path = (*path, part)
            self._keys.setdefault(path, position)
        self._skip(_SPACE)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._scan_value(path)

    def _scan_key(self) -> list[str]:
        """Scan a key of one or more parts, and the space after it."""
        parts = []
        while True:
            quoted = _BASIC_STRING.match(self._text, self._at) or _LITERAL_STRING.match(self._text, self._at)
            match = quoted or _BARE_KEY.match(self._text, self._at)
            if match is None:
                raise ValueError(f"no key at {self._position()}")
            parts.append(tomllib.loads(f"key = {match[0]}")["key"] if quoted else match[0])
            self._at = match.end()
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1
            self._skip(_SPACE)

    def _scan_value(self, path: KeyPath) -> None:
        self._values[path] = self._position()
        if self._text.startswith("[", self._at):
            self._at += 1
            self._skip(_GAP)
            number = 0
            while not self._text.startswith("]", self._at):
                entry = (*path, number)
                self._keys[entry] = self._position()
                self._scan_value(entry)
                self._skip(_GAP)
                number += 1
            self._at += 1
        elif self._text.startswith("{", self._at):
            self._at += 1
            self._skip(_GAP)
            while not self._text.startswith("}", self._at):
                self._scan_pair(path)
                self._skip(_GAP)
            self._at += 1
        else:
            matches = (pattern.match(self._text, self._at) for pattern in (*_STRINGS, _SCALAR))
            match = next((each for each in matches if each is not None), None)
            if match is None:
                raise ValueError(f"no value at {self._position()}")
            self._at = match.end()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match is not None else self._at

    def _position(self) -> Position:
        breaks = self._text.count("\n", self._counted, self._at)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rindex("\n", self._counted, self._at) + 1
        self._counted = self._at
        return Position(self._line, self._at - self._line_start + 1)
