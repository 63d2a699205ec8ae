"""``medway-tui timeline`` and ``medway-tui differences``."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from medway_tui.cli.main import cli
from medway_tui.index import timeline
from medway_tui.index.connection import Index
from medway_tui.index.timeline_query import parse_timeline_query
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_differences import add_differences
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder


def test_the_timeline_sets_every_kind_in_one_order(folder: Folder) -> None:
    found = command_records(folder, "timeline")
    assert [(record["kind"], record["id"], record["part"]) for record in found] == [
        ("event", "first-survey", "visit"),
        ("inspection", "2012-roof", "report"),
        ("inspection", "2021-roof", "visit"),
        ("inspection", "2021-roof", "report"),
        ("article", GAZETTE, None),
        ("event", "okafor-steps-down", None),
        ("article", HERALD, None),
        ("article", NEWSLETTER, None),
    ]
    assert list(found[5].items()) == [
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
        ("outcome_result", None),
        ("inspection", None),
        ("part", None),
        ("grade", None),
        ("quotes", None),
        ("differs", False),
    ]
    assert found[0]["sources"] == ["https://surveys.example.org/7"]
    assert [(record["inspection"], record["grade"]) for record in found[:4]] == [
        ("2012-roof", None),
        ("2012-roof", "Fair"),
        ("2021-roof", None),
        ("2021-roof", "Poor"),
    ]
    assert (found[4]["quotes"], found[4]["date"]) == (4, "2021-03-04")
    assert found[6]["date_inferred"] == "The article speaks of the May meeting as past."
    assert found[7]["date"] is None


def test_the_timeline_for_people_has_short_names_and_no_address(folder: Folder) -> None:
    shown = command_output(folder, "timeline", "--format", "text")
    assert (
        shown
        == """\
4 to 8 June 2012: The roof is surveyed
   Said in: Example

July 2012: Report on Riverside Council: Survey of the roof; overall effectiveness: fair

11 to 22 January 2021: Inspection of Riverside Council: Second survey of the roof

1 March 2021: Report on Riverside Council: Second survey of the roof; overall effectiveness: Poor

4 March 2021: Article: Riverside Gazette: Library roof 'beyond patching'
   4 quotations

April 2021: Mary Okafor steps down as leader
   Said in: Daily Herald, May 2021 (date inferred), paragraph 2

May 2021 (date inferred): Article: Daily Herald: New leader, old roof (the title is ours)
   4 quotations

date not known: Article: Friends of the Library: Notes from the reading room
   1 quotation
"""
    )
    assert "Apr 2021\tMary Okafor steps down as leader\tDH ¶2" in command_output(folder, "timeline")


def test_quotations_come_by_option_in_reading_order(folder: Folder) -> None:
    lines = command_output(folder, "timeline", "--quotes", "--publisher", "gazette").splitlines()
    assert [line.split("\t")[0] for line in lines[-5:]] == ["4 Mar 2021"] * 5
    assert [line.split("\t", 1)[1] for line in lines[-5:-1]] == [
        "Riverside Gazette: Library roof 'beyond patching'\t4 quotes",
        "the surveyors: “beyond patching”\tRG headline",
        "Mary Okafor: “We were told in 2012 [sic] and we did nothing. I am sorry for that.”\tRG ¶3",
        "Mary Okafor: “out of the question”\tRG ¶4",
    ]
    # A quotation in two paragraphs.
    assert lines[-1].endswith("Ring us on 01632 960000.”\tRG ¶7 ¶8")
    records = command_records(folder, "timeline", "--quotes")
    [record] = [each for each in records if each["title"] == "Nobody."]
    assert (record["kind"], record["by_names"]) == ("quote", ["Zoë Laîné"])
    assert record["evidence"] == [f"{HERALD}:4"]


def test_the_timeline_is_filtered_by_kind_person_publisher_and_day(folder: Folder) -> None:
    def ids(*options: str) -> list[str]:
        return [str(record["id"]) for record in command_records(folder, "timeline", *options)]

    assert ids("--kind", "event") == ["first-survey", "okafor-steps-down"]
    assert ids("--kind", "event", "--kind", "article", "--since", "2021-04", "--until", "2021-04-30") == [
        "okafor-steps-down"
    ]
    assert ids("--kind", "inspection") == ["first-survey", "2012-roof", "2021-roof", "2021-roof"]
    # Named in the title, and the articles with words of hers.
    assert ids("--person", "okafor") == [GAZETTE, "okafor-steps-down", HERALD]
    # Evidence of an inspection counts too.
    assert ids("--publisher", "herald") == ["2021-roof", "2021-roof", "okafor-steps-down", HERALD]
    assert ids("kind:event", "leader") == ["okafor-steps-down"]
    shown = run_command(folder, "timeline", "--format", "csv", "--", "kind:events", "-leader").stdout
    assert [line.split(",")[3] for line in shown.splitlines()] == ["id", "first-survey"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("kind:evnt",), "kind: is one of event, deadline, promise, inspection, article, quote, not evnt"),
        (("--person", "nobody"), "no speaker is called nobody"),
        (("--publisher", "Times"), "no article is published by Times"),
        (("--since", "soon"), "--since takes a date such as 2019"),
    ],
)
def test_a_filter_that_names_nothing_says_so(folder: Folder, options: tuple[str, ...], message: str) -> None:
    result = run_command(folder, "timeline", *options)
    assert result.exit_code
    assert message in result.stderr


def test_a_year_comes_before_its_months_only_where_it_begins_sooner(folder: Folder) -> None:
    folder.append("events.yaml", '- id: the-year\n  date: "2021"\n  title: All year\n  note: Rain.\n')
    ids = [record["id"] for record in command_records(folder, "timeline")]
    assert ids.index("first-survey") < ids.index("the-year") < ids.index(GAZETTE)
    shown = command_output(folder, "timeline", "--format", "text")
    assert "2021: All year\n   No evidence is recorded\n   Note: Rain.\n" in shown
    assert "2021\tAll year\tno evidence" in command_output(folder, "timeline")


def test_promises_have_their_outcome_or_say_that_there_is_none(folder: Folder) -> None:
    folder.append(
        "events.yaml",
        '- id: kept\n  kind: promise\n  by: [mary-okafor]\n  date: "2021-05"\n  title: A new roof\n'
        '  due: "2022"\n  outcome:\n    says: It leaks.\n    result: not done\n    date: "2023"\n'
        '- id: open\n  kind: promise\n  by: [mary-okafor]\n  date: "2021-06"\n  title: A new door\n',
    )
    shown = command_output(folder, "timeline", "--kind", "promise")
    assert "Promise by Mary Okafor: A new roof, due 2022 → not done: It leaks. (2023)" in shown
    assert "Promise by Mary Okafor: A new door → open; no outcome is recorded" in shown
    kept, _ = command_records(folder, "timeline", "--kind", "promise")
    assert (kept["outcome_result"], kept["outcome_date"]) == ("not done", "2023")


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_the_table_fits_the_terminal(folder: Folder, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = run_command(folder, "timeline", "--quotes", "--color", "always").stdout
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "http" not in shown
    if width >= 80:
        starts = {line.index("Example") for line in lines if "Example" in line}
        assert starts == {lines[0].index("Sources")}
        assert sum(line.startswith("Date") for line in lines) == 1


def test_rows_are_printed_as_they_are_read(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    windows: list[range] = []
    load_rows = timeline.load_rows

    def count(index: Index, listed: timeline.Timeline, numbers: range) -> list[timeline.TimelineRow | None]:
        windows.append(numbers)
        return load_rows(index, listed, numbers)

    monkeypatch.setattr(timeline, "load_rows", count)
    dossier = open_dossier([folder.root])
    listed = timeline.list_timeline(dossier.index, parse_timeline_query(""))
    entries = timeline.iter_entries(dossier.index, listed, window=4)
    next(entries)
    assert windows == [range(4)]
    assert len([*entries]) == sum(listed.counts.values()) - 1


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
        ("printed", ["Mary Okafor"]),
        ("settled_by", []),
    ]
    assert [(record["side"], record["says"]) for record in found] == [(1, "Mary"), (2, "Marie")]


def test_differences_in_words(folder: Folder) -> None:
    folder.append("differences.yaml", "  settled: The register says Mary.\n  note: Ask her.\n")
    assert (
        command_output(folder, "differences", "--format", "text")
        == """\
The former leader’s first name (wording)
   Mary
      Riverside Gazette, 4 March 2021, paragraph 3: “Mary Okafor”
   Marie
      Daily Herald, May 2021 (date inferred), paragraph 2: “Marie Okafor”
   Settled: The register says Mary.
   Note: Ask her.
"""
    )


def test_evidence_that_is_adrift_has_no_paragraph(folder: Folder) -> None:
    folder.change("differences.yaml", "exact: Marie Okafor", "exact: Maria Okafor")
    assert command_records(folder, "differences")[1]["evidence"] == [HERALD]
    words = command_output(folder, "differences", "--format", "text")
    place = "Daily Herald, May 2021 (date inferred), words not found in the article"
    assert f"   Marie\n      {place}\n" in words


@pytest.mark.parametrize("form", ["table", "text", "markdown"])
def test_a_dossier_without_differences_says_so(folder: Folder, form: str) -> None:
    folder.remove("differences.yaml")
    result = run_command(folder, "differences", "--format", form)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "medway-tui: nothing was found\n")


def test_the_table_of_differences_has_short_sources_and_the_printed_words(folder: Folder) -> None:
    add_differences(folder)
    lines = [line.split("\t") for line in command_output(folder, "differences").splitlines()]
    assert lines[:6] == [
        ["Kind", "Point", "Statement", "Source"],
        ["conflict", "When the council was told", "✓ in 2012",
         "RG 4 Mar 2021 ¶3 “We were told in 2012 [sic]”; Example"],
        ["", "", "in May 2021", "DH [May 2021] ¶1 “was read out to the council in May”"],
        ["", "", "the leader never was, says another Herald article", "DH"],
        ["", "", "Settled: The survey was sent to the council in 2012.", "Example"],
        ["tension", "The state of the roof", "beyond patching", "RG 4 Mar 2021 headline “beyond patching”"],
    ]  # fmt: skip
    assert ["", "", "not repaired, says the caretaker", "no place recorded"] in lines
    assert ["", "", "One side only: no other is recorded", ""] in lines
    assert ["tension", "How many pages the survey has", "ninety", "DH [May 2021] adrift"] in lines


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((), ["when-told", "roof-state", "lonely", "who-carries-books", "okafor-first-name"]),
        (("--kind", "conflict"), ["when-told"]),
        (("--kind", "tension", "--kind", "wording"), ["roof-state", "lonely", "okafor-first-name"]),
        (("--publisher", "gazette"), ["when-told", "roof-state", "who-carries-books", "okafor-first-name"]),
        (("--publisher", "RG", "--publisher", "herald"), ["when-told", "okafor-first-name"]),
        (("--publisher", "herald", "--publisher", "Friends"), []),
        (("--person", "okafor"), ["when-told", "okafor-first-name"]),
        (("--person", "quay"), ["who-carries-books"]),
        (("eighty",), ["lonely"]),
        (("--", "roof", "-patching"), []),
        (("--", "kind:conflict", "-in:herald"), []),
        (("publisher:newsletter-undated",), ["who-carries-books"]),
    ],
)
def test_filters_of_differences(folder: Folder, arguments: tuple[str, ...], found: list[str]) -> None:
    add_differences(folder)
    result = run_command(folder, "differences", "--format", "jsonl", *arguments)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(dict.fromkeys(record["id"] for record in records)) == found
    assert result.exit_code == (0 if found else 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("kind:quarrel",), "kind: is one of conflict, tension, compatible, wording, not quarrel"),
        (("kind:",), "kind: wants a kind right after the colon"),
        (("after:2019",), "after: filters quotations, not differences"),
        (("--person", "xyzzy"), "no person is called xyzzy"),
        (("--publisher", "heral-d-x"), "no article is published by heral-d-x"),
        (("--kind", "conflit"), "did you mean conflict?"),
    ],
)
def test_a_filter_that_can_not_be_understood_is_reported(
    folder: Folder, arguments: tuple[str, ...], words: str
) -> None:
    result = run_command(add_differences(folder), "differences", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("width", [80, 100, 120])
def test_the_table_of_the_shipped_differences_fits(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    result = CliRunner().invoke(cli, ["differences", "--color", "always"])
    lines = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "http" not in result.stdout
    # In columns, not record by record.
    assert [line.split() for line in lines if line.startswith("Kind")] == [
        ["Kind", "Point", "Statement", "Source"]
    ]
