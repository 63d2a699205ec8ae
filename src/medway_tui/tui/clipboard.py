"""The clipboard of the person at the terminal, which may be far from this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any

from textual.app import App


def put(app: App[Any], text: str) -> str:
    """Copy a text; returns how, in words for a person.

    OSC 52 asks the terminal, which gives no answer. tmux by default does not pass it on, so under
    tmux its own buffer is filled too, and tmux is asked to hand it on (``load-buffer -w``).
    """
    app.copy_to_clipboard(text)
    tmux = shutil.which("tmux") if os.environ.get("TMUX") else None
    if tmux is None:
        return "by OSC 52; if nothing arrives, the terminal does not allow it"
    for options in (["-w"], []):
        try:
            done = subprocess.run(  # noqa: S603 - tmux, found on the person's own path
                [tmux, "load-buffer", *options, "-"],
                input=text.encode(),
                capture_output=True,
                timeout=2,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            break
        if done.returncode == 0:
            return "by OSC 52 and tmux's buffer" if options else "in tmux's buffer"
    return "by OSC 52; tmux did not take it"
