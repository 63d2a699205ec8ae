"""The three views as they look, narrow, middle and wide.

After an intended change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, and look at the new
pictures before you commit them.
"""

from __future__ import annotations

import re

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension

from medway_tui.importing.ratings_import import import_ratings
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.app import ReaderApp
from tests.tui.reader_pilot import ReaderPilot
from tests.tui.test_councils import TABLE as COUNCILS

SIZES = [(80, 24), (120, 40), (200, 60)]
SCENES = {
    "read": ["n", "n"],
    "quotes": ["2", "j"],
    "ratings": ["3", "h"],
    "compared": ["3", "h", "=", "l", "="],
    "reported": ["3", "h", "r", "l"],
    "people": ["5", "j", "j", "j"],
    "person": ["5", "j", "j", "enter", "n", "n"],
    "differences": ["6", "j", "j", "enter"],
    "side-by-side": ["|", "n", "n", "n"],
    "timeline": ["4", *["j"] * 14],
    "selected-rows": ["2", "v", "j", "v"],
    "selected-passage": ["n", "n", "v", "j"],
    "selected-cells": ["3", "v", "h", "v"],
}
COUNCIL_KEYS = ["3", "h", "i", "enter", "tab", "j"]
LIGHT_SCENES = ("timeline", "ratings", "compared", "person", "differences", "side-by-side", "selected-rows")
"""The scenes that are drawn in the light theme too."""
RANDOM_ID = re.compile(r"\bterminal-\d+-")
"""Textual gives each picture its own id, for pages that show several."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_screen_matches_snapshot(
    shipped: Dossier, snapshot: SnapshotAssertion, scene: str, size: tuple[int, int]
) -> None:
    app = ReaderApp(shipped)
    async with app.run_test(size=size) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await reader.press(*SCENES[scene])
        picture = app.export_screenshot(title=app.title, simplify=True)
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)


@pytest.mark.parametrize("scene", LIGHT_SCENES)
async def test_light_screen_matches_snapshot(
    shipped: Dossier, snapshot: SnapshotAssertion, scene: str
) -> None:
    app = ReaderApp(shipped, theme="light")
    async with app.run_test(size=(120, 40)) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await reader.press(*SCENES[scene])
        picture = app.export_screenshot(title=app.title, simplify=True)
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)


COMFORT_SCENES = [
    ("focus", ["j", "z"], (120, 40), "dark"),
    ("focus", ["j", "z"], (80, 24), "light"),
    ("themes", ["t"], (80, 24), "dark"),
    ("themes", ["3", "t"], (120, 40), "high-contrast"),
    ("themes", ["t"], (200, 60), "high-contrast-light"),
]


@pytest.mark.parametrize(
    ("keys", "size", "theme"),
    [pytest.param(*rest, id=f"{name}-{rest[1][0]}x{rest[1][1]}-{rest[2]}") for name, *rest in COMFORT_SCENES],
)
async def test_focus_mode_and_themes_match_snapshot(
    shipped: Dossier, snapshot: SnapshotAssertion, keys: list[str], size: tuple[int, int], theme: str
) -> None:
    app = ReaderApp(shipped, theme=theme)
    async with app.run_test(size=size) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await reader.press(*keys)
        picture = app.export_screenshot(title=app.title, simplify=True)
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_councils_match_snapshot(snapshot: SnapshotAssertion, size: tuple[int, int]) -> None:
    await _compare_councils(snapshot, size, "dark")


async def test_councils_in_the_light_theme_match_snapshot(snapshot: SnapshotAssertion) -> None:
    await _compare_councils(snapshot, (120, 40), "light")


async def _compare_councils(snapshot: SnapshotAssertion, size: tuple[int, int], theme: str) -> None:
    import_ratings([], "table.csv", COUNCILS)
    app = ReaderApp(open_dossier([]), theme=theme)
    async with app.run_test(size=size) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await reader.press(*COUNCIL_KEYS)
        picture = app.export_screenshot(title=app.title, simplify=True)
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)
