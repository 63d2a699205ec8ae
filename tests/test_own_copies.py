"""The user's own copies of shipped files: made, edited, taken back, and compared with later versions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medway_tui.model.locations import FileLocation
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.sync.own_copies import (
    RECORD_NAME,
    OwnCopy,
    copy_for_editing,
    find_overlaid,
    is_shipped,
    settle_edit,
)
from tests.fixtures_library import Folder, line_and_column
from tests.tui.reader_pilot import open_reader

ID = "riverside-library"
ARTICLE = "articles/gazette-2021-03-04.yaml"


@pytest.fixture
def installed(folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Folder:
    """Return the library dossier as one that comes with the installed program, in a read-only place."""
    root = tmp_path / "shipped"
    folder.root.rename(root)
    for module in ("locations", "own_copies", "check"):
        monkeypatch.setattr(f"medway_tui.sync.{module}.shipped_content", lambda: root)
    return Folder(root)


def place(installed: Folder, name: str, words: str = "", *, offset: int = 0) -> FileLocation:
    """Return the place of some words in a shipped file, or lines below it."""
    line = line_and_column(installed.read(name), words)[0] if words else 1
    return FileLocation(str(installed.path(name)), line + offset, 1)


def overlaid(installed: Folder, own: Folder) -> list[tuple[str, str]]:
    """Return the code and file of each finding about the own folder."""
    return [(each.code, own.name_of(each.path)) for each in find_overlaid(installed.root, own.root)]


def test_a_shipped_file_is_copied_and_the_copy_lies_over_it(installed: Folder, own_folder: Folder) -> None:
    before = installed.read(ARTICLE)
    copy = copy_for_editing(place(installed, ARTICLE, "publisher:"), ID)
    assert copy.location == (str(own_folder.path(ARTICLE)), line_and_column(before, "publisher:")[0], 1)
    assert own_folder.read(ARTICLE) == before
    own_folder.write(ARTICLE, before.replace("publisher: ", "publisher: The "))
    assert settle_edit(copy)
    assert installed.read(ARTICLE) == before
    dossier = open_dossier()
    row = dossier.index.rows("SELECT publisher FROM article WHERE id = ?", (Path(ARTICLE).stem,))
    dossier.close()
    assert [each[0].startswith("The ") for each in row] == [True]
    assert overlaid(installed, own_folder) == [("D430", ARTICLE)]


def test_a_copy_that_was_not_edited_is_taken_back(installed: Folder, own_folder: Folder) -> None:
    copy = copy_for_editing(place(installed, ARTICLE), ID)
    assert not settle_edit(copy)
    assert not own_folder.path(ARTICLE).exists()
    assert overlaid(installed, own_folder) == []


def test_a_copy_that_was_removed_in_the_editor_is_no_error(installed: Folder, own_folder: Folder) -> None:
    copy = copy_for_editing(place(installed, ARTICLE), ID)
    own_folder.remove(ARTICLE)
    assert settle_edit(copy)


def test_an_entry_is_added_to_a_list_of_ones_own(installed: Folder, own_folder: Folder) -> None:
    own_folder.write("people.yaml", "- id: new-one\n  name: New One\n")
    people = installed.read("people.yaml")
    second = people.split("\n- ")[1].split("\n")[0].removeprefix("id: ")
    where = place(installed, "people.yaml", f"- id: {second}", offset=1)
    copy = copy_for_editing(where, ID)
    text = own_folder.read("people.yaml")
    assert text.startswith("- id: new-one\n  name: New One\n\n- id: ")
    assert copy.location.line == line_and_column(text, f"- id: {second}")[0] + 1
    # It is there now: it is opened, not added again.
    again = copy_for_editing(where, ID)
    assert again.written is None
    assert own_folder.read("people.yaml") == text
    assert again.location.line == line_and_column(text, f"id: {second}")[0]
    assert not settle_edit(copy)
    assert own_folder.read("people.yaml") == "- id: new-one\n  name: New One\n"


def test_a_key_is_added_to_an_article_of_which_one_has_some_keys(
    installed: Folder, own_folder: Folder
) -> None:
    own_folder.write(ARTICLE, "author: A. Writer\n")
    copy = copy_for_editing(place(installed, ARTICLE, "paragraphs:", offset=1), ID)
    text = own_folder.read(ARTICLE)
    assert text.startswith("author: A. Writer\nparagraphs:\n")
    assert copy.location.line == 3
    assert "headline" not in text


def test_a_file_that_is_whole_in_the_own_folder_is_opened_as_it_is(
    installed: Folder, own_folder: Folder
) -> None:
    name = "inspections/2021-roof.yaml"
    own_folder.write(name, "title: broken [\n")
    copy = copy_for_editing(place(installed, name, "title:"), ID)
    assert (copy.location, copy.written) == ((str(own_folder.path(name)), 1, 1), None)
    assert own_folder.read(name) == "title: broken [\n"


def test_check_says_when_the_shipped_file_has_changed(installed: Folder, own_folder: Folder) -> None:
    copy = copy_for_editing(place(installed, ARTICLE), ID)
    own_folder.write(ARTICLE, own_folder.read(ARTICLE) + "# mine\n")
    settle_edit(copy)
    installed.write(ARTICLE, installed.read(ARTICLE) + "# theirs\n")
    findings = {each.code: each for each in check_dossier()[1] if each.code in ("D430", "D431")}
    assert findings.keys() == {"D430", "D431"}
    assert findings["D430"].message == f"this file overrides {ARTICLE} of the dossier that was shipped"
    assert findings["D431"].severity == "warning"
    assert findings["D431"].message.startswith(
        f"{ARTICLE} has changed in the shipped dossier since you copied it, 20"
    )
    # An edit from the reader notes that it was seen.
    again = copy_for_editing(place(installed, ARTICLE), ID)
    own_folder.write(ARTICLE, own_folder.read(ARTICLE) + "# seen\n")
    assert settle_edit(again)
    assert overlaid(installed, own_folder) == [("D430", ARTICLE)]


@pytest.mark.parametrize("record", ["", "[]", "{", '{"copies": 7}', '{"copies": {"x": 1}}', "\x00"])
def test_a_record_that_can_not_be_read_is_no_error(
    installed: Folder, own_folder: Folder, record: str
) -> None:
    copy_for_editing(place(installed, ARTICLE), ID)
    own_folder.write(RECORD_NAME, record)
    assert overlaid(installed, own_folder) == [("D430", ARTICLE)]
    copy_for_editing(place(installed, "people.yaml"), ID)
    assert json.loads(own_folder.read(RECORD_NAME))["copies"].keys() == {"people.yaml"}


def test_a_copy_that_can_not_be_written_is_a_sentence(installed: Folder, own_folder: Folder) -> None:
    own_folder.root.parent.mkdir(parents=True)
    own_folder.root.write_text("a file in the way")
    with pytest.raises(DossierError, match="can't be written"):
        copy_for_editing(place(installed, ARTICLE), ID)


def test_only_files_of_the_installation_are_shipped(installed: Folder, folder: Folder) -> None:
    path = str(installed.path(ARTICLE))
    assert is_shipped(path, is_named=False)
    # Even where its folder is named.
    assert is_shipped(path, is_named=True)
    assert not is_shipped(str(folder.root / ARTICLE), is_named=False)


async def test_e_opens_the_copy_and_says_so(
    installed: Folder, own_folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "pen")
    before = installed.read(ARTICLE)
    ran: list[str] = []

    def change(_: object, command: list[str]) -> None:
        ran.append(command[-1])
        path = Path(command[-1])
        if len(ran) > 1:
            path.write_text(path.read_text().replace("publisher: ", "publisher: My "))

    monkeypatch.setattr("medway_tui.tui.external.run_editor", change)
    dossier = open_dossier()
    async with open_reader(dossier, toasts=True) as opened:
        await opened.open(Path(ARTICLE).stem)
        await opened.press("e")
        assert opened.toast_messages()[-1] == f"Nothing was changed: no copy of {ARTICLE} was kept"
        await opened.press("e")
        assert opened.toast_messages()[-1] == (
            f"Your own copy of {ARTICLE} overrides the shipped file; it is in {own_folder.root}"
        )
        await opened.wait_until(lambda: "My Riverside" in opened.text())
        # The place is now in the copy.
        await opened.press("e")
    dossier.close()
    assert ran == [str(own_folder.path(ARTICLE))] * 3
    assert installed.read(ARTICLE) == before


def test_the_copy_knows_its_folder(tmp_path: Path) -> None:
    for name in ("people.yaml", "articles/x.yaml"):
        location = FileLocation(str(tmp_path / name), 1, 1)
        assert OwnCopy(location, tmp_path, name, None, None).folder == tmp_path
