"""The index: a SQLite cache of a dossier, and every question that views and commands ask of it."""
