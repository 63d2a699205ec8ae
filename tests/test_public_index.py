"""The index that others may see: the text of originals is in no answer of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from medway_tui.content.loaded_article import ArticleWithQuotes, PlacedQuote
from medway_tui.content.withheld import withhold_text
from medway_tui.index.articles import paragraph_texts
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import article_quotes
from medway_tui.index.search import search
from medway_tui.model.articles import Article, Paragraph, Quote
from medway_tui.model.locations import Span
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import user_folder
from medway_tui.sync.public_index import open_public_dossier, write_public_index
from medway_tui.text import OMISSION
from tests.fixtures_library import GAZETTE, Folder

ORIGINAL = """\
kind: original
author: Corrected Name
paragraphs:
  - Surveyors who looked in on Thursday call the Riverside roof “poor”, we can reveal.
  - text: Pails and paperbacks
    kind: subhead
  - >-
    The leader of the council told us: “We were told in 2012 [sic] and we did nothing. I am
    sorry for that.” She left at once.
  - Pressed on resigning, she would only say that it was “out of the question”.
  - text: "Slates: 1,400 are loose [/] or lost"
    kind: item
  - text: "Gutters: [@click=app.quit]all of them[/]"
    kind: item
  - >-
    A residents’ group wrote in: “Every winter we have carried the books down, box by box.
  - >-
    “Next winter somebody else can carry them. Ring us on 01632 960000.”
"""


def test_an_original_over_an_account_is_withheld_with_its_words(folder: Folder, tmp_path: Path) -> None:
    own = user_folder("riverside-library") / "articles" / f"{GAZETTE}.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(ORIGINAL, encoding="utf-8")
    with closing(open_dossier([folder.root])) as dossier:
        assert search(dossier.index, parse_query("pails")).total == 1
        write_public_index(dossier, tmp_path / "public.sqlite")
        write_public_index(dossier, tmp_path / "with.sqlite", with_originals=True)
        with closing(open_public_dossier(dossier.base_roots, tmp_path / "public.sqlite")) as public:
            assert search(public.index, parse_query("pails")).total == 0
            assert search(public.index, parse_query("buckets")).total == 2
            texts = [text for text, _ in paragraph_texts(public.index, GAZETTE)]
            assert "Surveyors call the roof of the Riverside library “poor”" in texts[1]
            for quote in article_quotes(public.index, GAZETTE):
                for piece in quote.pieces:
                    assert texts[piece.block][piece.start : piece.end] == piece.exact
            assert public.id == dossier.id
            assert public.findings() == []
        with closing(open_public_dossier(dossier.base_roots, tmp_path / "with.sqlite")) as public:
            assert search(public.index, parse_query("pails")).total == 1


def test_an_original_alone_keeps_its_quotations_and_their_places(folder: Folder, tmp_path: Path) -> None:
    with closing(open_dossier([folder.root])) as dossier:
        write_public_index(dossier, tmp_path / "public.sqlite")
    with closing(open_public_dossier([folder.root], tmp_path / "public.sqlite")) as public:
        texts = [text for text, _ in paragraph_texts(public.index, "newsletter-undated")]
        assert texts == ["Notes from the reading room", OMISSION, f"{OMISSION} “rather damp” {OMISSION}"]
        (quote,) = article_quotes(public.index, "newsletter-undated")
        (piece,) = quote.pieces
        assert texts[piece.block][piece.start : piece.end] == "rather damp"
        assert search(public.index, parse_query("kettle")).total == 0
        assert search(public.index, parse_query("damp")).total > 0


PROSE = st.text("abc ,.", max_size=8)
WORDS = st.text("XYZ ", min_size=1, max_size=6)


@given(st.lists(st.lists(st.tuples(PROSE, WORDS, st.booleans()), max_size=4), min_size=1, max_size=3))
def test_nothing_but_what_is_quoted_is_left_and_every_place_holds(
    blocks: list[list[tuple[str, str, bool]]],
) -> None:
    texts: list[str] = []
    quotes: list[PlacedQuote] = []
    for number, parts in enumerate(blocks, 1):
        text = ""
        for prose, words, has_marks in parts:
            start = len(text) + len(prose) + has_marks
            text += f"{prose}“{words}”" if has_marks else f"{prose}{words}"
            quote = Quote(id=f"q{len(quotes)}", paragraph=number, exact=words, type="direct")
            quotes.append(PlacedQuote(quote, None, Span(number, start, start + len(words))))  # type: ignore[arg-type]
        texts.append(text or "abc")
    article = Article(
        id="a",
        headline="ABC",
        publisher="P",
        kind="original",
        paragraphs=tuple(Paragraph(text=text) for text in texts),
    )
    withheld = withhold_text(ArticleWithQuotes(article, None, tuple(quotes)))  # type: ignore[arg-type]
    for placed in withheld.quotes:
        assert placed.span is not None
        assert withheld.texts[placed.span.block][placed.span.start : placed.span.end] == placed.quote.exact
    assert not set("abc,.") & set("".join(withheld.texts[1:]))
