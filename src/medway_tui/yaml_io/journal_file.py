"""The file of the journal, which every start looks for."""

from __future__ import annotations

import os
from pathlib import Path

JOURNAL_NAME = ".medway-tui-journal"
"""The journal's name in its folder. The dot keeps it from being read as content."""


def has_journal(folder: Path) -> bool:
    """Whether a change of files is under way in a folder, or was stopped half way."""
    return os.path.lexists(folder / JOURNAL_NAME)
