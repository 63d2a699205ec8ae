"""A dossier: its folders found, its index brought up to date. The one place where content and index meet.

``checking`` and ``taking`` import yaml and pydantic, and are imported when they are needed.
"""

from medway_tui.dossier.folders import DossierError, shipped_content, user_folder
from medway_tui.dossier.opening import Dossier, open_dossier
from medway_tui.dossier.pace import Progress

__all__ = ["Dossier", "DossierError", "Progress", "open_dossier", "shipped_content", "user_folder"]
