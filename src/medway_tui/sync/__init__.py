"""A dossier: its folders found, its index brought up to date. The one place where content and index meet.

``check`` and ``indexer`` import yaml, and are imported when they are needed. What stands here is loaded
when it is asked for: a process that only reads articles needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medway_tui.progress import ProgressCallback
    from medway_tui.sync.dossier import Dossier, open_dossier
    from medway_tui.sync.locations import DossierError, shipped_content, user_folder

__all__ = ["Dossier", "DossierError", "ProgressCallback", "open_dossier", "shipped_content", "user_folder"]

_WHERE = {
    "Dossier": "medway_tui.sync.dossier",
    "DossierError": "medway_tui.sync.locations",
    "Progress": "medway_tui.progress",
    "open_dossier": "medway_tui.sync.dossier",
    "shipped_content": "medway_tui.sync.locations",
    "user_folder": "medway_tui.sync.locations",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
