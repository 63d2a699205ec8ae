"""Where nouns are written: the way back from a value to its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar

from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.nodes import YamlDocument

ValueT = TypeVar("ValueT")
ValuePath = tuple[str | int, ...]
"""A path of keys and numbers within a noun."""


class SourceMap:
    """Where the values of a noun are written: in one file, or for what is laid together in several."""

    def __init__(
        self, document: YamlDocument, prefix: ValuePath = (), owners: Mapping[str, YamlDocument] | None = None
    ) -> None:
        self._document = document
        self._prefix = prefix
        self._owners = owners or {}

    def resolve(self, location: ValuePath, key: bool) -> tuple[str, int, int]:  # noqa: FBT001 - as ``validate`` calls it
        """The file, line and column of the value at a path of keys and numbers, or of its key."""
        document, path = self._owner_and_path(location)
        return document.path, *(document.key_position(path) if key else document.position_of(path))

    def locate(self, location: ValuePath = ()) -> FileLocation:
        """Where the value at a path is written; the noun itself by default."""
        return FileLocation(*self.resolve(location, False))  # noqa: FBT003

    def locate_items(self, location: ValuePath, key: str) -> list[FileLocation]:
        """Where the ``key`` of each item of a list is written; of an item that has no keys, the item."""
        document, path = self._owner_and_path(location)
        return [FileLocation(document.path, *place) for place in document.item_positions(path, key)]

    def source_text(self, location: ValuePath) -> str:
        """The value at a path as it is written, quotation marks and all."""
        document, path = self._owner_and_path(location)
        return document.source_text(path)

    def _owner_and_path(self, location: ValuePath) -> tuple[YamlDocument, ValuePath]:
        owner = self._owners.get(str(location[0])) if location else None
        return owner or self._document, (*self._prefix, *location)


class Sourced(NamedTuple, Generic[ValueT]):
    """A noun, and the place in a file where it is written."""

    value: ValueT
    source_map: SourceMap

    @property
    def location(self) -> FileLocation:
        """Where it begins."""
        return self.source_map.locate()

    def locate(self, location: ValuePath) -> FileLocation:
        """Where the value at a path of keys and numbers within it is written."""
        return self.source_map.locate(location)
