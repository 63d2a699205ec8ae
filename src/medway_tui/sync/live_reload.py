"""Following a dossier while it is read: what changes in its files is taken in, off the screen's thread."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from time import monotonic
from typing import NamedTuple

from medway_tui.index import indexed_files
from medway_tui.index.connection import CORRUPT_MESSAGE, Index, IndexCorruptError, IndexUnwritableError
from medway_tui.index.integrity import quick_check
from medway_tui.model.findings import Finding
from medway_tui.progress import Progress, ProgressTracker
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.sync.memory_limit import ensure_fits_in_memory
from medway_tui.sync.scan import scan_paths
from medway_tui.sync.watcher import FileWatcher, wait_until_stable
from medway_tui.sync.workers import BuildProcess

_SCAN_INTERVAL = 2.0
"""The seconds between two looks at the files where nothing is noticed in the meantime."""
_SCAN_REST_FACTOR = 20
"""How many times as long as a look takes nothing is looked for, where that is longer."""
_QUICK_SCAN_SECONDS = 0.05
"""The seconds that a look at all files may take to be made whenever something is noticed."""
_RETRY_SECONDS = 30.0
"""The seconds after which a taking in that could not be made is tried again."""
_PROGRESS_INTERVAL = 0.25
"""The seconds between two pieces of news of a taking in that goes on."""


class ReloadEvent(NamedTuple):
    """What a look at the files brought."""

    changed: bool
    """Whether the index holds anything else than before."""
    new_findings: tuple[Finding, ...] = ()
    """What is wrong now, and was not when the following began."""
    stale_files: frozenset[str] = frozenset()
    """The files that can't be read as they are now: what was read before is still in the index."""
    new_index: Index | None = None
    """Another index, to be asked from now on; see ``Dossier.adopt``."""
    problem: str | None = None
    """Why what changed could not be taken in: a sentence, told once."""
    note: str | None = None
    """What else is to be known, though all of it was taken in: a sentence."""
    progress: Progress | None = None
    """How far a taking in of many articles has come; None where none is under way, nor was stopped."""


class LiveReloader:
    """Takes changes in, on a connection of its own. One look at a time, from whichever thread."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._own_dossier: Dossier | None = None
        self._asked: object = None
        self._roots = dossier.base_roots
        self._version = 0
        self._before: Counter[tuple[str, str, str]] | None = None
        self._problem: str | None = None
        self._long = False
        self._total = 0

    def stop(self) -> None:
        """End the following as soon as can be; what is being taken in is left undone."""
        self._stop.set()

    def run(self, on_event: Callable[[ReloadEvent], None]) -> None:
        """Look again and again until ``stop``, and tell what there is to tell. For a thread of its own.

        An index that is not complete is filled first, in a process of its own, and so are many changes;
        meanwhile what is told has a ``pace``, and is ``changed`` whenever there is more to be read.
        """
        notices = FileWatcher(self._stop)
        noticed: list[str] = []
        took = 0.0
        due = 0.0
        try:
            while not self._stop.is_set():
                wait_until_stable(noticed, self._stop)
                began = monotonic()
                # What is noticed is a hint; where all files are looked at in no time, it is not needed.
                whole = not noticed or took < _QUICK_SCAN_SECONDS or began >= due
                news = self.scan(settled=bool(noticed), paths=() if whole else noticed)
                if whole:
                    # What took long to be opened or built is no measure of a look.
                    took = monotonic() - began if news is None or news.new_index is None else 0.0
                    due = monotonic() + max(_SCAN_INTERVAL, _SCAN_REST_FACTOR * took)
                if news is not None:
                    on_event(news)
                if self._long:
                    due = monotonic() + (_SCAN_INTERVAL if self._build(on_event) else _RETRY_SECONDS)
                noticed = notices.wait(self._roots, max(due - monotonic(), 0.1))
        finally:
            notices.close()
            self.close()

    def close(self) -> None:
        """Close the connection; a later look opens another."""
        with self._lock:
            self._leave()

    def scan(self, *, settled: bool = False, paths: Sequence[str] = ()) -> ReloadEvent | None:
        """Take in what changed since the last look; None when nothing did, and after ``stop``.

        Waits until what changed is written to the end, unless it is ``settled`` already. Of ``only`` some
        files, where these are named and are files of articles. More than a few articles are left to
        ``follow``.
        """
        with self._lock:
            try:
                return self._look(settled=settled, only=paths)
            except InterruptedError:
                return None
            except DossierError as error:
                return self._failed(str(error))
            except IndexUnwritableError as error:
                return self._unwritable(str(error))
            except (IndexCorruptError, sqlite3.Error) as error:
                return self._doubted(str(error))

    def check_integrity(self, problem: str) -> ReloadEvent | None:
        """Look at an index that could not be read, and build it anew where it is damaged."""
        with self._lock:
            with suppress(IndexCorruptError, sqlite3.Error):
                self._open()
            return self._doubted(problem)

    # -- one look ----------------------------------------------------------------------------------

    def _look(self, *, settled: bool, only: Sequence[str]) -> ReloadEvent | None:
        self._long = False
        mine = self._open()
        # What changed before anybody read it is taken as it is: nothing is kept of what was there earlier.
        keep = self._dossier.fully_scanned
        if self._before is None and keep:
            self._before = _count_findings(mine.findings())
        mine.ensure_folders()
        if not mine.index.is_current_file():
            return self._opened_again()
        self._roots = mine.roots
        seen = (
            scan_paths(mine.index, mine.roots, only, keep_last_good=keep)
            if only and keep and mine.complete
            else None
        )
        if seen is None:
            seen = mine.scan(keep_last_good=keep)
        fresh: Index | None = None
        changed = False
        self._long = mine.index.path is not None and (seen.is_large or not mine.complete)
        if self._long:
            self._total = indexed_files.count_articles(mine.index) + len(seen.stems)
            self._dossier.fully_scanned = True
            return None
        if seen:
            if not settled:
                wait_until_stable(seen.paths, self._stop)
            if self._stop.is_set():
                return None
            # A folder that went in the meantime is no dossier without articles.
            mine.ensure_folders()
            if mine.index.path is None:
                mine, fresh = self._in_memory(mine)
            changed = mine.refresh(keep_last_good=keep, changes=seen) or fresh is not None
            if fresh is not None:
                self._own_dossier = mine = mine.clone(self._raise_if_stopped)
                self._version = mine.index.data_version
        # Another program may have been quicker to take the changes in.
        version = mine.index.data_version
        changed = changed or version != self._version
        self._version = version
        self._problem = None
        self._dossier.fully_scanned = True
        if self._before is None:
            self._before = _count_findings(mine.findings())
        return self._change_event(mine, fresh) if changed else None

    def _build(self, tell: Callable[[ReloadEvent], None]) -> bool:
        """Have a process take in what there is, and tell how far it has come; whether it could."""
        pacing = ProgressTracker()
        told = 0.0
        news: ReloadEvent | None = None
        problem = ""
        try:
            with closing(BuildProcess([str(root) for root in self._dossier.base_roots])) as filler:
                while not self._stop.is_set():
                    said = filler.wait(0.1)
                    if said is None:
                        break
                    if said and monotonic() - told > _PROGRESS_INTERVAL:
                        told = monotonic()
                        tell(self._build_event(pacing.update(*said)))
                problem, unwritable = filler.problem, filler.unwritable
            if unwritable:
                with self._lock:
                    news = self._unwritable(problem)
            elif problem:
                news = self._failed(problem)
        except OSError as error:
            problem = str(error)
            news = self._failed(problem)
        if self._stop.is_set():
            return False
        if news is not None:
            tell(news)
        if news is None or news.new_index is None:
            tell(self._build_event(None, stopped=bool(problem)))
        return not problem

    def _build_event(self, pace: Progress | None, *, stopped: bool = False) -> ReloadEvent:
        with self._lock:
            mine = self._open()
            version = mine.index.data_version
            changed = version != self._version or pace is None
            self._version = version
            if stopped:
                pace = Progress(indexed_files.count_articles(mine.index), self._total, 0.0, stopped=True)
            elif pace is None:
                # What is wrong in the files was so when they were opened, as far as anybody knows.
                self._before = _count_findings(mine.findings())
        return ReloadEvent(changed=changed, progress=pace)

    def _open(self) -> Dossier:
        """The dossier with a connection of this object's own, to the index that is asked."""
        asked = self._dossier.index.connection
        if self._own_dossier is None or self._asked is not asked:
            same = self._asked in (None, asked)
            self._leave()
            self._own_dossier = self._dossier.clone(self._raise_if_stopped)
            self._asked = asked
            self._version = self._own_dossier.index.data_version if same else -1
        return self._own_dossier

    def _leave(self) -> None:
        if self._own_dossier is not None:
            self._own_dossier.close()
            self._own_dossier = None

    def _in_memory(self, mine: Dossier) -> tuple[Dossier, Index]:
        """A copy to change: an index in memory can't be asked while somebody writes into it."""
        copy = mine.copy_to_memory(self._raise_if_stopped)
        mine.close()
        return copy, copy.index

    def _raise_if_stopped(self, *_: int) -> None:
        """Stop in the middle where nobody waits for the end any more."""
        if self._stop.is_set():
            raise InterruptedError

    def _switch_index(self, dossier: Dossier, note: str | None = None) -> ReloadEvent:
        """Follow another index from now on, and have it asked."""
        self._leave()
        self._asked = self._dossier.index.connection
        self._own_dossier = dossier.clone(self._raise_if_stopped)
        self._version = self._own_dossier.index.data_version
        self._problem = None
        self._long = dossier.index.path is not None and not dossier.complete
        if self._before is None:
            self._before = _count_findings(self._own_dossier.findings())
        return self._change_event(self._own_dossier, dossier.index)._replace(note=note)

    def _change_event(self, mine: Dossier, fresh: Index | None = None) -> ReloadEvent:
        found = mine.findings()
        assert self._before is not None  # noqa: S101 - for the type checker
        new: list[Finding] = []
        left = self._before.copy()
        for finding in found:
            if left[_finding_key(finding)]:
                left[_finding_key(finding)] -= 1
            else:
                new.append(finding)
        # What was mended meanwhile is new when it comes again.
        self._before &= _count_findings(found)
        return ReloadEvent(
            changed=True,
            new_findings=tuple(new),
            stale_files=frozenset(indexed_files.stale_paths(mine.index)),
            new_index=fresh,
        )

    # -- what goes wrong -----------------------------------------------------------------------------

    def _failed(self, problem: str) -> ReloadEvent | None:
        """Tell what is in the way, unless it was told before."""
        told = problem == self._problem
        self._problem = problem
        return None if told or self._stop.is_set() else ReloadEvent(changed=False, problem=problem)

    def _opened_again(self) -> ReloadEvent | None:
        """Take the index that stands in the place of the one that was removed, or make one."""
        try:
            return self._switch_index(open_dossier(self._dossier.base_roots, wait=False))
        except (OSError, DossierError, IndexCorruptError, sqlite3.Error) as error:
            return self._failed(str(error))

    def _unwritable(self, problem: str) -> ReloadEvent | None:
        """Go on in memory, with an index that can't be written where it stands, unless it is too large."""
        try:
            mine = self._open()
            if not mine.index.is_current_file():
                return self._opened_again()
            ensure_fits_in_memory(
                max(indexed_files.count_articles(mine.index), self._total), mine.index.path, problem
            )
            mine, _ = self._in_memory(mine)
            mine.refresh(keep_last_good=True)
            return self._switch_index(mine, f"{problem}: it is held in memory while the reader is open")
        except InterruptedError:
            return None
        except DossierError as error:
            return self._failed(f"{error}: {error.hint}")
        except (IndexCorruptError, sqlite3.Error) as error:
            return self._doubted(str(error))

    def _doubted(self, problem: str) -> ReloadEvent | None:
        """Build the index anew where it is damaged; where it is only busy or full, say so."""
        if not self._dossier.index.is_current_file():
            return self._opened_again()
        try:
            # SQLite's own check does not miss a table that is gone.
            if self._own_dossier is not None and problem != CORRUPT_MESSAGE:
                quick_check(self._own_dossier.index)
                return self._failed(problem)
        except (IndexCorruptError, sqlite3.Error):
            pass
        self._leave()
        mend = self._dossier.index.rebuild
        if mend is None:
            return self._failed(problem)
        try:
            fresh = mend()
        except (OSError, DossierError, IndexCorruptError, sqlite3.Error) as error:
            return self._failed(str(error))
        return self._switch_index(Dossier(self._dossier.base_roots, fresh))


def _count_findings(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter(map(_finding_key, findings))


def _finding_key(finding: Finding) -> tuple[str, str, str]:
    """What tells a finding from others, wherever in its file it has moved to."""
    return finding.path, finding.code, finding.message
