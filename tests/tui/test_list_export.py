"""``X``: the list of a view is saved in any export format, and no file is lost."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS
from medway_tui.export.report import Report, TableStyle
from medway_tui.sync.dossier import Dossier
from medway_tui.tui.copying import save_dialog
from tests.process_helpers import run_program
from tests.tui.reader_pilot import ReaderPilot, open_reader


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the shell, empty."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text())))


async def choose(opened: ReaderPilot, name: str) -> None:
    """Move to a format of the dialog."""
    names = [*(line[2:17].strip() for line in opened.lines("RowList"))]
    await opened.press(*["down"] * names.index(name))


async def test_a_filtered_list_is_saved_in_every_format(shipped: Dossier, here: Path) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2", "s", "f")
        await opened.type("speaker:jarrett")
        await opened.press("enter", "X")
        assert "Export 7 quotations" in opened.text()
        assert opened.input_text() == "medway-childrens-services-quotations.csv"
        assert f"{str(here)[-20:]}" in opened.text()
        await opened.press("escape")
        for name in (*REPORT_FORMATS, *CITING_FORMATS):
            await opened.press("X")
            await choose(opened, name)
            await opened.press("enter")
            written = max(here.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            assert f"{written} (" in opened.toast_messages()[-1]
            assert "Hugely embarrassing" in written.read_text() or name in ("csl-json", "bibtex")
            if name == "csv":
                printed = run_program("quotes", "speaker:jarrett", "--format", name)
                assert written.read_text() == printed.stdout
            written.rename(here / f"done-{name}{written.suffix}")
    assert {path.suffix for path in here.iterdir()} == {
        ".txt",
        ".json",
        ".jsonl",
        ".csv",
        ".md",
        ".bib",
        ".ris",
        ".jsonld",
    }


async def test_every_view_has_a_list_to_export_and_what_is_selected_alone(
    shipped: Dossier, here: Path
) -> None:
    async with open_reader(shipped) as opened:
        for keys, title, stem, rows in (
            (("1",), "3 articles", "articles", 3),
            (("1", "tab"), "8 quotations", "bbc-2019-08-27", 8),
            (("1", "v", "j", "v"), "2 selected quotations", "bbc-2019-08-27", 2),
            (("2", "v"), "1 selected quotation", "quotations", 1),
            (("3",), "the judgements of 5 inspections", "ratings", 25),
            (("3", "r"), "the judgements of 1 inspection", "2023-07-ilacs", 5),
            (("4", "n", "v"), "1 entry of the timeline", "timeline", 1),
            (("5", "v"), "1 person or organisation", "people", 1),
            (("5", "tab"), "1 quotation", "quotations", 1),
            (("6",), "differences", "differences", None),
        ):
            await opened.press(*keys, "X")
            assert title in opened.lines()[1]
            assert opened.input_text() == f"medway-childrens-services-{stem}.csv"
            await opened.press("enter")
            [path] = here.iterdir()
            written = rows_of(path)
            assert written
            assert rows is None or len(written) == rows, (keys, len(written))
            path.unlink()
            await opened.press("escape")


async def test_an_existing_file_is_replaced_only_by_the_answer_to_that(shipped: Dossier, here: Path) -> None:
    path = here / "medway-childrens-services-articles.csv"
    path.write_text("mine")
    async with open_reader(shipped) as opened:
        await opened.press("X")
        assert "Enter asks, as the file exists" in opened.text()
        # Enter pressed twice keeps the file; Esc goes back to the formats.
        await opened.press("enter")
        assert "the 4 bytes of medway-childrens-services-articles.csv are lost" in opened.text()
        await opened.press("enter")
        assert path.read_text() == "mine"
        await opened.press("enter", "escape")
        assert "for spreadsheets" in opened.text()
        assert path.read_text() == "mine"
        await opened.press("enter", "down", "enter")
        assert len(rows_of(path)) == 3
        assert opened.toast_messages()[-1].startswith(f"Saved 3 articles: {path} (")


async def test_a_name_that_no_file_can_have_is_refused(shipped: Dossier, here: Path) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("X")
        for typed, said in (
            ("", "Type a name for the file"),
            ("nowhere/a.csv", "There is no folder"),
            ("..", "is a folder or a device"),
            ("~nobody-of-this-name/a.csv", "Not a name for a file"),
            ("a" * 300, "Not a name for a file"),
            ("ä" * 120, "The name is too long"),
        ):
            await opened.press("ctrl+u")
            await opened.type(typed)
            await opened.press("enter")
            assert said in opened.toast_messages()[-1]
            assert said in opened.text()
        assert list(here.iterdir()) == []


async def test_a_full_disk_is_reported_and_leaves_the_old_file(
    shipped: Dossier, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = here / "medway-childrens-services-articles.csv"
    path.write_text("mine")

    def fail(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with open_reader(shipped) as opened:
        await opened.press("X", "enter", "down")
        monkeypatch.setattr("os.fsync", fail)
        await opened.press("enter")
        assert "can't be written: no space left on device. No file was changed" in opened.toast_messages()[-1]
        assert [each.name for each in here.iterdir()] == [path.name]
        assert path.read_text() == "mine"
        # The dialog is still open, for another name.
        assert opened.input_text() == path.name


async def test_a_long_export_leaves_the_keys_alone_and_esc_stops_it(
    shipped: Dossier, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, go_on = threading.Event(), threading.Event()

    def write_slowly(_report: Report, _style: TableStyle) -> Iterator[str]:
        yield "the beginning\n"
        started.set()
        go_on.wait(20)
        yield "the end\n"

    monkeypatch.setitem(REPORT_FORMATS, "csv", REPORT_FORMATS["csv"]._replace(write=write_slowly))
    async with open_reader(shipped) as opened:
        await opened.press("X")
        opened.send("enter")
        await opened.wait_until(started.is_set)
        await opened.wait_until(lambda: "Writing" in opened.text())
        opened.send("escape")
        await opened.wait_until(lambda: "Stopping" in opened.text())
        go_on.set()
        await opened.settle()
        assert opened.toast_messages()[-1] == "Stopped: no file was written"
        assert list(here.iterdir()) == []


async def test_the_suffix_follows_the_format_while_it_is_one_of_them(shipped: Dossier, here: Path) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("X")
        await choose(opened, "json")
        assert opened.input_text() == "medway-childrens-services-articles.json"
        await opened.press("ctrl+u")
        await opened.type("mine.dat")
        await opened.press("up", "down", "enter")
        assert len(json.loads((here / "mine.dat").read_text())) == 3


def test_the_folder_is_the_home_where_the_shell_s_can_t_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert save_dialog.saving_folder() == Path.home()
