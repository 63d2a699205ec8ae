"""Live reload: while a dossier is open, changes in its files are indexed beside the screen's thread."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from enum import Enum
from pathlib import Path
from time import monotonic, thread_time
from typing import NamedTuple

from medway_tui.index import indexed_files
from medway_tui.index.connection import (
    CORRUPT_MESSAGE,
    REBUILT_MESSAGE,
    Index,
    IndexAccessError,
    IndexUnwritableError,
)
from medway_tui.index.integrity import quick_check
from medway_tui.model.findings import Finding
from medway_tui.progress import BuildOutcome, Progress, ProgressCallback, ProgressTracker
from medway_tui.sync.dossier import Dossier, ensure_fits_in_memory, open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.sync.scan import ChangeSet, scan_paths
from medway_tui.sync.watcher import (
    MAX_SCAN_INTERVAL,
    SCAN_INTERVAL,
    FileWatcher,
    rest_after_scan,
    wait_until_stable,
)

_QUICK_SCAN_SECONDS = 0.05
"""A scan that takes no longer is made of all files whenever the watcher reports a change."""
_RETRY_SECONDS = 30.0
"""The time between two attempts at a build that fails."""
_PROGRESS_INTERVAL = 0.25
"""The time between two progress events of a build."""

_FindingKey = tuple[str, str, str]


class ReloadEvent(NamedTuple):
    """What a scan or a build has brought."""

    changed: bool
    """Whether the index differs from what it was before."""
    new_findings: tuple[Finding, ...] = ()
    """The findings that there were not when the reloader started."""
    stale_files: frozenset[str] = frozenset()
    """The files that are unreadable now: the index keeps their last good version."""
    new_index: Index | None = None
    """Another index, to be used from now on; see ``Dossier.switch_index``."""
    problem: str | None = None
    """Why changes could not be indexed: a sentence, sent once."""
    note: str | None = None
    """What else there is to know when changes could be indexed: a sentence."""
    progress: Progress | None = None
    """The progress of a build; None unless one is running or has failed."""


class ReloadState(Enum):
    """The states of a ``LiveReloader``; its docstring has the transitions."""

    IDLE = "idle"
    SCANNING = "scanning"
    BUILDING = "building"
    IN_MEMORY = "in memory"
    FAILED = "failed"


class LiveReloader:
    """Keeps the index of an open dossier up to date, on a connection of its own.

    It is a state machine:

    - **idle**: the index is as the files were at the last scan.
      → *scanning* when the watcher reports a change, and from time to time.
    - **scanning**: the files are compared with the index, and a few changes are indexed.
      → *idle* when that is done; the index is rebuilt first if it is corrupt or its file was removed.
      → *building* when many articles have changed, or the index is not complete.
      → *in memory* when the index can't be written in its folder, or is in memory already.
      → *failed* when a folder can't be read, or another program holds the index.
    - **building**: a process of its own indexes many changes, while others are already being read.
      → *idle*, *in memory* or *failed*, as from scanning.
    - **in memory**: as idle, but changes are indexed in a copy, which then replaces the index.
      → *scanning*, as from idle.
    - **failed**: the problem was reported, once. → *scanning* at the next change or after some time.
    """

    def __init__(self, dossier: Dossier) -> None:
        self.state = ReloadState.IDLE
        self._dossier = dossier
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._own_dossier: Dossier | None = None
        self._connection: object = None
        """The connection that the reader used when ``_own_dossier`` was opened."""
        self._roots = dossier.base_roots
        self._version = 0
        self._known_findings: Counter[_FindingKey] | None = None
        self._problem: str | None = None
        self._total = 0

    def stop(self) -> None:
        """Stop as soon as possible; what is being indexed is rolled back."""
        self._stop.set()

    def close(self) -> None:
        """Close the connection; a later scan opens another."""
        with self._lock:
            self._close_own_dossier()

    def run(self, on_event: Callable[[ReloadEvent], None]) -> None:
        """Watch and scan until ``stop``, and report each event. For a thread of its own."""
        watcher = FileWatcher(self._stop)
        paths: list[str] = []
        took = due = 0.0
        interval = SCAN_INTERVAL
        try:
            while not self._stop.is_set():
                wait_until_stable(paths, self._stop)
                began, used_before = monotonic(), thread_time()
                # The watcher may miss changes: where a scan of all files is quick, it is made each time.
                scans_all = not paths or took < _QUICK_SCAN_SECONDS or began >= due
                event = self.scan(settled=bool(paths), paths=() if scans_all else paths)
                if scans_all:
                    # The time to open or rebuild an index is not that of a scan.
                    took = monotonic() - began if event is None or event.new_index is None else 0.0
                    # Scans become rare while the watcher works and they find nothing that it missed.
                    is_needed = event is not None or bool(paths) or not watcher.is_watching
                    interval = SCAN_INTERVAL if is_needed else min(2 * interval, MAX_SCAN_INTERVAL)
                    used = thread_time() - used_before
                    due = monotonic() + rest_after_scan(interval, took, used, is_needed=is_needed)
                if event is not None:
                    on_event(event)
                if self.state is ReloadState.BUILDING:
                    due = monotonic() + (SCAN_INTERVAL if self._build(on_event) else _RETRY_SECONDS)
                paths = watcher.wait(self._roots, max(due - monotonic(), 0.1))
        finally:
            watcher.close()
            self.close()

    # -- scanning ------------------------------------------------------------------------------------

    def scan(self, *, settled: bool = False, paths: Sequence[str] = ()) -> ReloadEvent | None:
        """Index what changed since the last scan; None when nothing did, and after ``stop``.

        Waits until changed files are completely written, unless they are ``settled``. With ``paths``, only
        these are scanned if all are files of articles. Many changes are left to ``run``.
        """
        with self._lock:
            self.state = ReloadState.SCANNING
            try:
                return self._scan(settled=settled, paths=paths)
            except InterruptedError:
                return None
            except DossierError as error:
                return self._fail(str(error))
            except IndexUnwritableError as error:
                return self._move_to_memory(str(error))
            except IndexAccessError as error:
                return self._repair(str(error))

    def check_integrity(self, problem: str) -> ReloadEvent | None:
        """Rebuild an index that could not be read if it is corrupt; else report the ``problem``."""
        with self._lock:
            with suppress(IndexAccessError):
                self._open()
            return self._repair(problem)

    def _scan(self, *, settled: bool, paths: Sequence[str]) -> ReloadEvent | None:
        dossier = self._open()
        # Files that were faulty before the dossier was opened have no last good version.
        keep_last_good = self._dossier.fully_scanned
        if keep_last_good:
            self._note_findings(dossier)
        dossier.ensure_folders()
        if not dossier.index.is_current_file():
            return self._reopen()
        self._roots = dossier.roots
        changes = self._find_changes(dossier, paths, keep_last_good=keep_last_good)
        if dossier.index.path is not None and (changes.is_large or not dossier.complete):
            self._total = indexed_files.count_articles(dossier.index) + len(changes.stems)
            self._dossier.fully_scanned = True
            self.state = ReloadState.BUILDING
            return None
        changed, new_index = False, None
        if changes:
            if not settled:
                wait_until_stable(changes.paths, self._stop)
            self._raise_if_stopped()
            # A folder that has been removed meanwhile is not a dossier without articles.
            dossier.ensure_folders()
            dossier, changed, new_index = self._apply(dossier, changes, keep_last_good=keep_last_good)
        # Another program may have indexed the changes first.
        changed = self._update_version(dossier) or changed
        self._settle(dossier)
        self._dossier.fully_scanned = True
        return self._change_event(dossier, new_index) if changed else None

    def _find_changes(self, dossier: Dossier, paths: Sequence[str], *, keep_last_good: bool) -> ChangeSet:
        changes = None
        if paths and keep_last_good and dossier.complete:
            changes = scan_paths(dossier.index, dossier.roots, paths, keep_last_good=True)
        return dossier.scan(keep_last_good=keep_last_good) if changes is None else changes

    def _apply(
        self, dossier: Dossier, changes: ChangeSet, *, keep_last_good: bool
    ) -> tuple[Dossier, bool, Index | None]:
        """Index a few changes; return the dossier, whether its index changed, and a new one in memory."""
        if dossier.index.path is not None:
            return dossier, dossier.refresh(keep_last_good=keep_last_good, changes=changes), None
        # An index in memory can't be read while it is written.
        copy = dossier.copy_to_memory(self._raise_if_stopped)
        self._close_own_dossier()
        copy.refresh(keep_last_good=keep_last_good, changes=changes)
        self._own_dossier = own = copy.clone(self._raise_if_stopped)
        return own, True, copy.index

    # -- building ------------------------------------------------------------------------------------

    def _build(self, on_event: Callable[[ReloadEvent], None]) -> bool:
        """Let a process index many changes, and report its progress; return whether it succeeded."""
        from medway_tui.sync.workers import BuildProcess  # noqa: PLC0415 - not before the first screen

        tracker = ProgressTracker()
        reported_at = 0.0
        try:
            with closing(BuildProcess(build_index, self._dossier.base_roots)) as process:
                while not self._stop.is_set() and (progress := process.wait(0.1)) is not None:
                    if progress and monotonic() - reported_at > _PROGRESS_INTERVAL:
                        reported_at = monotonic()
                        on_event(self._progress_event(tracker.update(*progress)))
                outcome = process.outcome
        except OSError as error:
            outcome = BuildOutcome(str(error))
        for event in self._finish_build(outcome):
            if not self._stop.is_set():
                on_event(event)
        return not outcome.problem

    def _progress_event(self, progress: Progress) -> ReloadEvent:
        with self._lock:
            return ReloadEvent(changed=self._update_version(self._open()), progress=progress)

    def _finish_build(self, outcome: BuildOutcome) -> list[ReloadEvent]:
        events = []
        with self._lock:
            if outcome.problem:
                react = self._move_to_memory if outcome.is_unwritable else self._fail
                event = react(outcome.problem)
                if event is not None:
                    events.append(event)
                    if event.new_index is not None:
                        return events
            dossier = self._open()
            self._update_version(dossier)
            progress = None
            if outcome.problem:
                indexed = indexed_files.count_articles(dossier.index)
                progress = Progress(indexed, self._total, 0.0, stopped=True)
            else:
                # Faults in the files are taken for older than the build.
                self._known_findings = _count_findings(dossier.findings())
                self._settle(dossier)
        return [*events, ReloadEvent(changed=True, progress=progress)]

    # -- the index and its replacements ----------------------------------------------------------------

    def _open(self) -> Dossier:
        """Return the dossier on a connection of the reloader's own, to the index that the reader uses."""
        connection = self._dossier.index.connection
        if self._own_dossier is None or self._connection is not connection:
            is_same = self._connection in (None, connection)
            self._close_own_dossier()
            self._own_dossier = self._dossier.clone(self._raise_if_stopped)
            self._connection = connection
            self._version = self._own_dossier.index.data_version if is_same else -1
        return self._own_dossier

    def _close_own_dossier(self) -> None:
        if self._own_dossier is not None:
            self._own_dossier.close()
            self._own_dossier = None

    def _raise_if_stopped(self, *_: int) -> None:
        if self._stop.is_set():
            raise InterruptedError

    def _update_version(self, dossier: Dossier) -> bool:
        """Return whether the index was written since the last call."""
        version, self._version = self._version, dossier.index.data_version
        return version != self._version

    def _settle(self, dossier: Dossier) -> None:
        """Enter the state in which the index is up to date."""
        self._problem = None
        self._note_findings(dossier)
        self.state = ReloadState.IDLE if dossier.index.path is not None else ReloadState.IN_MEMORY

    def _switch_index(self, dossier: Dossier, note: str | None = None) -> ReloadEvent:
        """Use another index, and let the reader use it."""
        self._close_own_dossier()
        self._connection = self._dossier.index.connection
        self._own_dossier = own = dossier.clone(self._raise_if_stopped)
        self._update_version(own)
        self._settle(own)
        if dossier.index.path is not None and not dossier.complete:
            self.state = ReloadState.BUILDING
        return self._change_event(own, dossier.index)._replace(note=note)

    def _reopen(self, note: str | None = None) -> ReloadEvent | None:
        """Replace an index whose file was removed by the one in its place, or by a new one."""
        try:
            return self._switch_index(open_dossier(self._dossier.base_roots, wait=False), note)
        except (OSError, DossierError, IndexAccessError) as error:
            return self._fail(str(error))

    def _move_to_memory(self, problem: str) -> ReloadEvent | None:
        """Replace an index that can't be written by a copy in memory, unless it is too large for that."""
        try:
            dossier = self._open()
            if not dossier.index.is_current_file():
                return self._reopen()
            articles_count = max(indexed_files.count_articles(dossier.index), self._total)
            ensure_fits_in_memory(articles_count, dossier.index.path, problem)
            copy = dossier.copy_to_memory(self._raise_if_stopped)
            copy.refresh(keep_last_good=True)
            return self._switch_index(copy, f"{problem}: it is held in memory while the reader is open")
        except InterruptedError:
            return None
        except DossierError as error:
            return self._fail(f"{error}: {error.hint}")
        except IndexAccessError as error:
            return self._repair(str(error))

    def _repair(self, problem: str) -> ReloadEvent | None:
        """Rebuild the index if it is corrupt; if it is only busy or full, report the problem."""
        if not self._dossier.index.is_current_file():
            return self._reopen(REBUILT_MESSAGE if problem == CORRUPT_MESSAGE else None)
        try:
            # SQLite's own check does not notice a table that is missing.
            if self._own_dossier is not None and problem != CORRUPT_MESSAGE:
                quick_check(self._own_dossier.index)
                return self._fail(problem)
        except IndexAccessError:
            pass
        self._close_own_dossier()
        rebuild = self._dossier.index.rebuild
        if rebuild is None:
            return self._fail(problem)
        try:
            return self._switch_index(Dossier(self._dossier.base_roots, rebuild()), REBUILT_MESSAGE)
        except (OSError, DossierError, IndexAccessError) as error:
            return self._fail(str(error))

    def _fail(self, problem: str) -> ReloadEvent | None:
        """Report a problem, unless the last attempt had the same."""
        self.state = ReloadState.FAILED
        is_known = problem == self._problem
        self._problem = problem
        return None if is_known or self._stop.is_set() else ReloadEvent(changed=False, problem=problem)

    # -- findings --------------------------------------------------------------------------------------

    def _note_findings(self, dossier: Dossier) -> None:
        if self._known_findings is None:
            self._known_findings = _count_findings(dossier.findings())

    def _change_event(self, dossier: Dossier, new_index: Index | None = None) -> ReloadEvent:
        findings = dossier.findings()
        known = (self._known_findings or Counter()).copy()
        new: list[Finding] = []
        for finding in findings:
            if known[_finding_key(finding)]:
                known[_finding_key(finding)] -= 1
            else:
                new.append(finding)
        # A finding that was fixed meanwhile is new when it comes back.
        self._known_findings = (self._known_findings or Counter()) & _count_findings(findings)
        return ReloadEvent(
            changed=True,
            new_findings=tuple(new),
            stale_files=frozenset(indexed_files.stale_paths(dossier.index)),
            new_index=new_index,
        )


def build_index(roots: Sequence[Path], progress: ProgressCallback) -> BuildOutcome:
    """Index all changes of the dossier in these folders; for a process of its own."""
    try:
        with closing(open_dossier(roots, wait=False)) as dossier:
            dossier.progress = progress
            dossier.refresh(keep_last_good=True)
            if dossier.index.path is None:
                # An index in the memory of this process is of no use to another.
                return BuildOutcome("the index can't be written", is_unwritable=True)
    except IndexUnwritableError as error:
        return BuildOutcome(str(error), is_unwritable=True)
    except (DossierError, IndexAccessError, OSError) as error:
        return BuildOutcome(str(error))
    return BuildOutcome()


def _count_findings(findings: list[Finding]) -> Counter[_FindingKey]:
    return Counter(map(_finding_key, findings))


def _finding_key(finding: Finding) -> _FindingKey:
    """Return what identifies a finding wherever in its file it moves to."""
    return finding.path, finding.code, finding.message
