"""Reads a PDF with text with pypdf: press releases, cuttings, and pages printed by a browser."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from medway_tui.saved_pages.blocks import (
    RUNNING_HEAD,
    SavedBlockKind,
    UnreadableError,
    ends_sentence,
    is_short,
)
from medway_tui.saved_pages.formats.document_blocks import (
    DocumentBlocks,
    DocumentProperties,
    describe_properties,
    find_facts,
    read_masthead_facts,
)
from medway_tui.saved_pages.formats.optional_libraries import explain_missing_library
from medway_tui.saved_pages.formats.pdf_layout import PdfText, read_paragraphs
from medway_tui.saved_pages.formats.pdf_lines import PdfLine
from medway_tui.saved_pages.formats.pdf_pages import PdfPage, TooManyOperationsError, read_page
from medway_tui.saved_pages.plain_text import LIST_ITEM
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument
from medway_tui.text import plural

KIND = "a PDF"
MAX_BYTES = 128 * 2**20
"""The size of the largest file that is read: with pictures, which are passed over."""
MAX_PAGES = 1_000
"""The most pages that are read."""
_MAX_CONTENT_BYTES = 16 * 2**20
"""The size of the largest page, once it is unpacked."""

_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pypdf raises, beside its own errors, where a file is not as it should be."""
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_BROWSERS = re.compile(
    r"Mozilla|Chrom|Skia|Firefox|Safari|Quartz PDFContext.*Safari|wkhtmltopdf", re.IGNORECASE
)
"""The names of programs that print a page of the web, on a day that is not that of its publication."""
_OCR_FONT = "GlyphLessFont"
_FONT_NAME = re.compile(rb"/([!-'*-.0-;=?-Z\\^-z|~]{1,60})\s+[\d.]+\s+Tf\b")
_MAX_SAID = 5
"""How many pages or words a remark names."""
_LARGER = 1.12
_MAX_SUBHEAD_WORDS = 16
_CAPTION_SIZE = 0.86
"""The size of the letters of captions at most, as a share of the text's."""
_MAX_CAPTION_WORDS = 45
_MIN_UNNAMED = 20
"""With fewer letters that the fonts do not name, a page has no text."""


class _Pages(NamedTuple):
    """The pages of a PDF as far as they can be read."""

    lines: list[list[PdfLine]]
    sideways: list[str]
    empty: list[int]
    """The numbers of the pages without text."""
    broken: list[int]
    """The numbers of the pages that can't be read."""
    unnamed: int
    """The number of letters that the fonts name no character for."""
    has_ocr: bool


def read_documents_in_pdf(data: bytes, _name: str, _options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the one document of a PDF.

    Running heads, page numbers and footnotes are blocks that are not part of the text. Raises UnreadableError
    where it is damaged, protected by a password, larger than MAX_BYTES, or has no text.
    """
    with explain_missing_library(KIND):
        import pypdf  # noqa: F401, PLC0415 - a library of the extra “documents”
        import spellchecker  # noqa: F401, PLC0415 - english_words needs it: of the same extra
    if len(data) > MAX_BYTES:
        raise UnreadableError(
            f"this is {KIND} of more than {MAX_BYTES // 2**20} MB",
            "print the pages of the article into a PDF of their own, and import that",
        )
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader, remarks = _open(data)
    pages = _read_pages(reader)
    text = read_paragraphs(pages.lines)
    _require_text(text, pages)
    properties, makers = _read_properties(reader)
    blocks = _make_blocks(text, pages.sideways)
    content = blocks.finish(properties.title)
    heads = [each.text for each in text.paragraphs if each.dropped == RUNNING_HEAD and is_short(each.text)]
    facts = [fact for head in heads for fact in read_masthead_facts(head, "a running head")]
    facts += [*find_facts(content), *_make_facts(text, properties, makers)]
    remarks += _describe_pages(pages, len(reader.pages))
    if text.unsure_hyphens:
        said = ", ".join(text.unsure_hyphens[:_MAX_SAID])
        more = "" if len(text.unsure_hyphens) <= _MAX_SAID else " and others"
        remarks.append(
            f"a hyphen at the end of a line was kept, and may not be part of the word: {said}{more}"
        )
    remarks += describe_properties(properties._replace(created=""), content)
    yield SourceDocument(content, "blocks", facts=tuple(facts), remarks=tuple(remarks))


def _open(data: bytes) -> tuple[Any, list[str]]:
    """Return a reader of pypdf, and remarks on what was wrong with the file."""
    from pypdf import PdfReader  # noqa: PLC0415 - a library of the extra “documents”
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415 - as above

    start = max(0, data[:1024].find(b"%PDF-"))
    remarks: list[str] = []
    reader = None
    for attempt in (data[start:], data[start:] + b"\nstartxref\n0\n%%EOF\n"):
        try:
            reader = PdfReader(io.BytesIO(attempt))
            is_locked = reader.is_encrypted and not reader.decrypt("")
            if not is_locked and not len(reader.pages):
                continue
            break
        except DependencyError:
            raise UnreadableError(
                f"this is {KIND} that is encrypted, which is read with the library cryptography, which is not"
                " installed",
                "install it with: pip install 'medway-tui[documents]'",
            ) from None
        except (PyPdfError, *_DAMAGE):
            reader = None
            remarks = ["the PDF is damaged: its table of contents was made anew, and parts may be missing"]
    if reader is None:
        raise UnreadableError("this is a PDF that is damaged or not complete", "copy or download it again")
    if reader.is_encrypted and is_locked:
        raise UnreadableError(
            "this is a PDF that is protected by a password",
            "open it with the password, print it into another PDF, and import that",
        )
    return reader, remarks


def _read_pages(reader: Any) -> _Pages:
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - a library of the extra “documents”

    pages = _Pages([], [], [], [], 0, has_ocr=False)
    for number in range(1, min(len(reader.pages), MAX_PAGES) + 1):
        try:
            page = reader.pages[number - 1]
            read = _read_sheet(page, number)
        except (PyPdfError, TooManyOperationsError, *_DAMAGE):
            pages.broken.append(number)
            continue
        if not read.lines:
            pages.empty.append(number)
        pages.lines.append(read.lines)
        pages.sideways.extend(read.sideways)
        pages = pages._replace(unnamed=pages.unnamed + read.unnamed, has_ocr=pages.has_ocr or _has_ocr(page))
    return pages


def _read_sheet(page: Any, number: int) -> PdfPage:
    """Read a page; raises TooManyOperationsError where it is too large."""
    content = page.get_contents()
    data = b"" if content is None else content.get_data()
    if len(data) > _MAX_CONTENT_BYTES:
        raise TooManyOperationsError
    read = read_page(page, number)
    if not read.lines and data:
        _name_missing_fonts(page, data)
        read = read_page(page, number)
    return read


def _name_missing_fonts(page: Any, content: bytes) -> None:
    """Give a page that names no fonts a standard one, as programs that show it do."""
    from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415 - a library of the extra “documents”

    resources = page.get("/Resources")
    if resources is not None and resources.get_object().get("/Font"):
        return
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
        NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    names = {name.decode("latin-1") for name in _FONT_NAME.findall(content)}
    fonts = DictionaryObject({NameObject(f"/{name}"): font for name in names})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})


def _has_ocr(page: Any) -> bool:
    """Return whether a page has the font of text that was recognised in a picture."""
    with suppress(*_DAMAGE):
        fonts = page["/Resources"]["/Font"]
        return any(_OCR_FONT in str(fonts[name].get("/BaseFont")) for name in fonts)
    return False


def _require_text(text: PdfText, pages: _Pages) -> None:
    """Raise UnreadableError where there is no text, or its fonts don't say what they draw."""
    letters = sum(c.isalnum() for each in text.paragraphs for c in each.text)
    if pages.unnamed > max(letters, _MIN_UNNAMED):
        raise UnreadableError(
            "this is a PDF whose fonts don't say which letters they draw",
            "recognise its text with an OCR program (such as ocrmypdf), and import what that writes",
        )
    if not letters and pages.broken and not pages.empty:
        raise UnreadableError("this is a PDF whose pages can't be read", "copy or download it again")
    if not letters:
        raise UnreadableError(
            "this is a PDF without text: its pages are pictures, as those of a scanner are",
            "recognise its text with an OCR program (such as ocrmypdf), and import what that writes",
        )


def _make_blocks(text: PdfText, sideways: Sequence[str]) -> DocumentBlocks:
    blocks = DocumentBlocks()
    for each in text.paragraphs:
        kind: SavedBlockKind = "item" if LIST_ITEM.match(each.text) else "paragraph"
        is_large = each.size > _LARGER * text.body_size
        if is_large and is_short(each.text, _MAX_SUBHEAD_WORDS) and not ends_sentence(each.text):
            kind = "subhead"
        is_small = each.size < _CAPTION_SIZE * text.body_size and is_short(each.text, _MAX_CAPTION_WORDS)
        kind = "caption" if is_small and kind == "paragraph" else kind
        words = LIST_ITEM.sub("", each.text) if kind == "item" else each.text
        blocks.add(words, kind, size=each.size, is_bold=each.is_bold, dropped=each.dropped)
    for words in sideways:
        blocks.add(words, dropped="printed sideways")
    return blocks


def _read_properties(reader: Any) -> tuple[DocumentProperties, str]:
    """Return the properties of a file, and the programs that made it."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - a library of the extra “documents”

    with suppress(PyPdfError, *_DAMAGE):
        values = reader.metadata or {}
        date = _DATE.match(str(values.get("/CreationDate") or ""))
        created = "-".join(date.groups()) if date else ""
        title, author = str(values.get("/Title") or ""), str(values.get("/Author") or "")
        makers = f"{values.get('/Creator')} {values.get('/Producer')}"
        return DocumentProperties(title, author, created), makers
    return DocumentProperties(), ""


def _make_facts(text: PdfText, properties: DocumentProperties, makers: str) -> list[DocumentFact]:
    """Return the address that a browser printed, and the day on which another program made a PDF."""
    facts = []
    if text.address:
        facts.append(DocumentFact("url", text.address, "the foot of the printed pages"))
    if properties.created and not text.address and not _BROWSERS.search(makers):
        source = "the PDF's date of creation"
        facts += [
            DocumentFact("published", properties.created, source, is_fallback=True),
            DocumentFact(
                "published_inferred",
                f"The PDF was made on {properties.created}; no date is printed in it.",
                source,
                is_fallback=True,
            ),
        ]
    return facts


def _describe_pages(pages: _Pages, count: int) -> list[str]:
    """Return remarks on the pages that have no text or can't be read."""
    remarks = []
    if count > MAX_PAGES:
        remarks.append(f"the PDF has {count:,} pages: the first {MAX_PAGES:,} are read")
    for numbers, what in (
        (pages.empty, "no text, and may be a picture"),
        (pages.broken, "a fault, and can't be read"),
    ):
        if numbers:
            said = ", ".join(map(str, numbers[:_MAX_SAID])) + (" …" if len(numbers) > _MAX_SAID else "")
            verb = "has" if len(numbers) == 1 else "have"
            remarks.append(f"{plural(len(numbers), 'page')} of the PDF ({said}) {verb} {what}")
    if pages.has_ocr:
        remarks.append("the text was recognised in pictures (OCR): compare it with the pages")
    return remarks
