"""Reads the text exports of Nexis (LexisNexis Academic, Nexis UK): documents under “1 of 50 DOCUMENTS”.

A document has lines in the middle of the page for publication, date and edition, its headline, fields such
as ``BYLINE:`` and ``LENGTH:``, its text wrapped to a width, more fields such as ``LOAD-DATE:``, and a
copyright line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.formats.export_text import (
    COPYRIGHT_REASON,
    CORRECTION_REASON,
    CUT_OFF_REMARK,
    ExportedArticle,
    describe_missing,
    find_count,
    find_export_date,
    group_lines,
    is_copyright,
    is_correction_notice,
    join_wrapped,
    split_lines,
)
from medway_tui.saved_pages.source_documents import SourceDocument, name_part

_HEADER = re.compile(
    r"(?:(?P<before>dokument|document|documento)\s+)?(?P<number>\d{1,6})\s+(?:of|von|de|di|van|sur)\s+"
    r"(?P<total>\d{1,6})(?P<after>\s+(?:documents?|dokumenten?|documentos?|documenti|documenten))?",
    re.IGNORECASE,
)
_MAX_HEADER = 60
"""The most characters of such a line, without the spaces around it."""

_FIELD = re.compile(r"([^\W\d_][^\W\d_a-z]{2,15}(?:[ -][^\W\d_a-z]{2,12}){0,2}):(?:\s+|$)")
"""The name of a field, in capitals."""
_NAMES = {
    **dict.fromkeys(("AUTOR", "AUTEUR", "AUTORE"), "BYLINE"),
    **dict.fromkeys(("RUBRIK", "RUBRIQUE", "SECCIÓN", "SEZIONE", "SECTIE", "SEÇÃO"), "SECTION"),
    **dict.fromkeys(("LÄNGE", "LONGUEUR", "LONGITUD", "LUNGHEZZA", "LENGTE", "TAMANHO"), "LENGTH"),
    **dict.fromkeys(("SPRACHE", "LANGUE", "IDIOMA", "LINGUA", "TAAL"), "LANGUAGE"),
    **dict.fromkeys(("GRAFIK", "GRAPHIQUE", "GRÁFICO", "GRAFICO", "GRAFIEK"), "GRAPHIC"),
    **dict.fromkeys(("DATE-CHARGEMENT", "FECHA-CARGA", "UPDATE"), "LOAD-DATE"),
    **dict.fromkeys(("TYPE-PUBLICATION", "TIPO-PUBLICACIÓN", "PUB-TYPE"), "PUBLICATION-TYPE"),
    **dict.fromkeys(("SCHLAGZEILE", "TITRE", "TITULAR"), "HEADLINE"),
    **dict.fromkeys(("TEXT", "CORPS", "CUERPO"), "BODY"),
}
"""The names of fields in other languages."""
_HEAD_FIELDS_TEXT = """
BYLINE SECTION LENGTH DATELINE HIGHLIGHT HEADLINE SERIES SHOW ANCHORS ANCHOR GUESTS REPORTERS NETWORK
MEDIUM EDITION COLUMN TYPE BODY SUBTITLE CONTRIBUTOR
"""
_HEAD_FIELDS = frozenset(_HEAD_FIELDS_TEXT.split())
_TAIL_FIELDS_TEXT = """
LOAD-DATE LANGUAGE PUBLICATION-TYPE GRAPHIC JOURNAL-CODE DOCUMENT-TYPE CORRECTION-DATE ACC-NO
DISTRIBUTION
"""
_TAIL_FIELDS = frozenset(_TAIL_FIELDS_TEXT.split())
_DOUBTFUL_FIELDS_TEXT = """
SUBJECT ORGANIZATION COMPANY TICKER INDUSTRY PERSON GEOGRAPHIC CITY STATE COUNTRY NOTES URL CATEGORY
CORRECTION TYPE ISSN SERIES LANGUAGE DATE COPYRIGHT
"""
_DOUBTFUL_FIELDS = frozenset(_DOUBTFUL_FIELDS_TEXT.split())
"""Fields that a paragraph may begin with: they count where only fields come after them."""
_EDITION = re.compile(
    r"(?:\S+\s+){0,4}editions?\b.{0,60}|edition \d.{0,40}"
    r"|(?:first|final|late|early|city|national|main|\d(?:st|nd|rd|th))\b.{0,20}"
    r"|(?:\S+\s+){0,2}ausgabe\b.{0,20}|édition\b.{0,40}",
    re.IGNORECASE,
)
_MIN_CENTRED = 10
"""The number of spaces before a line in the middle of the page."""
_MAX_HEAD_GROUPS = 12
"""The most parts that are above the text of a document."""


class _Chunk(NamedTuple):
    """The lines of a document, and the number that its header gives."""

    number: int
    total: int
    lines: Sequence[str]


@dataclass
class _Head:
    """What is above the text of a document."""

    publication: list[str] = field(default_factory=list)
    date_line: str = ""
    edition: list[str] = field(default_factory=list)
    headline: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    """The lines of the fields, by their English names."""
    notices: list[str] = field(default_factory=list)
    """Lines about copyright and corrections."""
    body: list[str] = field(default_factory=list)
    """The lines of the text, and all that come after."""


def read_nexis_text(text: str) -> Iterator[SourceDocument]:
    """Yield the documents of an export of Nexis."""
    chunks = _split_documents(split_lines(text))
    missing = describe_missing([chunk.number for chunk in chunks], chunks[0].total)
    for place, chunk in enumerate(chunks, 1):
        article, is_whole = _read_article(chunk.lines)
        if place == len(chunks):
            if not is_whole:
                article.remarks.append(CUT_OFF_REMARK)
            if missing:
                article.remarks.append(missing)
        yield article.build(name_part(place, len(chunks), article.headline) if len(chunks) > 1 else "")


def _split_documents(lines: Sequence[str]) -> list[_Chunk]:
    """Return the documents of an export by the lines that number them; what is before the first is none."""
    headers: list[tuple[int, int, int]] = []
    for place, line in enumerate(lines):
        text = line.strip()
        text = text if len(text) <= _MAX_HEADER else ""
        match = _HEADER.fullmatch(text) if text[-1:].isalnum() else None
        if match is None or not (match["before"] or match["after"]):
            continue
        number, total = int(match["number"]), int(match["total"])
        if 0 < number <= total and (not headers or (total == headers[0][2] and number > headers[-1][1])):
            headers.append((place, number, total))
    if not headers:
        return [_Chunk(1, 1, lines)]
    ends = [*(place for place, _, _ in headers[1:]), len(lines)]
    return [
        _Chunk(number, total, lines[place + 1 : end])
        for (place, number, total), end in zip(headers, ends, strict=True)
    ]


def _read_article(lines: Sequence[str]) -> tuple[ExportedArticle, bool]:
    """Return the article of a document, and whether the document has its end."""
    groups = group_lines(lines)
    if len(groups) <= 2 and any(_field_name(line) == "LENGTH" for group in groups for line in group):
        groups = [[line] for group in groups for line in group]
    tail_start = _find_tail(groups)
    head = _read_head(groups[:tail_start])
    article = ExportedArticle("Nexis")
    _add_head(article, head)
    article.add_paragraphs(join_wrapped(head.body))
    _add_tail(article, groups[tail_start:])
    is_whole = tail_start < len(groups) or any(is_copyright(line.strip()) for line in lines)
    return article, is_whole


def _field_name(line: str) -> str:
    """Return the English name of the field that a line begins with; empty where it begins with none."""
    match = _FIELD.match(line.lstrip())
    return _NAMES.get(match[1], match[1]) if match else ""


def _field_value(line: str) -> str:
    return line.partition(":")[2].strip()


def _find_tail(groups: Sequence[list[str]]) -> int:
    """Return the number of the first group after the text."""
    start = next(
        (n for n, group in enumerate(groups) if n and _field_name(group[0]) in _TAIL_FIELDS), len(groups)
    )
    while start > 1 and (
        _field_name(groups[start - 1][0]) in _DOUBTFUL_FIELDS
        or (start == len(groups) and is_copyright(normalise_text(" ".join(groups[start - 1]))))
    ):
        start -= 1
    return start


def _read_head(groups: Sequence[list[str]]) -> _Head:
    """Read what is above the text of a document."""
    head = _Head()
    start = _read_publication(groups, head)
    for place, group in enumerate(groups[start:], start):
        text, rest = normalise_text(" ".join(group)), groups[place + 1 :]
        if _has_field(group):
            body = _read_fields(group, head)
            if body:
                head.body += [*body, *_join_groups(rest)]
                return head
        elif is_correction_notice(text) or is_copyright(text):
            head.notices.append(text)
        elif "LENGTH" not in head.fields and rest and not (head.headline or "HEADLINE" in head.fields):
            if head.fields or not _is_edition(group):
                head.headline = text
            else:
                head.edition.append(text)
        elif "LENGTH" not in head.fields and any(map(_has_field, rest[:_MAX_HEAD_GROUPS])):
            head.body += ["", *group]
        else:
            head.body += _join_groups(groups[place:])
            return head
    return head


def _read_publication(groups: Sequence[list[str]], head: _Head) -> int:
    """Read the names of the publication, the date and the edition; return the number of the next group."""
    before_fields = next((n for n, group in enumerate(groups) if _has_field(group)), len(groups))
    last = min(before_fields, _MAX_HEAD_GROUPS)
    dated = next((n for n in range(last) if any(map(find_export_date, groups[n]))), None)
    end = min(1, last) if dated is None else dated + 1
    for group in groups[:end]:
        for line in map(normalise_text, group):
            if is_copyright(line):
                head.notices.append(line)
            elif head.date_line:
                head.edition.append(line)
            elif find_export_date(line):
                head.date_line = line
            else:
                head.publication.append(line)
    is_headline_next = end < before_fields
    if head.edition and not is_headline_next and not _is_edition(head.edition):
        head.headline = head.edition.pop()
    return end


def _has_field(group: Sequence[str]) -> bool:
    return any(_field_name(line) in _HEAD_FIELDS for line in group)


def _is_edition(group: Sequence[str]) -> bool:
    """Return whether lines name an edition, or stand in the middle of the page as an edition does."""
    text = normalise_text(" ".join(group))
    is_centred = all(len(line) - len(line.lstrip()) >= _MIN_CENTRED for line in group)
    return is_centred or (len(text) <= 80 and _EDITION.fullmatch(text) is not None)


def _read_fields(group: Sequence[str], head: _Head) -> list[str]:
    """Read the fields of a group; return the lines of the text that are in it."""
    name = ""
    for place, line in enumerate(group):
        found = _field_name(line)
        if found == "BODY":
            return [_field_value(line), *group[place + 1 :], ""]
        if name == "LENGTH" and not found:
            return list(group[place:])
        if found in _HEAD_FIELDS:
            name = found
            head.fields[name] = [_field_value(line)]
        elif name:
            head.fields[name].append(line.strip())
        elif not head.headline:
            first = next(n for n, each in enumerate(group) if _field_name(each) in _HEAD_FIELDS)
            head.headline = normalise_text(" ".join(group[:first]))
    return []


def _join_groups(groups: Iterable[Sequence[str]]) -> list[str]:
    return [line for group in groups for line in ("", *group)]


def _add_head(article: ExportedArticle, head: _Head) -> None:
    """Add the facts and fields above the text to an article."""
    fields = {name: normalise_text(" ".join(lines)) for name, lines in head.fields.items()}
    headline = fields.pop("HEADLINE", "")
    article.add_headline(headline or head.headline)
    article.add_publisher(" ".join(head.publication))
    article.add_published(find_export_date(head.date_line))
    article.add_author(fields.pop("BYLINE", ""), "the Nexis field BYLINE")
    article.word_count = find_count(fields.get("LENGTH", ""))
    highlight = fields.pop("HIGHLIGHT", "")
    minor = [f"{name}: {value}" for name, value in fields.items()]
    article.add_fields([head.date_line, *head.edition, *minor])
    for notice in head.notices:
        article.add_block(notice, reason=COPYRIGHT_REASON if is_copyright(notice) else CORRECTION_REASON)
    article.add_block(highlight, "paragraph")


def _add_tail(article: ExportedArticle, groups: Sequence[list[str]]) -> None:
    """Add the fields below the text to an article: captions, and what is left out."""
    minor: list[str] = []
    name = ""
    for group in groups:
        text = normalise_text(" ".join(group))
        if is_copyright(text):
            article.add_block(text, reason=COPYRIGHT_REASON)
            name = ""
            continue
        found = _field_name(group[0])
        value = _field_value(text) if found else text
        name = found or name
        if name == "GRAPHIC":
            article.add_caption(value)
        elif name.startswith("CORRECTION"):
            article.add_block(text, reason=CORRECTION_REASON)
        else:
            article.add_language(value if name == "LANGUAGE" else "")
            minor += [line for line in group if line.strip()]
    article.add_fields(minor)
