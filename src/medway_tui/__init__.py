"""medway-tui: a terminal reader for a story told in many sources."""

__version__ = "0.1.0"

APP_NAME = "medway-tui"
"""The name of the program, and of its folders among the user's."""

COMPLETE_VAR = "_MEDWAY_TUI_COMPLETE"
"""The environment variable with which a shell asks for completions."""

THEMES = ("dark", "light", "high-contrast", "high-contrast-light", "terminal")
"""The colour themes of the reader, in the order in which it lists them."""
