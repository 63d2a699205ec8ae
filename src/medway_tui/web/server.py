"""The server of ``medway-tui serve``: a page, its files, and a socket for each visitor."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jinja2
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from medway_tui.text import plural
from medway_tui.web.origins import LOOPBACK_NAMES, is_loopback, is_own_host, is_own_origin
from medway_tui.web.public_copies import PublicCopies
from medway_tui.web.visitors import MAX_COLUMNS, MAX_ROWS, VisitorFolder, VisitorProcess

_MAX_MESSAGE_BYTES = 256 * 1024
"""The most bytes of a message of a browser: a paste."""
_FONT_SIZES = range(8, 41)
_HEARTBEAT_SECONDS = 20.0
_SHUTDOWN_SECONDS = 5.0

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATIC_FILES = {
    "page.css": ("medway_tui.web", "page/page.css", "text/css"),
    "page.js": ("medway_tui.web", "page/page.js", "text/javascript"),
    "textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
    "xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
}
"""All files that are served, by their names: package, path in it, and type."""

_HEADERS = {
    # The terminal sets styles of its own; nothing comes from elsewhere.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:;"
        " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class ServerSettings(NamedTuple):
    """Where the server listens, and whom it lets in."""

    host: str
    port: int
    visitors: int
    names: Collection[str]
    """The names that the server goes by; ``*`` among them lets in every address of the machine."""
    theme: str | None
    title: str
    lifeline: int
    """A descriptor that closes when the server ends."""


def own_names(host: str, more: Sequence[str] = ()) -> set[str]:
    """Return the names that a server at ``host`` goes by."""
    names = {*more, host}
    if is_loopback(host):
        names.update(LOOPBACK_NAMES)
    elif host in ("0.0.0.0", "::"):  # noqa: S104 - only compared with
        names.update((*LOOPBACK_NAMES, socket.gethostname(), "*"))
    return {name.lower() for name in names}


class ReaderServer:
    """Shows the reader to visitors in their browsers."""

    def __init__(self, settings: ServerSettings, copies: PublicCopies) -> None:
        self.settings = settings
        self._copies = copies
        self._visits: set[web.WebSocketResponse] = set()
        page = files("medway_tui.web").joinpath("page/index.html").read_text(encoding="utf-8")
        self._page = jinja2.Environment(autoescape=True).from_string(page)
        self._downloads = DownloadManager()

    def make_app(self) -> web.Application:
        """Make the application; a request that names another server is refused."""
        app = web.Application(middlewares=[self._check_request], client_max_size=1024)
        app.add_routes(
            [
                web.get("/", self._send_page),
                web.get("/static/{name}", self._send_file),
                web.get("/reason", self._send_reason),
                web.get("/ws", self._serve_visitor),
            ]
        )
        app.on_shutdown.append(self._end_visits)
        return app

    async def _end_visits(self, _app: web.Application) -> None:
        for browser in list(self._visits):
            await browser.close(code=WSCloseCode.GOING_AWAY)

    @web.middleware
    async def _check_request(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not is_own_host(request.headers.get("Host"), self.settings.names):
            raise web.HTTPForbidden(text="This server does not go by that name.\n")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(_HEADERS)
            raise
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _send_page(self, request: web.Request) -> web.Response:
        size = request.query.get("fontsize", "")
        font_size = int(size) if size.isascii() and size.isdigit() and int(size) in _FONT_SIZES else 16
        page = self._page.render(title=self.settings.title, font_size=font_size)
        return web.Response(text=page, content_type="text/html")

    async def _send_file(self, request: web.Request) -> web.Response:
        if request.match_info["name"] not in _STATIC_FILES:
            raise web.HTTPNotFound(text="There is no such file.\n")
        package, path, content_type = _STATIC_FILES[request.match_info["name"]]
        body = files(package).joinpath(path).read_bytes()
        return web.Response(body=body, content_type=content_type, charset="utf-8")

    async def _send_reason(self, _request: web.Request) -> web.Response:
        return web.Response(text=self._full_sentence() if self._is_full() else "")

    def _is_full(self) -> bool:
        return len(self._visits) >= self.settings.visitors

    def _full_sentence(self) -> str:
        number = plural(self.settings.visitors, "visitor")
        return f"No place is free: this server lets in {number} at a time. Try again later."

    # -- visitors ------------------------------------------------------------------------------------

    async def _serve_visitor(self, request: web.Request) -> web.StreamResponse:
        headers = request.headers
        if not is_own_origin(headers.get("Origin"), headers.get("Host"), self.settings.names):
            raise web.HTTPForbidden(text="Only a page of this server may open the reader.\n")
        if self._is_full():
            raise web.HTTPServiceUnavailable(text=f"{self._full_sentence()}\n")
        browser = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_MAX_MESSAGE_BYTES)
        self._visits.add(browser)
        try:
            await browser.prepare(request)
            await self._run_visit(request, browser)
        finally:
            self._visits.discard(browser)
        return browser

    async def _run_visit(self, request: web.Request, browser: web.WebSocketResponse) -> None:
        async def close() -> None:
            await browser.close()

        with VisitorFolder(self._copies.folder) as folder:
            async with self._copies.latest() as index_path:
                visitor = VisitorProcess(
                    "", write_bytes=browser.send_bytes, write_str=browser.send_str, close=close,
                    download_manager=self._downloads,
                )  # fmt: skip
                theme = (f"--theme={self.settings.theme}",) if self.settings.theme else ()
                visitor.arguments = (*theme, str(index_path), *map(str, self._copies.roots))
                visitor.folder, visitor.lifeline = Path(folder), self.settings.lifeline
                try:
                    await visitor.start(*_size_asked(request))
                    await _pass_messages(browser, visitor)
                finally:
                    await visitor.end()
                    with suppress(ConnectionError):
                        await browser.close()


def _size_asked(request: web.Request) -> tuple[int, int]:
    width, height = request.query.get("width", ""), request.query.get("height", "")
    return _within(width, 80, MAX_COLUMNS), _within(height, 24, MAX_ROWS)


def _within(value: object, default: int, most: int) -> int:
    text = str(value)
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 6 else default


async def _pass_messages(browser: web.WebSocketResponse, visitor: VisitorProcess) -> None:
    """Pass what a browser sends to the reader; what is not of the protocol is left out."""
    async for message in browser:
        if message.type != WSMsgType.TEXT:
            continue
        try:
            kind, *values = json.loads(message.data)
        except (ValueError, TypeError):
            continue
        value = values[0] if values else None
        if kind == "stdin" and isinstance(value, str):
            await visitor.send_bytes(value.encode("utf-8", "replace"))
        elif kind == "resize" and isinstance(value, dict):
            columns = _within(value.get("width"), 80, MAX_COLUMNS)
            await visitor.set_terminal_size(columns, _within(value.get("height"), 24, MAX_ROWS))
        elif kind == "ping" and isinstance(value, (str, int, float)):
            await browser.send_json(["pong", value])
        elif kind == "focus":
            await visitor.focus()
        elif kind == "blur":
            await visitor.blur()


async def run_server(server: ReaderServer, on_open: Callable[[int], object], stop: asyncio.Event) -> None:
    """Listen until ``stop`` is set; ``on_open`` is called with the port.

    Visits under way are ended. Raises OSError where the server can't listen at its address.
    """
    # A visitor's reader that fails reports it itself.
    logging.getLogger("textual-serve").setLevel(logging.CRITICAL)
    runner = web.AppRunner(server.make_app(), access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, server.settings.host, server.settings.port).start()
        on_open(runner.addresses[0][1])
        await stop.wait()
    finally:
        await runner.cleanup()
