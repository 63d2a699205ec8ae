"""Waiting until a dossier's files change."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from medway_tui.content import files
from medway_tui.content.files import ContentFile
from medway_tui.dossier.folders import DossierError

_QUIET_MS = 50
"""A change is told when nothing has happened for so long: a save is often several changes."""
_MOST_MS = 1600
"""A change is told after so long even where files do not stop changing."""
_LOOK_MS = 500
"""How often it is looked whether a folder has come or gone, which nothing else tells."""


class Watch:
    """The content files of some folders, watched.

    What is watched are the files that a dossier reads: what an editor writes beside them is no change,
    and neither is a save that leaves a file as it was.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """Look at the folders, the lowest first; one may not be there yet. Changes count from now."""
        self._roots = roots
        self._known = _look(roots)

    def look(self) -> None:
        """Take the files as they are now for known: changes count from now."""
        self._known = _look(self._roots)

    def changes(self) -> Iterator[list[str]]:
        """Wait for the next change, without end; each is the sorted paths of the files that differ.

        Raises DossierError where the folders can't be watched at all, KeyboardInterrupt on Ctrl-C.
        """
        from watchfiles import watch  # noqa: PLC0415 - takes 0.1 s, and is needed only here

        polling: bool | None = None
        while True:
            places = _places(self._roots)
            present = [root for root, place in zip(self._roots, places, strict=True) if place]
            if not present:
                time.sleep(_LOOK_MS / 1000)
                yield from self._differing()
                continue
            try:
                fresh = True
                for events in watch(
                    *present,
                    watch_filter=None,
                    debounce=_MOST_MS,
                    step=_QUIET_MS,
                    rust_timeout=_LOOK_MS,
                    yield_on_timeout=True,
                    force_polling=polling,
                    ignore_permission_denied=True,
                ):
                    # What changed before the watch began came without an event.
                    if events or fresh:
                        yield from self._differing()
                    fresh = False
                    if _places(self._roots) != places:
                        break
            except OSError as error:
                if _places(self._roots) != places:
                    continue
                if polling:
                    raise DossierError(
                        f"the folders can't be watched: {error.strerror or error}",
                        "run check without --watch",
                    ) from None
                # The system may have no more watches to give; looking again and again needs none.
                polling = True

    def _differing(self) -> Iterator[list[str]]:
        now = _look(self._roots)
        if now != self._known:
            differing = sorted({file.path for file in now ^ self._known})
            self._known = now
            yield differing


def _look(roots: Sequence[Path]) -> frozenset[ContentFile]:
    try:
        return frozenset(files.find(roots))
    except OSError:
        # A folder that can't be listed is for the check to tell.
        return frozenset()


def _places(roots: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Which folder each root is now: another one may have been put in its place."""
    return [_place(root) for root in roots]


def _place(root: Path) -> tuple[int, int] | None:
    try:
        status = root.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if root.is_dir() else None
