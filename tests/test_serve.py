"""``medway-tui serve``: the page, who is let in, what a visitor can do, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp
import pyte
import pytest

from medway_tui.sync.locations import user_folder
from medway_tui.web.origins import is_loopback, is_own_host, is_own_origin
from medway_tui.web.server import own_names
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.process_helpers import run_program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="starts and signals processes of Unix")

needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")

SECONDS = 30.0
HIDDEN = "a-value-of-the-host"


@contextmanager
def serving(*arguments: str, tmp: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the server on a free port; yield its process and address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "medway_tui", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1", "API_TOKEN": HIDDEN, "EDITOR": "vi", "TMPDIR": str(tmp)},
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.match(r"http://localhost:\d+/", line)
        assert found, f"{line}{process.communicate(timeout=SECONDS)[1] if not line else ''}"
        yield process, found[0]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=SECONDS)


class Visitor:
    """A browser's side of a visit, with the screen that it would show."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.screen = pyte.Screen(120, 40)
        self._stream = pyte.ByteStream(self.screen)
        self.texts: list[str] = []

    def text(self) -> str:
        return "\n".join(self.screen.display)

    async def send(self, kind: str, value: object) -> None:
        await self.socket.send_str(json.dumps([kind, value]))

    async def wait(self, holds: Callable[[], bool]) -> None:
        """Read until a condition of the screen holds."""
        end = time.monotonic() + SECONDS
        while not holds():
            try:
                message = await self.socket.receive(max(0.01, end - time.monotonic()))
            except TimeoutError:
                pytest.fail(self.text())
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), self.text()
            if message.type == aiohttp.WSMsgType.BINARY:
                self._stream.feed(message.data)
            else:
                self.texts.append(message.data)

    async def wait_for_text(self, *words: str) -> None:
        await self.wait(lambda: all(each in self.text() for each in words))


def visitor_pids(server: int) -> list[int]:
    """Return the processes of visitors of a server."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return [
        int(pid) for pid in children if b"medway_tui.cli.visitor" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + SECONDS
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        assert time.monotonic() < end, f"process {pid} goes on"
        time.sleep(0.05)


async def check_page(client: aiohttp.ClientSession, address: str) -> None:
    """Check that the page needs nothing from elsewhere, and that nothing else is served."""
    async with client.get(address) as answer:
        page = await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "The roof of Riverside library" in page
    assert not re.findall(r"(?:src|href)=\"(?!/static/|data:,)", page)
    for name in re.findall(r"/static/([\w.]+)", page):
        async with client.get(f"{address}static/{name}") as answer:
            assert answer.status == 200
            assert not re.search(r"url\(|@import|https?://fonts", await answer.text())
    for path in ("static/..%2fserver.py", "static/images/background.png", "download/x"):
        async with client.get(f"{address}{path}") as answer:
            assert answer.status == 404
    async with client.get(address, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
    for refused in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await client.ws_connect(f"{address}ws", headers=refused)


async def check_reading(visitor: Visitor) -> None:
    """Check what a visitor sees, and that what would do more is refused."""
    await visitor.wait_for_text("Riverside", "Quotations alone", "[…] “rather damp” […]")
    await visitor.send("stdin", "]")
    await visitor.wait_for_text("Surveyors call the roof", "Account in our own words")
    assert "medway-tui import" not in visitor.text()
    for odd in ("no JSON", "[]", "5", '["resize", 5]', '["resize", {"width": "x"}]', '["stdin", 1]'):
        await visitor.socket.send_str(odd)
    for key in ("d", "e", "!"):
        await visitor.send("stdin", key)
        await visitor.wait_for_text("Not in the browser")
    await visitor.send("stdin", "/pails\r")
    await visitor.wait_for_text("No match")
    await visitor.send("stdin", "\x1b")
    await visitor.wait(lambda: "No match" not in visitor.text())
    await visitor.send("stdin", "o")
    await visitor.wait(lambda: bool(visitor.texts))
    opened = json.loads(visitor.texts[0])
    assert opened == ["open_url", {"url": "https://gazette.example.org/roof", "new_tab": True}]


@needs_proc
async def test_a_visit(folder: Folder, tmp_path: Path) -> None:
    mark_drafts(folder)
    own = user_folder("riverside-library") / "articles" / f"{GAZETTE}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("kind: original\nparagraphs:\n  - The newspaper’s own sentence about pails.\n", "utf-8")
    temporary = tmp_path / "t"
    temporary.mkdir()
    with serving("--content", str(folder.root), "--visitors", "1", tmp=temporary) as (process, address):
        headers = {"Origin": address.rstrip("/")}
        async with aiohttp.ClientSession() as client:
            await check_page(client, address)
            async with client.ws_connect(f"{address}ws?width=120&height=40", headers=headers) as socket:
                visitor = Visitor(socket)
                await check_reading(visitor)
                (pid,) = visitor_pids(process.pid)
                environment = Path(f"/proc/{pid}/environ").read_bytes()
                assert HIDDEN.encode() not in environment
                assert b"\0PATH=\0" in environment
                with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
                    await client.ws_connect(f"{address}ws", headers=headers)
                async with client.get(f"{address}reason") as answer:
                    assert "lets in 1 visitor at a time" in await answer.text()
                assert list(temporary.glob("*/visitor-*"))
                await visitor.send("stdin", "q")
                while (await socket.receive(SECONDS)).type == aiohttp.WSMsgType.BINARY:
                    pass
            await asyncio.to_thread(wait_until_gone, pid)
            while list(temporary.glob("*/visitor-*")):
                await asyncio.sleep(0.01)

            async with client.ws_connect(f"{address}ws", headers=headers) as socket:
                await Visitor(socket).wait_for_text("Riverside")
                (pid,) = visitor_pids(process.pid)
                process.send_signal(signal.SIGTERM)
                assert await asyncio.to_thread(process.wait, SECONDS) == 0
            await asyncio.to_thread(wait_until_gone, pid)
        assert not list(temporary.iterdir())


@needs_proc
async def test_a_visitor_goes_with_a_server_that_is_killed(folder: Folder, tmp_path: Path) -> None:
    with serving("--content", str(folder.root), tmp=tmp_path) as (process, address):
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{address}ws", headers={"Origin": address.rstrip("/")}) as socket,
        ):
            await Visitor(socket).wait_for_text("Riverside")
            (pid,) = visitor_pids(process.pid)
            process.kill()
            process.wait()
            await asyncio.to_thread(wait_until_gone, pid)


def test_what_can_not_be_served_is_said(folder: Folder) -> None:
    import socket  # noqa: PLC0415 - here alone

    with socket.create_server(("localhost", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run_program("serve", "--content", str(folder.root), "--port", port)
    assert result.returncode == 2
    assert f"the server can't listen at localhost, port {port}" in result.stderr
    assert "--port" in result.stderr


def test_only_pages_of_the_server_itself_are_let_in() -> None:
    local = own_names("localhost")
    assert is_own_origin("http://localhost:8000", "localhost:8000", local)
    assert is_own_origin("http://127.0.0.1:8000", "127.0.0.1:8000", local)
    assert is_own_origin("http://[::1]:8000", "[::1]:8000", local)
    for origin, host in (
        ("http://evil.example", "localhost:8000"),
        ("http://localhost:9000", "localhost:8000"),
        ("http://evil.example:8000", "evil.example:8000"),
        ("http://192.168.1.5:8000", "192.168.1.5:8000"),
        ("null", "localhost:8000"),
        ("", "localhost:8000"),
        (None, "localhost:8000"),
        ("http://localhost:8000", None),
        ("http://localhost:x", "localhost:x"),
        ("file://localhost:8000", "localhost:8000"),
    ):
        assert not is_own_origin(origin, host, local), (origin, host)
    everywhere = own_names("0.0.0.0", ("Medway.example",))  # noqa: S104 - a name alone
    assert is_own_origin("http://192.168.1.5:8000", "192.168.1.5:8000", everywhere)
    assert is_own_origin("https://medway.example", "medway.example", everywhere)
    assert not is_own_origin("http://evil.example:8000", "evil.example:8000", everywhere)
    assert not is_own_host("evil.example:8000", everywhere)
    assert [is_loopback(host) for host in ("localhost", "127.0.0.9", "::1", "0.0.0.0", "example.org")] == [  # noqa: S104
        True, True, True, False, False,
    ]  # fmt: skip
