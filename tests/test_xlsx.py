"""The workbook of an export, read back with openpyxl: text stays text, and what Excel can't hold is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from medway_tui.export.dataset import xlsx
from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.export.dataset.registry import choose_formats
from medway_tui.export.dataset.tables import NOTES, TABLES
from medway_tui.model.notes import Note
from medway_tui.sync.dossier import open_dossier
from tests.export_helpers import exported, run_export
from tests.fixtures_library import GAZETTE, HERALD, Folder, mark_drafts

BOTH = ("--format", "xlsx", "--format", "jsonl")


def sheets_of(target: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each sheet; every cell is a value and none a formula or a link."""
    book = load_workbook(target / "dossier.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not cell.is_date
    return {sheet.title: [tuple(map(read_cell, row)) for row in sheet.iter_rows()] for sheet in book}


def read_cell(cell: Any) -> Any:
    # openpyxl leaves to its user what ECMA-376 calls ST_Xstring: _x005F_ is an underscore.
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def rows_of(target: Path, table: str) -> list[tuple[Any, ...]]:
    """Return the rows of a table in JSON Lines as cells."""
    lines = (target / "jsonl" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        tuple(
            "; ".join(cell) or None if isinstance(cell, list) else cell for cell in json.loads(line).values()
        )
        for line in lines
    ]


def test_each_table_is_a_sheet_with_the_same_rows(folder: Folder, tmp_path: Path) -> None:
    mark_drafts(folder)
    target = exported(folder, tmp_path / "export", *BOTH)
    sheets = sheets_of(target)
    assert list(sheets) == ["about", *(table.name for table in TABLES)]
    for table in TABLES:
        header, *rows = sheets[table.name]
        assert header == table.header
        assert rows == rows_of(target, table.name)
    dates = [row[4] for row in sheets["articles"][1:]]
    assert dates == [None, "2021-03-04", "2021-05"]


def test_what_looks_like_a_formula_a_number_or_a_link_is_text(folder: Folder, tmp_path: Path) -> None:
    texts = [
        "=1+1",
        "@SUM(A1)",
        "0123",
        "https://example.org/",
        "<r>bold</r>",
        "_x0041_",
        "  spaces  ",
        "<b>&",
    ]
    entries = "".join(
        f"- id: t{n}\n  date: '2020'\n  title: {json.dumps(text)}\n  note: {json.dumps(text)}\n"
        for n, text in enumerate(texts)
    )
    folder.write("events.yaml", entries)
    target = exported(folder, tmp_path / "export", *BOTH)
    _, *rows = sheets_of(target)["events"]
    assert {row[0]: row[3] for row in rows} == {row[0]: row[3] for row in rows_of(target, "events")}
    assert {row[2] for row in rows} >= {"=1+1", "0123", "<r>bold</r>", "_x0041_", "https://example.org/"}


def test_a_text_that_is_too_long_is_cut_and_says_so(folder: Folder, tmp_path: Path) -> None:
    folder.change(f"articles/{GAZETTE}.yaml", "Surveyors call", "Surveyors call " + "🏛️ " * 20_000)
    folder.append(f"articles/{HERALD}.yaml", f"  - {'x' * 32_767}\n")
    result = run_export(folder, tmp_path / "export", *BOTH)
    said = "dossier.xlsx: in paragraphs, 1 text cut to the 32,767 characters of a cell"
    assert f"  {said}; the end of each says so\n" in result.stderr
    assert said in (tmp_path / "export" / "README.md").read_text(encoding="utf-8").replace("\\", "")
    sheets = sheets_of(tmp_path / "export")
    [cut] = [row[3] for row in sheets["paragraphs"] if str(row[3]).startswith("Surveyors call")]
    assert cut.endswith(" [cut here: Excel holds 32,767 characters in a cell]")
    assert 32_765 <= len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert "x" * 32_767 in {row[3] for row in sheets["paragraphs"]}
    assert ("limits", f"{said}; the end of each says so") in sheets["about"]


def test_a_table_that_is_too_long_goes_on_in_another_sheet(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 5)
    result = run_export(folder, tmp_path / "export", *BOTH)
    sheets = sheets_of(tmp_path / "export")
    parts = [name for name in sheets if name.startswith("paragraphs")]
    assert parts[:3] == ["paragraphs", "paragraphs 2", "paragraphs 3"]
    assert all(sheets[name][0] == sheets["paragraphs"][0] for name in parts)
    rows = [row for name in parts for row in sheets[name][1:]]
    assert rows == rows_of(tmp_path / "export", "paragraphs")
    said = "dossier.xlsx: paragraphs has more rows than a sheet of Excel, and goes on in paragraphs 2 to"
    assert f"  {said} {parts[-1]}\n" in result.stderr


def test_characters_that_xml_forbids_are_visible(folder: Folder, tmp_path: Path) -> None:
    note = Note(id="n1", article=GAZETTE, text="a\x1b[2J\uffff b\n=c")
    index = open_dossier([folder.root]).index
    export_dataset(index, tmp_path / "export", formats=choose_formats(["xlsx"]), notes=[note])
    header, row = sheets_of(tmp_path / "export")["notes"]
    assert header == NOTES.header
    assert row[header.index("text")] == "a␛[2J� b\n=c"


def test_a_workbook_says_what_it_is_and_repeats_the_attribution(folder: Folder, tmp_path: Path) -> None:
    folder.append("dossier.yaml", "\nattribution: Contains information from Riverside Council.\n")
    about = dict(sheets_of(exported(folder, tmp_path / "export", "--format", "xlsx"))["about"])
    assert about["title"] == "The roof of Riverside library"
    assert about["attribution"] == "Contains information from Riverside Council."
    assert "“draft, not confirmed”" in about["drafts"]
    assert about["originals"] == "The newspaper’s own text of 1 article is withheld."


def test_the_same_dossier_makes_the_same_workbook(folder: Folder, tmp_path: Path) -> None:
    first = exported(folder, tmp_path / "one", "--format", "xlsx")
    second = exported(folder, tmp_path / "two", "--format", "xlsx")
    assert (first / "dossier.xlsx").read_bytes() == (second / "dossier.xlsx").read_bytes()
    assert sorted(path.name for path in first.iterdir()) == ["README.md", "datapackage.json", "dossier.xlsx"]
