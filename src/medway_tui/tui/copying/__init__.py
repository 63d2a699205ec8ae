"""Copying to the clipboard, selections, and the export of a list."""
