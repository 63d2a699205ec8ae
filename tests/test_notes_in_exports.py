"""Bookmarks and notes are written only where they are asked for: with --with-notes, and by ``notes``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pybtex.database import parse_file, parse_string
from pyld import jsonld

from medway_tui.cli.main import cli
from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS
from medway_tui.model.notes import Note
from medway_tui.notes.store import NotesFile
from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.web_annotation_reader import load_context, unknown_terms

SECRET = "Sekret"  # noqa: S105 - no password
NOTE = f"{SECRET}: *whose* promise?\n\n- ask | her"
PLACED: tuple[dict[str, Any], ...] = (
    {"article": HERALD, "quote": "q1", "paragraph": 2, "exact": "A roof is a promise."},
    {"article": GAZETTE, "paragraph": 1, "opening": "Surveyors call the roof of the Riverside library"},
    {"article": GAZETTE},
    {"event": "okafor-steps-down"},
    {"person": "mary-okafor"},
    {"inspection": "2021-roof", "area": "overall"},
    {"difference": "okafor-first-name"},
)
"""A note of each kind."""
REPORTS: dict[str, list[str]] = {
    "quotes": ["promise"],
    "articles": [],
    "read": [GAZETTE],
    "search": ["surveyors"],
    "timeline": [],
    "people": [],
    "ratings": [],
    "differences": [],
}
"""Each command with --with-notes, and the arguments with which it has one of the notes."""


@pytest.fixture
def noted(folder: Folder, own_folder: Folder) -> Folder:
    """Return the library dossier with a note of each kind, and one that is adrift."""
    file = NotesFile(own_folder.root)
    for keys in PLACED:
        file.add(
            Note(id="new", title=f"On {next(iter(keys.values()))}", text=NOTE, tags=("ask", "roof"), **keys)
        )
    file.add(Note(id="new", article=HERALD, paragraph=4, exact="no such words", text=SECRET))
    return folder


def formats_of(command: str) -> list[str]:
    citing = CITING_FORMATS if command in ("quotes", "articles") else {}
    return [*REPORT_FORMATS, *citing]


@pytest.mark.parametrize("command", REPORTS)
def test_a_report_has_notes_where_they_are_asked_for_and_nowhere_else(noted: Folder, command: str) -> None:
    for form in formats_of(command):
        arguments = [*REPORTS[command], "--format", form]
        assert SECRET not in command_output(noted, command, *arguments), form
        assert SECRET in command_output(noted, command, *arguments, "--with-notes"), form
    records = command_records(noted, command, *REPORTS[command], "--with-notes")
    noted_rows = [each for each in records if each["own_bookmark"]]
    assert noted_rows
    assert all(SECRET in each["own_note"] and "ask" in each["own_tags"] for each in noted_rows)
    without = command_records(noted, command, *REPORTS[command])
    assert [{k: v for k, v in each.items() if not k.startswith("own_")} for each in records] == without


def test_the_notes_of_a_report_are_below_it_as_text_and_as_markdown(noted: Folder) -> None:
    text = command_output(noted, "quotes", "promise", "--format", "text", "--with-notes")
    assert text.endswith(
        f"\nYour notes:\n\nOn {HERALD}, paragraph 2 #ask #roof\n   “A roof is a promise.”\n"
        f"   {SECRET}: *whose* promise?\n\n   - ask | her\n"
    )
    markdown = command_output(noted, "quotes", "promise", "--format", "markdown", "--with-notes")
    assert f"\n## Your notes\n\n- **On {HERALD}, paragraph 2** " in markdown
    assert f"\n  {SECRET}: *whose* promise?\n\n  - ask | her\n" in markdown


def test_notes_is_a_list_of_them_with_a_search(noted: Folder) -> None:
    records = command_records(noted, "notes")
    assert {each["on"] for each in records} == {
        "quotation", "paragraph", "article", "event", "person", "judgement", "difference", "passage",
    }  # fmt: skip
    [quotation] = [each for each in records if each["on"] == "quotation"]
    assert (quotation["quote"], quotation["paragraph"], quotation["start"], quotation["adrift"]) == (
        "q1", 2, 54, False,
    )  # fmt: skip
    [adrift] = [each for each in records if each["on"] == "passage"]
    assert (adrift["adrift"], adrift["start"]) == (True, None)
    assert "[adrift: these words are not in the article as it is now]" in command_output(noted, "notes")
    assert len(command_records(noted, "notes", "--tag", "#roof", "sekret", "surveyors")) == 1
    assert run_command(noted, "notes", "--tag", "nothing").exit_code == 1


def test_a_broken_notes_file_is_named_and_what_can_be_read_is_written(
    noted: Folder, own_folder: Folder
) -> None:
    own_folder.append("notes.yaml", "\n- id: bad\n  evnt: x\n")
    result = run_command(noted, "quotes", "promise", "--with-notes", "--format", "text")
    assert "the key evnt is unknown here; did you mean event?" in result.stderr
    assert SECRET in result.stdout


def test_web_annotations_of_notes_are_valid_and_select_the_words(noted: Folder) -> None:
    page = json.loads(command_output(noted, "notes", "--format", "webannotation"))
    assert unknown_terms(page) == set()
    assert jsonld.expand(page, {"documentLoader": load_context})
    items = {json.dumps(each["target"]): each for each in page["items"]}
    assert len(items) == len(PLACED) + 1
    [quotation] = [each for each in page["items"] if "A roof is a promise." in json.dumps(each["target"])]
    assert quotation["motivation"] == "commenting"
    assert [body["purpose"] for body in quotation["body"]] == ["commenting", "tagging", "tagging"]
    assert quotation["body"][0]["format"] == "text/markdown"
    assert quotation["body"][0]["value"] == NOTE
    source, [quoted, position] = quotation["target"]["source"], quotation["target"]["selector"]
    assert source["value"][position["start"] : position["end"]] == quoted["exact"] == "A roof is a promise."


def test_citations_have_the_notes_on_an_article_as_annotations(noted: Folder) -> None:
    bibliography = parse_string(
        command_output(noted, "articles", "--format", "bibtex", "--with-notes"), "bibtex"
    )
    assert SECRET in bibliography.entries[GAZETTE].fields["annote"]
    items = json.loads(command_output(noted, "articles", "--format", "csl-json", "--with-notes"))
    assert [SECRET in item.get("annote", "") for item in items] == [False, True, True]


# -- datasets -----------------------------------------------------------------------------------------------


def exported(root: Path, target: Path, *arguments: str) -> Path:
    result = CliRunner().invoke(cli, ["export", "--content", str(root), *arguments, str(target)])
    assert (result.exit_code, result.exception) == (0, None) or result.exit_code == 0, result.stderr
    return target


def test_a_dataset_has_no_note_unless_they_are_asked_for(noted: Folder, tmp_path: Path) -> None:
    target = exported(noted.root, tmp_path / "export")
    for path in target.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    # The same bytes as without a notes file at all.
    assert not (target / "csv" / "notes.csv").exists()


def test_a_dataset_with_notes_has_them_in_every_file_that_can_hold_them(
    noted: Folder, tmp_path: Path
) -> None:
    target = exported(noted.root, tmp_path / "export", "--with-notes")
    with_notes = {
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    }
    assert with_notes == {
        "csv/notes.csv", "jsonl/notes.jsonl", "dossier.sqlite", "annotations.jsonld", "articles.bib",
        "articles.csl.json", "articles.ris", "entities.ftm.json",
    }  # fmt: skip
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert "notes" in {each["name"] for each in package["resources"]}
    with closing(sqlite3.connect(target / "dossier.sqlite")) as database:
        rows = database.execute("SELECT text, tags FROM notes WHERE quote = 'q1'").fetchall()
    assert rows == [(NOTE, "ask; roof")]
    page = json.loads((target / "annotations.jsonld").read_text(encoding="utf-8"))
    assert unknown_terms(page) == set()
    assert SECRET in parse_file(str(target / "articles.bib")).entries[GAZETTE].fields["annote"]
    assert "bookmarks and notes of the person who made it" in (target / "README.md").read_text("utf-8")
    # Another export without notes takes its place whole.
    exported(noted.root, target)
    assert not (target / "csv" / "notes.csv").exists()


def test_followthemoney_finds_the_entities_of_notes_valid(noted: Folder, tmp_path: Path) -> None:
    from followthemoney import model  # noqa: PLC0415 - two seconds, which only this test needs

    target = exported(noted.root, tmp_path / "export", "--with-notes")
    entities = [json.loads(line) for line in (target / "entities.ftm.json").read_text("utf-8").splitlines()]
    ids = {each["id"] for each in entities}
    notes = [each for each in entities if SECRET in json.dumps(each)]
    assert len(notes) == len(PLACED) + 1
    for each in notes:
        proxy = model.get_proxy(each, cleaned=False)
        proxy.schema.validate(each)
        kept = {name: len(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: len(values) for name, values in each["properties"].items()}
        assert {value for prop, value in proxy.itervalues() if prop.type.name == "entity"} <= ids
