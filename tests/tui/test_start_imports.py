"""The modules that a warm start loads before the first paint, whose time every start pays.

A module that is needed later is imported in the function that uses it, with the reason. One that the first
screen draws with is added here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from tests.process_helpers import run_program

START = {
    "__main__",
    "cli.console",
    "cli.open_reader",
    "config.folders",
    "config.loader",
    "config.settings",
    "errors",
    "fuzzy",
    "notices",
    "sync.dossier",
    "sync.locations",
    "sync.recovery",
    "sync.scan",
    "yaml_io.journal_file",
}
"""What opens the dossier, the config and the reader."""

CONTENT = {
    "content.files",
    "dates",
    "export.citations",
    "index.agent_references",
    "index.articles",
    "index.connection",
    "index.difference_passages",
    "index.incomplete",
    "index.indexed_files",
    "index.integrity",
    "index.listing",
    "index.people",
    "index.quotes",
    "index.schema",
    "index.speaker_ranks",
    "model.locations",
    "model.roles",
    "text",
}
"""What the first article is read with."""

SCREEN = {
    "app",
    "base_view",
    "comfort",
    "commands",
    "external",
    "focus_mode",
    "first_run",
    "idle",
    "key_names",
    "key_sequences",
    "list_pane",
    "notes.access",
    "query_worker",
    "reader_protocol",
    "reader_state",
    "reload_controller",
    "rows",
    "screen_reader",
    "signals",
    "state_file",
    "state_saver",
    "terminal_driver",
    "textual_patches",
    "text_places",
    "theme",
    "theme_controller",
    "toasts",
    "view_commands",
    "visit_history",
    "read.commands",
    "read.difference_marks",
    "read.document",
    "read.matches",
    "read.navigation",
    "read.panes",
    "read.view",
    "widgets.article_layout",
    "widgets.article_view",
    "widgets.header_footer",
    "widgets.line_renderer",
    "widgets.position",
    "widgets.row_sources",
    "widgets.scrolling",
    "widgets.virtual_list",
    "widgets.wrapping",
}
"""What draws the first screen, in ``tui``."""

LIBRARIES = {"platformdirs", "rich", "textual", "typing_extensions"}
"""Packages of others: those of a bare Textual app, and no more."""

STANDARD = {"gc", "json", "pkgutil", "sqlite3"}
"""Of the standard library, what a bare Textual app does not load."""

_REPORT = """
import os, sys
def report():
    with open(sys.argv[1], "w") as file:
        file.write("\\n".join(sys.modules))
    os._exit(0)
"""

_READER = f"""{_REPORT}
from medway_tui.tui import idle
from medway_tui.__main__ import main
path, sys.argv[1:] = sys.argv[1], []
# Called after the first paint.
idle.resume_gc = lambda: (sys.argv.append(path), report())
main()
"""

_BARE = f"""{_REPORT}
from textual.app import App
from textual.widgets import Input, OptionList, Static
class Bare(App):
    def compose(self):
        yield Static("text")
        yield OptionList("one")
    def on_mount(self):
        self.call_after_refresh(report)
Bare().run()
"""


def load_modules(code: str, path: Path) -> set[str]:
    """Run code in a terminal; return the modules that were loaded when it reported them."""
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable, ["-c", code, str(path)], dimensions=(40, 120), timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()
    assert path.exists(), child.before
    return set(path.read_text().split())


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Coverage in these processes would load modules of its own."""
    monkeypatch.setenv("COVERAGE_PROCESS_CONFIG", "")


@pytest.mark.usefixtures("unmeasured")
def test_a_warm_start_loads_what_the_first_screen_needs(tmp_path: Path) -> None:
    run_program("articles")  # builds the index
    bare = load_modules(_BARE, tmp_path / "bare")
    # The first run has a hint, and no state yet.
    load_modules(_READER, tmp_path / "first")
    loaded = load_modules(_READER, tmp_path / "second")

    own = {name.removeprefix("medway_tui.") for name in loaded if name.startswith("medway_tui.")}
    packages = {name for name in own if any(other.startswith(f"{name}.") for other in own)}
    listed = START | CONTENT | {f"tui.{name}" for name in SCREEN}
    assert sorted(own - packages - listed) == [], "import it where it is used, or list it above"
    assert sorted(listed - own) == [], "no longer loaded: take it out of the list"

    top = {name.partition(".")[0] for name in loaded} - {"__main__", "medway_tui"}
    added = {name for name in top - {name.partition(".")[0] for name in bare} if not name.startswith("_")}
    # To load OpenSSL takes a thirtieth of a start: see ``cli.open_reader``.
    assert not loaded & {"ssl", "_ssl", "hashlib", "_hashlib"}
    standard = sys.stdlib_module_names
    assert top - standard <= LIBRARIES | {"_distutils_hack"}
    assert added & standard <= STANDARD
