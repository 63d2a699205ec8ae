"""Visits ``medway-tui serve`` with headless Chromium, and tries each command that a visitor must not have.

Run by ``make interop`` with a Python that has playwright; Chromium comes from the system's packages. Prints
what was seen, and ends with status 1 where something was not as it should be, 2 without Chromium.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REFUSED_KEYS = {"d": "drafts", "e": "editor", "!": "findings", "m": "bookmark", "a": "note", "X": "export"}
REFUSED_COMMANDS = ("Import a file", "New article", "New person", "Save copied text", "Drafts", "Findings")
REFUSAL = "Not in the browser"
SECONDS = 30.0


@contextmanager
def serving(program: str, folder: str) -> Iterator[str]:
    """Run the server; yield its address."""
    with subprocess.Popen(
        [program, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": folder, "PYTHONUTF8": "1"},
    ) as process:
        try:
            yield process.stdout.readline().split()[0] if process.stdout else ""
        finally:
            process.terminate()


class Visit:
    """A page of Chromium on the server."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.problems: list[str] = []
        self.elsewhere: list[str] = []
        self.received = b""
        """What the terminal was sent."""
        page.on("request", self._note_request)
        page.on("websocket", lambda socket: socket.on("framereceived", self._note_frame))

    def _note_frame(self, data: bytes | str) -> None:
        self.received += data if isinstance(data, bytes) else data.encode()

    def _note_request(self, request: Any) -> None:
        if not re.match(r"(?:https?|wss?)://localhost:|data:", request.url):
            self.elsewhere.append(request.url)

    def open(self, address: str) -> None:
        """Open the page, and wait for the first screen."""
        self.page.goto(address)
        self.page.wait_for_selector("body.-first-byte", timeout=SECONDS * 1000)
        self.page.wait_for_timeout(3000)

    def words_since(self) -> str:
        """Return what the terminal was sent since the last call, without its control sequences."""
        words = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self.received)
        self.received = b""
        return words.decode(errors="replace")

    def shows(self, words: str) -> bool:
        """Return whether the terminal is sent some words within ten seconds."""
        seen = ""
        for _ in range(100):
            seen += self.words_since()
            if words in seen:
                return True
            # The page's events come while one of its calls waits.
            self.page.wait_for_timeout(100)
        return False

    def picture(self) -> bytes:
        """Return what the page looks like now."""
        image: bytes = self.page.screenshot()
        return image

    def press(self, *keys: str) -> None:
        """Press keys, waiting a moment after each."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(400)

    def expect(self, name: str, *, holds: bool) -> None:
        """Print and note the result of a check."""
        print(f"{'as it should be' if holds else 'NOT AS IT SHOULD BE'}: {name}")
        if not holds:
            self.problems.append(name)


def walk(visit: Visit, address: str, home: Path) -> None:
    """Check what is shown, what is asked of other machines, and each refusal."""
    visit.open(address)
    first = visit.picture()
    visit.press("3")
    visit.expect("a key changes the view", holds=visit.shows("inspections"))
    visit.press("1")
    visit.page.wait_for_timeout(5000)
    for key, name in REFUSED_KEYS.items():
        visit.press(key)
        visit.expect(f"{key} ({name}) is refused", holds=visit.shows(REFUSAL))
        visit.page.wait_for_timeout(5000)
    for command in REFUSED_COMMANDS:
        visit.press(":")
        visit.page.keyboard.type(command)
        visit.expect(f"{command} is not offered", holds=visit.shows("No matching command"))
        visit.press("Escape")
    written = [path for path in home.rglob("*") if path.is_file() and "index-" not in path.name]
    visit.expect(f"nothing is written in the home of the server {written or ''}", holds=not written)
    visit.expect(f"nothing is asked of another machine {visit.elsewhere or ''}", holds=not visit.elsewhere)
    visit.page.set_viewport_size({"width": 400, "height": 700})
    visit.page.wait_for_timeout(2000)
    visit.expect("a narrow page is drawn", holds=len(visit.picture()) > len(first) // 20)
    visit.press("q")
    visit.page.wait_for_selector("body.-closed", timeout=SECONDS * 1000)
    visit.expect("q ends the visit", holds=visit.page.is_visible("#again"))
    visit.page.click("#again")
    visit.page.wait_for_selector("body.-first-byte", timeout=SECONDS * 1000)
    visit.expect("the button opens the reader again", holds=not visit.page.is_visible("#again"))


def main() -> int:
    """Run the visit; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default="medway-tui", help="the program to serve with")
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("there is no Chromium: install it with the system's packages", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright  # type: ignore[import-not-found]  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory() as home,
        serving(options.program, home) as address,
        sync_playwright() as run,
    ):
        browser = run.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        visit = Visit(browser.new_page(viewport={"width": 1200, "height": 800}))
        walk(visit, address, Path(home))
        browser.close()
    return 1 if visit.problems else 0


if __name__ == "__main__":
    sys.exit(main())
