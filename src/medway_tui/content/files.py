"""Which files a content folder holds. Imports nothing that a warm start need not."""

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
}
"""The files that stand once in a folder."""

FOLDERS: dict[str, FileKind] = {"articles": "article", "quotes": "quotes", "inspections": "inspection"}
"""The folders that hold a file for each article or inspection."""

ARTICLE_KINDS: frozenset[FileKind] = frozenset(("article", "quotes"))
"""The kinds of files that are read an article at a time: there may be a hundred thousand of them."""

SUFFIX = ".yaml"


class ContentFile(NamedTuple):
    """A file of a content folder, as it was found."""

    path: str
    """The file's path."""
    kind: FileKind
    """What it holds."""
    stem: str
    """Its name without .yaml: the id of the article or inspection."""
    layer: int
    """The number of its folder: 0 lies lowest, later ones over it."""
    stamp: int
    """What is another number after every change of the file; see ``change_stamp``."""
    size: int
    """Its size in bytes; -1 where it is no regular file that can be looked at."""


def find_files(roots: Sequence[Path]) -> list[ContentFile]:
    """Every content file of the folders, lowest folder first, in the order of their names.

    A folder that is missing holds nothing. Raises OSError when a folder can't be listed.
    """
    content_files: list[ContentFile] = []
    for layer, root in enumerate(roots):
        content_files += list_single_files(root, layer)
        for folder in FOLDERS:
            content_files += list_folder(root, folder, layer)
    return content_files


def find_core_files(roots: Sequence[Path]) -> list[ContentFile]:
    """Every content file but articles and their quotations, in the order in which ``find`` has them."""
    content_files: list[ContentFile] = []
    for layer, root in enumerate(roots):
        content_files += list_single_files(root, layer)
        for folder, kind in FOLDERS.items():
            if kind not in ARTICLE_KINDS:
                content_files += list_folder(root, folder, layer)
    return content_files


def list_single_files(root: Path, layer: int) -> Iterator[ContentFile]:
    """The files of a folder that stand in it once."""
    for name, kind in SINGLE_FILES.items():
        path = root / name
        if os.path.lexists(path):
            yield _stat_file(str(path), kind, name.removesuffix(SUFFIX), layer)


def list_folder(root: Path, folder: str, layer: int) -> Iterator[ContentFile]:
    """The files of one of the folders that hold a file for each article or inspection, by name."""
    kind, path = FOLDERS[folder], str(root / folder)
    for name, stamp, size in sorted(zip(*stat_folder(path), strict=True)):
        yield ContentFile(f"{path}{os.sep}{name}", kind, name.removesuffix(SUFFIX), layer, stamp, size)


class FolderListing(NamedTuple):
    """The content files directly in a folder, in no order; 100,000 of them fit into 10 MB."""

    names: list[str]
    stamps: array[int]
    """See ``ContentFile.stamp``; 0 for a file that can't be looked at."""
    sizes: array[int]
    """See ``ContentFile.size``."""


def stat_folder(folder: str) -> FolderListing:
    """List a folder that holds a file for each article or inspection; a missing one is empty.

    Raises OSError when the folder can't be listed.
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
                    # A link to nowhere, or a file that is gone by now.
                    stamps.append(0)
                    sizes.append(-1)
                else:
                    stamps.append(status.st_mtime_ns + status.st_ctime_ns)
                    sizes.append(status.st_size if stat.S_ISREG(status.st_mode) else -1)
    except (FileNotFoundError, NotADirectoryError):
        pass
    for number, name in enumerate(names):
        if not name.isascii() and (printable := _printable_name(name)) != name:
            # A name that is not UTF-8 names no file once it is written down.
            names[number], stamps[number], sizes[number] = printable, 0, -1
    return FolderListing(names, stamps, sizes)


def has_more_articles_than(roots: Sequence[Path], number: int) -> bool:
    """Whether more than so many files seem to be articles: quick, and no more than a guess."""
    seen = 0
    for root in roots:
        with suppress(OSError), os.scandir(root / "articles") as entries:
            seen += sum(1 for _ in islice(entries, number + 1 - seen))
    return seen > number


def find_article_files(roots: Sequence[str], stem: str) -> list[ContentFile]:
    """The files of an article and of its quotations, lowest folder first."""
    content_files = []
    for layer, root in enumerate(roots):
        for folder, kind in FOLDERS.items():
            if kind not in ARTICLE_KINDS:
                continue
            path = os.path.join(root, folder, stem + SUFFIX)  # noqa: PTH118 - likewise
            file = _stat_file(path, kind, stem, layer)
            if file.stamp or os.path.lexists(path) or _exists_as_printable(path):
                content_files.append(file)
    return content_files


def find_existing_article_files(roots: Sequence[Path], stem: str) -> list[ContentFile]:
    """The files of one article and its quotations in the folders, lowest first."""
    content_files = []
    for layer, root in enumerate(roots):
        for folder, kind in (("articles", FOLDERS["articles"]), ("quotes", FOLDERS["quotes"])):
            path = root / folder / f"{stem}{SUFFIX}"
            if os.path.lexists(path):
                content_files.append(_stat_file(str(path), kind, stem, layer))
    return content_files


def find_unread_files(roots: Sequence[Path]) -> list[str]:
    """The YAML files of the folders whose names are none that are read: most likely slips.

    Raises OSError when a folder can't be listed.
    """
    yaml = (SUFFIX, ".yml")
    paths = [path for root in roots for path, name in _list_names(root, yaml) if name not in SINGLE_FILES]
    folders = [root / name for root in roots for name in FOLDERS]
    return paths + [
        path for folder in folders for path, name in _list_names(folder, yaml) if not name.endswith(SUFFIX)
    ]


def _list_names(folder: Path, suffixes: str | tuple[str, ...] = SUFFIX) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(suffixes)]
    except (FileNotFoundError, NotADirectoryError):
        return
    top = _printable_name(os.path.join(folder, ""))  # noqa: PTH118 - text, as in ``_look``
    for name in sorted(map(_printable_name, names)):
        if not name.startswith("."):
            yield top + name, name


def _printable_name(name: str) -> str:
    """A name as it can be written down. One that is not UTF-8 is then found to name no file."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def _exists_as_printable(path: str) -> bool:
    """Whether a file has this path only as it can be written down."""
    folder = Path(path).parent
    return "\\" in path and any(path == each for each, _ in _list_names(folder))


def _stat_file(path: str, kind: FileKind, stem: str, layer: int) -> ContentFile:
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is text: 100,000 Path objects cost a second
    except OSError:
        return ContentFile(path, kind, stem, layer, 0, -1)
    size = status.st_size if stat.S_ISREG(status.st_mode) else -1
    return ContentFile(path, kind, stem, layer, change_stamp(status), size)


def change_stamp(status: os.stat_result) -> int:
    """What is another number after every change of a file, even one that leaves its size and its time.

    The time of change can be set to what it was, as copying programs do; the time at which anything of the
    file was last changed can't. Both in nanoseconds, added up.
    """
    return status.st_mtime_ns + status.st_ctime_ns


SCHEMA_FOLDER = "schema"
"""The folder, beside the content, in which the JSON Schemas stand. No content is looked for in it."""

KINDS_BY_NAME: dict[str, FileKind] = {
    "dossier" if kind == "about" else kind: kind for kind in (*SINGLE_FILES.values(), *FOLDERS.values())
}
"""The kinds of files by the names that a person uses for them; a dossier's own file is ``dossier``."""

PATH_TEMPLATES: dict[str, str] = {
    **{
        name: file
        for name, kind in KINDS_BY_NAME.items()
        for file, its in SINGLE_FILES.items()
        if its == kind
    },
    **{
        name: f"{to}/ID{SUFFIX}"
        for name, kind in KINDS_BY_NAME.items()
        for to, its in FOLDERS.items()
        if its == kind
    },
}
"""Where the files of each kind stand in a dossier's folder."""


def content_path(name: str, stem: str = "") -> str:
    """Where a file of a kind stands in a dossier's folder; ``stem`` is the id that names it, if one does."""
    return PATH_TEMPLATES[name].replace("ID", stem)


def schema_modeline(name: str) -> str:
    """The line by which an editor finds the schema of a file of this kind; it stands first in the file."""
    up = "../" if "/" in PATH_TEMPLATES[name] else ""
    return f"# yaml-language-server: $schema={up}{SCHEMA_FOLDER}/{name}.json"
