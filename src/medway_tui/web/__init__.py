"""The reader in a browser: a page, and a process of the reader for each visitor, which only reads."""
