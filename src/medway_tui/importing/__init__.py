"""Saved articles into a dossier: as drafts with their quotations, or as originals under an account.

Imports yaml and pydantic, so it is imported only when something is imported.
"""

from medway_tui.importing.importer import Importer, ImportOptions, ImportResult
from medway_tui.importing.undo import undo_import

__all__ = ["ImportOptions", "ImportResult", "Importer", "undo_import"]
