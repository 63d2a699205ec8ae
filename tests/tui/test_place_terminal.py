"""The kept place and places named on the command line, in a real terminal."""

from __future__ import annotations

import json
import signal
import time

import pytest

from medway_tui.tui.reader_state import dossier_state_file, state_folder
from tests.fixtures_library import Folder
from tests.process_helpers import run_program
from tests.tui.pseudo_terminal import Terminal, is_restored, open_terminal

FIRST_LINE = "According to a report by Ofsted"
SHIPPED = "medway-childrens-services"
KENT = "kentonline-2019-09-04"
DOE = "I'm frankly surprised"
"""The beginning of its twelfth paragraph's quotation."""


def quit_reader(terminal: Terminal) -> None:
    terminal.child.send("q")
    assert terminal.exit_status() == 0
    assert is_restored(terminal)


def test_the_next_day_everything_is_where_it_was() -> None:
    with open_terminal(f"{KENT}#12", rows=24) as terminal:
        terminal.wait_for_text(DOE)
        terminal.child.send("jj")
        quit_reader(terminal)
    with open_terminal(rows=24) as terminal:
        terminal.wait_for_text(DOE)
        # Drawn there at once, and not at the beginning first.
        assert b"A cabinet met yesterday" not in terminal.written
        terminal.child.send("4f" + "promises\r")
        terminal.wait_for_text("promises")
        quit_reader(terminal)
    with open_terminal(rows=24) as terminal:
        terminal.wait_for_text("promises", "Evidence")
        terminal.child.send("1")
        terminal.wait_for_text(DOE)
        quit_reader(terminal)
    with open_terminal("--fresh", rows=24) as terminal:
        terminal.wait_for_text(FIRST_LINE)
        quit_reader(terminal)
    # What --fresh did not change is still kept.
    kept = json.loads(dossier_state_file(SHIPPED).path.read_text(encoding="utf-8"))
    assert KENT in kept["places"]


def test_a_link_opens_its_dossier_where_it_was_read_last(folder: Folder) -> None:
    with open_terminal("--content", folder.root) as terminal:
        terminal.wait_for_text("The kettle is mended")
        quit_reader(terminal)
    with open_terminal("medway-tui:riverside-library/herald-2021-05#q1", rows=24) as terminal:
        terminal.wait_for_text("A roof is a promise")
        quit_reader(terminal)
    with open_terminal(f"medway-tui:{SHIPPED}/{KENT}#q8", columns=40, rows=12) as terminal:
        terminal.wait_for_text(DOE)
        quit_reader(terminal)
    for arguments, said in (
        (["medway-tui:unknown/x#1"], "the link is of the dossier unknown, not of " + SHIPPED),
        ([f"{KENT}#99"], f"{KENT} has no paragraph 99"),
        ([f"{KENT}#q99"], f"{KENT} has no quotation q99"),
    ):
        with open_terminal(*arguments) as terminal:
            terminal.wait_for_text(said)
            assert terminal.exit_status() == 2


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_reader_that_is_ended_has_kept_its_place(end: signal.Signals) -> None:
    with open_terminal(rows=24) as terminal:
        terminal.wait_for_text(FIRST_LINE)
        terminal.child.send("]")
        terminal.wait_for_text("─ KentOnline · [4 Sep 2019]")
        if end == signal.SIGKILL:
            path, deadline = dossier_state_file(SHIPPED).path, time.monotonic() + 20
            while not path.exists() or KENT not in path.read_text(encoding="utf-8"):
                assert time.monotonic() < deadline
                time.sleep(0.05)
        terminal.child.kill(end)
        terminal.child.wait()
    with open_terminal(rows=24) as terminal:
        terminal.wait_for_text("─ KentOnline · [4 Sep 2019]")


def test_a_broken_state_is_said_and_left() -> None:
    run_program("articles")
    path = state_folder() / "state.json"
    path.write_text('{"version": 1,\n "theme": 7}')
    with open_terminal() as terminal:
        terminal.wait_for_text(FIRST_LINE, "Preferences are not kept", "state.json:2")
        terminal.child.send("\\")
        quit_reader(terminal)
    assert path.read_text() == '{"version": 1,\n "theme": 7}'
