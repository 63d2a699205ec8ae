"""A dossier, opened, and its index brought up to date.

Where nothing changed, nothing of ``content`` but the list of files is imported, so neither yaml nor
pydantic.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from medway_tui.content.files import ContentFile
from medway_tui.dossier.folders import find, given, identity, index_path, must_hold_dossier, with_own
from medway_tui.index import state
from medway_tui.index.store import Index, IndexDamagedError, new_aside, new_in_memory, open_index
from medway_tui.model.findings import Finding

Progress = Callable[[int, int], None]
"""Told how many articles of how many were taken in."""


class Dossier:
    """An open dossier: views and commands ask its ``index``."""

    def __init__(self, roots: Sequence[Path], index: Index, *, progress: Progress | None = None) -> None:
        self._given = list(roots)
        self._progress = progress
        self.index = index
        """The index, as fresh as the last ``refresh`` made it."""

    @property
    def id(self) -> str:
        """The dossier's id; empty when its dossier.yaml can't be read."""
        return self.index.meta("id") or ""

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self.index.meta("title") or self._given[0].name

    @property
    def roots(self) -> list[Path]:
        """The folders, lowest first: those given, and the user's own over them."""
        return with_own(self._given, self.id)

    def findings(self) -> list[Finding]:
        """What is wrong in the dossier's files."""
        return state.findings(self.index)

    def findings_count(self) -> int:
        """How much is wrong in the dossier's files."""
        return state.findings_count(self.index)

    @property
    def given(self) -> list[Path]:
        """The folders that were named, lowest first, without the user's own."""
        return list(self._given)

    def another(self, progress: Progress | None = None) -> Dossier:
        """The same dossier with a connection of its own, for another thread."""
        return Dossier(self._given, self.index.another(), progress=progress)

    def copied(self, progress: Progress | None = None) -> Dossier:
        """The same dossier with a copy of its index in memory, which nobody else asks yet."""
        return Dossier(self._given, self.index.copied(), progress=progress)

    def must_stand(self) -> None:
        """Raise DossierError where a folder is not there any more, or holds no dossier."""
        must_hold_dossier(given(self._given))

    def unseen(self, *, keep: bool = False) -> list[str]:
        """The paths of files that are not as they were when they were taken in; see ``refresh``."""
        found = find(self.roots)
        known = state.known_files(self.index)
        return [file.path for file in _differing(found, known, keep=keep)] + sorted(_gone(found, known))

    def refresh(self, *, keep: bool = False) -> bool:
        """Take in what changed in the files since the last time; whether anything had.

        With ``keep``, what was read before a file became faulty stays in the index until the file is
        mended or gone, or somebody refreshes without it.

        One transaction: another reader of the same index sees all of it or nothing. Raises
        DossierError when a folder can't be listed, IndexDamagedError when the index can't be written.
        """
        found = find(self.roots)
        known = state.known_files(self.index)
        if not _differing(found, known, keep=keep) and len(found) == len(known):
            return False
        from medway_tui.dossier.taking import same_bytes, take_in  # noqa: PLC0415 - yaml, pydantic

        try:
            with self.index.transaction():
                # Another program may have taken the changes in while this one waited for its turn.
                known = state.known_files(self.index)
                differing = _differing(found, known, keep=keep)
                changed = {file for file in differing if not same_bytes(file, known)}
                gone = _gone(found, known)
                take_in(self.index, found, differing, changed, gone, self._progress, keep=keep)
        except sqlite3.Error as error:
            raise IndexDamagedError(str(error)) from error
        return bool(changed or gone)

    def adopt(self, index: Index) -> None:
        """Ask another index from now on: one that was made in the place of this one."""
        self.index.become(index)

    def close(self) -> None:
        """Close the index."""
        self.index.close()


def open_dossier(roots: Sequence[Path] = (), *, progress: Progress | None = None) -> Dossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    Raises DossierError when there is none.
    """
    folders = given(roots)
    path = index_path(folders)
    dossier = _known(folders, path, progress)
    if dossier is None:
        must_hold_dossier(folders)
        dossier = _built(folders, path, progress)
    dossier.index.mend = partial(_mended, folders, path)
    return dossier


def as_left(roots: Sequence[Path] = ()) -> Index | None:
    """The index of these folders as it was left, without a look at the files; None where there is none.

    For what has to be quick and may be a little old. Raises DossierError when a folder is not there.
    """
    folders = given(roots)
    path = index_path(folders)
    index = open_index(path) if path else None
    if index is not None and index.meta("roots") != identity(folders):
        index.close()
        return None
    return index


def _known(folders: Sequence[Path], path: Path | None, progress: Progress | None) -> Dossier | None:
    """The dossier with the index that was built before; None when there is none to be trusted."""
    index = open_index(path) if path else None
    if index is None:
        return None
    dossier = Dossier(folders, index, progress=progress)
    try:
        before = dossier.id
        if index.meta("roots") == identity(folders):
            dossier.refresh()
            if dossier.id == before:
                return dossier
    except IndexDamagedError:
        pass
    dossier.close()
    return None


def _mended(folders: Sequence[Path], path: Path | None) -> Index:
    """A new index in the place of one that turned out to be damaged."""
    return _built(folders, path, None, trust=False).index


def _built(
    folders: Sequence[Path], path: Path | None, progress: Progress | None, *, trust: bool = True
) -> Dossier:
    """A dossier with a new index, or with one that another program has just built, where we ``trust`` it."""
    if path is not None:
        try:
            return _built_in_file(folders, path, progress, trust=trust)
        except (OSError, sqlite3.Error):
            # No room or no permission: the cache is a comfort, not a need.
            pass
    from medway_tui.dossier.taking import fill  # noqa: PLC0415 - yaml, pydantic

    index = new_in_memory()
    with index.transaction():
        fill(index, folders, progress)
    return Dossier(folders, index, progress=progress)


def _built_in_file(folders: Sequence[Path], path: Path, progress: Progress | None, *, trust: bool) -> Dossier:
    import filelock  # noqa: PLC0415 - only a build needs it

    from medway_tui.dossier.taking import fill  # noqa: PLC0415 - yaml, pydantic

    # Of two readers that start at once, the second waits, and finds what the first has built.
    with filelock.FileLock(f"{path}.lock", timeout=120):
        dossier = _known(folders, path, progress) if trust else None
        if dossier is not None:
            try:
                probe(dossier.index)
            except IndexDamagedError:
                dossier.close()
            else:
                return dossier
        with new_aside(path) as fresh, fresh.transaction():
            fill(fresh, folders, progress)
        index = open_index(path)
    if index is None:
        raise OSError(f"the index {path} could not be opened after it was built")
    return Dossier(folders, index, progress=progress)


def probe(index: Index) -> None:
    """Look at every page. Raises IndexDamagedError when one is not what it should be."""
    if index.value("PRAGMA quick_check(1)") != "ok":
        raise IndexDamagedError("the index failed SQLite's own check")


def _differing(
    found: Sequence[ContentFile], known: dict[str, state.KnownFile], *, keep: bool = False
) -> list[ContentFile]:
    """The files that are new or do not look as they did, or of which the index holds an earlier text."""
    return [
        file
        for file in found
        if (seen := known.get(file.path)) is None
        or (seen.layer, seen.mtime_ns, seen.size) != (file.layer, file.mtime_ns, file.size)
        or (seen.hash == state.EARLIER and not keep)
    ]


def _gone(found: Sequence[ContentFile], known: dict[str, state.KnownFile]) -> set[str]:
    """The paths of the files that are not there any more."""
    return set(known) - {file.path for file in found}
