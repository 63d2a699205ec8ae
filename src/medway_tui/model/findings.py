"""What is wrong in a dossier's files, and where."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Fix(NamedTuple):
    """A safe change to a file that mends a finding: some characters of one line give way to others."""

    line: int
    """The line, from 1."""
    column: int
    """The column of the first character that gives way, in code points, from 1."""
    length: int
    """How many characters give way; 0 where the new ones are only put in."""
    text: str
    """What stands there afterwards."""


class Finding(NamedTuple):
    """One thing that is wrong in a file, for the person who wrote it."""

    path: str
    """The file, as a path that can be opened."""
    line: int
    """The line, from 1; 0 when the finding is about the file as a whole."""
    column: int
    """The column in code points, from 1; 0 when it is about the whole file."""
    code: str
    """A stable code, such as S103."""
    message: str
    """What is wrong, in a sentence."""
    hint: str
    """What to do about it."""
    severity: Severity = "error"
    """An error sets something aside; a warning does not."""
    fix: Fix | None = None
    """The change that ``check --fix`` makes for it; None where a person must decide."""

    @property
    def location(self) -> str:
        """The place as ``file:line:column``."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path
