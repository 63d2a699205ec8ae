"""The text of imported originals is in no export unless it is asked for, in any format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from medway_tui.export.dataset.registry import DATASET_FORMATS
from medway_tui.model.notes import Note
from medway_tui.notes.store import NotesFile
from medway_tui.text import OMISSION
from tests.cli_helpers import command_output
from tests.export_helpers import exported, paths_in, run_export, text_of
from tests.fixtures_library import GAZETTE, NEWSLETTER, Folder
from tests.process_helpers import PROGRAM, run_python
from tests.test_export_formats import WITHOUT_QUOTATIONS
from tests.test_public_index import ORIGINAL

PRINTED = ("kettle is mended", "Surveyors who looked in on Thursday", "she would only say that")
"""Words of the newspapers, from an original alone and from one that overrides an account."""
EVIDENCE = "Pails and paperbacks"
"""Words of the newspaper that an event has as evidence."""


@pytest.fixture
def imported(folder: Folder, own_folder: Folder) -> Folder:
    """Return the library dossier with an original that overrides an account, and evidence in it."""
    own_folder.write(f"articles/{GAZETTE}.yaml", ORIGINAL)
    folder.append(
        "events.yaml",
        f"""
- id: pails
  date: "2021-03-03"
  title: Someone carries pails.
  evidence:
    - article: {GAZETTE}
      paragraph: 2
      exact: {EVIDENCE}
""",
    )
    return folder


@pytest.mark.parametrize("name", DATASET_FORMATS)
def test_no_format_has_the_text_of_originals_unless_it_is_asked_for(
    imported: Folder, tmp_path: Path, name: str
) -> None:
    withheld = text_of(exported(imported, tmp_path / "withheld", "--format", name))
    assert not [words for words in (*PRINTED, EVIDENCE) if words in withheld]
    asked = text_of(exported(imported, tmp_path / "asked", "--format", name, "--with-originals"))
    assert ("kettle is mended" in asked or "“rather damp”" in asked) == (name not in WITHOUT_QUOTATIONS)


def test_every_file_has_them_where_they_are_asked_for(imported: Folder, tmp_path: Path) -> None:
    target = exported(imported, tmp_path / "export", "--with-originals")
    for path in ("csv/paragraphs.csv", "jsonl/paragraphs.jsonl", "dossier.sqlite", "entities.ftm.json"):
        data = (target / path).read_bytes().decode("utf-8", errors="replace")
        assert all(words in data for words in PRINTED), path
    assert "withheld" not in (target / "README.md").read_text(encoding="utf-8")


def test_positions_are_right_in_what_is_left(imported: Folder, tmp_path: Path) -> None:
    target = exported(imported, tmp_path / "export", "--format", "jsonl", "--format", "webannotation")
    texts = {(each["article"], each["paragraph"]): each["text"] for each in _records(target, "paragraphs")}
    quotes = [each for each in _records(target, "quotes") if each["article"] in (GAZETTE, NEWSLETTER)]
    assert {each["article"] for each in quotes} == {GAZETTE, NEWSLETTER}
    for each in quotes:
        text = texts[each["article"], each["paragraph"]]
        assert text[each["start"] : each["end"]] == each["exact"]
    assert texts[NEWSLETTER, 1] == OMISSION
    for each in json.loads((target / "annotations.jsonld").read_text(encoding="utf-8"))["items"]:
        source, (quoted, position) = each["target"][0]["source"], each["target"][0]["selector"]
        assert source["value"][position["start"] : position["end"]] == quoted["exact"]
        # A page of a newspaper has no omissions.
        assert OMISSION not in json.dumps(each["target"][1:], ensure_ascii=False)


def _records(target: Path, table: str) -> list[dict[str, Any]]:
    lines = (target / "jsonl" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_summary_and_the_readme_say_what_is_withheld(imported: Folder, tmp_path: Path) -> None:
    result = run_export(imported, tmp_path / "export")
    assert "  the text of 2 originals is withheld: --with-originals adds it\n" in result.stderr
    readme = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    assert "**The newspaper’s own text of 2 articles is withheld.**" in readme
    imported.remove(f"articles/{NEWSLETTER}.yaml")
    result = run_export(imported, tmp_path / "export", "--with-originals")
    assert "withheld" not in result.stderr


def test_notes_on_words_that_are_withheld_are_on_the_article(
    imported: Folder, own_folder: Folder, tmp_path: Path
) -> None:
    file = NotesFile(own_folder.root)
    file.add(Note(id="new", article=NEWSLETTER, paragraph=1, exact="The kettle is mended", text="Which?"))
    file.add(Note(id="new", article=NEWSLETTER, paragraph=2, exact="rather damp", text="How damp?"))
    target = exported(imported, tmp_path / "export", "--with-notes")
    assert "kettle" not in text_of(target)
    places = {each["text"]: (each["on"], each["exact"], each["adrift"]) for each in _records(target, "notes")}
    assert places == {"Which?": ("article", None, False), "How damp?": ("passage", "rather damp", False)}
    assert "A note on words that are withheld is on the article." in (target / "README.md").read_text("utf-8")
    both = exported(imported, tmp_path / "both", "--with-notes", "--with-originals")
    assert "The kettle is mended" in {each["exact"] for each in _records(both, "notes")}


def test_annotations_of_a_command_have_no_text_of_an_original(imported: Folder, own_folder: Folder) -> None:
    NotesFile(own_folder.root).add(
        Note(id="new", article=NEWSLETTER, paragraph=2, exact="rather damp", text="How damp?")
    )
    for arguments in (["quotes"], ["quotes", "--with-notes"], ["notes"]):
        output = command_output(imported, *arguments, "--format", "webannotation")
        assert "rather damp" in output
        assert "A volunteer thought" not in output
        assert "She left at once" not in output
    # The user's own screen shows what the reader does.
    assert "The kettle is mended" in command_output(imported, "read", NEWSLETTER)
    assert "kettle" in command_output(imported, "search", "kettle")


def test_a_full_disk_under_the_copy_of_the_index_is_an_error_of_one_sentence(
    imported: Folder, tmp_path: Path
) -> None:
    run_export(imported, tmp_path / "export")
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); "
    result = run_python(full + PROGRAM, "export", "--content", imported.root, tmp_path / "other")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "the copy of the index without originals can't be written to " in result.stderr
    assert paths_in(tmp_path / "other") == set()
