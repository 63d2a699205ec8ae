"""Where nouns are written: the way back from a value to its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from medway_tui.content.nodes import Document
from medway_tui.model.places import Where

Noun = TypeVar("Noun")
Location = tuple[str | int, ...]
"""A path of keys and numbers within a noun."""


class Layout:
    """Where the values of a noun are written: in one file, or for what is laid together in several."""

    def __init__(
        self, document: Document, prefix: Location = (), owners: Mapping[str, Document] | None = None
    ) -> None:
        self._document = document
        self._prefix = prefix
        self._owners = owners or {}

    def place(self, location: Location, key: bool) -> tuple[str, int, int]:  # noqa: FBT001 - as ``validate`` calls it
        """The file, line and column of the value at a path of keys and numbers, or of its key."""
        document, path = self._in(location)
        return document.path, *(document.key(path) if key else document.where(path))

    def at(self, location: Location = ()) -> Where:
        """Where the value at a path is written; the noun itself by default."""
        return Where(*self.place(location, False))  # noqa: FBT003

    def items(self, location: Location, key: str) -> list[Where]:
        """Where the ``key`` of each item of a list is written; of an item that has no keys, the item."""
        document, path = self._in(location)
        return [Where(document.path, *place) for place in document.items(path, key)]

    def written(self, location: Location) -> str:
        """The value at a path as it is written, quotation marks and all."""
        document, path = self._in(location)
        return document.written(path)

    def _in(self, location: Location) -> tuple[Document, Location]:
        owner = self._owners.get(str(location[0])) if location else None
        return owner or self._document, (*self._prefix, *location)


class Located(NamedTuple, Generic[Noun]):
    """A noun, and the place in a file where it is written."""

    noun: Noun
    layout: Layout

    @property
    def where(self) -> Where:
        """Where it begins."""
        return self.layout.at()

    def at(self, location: Location) -> Where:
        """Where the value at a path of keys and numbers within it is written."""
        return self.layout.at(location)
