"""medway-tui: a terminal reader for a story told in many sources."""

__version__ = "0.1.0"
