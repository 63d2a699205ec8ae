"""What every test gets: a home of its own, no colours or editors from outside, and no animations."""

from __future__ import annotations

import os
from pathlib import Path

# Textual reads this once, when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

import pytest
from hypothesis import settings

from tests.fixtures_library import Folder, add_articles, write_library

ROOT = Path(__file__).parent.parent
"""The checkout."""

CLEARED_VARIABLES = (
    "MEDWAY_TUI_THEME",
    "GITHUB_ACTIONS",
    "NO_COLOR",
    "FORCE_COLOR",
    "EDITOR",
    "VISUAL",
    "TMUX",
    "COLUMNS",
    "LINES",
)

# The same examples each time, and however long they take: a test says the same everywhere.
settings.register_profile("medway", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "medway"))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that holds nothing yet, and that nobody else has."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (("CACHE", "cache"), ("DATA", "data"), ("CONFIG", "config")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    for name in CLEARED_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    # A plugin of pytest imports Textual before this file is read.
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small dossier, written into a folder; a test may change any file of it."""
    return write_library(tmp_path / "dossier")


@pytest.fixture
def many(folder: Folder) -> Folder:
    """The small dossier with more articles than one transaction takes in."""
    return add_articles(folder)


@pytest.fixture
def own_folder(own_home: Path) -> Folder:
    """The user's own folder of the small dossier, empty."""
    return Folder(own_home / "data" / "medway-tui" / "riverside-library")


@pytest.fixture
def shared() -> Path:
    """The folder of the originals and tools, which stands beside some checkouts."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip("the originals' folder, ../shared, does not stand beside this checkout")
    return folder
