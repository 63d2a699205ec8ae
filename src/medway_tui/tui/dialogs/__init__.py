"""Dialogs of all views: search, person picker, help, command palette, findings."""
