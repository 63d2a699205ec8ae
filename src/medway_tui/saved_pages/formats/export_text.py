"""What the exports of news databases have in common: fields, dates, wrapped lines and counts of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from medway_tui.saved_pages.blocks import (
    SavedBlock,
    SavedBlockKind,
    UnreadableError,
    ends_sentence,
    guess_kind,
    is_short,
    normalise_text,
)
from medway_tui.saved_pages.bylines import clean_author
from medway_tui.saved_pages.metadata import find_dates
from medway_tui.saved_pages.plain_text import LINE_END, LIST_ITEM
from medway_tui.saved_pages.source_documents import DocumentFact, SourceDocument

FIELDS_REASON = "fields of the export"
"""The reason for leaving out what a database says of an article beside its text."""
COPYRIGHT_REASON = "a copyright line"
CORRECTION_REASON = "a notice of correction"
CUT_OFF_REMARK = "the export ends in the middle of this document, without its last lines: the file is cut off"

_MONTHS = {
    **dict.fromkeys(("januar", "jänner", "janvier", "enero", "gennaio", "januari", "janeiro"), 1),
    **dict.fromkeys(("februar", "février", "fevrier", "febrero", "febbraio", "februari", "fevereiro"), 2),
    **dict.fromkeys(("märz", "maerz", "mars", "marzo", "maart", "março"), 3),
    **dict.fromkeys(("april", "avril", "abril", "aprile"), 4),
    **dict.fromkeys(("mai", "mayo", "maggio", "mei", "maio"), 5),
    **dict.fromkeys(("juni", "juin", "junio", "giugno", "junho"), 6),
    **dict.fromkeys(("juli", "juillet", "julio", "luglio", "julho"), 7),
    **dict.fromkeys(("august", "août", "aout", "agosto", "augustus"), 8),
    **dict.fromkeys(("september", "septembre", "septiembre", "settembre", "setembro"), 9),
    **dict.fromkeys(("oktober", "octobre", "octubre", "ottobre", "outubro"), 10),
    **dict.fromkeys(("november", "novembre", "noviembre", "novembro"), 11),
    **dict.fromkeys(
        ("dezember", "décembre", "decembre", "diciembre", "dicembre", "december", "dezembro"), 12
    ),
}
_FOREIGN_DATE = re.compile(
    r"\b(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})\b", re.IGNORECASE
)
_DATE_WORDS = 10
"""The most words on a line that is a date: with the day, the hour and the edition."""
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\)|\(copyright\))\W{0,3}(?:\(c\)|©)?\W{0,3}(?:\d{4}|by\b)|(?:©|\(c\))\s*\S"
    r"|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos",
    re.IGNORECASE,
)
_MAX_COPYRIGHT = 300
_CORRECTION = re.compile(
    r"corrections? (?:appended|attached)|clarification (?:appended|attached)", re.IGNORECASE
)
_ADDRESS = re.compile(r"\S{1,80}@\S{1,80}")
_COUNT = re.compile(r"\d[\d,.\s]{0,10}")
_LOW_SHARE = 0.8
_HIGH_SHARE = 1.4
_MIN_DIFFERENCE = 25
"""With fewer words more or less, an article has the length that the export says."""
_DISAMBIGUATION = re.compile(
    r"\s*\((?:London|England|Scotland|Wales|Ireland|Northern Ireland|UK|United Kingdom)\)$", re.IGNORECASE
)
"""What databases add to the names of some British newspapers."""
_MAX_CREDIT_WORDS = 3
_ENGLISH = frozenset(("english", "englisch", "anglais", "inglés", "inglese", "engels", "en"))
_MAX_WRAP_WIDTH = 120
_MIN_WRAP_WIDTH = 40
_SHORT_LINE = 0.6
"""A line that, with the next word, is shorter than this share of the width was ended on purpose."""
_AFTER_HYPHEN = frozenset(("and", "or", "to", "und", "oder", "et", "ou", "y", "o", "e", "en", "of"))


def split_lines(text: str) -> list[str]:
    """Return the lines of an export; a page break within a sentence is only a line break."""
    pages = text.split("\f")
    parts = [pages[0]]
    for page in pages[1:]:
        end, start = parts[-1][-200:].rstrip(), page[:200].lstrip()
        if end and not ends_sentence(end) and start[:1].islower():
            parts[-1] = parts[-1].rstrip()
            parts += ["\n", page.lstrip()]
        else:
            parts += ["\n\n", page]
    return LINE_END.split("".join(parts))


def group_lines(lines: Iterable[str]) -> list[list[str]]:
    """Return the lines between blank lines."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return groups if groups[-1] else groups[:-1]


def find_export_date(line: str) -> str | None:
    """Return the date of a line that is one, in English or in another language of Western Europe."""
    line = normalise_text(line)
    if len(line) > 120 or len(line.split()) > _DATE_WORDS:
        return None
    found = find_dates(line)
    if found:
        return found[0][2]
    match = _FOREIGN_DATE.search(line)
    month = _MONTHS.get(match[2].lower()) if match else None
    return f"{match[3]}-{month:02}-{int(match[1]):02}" if match and month and 0 < int(match[1]) < 32 else None


def is_copyright(text: str) -> bool:
    """Return whether a short text is about who owns an article."""
    return len(text) <= _MAX_COPYRIGHT and _COPYRIGHT.match(text.strip()) is not None


def is_correction_notice(text: str) -> bool:
    """Return whether a text says no more than that a correction was added."""
    return len(text) <= 60 and _CORRECTION.match(text.strip("*[]() ")) is not None


def find_count(text: str) -> int:
    """Return the number of words that a field gives; 0 where it gives none."""
    match = _COUNT.search(text)
    digits = re.sub(r"\D", "", match[0]) if match else ""
    return int(digits) if digits else 0


def join_wrapped(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines that were wrapped to a width, with blank lines between paragraphs.

    Where no line was wrapped, each is a paragraph. A hyphen at the end of a line is kept.
    """
    groups = group_lines(lines)
    width = max((len(line.rstrip()) for group in groups for line in group), default=0)
    if width > _MAX_WRAP_WIDTH or (
        len(groups) == 1 and sum(map(ends_sentence, groups[0])) * 2 > len(groups[0])
    ):
        return [text for group in groups for text in map(normalise_text, group) if text]
    return [text for group in groups for text in _join_group(group, width)]


def _join_group(group: Sequence[str], width: int) -> list[str]:
    paragraphs = [[normalise_text(group[0])]]
    for before, line in pairwise(group):
        text = normalise_text(line)
        first_word = text.partition(" ")[0]
        needed = len(before.strip()) + 1 + len(first_word)
        if LIST_ITEM.match(text) or (width >= _MIN_WRAP_WIDTH and needed < _SHORT_LINE * width):
            paragraphs.append([text])
            continue
        words = paragraphs[-1][-1]
        is_broken_word = (
            words[-1:] == "-"
            and words[-2:-1].isalpha()
            and text[:1].isalpha()
            and first_word.lower() not in _AFTER_HYPHEN
        )
        paragraphs[-1] += [text] if is_broken_word else [" ", text]
    return [text for parts in paragraphs if (text := "".join(parts).strip())]


class ExportedArticle:
    """Collects what an export has of one article."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.headline = ""
        self.word_count = 0
        """How many words the export says that it has; 0 where it does not say."""
        self.remarks: list[str] = []
        self._facts: list[DocumentFact] = []
        self._blocks: list[SavedBlock] = []

    def add_fact(self, key: str, value: str, source: str) -> None:
        """Add what the export says; an empty value is none."""
        if value:
            self._facts.append(DocumentFact(key, value, source))
        if key == "headline":
            self.headline = self.headline or value

    def add_author(self, byline: str, source: str) -> None:
        """Add the names of a byline; it is left out as a block where it has none."""
        author = clean_author(_ADDRESS.sub("", byline), is_named=True)
        if author:
            self.add_fact("author", author, source)
        elif byline:
            self.add_block(byline, reason="who wrote it")

    def add_publisher(self, publication: str) -> None:
        """Add the publisher, without the country that a database adds to the names of some newspapers."""
        printed = normalise_text(publication)
        name = _DISAMBIGUATION.sub("", printed)
        more = "" if name == printed else f", which has “{printed}”"
        self.add_fact("publisher", name, f"the publication in the {self.database} export{more}")

    def add_published(self, day: str | None) -> None:
        """Add the date of publication."""
        self.add_fact("published", day or "", f"the date line of the {self.database} export")

    def add_headline(self, headline: str) -> None:
        """Add the headline."""
        self.add_fact("headline", normalise_text(headline), f"the headline in the {self.database} export")

    def add_language(self, language: str) -> None:
        """Add a remark where an article is not in English."""
        name = language.partition(";")[0].strip(" .").title()
        if name and name.casefold() not in _ENGLISH:
            self.remarks.append(f"the export says that the article is in {name}")

    def add_block(self, text: str, kind: SavedBlockKind | None = None, reason: str = "") -> None:
        """Add a block of its text, or with a reason one that is not part of the article."""
        text = normalise_text(text)
        item = LIST_ITEM.match(text)
        if item and kind is None:
            text, kind = text[item.end() :], "item"
        if text:
            self._blocks.append(
                SavedBlock(len(self._blocks) + 1, text, kind or guess_kind(text), len(self._blocks), reason)
            )

    def add_caption(self, text: str) -> None:
        """Add what is printed with a picture; a few words are a credit."""
        is_credit = is_short(text, _MAX_CREDIT_WORDS)
        self.add_block(text, "caption", "where a picture is from" if is_credit else "")

    def add_blocks(self, blocks: Iterable[SavedBlock]) -> None:
        """Add blocks of the article's text, and lines about its copyright or correction as left out."""
        for block in blocks:
            self.add_block(block.text, block.kind, _find_reason(block.text))

    def add_paragraphs(self, paragraphs: Iterable[str]) -> None:
        """Add paragraphs of the article's text, and lines about its copyright or correction as left out."""
        for text in paragraphs:
            self.add_block(text, reason=_find_reason(text))

    def add_fields(self, fields: Iterable[str]) -> None:
        """Add fields that are no part of an article, as one block that is left out."""
        self.add_block(" · ".join(filter(None, map(normalise_text, fields))), reason=FIELDS_REASON)

    def build(self, part: str) -> SourceDocument:
        """Return the article as a document of its file."""
        remarks = list(self.remarks)
        kept = [block for block in self._blocks if not block.dropped and block.kind != "caption"]
        found = sum(len(block.text.split()) for block in kept)
        if not any(c.isalnum() for block in kept for c in block.text):
            error = UnreadableError(
                f"the {self.database} export has no text of it", "find the article itself, and import that"
            )
            return SourceDocument("", "text", part, error=error)
        printed = self.word_count
        if printed and abs(found - printed) >= _MIN_DIFFERENCE:
            if found < _LOW_SHARE * printed:
                remarks.append(
                    f"the export says {printed:,} words, and has {found:,}: the text may not be complete"
                )
            elif found > _HIGH_SHARE * printed:
                remarks.append(
                    f"the export says {printed:,} words, and has {found:,}: some may not belong to it"
                )
        return SourceDocument(tuple(self._blocks), "blocks", part, tuple(self._facts), tuple(remarks))


def _find_reason(text: str) -> str:
    return COPYRIGHT_REASON if is_copyright(text) else CORRECTION_REASON if is_correction_notice(text) else ""


def describe_missing(numbers: Sequence[int], said: int) -> str | None:
    """Return a remark where an export has fewer documents than it says; ``numbers`` are those that it has."""
    missing = sorted(set(range(1, said + 1)) - set(numbers))
    if not missing:
        return None
    runs: list[list[int]] = []
    for number in missing:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    named = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs[:10])
    more = ", …" if len(runs) > 10 else ""
    return f"the export says that it has {said:,} documents; of these {named}{more} are not in the file"
