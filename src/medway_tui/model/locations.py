"""Places: in a file, and in an article's text."""

from __future__ import annotations

from typing import NamedTuple


class FileLocation(NamedTuple):
    """A place in a file."""

    path: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The column in code points, from 1."""


class Span(NamedTuple):
    """A place in an article's text."""

    paragraph: int
    """The number of the paragraph: 0 is the headline."""
    start: int
    """Where it begins, in code points from the paragraph's beginning."""
    end: int
    """Where it ends, in code points from the paragraph's beginning."""
