"""Who is given each quotation, by the kind of difficulty, on sentences made up for it."""

from __future__ import annotations

import pytest

from medway_tui.quotation_extraction import Quotation, extract


def find_quotation(text: str, words: str) -> Quotation:
    """The quotation that begins with some words."""
    return next(q for q in extract(text) if text[q.start : q.end].startswith(words))


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Chief officer of Dunmere Ferries Anna Pell said the boat was “worn out”.", "worn", "Anna Pell"),
        ("“It leaks,” head of roads and drains Tom Reeve told the Echo on Friday.", "It leaks", "Tom Reeve"),
        (
            "Shadow Secretary of State for Food Tom Reeve said after the vote that bread was “far too dear”.",
            "far too",
            "Tom Reeve",
        ),
        ("Minister in the Department of Works Anna Pell said: “It is done.”", "It is", "Anna Pell"),
        ("Coast Rescue Inspector Anna Pell said the cave was “a trap”.", "a trap", "Anna Pell"),
        ("Anna Pell of the Hull-based Clean Estuary Group says: “It stinks.”", "It stinks", "Anna Pell"),
        ("His neighbour Anna Pell said: “He never slept.”", "He never", "Anna Pell"),
        ("Captain Anna Pell said: “We turned back.”", "We turned", "Anna Pell"),
        ("DUNMERE — The pilot, Anna Pell, called it “a rough night”.", "a rough", "Anna Pell"),
        ("In his letter Mr Reeve wrote: “The quay is lost.”", "The quay", "Reeve"),
        ("Sir Tom Reeve came on Friday. Sir Tom said it was “a fine day”.", "a fine", "Tom Reeve"),
        (
            "Anna Pell shook her head. Absolutely. “It is the best boat we have had,” she said.",
            "It is",
            "Anna Pell",
        ),
        ("Anna Pell has a plan. No. “We need a better one,” she said.", "We need", "Anna Pell"),
    ],
)
def test_the_person_is_the_speaker_not_the_role_or_place(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Pell said the mate told her: “Hold the rope.”", "Hold", "the mate"),
        ("Mr Reeve recalled that a diver told the crew: “She is gone.”", "She is", "a diver"),
        ("Tom Reeve said Anna Pell had told him: “Never again.”", "Never", "Anna Pell"),
        ("Mr Reeve was told by Ms Pell: “Sit down.”", "Sit down", "Pell"),
        ("“Sit down,” Mr Reeve was told by Ms Pell.", "Sit down", "Pell"),
        ("Mr Reeve learned from Ms Pell that the tide was “the worst in years”.", "the worst", "Pell"),
        ("Anna Pell said the ferryman told her: “We shall not sail.”", "We shall", "the ferryman"),
    ],
)
def test_of_speech_within_speech_the_inner_speaker_is_given(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Friends of Tom Reeve called him “a born sailor”.", "a born", "Friends"),
        ("Aides to Ms Pell were fuming that they were “left to drown”.", "left", "Aides"),
        ("Tom Reeve, who once sailed with Anna Pell, said it was “a dull trip”.", "a dull", "Tom Reeve"),
        ("Protesters marching through the harbour chanted “Save our quay”.", "Save", "Protesters"),
        ("A cook who went on the trip said Anna Pell “never once smiled”.", "never", "A cook"),
        ("Mr Reeve posted about Ms Pell's trip, saying “there is rot at the top”.", "there is", "Reeve"),
    ],
)
def test_another_name_in_the_clause_is_not_the_speaker(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "“The pier is shut,” Tom Reeve said.\n\nThe engineer in charge, Anna Pell, says the piles are "
            "old.\n\n“They were never meant to last this long.”",
            "They were",
            "Anna Pell",
        ),
        (
            "“We wait,” Mr Reeve said.\n\nMs Pell last month said the pumps were her main worry. “They are "
            "two years late and nobody knows why.”",
            "They are",
            "Pell",
        ),
        ("“We tried,” Tom Reeve said.\n“You did not,” Anna Pell shouted.", "You did", "Anna Pell"),
        (
            "Tom Reeve opened the debate. Anna Pell sat by him.\n\n“We have waited long enough.\n\n“It must "
            "be built,” Pell said.",
            "We have",
            "Anna Pell",
        ),
        (
            "“We fear for the pumps,” Tom Reeve said.\n\n"
            "The head of the harbour’s centre of engineering, Anna Pell, says the problem with salt is"
            " that it eats steel.\n\n“It makes no sense. It is too dear.”",
            "It makes",
            "Anna Pell",
        ),
    ],
)
def test_words_go_to_the_person_introduced_last(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Tom Reeve met Anna Pell at the quay. He said: “It is cold.”", "It is", "Tom Reeve"),
        (
            "Asked if he would thank Lord Brand, Tom Reeve said: “Perhaps.”\n\nAsked again if he would thank "
            "Lord Brand, he said: “I will see.”",
            "I will",
            "Tom Reeve",
        ),
        ("“I think it is art,” she says, and Anna Pell laughs.", "I think", "Anna Pell"),
        (
            "The harbour's barrister said no one was to blame. “No one forgot,” he said.",
            "No one",
            "The harbour's barrister",
        ),
    ],
)
def test_a_pronoun_is_resolved_to_the_person(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


def test_a_pronoun_that_two_people_fit_is_left_open() -> None:
    quotation = find_quotation("Tom Reeve and Alan Pike met on Monday.\n“We agree,” he said.", "We agree")
    assert set(quotation.possible_speakers) == {"Tom Reeve", "Alan Pike"}
    assert quotation.speaker in (None, "he")
    assert quotation.confidence <= 0.4


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "Anna Pell warned of floods. Speaking in the chamber, the Labour member said: “It will come.”",
            "It will",
            "Anna Pell",
        ),
        ("Council leader Tom Reeve was late. The leader said: “I was lost.”", "I was", "Tom Reeve"),
        ("Anna Pell is harbour master. The harbour master called it “a folly”.", "a folly", "Anna Pell"),
        ("The regulator Ofwat came. The regulator said the leak was “a disgrace”.", "a disgrace", "Ofwat"),
        (
            "Tom Reeve won in 1988 and rows on.\n“I still row,” the 61-year-old said.",
            "I still",
            "Tom Reeve",
        ),
    ],
)
def test_a_role_is_resolved_to_its_holder(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


def test_a_role_of_somebody_without_a_name_stays() -> None:
    text = "Tom Reeve fled. A constable ran after him. The constable said: “He was quick.”"
    assert find_quotation(text, "He was").speaker == "The constable"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("The report on the quay found it “unfit for use”.", "unfit", "The report"),
        ("The court heard Reeve admit to “losing” the key.", "losing", "Reeve"),
        ("A message shows friends of Anna Pell calling the plan “a joke”.", "a joke", "friends"),
        ("Ms Pell spoke on Monday. Her letter said the quay was “a ruin”.", "a ruin", "Pell"),
    ],
)
def test_documents_and_bodies_speak(text: str, words: str, speaker: str) -> None:
    assert find_quotation(text, words).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "The boat, called “Otter”, sails on Friday, Tom Reeve said.",
        "Tom Reeve, known to friends as “Chalky”, was born in Hull.",
        "Anna Pell denied that she had called Tom Reeve “a fool”.",
        "Anna Pell has denied telling staff to “keep it dark”.",
        "Mr Reeve did not say the quay was “safe”, his office said.",
        "Nobody at the port has said the crane is “sound”.",
        "Ms Pell refused to call the vote “a defeat”.",
    ],
)
def test_names_and_denied_words_are_no_quotations(text: str) -> None:
    (quotation,) = extract(text)
    assert (quotation.type, quotation.speaker) == ("none", None)


def test_the_words_of_a_denial_are_a_quotation() -> None:
    assert (
        find_quotation("Mr Reeve denied it, telling the court: “I was at sea.”", "I was").speaker == "Reeve"
    )


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We are glad,” said Anna Pell and Tom Reeve in a statement.", ("Anna Pell", "Tom Reeve")),
        ("Anna Pell and Tom Reeve wrote that it was “a sad day”.", ("Anna Pell", "Tom Reeve")),
        ("“She was our life,” Anna Pell and Tom Reeve said.", ("Anna Pell", "Tom Reeve")),
        ("Anna Pell met Tom Reeve and said it was “a good talk”.", ()),
        ("Anna Pell, who sails with Tom Reeve, said: “We wait.”", ()),
    ],
)
def test_a_joint_statement_has_all_its_speakers(text: str, speakers: tuple[str, ...]) -> None:
    (quotation,) = extract(text)
    assert quotation.speakers == speakers
    assert quotation.speaker == "Anna Pell"


def test_each_of_two_quotations_has_its_own_speaker() -> None:
    text = "It was called “a wreck” by Tom Reeve and “a jewel” by Anna Pell."
    assert [q.speaker for q in extract(text)] == ["Tom Reeve", "Anna Pell"]


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("Mr Lowe", "Tom Lowe"),
        ("Ms Lowe", "Anna Lowe"),
        ("T Lowe", "Tom Lowe"),
        ("Cllr Lowe (Con)", "Tom Lowe"),
        ("Labour's Cllr Lowe", "Anna Lowe"),
    ],
)
def test_namesakes_are_told_apart(name: str, speaker: str) -> None:
    text = f"Cllr Anna Lowe (Lab) and Cllr Tom Lowe (Con) both spoke.\n{name} said: “We shall see.”"
    assert find_quotation(text, "We shall").speaker == speaker


def test_namesakes_that_nothing_tells_apart_are_left_open() -> None:
    text = "Cllr Anna Lowe and Cllr Tom Lowe both spoke.\nCllr Lowe said: “We shall see.”"
    quotation = find_quotation(text, "We shall")
    assert quotation.speaker is None
    assert quotation.possible_speakers == ("Anna Lowe", "Tom Lowe")
    assert quotation.confidence <= 0.4


def test_a_surname_used_before_a_namesake_comes_keeps_its_person() -> None:
    text = (
        "Anna Lowe runs the port.\nLowe has run it for years.\nHer husband, Tom Lowe, left.\n"
        "“I stay,” Lowe said."
    )
    assert find_quotation(text, "I stay").speaker == "Anna Lowe"


def test_known_people_are_recognised_behind_other_capitals() -> None:
    text = "Wrenmouth Harbour Zorbo Quill said: “It is so.”"
    (quotation,) = extract(text, people=("Zorbo Quill",))
    assert quotation.speaker == "Zorbo Quill"
