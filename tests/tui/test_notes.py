"""Bookmarks and notes in the reader: ``m``, ``a`` and ``'``, their marks, and what goes wrong."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from medway_tui.index.articles import paragraph_texts
from medway_tui.notes.store import NotesFile
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.base_view import View
from medway_tui.tui.differences.view import DifferencesView
from medway_tui.tui.notes.list_dialog import NotesListDialog
from medway_tui.tui.notes.note_dialog import NoteDialog
from medway_tui.tui.people.view import PeopleView
from medway_tui.tui.quotes.view import QuotesView
from medway_tui.tui.read.view import ReadView
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

NO_TITLE = "Zoë Laîné, in Daily Herald, [May 2021]"


@pytest.fixture
def file(own_folder: Folder) -> NotesFile:
    """Return the notes file of the library dossier."""
    return NotesFile(own_folder.root)


async def choose_quote(opened: ReaderPilot, words: str) -> None:
    """Choose a quotation in Read."""
    await opened.search(words)
    assert opened.article.chosen is not None


def dialog(opened: ReaderPilot) -> NoteDialog:
    assert isinstance(opened.screen, NoteDialog)
    return opened.screen


async def write_note(opened: ReaderPilot, text: str, tags: str = "") -> None:
    """Write a note on what is at the cursor."""
    await opened.press("a")
    await opened.type(text)
    await opened.press("tab")
    await opened.type(tags)
    await opened.press("ctrl+s")
    await opened.wait_until(lambda: isinstance(opened.screen, View))


# -- bookmarks ----------------------------------------------------------------------------------------------


async def test_m_bookmarks_the_chosen_quotation_and_removes_the_bookmark(
    library_dossier: Dossier, file: NotesFile
) -> None:
    async with open_reader(library_dossier) as opened:
        await choose_quote(opened, "architect")
        await opened.press("m")
        [note] = file.load().notes
        assert (note.article, note.quote, note.paragraph) == (HERALD, "q4", 4)
        assert (note.exact, note.title) == ("Nobody asked an architect,", NO_TITLE)
        assert opened.toast_messages() == [f"Bookmarked {NO_TITLE}"]
        # In the margin, in the list of quotations, and in the border.
        assert " 4⚐" in opened.text("#text")
        assert "⚐ ¶4" in opened.text("#quotes")
        await opened.press("escape")
        assert "⚑ 1 note (')" in opened.text()
        await opened.press("m")
        assert file.load().notes == ()
        assert "⚐" not in opened.text()


async def test_m_without_a_choice_bookmarks_the_article_or_the_paragraph_at_the_top(
    library_dossier: Dossier, file: NotesFile
) -> None:
    async with open_reader(library_dossier, size=(120, 12)) as opened:
        await opened.open(GAZETTE)
        await opened.press("m", "G", "m")
        article, paragraph = file.load().notes
        assert (article.subject, article.article) == ("article", GAZETTE)
        assert paragraph.subject == "paragraph"
        top = opened.article.place()[0]
        assert (paragraph.opening or "") in paragraph_texts(library_dossier.index, GAZETTE)[top][0]


async def test_every_view_bookmarks_what_is_at_its_cursor(library_dossier: Dossier, file: NotesFile) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2", "m", "3", "m", "4", "m", "5", "m", "6", "enter", "j", "m", "1", "|", "m")
        await opened.wait_until(lambda: len(file.load().notes) >= 6)
        records = {note.record[:2] for note in file.load().notes}
        assert {"article", "inspection", "person", "difference"} <= {kind for kind, _ in records}
        assert ("difference", "okafor-first-name") in records
        # Again, each bookmark is removed where it was made.
        await opened.press("2", "m", "3", "m", "5", "m", "6", "m")
        kinds = {note.record[0] for note in file.load().notes}
        assert not {"inspection", "person", "difference"} & kinds


# -- notes --------------------------------------------------------------------------------------------------


async def test_a_note_with_tags_is_written_shown_in_quotes_and_edited(
    library_dossier: Dossier, file: NotesFile
) -> None:
    async with open_reader(library_dossier, size=(140, 40)) as opened:
        await choose_quote(opened, "promise")
        await opened.press("a")
        assert "“A roof is a promise.”" in opened.text()
        await opened.type("Whose")
        await opened.press("enter")
        await opened.type("promise?")
        await opened.press("tab")
        await opened.type("ask #roof")
        await opened.press("enter")
        await opened.wait_until(lambda: isinstance(opened.screen, ReadView))
        [note] = file.load().notes
        assert (note.text, note.tags, note.quote) == ("Whose\npromise?", ("ask", "roof"), "q1")
        assert " 2⚑" in opened.text("#text")
        await opened.press("2")
        row = next(line for line in opened.lines("#list") if "A roof is" in line)
        assert "⚑ ¶2" in row
        view = opened.screen
        assert isinstance(view, QuotesView)
        key = next(quote.key for quote in opened.quotes() if quote.exact == "A roof is a promise.")
        opened.rows("#list").select(key)
        view.notes_changed()
        await opened.settle()
        assert "⚑ Your note #ask #roof Whose promise?" in opened.joined_text("#context")
        # The same note is opened again, and its text replaced.
        await opened.press("a")
        assert dialog(opened).query_one(TextArea).text == "Whose\npromise?"
        assert dialog(opened).query_one(Input).value == "ask roof"
        dialog(opened).query_one(TextArea).load_text("")
        await opened.press("ctrl+s")
        [changed] = file.load().notes
        assert (changed.id, changed.text, changed.tags) == (note.id, None, ("ask", "roof"))
        # A bookmark with tags is no bare bookmark: m does not remove it.
        await opened.press("m")
        assert len(file.load().notes) == 1


async def test_esc_drops_what_is_typed_only_at_the_second_press(
    library_dossier: Dossier, file: NotesFile
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("a", "escape")
        assert isinstance(opened.screen, ReadView)
        await opened.press("a")
        await opened.type("qm'?1")
        await opened.press("escape")
        assert "Ctrl+s keeps it, Esc again drops what you typed" in opened.joined_text()
        await opened.press("escape")
        assert isinstance(opened.screen, ReadView)
        assert file.load().notes == ()


async def test_the_text_is_written_in_the_users_own_editor(
    library_dossier: Dossier, file: NotesFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(
        "#!/bin/sh\nfor last; do :; done\nprintf 'From the editor\\n\\n- twice\\n' > \"$last\"\n"
    )
    editor.chmod(0o755)
    async with open_reader(library_dossier) as opened:
        await opened.press("a", "ctrl+o")
        assert "Set EDITOR to the name of your editor" in opened.joined_text()
        # The terminal of a test can't be handed over: the editor is run without that.
        monkeypatch.setattr(type(opened.app), "suspend", lambda _: os.scandir(tmp_path))
        monkeypatch.setenv("EDITOR", str(editor))
        await opened.press("ctrl+o")
        await opened.wait_until(lambda: isinstance(opened.screen, ReadView))
        assert [note.text for note in file.load().notes] == ["From the editor\n\n- twice"]


async def test_a_click_on_the_sign_opens_the_note(library_dossier: Dossier, file: NotesFile) -> None:
    async with open_reader(library_dossier) as opened:
        await choose_quote(opened, "promise")
        await write_note(opened, "Whose?")
        line = next(n for n, text in enumerate(opened.lines("#text")) if "⚑" in text)
        await opened.click("#text", opened.lines("#text")[line].index("⚑"), line)
        assert dialog(opened).query_one(TextArea).text == "Whose?"


async def test_selected_words_are_bookmarked_as_a_passage(library_dossier: Dossier, file: NotesFile) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(HERALD)
        line = next(n for n, text in enumerate(opened.lines("#text")) if "The survey of January" in text)
        at = opened.lines("#text")[line].index("survey")
        offset = opened.article.content_region.offset - opened.article.region.offset
        await opened.pilot.mouse_down("#text", offset=(offset.x + at, offset.y + line))
        await opened.pilot.hover("#text", offset=(offset.x + at + 17, offset.y + line))
        await opened.pilot.mouse_up("#text", offset=(offset.x + at + 17, offset.y + line))
        await opened.settle()
        await opened.press("m")
        [note] = file.load().notes
        assert (note.subject, note.exact, note.paragraph) == ("passage", "survey of January", 1)


# -- what goes wrong ----------------------------------------------------------------------------------------


async def test_a_full_disk_is_told_and_the_text_stays_in_the_field(
    library_dossier: Dossier, file: NotesFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with open_reader(library_dossier) as opened:
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", fail)
            await opened.press("m")
            assert opened.toast_messages()[-1].startswith("The bookmark was not kept: ")
            assert "notes.yaml can't be written: no space left on device" in opened.toast_messages()[-1]
            await opened.press("a")
            await opened.type("Long thoughts")
            await opened.press("ctrl+s")
            assert dialog(opened).query_one(TextArea).text == "Long thoughts"
            problem = opened.joined_text(".problem")
            assert "no space left on device" in problem
            assert "Your text is still here: Ctrl+s tries again." in problem
            assert not file.path.exists()
        # There is room again.
        await opened.press("ctrl+s")
        await opened.wait_until(lambda: isinstance(opened.screen, ReadView))
        assert [note.text for note in file.load().notes] == ["Long thoughts"]


async def test_a_broken_file_is_told_with_its_line_its_valid_notes_are_shown_and_it_stays(
    library_dossier: Dossier, file: NotesFile, own_folder: Folder
) -> None:
    broken = "- id: n1\n  person: zoe-laine\n  title: Zoë\n- id: n2\n  evnt: first-survey\n"
    own_folder.write("notes.yaml", broken)
    async with open_reader(library_dossier) as opened:
        await opened.press("'")
        assert f"{file.path}:5:3: the key evnt is unknown here" in opened.toast_messages()[0]
        assert "⚐ Zoë" in opened.text()
        await opened.press("escape", "m")
        assert "The bookmark was not kept" in opened.toast_messages()[-1]
        assert ":5:3" in opened.toast_messages()[-1]
    assert own_folder.read("notes.yaml") == broken


async def test_two_open_readers_keep_each_others_notes(folder: Folder, file: NotesFile) -> None:
    first, second = open_dossier([folder.root]), open_dossier([folder.root])
    async with open_reader(first) as one:
        await one.press("m")
        async with open_reader(second) as two:
            await choose_quote(two, "promise")
            await write_note(two, "Second")
        await choose_quote(one, "architect")
        await write_note(one, "First")
        assert [note.text for note in file.load().notes] == [None, "Second", "First"]
        await one.press("'")
        assert "2 notes and 1 bookmark" in one.text()
    first.close()
    second.close()


# -- the list -----------------------------------------------------------------------------------------------


async def test_the_list_searches_opens_edits_removes_and_restores(
    library_dossier: Dossier, file: NotesFile
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("'")
        assert "No bookmarks or notes yet" in opened.text()
        await opened.press("escape")
        await choose_quote(opened, "promise")
        await write_note(opened, "Whose promise?", "ask")
        await opened.press("6", "enter", "j", "m", "5")
        await opened.press("'")
        assert isinstance(opened.screen, NotesListDialog)
        await opened.type("#ask whose")
        assert "1 of 2" in opened.text()
        assert "The former leader" not in opened.text("RowList")
        await opened.press("tab", "a")
        assert dialog(opened).query_one(TextArea).text == "Whose promise?"
        await opened.press("escape", "delete")
        assert [note.record[0] for note in file.load().notes] == ["difference"]
        # A second press comes before the first is written.
        opened.screen.action_undo()
        await opened.press("u")
        assert sorted(note.text or "" for note in file.load().notes) == ["", "Whose promise?"]
        await opened.press("enter")
        assert isinstance(opened.screen, ReadView)
        assert opened.open_article == HERALD
        assert opened.article.chosen is not None
        await opened.press("'")
        await opened.type("former")
        await opened.press("enter")
        assert isinstance(opened.screen, DifferencesView)


async def test_a_note_whose_words_are_gone_is_adrift_and_can_be_put_on_the_closest_passage(
    folder: Folder, file: NotesFile
) -> None:
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await choose_quote(opened, "promise")
        await write_note(opened, "Whose?")
    dossier.close()
    name = f"articles/{HERALD}.yaml"
    folder.change(
        name, "until April, said: “A roof is a promise.”", "until April, said “a roof is no promise”."
    )
    folder.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", "exact: a roof is no promise")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("'")
        assert "adrift: closest is ¶2" in opened.text()
        await opened.press("enter")
        assert opened.open_article == HERALD
        assert "adrift: closest is ¶2" in opened.toast_messages()[-1]
        assert "⚑" not in opened.text("#text")
        await opened.press("'", "tab", "r")
        [note] = file.load().notes
        assert (note.exact, note.text) == ("a roof is no promise", "Whose?")
        assert "adrift" not in opened.text()
        await opened.press("escape")
        assert "⚑ MO▌" in opened.text("#text")
    dossier.close()


async def test_a_moved_paragraph_and_a_removed_record(folder: Folder, file: NotesFile) -> None:
    folder_dossier = open_dossier([folder.root])
    async with open_reader(folder_dossier) as opened:
        await choose_quote(opened, "architect")
        await opened.press("m", "5", "m")
        assert isinstance(opened.screen, PeopleView)
        person = next(note.person for note in file.load().notes if note.person)
    folder_dossier.close()
    folder.change(f"articles/{HERALD}.yaml", "paragraphs:\n", "paragraphs:\n  - text: A new first one.\n")
    quotes = folder.read(f"quotes/{HERALD}.yaml")
    for number in (4, 3, 2):
        quotes = quotes.replace(f"paragraph: {number}\n", f"paragraph: {number + 1}\n")
    folder.write(f"quotes/{HERALD}.yaml", quotes)
    own = file.path.read_text().replace(f"person: {person}", "person: nobody-known")
    file.path.write_text(own)
    folder_dossier = open_dossier([folder.root])
    async with open_reader(folder_dossier) as opened:
        await opened.press("'")
        assert "¶5" in opened.text("RowList")
        assert "no longer in the dossier" in opened.text("RowList")
        await opened.press("escape")
        await opened.open(HERALD)
        await opened.press("n", "n", "n")
        assert " 5⚐" in opened.text("#text")
    folder_dossier.close()
