"""The dialogs that add to a dossier, and the review of an import, as they look.

After an intended change: ``pytest tests/tui/test_add_snapshots.py --snapshot-update``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension
from textual.widgets import Input

from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.add.form_widgets import FormPane
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.review.view import ReviewView
from tests.fixtures_library import Folder
from tests.fixtures_pier import SAVED
from tests.tui.reader_pilot import ReaderPilot
from tests.tui.test_snapshots import RANDOM_ID, SIZES

PICTURES = [
    *((scene, size, "dark") for scene in ("import", "review", "form", "incomplete") for size in SIZES),
    *((scene, (120, 40), "light") for scene in ("import", "review", "form")),
]


async def run_command(reader: ReaderPilot, name: str) -> None:
    """Run a command by its name."""
    await reader.press(":")
    await reader.type(name)
    await reader.press("enter")


async def show_scene(reader: ReaderPilot, scene: str) -> None:
    """Press the keys that lead to a scene."""
    if scene == "incomplete":
        await reader.press("[")
        return
    if scene == "form":
        await run_command(reader, "new article")
        await reader.type("The quay is shut")
        await reader.press("tab", "tab")
        await reader.type("2024-02-31")
        # The cursor of an input line blinks.
        reader.screen.set_focus(reader.screen.query_one(FormPane))
        await reader.settle()
        return
    await run_command(reader, "import a file")
    reader.screen.query_one(Input).value = str(SAVED / "council-meeting.html")
    await reader.settle()
    await reader.press("enter")
    if scene == "review":
        await reader.press("enter")
        await reader.wait_until(lambda: isinstance(reader.screen, ReviewView))
        await reader.settle()


@pytest.mark.parametrize(
    ("scene", "size", "theme"),
    PICTURES,
    ids=[f"{scene}-{size[0]}x{size[1]}-{theme}" for scene, size, theme in PICTURES],
)
async def test_adding_matches_snapshot(
    folder: Folder, snapshot: SnapshotAssertion, scene: str, size: tuple[int, int], theme: str
) -> None:
    if scene == "incomplete":
        folder.write(
            "articles/quay.yaml", "headline: The quay is shut\nkind: account\nparagraphs:\n  - One.\n"
        )
    dossier = open_dossier([Path(folder.root)])
    app = ReaderApp(dossier, theme=theme)
    async with app.run_test(size=size) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await show_scene(reader, scene)
        picture = app.export_screenshot(title=app.title, simplify=True)
    dossier.close()
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)
