"""``check --fix``: what it changes and what it leaves alone."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.cli.main import cli
from medway_tui.content import fix
from medway_tui.content.files import find_files
from medway_tui.content.fix import apply_fixes, fix_file
from medway_tui.model.findings import Fix
from medway_tui.sync.check import fix_suggestions
from medway_tui.yaml_io import atomic_write
from medway_tui.yaml_io.atomic_write import FileChangedError
from medway_tui.yaml_io.reader import line_spans
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, line_and_column
from tests.process_helpers import PROGRAM

ARTICLE = f"articles/{HERALD}.yaml"
QUOTES = f"quotes/{HERALD}.yaml"


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["check", "--output-format", "concise", *map(str, arguments)])


def write_fixable_findings(folder: Folder) -> Folder:
    """Write three fixable findings into two files."""
    folder.change(QUOTES, "paragraph: 2\n", "paragraph: 1  \n")
    folder.change("dossier.yaml", "language: en-GB", "language: en-GB\t ")
    return folder


# -- in a text -----------------------------------------------------------------------------------


@st.composite
def texts_and_fixes(draw: st.DrawFn) -> tuple[str, list[Fix], str]:
    """A text, fixes that do not touch, and the expected text."""
    lines = draw(st.lists(st.text(st.sampled_from("aé🙂図 \u2028\x85"), max_size=8), min_size=1, max_size=5))
    ends = [draw(st.sampled_from(["\n", "\r\n", "\r"])) for _ in lines[1:]]
    # Otherwise a line end and the empty line after it could make one line end of two.
    ends = ["\r\n" if end == "\r" else end for end in ends] if "" in lines else ends
    fixes, expected = [], ""
    for number, line in enumerate(lines, 1):
        at = 0
        while at < len(line):
            length = draw(st.integers(0, 2))
            new = draw(st.text(st.sampled_from("xß😀"), max_size=3))
            if draw(st.booleans()) and new and at + length <= len(line):
                fixes.append(Fix(number, at + 1, length, new))
                expected += new + line[at + length : at + length + 1]
                at += length + 1
            else:
                expected += line[at]
                at += 1
        expected += ends[number - 1] if number < len(lines) else ""
    text = "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))
    return text, draw(st.permutations(fixes)), expected


@given(texts_and_fixes())
def test_fixes_are_made_where_they_say_in_any_order(case: tuple[str, list[Fix], str]) -> None:
    text, fixes, expected = case
    assert apply_fixes(text, fixes) == (expected, set(fixes))


@given(
    st.text(st.sampled_from("ab\r\n"), max_size=20),
    st.lists(st.builds(Fix, st.integers(-1, 6), st.integers(-1, 9), st.integers(-1, 6), st.text(max_size=2))),
)
def test_whatever_is_asked_no_line_end_is_touched_and_what_is_not_made_changes_nothing(
    text: str, fixes: list[Fix]
) -> None:
    fixed_text, made = apply_fixes(text, fixes)
    assert apply_fixes(text, made) == (fixed_text, made)
    assert (fixed_text == text) == (not made)
    if not any("\r" in fix.text or "\n" in fix.text for fix in made):
        assert len(line_spans(fixed_text)) == len(line_spans(text))


@pytest.mark.parametrize(
    ("fixes", "expected"),
    [
        ([Fix(1, 1, 3, "x"), Fix(1, 3, 3, "y")], "xdef"),
        ([Fix(1, 3, 3, "y"), Fix(1, 1, 6, "x")], "x"),
        ([Fix(1, 4, 0, "x"), Fix(1, 4, 0, "y")], "abcxdef"),
        ([Fix(1, 1, 3, "x"), Fix(1, 4, 3, "y")], "xy"),
        ([Fix(1, 1, 3, "x"), Fix(1, 1, 3, "x")], "xdef"),
        ([Fix(1, 7, 0, "!"), Fix(1, 7, 1, "?"), Fix(2, 1, 0, "?"), Fix(0, 1, 1, "?")], "abcdef!"),
    ],
)
def test_of_fixes_that_overlap_the_first_is_made(fixes: list[Fix], expected: str) -> None:
    assert apply_fixes("abcdef", fixes)[0] == expected


# -- in a file -----------------------------------------------------------------------------------


def test_what_can_be_fixed_is_fixed_and_the_rest_reported(folder: Folder) -> None:
    before = {name: folder.read(name) for name in (QUOTES, "dossier.yaml")}
    write_fixable_findings(folder).change("people.yaml", "note: An architect.", "nota: An architect.")
    told = check(folder.root)
    assert (told.exit_code, told.stderr) == (
        1,
        "14 files read: 1 error, 3 warnings; 3 can be fixed with --fix\n",
    )
    result = check("--fix", folder.root)
    assert (result.exit_code, result.stderr) == (1, "14 files read: 1 error, no warnings; 3 fixed\n")
    assert result.stdout.count("\n") == 1
    assert " S102 " in result.stdout
    assert {name: folder.read(name) for name in before} == before
    again = check("--fix", folder.root)
    assert again.stderr == "14 files read: 1 error, no warnings\n"


def test_without_fix_nothing_is_written(folder: Folder) -> None:
    write_fixable_findings(folder)
    before = {path: (path.read_bytes(), path.stat().st_ino) for path in folder.root.rglob("*.yaml")}
    assert check(folder.root).exit_code == 0
    assert {path: (path.read_bytes(), path.stat().st_ino) for path in before} == before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_mark_and_mode_stay(folder: Folder, line_end: bytes, mark: bytes) -> None:
    valid_text = mark + folder.read(QUOTES).encode().replace(b"\n", line_end)
    path = folder.write(QUOTES, valid_text.replace(b"paragraph: 2" + line_end, b"paragraph: 1 " + line_end))
    path.chmod(0o640)
    assert check("--fix", folder.root).stderr == "14 files read: no errors, no warnings; 2 fixed\n"
    assert path.read_bytes() == valid_text
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_nothing_is_left_beside_a_fixed_file_and_a_link_stays_a_link(folder: Folder, tmp_path: Path) -> None:
    write_fixable_findings(folder)
    elsewhere = (tmp_path / "elsewhere.yaml").absolute()
    folder.path("dossier.yaml").rename(elsewhere)
    folder.path("dossier.yaml").symlink_to(elsewhere)
    names = {path.name for path in tmp_path.rglob("*")}
    assert check("--fix", folder.root).exit_code == 0
    assert {path.name for path in tmp_path.rglob("*")} == names
    assert folder.path("dossier.yaml").is_symlink()
    assert elsewhere.read_text().endswith("language: en-GB\n")


def test_only_what_is_selected_and_named_is_fixed(folder: Folder) -> None:
    write_fixable_findings(folder)
    result = check("--fix", "--select", "A", folder.root)
    assert result.stderr == "14 files read: no errors, no warnings; 1 fixed\n"
    assert "paragraph: 2  \n" in folder.read(QUOTES)
    result = check("--fix", folder.path("dossier.yaml"))
    assert (
        result.stderr
        == "14 files read: no errors, no warnings; 1 fixed; 1 more in files that you did not name\n"
    )
    assert folder.read("dossier.yaml").endswith("language: en-GB\n")
    assert "paragraph: 2  \n" in folder.read(QUOTES)


def run_before_write(monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None]) -> None:
    """Run an action just before a file is written."""
    replace = atomic_write.replace_file

    def acting(path: Path, data: bytes, *, old: bytes | None = None) -> None:
        act(path)
        replace(path, data, old=old)

    monkeypatch.setattr(fix, "replace_file", acting)


def test_a_file_that_changes_meanwhile_is_left_and_the_others_fixed(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = "# somebody's own\n" + folder.read("dossier.yaml")
    write_fixable_findings(folder)

    def change(path: Path) -> None:
        if path.name == "dossier.yaml":
            path.write_text(theirs)

    run_before_write(monkeypatch, change)
    result = check("--fix", folder.root)
    assert folder.read("dossier.yaml") == theirs
    assert "paragraph: 2\n" in folder.read(QUOTES)
    summary, *notes = result.stderr.splitlines()
    assert summary == "14 files read: no errors, no warnings; 2 fixed"
    assert notes == [
        f"{folder.path('dossier.yaml')} was changed during the check and is left as it is;"
        " run check --fix again"
    ]


@pytest.mark.parametrize("change", ["rewritten", "gone", "a folder"])
def test_a_file_that_changed_since_it_was_checked_is_not_written(folder: Folder, change: str) -> None:
    path = folder.path("dossier.yaml")
    file = next(file for file in find_files([folder.root]) if file.kind == "about")
    path.unlink()
    if change == "rewritten":
        path.write_text("id: another\n")
    elif change == "a folder":
        path.mkdir()
    with pytest.raises(FileChangedError):
        fix_file(file, [Fix(1, 1, 2, "ID")])
    assert not path.is_file() or path.read_text() == "id: another\n"


def test_a_file_that_cannot_be_written_is_reported_and_nothing_is_lost(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_fixable_findings(folder)
    before = folder.read("dossier.yaml")

    def refuse(path: Path) -> None:
        if path.name == "dossier.yaml":
            raise PermissionError(13, "Permission denied", str(path))

    run_before_write(monkeypatch, refuse)
    result = check("--fix", folder.root)
    assert result.exit_code == 2
    assert folder.read("dossier.yaml") == before
    assert "paragraph: 2\n" in folder.read(QUOTES)
    assert (
        f"{folder.path('dossier.yaml')} can't be written: permission denied\n  it is unchanged"
        in result.stderr
    )
    assert "2 fixed; 1 can be fixed with --fix" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_is_not_to_be_written_is_not(folder: Folder) -> None:
    write_fixable_findings(folder).path("dossier.yaml").chmod(0o444)
    before = folder.read("dossier.yaml")
    assert check("--fix", folder.root).exit_code == 2
    assert folder.read("dossier.yaml") == before


def test_writing_that_fails_in_the_middle_leaves_the_file_and_no_other(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_fixable_findings(folder)
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = check("--fix", folder.root)
    assert result.exit_code == 2
    assert "no space left on device" in result.stderr
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()} == before


def test_a_quotes_file_of_another_article_is_none_of_it(folder: Folder) -> None:
    """Write wrong numbers into two files."""
    folder.change(QUOTES, "paragraph: 2\n", "paragraph: 1\n")
    text = folder.read(f"quotes/{GAZETTE}.yaml")
    folder.write(f"quotes/{GAZETTE}.yaml", text.replace("paragraph: 4\n", "paragraph: 3\n"))
    assert check("--fix", folder.root).stderr == "14 files read: no errors, no warnings; 2 fixed\n"
    assert folder.read(f"quotes/{GAZETTE}.yaml") == text


def test_a_role_without_an_end_gets_the_day_on_which_an_article_prints_it(folder: Folder) -> None:
    folder.change(
        "people.yaml",
        '      start_date: "2015-05"\n      checked: "2021-06-01"\n',
        '      start_date: "2015-05"\n',
    )
    before = folder.read("people.yaml")
    [finding] = folder.check()
    assert finding.message.endswith('the latest that is known is 4 Mar 2021: write checked: "2021-03-04"')
    assert check("--fix", folder.root).exit_code == 0
    assert folder.read("people.yaml") == before
    place = f"{finding.path}:{finding.line}:{finding.column}"
    result = check("--fix-unsafe", "--at", place, folder.root)
    assert result.exit_code == 0, result.stderr
    start = '      start_date: "2015-05"\n'
    assert folder.read("people.yaml") == before.replace(start, f'{start}      checked: "2021-03-04"\n')
    assert folder.findings() == []


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_a_suggested_key_has_the_line_ends_of_the_file(folder: Folder, line_end: str) -> None:
    text = folder.read("people.yaml").replace('      checked: "2021-06-01"\n', "", 1)
    folder.write("people.yaml", text.replace("\n", line_end).encode())
    result = fix_suggestions([folder.root], lambda _: True)
    assert (result.fixed, result.findings) == (1, [])
    start = f'      start_date: "2015-05"{line_end}'
    assert f'{start}      checked: "2021-03-04"{line_end}' in folder.path("people.yaml").read_bytes().decode()


def test_a_role_in_braces_gets_no_suggestion(folder: Folder) -> None:
    folder.change(
        "people.yaml",
        "- id: zoe-laine\n",
        "- id: cllr-brace\n  name: Cllr Okafor\n  memberships:\n"
        "    - {organization_id: riverside-council, role: Councillor, sources: [{note: 4 March 2021}]}\n"
        "- id: zoe-laine\n",
    )
    [finding] = folder.check()
    assert (finding.code, finding.suggestion) == ("D413", None)


# -- repairs that a person decides on ---------------------------------------------------------------

NOBODY = "  exact: Nobody.\n  speaker: zoe-laine\n"


@pytest.fixture
def doubtful(folder: Folder) -> Folder:
    """Two quotations of a word or two in the wrong paragraphs."""
    folder.change(QUOTES, f"paragraph: 4\n{NOBODY}", f"paragraph: 1\n{NOBODY}")
    folder.change(f"quotes/{NEWSLETTER}.yaml", "paragraph: 2", "paragraph: 1")
    return folder


def test_fix_moves_no_words_that_may_be_another_persons(doubtful: Folder) -> None:
    before = doubtful.read(QUOTES)
    result = check("--fix", doubtful.root)
    assert result.exit_code == 1
    assert result.stderr == "14 files read: 2 errors, no warnings; 2 to decide with --fix-unsafe\n"
    full = CliRunner().invoke(cli, ["check", str(doubtful.root)])
    assert full.stdout.count("(--fix-unsafe can do it)") == 2
    assert doubtful.read(QUOTES) == before


def test_a_named_suggestion_is_made_and_no_other(doubtful: Folder) -> None:
    line, column = line_and_column(doubtful.read(QUOTES), f"1\n{NOBODY}")
    place = f"{doubtful.path(QUOTES)}:{line}:{column}"
    result = check("--fix-unsafe", "--at", place, doubtful.root)
    assert result.stderr == "14 files read: 1 error, no warnings; 1 fixed; 1 to decide with --fix-unsafe\n"
    assert f"paragraph: 4\n{NOBODY}" in doubtful.read(QUOTES)
    assert "paragraph: 1" in doubtful.read(f"quotes/{NEWSLETTER}.yaml")
    again = check("--fix-unsafe", "--at", place, doubtful.root)
    assert again.exit_code == 2
    assert f"no finding at {place}" in again.stderr


def test_nothing_is_decided_without_a_person(doubtful: Folder) -> None:
    for options in (["--fix-unsafe"], ["--at", "x:1:1"], ["--fix-unsafe", "--watch"]):
        assert check(*options, doubtful.root).exit_code == 2
    assert "paragraph: 1" in doubtful.read(f"quotes/{NEWSLETTER}.yaml")


def test_in_a_terminal_each_suggestion_is_asked_about_once(doubtful: Folder) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, "check", "--fix-unsafe", "--output-format", "concise", str(doubtful.root)],
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
        timeout=60,
    )
    for answer in ("n", "y"):
        child.expect("so few words")
        child.expect(r"\[y/N\]")
        child.sendline(answer)
    child.expect("1 error, no warnings; 1 fixed; 1 to decide")
    child.expect(pexpect.EOF)
    child.close()
    assert "paragraph: 1" in doubtful.read(QUOTES)
    assert "paragraph: 2" in doubtful.read(f"quotes/{NEWSLETTER}.yaml")
