"""Review decisions when the index is behind, and for repeated words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui import notices
from medway_tui.authoring.review import Corrections, Decision, NewSpeaker, ReviewSession
from medway_tui.index.articles import list_paragraphs
from medway_tui.index.quotes import QuotePiece, article_quotes, find_drafts
from medway_tui.model.locations import Span
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.folder_lock import recover_folder
from medway_tui.yaml_io.nodes import read_document
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.process_helpers import run_and_die_at

QUOTES = f"quotes/{GAZETTE}.yaml"
CAPTIONED_QUOTES = f"quotes/{CAPTIONED}.yaml"


@pytest.fixture
def drafted(folder: Folder) -> Folder:
    mark_drafts(folder)
    return folder


@pytest.fixture
def dossier(drafted: Folder) -> Iterator[Dossier]:
    opened = open_dossier([drafted.root])
    yield opened
    opened.close()


def draft(dossier: Dossier, name: str) -> QuotePiece:
    """Return a draft from the index."""
    return next(each for each in find_drafts(dossier.index) if each.id == name)


def decide(review: ReviewSession, dossier: Dossier, name: str, decision: Decision) -> None:
    """Write a decision on a draft."""
    review.write_decision(
        draft(dossier, name),
        decision,
        [(each.text, each.kind) for each in list_paragraphs(dossier.index, GAZETTE)],
    )


def test_somebody_withdrawn_by_an_undoing_is_added_again_where_the_index_knows_no_better(
    drafted: Folder, dossier: Dossier
) -> None:
    review = ReviewSession(dossier)
    decide(review, dossier, "q3", Decision(Corrections(new_speaker=NewSpeaker("Zora Brook"))))
    dossier.refresh()
    review.undo_last()
    assert "Zora Brook" not in drafted.read("people.yaml")
    decide(review, dossier, "q4", Decision(Corrections(speaker="zora-brook")))
    assert "Zora Brook" in drafted.read("people.yaml")
    assert not [each for each in drafted.check() if each.severity == "error"]


def test_words_that_appear_twice_are_distinguished(drafted: Folder, dossier: Dossier) -> None:
    text = list_paragraphs(dossier.index, GAZETTE)[3].text
    start = text.index("we", text.index("we") + 2)
    review = ReviewSession(dossier)
    decide(review, dossier, "q3", Decision(Corrections(span=Span(3, start, start + 2)), confirm=True))
    dossier.refresh()
    (quote,) = (each for each in article_quotes(dossier.index, GAZETTE) if each.id == "q3")
    assert quote.pieces[0].span == Span(3, start, start + 2)
    assert "A303" not in {each.code for each in drafted.check()}


def test_the_next_of_a_quotation_becomes_its_first_when_that_is_dropped(
    drafted: Folder, dossier: Dossier
) -> None:
    drafted.change(QUOTES, "  cue: said\n  type: direct\n- id: q6", "  type: direct\n  draft: 0.7\n- id: q6")
    dossier.refresh()
    review = ReviewSession(dossier)
    decide(review, dossier, "q5", Decision(drop=True))
    assert "continues" not in drafted.read(QUOTES)
    assert not [each for each in drafted.check() if each.severity == "error"]


def test_a_decision_is_shown_before_the_index_has_it(dossier: Dossier) -> None:
    review = ReviewSession(dossier)
    decide(review, dossier, "q2", Decision(confirm=True))
    decide(review, dossier, "q3", Decision(Corrections(speaker="tom-ashdown")))

    def standing() -> list[tuple[str, str | None]]:
        found = review.pending_drafts(find_drafts(dossier.index), unsure_first=False)
        return [(each.id, each.speaker) for each in found]

    now = [("q3", "tom-ashdown"), ("q4", "mary-okafor"), ("q6", "quay-residents")]
    assert [each.id for each in find_drafts(dossier.index)] == ["q2", "q3", "q4", "q6"]
    assert standing() == now
    dossier.refresh()
    assert standing() == now
    review.undo_last()
    review.undo_last()
    assert [name for name, _ in standing()] == ["q2", "q3", "q4", "q6"]


@pytest.fixture
def captioned(tmp_path: Path) -> Iterator[tuple[Folder, Dossier]]:
    """A dossier with a joint statement, a caption and a repetition, all of them drafts."""
    folder = write_additions(tmp_path / "additions")
    text = folder.read(CAPTIONED_QUOTES)
    folder.write(CAPTIONED_QUOTES, re.sub(r"(  type: \w+\n)", r"\1  draft: 0.5\n", text))
    opened = open_dossier([folder.root])
    yield folder, opened
    opened.close()


def decide_captioned(dossier: Dossier, name: str, decision: Decision) -> None:
    blocks = [(each.text, each.kind) for each in list_paragraphs(dossier.index, CAPTIONED)]
    ReviewSession(dossier).write_decision(draft(dossier, name), decision, blocks)


def entries(folder: Folder) -> dict[str, dict[str, object]]:
    """Return the entries of the quotes file, by id."""
    value = read_document(str(folder.path(CAPTIONED_QUOTES)))[0].value
    assert isinstance(value, list)
    return {str(entry["id"]): {**entry} for entry in value if isinstance(entry, dict)}


def test_words_moved_into_a_caption_name_the_caption(captioned: tuple[Folder, Dossier]) -> None:
    folder, dossier = captioned
    decide_captioned(dossier, "q2", Decision(Corrections(span=Span(4, 4, 14)), confirm=True))
    entry = entries(folder)["q2"]
    assert (entry["caption"], entry["exact"]) == ("2", "roof today")
    assert "paragraph" not in entry
    assert "draft" not in entry
    dossier.refresh()
    decide_captioned(dossier, "q1", Decision(Corrections(span=Span(2, 0, 11))))
    entry = entries(folder)["q1"]
    assert (entry["paragraph"], entry["exact"]) == ("1", "Tom Ashdown")
    assert "caption" not in entry


def test_a_joint_statement_is_given_to_one_speaker_or_to_several(captioned: tuple[Folder, Dossier]) -> None:
    folder, dossier = captioned
    decide_captioned(dossier, "q3", Decision(Corrections(speaker="tom-ashdown")))
    assert entries(folder)["q3"]["speaker"] == "tom-ashdown"
    assert "speakers" not in entries(folder)["q3"]
    dossier.refresh()
    decide_captioned(dossier, "q1", Decision(Corrections(joint_speakers=("tom-ashdown", "zoe-laine"))))
    assert entries(folder)["q1"]["speakers"] == ["tom-ashdown", "zoe-laine"]
    assert "speaker" not in entries(folder)["q1"]
    dossier.refresh()
    decide_captioned(dossier, "q2", Decision(Corrections(type="none"), confirm=True))
    assert not {"speaker", "speakers", "attribution", "cue"} & entries(folder)["q2"].keys()
    assert not [each for each in folder.check() if each.severity == "error"]


def test_what_repeats_a_dropped_quotation_is_counted_instead(captioned: tuple[Folder, Dossier]) -> None:
    folder, dossier = captioned
    folder.append(
        CAPTIONED_QUOTES,
        "- id: q4\n  paragraph: 3\n  exact: We will not fail\n  speakers: [tom-ashdown, mary-okafor]\n"
        "  type: mixed\n  repeats: q3\n",
    )
    dossier.refresh()
    decide_captioned(dossier, "q3", Decision(drop=True))
    assert "repeats" not in entries(folder)["q2"]
    assert entries(folder)["q4"]["repeats"] == "q2"
    assert not [each for each in folder.check() if each.severity == "error"]


def test_the_note_that_names_two_speakers_goes_when_one_is_chosen(drafted: Folder, dossier: Dossier) -> None:
    note = "Speaker not certain: Una Vole or Ned Vole."
    drafted.change(QUOTES, "- id: q3\n", f"- id: q3\n  note: >-\n    {note}\n")
    drafted.change(QUOTES, "- id: q4\n", "- id: q4\n  note: Mine.\n")
    dossier.refresh()
    review = ReviewSession(dossier)
    decide(review, dossier, "q3", Decision(Corrections(speaker="mary-okafor"), confirm=True))
    dossier.refresh()
    decide(review, dossier, "q4", Decision(Corrections(speaker="mary-okafor"), confirm=True))
    assert note not in drafted.read(QUOTES)
    assert "note: Mine." in drafted.read(QUOTES)


def test_the_note_that_doubts_a_speaker_goes_when_the_draft_is_confirmed(
    drafted: Folder, dossier: Dossier
) -> None:
    note = "Check the speaker: pronoun, carried over."
    drafted.change(QUOTES, "- id: q3\n", f"- id: q3\n  note: >-\n    {note}\n")
    dossier.refresh()
    decide(ReviewSession(dossier), dossier, "q3", Decision(confirm=True))
    assert note not in drafted.read(QUOTES)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
@pytest.mark.parametrize("is_undone", [False, True], ids=["decided", "undone"])
def test_a_new_speaker_and_the_decision_are_both_there_after_a_kill_or_neither(
    drafted: Folder, dossier: Dossier, is_undone: bool
) -> None:
    names = ("people.yaml", QUOTES)
    decision = Decision(Corrections(new_speaker=NewSpeaker("Zora Brook")), confirm=True)
    review = ReviewSession(dossier)
    old = [drafted.read(each) for each in names]
    decide(review, dossier, "q3", decision)
    new = [drafted.read(each) for each in names]
    assert "zora-brook" in new[1]
    if not is_undone:
        review.undo_last()
        assert [drafted.read(each) for each in names] == old
    said: list[str] = []
    # Without a subscriber, the notices of the recoveries would be the next test's.
    notices.subscribe(said.append)
    ends = set()
    for number in range(1, 99):
        was_killed = run_and_die_at(
            number, review.undo_last if is_undone else lambda: decide(review, dossier, "q3", decision)
        )
        recover_folder(drafted.root)
        now = [drafted.read(each) for each in names]
        assert now in (old, new), number
        ends.add(now == new)
        if not was_killed:
            break
        for name, text in zip(names, new if is_undone else old, strict=True):
            drafted.write(name, text)
    notices.unsubscribe(said.append)
    assert not was_killed
    assert ends == {False, True}
    assert any("q3" in each and "stopped half way: it is finished now" in each for each in said)


def test_no_speaker_is_added_for_a_decision_that_is_refused(drafted: Folder, dossier: Dossier) -> None:
    drafted.change(QUOTES, "id: q3", "id: q3x")
    before = drafted.read("people.yaml")
    with pytest.raises(DossierError, match="changed by another program"):
        decide(
            ReviewSession(dossier), dossier, "q3", Decision(Corrections(new_speaker=NewSpeaker("Zora Brook")))
        )
    assert drafted.read("people.yaml") == before
