"""``medway-tui`` without a command: the reader."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui import THEMES
from medway_tui.cli.console import INTERRUPTED, print_error, print_notice, print_progress
from medway_tui.config.folders import is_theme, own_theme_names
from medway_tui.config.loader import LoadedConfig, load_config
from medway_tui.errors import MedwayError
from medway_tui.notices import unsubscribe
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError, roots_to_write
from medway_tui.sync.recovery import recover_folders
from medway_tui.tui import idle, screen_reader
from medway_tui.tui.reader_state import ReaderState, open_state
from medway_tui.tui.signals import SignalHandler

if TYPE_CHECKING:
    from medway_tui.index.place_references import FoundPlace, PlaceReference

PLAIN_OFFER = "`medway-tui --plain` has every view as plain text"
"""The offer where there is no screen to draw on."""


_MONOCHROME = ("-mono", "-m", "vt100", "vt102", "vt220", "vt320")
"""The ends of the types of terminals without colours."""


def is_monochrome(terminal: str) -> bool:
    """Whether a type of terminal has no colours: what colours show is then reversed and bold type."""
    return terminal.endswith(_MONOCHROME)


def open_reader(
    folders: Sequence[str], theme: str | None, *, place: PlaceReference | None = None, fresh: bool = False
) -> None:
    """Open the reader on the dossier in these folders; ends the process with its exit status.

    It begins at a ``place``, else where it was left; if ``fresh``, as if it was never opened before.
    """
    idle.pause_gc()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.exit(print_error(f"not a terminal: run medway-tui in one; {PLAIN_OFFER}"))
    if theme is not None and not is_theme(theme):
        names = ", ".join((*THEMES, *own_theme_names()))
        sys.exit(print_error(f"there is no theme {theme}", f"set MEDWAY_TUI_THEME to one of: {names}"))
    if os.environ.get("TERM") == "dumb":
        hint = "or set TERM to the type of the terminal, such as xterm-256color"
        sys.exit(print_error(f"this terminal can't move the cursor (TERM=dumb); {PLAIN_OFFER}", hint))
    if screen_reader.find_sign():
        print_notice(f"{screen_reader.OFFER}; MEDWAY_TUI_PLAIN=1 chooses it always")
    if is_monochrome(os.environ.get("TERM", "")):
        os.environ["NO_COLOR"] = "1"
    signals = SignalHandler()
    signals.watch(sys.stdin.fileno())
    try:
        unsubscribe(print_notice)
        dossier = open_dossier([Path(folder) for folder in folders], progress=print_progress, wait=False)
        state = _open_state(dossier, fresh=fresh)
        target = _find_target(dossier, state, place)
    except MedwayError as error:
        sys.exit(print_error(str(error), error.hint))
    except KeyboardInterrupt:
        print_error("stopped before the index was built", "no file was changed; start again any time")
        sys.exit(INTERRUPTED)
    recover_folders(dossier.roots)
    sys.exit(_run_app(dossier, theme, load_config(), signals, state, target))


def _open_state(dossier: Dossier, *, fresh: bool) -> ReaderState:
    """Return the state kept for a dossier, and keep its folders for links."""
    state = open_state(dossier.id, fresh=fresh)
    state.keep_folders(roots_to_write(dossier.base_roots))
    return state


def _find_target(dossier: Dossier, state: ReaderState, place: PlaceReference | None) -> FoundPlace | None:
    """Return the place to begin at in Read, as it is now; None where the state says where to begin.

    Raises MedwayError where the place is of another dossier, or is not in this one.
    """
    if place is None:
        kept = state.views.get("read", {}).get("article")
        if kept is not None and state.view in ("", "read"):
            dossier.refresh_article(kept)
        return None
    from medway_tui.index.place_references import find_place, has_article  # noqa: PLC0415 - for a place alone

    if place.dossier not in ("", dossier.id):
        raise DossierError(
            f"the link is of the dossier {place.dossier}, not of {dossier.id or dossier.title}",
            "name the folder of its dossier: medway-tui --content DIR LINK",
        )
    dossier.refresh_article(place.article)
    state.begin_in("read", {"article": place.article})
    if not dossier.complete and not has_article(dossier.index, place.article):
        # It is shown when the build has come to it.
        return None
    return find_place(dossier.index, place)


def _run_app(
    dossier: Dossier,
    theme: str | None,
    config: LoadedConfig,
    signals: SignalHandler,
    state: ReaderState,
    target: FoundPlace | None,
) -> int:
    _import_asyncio_without_ssl()
    from medway_tui.tui.app import ReaderApp  # noqa: PLC0415 - Textual: only when there is a dossier
    from medway_tui.tui.first_run import is_first_run  # noqa: PLC0415 - likewise

    app = ReaderApp(
        dossier,
        theme=theme,
        config=config,
        live=True,
        signals=signals,
        first_run=is_first_run(),
        state=state,
    )
    if target is not None and (target.spans or target.quote is not None):
        app.begin_at(target)
    signals.install()
    app.run()
    state.save()
    with suppress(OSError):  # a terminal that has gone
        for problem in state.take_problems():
            print_notice(problem)
    signals.die()
    return app.return_code or 0


def _import_asyncio_without_ssl() -> None:
    """Import asyncio as on a system without ``ssl``: to load OpenSSL takes a thirtieth of a start.

    The reader opens no connection. Whatever imports ``ssl`` later gets it.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]
    try:
        import asyncio  # noqa: F401, PLC0415 - with Textual, which imports it
    finally:
        del sys.modules["ssl"]
