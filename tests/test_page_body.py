"""The body of a saved page: what is kept, what is left out and said, and pages that hold no article."""

from __future__ import annotations

import time

import pytest

from medway_tui.saved_pages import ReadOptions, SavedArticle, UnreadableError, read_saved_article
from medway_tui.saved_pages.html import MAX_ELEMENTS

H1 = "<h1>Bell tower shut for a year</h1>"
P = [
    "The bell tower at Marsh End will be shut for a year, the parish council said on Monday.",
    "“We heard a crack, and then we heard another,” said Winifred Sallow, who rings them. “So we stopped.”",
    "Engineers who looked at the tower in the spring found that two of its four corners had begun to sink.",
    "Felix Dunmore, whose house is below it, said: “I have moved my bed across the room, to be safe.”",
    "The repair will cost a quarter of a million pounds, of which the parish has raised a tenth.",
]  # fmt: skip
MORE = [
    "The school next door will hold its lessons in the village hall until the scaffolding has gone up.",
    "A second survey is due in the autumn, and the diocese has promised to pay for all of it this time.",
    "Nobody has been hurt, the council said, and nobody will be allowed inside before the work is done.",
]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def read(body: str, head: str = "", options: ReadOptions | None = None) -> SavedArticle:
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bell tower shut for a year</title>'
        f"{head}</head><body>{body}</body></html>"
    )
    return read_saved_article(page.encode(), "page.html", options)


def texts(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


def reasons(saved: SavedArticle) -> dict[str, str]:
    return {block.text: block.dropped for block in saved.dropped}


@pytest.mark.parametrize(
    "names",
    ["content-sidebar-wrap", "l-comment-column", "post tag-news", "article modal-enabled", "no-ads sponsor",
     "paywall",
     "page-with-footer social share", "hidden-xs related"],
)  # fmt: skip
def test_the_class_of_a_wrapper_does_not_lose_the_article(names: str) -> None:
    saved = read(f'<div class="{names}">{H1}{paragraphs(P)}</div>')
    assert texts(saved) == P


@pytest.mark.parametrize(
    "body",
    [
        f"<form action=/><div>{H1}{paragraphs(P + MORE)}</div></form>",
        f"<article><p>A short word first.</p><div class=label-hidden>{paragraphs(P + MORE)}</div></article>",
        f"<div class=part>{paragraphs(P)}</div><aside>Get it</aside><div class=part>{paragraphs(MORE)}</div>",
        f"<section><div class=seg>{paragraphs(P)}</div></section><nav><a href=/>Home</a></nav>"
        f"<section><div class=seg>{paragraphs(MORE)}</div></section>",
        f"<div class=story>{paragraphs(P + MORE)}</div>"
        "<article><p>Another tale: a keeper of bees looks back on her life, alone.</p></article>",
        "<article class=card><h3>Dog wins</h3><p>A dog has won a prize, its owner said on Sunday.</p>"
        f"</article><main><article>{H1}{paragraphs(P + MORE)}</article></main>",
    ],
)
def test_the_whole_article_is_found_and_no_other(body: str) -> None:
    found = texts(read(body))
    assert [text for text in found if len(text) > 60] == P + MORE


def test_posts_of_a_live_page_are_all_kept() -> None:
    posts = "".join(f"<article><h2>Update {n}</h2><p>{text}</p></article>" for n, text in enumerate(P + MORE))
    assert [
        text for text in texts(read(f"<main><h1>Bell tower</h1>{posts}</main>")) if len(text) > 60
    ] == P + MORE


def test_where_less_than_half_of_the_sentences_is_kept_the_report_says_so() -> None:
    other = "".join(
        f"<div class=item{n}><section><p>{text}</p></section></div>" for n, text in enumerate(P * 4)
    )
    saved = read(f"<article>{H1}{paragraphs(MORE)}</article>{other.replace('tower', 'wall')}")
    assert any("of the page's sentences were kept" in remark for remark in saved.remarks)


def test_single_line_breaks_after_sentences_part_paragraphs() -> None:
    assert texts(read(f"<article><h1>Bells</h1><div>{'<br>'.join(P)}</div></article>")) == P
    assert texts(read(f"<article><h1>Bells</h1><div>{'<br><br>'.join(P)}</div></article>")) == P
    assert (
        "on two lines" in texts(read(f"<article>{paragraphs(P)}<p>A line<br>on two lines.</p></article>"))[-1]
    )


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("<blockquote><p>“Stay away.”</p><footer>— Ada Pell, warden</footer></blockquote>",
         "“Stay away.” — Ada Pell, warden"),
        ("<blockquote>Stay away.<cite>Ada Pell, warden</cite></blockquote>", "Stay away.Ada Pell, warden"),
        ("<blockquote><p>Stay away.</p><cite>Ada Pell</cite></blockquote>", "“Stay away.” — Ada Pell"),
        ("<figure class=q><blockquote>Stay away.</blockquote><figcaption>Ada Pell</figcaption></figure>",
         "“Stay away.” — Ada Pell"),
        ("<blockquote class=tweet><p>Stay away.</p>— Ada (@ada) May 6, 2024</blockquote>",
         "“Stay away.” — Ada (@ada) May 6, 2024"),
        ("<aside class=pullquote><p>Stay away.</p><i class=author>Ada Pell</i></aside>",
         "“Stay away.” — Ada Pell"),
    ],
)  # fmt: skip
def test_a_quotation_keeps_the_speaker_that_its_markup_names(quote: str, text: str) -> None:
    saved = read(f"<article><h1>Bells</h1>{paragraphs(P)}{quote}{paragraphs(MORE)}</article>")
    assert texts(saved) == [*P, text, *MORE]


def test_a_pull_quote_that_repeats_the_text_is_left_out_and_said() -> None:
    quote = "<blockquote class=pullquote>We heard a crack, and then we heard another</blockquote>"
    saved = read(f"<article><h1>Bells</h1>{paragraphs(P)}{quote}{paragraphs(MORE)}</article>")
    assert texts(saved) == P + MORE
    assert reasons(saved)["We heard a crack, and then we heard another"].startswith("a pull quote")


@pytest.mark.parametrize(
    ("markup", "text", "remark"),
    [
        ("It is <del>open</del> shut now.", "It is shut now.", "open (struck out)"),
        ("It is <span style='text-decoration: line-through'>open</span> shut now.", "It is shut now.",
         "open (struck out)"),
        ("It is shut <span style='display:none'>or is it</span> now.", "It is shut now.",
         "or is it (hidden)"),
        ("It is <i hidden>not</i> shut <b aria-hidden=true>so far</b> now.", "It is shut now.",
         "not (hidden)"),
        ("It is shut<i class=visually-hidden> a window</i> now.", "It is shut now.", "a window (hidden)"),
        ("It is shut<sup>1</sup> now.", "It is shut now.", "1 (reference mark)"),
        ("It is shut<sup><a href=#n2>[2]</a></sup> now.", "It is shut now.", "[2] (reference mark)"),
        ("It is shut<a href=#fn class=footnote-ref>*</a> now.", "It is shut now.", "* (reference mark)"),
        ("It takes 40 m<sup>2</sup> of H<sub>2</sub>O now.", "It takes 40 m² of H2O now.", ""),
        ("It is the 4<sup>th</sup> year, 10<sup>3</sup> days.", "It is the 4th year, 10³ days.", ""),
        ("<span class=dropcap aria-hidden=true>I</span>t is shut now.", "It is shut now.", ""),
        ("<q>He said <q>never</q> to me,</q> she said.", "“He said ‘never’ to me,” she said.", ""),
        ("<q>“Never,”</q> she said.", "“Never,” she said.", ""),
        ("I gave it a <img alt='👍🏽' src=x> then <img alt='a thumb' src=y>.", "I gave it a 👍🏽 then .", ""),
    ],
)  # fmt: skip
def test_what_is_not_the_text_of_a_paragraph_is_left_out_and_said(
    markup: str, text: str, remark: str
) -> None:
    saved = read(
        f"<article>{H1}{paragraphs(P)}<p>{markup} The bells are silent until next year, then.</p></article>"
    )
    assert saved.body[-1].text == f"{text} The bells are silent until next year, then."
    said = [each for each in saved.remarks if each.startswith("left out in block")]
    assert any(each.endswith(f": {remark}") for each in said) if remark else not said


def test_hidden_blocks_stay_out_even_where_all_is_kept() -> None:
    hidden = "<p hidden>Nobody was meant to read this sentence here.</p>"
    body = f"<article><h1>Bells</h1>{paragraphs(P)}{hidden}</article>"
    saved = read(body, options=ReadOptions(keep_all=True))
    assert texts(saved) == P
    assert reasons(saved)["Nobody was meant to read this sentence here."] == "hidden in the page"


def test_an_article_that_a_dialog_had_hidden_is_read() -> None:
    saved = read(
        f"<div aria-hidden=true><main><article>{H1}{paragraphs(P)}</article></main></div><div>Join us</div>"
    )
    assert texts(saved) == P


TAILS = [
    "SOURCE: News agencies", "View Comments", "Like this:", "Like Loading…", "Tags: bells", "Share this page",
    "If you buy something through this page, we may get a share of the sale.", "More Marsh End stories",
    "Get the latest news right in your inbox. Subscribe to our letter.", "Already a subscriber? Log in",
    "By clicking “Accept” you agree to our use of cookies.", "This site is protected by reCAPTCHA.",
    "Related: The long winter of the bell founders", "(Reporting by Ada Pell; editing by Bo Lund)",
    "Write to Ada Pell at ada@marsh.example",
]  # fmt: skip


@pytest.mark.parametrize("line", TAILS)
def test_a_line_after_the_article_is_left_out_and_said(line: str) -> None:
    saved = read(f"<article><h1>Bells</h1>{paragraphs(P)}<p>{line}</p></article>")
    assert texts(saved) == P
    assert line in reasons(saved)


@pytest.mark.parametrize(
    "line",
    ["By Ada Pell Updated Mar 7, 2024, 10:28am EST", "Published 1 day ago", "March 6, 2024 7:00 AM ET",
     "Published Wed 6 Mar 2024 07.00 GMT", "Wednesday, March 6th, 2024 at 11:08 a.m."],
)  # fmt: skip
def test_a_byline_or_date_above_the_article_is_left_out_and_said(line: str) -> None:
    saved = read(f"<article><h1>Bells</h1><p>{line}</p>{paragraphs(P)}</article>")
    assert texts(saved) == P
    assert line in reasons(saved)


def test_captions_of_the_article_are_kept_once_and_credits_are_not() -> None:
    figure = "<figure><img src=t.jpg><figcaption>{}</figcaption></figure>"
    own = figure.format("The tower at Marsh End in the rain")
    saved = read(
        f"<article>{H1}{own}{paragraphs(P)}{own}{figure.format('Getty')}{paragraphs(MORE)}</article>"
    )
    assert [block.text for block in saved.printed_blocks if block.kind == "caption"] == [
        "The tower at Marsh End in the rain"
    ]
    assert texts(saved) == P + MORE


NOTICES = {
    "error": (
        "<h1>404 Not Found</h1><p>The page that you asked for could not be found on this server, sorry.</p>",
        "an error",
    ),
    "robot": (
        "<h1>Just a moment...</h1><p>Checking your browser before you go on to the site, please wait.</p>",
        "an error",
    ),
    "login": (
        "<h1>Sign in</h1><form><p>Log in with the address that you registered with us some time ago.</p>"
        "<input type=password></form>",
        "asks to log in",
    ),
    "consent": (
        "<h1>Before you continue</h1><p>We value your privacy, and we use cookies to store things.</p>",
        "asks for consent",
    ),
    "paywall": (
        f"<article><h1>Bells</h1><p>{P[0]}</p><p>Subscribe to continue reading.</p></article>",
        "behind a paywall",
    ),
    "script": ("<div id=app></div><script>load()</script>", "has no text"),
}


@pytest.mark.parametrize("kind", NOTICES)
def test_a_page_in_the_place_of_an_article_is_refused_by_its_name(kind: str) -> None:
    body, message = NOTICES[kind]
    with pytest.raises(UnreadableError, match=message) as caught:
        read(body)
    assert caught.value.hint


def test_a_text_in_another_language_is_said() -> None:
    german = "Der Turm bleibt ein Jahr lang geschlossen, sagte der Rat nach seiner Sitzung am Montag. "
    saved = read(
        f"<article><h1>Turm</h1>{paragraphs([german * 2] * 4)}</article>".replace('lang="en"', 'lang="de"')
    )
    assert any("speakers are found by English words" in remark for remark in saved.remarks)
    assert not any("English" in remark for remark in read(f"<article>{paragraphs(P)}</article>").remarks)


HOSTILE = {
    "depth": "<div>" * 25_000,
    "depth with text": "<blockquote>a" * 25_000,
    "inline depth": "<b>a" * 25_000,
    "long attribute": f'<p class="{"a-" * 250_000}">x</p>',
    "attributes": f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>x</p>",
    "open brackets": "<" * 400_000,
    "open tags": "<a " * 130_000,
    "entities": f"<p>{'&amp;amp;' * 50_000}</p>",
    "numeric entities": f"<p>{'&#999999999;' * 40_000}</p>",
    "links": f"<p>{'<a href=x>a link</a> ' * 25_000}</p>",
    "headings": "<h1>Bell tower shut</h1>" * 20_000,
    "references": f"<p>{'word<sup>1</sup>' * 14_000}</p>",
    "title": f"<title>{'a | ' * 100_000}</title>",
    "invisible": f"<p>{''.join(chr(0xE0000 + n % 4000) for n in range(100_000))}</p>",
    "mojibake": f"<p>{'â€™' * 60_000}</p>",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_is_read_in_seconds(kind: str) -> None:
    started = time.process_time()
    assert texts(read(f"<article><h1>Bells</h1>{paragraphs(P)}</article>{HOSTILE[kind]}"))[:5] == P
    assert time.process_time() - started < 8


def test_elements_that_are_nested_too_deep_are_named() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read("<div>" * 20_000 + paragraphs(P))
    with pytest.raises(UnreadableError, match=f"more than {MAX_ELEMENTS:,} elements"):
        read(paragraphs(P) + "<i>a</i>" * 100_000)


def test_a_paragraph_that_is_all_a_link_is_kept_among_others_and_a_title_is_not() -> None:
    linked = f"<p><a href=/x><b>{MORE[0]} It said so in a letter to parents.</b></a></p>"
    title = "<p><a href=/y>The long winter of the bell founders</a></p>"
    saved = read(f"<article>{H1}{paragraphs(P[:3])}{linked}{title}{paragraphs(P[3:])}</article>")
    assert texts(saved) == [*P[:3], f"{MORE[0]} It said so in a letter to parents.", *P[3:]]
