"""The tasks of docs/tasks.md: their keys lead to what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from medway_tui.sync.dossier import Dossier
from tests.conftest import ROOT
from tests.tui.reader_pilot import ReaderPilot, open_reader

_BLOCK = re.compile(r"^```keys\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED_KEYS = ("Enter", "Escape", "Tab", "Backspace", "Down", "Up")


def _tasks() -> Iterator[list[tuple[str, str]]]:
    for block in _BLOCK.findall((ROOT / "docs" / "tasks.md").read_text(encoding="utf-8")):
        steps = (line.partition(" ") for line in block.splitlines())
        yield [(verb, words.strip()) for verb, _, words in steps]


async def _press(opened: ReaderPilot, keys: str) -> None:
    """Press keys by their names; any other word is typed, with ~ for a space."""
    for key in keys.split():
        if key in _NAMED_KEYS:
            await opened.press(key.lower())
        else:
            await opened.type(key.replace("~", " "))


@pytest.mark.parametrize("steps", _tasks(), ids=lambda steps: steps[0][1].replace(" ", "-"))
async def test_the_keys_of_a_task_lead_to_what_the_page_says(
    shipped: Dossier, steps: list[tuple[str, str]]
) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        for verb, words in steps:
            if verb == "press":
                await _press(opened, words)
            elif verb == "shows":
                assert words in opened.joined_text()
            elif verb == "copies":
                assert words in opened.clipboard
            else:
                assert verb == "ends"
                opened.send(words.lower())
                await opened.wait_until(lambda: not opened.app.is_running)


def test_the_page_has_tasks() -> None:
    assert len(list(_tasks())) > 8
