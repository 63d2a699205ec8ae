"""Hostile files are reported like any other fault, and the rest is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from medway_tui.content.check import check_content
from medway_tui.index.articles import list_articles
from medway_tui.sync.dossier import open_dossier
from medway_tui.yaml_io import reader
from medway_tui.yaml_io.reader import MAX_BYTES
from tests.fixtures_library import GAZETTE, Folder
from tests.fuzz_invariants import assert_no_duplicates, assert_positions_in_files
from tests.hostile_inputs import CASES
from tests.process_helpers import run_program

FOR_THE_BENCHMARK = {
    *(name for name in CASES if name.startswith("15 MB of ") and not name.endswith("U+0022")),
    *(
        "1,000 quotations in 20,000 paragraphs",
        "50,000 empty mappings",
        "30,000 grades",
        "90,000 different grades",
        "30,000 keys",
    ),
    *("a million empty lists", "a line of 1 MB of words", "half a million tabs", "50,000 items"),
    *("50,000 areas of one id", "50,000 tags", "50,000 items without a value", "100,000 items"),
    *("10,000 entries of one id", "1,000 quotations, each in all of 5,000 paragraphs", "a million items"),
    *("a million remarks", "half a million lines that end in spaces"),
}
"""Files that take seconds and resemble others here."""

BESIDES = {"T101", "D405"}
"""Side findings: repeated text ends in a space and has no attribution."""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", sorted(CASES.keys() - FOR_THE_BENCHMARK))
def test_a_hostile_file_is_a_finding_and_the_rest_is_read(folder: Folder, name: str) -> None:
    case = CASES[name]
    case.write(folder)
    findings = folder.check()
    told = {finding.code for finding in findings if finding.path == str(folder.path(case.file))}
    if "*" in case.codes:
        assert told
    else:
        assert told - BESIDES == case.codes - BESIDES
        assert told >= case.codes
    assert_no_duplicates(findings)
    if case.codes != {"Y001"}:
        assert_positions_in_files(findings)
    if case.codes & {"Y001", "Y002", "Y010"}:
        dossier = open_dossier([folder.root])
        assert GAZETTE in [row.id for row in list_articles(dossier.index)]
        assert case.codes <= {finding.code for finding in dossier.findings()}
        dossier.close()


def test_a_name_that_a_terminal_would_obey_is_printed_plainly(folder: Folder) -> None:
    folder.write("articles/two\nlines \x1b[31mred\u202e.yaml", folder.read(f"articles/{GAZETTE}.yaml"))
    result = run_program("check", folder.root)
    assert result.returncode == 1
    assert "S106" in result.stdout
    assert "two lines ␛[31mred\ufffd.yaml" in result.stdout
    assert not {char for char in result.stdout + result.stderr if char < " " or "\x7f" <= char < "\xa0"} - {
        "\n"
    }


def test_a_file_that_vanishes_before_it_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open
    gone = str(folder.path("events.yaml"))

    def vanish(path: str, flags: int) -> int:
        if path == gone:
            Path(gone).unlink(missing_ok=True)
        return opened(path, flags)

    monkeypatch.setattr(os, "open", vanish)
    _, findings = check_content([folder.root])
    assert [(folder.name_of(each.path), each.code) for each in findings] == [("events.yaml", "Y001")]


def test_a_file_that_grows_while_it_is_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open
    grown = str(folder.path("events.yaml"))

    def grow(path: str, flags: int) -> int:
        descriptor = opened(path, flags)
        if path == grown:
            os.truncate(path, 2 * MAX_BYTES)
        return descriptor

    monkeypatch.setattr(os, "open", grow)
    assert folder.findings() == ["events.yaml:0:0 Y002"]


def test_a_file_that_becomes_a_folder_between_listing_and_reading(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open
    path_of = folder.path("events.yaml")

    def become(path: str, flags: int) -> int:
        if path == str(path_of) and path_of.is_file():
            path_of.unlink()
            path_of.mkdir()
        return opened(path, flags)

    monkeypatch.setattr(os, "open", become)
    assert folder.findings() == ["events.yaml:0:0 Y001"]


def test_a_disk_that_fails_in_the_middle(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    read = reader.read_bytes
    broken = str(folder.path("events.yaml"))

    def fail(path: str, limit: int) -> bytes:
        if path == broken:
            raise OSError(5, "Input/output error")
        return read(path, limit)

    monkeypatch.setattr(reader, "read_bytes", fail)
    assert folder.findings() == ["events.yaml:0:0 Y001"]
    assert "input/output error" in next(f.message for f in folder.check())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: Folder) -> None:
    folder.path("events.yaml").chmod(0)
    assert folder.findings() == ["events.yaml:0:0 Y001"]


def test_a_faulty_file_that_changes_is_indexed_when_it_is_fixed(folder: Folder) -> None:
    well = folder.read("events.yaml")
    folder.write("events.yaml", "[" * 40_000)
    dossier = open_dossier([folder.root])
    assert [f.code for f in dossier.findings()] == ["Y010"]
    folder.write("events.yaml", well)
    assert dossier.refresh()
    assert dossier.findings() == []
    dossier.close()
