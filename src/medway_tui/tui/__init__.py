"""The reader: answers to screen."""

THEMES = ("dark", "light", "terminal")
"""The colours to choose from, in the order in which the reader goes through them."""
