"""The schemas in an editor, through yaml-language-server: completion, hovers, diagnostics.

Skipped without that program, which is an npm package; check-jsonschema also validates the files.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from medway_tui.content import files
from medway_tui.sync.locations import shipped_content

SERVER = shutil.which("yaml-language-server")
CONTENT = shipped_content()

pytestmark = pytest.mark.skipif(SERVER is None, reason="yaml-language-server (npm) is not installed")


class Editor:
    """A minimal client of a language server."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self._server = server
        self._asked = 0
        self._found: dict[str, list[str]] = {}
        hovers = {"hover": {"contentFormat": ["markdown"]}}
        self._ask(
            "initialize", processId=None, rootUri=CONTENT.as_uri(), capabilities={"textDocument": hovers}
        )
        self._send({"method": "initialized", "params": {}})

    def open(self, name: str, text: str) -> list[str]:
        """Open a text as a content file; return the diagnostics as ``line message``."""
        uri = (CONTENT / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._found:
            self._receive()
        return self._found[uri]

    def completions(self, name: str, line: int, column: int) -> dict[str, str]:
        """Return the completions at a position (from 1)."""
        found = self._at("textDocument/completion", name, line, column)
        return {item["label"]: item["insertText"] for item in found["items"]}

    def hover(self, name: str, line: int, column: int) -> str:
        """Return the hover text at a position (from 1)."""
        return str(self._at("textDocument/hover", name, line, column)["contents"]["value"])

    def _at(self, method: str, name: str, line: int, column: int) -> Any:
        place = {"line": line - 1, "character": column - 1}
        return self._ask(method, textDocument={"uri": (CONTENT / name).as_uri()}, position=place)

    def _ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        size = 0
        while (header := self._server.stdout.readline()).strip():
            if header.lower().startswith(b"content-length:"):
                size = int(header.partition(b":")[2])
        assert size, "the server ended"
        message: dict[str, Any] = json.loads(self._server.stdout.read(size))
        if message.get("method") == "textDocument/publishDiagnostics":
            marks = message["params"]["diagnostics"]
            said = [f"{mark['range']['start']['line'] + 1} {mark['message']}" for mark in marks]
            self._found[message["params"]["uri"]] = said
        elif "method" in message and "id" in message:
            asked = message["params"].get("items") if message["method"] == "workspace/configuration" else None
            self._send({"id": message["id"], "result": asked and [{} for _ in asked]})
        return message


@pytest.fixture
def editor() -> Iterator[Editor]:
    """Return a client with its language server."""
    assert SERVER is not None
    with subprocess.Popen(
        [SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        yield Editor(server)
        server.kill()


def test_nothing_is_marked_in_the_shipped_files(editor: Editor) -> None:
    for file in files.find_files([CONTENT]):
        name = Path(file.path).relative_to(CONTENT).as_posix()
        assert editor.open(name, Path(file.path).read_text(encoding="utf-8")) == [], name


DRAFT = """\
# yaml-language-server: $schema=../schema/article.json
headline: A roof
kind:\x20
published: "2021-3-4"
paragraphs:
  - text: Told.
\x20\x20\x20\x20
bogus: 1
"""


def test_a_draft_is_marked_explained_and_completed(editor: Editor) -> None:
    marks = editor.open("articles/draft.yaml", DRAFT)
    assert "4 write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26" in marks
    assert '2 Missing property "publisher".' in marks
    assert "8 Property bogus is not allowed." in marks
    assert "The headline as printed, or a title of ours." in editor.hover("articles/draft.yaml", 2, 3)
    assert set(editor.completions("articles/draft.yaml", 3, 7)) == {"account", "original"}
    # No example is inserted into the file.
    block = editor.completions("articles/draft.yaml", 7, 5)
    assert block == {"digest": "digest: ", "kind": "kind: "}


def test_the_keys_of_a_quotation_are_proposed(editor: Editor) -> None:
    name = "quotes/draft.yaml"
    editor.open(name, "# yaml-language-server: $schema=../schema/quotes.json\n- id: q1\n  type: \n  \n")
    assert set(editor.completions(name, 3, 9)) == {"direct", "mixed", "indirect", "none"}
    assert {"speaker", "attribution", "cue", "exact"} <= set(editor.completions(name, 4, 3))
    assert "mixed: a fragment inside the article's sentence" in editor.hover(name, 3, 4)
