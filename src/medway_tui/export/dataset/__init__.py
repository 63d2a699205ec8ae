"""A whole dossier as a folder of files for other programs."""
