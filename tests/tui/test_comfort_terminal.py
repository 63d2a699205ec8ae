"""Comfort in a real pseudo-terminal: chosen by keys and by mouse, and there again in the next run."""

from __future__ import annotations

from medway_tui.config.folders import config_folder, themes_folder
from tests.tui.pseudo_terminal import is_restored, open_terminal

FIRST_LINE = "According to a report by Ofsted"


def test_theme_width_numbers_and_focus_mode_are_there_again_in_the_next_run() -> None:
    themes_folder().mkdir(parents=True)
    (themes_folder() / "night.toml").write_text('[screen]\nbackground = "#000008"\n', encoding="utf-8")
    (themes_folder() / "odd.toml").write_text("[screen]\ntext = 3\n", encoding="utf-8")
    with open_terminal(columns=160, COLORTERM="truecolor") as terminal:
        terminal.wait_for_text(FIRST_LINE, "0%")
        terminal.child.send("t")
        terminal.wait_for_text("Esc restores", "odd", "can't be used")
        terminal.child.send("G")
        terminal.wait_for_text(":8: 3 is not a colour")
        # Black of the theme of one's own, while the cursor is on it.
        terminal.child.send("k")
        terminal.wait(lambda: b"48;2;0;0;8m" in terminal.written)
        terminal.click("night")
        terminal.wait_for_text("Theme: night")
        terminal.child.send("--")
        terminal.wait_for_text("Reading width 70 cells")
        terminal.child.send(":paragraph num\r")
        terminal.wait_for_text("Paragraph numbers off")
        terminal.child.send("z")
        terminal.wait(lambda: "Commands" not in terminal.text() and "Articles" not in terminal.text())
        terminal.child.send("q")
        assert terminal.exit_status() == 0
    with open_terminal(columns=160, COLORTERM="truecolor") as terminal:
        terminal.wait_for_text(FIRST_LINE, "Focus mode: z or Esc leaves it")
        assert b"48;2;0;0;8m" in terminal.written
        assert "Commands" not in terminal.text()
        assert " 1  According" not in terminal.text()
        # The right button opens the commands.
        column, line = terminal.find(FIRST_LINE) or (0, 0)
        terminal.child.send(f"\x1b[<2;{column};{line}M\x1b[<2;{column};{line}m")
        terminal.click("Show the text and nothing else")
        terminal.wait_for_text("Who says what", "Commands")
        # A paste, as a terminal brackets it.
        terminal.child.send("/")
        terminal.wait_for_text("Search")
        terminal.child.send("\x1b[200~quantum\r\n  leap\r\n\x1b[201~\r")
        terminal.wait_for_text("quantum leap · 1 here")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


def test_a_theme_that_can_not_be_used_is_told_and_the_reader_starts() -> None:
    themes_folder().mkdir(parents=True)
    (themes_folder() / "odd.toml").write_text("[screen\n", encoding="utf-8")
    config = config_folder() / "config.toml"
    config.write_text('[reader]\ntheme = "odd"\n', encoding="utf-8")
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.wait(lambda: "odd.toml" in terminal.joined_text())
        terminal.child.send("q")
        assert terminal.exit_status() == 0
    assert (themes_folder() / "odd.toml").read_text(encoding="utf-8") == "[screen\n"
