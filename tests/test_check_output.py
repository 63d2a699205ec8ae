"""The output of ``medway-tui check``: for people, programs and GitHub, with colours."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from medway_tui.cli.findings_output import FINDING_FORMATS, OutputStyle, cut_excerpt, format_findings
from medway_tui.cli.main import cli
from medway_tui.model.findings import Finding, Fix
from medway_tui.text import escape_invisible
from tests.conftest import ROOT
from tests.fixtures_library import HERALD, Folder
from tests.process_helpers import PROGRAM, run_program, run_python
from tests.test_docs import CONTENT, walk

PLAIN = OutputStyle(colour=False, width=100)
FINDINGS = [
    Finding(
        "a/b, c: 100%.yaml",
        3,
        7,
        "A302",
        "50% of it, or: more\nor less",
        "fix it",
        "warning",
        Fix(3, 7, 1, "2"),
    ),
    Finding("dossier", 0, 0, "D402", "no “dossier” — \u202e\x1b[31m\x9b🙂", "add one"),
]


def show(form: str, findings: list[Finding] = FINDINGS) -> str:
    return "".join(format_findings(findings, form, PLAIN))


def check(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)], env=env)


def faulty(folder: Folder) -> Path:
    folder.write("events.yaml", "")
    folder.change(f"quotes/{HERALD}.yaml", "paragraph: 2\n", "paragraph: 1\n")
    return folder.root


def test_concise_is_a_line_for_each() -> None:
    assert show("concise") == (
        "a/b, c: 100%.yaml:3:7: A302 50% of it, or: more or less\ndossier: D402 no “dossier” — �␛[31m�🙂\n"
    )


@pytest.mark.parametrize("form", ["json", "json-lines"])
def test_json_holds_all_of_a_finding_as_it_is(form: str) -> None:
    out = show(form)
    objects = json.loads(out) if form == "json" else [json.loads(line) for line in out.splitlines()]
    assert objects == [
        {
            "path": "a/b, c: 100%.yaml",
            "line": 3,
            "column": 7,
            "code": "A302",
            "severity": "warning",
            "message": "50% of it, or: more\nor less",
            "hint": "fix it",
            "fixable": True,
            "suggested": False,
        },
        {
            "path": "dossier",
            "line": None,
            "column": None,
            "code": "D402",
            "severity": "error",
            "message": "no “dossier” — \u202e\x1b[31m\x9b🙂",
            "hint": "add one",
            "fixable": False,
            "suggested": False,
        },
    ]
    assert "“dossier” — \\u202e\\u001b[31m\\u009b🙂" in out
    assert escape_invisible(out.replace("\n", "")) == out.replace("\n", "")


@given(st.text())
@example("\U000e0001\ud800")
def test_any_message_is_valid_json_that_says_the_same(message: str) -> None:
    finding = Finding("x.yaml", 1, 1, "S103", message, "fix it")
    line = show("json-lines", [finding])
    assert json.loads(line)["message"] == message
    assert escape_invisible(line.removesuffix("\n")) + "\n" == line
    line.encode("utf-8")


def test_nothing_found_is_an_empty_array_and_no_lines() -> None:
    assert {form: show(form, []) for form in FINDING_FORMATS} == {
        "full": "",
        "concise": "",
        "json": "[]\n",
        "json-lines": "",
        "github": "",
    }


def test_github_gets_its_commands_with_its_own_escapes() -> None:
    first, second = show("github").splitlines()
    assert first == (
        "::warning file=a/b%2C c%3A 100%25.yaml,line=3,col=7,title=A302"
        "::50%25 of it, or: more%0Aor less%0Ahelp: fix it"
    )
    assert second.startswith("::error file=dossier,title=D402::no “dossier” — �␛[31m")


def test_github_is_what_github_gets_by_default(folder: Folder) -> None:
    root = faulty(folder)
    on_github = {"GITHUB_ACTIONS": "true"}
    assert check(root, env=on_github).stdout.startswith("::error file=")
    assert check(root, env={"GITHUB_ACTIONS": "false"}).stdout.startswith(str(root))
    assert check("--output-format", "concise", root, env=on_github).stdout.startswith(str(root))


@pytest.mark.parametrize("form", FINDING_FORMATS)
def test_the_summary_keeps_off_the_data(folder: Folder, form: str) -> None:
    result = check("--output-format", form, faulty(folder))
    assert "files read" not in result.stdout
    assert result.stderr == "14 files read: 1 error, 1 warning; 1 can be fixed with --fix\n"
    assert result.exit_code == 1


def test_an_encoding_that_lacks_a_character_is_no_obstacle(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "a naïve café-table sketch", "a naïve “sketches”")
    for form, expected in (("full", "a naïve \\u201csketches\\u201d"), ("json", "a naïve “sketches”")):
        code = f"import sys; sys.stdout.reconfigure(encoding='latin-1'); {PROGRAM}"
        result = subprocess.run(
            [sys.executable, "-c", code, "check", "--output-format", form, folder.root],
            capture_output=True,
            check=False,
        )
        assert result.returncode == 1
        assert b"Traceback" not in result.stderr
        assert expected in result.stdout.decode("utf-8" if form == "json" else "latin-1")


# -- the line and its marker -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "shown", "cells"),
    [
        ("  exact: words", 10, "  exact: words", 9),
        ("", 1, "", 0),
        ("ends", 5, "ends", 4),
        ("図書館: x", 4, "図書館: x", 6),
        ("ñ🙂\tx", 4, "ñ🙂 x", 4),
        ("e\u0301te\u0301", 3, "e\u0301te\u0301", 1),
        ("\x1b[31m\u202ered", 7, "␛[31m�red", 6),
        ("short", 99, "short", 5),
    ],
)
def test_the_mark_is_under_its_column(line: str, column: int, shown: str, cells: int) -> None:
    assert cut_excerpt(line, column, 40) == (shown, cells)


@pytest.mark.parametrize("column", [1, 20, 5_000, 9_996, 10_001])
def test_a_long_line_is_cut_around_the_column(column: int) -> None:
    line = "".join(chr(0x4E00 + number) for number in range(10_000))
    shown, cells = cut_excerpt(line, column, 40)
    assert cell_len(shown) <= 40
    assert shown.startswith("…") == (column > 10)
    assert shown.endswith("…") == (column < 9_990)
    at = next(n for n in range(len(shown) + 1) if cell_len(shown[:n]) == cells)
    assert shown[at : at + 1] == line[column - 1 : column]
    assert len(shown) >= 18


@given(st.text(max_size=300), st.integers(1, 310), st.integers(20, 60))
def test_any_line_fits_and_any_mark_is_within_it(line: str, column: int, room: int) -> None:
    shown, cells = cut_excerpt(line, column, room)
    assert escape_invisible(shown) == shown
    assert cell_len(shown) <= room
    assert 0 <= cells <= cell_len(shown)


def test_the_line_is_that_of_the_file_whatever_its_line_ends_and_mark(folder: Folder) -> None:
    text = folder.read("people.yaml").replace("name: Zoë Laîné", "nom: Zoë Laîné")
    for line_end in ("\r\n", "\r", "\n"):
        folder.write("people.yaml", b"\xef\xbb\xbf" + text.replace("\n", line_end).encode())
        result = check(folder.root, "--select", "S102")
        assert "  41 |   nom: Zoë Laîné\n     |   ^\n" in result.stdout


def test_a_line_that_is_not_utf_8_is_shown_too(folder: Folder) -> None:
    folder.write("events.yaml", "- id: été\n  title: caf\xe9 noir\n".encode("latin-1"))
    assert "  1 | - id: \ufffdt\ufffd\n    |       ^\n" in check(folder.root).stdout


# -- colours -------------------------------------------------------------------------------------


def on_a_terminal(folder: Folder, **env: str) -> str:
    """Return the output of a check in a terminal of 60 columns."""
    main, other = pty.openpty()
    subprocess.run(
        [sys.executable, "-c", PROGRAM, "check", folder.root],
        stdout=other,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", "TERM": "xterm-256color", "COLUMNS": "60", **env},
    )
    os.close(other)
    with io.open(main, "rb", closefd=True, buffering=0) as terminal:  # noqa: UP020 - a descriptor
        return terminal.read(65536).decode()


def test_colours_are_for_terminals_that_want_them(folder: Folder) -> None:
    folder.change("dossier.yaml", "language: en-GB", "langauge: en-GB " + "x" * 100)
    coloured = on_a_terminal(folder)
    assert "\x1b[31m" in coloured
    plain = re.sub(r"\x1b\[\d+m", "", coloured)
    assert "\x1b" not in plain
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert on_a_terminal(folder, **env) == plain
    assert max(len(line) for line in plain.splitlines() if " | " in line) <= 60
    assert "\x1b" not in run_program("check", folder.root).stdout


# -- closed pipes -------------------------------------------------------------------------------


def test_a_reader_that_goes_is_no_fault(folder: Folder) -> None:
    folder.write("people.yaml", "- id: x\n" * 30_000)
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "check", "--output-format", "concise", folder.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as done:
        assert done.stdout
        assert done.stderr
        assert b"people.yaml" in done.stdout.readline()
        done.stdout.close()
        assert done.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_where_nothing_can_be_written_is_reported(folder: Folder) -> None:
    faulty(folder)
    code = f"import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); {PROGRAM}"
    result = run_python(code, "check", folder.root)
    assert result.returncode == 2
    assert re.fullmatch("medway-tui: the findings can't be written: .*\n", result.stderr)


def test_the_pages_show_what_check_prints(tmp_path: Path) -> None:
    folder = Folder(walk(tmp_path / "bandstand"))
    folder.change("quotes/example-2024-03-12.yaml", "paragraph: 2", "paragraph: 1")
    result = run_program("check", "bandstand", "--select", "A", cwd=tmp_path)
    assert f"$ medway-tui check bandstand\n{result.stdout}```" in CONTENT
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"$ medway-tui check my/dossier\n{result.stdout.replace('bandstand', 'my/dossier')}```" in readme
