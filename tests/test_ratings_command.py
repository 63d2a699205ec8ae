"""``medway-tui ratings``: side by side, and as the articles report them."""

from __future__ import annotations

from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, Folder


def test_a_record_has_every_field_in_order(folder: Folder) -> None:
    found = command_records(folder, "ratings")
    assert [(record["inspection"], record["row"], record["step"]) for record in found] == [
        ("2012-roof", "overall", None),
        ("2012-roof", "leaders", None),
        ("2021-roof", "overall", -2),
        ("2021-roof", "leaders", 0),
    ]
    assert list(found[2].items()) == [
        ("inspection", "2021-roof"),
        ("title", "Second survey of the roof"),
        ("provider", "Riverside Council"),
        ("urn", "00042"),
        ("framework", "survey-2018"),
        ("start", "2021-01-11"),
        ("end", "2021-01-22"),
        ("published", "2021-03-01"),
        ("url", "https://surveys.example.org/42"),
        ("second_hand", None),
        ("row", "overall"),
        ("area", "overall"),
        ("name", "Overall condition"),
        ("grade", "Poor"),
        ("printed", "Poor"),
        ("rank", 3),
        ("scale", 4),
        ("step", -2),
        ("same_framework", False),
        ("evidence", [f"{GAZETTE}:1", f"{HERALD}:1"]),
        ("note", None),
        ("status", None),
    ]


def test_inspections_side_by_side(folder: Folder) -> None:
    assert command_output(folder, "ratings") == (
        "Judgement\t4–8 Jun 2012, Survey\t11–22 Jan 2021, Survey of public buildings, 2018\n"
        "Overall effectiveness\tfair\tPoor (≈ worse)\n"
        "Impact of leaders\tPoor (Grade 3)\tNeeds work (≈ the same)\n"
        "Children in care\tnot a judgement then\tnot known\n"
        "Care leavers\tnot a judgement then\tnot known\n"
        "Other judgements\tnot a judgement then\tnot known\n"
    )


def test_within_one_framework_a_comparison_is_plain(folder: Folder) -> None:
    folder.change("inspections/2012-roof.yaml", "framework: survey-2010", "framework: survey-2018")
    assert "Overall effectiveness\tfair\tPoor (worse)\n" in command_output(folder, "ratings")


def test_inspections_in_words(folder: Folder) -> None:
    first, second = command_output(folder, "ratings", "--format", "text").split("\n\n")
    assert first == (
        "Survey of the roof: Riverside Council (2012-roof)\n"
        "   Inspected 4 to 8 June 2012, published July 2012, under Survey of public buildings, 2010\n"
        "   Overall effectiveness: fair\n"
        "   Impact of leaders: Poor (Grade 3)\n"
        "   Children in care: not a judgement then\n"
        "   Care leavers: not a judgement then\n"
        "   Other judgements: not a judgement then"
    )
    assert "   Report: https://surveys.example.org/42\n" in second
    assert "   Overall effectiveness: Poor (worse, as far as two frameworks compare)\n" in second


def test_one_inspection_as_the_articles_report_it(folder: Folder) -> None:
    only = ("--inspection", "2021-roof")
    assert command_output(folder, "ratings", *only) == (
        "Judgement\tThe report\tRiverside Gazette, 4 Mar 2021\tDaily Herald, [May 2021]\n"
        "Overall condition\tPoor\trated “poor” (paragraph 1)\tthe survey is mentioned (paragraph 1)\n"
        "Management of the building\tNeeds work\tnot mentioned\tnot mentioned\n"
    )
    particulars, _, rest = command_output(folder, "ratings", *only, "--format", "text").partition("\n\n")
    assert particulars.startswith(
        "Second survey of the roof: Riverside Council (2021-roof)\n   Inspected 11 to 22 January 2021"
    )
    assert rest.startswith(
        "Overall condition: Poor\n"
        "— Ofsted, Second survey of the roof: Riverside Council, inspected 11–22 Jan 2021,"
        " published 1 Mar 2021, https://surveys.example.org/42\n"
        "   Riverside Gazette, 4 March 2021, paragraph 1: rated “poor”\n"
    )
    every = command_records(folder, "ratings")
    assert command_records(folder, "ratings", *only) == [r for r in every if r["inspection"] == "2021-roof"]


def test_an_inspection_that_is_not_there(folder: Folder) -> None:
    result = run_command(folder, "ratings", "--inspection", "2021-rooof")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("medway-tui: there is no inspection 2021-rooof\n  did you mean 2021-roof")
