"""``medway-tui export --format qdpx``: valid by the standard's schema, and coded as the dossier says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_helpers import run_command
from tests.conftest import ROOT
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, mark_drafts
from tests.qda_projects import LoadedProject


def export_project(folder: Folder, target: Path, *arguments: str) -> LoadedProject:
    done = run_command(folder, "export", str(target), "--format", "qdpx", *arguments)
    assert done.exit_code == 0, done.stderr
    return LoadedProject(target / "dossier.qdpx")


@pytest.fixture
def additions(tmp_path: Path) -> Folder:
    return write_additions(tmp_path / "additions")


def test_each_quotation_is_a_passage_with_its_speaker_and_type(folder: Folder, tmp_path: Path) -> None:
    project = export_project(folder, tmp_path / "out")
    coded = {each.words: each.codes for each in project.passages() if each.document == GAZETTE}
    assert coded["We were told in 2012 [sic] and we did nothing. I am sorry for that."] == {
        "Mary Okafor",
        "Direct",
    }
    assert coded["out of the question"] == {"Mary Okafor", "Mixed"}
    assert coded["beyond patching"] == {"the surveyors", "Mixed"}, "a speaker known as printed alone"
    assert len(coded) == 6, "the words of type none are no quotation, but evidence of a grade"
    assert coded["poor"] == {"Poor (Survey of public buildings, 2018)"}


def test_the_second_paragraph_of_a_quotation_continues_the_first(folder: Folder, tmp_path: Path) -> None:
    project = export_project(folder, tmp_path / "out")
    second = project.passage("Next winter somebody else can carry them. Ring us on 01632 960000.")
    first = project.passage("Every winter we have carried the books down, box by box.")
    assert second.codes == first.codes == {"Quay Residents’ Group", "Direct"}
    (link,) = project.all("Link")
    assert (link.get("name"), link.get("originGUID"), link.get("targetGUID")) == (
        "continues",
        second.guid,
        first.guid,
    )


def test_positions_are_code_points_after_an_emoji_and_a_quotation_over_two_paragraphs(
    folder: Folder, tmp_path: Path
) -> None:
    folder.write(
        "articles/post-2022.yaml",
        """\
headline: "A banner 🙂🙂 over the door"
publisher: Post
kind: original
paragraphs:
  - "Ada Brook wrote: “The 図書館 is open.”"
  - "“It stays open.”"
  - kind: caption
    text: "The door 👩‍👩‍👧"
  - "“Nobody asked,” said Zoë Laîné."
""",
    )
    folder.write(
        "quotes/post-2022.yaml",
        """\
- {id: q1, paragraph: 1, exact: The 図書館 is open., attribution: Ada Brook, cue: wrote, type: direct}
- {id: q2, paragraph: 2, exact: It stays open., type: direct, continues: q1}
- {id: q3, paragraph: 3, exact: "Nobody asked,", speaker: zoe-laine, cue: said, type: direct}
""",
    )
    project = export_project(folder, tmp_path / "out")
    passages = [each for each in project.passages() if each.document == "post-2022"]
    assert [each.words for each in passages] == ["The 図書館 is open.", "It stays open.", "Nobody asked,"]
    assert passages[2].codes == {"Zoë Laîné", "Direct"}


def test_a_document_is_plain_text_with_a_block_in_each_line(additions: Folder, tmp_path: Path) -> None:
    project = export_project(additions, tmp_path / "out", "--with-originals")
    (document,) = (each for each in project.all("TextSource") if each.get("name") == CAPTIONED)
    lines = project.source(document).splitlines()
    assert lines[:3] == [
        "Roof to be repaired by spring",
        "The library before the storm. Tom Ashdown called it “a wreck”.",
        "Tom Ashdown and Mary Okafor promised to repair the roof by spring.",
    ]
    assert all(b"\r" not in text and not text.startswith(b"\xef\xbb\xbf") for text in project.texts.values())


def test_a_line_break_inside_a_block_moves_no_passage(folder: Folder, tmp_path: Path) -> None:
    folder.change(
        f"articles/{NEWSLETTER}.yaml",
        "  - The kettle is mended; the roof is not.\n",
        "  - |-\n    The kettle is mended;\n    the roof is not.\n",
    )
    project = export_project(folder, tmp_path / "out")
    assert project.passage("rather damp").codes == {"A volunteer", "Mixed"}
    (document,) = (each for each in project.all("TextSource") if each.get("name") == NEWSLETTER)
    assert project.source(document).count("\n") == 3


def test_codes_are_a_tree_whose_names_are_there_once(additions: Folder, tmp_path: Path) -> None:
    project = export_project(additions, tmp_path / "out")
    (top,) = project.all("Codes")
    tree = {
        each.get("name"): [child.get("name") for child in project.all("Code", each) if child is not each]
        for each in top
    }
    assert list(tree) == ["Speakers", "Quotation types", "Grades", "Not certain"]
    assert tree["Speakers"][:2] == ["People", "Mary Okafor"]
    assert {"Organisations", "Quay Residents’ Group", "Known by a printed form alone"} <= set(
        tree["Speakers"]
    )
    # QualCoder drops the second of two codes with one name, and ATLAS.ti disregards case.
    names = [name.casefold() for name in project.codes.values()]
    assert len(names) == len(set(names))
    assert "Poor" in tree["Grades"]
    assert "Poor (Survey of public buildings, 2018)" in tree["Grades"]
    codable = {each.get("name"): each.get("isCodable") for each in project.all("Code")}
    assert codable["Speakers"] == "false"
    assert codable["Mary Okafor"] == "true"


def test_two_people_of_one_name_are_two_codes(folder: Folder, tmp_path: Path) -> None:
    folder.write("people.yaml", folder.read("people.yaml") + "- id: mary-okafor-2\n  name: MARY OKAFOR\n")
    project = export_project(folder, tmp_path / "out")
    assert {"Mary Okafor", "MARY OKAFOR (mary-okafor-2)"} <= set(project.codes.values())
    assert {each.get("name") for each in project.all("Case")} >= {
        "Mary Okafor",
        "MARY OKAFOR (mary-okafor-2)",
    }


def test_people_are_cases_with_their_parties_and_roles_on_dates(additions: Folder, tmp_path: Path) -> None:
    project = export_project(additions, tmp_path / "out")
    cases = {each.get("name"): each for each in project.all("Case")}
    assert list(cases) == ["Mary Okafor", "Tom Ashdown", "Zoë Laîné"]
    mary = project.values(cases["Mary Okafor"])
    assert "Green Party: [from May 2015, last recorded 4 Mar 2021]" in mary["Party"], (
        "an inferred date is marked"
    )
    assert "Leader of the Council, Riverside Council, Green Party (21 May 2019 to Apr 2021)" in mary["Roles"]
    (code,) = project.all("CodeRef", cases["Mary Okafor"])
    assert project.codes[code.get("targetGUID")] == "Mary Okafor"
    # QualCoder drops a code that has the GUID of a case.
    assert not {each.get("guid") for each in project.all("Case")} & set(project.codes)


def test_documents_have_variables_and_say_what_is_the_dossiers_own(folder: Folder, tmp_path: Path) -> None:
    project = export_project(folder, tmp_path / "out")
    documents = {each.get("name"): each for each in project.all("TextSource")}
    gazette, herald = project.values(documents[GAZETTE]), project.values(documents[HERALD])
    assert gazette["Publisher"] == "Riverside Gazette"
    assert gazette["Published"] == gazette["Day of publication"] == "2021-03-04"
    assert gazette["Address"] == "https://gazette.example.org/roof"
    assert gazette["Kind"] == "account"
    assert herald["Published"] == "[2021-05]"
    assert herald["Published inferred"] == "The article speaks of the May meeting as past."
    assert herald["Headline"] == "[New leader, old roof]"
    assert "Day of publication" not in herald
    described = project.text(documents[HERALD])
    assert "The title is supplied." in described
    assert "The date is inferred" in described
    assert "account in the dossier’s own words" in described


def test_a_passage_that_reports_a_grade_is_coded_with_it(folder: Folder, tmp_path: Path) -> None:
    project = export_project(folder, tmp_path / "out")
    graded = [
        each for each in project.passages() if each.codes == {"Poor (Survey of public buildings, 2018)"}
    ]
    assert [(each.document, each.words) for each in graded] == [
        (GAZETTE, "poor"),
        (HERALD, "The survey of January was read out to the council in May, all ninety pages of it."),
    ]
    assert graded[0].description.splitlines()[:2] == [
        "Overall condition: Poor",
        "Second survey of the roof, Riverside Council, published 2021-03-01",
    ]


def test_what_is_not_certain_is_marked(folder: Folder, tmp_path: Path) -> None:
    mark_drafts(folder)
    project = export_project(folder, tmp_path / "out")
    draft = project.passage("out of the question")
    assert "Draft, not confirmed" in draft.codes
    assert draft.user == "medway-tui, not confirmed"
    assert "draft, not confirmed (" in draft.description
    assert project.passage("A roof is a promise.").user == "Editors of the dossier"
    assert "The party on the day is unclear." in project.passage("a naïve café-table sketch").description


def test_words_printed_again_are_linked_to_the_quotation(additions: Folder, tmp_path: Path) -> None:
    project = export_project(additions, tmp_path / "out")
    again = project.passage("We will not fail")
    assert {"Printed a second time", "Tom Ashdown", "Mary Okafor"} <= again.codes
    whole = project.passage("We will not fail, and we will not wait.")
    links = {(each.get("originGUID"), each.get("targetGUID")) for each in project.all("Link")}
    assert (again.guid, whole.guid) in links


def test_a_quotation_that_is_adrift_is_in_a_note_and_said_to_be(folder: Folder, tmp_path: Path) -> None:
    folder.change(f"articles/{GAZETTE}.yaml", "out of the question", "not on the table")
    done = run_command(folder, "export", str(tmp_path / "out"), "--format", "qdpx")
    assert "1 quotation not found in the articles" in done.stderr + done.stdout
    project = LoadedProject(tmp_path / "out" / "dossier.qdpx")
    assert "out of the question" not in {each.words for each in project.passages()}
    (note,) = project.all("Note")
    assert project.source(note).startswith(f"{GAZETTE}, paragraph 4: “out of the question” — Mary Okafor")
    (document,) = (each for each in project.all("TextSource") if each.get("name") == GAZETTE)
    assert "so not selected: 1 quotation." in project.text(document)


def test_the_attribution_and_the_licences_are_in_the_description(additions: Folder, tmp_path: Path) -> None:
    described = export_project(additions, tmp_path / "out").text
    project = export_project(additions, tmp_path / "out")
    text = described(project.root)
    assert "Contains information from Riverside Council." in text
    assert "Open Government Licence v3.0" in text


def test_own_notes_are_in_it_only_where_they_are_asked_for(folder: Folder, tmp_path: Path) -> None:
    notes = tmp_path / "home" / "data" / "medway-tui" / "riverside-library" / "notes.yaml"
    notes.parent.mkdir(parents=True)
    notes.write_text(
        f"""\
- id: n1
  article: {GAZETTE}
  paragraph: 1
  exact: buckets stand on every landing
  text: A secret of mine
- id: n2
  person: mary-okafor
  text: Ask her again
""",
        encoding="utf-8",
    )
    project = export_project(folder, tmp_path / "out")
    assert "secret" not in str([each.description for each in project.passages()])
    project = export_project(folder, tmp_path / "out", "--with-notes")
    noted = project.passage("buckets stand on every landing")
    assert noted.codes == frozenset()
    assert noted.user == "Own notes"
    assert "A secret of mine" in noted.description
    assert any("Ask her again" in project.source(each) for each in project.all("Note"))


def test_the_same_dossier_makes_the_same_project(folder: Folder, tmp_path: Path) -> None:
    export_project(folder, tmp_path / "one")
    export_project(folder, tmp_path / "two")
    first, second = (tmp_path / name / "dossier.qdpx" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_the_shipped_dossier_is_a_valid_project_with_all_of_its_quotations(tmp_path: Path) -> None:
    project = export_project(Folder(ROOT / "content"), tmp_path / "out", "--format", "jsonl")
    lines = (tmp_path / "out" / "jsonl" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    quotes = [(each["article"], each["exact"]) for each in map(json.loads, lines)]
    assert len(quotes) > 15
    coded = {(each.document, each.words) for each in project.passages() if each.codes}
    assert set(quotes) <= coded


def test_the_project_is_written_only_where_it_is_named(folder: Folder, tmp_path: Path) -> None:
    run_command(folder, "export", str(tmp_path / "out"))
    assert not (tmp_path / "out" / "dossier.qdpx").exists()


def test_a_dossier_without_people_and_quotations_is_a_valid_project(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "bare")
    folder.write("dossier.yaml", "id: bare\ntitle: Bare & <thin>\nlanguage: en\n")
    folder.write("articles/a.yaml", "headline: A\npublisher: P\nkind: original\nparagraphs:\n  - One line\n")
    project = export_project(folder, tmp_path / "out", "--with-originals")
    assert project.root.get("name") == "Bare & <thin>"
    assert [project.source(each) for each in project.all("TextSource")] == ["A\nOne line\n"]
