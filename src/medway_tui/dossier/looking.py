"""Which files of a dossier are not as they were when the index took them in.

Two hundred thousand files may have to be looked at: they are held against the index one by one, in the order
of their paths, and only what differs is kept. Imports nothing that a warm start need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.files import FOLDERS, SINGLE, SUFFIX, UNITS, ContentFile, listed, of_stem, singles
from medway_tui.dossier.folders import unlisted
from medway_tui.index import state
from medway_tui.index.state import KnownFile
from medway_tui.index.store import Index

CORE = tuple(kind for kind in state.KINDS if kind not in UNITS)
"""The kinds of files that are read as a whole."""

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-?(0[1-9]|1[0-2])(?:-?([0-3]\d))?)?(?!\d)")


AT_ONCE = 200
"""How many articles are taken in by one transaction; more, in steps."""


class Look(NamedTuple):
    """What differs between the folders and the index."""

    stems: list[str]
    """The ids of articles whose files, or those of whose quotations, differ; the newest first, as far as
    their names tell."""
    core: list[ContentFile]
    """All other files that are new or look different."""
    gone: list[str]
    """The paths of all other files that are not there any more."""
    paths: list[str]
    """The paths of some of the files that differ."""
    version: int
    """The state of the index that was looked at: another number, once another program has written in it."""

    @property
    def long(self) -> bool:
        """Whether what differs is taken in in steps."""
        return len(self.stems) > AT_ONCE

    def __bool__(self) -> bool:
        return bool(self.stems or self.core or self.gone)


_PATHS = 1_000
"""How many paths a look keeps."""


def look(index: Index, roots: Sequence[Path], *, keep: bool = False) -> Look:
    """Compare the folders, the lowest first, with what the index took in.

    A file of which the index holds an earlier text counts as different, unless ``keep``. Raises
    DossierError when a folder can't be listed.
    """
    version = index.version
    stems: set[str] = set()
    core: list[ContentFile] = []
    gone: list[str] = []
    paths: list[str] = []
    met = 0
    try:
        for found, known in _pairs(index, roots):
            met += known is not None
            if found is not None and known is not None and _alike(found, known, keep=keep):
                continue
            differing = found or known
            assert differing is not None  # noqa: S101 - for the type checker
            if len(paths) < _PATHS:
                paths.append(differing.path)
            if differing.kind in UNITS:
                stems.add(differing.stem)
            elif found is not None:
                core.append(found)
            else:
                gone.append(differing.path)
    except OSError as error:
        raise unlisted(error) from None
    if met != state.files_count(index):
        # Some were taken in from folders that are not looked at any more.
        for known in _elsewhere(index, roots):
            paths.append(known.path)
            if known.kind in UNITS:
                stems.add(known.stem)
            else:
                gone.append(known.path)
    return Look(newest_first(stems), core, gone, paths, version)


def look_at(index: Index, roots: Sequence[Path], paths: Iterable[str], *, keep: bool) -> Look | None:
    """The same for some paths alone; None where not all are files of articles or their quotations."""
    folders = {str(root / name) for root in roots for name, kind in FOLDERS.items() if kind in UNITS}
    version = index.version
    stems = set()
    for path in map(Path, paths):
        if str(path.parent) not in folders or path.suffix != SUFFIX:
            return None
        stems.add(path.stem)
    differing = []
    for stem in stems:
        known = state.known_of_stem(index, stem)
        found = {file.path: file for file in of_stem([str(root) for root in roots], stem)}
        if found.keys() != known.keys() or not all(
            _alike(file, known[path], keep=keep) for path, file in found.items()
        ):
            differing.append(stem)
    return Look(newest_first(differing), [], [], list(paths), version)


def newest_first(stems: Iterable[str]) -> list[str]:
    """Ids in the order in which they are taken in: by the dates that stand in them, the newest first."""
    return sorted(stems, key=lambda stem: (_date(stem), stem), reverse=True)


def _date(stem: str) -> str:
    match = _DATE.search(stem)
    return "".join(filter(None, match.groups())) if match else ""


def _alike(found: ContentFile, known: KnownFile, *, keep: bool) -> bool:
    if (known.stamp, known.size, known.layer) != (found.stamp, found.size, found.layer):
        return False
    return keep or known.hash != state.EARLIER


_Pair = tuple[ContentFile | None, KnownFile | None]


def _pairs(index: Index, roots: Sequence[Path]) -> Iterator[_Pair]:
    """Each file that is there or was taken in, as it was found and as it is known."""
    for layer, root in enumerate(roots):
        once = [str(root / name) for name in SINGLE]
        yield from _merged(sorted(singles(root, layer)), state.known_at(index, once))
        for folder in FOLDERS:
            yield from _merged(listed(root, folder, layer), state.known_in(index, str(root / folder)))


def _merged(found: Iterable[ContentFile], known: Iterable[KnownFile]) -> Iterator[_Pair]:
    """Pairs from what one folder holds, each in the order of paths."""
    rest = iter(known)
    seen = next(rest, None)
    for file in found:
        while seen is not None and seen.path < file.path:
            yield None, seen
            seen = next(rest, None)
        if seen is not None and seen.path == file.path:
            yield file, seen
            seen = next(rest, None)
        else:
            yield file, None
    yield from ((None, each) for each in chain([seen] if seen else (), rest))


def _elsewhere(index: Index, roots: Sequence[Path]) -> list[KnownFile]:
    folders = {str(folder) for root in roots for folder in (root, *(root / name for name in FOLDERS))}
    known = state.known_files(index, state.KINDS).values()
    return [each for each in known if str(Path(each.path).parent) not in folders]
