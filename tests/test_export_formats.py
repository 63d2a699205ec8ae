"""Every format of ``export``, also one that is added later: chosen by name, described, complete, replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from medway_tui.cli.main import cli
from medway_tui.export.citations import DRAFT_LABEL
from medway_tui.export.dataset.registry import DATASET_FORMATS, choose_formats
from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS
from tests.conftest import ROOT
from tests.export_helpers import exported, paths_in, run_export, text_of
from tests.fixtures_library import HERALD, Folder, mark_drafts

ATTRIBUTION = "Contains information from Riverside Council."
WITHOUT_QUOTATIONS = ("popolo", *(each.name for each in CITING_FORMATS.values() if not each.per_quote))
"""The formats that hold articles or people alone."""
every_format = pytest.mark.parametrize("name", DATASET_FORMATS)


@every_format
def test_a_format_writes_what_it_lists_and_nothing_else_is_described(
    folder: Folder, tmp_path: Path, name: str
) -> None:
    folder.append("dossier.yaml", f"\nattribution: {ATTRIBUTION}\n")
    target = exported(folder, tmp_path / "export", "--format", name)
    listed = [file.path for file in DATASET_FORMATS[name].files]
    there = paths_in(target) - {"README.md", "datapackage.json"}
    for path in listed:
        assert any(each.startswith(path) if path.endswith("/") else each == path for each in there), path
    assert all(each in listed or any(each.startswith(path) for path in listed) for each in there)
    readme = (target / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{path}` | " in readme for path in listed)
    others = {file.path for each in DATASET_FORMATS.values() for file in each.files} - set(listed)
    assert not [path for path in others if f"`{path}`" in readme]
    assert ATTRIBUTION in readme.replace("\\", "")
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert ATTRIBUTION in package["description"]
    assert package["medway_tui"]["formats"] == [name]
    assert set(package["medway_tui"]["files"]) == there | {"README.md"}
    resources = {each["path"] for each in package["resources"]}
    assert resources
    assert resources <= there


@every_format
def test_a_format_is_in_the_help_and_in_the_documentation(name: str) -> None:
    described = DATASET_FORMATS[name].description
    help_text = CliRunner().invoke(cli, ["export", "--help"]).stdout
    assert f"    {name}" in help_text
    assert described in " ".join(help_text.split())
    table = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("## A whole dossier")[2]
    assert f"`{name}`" in "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("|"))


@every_format
def test_a_draft_is_marked_wherever_quotations_are(folder: Folder, tmp_path: Path, name: str) -> None:
    mark_drafts(folder)
    target = exported(folder, tmp_path / "export", "--format", name)
    words = text_of(target)
    assert ("A roof is a promise." in words) == (name not in WITHOUT_QUOTATIONS)
    assert (DRAFT_LABEL in words) == (name not in WITHOUT_QUOTATIONS)


@every_format
def test_an_export_with_other_formats_is_replaced(folder: Folder, tmp_path: Path, name: str) -> None:
    alone = exported(folder, tmp_path / "alone", "--format", name)
    target = exported(folder, tmp_path / "export")
    exported(folder, target, "--format", name)
    assert paths_in(target) == paths_in(alone)
    exported(folder, target, "--format", "popolo")
    assert paths_in(target) == {"README.md", "datapackage.json", "popolo.json"}
    assert [path.name for path in target.iterdir() if path.is_dir()] == []


def test_formats_are_written_in_the_order_of_the_list_and_once(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder, tmp_path / "e", "--format", "popolo", "--format", "csv", "--format", "popolo")
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert package["medway_tui"]["formats"] == ["csv", "popolo"]
    assert "quotes" in {each["name"] for each in package["resources"]}


def test_a_file_is_the_same_whatever_else_is_written(folder: Folder, tmp_path: Path) -> None:
    every = exported(folder, tmp_path / "every")
    for each in choose_formats():
        alone = exported(folder, tmp_path / each.name, "--format", each.name)
        for path in paths_in(alone) - {"README.md", "datapackage.json"}:
            assert (alone / path).read_bytes() == (every / path).read_bytes(), path


def test_an_unknown_format_is_compared_with_the_known_ones(folder: Folder, tmp_path: Path) -> None:
    result = run_export(folder, tmp_path / "export", "--format", "jsnl")
    assert (result.exit_code, result.stderr) == (
        2,
        "medway-tui: --format can't be jsnl\n  did you mean jsonl?\n",
    )
    assert not (tmp_path / "export").exists()


def test_a_name_means_the_same_everywhere() -> None:
    assert set(DATASET_FORMATS) >= set(CITING_FORMATS)
    shared = set(DATASET_FORMATS) & set(REPORT_FORMATS)
    assert shared == {"csv", "jsonl"}
    for name in shared:
        assert [file.path for file in DATASET_FORMATS[name].files] == [f"{name}/"]
        assert REPORT_FORMATS[name].suffix == f".{name}"


def test_csv_for_excel_begins_with_a_byte_order_mark(folder: Folder, tmp_path: Path) -> None:
    plain = exported(folder, tmp_path / "plain", "--format", "csv")
    marked = exported(folder, tmp_path / "marked", "--format", "csv", "--bom")
    for path in (plain / "csv").iterdir():
        assert (marked / "csv" / path.name).read_bytes() == b"\xef\xbb\xbf" + path.read_bytes()
    assert "byte order mark" in (marked / "README.md").read_text(encoding="utf-8")
    assert "byte order mark" not in (plain / "README.md").read_text(encoding="utf-8")
    result = run_export(folder, tmp_path / "none", "--format", "sqlite", "--bom")
    assert (result.exit_code, result.stderr) == (
        2,
        "medway-tui: --bom is for CSV, which is not among the formats\n  add --format csv\n",
    )


def test_csv_with_a_byte_order_mark_is_a_valid_package(folder: Folder, tmp_path: Path) -> None:
    from frictionless import Package  # noqa: PLC0415 - half a second, which only this test needs

    target = exported(folder, tmp_path / "export", "--format", "csv", "--bom")
    package = Package(str(target / "datapackage.json"))
    assert package.validate().valid
    quotes = package.get_table_resource("quotes").read_rows()
    assert {row["article"] for row in quotes} > {HERALD}
