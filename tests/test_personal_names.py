"""Personal names: their parts, their comparison, the person of several that a name means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.names import (
    PersonCandidate,
    choose_person,
    compare_names,
    find_name_fault,
    find_names,
    fold_word,
    parse_name,
)

FULL_NAMES = {
    "Cllr Alan Jarrett (Con)": "Alan Jarrett",
    "council leader Councillor Alan Jarrett": "Alan Jarrett",
    "Leader of Medway Council Alan Jarrett": "Alan Jarrett",
    "Rt Hon Sir Keir Starmer KCB KC MP": "Keir Starmer",
    "Harbour Engineer Ida Penhale": "Ida Penhale",
    "her neighbour Ida Penhale": "Ida Penhale",
    "her sister, Dame Edith Smith-Rowe": "Edith Smith-Rowe",
    "Labour MP Tristan Osborne": "Tristan Osborne",
    "Detective Chief Inspector Jo Bloggs": "Jo Bloggs",
    "Islander Ann Example": "Ann Example",
    "Ngozi Adichie-Okafor, 34, of Cliff Street": "Ngozi Adichie-Okafor",
    "Pádraig Ó Súilleabháin": "Pádraig Ó Súilleabháin",
    "Lena van der Berg": "Lena van der Berg",
    "Siân ap Rhys": "Siân ap Rhys",
    "Amal al-Najjar": "Amal al-Najjar",
    "T. S. O’Hanrahan-McPhee Jr.": "T. S. O’Hanrahan-McPhee Jr",
    "JR Hartley": "JR Hartley",
    "Œnone St. John-Stevas": "Œnone St. John-Stevas",
    "Agnes Mc Donald": "Agnes McDonald",
    "MARGARET O’STILL-MCKAY": "Margaret O’Still-McKay",
    "Ada Quill CBE": "Ada Quill",
    "Jack Ma": "Jack Ma",
    "Ruth Jones MA": "Ruth Jones",
    "Smith, John": "John Smith",
    "Vince Maple’s": "Vince Maple",
    "Jim ‘Nobby’ Clark": "Jim Clark",
    "Lord Pell of Wrenmouth": "Lord Pell of Wrenmouth",
    "Dean Smith": "Dean Smith",
    "Major John Smith": "John Smith",
    "Mary Bishop Smith": "Mary Bishop Smith",
    "Fishmonger Xiu Ying Tang": "Xiu Ying Tang",
    "Charlotte Mayor Jennifer Roberts": "Jennifer Roberts",
    "Mum-of-three Kayleigh D’Arcy": "Kayleigh D’Arcy",
    "Sir Peregrine Stoke-Mandell Bt": "Peregrine Stoke-Mandell",
    "De Wit": "De Wit",
    "王小明": "王小明",
    "Иванов Иван": "Иванов Иван",
    "राम कुमार": "राम कुमार",
    "محمد علي": "محمد علي",
    "the chief executive": "",
    "Financial Officer": "",
    "Chief Constable": "",
    "Lord Mayor": "",
}


@pytest.mark.parametrize("printed", FULL_NAMES)
def test_a_name_is_cut_from_its_titles_roles_and_letters(printed: str) -> None:
    assert parse_name(printed).full == FULL_NAMES[printed]


def test_parts() -> None:
    name = parse_name("council leader Cllr Dr Robert (Bob) van der Berg OBE (Lib Dem)")
    assert name.role == "council leader"
    assert name.titles == ("cllr", "dr")
    assert (name.given, name.nickname, name.surname) == (("Robert",), "Bob", "van der Berg")
    assert (name.post_nominals, name.party, name.gender) == (("obe",), "ld", "he")


SAME = [
    ("Cllr Alan Jarrett", "Alan Jarrett"),
    ("OBrien", "O’Brien"),
    ("Finn O' Brien", "Finn O’Brien"),
    ("Agnes Mc Donald", "Agnes McDonald"),
    ("JR Hartley", "J. R. Hartley"),
    ("Ada Quill CBE", "Ada Quill"),
    ("MARGARET STILL", "Margaret Still"),
    ("Oystein Lokke", "Øystein Løkke"),
    ("Zoe Strauss", "Zoë Strauß"),
    ("Lena Van Der Berg", "Lena van der Berg"),
    ("Tessa Fforbes Hamilton", "Tessa Fforbes-Hamilton"),
    ("Ann Marie O’Neill", "Ann-Marie O'Neill"),
]
COMPATIBLE = [
    ("Mr O'Brien", "Finn O’Brien"),
    ("J. Smith", "Joan Smith"),
    ("Bob Oakes", "Robert Oakes"),
    ("Allan Jarrett", "Alan Jarrett"),
    ("Nobby Clark", "Jim ‘Nobby’ Clark"),
    ("Berg", "Lena van der Berg"),
    ("Lord Pell", "Lord Pell of Wrenmouth"),
    ("Sir Keir", "Keir Starmer"),
    ("Alan Jarret", "Alan Jarrett"),
    ("John Smith", "John A Smith"),
    ("Ngozi Okafor", "Ngozi Adichie-Okafor"),
    ("li xiaoming", "Xiaoming Li"),
]
DIFFERENT = [
    ("Mr Smith", "Joan Smith"),
    ("Mr Smith", "Mrs Smith"),
    ("Joan Smith", "John Smith"),
    ("Jane Smith", "Jan Smythe"),
    ("Smith", "Dame Edith Smith-Rowe"),
    ("McDonald", "Ewan MacDonald"),
    ("John A Smith", "John B Smith"),
    ("John Smith Jr", "John Smith Sr"),
    ("Lord Smith of Basildon", "Lord Smith of Finsbury"),
    ("the leader", "Alan Jarrett"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_printed_forms_of_one_name_are_the_same(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one) == ("same", "")


@pytest.mark.parametrize(("one", "other"), COMPATIBLE)
def test_forms_that_may_be_one_person_are_compatible_for_a_reason(one: str, other: str) -> None:
    comparison = compare_names(one, other)
    assert comparison == compare_names(other, one)
    assert comparison.relation == "compatible"
    assert comparison.reason


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_people_of_one_surname_stay_apart(one: str, other: str) -> None:
    assert compare_names(one, other).relation == compare_names(other, one).relation == "different"


SMITHS = [
    PersonCandidate("joan", ("Joan Smith",), parties=frozenset({"con"}), titles=frozenset({"cllr"})),
    PersonCandidate(
        "john", ("John Smith", "Mr Smith"), parties=frozenset({"lab"}), titles=frozenset({"cllr"})
    ),
    PersonCandidate("jay", ("Dr Jay Smith",)),
]


@pytest.mark.parametrize(
    ("mention", "ids"),
    [
        ("Joan Smith", ("joan",)),
        ("Mrs Smith", ("joan", "jay")),
        ("Cllr Mrs Smith", ("joan",)),
        ("Mr Smith (Lab)", ("john",)),
        ("Dr Smith", ("jay",)),
        ("Cllr Smith", ("joan", "john")),
        ("Smith", ("joan", "john", "jay")),
        ("J Smith (Con)", ("joan",)),
        ("Jack Smith", ("john",)),
        ("Peter Smith", ()),
    ],
)
def test_title_first_name_and_party_decide_or_all_that_remain_are_named(
    mention: str, ids: tuple[str, ...]
) -> None:
    choice = choose_person(mention, SMITHS)
    assert choice.ids == ids
    assert choice.id == (ids[0] if len(ids) == 1 else None)


def test_a_pronoun_decides_between_two_of_a_surname() -> None:
    assert choose_person("Cllr Smith", SMITHS, gender="she").id == "joan"


def test_a_surname_alone_is_never_the_same_name() -> None:
    choice = choose_person("Mr Smith", SMITHS[1:2])
    assert (choice.id, choice.relation) == ("john", "compatible")


FAULTY = [
    "Financial Officer", "Cape Town", "MORE", "Before Bridesmaids", "Daily Mail Lacerda", "Harbour Engineer",
    "Wrenmouth Courier", "Friday", "March", "Sunday Afternoon", "East Kent", "Kent Online", "South Wales",
    "Cliff Street", "The Leader", "However Smith", "Mr Smith", "Smith", "Lib Dems", "Speaking Afterwards",
    "Ramp Committee", "Great Yarmouth", "N. Korea", "Veto Power Impedes Peace",
    "McCrummen reports", "Living History", "12 Smith", "Bishop of London", "St John Ambulance",
    "BREAKING NEWS",
]  # fmt: skip
PLAUSIBLE = [
    "Joan Smith", "Ngozi Adichie-Okafor", "Kross Fayde", "Tom Baker", "Mary Church", "April Jones",
    "Will Young",
    "Lena van der Berg", "JR Hartley", "Lord Pell of Wrenmouth", "Dawn French", "Jack London", "Alan Bridge",
    "Bram Oakes", "Hester Vane", "Ida Penhale", "Mark March", "王 小明", "Xanthe Vell", "Jane Marsh",
    "Dean Hill",
]  # fmt: skip


@pytest.mark.parametrize("words", FAULTY)
def test_roles_places_dates_and_opening_words_are_no_names(words: str) -> None:
    assert find_name_fault(words)


@pytest.mark.parametrize("words", PLAUSIBLE)
def test_full_names_have_no_fault(words: str) -> None:
    assert find_name_fault(words) == ""


_PIECES = """
Cllr Mr Dame Lord of the leader Alan JR J. O' Mc van der al- Smith-Rowe O’Brien Jarrett CBE MP Jr. (Con)
‘Nobby’ , MARGARET Siân Ó 王小明 Иванов राम
"""
_WORD = st.sampled_from(_PIECES.split())
_NAMES = st.one_of(st.text(max_size=40), st.lists(_WORD, max_size=8).map(" ".join))


@given(_NAMES, _NAMES)
def test_no_text_breaks_the_parser_or_the_comparison(one: str, other: str) -> None:
    name = parse_name(one)
    assert isinstance(name.full, str)
    assert compare_names(one, one).relation == "same"
    assert compare_names(one, other).relation == compare_names(other, one).relation
    assert isinstance(find_name_fault(one), str)
    assert choose_person(one, [PersonCandidate("a", (other,))]).ids in ((), ("a",))


@given(_NAMES)
def test_folding_is_idempotent_and_ignores_case(text: str) -> None:
    folded = fold_word(text)
    assert fold_word(folded) == folded
    assert fold_word(text.upper()) == fold_word(text.upper().lower())


_NAME_WORDS = "Alan Joan Finn Lena van der Berg O’Brien Mc Smith-Rowe Jarrett Siân Núñez"
_SIMPLE = st.lists(
    st.sampled_from(_NAME_WORDS.split()),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(_SIMPLE)
def test_the_full_name_is_parsed_to_itself(text: str) -> None:
    full = parse_name(text).full
    assert parse_name(full).full == full


@given(st.sampled_from(["Alan Jarrett", "Finn O’Brien", "Lena van der Berg", "Siân ap Rhys", "José Núñez"]))
def test_capitals_and_titles_do_not_change_the_person(name: str) -> None:
    assert compare_names(name.upper(), name).relation == "same"
    assert compare_names(f"Cllr {name} MBE (Lab)", name).relation == "same"


def test_names_are_found_in_running_text() -> None:
    text = (
        "Yesterday Harbour Master Priscilla Amoah met Lord Bassett of Wickham. Twins Poppy and Daisy Fenwick"
        " sang with Jimmy ‘Jinks’ Halloran, Tobias van den Hoek and Dr. Imke Brandt on Monday. Cliff Street"
        " was closed, said Mr St John, and the Federation of Small Businesses agreed with Zxara Quillby."
    )
    found = list(find_names(text))
    full = [each for each in found if each.name.given or each.name.is_peer]
    assert [(each.name.full, each.is_certain) for each in full] == [
        ("Priscilla Amoah", True),
        ("Lord Bassett of Wickham", True),
        ("Poppy Fenwick", True),
        ("Daisy Fenwick", True),
        ("Jimmy Halloran", True),
        ("Tobias van den Hoek", True),
        ("Imke Brandt", True),
        ("Zxara Quillby", False),
    ]
    for each in found:
        assert each.name.given == () or each.name.given[0] in text[each.start : each.end]
