"""Commands in a shell: typing errors, colours, widths, closed pipes and Ctrl+C."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from medway_tui.cli.options import is_colour_enabled
from medway_tui.cli.output import format_age
from medway_tui.export.table import draw_table
from tests.cli_helpers import command_output, run_command
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder
from tests.process_helpers import PROGRAM, run_program


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["qoutes"], "there is no command and no article qoutes\n  did you mean quotes or notes?"),
        (["new", "persn"], "medway-tui new has no command persn\n  did you mean person?"),
        (["xyzzy"], "there is no command and no article xyzzy\n  medway-tui --help lists the commands"),
        (["quotes", "--speker", "x"], "there is no option --speker\n  did you mean --speaker?"),
        (["quotes", "--format", "tabel"], "--format can't be tabel\n  did you mean table?"),
        (["check", "--output-format", "x"], "--output-format can't be x\n  it is one of: full, concise"),
        (["read"], "ARTICLE[#PARAGRAPH] is missing\n  see medway-tui read --help"),
        (
            ["quotes", "--since", "2019-13"],
            "--since takes a date such as 2019, 2019-09",
        ),
        (["quotes", "--until", "soon"], "--until takes a date such as 2019, 2019-09 or 2019-09-04, not soon"),
        (["\x1b[2J"], "there is no command and no article ␛[2J"),
        (["--content", "nowhere", "articles"], "there is no folder"),
    ],
)
def test_a_slip_is_reported_in_a_sentence_with_what_may_have_been_meant(
    arguments: list[str], said: str
) -> None:
    result = run_program(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"medway-tui: {said}")


@pytest.mark.parametrize(
    ("option", "env", "terminal", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": ""}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_on_colours(
    monkeypatch: pytest.MonkeyPatch, option: str, env: dict[str, str], terminal: bool, wanted: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert is_colour_enabled(option) is wanted


@pytest.mark.parametrize(
    "arguments",
    [
        ["articles"], ["quotes"], ["people"], ["ratings"], ["timeline"], ["differences"], ["search", "roof"],
        ["read", HERALD, "--format", "table"],
    ],
)  # fmt: skip
def test_forced_colours_are_in_the_header_and_change_no_row(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    plain = command_output(folder, *arguments)
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = command_output(folder, *arguments)
    assert coloured.startswith("\x1b[")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert coloured.splitlines()[1:] == plain.splitlines()[1:]
    assert command_output(folder, *arguments, "--color", "never") == plain
    assert "\x1b" not in command_output(folder, *arguments, "--format", "csv")
    monkeypatch.setenv("NO_COLOR", "1")
    assert command_output(folder, *arguments) == plain


def test_check_takes_the_same_option(folder: Folder) -> None:
    folder.change("people.yaml", "name: Mary Okafor", "nom: Mary Okafor")
    for option, shown in (("always", True), ("never", False), ("auto", False)):
        assert ("\x1b[" in run_program("check", "--color", option, folder.root).stdout) is shown


@pytest.mark.parametrize("arguments", ["--help", "schema article", "timeline --format json", "check --help"])
def test_a_command_whose_reader_has_gone_ends_without_a_word(arguments: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert (process.stderr.read(), process.wait()) == (b"", 141)


@pytest.mark.parametrize(
    "arguments", ["", "--version", "--help", "articles", "check", "export out", "quotes --format json"]
)
def test_a_closed_output_is_a_sentence_for_every_command(arguments: str, tmp_path: Path) -> None:
    result = subprocess.run(
        ["sh", "-c", f'"$0" -m medway_tui {arguments} >&-', sys.executable],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "medway-tui: standard output is closed, so nothing can be printed",
        "  leave out >&-, or write to a file",
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize(
    "arguments", ["--version", "--help", "doctor", "schema article", "read bbc-2019-08-27"]
)
def test_a_full_disk_is_a_sentence_for_every_command(arguments: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "medway_tui", *arguments.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    said = "medway-tui: the output can't be written: no space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_closed_input_and_errors_do_not_matter_to_a_command(folder: Folder) -> None:
    command = f'"$0" -m medway_tui --content "{folder.root}" articles <&- 2>&-'
    result = subprocess.run(
        ["sh", "-c", command, sys.executable], stdout=subprocess.PIPE, text=True, check=False
    )
    assert result.returncode == 0
    assert "Riverside Gazette" in result.stdout


def test_ctrl_c_ends_the_program_without_a_word() -> None:
    # The interrupt is raised while the program is being imported.
    hook = (
        "import sys, os, signal\n"
        # A shell starts what runs in the background with the key ignored, and so would all of this be.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Finder:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'medway_tui.cli.records': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", hook + PROGRAM, "timeline"], capture_output=True, check=False
    )
    assert (result.returncode, result.stdout, result.stderr) == (130, b"", b"")


WORDS = "Gutters are blocked and 漢字かな交じり文の見出し stands beside cafe\u0301 on the café's own notice"
HEADS = ("Date", "Words", "Id")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120, 200])
def test_a_table_fits_every_width_and_breaks_no_word(width: int) -> None:
    table = draw_table(HEADS, [("27 Aug 2019", WORDS, "gazette-2019-08-27")] * 2, width, colour=False)
    lines = table.splitlines()
    assert max(map(cell_len, lines)) <= width
    if width >= 40:
        assert table.count("gazette-2019-08-27") == 2
    for word in ("Gutters", "blocked", "漢字", "cafe\u0301", "notice"):
        assert table.count(word) == 2


def test_the_id_of_an_article_is_whole_on_a_narrow_terminal(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in (40, 60, 80, 120, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        table = command_output(folder, "articles", "--color", "always")
        assert [table.count(each) for each in (GAZETTE, HERALD, NEWSLETTER)] == [1, 1, 1]


def test_an_empty_folder_of_articles_is_nothing_found(folder: Folder) -> None:
    for path in [*(folder.root / "articles").iterdir(), *(folder.root / "quotes").iterdir()]:
        path.unlink()
    result = run_command(folder, "articles")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "medway-tui: nothing was found\n")


def test_no_scan_trusts_the_index_and_says_how_old_it_is(folder: Folder) -> None:
    before = command_output(folder, "articles", "--format", "csv")
    folder.remove(f"articles/{HERALD}.yaml")
    folder.remove(f"quotes/{HERALD}.yaml")
    result = run_command(folder, "articles", "--no-scan", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, before)
    assert re.fullmatch(r"index last scanned \d+ seconds? ago\n", result.stderr)
    assert HERALD not in command_output(folder, "articles", "--format", "csv")


def test_no_scan_builds_an_index_where_there_is_none(folder: Folder) -> None:
    result = run_command(folder, "articles", "--no-scan", "--format", "csv")
    assert result.exit_code == 0
    assert HERALD in result.stdout


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (0, "0 seconds ago"),
        (1, "1 second ago"),
        (119.9, "119 seconds ago"),
        (180, "3 minutes ago"),
        (7_200, "2 hours ago"),
        (172_800, "2 days ago"),
    ],
)
def test_the_age_of_an_index(seconds: float, age: str) -> None:
    assert format_age(seconds) == age
