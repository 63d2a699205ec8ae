"""Content and index: a dossier is opened, scanned, indexed, watched and checked here."""
