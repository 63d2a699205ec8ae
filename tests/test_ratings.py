"""Judgements side by side and as reported, in the shipped dossier."""

from __future__ import annotations

import pytest

from medway_tui.index.inspections import (
    RatingCell,
    RatingsTable,
    find_mentions,
    find_sources,
    inspection_reports,
    ratings_table,
    reported_inspections,
)
from medway_tui.model.inspections import ComparisonRow
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.cli_helpers import command_output, command_records
from tests.fixtures_library import Folder

COLUMNS = ["2013-01-protection", "2013-07-looked-after", "2015-09-sif", "2019-07-ilacs", "2023-07-ilacs"]


@pytest.fixture
def shipped() -> Dossier:
    """Return the shipped dossier."""
    return open_dossier()


@pytest.fixture
def sides(shipped: Dossier) -> RatingsTable:
    """Return its inspections side by side."""
    return ratings_table(shipped.index)


def grades(cell: RatingCell) -> list[str]:
    return [judgement.grade for judgement in cell.judgements]


def test_inspections_are_side_by_side_the_oldest_first(sides: RatingsTable) -> None:
    assert [each.id for each in sides.inspections] == COLUMNS
    assert [(each.start, each.published) for each in sides.inspections] == [
        ("2013-01-07", "2013-02-15"),
        ("2013-07-15", "2013-08-23"),
        ("2015-09-14", "2015-11-27"),
        ("2019-07-15", "2019-08-27"),
        ("2023-07-17", "2023-09-11"),
    ]
    assert [bool(each.second_hand) for each in sides.inspections] == [True, False, False, False, False]


def test_the_rows_are_those_that_some_framework_judges(sides: RatingsTable) -> None:
    assert [label for _, label in sides.rows] == [
        "Overall effectiveness", "Impact of leaders", "Help and protection", "Children in care",
        "Care leavers",
        "Other judgements",
    ]  # fmt: skip
    assert set(sides.cells) == {(row, column) for row, _ in sides.rows for column in COLUMNS}


REQUIRES = "Requires improvement to be good"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("overall", [["Inadequate"], ["Inadequate"], ["Requires improvement"], ["Inadequate"], ["Good"]]),
        ("leaders", [["Inadequate"], ["Inadequate"], ["Requires improvement"], ["Inadequate"], ["Good"]]),
        ("help-and-protection", [["Inadequate"], None, ["Requires improvement"], ["Inadequate"], [REQUIRES]]),
        ("children-in-care", [None, ["Inadequate"], ["Requires improvement"], [REQUIRES], ["Good"]]),
        ("care-leavers", [None, None, ["Good"], [REQUIRES], ["Good"]]),
        ("other", [["Inadequate"], ["Adequate", "Inadequate"], ["Requires improvement"], None, None]),
    ],
)
def test_the_grades_of_each_row(
    sides: RatingsTable, row: ComparisonRow, expected: list[list[str] | None]
) -> None:
    """None means no judgement then, which differs from an unknown one."""
    for column, wanted in zip(COLUMNS, expected, strict=True):
        cell = sides.cells[row, column]
        assert (grades(cell), cell.existed) == (wanted or [], wanted is not None)


def test_care_leavers_of_2019_are_graded_with_children_in_care(sides: RatingsTable) -> None:
    (judgement,) = sides.cells["care-leavers", "2019-07-ilacs"].judgements
    assert judgement.printed == "Requires improvement to be good"
    assert judgement.name == "The experiences and progress of children in care and care leavers"
    (with_care,) = sides.cells["children-in-care", "2019-07-ilacs"].judgements
    assert judgement.area == with_care.area


@pytest.mark.parametrize(
    ("status", "words"), [("no-longer-given", "no longer given"), ("unreadable", "cannot be read")]
)
def test_a_judgement_may_have_a_status_in_place_of_a_grade(folder: Folder, status: str, words: str) -> None:
    folder.change(
        "inspections/2021-roof.yaml",
        "  - area: overall\n    grade: Poor\n    printed: Poor\n",
        f"  - area: overall\n    status: {status}\n",
    )
    assert [each for each in folder.check() if each.path.endswith("2021-roof.yaml")] == []
    sides = ratings_table(open_dossier([folder.root]).index)
    (graded,) = sides.cells["overall", "2021-roof"].judgements
    assert (graded.grade, graded.printed, graded.status) == ("", words, status)
    assert (graded.rank, graded.step) == (None, None)
    assert sides.cells["overall", "2021-roof"].existed
    found = [
        each
        for each in command_records(folder, "ratings")
        if (each["inspection"], each["row"]) == ("2021-roof", "overall")
    ]
    assert [(each["grade"], each["printed"], each["status"]) for each in found] == [(None, None, status)]
    assert f"Overall effectiveness\tfair\t{words}\n" in command_output(folder, "ratings")


@pytest.mark.parametrize(
    ("keys", "finding"),
    [
        ("    grade: Poor\n    printed: Poor\n    status: unreadable\n", "S107"),
        ("    note: none\n", "S101"),
        ("    grade: Poor\n", "S101"),
        ("    status: lost\n", "S103"),
    ],
)
def test_a_judgement_has_either_a_grade_as_printed_or_a_status(
    folder: Folder, keys: str, finding: str
) -> None:
    folder.change("inspections/2021-roof.yaml", "    grade: Poor\n    printed: Poor\n", keys)
    codes = [each.code for each in folder.check() if each.path.endswith("2021-roof.yaml")]
    assert codes == [finding]


def test_only_the_inspections_of_the_dossiers_council_are_compared(folder: Folder) -> None:
    body = folder.read("inspections/2021-roof.yaml")
    folder.write("inspections/2022-pier.yaml", body.replace("name: Riverside Council", "name: Pier Trust"))
    assert len(ratings_table(open_dossier([folder.root]).index).inspections) == 3
    folder.append("dossier.yaml", "council: riverside-council\n")
    index = open_dossier([folder.root]).index
    assert [each.id for each in ratings_table(index).inspections] == ["2012-roof", "2021-roof"]
    assert len(ratings_table(index, all_providers=True).inspections) == 3


def test_the_dossiers_council_is_known_by_its_urn(folder: Folder) -> None:
    folder.append("dossier.yaml", "council: riverside-council\n")
    folder.change(
        "organisations.yaml",
        "  classification: council\n",
        '  classification: council\n  identifiers:\n    - scheme: urn\n      identifier: "00042"\n',
    )
    folder.change("inspections/2021-roof.yaml", "name: Riverside Council", "name: Renamed")
    folder.change("inspections/2012-roof.yaml", "name: Riverside Council", "name: Another")
    index = open_dossier([folder.root]).index
    assert [each.id for each in ratings_table(index).inspections] == ["2021-roof"]


def test_an_unknown_council_of_the_dossier_is_a_finding(folder: Folder) -> None:
    folder.append("dossier.yaml", "council: riverside-counsil\n")
    (finding,) = [each for each in folder.check() if each.code == "R201"]
    assert (finding.line, finding.column) == (5, 10)
    assert "riverside-counsil" in finding.message


def test_a_judgement_that_existed_and_was_not_given_is_not_known(folder: Folder) -> None:
    sides = ratings_table(open_dossier([folder.root]).index)
    readers = sides.cells["children-in-care", "2021-roof"]
    assert (readers.judgements, readers.existed) == ((), True)
    before = sides.cells["children-in-care", "2012-roof"]
    assert (before.judgements, before.existed) == ((), False)
    assert [row for row, _ in sides.rows] == [
        "overall",
        "leaders",
        "children-in-care",
        "care-leavers",
        "other",
    ]


STEPS = {
    # By how many grades better, and whether within one framework. ILACS of 2018 and 2023 are two.
    ("overall", "2013-01-protection"): (None, False),
    ("overall", "2013-07-looked-after"): (0, False),
    ("overall", "2015-09-sif"): (1, False),
    ("overall", "2019-07-ilacs"): (-1, False),
    ("overall", "2023-07-ilacs"): (2, False),
    ("help-and-protection", "2013-01-protection"): (None, False),
    ("help-and-protection", "2015-09-sif"): (1, False),
    ("help-and-protection", "2019-07-ilacs"): (-1, False),
    ("help-and-protection", "2023-07-ilacs"): (1, False),
    ("children-in-care", "2019-07-ilacs"): (0, False),
    ("children-in-care", "2023-07-ilacs"): (1, False),
    ("care-leavers", "2015-09-sif"): (None, False),
    ("care-leavers", "2019-07-ilacs"): (-1, False),
    ("care-leavers", "2023-07-ilacs"): (1, False),
    ("other", "2015-09-sif"): (None, False),
}


@pytest.mark.parametrize("cell", STEPS)
def test_better_or_worse_than_the_inspection_before(sides: RatingsTable, cell: tuple[str, str]) -> None:
    judgement = sides.cells[cell].judgements[0]
    assert (judgement.step, judgement.same_framework) == STEPS[cell]


def test_a_step_within_one_framework_is_plain(folder: Folder) -> None:
    text = folder.read("inspections/2021-roof.yaml").partition("    evidence:")[0]
    text = text.replace('"2021-01', '"2023-01').replace("2021-03-01", "2023-03-01").replace("Poor", "Sound")
    folder.write("inspections/2023-roof.yaml", text)
    dossier = open_dossier([folder.root])
    assert dossier.findings() == []
    steps = {
        column: (judgement.step, judgement.same_framework)
        for column in ("2012-roof", "2021-roof", "2023-roof")
        for judgement in ratings_table(dossier.index).cells["overall", column].judgements
    }
    assert steps == {"2012-roof": (None, False), "2021-roof": (-2, False), "2023-roof": (3, True)}


def test_an_area_or_grade_that_appears_twice_shows_a_judgement_once(folder: Folder) -> None:
    folder.change(
        "frameworks.yaml", "[Sound, Fair, Needs work, Poor]", "[Sound, Fair, Needs work, Poor, Poor]"
    )
    folder.change("frameworks.yaml", "    - id: cellar", "    - id: overall")
    dossier = open_dossier([folder.root])
    assert [finding.code for finding in dossier.findings()] == ["R203", "R203"]
    (judgement,) = ratings_table(dossier.index).cells["overall", "2021-roof"].judgements
    assert (judgement.name, judgement.rank) == ("Overall condition", 3)


# -- as reported -----------------------------------------------------------------------------------


def test_only_the_inspection_that_articles_speak_of_is_reported(shipped: Dossier) -> None:
    assert reported_inspections(shipped.index) == ["2019-07-ilacs"]
    assert inspection_reports(shipped.index, "no-such") is None
    silent = inspection_reports(shipped.index, "2023-07-ilacs")
    assert silent is not None
    assert (silent.articles, silent.mentions, len(silent.judgements)) == ([], {}, 5)


def test_what_each_article_says_of_each_judgement_of_2019(shipped: Dossier) -> None:
    found = inspection_reports(shipped.index, "2019-07-ilacs")
    assert found is not None
    assert [judgement.area for judgement in found.judgements] == [
        "leaders", "help-and-protection", "in-care-and-care-leavers", "overall",
    ]  # fmt: skip
    articles = ["bbc-2019-08-27", "kentonline-2019-09-04", "kentonline-2020-01"]
    assert [article.id for article in found.articles] == articles
    places = {
        (area, articles.index(article)): [
            mention.paragraph if mention.caption is None else f"caption {mention.caption}"
            for mention in mentions
        ]
        for (area, article), mentions in found.mentions.items()
    }
    assert places == {
        ("leaders", 0): [5, 6, 0, 1, 11, 12],
        ("leaders", 1): [8, 3, 10],
        ("help-and-protection", 0): [5, 7, 2, "caption 1", 3],
        ("help-and-protection", 1): [8, 3, 9, 10, 11],
        ("in-care-and-care-leavers", 0): [9],
        ("in-care-and-care-leavers", 1): [8, 11],
        ("overall", 0): [5, 8],
        ("overall", 1): [2, 8, "caption 1"],
        ("overall", 2): [2],
    }


def test_a_mention_reports_where_its_words_are(shipped: Dossier) -> None:
    (mention,) = find_mentions(shipped.index, "inspection", "2019-07-ilacs", "in-care-and-care-leavers")[:1]
    assert (mention.article.id, mention.paragraph, mention.exact) == ("bbc-2019-08-27", 9, "not good enough")
    assert mention.says == "“not good enough” and in need of improvement; no grade given"
    assert mention.start is not None
    assert mention.end == mention.start + len("not good enough")


def test_a_mention_of_a_paragraph_or_adrift(folder: Folder) -> None:
    folder.change("inspections/2021-roof.yaml", "exact: poor", "exact: rich")
    index = open_dossier([folder.root]).index
    adrift, whole = find_mentions(index, "inspection", "2021-roof", "overall")
    assert (adrift.paragraph, adrift.exact, adrift.start, adrift.end) == (1, "rich", None, None)
    assert (whole.paragraph, whole.exact, whole.start, whole.end) == (1, None, 0, 0)


def test_second_hand_judgements_name_their_sources(shipped: Dossier) -> None:
    sources = find_sources(shipped.index, "inspection", "2013-01-protection")
    assert [source.note for source in sources] == [
        "Medway Council",
        "Heart",
        "Ofsted’s report of 2015, page 5; the month and the overall grade only",
    ]
    assert all(each.url and each.url.startswith("https://") for each in sources)
    (source,) = find_sources(shipped.index, "inspection", "2019-07-ilacs")
    assert source.url == "https://files.ofsted.gov.uk/v1/file/50103321"
