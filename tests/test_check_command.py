"""``medway-tui check``: positions, hints and exit status."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.model.finding_codes import CODES
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.process_helpers import run_program

FINDING = re.compile(
    r"(?P<file>[^:\n]+)(?::(?P<line>\d+):(?P<column>\d+))?: (?P<code>[A-Z]\d{3}) (?P<message>.+)\n"
    r"(?:  (?P<number>\d+) \|(?P<words>.*)\n +\|(?P<mark> +\^)\n)?"
    r"  help: (?P<help>.+?)(?P<fixable> \(--fix can fix it\))?\n"
)
FORMATS = ("full", "concise", "json", "json-lines", "github")


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check", *map(str, arguments)])


def test_a_dossier_in_order(folder: Folder) -> None:
    result = check(folder.root)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "14 files read: no errors, no warnings\n"


def test_findings_are_with_their_places_and_with_help(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", "exact: A roof is no promise.")
    folder.change("dossier.yaml", "language: en-GB", "langauge: en-GB")
    monkeypatch.chdir(folder.root.parent)
    result = check("dossier")
    assert result.exit_code == 1
    first, second, third = FINDING.finditer(result.stdout)
    assert result.stdout == f"{first[0]}\n{second[0]}\n{third[0]}"
    assert (
        first[0]
        == f"""\
dossier/dossier.yaml:1:1: S101 the key language is missing
  1 | id: riverside-library
    | ^
  help: {CODES["S101"].hint}
"""
    )
    assert second["code"] == "S102"
    assert (second["words"], second["mark"]) == (" langauge: en-GB", " ^")
    assert third["code"] == "A301"
    assert third["file"] == f"dossier/quotes/{HERALD}.yaml"
    assert third["words"] == "   exact: A roof is no promise."
    assert third["mark"] == "          ^"
    assert third["help"] == CODES["A301"].hint
    assert result.stderr == "14 files read: 3 errors, no warnings\n"


def test_a_warning_is_reported_and_is_no_error(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "paragraph: 2\n", "paragraph: 1\n")
    result = check(folder.root)
    assert result.exit_code == 0
    assert " A302 " in result.stdout
    assert result.stderr == "14 files read: no errors, 1 warning; 1 can be fixed with --fix\n"
    assert check(folder.root, "--strict").exit_code == 1


def test_a_path_is_written_as_from_here(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("events.yaml", "")
    monkeypatch.chdir(folder.root)
    assert check(".").stdout.startswith("events.yaml:1:1: Y012 ")
    monkeypatch.chdir(folder.path("quotes"))
    assert check(folder.root).stdout.startswith(f"{folder.root}/events.yaml:1:1: Y012 ")


def test_folders_override_one_another_in_the_order_named(folder: Folder, tmp_path: Path) -> None:
    upper = Folder(tmp_path / "upper")
    upper.write(f"articles/{HERALD}.yaml", "kind: original\nparagraphs: [a, b, c, d]\n")
    result = check(folder.root, upper.root)
    assert result.exit_code == 1
    assert "15 files read" in result.stderr
    assert result.stdout.count(" A301 ") == 7  # five quotations, an event, a difference
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
    result = check()
    assert result.exit_code == 1
    assert f"{own.root}/people.yaml:1:1: Y012 the file is empty" in result.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [("nowhere", "there is no folder"), ("dossier.yaml", "is a file, not a folder")],
)
def test_what_is_no_folder(folder: Folder, name: str, says: str) -> None:
    result = check("--content", folder.path(name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(f"medway-tui: .*{says}.*\n  name .*\n", result.stderr)
    assert str(folder.path(name)) in result.stderr


def test_an_empty_folder(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = check(empty)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{empty}: D402 this folder is not a dossier")


def test_a_folder_that_can_not_be_listed(folder: Folder) -> None:
    """A loop of links, which not even root can list."""
    loop = folder.path("loop")
    loop.symlink_to("loop")
    (folder.root / "events.yaml").rename(folder.root / "kept.yaml")
    for file in folder.path("inspections").iterdir():
        file.unlink()
    folder.path("inspections").rmdir()
    folder.path("inspections").symlink_to("loop")
    for arguments in (("check", folder.root), ("check", loop)):
        result = run_program(*arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert re.fullmatch(r"medway-tui: the folder .* can't be read: .*\n  ask .*\n", result.stderr)


def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system takes no such names")
    result = run_program("check", odd)
    assert result.returncode == 2
    assert "is not UTF-8" in result.stderr


HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\u2066\x7f\r\u2028"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("where", ["raw", "escaped", "key", "id", "file name", "folder name"])
def test_nothing_that_a_dossier_holds_reaches_the_terminal_as_a_control(
    folder: Folder, where: str, form: str
) -> None:
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
    for named in (root, root / HOSTILE, root / f"{HOSTILE}.yaml"):
        result = check("--output-format", form, named)
        assert result.exit_code == (1 if named == root else 2)
        assert bool(result.stdout) == (named == root)
        for line in (result.stdout + result.stderr).split("\n"):
            assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")], ascii(
                line
            )


def test_every_line_belongs_to_a_finding(folder: Folder) -> None:
    folder.write("people.yaml", "")
    folder.write("events.yaml", "- a: b\n- [c]\n")
    folder.remove("dossier.yaml")
    out = check(folder.root).stdout
    found = list(FINDING.finditer(out))
    assert len(found) > 5
    assert out == "\n".join(each[0] for each in found)
    for each in found:
        assert each["help"] == CODES[each["code"]].hint
        assert (each["number"] is None) == (each["line"] is None or "people" in each["file"])


def test_help_reports_the_exit_status() -> None:
    done = CliRunner().invoke(cli, ["check", "--help"])
    assert done.exit_code == 0
    assert "2 the command could not run" in " ".join(done.stdout.split())


def test_an_unknown_command_is_no_success() -> None:
    done = CliRunner().invoke(cli, ["chekc"])
    assert done.exit_code == 2
    assert "chekc" in done.stderr


def test_every_code_has_a_hint_without_a_full_stop() -> None:
    assert all(code.hint and not code.hint.endswith(".") for code in CODES.values())
    assert all(re.fullmatch(r"[YTSRAD]\d{3}", name) for name in CODES)


# -- which findings ------------------------------------------------------------------------------


@pytest.fixture
def faulty(folder: Folder) -> Folder:
    """S101, S102, A301, A302 (a warning) and T101 (a warning), in three files."""
    folder.change("dossier.yaml", "language: en-GB", "langauge: en-GB ")
    folder.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", "exact: A roof is no promise.")
    text = folder.read(f"quotes/{GAZETTE}.yaml")
    folder.write(f"quotes/{GAZETTE}.yaml", text.replace("paragraph: 4\n", "paragraph: 3\n"))
    return folder


def codes_of(done: Result) -> list[str]:
    return [each["code"] for each in FINDING.finditer(done.stdout)]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], "S101 S102 T101 A302 A301"),
        (["--select", "S101"], "S101"),
        (["--select", "S", "--select", "A301"], "S101 S102 A301"),
        (["--select", "t,a"], "T101 A302 A301"),
        (["--select", "A3"], "A302 A301"),
        (["--ignore", "S1, A302"], "T101 A301"),
        (["--select", "S", "--ignore", "S101"], "S102"),
        (["--select", "S101", "--ignore", "S"], "S101"),
        (["--select", "S", "--ignore", "S"], ""),
        (["--select", "Y"], ""),
    ],
)
def test_findings_are_chosen_by_code(faulty: Folder, options: list[str], codes: str) -> None:
    result = check(*options, faulty.root)
    assert codes_of(result) == codes.split()
    assert result.exit_code == int(bool({"S101", "S102", "A301"} & set(codes.split())))
    assert check(*options, "--strict", faulty.root).exit_code == int(bool(codes))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("S1O1", "there is no code S1O1; did you mean S101?"),
        ("A,T109", "there is no code T109; did you mean T10"),
        ("Q", "there is no code Q; codes begin with A, D, R, S, T, Y"),
        ("S,", "a code is missing"),
        ("S\x1b[31m", "there is no code S␛[31M"),
    ],
)
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_is_not_known(faulty: Folder, option: str, typed: str, says: str) -> None:
    result = check(option, typed, faulty.root)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in " ".join(result.stderr.split())


# -- parts of a dossier --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "codes", "elsewhere"),
    [
        (["dossier.yaml"], "S101 S102 T101", 2),
        ([f"quotes/{HERALD}.yaml"], "A301", 4),
        ([f"quotes/{HERALD}.yaml", "dossier.yaml"], "S101 S102 T101 A301", 1),
        (["quotes"], "A302 A301", 3),
        (["people.yaml"], "", 5),
        (["quotes/../people.yaml"], "", 5),
        (["people.yaml", ""], "S101 S102 T101 A302 A301", 0),
    ],
)
def test_a_file_or_part_is_checked_within_its_dossier(
    faulty: Folder, named: list[str], codes: str, elsewhere: int
) -> None:
    result = check(*(faulty.path(name) for name in named))
    assert codes_of(result) == codes.split()
    assert result.stderr.startswith("14 files read: ")
    more = f"; {elsewhere} more in files that you did not name\n"
    assert result.stderr.endswith(more) == bool(elsewhere)
    assert result.exit_code == int(codes not in ("", "A302"))


def test_a_file_is_found_from_within_its_folder(faulty: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(faulty.path("quotes"))
    assert codes_of(check(f"{HERALD}.yaml")) == ["A301"]


def test_a_file_that_overrides_another_folder_is_checked_with_that(folder: Folder, tmp_path: Path) -> None:
    upper = Folder(tmp_path / "upper")
    file = upper.write(f"articles/{HERALD}.yaml", "kind: original\nparagraphs: [a, b]\nurl: nowhere\n")
    folder.write("events.yaml", "")
    assert codes_of(check("--content", folder.root, file)) == ["S103"]
    assert codes_of(check(file))[0] == "S101"


def test_a_file_in_ones_own_folder_is_checked_over_the_shipped_dossier(own_home: Path) -> None:
    own = Folder(own_home / "data" / "medway-tui" / "medway-childrens-services")
    file = own.write("articles/bbc-2019-08-27.yaml", "url: nowhere\n")
    own.write("events.yaml", "")
    result = check(file)
    assert codes_of(result) == ["D430", "S103"]
    assert "2 more in files that you did not name" in result.stderr


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "people.yml",
            "people.yml is not a file of a dossier\n  its files are dossier.yaml, people.yaml, ",
        ),
        ("articles/.hidden.yaml", "is not a file of a dossier"),
        ("articles/nowhere.yaml", "there is no file "),
    ],
)
def test_a_file_that_no_dossier_reads(folder: Folder, name: str, says: str) -> None:
    if "nowhere" not in name:
        folder.write(name, "")
    result = check(folder.path(name))
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_a_link_to_nothing_is_a_finding_and_can_be_named(folder: Folder) -> None:
    folder.path("articles/lost.yaml").symlink_to("nowhere")
    assert codes_of(check(folder.path("articles/lost.yaml"))) == ["Y001"]
