"""Finds the saved files to import: named ones, those of a pattern, and all in a folder and its folders."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.errors import os_error_text

STDIN = "-"
"""The name of the standard input."""

_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|shtml)\Z", re.IGNORECASE)
_COMPANION = re.compile(
    r"(?P<page>.+?)[ _.-]"
    r"(?:files|file|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|pliki|filer)\Z",
    re.IGNORECASE,
)
"""The folder beside a page that a browser saved completely, by the languages of browsers."""
_PARTS_OF_PAGES = frozenset(
    (
        *(".css", ".js", ".mjs", ".map", ".json", ".xml", ".ico", ".svg", ".png", ".jpg", ".jpeg", ".gif"),
        *(
            ".webp",
            ".avif",
            ".bmp",
            ".woff",
            ".woff2",
            ".ttf",
            ".otf",
            ".eot",
            ".mp4",
            ".webm",
            ".mp3",
            ".wasm",
        ),
        *(".download", ".db", ".ini", ".lnk", ".yaml", ".yml"),
    )
)
"""The suffixes of files in a folder that are no saved articles; a named file is always tried."""


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
        pages = {_PAGE_SUFFIX.sub("", each.name) for each in listed if _PAGE_SUFFIX.search(each.name)}
        folders = list(_sort_out(listed, pages, found))
        waiting += reversed(folders)


def _sort_out(entries: Sequence[os.DirEntry[str]], pages: set[str], found: SourceFiles) -> Iterator[str]:
    """Add the files of a folder to those found, and yield the folders in it that are walked."""
    for entry in entries:
        companion = _COMPANION.match(entry.name)
        mode = _mode(entry)
        if entry.name.startswith("."):
            reason = "hidden"
        elif entry.is_symlink() and stat.S_ISDIR(mode):
            reason = "a link to a folder"
        elif stat.S_ISDIR(mode) and companion is not None and companion["page"] in pages:
            reason = "the pictures and scripts of a saved page"
        elif stat.S_ISDIR(mode):
            yield entry.path
            continue
        elif mode and not stat.S_ISREG(mode):
            reason = "not a regular file"
        elif Path(entry.name).suffix.lower() in _PARTS_OF_PAGES:
            reason = f"{Path(entry.name).suffix.lower()} is no saved article"
        else:
            found.files.append(entry.path)
            continue
        found.skipped.setdefault(reason, []).append(entry.path)


def _mode(entry: os.DirEntry[str]) -> int:
    """Return the type of an entry; 0 where it can't be read, as of a broken link."""
    try:
        return entry.stat().st_mode
    except OSError:
        return 0
