"""Web archives (WARC and ARC): each page with an article as one document."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from medway_tui.saved_pages import ReadOptions, SourceDocument, UnreadableError, read_article, read_documents

TEXTS = (
    "The pier at Lorn Sands will lose its last forty metres to the sea this winter, the council said.",
    "“We can’t hold back the tide,” said Agnes Coble, who leads the council. “We can only move the band.”",
    "The engineer’s report, by Idris Fell, had asked for new piles in 2019, and again two years later.",
)
SITE = "https://www.lornsands-post.example"


def page(headline: str = "Pier to lose its end", *, texts: tuple[str, ...] = TEXTS, head: str = "") -> str:
    body = "".join(
        f"<p>{text}</p>" for text in (f"{headline}, the engineers say, after a long debate.", *texts)
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{headline}</title>{head}</head><body><nav>Home</nav>'
        f"<article><h1>{headline}</h1>{body}</article></body></html>"
    )


class Archive:
    """Writes an archive, as a browser or a crawler does."""

    def __init__(self, version: str = "WARC/1.1", *, is_compressed: bool = False) -> None:
        self.data = b""
        self._version = version
        self._is_compressed = is_compressed

    def add(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: str = "200 OK",
        kind: str = "text/html; charset=utf-8",
        record: str = "response",
        headers: tuple[tuple[str, str], ...] = (),
        warc: str = "",
    ) -> Archive:
        data = body if isinstance(body, bytes) else body.encode()
        if record != "resource":
            lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(": ".join(each) for each in headers)]
            data = "\r\n".join([*lines, "", ""]).encode() + data
            kind = "application/http; msgtype=response"
        head = (
            f"{self._version}\r\nWARC-Type: {record}\r\nWARC-Target-URI: {SITE}{path}\r\n"
            f"WARC-Date: 2024-04-12T09:30:00Z\r\n{warc}Content-Type: {kind}\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        whole = head.encode() + data + b"\r\n\r\n"
        self.data += gzip.compress(whole) if self._is_compressed else whole
        return self


def chunk(data: bytes) -> bytes:
    parts = [data[n : n + 50] for n in range(0, len(data), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in parts) + b"0\r\n\r\n"


def read_all(data: bytes, **options: Any) -> list[SourceDocument]:
    return list(read_documents(data, "crawl.warc", ReadOptions(**options)))


def body_of(document: SourceDocument) -> list[str]:
    return [block.text for block in read_article(document).body]


@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
@pytest.mark.parametrize("is_compressed", [False, True])
def test_a_page_is_an_article_with_its_address_and_the_day_it_was_saved(
    version: str, is_compressed: bool
) -> None:
    [document] = read_all(Archive(version, is_compressed=is_compressed).add("/news/pier", page()).data)
    saved = read_article(document)
    assert [block.text for block in saved.body][1:] == list(TEXTS)
    facts = dict(saved.metadata)
    assert facts["headline"].value == "Pier to lose its end"
    assert facts["url"].value == f"{SITE}/news/pier"
    assert facts["accessed"].value == "2024-04-12"
    assert facts["publisher"].value == "lornsands-post.example"
    assert facts["publisher"].source.startswith("inferred")
    assert document.part == ""


def test_the_page_says_more_than_the_archive() -> None:
    head = (
        f'<link rel="canonical" href="{SITE}/pier"><meta property="og:site_name" content="Lorn Sands Post">'
    )
    [document] = read_all(Archive().add("/pier?from=home", page(head=head)).data)
    saved = read_article(document)
    assert saved.metadata["url"] == f"{SITE}/pier"
    assert saved.metadata["publisher"] == "Lorn Sands Post"


def test_what_is_no_article_is_passed_over_and_counted() -> None:
    archive = Archive()
    archive.add("/pier", "", status="301 Moved Permanently")
    archive.add("/robots.txt", "User-agent: *", kind="text/plain")
    archive.add("/a.png", b"\x89PNG\r\n", kind="image/png")
    archive.add("/a.js", "var a = 1;", kind="application/javascript")
    archive.add("/gone", page("Not found"), status="404 Not Found")
    archive.add("/news/pier", page())
    archive.add("/news/pier", page(), record="revisit")
    archive.add("/news/pier#top", page())
    archive.add("/amp/pier", page())
    archive.add("/empty", "<html><body><nav>Home</nav></body></html>")
    archive.add("/about", page("Bandstand to move"), record="resource", kind="text/html")
    found = read_all(archive.data)
    assert [each.part for each in found] == [f"1 of 2: {SITE}/news/pier", f"2 of 2: {SITE}/about"]
    assert found[0].remarks == ()
    assert found[1].remarks == (
        "passed over in the web archive: 1 redirect, 1 error of the server, 3 files that are no page,"
        " 2 pages that are in it twice, 1 page without an article",
    )


CHUNKED = ("Transfer-Encoding", "chunked")
COMPRESSED = ("Content-Encoding", "gzip")


@pytest.mark.parametrize("headers", [(CHUNKED,), (COMPRESSED,), (COMPRESSED, CHUNKED)])
def test_what_http_has_coded_is_decoded(headers: tuple[tuple[str, str], ...]) -> None:
    data = page().encode()
    data = gzip.compress(data) if COMPRESSED in headers else data
    data = chunk(data) if CHUNKED in headers else data
    [document] = read_all(Archive().add("/pier", data, headers=headers).data)
    assert body_of(document)[1:] == list(TEXTS)


def test_a_coding_that_is_not_read_is_named() -> None:
    archive = (
        Archive().add("/a", b"\x28\xb5\x2f\xfd", headers=(("Content-Encoding", "zstd"),)).add("/b", page())
    )
    found = read_all(archive.data)
    assert "compressed in a way that is not read: zstd" in str(found[0].error)
    assert found[1].error is None


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8", "x-unknown", "utf-16"])
def test_the_encoding_is_the_one_that_http_names_unless_it_is_wrong(charset: str) -> None:
    plain = page(texts=("Agnès Coble said: “It’s the tide’s.” She leads the council, and is the mayor.",))
    text = plain.replace("“", '"').replace("”", '"').replace("’", "'")
    data = text.encode("utf-8" if charset == "x-unknown" else charset)
    [document] = read_all(Archive().add("/pier", data, kind=f"text/html; charset={charset}").data)
    assert body_of(document)[1].startswith("Agnès Coble said")
    wrong = Archive().add("/pier", text.encode("latin-1"), kind="text/html; charset=utf-8").data
    assert body_of(read_all(wrong)[0])[1].startswith("Agnès Coble said")


@pytest.mark.parametrize("is_compressed", [False, True])
def test_an_archive_that_is_cut_off_is_read_up_to_there_and_named(*, is_compressed: bool) -> None:
    first = Archive(is_compressed=is_compressed).add("/a", page())
    start = len(first.data)
    whole = first.add("/b", page("Bandstand to move", texts=TEXTS[::-1])).data
    for end in (start + 12, start + 40, (start + len(whole)) // 2, len(whole) - 60, len(whole) - 12):
        found = read_all(whole[:end])
        assert body_of(found[0])[1:] == list(TEXTS)
        said = [remark for each in found for remark in each.remarks]
        assert any("cut off" in remark or "damaged" in remark for remark in said)
    assert not any(each.remarks for each in read_all(whole))


def test_an_archive_that_was_compressed_as_one_file_is_read() -> None:
    archive = Archive().add("/a", page()).add("/b", page("Bandstand to move", texts=TEXTS[::-1]))
    assert len(read_all(gzip.compress(archive.data))) == 2


def test_records_that_are_longer_than_they_say_are_named_and_nothing_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = Archive().add("/a", page()).data.removesuffix(b"\r\n\r\n")
    second = Archive().add("/b", page("Bandstand to move", texts=TEXTS[::-1])).data
    found = read_all(first + b"more than it says\r\n\r\n" + second)
    assert len(found) == 2
    assert any("damaged" in remark for remark in found[-1].remarks)
    assert capsys.readouterr() == ("", "")


def test_an_archive_that_has_the_beginning_of_a_page_says_so() -> None:
    [document] = read_all(Archive().add("/a", page(), warc="WARC-Truncated: length\r\n").data)
    assert "the web archive has only the beginning of this page (length)" in document.remarks


def test_an_archive_without_an_article_says_what_it_has() -> None:
    archive = Archive().add("/a", "", status="302 Found").add("/a.png", b"\x89PNG", kind="image/png")
    with pytest.raises(UnreadableError, match=r"no article was found .*: it has 1 redirect, 1 file"):
        read_all(archive.data)
    for data in (
        b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.1\r\n",
        b"WARC/9 x\r\n\r\n" + b"\0" * 99,
    ):
        with pytest.raises(UnreadableError, match="no article was found"):
            read_all(data)


def test_an_arc_file_is_read() -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page()}".encode()
    about = b"1 0 Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://crawl.arc 0.0.0.0 20240412093000 text/plain %d\n%s\n" % (
        len(about),
        about,
    ) + b"%s/pier 192.0.2.1 20240412093000 text/html %d\n%s\n" % (SITE.encode(), len(http), http)
    for each in (data, gzip.compress(data)):
        [document] = read_all(each)
        assert body_of(document)[1:] == list(TEXTS)
        assert read_article(document).metadata["accessed"] == "2024-04-12"


def test_without_warcio_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "warcio.archiveiterator", None)
    with pytest.raises(UnreadableError, match="warcio") as caught:
        read_all(Archive().add("/a", page()).data)
    assert "medway-tui[documents]" in caught.value.hint
