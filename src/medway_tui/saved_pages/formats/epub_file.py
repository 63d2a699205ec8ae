"""Reads an e-book (EPUB 2 and 3): its chapters as one article, or each as an article where it is a magazine.

The format is EPUB 3.3 of the W3C; the package's metadata are Dublin Core.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

from medway_tui.saved_pages.blocks import HIDDEN_REASON, UnreadableError, ends_sentence, normalise_text
from medway_tui.saved_pages.decode import decode
from medway_tui.saved_pages.formats.document_blocks import DocumentBlocks, find_facts
from medway_tui.saved_pages.formats.zip_parts import ZipParts
from medway_tui.saved_pages.metadata import INFERRED, find_date
from medway_tui.saved_pages.page_blocks import BlockReader, PageBlock
from medway_tui.saved_pages.page_quotes import join_speakers
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument, name_part

KIND = "an e-book (EPUB)"

MAX_CHAPTERS = 5_000
"""The most chapters that are read."""
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_OPS = "{http://www.idpf.org/2007/ops}"
_ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")
_BESIDE = re.compile(
    r"(?:^|[\s_/.-])(?:cover(?:page)?|title-?page|toc|contents?|nav|copyright(?:-page)?|colophon|imprint|index"
    r"|(?:foot|end|rear)notes?|loi|lot|dedication|landmarks|halftitle(?:page)?)(?:$|[\s\d_.-])",
    re.IGNORECASE,
)
"""The types, of EPUB 2 and 3, and names of the parts of a book that are no text of its own."""
_NUMBERED = re.compile(
    r"(?:(?:chapter|part|section|book|page)\b\W*)?(?:\d{1,3}|[ivxlc]{1,7}|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)?\W*$",
    re.IGNORECASE,
)
"""A heading that only numbers a chapter."""
_WEB_PAGE = re.compile(r"<meta\s[^<>]{0,200}\b(?:og|article):|application/ld\+json", re.IGNORECASE)
"""What a page of the web says of its article, and no chapter of a book."""
_HEAD_LETTERS = 50_000
_MAX_SAID = 5
"""How many parts a remark names."""
_MIN_WORDS = 25
"""A chapter with fewer words is no article of its own."""
_MAKERS = re.compile(r"calibre|unknown|anonymous|various|n/?a$|libreoffice|pandoc|sigil", re.IGNORECASE)
"""What programs write in the place of an author or publisher."""
_ISSUE = re.compile(
    r"\s*[\[(][^\])]{0,60}\d[^\])]{0,60}[\])]\s*$|\s*[,:–—-]\s*(?:issue|no\.?|vol\.?)\W*\d.{0,40}$", re.I
)
"""The date or number of an issue at the end of a magazine's title."""


class _Chapter(NamedTuple):
    """A part of the spine with words in it."""

    blocks: tuple[PageBlock, ...]
    heading: str
    """Its first heading; empty where it begins with text."""
    page: str = ""
    """Its HTML, where it was saved from the web with what the page says of its article."""


class _Book(NamedTuple):
    """What the package of a book says of it."""

    title: str
    author: str
    publisher: str
    published: str


def read_documents_in_epub(data: bytes, _name: str, _options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the documents of an e-book: one, or one for each article of a magazine.

    Covers, contents and notes at the end are left out. Raises UnreadableError where it is damaged, protected,
    or too large once it is unpacked, or has no text.
    """
    parts = ZipParts(data, KIND)
    book, names, skipped = _read_package(parts)
    _refuse_encrypted(parts, names)
    said = ", ".join(skipped[:_MAX_SAID]) + (" …" if len(skipped) > _MAX_SAID else "")
    remarks = [f"left out of the e-book: {said}"] if said else []
    chapters = []
    for name in names[:MAX_CHAPTERS]:
        if name in parts:
            chapter = _read_chapter(parts.read(name))
            chapters += [chapter] if chapter.blocks else []
        else:
            remarks.append(f"the e-book has no {name[:80]}, which it names as a part of its text")
    articles = _group_chapters(chapters, book)
    if not articles:
        raise UnreadableError(f"this is {KIND} without any text", "import the pages that it was made from")
    for number, group in enumerate(articles, 1):
        is_magazine = len(articles) > 1
        facts = _make_facts(book, is_magazine=is_magazine)
        if len(group) == 1 and group[0].page:
            part = name_part(number, len(articles), group[0].heading) if is_magazine else ""
            yield SourceDocument(group[0].page, "html", part, facts, tuple(remarks))
            continue
        blocks = DocumentBlocks()
        for n, chapter in enumerate(group):
            _add_blocks(chapter, blocks, is_first=n == 0)
        content = blocks.finish("" if is_magazine else book.title)
        headline = next((block.text for block in content if block.kind == "headline"), content[0].text)
        part = name_part(number, len(articles), headline) if is_magazine else ""
        yield SourceDocument(content, "blocks", part, (*facts, *find_facts(content)), tuple(remarks))


def _read_package(parts: ZipParts) -> tuple[_Book, list[str], list[str]]:
    """Return what a package says of its book, the names of the parts of its text, and what is passed over."""
    package = _find_package(parts)
    if package is None:
        # A book without a package is damaged; what text it has is read in the order of its parts.
        pages = [name for name in parts.names() if name.lower().endswith((".xhtml", ".html", ".htm"))]
        return _Book("", "", "", ""), [name for name in pages if not _BESIDE.search(name)] or pages, []
    root = parts.parse(package)
    folder = posixpath.dirname(package)
    items = {item.get("id"): item for item in root.iter(f"{_PACKAGE}item")}
    beside = {
        _resolve(folder, each.get("href") or "")
        for each in root.iter(f"{_PACKAGE}reference")
        if _BESIDE.search(f" {each.get('type') or ''} ")
    }
    names: dict[str, None] = {}
    skipped: dict[str, None] = {}
    for reference in root.iter(f"{_PACKAGE}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or (item.get("media-type") or _PAGE_TYPES[0]) not in _PAGE_TYPES:
            continue
        name = _resolve(folder, item.get("href") or "")
        is_nav = "nav" in (item.get("properties") or "").split()
        is_beside = is_nav or name in beside or reference.get("linear") == "no"
        (skipped if is_beside or _BESIDE.search(posixpath.basename(name)) else names)[name] = None
    if not names:
        # A book of one part may call it “index”: what is named as no text is its text.
        return _read_metadata(root), list(skipped), []
    return _read_metadata(root), list(names), [posixpath.basename(name)[:60] for name in skipped]


def _find_package(parts: ZipParts) -> str | None:
    """Return the name of the package, which the container names; else that of the first one there is."""
    if "META-INF/container.xml" in parts:
        for each in parts.parse("META-INF/container.xml").iter(f"{_CONTAINER}rootfile"):
            name = each.get("full-path") or ""
            if name in parts:
                return name
    return next((name for name in parts.names() if name.lower().endswith(".opf")), None)


def _resolve(folder: str, href: str) -> str:
    """Return the name of the part that an address in the package names."""
    return posixpath.normpath(posixpath.join(folder, unquote(urlsplit(href).path)))


def _read_metadata(root: Any) -> _Book:
    def find_all(name: str) -> list[Any]:
        return [each for each in root.iter(_DUBLIN_CORE + name) if normalise_text(each.text or "")]

    roles = {
        (each.get("refines") or "").removeprefix("#"): (each.text or "").strip()
        for each in root.iter(f"{_PACKAGE}meta")
        if each.get("property") == "role"
    }
    authors = [
        normalise_text(each.text)
        for each in find_all("creator")
        if (each.get(f"{_PACKAGE}role") or roles.get(each.get("id") or "") or "aut") == "aut"
        and not _MAKERS.match(each.text.strip())
    ]
    publishers = [each.text for each in find_all("publisher") if not _MAKERS.match(each.text.strip())]
    dates = sorted(
        find_all("date"),
        key=lambda each: (each.get(f"{_PACKAGE}event") or "publication") not in ("publication", "issued"),
    )
    is_publication = dates and dates[0].get(f"{_PACKAGE}event") not in (
        "modification",
        "creation",
        "conversion",
    )
    day = find_date(dates[0].text.partition("T")[0]) if is_publication else None
    titles = find_all("title")
    return _Book(
        normalise_text(titles[0].text) if titles else "",
        ", ".join(authors[:5]),
        normalise_text(publishers[0]) if publishers else "",
        day if day is not None and day >= "1900" else "",
    )


def _refuse_encrypted(parts: ZipParts, names: Sequence[str]) -> None:
    """Raise UnreadableError where the text of a book is encrypted, as that of shops is; fonts often are."""
    if "META-INF/encryption.xml" not in parts:
        return
    encrypted = {
        unquote(each.get("URI") or "")
        for each in parts.parse("META-INF/encryption.xml").iter(f"{_ENCRYPTION}CipherReference")
    }
    if encrypted.intersection(names):
        raise UnreadableError(
            f"this is {KIND} whose text is encrypted by its publisher",
            "open it in the program that may show it, and copy the article's text into a text file",
        )


def _read_chapter(data: bytes) -> _Chapter:
    text, _ = decode(data, None)
    parser = HTMLParser(collect_ids=False, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except ParserError:
        return _Chapter((), "")
    for element in [*root.iter("section", "div", "aside", "nav", "ol", "body", "p")]:
        kind = element.get("epub:type") or element.get(f"{_OPS}type") or element.get("role") or ""
        parent = element.getparent()
        if kind and parent is not None and _BESIDE.search(f" {kind.replace('doc-', '')} "):
            element.set("hidden", "hidden")
    reader = BlockReader()
    reader.read(root)
    blocks, _ = join_speakers(reader.blocks, reader.times)
    shown = [block for block in blocks if block.scope.hidden_by is None]
    if not any(ends_sentence(block.text) for block in shown):
        is_list = all(block.link_length * 2 > len(block.text) or block.kind != "paragraph" for block in shown)
        blocks = [] if is_list else blocks
    first = next(iter(shown), None)
    is_heading = first is not None and first.kind in ("headline", "subhead")
    page = text if _WEB_PAGE.search(text[:_HEAD_LETTERS]) else ""
    return _Chapter(tuple(blocks), first.text if first is not None and is_heading else "", page)


def _group_chapters(chapters: Sequence[_Chapter], book: _Book) -> list[list[_Chapter]]:
    """Return the chapters of each article: each with a heading of its own begins one, as in a magazine.

    Where the first heading is the title of the book, or headings are numbers, all chapters are one article.
    """
    headed = [chapter for chapter in chapters if chapter.heading and not _NUMBERED.match(chapter.heading)]
    has_own_title = bool(headed) and headed[0].heading.casefold() == book.title.casefold()
    starts = {id(chapter) for chapter in headed if _count_words(chapter) >= _MIN_WORDS}
    if has_own_title or len(starts) < 2:
        return [list(chapters)] if chapters else []
    articles: list[list[_Chapter]] = []
    for chapter in chapters:
        if not articles or id(chapter) in starts:
            articles.append([])
        articles[-1].append(chapter)
    if _count_words(articles[0][0]) < _MIN_WORDS and len(articles[0]) == 1:
        del articles[0]  # The title of a section before the first article.
    return articles


def _count_words(chapter: _Chapter) -> int:
    return sum(len(block.text.split()) for block in chapter.blocks if block.kind == "paragraph")


def _add_blocks(chapter: _Chapter, blocks: DocumentBlocks, *, is_first: bool) -> None:
    """Add the blocks of a chapter; only the first heading of an article is its headline."""
    for n, block in enumerate(chapter.blocks):
        kind = block.kind
        if n == 0 and is_first and block.text == chapter.heading:
            kind = "headline"
        elif kind == "headline" and (n or not is_first) and (chapter.heading or not is_first):
            kind = "subhead"
        is_hidden = block.scope.hidden_by is not None
        blocks.add(block.text, kind, dropped=HIDDEN_REASON if is_hidden else "")


def _make_facts(book: _Book, *, is_magazine: bool) -> tuple[DocumentFact, ...]:
    """Return what a book says of its article, or of each of its articles."""
    facts = [
        ("published", book.published, "the e-book's date"),
        ("publisher", book.publisher, "the e-book's publisher"),
    ]
    if is_magazine:
        name = _ISSUE.sub("", book.title)
        facts.append(("publisher", name, f"{INFERRED} from the e-book's title"))
    else:
        facts += [
            ("author", book.author, "the e-book's author"),
            ("headline", book.title, "the e-book's title"),
        ]
    return tuple(DocumentFact(key, value, source, is_fallback=True) for key, value, source in facts if value)
