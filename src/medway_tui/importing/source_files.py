"""Finds the saved files to import: named ones, those of a pattern, and all in a folder and its folders."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.errors import os_error_text
from medway_tui.saved_pages.companion_files import (
    find_pages,
    is_companion_folder,
    is_part_of_page,
    may_be_feed,
)
from medway_tui.saved_pages.file_kinds import HEAD_BYTES, find_reader

STDIN = "-"
"""The name of the standard input."""


@dataclass
class SourceFiles:
    """The files to import, and those that are not."""

    files: list[str] = field(default_factory=list)
    """Their paths, in the order in which they are imported: as named, in a folder by name."""
    skipped: dict[str, list[str]] = field(default_factory=dict)
    """The files and folders that are passed over, by the reason."""
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    """The folders that can't be listed, and patterns that nothing fits, each with the reason."""
    has_folder: bool = False
    """Whether a folder was named."""


def find_source_files(names: Sequence[str]) -> SourceFiles:
    """Return the files that are named, that fit a pattern (*, ?, [a-z], **), or that are in a folder.

    A folder is walked in the order of names, without following links to folders. In it, hidden files and
    the parts of completely saved pages are passed over.
    """
    found = SourceFiles()
    for name in names:
        for path in _expand(name, found):
            if path != STDIN and os.path.isdir(path):  # noqa: PTH112 - Path raises where looking is forbidden
                found.has_folder = True
                _walk(path, found)
            else:
                found.files.append(path)
    found.files = list(dict.fromkeys(found.files))
    return found


def _expand(name: str, found: SourceFiles) -> Sequence[str]:
    """Return the paths that a name means: one, or those that fit a pattern that no shell has expanded."""
    if name == STDIN or os.path.lexists(name) or not glob.has_magic(name):
        return [name]
    matches = sorted(glob.glob(name, recursive=True), key=len)  # noqa: PTH207 - as the names were given
    # A link back to a folder above gives each file many names: the shortest is taken.
    paths = sorted({os.path.realpath(path): path for path in reversed(matches)}.values())
    if not paths:
        found.unreadable.append((name, "no file fits this pattern"))
    return paths


def _walk(folder: str, found: SourceFiles) -> None:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            found.unreadable.append((here, f"this folder can't be listed: {os_error_text(error)}"))
            continue
        pages = find_pages(each.name for each in listed)
        folders = list(_sort_out(listed, pages, found))
        waiting += reversed(folders)


def _sort_out(
    entries: Sequence[os.DirEntry[str]], pages: frozenset[str], found: SourceFiles
) -> Iterator[str]:
    """Add the files of a folder to those found, and yield the folders in it that are walked."""
    annotated = {each.name.removesuffix(".ann") for each in entries if each.name.endswith(".ann")}
    for entry in entries:
        mode = _mode(entry)
        if entry.name.startswith("."):
            reason = "hidden"
        elif entry.is_symlink() and stat.S_ISDIR(mode):
            reason = "a link to a folder"
        elif stat.S_ISDIR(mode) and is_companion_folder(entry.name, pages):
            reason = "the pictures and scripts of a saved page"
        elif stat.S_ISDIR(mode):
            yield entry.path
            continue
        elif mode and not stat.S_ISREG(mode):
            reason = "not a regular file"
        elif entry.name.endswith(".txt") and entry.name.removesuffix(".txt") in annotated:
            reason = "the text of an article for brat: medway-tui import annotations reads the folder"
        elif is_part_of_page(entry.name):
            reason = f"{Path(entry.name).suffix.lower()} is no saved article"
        elif may_be_feed(entry.name) and not _has_reader(entry.path):
            reason = f"{Path(entry.name).suffix.lower()} that is no feed"
        else:
            found.files.append(entry.path)
            continue
        found.skipped.setdefault(reason, []).append(entry.path)


def _has_reader(path: str) -> bool:
    """Return whether a file is of a kind that is read; also where it can't be opened, which is then said."""
    try:
        with Path(path).open("rb") as file:
            return find_reader(file.read(HEAD_BYTES)) != ""
    except OSError:
        return True


def _mode(entry: os.DirEntry[str]) -> int:
    """Return the type of an entry; 0 where it can't be read, as of a broken link."""
    try:
        return entry.stat().st_mode
    except OSError:
        return 0
