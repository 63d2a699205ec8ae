"""A dossier: its folders found, its index brought up to date. The one place where content and index meet.

``checking`` and ``taking`` import yaml, and are imported when they are needed. What stands here is loaded
when it is asked for: a process that only reads articles needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medway_tui.dossier.folders import DossierError, shipped_content, user_folder
    from medway_tui.dossier.opening import Dossier, open_dossier
    from medway_tui.dossier.pace import Progress

__all__ = ["Dossier", "DossierError", "Progress", "open_dossier", "shipped_content", "user_folder"]

_WHERE = {
    "Dossier": "opening",
    "DossierError": "folders",
    "Progress": "pace",
    "open_dossier": "opening",
    "shipped_content": "folders",
    "user_folder": "folders",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
