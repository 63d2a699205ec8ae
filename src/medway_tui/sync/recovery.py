"""What killed programs have left in a dossier's folders, and reading while another program writes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medway_tui.errors import MedwayError
from medway_tui.notices import send_notice
from medway_tui.yaml_io.journal_file import has_journal

_WRITE_SECONDS = 0.5
"""How long readers wait for a write that is under way: it takes some milliseconds."""
_POLL_SECONDS = 0.005


def recover_folders(folders: Sequence[Path], *, sweep: bool = False) -> bool:
    """Finish or take back what killed programs began in these folders; return whether there was anything.

    A notice says what was done, or why it can't be. With ``sweep``, stale temporary files are removed too.
    """
    is_needed = [has_journal(folder) for folder in folders]
    for folder, has_begun in zip(folders, is_needed, strict=True):
        if has_begun or (sweep and folder.is_dir()):
            from medway_tui.yaml_io.folder_lock import recover_folder  # noqa: PLC0415 - rarely needed

            try:
                recover_folder(folder)
            except MedwayError as error:
                send_notice(f"{error}; {error.hint}")
            except OSError:
                if has_begun:
                    send_notice(
                        f"a change in {folder} was stopped half way; it can't be finished: no permission"
                    )
    return any(is_needed)


def write_states(folders: Sequence[Path]) -> list[int]:
    """Wait for a write that is under way; return numbers that differ after another one.

    A reader whose numbers differ before and after has read files of before and after it.
    """
    end = time.monotonic() + _WRITE_SECONDS
    while any(map(has_journal, folders)) and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
    states = []
    for folder in folders:
        with suppress(OSError):
            # The journal comes and goes with each write.
            states.append(folder.stat().st_mtime_ns)
    return states
