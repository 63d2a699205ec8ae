"""The reader for someone in a browser: it reads, and does nothing on this machine."""

from __future__ import annotations

import webbrowser

import pytest

from medway_tui.model.notes import Note
from medway_tui.notes.store import NotesFile
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.visitor_app import REFUSAL, VisitorApp
from tests.fixtures_library import NEWSLETTER, Folder, mark_drafts
from tests.tui.reader_pilot import open_app


async def test_no_command_writes_or_opens_anything_on_this_machine(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark_drafts(folder)
    monkeypatch.setenv("EDITOR", "touch /tmp/never")
    async with open_app(VisitorApp(open_dossier([folder.root])), toasts=True) as opened:
        for view in "123456":
            await opened.press(view)
            offered = {command.name for command in opened.view.available_commands()}
            assert not {"Drafts", "Edit", "Findings", "Import a file…", "New article…"} & offered
            for command in opened.view.commands:
                if command.uses_host:
                    before = opened.screen
                    await opened.app.run_action(command.full_action, opened.screen)
                    assert opened.screen is before, command.name
        await opened.press("d", "e", "exclamation_mark")
        assert opened.view.NAME == "Differences"
        assert REFUSAL in opened.toast_messages()
        assert "Drafts" not in opened.text()


async def test_an_address_is_opened_by_the_browser_of_the_visitor(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: pytest.fail("a browser on this machine"))
    async with open_app(VisitorApp(shipped), toasts=True) as opened:
        addresses: list[str] = []
        monkeypatch.setattr(opened.app, "open_url", lambda url, **_: addresses.append(url))
        await opened.press("o")
        assert len(addresses) == 1
        assert addresses[0].startswith("https://www.bbc.co.uk/")
        assert f"Opened {addresses[0]}" in opened.toast_messages()


async def test_the_notes_of_the_host_are_never_served(folder: Folder, own_folder: Folder) -> None:
    file = NotesFile(own_folder.root)
    note = Note(id="new", article=NEWSLETTER, quote="q1", paragraph=2, exact="rather damp", text="Sekret")
    file.add(note)
    before = file.path.read_bytes()
    app = VisitorApp(open_dossier([folder.root]))
    async with open_app(app, toasts=True) as opened:
        app.notes.load()
        await opened.press("2", "m", "a", "'")
        assert "⚑" not in opened.text()
        assert "Sekret" not in opened.text()
        assert opened.view.NAME == "Quotes"
    assert file.path.read_bytes() == before
