"""Makes paragraphs of the lines of a PDF: joins lines and hyphenated words, and finds running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from medway_tui.saved_pages.blocks import RUNNING_HEAD, ends_sentence, is_short
from medway_tui.saved_pages.formats.english_words import is_english_word
from medway_tui.saved_pages.formats.pdf_lines import PdfLine
from medway_tui.saved_pages.formats.pdf_pages import estimate_width
from medway_tui.saved_pages.plain_text import LIST_ITEM

PAGE_NUMBER = "a page number"
FOOTNOTE = "a footnote"

_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.?)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|from|\|)\s*\d{1,4})?[\W_]*$", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_BROWSER_HEAD = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}[:.]\d{2}(?: ?[AaPp]\.?[Mm]\.?)?\b")
"""What browsers print above a page: when it was printed."""
_BROWSER_FOOT = re.compile(r"((?:https?|file)://\S+)(?:\s+\d{1,4}/\d{1,4})?$")
"""What browsers print under a page: its address, and the number of the sheet."""
_EDGE = 0.12
"""The parts of a page, as shares of its height, in which running heads and feet are."""
_EDGE_LINES = 4
_MAX_SHEETS = 3
"""In a PDF of no more pages, a running head is on at least half of them."""
_FOOTNOTE = re.compile(r"(?:[\[(]?\d{1,2}[\])]?|[*†‡])\s*\S")
_FOOTNOTE_TOP = 0.6
_SMALL = 0.92
"""The size of small print, as a share of the text's."""
_SAME_SIZE = 0.08
"""By which share the sizes of lines of one paragraph may differ."""
_LARGER = 1.12
"""How many times the size of the text a headline has."""
_WIDE_GAP = 1.3
"""How many times the usual distance of lines that between paragraphs is at least."""
_INDENT = (0.7, 6.0)
"""How far the first line of a paragraph is indented, in sizes of its letters."""
_MIN_INDENTS = 3
"""How many lines are indented where the first lines of paragraphs are."""
_EDGE_SHARE = 0.15
"""The share of the lines of a page that begin at the edge of its text or of a column."""
_SHORT_LINE = 0.8
"""The width of a line that ends a paragraph although no sentence ends in it, as a share of the column."""
_MIN_WRAPPED = 8
"""With fewer lines, how they were wrapped is not known."""
_MAX_EARLY = 0.05
"""The share of the lines of a wrapped text that may end before the next word had no room."""
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_HYPHENS = ("-", "\u2010", "\u00ad")
_MAX_WORD = 60
"""The length of the longest part of a word before a hyphen, in characters."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CONTINUED = re.compile(r"[^\W\d_]+")
_ALSO_HYPHENED = re.compile(
    r"(?:coop|recollect|recount|recover(?:ed|ing)?|recreat(?:e|ed|ion)|reform(?:ed|ing)?|relay|resent"
    r"|resign(?:ed|ing|s)?|resort)$"
)
"""Words that are others with a hyphen: only the text itself can tell them apart."""


class PdfParagraph(NamedTuple):
    """A paragraph, heading or item of a PDF, or a line that is not part of the text."""

    text: str
    size: float
    """The size of its letters, in points."""
    is_bold: bool
    dropped: str = ""
    """The reason why it is not part of the text; empty where it is."""


class PdfText(NamedTuple):
    """The paragraphs of a PDF in reading order."""

    paragraphs: list[PdfParagraph]
    body_size: float
    """The size of the letters of most of the text, in points."""
    unsure_hyphens: list[str]
    """The words with a hyphen at the end of a line that may not be theirs."""
    address: str
    """The address that a browser printed under the pages; empty where there is none."""


def read_paragraphs(pages: Sequence[Sequence[PdfLine]]) -> PdfText:
    """Join the lines of the pages of a PDF into paragraphs."""
    sizes: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.text)
    body_size = sizes.most_common(1)[0][0] if sizes else 0
    reasons, address = _find_running_lines(pages)
    for n, page in enumerate(pages):
        for m in _find_footnotes(page, body_size):
            reasons.setdefault((n, m), FOOTNOTE)
    kept = [[line for m, line in enumerate(page) if (n, m) not in reasons] for n, page in enumerate(pages)]
    joiner = _Joiner(kept, body_size)
    for n, page in enumerate(pages):
        for line in kept[n]:
            joiner.add(line)
        joiner.place_between([
            PdfParagraph(line.text.rstrip("\u00ad"), line.size, line.is_bold, reasons[n, m])
            for m, line in enumerate(page)
            if (n, m) in reasons
        ])  # fmt: skip
    return PdfText(joiner.finish(), body_size, joiner.unsure_hyphens, address)


def _find_running_lines(pages: Sequence[Sequence[PdfLine]]) -> tuple[dict[tuple[int, int], str], str]:
    """Return the reasons for lines that are heads, feet and page numbers, and the address that a foot has."""
    edges: dict[tuple[int, int], PdfLine] = {}
    for n, page in enumerate(pages):
        by_height = [m for _, m in sorted((line.top, m) for m, line in enumerate(page))]
        for m in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
            if not _EDGE < page[m].top < 1 - _EDGE:
                edges[n, m] = page[m]
    repeated: Counter[tuple[str, bool]] = Counter()
    for key in {(n, *_shape(line)) for (n, _), line in edges.items()}:
        repeated[key[1:]] += 1
    reasons: dict[tuple[int, int], str] = {}
    address = ""
    for place, line in edges.items():
        foot = _BROWSER_FOOT.match(line.text) if line.top > 0.5 else None
        count = repeated[_shape(line)]
        is_browsers = foot is not None or (line.top < 0.5 and _BROWSER_HEAD.match(line.text) is not None)
        is_repeated = count >= 2 and (len(pages) > _MAX_SHEETS or count >= len(pages) / 2)
        if _PAGE_NUMBER.match(line.text):
            reasons[place] = PAGE_NUMBER
        elif is_browsers or is_repeated:
            reasons[place] = RUNNING_HEAD
        if foot and foot[1].startswith("http"):
            address = address or foot[1]
    return reasons, address


def _shape(line: PdfLine) -> tuple[str, bool]:
    """Return what is equal for running heads: their words, if few without numbers, and the edge."""
    text = _DIGITS.sub("#", line.text) if is_short(line.text) else line.text
    return text.casefold(), line.top < 0.5


def _find_footnotes(page: Sequence[PdfLine], body_size: float) -> set[int]:
    """Return the numbers of the lines of footnotes: small print at the end of a page, after a mark."""
    by_height = sorted(range(len(page)), key=lambda n: -page[n].top)
    found: list[int] = []
    for n in by_height:
        if page[n].top < _FOOTNOTE_TOP:
            break
        if page[n].size < _SMALL * body_size:
            found.append(n)
        elif not _PAGE_NUMBER.match(page[n].text) and page[n].top < 1 - _EDGE:
            break
    # From the first that begins with a mark.
    found.reverse()
    first = next((k for k, n in enumerate(found) if _FOOTNOTE.match(page[n].text)), len(found))
    return set(found[first:])


class _Joiner:
    """Joins the lines of a text into paragraphs."""

    def __init__(self, pages: Sequence[Sequence[PdfLine]], body_size: float) -> None:
        self.unsure_hyphens: list[str] = []
        self._body_size = body_size
        lines = [line for page in pages for line in page]
        self._words = {word.casefold() for line in lines for word in _WORD.findall(_inner(line.text))}
        self._has_such_hyphens = any("\u2010" in line.text[:-1] for line in lines)
        """Whether compounds have the hyphen U+2010, with which some programs only divide words."""
        self._leading = _find_leading(pages, body_size)
        self._right_edges = _find_right_edges(lines)
        self._left_edges = _find_left_edges(pages)
        self._wrap_width = _find_wrap_width(pages)
        starts = [self._is_indented(line) for line in lines]
        is_open = [
            is_start and not ends_sentence(line.text) for is_start, line in zip(starts, lines, strict=True)
        ]
        follows = [one and other for one, other in zip(is_open, starts[1:], strict=False)]
        # Lines of an indented quotation follow each other; first lines of paragraphs seldom do.
        self._has_indents = sum(starts) >= _MIN_INDENTS and sum(follows) * 2 < sum(starts)
        self._done: list[PdfParagraph] = []
        self._first: PdfLine | None = None
        self._last: PdfLine | None = None
        self._is_bold = True
        """Whether all lines of the paragraph that is being read are bold."""
        self._pieces: list[str] = []
        """Its lines, as they are joined."""
        self._waiting: list[PdfParagraph] = []
        """What is not part of the text, and comes after the paragraph that goes on over it."""

    def add(self, line: PdfLine) -> None:
        """Add the next line in reading order."""
        if self._last is not None and self._begins_paragraph(self._last, line):
            self._end_paragraph()
        if self._first is None:
            self._first, self._is_bold = line, line.is_bold
            self._pieces.append(line.text)
        else:
            self._is_bold = self._is_bold and line.is_bold
            self._pieces[-1:] = self._join(self._pieces[-1], line.text)
        self._last = line

    def place_between(self, dropped: Sequence[PdfParagraph]) -> None:
        """Place what is left out of a page after the paragraph that is being read."""
        self._waiting += dropped

    def finish(self) -> list[PdfParagraph]:
        """Return all paragraphs."""
        self._end_paragraph()
        return self._done

    def _end_paragraph(self) -> None:
        if self._first is not None:
            text = "".join(self._pieces).rstrip("\u00ad")
            self._done.append(PdfParagraph(text, self._first.size, self._is_bold))
        self._done += self._waiting
        self._first = self._last = None
        self._pieces, self._waiting = [], []

    def _begins_paragraph(self, last: PdfLine, line: PdfLine) -> bool:
        if abs(line.size - last.size) > _SAME_SIZE * max(line.size, last.size):
            return True
        if LIST_ITEM.match(line.text):
            return True
        if self._is_bold != line.is_bold and (self._is_bold or not ends_sentence(line.text)):
            return True
        gap = last.y - line.y
        is_elsewhere = line.page != last.page or gap < -0.5 * line.size
        if not is_elsewhere:
            if abs(gap) <= 0.3 * line.size:
                return True  # The next cell of a row.
            if gap > _WIDE_GAP * self._leading.get(line.size, gap):
                return True
        if line.size > _LARGER * self._body_size and not is_elsewhere:
            return False  # The lines of a headline end where they make sense, and may be centred.
        if self._has_indents and self._is_indented(line):
            return True
        if not is_elsewhere and last is not self._first and _is_indent(line.left - last.left, line.size):
            return True
        if self._is_short(last, line):
            is_body = abs(line.size - self._body_size) <= _SAME_SIZE * self._body_size
            return ends_sentence(last.text) or (is_body and not line.text[:1].islower())
        return False

    def _is_indented(self, line: PdfLine) -> bool:
        """Return whether a line begins a little to the right of an edge where many lines begin."""
        edges = self._left_edges[line.page]
        return any(_is_indent(line.left - edge, line.size) for edge in edges)

    def _is_short(self, line: PdfLine, following: PdfLine) -> bool:
        """Return whether the first word of the next line would have had room at the end of a line."""
        if self._wrap_width:
            return len(line.text) + 1 + len(following.text.partition(" ")[0]) <= self._wrap_width
        edge = self._right_edges.get((line.page, round(line.left / 20)), line.right)
        word = following.text.partition(" ")[0]
        needed = estimate_width(f" {word}", line.size)
        slack = edge - line.right
        width = max(edge - line.left, 1)
        if ends_sentence(line.text):
            return slack > needed + 0.03 * width
        return slack > max(needed, (1 - _SHORT_LINE) * width)

    def _join(self, text: str, line: str) -> tuple[str, str]:
        """Return a line and the next one as they are joined, a word divided between them as one."""
        divided, after = _find_divided(text), _CONTINUED.match(line)
        if divided is None or after is None:
            is_divided = text.endswith(("-", "/", "\u2010")) and len(text) > 1 and not text[-2].isspace()
            return text, line if is_divided and line[:1].isalnum() else f" {line}"
        before, rest = divided[1], after[0]
        stem = text[: divided.end(1)]
        if text.endswith("\u00ad") or (text.endswith("\u2010") and not self._has_such_hyphens):
            return stem, line
        joined, hyphened = f"{before}{rest}".casefold(), f"{before}-{rest}".casefold()
        if joined in self._words:
            return stem, line
        if hyphened in self._words or rest[0].isupper():
            return f"{stem}-", line
        is_word = is_english_word(joined) and not _ALSO_HYPHENED.match(joined)
        if is_word or not is_english_word(rest):
            return stem, line
        is_compound = text[: divided.start(1)].endswith("-")
        self.unsure_hyphens += [] if is_compound else [f"{before}-{rest}"]
        return f"{stem}-", line


def _find_divided(text: str) -> re.Match[str] | None:
    """Return the first part of a word that a hyphen divides at the end of a line."""
    if not text.endswith(_HYPHENS):
        return None
    return _HYPHENATED.search(text, max(0, len(text) - _MAX_WORD))


def _inner(text: str) -> str:
    """Return a line without the part of a word at its end."""
    divided = _find_divided(text)
    return text[: divided.start()] if divided else text


def _find_leading(pages: Sequence[Sequence[PdfLine]], body_size: float) -> dict[float, float]:
    """Return the usual distance between lines in points, for each size of letters."""
    gaps: dict[float, Counter[float]] = {}
    for page in pages:
        for above, below in pairwise(page):
            gap = round(above.y - below.y, 1)
            if above.size == below.size and 0.8 * above.size < gap < 2.6 * above.size:
                gaps.setdefault(above.size, Counter())[gap] += 1
    leading = {}
    for size, counter in gaps.items():
        # Lines of a paragraph are as close as any that are often so close.
        often = [gap for gap, count in counter.items() if count * 5 >= counter.total()]
        leading[size] = min(often) if often else median(counter.elements())
    usual = leading.get(body_size)
    for size in {line.size for page in pages for line in page}:
        if size not in leading:
            leading[size] = usual * size / body_size if usual else 1.3 * size
    return leading


def _is_indent(width: float, size: float) -> bool:
    """Return whether a width, in points, is that of an indentation of a first line."""
    return _INDENT[0] * size < width < _INDENT[1] * size


def _find_left_edges(pages: Sequence[Sequence[PdfLine]]) -> dict[int, list[float]]:
    """Return where many of the lines of each page begin, by its number."""
    edges: dict[int, list[float]] = {}
    for page in pages:
        counted = Counter(round(line.left) for line in page)
        for line in page[:1]:
            edges[line.page] = [
                edge for edge, count in counted.items() if count >= max(2, _EDGE_SHARE * len(page))
            ]
    return edges


def _find_wrap_width(pages: Sequence[Sequence[PdfLine]]) -> int:
    """Return to how many characters a program has wrapped the lines; 0 where it filled a width."""
    pairs = [
        (above, below)
        for page in pages
        for above, below in pairwise(page)
        if above.size == below.size and not ends_sentence(above.text) and below.text[:1].islower()
    ]
    if len(pairs) < _MIN_WRAPPED:
        return 0
    width = max(len(above.text) for above, _ in pairs)
    early = sum(len(above.text) + 1 + len(below.text.partition(" ")[0]) <= width for above, below in pairs)
    return width if early <= _MAX_EARLY * len(pairs) else 0


def _find_right_edges(lines: Sequence[PdfLine]) -> dict[tuple[int, int], float]:
    """Return where the lines of each column end at most, by page and about where they begin."""
    ends: dict[tuple[int, int], list[float]] = {}
    for line in lines:
        ends.setdefault((line.page, round(line.left / 20)), []).append(line.right)
    return {key: sorted(each)[int(len(each) * 0.9)] for key, each in ends.items()}
