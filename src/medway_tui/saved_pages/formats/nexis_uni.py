"""Reads the exports of Nexis Uni, Nexis and Lexis+: documents that end with “End of Document”.

They come as text, and as DOCX, RTF and PDF. Each has its headline, publication, date and copyright line,
fields such as ``Byline:``, its text after the line ``Body``, and fields under ``Classification``. A list of
the documents may be before the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.formats.export_text import (
    COPYRIGHT_REASON,
    CORRECTION_REASON,
    CUT_OFF_REMARK,
    FIELDS_REASON,
    ExportedArticle,
    describe_missing,
    find_count,
    find_export_date,
    group_lines,
    is_copyright,
    split_lines,
)
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.source_documents import SourceDocument, name_part

_END = "end of document"
_FIELD = re.compile(r"([^\W\d_][\w/ -]{2,24}?):(?:\s+|$)")
_NAMES = {
    **dict.fromkeys(("länge", "longueur", "longitud", "lunghezza", "lengte"), "length"),
    **dict.fromkeys(("rubrik", "rubrique", "sección", "sezione"), "section"),
    **dict.fromkeys(("autor", "auteur", "author"), "byline"),
    **dict.fromkeys(("sprache", "langue", "idioma", "lingua", "taal"), "language"),
}
_HEAD_FIELDS_TEXT = """
section length byline dateline highlight series column edition show anchors guests network medium type
contributor headline
"""
_HEAD_FIELDS = frozenset(_HEAD_FIELDS_TEXT.split())
_TAIL_FIELDS_TEXT = """
language publication-type subject company organization ticker industry geographic person load-date
correction-date document-type url acc-no isbn issn update notes pub-type
"""
_TAIL_FIELDS = frozenset((*_TAIL_FIELDS_TEXT.split(), "journal code"))
_BODY_LINES = frozenset(("body", "text", "full text"))
_PARTS = frozenset(("Graphic", "Notes", "Correction"))
"""Lines that head what comes after the text."""
_COVER = re.compile(
    r"(?:date and time|job number|documents? \(\d+\)|search terms|client/matter)\b", re.IGNORECASE
)
_SAID = re.compile(r"documents? \((\d{1,6})\)", re.IGNORECASE)
_LISTED = re.compile(r"\d{1,4}\.(?:\s|$)")
_PAGE_LINE = re.compile(r"page \d{1,5} of \d{1,5}", re.IGNORECASE)
_ABOUT = re.compile(r"\|?\s*about (?:lexisnexis|nexis)\b", re.IGNORECASE)
_MAX_HEAD_LINES = 60
_MAX_FIELD_LINES = 3
"""The most lines of a field above the text."""
_MAX_NOTES_WORDS = 120
_NO_HEADLINE = re.compile(r"no headline(?: in original)?$", re.IGNORECASE)


def read_nexis_uni_text(text: str) -> Iterator[SourceDocument]:
    """Yield the documents of an export of Nexis Uni, Nexis or Lexis+."""
    chunks, is_whole = _split_documents(split_lines(text))
    said = _find_said_count(chunks[0])
    for place, lines in enumerate(chunks, 1):
        article = _read_article(lines)
        if place == len(chunks):
            article.remarks += [] if is_whole else [CUT_OFF_REMARK]
            missing = describe_missing(range(1, place + 1), said)
            article.remarks += [missing] if missing else []
        yield article.build(name_part(place, len(chunks), article.headline) if len(chunks) > 1 else "")


def _split_documents(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Return the lines of each document, and whether the last has its end."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        text = line.strip()
        if text.lower() == _END:
            chunks.append([])
        elif not (len(text) <= 40 and _PAGE_LINE.fullmatch(text)):
            chunks[-1].append(line)
    rest = chunks[-1]
    if len(chunks) > 1 and not any(_is_body_line(line) or _field_name(line) in _HEAD_FIELDS for line in rest):
        return chunks[:-1], True
    return chunks, False


def _find_said_count(lines: Sequence[str]) -> int:
    """Return how many documents the list before the first document says; 0 where there is none."""
    matches = (_SAID.fullmatch(line.strip()) for line in lines[:_MAX_HEAD_LINES] if len(line) < 60)
    return next((int(match[1]) for match in matches if match), 0)


def _is_body_line(line: str) -> bool:
    return line.strip().lower() in _BODY_LINES


def _field_name(line: str) -> str:
    """Return the English name of the field that a line begins with, in small letters; empty without one."""
    match = _FIELD.match(line.lstrip())
    name = match[1].lower() if match else ""
    return _NAMES.get(name, name)


def _read_article(lines: Sequence[str]) -> ExportedArticle:
    article = ExportedArticle("Nexis")
    start, end = _find_body(lines)
    _read_head(_cut_cover(lines[:start]), article)
    is_marked = start < len(lines) and _is_body_line(lines[start])
    body = list(lines[start + is_marked : end])
    parts = [(0, ""), *_find_parts(body), (len(body), "")]
    for (at, name), (until, _) in pairwise(parts):
        _add_part(article, name, body[at + bool(name) : until])
    _read_tail(lines[end:], article)
    return article


def _find_body(lines: Sequence[str]) -> tuple[int, int]:
    """Return the numbers of the first line of the text and of the line after it."""
    fields = [n for n, line in enumerate(lines) if _field_name(line) in _HEAD_FIELDS]
    marks = [n for n, line in enumerate(lines) if _is_body_line(line)]
    start = next(
        (n for n in marks if any(map(find_export_date, lines[max(0, n - _MAX_HEAD_LINES) : n]))), None
    )
    if start is None:
        start = next(
            (n + 1 for n, after in pairwise([*fields, len(lines)]) if after - n > _MAX_FIELD_LINES),
            len(lines),
        )
    end = next(
        (n for n in range(len(lines) - 1, start, -1) if lines[n].strip() == "Classification"), len(lines)
    )
    if end == len(lines):
        while end > start and (
            not lines[end - 1].strip()
            or _field_name(lines[end - 1]) in _TAIL_FIELDS
            or is_copyright(lines[end - 1].strip())
        ):
            end -= 1
    return start, end


def _cut_cover(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines above the text in groups, without the list of the documents before the first."""
    covers = [n for n, line in enumerate(lines) if _COVER.match(line.strip()) or _ABOUT.match(line.strip())]
    groups = group_lines(lines[covers[-1] + 1 :] if covers else lines)
    if not covers:
        return groups
    dated = next((n for n, group in enumerate(groups) if any(map(find_export_date, group))), 0)
    above = next((n for n, line in enumerate(groups[dated]) if find_export_date(line)), 0) if groups else 0
    # The headline is the line before the publication, which is the line before the date.
    first = max(0, dated - max(0, 2 - above))
    return [[line for line in group if not _LISTED.match(line)] for group in groups[first:]]


def _read_head(groups: Sequence[list[str]], article: ExportedArticle) -> None:
    """Read what is above the text: headline, publication, date, copyright and fields."""
    lines = [normalise_text(line) for group in groups for line in group]
    first_field = next((n for n, line in enumerate(lines) if _field_name(line) in _HEAD_FIELDS), len(lines))
    dated = [n for n in range(first_field) if find_export_date(lines[n]) and not is_copyright(lines[n])]
    date_at = dated[-1] if dated else min(1, first_field)
    # One line alone above the date is the headline: the name of the paper was taken for a running head.
    publication = lines[date_at - 1] if date_at > 1 else ""
    headline = " ".join(lines[: max(1, date_at - 1)]) if date_at else ""
    found_fields: dict[str, list[str]] = {}
    minor: list[str] = []
    name = ""
    for line in lines[date_at:]:
        found = _field_name(line)
        if found in _HEAD_FIELDS:
            name = found
            found_fields[name] = [line.partition(":")[2].strip()]
        elif is_copyright(line):
            article.add_block(line, reason=COPYRIGHT_REASON)
        elif name:
            found_fields[name].append(line)
        else:
            minor.append(line)
    fields = {name: " ".join(values) for name, values in found_fields.items()}
    if _NO_HEADLINE.match(headline):
        headline = ""
    article.add_headline(headline)
    article.add_publisher(publication)
    article.add_published(find_export_date(lines[date_at]) if dated else None)
    article.add_author(fields.pop("byline", ""), "the Nexis field Byline")
    article.word_count = find_count(fields.get("length", ""))
    highlight = fields.pop("highlight", "")
    article.add_fields([*minor, *(f"{name.capitalize()}: {value}" for name, value in fields.items())])
    article.add_block(highlight, "paragraph")


def _find_parts(body: Sequence[str]) -> list[tuple[int, str]]:
    """Return the lines that head captions, notes and corrections under the text."""
    found: list[tuple[int, str]] = []
    words = 0
    for n in range(len(body) - 1, -1, -1):
        name = body[n].strip()
        if name in _PARTS:
            found.append((n, name.lower()))
            words = 0
            continue
        words += len(name.split())
        if words > _MAX_NOTES_WORDS:
            break
    return found[::-1]


def _add_part(article: ExportedArticle, name: str, lines: Sequence[str]) -> None:
    blocks = read_plain_text("\n".join(lines))
    if not name:
        article.add_blocks(blocks)
    for block in blocks if name else ():
        if name == "graphic":
            article.add_caption(block.text)
        else:
            article.add_block(block.text, reason=CORRECTION_REASON if name == "correction" else FIELDS_REASON)


def _read_tail(lines: Sequence[str], article: ExportedArticle) -> None:
    texts = [text for text in map(normalise_text, lines) if text and text != "Classification"]
    for text in texts:
        if _field_name(text) == "language":
            article.add_language(text.partition(":")[2])
    article.add_fields(texts)
