"""Which files a content folder holds. Imports nothing that a warm start need not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

Kind = Literal[
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

SINGLE: dict[str, Kind] = {
    "dossier.yaml": "about",
    "people.yaml": "people",
    "organisations.yaml": "organisations",
    "frameworks.yaml": "frameworks",
    "events.yaml": "events",
    "differences.yaml": "differences",
}
"""The files that stand once in a folder."""

FOLDERS: dict[str, Kind] = {"articles": "article", "quotes": "quotes", "inspections": "inspection"}
"""The folders that hold a file for each article or inspection."""

UNITS: frozenset[Kind] = frozenset(("article", "quotes"))
"""The kinds of files that are read an article at a time: there may be a hundred thousand of them."""

SUFFIX = ".yaml"


class ContentFile(NamedTuple):
    """A file of a content folder, as it was found."""

    path: str
    """The file's path."""
    kind: Kind
    """What it holds."""
    stem: str
    """Its name without .yaml: the id of the article or inspection."""
    layer: int
    """The number of its folder: 0 lies lowest, later ones over it."""
    stamp: int
    """What is another number after every change of the file; see ``stamp_of``."""
    size: int
    """Its size in bytes; -1 where it is no regular file that can be looked at."""


def find(roots: Sequence[Path]) -> list[ContentFile]:
    """Every content file of the folders, lowest folder first, in the order of their names.

    A folder that is missing holds nothing. Raises OSError when a folder can't be listed.
    """
    found: list[ContentFile] = []
    for layer, root in enumerate(roots):
        found += singles(root, layer)
        for folder in FOLDERS:
            found += listed(root, folder, layer)
    return found


def find_core(roots: Sequence[Path]) -> list[ContentFile]:
    """Every content file but articles and their quotations, in the order in which ``find`` has them."""
    found: list[ContentFile] = []
    for layer, root in enumerate(roots):
        found += singles(root, layer)
        for folder, kind in FOLDERS.items():
            if kind not in UNITS:
                found += listed(root, folder, layer)
    return found


def singles(root: Path, layer: int) -> Iterator[ContentFile]:
    """The files of a folder that stand in it once."""
    for name, kind in SINGLE.items():
        path = root / name
        if os.path.lexists(path):
            yield _look(str(path), kind, name.removesuffix(SUFFIX), layer)


def listed(root: Path, folder: str, layer: int) -> Iterator[ContentFile]:
    """The files of one of the folders that hold a file for each article or inspection, by name."""
    kind = FOLDERS[folder]
    for path, name in _listed(root / folder):
        yield _look(path, kind, name.removesuffix(SUFFIX), layer)


def more_articles_than(roots: Sequence[Path], number: int) -> bool:
    """Whether more than so many files seem to be articles: quick, and no more than a guess."""
    seen = 0
    for root in roots:
        with suppress(OSError), os.scandir(root / "articles") as entries:
            seen += sum(1 for _ in islice(entries, number + 1 - seen))
    return seen > number


def of_stem(roots: Sequence[str], stem: str) -> list[ContentFile]:
    """The files of an article and of its quotations, lowest folder first."""
    found = []
    for layer, root in enumerate(roots):
        for folder, kind in FOLDERS.items():
            if kind not in UNITS:
                continue
            path = os.path.join(root, folder, stem + SUFFIX)  # noqa: PTH118 - likewise
            file = _look(path, kind, stem, layer)
            if file.stamp or os.path.lexists(path) or _spelt_so(path):
                found.append(file)
    return found


def of_article(roots: Sequence[Path], stem: str) -> list[ContentFile]:
    """The files of one article and its quotations in the folders, lowest first."""
    found = []
    for layer, root in enumerate(roots):
        for folder, kind in (("articles", FOLDERS["articles"]), ("quotes", FOLDERS["quotes"])):
            path = root / folder / f"{stem}{SUFFIX}"
            if os.path.lexists(path):
                found.append(_look(str(path), kind, stem, layer))
    return found


def passed_over(roots: Sequence[Path]) -> list[str]:
    """The YAML files of the folders whose names are none that are read: most likely slips.

    Raises OSError when a folder can't be listed.
    """
    yaml = (SUFFIX, ".yml")
    found = [path for root in roots for path, name in _listed(root, yaml) if name not in SINGLE]
    folders = [root / name for root in roots for name in FOLDERS]
    return found + [
        path for folder in folders for path, name in _listed(folder, yaml) if not name.endswith(SUFFIX)
    ]


def _listed(folder: Path, suffixes: str | tuple[str, ...] = SUFFIX) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(suffixes)]
    except (FileNotFoundError, NotADirectoryError):
        return
    top = _spelt(os.path.join(folder, ""))  # noqa: PTH118 - text, as in ``_look``
    for name in sorted(map(_spelt, names)):
        if not name.startswith("."):
            yield top + name, name


def _spelt(name: str) -> str:
    """A name as it can be written down. One that is not UTF-8 is then found to name no file."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def _spelt_so(path: str) -> bool:
    """Whether a file has this path only as it can be written down."""
    folder = Path(path).parent
    return "\\" in path and any(path == each for each, _ in _listed(folder))


def _look(path: str, kind: Kind, stem: str, layer: int) -> ContentFile:
    try:
        status = os.stat(path)  # noqa: PTH116 - the path is text: 100,000 Path objects cost a second
    except OSError:
        return ContentFile(path, kind, stem, layer, 0, -1)
    size = status.st_size if stat.S_ISREG(status.st_mode) else -1
    return ContentFile(path, kind, stem, layer, stamp_of(status), size)


def stamp_of(status: os.stat_result) -> int:
    """What is another number after every change of a file, even one that leaves its size and its time.

    The time of change can be set to what it was, as copying programs do; the time at which anything of the
    file was last changed can't. Both in nanoseconds, added up.
    """
    return status.st_mtime_ns + status.st_ctime_ns
