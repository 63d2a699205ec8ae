"""The facts of a saved page: headline, date, author, publisher and address."""

from __future__ import annotations

import pytest

from medway_tui.saved_pages import SavedArticle, read_saved_article

HEADLINE = "Weir to be lowered by a foot"
TEXT = """
<p>The weir at Hollin Bridge will be lowered by a foot next spring, the rivers trust said.</p>
<p>“It has been too high for a century,” said Agnes Tarn, who chairs the trust. “No salmon can pass it.”</p>
<p>Anglers on the lower reach fear that the pool below the mill will silt up before summer ends.</p>
"""


def read_page(
    *head: str,
    top: str = "",
    heading: str = "<h1>Weir to be lowered by a foot</h1>",
    line: str = "",
    end: str = "",
) -> SavedArticle:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{"".join(head)}</head><body>{top}'
        f"<main><article>{heading}{line}{TEXT}{end}</article></main></body></html>"
    )
    return read_saved_article(page.encode(), "page.html")


def fact(key: str, *head: str, **parts: str) -> str | None:
    return read_page(*head, **parts).metadata[key]


OG_TITLE = '<meta property="og:title" content="Weir to be lowered by a foot">'


@pytest.mark.parametrize(
    ("head", "parts", "headline"),
    [
        ((OG_TITLE,), {"top": "<header><h1>River News |</h1></header>"}, HEADLINE),
        ((OG_TITLE,), {"heading": "<h1>News</h1><h2>Weir to be lowered by a foot</h2>"}, HEADLINE),
        ((OG_TITLE,), {"heading": "<h1>Health Centre</h1>"}, HEADLINE),
        (("<title>The Mill Times: news</title>",), {"top": "<header><h1>The Mill Times</h1></header>"},
         HEADLINE),
        (("<title>Weir to come down | Rivers | Mill Times</title>",), {"heading": ""}, "Weir to come down"),
        (('<meta property="og:title" content="Weir, lowered by a foot, to let salmon pass">',), {},
         HEADLINE),
        ((), {"top": "<h1>Another story of the day</h1>"}, HEADLINE),
    ],
)  # fmt: skip
def test_the_headline_is_nearest_the_text_and_like_the_pages_title(
    head: tuple[str, ...], parts: dict[str, str], headline: str
) -> None:
    assert fact("headline", *head, **parts) == headline


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


OTHER = (
    '{"@type": "NewsArticle", "headline": "Otter seen at the docks", "datePublished": "2018-05-01",'
    ' "author": {"name": "Rex Other"}, "url": "https://mill.example/otter"}'
)
OWN = (
    '{"@type": "NewsArticle", "headline": "Weir to be &lt;b&gt;lowered&lt;/b&gt; by a foot",'
    ' "datePublished": "2024-03-06T09:00:00+00:00",'
    ' "author": [{"name": "Nell O&#039;Hara"}, {"name": "Bo Lund"}],'
    ' "publisher": {"name": "Mill Times"}, "mainEntityOfPage": "https://mill.example/weir"}'
)


@pytest.mark.parametrize(
    "scripts",
    [
        (OWN,),
        (OTHER, OWN),
        (f'{{"@graph": [{{"@type": "ItemList", "itemListElement": [{OTHER}]}}, {OTHER}, {OWN}]}}',),
        (f"[{OTHER}, {OWN}]",),
        (OWN.replace('"NewsArticle"', '["ReportageNewsArticle", "NewsArticle"]'), OTHER),
        (f"<!-- {OWN} -->",),
        (f"//<![CDATA[\n{OWN}\n//]]>".replace("//]]>", "]]>"),),
    ],
)
def test_only_the_json_ld_of_the_pages_own_article_counts(scripts: tuple[str, ...]) -> None:
    metadata = read_page(*map(json_ld, scripts)).metadata
    assert metadata["published"] == "2024-03-06"
    assert metadata["author"] == "Nell O'Hara, Bo Lund"
    assert metadata["publisher"] == "Mill Times"
    assert metadata["url"] == "https://mill.example/weir"


def test_the_json_ld_of_others_gives_nothing() -> None:
    metadata = read_page(json_ld(OTHER)).metadata
    assert {key for key, _ in metadata} == {"headline"}


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


MODIFIED = meta("article:modified_time", "2024-05-01T08:00:00Z")


@pytest.mark.parametrize(
    ("head", "parts", "date"),
    [
        ((MODIFIED, meta("article:published_time", "2024-03-06T08:00:00+01:00")), {}, "2024-03-06"),
        ((MODIFIED,), {}, None),
        ((), {"line": "<p>Updated <time datetime=2024-05-01>1 May</time></p>"
                         "<p>Published <time datetime=2024-03-06>6 March</time></p>"}, "2024-03-06"),
        ((), {"line": "<p>Posted on Wednesday, March 6th, 2024 at 11:08 a.m.</p>"},
         "2024-03-06"),
        ((), {"line": "<p>By Nell Ash | 6 Mar 2024 07.00 GMT</p>"}, "2024-03-06"),
        ((), {"line": "<p>By Nell Ash Updated Mar 7, 2024, 10:28am EST</p>"}, None),
        ((), {"line": "<p>26/03/2024</p>"}, "2024-03-26"),
        ((), {"line": "<p>03/04/2024</p>"}, None),
        ((), {"end": "<p>The work must be done by <time datetime=2025-12-01>1 December 2025</time>, they"
                     " said, or the grant that pays for it lapses and goes to another river.</p>"}, None),
        ((), {"line": "<p>HOLLIN BRIDGE, 6 March 2024 — The trust has decided at"
                         " last what to do about the weir, and will lower it.</p>"}, "2024-03-06"),
        ((), {"end": "<p>First published: 6 March 2024</p>"}, "2024-03-06"),
        ((meta("pubdate", "20240306"),), {}, "2024-03-06"),
    ],
)  # fmt: skip
def test_the_date_is_that_of_publication(
    head: tuple[str, ...], parts: dict[str, str], date: str | None
) -> None:
    assert fact("published", *head, **parts) == date


@pytest.mark.parametrize(
    ("utc", "head", "parts", "date"),
    [
        ("2024-06-30T23:30:00Z", "", {}, "2024-07-01"),
        ("2024-01-30T23:30:00Z", "", {}, "2024-01-30"),
        ("2024-06-30T23:30:00+00:00", "", {}, "2024-07-01"),
        ("2024-06-30T23:30:00-04:00", "", {}, "2024-06-30"),
        ("2024-06-30T15:30:00Z", '<link rel="canonical" href="https://mill.au/weir">', {}, "2024-07-01"),
        ("2024-07-01T03:00:00Z", "", {"line": "<p>30 June 2024, 11pm ET</p>"},
         "2024-06-30"),
    ],
)  # fmt: skip
def test_a_time_in_utc_is_read_where_the_publisher_is(
    utc: str, head: str, parts: dict[str, str], date: str
) -> None:
    assert fact("published", meta("article:published_time", utc), head, **parts) == date


def test_a_date_in_the_future_is_questioned() -> None:
    saved = read_page(meta("article:published_time", "2199-01-01"))
    assert saved.metadata["published"] == "2199-01-01"
    assert any("is in the future" in remark for remark in saved.remarks)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("<p>By Nell Ash</p>", "Nell Ash"),
        (
            "<div class=byline>By <a rel=author>Nell Ash</a> and <a rel=author>Bo Lund</a></div>",
            "Nell Ash, Bo Lund",
        ),
        ("<p class='article-author'>NELL ASH, Rivers Editor</p>", "NELL ASH"),
        ("<p>By Nell Ash Updated Mar 7, 2024, 10:28am EST</p>", "Nell Ash"),
        ("<span itemprop=author>Nell Ash</span>", "Nell Ash"),
        ("<div class=author-name>admin</div>", None),
        ("<div class=author>https://www.example.org/nell</div>", None),
        ("<p>By the river, nothing stirs</p>", None),
    ],
)
def test_the_author_is_read_from_a_byline_without_roles_and_dates(byline: str, author: str | None) -> None:
    assert fact("author", line=byline) == author


@pytest.mark.parametrize(
    ("head", "publisher", "is_inferred"),
    [
        ((meta("og:site_name", "Mill Times"), "<title>Weir | Other</title>"), "Mill Times", False),
        (('<link rel=canonical href="https://www.bbc.co.uk/news/uk-1">',), "BBC News", False),
        ((OG_TITLE, "<title>Weir to be lowered by a foot - The Mill Times</title>",
          '<meta name="application-name" content="MTimes">'), "The Mill Times", True),
        ((OG_TITLE, '<meta name="application-name" content="Mill Times">'), "Mill Times", True),
        (('<link rel=canonical href="https://www.milltimes.example/weir">',), "milltimes.example", True),
        ((meta("og:site_name", "https://milltimes.example"),), None, False),
    ],
)  # fmt: skip
def test_the_publisher_is_the_pages_or_inferred_and_said(
    head: tuple[str, ...], publisher: str | None, is_inferred: bool
) -> None:
    saved = read_page(*head)
    assert saved.metadata["publisher"] == publisher
    assert any("is inferred" in remark for remark in saved.remarks) == is_inferred


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://mill.example/weir"><meta property="og:url" content="https://m.mill.example/weir">',
        '<link rel="canonical" href="https://mill.example/"><meta property="og:url" content="https://mill.example/weir">',
        '<link rel="canonical" href="https://web.archive.org/web/20240306070000/https://mill.example/weir">',
        "<!-- saved from url=(0025)https://mill.example/weir -->",
        "<!--\n Page saved with SingleFile \n url: https://mill.example/weir \n saved date: Wed -->",
    ],
)
def test_the_address_is_the_pages_own(head: str) -> None:
    assert fact("url", head) == "https://mill.example/weir"
