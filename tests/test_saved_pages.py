"""Saved pages and Markdown: the blocks that are found, their kinds, and hostile files."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from medway_tui.saved_pages import SavedArticle, UnreadableError, read_saved_article
from medway_tui.saved_pages.html import MAX_ELEMENTS

PAGE = """\
<!doctype html><html><head><title>The Post: news</title></head><body>
<header><h1>The Post</h1></header><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>
<main><article><h1>Ferry is to run on Sundays</h1><div class=byline>By Jo Penn</div>
<p>The ferry across the Ode is to run on Sundays from May,
<a href=/c>the council</a>&#8217;s lead<wbr>er sa<b>i</b>d.</p>
<figure><img src=f.jpg><figcaption>The ferry in the rain</figcaption></figure>
<p>&ldquo;People have asked for it for years,&rdquo; said Maud Tully, who lives on the other side.<br>
<br>It costs £2 each way, and bicycles go free of charge for as long as there is room.</p>
<h2>What it costs</h2>
<ul><li><p>Adults pay £2 each way on any day of the week.</p></li><li>Children pay nothing at all.</li></ul>
<blockquote><p>The boat itself is forty years old, and will need a new engine before long.</p></blockquote>
</article></main><footer><p>All about us, and what we do, in a sentence or two.</p></footer></body></html>
"""


def read(text: str, name: str) -> SavedArticle:
    return read_saved_article(text.encode(), name)


def test_a_page_gives_its_blocks_with_their_kinds_and_inline_text_joined() -> None:
    saved = read(PAGE, "page.html")
    assert [(block.kind, block.text) for block in saved.body] == [
        ("paragraph", "The ferry across the Ode is to run on Sundays from May, the council’s leader said."),
        ("paragraph", "“People have asked for it for years,” said Maud Tully, who lives on the other side."),
        ("paragraph", "It costs £2 each way, and bicycles go free of charge for as long as there is room."),
        ("subhead", "What it costs"),
        ("item", "Adults pay £2 each way on any day of the week."),
        ("item", "Children pay nothing at all."),
        ("paragraph", "The boat itself is forty years old, and will need a new engine before long."),
    ]


def test_a_page_says_why_a_block_is_left_out() -> None:
    reasons = {block.text: block.dropped for block in read(PAGE, "page.html").dropped}
    assert reasons == {
        "Ferry is to run on Sundays": "the headline",
        "By Jo Penn": "who wrote it",
    }


def test_a_caption_of_the_article_is_a_block_of_its_own_kind() -> None:
    saved = read(PAGE, "page.html")
    assert [block.text for block in saved.printed_blocks if block.kind == "caption"] == [
        "The ferry in the rain"
    ]
    assert all(block.kind != "caption" for block in saved.body)


def test_the_headline_is_the_heading_above_the_article_and_not_the_sites_name() -> None:
    metadata = read(PAGE, "page.html").metadata
    assert metadata["headline"] == "Ferry is to run on Sundays"
    assert metadata["author"] == "Jo Penn"


def test_an_article_that_only_json_ld_has_is_read_line_by_line() -> None:
    body = "The ferry is to run on Sundays, the council said.\\nIt costs £2 each way." * 3
    page = (
        '<html><head><script type="application/ld+json">{"@type": "NewsArticle", "articleBody":'
        f' "{body}"}}</script></head><body><div id=app></div></body></html>'
    )
    assert read(page, "page.html").body[0].text == body.partition("\\n")[0]


def test_characters_that_mark_text_nodes_are_not_mistaken_in_a_page() -> None:
    page = PAGE.replace("The boat", "&#xF0000;&#1;The boat").replace("All about", "&#xF0003;All about")
    texts = [block.text for block in read(page, "page.html").body]
    assert len(texts) == 7
    assert "All about us, and what we do, in a sentence or two." not in texts


def test_a_page_of_too_many_elements_is_refused_at_once() -> None:
    page = PAGE.replace("</article>", "<p>a" * MAX_ELEMENTS + "</article>")
    with pytest.raises(UnreadableError, match="more than 30,000 elements"):
        read(page, "page.html")


def test_markdown_is_read_as_commonmark() -> None:
    text = (
        "Ferry on Sundays\n================\n\nBy `the` *river*, <b>the</b> [council](https://a.example/x_(y))\n"
        "said: \\*yes\\*.\n\n> “It is time,” said Maud Tully.\n\n"
        "1. one\n\n   more of one\n\n```\na fence\n```\n\n"
        "<!-- a remark --><div>In a <i>tag</i>.</div>\n\n# Another heading\n"
    )
    assert [(block.number, block.kind, block.text) for block in read(text, "a.md").all_blocks] == [
        (1, "headline", "Ferry on Sundays"),
        (4, "paragraph", "By the river, the council said: *yes*."),
        (7, "paragraph", "“It is time,” said Maud Tully."),
        (9, "item", "one"),
        (11, "paragraph", "more of one"),
        (13, "paragraph", "a fence"),
        (17, "paragraph", "In a tag."),
        (19, "subhead", "Another heading"),
    ]


@pytest.mark.parametrize(
    "title", ["title: Ferry on Sundays", "title: 'Ferry on Sundays'", "title: >-\n  Ferry on\n  Sundays"]
)
def test_front_matter_is_yaml(title: str) -> None:
    text = f"---\n{title}\nauthors: [Jo Penn, Al Reed]\n---\nThe ferry is to run on Sundays.\n"
    saved = read(text, "a.md")
    assert saved.metadata["headline"] == "Ferry on Sundays"
    assert saved.metadata["author"] == "Jo Penn, Al Reed"
    assert [block.number for block in saved.body] == [len(text.splitlines())]


def test_front_matter_that_is_not_valid_yaml_is_read_by_line() -> None:
    text = "---\ntitle: Ferry: on Sundays\npublisher: The Post\ntags:\n---\nThe ferry is to run on Sundays.\n"
    saved = read(text, "a.md")
    assert saved.metadata["headline"] == "Ferry: on Sundays"
    assert saved.metadata["publisher"] == "The Post"


@pytest.mark.parametrize("part", ["![", "**a", "> " * 100 + "a\n"])
def test_a_megabyte_of_hostile_markdown_is_read_in_seconds(part: str) -> None:
    text = "The council met.\n\n" + part * (2**20 // len(part))
    started = time.process_time()
    assert read(text, "a.md").body[0].text == "The council met."
    assert time.process_time() - started < 30


def test_trafilatura_is_loaded_for_pages_only() -> None:
    code = (
        "import sys, medway_tui.importing; from medway_tui.saved_pages import read_saved_article as read;"
        "read(b'The council met.', 'a.txt'); print('trafilatura' in sys.modules, 'lxml' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]


def test_a_page_of_captions_alone_has_no_article() -> None:
    page = b"<html><body><figure><figcaption>The council house by night, and the quay.</figcaption></figure>"
    with pytest.raises(UnreadableError):
        read_saved_article(page, "a.html")
