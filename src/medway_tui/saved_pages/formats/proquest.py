"""Reads the text exports of ProQuest: documents between lines of underscores, each a list of named fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from medway_tui.saved_pages.blocks import normalise_text
from medway_tui.saved_pages.formats.export_text import (
    CUT_OFF_REMARK,
    ExportedArticle,
    describe_missing,
    find_export_date,
    group_lines,
    split_lines,
)
from medway_tui.saved_pages.plain_text import read_plain_text
from medway_tui.saved_pages.source_documents import SourceDocument, name_part

_SEPARATOR = re.compile(r"_{20,}")
_NUMBER = re.compile(r"Document (\d{1,6}) of (\d{1,6})")
_NAMES_TEXT = """
Abstract|Author|Classification|Company / organization|Company|Copyright|Country of publication|Credit|Database
Dateline|Document feature|Document type|Document URL|Edition|Full text|Full Text
Full text availability|Identifier / keyword|ISBN|ISSN|Issue|Language of publication|Last updated|Last Updated
Links|Location|Pages|People
Place of publication|ProQuest document ID|Publication date|Publication info|Publication subject
Publication title|Publication year|Publisher|Section|Source type|Subject|Supplement|Title|URL|Volume|Year
"""
_NAMES = frozenset(name for line in _NAMES_TEXT.split("\n") for name in line.split("|") if name)
_FACTS = frozenset(("Title", "Publication title", "Publication date", "Author", "Full text", "Abstract"))


def read_proquest_text(text: str) -> Iterator[SourceDocument]:
    """Yield the documents of an export of ProQuest."""
    chunks = [chunk for chunk in _split_documents(split_lines(text)) if any(map(_field_name, chunk))]
    numbers: list[int] = []
    said = 0
    for place, chunk in enumerate(chunks, 1):
        article = ExportedArticle("ProQuest")
        number, total, is_whole = _read_article(chunk, article)
        numbers.append(number or place)
        said = max(said, total)
        if place == len(chunks):
            missing = describe_missing(numbers, said)
            article.remarks += [] if is_whole else [CUT_OFF_REMARK]
            article.remarks += [missing] if missing else []
        yield article.build(name_part(place, len(chunks), article.headline) if len(chunks) > 1 else "")


def _split_documents(lines: Sequence[str]) -> list[list[str]]:
    chunks: list[list[str]] = [[]]
    for line in lines:
        if _SEPARATOR.fullmatch(line.strip()):
            chunks.append([])
        else:
            chunks[-1].append(line)
    return chunks


def _field_name(line: str) -> str:
    """Return the name of the field that a line begins with; empty where it begins with none."""
    name, colon, _ = line[:40].partition(":")
    return name.strip() if colon and name.strip() in _NAMES else ""


def _read_article(lines: Sequence[str], article: ExportedArticle) -> tuple[int, int, bool]:
    """Read a document; return its number, the number of documents, and whether it has its end."""
    fields: dict[str, list[str]] = {}
    above: list[str] = []
    name, number, total = "", 0, 0
    for line in lines:
        match = _NUMBER.fullmatch(line.strip()) if len(line) < 60 else None
        found = _field_name(line)
        if match and not fields:
            number, total = int(match[1]), int(match[2])
        elif found and found.capitalize() not in fields:
            name = found.capitalize() if found.startswith(("Full", "Last")) else found
            fields[name] = [line.partition(":")[2]]
        elif name:
            fields[name].append(line)
        else:
            above.append(line)
    values = {key: normalise_text(" ".join(value)) for key, value in fields.items()}
    titles = group_lines(above)
    article.add_headline(values.get("Title") or " ".join(titles[0] if titles else []))
    article.add_publisher(values.get("Publication title", "").partition(";")[0])
    article.add_published(find_export_date(values.get("Publication date", "")))
    article.add_author(
        ", ".join(map(_turn_name, values.get("Author", "").split(";"))), "the ProQuest field Author"
    )
    article.add_language(values.get("Language of publication", ""))
    article.add_blocks(read_plain_text("\n".join(line.strip() for line in fields.get("Full text", ()))))
    article.add_block(values.get("Abstract", ""), reason="a summary by the database")
    article.add_fields(f"{key}: {value}" for key, value in values.items() if key not in _FACTS)
    return number, total, "ProQuest document ID" in fields


def _turn_name(name: str) -> str:
    """Return “Nell Ashby” for “Ashby, Nell”."""
    last, comma, first = name.strip().partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name.strip()
