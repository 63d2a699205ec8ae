"""Fuzzing of the readers of mail, MHTML, web archives, ZIP and compressed files: places are overwritten."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import plistlib
import zipfile

from hypothesis import strategies as st

from tests.saved_mail import article_text, make_mail, make_mailbox

_PAGE = f"<html><title>A pier</title><body><article><h1>A pier</h1><p>{article_text(1)}</p></article></body>"


def _mail_with_attachments() -> bytes:
    mail = make_mail(1)
    mail.add_alternative(_PAGE, subtype="html")
    mail.add_attachment(_PAGE.encode(), maintype="text", subtype="html", filename="pier.html")
    mail.add_attachment(make_mail(2))
    return mail.as_bytes()


def _mhtml() -> bytes:
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/b\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\n'
    return f"{head}{kind}Content-Type: text/html; charset=utf-8\r\n\r\n{_PAGE}\r\n--x--\r\n".encode()


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/pier.html", _PAGE)
        archive.writestr("post", make_mailbox([make_mail(3)]))
    return data.getvalue()


_MAIN = {
    "WebResourceData": _PAGE.encode(),
    "WebResourceTextEncodingName": "UTF-8",
    "WebResourceURL": "https://a.b/c",
}
_FORWARD = f"FYI\n\n---------- Forwarded message ---------\nFrom: A\nDate: 1 May 2024\n\n> {article_text(4)}"
_FILES = {
    "eml": _mail_with_attachments(),
    "forward.eml": make_mail(4, text=_FORWARD).as_bytes(),
    "mbox": make_mailbox([make_mail(1), _mail_with_attachments(), make_mail(2)]),
    "mhtml": _mhtml(),
    "webarchive": plistlib.dumps({"WebMainResource": _MAIN}, fmt=plistlib.FMT_BINARY),
    "xml.webarchive": plistlib.dumps({"WebMainResource": _MAIN}),
    "zip": _zip(),
    "gz": gzip.compress(_PAGE.encode()),
    "bz2": bz2.compress(_PAGE.encode()),
    "xz": lzma.compress(_PAGE.encode()),
}
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([
        b"\n\n", b"\r\n", b"\n--x\n", b"charset=utf-7", b"\n> ", b"=\n", b"=GG", b"?=", b"=?utf-8?b?",
        b">From ",
        b"Content-Type: multipart/mixed; boundary=x\n", b"Content-Transfer-Encoding: base64\n", b"\n-- \n",
        b"\nFrom a Mon Jul  1 09:00:00 2024\n", b"\nOn x wrote:\n", b"message/rfc822", b";" * 40, b"\xff\xfe",
        b"filename*=utf-8''%ff", b"\x1b[2J", b"\xe2\x80\xae", b"<blockquote type=cite>", b"</div>",
        b"<array>", b"<div class=gmail_quote>", b"\0" * 8,
    ]),
)  # fmt: skip


@st.composite
def message_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of one of the kinds, with places overwritten."""
    kind = draw(st.sampled_from(sorted(_FILES)))
    data = _FILES[kind]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 3, 40, 2_000]))
        put = draw(st.one_of(_PIECES, _PIECES, st.just(data[at : at + 300])))
        data = data[:at] + put + data[at + length :]
    return f"saved.{kind}", data
