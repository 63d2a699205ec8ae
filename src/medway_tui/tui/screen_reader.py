"""Signs that a screen reader is in use, so that plain text can be offered.

No system reports this to every program. These signs are known:

- **Anywhere**: ``ACCESSIBLE`` is a convention of several command line programs; the user sets it.
- **Linux, on this machine**: Speakup, the reader of the console, is a kernel module with a folder in
  ``/sys``. Orca, Fenrir, BRLTTY and others are processes. ``GTK_MODULES`` and the like say only that a
  desktop could serve one, and count for nothing.
- **Emacspeak** sets ``DTK_PROGRAM`` for what runs inside it.
- **Windows**: ``SPI_GETSCREENREADER``; JAWS and NVDA set it, Narrator does not.
- **macOS**: a program cannot know of VoiceOver without the frameworks of the desktop.
- **Over ssh** nothing is known of the user's own machine.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

OFFER = "A screen reader seems to be in use: `medway-tui --plain` has every view as plain text"
"""The sentence that offers plain text, with the command."""

_SPEAKUP = Path("/sys/accessibility/speakup")
_PROCESSES = Path("/proc")
_READERS = {
    "orca": "Orca",
    "fenrir": "Fenrir",
    "brltty": "BRLTTY",
    "espeakup": "Speakup",
    "speechd-up": "Speakup",
    "yasr": "yasr",
    "tdsr": "tdsr",
}
"""The processes of screen readers, with their names; a command name has 15 letters at most."""
_NO = ("", "0", "no", "false")


def find_sign() -> str:
    """Return a sign that a screen reader is in use which is found at once; empty if there is none."""
    if os.environ.get("ACCESSIBLE", "").lower() not in _NO:
        return "ACCESSIBLE is set"
    if os.environ.get("DTK_PROGRAM"):
        return "Emacspeak (DTK_PROGRAM)"
    if _SPEAKUP.is_dir():
        return "Speakup"
    return "a screen reader (Windows)" if _is_set_in_windows() else ""


def find_reader_process() -> str:
    """Return the name of a screen reader that runs on this machine as a process; empty if none is found.

    Reads the name of each process on Linux, a few milliseconds; elsewhere it finds nothing.
    """
    if not sys.platform.startswith("linux"):
        return ""
    with suppress(OSError):
        for folder in _PROCESSES.iterdir():
            if folder.name.isdecimal():
                with suppress(OSError):
                    name = (folder / "comm").read_text(errors="replace").strip()
                    if name in _READERS:
                        return _READERS[name]
    return ""


def _is_set_in_windows() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - only there

    is_set = ctypes.c_int(0)
    spi_get_screen_reader = 0x0046
    found = ctypes.windll.user32.SystemParametersInfoW(spi_get_screen_reader, 0, ctypes.byref(is_set), 0)
    return bool(found and is_set.value)
