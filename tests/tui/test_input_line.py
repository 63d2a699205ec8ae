"""Input lines: a paste of several lines is one line."""

from __future__ import annotations

import re

import pytest
from textual import events

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.widgets.input_line import join_lines
from tests.conftest import ROOT
from tests.tui.reader_pilot import open_reader


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("quantum leap", "quantum leap"),
        ("quantum\nleap", "quantum leap"),
        ("  quantum \r\n\r\n\tleap\n", "quantum leap"),
        ("quantum leap\n", "quantum leap"),
        (" a b ", " a b "),
        ("quantum\x1bleap\x00", "quantum leap "),
        ("one\u2028two", "one two"),
        ("", ""),
        ("\n", ""),
    ],
)
def test_lines_are_joined_by_spaces(pasted: str, line: str) -> None:
    assert join_lines(pasted) == line


def test_every_input_line_of_the_reader_is_one_of_these() -> None:
    modules = (ROOT / "src" / "medway_tui" / "tui").rglob("*.py")
    plain = [str(path) for path in modules if re.search(r"\bInput\(", path.read_text(encoding="utf-8"))]
    assert plain == []


@pytest.mark.parametrize("keys", ["/", ":", "c", "2f", "4f", "5f", "6f"])
async def test_every_input_line_takes_all_lines_of_a_paste(shipped: Dossier, keys: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(*keys)
        opened.app.post_message(events.Paste("quantum\n  leap\n"))
        await opened.settle()
        assert opened.input_text() == "quantum leap"
