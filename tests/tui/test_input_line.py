"""Input lines: a paste of several lines is one line."""

from __future__ import annotations

import pytest
from textual import events

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.widgets.input_line import join_lines
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


@pytest.mark.parametrize("keys", ["/", ":", "c", "2f", "4f", "5f", "6f"])
async def test_every_input_line_takes_all_lines_of_a_paste(shipped: Dossier, keys: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(*keys)
        opened.app.post_message(events.Paste("quantum\n  leap\n"))
        await opened.settle()
        assert opened.input_text() == "quantum leap"
