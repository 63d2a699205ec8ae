"""The whole program in a real pseudo-terminal."""

from __future__ import annotations

import signal
import termios
from collections.abc import Callable
from pathlib import Path

import pytest

from medway_tui.importing.ratings_import import import_ratings
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.process_helpers import run_program
from tests.tui.pseudo_terminal import is_restored, open_terminal
from tests.tui.test_councils import TABLE as COUNCILS

FIRST_LINE = "According to a report by Ofsted"


def test_it_starts_finds_a_councillors_words_and_leaves_the_terminal_as_it_was() -> None:
    with open_terminal() as terminal:
        before = termios.tcgetattr(terminal.child.child_fd)
        terminal.wait_for_text(FIRST_LINE, "3 articles · 21 quotes")
        terminal.child.send("cjar\r")
        terminal.wait_for_text(
            "speaker:alan-jarrett", "7 quotes · 1 speaker", "hugely embarrassing", "Allocation of"
        )
        assert "Rupert Turpin" not in terminal.text()
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)
        assert termios.tcgetattr(terminal.child.child_fd)[3] == before[3]


def test_what_is_typed_at_once_goes_where_it_is_meant() -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("/quantum leap\r")
        terminal.wait_for_text("quantum leap · 1 here", "▸   “We need a quantum")


def test_a_walk_through_ratings_by_keys_and_by_mouse() -> None:
    with open_terminal(columns=80, rows=24) as terminal:
        terminal.wait_for_text("Who says what")

        terminal.child.send("3")
        terminal.wait_for_text("Jan 2013*", "┃✓ Good ┃↑", "● ", "┊ another framework")
        terminal.child.send("h=l=")
        terminal.wait_for_text("2019 → 2023: 4 up, 0 down", "↑ 2 grades")
        terminal.child.send("\x1b")
        terminal.wait_for_text("Jan 2013*")
        terminal.child.send("r")
        terminal.wait_for_text("No article of this")
        terminal.child.send("r")
        terminal.wait_for_text("Jan 2013*", "┃✓ Good ┃↑", "Compared with Jul 2019")
        # Drawn at the height for it, with three levels in the chart.
        terminal.wait(lambda: (terminal.find("Impact of leaders") or (0, 0))[1] == 8)
        july = terminal.find("Jul 2019")
        assert july
        column, line = july[0] + 1, 8
        terminal.click_at(column, line)
        terminal.wait_for_text("┃✗ Inad.┃↓", "Jul 2019 · ILACS · Impact of leaders")
        terminal.click_at(column, line, 2)
        terminal.wait_for_text("Who says what", "inadequate")
        terminal.child.send("\x7f")
        terminal.wait_for_text("┃✗ Inad.┃↓")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


def test_a_walk_through_people_by_keys_and_by_mouse() -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("5fcllr jar\r\r")
        terminal.wait_for_text("AJ▌Alan Jarrett", "Leader of the Council", "[2003 – May 2023]")
        terminal.child.send("n")
        terminal.wait_for_text("“Hugely embarrassing”", "Said in order, with what happened between")
        terminal.child.send("\r")
        terminal.wait_for_text("Who says what", "Hugely embarrassing")
        terminal.child.send("p")
        terminal.wait_for_text("AJ▌Alan Jarrett", "7 quotations")

        terminal.child.send("\x1b")
        terminal.wait_for_text("Josie Iles", "NSPCC")
        terminal.click("NSPCC", 2)
        terminal.wait_for_text("NS▌NSPCC", "National Society for the Prevention")
        terminal.click("1 Read")
        terminal.wait_for_text("Who says what")
        terminal.click("5 People")
        terminal.wait_for_text("NS▌NSPCC")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


def test_a_reporter_lists_where_two_papers_differ_and_sets_them_side_by_side() -> None:
    with open_terminal(columns=120, rows=40) as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("6")
        terminal.wait_for_text("Conflicts 4", "The kind of inspection, and its dates")
        terminal.child.send("fin:bbc in:kentonline\r")
        terminal.wait_for_text(
            "17 points", "BBC ≠ ✓ KO ≠ ✓ report", "Settled: The report agrees with KentOnline"
        )
        # To each side's place in Read, and back by the sign in the margin.
        terminal.child.send("\r\r")
        terminal.wait_for_text("Who says what", "An interim inspection took place")
        terminal.child.send("\r")
        terminal.wait_for_text("17 points", "How many children a social worker had")
        terminal.click("How many children a social worker had")
        terminal.wait_for_text("some staff, as many as 55", "3 Ofsted’s report: in the assessment")
        terminal.click("KentOnline, [4 Sep 2019]", 2)
        terminal.wait_for_text("Who says what", "Six inspectors came to Medway")
        terminal.child.send("|")
        terminal.wait_for_text("points in common", "| ends", "BBC News · [27 Aug 2019]")
        terminal.child.send("\t]")
        terminal.wait_for_text("KentOnline · [Jan 2020]")
        terminal.child.send("|")
        terminal.wait_for_text("Who says what")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


def test_a_walk_to_other_councils_by_keys_and_by_mouse() -> None:
    import_ratings([], "table.csv", COUNCILS)
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("3")
        terminal.wait_for_text("Medway Council: judgements", "i Include")
        terminal.child.send("isurr\r")
        terminal.wait_for_text("1 other council · England", "Surrey", "England on 11 Sep 2023: 4 of 5")
        terminal.child.send("h")
        terminal.wait_for_text("England on 27 Aug 2019: 3 of 3")
        terminal.click("i Include")
        terminal.wait_for_text("Include a council", "✓ Surrey")
        terminal.child.send("surrey\r")
        # The details are back in the place of the councils.
        terminal.wait_for_text("Compared with Sep 2015")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_the_terminal_back(number: signal.Signals) -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.kill(number)
        assert terminal.exit_status() == -number
        assert is_restored(terminal)
        assert b"Traceback" not in terminal.written


def test_a_change_of_size_keeps_it_going() -> None:
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.screen.resize(24, 80)
        terminal.child.setwinsize(24, 80)
        terminal.wait_for_text("n Next  Enter Open", "? Help", "Who says what")
        terminal.wait(lambda: "Articles" not in terminal.text())
        terminal.child.send("3")
        terminal.wait_for_text("Jan 2013*", "┃✓ Good ┃↑", "╭──")


def test_a_window_that_is_too_small_is_reported() -> None:
    with open_terminal(columns=20, rows=5) as terminal:
        terminal.wait_for_text("Too small: 20×5.")
        terminal.child.send("q")
        assert terminal.exit_status() == 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path.exists, "there is no folder"),
        (Path.mkdir, "is not a dossier: it has no dossier.yaml"),
        (lambda path: path.write_text("x"), "is a file, not a folder"),
    ],
)
def test_a_folder_without_a_dossier_is_reported_in_a_sentence(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    folder = tmp_path / "d"
    make(folder)
    with open_terminal("--content", folder) as terminal:
        assert terminal.exit_status() == 2
        assert "".join(words.split()) in terminal.joined_text()
        assert b"Traceback" not in terminal.written


def test_a_terminal_that_can_not_move_the_cursor_is_reported() -> None:
    with open_terminal(TERM="dumb") as terminal:
        assert terminal.exit_status() == 2
        assert "TERM=dumb" in terminal.text()


def test_one_broken_article_leaves_the_rest_to_be_read(folder: Folder) -> None:
    folder.write(f"articles/{GAZETTE}.yaml", "headline: [\n")
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("2 articles", "⚠ 1 finding (!)")
        terminal.child.send("!")
        terminal.wait_for_text("▸Y005 this is not YAML")


def test_what_is_saved_is_shown_what_is_broken_is_reported_and_q_ends_it(folder: Folder) -> None:
    name = f"articles/{GAZETTE}.yaml"
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("3 articles")
        terminal.child.send("]")
        terminal.wait_for_text("buckets stand")
        folder.change(name, "buckets stand", "pails stand")
        terminal.wait_for_text("pails stand")
        valid_text = folder.read(name)
        folder.write(name, valid_text.replace("kind: account", "kind: [account"))
        terminal.wait_for_text(
            "1 new finding", f"{name}:", "⚠ 1 finding (!)", "showing the last valid version", "pails stand"
        )
        terminal.child.send("2")
        terminal.wait_for_text("By speaker", "1 new finding")
        terminal.child.send("1")
        terminal.wait_for_text("pails stand", "1 new finding")
        folder.write(name, valid_text.replace("pails stand", "tubs stand"))
        terminal.wait_for_text("tubs stand")
        terminal.wait(lambda: "finding" not in terminal.text())
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)


def test_a_signal_ends_it_while_it_looks_on(folder: Folder) -> None:
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("3 articles")
        folder.change("dossier.yaml", "The roof of", "Beneath the roof of")
        terminal.wait_for_text("Beneath the roof of")
        terminal.child.kill(signal.SIGTERM)
        assert terminal.exit_status() == -signal.SIGTERM
        assert is_restored(terminal)
        assert b"Traceback" not in terminal.written


def test_no_control_character_of_the_content_reaches_the_terminal(folder: Folder) -> None:
    """Neither from text, where YAML escapes can write any character, nor from a file name."""
    hostile = Folder(folder.root.rename(folder.root.with_name("ev\x1b]0;owned\a\x1b[31mil\u202e")))
    hostile.write(
        f"articles/{GAZETTE}.yaml",
        'headline: "\\e]0;owned\\a\\e[31mHead\\u202e\\u200b"\npublisher: "Paper\\e[5m"\nkind: account\n'
        'paragraphs:\n  - "One\\e[2J\\x9b31m line\\u2066"\n',
    )
    hostile.write("articles/od\x1b[5md.yaml", "headline: [\n")
    with open_terminal("--content", hostile.root) as terminal:
        terminal.wait_for_text("2 articles", "findings (!)")
        terminal.child.send("!")
        terminal.wait_for_text("T103 a control character in the text: ", "U+001B")
        # The path may be broken over two lines anywhere.
        terminal.wait(lambda: "od␛[5md" in terminal.dialog())
        terminal.child.send("\x1b")
        terminal.wait(lambda: "T103" not in terminal.text())
        terminal.child.send("2")
        terminal.wait_for_text("Quotes", "Mary Okafor")
        for raw in (
            b"\x1b]0;",
            b"\x1b[31m",
            b"\x1b[5m",
            b"\x1b[2J",
            "\u202e".encode(),
            b"\xc2\x9b",
            b"owned\a",
        ):
            assert raw not in terminal.written, terminal.written[max(0, terminal.written.find(raw) - 60) :][
                :120
            ]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_drafts_are_reviewed_with_keys_alone_until_the_strict_check_passes(
    folder: Folder, columns: int, rows: int
) -> None:
    mark_drafts(folder)
    folder.change(f"quotes/{GAZETTE}.yaml", "exact: out of the question", "exact: the question")
    assert run_program("check", "--strict", str(folder.root)).returncode == 1
    with open_terminal("--content", folder.root, columns=columns, rows=rows) as terminal:
        terminal.wait_for_text("d Drafts")
        # Confirm one; another speaker for the next; drop, and undo that; let one begin two words earlier.
        terminal.child.send("d")
        terminal.wait_for_text("Drafts 4", "Enter Confirm")
        terminal.child.send("sg")
        terminal.wait_for_text("In order of the text")
        terminal.child.send("\r")
        terminal.wait_for_text("Drafts 3")
        terminal.child.send("w")
        terminal.wait_for_text("Who said it?")
        terminal.child.send("quay\r")
        terminal.wait_for_text("✎ was Mary Okafor")
        terminal.child.send("\r")
        terminal.wait_for_text("Drafts 2")
        terminal.child.send("r")
        terminal.wait_for_text("Drafts 1")
        terminal.child.send("u")
        terminal.wait_for_text("Drafts 2")
        terminal.child.send("\x1b[1;2D\x1b[1;2D")  # Shift and the arrow to the left
        terminal.wait_for_text("✎ corrected")
        terminal.child.send("\r\r")
        terminal.wait_for_text("No more drafts")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
    result = run_program("check", "--strict", str(folder.root))
    assert result.returncode == 0, result.stdout
    text = folder.read(f"quotes/{GAZETTE}.yaml")
    assert "exact: out of the question\n" in text
    assert text.count("speaker: quay-residents\n  attribution: Council leader") == 1
