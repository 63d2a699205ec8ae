"""Imports saved articles into a dossier: as drafts with their quotations, or as originals of accounts.

Loads yaml and pydantic, so only commands that import load it.
"""

from medway_tui.importing.importer import Importer
from medway_tui.importing.options import ImportOptions, ImportResult
from medway_tui.importing.undo import undo_import

__all__ = ["ImportOptions", "ImportResult", "Importer", "undo_import"]
