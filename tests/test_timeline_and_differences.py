"""``medway-tui timeline`` and ``medway-tui differences``."""

from __future__ import annotations

import pytest

from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder


def test_the_timeline_sets_articles_among_events(folder: Folder) -> None:
    found = command_records(folder, "timeline")
    assert [(record["kind"], record["id"]) for record in found] == [
        ("event", "first-survey"),
        ("article", GAZETTE),
        ("event", "okafor-steps-down"),
        ("article", HERALD),
        ("article", NEWSLETTER),
    ]
    assert list(found[2].items()) == [
        ("date", "2021-04"),
        ("date_inferred", None),
        ("kind", "event"),
        ("id", "okafor-steps-down"),
        ("title", "Mary Okafor steps down as leader"),
        ("evidence", [f"{HERALD}:2"]),
        ("sources", []),
        ("note", None),
        ("title_ours", False),
        ("by", []),
        ("by_names", []),
        ("due", None),
        ("outcome", None),
        ("outcome_date", None),
        ("outcome_evidence", []),
        ("outcome_sources", []),
        ("licences", []),
    ]
    assert found[0]["sources"] == ["https://surveys.example.org/7"]
    assert found[3]["date_inferred"] == "The article speaks of the May meeting as past."
    assert found[4]["date"] is None


def test_the_timeline_for_people_keeps_dates_as_they_are_known(folder: Folder) -> None:
    assert (
        command_output(folder, "timeline", "--format", "text")
        == """\
4–8 Jun 2012: The roof is surveyed
   Said in: https://surveys.example.org/7

4 Mar 2021: Riverside Gazette: Library roof 'beyond patching'
   Address: https://gazette.example.org/roof

Apr 2021: Mary Okafor steps down as leader
   Said in: Daily Herald, [May 2021], paragraph 2

[May 2021]: Daily Herald: [New leader, old roof]

not known: Friends of the Library: Notes from the reading room
"""
    )
    assert command_output(folder, "timeline").splitlines()[3] == (
        "Apr 2021\tMary Okafor steps down as leader\tDaily Herald, [May 2021], paragraph 2"
    )


def test_a_year_comes_before_its_months_only_where_it_begins_sooner(folder: Folder) -> None:
    folder.append("events.yaml", '- id: the-year\n  date: "2021"\n  title: All year\n  note: Rain.\n')
    ids = [record["id"] for record in command_records(folder, "timeline")]
    assert ids.index("first-survey") < ids.index("the-year") < ids.index(GAZETTE)
    assert "2021: All year\n   Note: Rain.\n" in command_output(folder, "timeline", "--format", "text")


def test_every_side_of_a_difference_is_shown(folder: Folder) -> None:
    found = command_records(folder, "differences")
    assert list(found[0].items()) == [
        ("id", "okafor-first-name"),
        ("title", "The former leader’s first name"),
        ("kind", "wording"),
        ("side", 1),
        ("says", "Mary"),
        ("evidence", [f"{GAZETTE}:3"]),
        ("sources", []),
        ("settled", None),
        ("note", None),
        ("supported", False),
        ("licences", []),
    ]
    assert [(record["side"], record["says"]) for record in found] == [(1, "Mary"), (2, "Marie")]


def test_differences_in_words(folder: Folder) -> None:
    folder.append("differences.yaml", "  settled: The register says Mary.\n  note: Ask her.\n")
    assert (
        command_output(folder, "differences", "--format", "text")
        == """\
The former leader’s first name (wording)
   Riverside Gazette, 4 Mar 2021, paragraph 3: Mary
   Daily Herald, [May 2021], paragraph 2: Marie
   Settled: The register says Mary.
   Note: Ask her.
"""
    )


def test_evidence_that_is_adrift_has_no_paragraph(folder: Folder) -> None:
    folder.change("differences.yaml", "exact: Marie Okafor", "exact: Maria Okafor")
    assert command_records(folder, "differences")[1]["evidence"] == [HERALD]
    assert "Daily Herald, [May 2021], adrift: Marie" in command_output(
        folder, "differences", "--format", "text"
    )


@pytest.mark.parametrize("form", ["table", "text", "markdown"])
def test_a_dossier_without_differences_says_so(folder: Folder, form: str) -> None:
    folder.remove("differences.yaml")
    result = run_command(folder, "differences", "--format", form)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "medway-tui: nothing was found\n")
