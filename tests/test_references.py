"""References: people, articles, paragraphs, areas, grades and evidence exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import GAZETTE, HERALD, Folder, line_and_column

QUOTES = f"quotes/{HERALD}.yaml"
SURVEY = "inspections/2021-roof.yaml"

CHANGES = {
    "a speaker": (
        QUOTES, "  speaker: tom-ashdown", "  speaker: tim-ashdown", "tim-ashdown", 0, "R201",
        "there is no person or organisation tim-ashdown",
    ),
    "an organisation of a role": (
        "people.yaml", "riverside-council\n      role: Councillor\n      on_behalf_of_id: purple-party",
        "riverbank-council\n      role: Councillor\n      on_behalf_of_id: purple-party", "riverbank", 0,
        "R201",
        "there is no organisation riverbank-council",
    ),
    "a party": (
        "people.yaml", 'on_behalf_of_id: green-party\n      area: Quayside',
        'on_behalf_of_id: mary-okafor\n      area: Quayside', "mary-okafor\n      area", 0, "R201",
        "there is no organisation mary-okafor",
    ),
    "an article": (
        "events.yaml", "article: herald-2021-05", "article: herald-2021-06", "herald-2021-06", 0, "R202",
        "there is no article herald-2021-06",
    ),
    "a paragraph": (
        SURVEY, "article: herald-2021-05\n        paragraph: 1",
        "article: herald-2021-05\n        paragraph: 5",
        "paragraph: 5", 11, "R206", "herald-2021-05 has no paragraph 5",
    ),
    "words of an article": (
        "events.yaml", "exact: until April", "exact: until March", "until March", 0, "A301",
        "these words are not in the article: until March; closest is paragraph 2 (64 of 100): it has “April”"
        " for “March”",
    ),
    "words in that paragraph": (
        "events.yaml", "paragraph: 2", "paragraph: 1", "paragraph: 1\n      exact: until", 11, "A302",
        "these words are in paragraph 2, not 1: until April",
    ),
    "a framework": (
        SURVEY, "framework: survey-2018", "framework: survey-2019", "survey-2019", 0, "R202",
        "there is no framework survey-2019",
    ),
    "an area": (
        SURVEY, "area: management", "area: mangement", "mangement", 0, "R205",
        "the framework survey-2018 has no area mangement",
    ),
    "a grade": (
        SURVEY, "grade: Needs work", "grade: needs work", "needs work", 0, "R205",
        "the framework survey-2018 has no grade needs work",
    ),
    "a quotation to go on with": (
        f"quotes/{GAZETTE}.yaml", "continues: q5", "continues: q7", "q7", 0, "R202",
        "there is no quotation q7 before this one",
    ),
    "itself": (
        f"quotes/{GAZETTE}.yaml", "continues: q5", "continues: q6", "q6\n", 0, "R202",
        "there is no quotation q6 before this one",
    ),
    "two quotations of one id": (
        QUOTES, "- id: q2", "- id: q1", "- id: q1", 2, "R203", "duplicate id q1, first used on line 1",
    ),
    "an area twice": (
        "frameworks.yaml", "    - id: cellar", "    - id: readers", "- id: readers", 2, "R203",
        "duplicate area readers in the framework survey-2018",
    ),
    "a grade twice": (
        "frameworks.yaml", "[Sound, Fair, Needs work, Poor]", "[Sound, Fair, Needs work, Poor, Fair]",
        "Fair]", 0,
        "R203", "duplicate grade Fair in the framework survey-2018",
    ),
    "nothing that bears an event out": (
        "events.yaml", "  sources:\n    - url: https://surveys.example.org/7\n", "", "- id: first", 2, "D401",
        "event first-survey has no evidence or source",
    ),
    "nothing that bears a side out": (
        "differences.yaml", "    - says: Mary\n", "    - says: Miriam\n    - says: Mary\n",
        "- says: Miriam", 2,
        "D401", "this side has no evidence or source: Miriam",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_named_and_is_not_there(folder: Folder, change: str) -> None:
    name, old, new, words, beyond, code, says = CHANGES[change]
    folder.change(name, old, new)
    nth = 2 if change in ("two quotations of one id", "an area twice", "itself") else 1
    line, column = line_and_column(folder.read(name), words, nth)
    (finding,) = folder.check()
    where = (folder.name_of(finding.path), finding.line, finding.column)
    assert (*where, finding.code, finding.message) == (name, line, column + beyond, code, says)


def test_an_id_is_a_persons_or_an_organisations(folder: Folder) -> None:
    folder.append("organisations.yaml", "- id: tom-ashdown\n  name: Tom Ashdown Ltd\n")
    line, column = line_and_column(folder.read("people.yaml"), "id: tom-ashdown")
    assert folder.findings() == [f"people.yaml:{line}:{column} R203"]
    assert open_dossier([folder.root]).index.value("SELECT count(*) FROM agent WHERE id = 'tom-ashdown'") == 1


def test_quotations_without_their_article(folder: Folder) -> None:
    folder.write("quotes/nobody-knows.yaml", "- id: q1\n  paragraph: one\n  exact: x\n  type: direct\n")
    findings = folder.check()
    assert [(f.code, f.location.rpartition("/")[2]) for f in findings] == [
        ("R204", "nobody-knows.yaml"),
        ("S103", "nobody-knows.yaml:2:14"),
    ]
    assert findings[0].message == "there is no article nobody-knows for these quotations"


def test_an_article_that_is_removed_is_missed_everywhere(folder: Folder) -> None:
    folder.remove(f"articles/{HERALD}.yaml")
    findings = folder.check()
    assert sorted((f.code, folder.name_of(f.path)) for f in findings) == [
        ("R202", "differences.yaml"),
        ("R202", "events.yaml"),
        ("R202", SURVEY),
        ("R204", QUOTES),
    ]


def test_evidence_may_appear_several_times_in_its_paragraph(folder: Folder) -> None:
    folder.change(
        "events.yaml", "paragraph: 2\n      exact: until April", "paragraph: 4\n      exact: Nobody"
    )
    assert folder.findings() == []


def test_no_dossier_without_its_own_file(folder: Folder) -> None:
    folder.remove("dossier.yaml")
    (finding,) = folder.check()
    assert (finding.code, finding.line) == ("D402", 0)
    assert finding.path.rpartition("/")[2] == "dossier"


@pytest.mark.parametrize("change", [*CHANGES, "nothing"])
def test_the_index_knows_the_findings_that_check_reports(
    folder: Folder, change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Findings after a first build equal those after one file has changed."""
    changed = open_dossier([folder.root])
    if change in CHANGES:
        folder.change(*CHANGES[change][:3])
    told = [f._replace(path=folder.name_of(f.path), fix=None, suggestion=None) for f in folder.check()]
    changed.refresh()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another-cache"))
    built = open_dossier([folder.root])
    for dossier in (changed, built):
        known = [f._replace(path=folder.name_of(f.path)) for f in dossier.findings()]
        assert known == told
    assert bool(told) == (change != "nothing")


def test_what_names_a_thing_that_was_set_aside_is_not_reported_too(folder: Folder) -> None:
    """A mistake in one file is one finding, not one for each reference to it."""
    folder.write("people.yaml", "- id: mary-okafor\n  name: [\n")
    folder.write(f"articles/{GAZETTE}.yaml", "headline: [\n")
    assert folder.findings() == [f"articles/{GAZETTE}.yaml:1:12 Y005", "people.yaml:2:10 Y005"]


def test_what_names_a_faulty_entry_is_not_reported_too(folder: Folder) -> None:
    folder.change("people.yaml", "  name: Mary Okafor\n", "  nam: Mary Okafor\n")
    assert folder.findings() == ["people.yaml:1:3 S101", "people.yaml:2:3 S102"]
