"""The people an import adds: one entry a person, near-doubles, roles, and no one else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from medway_tui.importing.article_words import ArticleWords
from medway_tui.importing.importer import Importer
from medway_tui.importing.options import ImportOptions, ImportResult
from medway_tui.importing.quotations import find_quotes, speaker_ids
from medway_tui.importing.speakers import SpeakerNames, guess_agent_kind
from medway_tui.importing.undo import undo_import
from medway_tui.index.names import KnownName
from medway_tui.names import find_name_fault
from medway_tui.saved_pages import ReadOptions
from medway_tui.sync.check import check_dossier
from tests.imported_people import import_local_news

DOSSIER = {
    "dossier.yaml": "id: quay\ntitle: The quay\nlanguage: en-GB\n",
    "organisations.yaml": "- id: quay-council\n  name: Quay Council\n  classification: council\n"
    "- id: labour\n  name: Labour Party\n  short_name: Lab\n  classification: party\n",
    "people.yaml": "- id: alan-jarvis\n  name: Alan Jarvis\n  memberships:\n"
    "    - organization_id: quay-council\n      role: Councillor\n      on_behalf_of_id: labour\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a dossier with one councillor."""
    folder = tmp_path / "quay"
    folder.mkdir()
    for name, text in DOSSIER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def import_text(root: Path, body: str, answer: bool | None = None) -> ImportResult:
    """Import an article; ``answer`` is the user's to any question, None where there is no terminal."""
    text = (
        f"A row at the quay\n12 March 2024\n{body}\nThe quay was quiet on Sunday, and the ferry ran late.\n"
    )
    confirm = None if answer is None else lambda _question: answer
    importer = Importer([root], confirm=confirm)
    try:
        options = ImportOptions({"publisher": "Quay Courier", "headline": "A row at the quay"})
        return importer.import_file("row.txt", text.encode(), ReadOptions(), options)
    finally:
        importer.close()


def people(root: Path) -> dict[str, dict[str, Any]]:
    entries = yaml.safe_load((root / "people.yaml").read_text(encoding="utf-8"))
    return {each["id"]: each for each in entries}


def quotes(root: Path) -> list[dict[str, Any]]:
    (path,) = (root / "quotes").glob("*.yaml")
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_one_person_under_three_printed_forms_is_one_entry(root: Path) -> None:
    import_text(
        root,
        "“We are late,” said Robert Oakes OBE, who lives there.\n"
        "“We are early,” said Bob Oakes, who came back.\n"
        "“We are here,” said Mr Oakes.\n",
    )
    assert list(people(root)) == ["alan-jarvis", "robert-oakes"]
    entry = people(root)["robert-oakes"]
    assert entry["name"] == "Robert Oakes"
    assert {each["name"] for each in entry["other_names"]} >= {"Bob Oakes", "Mr Oakes"}
    assert {each["speaker"] for each in quotes(root)} == {"robert-oakes"}


def test_a_near_double_of_a_known_person_is_neither_added_nor_merged_in_silence(root: Path) -> None:
    result = import_text(root, "“We are late,” said Alan Jarvys, who lives there.\n")
    assert list(people(root)) == ["alan-jarvis"]
    remark = next(line for line in result.lines if "Alan Jarvys" in line and "alan-jarvis" in line)
    assert "Alan Jarvis" in remark
    (quote,) = quotes(root)
    assert quote["draft"] <= 0.6


def test_on_a_terminal_the_user_decides_about_a_near_double(root: Path) -> None:
    import_text(root, "“We are late,” said Alan Jarvys, who lives there.\n", answer=True)
    assert quotes(root)[0]["speaker"] == "alan-jarvis"
    assert list(people(root)) == ["alan-jarvis"]


def test_a_near_double_who_is_another_person_is_added(root: Path) -> None:
    import_text(root, "“We are late,” said Alan Jarvys, who lives there.\n", answer=False)
    assert quotes(root)[0]["speaker"] == "alan-jarvys"
    assert list(people(root)) == ["alan-jarvis", "alan-jarvys"]


def test_a_surname_alone_of_someone_who_is_only_in_the_dossier_is_a_guess(root: Path) -> None:
    result = import_text(root, "“We are late,” said Mr Jarvis, who lives there.\n")
    (quote,) = quotes(root)
    assert (quote["speaker"], quote["draft"] <= 0.6) == ("alan-jarvis", True)
    assert any("by the surname alone" in line for line in result.lines)


def test_a_name_that_the_title_contradicts_is_left_open(root: Path) -> None:
    import_text(root, "“We are late,” said Mrs Jarvis, who lives there.\n")
    (quote,) = quotes(root)
    assert "speaker" not in quote
    assert list(people(root)) == ["alan-jarvis"]


def test_two_who_cannot_be_told_apart_are_both_named(root: Path) -> None:
    with (root / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: adam-jarvis\n  name: Adam Jarvis\n")
    result = import_text(root, "“We are late,” said Mr Jarvis, who lives there.\n")
    (quote,) = quotes(root)
    assert "speaker" not in quote
    assert "Alan Jarvis" in quote["note"]
    assert "Adam Jarvis" in quote["note"]
    assert quote["draft"] <= 0.3
    assert any("Alan Jarvis or Adam Jarvis" in line for line in result.lines)


def test_party_and_role_printed_beside_a_new_name_are_kept_with_the_article_as_source(root: Path) -> None:
    import_text(
        root,
        "“We are late,” said Cllr Una Vole (Con, Ferry Ward).\n"
        "“We are early,” said Ida Penn, chief executive of Quay Council.\n",
    )
    vole, penn = people(root)["una-vole"], people(root)["ida-penn"]
    (seat,) = vole["memberships"]
    assert (seat["organization_id"], seat["role"], seat["area"]) == (
        "quay-council",
        "Councillor",
        "Ferry Ward",
    )
    assert (seat["on_behalf_of_id"], seat["checked"]) == ("conservative-party", "2024-03-12")
    assert seat["sources"] == [{"note": "Quay Courier, 12 Mar 2024"}]
    assert [(each["organization_id"], each["role"]) for each in penn["memberships"]] == [
        ("quay-council", "Chief executive")
    ]
    organisations = yaml.safe_load((root / "organisations.yaml").read_text(encoding="utf-8"))
    assert organisations[-1] == {
        "id": "conservative-party", "name": "Conservative Party", "short_name": "Con",
        "classification": "party",
    }  # fmt: skip


@pytest.mark.parametrize(("place", "known"), [("Orrin Bay", False), ("the Quay Theatre", True)])
def test_a_seat_is_the_dossiers_council_only_where_the_article_prints_its_place(
    root: Path, place: str, known: bool
) -> None:
    result = import_text(root, f"“We are late,” said Cllr Una Vole (Con) in {place}.\n")
    assert ("memberships" in people(root)["una-vole"]) is known
    assert any("Una Vole is printed with a party" in line for line in result.lines) is not known


def test_a_former_role_and_a_body_that_is_not_known_are_no_membership(root: Path) -> None:
    import_text(
        root,
        "“We are late,” said former council leader Una Vole.\n"
        "“We are early,” said Ida Penn, headteacher of a school nearby.\n",
    )
    assert "memberships" not in people(root)["una-vole"]
    assert "memberships" not in people(root)["ida-penn"]


def test_undo_removes_the_party_that_an_import_added(root: Path) -> None:
    before = {path.name: path.read_text(encoding="utf-8") for path in root.glob("*.yaml")}
    result = import_text(root, "“We are late,” said Cllr Una Vole (Con).\n")
    assert "una-vole" in people(root)
    undo_import([root], result.id)
    assert {path.name: path.read_text(encoding="utf-8") for path in root.glob("*.yaml")} == before


def test_an_import_that_fails_leaves_no_one_behind_in_memory(root: Path) -> None:
    names = SpeakerNames([KnownName("a-b", "person", "Ann Bell", "")])
    find_quotes(["", "“We are late,” said Una Vole."], names)
    assert names.match("Una Vole") is not None
    names.drop_new()
    assert names.match("Una Vole") is None
    assert names.match("Ann Bell") is not None


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Ann Other", "people"),
        ("Lena van der Berg", "people"),
        ("Mustafa al-Sayed", "people"),
        ("Ann other", None),
        ("Quay Courier", "organisations"),
        ("Ramp Committee", "organisations"),
        ("NUT", "organisations"),
        ("Financial Officer", None),
        ("Cape Town", None),
        ("MORE", None),
        ("Before Bridesmaids", None),
        ("March", None),
        ("a neighbour", None),
        ("The Council", None),
    ],
)
def test_only_full_names_are_proposed(printed: str, kind: str | None) -> None:
    assert guess_agent_kind(printed) == kind


def test_a_name_in_another_script_is_added_with_an_id(root: Path) -> None:
    names = SpeakerNames([])
    proposal = names.propose("Иван Петров")
    assert proposal is not None
    assert (proposal.id, proposal.name) == ("person", "Иван Петров")


def test_known_people_are_given_to_the_extractor_once_a_surname() -> None:
    names = SpeakerNames(
        KnownName(agent, "person", name, "")
        for agent, name in (
            ("siobhan-walsh", "Siobhán Walsh"), ("siobhan-walsh", "Siobhán Kerr"),
            ("siobhan-walsh", "Cllr Walsh"),
            ("alan-jarvis", "Alan Jarvis"), ("alan-jarvis", "Allan Jarvis"),
            ("pell", "Lord Pell of Wrenmouth"),
        )
    )  # fmt: skip
    assert names.full_names == ["Siobhán Walsh", "Siobhán Kerr", "Alan Jarvis", "Lord Pell of Wrenmouth"]


def test_of_the_people_that_20_articles_add_at_most_3_in_100_have_a_faulty_name(tmp_path: Path) -> None:
    imported = import_local_news(tmp_path)
    assert len(imported.added) >= 60
    assert len(imported.faulty) <= 0.03 * len(imported.added), imported.faulty
    assert [name for name in imported.added if find_name_fault(name)] == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Nic Leòid", "Morag Nic Leòid"),
        ("Siân", "Siân ap Rhys"),
        ("Jinks Halloran", "Jimmy Halloran"),
        ("Alan Jarvis", "Alan Jarvis"),
        ("Smith", "Smith"),
    ],
)
def test_a_part_of_a_name_is_filled_up_where_one_person_fits(printed: str, name: str) -> None:
    text = (
        "Crofter Morag Nic Leòid met Siân ap Rhys. Manager Jimmy ‘Jinks’ Halloran was there,"
        " with Cllr Joan Smith and Mr John Smith."
    )
    assert ArticleWords([text]).fuller_name(printed) == name


def test_bodies_and_things_are_no_people() -> None:
    article = ArticleWords(["Greenfell Inns, which owns it, joined the Federation of Small Builders."])
    assert article.is_thing("Greenfell Inns")
    assert article.is_part_of_body("Small Builders")
    assert not article.is_part_of_body("Greenfell Inns")


def test_father_and_son_of_one_article_are_two_people(root: Path) -> None:
    import_text(
        root,
        "“We are late,” said Jim Penn Jr, who is ten.\n“We are not,” said Jim Penn, who is fifty.\n",
    )
    assert list(people(root)) == ["alan-jarvis", "jim-penn-jr", "jim-penn"]
    assert [each["speaker"] for each in quotes(root)] == ["jim-penn-jr", "jim-penn"]


COUNCIL_MEETING = Path(__file__).with_name("saved") / "council-meeting.html"


def test_a_page_of_a_council_meeting_imports_without_a_false_line(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("id: ferry\ntitle: Ferry\nlanguage: en-GB\n", encoding="utf-8")
    importer = Importer([tmp_path])
    importer.import_file(COUNCIL_MEETING.name, COUNCIL_MEETING.read_bytes(), ReadOptions(), ImportOptions())
    importer.close()
    roles = {
        each["name"]: [
            (role["role"], role.get("on_behalf_of_id"), role.get("area"), role["checked"])
            for role in each.get("memberships", ())
        ]
        for each in people(tmp_path).values()
    }
    day = "2024-03-21"
    assert roles == {
        "Margaret Smith": [
            ("Councillor", "conservative-party", None, day),
            ("Council leader", None, None, day),
        ],
        "Desmond Smith": [("Councillor", "labour-party", None, day)],
        # He changes sides in the article, which prints no party beside his name.
        "Finn O’Brien": [("Councillor", None, None, day)],
        "Aoife Ní Bhriain": [
            ("Councillor", "labour-party", None, day),
            ("Labour group leader", None, None, day),
        ],
        "Lena van der Berg": [("Councillor", "green-party", "Quayside", day)],
        "Jim Clark": [("Councillor", "independent", None, day)],
        "Priya Nair": [("Chief executive of the council", None, None, day)],
        "Morag Isbister": [],
    }
    forms = {
        each["name"]: [form["name"] for form in each.get("other_names", ())]
        for each in people(tmp_path).values()
    }
    assert forms["Desmond Smith"] == ["Mr Smith"]
    assert forms["Finn O’Brien"] == ["Cllr O’Brien", "Mr O’Brien"]
    spoken = [
        (each.get("speakers") or each.get("speaker"), each["exact"].split(",")[0][:30])
        for each in quotes(tmp_path)
        if each["type"] != "none"
    ]
    assert spoken == [
        ("margaret-smith", "The ferry is a lifeline and we"),
        ("desmond-smith", "We are paying a private compan"),
        ("margaret-smith", "Half empty in February is full"),
        ("desmond-smith", "That is not an answer"),
        ("finn-obrien", "I can no longer stay"),
        ("finn-obrien", "I can no longer stay in a part"),
        ("aoife-ni-bhriain", "He was elected on our leaflets"),
        ("finn-obrien", "My leaflets had a ferry on the"),
        (["lena-van-der-berg", "jim-clark"], "We will support a ferry that c"),
        (["lena-van-der-berg", "jim-clark"], "The accounts should be public "),
        ("priya-nair", "The contract will be signed on"),
        ("morag-isbister", "Thank God for that"),
    ]
    organisations = yaml.safe_load((tmp_path / "organisations.yaml").read_text(encoding="utf-8"))
    assert {each["id"] for each in organisations} == {
        "sandhaven-borough-council", "conservative-party", "labour-party", "green-party", "independent",
    }  # fmt: skip
    assert [str(each) for each in check_dossier([tmp_path])[1] if each.severity == "error"] == []


def test_namesakes_behind_a_title_are_told_apart_or_left_open(root: Path) -> None:
    import_text(
        root,
        "Cllr Una Vole (Con) and her brother, Cllr Ned Vole (Lab), sat on two sides of the room.\n"
        "“We are late,” said Mrs Vole.\n“We are early,” said Mr Vole.\nCllr Vole said: “We are here.”\n",
    )
    assert [each.get("speaker") for each in quotes(root)] == ["una-vole", "ned-vole", None]
    assert quotes(root)[2]["note"] == "Speaker not certain: Una Vole or Ned Vole."


def test_known_people_are_found_in_every_printed_form(root: Path) -> None:
    known = {
        "finn-obrien": ("Finn O'Brien", "Mr O’Brien"),
        "agnes-mcdonald": ("Agnes McDonald", "Ms Mc Donald"),
        "lena-van-der-berg": ("Lena van der Berg", "Cllr van der Berg"),
        "jr-hartley": ("J. R. Hartley", "JR Hartley"),
        "lord-pell": ("Lord Pell of Quay", "Lord Pell"),
        "oystein-lokke": ("Øystein Løkke", "Councillor Lokke"),
        "amal-al-najjar": ("Amal al-Najjar", "Amal Al Najjar"),
        "tessa-fforbes-hamilton": ("Tessa Fforbes-Hamilton", "Tessa Fforbes Hamilton"),
        "ada-quill": ("Ada Quill", "ADA QUILL CBE"),
    }
    with (root / "people.yaml").open("a", encoding="utf-8") as file:
        for agent, (name, _) in known.items():
            file.write(f"- id: {agent}\n  name: {name}\n")
    import_text(
        root, "".join(f"“We are number {n},” said {form}.\n" for n, (_, form) in enumerate(known.values()))
    )
    assert [each.get("speaker") for each in quotes(root)] == list(known)
    assert list(people(root)) == ["alan-jarvis", *known]


def test_of_two_near_doubles_the_user_chooses_or_both_are_named(root: Path) -> None:
    with (root / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: alyn-jarvis\n  name: Alyn Jarvis\n")
    import_text(root, "“We are late,” said Alxn Jarvis.\n")
    (quote,) = quotes(root)
    assert "speaker" not in quote
    assert quote["note"] == "Speaker not certain: Alan Jarvis or Alyn Jarvis."


def test_of_two_near_doubles_neither_may_be_meant(root: Path) -> None:
    with (root / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("- id: alyn-jarvis\n  name: Alyn Jarvis\n")
    import_text(root, "“We are late,” said Alxn Jarvis.\n", answer=False)
    assert quotes(root)[0]["speaker"] == "alxn-jarvis"


_PIECES = (
    "“We are late,” said ", "“Never”", "Cllr ", "Mr ", "Joan Smith", "John Smith Jr", "Smith", " (Con)",
    " (Lab, East)", " and ", ", leader of Quay Council", ".", "\n", "She said: “No.”", "O’Brien",
    "van der Berg",
    "王小明", "Иван ",
    "‘Nobby’ ", "the council", "Quay Council", "(", "’", "MARGARET STILL", "Lord Pell of Quay",
    " in a joint statement",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_whatever_names_a_text_prints_the_speakers_are_known_or_open(text: str) -> None:
    names = SpeakerNames(
        [
            KnownName("joan-smith", "person", "Joan Smith", ""),
            KnownName("quay", "organisation", "Quay Council", ""),
        ]
    )
    found = find_quotes(["", *filter(str.strip, text.split("\n"))], names, publisher="Quay Courier")
    ids = {"joan-smith", "quay", *(each.id for each in found.proposals)}
    for each in found.draft_quotes:
        assert set(speaker_ids(each.keys)) <= ids
        assert 0 <= float(each.keys["draft"]) < 1
    for proposal in found.proposals:
        roles = [
            body for each in proposal.memberships for body in (each.organization_id, each.on_behalf_of_id)
        ]
        assert set(filter(None, roles)) <= ids
        assert proposal.kind == "organisations" or find_name_fault(proposal.name) == ""
