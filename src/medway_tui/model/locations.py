"""Locations in a file and spans in an article's text."""

from __future__ import annotations

from typing import NamedTuple


class FileLocation(NamedTuple):
    """A location in a file; line and column are 0 where the file as a whole is meant."""

    path: str
    """The file."""
    line: int
    """The line, from 1."""
    column: int
    """The column in code points, from 1."""


class Span(NamedTuple):
    """A range of an article's text, in code points from the start of a paragraph."""

    paragraph: int
    """The number of the paragraph: 0 is the headline."""
    start: int
    """The first code point."""
    end: int
    """Just after the last code point."""
