"""Saved articles into a dossier: as drafts with their quotations, or as originals under an account.

Imports yaml and pydantic, so it is imported only when something is imported.
"""

from medway_tui.dossier.importing.importer import Importer, Outcome, Wishes
from medway_tui.dossier.importing.undoing import undo_import

__all__ = ["Importer", "Outcome", "Wishes", "undo_import"]
