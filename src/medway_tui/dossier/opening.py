"""A dossier, opened, and its index brought up to date.

Where nothing changed, nothing of ``content`` but the list of files is imported, so neither yaml nor
pydantic. Processes that help are started before either is loaded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.content import files
from medway_tui.dossier.folders import DossierError, given, identity, index_path, must_hold_dossier, with_own
from medway_tui.dossier.holding import must_fit
from medway_tui.dossier.looking import Look, look, look_at
from medway_tui.dossier.pace import Progress
from medway_tui.index import state
from medway_tui.index.articles import oldest
from medway_tui.index.doubting import open_index, probe
from medway_tui.index.store import Index, IndexDamagedError, in_words, new_aside, new_in_memory, trouble
from medway_tui.model.findings import Finding

if TYPE_CHECKING:
    from medway_tui.dossier.processes import Readers

_LONG_LOOK = 500
"""How many files are looked at before the first paint: three milliseconds; of more, those shown first."""
_FIRST = 8
"""How many articles are looked at to find the one that is shown first: each may turn out to be gone."""


class Dossier:
    """An open dossier: views and commands ask its ``index``."""

    def __init__(self, roots: Sequence[Path], index: Index, *, progress: Progress | None = None) -> None:
        self._given = list(roots)
        self.progress = progress
        """Told how far a taking in has come."""
        self.index = index
        """The index, as fresh as the last ``refresh`` made it."""
        self.looked = True
        """Whether all files were looked at since it was opened: where not, a ``Follower`` will."""

    @property
    def id(self) -> str:
        """The dossier's id; empty when its dossier.yaml can't be read."""
        return self.index.meta("id") or ""

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self.index.meta("title") or self._given[0].name

    @property
    def complete(self) -> bool:
        """Whether all articles are in the index; until they are, whoever asks gets what there is."""
        return self.index.complete

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

    def look(self, *, keep: bool = False) -> Look:
        """What differs between the files and the index; see ``refresh``."""
        return look(self.index, self.roots, keep=keep)

    def refresh(
        self, *, keep: bool = False, seen: Look | None = None, readers: Readers | None = None
    ) -> bool:
        """Take in what changed in the files since the last time; whether anything had.

        With ``keep``, what was read before a file became faulty stays in the index until the file is
        mended or gone, or somebody refreshes without it. ``seen`` is a look that was just taken, ``readers``
        are processes that read what it found.

        A few changes are one transaction: another reader of the same index sees all of it or nothing.
        Many are taken in in steps, by one program at a time. Raises DossierError when a folder can't be
        listed, IndexDamagedError when the index can't be written: IndexUnwritableError where it is sound.
        """
        seen = self.look(keep=keep) if seen is None else seen
        if not seen and self.complete:
            return False
        from medway_tui.dossier import filling, processes  # noqa: PLC0415 - yaml

        try:
            if not seen.long and self.complete:
                with self.index.transaction():
                    return filling.take_at_once(self.index, self.roots, seen, self.progress, keep=keep)
            with self._alone(seen):
                if self.index.version != seen.version:
                    seen, readers = self.look(keep=keep), None
                if not seen and self.complete:
                    return True
                readers = readers or processes.Readers()
                return filling.fill(self.index, self.roots, seen, self.progress, readers, keep=keep)
        except sqlite3.Error as error:
            raise trouble(error) from error

    @contextmanager
    def _alone(self, seen: Look) -> Iterator[None]:
        """Wait until no other program fills the index, telling how far that one has come."""
        if self.index.path is None:
            yield
            return
        import filelock  # noqa: PLC0415 - only a long taking in needs it

        lock = filelock.FileLock(f"{self.index.path}.lock")
        total = state.articles_count(self.index) + len(seen.stems)
        while True:
            try:
                lock.acquire(timeout=0.2)
                break
            except filelock.Timeout:
                if self.progress is not None:
                    self.progress(state.articles_count(self.index), total)
        try:
            yield
        finally:
            lock.release()

    def adopt(self, index: Index) -> None:
        """Ask another index from now on: one that was made in the place of this one."""
        self.index.become(index)

    def close(self) -> None:
        """Close the index."""
        self.index.close()


def open_dossier(
    roots: Sequence[Path] = (), *, progress: Progress | None = None, wait: bool = True
) -> Dossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    Without ``wait``, it is handed out as soon as there is something to be read in it: what takes long, a
    look at many files or the taking in of many, is left to a ``Follower``. Then it may not be ``complete``,
    or not ``looked`` at; but the oldest article, which a reader shows first, is as its files are.

    Raises DossierError when there is none.
    """
    folders = given(roots)
    path = index_path(folders)
    dossier = _known(folders, path, progress, wait=wait)
    if dossier is None:
        must_hold_dossier(folders)
        dossier = _built(folders, path, progress, wait=wait)
    dossier.index.mend = partial(_mended, folders, path, wait=wait)
    return dossier


def as_left(roots: Sequence[Path] = ()) -> Index | None:
    """The index of these folders as it was left, without a look at the files; None where there is none.

    For what has to be quick and may be a little old. Raises DossierError when a folder is not there.
    """
    folders = given(roots)
    path = index_path(folders)
    index = open_index(path) if path else None
    if index is None:
        return None
    with suppress(IndexDamagedError):
        if index.meta("roots") == identity(folders):
            return index
    index.close()
    return None


def _known(
    folders: Sequence[Path], path: Path | None, progress: Progress | None, *, wait: bool
) -> Dossier | None:
    """The dossier with the index that was built before; None when there is none to be trusted."""
    index = open_index(path) if path else None
    if index is None:
        return None
    dossier = Dossier(folders, index, progress=progress)
    try:
        before = dossier.id
        if index.meta("roots") == identity(folders):
            _bring_up_to_date(dossier, wait=wait)
            if dossier.id == before:
                return dossier
    except IndexDamagedError:
        pass
    except BaseException:
        # Also for Ctrl-C: whatever ends it leaves no open connection behind, and goes on.
        dossier.close()
        raise
    dossier.close()
    return None


def _bring_up_to_date(dossier: Dossier, *, wait: bool) -> None:
    """Take in what changed; without ``wait``, only where that does not take long."""
    if wait:
        dossier.refresh()
    elif dossier.complete and not state.more_files_than(dossier.index, _LONG_LOOK):
        seen = dossier.look()
        if not seen.long:
            dossier.refresh(seen=seen)
    else:
        dossier.looked = False
        if dossier.complete:
            _refresh_first(dossier)


def _refresh_first(dossier: Dossier) -> None:
    """Take in what changed in the article that a reader shows first, the oldest."""
    before = None
    for _ in range(_FIRST):
        first = next(iter(oldest(dossier.index, 1).values()), None)
        if first is None or first.id == before:
            return
        before = first.id
        paths = [str(root / "articles" / f"{first.id}.yaml") for root in dossier.roots]
        dossier.refresh(seen=look_at(dossier.index, dossier.roots, paths, keep=False))


def _mended(folders: Sequence[Path], path: Path | None, *, wait: bool) -> Index:
    """A new index in the place of one that turned out to be damaged, as ``open_dossier`` would hand it out.

    Raises IndexDamagedError when none can be made.
    """
    try:
        return _built(folders, path, None, trust=False, wait=wait).index
    except DossierError as error:
        raise IndexDamagedError(f"{error}: {error.hint}") from error


def _built(
    folders: Sequence[Path],
    path: Path | None,
    progress: Progress | None,
    *,
    trust: bool = True,
    wait: bool = True,
) -> Dossier:
    """A dossier with a new index, or with one that another program has just built, where we ``trust`` it."""
    full: Exception | None = None
    if path is not None:
        try:
            with closing(_readers(folders, wait=wait)) as readers:
                dossier, left = _built_in_file(folders, path, progress, readers, trust=trust)
                if wait and not (dossier.complete and dossier.looked):
                    dossier.refresh(seen=left, readers=readers)
        except (OSError, sqlite3.Error, IndexDamagedError) as error:
            # No room or no permission: the cache is a comfort, not a need.
            full = error
        else:
            return dossier
    index = new_in_memory()
    dossier = Dossier(folders, index, progress=progress)
    with closing(_readers(folders, wait=True)) as readers:
        with index.transaction():
            left = _begun(index, folders, progress, readers)
        if full is not None:
            must_fit(state.articles_count(index) + len(left.stems), path, in_words(full))
        if not dossier.complete:
            dossier.refresh(seen=left, readers=readers)
    return dossier


def _readers(folders: Sequence[Path], *, wait: bool) -> Readers:
    """Processes that read, started at once where there is much to be read and somebody waits for it."""
    from medway_tui.dossier import processes  # noqa: PLC0415 - only a build needs them

    readers = processes.Readers()
    if wait and files.more_articles_than(folders, processes.ALONE):
        readers.start(processes.cores() - 1)
    return readers


def _built_in_file(
    folders: Sequence[Path], path: Path, progress: Progress | None, readers: Readers, *, trust: bool
) -> tuple[Dossier, Look | None]:
    """A dossier with a new index, and what of many articles is left to be taken in.

    Where another program has just built one, nothing is said of what is left.
    """
    import filelock  # noqa: PLC0415 - only a build needs it

    # Of two readers that start at once, the second waits, and finds what the first has built.
    with filelock.FileLock(f"{path}.lock", timeout=120):
        dossier = _known(folders, path, progress, wait=False) if trust else None
        if dossier is not None:
            try:
                probe(dossier.index)
            except IndexDamagedError:
                dossier.close()
            else:
                return dossier, None
        with new_aside(path) as fresh, fresh.transaction():
            left = _begun(fresh, folders, progress, readers)
        index = open_index(path)
        if index is None:
            raise OSError(f"the index {path} could not be opened after it was built")
        return Dossier(folders, index, progress=progress), left._replace(version=index.version)


def _begun(index: Index, folders: Sequence[Path], progress: Progress | None, readers: Readers) -> Look:
    """Take into an empty index what the folders hold, or of a great deal the first; what is left then."""
    from medway_tui.dossier import filling  # noqa: PLC0415 - yaml

    roots = with_own(folders, filling.dossier_id(folders))
    seen = look(index, roots)
    if seen.long:
        left = filling.begin(index, roots, seen, readers)
    else:
        filling.take_at_once(index, roots, seen, progress, keep=False)
        left = seen._replace(stems=[], core=[], gone=[])
    filling.belongs_to(index, identity(folders))
    return left
