"""Reads an OpenDocument text (ODT): its paragraphs, headings, items, cells and text boxes.

The format is OASIS Open Document Format for Office Applications 1.2, part 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml.etree import iterwalk

from medway_tui.saved_pages.blocks import SavedBlockKind, UnreadableError
from medway_tui.saved_pages.formats.document_blocks import (
    BYLINE,
    BYLINE_STYLES,
    DocumentBlocks,
    DocumentProperties,
    make_document,
)
from medway_tui.saved_pages.formats.zip_parts import ZipParts
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument

KIND = "an OpenDocument text (ODT)"

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"

_SKIPPED = frozenset((
    f"{_OFFICE}forms",
    f"{_OFFICE}annotation-end",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}sequence-decls",
    f"{_TEXT}variable-decls",
    f"{_TEXT}user-field-decls",
    f"{_TEXT}table-of-content",
    f"{_TEXT}illustration-index",
    f"{_TEXT}table-index",
    f"{_TEXT}alphabetical-index",
    f"{_TEXT}bibliography",
    f"{_TEXT}ruby-text",
    f"{_TEXT}hidden-text",
    f"{_TEXT}hidden-paragraph",
    f"{_TABLE}covered-table-cell",
))  # fmt: skip
_COUNTED = {f"{_TEXT}note": "note", f"{_OFFICE}annotation": "comment"}
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_MAX_SPACES = 1_000
_MAX_PARENTS = 20
"""How many styles a style may be derived from."""
_HEADLINE_STYLES = ("title", "headline")
_SUBHEAD_STYLES = ("subtitle", "heading")
_CAPTION_STYLES = ("caption", "illustration", "figure", "drawing", "table")


class _Style(NamedTuple):
    """A style of paragraphs or of passages in them; None where it says nothing."""

    parent: str
    size: float
    is_bold: bool | None
    is_hidden: bool
    is_struck: bool | None = None


class _OpenParagraph:
    """A paragraph that is being read, with those of the boxes in it."""

    def __init__(self, element: Any, *, is_item: bool) -> None:
        self.element = element
        self.is_item = is_item
        self.words: list[str] = []
        self.inner: list[_OpenParagraph] = []


def read_documents_in_odt(data: bytes, _name: str, _options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the one document of an OpenDocument text.

    Insertions are kept, and deletions, notes, comments, indexes, headers and footers left out. Raises
    UnreadableError where it is damaged, protected, or too large once it is unpacked.
    """
    parts = ZipParts(data, KIND)
    if "META-INF/manifest.xml" in parts and b"encryption-data" in parts.read("META-INF/manifest.xml"):
        raise UnreadableError(
            f"this is {KIND} that is protected by a password",
            "remove the password in the program that opens it, and save it again",
        )
    root = parts.parse("content.xml")
    styles = _read_styles(parts.parse("styles.xml")) if "styles.xml" in parts else {}
    styles.update(_read_styles(root))
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError(f"this is {KIND} without a text", "import the file that it was made from")
    blocks = DocumentBlocks()
    counts = _add_blocks(body, styles, blocks)
    counts["tracked deletion"] = sum(1 for _ in root.iter(f"{_TEXT}deletion"))
    properties = _read_properties(parts)
    yield make_document(blocks, properties, counts, KIND)


def _read_properties(parts: ZipParts) -> DocumentProperties:
    if "meta.xml" not in parts:
        return DocumentProperties()
    meta = parts.parse("meta.xml").find(f"{_OFFICE}meta")
    if meta is None:
        return DocumentProperties()
    author = meta.findtext(f"{_META}initial-creator") or meta.findtext(f"{_DUBLIN_CORE}creator")
    created = meta.findtext(f"{_META}creation-date") or meta.findtext(f"{_DUBLIN_CORE}date")
    return DocumentProperties(meta.findtext(f"{_DUBLIN_CORE}title") or "", author or "", created or "")


def _read_styles(root: Any) -> dict[str, _Style]:
    styles = {}
    for style in root.iter(f"{_STYLE}style"):
        if style.get(f"{_STYLE}family") not in ("paragraph", "text"):
            continue
        text = style.find(f"{_STYLE}text-properties")
        size = "" if text is None else text.get(f"{_FORMAT}font-size") or ""
        weight = None if text is None else text.get(f"{_FORMAT}font-weight")
        line = None if text is None else text.get(f"{_STYLE}text-line-through-style")
        styles[style.get(f"{_STYLE}name") or ""] = _Style(
            style.get(f"{_STYLE}parent-style-name") or "",
            _read_points(size),
            None if weight is None else weight in ("bold", "600", "700", "800", "900"),
            text is not None and text.get(f"{_TEXT}display") == "none",
            None if line is None else line != "none",
        )
    return styles


def _read_points(size: str) -> float:
    number = size.removesuffix("pt")
    return float(number) if number != size and number.replace(".", "", 1).isdecimal() else 0


def _derive(name: str, styles: dict[str, _Style]) -> Iterator[tuple[str, _Style]]:
    """Yield a style and those that it is derived from, with their names."""
    for _ in range(_MAX_PARENTS):
        style = styles.get(name)
        if style is None:
            if name:
                yield name, _Style("", 0, None, is_hidden=False)
            return
        yield name, style
        name = style.parent


def _add_blocks(body: Any, styles: dict[str, _Style], blocks: DocumentBlocks) -> dict[str, int]:
    """Add the paragraphs of a text; return how many notes, comments and the like were passed over."""
    counts = Counter[str]()
    open_paragraphs: list[_OpenParagraph] = []
    items = 0
    unprinted = _find_unprinted(styles)
    walk = iterwalk(body, events=("start", "end"))
    skipped = None
    for event, element in walk:
        tag = element.tag
        if event == "start":
            items += tag == f"{_TEXT}list-item"
            passed_over = _COUNTED.get(tag) or _describe_unprinted(element, unprinted)
            if tag in _SKIPPED or passed_over:
                if passed_over:
                    counts[passed_over] += 1
                walk.skip_subtree()
                skipped = element
                continue
            if tag in _PARAGRAPHS:
                open_paragraphs.append(_OpenParagraph(element, is_item=items > 0))
            if open_paragraphs:
                open_paragraphs[-1].words.append(_read_mark(element))
                if element.text and _holds_words(element):
                    open_paragraphs[-1].words.append(_as_spaces(element.text))
            continue
        if element is body:
            break
        items -= tag == f"{_TEXT}list-item"
        if tag in _PARAGRAPHS and element is not skipped:
            ended = open_paragraphs.pop()
            if open_paragraphs:
                open_paragraphs[-1].inner.append(ended)
            else:
                _add_paragraph(ended, styles, blocks)
        if open_paragraphs and element.tail and _holds_words(element.getparent()):
            open_paragraphs[-1].words.append(_as_spaces(element.tail))
    return counts


def _as_spaces(text: str) -> str:
    """Return a text with spaces in the place of the line breaks of the XML."""
    return text.replace("\n", " ").replace("\r", " ")


def _holds_words(element: Any) -> bool:
    """Return whether the text directly in an element is printed, and not only layout of the XML."""
    return str(element.tag).startswith(_TEXT)


def _find_unprinted(styles: dict[str, _Style]) -> dict[str, str]:
    """Return the styles whose words count as not printed, each with what such a passage is called."""
    unprinted = {}
    for name in styles:
        derived = [style for _, style in _derive(name, styles)]
        if any(style.is_hidden for style in derived):
            unprinted[name] = "hidden passage"
        elif next((style.is_struck for style in derived if style.is_struck is not None), False):
            unprinted[name] = "struck passage"
    return unprinted


def _describe_unprinted(element: Any, unprinted: dict[str, str]) -> str:
    """Return what an element is called that is hidden or struck, itself or by its style; empty for others."""
    if element.tag == f"{_TEXT}section":
        return "hidden passage" if element.get(f"{_TEXT}display") == "none" else ""
    if element.tag not in (f"{_TEXT}span", *_PARAGRAPHS):
        return ""
    return unprinted.get(element.get(f"{_TEXT}style-name") or "", "")


def _read_mark(element: Any) -> str:
    """Return the white space that an element is."""
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c") or "1"
        return " " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES)
    if element.tag == f"{_TEXT}tab":
        return "\t"
    return "\n" if element.tag == f"{_TEXT}line-break" else ""


def _add_paragraph(paragraph: _OpenParagraph, styles: dict[str, _Style], blocks: DocumentBlocks) -> None:
    element = paragraph.element
    derived = list(_derive(element.get(f"{_TEXT}style-name") or "", styles))
    names = [name.replace("_20_", " ").casefold() for name, _ in derived]
    size = next((style.size for _, style in derived if style.size), 0)
    kind: SavedBlockKind = "item" if paragraph.is_item else "paragraph"
    if any(name in _HEADLINE_STYLES for name in names[:3]):
        kind = "headline"
    elif element.tag == f"{_TEXT}h":
        kind = "headline" if element.get(f"{_TEXT}outline-level", "1") == "1" else "subhead"
    elif any(name.startswith(_SUBHEAD_STYLES) for name in names[:3]):
        kind = "subhead"
    elif any(name in _CAPTION_STYLES for name in names[:3]):
        kind = "caption"
    dropped = BYLINE if any(name in BYLINE_STYLES for name in names) else ""
    is_bold = next((style.is_bold for _, style in derived if style.is_bold is not None), False)
    spans = [span for span in element if span.tag == f"{_TEXT}span" and "".join(span.itertext()).strip()]
    if spans and not is_bold and not (element.text or "").strip():
        is_bold = all(_is_bold_span(span, styles) and not (span.tail or "").strip() for span in spans)
        sizes = (
            style.size for span in spans for _, style in _derive(span.get(f"{_TEXT}style-name") or "", styles)
        )
        size = size or max(sizes, default=0)
    blocks.add("".join(paragraph.words), kind, size=size, is_bold=bool(is_bold), dropped=dropped)
    for inner in paragraph.inner:
        _add_paragraph(inner, styles, blocks)


def _is_bold_span(span: Any, styles: dict[str, _Style]) -> bool:
    derived = _derive(span.get(f"{_TEXT}style-name") or "", styles)
    return next((style.is_bold for _, style in derived if style.is_bold is not None), False)
