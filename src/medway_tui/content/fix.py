"""Makes fixes for findings, and applies them to files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from medway_tui.content.files import ContentFile, change_stamp
from medway_tui.model.findings import Fix
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.emit import key_lines
from medway_tui.yaml_io.nodes import ValuePath
from medway_tui.yaml_io.reader import BOM, LINE_BREAK, line_spans, location_at, read_text
from medway_tui.yaml_io.source_map import SourceMap


def key_fix(source_map: SourceMap, path: ValuePath, key: str, value: str, order: Sequence[str]) -> Fix | None:
    """Return the change that adds a key to the mapping at ``path``; None where its keys share a line.

    The key comes after those that precede it in ``order``.
    """
    document, path = source_map.resolve(path)
    pairs = document.key_values(path)
    if not pairs:
        return None
    earlier = order[: list(order).index(key)]
    after = max((n for n, pair in enumerate(pairs) if pair.key in earlier), default=0)
    text = document.text
    line_break = LINE_BREAK.search(text, pairs[after].value_span[1])
    place = location_at(document.path, text, line_break.start() if line_break else len(text))
    indent = " " * (location_at(document.path, text, pairs[0].start).column - 1)
    line_end = line_break[0] if line_break else "\n"
    added = "".join(f"{line_end}{indent}{line}" for line in key_lines(key, value))
    return Fix(place.line, place.column, 0, added)


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
