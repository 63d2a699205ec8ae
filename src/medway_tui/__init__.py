"""medway-tui: a terminal reader for a story told in many sources."""

__version__ = "0.1.0"

THEMES = ("dark", "light", "terminal")
"""The colour themes, in the order in which the reader switches them."""
