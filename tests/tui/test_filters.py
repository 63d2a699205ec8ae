"""Keys pressed before a filter has its result: they are for the new list."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from medway_tui.sync.dossier import Dossier
from medway_tui.tui.query_worker import QueryWorker
from tests.tui.reader_pilot import open_reader


@pytest.mark.parametrize(
    ("view", "words", "person"),
    [("2", "speaker:iles", "Josie Iles"), ("4", "kind:promise speaker:iles", "Josie Iles")],
)
async def test_p_after_a_filter_is_for_the_list_that_it_makes(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch, view: str, words: str, person: str
) -> None:
    go_on = threading.Event()
    go_on.set()
    run = QueryWorker._run_thread

    def held(worker: QueryWorker, *arguments: Any) -> None:
        assert go_on.wait(20)
        run(worker, *arguments)

    monkeypatch.setattr(QueryWorker, "_run_inline", lambda *_: False)
    monkeypatch.setattr(QueryWorker, "_run_thread", held)
    async with open_reader(shipped) as opened:
        await opened.press(view, "f")
        go_on.clear()
        opened.send(*words, "enter")
        await opened.wait_until(lambda: opened.screen.focused is opened.rows("#list"))
        opened.send("p")
        await asyncio.sleep(0.1)
        assert opened.view.NAME != "People"
        go_on.set()
        await opened.settle()
        assert opened.view.NAME == "People"
        assert person in opened.text("#page")
