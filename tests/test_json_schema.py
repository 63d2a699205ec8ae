"""The JSON Schemas: current, described, and validated by another program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medway_tui.content import files
from medway_tui.content.check import check_content
from medway_tui.content.files import KINDS_BY_NAME, PATH_TEMPLATES, schema_modeline
from medway_tui.content.json_schema import MODELS, schema_files
from medway_tui.content.schema import validate_record
from medway_tui.importing.ratings_import import import_ratings
from medway_tui.sync.locations import shipped_content, user_folder
from medway_tui.yaml_io.nodes import read_document
from medway_tui.yaml_io.source_map import SourceMap
from tests.conftest import ROOT
from tests.fixtures_additions import write_additions
from tests.fixtures_library import GAZETTE, Folder
from tests.process_helpers import run_program, run_python
from tests.ratings_tables import random_table

SCHEMAS = ROOT / "content" / "schema"
KIND = {kind: name for name, kind in KINDS_BY_NAME.items()}


def complaints(name: str, *paths: Path) -> dict[str, list[str]]:
    """Return check-jsonschema's errors by file."""
    schema = str(SCHEMAS / f"{name}.json")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema]
    result = subprocess.run(
        [*command, "-o", "json", *map(str, paths)], capture_output=True, text=True, check=False
    )
    output = json.loads(result.stdout)
    assert output.get("parse_errors", []) == []
    assert result.returncode == (1 if output.get("errors") else 0), result.stderr
    found: dict[str, list[str]] = {}
    for error in output.get("errors", []):
        found.setdefault(Path(error["filename"]).name, []).append(f"{error['path']}: {error['message']}")
    return found


def parts(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping of a schema by its title."""
    for each in (schema, *schema.get("$defs", {}).values()):
        if each["type"] == "object":
            yield each["title"], each


def test_the_schemas_in_the_content_folder_are_those_of_the_model() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()}
    assert written == schema_files(), "run: make schema"


def test_every_field_is_described_and_nothing_else_is_allowed() -> None:
    seen = set()
    for text in schema_files().values():
        schema = json.loads(text)
        for title, part in parts(schema):
            assert part["additionalProperties"] is False, title
            assert part["description"].endswith("."), title
            for key, field in part["properties"].items():
                meant = schema["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
                described = field.get("description") or meant["description"]
                assert described.endswith("."), f"{title}.{key}"
                assert "``" not in described
                seen.add(f"{title}.{key}")
    assert {"Article.headline", "Quote.exact", "Membership.role", "Judgement.grade", "Side.says"} <= seen


def test_each_file_of_the_dossier_names_its_schema_first() -> None:
    for file in files.find_files([shipped_content()]):
        first = Path(file.path).read_text(encoding="utf-8").partition("\n")[0]
        assert first == schema_modeline(KIND[file.kind])
        named = Path(file.path).parent / first.partition("$schema=")[2]
        assert named.resolve() == SCHEMAS / f"{KIND[file.kind]}.json"


@pytest.mark.parametrize("name", KINDS_BY_NAME)
def test_another_program_finds_the_shipped_files_and_a_made_up_dossier_right(
    name: str, folder: Folder
) -> None:
    additions = write_additions(folder.root.parent / "additions")
    if name == "councils":
        for root in (folder.root, additions.root):
            import_ratings([root], "table.csv", random_table(3))
        import_ratings([], "table.csv", random_table(4))
    roots = [shipped_content(), folder.root, additions.root, user_folder("medway-childrens-services")]
    found = [Path(f.path) for f in files.find_files(roots) if KIND[f.kind] == name]
    assert len(found) >= 3
    assert complaints(name, *found) == {}


GOOD = """\
headline: A roof
publisher: The Gazette
published: "2021-03-04"
kind: account
paragraphs:
  - Told.
"""

FAULTS = {
    "misspelt-key": ("headline:", "headlines:", "'headlines' was unexpected"),
    "key-missing": ("publisher: The Gazette\n", "", "'publisher' is a required property"),
    "date-of-one-digit": ('"2021-03-04"', '"2021-3-4"', "published: '2021-3-4' does not match"),
    "empty-text": ("headline: A roof", 'headline: ""', "headline: '' does not match"),
    "text-to-be-written": ("- Told.", "- …", "paragraphs[0]"),
    "no-value": ("publisher: The Gazette", "publisher:", "publisher: None is not of type"),
    "unknown-kind": ("kind: account", "kind: story", "kind: 'story' is not one of"),
    "id-in-the-file": ("headline:", "id: a\nheadline:", "'id' was unexpected"),
    "yes-for-true": ("kind:", "title_ours: yes\nkind:", "title_ours: 'yes' is not of type 'boolean'"),
    "no-list": ("  - Told.", "  Told.", "paragraphs: 'Told.' is not of type 'array'"),
    "digest-too-short": ("- Told.", "- text: a\n    digest: abc", "paragraphs[0]"),
    "address-without-a-host": ("kind:", "url: gazette\nkind:", "url: 'gazette' does not match"),
}


def test_another_program_refuses_what_is_wrong(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.yaml" for name in (*FAULTS, "good")]
    for path in paths:
        old, new, _ = FAULTS.get(path.stem, ("", "", ""))
        assert old in GOOD
        path.write_text(GOOD.replace(old, new), encoding="utf-8")
    found = complaints("article", *paths)
    assert sorted(found) == sorted(f"{name}.yaml" for name in FAULTS)
    for name, (_, _, said) in FAULTS.items():
        assert any(said in each for each in found[f"{name}.yaml"]), found[f"{name}.yaml"]


def test_numbers_without_marks_are_treated_as_check_takes_them(tmp_path: Path, folder: Folder) -> None:
    name = f"quotes/{GAZETTE}.yaml"
    folder.write(f"articles/{GAZETTE}.yaml", GOOD.replace('"2021-03-04"', "2021").replace("Told.", "2013"))
    folder.write(name, "- id: 1\n  paragraph: 1\n  exact: 2013\n  type: direct\n  cue: said\n")
    _, findings = check_content([folder.root])
    assert [f for f in findings if f.path.endswith(name) and f.severity == "error"] == []
    assert complaints("article", folder.root / f"articles/{GAZETTE}.yaml") == {}
    assert complaints("quotes", folder.root / name) == {}


def test_the_command_prints_one_lists_all_and_writes_them(tmp_path: Path) -> None:
    result = run_program("schema", "article")
    assert (result.returncode, result.stdout) == (0, schema_files()["article.json"])
    listed = run_program("schema")
    assert [line.split() for line in listed.stdout.splitlines()] == [
        [n, PATH_TEMPLATES[n]] for n in KINDS_BY_NAME
    ]
    result = run_program("schema", "--into", tmp_path / "made" / "here")
    assert (result.returncode, result.stdout) == (0, f"written: 10 schemas in {tmp_path}/made/here\n")
    assert {
        path.name: path.read_text("utf-8") for path in (tmp_path / "made" / "here").iterdir()
    } == schema_files()


def test_a_kind_that_does_not_exist_and_a_folder_that_cannot_be_made_are_reported(tmp_path: Path) -> None:
    result = run_program("schema", "articles")
    assert (result.returncode, result.stdout) == (2, "")
    assert "'articles' is not one of 'dossier'" in result.stderr
    (tmp_path / "file").write_text("")
    result = run_program("schema", "--into", tmp_path / "file" / "schema")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"medway-tui: {tmp_path}/file/schema can't be written: ")
    assert run_program("schema", "article", "--into", tmp_path).returncode == 2


@pytest.mark.parametrize(
    "arguments", [["schema", "--help"], ["schema"], ["new", "--help"], ["new", "article", "-h"]]
)
def test_help_and_the_list_of_kinds_load_no_screen(arguments: list[str]) -> None:
    code = (
        "import atexit, sys; sys.argv[0] = 'medway-tui';"
        " atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
        " from medway_tui.__main__ import main; main()"
    )
    result = run_python(code, *arguments)
    assert result.returncode == 0
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "medway_tui" in loaded
    assert not loaded & {"textual", "rich"}


_QUOTE = "- id: q1\n  {}\n  exact: a roof\n  type: mixed\n"
_EVENT = "- id: a-roof\n  title: The roof falls\n  {}\n"
_EVIDENCE = _EVENT.format('date: "2020"\n  evidence:\n    - article: a\n      {}')

ALTERNATIVES = {
    "quotes": {
        "paragraph": (True, _QUOTE.format("paragraph: 0")),
        "caption": (True, _QUOTE.format("caption: 1")),
        "no place": (False, _QUOTE.format("note: Nowhere.")),
        "two places": (False, _QUOTE.format("paragraph: 1\n  caption: 1")),
        "caption 0": (False, _QUOTE.format("caption: 0")),
        "speaker": (True, _QUOTE.format("paragraph: 1\n  speaker: a")),
        "speakers": (True, _QUOTE.format("paragraph: 1\n  speakers: [a, b]")),
        "one of several speakers": (False, _QUOTE.format("paragraph: 1\n  speakers: [a]")),
        "a speaker twice": (False, _QUOTE.format("paragraph: 1\n  speakers: [a, a]")),
        "speaker and speakers": (False, _QUOTE.format("paragraph: 1\n  speaker: a\n  speakers: [a, b]")),
    },
    "events": {
        "date": (True, _EVENT.format('date: "2020"')),
        "no date": (False, _EVENT.format("note: Once.")),
        "promise without a date": (False, _EVENT.format('kind: promise\n  due: "2020"')),
        "deadline without a date": (True, _EVENT.format('kind: deadline\n  due: "2020"')),
        "deadline without both": (False, _EVENT.format("kind: deadline")),
        "unknown kind": (False, _EVENT.format('date: "2020"\n  kind: rumour')),
        "evidence in a caption": (True, _EVIDENCE.format("caption: 2")),
        "evidence without a place": (False, _EVIDENCE.format("says: so")),
        "evidence in two places": (False, _EVIDENCE.format("caption: 2\n      paragraph: 1")),
    },
}
"""Entries by kind of file: whether they are right, and their text."""


@pytest.mark.parametrize("name", ALTERNATIVES)
def test_keys_that_exclude_each_other_are_refused_by_the_schema_and_by_check(
    name: str, tmp_path: Path
) -> None:
    cases = ALTERNATIVES[name]
    paths = {case: tmp_path / f"{case}.yaml" for case in cases}
    for case, (_, text) in cases.items():
        paths[case].write_text(text, encoding="utf-8")
    refused = complaints(name, *paths.values())
    assert {case for case, path in paths.items() if path.name in refused} == {
        case for case, (is_right, _) in cases.items() if not is_right
    }
    for case, path in paths.items():
        value = read_document(str(path))[0].value
        assert isinstance(value, list)
        record, _ = validate_record(MODELS[name], value[0], SourceMap(read_document(str(path))[0], (0,)))
        assert (record is not None) == cases[case][0], case
