"""Fuzzing of the readers of news databases, feeds and web archives: whole files with places overwritten."""

from __future__ import annotations

from hypothesis import strategies as st

from medway_tui.saved_pages import UnreadableError, read_article, read_documents
from tests.fixtures_library import Folder
from tests.fuzz_invariants import assert_no_control_characters
from tests.news_exports import factiva, many_articles, nexis, nexis_uni, proquest
from tests.test_feeds import FEEDS, item, rss
from tests.test_web_archives import Archive, page

_ARTICLES = list(many_articles(3))
_FILES = {
    "nexis": nexis(_ARTICLES, cover=True).encode(),
    "nexis uni": nexis_uni(_ARTICLES, cover=True).encode(),
    "factiva": factiva(_ARTICLES).encode(),
    "factiva with tags": factiva(_ARTICLES, tagged=True).encode(),
    "proquest": proquest(_ARTICLES).encode(),
    "rss": rss(item(), item(title="A second box")).encode(),
    "atom": FEEDS["Atom with XHTML"].encode(),
    "json feed": FEEDS["JSON Feed"].encode(),
    "warc": Archive().add("/a", page()).add("/b", "", status="302 Found").data,
    "warc.gz": Archive(is_compressed=True).add("/a", page()).data,
}
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([
        b"1 of 3 DOCUMENTS\n", b"End of Document\n", b"\nBody\n", b"LENGTH: 9 words\n", b"LOAD-DATE: x\n\n",
        b"\f", b"\n\n\n", b"Classification\n", b"Graphic\n", b"BYLINE:", b"HD  ", b"\nTD\n", b"212 words\n",
        b"11 April 2024\n", b"Document ORRSG00020240411ek4b00001\n", b"Documents (9)\n",
        b"<item>", b"</entry>", b"<![CDATA[", b"]]>", b"<!ENTITY a 'b'>", b"&a;", b"<media:description>",
        b"<content type='xhtml'>", b'"items": [', b"\\ud800", b"WARC/1.1\r\n", b"\r\n\r\n",
        b"Content-Length: 7\r\n", b"HTTP/1.1 200 OK\r\n", b"Content-Encoding: gzip\r\n", b"\0" * 4,
        b"Transfer-Encoding: chunked\r\n", b"\xff\xfe", b"\x1f\x8b", b"\xe2\x80",
    ]),
)  # fmt: skip


@st.composite
def export_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of one of the kinds, some bytes of it overwritten."""
    kind = draw(st.sampled_from(sorted(_FILES)))
    data = _FILES[kind]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 3, 40, 600]))
        put = draw(st.one_of(_PIECES, st.just(data[at : at + 300])))
        data = data[:at] + put + data[at + length :]
    return kind, data


def assert_news_exports_hold(_folder: Folder, saved: tuple[str, bytes]) -> None:
    """A file is refused in a sentence, or has documents of names of their own, each an article or refused."""
    name, data = saved
    parts: list[str] = []
    errors: list[UnreadableError] = []
    try:
        for document in read_documents(data, name):
            parts.append(document.part)
            try:
                article = read_article(document)
            except UnreadableError as refused:
                errors.append(refused)
                continue
            assert article.body
            for line in (*(block.text for block in article.all_blocks), *article.remarks, article.part):
                assert_no_control_characters(line)
    except UnreadableError as refused:
        errors.append(refused)
    assert len(set(parts)) == len(parts)
    for error in errors:
        assert str(error)
        for line in (str(error), error.hint):
            assert "\n" not in line
            assert_no_control_characters(line)
