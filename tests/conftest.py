"""Fixtures of every test: its own home, no colours or editors from the environment, no animations."""

from __future__ import annotations

import os
from pathlib import Path

# Textual reads this when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"

import pytest
from hypothesis import settings

from tests.fixtures_library import Folder, add_articles, write_library

ROOT = Path(__file__).parent.parent
"""The root of the checkout."""

CLEARED_VARIABLES = (
    "MEDWAY_TUI_THEME",
    "GITHUB_ACTIONS",
    "NO_COLOR",
    "FORCE_COLOR",
    "EDITOR",
    "VISUAL",
    "TMUX",
    "STY",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "WSL_DISTRO_NAME",
    "WSL_INTEROP",
    "WT_SESSION",
    "TERM_PROGRAM",
    "SSH_CONNECTION",
    "SSH_CLIENT",
    "SSH_TTY",
    "COLUMNS",
    "LINES",
)

# The same examples each time and no deadline, so a test has the same result everywhere.
settings.register_profile("medway", deadline=None, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "medway"))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder for this test alone."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (("CACHE", "cache"), ("DATA", "data"), ("CONFIG", "config")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    # The reader was opened before: its hint for a first run is of the tests in test_first_run.py alone.
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    (home / "state" / "medway-tui").mkdir(parents=True)
    (home / "state" / "medway-tui" / "opened-before").touch()
    for name in CLEARED_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    # A plugin of pytest imports Textual before this file is read.
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return the library dossier in a folder; a test may change its files."""
    return write_library(tmp_path / "dossier")


@pytest.fixture
def many(folder: Folder) -> Folder:
    """Return the library dossier with more articles than fit into one transaction."""
    return add_articles(folder)


@pytest.fixture
def own_folder(own_home: Path) -> Folder:
    """Return the user's own folder for the library dossier, empty."""
    return Folder(own_home / "data" / "medway-tui" / "riverside-library")


@pytest.fixture
def shared() -> Path:
    """Return the folder of originals and tools next to some checkouts; without it the test is skipped."""
    folder = ROOT.parent / "shared"
    if not (folder / "articles").is_dir():
        pytest.skip("the originals' folder, ../shared, does not stand beside this checkout")
    return folder
