"""Holding an index in memory, where its folder has no room for it or may not be written."""

from __future__ import annotations

from pathlib import Path

from medway_tui.dossier.folders import DossierError

MOST = 5_000
"""How many articles are held in memory; of more, the index would take more of it than anybody expects."""


def must_fit(number: int, path: Path | None, why: str) -> None:
    """Raise DossierError where the index of so many articles is not held in memory.

    ``path`` is where it can't be written, ``why`` the reason.
    """
    if number > MOST:
        folder = path.parent if path else "its folder"
        raise DossierError(
            f"the index of {number:,} articles can't be written: {why}",
            f"make room in {folder}, or name another folder with XDG_CACHE_HOME",
        )
