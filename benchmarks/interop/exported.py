"""An export with what it must have, and the versions of the programs that read it."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import medway_tui

ROOT = Path(__file__).parent.parent.parent
"""The root of the checkout."""

READERS: dict[str, set[str]] = {}
"""The programs that have read each format, with their versions."""
CITATIONS: dict[str, list[str]] = {}
"""The citations that each processor has printed."""


class Exported(NamedTuple):
    """An export, and what the dossier says it must have."""

    folder: Path
    content: Path
    dossier: medway_tui.OpenDossier

    @property
    def quotes(self) -> list[medway_tui.QuoteDict]:
        """Return every quotation, or part of one in a paragraph."""
        return self.dossier.quotes()

    def lines(self, path: str) -> list[Any]:
        """Return the records of a file of JSON Lines."""
        return [json.loads(line) for line in (self.folder / path).read_text(encoding="utf-8").splitlines()]


def note_reader(export_format: str, program: str, number: str | None = None) -> None:
    """Note which program has read a format, for the list at the end; its version is the distribution's."""
    READERS.setdefault(export_format, set()).add(f"{program} {number or version(program)}")


def note_citation(processor: str, line: str) -> None:
    """Note a citation as printed, for the list at the end."""
    lines = CITATIONS.setdefault(processor, [])
    if line.strip() not in lines:
        lines.append(line.strip())


def require_program(name: str) -> str:
    """Return the path of a program; the test is skipped where it is not installed."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
