"""Makes REFI-QDA projects as other programs write them, each with what it does differently."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "urn:QDA-XML:project:1.0"
MARK = "\ufeff"


class ProgramStyle(NamedTuple):
    """What a program does differently from others."""

    origin: str
    folder: str = "sources"
    line_end: str = "\n"
    is_line_end_one: bool = False
    """Whether a CRLF counts as one character, although the file has two."""
    is_utf16: bool = False
    has_mark: bool = False
    counts_mark: bool = False
    named: str = "words"
    """Whether a selection is named by its ``words``, their ``start``, or not at all: ``""``."""
    is_end_included: bool = False
    has_braces: bool = False
    is_upper: bool = False
    is_inline: bool = False
    """Whether the text is in the XML."""
    has_rich_text: bool = False
    is_split: bool = False
    """Whether a selection is written once for each of its codes."""


STYLES = {
    each.origin: each
    for each in (
        ProgramStyle("QualCoder 3.6", "Sources", is_split=True),
        ProgramStyle("NVivo", "Sources", "\r\n", is_utf16=True, has_mark=True, named="", has_rich_text=True),
        ProgramStyle("NVivo for Mac 15.0.0", is_utf16=True, named="", has_rich_text=True),
        ProgramStyle("MAXQDA", "sources", "\r\n", is_utf16=True, named="start", is_upper=True, is_split=True),
        ProgramStyle("ATLAS.ti", "sources", "\r\n", is_line_end_one=True, has_rich_text=True),
        ProgramStyle("Quirkos", "sources", "\r", is_inline=True, has_braces=True),
        ProgramStyle("Marker", "Sources", "\r\n", has_mark=True, counts_mark=True),
        ProgramStyle("Last Letter", is_end_included=True),
    )
}


class MadeSelection(NamedTuple):
    """A coded selection: its words, and the names of its codes."""

    words: str
    codes: tuple[str, ...] = ()
    description: str = ""
    guid: str = ""
    user: str = "ida"


class MadeDocument(NamedTuple):
    """A document: its text with line feeds, and its selections."""

    name: str
    text: str
    selections: tuple[MadeSelection, ...] = ()
    guid: str = ""
    values: tuple[tuple[str, str], ...] = ()


def guid_of(*parts: str) -> str:
    """Return a GUID, the same for the same words."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)))


def make_project(
    documents: Sequence[MadeDocument],
    style: ProgramStyle = STYLES["QualCoder 3.6"],
    *,
    codes: str = "",
    more_xml: str = "",
    more_sources: str = "",
) -> bytes:
    """Return the bytes of a project; ``codes`` is the XML of its codes, by default one for each name."""
    return make_zip(project_xml(documents, style, codes, more_xml, more_sources), documents, style)


def make_zip(
    xml: str | bytes, documents: Sequence[MadeDocument] = (), style: ProgramStyle = STYLES["QualCoder 3.6"]
) -> bytes:
    """Return the zip of a project with some XML and the texts of documents."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml)
        for each in documents:
            if not style.is_inline:
                archive.writestr(f"{style.folder}/{_file_name(each, style)}", file_text(each, style))
            if style.has_rich_text:
                archive.writestr(f"{style.folder}/{_file_name(each, style, 'docx')}", b"PK not read")
    return data.getvalue()


def file_text(document: MadeDocument, style: ProgramStyle) -> bytes:
    """Return the file of a document's text."""
    return (MARK * style.has_mark + document.text.replace("\n", style.line_end)).encode("utf-8")


def position(text: str, at: int, style: ProgramStyle) -> int:
    """Return how a program counts the code points of a text before a place."""
    before = text[:at]
    size = len(before.encode("utf-16-le")) // 2 if style.is_utf16 else len(before)
    if len(style.line_end) > 1 and not style.is_line_end_one:
        size += before.count("\n")
    return size + (style.has_mark and style.counts_mark)


def project_xml(
    documents: Sequence[MadeDocument],
    style: ProgramStyle,
    codes: str = "",
    more_xml: str = "",
    more_sources: str = "",
) -> str:
    """Return the XML of a project."""
    names = dict.fromkeys(
        code for document in documents for each in document.selections for code in each.codes
    )
    codes = codes or "".join(
        f'<Code guid="{_guid(guid_of("code", name), style)}" name={quoteattr(name)} isCodable="true"/>'
        for name in names
    )
    book = f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else ""
    variables = {name for document in documents for name, _ in document.values}
    defined = "".join(
        f'<Variable guid="{_guid(guid_of("variable", name), style)}" name={quoteattr(name)}'
        ' typeOfVariable="Text"/>'
        for name in sorted(variables)
    )
    sources = "".join(_source_xml(each, style) for each in documents) + more_sources
    return (
        f'{MARK}<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="{NAMESPACE}" name="made" origin={quoteattr(style.origin)}>'
        f'<Users><User guid="{_guid(guid_of("user", "ida"), style)}" name="Ida Reed"/></Users>{book}'
        f"{f'<Variables>{defined}</Variables>' if defined else ''}{more_xml}"
        f"<Sources>{sources}</Sources></Project>"
    )


def _source_xml(document: MadeDocument, style: ProgramStyle) -> str:
    guid = document.guid or guid_of("document", document.name)
    path = f' plainTextPath="internal://{_file_name(document, style)}"'
    rich = f' richTextPath="internal://{_file_name(document, style, "docx")}"' * style.has_rich_text
    inline = escape(document.text) if style.is_inline else ""
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{_guid(guid_of("variable", name), style)}"/>'
        f"<TextValue>{escape(value)}</TextValue></VariableValue>"
        for name, value in document.values
    )
    selections = "".join(
        _selection_xml(document, each, style)
        for selection in document.selections
        for each in (_split(selection) if style.is_split and not selection.guid else [selection])
    )
    paths = f"{'' if inline else path}{rich}"
    return (
        f'<TextSource guid="{_guid(guid, style)}" name={quoteattr(document.name)}{paths}>'
        f"{f'<PlainTextContent>{inline}</PlainTextContent>' if inline else ''}"
        f"{selections}{values}</TextSource>"
    )


def _split(selection: MadeSelection) -> list[MadeSelection]:
    return [selection._replace(codes=(code,)) for code in selection.codes] or [selection]


def _selection_xml(document: MadeDocument, selection: MadeSelection, style: ProgramStyle) -> str:
    start = document.text.index(selection.words)
    end = start + len(selection.words)
    name = {"words": selection.words, "start": selection.words[:20] + "...", "": ""}[style.named]
    guid = selection.guid or guid_of("selection", document.name, selection.words, *selection.codes)
    codings = "".join(
        f'<Coding guid="{_guid(guid_of(guid, code), style)}">'
        f'<CodeRef targetGUID="{_guid(code_guid(code), style)}"/></Coding>'
        for code in selection.codes
    )
    described = f"<Description>{escape(selection.description)}</Description>" * bool(selection.description)
    last = position(document.text, end, style) - style.is_end_included
    return (
        f'<PlainTextSelection guid="{_guid(guid, style)}" name={quoteattr(name)}'
        f' startPosition="{position(document.text, start, style)}" endPosition="{last}"'
        f' creatingUser="{_guid(guid_of("user", selection.user), style)}">{described}{codings}'
        "</PlainTextSelection>"
    )


def code_guid(code: str) -> str:
    """Return the GUID of a code by its name; a name that is a GUID is its own."""
    try:
        return str(uuid.UUID(code))
    except ValueError:
        return guid_of("code", code)


def _guid(guid: str, style: ProgramStyle) -> str:
    guid = guid.upper() if style.is_upper else guid
    return f"{{{guid}}}" if style.has_braces else guid


def _file_name(document: MadeDocument, style: ProgramStyle, suffix: str = "txt") -> str:
    guid = document.guid or guid_of("document", document.name)
    return f"{guid.upper() if style.is_upper else guid}.{suffix}"
