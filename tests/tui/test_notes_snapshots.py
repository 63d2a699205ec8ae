"""Bookmarks and notes as they look: the list, the field, the signs in Read and Quotes.

After an intended change: ``pytest tests/tui/test_notes_snapshots.py --snapshot-update``, and look at them.
"""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension

from medway_tui.sync.dossier import Dossier
from medway_tui.sync.locations import user_folder
from medway_tui.tui.app import ReaderApp
from tests.tui.reader_pilot import ReaderPilot
from tests.tui.test_snapshots import RANDOM_ID, SIZES

NOTES = """\
- id: n1
  article: bbc-2019-08-27
  quote: q4
  paragraph: 9
  exact: not good enough
  title: Ofsted, in BBC News, [27 Aug 2019]
  text: "Check this against the report:\\n\\n- page 4"
  tags: [report, urgent]
- id: n2
  article: bbc-2019-08-27
  quote: q1
  paragraph: 0
  exact: unaware
  title: Ofsted, in BBC News, [27 Aug 2019]
- id: n3
  article: bbc-2019-08-27
  paragraph: 3
  exact: the caseloads of all social workers were thought exceptionally high
  title: "BBC News, [27 Aug 2019]: Medway Council 'unaware' of child services failings"
  text: Whose words are these?
- id: n4
  event: 2013-02-15-protection-report
  title: Report on the protection of children is published; overall effectiveness inadequate
- id: n5
  person: howard-doe
  title: Howard Doe
  tags: [ask]
- id: n6
  difference: gone
  title: A difference that is settled
"""
SCENES = {
    "list": ["'", "tab", "down"],
    "field": ["2", "j", "j", "a"],
    "read": ["'", "escape", "n"],
    "quotes": ["2", "'", "escape", "j", "j"],
}
PICTURES = [
    *(("list", size, "dark") for size in SIZES),
    *((scene, (80, 24), "dark") for scene in ("field", "read")),
    *((scene, (120, 40), "light") for scene in ("field", "quotes")),
]


@pytest.mark.parametrize(
    ("scene", "size", "theme"), PICTURES, ids=[f"{s}-{w}x{h}-{theme}" for s, (w, h), theme in PICTURES]
)
async def test_notes_match_snapshot(
    shipped: Dossier, snapshot: SnapshotAssertion, scene: str, size: tuple[int, int], theme: str
) -> None:
    folder = user_folder(shipped.id)
    folder.mkdir(parents=True)
    (folder / "notes.yaml").write_text(NOTES, encoding="utf-8")
    app = ReaderApp(shipped, theme=theme)
    async with app.run_test(size=size) as pilot:
        reader = ReaderPilot(app, pilot)
        await reader.settle()
        await reader.press(*SCENES[scene])
        if scene == "field":
            # The cursor of a text blinks.
            app.screen.set_focus(None)
            await reader.settle()
        picture = app.export_screenshot(title=app.title, simplify=True)
    assert RANDOM_ID.sub("terminal-", picture) == snapshot(extension_class=SVGImageSnapshotExtension)
