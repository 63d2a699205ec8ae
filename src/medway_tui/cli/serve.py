"""``medway-tui serve``: the reader in a browser, for reading only."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medway_tui import THEMES
from medway_tui.cli.console import print_error, print_lines, print_progress
from medway_tui.cli.options import ExamplesCommand, SuggestingChoice, content_option
from medway_tui.errors import os_error_text
from medway_tui.sync.dossier import open_dossier
from medway_tui.text import plural
from medway_tui.web import DEFAULT_VISITORS

if TYPE_CHECKING:
    from medway_tui.web.server import ServerSettings

_MAX_VISITORS = 100


@click.command(cls=ExamplesCommand)
@content_option
@click.option("--host", default="localhost", metavar="NAME", help="The name or address to listen at.")
@click.option(
    "--port",
    default=8000,
    type=click.IntRange(0, 65535),
    metavar="NUMBER",
    help="The port; 0 finds one.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="Another host name by which browsers reach the server, as behind a proxy. Can be repeated.",
)
@click.option(
    "--visitors",
    default=DEFAULT_VISITORS,
    type=click.IntRange(1, _MAX_VISITORS),
    metavar="NUMBER",
    help=f"How many visitors are let in at a time: {DEFAULT_VISITORS} if not given.",
)
@click.option(
    "--with-originals", is_flag=True, help="Show the text of originals too, which is the newspapers' own."
)
@click.option("--theme", type=SuggestingChoice(THEMES), help="The colours that visitors see.")
@click.pass_obj
def command(group_roots: tuple[str, ...], /, roots: tuple[str, ...], **options: object) -> None:
    """Show the reader in browsers, for reading only.

    Each visitor has a reader to himself or herself, whose state is thrown away at the end. Visitors can't
    import, add, review, note or export, and nothing is opened or copied on this machine. Your notes are never
    shown. Where an original overrides an account, the account is shown; of an article that is an original
    alone, its quotations.

    Only this machine can reach the server, unless --host names another address. The server encrypts nothing
    and asks for no password: let a proxy do that where others may reach it. Needs the extra "serve".

    Exit status: 0 stopped with Ctrl+C or SIGTERM, 2 could not run.

    Examples:
      Show the dossier that comes with the program at http://localhost:8000:
        medway-tui serve
      Show another dossier to everyone in the house:
        medway-tui serve --content bandstand --host 0.0.0.0
    """
    sys.exit(_serve((*group_roots, *roots), **options))  # type: ignore[arg-type]


def _serve(
    roots: Sequence[str],
    *,
    host: str,
    port: int,
    names: Sequence[str],
    visitors: int,
    with_originals: bool,
    theme: str | None,
) -> int:
    try:
        from medway_tui.web.origins import is_loopback  # noqa: PLC0415 - with them
        from medway_tui.web.public_copies import PublicCopies  # noqa: PLC0415 - an extra
        from medway_tui.web.server import (  # noqa: PLC0415 - likewise
            ReaderServer,
            ServerSettings,
            own_names,
            run_server,
        )
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("medway_tui"):
            raise
        return print_error(
            "serve needs the package textual-serve", "install it: pip install 'medway-tui[serve]'"
        )
    reader, writer = os.pipe()
    with (
        closing(open_dossier([Path(root) for root in roots], progress=print_progress)) as dossier,
        tempfile.TemporaryDirectory(prefix="medway-tui-serve-", ignore_cleanup_errors=True) as folder,
    ):
        settings = ServerSettings(
            host, port, visitors, own_names(host, names), theme, dossier.title, lifeline=reader
        )
        try:
            copies = PublicCopies(dossier, Path(folder), with_originals=with_originals)
        except OSError as error:
            reason = os_error_text(error)
            return print_error(f"the copy of the index can't be written: {reason}", f"make room in {folder}")
        if not is_loopback(host):
            print_lines([f"medway-tui: warning: all who reach {host} can read this dossier, unencrypted"])
        stop = asyncio.Event()

        async def run() -> None:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                with suppress(NotImplementedError):
                    loop.add_signal_handler(number, stop.set)
            await run_server(ReaderServer(settings, copies), lambda port: _say_open(settings, port), stop)

        try:
            asyncio.run(run())
        except OSError as error:
            return print_error(
                f"the server can't listen at {host}, port {port}: {os_error_text(error)}",
                "name another port with --port, or another address with --host",
            )
        finally:
            os.close(writer)
            os.close(reader)
    print_lines(["medway-tui: the server has ended"])
    return 0


def _say_open(settings: ServerSettings, port: int) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    visitors = plural(settings.visitors, "visitor")
    line = f"http://{host}:{port}/ shows {settings.title} to {visitors} at a time. Ctrl+C ends it."
    print_lines([line], stdout=True)
