"""Keys of one's own, sequences, and the editor on a shipped file, in a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

from medway_tui.sync.locations import shipped_content
from tests.fixtures_library import Folder
from tests.tui.pseudo_terminal import is_restored, open_terminal

FIRST_LINE = "According to a report by Ofsted"
ARTICLE = "articles/bbc-2019-08-27.yaml"


def test_a_walk_with_the_keys_of_vim_and_a_mistake_in_the_config(own_home: Path) -> None:
    path = own_home / "config" / "medway-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    written = '[keys]\nset = "vim"\n[keys.commands]\nfilter_quotes = "F2"\nnext_qoute = "n"\n'
    path.write_text(written, encoding="utf-8")
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE, "next_qoute")
        terminal.child.send("2")
        terminal.wait_for_text("F2 filters: words", "F2 Filter", "▸   [27 Aug 2019] “unaware”")
        terminal.child.send("G")
        terminal.wait_for_text("▸   [Jan 2020]    “still failing")
        terminal.child.send("gg")
        terminal.wait_for_text("▸   [27 Aug 2019] “unaware”")
        # A key that waits comes out with the next one.
        terminal.child.send("Ggk")
        terminal.wait_for_text("▸   [4 Sep 2019]  “It is vital")
        terminal.child.send("\x02")
        terminal.wait_for_text("▸   [27 Aug 2019] “unaware”")
        terminal.child.send("\x1bOQgg")
        terminal.wait_for_text("No matching quotations.")
        terminal.child.send("\x1b")
        terminal.wait_for_text("F2 filters: words")
        terminal.child.send("ZZ")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)
    assert path.read_text(encoding="utf-8") == written


def test_the_editor_gets_a_copy_of_a_shipped_file(own_home: Path, own_folder: Folder, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/^publisher: BBC News/publisher: My News/" "$2"\n')
    editor.chmod(0o755)
    shipped = shipped_content() / ARTICLE
    before = shipped.read_bytes()
    own = own_folder.root.with_name("medway-childrens-services") / ARTICLE
    with open_terminal(EDITOR=str(editor)) as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("e")
        terminal.wait_for_text("My News · [27 Aug 2019]", f"Your own copy of {ARTICLE}")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
    assert shipped.read_bytes() == before
    assert "publisher: My News\n" in own.read_text(encoding="utf-8")
