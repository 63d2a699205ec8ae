"""``medway-tui export``: every file is read back by another program; other folders are safe."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pybtex.database import parse_file
from pyld import jsonld

from medway_tui.cli.main import cli
from medway_tui.export.dataset.registry import DATASET_FORMATS
from medway_tui.export.dataset.sqlite import VIEWS
from medway_tui.export.dataset.tables import TABLES
from medway_tui.export.quotes import QUOTE_COLUMNS
from medway_tui.index.connection import Index
from medway_tui.index.dump import ArticleRecord, iter_articles
from medway_tui.index.quotes import find_quotes
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_records
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, mark_drafts, write_library
from tests.process_helpers import PROGRAM, run_python
from tests.web_annotation_reader import load_context, unknown_terms


def export(root: Path, target: Path) -> Result:
    done = CliRunner().invoke(cli, ["export", "--content", str(root), "--with-originals", str(target)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.stdout == ""
    return done


def exported(root: Path, target: Path) -> Path:
    result = export(root, target)
    assert result.exit_code == 0, result.stderr
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_broken_references(folder: Folder) -> None:
    """Add references to what does not exist: an adrift quotation, a speaker, a party, a framework."""
    folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    folder.change("organisations.yaml", "- id: purple-party", "- id: violet-party")
    valid_text = folder.read(f"quotes/{GAZETTE}.yaml")
    folder.write(
        f"quotes/{GAZETTE}.yaml", valid_text.replace("speaker: mary-okafor", "speaker: nobody-known")
    )
    frameworks = folder.read("frameworks.yaml")
    folder.write("frameworks.yaml", frameworks.replace("- id: ", "- id: x-"))


@pytest.fixture(scope="module", params=["small", "broken", "shipped"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Folder, Path]]:
    """Return a dossier and the folder of its export."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CACHE", "DATA", "CONFIG"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name))
        folder = Folder(ROOT / "content") if request.param == "shipped" else write_library(home / "dossier")
        if request.param == "broken":
            add_broken_references(folder)
        yield folder, exported(folder.root, home / "export")


# -- read back --------------------------------------------------------------------------------------------


def test_frictionless_finds_the_package_valid(made: tuple[Folder, Path]) -> None:
    from frictionless import Package  # noqa: PLC0415 - half a second, which only this test needs

    report = Package(str(made[1] / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(TABLES)


def test_the_tables_are_the_same_as_csv_as_json_lines_and_in_the_database(made: tuple[Folder, Path]) -> None:
    _, target = made
    with closing(sqlite3.connect(target / "dossier.sqlite")) as database:
        for each in TABLES:
            records_ = lines(target / "jsonl" / f"{each.name}.jsonl")
            assert all(tuple(record) == each.header for record in records_)
            cells = [{name: _cell(value) for name, value in record.items()} for record in records_]
            assert table(target / "csv" / f"{each.name}.csv") == cells
            kept = [column.name for column in each.columns if not column.is_joined]
            quoted = ", ".join(f'"{name}"' for name in kept)
            rows = database.execute(f'SELECT {quoted} FROM "{each.name}" ORDER BY rowid').fetchall()
            assert [_plain(dict(zip(kept, row, strict=True))) for row in rows] == [
                _plain({name: record[name] for name in kept}) for record in records_
            ]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: "; ".join(value) if isinstance(value, list) else value for name, value in record.items()}


def test_the_quotations_are_those_of_the_command(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder.root, tmp_path / "export")
    assert lines(target / "jsonl" / "quotes.jsonl") == command_records(folder, "quotes")
    assert lines(target / "jsonl" / "articles.jsonl") == command_records(folder, "articles")
    with closing(sqlite3.connect(target / "dossier.sqlite")) as database:
        found = database.execute("SELECT * FROM quotations")
        assert tuple(column[0] for column in found.description) == QUOTE_COLUMNS
        assert [dict(zip(QUOTE_COLUMNS, row, strict=True)) for row in found] == [
            # The database has lists as one text.
            {name: "; ".join(value) if isinstance(value, list) else value for name, value in record.items()}
            for record in command_records(folder, "quotes")
        ]


def test_the_database_is_valid_and_its_views_answer(made: tuple[Folder, Path]) -> None:
    with closing(sqlite3.connect(made[1] / "dossier.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for view in VIEWS:
            assert database.execute(f'SELECT count(*) FROM "{view}"').fetchone()[0] > 0, view


def test_words_are_found_without_accents_or_case(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder.root, tmp_path / "export")
    with closing(sqlite3.connect(target / "dossier.sqlite")) as database:
        found = database.execute(
            "SELECT id FROM quotes WHERE number IN (SELECT rowid FROM quotes_fts('PROMISE'))"
        ).fetchall()
        assert found == [("q1",)]
        assert database.execute(
            "SELECT article FROM paragraphs WHERE number IN (SELECT rowid FROM paragraphs_fts('laine'))"
        ).fetchall()


async def test_datasette_opens_the_database(folder: Folder, tmp_path: Path) -> None:
    from datasette.app import Datasette  # noqa: PLC0415 - a second, which only this test needs

    target = exported(folder.root, tmp_path / "export")
    metadata = json.loads((target / "metadata.json").read_text(encoding="utf-8"))
    datasette = Datasette([str(target / "dossier.sqlite")], metadata=metadata)
    page = await datasette.client.get("/dossier/quotes.json?_search=promise&_labels=on&_shape=array")
    [row] = page.json()
    assert row["exact"] == "A roof is a promise."
    assert row["article"] == {"value": HERALD, "label": "New leader, old roof"}
    assert row["speaker"] == {"value": "mary-okafor", "label": "Mary Okafor"}
    page = await datasette.client.get("/dossier/quotations")
    assert page.status_code == 200
    assert "The roof of Riverside library" in (await datasette.client.get("/")).text
    for name in (*VIEWS, *(each.name for each in TABLES)):
        page = await datasette.client.get(f"/dossier/{name}.json?_size=1")
        assert page.status_code == 200, name


def test_followthemoney_finds_every_entity_valid(made: tuple[Folder, Path]) -> None:
    from followthemoney import model  # noqa: PLC0415 - two seconds, which only this test needs

    entities = lines(made[1] / "entities.ftm.json")
    ids = {each["id"] for each in entities}
    assert len(ids) == len(entities)
    for each in entities:
        proxy = model.get_proxy(each, cleaned=False)
        proxy.schema.validate(each)
        # The library drops invalid values, such as impossible dates.
        kept = {name: len(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: len(values) for name, values in each["properties"].items()}
        for prop, value in proxy.itervalues():
            assert prop.type.name != "entity" or value in ids
    schemata = {each["schema"] for each in entities}
    assert {"Article", "Documentation", "Mention", "Person", "PublicBody", "Membership"} <= schemata


def test_the_entities_say_who_said_what(folder: Folder, tmp_path: Path) -> None:
    entities = lines(exported(folder.root, tmp_path / "export") / "entities.ftm.json")
    by_id = {each["id"]: each for each in entities}
    said = next(each for each in entities if each["properties"].get("summary") == ["“A roof is a promise.”"])[
        "properties"
    ]
    assert by_id[said["entity"][0]]["properties"]["name"] == ["Mary Okafor"]
    assert by_id[said["document"][0]]["properties"]["title"] == ["New leader, old roof"]
    assert said["date"] == ["2021-05"]
    again = exported(folder.root, tmp_path / "again")
    assert {each["id"] for each in lines(again / "entities.ftm.json")} == set(by_id)


def test_names_as_printed_are_mentions_and_pronouns_are_not(folder: Folder, tmp_path: Path) -> None:
    folder.change(f"quotes/{GAZETTE}.yaml", "Council leader Mary Okafor (Grn)", "She")
    entities = lines(exported(folder.root, tmp_path / "export") / "entities.ftm.json")
    mentions = [each["properties"]["name"] for each in entities if each["schema"] == "Mention"]
    assert ["Cllr Okafor", "Mary Okafor"] in mentions
    assert ["A volunteer"] in mentions
    assert not any("She" in names for names in mentions)


def test_popolo_holds_the_people_the_bodies_and_the_roles(folder: Folder, tmp_path: Path) -> None:
    popolo = json.loads(
        (exported(folder.root, tmp_path / "export") / "popolo.json").read_text(encoding="utf-8")
    )
    assert set(popolo) == {"persons", "organizations", "memberships", "areas"}
    people = {each["id"]: each for each in popolo["persons"]}
    bodies = {each["id"]: each for each in popolo["organizations"]}
    assert people["mary-okafor"] == {
        "id": "mary-okafor",
        "name": "Mary Okafor",
        "other_names": [{"name": "Marie Okafor", "note": "The Herald"}, {"name": "Cllr Okafor"}],
    }
    assert bodies["green-party"]["classification"] == "party"
    for each in popolo["memberships"]:
        assert each["person_id"] in people
        assert each["organization_id"] in bodies
        assert each.get("on_behalf_of_id", "green-party") in bodies
    first = popolo["memberships"][0]
    assert (first["role"], first["start_date"]) == ("Councillor", "2015-05")
    assert first["area"]["name"] == "Quayside"
    assert first["area"] in popolo["areas"]
    assert first["area_id"] == first["area"]["id"]


def test_a_source_without_an_address_is_no_link_of_popolo(folder: Folder, tmp_path: Path) -> None:
    people = folder.read("people.yaml")
    address = "url: https://council.example.org/people"
    folder.write("people.yaml", people.replace(address, "note: Minutes of 2015", 1))
    text = (exported(folder.root, tmp_path / "export") / "popolo.json").read_text(encoding="utf-8")
    memberships = json.loads(text)["memberships"]
    assert all(link["url"] for each in memberships for link in each.get("sources", ()))
    assert ["Minutes of 2015"] in [each.get("source_notes") for each in memberships]


def test_the_package_names_its_sources_and_for_which_a_licence_is_valid(tmp_path: Path) -> None:
    target = exported(ROOT / "content", tmp_path / "export")
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    (licence,) = package["licenses"]
    assert licence["name"] == "open-government-licence"
    reports = ["https://files.ofsted.gov.uk/v1/file/50103321", "https://files.ofsted.gov.uk/v1/file/50227723"]
    assert licence["title"] == f"Open Government Licence, of these sources alone: {', '.join(reports)}"
    paths = [source["path"] for source in package["sources"] if "path" in source]
    assert len(set(paths)) == len(paths)
    assert set(reports) < set(paths)
    assert all(source["title"] for source in package["sources"])


def test_a_title_is_no_markup_of_the_readme(folder: Folder, tmp_path: Path) -> None:
    folder.change("dossier.yaml", "title: ", "title: <b>*A*</b> [x](http://y) ")
    readme = (exported(folder.root, tmp_path / "export") / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# \\<b\\>\\*A\\*\\</b\\> \\[x\\](http://y)")


def test_citations_and_annotations_are_those_of_all_articles(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder.root, tmp_path / "export")
    ids = [NEWSLETTER, GAZETTE, HERALD]
    assert [each["id"] for each in json.loads((target / "articles.csl.json").read_text("utf-8"))] == ids
    assert list(parse_file(str(target / "articles.bib")).entries) == ids
    page = json.loads((target / "annotations.jsonld").read_text(encoding="utf-8"))
    assert unknown_terms(page) == set()
    assert jsonld.expand(page, {"documentLoader": load_context})
    assert len(page["items"]) == len(command_records(folder, "quotes"))


def test_the_export_says_what_each_of_its_files_is(made: tuple[Folder, Path]) -> None:
    _, target = made
    there = set(contents(target))
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert there == {"datapackage.json", *package["medway_tui"]["files"]}
    for path, said in package["medway_tui"]["files"].items():
        data = (target / path).read_bytes()
        assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    readme = (target / "README.md").read_text(encoding="utf-8")
    for name in (*(path for path in there if "/" not in path), *VIEWS):
        assert f"`{name}`" in readme
    for each in TABLES:
        assert f"### {each.name}" in readme


# -- kept safe --------------------------------------------------------------------------------------------


def test_the_same_dossier_makes_the_same_bytes(folder: Folder, tmp_path: Path) -> None:
    first = contents(exported(folder.root, tmp_path / "one"))
    assert contents(exported(folder.root, tmp_path / "two")) == first
    assert contents(exported(folder.root, tmp_path / "one")) == first


def test_an_earlier_export_is_replaced_also_through_a_link(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder.root, tmp_path / "deep" / "export")
    link = tmp_path / "link"
    link.symlink_to(target)
    (target / "dossier.sqlite-wal").touch()
    folder.remove(f"quotes/{GAZETTE}.yaml")
    exported(folder.root, link)
    assert link.is_symlink()
    assert not (target / "dossier.sqlite-wal").exists()
    assert {each["article"] for each in lines(target / "jsonl" / "quotes.jsonl")} == {HERALD, NEWSLETTER}
    assert [path.name for path in target.parent.iterdir()] == ["export"]


def test_a_folder_that_holds_anything_else_is_left_alone(folder: Folder, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "thesis.txt").write_text("all of it", encoding="utf-8")
    result = export(folder.root, target)
    assert result.exit_code == 2
    assert "holds files that are not an export of this program" in result.stderr
    assert contents(target) == {"thesis.txt": b"all of it"}
    result = export(folder.root, folder.root)
    assert result.exit_code == 2
    ours = exported(folder.root, tmp_path / "ours")
    (ours / "csv" / "counted.csv").write_text("1", encoding="utf-8")
    before = contents(ours)
    result = export(folder.root, ours)
    assert (result.exit_code, contents(ours)) == (2, before)
    assert "holds csv/counted.csv, which is not part of the export" in result.stderr
    (tmp_path / "file").touch()
    assert "is a file" in export(folder.root, tmp_path / "file").stderr
    below = export(folder.root, tmp_path / "file" / "export")
    assert (below.exit_code, "file is a file, so " in below.stderr) == (2, True)


def test_the_folder_one_is_in_is_not_replaced(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty" / "below")
    for name in (".", ".."):
        result = export(folder.root, Path(name))
        assert result.exit_code == 2
        assert f"{name} is the folder you are in" in result.stderr


def test_an_empty_folder_is_filled(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    exported(folder.root, tmp_path / "empty")
    assert (tmp_path / "empty" / "datapackage.json").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes can't be limited there")
@pytest.mark.parametrize("most", [3_000, 40_000])
def test_a_full_disk_leaves_what_stood_there(folder: Folder, tmp_path: Path, most: int) -> None:
    target = exported(folder.root, tmp_path / "out" / "export")
    before = contents(target)
    full = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    result = run_python(full + PROGRAM, "export", "--with-originals", "--content", folder.root, target)
    assert result.returncode == 2, result.stderr
    assert "the export can't be written" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(target) == before
    assert [path.name for path in target.parent.iterdir()] == ["export"]


def test_a_killed_export_leaves_what_stood_there(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder.root, tmp_path / "out" / "export")
    before = contents(target)
    killed = (
        "import os, signal; from medway_tui.export.dataset import exporter\n"
        "exporter.iter_articles = lambda index: os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    result = run_python(killed + PROGRAM, "export", "--with-originals", "--content", folder.root, target)
    assert result.returncode == -9
    assert contents(target) == before
    assert len(list(target.parent.iterdir())) == 2
    exported(folder.root, target)
    assert contents(target) == before
    assert [path.name for path in target.parent.iterdir()] == ["export"]


@pytest.mark.parametrize("renames", [1, 2])
def test_an_export_killed_while_folders_change_places_is_put_right_by_the_next(
    folder: Folder, tmp_path: Path, renames: int
) -> None:
    target = exported(folder.root, tmp_path / "out" / "export")
    # Another export's folder, whose name begins alike, is none of this one's.
    (target.parent / ".export-two-abcdefgh.old").mkdir()
    before = contents(target)
    killed = (
        "import os, pathlib, signal\n"
        "rename, done = pathlib.Path.rename, []\n"
        "def killing(self, target):\n"
        "    rename(self, target)\n"
        "    done.append(self)\n"
        f"    if len(done) == {renames}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "pathlib.Path.rename = killing\n"
    )
    result = run_python(killed + PROGRAM, "export", "--with-originals", "--content", folder.root, target)
    assert result.returncode == -9
    [backup] = [path for path in target.parent.glob(".export-*.old") if "two" not in path.name]
    assert contents(backup) == before
    assert target.exists() is (renames == 2)
    # Also one that fails puts the earlier export back.
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)); "
    assert (
        run_python(full + PROGRAM, "export", "--with-originals", "--content", folder.root, target).returncode
        == 2
    )
    assert {name: data for name, data in contents(target).items() if name != ".being-written"} == before
    exported(folder.root, target)
    assert contents(target) == before
    assert sorted(path.name for path in target.parent.iterdir()) == [".export-two-abcdefgh.old", "export"]


def test_ctrl_c_leaves_what_stood_there(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = exported(folder.root, tmp_path / "out" / "export")
    before = contents(target)

    def stopped(_index: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr("medway_tui.export.dataset.exporter.iter_articles", stopped)
    result = export(folder.root, target)
    assert (result.exit_code, result.stderr) == (130, "")
    assert contents(target) == before
    assert [path.name for path in target.parent.iterdir()] == ["export"]


def test_a_change_while_it_is_written_is_not_half_in_it(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = contents(exported(folder.root, tmp_path / "one"))

    def changed(index: Index) -> Iterator[ArticleRecord]:
        folder.remove(f"quotes/{GAZETTE}.yaml")
        assert len(find_quotes(open_dossier([folder.root]).index)[0]) < len(records_before)
        return iter_articles(index)

    records_before = command_records(folder, "quotes")
    monkeypatch.setattr("medway_tui.export.dataset.exporter.iter_articles", changed)
    assert contents(exported(folder.root, tmp_path / "two")) == whole


def test_what_is_faulty_is_reported(folder: Folder, tmp_path: Path) -> None:
    heavy = [each.name for each in DATASET_FORMATS.values() if each.is_heavy]
    assert export(folder.root, tmp_path / "a").stderr == (
        f"3 articles and 9 quotations written to {tmp_path / 'a'}\n"
        f"  not written unless --format names them: {', '.join(heavy)}\n"
    )
    folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    said = export(folder.root, tmp_path / "b").stderr
    assert "the files have 1 finding: run medway-tui check" in said


def test_drafts_are_marked_and_not_counted(folder: Folder, tmp_path: Path) -> None:
    mark_drafts(folder)
    result = export(folder.root, tmp_path / "export")
    assert "3 articles and 6 quotations written" in result.stderr
    assert "drafts not counted: 4" in result.stderr
    records = lines(tmp_path / "export" / "jsonl" / "quotes.jsonl")
    marked = [each for each in records if (each["note"] or "").startswith("draft, not confirmed (")]
    # One of the four drafts is of type none.
    assert [each["id"] for each in marked] == ["q3", "q4", "q6"]
    articles = lines(tmp_path / "export" / "jsonl" / "articles.jsonl")
    assert sum(each["quotes"] for each in articles) == 6
    with closing(sqlite3.connect(tmp_path / "export" / "dossier.sqlite")) as database:
        counts = dict(database.execute("SELECT id, quotations FROM speakers"))
    # The continuation of q5 is a draft, so q5 as a whole is one too.
    drafted = {(each["article"], each["continues"] or each["id"]) for each in marked}
    confirmed = [
        each["speaker"]
        for each in records
        if not each["continues"] and (each["article"], each["id"]) not in drafted
    ]
    assert counts == Counter(filter(None, confirmed))
    text = (tmp_path / "export" / "annotations.jsonld").read_text(encoding="utf-8")
    assert text.count('"value": "draft, not confirmed (') == len(marked)


def test_no_dossier_is_no_export(folder: Folder, tmp_path: Path) -> None:
    result = export(folder.root / "nowhere", tmp_path / "out" / "export")
    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()


# -- documented -------------------------------------------------------------------------------------------


def test_the_page_on_formats_names_every_file_table_view_and_schema(made: tuple[Folder, Path]) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("## A whole dossier\n")[2]
    for name in contents(made[1]):
        assert f"`{name.split('/')[0]}{'/' if '/' in name else ''}`" in page or name == "README.md"
    for name in (*(each.name for each in TABLES), *VIEWS):
        assert f"`{name}`" in page
    for entity in lines(made[1] / "entities.ftm.json"):
        assert f"`{entity['schema']}`" in page


def test_the_queries_on_the_page_and_in_the_readme_find_something(tmp_path: Path) -> None:
    target = exported(ROOT / "content", tmp_path / "export")
    for page in (ROOT / "docs" / "formats.md", target / "README.md"):
        [query] = re.findall(r"```sql\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        with closing(sqlite3.connect(target / "dossier.sqlite")) as database:
            assert database.execute(query).fetchall()
