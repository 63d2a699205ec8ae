"""New files and entries for a dossier, and decisions on drafts."""
