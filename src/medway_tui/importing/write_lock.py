"""The lock of a folder while an import writes into it, with errors as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from medway_tui.errors import os_error_text
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.atomic_write import FileChangedError, error_path
from medway_tui.yaml_io.folder_lock import FolderLockedError, lock_folder
from medway_tui.yaml_io.journal import JournalError


@contextmanager
def lock_for_writing(folder: Path, *, dry_run: bool, failure: str = "") -> Iterator[None]:
    """Hold the lock of a folder, unless nothing is written.

    Raises DossierError where the lock can't be had or a file can't be written; ``failure`` is what then did
    not come about, such as ``the import can't be undone``.
    """
    prefix = f"{failure}: " if failure else ""
    try:
        with nullcontext() if dry_run else lock_folder(folder):
            yield
    except (FolderLockedError, JournalError) as error:
        raise DossierError(str(error), error.hint) from None
    except FileChangedError as error:
        raise DossierError(f"{prefix}{error} is being changed", "nothing was written: try again") from None
    except OSError as error:
        path, reason = error_path(error, folder), os_error_text(error)
        raise DossierError(
            f"{prefix}{path} can't be written: {reason}",
            "nothing was changed: see that there is room and permission",
        ) from None
