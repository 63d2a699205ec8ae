"""The files of a content folder: their kinds, names and schemas. Imports only what a warm start needs."""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

FileKind = Literal[
    "about",
    "people",
    "organisations",
    "frameworks",
    "events",
    "differences",
    "councils",
    "inspection",
    "article",
    "quotes",
]

SINGLE_FILES: dict[str, FileKind] = {
    "dossier.yaml": "about",
    "people.yaml": "people",
    "organisations.yaml": "organisations",
    "frameworks.yaml": "frameworks",
    "events.yaml": "events",
    "differences.yaml": "differences",
    "councils.yaml": "councils",
}
"""The files that a folder has once."""

NOTES_NAME = "notes.yaml"
"""The file with the user's bookmarks and notes, in the user's own folder: no content."""

FOLDERS: dict[str, FileKind] = {"articles": "article", "quotes": "quotes", "inspections": "inspection"}
"""The folders with a file for each article or inspection."""

ARTICLE_KINDS: frozenset[FileKind] = frozenset(("article", "quotes"))
"""The kinds of files that are loaded an article at a time: there may be a hundred thousand."""

SUFFIX = ".yaml"
_TEXT_SUFFIX = ".txt"
_YAML_SUFFIXES = (SUFFIX, ".yml", f"{SUFFIX}{_TEXT_SUFFIX}", f".yml{_TEXT_SUFFIX}")
"""How the names of YAML files end in small letters, with the ending that an editor may add."""


class ContentFile(NamedTuple):
    """A file of a content folder, with its status when it was found."""

    path: str
    """The file's path."""
    kind: FileKind
    """Its kind."""
    stem: str
    """Its name without .yaml: the id of the article or inspection."""
    layer: int
    """The number of its folder: later folders override earlier ones."""
    stamp: int
    """A number that differs after every change of the file; see ``change_stamp``."""
    size: int
    """Its size in bytes; -1 if it is not a regular file or its status can't be read."""


def find_files(roots: Sequence[Path], *, articles: bool = True) -> list[ContentFile]:
    """Return the content files of the folders, lowest folder first, sorted by name.

    Without ``articles``, articles and their quotations are left out. A missing folder has no files. Raises
    OSError if a folder can't be listed.
    """
    content_files: list[ContentFile] = []
    for layer, root in enumerate(roots):
        content_files += list_single_files(root, layer)
        for folder, kind in FOLDERS.items():
            if articles or kind not in ARTICLE_KINDS:
                content_files += list_folder(root, folder, layer)
    return content_files


def list_single_files(root: Path, layer: int) -> Iterator[ContentFile]:
    """Yield the files that a folder has once."""
    for name, kind in SINGLE_FILES.items():
        path = root / name
        if os.path.lexists(path):
            yield _stat_file(str(path), kind, name.removesuffix(SUFFIX), layer)


def list_folder(root: Path, folder: str, layer: int) -> Iterator[ContentFile]:
    """Yield the files of one of ``FOLDERS``, by name."""
    kind, path = FOLDERS[folder], str(root / folder)
    for name, stamp, size in sorted(zip(*stat_folder(path), strict=True)):
        yield ContentFile(f"{path}{os.sep}{name}", kind, name.removesuffix(SUFFIX), layer, stamp, size)


class FolderListing(NamedTuple):
    """The content files directly in a folder, unsorted; 100,000 of them fit into 10 MB."""

    names: list[str]
    stamps: array[int]
    """See ``ContentFile.stamp``; 0 for a file whose status can't be read."""
    sizes: array[int]
    """See ``ContentFile.size``."""


def stat_folder(folder: str) -> FolderListing:
    """List one of ``FOLDERS``; a missing folder is empty.

    Raises OSError if the folder can't be listed.
    """
    names: list[str] = []
    stamps, sizes = array("q"), array("q")
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not name.endswith(SUFFIX) or name.startswith("."):
                    continue
                names.append(name)
                try:
                    status = entry.stat()
                except OSError:
                    # A broken link, or a file deleted meanwhile.
                    stamps.append(0)
                    sizes.append(-1)
                else:
                    stamps.append(status.st_mtime_ns + status.st_ctime_ns)
                    sizes.append(status.st_size if stat.S_ISREG(status.st_mode) else -1)
    except (FileNotFoundError, NotADirectoryError):
        pass
    for number, name in enumerate(names):
        if not name.isascii() and (printable := _printable_name(name)) != name:
            # The printable form of a name that is not UTF-8 names no file.
            names[number], stamps[number], sizes[number] = printable, 0, -1
    return FolderListing(names, stamps, sizes)


def has_more_articles_than(roots: Sequence[Path], number: int) -> bool:
    """Estimate whether there are more than so many articles, from the number of files."""
    count = 0
    for root in roots:
        with suppress(OSError), os.scandir(root / "articles") as entries:
            count += sum(1 for _ in islice(entries, number + 1 - count))
    return count > number


def find_article_files(roots: Sequence[str | Path], stem: str) -> list[ContentFile]:
    """Return the files of an article and of its quotations, lowest folder first."""
    content_files = []
    for layer, root in enumerate(roots):
        for folder, kind in FOLDERS.items():
            if kind not in ARTICLE_KINDS:
                continue
            parent, name = f"{root}{os.sep}{folder}", f"{stem}{SUFFIX}"
            file = _stat_file(f"{parent}{os.sep}{name}", kind, stem, layer)
            # A stem with a backslash may be the printable form of a name that is not UTF-8.
            if (
                file.stamp
                or os.path.lexists(file.path)
                or ("\\" in stem and name in stat_folder(parent).names)
            ):
                content_files.append(file)
    return content_files


def find_unread_files(roots: Sequence[Path]) -> list[tuple[str, str]]:
    """Return the YAML files of the folders whose names are not read, each with the reason.

    Raises OSError if a folder can't be listed.
    """
    unread: list[tuple[str, str]] = []
    for root in roots:
        for folder in (root, *(root / name for name in FOLDERS)):
            try:
                names = sorted(path.name for path in folder.iterdir())
            except (FileNotFoundError, NotADirectoryError):
                continue
            for name in names:
                reason = _explain_unread(folder, name, is_root=folder == root)
                if reason:
                    unread.append((f"{_printable_name(str(folder))}{os.sep}{_printable_name(name)}", reason))
    return unread


def _explain_unread(folder: Path, name: str, *, is_root: bool) -> str:
    """Return why a file is not read; empty for one that is read, or that looks like no content."""
    lower = name.lower()
    if name.startswith(".") or not lower.endswith(_YAML_SUFFIXES):
        return ""
    if lower.endswith(_TEXT_SUFFIX):
        return f"the name ends in {name[-len(_TEXT_SUFFIX) :]}, which some programs hide: it is not read"
    wanted = lower.removesuffix(".yml").removesuffix(SUFFIX) + SUFFIX
    if name == wanted and (name in SINGLE_FILES or not is_root):
        return ""
    if is_root and name == NOTES_NAME:
        return ""
    if is_root and wanted not in SINGLE_FILES:
        return "a file with this name is not read"
    if not is_root and name.endswith(SUFFIX):
        return ""
    if name != wanted and _is_same_file(folder / name, folder / wanted):
        # The file system does not distinguish capitals.
        return "" if is_root else f"the name must end in {SUFFIX}, in small letters: it is not read"
    if lower.endswith(SUFFIX):
        return f"the name has capitals: only {wanted if is_root else SUFFIX} in small letters is read"
    return f"the name ends in {name[-4:]}: only {SUFFIX} is read"


def _is_same_file(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:
        return False


def _printable_name(name: str) -> str:
    """Return a name as it can be printed. A name that is not UTF-8 then names no existing file."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def _stat_file(path: str, kind: FileKind, stem: str, layer: int) -> ContentFile:
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is text: 100,000 Path objects cost a second
    except OSError:
        return ContentFile(path, kind, stem, layer, 0, -1)
    size = status.st_size if stat.S_ISREG(status.st_mode) else -1
    return ContentFile(path, kind, stem, layer, change_stamp(status), size)


def change_stamp(status: os.stat_result) -> int:
    """Return a number that differs after every change of a file, even if its size and mtime are kept.

    Copying programs set mtime back, but nothing sets ctime: the stamp is the sum of both, in nanoseconds.
    """
    return status.st_mtime_ns + status.st_ctime_ns


SCHEMA_FOLDER = "schema"
"""The folder of the JSON Schemas, beside the content. It is not searched for content."""

KINDS_BY_NAME: dict[str, FileKind] = {
    "dossier" if kind == "about" else kind: kind for kind in (*SINGLE_FILES.values(), *FOLDERS.values())
}
"""The kinds of files by their names for users; ``about`` is called ``dossier``."""

_PATHS_BY_KIND: dict[FileKind, str] = {
    **{kind: file for file, kind in SINGLE_FILES.items()},
    **{kind: f"{folder}/ID{SUFFIX}" for folder, kind in FOLDERS.items()},
}

PATH_TEMPLATES: dict[str, str] = {name: _PATHS_BY_KIND[kind] for name, kind in KINDS_BY_NAME.items()}
"""The path of each kind's files in a dossier's folder, by the kind's name."""


def content_path(name: str, stem: str = "") -> str:
    """Return the path of a kind's file in a dossier's folder; ``stem`` is the id in its name, if any."""
    return PATH_TEMPLATES[name].replace("ID", stem)


def schema_modeline(name: str) -> str:
    """Return a file's first line, which names its schema for editors."""
    up = "../" if "/" in PATH_TEMPLATES[name] else ""
    return f"# yaml-language-server: $schema={up}{SCHEMA_FOLDER}/{name}.json"
