"""Matching names: any printed form, parts of it, and misspellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from medway_tui.fuzzy import Pattern, closest_matches, did_you_mean, is_within_distance
from medway_tui.index.name_index import NameIndex, name_tokens
from medway_tui.index.names import find_agents, find_completions, speaker_choices
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import Folder


@pytest.fixture
def shipped() -> Dossier:
    """Return the shipped dossier."""
    return open_dossier()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Alan Jarrett", ["alan-jarrett"]),
        ("allan", ["alan-jarrett"]),
        ("allan jarrett", ["alan-jarrett"]),
        ("jarrett alan", ["alan-jarrett"]),
        ("Cllr Jarrett", ["alan-jarrett"]),
        ("mr jarrett", ["alan-jarrett"]),
        ("jarr", ["alan-jarrett"]),
        ("jarrett", ["alan-jarrett"]),
        ("jarett", ["alan-jarrett"]),
        ("jarret", ["alan-jarrett"]),
        ("jarrettt", ["alan-jarrett"]),
        ("jarertt", ["alan-jarrett"]),
        ("alan jarett", ["alan-jarrett"]),
        ("ilse", ["josie-iles"]),
        ("iles", ["josie-iles"]),
        ("josei iles", ["josie-iles"]),
        ("turpn", ["rupert-turpin"]),
        ("jarettt", ["alan-jarrett"]),
        ("anne domeney", ["ann-domeney"]),
        ("brazl", ["eleanor-brazil"]),
        ("Mrs Brazil", ["eleanor-brazil"]),
        ("nspcc", ["nspcc"]),
        ("cruelty to children", ["nspcc"]),
        ("lab", ["labour-party"]),
        ("alan-jarrett", ["alan-jarrett"]),
        ("xyzzy", []),
        ("qq", []),
        ("", []),
        ("’", []),
    ],
)
def test_a_name_matches_every_printed_form(shipped: Dossier, typed: str, meant: list[str]) -> None:
    assert find_agents(shipped.index, typed) == meant


def test_a_slip_counts_only_where_nothing_fits_as_typed() -> None:
    named = [("Ann Marsh", "ann"), ("Anna Mash", "anna"), ("Bo Li", "bo")]
    assert NameIndex(named).find("marsh") == ["ann"]
    assert NameIndex(named).find("mash") == ["anna"]
    assert NameIndex(named).find("ann") == ["ann", "anna"]
    assert NameIndex(named).find("marhs") == ["ann"]
    assert NameIndex(named).find("lo") == []  # too short for a slip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zoe laine", ["zoe-laine"]),
        ("Zoë", ["zoe-laine"]),
        ("ZOE\u0308", ["zoe-laine"]),
        ("marie", ["mary-okafor"]),
        ("residents' group", ["quay-residents"]),
        ("residents’ group", ["quay-residents"]),
        ("qrg", ["quay-residents"]),
    ],
)
def test_accents_and_marks_make_no_difference(folder: Folder, typed: str, meant: list[str]) -> None:
    assert find_agents(open_dossier([folder.root]).index, typed) == meant


def test_councillors_come_first_then_the_quoted_then_by_surname(shipped: Dossier) -> None:
    listed = speaker_choices(shipped.index)
    assert [choice.id for choice in listed] == [
        "pat-cooper", "howard-doe", "josie-iles", "alan-jarrett", "rupert-turpin",
        "eleanor-brazil", "medway-council", "nspcc", "ofsted",
    ]  # fmt: skip
    assert [choice.is_councillor for choice in listed] == [True] * 5 + [False] * 4
    assert {choice.id: choice.quotes for choice in listed} == {
        "pat-cooper": 1, "howard-doe": 1, "josie-iles": 3, "alan-jarrett": 7, "rupert-turpin": 2,
        "eleanor-brazil": 1, "medway-council": 1, "nspcc": 1, "ofsted": 4,
    }  # fmt: skip


def test_a_choice_says_the_party_and_the_other_names(shipped: Dossier) -> None:
    (jarrett,) = speaker_choices(shipped.index, "jarett")
    assert (jarrett.name, jarrett.party) == ("Alan Jarrett", "Con (until May 2023)")
    assert jarrett.other_names == ("Allan Jarrett", "Cllr Jarrett", "Mr Jarrett")
    # Elected as an independent, later of a party.
    (cooper,) = speaker_choices(shipped.index, "coopr")
    assert (cooper.name, cooper.party) == ("Pat Cooper", "Lab (until May 2023)")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("j", "josie-iles"),
        ("a", "alan-jarrett"),
        ("  ", "pat-cooper"),
        ("mrs", "eleanor-brazil"),
        ("coopr", "pat-cooper"),
    ],
)
def test_what_is_half_typed_narrows_the_choice(shipped: Dossier, typed: str, first: str) -> None:
    assert speaker_choices(shipped.index, typed)[0].id == first


def test_a_councillor_who_said_nothing_comes_after_those_who_did(folder: Folder) -> None:
    folder.append(
        "people.yaml",
        "- id: una-abel\n  name: Una Abel\n  memberships:\n"
        "    - organization_id: riverside-council\n      role: Councillor\n",
    )
    listed = speaker_choices(open_dossier([folder.root]).index)
    assert [(choice.id, choice.quotes) for choice in listed][:3] == [
        ("tom-ashdown", 1),
        ("mary-okafor", 3),
        ("una-abel", 0),
    ]


def test_a_speaker_whom_no_file_describes_can_be_chosen(folder: Folder) -> None:
    folder.remove("people.yaml")
    index = open_dossier([folder.root]).index
    assert [choice.id for choice in speaker_choices(index)] == [
        "tom-ashdown",
        "quay-residents",
        "zoe-laine",
        "mary-okafor",
    ]
    assert [choice.name for choice in speaker_choices(index, "okaf")] == ["mary-okafor"]


@given(st.text(), st.lists(st.tuples(st.text(), st.integers(0, 3)), max_size=5))
def test_any_text_means_some_of_those_named(typed: str, named: list[tuple[str, int]]) -> None:
    pairs = [(name, str(number)) for name, number in named]
    found = NameIndex(pairs).find(typed)
    assert set(found) <= {thing for _, thing in pairs}
    assert len(found) == len(set(found))
    for name, thing in pairs:
        if name_tokens(name):
            assert thing in NameIndex(pairs).find(name)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 2))
def test_slips_are_counted_as_a_library_counts_them(one: str, other: str, most: int) -> None:
    assert is_within_distance(one, other, most) == (OSA.distance(one, other) <= most)


@given(st.text("abc é", max_size=80), st.text("abc é", max_size=80))
def test_similarity_is_that_of_a_library(one: str, other: str) -> None:
    expected = fuzz.ratio(one, other) / 100 if one or other else 1.0
    assert Pattern(one).similarity(other) == pytest.approx(expected)


def test_the_most_similar_come_first_and_a_question_offers_them() -> None:
    known = ["quotes", "articles", "quote", "search"]
    assert closest_matches("qoute", known, limit=2) == ["quote", "quotes"]
    assert closest_matches("xyzzy", known) == []
    assert closest_matches("", known) == []
    assert did_you_mean([]) == ""
    assert did_you_mean(["quote"]) == "did you mean quote?"
    assert did_you_mean(["quote", "quotes", "search"]) == "did you mean quote, quotes or search?"


NAMED = [
    ("Finn O'Brien", "finn"), ("Agnes McDonald", "agnes"), ("Ewan MacDonald", "ewan"),
    ("J. R. Hartley", "jr"), ("Lena van der Berg", "lena"), ("Siân ap Rhys", "sian"),
    ("Øystein Løkke", "oystein"), ("Zoë Strauß", "zoe"),
    ("Amal al-Najjar", "amal"), ("Lord Pell of Wrenmouth", "lord-pell"), ("Joan Pell", "joan-pell"),
    ("Joan Smith", "joan"), ("John Smith", "john"), ("Mrs Smith", "joan"), ("Prince’s Trust", "trust"),
    ("राम कुमार", "ram"), ("王小明", "wang"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mr O'Brien", ["finn"]),
        ("OBrien", ["finn"]),
        ("O’Brien", ["finn"]),
        ("o brien", ["finn"]),
        ("Councillor Finn O’Brien (Lab)", ["finn"]),
        ("Mc Donald", ["agnes"]),
        ("mc donald", ["agnes"]),
        ("McDonald", ["agnes"]),
        ("Mr MacDonald", ["ewan"]),
        ("JR Hartley", ["jr"]),
        ("J.R. Hartley OBE", ["jr"]),
        ("Mr Hartley", ["jr"]),
        ("van der Berg", ["lena"]),
        ("Vanderberg", ["lena"]),
        ("Siân ap Rhys", ["sian"]),
        ("Lokke", ["oystein"]),
        ("strauss", ["zoe"]),
        ("alnajjar", ["amal"]),
        ("Lord Pell", ["lord-pell"]),
        ("Pell", ["lord-pell", "joan-pell"]),
        ("Mr Smith", ["john"]),
        ("Mrs Smith", ["joan"]),
        ("council leader Joan Smith CBE", ["joan"]),
        ("Cllr Smith", ["joan", "john"]),
        ("Prince's Trust", ["trust"]),
        ("राम", ["ram"]),
        ("王小明", ["wang"]),
        ("Cllr Smiht", ["joan", "john"]),
    ],
)
def test_titles_particles_and_marks_find_the_person(typed: str, meant: list[str]) -> None:
    assert NameIndex(NAMED).find(typed) == meant


def test_command_line_picker_and_completion_find_the_same_people(folder: Folder) -> None:
    index = open_dossier([folder.root]).index
    for typed in ("Councillor Okafor", "OKAFOR", "Cllr Mary Okafor"):
        found = find_agents(index, typed)
        assert found == ["mary-okafor"]
        assert [choice.id for choice in speaker_choices(index, typed)] == found
        assert [value for value, _ in find_completions(index, "speaker", typed)] in (found, ["Mary Okafor"])
