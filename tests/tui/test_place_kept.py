"""The place that is kept between runs: a reader that is opened again shows what it showed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.reader_state import ReaderState, open_state
from tests.tui.reader_pilot import ReaderPilot, open_reader

WIDE = 160, 40


async def leave(opened: ReaderPilot, state: ReaderState) -> None:
    """End the reader as the program does."""
    opened.app.exit()
    state.save()


KEYS: dict[str, Sequence[str]] = {
    "read": ["]", "space", "j", "j"],
    "read, a quotation": ["]", "n", "n"],
    "read, the list": ["shift+tab", "j"],
    "read, without the list": ["\\", "]", "space"],
    "quotes": ["2", "j", "j", "j"],
    "quotes, by date": ["2", "s", "j", "j"],
    "quotes, filtered": ["2", "f", *"roof", "enter", "j"],
    "ratings": ["3", "left", "down", "down"],
    "ratings, as reported": ["3", "left", "r", "j"],
    "ratings, two compared": ["3", "=", "h", "=", "j"],
    "timeline": ["4", "j", "j", "j", "j"],
    "timeline, filtered": ["4", "f", *"articles", "enter", "j"],
    "people": ["5", "j", "enter", "j", "j", "j"],
    "people, filtered": ["5", "f", *"ja", "enter"],
    "people, at a quotation": ["5", "j", "n"],
    "differences": ["6", "j"],
    "differences, at a side": ["6", "enter", "j"],
    "differences, filtered": ["6", "f", *"kind:conflict", "enter"],
    "side by side": ["]", "|", "space", "j"],
}
"""Keys that lead to a place."""


@pytest.mark.parametrize("name", KEYS)
async def test_the_reader_shows_again_what_it_showed(name: str, shipped: Dossier) -> None:
    keys = KEYS[name]
    state = open_state(shipped.id)
    async with open_reader(shipped, WIDE, state=state) as opened:
        beginning = opened.text()
        await opened.press(*keys)
        before = opened.text()
        assert before != beginning
        await leave(opened, state)
    async with open_reader(shipped, WIDE, state=open_state(shipped.id)) as opened:
        assert opened.text() == before
        # Read is there too where it was not the first view.
        await opened.press("1", "2")
        assert "By " in opened.text()
