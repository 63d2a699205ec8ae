"""Mending files: the changes that findings carry, made where they stand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from medway_tui.content.files import ContentFile, change_stamp
from medway_tui.model.findings import Fix
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.reader import BOM, line_spans, read_text


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, set[Fix]]:
    """A text with fixes made in it, and which of them were made.

    Of two that overlap, or that both put something in at one place, only the first is made: the other
    was meant for the text as it was. One that does not lie within a line of the text, or that would change
    nothing, is not made.
    """
    lines = line_spans(text)
    applied: set[Fix] = set()
    pieces: list[str] = []
    done = 0
    last = -1
    for start, fix in sorted(
        (start, fix) for fix in set(fixes) if (start := _fix_offset(fix, lines)) is not None
    ):
        if start < done or start == last or text[start : start + fix.length] == fix.text:
            continue
        pieces += (text[done:start], fix.text)
        last, done = start, start + fix.length
        applied.add(fix)
    return "".join((*pieces, text[done:])), applied


def fix_file(file: ContentFile, fixes: Sequence[Fix]) -> set[Fix]:
    """Make fixes in a file, which keeps its line ends, byte order mark and mode; returns those made.

    ``file`` is as it was found before it was checked. Raises ChangedError when it has changed since,
    and OSError when it can't be written; then it stays as it is.
    """
    text, data, _ = read_text(file.path)
    if text is None or not _is_unchanged(file):
        raise FileChangedError(file.path)
    fixed, applied = apply_fixes(text, fixes)
    new = (BOM if data.startswith(BOM) else b"") + fixed.encode("utf-8")
    if new != data:
        replace_file(Path(file.path), new, old=data)
    return applied


def _fix_offset(fix: Fix, lines: Sequence[tuple[int, int]]) -> int | None:
    """Where in the text a fix begins; None when what gives way is not there."""
    if not 1 <= fix.line <= len(lines) or fix.column < 1 or fix.length < 0:
        return None
    start, end = lines[fix.line - 1]
    begin = start + fix.column - 1
    return begin if begin + fix.length <= end else None


def _is_unchanged(file: ContentFile) -> bool:
    try:
        status = os.stat(file.path)  # noqa: PTH116 - as files.find looked at it
    except OSError:
        return False
    return (change_stamp(status), status.st_size) == (file.stamp, file.size)
