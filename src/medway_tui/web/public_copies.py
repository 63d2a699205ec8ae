"""The copies of the index that visitors read: made again when the dossier has changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

from medway_tui.errors import MedwayError
from medway_tui.sync.dossier import Dossier
from medway_tui.sync.public_index import write_public_index

_CHECK_SECONDS = 10.0
"""How often the files are looked at, at most: when a visitor comes."""


class PublicCopies:
    """The latest copy of a dossier's index, and older ones as long as a visitor reads them."""

    def __init__(self, dossier: Dossier, folder: Path, *, with_originals: bool) -> None:
        """``folder`` is for the copies; the first is made at once. Raises OSError or IndexAccessError."""
        self.folder = folder
        self.roots = list(dossier.base_roots)
        """The folders of the dossier."""
        self._dossier = dossier
        self._with_originals = with_originals
        self._number = 0
        self._readers: Counter[Path] = Counter()
        self._checked_at = monotonic()
        self._is_outdated = False
        """Whether the files have changed since the latest copy, which could not be made again."""
        self._lock = asyncio.Lock()
        self._latest = self._write()

    def _write(self) -> Path:
        self._number += 1
        path = self.folder / f"index-{self._number}.sqlite"
        write_public_index(self._dossier, path, with_originals=self._with_originals)
        return path

    @asynccontextmanager
    async def latest(self) -> AsyncIterator[Path]:
        """Hold the latest copy for a visit."""
        async with self._lock:
            if monotonic() - self._checked_at > _CHECK_SECONDS:
                await asyncio.to_thread(self._refresh)
                self._checked_at = monotonic()
            path = self._latest
            self._readers[path] += 1
        try:
            yield path
        finally:
            self._readers[path] -= 1
            if path != self._latest and not self._readers[path]:
                path.unlink(missing_ok=True)

    def _refresh(self) -> None:
        # Files that can't be read now leave visitors with the last copy.
        with suppress(MedwayError, OSError):
            if self._dossier.refresh(keep_last_good=True) or self._is_outdated:
                self._is_outdated = True
                old, self._latest = self._latest, self._write()
                self._is_outdated = False
                if not self._readers[old]:
                    old.unlink(missing_ok=True)
