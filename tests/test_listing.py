"""Keyset listings have the same order and groups as reading everything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from medway_tui.index.articles import (  # fmt: skip
    article_key,
    articles_by_key,
    list_articles,
    neighbouring_article,
    oldest_articles,
    outermost_article,
)
from medway_tui.index.listing import Listing, article_keys, find_group, list_by_date, list_by_speaker
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import QuoteRow, find_quote_key, find_quotes, quotes_by_key
from medway_tui.index.search import count_hits, find_hits, next_matching_article, search
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import Folder


@pytest.fixture
def dossier(folder: Folder) -> Iterator[Dossier]:
    """Return the library dossier with three more articles, two of one day."""
    for number, day in ((1, "2021-04-01"), (2, "2021-04-01"), (3, "2022-01-05")):
        paragraphs = "".join(f"  - The kettle said “word {n}” and “more {n}”.\n" for n in range(1, 41))
        folder.write(
            f"articles/kettle-{number}.yaml",
            f"headline: Kettle {number}\npublisher: Kettle News\npublished: '{day}'\nkind: original\n"
            f"paragraphs:\n{paragraphs}",
        )
        folder.write(
            f"quotes/kettle-{number}.yaml",
            "".join(
                f"- {{id: a{n}, paragraph: {n}, exact: word {n}, speaker: tom-ashdown, type: mixed}}\n"
                f"- {{id: b{n}, paragraph: {n}, exact: more {n}, attribution: the kettle, type: mixed}}\n"
                for n in range(1, 41)
            ),
        )
    opened = open_dossier([folder.root])
    assert opened.findings() == []
    yield opened
    opened.close()


def grouped(listing: Listing) -> list[list[int]]:
    """Return the keys under each heading."""
    rows = list(listing.rows(range(len(listing))))
    return [
        [key for _, key in group if key is not None] for _, group in groupby(rows, key=lambda row: row[0])
    ]


ASKED = (
    "",
    "word",
    "w",
    "speaker:ashdown",
    "more -speaker:ashdown",
    "before:2021-05",
    "-word",
    "in:kettle",
    "ring",
)


@pytest.mark.parametrize("asked", ASKED)
def test_a_listing_holds_what_all_of_it_read_does(dossier: Dossier, asked: str) -> None:
    query = parse_query(asked)
    said, _ = find_quotes(dossier.index, query)
    speakers: dict[str, list[int]] = {}
    articles: dict[str, list[int]] = {}
    for quote in said:
        speakers.setdefault(quote.speaker or f"? {quote.display_name}", []).append(quote.key)
        articles.setdefault(quote.article.id, []).append(quote.key)
    for ask, expected in ((list_by_speaker, speakers), (list_by_date, articles)):
        listing = ask(dossier.index, query)
        assert grouped(listing) == [*expected.values()]
        assert (listing.quotes, listing.speakers) == (len(said), len(speakers))
        assert len(listing) == len(said) + len(expected)


def test_a_window_of_a_listing_is_a_part_of_all_of_it(dossier: Dossier) -> None:
    for ask in (list_by_speaker, list_by_date):
        listing = ask(dossier.index, parse_query(""))
        every = list(listing.rows(range(len(listing))))
        for start in range(len(listing)):
            assert list(listing.rows(range(start, min(start + 7, len(every))))) == every[start : start + 7]


@pytest.mark.parametrize("dated", [False, True])
def test_a_quotation_is_found_in_its_row(dossier: Dossier, dated: bool) -> None:
    part = (list_by_date if dated else list_by_speaker)(dossier.index, parse_query("word -speaker:okafor"))
    listed = {key for keys in grouped(part) for key in keys}
    whole = (list_by_date if dated else list_by_speaker)(dossier.index, parse_query(""))
    for number, (group, key) in enumerate(whole.rows(range(len(whole)))):
        if key is not None:
            name = find_group(dossier.index, key, dated=dated)
            assert whole.row_of(name, key) == number
            assert (part.row_of(name, key) is not None) == (key in listed)
        else:
            after = next(whole.rows(range(number + 1, number + 2)))
            assert after == (group, whole.first_key(group))
    assert whole.row_of(("nobody", None), 5) is None


def test_quotations_and_articles_by_their_keys(dossier: Dossier) -> None:
    said: list[QuoteRow] = find_quotes(dossier.index)[0]
    assert quotes_by_key(dossier.index, [quote.key for quote in said]) == {quote.key: quote for quote in said}
    assert quotes_by_key(dossier.index, []) == {}
    assert {find_quote_key(dossier.index, q.article.id, q.id) for q in said} == {q.key for q in said}
    assert find_quote_key(dossier.index, "nowhere", "q1") is None
    every = list_articles(dossier.index)
    keys = article_keys(dossier.index)
    assert [articles_by_key(dossier.index, [key])[key] for key in keys] == every
    assert [article_key(dossier.index, each.id) for each in every] == list(keys)
    assert [*oldest_articles(dossier.index, 3).values()] == every[:3]
    assert [*oldest_articles(dossier.index, 3)] == list(keys)[:3]


def test_from_article_to_article(dossier: Dossier) -> None:
    ids = [each.id for each in list_articles(dossier.index)]
    assert (
        outermost_article(dossier.index, newest=False),
        outermost_article(dossier.index, newest=True),
    ) == (
        ids[0],
        ids[-1],
    )
    for before, after in zip([None, *ids], [*ids, None], strict=True):
        if before is not None:
            assert neighbouring_article(dossier.index, before, 1) == after
        if after is not None:
            assert neighbouring_article(dossier.index, after, -1) == before


@pytest.mark.parametrize("asked", [*ASKED, "kettle", "word -speaker:okafor", "kettle before:2022", "-kettle"])
def test_what_is_found_comes_a_few_at_a_time_and_in_full(dossier: Dossier, asked: str) -> None:
    query = parse_query(asked)
    total = count_hits(dossier.index, query)
    every = find_hits(dossier.index, query, limit=10_000)
    assert len(every) == total == search(dossier.index, query).total
    so_far: list[object] = []
    while more := find_hits(dossier.index, query, limit=3, so_far=so_far):  # type: ignore[arg-type]
        so_far += more
    assert so_far == every


@pytest.mark.parametrize("asked", ["word", "kettle", "in:kettle", "speaker:ashdown", "-kettle", "roof"])
def test_the_next_article_is_the_next_that_holds_what_is_sought(dossier: Dossier, asked: str) -> None:
    query = parse_query(asked)
    holding = {hit.article.id for hit in find_hits(dossier.index, query, limit=10_000)}
    ids = [each.id for each in list_articles(dossier.index)]
    for at, article in enumerate(ids):
        after = next((each for each in ids[at + 1 :] if each in holding), None)
        before = next((each for each in ids[:at][::-1] if each in holding), None)
        assert next_matching_article(dossier.index, query, article, 1) == after
        assert next_matching_article(dossier.index, query, article, -1) == before
