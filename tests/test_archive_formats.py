"""Pages saved as one file (MHTML, web archive), compressed files and ZIP archives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import plistlib
import time
import tracemalloc
import zipfile

import pytest

from medway_tui.saved_pages import (
    SavedArticle,
    UnreadableError,
    read_article,
    read_documents,
    read_saved_article,
)
from tests.saved_mail import article_text, make_mail, make_mailbox

TEXTS = [each.replace("£", "€ ") for each in article_text(2).strip().split("\n\n")]
ADDRESS = "https://www.courier.example/news/lido-repaired"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Lido to be repaired - Riverside Courier</title></head><body>'
    f"<article><h1>Lido to be repaired</h1>{''.join(f'<p>{each}</p>' for each in TEXTS)}</article></body>"
)
FRAME = (
    "<html><body><p>An advertisement of boats and of sails, that is none of the page's own words.</p></body>"
)


def make_mhtml(
    page: str = PAGE,
    *,
    encoding: str = "quoted-printable",
    charset: str = "",
    frame_first: bool = False,
    start: str = "",
    snapshot: str = f"Snapshot-Content-Location: {ADDRESS}\r\n",
    location: str = ADDRESS,
) -> bytes:
    """Return a page as a browser saves it, with a frame and a picture."""
    data = page.encode(charset or "utf-8")
    if encoding == "quoted-printable":
        import quopri  # noqa: PLC0415 - used here alone

        body = quopri.encodestring(data).replace(b"\n", b"\r\n")
    else:
        import base64  # noqa: PLC0415 - likewise

        body = base64.encodebytes(data).replace(b"\n", b"\r\n") if encoding == "base64" else data
    said = f'; charset="{charset}"' if charset else ""
    root = (
        f"Content-Type: text/html{said}\r\nContent-ID: <root@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {location}\r\n\r\n"
    ).encode() + body
    frame = (
        "Content-Type: text/html\r\nContent-ID: <frame-2@mhtml.blink>\r\n"
        f"Content-Location: cid:frame-2@mhtml.blink\r\n\r\n{FRAME}"
    ).encode()
    picture = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    parts = [frame, root, picture] if frame_first else [root, frame, picture]
    named = f'; start="<{start}>"' if start else ""
    head = (
        f"From: <Saved by Blink>\r\n{snapshot}Subject: Lido to be repaired\r\n"
        "Date: Mon, 1 Jul 2024 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        f'\ttype="text/html";\r\n\tboundary="--=_x"{named}\r\n\r\n'
    )
    return head.encode() + b"".join(b"\r\n----=_x\r\n" + part for part in parts) + b"\r\n----=_x--\r\n"


def body(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


MHTML = {
    "Chrome": make_mhtml(),
    "base64": make_mhtml(encoding="base64"),
    "binary": make_mhtml(encoding="binary"),
    "by start": make_mhtml(frame_first=True, start="root@mhtml.blink", snapshot=""),
    "by address": make_mhtml(frame_first=True),
    "Windows-1252": make_mhtml(charset="windows-1252"),
    "UTF-16": make_mhtml(encoding="base64", charset="utf-16"),
    "wrong charset": make_mhtml().replace(
        b"text/html\r\nContent-ID: <root", b"text/html; charset=shift_jis\r\nContent-ID: <root"
    ),
    "cut off": make_mhtml()[: make_mhtml().index(b"Content-Type: image/png")],
    "Internet Explorer": make_mhtml(snapshot="X-MimeOLE: Produced By Microsoft MimeOLE V6.1\r\n").replace(
        b"Saved by Blink", b"Saved by Windows Internet Explorer 8"
    ),
    "line feeds alone": make_mhtml().replace(b"\r\n", b"\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MHTML)
def test_a_page_in_mhtml_is_its_root_and_no_frame(kind: str) -> None:
    saved = read_saved_article(MHTML[kind], "page.mhtml")
    assert body(saved) == TEXTS
    assert saved.metadata["headline"] == "Lido to be repaired"
    assert saved.metadata["url"] == ADDRESS
    assert saved.metadata["publisher"] == "Riverside Courier"
    assert saved.metadata["published"] is None  # the day of saving is none of publication


def test_what_the_page_says_of_itself_counts_before_the_address_of_the_file() -> None:
    canonical = PAGE.replace(
        "<title>", '<link rel="canonical" href="https://courier.example/news/lido"><title>'
    )
    assert (
        read_saved_article(make_mhtml(canonical), "a.mht").metadata["url"]
        == "https://courier.example/news/lido"
    )
    local = make_mhtml(snapshot="", location="file:///C:/saved/page.htm")
    assert read_saved_article(local, "a.mht").metadata["url"] is None


def test_mhtml_without_a_page_is_refused() -> None:
    for broken in (make_mhtml().replace(b"text/html", b"image/gif"), make_mhtml()[:420], make_mhtml(" ")):
        with pytest.raises(UnreadableError, match="MHTML"):
            read_saved_article(broken, "page.mhtml")


def make_webarchive(
    page: bytes, encoding: str = "UTF-8", kind: str = "text/html", form: str = "binary"
) -> bytes:
    frame = {
        "WebResourceData": FRAME.encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceURL": "about:blank",
    }
    main = {
        "WebResourceData": page,
        "WebResourceMIMEType": kind,
        "WebResourceTextEncodingName": encoding,
        "WebResourceURL": ADDRESS,
    }
    archive = {
        "WebMainResource": main,
        "WebSubframeArchives": [{"WebMainResource": frame}],
        "WebSubresources": [frame],
    }
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY if form == "binary" else plistlib.FMT_XML)


@pytest.mark.parametrize("form", ["binary", "XML"])
@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1252", "UTF-16"])
def test_a_web_archive_is_its_main_page(form: str, encoding: str) -> None:
    saved = read_saved_article(make_webarchive(PAGE.encode(encoding), encoding, form=form), "page.webarchive")
    assert body(saved) == TEXTS
    assert saved.metadata["url"] == ADDRESS


def test_broken_web_archives_are_refused() -> None:
    whole = make_webarchive(PAGE.encode())
    for broken, words in (
        (whole[:-40], "damaged"),
        (plistlib.dumps({"WebMainResource": {}}, fmt=plistlib.FMT_BINARY), "no page"),
        (make_webarchive(b"%PDF-1.4", kind="application/pdf"), "application/pdf"),
        (make_webarchive(PAGE.encode(), form="XML").replace(b"</plist>", b""), "damaged"),
        (
            b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "WebMainResource">]>'
            b"<plist><dict><key>&a;</key></dict></plist>",
            "damaged",
        ),
    ):
        with pytest.raises(UnreadableError, match=words):
            read_saved_article(broken, "page.webarchive")


# -- compressed files and archives --------------------------------------------------------------------


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_compressed_pages_are_read_whole_whatever_the_number_of_streams(pack) -> None:  # type: ignore[no-untyped-def]
    data = PAGE.encode()
    assert body(read_saved_article(pack(data), "page.html")) == TEXTS
    assert body(read_saved_article(pack(data[:700]) + pack(data[700:]), "page.html.x")) == TEXTS
    with pytest.raises(UnreadableError, match="damaged or not complete"):
        read_saved_article(pack(data)[:-12], "page")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_is_refused_without_taking_memory(pack) -> None:  # type: ignore[no-untyped-def]
    bomb = pack(bytes(20 * 2**20)) if pack is not gzip.compress else gzip.compress(bytes(300 * 2**20), 1)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError, match="too large once it is unpacked"):
            read_saved_article(bomb, "page.gz")
        assert tracemalloc.get_traced_memory()[1] < 30 * 2**20
    finally:
        tracemalloc.stop()


def make_zip(**files: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_the_saved_files_of_an_archive_are_read_as_those_of_a_folder() -> None:
    files = {
        "saved/lido.html": PAGE.encode(),
        "saved/lido_files/frame.html": FRAME.encode(),
        "saved/lido_files/a.css": b"p{}",
        "__MACOSX/saved/._lido.html": b"\0\5\x16\7",
        "saved/.DS_Store": b"\0\0",
        "saved/logo.png": b"\x89PNG",
        "post.mbox": make_mailbox([make_mail(4), make_mail(5)]),
        "sitemap.xml": b"<?xml version='1.0'?><urlset/>",
        "broken.html": b"<html><body></body></html>",
    }
    documents = list(read_documents(make_zip(**files), "saved.zip"))
    assert [each.part.partition(": ")[2].partition(",")[0] for each in documents] == [
        "broken.html", "post.mbox", "post.mbox", "saved/lido.html",
    ]  # fmt: skip
    assert [each.part.partition(":")[0] for each in documents] == ["1 of 3", "2 of 3", "2 of 3", "3 of 3"]
    assert body(read_article(documents[3])) == TEXTS
    assert documents[3].digest == next(read_documents(PAGE.encode(), "lido.html")).digest


def test_an_archive_with_one_page_is_that_page() -> None:
    assert body(read_saved_article(make_zip(**{"a.html": PAGE.encode()}), "a.zip")) == TEXTS


def encrypt(data: bytes) -> bytes:
    """Set the mark of encryption in both headers of the only file of an archive."""
    local, central = data.index(b"PK\3\4"), data.index(b"PK\1\2")
    changed = bytearray(data)
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def test_archives_that_cannot_be_read_are_refused() -> None:
    for broken, words in (
        (encrypt(make_zip(**{"a.html": PAGE.encode()})), "a.html: it is encrypted"),
        (make_zip(**{"a.html": PAGE.encode()})[:-30], "damaged"),
        (make_zip(**{"a.png": b"x"}), "no saved article"),
        (make_zip(**{"a.zip": make_zip(**{"b.zip": b"x"})}), "an archive in an archive"),
        (make_zip(**{"a.html": bytes(70 * 2**20)}), "larger than 64 MB"),
    ):
        with pytest.raises(UnreadableError, match=words):
            read_saved_article(broken, "a.zip")


def test_an_archive_that_is_too_large_is_refused_at_once() -> None:
    data = bytearray(make_zip(**{f"{n}.html": b"x" for n in range(40)}))
    for at in (n for n in range(len(data)) if data[n : n + 4] == b"PK\1\2"):
        data[at + 24 : at + 28] = (60 * 2**20).to_bytes(4, "little")
    started = time.process_time()
    with pytest.raises(UnreadableError, match="larger than 1 GB"):
        read_saved_article(bytes(data), "a.zip")
    assert time.process_time() - started < 1
