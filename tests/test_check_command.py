"""``medway-tui check``: each finding at its place, what to do about it, and an exit status."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.program import cli
from medway_tui.content.codes import CODES
from tests.dossiers import HERALD, Folder
from tests.running import run

FINDING = re.compile(
    r"(?P<file>[^:]+)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<code>[A-Z]\d{3}) (?P<message>.+)"
)


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def test_a_dossier_in_order(folder: Folder) -> None:
    done = check(folder.root)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "14 files read: no errors, no warnings\n"


def test_findings_stand_with_their_places_and_with_help(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", "exact: A roof is no promise.")
    folder.change("dossier.yaml", "language: en-GB", "langauge: en-GB")
    monkeypatch.chdir(folder.root.parent)
    done = check("dossier")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0::2] == [
        "dossier/dossier.yaml:1:1: S101 the key language is missing",
        "dossier/dossier.yaml:4:1: S102 the key langauge is not known here",
        f"dossier/quotes/{HERALD}.yaml:3:10: A301 these words are not in the article: A roof is no promise.",
    ]
    assert [line.removeprefix("  help: ") for line in lines[1::2]] == [
        CODES[code].hint for code in ("S101", "S102", "A301")
    ]
    assert done.stderr == "14 files read: 3 errors, no warnings\n"


def test_a_warning_is_told_and_is_no_error(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "paragraph: 2\n", "paragraph: 1\n")
    done = check(folder.root)
    assert done.exit_code == 0
    assert " A302 " in done.stdout
    assert done.stderr == "14 files read: no errors, 1 warning\n"


def test_a_path_is_written_as_from_here(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("events.yaml", "")
    monkeypatch.chdir(folder.root)
    assert check(".").stdout.startswith("events.yaml:1:1: Y012 ")
    monkeypatch.chdir(folder.path("quotes"))
    assert check(folder.root).stdout.startswith(f"{folder.root}/events.yaml:1:1: Y012 ")


def test_folders_lie_over_one_another_in_the_order_named(folder: Folder, tmp_path: Path) -> None:
    upper = Folder(tmp_path / "upper")
    upper.write(f"articles/{HERALD}.yaml", "kind: original\nparagraphs: [a, b, c, d]\n")
    done = check(folder.root, upper.root)
    assert done.exit_code == 1
    assert "15 files read" in done.stderr
    assert done.stdout.count(" A301 ") == 7  # five quotations, an event, a difference
    assert check(upper.root, folder.root).exit_code == 0


@pytest.mark.parametrize(
    "form", [["check", "--content", "{}"], ["--content", "{}", "check"], ["check", "{}"]]
)
def test_a_dossier_is_named_in_any_of_three_ways(folder: Folder, form: list[str]) -> None:
    folder.write("events.yaml", "")
    done = CliRunner().invoke(cli, [each.format(folder.root) for each in form])
    assert (done.exit_code, done.stdout.count("Y012")) == (1, 1)


def test_without_a_folder_the_shipped_dossier_is_checked_with_ones_own_files(own_home: Path) -> None:
    assert check().exit_code == 0
    own = Folder(own_home / "data" / "medway-tui" / "medway-childrens-services")
    own.write("people.yaml", "")
    done = check()
    assert done.exit_code == 1
    assert f"{own.root}/people.yaml:1:1: Y012 the file is empty" in done.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [("nowhere", "there is no folder"), ("dossier.yaml", "is a file, not a folder")],
)
def test_what_is_no_folder(folder: Folder, name: str, says: str) -> None:
    done = check(folder.path(name))
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.fullmatch(f"medway-tui: .*{says}.*\n  name .*\n", done.stderr)
    assert str(folder.path(name)) in done.stderr


def test_an_empty_folder(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = check(empty)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{empty}: D402 this folder is no dossier")


def test_a_folder_that_can_not_be_listed(folder: Folder) -> None:
    """A loop of links is one that not even root can list."""
    loop = folder.path("loop")
    loop.symlink_to("loop")
    (folder.root / "events.yaml").rename(folder.root / "kept.yaml")
    for file in folder.path("inspections").iterdir():
        file.unlink()
    folder.path("inspections").rmdir()
    folder.path("inspections").symlink_to("loop")
    for arguments in (("check", folder.root), ("check", loop)):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert re.fullmatch(r"medway-tui: the folder .* can't be read: .*\n  ask .*\n", done.stderr)


def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system takes no such names")
    done = run("check", odd)
    assert done.returncode == 2
    assert "is not UTF-8" in done.stderr


HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\u2066\x7f\r\u2028"


@pytest.mark.parametrize("where", ["raw", "escaped", "key", "id", "file name", "folder name"])
def test_nothing_that_a_dossier_holds_reaches_the_terminal_as_a_control(folder: Folder, where: str) -> None:
    escaped = "".join(f"\\U{ord(c):08X}" for c in HOSTILE)
    root = folder.root
    if where == "raw":
        folder.write("events.yaml", f"- id: {HOSTILE}\n")
    elif where == "escaped":
        folder.write("people.yaml", f'- id: x\n  name: "{escaped}"\n')
    elif where == "key":
        folder.write("people.yaml", f'- id: x\n  name: x\n  "{escaped}": x\n  "{escaped}": x\n')
    elif where == "id":
        folder.change(f"quotes/{HERALD}.yaml", "speaker: tom-ashdown", f'speaker: "{escaped}"')
    elif where == "file name":
        folder.write(f"articles/{HOSTILE}.yaml", "headline: x\n")
    else:
        root = folder.root.rename(folder.root.parent / HOSTILE)
        (root / "events.yaml").write_text("")
    for done in (run("check", root), run("check", root / HOSTILE)):
        assert done.returncode in (1, 2)
        for line in (done.stdout + done.stderr).split("\n"):
            assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")], ascii(
                line
            )


def test_every_line_is_a_finding_or_its_help(folder: Folder) -> None:
    folder.write("people.yaml", "")
    folder.write("events.yaml", "- a: b\n- [c]\n")
    folder.remove("dossier.yaml")
    lines = check(folder.root).stdout.splitlines()
    assert len(lines) > 10
    for finding, hint in zip(lines[0::2], lines[1::2], strict=True):
        found = FINDING.fullmatch(finding)
        assert found, finding
        assert hint == f"  help: {CODES[found['code']].hint}"


def test_help_tells_the_exit_status() -> None:
    done = CliRunner().invoke(cli, ["check", "--help"])
    assert done.exit_code == 0
    assert "2 it could not run" in " ".join(done.stdout.split())


def test_an_unknown_command_is_no_success() -> None:
    done = CliRunner().invoke(cli, ["chekc"])
    assert done.exit_code == 2
    assert "chekc" in done.stderr


def test_every_code_has_a_hint_without_a_full_stop() -> None:
    assert all(code.hint and not code.hint.endswith(".") for code in CODES.values())
    assert all(re.fullmatch(r"[YSRAD]\d{3}", name) for name in CODES)
