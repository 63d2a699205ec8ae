"""Following a dossier while it is read: what changes in its files is taken in, off the screen's thread."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from time import monotonic
from typing import NamedTuple

from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.holding import must_fit
from medway_tui.dossier.looking import look_at
from medway_tui.dossier.noticing import Notices, settle
from medway_tui.dossier.opening import Dossier, open_dossier
from medway_tui.dossier.pace import Pace, Pacing
from medway_tui.dossier.processes import Filler
from medway_tui.index import state
from medway_tui.index.doubting import probe
from medway_tui.index.store import DAMAGED, Index, IndexDamagedError, IndexUnwritableError
from medway_tui.model.findings import Finding

_LOOK = 2.0
"""The seconds between two looks at the files where nothing is noticed in the meantime."""
_REST = 20
"""How many times as long as a look takes nothing is looked for, where that is longer."""
_QUICK = 0.05
"""The seconds that a look at all files may take to be made whenever something is noticed."""
_AGAIN = 30.0
"""The seconds after which a taking in that could not be made is tried again."""
_TELL = 0.25
"""The seconds between two pieces of news of a taking in that goes on."""


class News(NamedTuple):
    """What a look at the files brought."""

    changed: bool
    """Whether the index holds anything else than before."""
    broken: tuple[Finding, ...] = ()
    """What is wrong now, and was not when the following began."""
    earlier: frozenset[str] = frozenset()
    """The files that can't be read as they are now: what was read before is still in the index."""
    fresh: Index | None = None
    """Another index, to be asked from now on; see ``Dossier.adopt``."""
    problem: str | None = None
    """Why what changed could not be taken in: a sentence, told once."""
    note: str | None = None
    """What else is to be known, though all of it was taken in: a sentence."""
    pace: Pace | None = None
    """How far a taking in of many articles has come; None where none is under way, nor was stopped."""


class Follower:
    """Takes changes in, on a connection of its own. One look at a time, from whichever thread."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._stop = threading.Event()
        self._one = threading.Lock()
        self._mine: Dossier | None = None
        self._asked: object = None
        self._roots = dossier.given
        self._version = 0
        self._before: Counter[tuple[str, str, str]] | None = None
        self._problem: str | None = None
        self._long = False
        self._total = 0

    def stop(self) -> None:
        """End the following as soon as can be; what is being taken in is left undone."""
        self._stop.set()

    def follow(self, tell: Callable[[News], None]) -> None:
        """Look again and again until ``stop``, and tell what there is to tell. For a thread of its own.

        An index that is not complete is filled first, in a process of its own, and so are many changes;
        meanwhile what is told has a ``pace``, and is ``changed`` whenever there is more to be read.
        """
        notices = Notices(self._stop)
        noticed: list[str] = []
        took = 0.0
        due = 0.0
        try:
            while not self._stop.is_set():
                settle(noticed, self._stop)
                began = monotonic()
                # What is noticed is a hint; where all files are looked at in no time, it is not needed.
                whole = not noticed or took < _QUICK or began >= due
                news = self.look(settled=bool(noticed), only=() if whole else noticed)
                if whole:
                    # What took long to be opened or built is no measure of a look.
                    took = monotonic() - began if news is None or news.fresh is None else 0.0
                    due = monotonic() + max(_LOOK, _REST * took)
                if news is not None:
                    tell(news)
                if self._long:
                    due = monotonic() + (_LOOK if self._fill(tell) else _AGAIN)
                noticed = notices.wait(self._roots, max(due - monotonic(), 0.1))
        finally:
            notices.close()
            self.close()

    def close(self) -> None:
        """Close the connection; a later look opens another."""
        with self._one:
            self._leave()

    def look(self, *, settled: bool = False, only: Sequence[str] = ()) -> News | None:
        """Take in what changed since the last look; None when nothing did, and after ``stop``.

        Waits until what changed is written to the end, unless it is ``settled`` already. Of ``only`` some
        files, where these are named and are files of articles. More than a few articles are left to
        ``follow``.
        """
        with self._one:
            try:
                return self._look(settled=settled, only=only)
            except InterruptedError:
                return None
            except DossierError as error:
                return self._failed(str(error))
            except IndexUnwritableError as error:
                return self._unwritable(str(error))
            except (IndexDamagedError, sqlite3.Error) as error:
                return self._doubted(str(error))

    def doubt(self, problem: str) -> News | None:
        """Look at an index that could not be read, and build it anew where it is damaged."""
        with self._one:
            with suppress(IndexDamagedError, sqlite3.Error):
                self._open()
            return self._doubted(problem)

    # -- one look ----------------------------------------------------------------------------------

    def _look(self, *, settled: bool, only: Sequence[str]) -> News | None:
        self._long = False
        mine = self._open()
        # What changed before anybody read it is taken as it is: nothing is kept of what was there earlier.
        keep = self._dossier.looked
        if self._before is None and keep:
            self._before = _counted(mine.findings())
        mine.must_stand()
        if not mine.index.stands():
            return self._opened_again()
        self._roots = mine.roots
        seen = look_at(mine.index, mine.roots, only, keep=keep) if only and keep and mine.complete else None
        if seen is None:
            seen = mine.look(keep=keep)
        fresh: Index | None = None
        changed = False
        self._long = mine.index.path is not None and (seen.long or not mine.complete)
        if self._long:
            self._total = state.articles_count(mine.index) + len(seen.stems)
            self._dossier.looked = True
            return None
        if seen:
            if not settled:
                settle(seen.paths, self._stop)
            if self._stop.is_set():
                return None
            # A folder that went in the meantime is no dossier without articles.
            mine.must_stand()
            if mine.index.path is None:
                mine, fresh = self._in_memory(mine)
            changed = mine.refresh(keep=keep, seen=seen) or fresh is not None
            if fresh is not None:
                self._mine = mine = mine.another(self._goes_on)
                self._version = mine.index.version
        # Another program may have been quicker to take the changes in.
        version = mine.index.version
        changed = changed or version != self._version
        self._version = version
        self._problem = None
        self._dossier.looked = True
        if self._before is None:
            self._before = _counted(mine.findings())
        return self._news(mine, fresh) if changed else None

    def _fill(self, tell: Callable[[News], None]) -> bool:
        """Have a process take in what there is, and tell how far it has come; whether it could."""
        pacing = Pacing()
        told = 0.0
        news: News | None = None
        problem = ""
        try:
            with closing(Filler([str(root) for root in self._dossier.given])) as filler:
                while not self._stop.is_set():
                    said = filler.wait(0.1)
                    if said is None:
                        break
                    if said and monotonic() - told > _TELL:
                        told = monotonic()
                        tell(self._filled(pacing.at(*said)))
                problem, unwritable = filler.problem, filler.unwritable
            if unwritable:
                with self._one:
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
        if news is None or news.fresh is None:
            tell(self._filled(None, stopped=bool(problem)))
        return not problem

    def _filled(self, pace: Pace | None, *, stopped: bool = False) -> News:
        with self._one:
            mine = self._open()
            version = mine.index.version
            changed = version != self._version or pace is None
            self._version = version
            if stopped:
                pace = Pace(state.articles_count(mine.index), self._total, 0.0, stopped=True)
            elif pace is None:
                # What is wrong in the files was so when they were opened, as far as anybody knows.
                self._before = _counted(mine.findings())
        return News(changed=changed, pace=pace)

    def _open(self) -> Dossier:
        """The dossier with a connection of this object's own, to the index that is asked."""
        asked = self._dossier.index.connection
        if self._mine is None or self._asked is not asked:
            same = self._asked in (None, asked)
            self._leave()
            self._mine = self._dossier.another(self._goes_on)
            self._asked = asked
            self._version = self._mine.index.version if same else -1
        return self._mine

    def _leave(self) -> None:
        if self._mine is not None:
            self._mine.close()
            self._mine = None

    def _in_memory(self, mine: Dossier) -> tuple[Dossier, Index]:
        """A copy to change: an index in memory can't be asked while somebody writes into it."""
        copy = mine.copied(self._goes_on)
        mine.close()
        return copy, copy.index

    def _goes_on(self, *_: int) -> None:
        """Stop in the middle where nobody waits for the end any more."""
        if self._stop.is_set():
            raise InterruptedError

    def _hand_over(self, dossier: Dossier, note: str | None = None) -> News:
        """Follow another index from now on, and have it asked."""
        self._leave()
        self._asked = self._dossier.index.connection
        self._mine = dossier.another(self._goes_on)
        self._version = self._mine.index.version
        self._problem = None
        self._long = dossier.index.path is not None and not dossier.complete
        if self._before is None:
            self._before = _counted(self._mine.findings())
        return self._news(self._mine, dossier.index)._replace(note=note)

    def _news(self, mine: Dossier, fresh: Index | None = None) -> News:
        found = mine.findings()
        assert self._before is not None  # noqa: S101 - for the type checker
        new: list[Finding] = []
        left = self._before.copy()
        for finding in found:
            if left[_called(finding)]:
                left[_called(finding)] -= 1
            else:
                new.append(finding)
        # What was mended meanwhile is new when it comes again.
        self._before &= _counted(found)
        return News(
            changed=True, broken=tuple(new), earlier=frozenset(state.earlier(mine.index)), fresh=fresh
        )

    # -- what goes wrong -----------------------------------------------------------------------------

    def _failed(self, problem: str) -> News | None:
        """Tell what is in the way, unless it was told before."""
        told = problem == self._problem
        self._problem = problem
        return None if told or self._stop.is_set() else News(changed=False, problem=problem)

    def _opened_again(self) -> News | None:
        """Take the index that stands in the place of the one that was removed, or make one."""
        try:
            return self._hand_over(open_dossier(self._dossier.given, wait=False))
        except (OSError, DossierError, IndexDamagedError, sqlite3.Error) as error:
            return self._failed(str(error))

    def _unwritable(self, problem: str) -> News | None:
        """Go on in memory, with an index that can't be written where it stands, unless it is too large."""
        try:
            mine = self._open()
            if not mine.index.stands():
                return self._opened_again()
            must_fit(max(state.articles_count(mine.index), self._total), mine.index.path, problem)
            mine, _ = self._in_memory(mine)
            mine.refresh(keep=True)
            return self._hand_over(mine, f"{problem}: it is held in memory while the reader is open")
        except InterruptedError:
            return None
        except DossierError as error:
            return self._failed(f"{error}: {error.hint}")
        except (IndexDamagedError, sqlite3.Error) as error:
            return self._doubted(str(error))

    def _doubted(self, problem: str) -> News | None:
        """Build the index anew where it is damaged; where it is only busy or full, say so."""
        if not self._dossier.index.stands():
            return self._opened_again()
        try:
            # SQLite's own check does not miss a table that is gone.
            if self._mine is not None and problem != DAMAGED:
                probe(self._mine.index)
                return self._failed(problem)
        except (IndexDamagedError, sqlite3.Error):
            pass
        self._leave()
        mend = self._dossier.index.mend
        if mend is None:
            return self._failed(problem)
        try:
            fresh = mend()
        except (OSError, DossierError, IndexDamagedError, sqlite3.Error) as error:
            return self._failed(str(error))
        return self._hand_over(Dossier(self._dossier.given, fresh))


def _counted(findings: list[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter(map(_called, findings))


def _called(finding: Finding) -> tuple[str, str, str]:
    """What tells a finding from others, wherever in its file it has moved to."""
    return finding.path, finding.code, finding.message
