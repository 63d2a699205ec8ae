"""The notes file: written a note at a time, never lost, untouched while it is broken; places in articles."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.model.locations import Span
from medway_tui.model.notes import Note
from medway_tui.notes.places import (
    NoteLookup,
    closest_passage,
    locate_note,
    make_texts,
    note_on_passage,
)
from medway_tui.notes.store import NotesError, NotesFile, note_lines
from medway_tui.notes.typed_text import clean_text, parse_tags
from medway_tui.sync.check import check_dossier
from medway_tui.yaml_io.emit import item_lines
from medway_tui.yaml_io.folder_lock import LOCK_NAME
from medway_tui.yaml_io.nodes import parse_document
from tests.conftest import ROOT
from tests.fixtures_library import HERALD, Folder

EVENT = Note(id="new", event="first-survey", title="The roof is surveyed")
PAGE = Note(
    id="new",
    person="mary-okafor",
    title="Mary Okafor",
    text="Ask her.\n\n- about the *cellar*",
    tags=("ask",),
)
BROKEN = """\
# mine
- id: n1
  event: first-survey
- id: n2
  evnt: first-survey
"""


@pytest.fixture
def file(tmp_path: Path) -> NotesFile:
    return NotesFile(tmp_path / "riverside-library")


def keys_of(file: NotesFile) -> list[tuple[str, str | None]]:
    return [(note.record[1], note.text) for note in file.load().notes]


# -- writing ----------------------------------------------------------------------------------------------


def test_notes_are_added_changed_and_removed_and_everything_else_stays(file: NotesFile) -> None:
    first, second = file.add(EVENT).note, file.add(PAGE).note
    text = file.path.read_text()
    assert "- id: " + second.id in text
    assert "  text: |-\n    Ask her.\n\n    - about the *cellar*\n  tags: [ask]\n" in text
    # A remark of the user's own, and an entry in another style.
    file.path.write_text(text.replace("# Your", "# Mine. Your") + "\n- {id: own, event: okafor-steps-down}\n")
    changed = file.change(second, replace(second, text="One line", tags=())).note
    assert changed.created == second.created
    file.remove(first)
    assert [(note.id, note.text) for note in file.load().notes] == [(second.id, "One line"), ("own", None)]
    after = file.path.read_text()
    assert after.startswith("# Mine. Your")
    assert "\n- {id: own, event: okafor-steps-down}\n" in after
    assert "first-survey" not in after


def test_the_last_note_leaves_an_empty_list_to_which_one_can_be_added(file: NotesFile) -> None:
    file.remove(file.add(EVENT).note)
    assert file.load().notes == ()
    file.add(PAGE)
    assert keys_of(file) == [("mary-okafor", PAGE.text)]
    file.path.write_text("# only a remark\n")
    file.add(EVENT)
    assert file.path.read_text().startswith("# only a remark\n\n- id: n")
    assert keys_of(file) == [("first-survey", None)]


@given(text=st.text(max_size=200), tags=st.text(max_size=40))
def test_any_text_that_is_typed_can_be_kept_and_is_read_back(text: str, tags: str) -> None:
    note = replace(EVENT, text=clean_text(text) or None, tags=parse_tags(tags))
    lines = item_lines(note_lines(note))
    document, findings = parse_document("", "\n".join(lines) + "\n", b"")
    assert [each for each in findings if each.code[0] != "T"] == []
    assert isinstance(document.value, list)
    [entry] = document.value
    assert isinstance(entry, dict)
    assert entry.get("text") == note.text
    assert tuple(entry.get("tags", ())) == note.tags


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[31mred\x07\ufeff", "[31mred"),
        ("\n\n  indented  \n\n", "  indented"),
        (" … ", ""),
        ("\tcode: yes # no", "\tcode: yes # no"),
    ],
)
def test_what_no_file_may_hold_is_left_out_of_a_text(file: NotesFile, text: str, kept: str) -> None:
    assert clean_text(text) == kept
    if kept:
        file.add(replace(EVENT, text=clean_text(text)))
        assert keys_of(file) == [("first-survey", kept)]


def test_tags_are_words_with_spaces_or_commas_between_them() -> None:
    assert parse_tags("#ask, Ofsted  ask\troof,#2019") == ("ask", "Ofsted", "roof", "2019")


# -- two programs at once -----------------------------------------------------------------------------------


def test_two_programs_that_write_at_once_lose_nothing(file: NotesFile) -> None:
    other = NotesFile(file.path.parent)
    jobs = [(each, n) for n in range(8) for each in (file, other)]
    threads = [threading.Thread(target=each.add, args=(replace(EVENT, text=f"{n}"),)) for each, n in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(note.text or "" for note in file.load().notes) == sorted(f"{n}" for _, n in jobs)
    assert len({note.id for note in file.load().notes}) == len(jobs)


def test_a_note_that_another_program_changed_is_kept_beside_the_new_one(file: NotesFile) -> None:
    note = file.add(PAGE).note
    NotesFile(file.path.parent).change(note, replace(note, text="theirs"))
    written = file.change(note, replace(note, text="mine"))
    assert written.is_second
    assert [text for _, text in keys_of(file)] == ["theirs", "mine"]
    with pytest.raises(NotesError, match="changed by another program"):
        file.remove(note)
    assert [text for _, text in keys_of(file)] == ["theirs", "mine"]


def test_killed_programs_lose_no_confirmed_note(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            ROOT / "benchmarks" / "killed_notes.py",
            "--kills",
            "8",
            "--pairs",
            "1",
            "--seed",
            "7",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path), "COVERAGE_PROCESS_CONFIG": ""},
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "seed 7: 8 kills" in done.stdout


# -- what can't be read or written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (BROKEN, "5:3", "the key evnt is unknown here; did you mean event?"),
        ("- id: n1\n  event: [unclosed\n", "2:", "not closed"),
        ("id: n1\nevent: x\n", "1:1", "a list of notes is expected here"),
        ("- id: n1\n  event: a\n- id: n1\n  event: b\n", "3:7", "the id n1 is of another note too"),
        ("- id: n1\n  event: a\n  article: b\n", "", "exclude each other"),
        ("- id: n1\n  article: a\n  paragraph: 3\n", "", "a number finds no place"),
        ("- id: n1\n  event: a\n  paragraph: 3\n", "", "only a note on an article has a place in it"),
        ("- id: n1\n  person: a\n  area: b\n", "", "only a note on an inspection has an area"),
        ("- id: n1\n  person: a\n  tags: [two words]\n", "3:", "a tag is one word"),
        ("- id: n1\n  person: a\n  tags: [twice, twice]\n", "3:", "the tag twice is there twice"),
        ("- id: n1\n  person: a\n  changed: yesterday\n", "3:", "a time is written in UTC"),
        ('- id: n1\n  person: a\n  text: "a \\e[31mb"\n', "3:", "a control character"),
        ("- id: n1\n  person: a\n  text: a\u200bb\n", "3:", "an invisible character"),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_left_untouched(
    file: NotesFile, text: str, place: str, message: str
) -> None:
    file.path.parent.mkdir()
    file.path.write_text(text)
    [finding, *_] = file.load().findings
    assert finding.location.startswith(f"{file.path}:{place}")
    assert message in finding.message
    with pytest.raises(NotesError) as raised:
        file.add(EVENT)
    assert str(raised.value).startswith(f"{finding.location}: ")
    assert "left as it is" in raised.value.hint
    assert file.path.read_text() == text


def test_the_valid_notes_of_a_broken_file_are_shown(file: NotesFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text(BROKEN)
    assert keys_of(file) == [("first-survey", None)]


def test_a_full_disk_is_told_and_nothing_is_changed(file: NotesFile, monkeypatch: pytest.MonkeyPatch) -> None:
    note = file.add(EVENT).note
    before = file.path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotesError, match=r"notes\.yaml can't be written: no space left on device"):
        file.add(PAGE)
    with pytest.raises(NotesError, match="no space left on device"):
        file.change(note, PAGE)
    assert file.path.read_bytes() == before
    assert {path.name for path in file.path.parent.iterdir()} <= {file.path.name, LOCK_NAME}


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(NotesError, match="can't be written"):
        NotesFile(tmp_path / "data" / "riverside-library").add(EVENT)


def test_check_says_nothing_of_the_notes_in_the_users_own_folder(folder: Folder, own_folder: Folder) -> None:
    NotesFile(own_folder.root).add(EVENT)
    assert [finding for finding in check_dossier([folder.root])[1] if "notes.yaml" in finding.path] == []


# -- places -------------------------------------------------------------------------------------------------

TEXTS = make_texts(
    [
        ("Roof 'beyond patching'", "headline"),
        ("Surveyors call the roof of the library “poor”, and buckets stand on every landing.", "paragraph"),
        ("A bucket, seen from above.", "caption"),
        ("Leader Mary Okafor said: “We were told in 2012 and we did nothing.”", "paragraph"),
    ]
)
WORDS = "We were told in 2012 and we did nothing."


def changed_texts(*texts: str) -> list[tuple[str, str]]:
    return [("Roof 'beyond patching'", "headline"), *((text, "paragraph") for text in texts)]


def test_a_passage_is_anchored_by_its_words_and_a_paragraph_by_its_first_ones() -> None:
    start = TEXTS.texts[3].index(WORDS)
    passage = note_on_passage(HERALD, TEXTS, Span(3, start, start + len(WORDS)))
    assert (passage.exact, passage.paragraph, passage.subject) == (WORDS, 2, "passage")
    paragraph = note_on_passage(HERALD, TEXTS, Span(1, 0, 0))
    opening = "Surveyors call the roof of the library “poor”, and buckets stand on"
    assert (paragraph.opening, paragraph.subject) == (opening, "paragraph")
    caption = note_on_passage(HERALD, TEXTS, Span(2, 0, 0))
    assert (caption.caption, caption.paragraph) == (1, None)
    article = note_on_passage(HERALD, TEXTS, Span(0, 0, 0))
    assert (article.words, article.subject) == (None, "article")
    for note, span in (
        (passage, Span(3, start, start + len(WORDS))),
        (paragraph, Span(1, 0, 0)),
        (caption, Span(2, 0, 0)),
        (article, Span(0, 0, 0)),
    ):
        assert locate_note(note, TEXTS).span == span


def test_a_note_follows_its_words_into_another_paragraph_and_through_other_quotation_marks() -> None:
    note = Note(id="n1", article=HERALD, paragraph=2, exact="Ask the “old” leader", prefix="Then: ")
    moved = make_texts(
        changed_texts("New first paragraph.", "Second.", 'They wrote: Ask the "old" leader, please.')
    )
    assert locate_note(note, moved).span == Span(3, 12, 32)


def test_an_opening_survives_changes_in_the_rest_of_its_paragraph() -> None:
    note = note_on_passage(HERALD, TEXTS, Span(1, 0, 0))
    text = "Surveyors call the roof of the library “poor”, and buckets stand on each floor now."
    assert locate_note(note, make_texts(changed_texts("Before.", text))).span == Span(2, 0, 0)


def test_words_that_are_gone_are_adrift_and_the_closest_passage_is_given() -> None:
    note = Note(id="n1", article=HERALD, paragraph=2, exact=WORDS)
    text = "In the end she admitted: “We had been told in 2012 and did nothing at all.”"
    article = make_texts(changed_texts("Something else was told.", text))
    assert locate_note(note, article).is_adrift
    span = closest_passage(note, article)
    assert span is not None
    assert text[span.start : span.end] == "We had been told in 2012 and did nothing"
    assert closest_passage(note, make_texts(changed_texts("Nothing like it here."))) is None


def test_a_note_on_a_quotation_is_found_by_its_words_and_by_its_id_where_words_are_printed_twice() -> None:
    first = Note(id="n1", article=HERALD, quote="q1", paragraph=1, exact="“Nobody” asked")
    second = Note(id="n2", article=HERALD, quote="q5", paragraph=4, exact="Nobody.")
    third = Note(id="n3", article=HERALD, quote="q6", paragraph=5, exact="Nobody.")
    lookup = NoteLookup((first, second, third))
    assert lookup.on_quote(HERALD, "q1", '"Nobody" asked') == [first]
    assert lookup.on_quote(HERALD, "q9", '"Nobody" asked') == [first]
    assert lookup.on_quote(HERALD, "q6", "Nobody.") == [third]
    assert lookup.on_quote("gazette", "q1", "Nobody.") == ()
