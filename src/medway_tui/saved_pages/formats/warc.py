"""Reads web archives: WARC 1.0 and 1.1 (ISO 28500), and ARC; each page with an article is a document.

warcio reads the records, and decodes what HTTP has chunked or compressed.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from importlib.util import find_spec
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urlsplit

from medway_tui.saved_pages.blocks import IncompleteArticleError, UnreadableError
from medway_tui.saved_pages.decode import MAX_BYTES, decode
from medway_tui.saved_pages.formats.optional_libraries import explain_missing_library
from medway_tui.saved_pages.metadata import INFERRED, find_publisher
from medway_tui.saved_pages.page_reader import read_article
from medway_tui.saved_pages.source_documents import DocumentFact, ReadOptions, SourceDocument, name_part
from medway_tui.text import plural

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_DECODED = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))
_CHARSET = re.compile(r"charset\s{0,10}=\s{0,10}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_OUTSIDE_PAGES = frozenset(("/robots.txt", "/favicon.ico", "/sitemap.xml"))

_CUT_OFF = "the web archive ends in the middle of a record: it is cut off"
_GZIP = b"\x1f\x8b"
_GZIP_STEP = 2**16
_MAX_UNPACKED_BYTES = 256 * 2**20
_CARELESS_ERRORS = (ValueError, TypeError, AttributeError, LookupError)
"""What warcio raises for a record that lacks a header, or has one of another form."""

_REDIRECT = "redirect"
_ERROR = "error of the server"
_OTHER_FILE = "file that is no page"
_REPEATED = "page that is in it twice"
_NO_ARTICLE = "page without an article"


class _ArchivedPage(NamedTuple):
    """A page of HTML in an archive, before it is known whether it has an article."""

    address: str
    day: str
    """When it was saved, as the record says it."""
    text: str
    """Its HTML; empty where it can't be decoded."""
    remarks: tuple[str, ...] = ()
    problem: str = ""
    """Why it can't be decoded."""
    is_cut: bool = False
    """Whether the archive ends in the middle of it."""


def read_documents_in_warc(data: bytes, name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the pages of a web archive that have an article, each once, in the order of the archive.

    Raises UnreadableError where there is none, and where warcio is not installed.
    """
    del name
    data = _unpack_whole(data)
    counts: Counter[str] = Counter()
    ends: list[str] = []
    numbers: list[int] = []
    addresses: set[str] = set()
    texts: set[int] = set()
    for number, page in enumerate(_iter_pages(data, options, counts, ends)):
        address = urldefrag(page.address).url
        if address in addresses:
            counts[_REPEATED] += 1
        elif page.problem or _has_new_article(page, options, counts, texts):
            numbers.append(number)
            addresses.add(address)
            continue
        ends += [_CUT_OFF] if page.is_cut else []
    if not ends and not _has_end(data):
        ends.append(_CUT_OFF)
    passed = _describe_passed(counts)
    if not numbers:
        more = f": it has {passed}" if passed else ""
        end = f"; {ends[0]}" if ends else ""
        raise UnreadableError(
            f"no article was found in this web archive{more}{end}", "save the article's own page, as HTML"
        )
    wanted = set(numbers)
    place = 0
    # The pages are read again, so that never more than one is in memory.
    for number, page in enumerate(_iter_pages(data, options, Counter(), [])):
        if number in wanted:
            place += 1
            document = _make_document(page, name_part(place, len(numbers), page.address))
            document = document if len(numbers) > 1 else document._replace(part="")
            if place == len(numbers):
                passed_over = (f"passed over in the web archive: {passed}",) if passed else ()
                document = document._replace(remarks=(*document.remarks, *passed_over, *ends))
            yield document


def _has_new_article(
    page: _ArchivedPage, options: ReadOptions, counts: Counter[str], texts: set[int]
) -> bool:
    """Return whether a page has an article, and one that no earlier page has; else count why not."""
    try:
        article = read_article(
            _make_document(page, ""), ReadOptions(require_complete=options.require_complete)
        )
    except IncompleteArticleError:
        return True
    except UnreadableError:
        counts[_NO_ARTICLE] += 1
        return False
    text = hash(tuple(block.text for block in article.body))
    if text in texts:
        counts[_REPEATED] += 1
        return False
    texts.add(text)
    return True


def _make_document(page: _ArchivedPage, part: str) -> SourceDocument:
    host = (urlsplit(page.address).hostname or "").removeprefix("www.")
    facts = (
        DocumentFact("url", page.address, "the address in the web archive", is_fallback=True),
        DocumentFact("publisher", find_publisher(host) or "", f"the address, {host}", is_fallback=True),
        DocumentFact("publisher", host, f"{INFERRED} from the address, {host}", is_fallback=True),
        DocumentFact("accessed", page.day, "the day on which the web archive was made"),
    )
    if page.problem:
        error = UnreadableError(page.problem, "save the article's own page, as HTML")
        return SourceDocument("", "html", part, facts, error=error)
    return SourceDocument(page.text, "html", part, facts, page.remarks)


def _describe_passed(counts: Counter[str]) -> str:
    """Return what is in the archive beside articles, in words."""
    names = (_REDIRECT, _ERROR, _OTHER_FILE, _REPEATED, _NO_ARTICLE)
    return ", ".join(_plural(counts[name], name) for name in names if counts[name])


def _plural(count: int, noun: str) -> str:
    first, space, rest = noun.partition(" ")
    if count != 1 and rest.startswith(("that is ", "that are ")):
        rest = rest.replace("that is ", "that are ", 1)
    return f"{plural(count, first)}{space}{rest}"


def _iter_pages(
    data: bytes, options: ReadOptions, counts: Counter[str], ends: list[str]
) -> Iterator[_ArchivedPage]:
    """Yield the pages of HTML in an archive; ``counts`` gets the rest, ``ends`` where it is damaged."""
    with explain_missing_library("a web archive (WARC)"):
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an optional library
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - as above
        from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415 - as above
    iterator = ArchiveIterator(io.BytesIO(data), arc2warc=True)
    damage = io.StringIO()
    try:
        while True:
            # warcio writes to the standard error what is wrong with a record.
            with redirect_stderr(damage):
                record = next(iterator, None)
                if record is None:
                    break
                page = _read_record(record, options, counts)
                is_cut = _is_cut(record)
            if page is not None:
                more = ("the web archive ends in the middle of this page: it is cut off",) if is_cut else ()
                yield page._replace(remarks=(*page.remarks, *more), is_cut=is_cut)
            elif is_cut:
                ends.append(_CUT_OFF)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, zlib.error, *_CARELESS_ERRORS):
        ends.append("the web archive is damaged: what comes after this page is not read")
    if damage.getvalue():
        ends.append("the web archive is damaged: some of its records can't be read, or not completely")


def _is_cut(record: Any) -> bool:
    """Return whether an archive ends before a record does."""
    stream = record.raw_stream
    while stream.read(2**16):
        pass
    return getattr(stream, "limit", 0) > 0


def _unpack_whole(data: bytes) -> bytes:
    """Return an archive that was compressed as one file unpacked; others are compressed record by record."""
    if not data.startswith(_GZIP):
        return data
    member = zlib.decompressobj(wbits=31)
    try:
        unpacked = member.decompress(data, _MAX_UNPACKED_BYTES)
    except zlib.error:
        return data
    return unpacked if member.eof and not member.unused_data else data


def _has_end(data: bytes) -> bool:
    """Return whether an archive has all headers of its last record and, if it is compressed, all of that."""
    if not data.startswith(_GZIP):
        last = data.rfind(b"WARC/1.")
        return last < 0 or b"\n\r\n" in data[last:] or b"\n\n" in data[last:]
    place = 0
    while place < len(data):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            step = rest = data[place : place + _GZIP_STEP]
            if not step:
                return False
            try:
                while rest and not member.eof:
                    member.decompress(rest, _GZIP_STEP)
                    rest = member.unconsumed_tail
            except zlib.error:
                # What comes after the last record is padding.
                return True
            place += len(step) - len(member.unused_data)
    return True


def _read_record(record: Any, options: ReadOptions, counts: Counter[str]) -> _ArchivedPage | None:
    """Return the page of a record; None, and its count, where it has none."""
    if record.rec_type not in ("response", "resource"):
        return None
    http = record.http_headers
    status = http.get_statuscode() if http is not None else "200"
    if status[:1] == "3":
        counts[_REDIRECT] += 1
        return None
    if status != "200":
        counts[_ERROR] += 1
        return None
    header = http.get_header("Content-Type") if http is not None else record.content_type
    kind = (header or "").partition(";")[0].strip().lower()
    address = _clean_address(record.rec_headers.get_header("WARC-Target-URI") or "")
    is_page = kind in _PAGE_TYPES if kind else bool(address)
    if not is_page or urlsplit(address).path in _OUTSIDE_PAGES:
        counts[_OTHER_FILE] += 1
        return None
    day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    coding = (http.get_header("Content-Encoding") or "") if http is not None else ""
    if coding.strip().lower() not in _DECODED and not _can_decode(coding):
        return _ArchivedPage(
            address, day, "", problem=f"the page is compressed in a way that is not read: {coding[:20]}"
        )
    body = record.content_stream().read(MAX_BYTES + 1)
    charset = _CHARSET.search(header or "")
    try:
        text, remarks = _decode(body, charset[1] if charset else "", options)
    except UnreadableError as error:
        if not kind:
            counts[_OTHER_FILE] += 1
            return None
        return _ArchivedPage(address, day, "", problem=str(error))
    if not kind and "<html" not in text[:2_000].lower():
        counts[_OTHER_FILE] += 1
        return None
    truncated = record.rec_headers.get_header("WARC-Truncated")
    more = [f"the web archive has only the beginning of this page ({truncated})"] if truncated else []
    return _ArchivedPage(address, day, text, (*remarks, *more))


def _clean_address(text: str) -> str:
    """Return the address of a record; empty where it is none."""
    address = text.strip("<> ")
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return address if address.isprintable() and " " not in address else ""


def _can_decode(coding: str) -> bool:
    return coding.strip().lower() == "br" and find_spec("brotli") is not None


def _decode(body: bytes, charset: str, options: ReadOptions) -> tuple[str, list[str]]:
    """Return the text of a page: in the encoding that HTTP names, if it is in that, else as of any page."""
    if charset and options.encoding is None and len(body) <= MAX_BYTES:
        try:
            return body.decode(charset).removeprefix("\ufeff"), []
        except (LookupError, UnicodeError):
            pass
    return decode(body, options.encoding)
