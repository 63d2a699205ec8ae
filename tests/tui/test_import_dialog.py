"""Importing saved pages from inside the reader, from the path to the review of the drafts."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from medway_tui.authoring.saved_paths import parse_paths
from medway_tui.importing.source_files import find_source_files
from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.add import import_runner
from medway_tui.tui.add.form_widgets import FormField
from medway_tui.tui.add.import_dialog import ImportDialog
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.base_view import View
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.review.view import ReviewView
from tests.fixtures_library import Folder
from tests.fixtures_pier import SAVED
from tests.tui.pseudo_terminal import is_restored, open_terminal
from tests.tui.reader_pilot import ReaderPilot, open_reader

PAGE = SAVED / "council-meeting.html"
TEXT = SAVED / "brackwater.txt"
PAGE_ID = "sandhaven-mercury-2024-03-21"
TEXT_ID = "brackwater-post-2024-05-14"

NO_PUBLISHER = """\
The quay is shut again

4 May 2024

The quay was shut on Friday after a crack was found in its wall, the harbour master has said.

"We could not wait for another tide," said Ann Ferry, the harbour master, on the same evening.

Boats are to use the old steps until the wall has been looked at by divers next week.
"""


NO_PUBLISHER_EITHER = """\
A school opens its garden to its neighbours

4 May 2024

Pupils of the school on Mill Lane have dug beds for beans and sweet peas, and everyone may pick them.

"They asked for the keys to the shed on the first day," said Bertha Holm, who teaches biology there.

The gate is open on Saturdays from ten until the middle of the afternoon, except in the holidays.
"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a folder of saved pages."""
    folder = tmp_path / "saved pages"
    folder.mkdir()
    for path in (PAGE, TEXT):
        shutil.copy(path, folder)
    return folder


@asynccontextmanager
async def importing(
    folder: Folder,
    path: str | Path,
    size: tuple[int, int] = (120, 40),
    keys: tuple[str, ...] = ("enter",),
) -> AsyncIterator[ReaderPilot]:
    """Open the preview of what a typed path names."""
    dossier = open_dossier([folder.root])
    try:
        async with open_reader(dossier, size, toasts=True) as opened:
            await choose_path(opened, path, *keys)
            yield opened
    finally:
        dossier.close()


async def choose_path(opened: ReaderPilot, path: str | Path, *keys: str) -> None:
    """Type a path in the dialog that asks for the file."""
    await opened.press(":")
    await opened.type("import a file")
    await opened.press("enter")
    assert isinstance(opened.screen, PathDialog)
    opened.screen.query_one(Input).value = str(path)
    await opened.settle()
    await opened.press(*keys or ("enter",))


def field(opened: ReaderPilot, key: str) -> FormField:
    """Return a field of the dialog."""
    return opened.screen.query_one(f"#field-{key}", FormField)


async def set_field(opened: ReaderPilot, key: str, value: str) -> None:
    """Type a value into a field, and wait for the new preview."""
    field(opened, key).input.focus()
    field(opened, key).input.value = ""
    await opened.type(value)
    await opened.pilot.pause(0.5)
    await opened.settle()


def written(folder: Folder) -> list[str]:
    """Return the names of all files in the folder."""
    return sorted(str(path.relative_to(folder.root)) for path in folder.root.rglob("*") if path.is_file())


async def in_review(opened: ReaderPilot) -> None:
    """Wait for Review."""
    await opened.wait_until(lambda: isinstance(opened.screen, ReviewView))
    await opened.settle()


# -- one page --------------------------------------------------------------------------------------


async def test_a_page_is_previewed_imported_and_reviewed(folder: Folder, saved: Path) -> None:
    before = written(folder)
    async with importing(folder, saved / PAGE.name) as opened:
        assert isinstance(opened.screen, ImportDialog)
        shown = opened.joined_text()
        assert "Sandhaven Mercury from the page's og:site_name" in shown
        assert "Ferry subsidy survives as councillor switches sides" in shown
        assert f"→ {PAGE_ID}" in shown
        assert "12 quotations, 12 with their speaker" in shown
        await opened.press("G")
        assert "By Rosalind Teague (who wrote it)" in opened.joined_text()
        assert "Margaret Smith (person)" in opened.joined_text()
        assert written(folder) == before  # a preview writes nothing
        await opened.press("enter")
        await in_review(opened)
        assert "0 of 13 reviewed" in opened.lines()[0]
        assert "Sandhaven Mercury: Ferry subsi" in opened.text("#list")
        assert "the page has 4 more blocks outside the article" in opened.text("#remarks")
        opened.send(*["enter"] * 13)
        await opened.settle()
        assert "Every draft of this import is reviewed" in opened.joined_text("#list")
        assert "13 of 13 reviewed" in opened.lines()[0]
    assert [f for f in folder.findings() if PAGE_ID in f] == []
    assert {f"articles/{PAGE_ID}.yaml", f"quotes/{PAGE_ID}.yaml"} <= {*written(folder)} - {*before}


async def test_people_of_a_preview_are_still_new_to_the_import(folder: Folder, saved: Path) -> None:
    async with importing(folder, saved / PAGE.name) as opened:
        await set_field(opened, "author", "Rosalind Teague")  # a second preview
        await opened.press("enter", "enter")
        await in_review(opened)
    assert "name: Margaret Smith" in folder.read("people.yaml")


async def test_what_is_edited_is_written(folder: Folder, saved: Path) -> None:
    async with importing(folder, saved / PAGE.name) as opened:
        await set_field(opened, "publisher", "The Mercury")
        assert "→ mercury-2024-03-21" in opened.text()
        await set_field(opened, "headline", "Ferry survives")
        await opened.press("enter", "enter")
        await in_review(opened)
    text = folder.read("articles/mercury-2024-03-21.yaml")
    assert "Ferry survives" in text
    assert "publisher: The Mercury" in text


async def test_a_part_can_be_left_out_or_kept(folder: Folder, saved: Path) -> None:
    async with importing(folder, saved / TEXT.name) as opened:
        await opened.press("G")
        assert "18 Read more: Timeline" in opened.joined_text()
        await set_field(opened, "keep", "18")
        await set_field(opened, "drop", "9, x")
        assert "“x” is no number" in opened.text()
        await set_field(opened, "drop", "9")
        await opened.press("enter", "enter")
        await in_review(opened)
    text = folder.read(f"articles/{TEXT_ID}.yaml")
    assert "Read more: Timeline" in text
    assert "The Lido at Quay Street, shut since" not in text


async def test_a_date_that_is_none_is_said_at_its_field(folder: Folder, saved: Path) -> None:
    before = written(folder)
    async with importing(folder, saved / PAGE.name) as opened:
        await set_field(opened, "published", "2024-02-31")
        assert "“2024-02-31” is not a date" in opened.text()
        await opened.press("enter", "enter")
        assert isinstance(opened.screen, ImportDialog)
        assert written(folder) == before


async def test_a_missing_publisher_is_asked_for(folder: Folder, tmp_path: Path) -> None:
    page = tmp_path / "quay.txt"
    page.write_text(NO_PUBLISHER)
    async with importing(folder, page) as opened:
        assert "The publisher is not known" in opened.text()
        assert "The quay was shut on Friday" in opened.joined_text()  # the text is shown all the same
        await opened.press("enter")
        assert opened.screen.focused is field(opened, "publisher").input
        await set_field(opened, "publisher", "Quay News")
        assert "→ quay-2024-05-04" in opened.text()
        await opened.press("enter", "enter")
        await in_review(opened)
    assert "publisher: Quay News" in folder.read("articles/quay-2024-05-04.yaml")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("report.html", b"%PDF-1.7 \xe2\xe3", "a PDF"),
        ("empty.txt", b"", "empty"),
        (
            "login.html",
            b"<html><title>Log in</title><form><input type=password></form></html>",
            "log in",
        ),
    ],
)
async def test_a_refusal_is_one_sentence_and_nothing_is_written(
    folder: Folder, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    before = written(folder)
    async with importing(folder, tmp_path / name) as opened:
        shown = opened.joined_text()
        assert "It can't be imported: " in shown
        assert words in shown
        await opened.press("enter")
        assert "Backspace chooses another" in opened.toast_messages()[-1]
        await opened.press("backspace")
        assert isinstance(opened.screen, PathDialog)
        assert opened.input_text() == str(tmp_path / name)
        await opened.press("escape")
        assert isinstance(opened.screen, ReadView)
    assert written(folder) == before


async def test_an_article_that_is_there_already_is_said_with_what_would_change(
    folder: Folder, saved: Path
) -> None:
    async with importing(folder, saved / TEXT.name) as opened:
        await opened.press("enter")
        await in_review(opened)
        await choose_path(opened, saved / TEXT.name)
        assert f"Already in the dossier: {TEXT_ID}" in opened.text()
        assert "Nothing would change." in opened.text()
        await opened.press("escape")
        text = (saved / TEXT.name).read_text()
        (saved / TEXT.name).write_text(f'{text}\n"It was a good pool," said Nadia Sturrock on Friday.\n')
        await choose_path(opened, saved / TEXT.name)
        assert "paragraphs: changed" in opened.joined_text()
        assert "added, It was a good pool" in opened.joined_text()
        await opened.press("enter")
        await in_review(opened)
        assert "It was a good pool" in opened.joined_text("#list")
    assert "It was a good pool" in folder.read(f"quotes/{TEXT_ID}.yaml")


# -- several files ---------------------------------------------------------------------------------


async def test_enter_before_the_drafts_are_indexed_goes_on_to_review_too(
    folder: Folder, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (saved / "broken.txt").write_bytes(b"")
    async with importing(folder, f"{saved}{os.sep}", keys=("pagedown", "enter")) as opened:
        reload, waiting = opened.app.live_reload, []
        scan = reload.scan_own_write
        monkeypatch.setattr(reload, "scan_own_write", lambda: waiting.append(scan))
        await opened.press("enter")
        await opened.wait_until(lambda: bool(waiting) and "articles written" in opened.text())
        opened.send("enter")
        await asyncio.sleep(0.2)
        assert isinstance(opened.screen, ImportDialog)
        waiting[0]()
        await in_review(opened)
        assert "0 of 25 reviewed" in opened.lines()[0]


async def test_a_folder_is_imported_and_reviewed_as_one_batch(folder: Folder, saved: Path) -> None:
    (saved / "broken.txt").write_bytes(b"")
    # Enter alone takes the newest file: the whole folder is the last row.
    async with importing(folder, f"{saved}{os.sep}", keys=("pagedown", "enter")) as opened:
        assert isinstance(opened.screen, ImportDialog)
        assert "1 of 3" in opened.text()
        await opened.press("]")
        assert "2 of 3" in opened.text()
        await opened.press("enter")
        await opened.wait_until(lambda: "Imported" in opened.text() and "written" in opened.text())
        shown = opened.joined_text()
        assert "2 articles written, 1 could not be imported" in shown
        assert "broken.txt" in shown
        await opened.press("enter")
        await in_review(opened)
        assert "0 of 25 reviewed" in opened.lines()[0]
        assert "article 1 of 2" in opened.text()
        first = opened.rows("#list").value[0]
        opened.send(*["enter"] * 13)
        await opened.settle()
        assert opened.rows("#list").value[0] != first  # the next draft is the next article's
        assert "13 of 25 reviewed" in opened.lines()[0]
        assert "article 2 of 2" in opened.text()
        await opened.press("s")
        assert "The unsure first" in opened.text()
        await opened.press("s", "s")
        await opened.wait_until(lambda: "From this import" in opened.text())
        assert "13 of 25 reviewed" in opened.lines()[0]


async def test_an_import_can_be_stopped_between_files(
    folder: Folder, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (saved / f"copy-{number:02}.txt").write_text(NO_PUBLISHER)
    opened_reader: list[ReaderPilot] = []
    write_document = import_runner._write_document

    def write_and_stop(*args: object) -> object:
        opened_reader[0].app.call_later(opened_reader[0].screen.action_leave)  # type: ignore[attr-defined]
        return write_document(*args)  # type: ignore[arg-type]

    async with importing(folder, f"{saved}{os.sep}*.*") as opened:
        opened_reader.append(opened)
        await opened.wait_until(lambda: isinstance(opened.screen, ImportDialog))
        monkeypatch.setattr(import_runner, "_write_document", write_and_stop)
        await opened.press("enter")
        await opened.wait_until(lambda: "Stopped." in opened.text())
        await opened.press("escape")
        assert isinstance(opened.screen, View)


async def test_a_publisher_that_is_typed_once_is_that_of_all_files_without_one(
    folder: Folder, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "quay.txt").write_text(NO_PUBLISHER)
    (pages / "school.txt").write_text(NO_PUBLISHER_EITHER)
    async with importing(folder, f"{pages}{os.sep}*.txt") as opened:
        await set_field(opened, "publisher", "Quay News")
        await opened.press("enter", "enter")
        await in_review(opened)
        assert "article 1 of 2" in opened.text()
    texts = [folder.read(name) for name in written(folder) if name.startswith("articles/quay-2024-05-04")]
    assert len(texts) == 2
    assert all("publisher: Quay News" in text for text in texts)


# -- by mouse, and in small windows ------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_it_works_in_any_window_and_by_mouse(
    folder: Folder, saved: Path, size: tuple[int, int]
) -> None:
    async with importing(folder, saved / PAGE.name, size) as opened:
        bar = opened.lines("DialogBar")[0]
        assert "Enter Import" in bar
        assert "Esc Close" in bar
        assert all(len(line) <= size[0] for line in opened.lines())
        await opened.click("DialogBar", bar.index("Import"), 0)
        await in_review(opened)


async def test_without_a_folder_of_their_own_files_go_into_the_persons(own_home: Path, saved: Path) -> None:
    dossier = open_dossier()
    try:
        async with open_reader(dossier) as opened:
            await choose_path(opened, saved / PAGE.name)
            await opened.press("enter")
            await in_review(opened)
    finally:
        dossier.close()
    found = list(own_home.rglob(f"{PAGE_ID}.yaml"))
    assert {path.parent.name for path in found} == {"articles", "quotes"}


# -- paths -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "count"),
    [
        (lambda folder: f"{folder}/{PAGE.name}", 1),
        (lambda folder: f"'{folder}/{PAGE.name}'", 1),
        (lambda folder: f"'{folder}/{PAGE.name}", 1),
        (lambda folder: f"{folder}/{PAGE.name} ".replace(" pages", "\\ pages"), 1),
        (lambda folder: f"file://{folder}/{PAGE.name}".replace(" ", "%20"), 1),
        (lambda folder: f"'{folder}/{PAGE.name}' \"{folder}/{TEXT.name}\"", 2),
        (lambda folder: f"{folder}", 2),
        (lambda folder: f"'{folder}/*.html'", 1),
        (lambda folder: f"~/{folder.name}/{PAGE.name}", 1),
    ],
)
def test_a_path_is_read_however_it_is_typed_or_dropped(
    saved: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], str], count: int
) -> None:
    monkeypatch.setenv("HOME", str(saved.parent))
    found = find_source_files(parse_paths(make(saved)))
    assert len(found.files) == count
    assert all(Path(name).is_file() for name in found.files)


async def test_a_folder_without_articles_is_said(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "picture.png").write_bytes(b"x")
    async with importing(folder, f"{tmp_path / 'none'}{os.sep}*.nothing") as opened:
        assert "no file fits" in opened.text()
        await opened.press("enter")
        assert "No file to import" in opened.toast_messages()[-1]
        await opened.press("escape")
        await choose_path(opened, f"'{tmp_path / 'none'}' '{tmp_path / 'none'}'")
        assert "No saved article in" in opened.joined_text()
        assert ".png is no saved article" in opened.text()
        await opened.press("backspace")
        assert isinstance(opened.screen, PathDialog)


async def test_tab_completes_and_a_drop_of_several_files_is_one_line(folder: Folder, saved: Path) -> None:
    dossier = open_dossier([folder.root])
    try:
        async with open_reader(dossier, toasts=True) as opened:
            await opened.press(":")
            await opened.type("import a file")
            await opened.press("enter")
            line = opened.screen.query_one(Input)
            # A whole path may be typed behind the folder that is listed first.
            assert line.value.endswith(os.sep)
            await opened.type(f"{saved.parent}/sav")
            assert line.value == f"{saved.parent}/sav"
            await opened.press("tab")
            assert line.value == f"{saved}{os.sep}"
            assert {PAGE.name, TEXT.name} <= {*opened.joined_text("RowList").split()}
            await opened.type("coun")
            await opened.press("tab")
            assert line.value == str(saved / PAGE.name)
            line.value = ""
            opened.app.post_message(events.Paste(f"'{saved / PAGE.name}'\n'{saved / TEXT.name}'\n"))
            await opened.settle()
            assert "Import all of these" in opened.text("RowList")
            await opened.press("enter")
            assert "1 of 2" in opened.text()
            await opened.press("escape")
            await choose_path(opened, f"'{saved / 'gone.html'}' '{saved / PAGE.name}'")
            assert "1 of 2" in opened.text()
            assert "It can't be imported: the file does not exist" in opened.text()
    finally:
        dossier.close()


async def test_the_log_keeps_the_remarks_and_the_batch(folder: Folder, saved: Path) -> None:
    async with importing(folder, saved / PAGE.name) as opened:
        await opened.press("enter")
        await in_review(opened)
    log = json.loads(folder.read(f".imports/{PAGE_ID}.json"))
    assert "the page has 4 more blocks outside the article" in log["remarks"]
    assert log["batch"]


# -- pages as browsers save them ---------------------------------------------------------------------

ADDRESS = "https://mercury.example/news/ferry-subsidy-survives"


def save_complete(folder: Path) -> Path:
    """Save the page as a browser does with all its files: these are in a folder beside it."""
    text = PAGE.read_text().replace("<head>", '<head><link rel="stylesheet" href="Ferry_files/style.css">', 1)
    mark = f"<!-- saved from url=(0{len(ADDRESS):03}){ADDRESS} -->\n"
    text = text.replace("<html", f"{mark}<html", 1).replace("<p>", '<img src="Ferry_files/pier.jpg"><p>', 1)
    path = folder / "Ferry.html"
    path.write_text(text)
    (folder / "Ferry_files").mkdir()
    (folder / "Ferry_files" / "style.css").write_text("p { color: #111 }")
    (folder / "Ferry_files" / "frame.html").write_text("<p>An advertisement in a frame of the page.</p>")
    return path


def save_single_file(folder: Path) -> Path:
    """Save another page as SingleFile does: styles and pictures are in it."""
    text = (
        PAGE.read_text()
        .replace("Sandhaven Mercury", "Harbour Post")
        .replace("mercury.example", "post.example")
    )
    address = ADDRESS.replace("mercury", "post")
    head = f"<!--\n Page saved with SingleFile \n url: {address} \n saved date: Fri Mar 22 2024\n-->"
    text = text.replace("<head>", f"<head>{head}<style>p {{ color: #111 }}</style>", 1)
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 2_000
    path = folder / "Post.html"
    path.write_text(text.replace("<p>", f'<img alt="The pier" src="{picture}"><p>', 1))
    return path


async def test_pages_saved_by_a_browser_are_imported_reviewed_and_pass(
    folder: Folder, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    save_complete(pages)
    save_single_file(pages)
    before = folder.findings()
    async with importing(folder, f"{pages}{os.sep}", keys=("pagedown", "enter")) as opened:
        assert "1 of 2" in opened.text()  # the frame of the complete page is none of them
        assert "Sandhaven Mercury" in opened.text()
        await opened.press("]")
        await opened.wait_until(lambda: "Harbour Post" in opened.text())
        assert "2024-03-21" in opened.text()
        await opened.press("enter")
        await in_review(opened)
        assert "0 of 26 reviewed" in opened.lines()[0]
        opened.send(*["enter"] * 26)
        await opened.settle()
        assert "Every draft of this import is reviewed" in opened.joined_text("#list")
    assert [each for each in folder.findings() if each not in before] == []
    for name, publisher in ((PAGE_ID, "Sandhaven Mercury"), ("harbour-post-2024-03-21", "Harbour Post")):
        text = folder.read(f"articles/{name}.yaml")
        assert f"publisher: {publisher}\n" in text
        assert 'published: "2024-03-21"' in text
        quotes = folder.read(f"quotes/{name}.yaml")
        assert "draft:" not in quotes
        assert "speaker: desmond-smith" in quotes


def test_a_dropped_file_is_imported_and_reviewed_in_a_terminal(folder: Folder, saved: Path) -> None:
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("3 articles")
        terminal.child.send(":import a file\r")
        terminal.wait_for_text("Import: which file?")
        terminal.child.send(b"\x15")  # the folder that is offered goes
        terminal.wait_for_text("or drop a file here")
        terminal.child.send(f"\x1b[200~'{saved / PAGE.name}'\n\x1b[201~")
        terminal.wait_for_text(f"▸  {PAGE.name}")
        terminal.child.send("\r")
        terminal.wait_for_text(f"→ {PAGE_ID}", "12 quotations, 12 with their speaker")
        row = next(n for n, line in enumerate(terminal.screen.display) if "Enter Import" in line)
        column = terminal.screen.display[row].index("Import")
        terminal.child.send(f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m")
        terminal.wait_for_text("0 of 13 reviewed", "Remarks of the import")
        terminal.child.send("\r")
        terminal.wait_for_text("1 of 13 reviewed")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
        assert is_restored(terminal)
        assert b"Traceback" not in terminal.written
    assert folder.read(f"quotes/{PAGE_ID}.yaml").count("draft:") == 12
