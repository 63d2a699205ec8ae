"""Importing a table of inspections: what is taken, kept apart, left out with its place, and undone."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.importing import ratings_table
from medway_tui.importing.english_councils import capitalise, find_council
from medway_tui.importing.ratings_import import TableOrigin, import_ratings, undo_ratings
from medway_tui.index.councils import CouncilReport, council_reports, list_councils, own_reports, table_source
from medway_tui.saved_pages import UnreadableError
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.ratings_tables import BLANK, HEADER, NO_OVERALL, PRE, random_table, row, table

OWN_URL = "https://surveys.example.org/42"
"""The address of an inspection that the library dossier has itself."""


def imported(folder: Folder, data: bytes, name: str = "table.csv") -> list[str]:
    """Import a table; return its remarks as ``line:column: message``."""
    result = import_ratings([folder.root], name, data)
    assert result.written
    return [f"{each.line}:{each.column}: {each.message}" for each in result.problems]


def reports(folder: Folder) -> dict[str, list[CouncilReport]]:
    return council_reports(open_dossier([folder.root]).index)


def run(folder: Folder, *arguments: str | Path) -> Result:
    command = ["import", "ratings", "--content", str(folder.root), *map(str, arguments)]
    return CliRunner().invoke(cli, command)


# -- what is taken ---------------------------------------------------------------------------------------


def test_a_table_becomes_councils_with_their_inspections(folder: Folder) -> None:
    assert imported(folder, (ROOT / "docs/examples/inspections.csv").read_bytes()) == [
        "15:158: “to requires improvement” is not a grade: it counts as unreadable"
    ]
    assert [each for each in folder.check() if each.path.endswith("councils.yaml")] == []
    index = open_dossier([folder.root]).index
    councils = {each.id: each for each in list_councils(index) if each.reports}
    assert [each.name for each in councils.values()] == [
        "Fell & Dale",
        "Isle of Brack",
        "Northmarsh",
        "St Osyth on Sea",
        "Thrushford",
        "Upper Wend",
    ]
    found = council_reports(index)
    assert [each.published for each in found["upper-wend"]] == [
        "2017-01-30",
        "2019-12-16",
        "2023-02-09",
        "2025-12-16",
    ]
    assert [each.framework for each in found["upper-wend"]] == [
        None,
        "ilacs-2018",
        "ilacs-2018",
        "ilacs-2023",
    ]
    source = table_source(index)
    assert source is not None
    assert source.describe() == "table.csv, as of 21 Jul 2026"


def test_what_is_no_grade_is_kept_apart(folder: Folder) -> None:
    imported(folder, (ROOT / "docs/examples/inspections.csv").read_bytes())
    found = reports(folder)
    unread, first, _ = found["thrushford"]
    assert (unread.framework, unread.grades) == (None, ())
    # Care leavers had no judgement of their own in 2019: they share that of children in care.
    assert {each.row: each.area for each in first.grades}["care-leavers"] == "in-care-and-care-leavers"
    overall = found["isle-of-brack"][-1].grade_of("overall")
    assert overall is not None
    assert (overall.grade, overall.status) == (None, "no-longer-given")
    osyth = {each.row: (each.grade, each.status) for each in found["st-osyth-on-sea"][0].grades}
    assert osyth["overall"] == osyth["help-and-protection"] == (None, "unreadable")
    assert osyth["leaders"] == ("Requires improvement to be good", None)


def test_english_councils_get_their_names_regions_codes_and_dates(folder: Folder) -> None:
    names = ("stoke-on-trent", "bournemouth, christchurch & poole", "durham", "cumberland", "sheffield")
    rows = [row(name, urn=str(90_100 + n)) for n, name in enumerate(names)]
    assert imported(folder, table(*rows)) == []
    councils = {each.name: each for each in list_councils(open_dossier([folder.root]).index) if each.reports}
    assert {name: (each.region, each.codes, each.start_date) for name, each in councils.items()} == {
        "Stoke-on-Trent": ("West Midlands", ("E06000021",), None),
        "Bournemouth, Christchurch and Poole": ("South West", ("E06000058",), "2019-04-01"),
        "County Durham": ("North East", ("E06000047",), None),
        "Cumberland": ("North West", ("E06000063",), "2023-04-01"),
        "Sheffield": ("Yorkshire and The Humber", ("E08000039", "E08000019"), None),
    }


def test_the_list_of_english_councils_is_complete_and_well_formed() -> None:
    with (ROOT / "src/medway_tui/importing/data/english_councils.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    current = [each for each in rows if not each["abolished"]]
    assert Counter(each["region"] for each in current) == {
        "London": 33,
        "North West": 24,
        "South East": 19,
        "South West": 15,
        "Yorkshire and The Humber": 15,
        "West Midlands": 14,
        "North East": 12,
        "East of England": 11,
        "East Midlands": 10,
    }
    codes = [code for each in rows for code in each["codes"].split()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 9 and code[:3] in ("E06", "E08", "E09", "E10") for code in codes)
    # The unitary councils, metropolitan districts and London boroughs have all numbers of their series.
    assert {f"E090000{n:02}" for n in range(1, 34)} <= set(codes)
    assert {f"E060000{n:02}" for n in (*range(1, 47), 47, *range(49, 67))} <= set(codes)
    assert {f"E080000{n:02}" for n in (*range(1, 20), *range(21, 40))} <= set(codes)
    assert [find_council(name).codes[0] for name in ("medway", "Kent", "City of London")] == [  # type: ignore[union-attr]
        "E06000035",
        "E10000016",
        "E09000001",
    ]
    assert capitalise("isle of brack") == "Isle of Brack"


# -- nothing twice ---------------------------------------------------------------------------------------


def test_a_second_import_changes_nothing(folder: Folder) -> None:
    data = random_table(5)
    imported(folder, data)
    before = folder.read("councils.yaml")
    again = import_ratings([folder.root], "table.csv", data)
    assert (again.written, again.summary) == (False, "imported already: nothing is changed")
    assert folder.read("councils.yaml") == before


def test_another_table_replaces_the_first(folder: Folder) -> None:
    imported(folder, random_table(5))
    assert imported(folder, table(row()), "newer.csv") == []
    assert list(reports(folder)) == ["northmarsh"]
    assert folder.check() == folder.check()
    assert not any(each.path.endswith("councils.yaml") for each in folder.check())


@pytest.mark.parametrize(
    ("second", "place"),
    [
        (row(), "3:7"),
        (row(link="https://reports.example.org/other"), "3:7"),
        (row("upper wend", "01/02/20", urn="90003", link=row().split(",")[2]), "3:7"),
    ],
    ids=["the same row", "the same council and date", "the same address"],
)
def test_an_inspection_that_the_table_repeats_is_taken_once(folder: Folder, second: str, place: str) -> None:
    assert imported(folder, table(row(), second)) == [
        f"{place}: the same inspection is on line 2: the row is left out"
    ]
    assert sum(map(len, reports(folder).values())) == 1


@pytest.mark.parametrize(
    "own",
    [
        row("riverside council", "02/03/21", urn="99999", link=OWN_URL),
        row("somewhere", "01/03/21", urn="00042"),
        row("somewhere", "02/03/21", urn="00042", days="11/01/2021,22/01/2021"),
    ],
    ids=["by its address", "by council and date", "by council and days"],
)
def test_an_inspection_of_the_dossier_is_not_imported_again(folder: Folder, own: str) -> None:
    result = import_ratings([folder.root], "table.csv", table(own, row()))
    assert "1 of them are in the dossier already, which keeps its own grades" in result.lines
    text = folder.read("councils.yaml")
    assert text.count("same_as: 2021-roof") == 1
    assert text.count("judgements:") == 1  # those of the other council
    found = [each for of_council in reports(folder).values() for each in of_council]
    (same,) = [each for each in found if each.inspection == "2021-roof"]
    overall = same.grade_of("overall")
    assert overall is not None
    assert overall.grade == "Poor"  # as the dossier has it, and not the table


def test_the_shipped_dossiers_own_council_is_compared_with_its_own_inspections() -> None:
    grades = f"good,good,good,good,{PRE}"
    rows = [
        row("medway", "27/08/19", grades, urn="80522", link="https://files.ofsted.gov.uk/v1/file/50103321"),
        f"80522,medway,https://x.example.org/1,a.pdf,27/11/15{BLANK}",
        row("kent", urn="80476"),
    ]
    result = import_ratings([], "table.csv", table(*rows))
    assert [f"{each.line}:{each.message}" for each in result.problems] == [
        "2:Good here is Inadequate in the dossier's 2019-07-ilacs, which is kept",
        "2:Good here is Inadequate in the dossier's 2019-07-ilacs, which is kept",
        "2:Good here is Requires improvement to be good in the dossier's 2019-07-ilacs, which is kept",
    ]
    index = open_dossier([]).index
    (medway,) = [each for each in list_councils(index) if each.is_own]
    assert (medway.name, medway.region) == ("Medway", "South East")
    shown = own_reports(index, medway.id)
    assert [each.inspection for each in shown] == [
        "2013-01-protection",
        "2013-07-looked-after",
        "2015-09-sif",
        "2019-07-ilacs",
        "2023-07-ilacs",
    ]


# -- bad input --------------------------------------------------------------------------------------------

BAD_ROWS = {
    "no council": (row("§"), "there is no council: the row is left out"),
    "no date": (row(published="§"), "there is no date of publication: the row is left out"),
    "31 February": (row(published="§31/02/19"), "“31/02/19” is not a date: the row is left out"),
    "far future": (
        row(published="§01/01/2999"),
        "this date of publication is in the future: the row is left out",
    ),
    "long ago": (row(published="§01/01/1066"), "“01/01/1066” is too long ago: the row is left out"),
    "unknown grade": (
        row(grades=f"good,§excellent,good,good,{PRE}"),
        "“excellent” is not a grade: it counts as unreadable",
    ),
    "end before start": (
        row(days="12/04/2019,§01/04/2019"),
        "the inspection ends before it begins: its days are left out",
    ),
    "no such day": (
        row(days="§31/04/2019,12/05/2019"),
        "“31/04/2019” is not a date: the days of the inspection are left out",
    ),
    "published before": (
        row(published="§20/05/19", days="01/04/2019,12/06/2019"),
        "the report was published before the inspection ended: the days of the inspection are left out",
    ),
    "no urn": (row(urn="§9A"), "“9A” is not a URN: it is left out"),
    "no address": (row(link="§javascript:x"), "“javascript:x” is not an address: it is left out"),
    "care leavers too early": (
        row(grades="good,good,good,good,§outstanding"),
        "care leavers had no judgement of their own before January 2023: this grade is left out,"
        " and the others of the row may be out of place",
    ),
    "a quotation mark": (f'x,§"{row()}', "a quotation mark is not closed: the line is left out"),
}
"""Rows with a § where the remark points to, and the remark."""


@pytest.mark.parametrize("fault", BAD_ROWS)
def test_bad_input_has_line_column_and_reason_and_the_rest_is_read(folder: Folder, fault: str) -> None:
    marked, message = BAD_ROWS[fault]
    good = row("thrushford", urn="90001")
    remarks = imported(folder, table(marked.replace("§", ""), good))
    assert remarks == [f"2:{marked.index('§') + 1}: {message}"]
    found = reports(folder)
    assert len(found["thrushford"]) == 1
    is_left_out = message.endswith(("the row is left out", "the line is left out"))
    assert len(found) == (1 if is_left_out else 2)
    assert not any(each.path.endswith("councils.yaml") for each in folder.check())


def test_a_field_over_two_lines_keeps_the_places_of_later_ones(folder: Folder) -> None:
    first = row("north marsh", grades=f"good,best,good,good,{PRE}")
    two_lines = first.replace("north marsh", '"north\nmarsh"')
    after = row("thrushford", urn="90001", grades=f"good,good,worst,good,{PRE}")
    assert imported(folder, table(two_lines, after)) == [
        f"3:{two_lines.split(chr(10))[1].index('best') + 1}: “best” is not a grade: it counts as unreadable",
        f"4:{after.index('worst') + 1}: “worst” is not a grade: it counts as unreadable",
    ]
    assert "name: North Marsh\n" in folder.read("councils.yaml")


def test_a_table_in_windows_1252_is_read_with_a_remark(folder: Folder) -> None:
    data = table(row(), row("thrushford", urn="90001").replace("Ada", "Zoë")).decode().encode("cp1252")
    (remark,) = imported(folder, data)
    line = data.decode("cp1252").splitlines()[2]
    assert (
        remark == f"3:{line.index('ë') + 1}: the table is not UTF-8 from here on: it is read as Windows-1252"
    )
    assert "lead_inspector: Zoë Brook" in folder.read("councils.yaml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_spreadsheets_are_read(folder: Folder, encoding: str, delimiter: str) -> None:
    text = table(row(), row("thrushford", urn="90001")).decode().replace(",", delimiter)
    assert imported(folder, text.replace("\n", "\r\n").encode(encoding)) == []
    assert set(reports(folder)) == {"northmarsh", "thrushford"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04 rest", "Excel|ZIP|archive"),
        (
            b"name,age\nAda,7\n",
            "the column local_authority and publication_date and overall_effectiveness_grade",
        ),
        (
            HEADER.replace("local_authority", "local_authorty").encode(),
            "the column local_authority is missing",
        ),
        (HEADER.encode() + b"\n", "no row of the table can be read"),
        (b"\x00\x01\x02\x03" * 50, "is missing"),
    ],
    ids=["empty", "a spreadsheet", "another table", "a misspelt column", "no rows", "bytes"],
)
def test_what_is_no_such_table_is_refused_and_nothing_is_written(
    folder: Folder, data: bytes, message: str
) -> None:
    with pytest.raises(UnreadableError, match=message):
        import_ratings([folder.root], "table.csv", data)
    assert not folder.path("councils.yaml").exists()
    assert not folder.path(".imports").exists()


def test_a_column_that_is_missing_is_reported_and_the_rest_is_read(folder: Folder) -> None:
    text = table(row()).decode().replace(",inspector_name", "").replace(",Ada Brook", "")
    assert imported(folder, text.encode()) == [
        f"1:{len(HEADER) - len(',inspector_name') + 1}: the column inspector_name is missing:"
        " its values are not known"
    ]


def test_a_huge_table_is_read_up_to_a_limit(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ratings_table.MAX_INSPECTIONS == 2_000
    monkeypatch.setattr(ratings_table, "MAX_INSPECTIONS", 50)
    rows = [row(f"shire {n}", urn=str(10_000 + n)) for n in range(500)]
    (remark,) = imported(folder, table(*rows))
    assert remark == "52:1: only 50 inspections are taken: those from here on are left out"
    assert len(reports(folder)) == 50
    assert not any(each.path.endswith("councils.yaml") for each in folder.check())


JUNK = (
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b": ",
    b"# ",
    b"- ",
    b"&a",
    b"!t",
    b"\x1b[31m",
    b"{",
    b"99999",
)
"""Bytes that mean something to CSV, YAML or a terminal."""


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_table_is_read_or_refused_and_what_is_written_is_valid(folder: Folder, seed: int) -> None:
    made = random.Random(seed)  # noqa: S311 - a damaged table
    data = bytearray((ROOT / "docs/examples/inspections.csv").read_bytes())
    for _ in range(made.randint(1, 25)):
        place = made.randrange(len(data))
        if made.random() < 0.5:
            data[place:place] = made.choice((*JUNK, "…".encode(), "\u202e\u2028".encode()))
        else:
            del data[place : place + made.randint(1, 30)]
    try:
        import_ratings([folder.root], "table.csv", bytes(data))
    except UnreadableError:
        assert not folder.path("councils.yaml").exists()
    else:
        assert not any(each.path.endswith("councils.yaml") for each in folder.check())


@pytest.mark.parametrize("name", ["…", "a\nb: c.csv", "\udcff.csv", "\u202egnp.csv", "# x", "'"])
def test_any_name_of_a_file_is_written_safely(folder: Folder, name: str) -> None:
    imported(folder, table(row()), name)
    assert not any(each.path.endswith("councils.yaml") for each in folder.check())


# -- the command -------------------------------------------------------------------------------------------


def test_the_command_reports_and_undoes(folder: Folder, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(table(row(), row(), row("thrushford", "21/07/26", f"{NO_OVERALL},good,good,good,good")))
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    trial = run(folder, file, "--dry-run")
    assert (trial.exit_code, "would be imported" in trial.stdout) == (1, True)
    result = run(folder, file, "--url", "https://example.org/t.csv", "--date", "2026-08-20")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{file}: 2 inspections of 1 council imported\n")
    assert "source: table.csv, from https://example.org/t.csv, as of 20 Aug 2026" in result.stdout
    assert f"{file}:3:7: the same inspection is on line 2: the row is left out\n" in result.stderr
    assert run(folder, "--undo").exit_code == 0
    assert {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()} == before
    again = run(folder, "--undo")
    assert again.exception is not None


def test_undo_by_its_name_as_of_any_import(folder: Folder) -> None:
    imported(folder, table(row()))
    result = CliRunner().invoke(cli, ["import", "--content", str(folder.root), "--undo", "ratings"])
    assert (result.exit_code, folder.path("councils.yaml").exists()) == (0, False)


def test_a_table_that_a_person_edited_is_neither_replaced_nor_removed(folder: Folder) -> None:
    imported(folder, table(row()))
    folder.append("councils.yaml", "# mine\n")
    with pytest.raises(DossierError, match="was edited since it was imported"):
        imported(folder, table(row("kent")))
    with pytest.raises(DossierError, match="was edited since it was imported"):
        undo_ratings([folder.root])
    assert folder.read("councils.yaml").endswith("# mine\n")


def test_a_table_that_no_import_wrote_is_left_as_it_is(folder: Folder) -> None:
    folder.write("councils.yaml", "file: mine\n")
    with pytest.raises(DossierError, match="was not written by an import"):
        imported(folder, table(row()))


def test_frameworks_that_the_dossier_lacks_are_written_with_the_table(folder: Folder) -> None:
    imported(folder, table(row()))
    assert "  - id: ilacs-2018\n" in folder.read("councils.yaml")
    imported(folder, table(row(), row("kent", urn="80476")), "newer.csv")
    assert "  - id: ilacs-2018\n" in folder.read("councils.yaml")
    # The shipped dossier has them.
    result = import_ratings([], "table.csv", table(row()), origin=TableOrigin(), dry_run=True)
    assert "frameworks:" not in result.text
