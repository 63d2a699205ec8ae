"""Reads a Word document (DOCX) with mammoth: its paragraphs, headings, items and cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from medway_tui.saved_pages.blocks import SavedBlockKind, UnreadableError
from medway_tui.saved_pages.formats.document_blocks import (
    BYLINE,
    BYLINE_STYLES,
    DocumentBlocks,
    DocumentProperties,
    make_document,
)
from medway_tui.saved_pages.formats.optional_libraries import explain_missing_library
from medway_tui.saved_pages.formats.zip_parts import ZipParts
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument

KIND = "a Word document (DOCX)"

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_WORD = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_DOCUMENT_TYPE = "/officeDocument"
"""How the type of the relationship to the main part ends."""
_COPIED = ("styles", "numbering")
"""The parts beside the text that mammoth needs."""
_HEADLINE_STYLES = ("title", "headline")
_SUBHEAD_STYLES = ("heading", "subtitle", "subhead")
_UNPRINTED = {"hidden passage": ("vanish",), "struck passage": ("strike", "dstrike")}
"""The properties of runs that count as not printed."""
_CONTENTS_STYLES = ("toc", "table of figures", "index ")


def read_documents_in_docx(data: bytes, _name: str, _options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the one document of a Word document.

    Insertions are kept, and deletions, notes, comments, headers and footers left out. Raises UnreadableError
    where it is damaged, protected, or too large once it is unpacked.
    """
    with explain_missing_library(KIND):
        import mammoth  # noqa: PLC0415 - a library of the extra “documents”
    parts = ZipParts(data, KIND)
    main = _find_main_part(parts)
    root = parts.parse(main)
    left_out = _clean(root)
    found: list[Any] = []

    def keep_document(document: Any) -> Any:
        found.extend(document.children)
        return document.copy(children=[])

    try:
        mammoth.convert_to_html(
            _make_plain_document(parts, main, root),
            transform_document=keep_document,
            include_embedded_style_map=False,
        )
    except RecursionError:
        raise UnreadableError(
            f"this is {KIND} with tables or boxes nested too deep", "save it as plain text (.txt)"
        ) from None
    except (AttributeError, IndexError, KeyError, LookupError, OSError, TypeError, ValueError):
        # mammoth names no errors of its own: any of these is its answer to what no document should have.
        raise parts.damaged() from None
    blocks = DocumentBlocks()
    _add_blocks(found, blocks)
    properties = _read_properties(parts)
    yield make_document(blocks, properties, left_out, KIND)


def _find_main_part(parts: ZipParts) -> str:
    """Return the name of the part with the text, which the relationships of the archive name."""
    if "_rels/.rels" in parts:
        for each in parts.parse("_rels/.rels"):
            target = (each.get("Target") or "").lstrip("/")
            if (each.get("Type") or "").endswith(_DOCUMENT_TYPE) and target in parts:
                return target
    return "word/document.xml"


def _clean(root: Any) -> dict[str, int]:
    """Drop from the text what is not printed, and let mammoth see what it would pass over.

    Returns how many passages of each kind were dropped.
    """
    for element in root.iter(f"{_STRICT_WORD}*"):
        element.tag = _WORD + etree.QName(element).localname
        for name, value in element.attrib.items():
            if name.startswith(_STRICT_WORD):
                element.set(_WORD + name.removeprefix(_STRICT_WORD), value)
    for choice in list(root.iter(f"{_COMPATIBILITY}AlternateContent")):
        _show_text_box(choice)
    for element in root.iter(f"{_WORD}hyperlink"):
        # The addresses of links are in a part that mammoth does not get.
        for name in [each for each in element.attrib if each.endswith("}id")]:
            del element.attrib[name]
    for picture in [
        *root.iter(f"{_WORD}drawing"),
        *root.iter(f"{_VML}imagedata"),
        *root.iter(f"{_WORD}object"),
    ]:
        parent = picture.getparent()
        if parent is not None:
            parent.remove(picture)
    dropped = {
        "tracked deletion": _drop(root, "del", "moveFrom"),
        "comment": _drop(root, "commentReference"),
        "note": _drop(root, "footnoteReference", "endnoteReference"),
    }
    for kind, names in _UNPRINTED.items():
        dropped[kind] = sum(_drop_runs(root, name) for name in names)
    return dropped


def _drop_runs(root: Any, name: str) -> int:
    """Drop the runs that have a property; return how many of them had words."""
    count = 0
    for properties in list(root.iter(f"{_WORD}rPr")):
        run, found = properties.getparent(), properties.find(f"{_WORD}{name}")
        is_set = found is not None and found.get(f"{_WORD}val") not in ("0", "false", "off")
        if is_set and run is not None and run.tag == f"{_WORD}r" and run.getparent() is not None:
            count += any((text.text or "").strip() for text in run.iter(f"{_WORD}t"))
            run.getparent().remove(run)
    return count


def _drop(root: Any, *names: str) -> int:
    """Drop the elements with a name; return how many there were with words, or with no room for any."""
    count = 0
    for name in names:
        for element in list(root.iter(_WORD + name)):
            parent = element.getparent()
            is_mark = parent is not None and parent.tag in (f"{_WORD}rPr", f"{_WORD}trPr")
            if parent is None or is_mark:
                continue  # The mark of a deleted paragraph or row, which mammoth knows.
            has_words = any(part.text for part in element.iter(f"{_WORD}delText", f"{_WORD}t"))
            count += has_words or name.endswith("Reference")
            parent.remove(element)
    return count


def _show_text_box(choice: Any) -> None:
    """Put the text of a box in the form that mammoth reads, in the place of the forms of two programs."""
    texts = next(
        (
            list(form.iter(f"{_WORD}txbxContent"))
            for form in choice
            if next(form.iter(f"{_WORD}txbxContent"), None) is not None
        ),
        [],
    )
    parent = choice.getparent()
    if parent is None or not texts:
        return
    picture = etree.Element(f"{_WORD}pict")
    for text in texts:
        if not any(other in texts for other in text.iterancestors()):
            etree.SubElement(picture, f"{_VML}textbox").append(text)
    parent.replace(choice, picture)


def _make_plain_document(parts: ZipParts, main: str, root: Any) -> io.BytesIO:
    """Return a Word document with the text alone: without pictures, notes, comments and what is linked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", etree.tostring(root))
        folder = main.rpartition("/")[0]
        for each in _COPIED:
            name = f"{folder}/{each}.xml".lstrip("/")
            if name in parts:
                archive.writestr(f"word/{each}.xml", etree.tostring(parts.parse(name)))
    made.seek(0)
    return made


def _read_properties(parts: ZipParts) -> DocumentProperties:
    if "docProps/core.xml" not in parts:
        return DocumentProperties()
    core = parts.parse("docProps/core.xml")
    return DocumentProperties(
        core.findtext(f"{_DUBLIN_CORE}title") or "",
        core.findtext(f"{_DUBLIN_CORE}creator") or "",
        core.findtext(f"{_TERMS}created") or "",
    )


def _add_blocks(elements: list[Any], blocks: DocumentBlocks) -> None:
    """Add the paragraphs among mammoth's elements, those of tables cell by cell."""
    waiting = list(reversed(elements))
    while waiting:
        element = waiting.pop()
        if type(element).__name__ == "Paragraph":
            _add_paragraph(element, blocks)
        else:
            waiting += reversed(getattr(element, "children", []))


def _add_paragraph(paragraph: Any, blocks: DocumentBlocks) -> None:
    style = (paragraph.style_name or "").casefold()
    if style.startswith(_CONTENTS_STYLES):
        return
    text, size, is_bold = _read_runs(paragraph)
    dropped = BYLINE if style in BYLINE_STYLES else ""
    kind: SavedBlockKind = "paragraph"
    if style in (*_HEADLINE_STYLES, "heading 1"):
        kind = "headline"
    elif style.startswith(_SUBHEAD_STYLES):
        kind = "subhead"
    elif style == "caption":
        kind = "caption"
    elif paragraph.numbering is not None or style.startswith("list "):
        kind = "item"
    blocks.add(text, kind, size=size, is_bold=is_bold, dropped=dropped)


def _read_runs(paragraph: Any) -> tuple[str, float, bool]:
    """Return the words of a paragraph, the size of its first run in points, and whether all is bold."""
    words: list[str] = []
    size, is_bold = 0.0, True
    waiting = [(child, False) for child in reversed(paragraph.children)]
    while waiting:
        element, in_bold = waiting.pop()
        name = type(element).__name__
        if name == "Text":
            words.append(element.value)
            is_bold = is_bold and (in_bold or not element.value.strip())
        elif name == "Tab":
            words.append(" ")
        elif name == "Break":
            words.append("\n")
        elif name == "Run":
            size = size or element.font_size or 0
            waiting += [(child, bool(element.is_bold)) for child in reversed(element.children)]
        else:
            waiting += [(child, in_bold) for child in reversed(getattr(element, "children", []))]
    return "".join(words), size, is_bold
