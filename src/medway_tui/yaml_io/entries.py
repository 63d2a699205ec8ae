"""The entries of files that are lists, as they are written: who has which id, and one more at the end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.errors import MedwayError
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, replace_file
from medway_tui.yaml_io.nodes import read_document
from medway_tui.yaml_io.reader import line_and_column
from medway_tui.yaml_io.restrictions import YamlValue


class AppendError(MedwayError):
    """An entry could not be added; the message says where."""


class EntrySummary(NamedTuple):
    """An entry as it stands in a file, whether or not all of it is right."""

    id: str
    names: tuple[str, ...]
    """Its name or title, and other names."""
    location: FileLocation


def list_entries(path: Path) -> Iterator[EntrySummary]:
    """The entries of a file that is a list. None where it is not there, or can't be read."""
    document, _ = read_document(str(path))
    if not isinstance(document.value, list):
        return
    for number, value in enumerate(document.value):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            where = FileLocation(str(path), *document.position_of((number,)))
            yield EntrySummary(str(value["id"]), tuple(_names(value)), where)


def append_entry(path: Path, header: Sequence[str], entry: Sequence[str]) -> int:
    """Add an entry at the end of a file, and return its line, from 1.

    What the file holds stays byte for byte. A file that is not there is made, with ``header`` at its
    beginning. Raises NotAddedError when the file is no list, has a fault that hides where its list ends,
    or changes meanwhile; OSError when it can't be written.
    """
    if not os.path.lexists(path):
        create_file(path, "".join(f"{line}\n" for line in (*header, *entry)).encode())
        return len(header) + _first(entry)
    document, findings = read_document(str(path))
    empty = [finding.code for finding in findings] == ["Y012"]
    old: list[YamlValue] = []
    if isinstance(document.value, list):
        old = document.value
    elif not empty:
        where = next((f for f in findings if f.severity == "error"), None)
        message = f"{where.location}: {where.message}" if where else f"{path} is no list"
        raise AppendError(message, "mend that first (medway-tui check says how), then add the entry")
    column = document.position_of(())[1] if old else 1
    end = "\r\n" if b"\r\n" in document.data else "\n"
    apart = ["", *entry] if document.data else entry
    text = "".join(f"{' ' * (column - 1)}{line}".rstrip() + end for line in apart)
    before = document.data
    if before and not before.endswith((b"\n", b"\r")):
        before += end.encode()
    data = before + text.encode()
    if not _adds(data, old):
        raise AppendError(
            f"an entry can't be added at the end of {path} without changing what it holds",
            "write its list with each item on a line that begins with a hyphen, and nothing after it",
        )
    try:
        replace_file(path, data, old=document.data)
    except FileChangedError:
        raise AppendError(f"{path} was changed meanwhile", "try again") from None
    line, _ = line_and_column(before.decode(), len(before.decode()))
    return line - 1 + _first(apart)


def _first(entry: Sequence[str]) -> int:
    """The number of an entry's first line that is no remark, from 1."""
    return next(number for number, line in enumerate(entry, 1) if line and not line.startswith("#"))


def _adds(data: bytes, old: Sequence[YamlValue]) -> bool:
    """Whether these bytes are a list that holds what it held before, and one entry more."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "trial"
        trial.write_bytes(data)
        value = read_document(str(trial))[0].value
    return isinstance(value, list) and len(value) == len(old) + 1 and value[:-1] == list(old)


def _names(value: dict[str, YamlValue]) -> Iterator[str]:
    for key in ("name", "title"):
        if isinstance(value.get(key), str):
            yield str(value[key])
    others = value.get("other_names")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict) and isinstance(other.get("name"), str):
            yield str(other["name"])
