"""Reads the lines of the pages of a PDF with pypdf: where each is, how large, and in which order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any, NamedTuple

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.formats.pdf_lines import (
    ESTIMATE,
    MIN_COLUMN_LINES,
    SAME_EDGE,
    PdfLine,
    join_initials,
    order_lines,
)

MAX_OPERATIONS = 1_000_000
"""The most operations of a page that are read: forms that repeat each other could have any number."""

_LIGATURES = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\uf0b7": "•", "\uf0a7": "▪", "\x95": "•", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”",
    "\x96": "–", "\x97": "—", "\x85": "…",
})  # fmt: skip
"""Letters that are printed as one, and characters of fonts with an encoding of their own."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_MONO = re.compile(r"courier|mono|consol|typewriter", re.IGNORECASE)
_MONO_WIDTH = 0.6
"""The width of the letters of most fonts in which all have the same, as a share of their size."""
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[] ‘’“”\"-"), frozenset("mwMWQO@%—…")
_MARK = re.compile(r"[\[(]?(?:\d{1,2}|[*†‡])[\])]?$")
"""The mark of a footnote."""
_LABEL = re.compile(r"[\W_]*[^\W_]{0,4}[\W_]*$")
"""The bullet or number before an item or a footnote."""
_MAX_LABEL = 12
_BEFORE = 20
"""How many characters before the mark of a footnote tell it from a unit."""
_MAX_CHUNKS = 1_000
"""The most pieces of a line that are read together."""
_BEFORE_MARK = re.compile(r"(?:[^\W\d_]{3,}|[.,;:!?”’\"')\]])$")
_MARK_SIZE = 0.78
"""The size of the mark of a footnote, as a share of the line's."""
_UNNAMED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
"""Characters that fonts have for letters that they do not name."""
_DOUBLE = 1.0
"""How far apart, in points, the same words may be printed twice."""
_OUTSIDE = 2
"""How far outside of its page, in points, words may begin that are read."""
_MIN_COLUMN_SHARE = 0.12
"""The share of the lines of a page that a column has."""
_MAX_INDENT = 2.5
"""How far from the edge of a column its first line may begin, in sizes of letters."""
_NEW_LINE = 0.6
"""How much higher or lower another line is at least, in sizes of letters."""
_MIN_SPACE = 0.3
"""The smallest gap that is a space, as a share of the size of letters."""
_MIN_GAP = 0.8
"""The smallest gap between columns, as a share of the size of letters."""


class PdfPage(NamedTuple):
    """The lines of a page, in reading order."""

    lines: list[PdfLine]
    sideways: list[str]
    """What is printed in another direction than the rest."""
    unnamed: int
    """The number of its letters that the fonts name no character for."""


class TooManyOperationsError(Exception):
    """A page has more than MAX_OPERATIONS operations."""


class _Chunk(NamedTuple):
    """A piece of a line, as pypdf finds it."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    direction: int
    """In which direction it is printed, in quarter turns."""
    is_mono: bool = False
    """Whether all letters have the same width."""

    @property
    def end(self) -> float:
        """Where it ends, as far as can be estimated: without the spaces at its end."""
        text = self.text.rstrip()
        return self.x + (
            _MONO_WIDTH * len(text) * self.size if self.is_mono else estimate_width(text, self.size)
        )


def read_page(page: Any, number: int) -> PdfPage:
    """Read the lines of a page of pypdf; ``number`` counts from 1.

    Raises TooManyOperationsError, and whatever pypdf raises where a page is damaged.
    """
    chunks: list[_Chunk] = []
    operations = 0

    def count_operation(*_: object) -> None:
        nonlocal operations
        operations += 1
        if operations > MAX_OPERATIONS:
            raise TooManyOperationsError

    def add_chunk(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
        d, c = tm[2] * cm[1] + tm[3] * cm[3], tm[2] * cm[0] + tm[3] * cm[2]
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        direction = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        scale = (c * c + d * d) ** 0.5
        name = str(font.get("/BaseFont", "")) if font else ""
        is_bold, is_mono = _BOLD.search(name) is not None, _MONO.search(name) is not None
        text = text.translate(_LIGATURES)
        chunks.append(_Chunk(text, x, y, abs(size) * scale, is_bold, direction, is_mono))

    page.extract_text(visitor_text=add_chunk, visitor_operand_before=count_operation)
    if operations > MAX_OPERATIONS:
        raise TooManyOperationsError  # pypdf goes on after an error in a form.
    box = page.cropbox
    width, height = float(box.width), float(box.height)
    left, bottom = float(box.left), float(box.bottom)
    turns: Counter[int] = Counter()
    for chunk in chunks:
        turns[chunk.direction] += len(chunk.text.strip())
    main = turns.most_common(1)[0][0] if turns else 0
    if main % 2:
        width, height = height, width
    upright = [
        _turn(chunk._replace(x=chunk.x - left, y=chunk.y - bottom), main, width, height)
        for chunk in chunks
        if chunk.direction == main or not chunk.text.strip()
    ]
    upright = [
        chunk
        for chunk in upright
        if not chunk.text.strip()
        or (-_OUTSIDE < chunk.x < width + _OUTSIDE and -_OUTSIDE < chunk.y < height + _OUTSIDE)
    ]
    sideways = [
        words for chunk in chunks if chunk.direction != main and (words := normalise_text(chunk.text))
    ]
    lines = _split_lines(_merge_pieces(_join_chunks(_drop_doubles(upright))), number, height)
    unnamed = sum(len(_UNNAMED.findall(chunk.text)) for chunk in chunks)
    return PdfPage(order_lines(join_initials(lines)), sideways, unnamed)


def _turn(chunk: _Chunk, direction: int, width: float, height: float) -> _Chunk:
    """Return a chunk with its place on the page once it is turned upright."""
    x, y = chunk.x, chunk.y
    if direction == 1:
        x, y = y, height - x
    elif direction == 2:
        x, y = width - x, height - y
    elif direction == 3:
        x, y = width - y, x
    return chunk._replace(x=x, y=y)


def _drop_doubles(chunks: Iterable[_Chunk]) -> Iterable[_Chunk]:
    """Yield chunks without those printed twice in nearly one place, as some programs make bold letters."""
    seen: set[tuple[str, int, int]] = set()
    for chunk in chunks:
        words = chunk.text.strip()
        across, down = round(chunk.x / _DOUBLE), round(chunk.y / _DOUBLE)
        near = {(words, across + x, down + y) for x in (-1, 0, 1) for y in (-1, 0, 1)}
        yield chunk._replace(text=re.sub(r"[^\n]+", "", chunk.text)) if words and near & seen else chunk
        seen.add((words, across, down))


def _join_chunks(chunks: Iterable[_Chunk]) -> Iterable[list[_Chunk]]:
    """Yield the chunks of each line; pypdf says where most end."""
    line: list[_Chunk] = []
    for chunk in chunks:
        last = _last_printed(line)
        is_below = (
            last is not None
            and bool(chunk.text.strip())
            and abs(chunk.y - last.y) > _NEW_LINE * max(chunk.size, last.size)
        )
        if line and (is_below or chunk.text.startswith("\n") or len(line) >= _MAX_CHUNKS):
            yield line
            line = []
        if chunk.text.strip("\n"):
            line.append(chunk._replace(text=chunk.text.strip("\n").replace("\n", " ")))
        if chunk.text.endswith("\n") and line:
            yield line
            line = []
    if line:
        yield line


def _merge_pieces(lines: Iterable[list[_Chunk]]) -> list[list[_Chunk]]:
    """Return the lines with those together that a raised mark has divided."""
    merged: list[list[_Chunk]] = []
    for line in lines:
        first = next((chunk for chunk in line if chunk.text.strip()), None)
        last = _last_printed(merged[-1]) if merged else None
        if first is None or last is None:
            if first is not None:
                merged.append(line)
            continue
        before = merged[-1]
        if len(before) + len(line) > _MAX_CHUNKS:
            merged.append(line)
            continue
        start = next(chunk for chunk in before if chunk.text.strip())
        gap = first.x - last.end
        if _is_mark(first, line, start) or (
            abs(first.y - start.y) < 0.1 * start.size
            and first.x > last.x
            and abs(gap) < start.size + ESTIMATE * (last.end - start.x)
        ):
            has_space = (
                last.text[-1:].isspace() or first.text[:1].isspace() or _MARK.match(first.text.strip())
            )
            before += line if has_space else [last._replace(text=" ", x=first.x), *line]
        else:
            merged.append(line)
    return merged


def _is_mark(first: _Chunk, line: Sequence[_Chunk], start: _Chunk) -> bool:
    """Return whether a line is the raised mark of a footnote in the line before."""
    text = "".join(chunk.text for chunk in line).strip()
    is_raised = 0 < first.y - start.y < 0.7 * start.size and first.x > start.x
    return is_raised and first.size < _MARK_SIZE * start.size and _MARK.match(text) is not None


def _last_printed(line: Sequence[_Chunk]) -> _Chunk | None:
    return next((chunk for chunk in reversed(line) if chunk.text.strip()), None)


def estimate_width(text: str, size: float) -> float:
    """Return about how wide a text is printed, in points."""
    ems = sum(0.3 if c in _NARROW else 0.85 if c in _WIDE else 0.68 if c.isupper() else 0.49 for c in text)
    return ems * size


def _split_lines(lines: list[list[_Chunk]], page: int, height: float) -> list[PdfLine]:
    """Return the lines, each that goes over several columns in its parts."""
    filled = [[chunk for chunk in line if chunk.text.strip()] for line in lines]
    filled = [line for line in filled if line]
    edges = sorted(chunk.x for line in filled for chunk in line)
    minimum = max(MIN_COLUMN_LINES, _MIN_COLUMN_SHARE * len(filled))
    starts: list[float] = []
    run: list[float] = []
    for edge in [*edges, float("inf")]:
        if run and edge - run[0] > SAME_EDGE:
            if len(run) >= minimum:
                starts.append(run[0])
            run = []
        run.append(edge)
    found = []
    for line in lines:
        part: list[_Chunk] = []
        for chunk in line:
            words = [each for each in part if each.text.strip()]
            if words and chunk.text.strip() and _begins_column(chunk, words, starts):
                found.append(_make_line(part, page, height))
                part = []
            part.append(chunk)
        found.append(_make_line(part, page, height))
    return [line for line in found if line.text]


def _begins_column(chunk: _Chunk, before: Sequence[_Chunk], starts: Sequence[float]) -> bool:
    """Return whether a chunk is the first of the next column, with a gap before it."""
    label = "".join(each.text for each in before).strip()
    if len(label) <= _MAX_LABEL and _LABEL.match(label):
        return False
    gap = chunk.x - before[-1].end
    if any(0 <= chunk.x - start <= SAME_EDGE for start in starts):
        return gap > _MIN_GAP * chunk.size or chunk.x < before[0].x
    # The first line of a paragraph may be indented in its column.
    is_near = any(0 < chunk.x - start <= _MAX_INDENT * chunk.size for start in starts)
    return is_near and gap > _MAX_INDENT * chunk.size


def _has_gap(before: _Chunk, chunk: _Chunk) -> bool:
    """Return whether there is room for a space between two chunks that have none, as for that of a tab."""
    if before.text[-1:].isspace() or chunk.text[:1].isspace():
        return False
    return chunk.x - before.end > _MIN_SPACE * chunk.size + ESTIMATE / 2 * (before.end - before.x)


def _make_line(chunks: Sequence[_Chunk], page: int, height: float) -> PdfLine:
    sizes: Counter[float] = Counter()
    bold = letters = 0
    for chunk in chunks:
        length = len(chunk.text.strip())
        sizes[round(chunk.size, 1)] += length
        letters += length
        bold += length if chunk.is_bold else 0
    size = sizes.most_common(1)[0][0] if sizes else 0
    words: list[str] = []
    before: _Chunk | None = None
    for chunk in chunks:
        is_small = chunk.size < _MARK_SIZE * size and _MARK.match(chunk.text.strip()) is not None
        if is_small and _BEFORE_MARK.search("".join(words[-_BEFORE:]).rstrip()[-_BEFORE:]):
            continue
        if before is not None and _has_gap(before, chunk):
            words.append(" ")
        words.append(chunk.text)
        before = chunk
    text = normalise_text("".join(words))
    first = next((chunk for chunk in chunks if chunk.text.strip()), None)
    if first is None:
        return PdfLine("", page, 0, 0, 0, 0, 0, is_bold=False)
    last = _last_printed(chunks) or first
    baseline = median(chunk.y for chunk in chunks if round(chunk.size, 1) == size and chunk.text.strip())
    soft = "\u00ad" if "".join(words).rstrip().endswith("\u00ad") else ""
    return PdfLine(
        text + soft,
        page,
        first.x,
        last.end,
        1 - baseline / height if height else 0,
        baseline,
        size,
        is_bold=bold * 2 > letters,
    )
