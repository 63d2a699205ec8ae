"""Holding an index in memory, where its folder has no room for it or may not be written."""

from __future__ import annotations

from pathlib import Path

from medway_tui.sync.locations import DossierError

MAX_ARTICLES_IN_MEMORY = 5_000
"""How many articles are held in memory; of more, the index would take more of it than anybody expects."""


def ensure_fits_in_memory(articles_count: int, path: Path | None, reason: str) -> None:
    """Raise DossierError where the index of so many articles is not held in memory.

    ``path`` is where it can't be written, ``reason`` the reason.
    """
    if articles_count > MAX_ARTICLES_IN_MEMORY:
        folder = path.parent if path else "its folder"
        raise DossierError(
            f"the index of {articles_count:,} articles can't be written: {reason}",
            f"make room in {folder}, or name another folder with XDG_CACHE_HOME",
        )
