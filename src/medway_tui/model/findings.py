"""Findings: problems in a dossier's files, with their location and, where it is safe, a fix."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Fix(NamedTuple):
    """A change that resolves a finding: some characters of one line are replaced by others."""

    line: int
    """The line, from 1."""
    column: int
    """The column of the first character replaced, in code points, from 1."""
    length: int
    """How many characters are replaced; 0 to insert."""
    text: str
    """The characters that replace them."""


class Finding(NamedTuple):
    """One problem in a file, worded for the person who wrote the file."""

    path: str
    """The file, as a path that can be opened."""
    line: int
    """The line, from 1; 0 when the finding is about the file as a whole."""
    column: int
    """The column in code points, from 1; 0 when it is about the whole file."""
    code: str
    """A stable code, such as S103."""
    message: str
    """The problem, in a sentence."""
    hint: str
    """What to do about it."""
    severity: Severity = "error"
    """An error sets something aside, a warning does not; a note is no fault."""
    fix: Fix | None = None
    """The change that ``check --fix`` makes; None where a person must decide."""
    suggestion: Fix | None = None
    """A change that may be wrong, which ``check --fix-unsafe`` makes when a person decides so."""

    @property
    def location(self) -> str:
        """The location as ``file:line:column``."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path
