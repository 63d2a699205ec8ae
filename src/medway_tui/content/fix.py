"""Applies the fixes of findings to files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from medway_tui.content.files import ContentFile, change_stamp
from medway_tui.model.findings import Fix
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.reader import BOM, line_spans, read_text


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, set[Fix]]:
    """Return a text with fixes applied, and those that were.

    Of two fixes that overlap, or that insert at one place, only the first is applied: the other was meant for
    the original text. A fix outside a line of the text, or that changes nothing, is not applied.
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
    """Apply fixes to a file and return those applied. Line ends, byte order mark and mode stay.

    ``file`` is the file as it was before it was checked. Raises FileChangedError if it has changed since, and
    OSError if it can't be written; then it is unchanged.
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
    """Return the offset at which a fix begins; None if the text has no such range."""
    if not 1 <= fix.line <= len(lines) or fix.column < 1 or fix.length < 0:
        return None
    start, end = lines[fix.line - 1]
    begin = start + fix.column - 1
    return begin if begin + fix.length <= end else None


def _is_unchanged(file: ContentFile) -> bool:
    try:
        status = Path(file.path).stat()
    except OSError:
        return False
    return (change_stamp(status), status.st_size) == (file.stamp, file.size)
