"""A whole dossier as a folder of files that other programs read."""
