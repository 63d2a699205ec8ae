"""Dialogs that lie over a view: search, the choice of a councillor, help, palette, findings."""
