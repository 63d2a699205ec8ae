"""Source maps: from a value's path of keys and numbers to its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.nodes import ValuePath, YamlDocument

Value = TypeVar("Value")


class SourceMap:
    """The locations of a record's values, in one file or, for a record merged from several, in each."""

    def __init__(
        self, document: YamlDocument, prefix: ValuePath = (), owners: Mapping[str, YamlDocument] | None = None
    ) -> None:
        """``prefix`` is the record's path in the document; ``owners`` are the documents of its keys."""
        self._document = document
        self._prefix = prefix
        self._owners = owners or {}

    def within(self, path: ValuePath) -> SourceMap:
        """Return the source map of a record within this one."""
        return SourceMap(*self.resolve(path))

    def locate(self, path: ValuePath = ()) -> FileLocation:
        """Return the location of the value at a path; of the record itself by default."""
        document, path = self.resolve(path)
        return document.locate(path)

    def locate_key(self, path: ValuePath) -> FileLocation:
        """Return the location of the key that ends a path."""
        document, path = self.resolve(path)
        return document.locate_key(path)

    def locate_items(self, path: ValuePath, key: str) -> list[FileLocation]:
        """Return the location of the ``key`` of each item of a list; of the item where it has no keys."""
        document, path = self.resolve(path)
        return document.locate_items(path, key)

    def source_text(self, path: ValuePath) -> str:
        """Return the value at a path as it is written, quotation marks included."""
        document, path = self.resolve(path)
        return document.source_text(path)

    def resolve(self, path: ValuePath) -> tuple[YamlDocument, ValuePath]:
        """Return the document that has the value at a path, and the path in it."""
        owner = self._owners.get(str(path[0])) if path else None
        return owner or self._document, (*self._prefix, *path)


class Sourced(NamedTuple, Generic[Value]):
    """A record with the source map of its values."""

    value: Value
    source_map: SourceMap

    @property
    def location(self) -> FileLocation:
        """Where the record begins."""
        return self.source_map.locate()

    def locate(self, path: ValuePath) -> FileLocation:
        """Return the location of the value at a path within the record."""
        return self.source_map.locate(path)
