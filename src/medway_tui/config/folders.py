"""The folder of the user's settings, and the names of the themes in it."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from medway_tui import APP_NAME, THEMES

MAX_FILES = 200
"""The most theme files that are listed."""


def config_folder() -> Path:
    """Return the folder of the user's settings, which may not exist."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def themes_folder() -> Path:
    """Return the folder of the user's themes, which may not exist."""
    return config_folder() / "themes"


def own_theme_names() -> list[str]:
    """Return the names of the user's theme files in order, also of those that can't be used."""
    try:
        names = sorted(path.stem for path in themes_folder().glob("*.toml"))
    except OSError:
        return []
    # A theme of the reader comes before a file of its name.
    return [name for name in names if name not in THEMES][:MAX_FILES]


def is_theme(name: str) -> bool:
    """Return whether there is a theme of a name; its file may be one that can't be used."""
    return name in THEMES or name in own_theme_names()
