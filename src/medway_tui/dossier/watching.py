"""Waiting until a dossier's files change."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from medway_tui.content import files
from medway_tui.content.files import ContentFile
from medway_tui.dossier.noticing import Notices, settle

_LOOK = 2.0
"""The seconds between two looks at the files where nothing is noticed in the meantime."""
_REST = 20
"""How many times as long as a look takes nothing is looked for, where that is longer."""


class Watch:
    """The content files of some folders, watched.

    What is watched are the files that a dossier reads: what an editor writes beside them is no change.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """Look at the folders, the lowest first; one may not be there yet. Changes count from now."""
        self._roots = roots
        self._stop = threading.Event()
        self.look()

    def look(self) -> None:
        """Take the files as they are now for known: changes count from now."""
        self._known = self._found()

    def stop(self) -> None:
        """Let the waiting end, now or the next time."""
        self._stop.set()

    def changes(self) -> Iterator[list[str]]:
        """Wait for the next change, until ``stop``; each is the sorted paths of the files that differ."""
        notices = Notices(self._stop)
        took = 0.0
        try:
            while not self._stop.is_set():
                settle(notices.wait(self._roots, max(_LOOK, _REST * took)), self._stop)
                began = monotonic()
                now = self._found()
                took = monotonic() - began
                if now != self._known and not self._stop.is_set():
                    differing = sorted({file.path for file in now ^ self._known})
                    self._known = now
                    yield differing
        finally:
            notices.close()

    def _found(self) -> frozenset[ContentFile]:
        try:
            return frozenset(files.find(self._roots))
        except OSError:
            # That a folder can't be listed is for the check to tell.
            return frozenset()
