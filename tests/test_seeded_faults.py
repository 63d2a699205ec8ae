"""Every seeded fault is found at its line and column, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from medway_tui.content.check import check_content
from medway_tui.model.finding_codes import CODES
from tests.fixtures_library import Folder, line_and_column
from tests.seeded_faults import FAULT_MARK, LISTS, VALID_FILES, marked_files

TODAY = datetime.date(2026, 1, 31)

DRESSES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with a byte order mark": lambda text: "\ufeff" + text,
    "after accents and emoji": lambda text: "# café 図書館 🙂 👩‍🚒\n" + text,
}

ALONE = {"D402", "D405", "D430", "D431", "Y001", "Y002"}
"""Codes that cannot be seeded with others: see the tests below, test_own_copies.py and hostile files."""

WHOLE = {"D411", "R204"}
"""Codes that belong to a file as a whole."""


def codes(name: str) -> list[str]:
    """Return the expected codes of a file, in order."""
    if name in LISTS:
        return [code for code, _ in LISTS[name]]
    return [name.rpartition("/")[2][:4].upper()]


def expected(name: str, text: str) -> list[tuple[str, int, int, str]]:
    """Return the expected findings of a file: name, line and column of each mark, code."""
    if FAULT_MARK not in text:
        return [(name, 0, 0, codes(name)[0])] if codes(name)[0] in WHOLE else []
    return [(name, *line_and_column(text, FAULT_MARK, nth), code) for nth, code in enumerate(codes(name), 1)]


def write_faults(folder: Folder, dress: Callable[[str], str]) -> list[tuple[str, int, int, str]]:
    """Write the dossier; return the expected findings."""
    found: list[tuple[str, int, int, str]] = []
    for name, marked in marked_files().items():
        text = marked if "y012" in name else dress(marked)
        found += expected(name, text)
        folder.write(name, text.replace(FAULT_MARK, "").encode("utf-8", "surrogateescape"))
    return sorted(found)


@pytest.mark.parametrize("dress", DRESSES)
def test_every_planted_fault_is_found_at_its_place_and_nothing_else(tmp_path: Path, dress: str) -> None:
    folder = Folder(tmp_path / "planted")
    expected = write_faults(folder, DRESSES[dress])
    assert len({name for name, *_ in expected}) >= 60
    findings = check_content([folder.root], TODAY)[1]
    found = sorted((folder.name_of(f.path), f.line, f.column, f.code) for f in findings)
    assert found == expected


def test_every_code_is_planted() -> None:
    planted = {
        code for name in marked_files() if name not in VALID_FILES or name in LISTS for code in codes(name)
    }
    assert planted | ALONE == set(CODES)


def test_the_files_beside_the_faulty_ones_are_valid(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "sound")
    for name, text in VALID_FILES.items():
        folder.write(name, text)
    assert folder.findings() == []


def test_a_person_whom_nothing_mentions(folder: Folder) -> None:
    folder.append(
        "people.yaml", "- id: ada-brook\n  name: Ada Brook\n  other_names:\n    - name: Miss Brook\n"
    )
    line, column = line_and_column(folder.read("people.yaml"), "Ada Brook")
    assert folder.findings() == [f"people.yaml:{line}:{column} D405"]
    folder.change("articles/newsletter-undated.yaml", "A volunteer", "MISS BROOK")
    folder.change("quotes/newsletter-undated.yaml", "A volunteer", "Miss Brook")
    assert folder.findings() == []


def test_a_person_whom_an_event_or_a_difference_mentions(folder: Folder) -> None:
    folder.append("people.yaml", "- id: ada-brook\n  name: Ada Brook\n- id: ned-field\n  name: Ned Field\n")
    assert [finding.split()[-1] for finding in folder.findings()] == ["D405", "D405"]
    event = "- id: brook-elected\n  date: '2021'\n  title: Ada Brook is elected\n"
    event += "  sources:\n    - note: Minutes\n"
    folder.append("events.yaml", event)
    assert [finding.split()[-1] for finding in folder.findings()] == ["D405"]
    promise = event.replace("brook-elected", "a-promise").replace("Ada Brook is elected", "A promise")
    folder.append("events.yaml", f"{promise}  kind: promise\n  by: [ned-field]\n  note: Not kept yet.\n")
    assert folder.findings() == []


def test_a_folder_that_is_no_dossier(folder: Folder) -> None:
    folder.remove("dossier.yaml")
    assert [finding.code for finding in folder.check()] == ["D402"]
