"""``csv``, ``jsonl``, ``sqlite`` and ``xlsx``, read by table programs."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas
import pytest
from exported import Exported, note_reader, require_program

from medway_tui.export.dataset.registry import DATASET_FORMATS


def words(records: list[Any]) -> list[tuple[Any, ...]]:
    """Return what the test compares of each quotation: where it is, who speaks, the words and their date."""
    return [
        (
            each["article"], each["id"], *(_whole(each[name]) for name in ("paragraph", "start", "end")),
            each["exact"], _known(each["speaker"]), _known(each["published"]),
        )
        for each in records
    ]  # fmt: skip


def _known(value: Any) -> Any:
    return None if value is None or value != value else value  # noqa: PLR0124 - NaN alone differs from itself


def _whole(value: Any) -> int | None:
    return None if _known(value) is None else int(value)


def test_pandas_reads_the_csv(exported: Exported) -> None:
    note_reader("csv", "pandas")
    frame = pandas.read_csv(exported.folder / "csv" / "quotes.csv", keep_default_na=False, na_values=[""])
    found: list[Any] = frame.to_dict("records")
    expected = [{**each, "exact": _as_cell(each["exact"])} for each in exported.quotes]
    assert words(found) == words(expected)
    assert list(frame["party_unclear"]) == [each["party_unclear"] for each in exported.quotes]


def _as_cell(text: str) -> str:
    """An apostrophe keeps a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def test_polars_reads_the_csv_and_the_json_lines(exported: Exported) -> None:
    polars = pytest.importorskip("polars")
    note_reader("csv", "polars")
    note_reader("jsonl", "polars")
    frame = polars.read_csv(exported.folder / "csv" / "quotes.csv", infer_schema_length=None)
    assert frame.height == len(exported.quotes)
    lines = polars.read_ndjson(exported.folder / "jsonl" / "quotes.jsonl", infer_schema_length=None)
    assert words(lines.to_dicts()) == words(exported.quotes)
    assert lines["speakers"].to_list() == [each["speakers"] for each in exported.quotes]


def test_frictionless_finds_the_csv_as_the_package_describes_it(exported: Exported) -> None:
    from frictionless import Package  # noqa: PLC0415 - half a second

    note_reader("csv", "frictionless")
    package = Package(str(exported.folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    resource: Any = package.get_resource("quotes")
    rows = [row.to_dict() for row in resource.read_rows()]
    assert [
        (each["article"], each["start"], _known(each["draft"] and float(each["draft"]))) for each in rows
    ] == [(each["article"], each["start"], each["draft"]) for each in exported.quotes]


def test_pandas_reads_the_json_lines(exported: Exported) -> None:
    note_reader("jsonl", "pandas")
    frame = pandas.read_json(exported.folder / "jsonl" / "quotes.jsonl", lines=True, convert_dates=False)
    found: list[Any] = frame.to_dict("records")
    assert words(found) == words(exported.quotes)
    assert list(frame["speakers"]) == [each["speakers"] for each in exported.quotes]


def test_sqlite_answers_in_the_words_of_the_dossier(exported: Exported) -> None:
    note_reader("sqlite", "sqlite3", sqlite3.sqlite_version)
    with closing(sqlite3.connect(exported.folder / "dossier.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        frame = pandas.read_sql_query("SELECT * FROM quotations", database)
        found: list[Any] = frame.to_dict("records")
        assert words(found) == words(exported.quotes)
        cut = database.execute(
            'SELECT q.exact, substr(p.text, q.start + 1, q."end" - q.start) FROM quotes q JOIN paragraphs p'
            " ON p.article = q.article AND p.paragraph = q.paragraph WHERE q.start IS NOT NULL"
        ).fetchall()
    assert cut
    assert all(exact == there for exact, there in cut)


def test_datasette_serves_the_database(exported: Exported) -> None:
    from datasette.app import Datasette  # noqa: PLC0415 - a second

    note_reader("sqlite", "datasette")
    metadata = json.loads((exported.folder / "metadata.json").read_text(encoding="utf-8"))
    served = Datasette([str(exported.folder / "dossier.sqlite")], metadata=metadata)

    async def ask() -> list[Any]:
        page = await served.client.get("/dossier/quotations.json?_shape=array&_size=max")
        assert (await served.client.get("/dossier")).status_code == 200
        rows: list[Any] = page.json()
        return rows

    assert words(asyncio.run(ask())) == words(exported.quotes)


@pytest.mark.skipif("xlsx" not in DATASET_FORMATS, reason="there is no xlsx")
def test_pandas_and_openpyxl_read_the_workbook(exported: Exported) -> None:
    note_reader("xlsx", "pandas")
    note_reader("xlsx", "openpyxl")
    [path] = exported.folder.glob("*.xlsx")
    frame = pandas.read_excel(path, sheet_name="quotes", keep_default_na=False, na_values=[""])
    found: list[Any] = frame.to_dict("records")
    assert words(found) == words(exported.quotes)


@pytest.mark.skipif("xlsx" not in DATASET_FORMATS, reason="there is no xlsx")
def test_libreoffice_reads_the_workbook(exported: Exported, tmp_path: Path) -> None:
    office = require_program("soffice")
    done = subprocess.run([office, "--version"], capture_output=True, encoding="utf-8", check=True)
    note_reader("xlsx", "LibreOffice", done.stdout.split()[1])
    # Commas, quotation marks, UTF-8, every sheet a file.
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [
            office, "--headless", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--convert-to",
            target, "--outdir", tmp_path, exported.folder / "dossier.xlsx",
        ],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    frame = pandas.read_csv(tmp_path / "dossier-quotes.csv", keep_default_na=False, na_values=[""])
    found: list[Any] = frame.to_dict("records")
    assert words(found) == words(exported.quotes)
