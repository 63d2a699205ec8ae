"""Plain text for listening: every view in words, and the prompt of ``medway-tui --plain``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from medway_tui.cli.main import cli
from medway_tui.cli.open_reader import is_monochrome
from medway_tui.cli.plain_reader import READ_COMMANDS, ListRecord, PlainReader, RecordList
from medway_tui.export.spoken import spoken_date
from medway_tui.sync.dossier import open_dossier
from medway_tui.tui import screen_reader
from tests.cli_helpers import command_output, run_command
from tests.fixtures_library import GAZETTE, Folder
from tests.process_helpers import PROGRAM

VIEWS = {
    "articles": (),
    "read": (GAZETTE,),
    "quotes": (),
    "ratings": (),
    "timeline": ("--quotes",),
    "people": ("okafor",),
    "differences": (),
    "side-by-side": (GAZETTE,),
    "search": ("roof",),
}
_IN_WORDS = set("£🙂")
"""Characters of the texts themselves."""


@pytest.mark.parametrize(("command", "arguments"), VIEWS.items(), ids=VIEWS)
def test_every_view_is_lines_of_words(folder: Folder, command: str, arguments: tuple[str, ...]) -> None:
    plain = command_output(folder, command, *arguments, "--plain")
    assert plain == command_output(folder, command, *arguments, "--format", "plain")
    assert "\x1b" not in plain
    # No boxes, bars, arrows or ticks; no columns that are read across; no brackets or ¶ for what words say.
    signs = {c for c in plain if unicodedata.category(c)[0] == "S" and not c.isascii()} - _IN_WORDS
    assert signs == set()
    assert not re.search(r"\S {2,}\S|\t|[¶≠·]|\[\d|\d\]|^— ", plain, re.MULTILINE)


def test_the_first_line_says_how_many_there_are(folder: Folder) -> None:
    first = {
        name: command_output(folder, name, *arguments, "--plain").split("\n")[0]
        for name, arguments in VIEWS.items()
    }
    assert first["articles"] == "3 articles, oldest first"
    assert first["quotes"] == "9 quotations"
    assert first["ratings"].startswith("2 inspections, oldest first. Overall effectiveness, ")
    assert first["timeline"].endswith(" entries in order of time")
    assert first["differences"] == "1 point on which sources differ, conflicts first"


def test_what_is_not_certain_is_said_in_words(folder: Folder) -> None:
    quotes = command_output(folder, "quotes", "in:herald", "--plain")
    assert "Daily Herald, May 2021 (date inferred), paragraph 2" in quotes
    articles = command_output(folder, "articles", "--plain")
    assert "New leader, old roof (the title is ours). 4 quotations." in articles
    assert spoken_date(None) == "date not known"
    assert spoken_date("2019-06-28/2019-07-03") == "28 June to 3 July 2019"


def test_an_article_from_a_paragraph_on(folder: Folder) -> None:
    lines = command_output(folder, "read", f"{GAZETTE}#3").splitlines()
    assert lines[1] == "Riverside Gazette, 4 March 2021, from paragraph 3"
    assert lines[3].startswith("3. ")
    result = run_command(folder, "read", f"{GAZETTE}#99")
    assert (result.exit_code, result.stderr) == (
        1,
        f"medway-tui: {GAZETTE} has no paragraph 99\n  its paragraphs are 1 to 8\n",
    )


def test_drafts_are_listed_with_how_sure_each_is(folder: Folder) -> None:
    assert run_command(folder, "drafts").stderr == "medway-tui: there are no drafts\n"
    folder.change(f"quotes/{GAZETTE}.yaml", "- id: q3\n", "- id: q3\n  draft: 0.4\n")
    plain = command_output(folder, "drafts", GAZETTE, "--plain")
    assert plain.startswith("1 draft to review; d in the reader")
    assert ", 40% sure:\n   “" in plain


def prompt(folder: Folder, *lines: str) -> list[str]:
    """Return what the prompt prints after each line, the views first."""
    pieces: list[str] = []
    waiting = iter(lines)
    answers: list[str] = []

    def ask() -> str | None:
        answers.append("\n".join(pieces))
        pieces.clear()
        return next(waiting, None)

    with click.Context(cli, info_name="medway-tui", obj=()):
        PlainReader(open_dossier([Path(folder.root)]), cli, ask, pieces.append).run()
    return answers


def test_the_prompt_opens_views_and_records_by_number(folder: Folder) -> None:
    views, articles, article, again, views_again, read = prompt(folder, "1", "2", "b", "m", f"{GAZETTE}#3")
    assert "Riverside Gazette, 4 March 2021, from paragraph 3\n3. " in read
    assert "\n6. Differences: where sources disagree\n" in views
    assert articles.startswith("3 articles, oldest first\n1. Friends of the Library, date not known: ")
    assert article.startswith("Library roof 'beyond patching'\nPublished by Riverside Gazette")
    assert again == articles
    assert views_again.split("\n")[:7] == views.split("\n")[:7]


def test_the_prompt_searches_and_goes_on(folder: Folder) -> None:
    _, hits, article, quotes, more, before, end = prompt(
        folder, "/speaker:okafor", "1", "quotes", "", "p", "/nothing-like-this"
    )
    assert " hits, newest articles first\n1. " in hits
    assert ", from paragraph " in article
    assert quotes.startswith("9 quotations\n1. ")
    assert quotes.endswith("More follows: Enter.")
    assert re.match(r"\d\. ", more)
    assert before.split("\n")[0] == quotes.split("\n")[1]
    assert end == "Nothing was found."


def test_what_the_prompt_does_not_know_is_said_in_a_sentence(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    said = prompt(
        folder, "timelin", "import x", "99", "b", "read 'x", "read x\x1b", "9" * 5000, "quotes --speker x",
        "h read", "q",
    )[1:]  # fmt: skip
    assert said[:5] == [
        "timelin is no command here: did you mean timeline?",
        "import is no command here: quit with q, then run medway-tui import.",
        "There is no number 99 in this list so far.",
        "There is no list before this one.",
        "A quotation mark has no end. Put words with an apostrophe between double ones.",
    ]
    assert said[5].startswith("there is no article x␛.")
    assert "is no command here" in said[6]
    shown = capsys.readouterr()
    assert shown.err.startswith("medway-tui: there is no option --speker\n  did you mean --speaker")
    assert shown.out.startswith("Usage: medway-tui read ")


def test_every_command_of_the_prompt_is_one_of_the_program(folder: Folder) -> None:
    assert {*VIEWS, "drafts", "notes"} == set(READ_COMMANDS)


def test_a_long_record_is_in_several_pages() -> None:
    long = "\n\n".join(f"paragraph {number}" for number in range(50))
    listed = RecordList("", [ListRecord(long, "x"), ListRecord("short", "y")])
    pages = []
    while True:
        pieces, has_more = listed.page()
        pages.append(pieces)
        if not listed.go_on():
            break
    assert [len(each) for each in pages] == [20, 20, 11]
    assert not has_more
    assert (pages[0][0], pages[2][-1]) == ("1. paragraph 0", "2. short")
    assert listed.command_of(2) == "y"


def test_a_pipe_is_read_to_its_end_without_a_prompt(folder: Folder) -> None:
    arguments = [sys.executable, "-c", PROGRAM]
    with_option = subprocess.run(
        [*arguments, "--plain", "--content", str(folder.root)],
        input="1\n",
        capture_output=True,
        text=True,
        check=False,
    )
    by_variable = subprocess.run(
        arguments,
        input="1\n",
        capture_output=True,
        text=True,
        env={**os.environ, "MEDWAY_TUI_PLAIN": "1"},
        check=False,
    )
    for result in (with_option, by_variable):
        assert (result.returncode, result.stderr) == (0, "")
        assert "Command:" not in result.stdout
        assert "3 articles, oldest first\n" in result.stdout


def test_plain_before_a_command_is_for_that_command(folder: Folder) -> None:
    arguments = ["--content", str(folder.root), "quotes"]
    plain = command_output(folder, "quotes", "--plain")
    assert CliRunner().invoke(cli, ["--plain", *arguments]).stdout == plain
    assert CliRunner(env={"MEDWAY_TUI_PLAIN": "1"}).invoke(cli, arguments).stdout == plain
    csv = CliRunner().invoke(cli, ["--plain", *arguments, "--format", "csv"]).stdout
    assert csv.startswith("id,article,")


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Clear all signs of a screen reader; return the folder in place of /proc."""
    for name in ("ACCESSIBLE", "DTK_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(screen_reader, "_SPEAKUP", tmp_path / "speakup")
    monkeypatch.setattr(screen_reader, "_PROCESSES", tmp_path / "proc")
    (tmp_path / "proc" / "1").mkdir(parents=True)
    (tmp_path / "proc" / "1" / "comm").write_text("init\n")
    return tmp_path


def test_a_terminal_without_colours_is_known_by_its_type() -> None:
    types = ("xterm-mono", "vt100", "linux-m", "xterm-256color", "tmux", "")
    assert [is_monochrome(each) for each in types] == [True, True, True, False, False, False]


def test_signs_of_a_screen_reader(no_reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (screen_reader.find_sign(), screen_reader.find_reader_process()) == ("", "")
    monkeypatch.setenv("ACCESSIBLE", "0")
    assert screen_reader.find_sign() == ""
    monkeypatch.setenv("ACCESSIBLE", "1")
    assert screen_reader.find_sign() == "ACCESSIBLE is set"
    monkeypatch.delenv("ACCESSIBLE")
    monkeypatch.setenv("DTK_PROGRAM", "espeak")
    assert screen_reader.find_sign() == "Emacspeak (DTK_PROGRAM)"
    monkeypatch.delenv("DTK_PROGRAM")
    (no_reader / "speakup").mkdir()
    assert screen_reader.find_sign() == "Speakup"
    if sys.platform.startswith("linux"):
        (no_reader / "proc" / "22").mkdir()
        (no_reader / "proc" / "22" / "comm").write_text("orca\n")
        assert screen_reader.find_reader_process() == "Orca"
