"""The reader in a browser: a page, and a process of the reader for each visitor, which only reads."""

DEFAULT_VISITORS = 8
"""How many visitors there can be at the same time: each has a process of about 60 MB."""
