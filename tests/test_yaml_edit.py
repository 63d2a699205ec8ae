"""Edits of entries in a quotes file change only what was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.authoring.entries import (
    EntryChange,
    FileEdit,
    apply_change,
    hash_bytes,
    plan_edit,
    undo_edits,
    write_edits,
)
from medway_tui.content.anchors import find_anchor, make_selector
from medway_tui.model.locations import Span
from medway_tui.yaml_io.atomic_write import FileChangedError
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.nodes import parse_document

FILE = """\
# Typed on the train.
- id: q1   # the first
  # Ask her whether it was "shut".
  draft: 0.91  # the program's
  paragraph: 1
  exact: >-   # as printed
     The roof is shut, and it
     will stay shut.
  speaker: 'mary-okafor'
  type: direct

# The next is from the second page.
- draft: 0.4
  exact: "a \\"promise\\""
  id: q2
  paragraph: 2
  type: mixed

- {id: q3, paragraph: 3, exact: never, type: mixed, draft: 0.1}
-
  id: q4
  paragraph: 3
  exact: wet # and how
  type: mixed
  draft: 0.5
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "quotes.yaml"
    path.write_bytes(FILE.encode())
    return path


def write_changes(path: Path, changes: Sequence[EntryChange], read_as: Sequence[str]) -> FileEdit:
    made = plan_edit(path, changes, read_as=read_as)
    write_edits(path.parent, "a test", [made])
    return made


def change(path: Path, *changes: EntryChange) -> str:
    """Edit the file and return its text."""
    write_changes(path, changes, read_as=[hash_bytes(path.read_bytes())])
    return path.read_bytes().decode()


def without(*lines: str) -> str:
    """Return the file without some lines."""
    text = FILE
    for line in lines:
        assert text.count(f"{line}\n") == 1
        text = text.replace(f"{line}\n", "")
    return text


CHANGES = {
    "a draft is confirmed, and the remark on its line stays": (
        EntryChange("q1", {"draft": None}),
        FILE.replace("  draft: 0.91  # the program's\n", "  # the program's\n"),
    ),
    "a key behind the hyphen goes": (
        EntryChange("q2", {"draft": None}),
        FILE.replace("- draft: 0.4\n  exact", "- exact"),
    ),
    "the last key of the file goes": (EntryChange("q4", {"draft": None}), without("  draft: 0.5")),
    "a speaker in marks stays in marks": (
        EntryChange("q1", {"speaker": "tom-ashdown"}),
        FILE.replace("'mary-okafor'", "'tom-ashdown'"),
    ),
    "a speaker more comes where the format has it": (
        EntryChange("q4", {"speaker": "tom-ashdown"}),
        FILE.replace("  exact: wet # and how\n", "  exact: wet # and how\n  speaker: tom-ashdown\n"),
    ),
    "words in a block stay in a block": (
        EntryChange("q1", {"exact": "The roof: shut # for good"}),
        FILE.replace("The roof is shut, and it\n     will stay shut.", "The roof: shut # for good"),
    ),
    "words in marks": (
        EntryChange("q2", {"exact": 'a "vow" \\o/'}),
        FILE.replace('"a \\"promise\\""', '"a \\"vow\\" \\\\o/"'),
    ),
    "plain words that must be marked": (
        EntryChange("q4", {"exact": "wet: through"}),
        FILE.replace("exact: wet #", 'exact: "wet: through" #'),
    ),
    "a number": (
        EntryChange("q4", {"paragraph": "4"}),
        FILE.replace("q4\n  paragraph: 3", "q4\n  paragraph: 4"),
    ),
    "several keys at once": (
        EntryChange("q4", {"exact": "wet through", "prefix": "it is", "type": "direct", "draft": None}),
        FILE.replace(
            "exact: wet # and how\n  type: mixed\n  draft: 0.5\n",
            "exact: wet through # and how\n  prefix: it is\n  type: direct\n",
        ),
    ),
    "an entry goes, and the remark above it stays": (
        EntryChange("q2", drop=True),
        FILE.replace(
            '- draft: 0.4\n  exact: "a \\"promise\\""\n  id: q2\n  paragraph: 2\n  type: mixed\n', ""
        ),
    ),
    "the last entry goes": (
        EntryChange("q4", drop=True),
        FILE[: FILE.index("-\n  id: q4")],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_change_is_just_what_was_meant(path: Path, name: str, ends: str) -> None:
    made, after = CHANGES[name]
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", ends).encode())
    assert change(path, made) == "\ufeff" + after.replace("\n", ends)


def test_a_list_without_entries_says_so(path: Path) -> None:
    path.write_text("# All of them.\n- id: q1\n  paragraph: 1\n")
    assert change(path, EntryChange("q1", drop=True)) == "# All of them.\n[]\n"


def test_a_change_is_undone_to_the_byte(path: Path) -> None:
    made = write_changes(path, [EntryChange("q1", {"draft": None})], read_as=[hash_bytes(FILE.encode())])
    assert path.read_bytes() != FILE.encode()
    undo_edits(path.parent, "a test", [made])
    assert path.read_bytes() == FILE.encode()


def test_undo_leaves_what_somebody_else_has_changed(path: Path) -> None:
    made = write_changes(path, [EntryChange("q1", {"draft": None})], read_as=[hash_bytes(FILE.encode())])
    path.write_bytes(made.after + b"# mine\n")
    with pytest.raises(FileChangedError):
        undo_edits(path.parent, "a test", [made])
    assert path.read_bytes() == made.after + b"# mine\n"


def test_a_file_that_somebody_else_has_changed_stays(path: Path) -> None:
    with pytest.raises(FileChangedError):
        write_changes(path, [EntryChange("q1", {"draft": None})], read_as=[hash_bytes(b"another text")])
    assert path.read_text() == FILE


@pytest.mark.parametrize(
    ("text", "entry", "says"),
    [
        (FILE, "q9", "no entry q9"),
        (FILE, "q3", "written in a way that can't be changed by itself"),
        ("- id: [\n", "q1", ":1:8: this is not YAML"),
        ("id: q1\n", "q1", "is not a list"),
    ],
)
def test_what_can_not_be_changed_stays_and_is_reported(path: Path, text: str, entry: str, says: str) -> None:
    path.write_text(text)
    with pytest.raises(EditError, match=re.escape(says)):
        change(path, EntryChange(entry, {"draft": None}))
    assert path.read_text() == text


WORDS = (
    st.text(st.sampled_from("ab :#'\"-–“”’é図&*!|>%@`{}[],?\\\u00a0"), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@given(WORDS, st.sampled_from(["q1", "q2", "q4"]))
def test_whatever_the_words_they_are_written_so_that_they_are_read(words: str, entry: str) -> None:
    document, _ = parse_document("x", FILE, b"")
    made = apply_change(document, EntryChange(entry, {"exact": words}))
    assert isinstance(made.value, list)
    assert isinstance(document.value, list)
    for before, after in zip(document.value, made.value, strict=True):
        assert isinstance(before, dict)
        assert after == ({**before, "exact": words} if before["id"] == entry else before)
    left = [line for line in FILE.splitlines() if "#" in line and "exact" not in line]
    assert [line for line in left if line in made.text.splitlines()] == left


@given(st.text("ab ", min_size=1, max_size=12), st.data())
def test_what_is_reported_of_a_place_leads_back_to_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(1, start, end)
    texts = ["ab", text]
    made = make_selector(texts, span)
    if made is None:
        # Words are found whole: "ab" in "abb" is none.
        is_cut = any(text[at - 1 : at + 1].isalpha() and 0 < at < len(text) for at in (start, end))
        assert text.count(text[start:end]) > 1 or not text[start:end].strip() or is_cut
        return
    assert made.exact == text[start:end]
    assert find_anchor(texts, 1, *made) == (span, "exact")


def test_words_that_appear_twice_are_distinguished_by_their_neighbours() -> None:
    text = "It is safe, he said. It is not safe, she said."
    made = make_selector(["", text], Span(1, 31, 35))
    assert made == ("safe", "not", None)
