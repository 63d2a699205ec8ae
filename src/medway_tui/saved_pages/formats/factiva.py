"""Reads the exports of Factiva: documents that end with “Document” and their accession number.

They come as text, HTML, RTF and PDF, in two layouts. One has a line for section, headline, byline, number
of words, date, source, code of the source, edition, page, language and copyright, and then the text. The
other names each by two letters or three: ``HD`` headline, ``LP`` lead paragraph, ``TD`` the rest of the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from medway_tui.saved_pages.blocks import is_short, normalise_text
from medway_tui.saved_pages.bylines import clean_author
from medway_tui.saved_pages.formats.export_text import (
    COPYRIGHT_REASON,
    CUT_OFF_REMARK,
    ExportedArticle,
    find_count,
    find_export_date,
    group_lines,
    is_copyright,
    split_lines,
)
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.source_documents import SourceDocument, name_part

_ACCESSION = re.compile(
    r"(?:AN\s+)?(?:Document|Dokument|Documento|Documentnummer)\s+([A-Z][A-Z0-9]{1,13}\d{8}[a-z][a-z0-9]{4,12})"
)
_WORD_COUNT = re.compile(
    r"(\d[\d,.\u00a0\u202f ]{0,9})\s*(?:words?|Wörter|mots|palabras|parole|woorden|palavras)", re.IGNORECASE
)
_TAG_NAMES = """
SE HD CLM CR BY WC PD ET SN SC ED PG VOL LA CY CX LP TD CT RF ART NT CO IN NS RE IPC IPD PUB AN
"""
_TAGS = tuple(_TAG_NAMES.split())
"""The names of fields, in the order in which they are printed."""
_TAG = re.compile(
    rf"[ \t]{{0,8}}({'|'.join(_TAGS)})(?:[ \t\u00a0]{{2,}}(.*)|\t(.*)|[ \t\u00a0]*$)", re.DOTALL
)
_FACTS = frozenset(("HD", "BY", "PD", "SN", "LP", "TD"))
_FOOTER = re.compile(
    r"(?:page \d{1,5} of \d{1,5}\W*)?©?\s*(?:\d{4}\s+)?factiva,? inc\.?.{0,60}"
    r"|page \d{1,5} of \d{1,5}(?:\W*©.{0,60})?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?:\s*(?:[ap]m|GMT|BST|CET))?", re.IGNORECASE)
_LANGUAGES_TEXT = """
english german french spanish italian dutch portuguese welsh irish polish russian deutsch englisch
französisch anglais français allemand inglés español inglese italiano engels nederlands português
swedish danish norwegian chinese arabic
"""
_LANGUAGES = frozenset(_LANGUAGES_TEXT.split())
_OWNER = re.compile(
    r"(?:[\w&'’.-]+ ){1,6}(?:ltd|limited|plc|inc|llc|llp|gmbh|ag|group|company|co|corporation|corp|newspapers"
    r"|publications|media|press|trust|holdings|s\.a)\.?",
    re.IGNORECASE,
)
"""The name of a publishing company, alone under the text."""
_MAX_SECTION_WORDS = 6
_MAX_BYLINE_WORDS = 8
_MAX_TITLES = 3
_MAX_HEAD_LINE = 80
"""The longest line of the head, in characters."""
_MAX_HEAD_LINES = 24
"""The most lines before the number of words, and between it and the text."""


def read_factiva_text(text: str) -> Iterator[SourceDocument]:
    """Yield the documents of an export of Factiva."""
    chunks, is_whole = _split_documents(split_lines(text))
    for place, lines in enumerate(chunks, 1):
        article = ExportedArticle("Factiva")
        fields = _read_tags(lines)
        if fields:
            _read_fields(fields, article)
        else:
            _read_lines(lines, article)
        if place == len(chunks) and not is_whole:
            article.remarks.append(CUT_OFF_REMARK)
        yield article.build(name_part(place, len(chunks), article.headline) if len(chunks) > 1 else "")


def _split_documents(lines: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Return the lines of each document with its accession number, and whether the last has it."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        text = line.strip() if len(line) <= 200 else ""
        if text and _FOOTER.fullmatch(text):
            continue
        chunks[-1].append(line)
        if text and _ACCESSION.fullmatch(text):
            chunks.append([])
    rest = chunks[-1]
    has_more = any(_is_word_count(line) or _is_tag(line, "HD") for line in rest)
    if len(chunks) > 1 and not has_more:
        return chunks[:-1], True
    return chunks, False


def _is_word_count(line: str) -> bool:
    return len(line) <= 80 and _WORD_COUNT.fullmatch(line.strip()) is not None


def _is_tag(line: str, name: str) -> bool:
    match = _TAG.match(line[:80])
    return match is not None and match[1] == name


def _read_tags(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the lines of each field of a document whose fields are named; empty where they are not."""
    fields: dict[str, list[str]] = {}
    last = -1
    for line in lines:
        match = _TAG.match(line)
        order = _TAGS.index(match[1]) if match else -1
        if match and order > last and (fields or match[1] in ("SE", "HD", "CLM")):
            last = order
            fields[match[1]] = [match[2] or match[3] or ""]
        elif fields:
            fields[_TAGS[last]].append(line)
    return fields if "HD" in fields and fields.keys() & {"LP", "TD", "WC"} else {}


def _read_fields(fields: dict[str, list[str]], article: ExportedArticle) -> None:
    """Add what the named fields of a document say."""
    values = {name: normalise_text(" ".join(lines)) for name, lines in fields.items()}
    article.add_headline(values["HD"])
    article.add_publisher(values.get("SN", ""))
    article.add_published(find_export_date(values.get("PD", "")))
    article.add_author(values.get("BY", ""), "the Factiva field BY")
    article.word_count = find_count(values.get("WC", ""))
    article.add_language(values.get("LA", ""))
    for name in ("LP", "TD"):
        article.add_blocks(read_plain_text("\n".join(line.strip() for line in fields.get(name, ()))))
    for text in filter(None, map(normalise_text, fields.get("CT", []))):
        article.add_block(text, reason="how to reach the writer")
    article.add_fields(f"{name} {value}" for name, value in values.items() if name not in {*_FACTS, "CT"})


def _read_lines(lines: Sequence[str], article: ExportedArticle) -> None:
    """Add what the lines of a document say whose fields have no names."""
    counted = next((n for n, line in enumerate(lines) if _is_word_count(line)), None)
    if counted is None:
        _read_body(lines, article)
        return
    minor = _read_titles(lines[:counted], article)
    article.word_count = find_count(lines[counted])
    start = counted + 1 + _read_source(lines[counted + 1 :], article, minor)
    _read_body(lines[start:], article)


def _read_titles(lines: Sequence[str], article: ExportedArticle) -> list[str]:
    """Read section, headline and byline; return what is no fact."""
    groups = [[normalise_text(line) for line in group] for group in group_lines(lines[-_MAX_HEAD_LINES:])]
    minor: list[str] = []
    byline = ""
    is_attached = len(groups) > 1 and bool(lines[-1].strip())
    if is_attached and (len(groups[-2]) > 1 or _is_byline(groups[-1][0])):
        byline, *minor = groups.pop()
    titles: list[str] = []
    while groups and len(titles) < _MAX_TITLES:
        group = groups.pop()
        titles = [*group[-_MAX_TITLES:], *titles]
        if len(group) > 1:
            break
    if not byline and len(titles) > 1 and _is_byline(titles[-1]):
        byline = titles.pop()
    while len(titles) > 1 and is_short(titles[0], _MAX_SECTION_WORDS):
        minor.append(titles.pop(0))
    article.add_headline(" ".join(titles))
    article.add_author(byline, "the byline in the Factiva export")
    return minor


def _is_byline(line: str) -> bool:
    return is_short(line, _MAX_BYLINE_WORDS) and clean_author(line) is not None


def _read_source(lines: Sequence[str], article: ExportedArticle, minor: list[str]) -> int:
    """Read date, source, language and copyright; return the number of lines that they are."""
    day, source, copyright_line = "", "", ""
    end = 0
    for place, line in enumerate(lines[:_MAX_HEAD_LINES], 1):
        text = normalise_text(line)
        if not text:
            continue
        if is_copyright(text):
            copyright_line, end = text, place
            break
        if len(text) > _MAX_HEAD_LINE or text[-1] in ".?!”":
            break
        end = place
        found = "" if day else find_export_date(text)
        if found:
            day = found
        elif day and not source and not _TIME.fullmatch(text):
            source = text
        else:
            article.add_language(text if text.lower() in _LANGUAGES else "")
            minor.append(text)
    article.add_publisher(source)
    article.add_published(day)
    article.add_fields(minor)
    article.add_block(copyright_line, reason=COPYRIGHT_REASON)
    return end


def _read_body(lines: Sequence[str], article: ExportedArticle) -> None:
    """Add the text, and the publisher and accession number under it."""
    blocks = read_plain_text("\n".join(line.strip() for line in lines))
    last = len(blocks)
    while last and (_ACCESSION.fullmatch(blocks[last - 1].text) or _OWNER.fullmatch(blocks[last - 1].text)):
        last -= 1
    article.add_blocks(blocks[:last])
    article.add_fields(block.text for block in blocks[last:])
