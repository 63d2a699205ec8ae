"""Recognises the kinds of files by their content, and says what to do with those that are not read."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from contextlib import suppress
from typing import NamedTuple, NoReturn

from medway_tui.saved_pages.blocks import UnreadableError

HEAD_BYTES = 4_096
"""How much of a file tells its kind."""
_EXPORT_HEAD = 2**17
_EXPORT_TAIL = 2**15
"""How many characters of a text are searched for the marks of an export: a list of titles may come first."""


class _Kind(NamedTuple):
    """A kind of file that is no page and no text."""

    name: str
    hint: str
    """What to do with a file of a kind that is not read."""
    reader: str = ""
    """The name of its reader in ``source_documents``; empty where it is not read."""


ZIP_DAMAGE = (
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What zipfile raises where an archive is not as it should be."""

_COPY_TEXT = "open it, copy the article's text into a text file, and import that"
_SAVE_AS_HTML = "open it in a browser, save the page as HTML (complete, or HTML only), and import that"
_SAVE_AS_TEXT = "save it as plain text (.txt) or HTML from the program that opens it, and import that"
_UNPACK = "unpack it, and import the files in it"

_IMAGE = _Kind("a picture", "type the article's words into a text file, or save the page itself")
_MEDIA = _Kind("a recording or a film", "import a text of what is said in it")
_OLE = _Kind("an older Word, Excel or Outlook file", _SAVE_AS_TEXT)
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_LOCKED = _Kind(
    "a Word, Excel or PowerPoint file that is protected by a password",
    "remove the password in the program that opens it, and save it again",
)
_WORD = _Kind("a Word document (DOCX)", _SAVE_AS_TEXT, "docx")
_ODT = _Kind("an OpenDocument text (ODT)", _SAVE_AS_TEXT, "odt")
_EPUB = _Kind("an e-book (EPUB)", _COPY_TEXT, "epub")
_ZIP = _Kind("a ZIP archive", _UNPACK, "zip")
_COMPRESSED = "a compressed file"
_WEBARCHIVE = _Kind(
    "a Safari web archive", "in Safari, save the page as “Page Source”, and import that", "webarchive"
)
_MHTML = _Kind("a web page saved as one file (MHTML)", _SAVE_AS_HTML, "mhtml")
_MAIL = _Kind("an e-mail", _COPY_TEXT, "mail")
_MAILBOX = _Kind("a mailbox", _COPY_TEXT, "mailbox")
_TAR = _Kind("a tar archive", _UNPACK)
_FEED_HINT = "open the article itself, save its page as HTML, and import that"
_FEED = _Kind("a news feed (RSS or Atom)", _FEED_HINT, "feed")
_JSON_FEED = _Kind("a news feed (JSON Feed)", _FEED_HINT, "json-feed")
_WARC = _Kind("a web archive (WARC)", "open it in a WARC reader, and save the page as HTML", "warc")
_XML = _Kind("XML, but no page", _COPY_TEXT)
_JSON = _Kind("JSON", f"annotations in JSON are read, W3C and Hypothesis; of other JSON, {_COPY_TEXT}")

_GZIP = b"\x1f\x8b"
_SIGNATURES: tuple[tuple[bytes, _Kind], ...] = (
    (b"%PDF-", _Kind("a PDF", _COPY_TEXT, "pdf")),
    (b"%!PS", _Kind("PostScript", _COPY_TEXT)),
    (b"{\\rtf", _Kind("a Rich Text file (RTF)", _SAVE_AS_TEXT, "rtf")),
    (_GZIP, _Kind(f"{_COMPRESSED} (gzip)", _UNPACK, "compressed")),
    (b"BZh", _Kind(f"{_COMPRESSED} (bzip2)", _UNPACK, "compressed")),
    (b"\xfd7zXZ", _Kind(f"{_COMPRESSED} (xz)", _UNPACK, "compressed")),
    (b"\x28\xb5\x2f\xfd", _Kind(f"{_COMPRESSED} (zstd)", _UNPACK)),
    (b"7z\xbc\xaf", _Kind("a 7z archive", _UNPACK)),
    (b"Rar!", _Kind("a RAR archive", _UNPACK)),
    (b"WARC/", _WARC),
    (b"filedesc://", _WARC),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"BM", _IMAGE),
    (b"ID3", _MEDIA),
    (b"OggS", _MEDIA),
    (b"fLaC", _MEDIA),
    (b"\x1aE\xdf\xa3", _MEDIA),
    (b"SQLite format 3\0", _Kind("an SQLite database", _COPY_TEXT)),
    (b"\x7fELF", _Kind("a program", "choose the saved article instead")),
    (b"MZ", _Kind("a program", "choose the saved article instead")),
)
_TEXT_SIGNATURES = frozenset((b"BM", b"BZh", b"ID3", b"MZ", b"GIF8", b"OggS", b"fLaC", b"Rar!"))
"""Signatures that a text could begin with: these need a byte that is no text after them."""

_MAIL_HEADER = re.compile(
    rb"^(from|to|cc|subject|date|received|return-path|message-id|mime-version|delivered-to|reply-to"
    rb"|content-type|content-transfer-encoding|x-[\w-]{1,40}|snapshot-content-location|dkim-signature):[ \t]",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(rb"^[!-9;-~]{1,60}:|^[ \t]+\S")
_ROOT_ELEMENT = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})[\s>/]")
_XML_PROLOG = re.compile(
    rb"\s*(?:<\?[^>]{0,500}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,4000}\]\s*)?>\s*)*",
    re.DOTALL,
)
_DOCUMENT_TYPE = re.compile(rb"<!DOCTYPE\s{1,20}([A-Za-z_][\w.:-]{0,60})", re.IGNORECASE)
_EXPORT_MARKS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(first, re.MULTILINE), re.compile(second, re.MULTILINE))
    for name, first, second in (
        (
            "factiva",
            r"^[ \t]*(?:AN[ \t]+)?(?:Document|Dokument|Documento|Documentnummer)[ \t]+"
            r"[A-Z][A-Z0-9]{1,13}\d{8}[a-z][a-z0-9]{4,12}[ \t\r]*$",
            r"^[ \t]*(?:WC[ \t]+)?\d[\d,. \u00a0]{0,9} ?"
            r"(?:words?|W.{1,2}rter|mots|palabras|parole|woorden)[ \t\r]*$|^[ \t]*HD(?:[ \t]{2,}|[ \t\r]*$)",
        ),
        (
            "nexis",
            r"^[ \t]*(?i:\d{1,6} (?:of|von|de|di|van) \d{1,6} "
            r"(?:documents?|dokumenten?|documentos?|documenti)"
            r"|(?:dokument|documento?) \d{1,6} (?:von|de|di|van) \d{1,6})[ \t\r]*$",
            r"^[ \t]*(?:LENGTH|L.{1,2}NGE|LONGUEUR|LONGITUD|LUNGHEZZA|LENGTE|LOAD-DATE|LANGUAGE|BYLINE"
            r"|UPDATE):[ \t]",
        ),
        (
            "nexis-uni",
            r"^[ \t]*(?i:End of Document)[ \t\r]*$",
            r"^[ \t]*(?:(?:Load-Date|Length|L.{1,2}nge):\s|Body[ \t\r]*$)",
        ),
        (
            "nexis-uni",
            r"^[ \t]*Body[ \t\r]*$",
            r"^[ \t]*(?:Length|L.{1,2}nge|Longueur):\s{1,3}\d[\d,.]{0,9} "
            r"(?:words?|W.{1,2}rter|mots)[ \t\r]*$",
        ),
        (
            "nexis",
            r"^[ \t]*LOAD-DATE:[ \t]",
            r"^[ \t]*LENGTH:[ \t]{1,8}\d[\d,.]{0,9} words?[ \t\r]*$",
        ),
        ("proquest", r"^ProQuest document ID:[ \t]", r"^(?:Full [Tt]ext|Publication title):"),
    )
)
"""What the exports of news databases have, two marks each: an article may speak of one of them."""


def find_readable_kind(data: bytes) -> str | None:
    """Return the name of the reader for some bytes; None for a page or a text.

    Raises UnreadableError where they are a kind of file that is not read, by its name.
    """
    kind = _find_kind(data)
    if kind is not None and not kind.reader:
        _refuse(kind)
    return None if kind is None else kind.reader


def refuse_other_kinds(data: bytes) -> None:
    """Raise UnreadableError where some bytes are neither a page nor a text, by the name of their kind."""
    kind = _find_kind(data)
    if kind is not None:
        _refuse(kind)


def find_reader(head: bytes) -> str:
    """Return the name of the reader for a file that begins with some bytes; empty where there is none."""
    kind = _find_kind(head)
    return "" if kind is None else kind.reader


def _find_kind(data: bytes) -> _Kind | None:
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (signature not in _TEXT_SIGNATURES or _has_control(head)):
            return _WARC if signature == _GZIP and _unpack_head(head).startswith(b"WARC/") else kind
    if head.startswith(_OLE_SIGNATURE):
        return _LOCKED if "EncryptedPackage".encode("utf-16-le") in data else _OLE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(b"bplist"):
        is_page = b"WebMainResource" in data or b"WebResourceData" in data
        return _WEBARCHIVE if is_page else _Kind("a property list", "choose the saved article instead")
    if b"%PDF-" in head[:1024] and not head.startswith((b"<", b"#")):
        return _SIGNATURES[0][1]
    if data[257:262] == b"ustar":
        return _TAR
    if head[4:8] == b"ftyp":
        return _IMAGE if head[8:12] in (b"heic", b"avif", b"mif1") else _MEDIA
    if head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return _IMAGE if head[8:12] == b"WEBP" else _MEDIA
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _find_markup_kind(data[: 2 * HEAD_BYTES].decode("utf-16", "ignore").lstrip().encode())
    return _find_message_kind(head) or _find_markup_kind(head)


def find_export(text: str) -> str | None:
    """Return the name of the database of which a text is an export: its reader in ``source_documents``.

    None where it is an article.
    """
    ends = (
        text if len(text) <= _EXPORT_HEAD + _EXPORT_TAIL else f"{text[:_EXPORT_HEAD]}\n{text[-_EXPORT_TAIL:]}"
    )
    ends = ends.replace("\r\n", "\n").replace("\r", "\n")
    for name, first, second in _EXPORT_MARKS:
        if first.search(ends) and second.search(ends):
            return name
    return None


def _refuse(kind: _Kind) -> NoReturn:
    raise UnreadableError(f"this is {kind.name}, which is not read", kind.hint)


def _unpack_head(head: bytes) -> bytes:
    """Return the first bytes of what gzip has compressed: a web archive is compressed record by record."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""


def _has_control(head: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 27 for byte in head)


def _zip_kind(data: bytes) -> _Kind:
    """Return the kind of a ZIP by the names of its parts."""
    mimetype = ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:1_000])
            with suppress(*ZIP_DAMAGE):
                is_tiny = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
                mimetype = archive.read("mimetype").decode("ascii", "replace") if is_tiny else ""
    except ZIP_DAMAGE:
        return _ZIP
    if "epub" in mimetype or "META-INF/container.xml" in names:
        return _EPUB
    if "opendocument.text" in mimetype:
        return _ODT
    if "opendocument" in mimetype:
        return _Kind("an OpenDocument file", _SAVE_AS_TEXT)
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders:
        return _WORD
    if folders & {"xl", "ppt"}:
        return _Kind("an Excel or PowerPoint file", _SAVE_AS_TEXT)
    if "Index" in folders and "Metadata" in folders:
        return _Kind("a Pages document", _SAVE_AS_TEXT)
    return _ZIP


def _find_message_kind(head: bytes) -> _Kind | None:
    """Return whether a file begins with the header of a mail, or of a page saved as a mail is."""
    if re.match(rb"From \S+@?\S* .*\d{4}\r?\n", head):
        return _MAILBOX
    found = set()
    for line in head.splitlines():
        if not _HEADER_LINE.match(line):
            break
        match = _MAIL_HEADER.match(line)
        if match:
            found.add(match[1].lower())
    if len(found) < 2 or not found & {b"from", b"mime-version", b"message-id", b"received", b"content-type"}:
        return None
    if b"snapshot-content-location" in found or b"multipart/related" in head.lower():
        return _MHTML
    # A text may begin with From and Date, as an article's slip: a mail has its subject or machinery too.
    return _MAIL if len(found) >= 3 or found & {b"mime-version", b"message-id", b"received"} else None


def _find_markup_kind(head: bytes) -> _Kind | None:
    """Return the kind of a file of markup that is no page."""
    if re.match(rb"[\[{]\s*[\"{\[]", head) and re.search(rb"\"\s*:\s*[\"\[{\dtfn]", head):
        return _JSON_FEED if b"jsonfeed.org/version/" in head else _JSON
    if not head.startswith(b"<"):
        return None
    prolog = _XML_PROLOG.match(head)
    root = _ROOT_ELEMENT.match(head, prolog.end() if prolog else 0)
    root = root or _DOCUMENT_TYPE.search(head)
    name = root[1].lower() if root else b""
    if name in (b"rss", b"feed", b"rdf:rdf"):
        return _FEED
    if name == b"plist":
        return _WEBARCHIVE if b"WebMainResource" in head or b"WebResource" in head else _XML
    return _XML if head.startswith(b"<?xml") and name and name != b"html" else None
