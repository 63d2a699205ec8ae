"""Timeline in a real pseudo-terminal: by keys, and by mouse."""

from __future__ import annotations

from tests.tui.pseudo_terminal import open_terminal


def test_a_walk_through_the_story_by_keys() -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text("3 articles")
        terminal.child.send("4")
        terminal.wait_for_text("▸2013", "Medway is issued with an improvement notice", "2025")
        terminal.child.send("fkind:promise speaker:iles\r")
        terminal.wait_for_text("2 entries", "→ outcome 11 Sep 2023", "→ open", "Promised by: Josie Iles")
        terminal.child.send("\x1b")
        terminal.wait_for_text("76 entries")
        terminal.child.send("fcommissioner is withdrawn\r")
        terminal.wait_for_text("1 entry", "2021 ──", "▸1 Jan", "The commissioner is withdrawn")
        terminal.child.send("\x1b")
        terminal.wait_for_text("76 entries")
        terminal.child.send("fkind:event labour\r")
        terminal.wait_for_text("1 entry", "2023 ──", "▸4 May", "Labour takes control")
        terminal.child.send("\x1b")
        terminal.wait_for_text("76 entries")
        terminal.child.send("fin:bbc -kind:quote focused\r")
        terminal.wait_for_text("1 entry", "▸Feb", "BBC News, [27 Aug 2019], ¶11")
        terminal.child.send("\r")
        terminal.wait_for_text("1 Read", "Ofsted said that in February 2019", "Who says what")
        terminal.child.send("\x7f")
        terminal.wait_for_text("▸Feb", "Evidence")
        terminal.child.send("q")
        assert terminal.exit_status() == 0


def test_a_walk_through_the_story_by_mouse() -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text("3 articles")
        terminal.click("Timeline")
        terminal.wait_for_text("▸2013", "Medway is issued with an improvement notice")
        terminal.click("inspections")
        terminal.wait_for_text("kind:inspection", "✓↑", "✗↓")
        terminal.click("27 Aug")
        terminal.wait_for_text("▸27 Aug", "As printed")
        terminal.click("BBC News, [27 Aug 2019], ¶5", times=2)
        terminal.wait_for_text("Who says what")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
