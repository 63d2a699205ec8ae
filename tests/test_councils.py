"""Other councils: found by name, region or code; England's shares and recoveries, by other code too."""

from __future__ import annotations

from datetime import date

import pytest

from medway_tui.importing.ratings_import import import_ratings
from medway_tui.index.councils import council_reports, find_councils, list_councils, table_source
from medway_tui.index.england import england_shares, recovery_times, shares_on
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_output, command_records, run_command
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.ratings_tables import (
    GRADES,
    NO_OVERALL,
    counted_recoveries,
    counted_shares,
    random_table,
    row,
    table,
)

SOURCE = "Source: table.csv, as of 21 Jul 2026."
LONG = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires improvement": "Requires improvement to be good",
    "inadequate": "Inadequate",
}


@pytest.fixture
def compared(folder: Folder) -> Folder:
    """Return the library dossier with the example table imported."""
    import_ratings([folder.root], "table.csv", (ROOT / "docs/examples/inspections.csv").read_bytes())
    return folder


@pytest.mark.parametrize("seed", [1, 2])
def test_shares_and_recoveries_are_those_that_other_code_counts(folder: Folder, seed: int) -> None:
    data = random_table(60, seed)
    import_ratings([folder.root], "table.csv", data)
    index = open_dossier([folder.root]).index
    source, councils, reports = table_source(index), list_councils(index), council_reports(index)
    assert source is not None
    for year in range(2014, 2027):
        for month in (1, 4, 8):
            wanted = counted_shares(data, date(year, month, 15))
            shares = shares_on(source, councils, reports, f"{year}-{month:02}-15")
            found = {each.grade: len(each.councils) for each in shares.grades}
            assert found == {LONG[grade]: wanted[grade] for grade in GRADES if wanted[grade]}
            assert shares.known == sum(wanted[grade] for grade in GRADES)
            assert (len(shares.unreadable), len(shares.no_longer_given)) == (wanted[""], wanted[NO_OVERALL])
            assert shares.reported == wanted.total()
            assert len(shares.no_report) == 60 - wanted.total()
    times = recovery_times(index)
    assert times is not None
    cases, years, median = counted_recoveries(data)
    assert len(times.cases) == cases
    assert times.median == pytest.approx(median)
    assert [each.years for each in times.ended] == pytest.approx(years)


def test_the_latest_report_counts_from_its_own_day_on(folder: Folder) -> None:
    import_ratings([folder.root], "table.csv", table(row("kent", "20/05/19")))
    index = open_dossier([folder.root]).index
    for day, known in (("2019-05-19", 0), ("2019-05-20", 1), ("2019-05", 1), ("2019", 1), ("2018", 0)):
        shares = england_shares(index, day)
        assert shares is not None
        assert (shares.known, len(shares.no_report)) == (known, 1 - known)


def test_councils_that_did_not_exist_and_that_the_table_lacks_are_apart(folder: Folder) -> None:
    rows = [row("cumberland", "20/05/25", urn="1"), row("kent", "20/05/19", urn="2")]
    import_ratings([folder.root], "table.csv", table(*rows))
    index = open_dossier([folder.root]).index
    before, after = england_shares(index, "2022-01-01"), england_shares(index, "2024-01-01")
    assert before is not None
    assert after is not None
    assert "Cumberland" in before.not_existing
    assert before.not_in_table == ("Cumbria",)
    assert after.no_report == ("Cumberland",)
    assert "Cumbria" in after.not_existing


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("kent", ["Kent"]),
        ("Kingston", ["Kingston upon Hull", "Kingston upon Thames"]),
        ("hull", ["Kingston upon Hull"]),
        ("E06000035", ["Medway"]),
        ("e0600003", ["Medway", "Southend-on-Sea"]),
        ("south east", ["Kent", "Medway"]),
        ("southend on sea", ["Southend-on-Sea"]),
        ("barking & dag", ["Barking and Dagenham"]),
        ("medwya", ["Medway"]),
        ("herts", ["Hertfordshire"]),
        ("zzz", []),
    ],
)
def test_councils_are_found_by_name_region_or_code(folder: Folder, typed: str, names: list[str]) -> None:
    councils = (
        "kent",
        "medway",
        "southend-on-sea",
        "kingston upon hull",
        "kingston upon thames",
        "barking and dagenham",
        "hertfordshire",
    )
    rows = [row(name, urn=str(n)) for n, name in enumerate(councils, 1)]
    import_ratings([folder.root], "table.csv", table(*rows))
    listed = [each for each in list_councils(open_dossier([folder.root]).index) if each.reports]
    assert [each.name for each in find_councils(listed, typed)] == names
    assert find_councils(listed, "  ") == listed


# -- the command -------------------------------------------------------------------------------------------


def test_the_grades_of_councils_over_time(compared: Folder) -> None:
    assert command_output(compared, "ratings", "--council", "thrushford", "--council", "brack") == (
        "Council\tPublished\tFramework\tOverall\tLeaders\tHelp\tIn care\tLeavers\n"
        "Thrushford\t7 Mar 2014\tnot shown\t?\t?\t?\t?\t?\n"
        "Thrushford\t12 Mar 2019\tILACS\tInad.\tInad.\tInad.\tRI\tRI\n"
        "Thrushford\t14 Sep 2022\tILACS\tGood\tGood\tGood\tRI\tRI\n"
        "Isle of Brack\t8 Nov 2018\tILACS\tOutst.\tOutst.\tOutst.\tGood\tGood\n"
        "Isle of Brack\t21 Jul 2026\tILACS\tnone\tOutst.\tOutst.\tGood\tGood\n"
        "\nOutst.: Outstanding; RI: Requires improvement to be good; Inad.: Inadequate; ?: cannot be read;"
        f" none: no longer given. {SOURCE}\n"
    )
    records = command_records(compared, "ratings", "--council", "isle of brack")
    assert {(each["published"], each["row"], each["grade"], each["status"]) for each in records} >= {
        ("2018-11-08", "overall", "Outstanding", None),
        ("2026-07-21", "overall", None, "no-longer-given"),
        ("2026-07-21", "care-leavers", "Good", None),
    }
    assert {(each["source"], each["source_date"]) for each in records} == {("table.csv", "2026-07-21")}
    (unread,) = command_records(compared, "ratings", "--council", "thrushford")[:1]
    assert (unread["published"], unread["row"], unread["status"]) == ("2014-03-07", None, "unreadable")


def test_shares_say_how_many_are_known_and_the_source(compared: Folder) -> None:
    shown = command_output(compared, "ratings", "--shares", "2020-01-01")
    assert shown.splitlines() == [
        "England on 1 Jan 2020\tCouncils\tOf those known",
        "Outstanding\t1\t25%",
        "Requires improvement to be good\t1\t25%",
        "Inadequate\t2\t50%",
        "cannot be read in this table\t1\t",
        "no report in this table yet\t1\t",
        "not in this table\t2\t",
        "did not exist then\t3\t",
        "",
        "2 of 4 known were Inadequate. 4 of 5 latest reports have a known ILACS grade; 2 councils of then not"
        f" in this table. {SOURCE}",
    ]
    for form in ("text", "markdown"):
        printed = command_output(compared, "ratings", "--shares", "2020-01-01", "--format", form)
        assert "2 of 4 known were Inadequate" in printed
        assert "as of 21 Jul 2026" in printed
    records = command_records(compared, "ratings", "--shares", "2020-01-01")
    assert [(each["grade"] or each["status"], each["councils"], each["share"]) for each in records] == [
        ("Outstanding", 1, 0.25),
        ("Requires improvement to be good", 1, 0.25),
        ("Inadequate", 2, 0.5),
        ("unreadable", 1, None),
        ("no-report", 1, None),
        ("not-in-table", 2, None),
        ("not-existing", 3, None),
    ]
    assert {(each["known"], each["reported"], each["source_date"]) for each in records} == {
        (4, 5, "2026-07-21")
    }
    assert records[2]["names"] == ["Thrushford", "Upper Wend"]


def test_the_times_from_inadequate_to_good(compared: Folder) -> None:
    shown = command_output(compared, "ratings", "--recovery").splitlines()
    assert shown[1:4] == [
        "Thrushford\t12 Mar 2019\t14 Sep 2022, Good\t3.51",
        "Upper Wend\t16 Dec 2019\t16 Dec 2025, Good\t6.00",
        "Fell & Dale\t15 Jul 2024\tnot yet\t",
    ]
    assert shown[-1] == (
        "2 of 3 Inadequate judgements were followed by Good or better, after a median of 4.8 years"
        f" (3.5 to 6.0). {SOURCE}"
    )
    assert [each["years"] for each in command_records(compared, "ratings", "--recovery")] == [3.51, 6.0, None]


def test_without_a_table_the_command_says_where_to_get_it(folder: Folder) -> None:
    for option in (("--shares", "2019"), ("--recovery",), ("--council", "kent")):
        result = run_command(folder, "ratings", *option)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "is not imported" in result.stderr
        assert "medway-tui import ratings FILE.csv" in result.stderr


def test_an_unknown_council_a_wrong_date_and_two_questions_at_once_are_refused(compared: Folder) -> None:
    unknown = run_command(compared, "ratings", "--council", "zzz")
    assert (unknown.exit_code, "there is no council zzz" in unknown.stderr) == (1, True)
    wrong = run_command(compared, "ratings", "--shares", "2019-02-30")
    assert (wrong.exit_code, "February has 28 days" in wrong.stderr) == (2, True)
    both = run_command(compared, "ratings", "--shares", "2019", "--recovery")
    assert (both.exit_code, "exclude each other" in both.stderr) == (2, True)
