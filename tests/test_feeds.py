"""Feeds: RSS, RDF, Atom and JSON Feed, each entry as one article."""

from __future__ import annotations

import json
import socket
from html import escape
from typing import Any

import pytest

from medway_tui.saved_pages import (
    ReadOptions,
    SavedArticle,
    SourceDocument,
    UnreadableError,
    read_article,
    read_documents,
)

TEXTS = (
    "The signal box at Corran Halt will be moved forty metres to the north, the railway said on Tuesday.",
    "“It has stood here since my grandfather’s day,” said Una Fairweather, who kept it until 1987. “We’re"
    " glad that it stays.”",
    "Work starts in May & ends before the autumn timetable, the railway’s director, Col Braithwaite, said.",
)
CONTENT = "".join(f"<p>{escape(text)}</p>" for text in TEXTS)
LINK = "https://www.corran-courier.example/2024/signal-box"
NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
FACTS = {
    "headline": "Signal box to move",
    "publisher": "Corran Courier",
    "published": "2024-04-11",
    "url": LINK,
    "author": "Una Pell",
}


def rss(*items: str, channel: str = "", version: str = "2.0") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="{version}" {NAMES}><channel>'
        f"<title>Corran Courier</title><link>https://www.corran-courier.example/</link>{channel}"
        f"{''.join(items)}</channel></rss>"
    )


def item(content: str = f"<content:encoded><![CDATA[{CONTENT}]]></content:encoded>", **changed: str) -> str:
    parts = {
        "title": "Signal box to move",
        "link": LINK,
        "pubDate": "Thu, 11 Apr 2024 08:00:00 +0100",
        "dc:creator": "Una Pell",
    } | {key.replace("_", ":"): value for key, value in changed.items()}
    fields = "".join(f"<{key}>{value}</{key}>" for key, value in parts.items() if value)
    return f"<item>{fields}{content}</item>"


def atom(*entries: str, feed: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" {feed}>'
        f"<title>Corran Courier</title>{''.join(entries)}</feed>"
    )


def entry(content: str, link: str = LINK, dates: str = "<published>2024-04-11T08:00:00Z</published>") -> str:
    return (
        f'<entry><title>Signal box to move</title><link href="{link}"/>{dates}'
        f"<author><name>Una Pell</name></author>{content}</entry>"
    )


RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    f' xmlns="http://purl.org/rss/1.0/" {NAMES}><channel rdf:about="https://www.corran-courier.example/">'
    "<title>Corran Courier</title><link>https://www.corran-courier.example/</link></channel>"
    f'<item rdf:about="{LINK}"><title>Signal box to move</title><link>{LINK}</link>'
    "<dc:date>2024-04-11T08:00:00+01:00</dc:date><dc:creator>Una Pell</dc:creator>"
    f"<content:encoded>{escape(CONTENT)}</content:encoded></item></rdf:RDF>"
)
XHTML = f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{CONTENT}</div></content>'


def json_feed(**changed: Any) -> str:
    first = {
        "id": "1",
        "url": LINK,
        "title": "Signal box to move",
        "content_html": CONTENT,
        "date_published": "2024-04-11T08:00:00+01:00",
        "authors": [{"name": "Una Pell"}],
    } | changed
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Corran Courier", "items": [first]}
    )


def read_all(data: str | bytes, **options: Any) -> list[SourceDocument]:
    return list(
        read_documents(data if isinstance(data, bytes) else data.encode(), "feed", ReadOptions(**options))
    )


def read_only(data: str | bytes, **options: Any) -> SavedArticle:
    [document] = read_all(data, **options)
    return read_article(document, ReadOptions(**options))


def body_of(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


FEEDS = {
    "RSS with content:encoded": rss(item()),
    "RSS with escaped content": rss(item(f"<content:encoded>{escape(CONTENT)}</content:encoded>")),
    "RSS 0.92 with a long description": rss(
        item(f"<description>{escape(CONTENT + f'<p>{TEXTS[0]}</p>' * 6)}</description>"), version="0.92"
    ),
    "RSS with content and a summary": rss(
        item(f"<description>The box.</description><content:encoded><![CDATA[{CONTENT}]]></content:encoded>")
    ),
    "RDF": RDF,
    "Atom with HTML": atom(entry(f'<content type="html">{escape(CONTENT)}</content>')),
    "Atom with XHTML": atom(entry(XHTML)),
    "Atom with text": atom(entry(f'<content type="text">{escape(chr(10).join(TEXTS))}</content>')),
    "Atom encoded twice": atom(
        entry(f'<content type="html">{escape(escape(CONTENT, quote=False))}</content>')
    ),
    "Atom with a relative link": atom(
        entry(XHTML, "signal-box"), feed='xml:base="https://www.corran-courier.example/2024/"'
    ),
    "JSON Feed": json_feed(),
    "JSON Feed with text": json_feed(content_html="", content_text="\n\n".join(TEXTS)),
}


@pytest.mark.parametrize("kind", FEEDS)
def test_an_entry_is_an_article_with_its_facts_and_its_words(kind: str) -> None:
    saved = read_only(FEEDS[kind])
    assert body_of(saved)[:3] == list(TEXTS)
    assert len(body_of(saved)) == (9 if "long" in kind else 3)
    assert {key: value.value for key, value in saved.metadata} == FACTS
    assert "inferred from the feed's title" in dict(saved.metadata)["publisher"].source


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = (
        '<!DOCTYPE rss SYSTEM "https://www.corran-courier.example/rss.dtd"'
        ' [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    text = rss(item(link="https://www.corran-courier.example/x")).replace("<rss", f"{head}<rss")
    assert len(read_all(text.replace("Una Pell", "&x;"))) == 1


def test_entries_are_named_by_number_and_title_without_markup() -> None:
    found = read_all(rss(item(title="<![CDATA[A <b>box</b> &amp; more]]>"), item(title="R&amp;amp;D moves")))
    assert [each.part for each in found] == ["1 of 2: A box & more", "2 of 2: R&D moves"]


@pytest.mark.parametrize("options", [{}, {"require_complete": False}])
def test_a_summary_is_refused_unless_all_is_kept(options: dict[str, Any]) -> None:
    for text in (
        rss(item("<description>The box will be moved.</description>")),
        atom(entry("<summary>The box will be moved.</summary>")),
        rss(item("<content:encoded>The box will be moved […]</content:encoded>")),
        json_feed(content_html="", summary="The box will be moved."),
    ):
        [document] = read_all(text, **options)
        if options:
            saved = read_article(document, ReadOptions(**options))
            assert body_of(saved)[0].startswith("The box will be moved")
            assert "the feed has only the beginning or a summary of this article" in saved.remarks
        else:
            assert "only a summary" in str(document.error)
            assert document.error is not None
            assert LINK in document.error.hint


def test_an_entry_without_text_is_an_error_beside_the_others() -> None:
    found = read_all(rss(item(""), item()))
    assert "headline of this article alone" in str(found[0].error)
    assert found[1].error is None


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("<published>2024-04-11T23:30:00Z</published>", "2024-04-12"),
        ("<published>2024-04-11T23:30:00+02:00</published>", "2024-04-11"),
        ("<updated>2024-05-01T08:00:00Z</updated>", None),
        ("<published>soon</published>", None),
    ],
)
def test_the_day_of_publication_is_the_publishers_and_never_that_of_a_change(
    dates: str, day: str | None
) -> None:
    link = "https://www.corran-courier.example/box"
    assert read_only(atom(entry(XHTML, link, dates))).metadata["published"] == day


@pytest.mark.parametrize(
    ("date", "day"),
    [("Thu, 11 Apr 2024 23:30:00 GMT", "2024-04-12"), ("Thu, 11 Apr 2024 23:30:00 +0200", "2024-04-11"),
     ("11 Apr 2024", "2024-04-11"), ("2024-04-11", "2024-04-11")],
)  # fmt: skip
def test_dates_of_rss(date: str, day: str) -> None:
    saved = read_only(rss(item(pubDate=date, link="https://www.corran-courier.example/box")))
    assert saved.metadata["published"] == day


@pytest.mark.parametrize(
    ("title", "publisher"),
    [("News | Corran Courier", "Corran Courier"), ("Corran Courier - Railways RSS feed", "Corran Courier"),
     ("The Weekly Halt", "The Weekly Halt")],
)  # fmt: skip
def test_the_publisher_is_inferred_from_the_feeds_title(title: str, publisher: str) -> None:
    text = rss(item()).replace("<title>Corran Courier<", f"<title>{title}<")
    assert read_only(text).metadata["publisher"] == publisher


def test_a_known_address_or_the_entrys_own_source_is_the_publisher() -> None:
    known = rss(item(link="https://www.bbc.co.uk/news/1"))
    assert read_only(known).metadata["publisher"] == "BBC News"
    own = rss(item(source="Halt Herald")).replace("<source>", '<source url="https://halt.example/">')
    assert read_only(own).metadata["publisher"] == "Halt Herald"


def test_authors() -> None:
    person = rss(item(dc_creator="", author="una@courier.example (Una Pell)"))
    assert read_only(person).metadata["author"] == "Una Pell"
    two = atom(entry(XHTML).replace("</author>", "</author><author><name>Col Ash</name></author>"))
    assert read_only(two).metadata["author"] == "Una Pell, Col Ash"
    assert read_only(rss(item(dc_creator="admin"))).metadata["author"] is None


def test_captions_of_media_rss_are_captions_and_no_text() -> None:
    media = (
        '<media:content url="a.jpg"><media:description>The box in 1934, before the fire</media:description>'
        "</media:content>"
    )
    saved = read_only(rss(item(f"<content:encoded><![CDATA[{CONTENT}]]></content:encoded>{media}{media}")))
    assert body_of(saved) == list(TEXTS)
    assert [block.text for block in saved.printed_blocks if block.kind == "caption"] == [
        "The box in 1934, before the fire"
    ]


def test_what_an_entry_hides_or_adds_is_left_out() -> None:
    more = (
        '<div style="display:none">Tracking</div><script>var a = 1;</script><aside>Beside</aside>'
        f'<p>The post <a href="{LINK}">Signal box to move</a> appeared first on Corran Courier.</p>'
    )
    saved = read_only(rss(item(f"<content:encoded><![CDATA[{CONTENT}{more}]]></content:encoded>")))
    assert body_of(saved) == list(TEXTS)
    assert [block.dropped for block in saved.dropped] == [
        "hidden in the page",
        "beside the article",
        "a link to something else",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = rss(item(title="Café at the box", dc_creator="Zoë Pell")).replace("’", "'").replace("“", '"')
    text = text.replace("”", '"').replace("UTF-8", "utf-8" if "utf" in encoding else encoding)
    saved = read_only(text.encode(encoding))
    assert saved.metadata["headline"] == "Café at the box"
    assert saved.metadata["author"] == "Zoë Pell"


def test_broken_xml_is_named_with_its_line_and_what_there_is_is_read() -> None:
    text = rss(item(), "\n", item(title="Second & last"), item(title="Third"))
    found = read_all(text)
    assert len(found) == 3
    assert any("broken: line 3" in remark for remark in found[0].remarks)
    cut = read_all(text[: text.index("Third")])
    assert any("broken" in remark for remark in cut[0].remarks)
    with pytest.raises(UnreadableError, match="broken"):
        read_all('<?xml version="1.0"?><rss version="2.0"><channel><title>x')
    with pytest.raises(UnreadableError, match="no entries"):
        read_all(rss())
    with pytest.raises(UnreadableError, match="JSON of this feed is broken"):
        read_all(json_feed()[:-5])
    with pytest.raises(UnreadableError, match="no entries"):
        read_all('{"version": "https://jsonfeed.org/version/1", "items": 7}')


def test_entities_that_expand_and_deep_elements_are_refused() -> None:
    declared = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = rss(item(title="&a11;")).replace("<rss", f'<!DOCTYPE rss [<!ENTITY a0 "ha">{declared}]><rss')
    with pytest.raises(UnreadableError, match="expand without end"):
        read_all(bomb)
    with pytest.raises(UnreadableError, match="nested more than"):
        read_all(rss("<x>" * 100_000 + "</x>" * 100_000))
    deep_json = '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 200_000
    with pytest.raises(UnreadableError, match="JSON of this feed"):
        read_all(deep_json)


def test_without_feedparser_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "feedparser", None)
    with pytest.raises(UnreadableError, match="feedparser") as caught:
        read_all(rss(item()))
    assert "medway-tui[documents]" in caught.value.hint
