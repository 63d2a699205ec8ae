"""A static site of a dossier: pages that open from the disk and can be read without a script."""
