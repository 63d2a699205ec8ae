"""Whatever was to happen in a dialog that has closed by then does not happen, and ends nothing."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator

import pytest
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.base_view import View
from medway_tui.tui.reader_protocol import ReaderScreen
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.tui.reader_pilot import ReaderPilot, open_reader

OPENERS = {
    "search": ("slash", "r"),
    "person": ("c",),
    "palette": ("colon",),
    "help": ("question_mark",),
    "findings": ("exclamation_mark",),
    "copy": ("n", "Y"),
    "speaker of a draft": ("d", "w"),
    "import": ("action_import_file",),
    "article": ("action_new_article",),
    "person to add": ("action_new_person",),
}
"""The keys or the action that open each dialog."""


async def open_dialog(opened: ReaderPilot, keys: tuple[str, ...]) -> ReaderScreen[object]:
    if keys[0].startswith("action_"):
        await getattr(opened.app, keys[0])()
    else:
        await opened.press(*keys)
    await opened.settle()
    dialog = opened.app.screen
    assert isinstance(dialog, ReaderScreen)
    assert not isinstance(dialog, View), keys
    return dialog


def handlers_of(dialog: Screen[object]) -> Iterator[Callable[[], None]]:
    """Yield everything that the dialog's own classes may be asked to do without saying more."""
    for name in dir(dialog):
        if name.startswith(("action_", "on_resize", "reload", "_list", "_say", "_show")):
            method = inspect.getattr_static(type(dialog), name, None)
            if inspect.isfunction(method) and method.__module__.startswith("medway_tui"):
                needed = [
                    parameter
                    for parameter in inspect.signature(method).parameters.values()
                    if parameter.default is inspect.Parameter.empty
                ]
                if len(needed) == 1:
                    yield getattr(dialog, name)


def messages_for(dialog: Screen[object]) -> Iterator[Message]:
    """Yield what may still wait for a dialog that closes: keys, a resize, answers of threads, timers."""
    yield events.Resize(Size(30, 9), Size(30, 9))
    yield Input.Changed(Input(), "x")
    yield Input.Submitted(Input(), "x")
    yield events.Key("down", None)
    yield events.Key("enter", None)
    for handler in handlers_of(dialog):
        yield events.Callback(callback=handler)


async def nothing(_: Screen[object]) -> None:
    """Replace a method of Textual's."""


@pytest.mark.parametrize("name", OPENERS)
async def test_nothing_happens_in_a_dialog_that_has_closed(folder: Folder, name: str) -> None:
    mark_drafts(folder)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.open(GAZETTE)
        dialog = await open_dialog(opened, OPENERS[name])
        assert [*handlers_of(dialog)]
        with pytest.MonkeyPatch.context() as patched:
            # What waits for the next refresh the view calls, once it has drawn what was below the dialog.
            patched.setattr(Screen, "_invoke_and_clear_callbacks", nothing)
            opened.app.pop_screen()
            # Its widgets go before it does, and meanwhile it takes messages.
            while dialog.is_running:
                for message in messages_for(dialog):
                    dialog.post_message(message)
                for handler in handlers_of(dialog):
                    dialog.call_after_refresh(handler)
                await asyncio.sleep(0)
        opened.app.screen.refresh()
        await opened.settle()
        assert isinstance(opened.app.screen, View)
        assert opened.app.return_code is None
    dossier.close()
