"""Search: results, their order, and what is never found."""

from __future__ import annotations

import sqlite3
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medway_tui.index.people import roles_on
from medway_tui.index.query_language import Query, parse_query
from medway_tui.index.quotes import article_quotes, find_quotes
from medway_tui.index.search import SearchResults, find_hits, search
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import FILES, GAZETTE, HERALD, NEWSLETTER, Folder


@pytest.fixture
def dossier(folder: Folder) -> Dossier:
    """Return the library dossier."""
    return open_dossier([folder.root])


def places(results: SearchResults) -> list[str]:
    """Return the hits as ``article paragraph``, without the date of the article."""
    return [f"{hit.article.id.partition('-')[0]} {hit.paragraph}" for hit in results.hits]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("roof", ["herald 0", "herald 2", "gazette 0", "gazette 1", "newsletter 1"]),
        ("ROOF -library", ["herald 0", "herald 2", "newsletter 1"]),
        ("roof promise", ["herald 2"]),
        ('"old roof"', ["herald 0"]),
        ('"roof old"', []),
        ("bucket", []),
        ("bucket*", ["gazette 1", "gazette 2"]),
        ("cafe naive", ["herald 3"]),
        ("Laîné", ["herald 4"]),
        ("図書館", ["herald 3"]),
        ("頑張れ", ["herald 3"]),
        ("sic", ["gazette 3"]),
        ('"[sic]"', ["gazette 3"]),
        ("@click", ["gazette 6"]),
        ("2012", ["gazette 3"]),
        ("roof in:herald", ["herald 0", "herald 2"]),
        ("roof -in:herald", ["gazette 0", "gazette 1", "newsletter 1"]),
        ("roof in:gazete", ["gazette 0", "gazette 1"]),
        ("roof in:newsletter-undated", ["newsletter 1"]),
        ("roof after:2021-03", ["herald 0", "herald 2", "gazette 0", "gazette 1"]),
        ("roof after:2021-03-05", ["herald 0", "herald 2"]),
        ("roof after:2021-05-20", ["herald 0", "herald 2"]),
        ("roof after:2021-06", []),
        ("roof before:2021-05", ["gazette 0", "gazette 1"]),
        ("roof before:2021-05-02", ["herald 0", "herald 2", "gazette 0", "gazette 1"]),
        ("roof -after:2000", ["newsletter 1"]),
        ("in:herald", ["herald 0"]),
        ("after:2021-03", ["herald 0", "gazette 0"]),
        ("before:1999", []),
        ("-roof in:herald", []),
        ("-roof", ["newsletter 0"]),
        ("AND", ["herald 3", "gazette 1", "gazette 2", "gazette 3"]),
        ("", []),
    ],
)
def test_text_is_found_newest_first(dossier: Dossier, typed: str, found: list[str]) -> None:
    results = search(dossier.index, parse_query(typed))
    assert places(results) == found
    assert results.total == len(found)
    assert results.problems == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("speaker:okafor", ["herald 2", "gazette 3", "gazette 4"]),
        ("speaker:marie", ["herald 2", "gazette 3", "gazette 4"]),
        ("speaker:okafro", ["herald 2", "gazette 3", "gazette 4"]),
        ("speaker:okafor roof", ["herald 2"]),
        ("speaker:okafor -roof", ["gazette 3", "gazette 4"]),
        ("speaker:okafor type:mixed", ["gazette 4"]),
        ("speaker:okafor -type:mixed", ["herald 2", "gazette 3"]),
        ("speaker:okafor in:gazette", ["gazette 3", "gazette 4"]),
        ("speaker:okafor before:2021-04", ["gazette 3", "gazette 4"]),
        ("-speaker:okafor type:direct", ["herald 4", "herald 4", "gazette 7"]),
        ("-speaker:okafor type:mixed", ["herald 3", "gazette 0", "newsletter 2"]),
        ("speaker:residents", ["gazette 7"]),
        ("speaker:residents winter", ["gazette 7"]),
        ("speaker:residents ring", ["gazette 8"]),
        ("type:indirect", []),
        ("type:none", []),
        ("type:mixed poor", []),
        ("-speaker:nobody-at-all poor", []),
        ("type:direct 頑張れ", []),
    ],
)
def test_quotations_are_found_newest_first(dossier: Dossier, typed: str, found: list[str]) -> None:
    results = search(dossier.index, parse_query(typed))
    assert places(results) == found
    assert results.total == len(found)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("speaker:xyzzy", "no speaker is called xyzzy"),
        ("party:whigs", "no party is called whigs"),
        ("party:okafor", "no party is called okafor"),
        ("role:bishop", "no role is called bishop"),
        ("in:times", "no article is published by times"),
    ],
)
def test_an_unknown_name_is_reported_and_finds_nothing(dossier: Dossier, typed: str, problem: str) -> None:
    results = search(dossier.index, parse_query(typed))
    assert (results.hits, results.total, results.problems) == ([], 0, (problem,))
    assert find_quotes(dossier.index, parse_query(typed)) == ([], (problem,))


def test_marks_that_quote_no_one_are_never_found(dossier: Dossier) -> None:
    every, _ = find_quotes(dossier.index)
    assert len(every) == 9
    assert not {"poor", "頑張れ 🙂"} & {quote.exact for quote in every}
    assert [quote.id for quote in article_quotes(dossier.index, HERALD)] == ["q1", "q2", "q4", "q5"]


def test_a_quotation_over_two_paragraphs_is_one(dossier: Dossier) -> None:
    for typed in ("speaker:qrg", "speaker:qrg winter", "speaker:qrg box", "speaker:qrg ring"):
        (quote,) = find_quotes(dossier.index, parse_query(typed))[0]
        assert [(piece.paragraph, piece.exact[:5]) for piece in quote.pieces] == [(7, "Every"), (8, "Next ")]
        assert quote.exact.endswith(
            "box by box. Next winter somebody else can carry them. Ring us on 01632 960000."
        )
        (hit,) = search(dossier.index, parse_query(typed)).hits
        assert hit.quote == quote.key


def test_quotations_come_in_order_of_time_and_of_reading(dossier: Dossier) -> None:
    every, _ = find_quotes(dossier.index)
    assert [(quote.article.id, quote.id) for quote in every] == [
        (NEWSLETTER, "q1"),
        (GAZETTE, "q1"), (GAZETTE, "q3"), (GAZETTE, "q4"), (GAZETTE, "q5"),
        (HERALD, "q1"), (HERALD, "q2"), (HERALD, "q4"), (HERALD, "q5"),
    ]  # fmt: skip
    assert [quote.display_name for quote in every][:3] == ["A volunteer", "the surveyors", "Mary Okafor"]


def test_quotations_come_in_order_of_reading_whatever_the_order_of_their_file(folder: Folder) -> None:
    entries = folder.read(f"quotes/{HERALD}.yaml").split("- id: ")[1:]
    folder.write(f"quotes/{HERALD}.yaml", "".join(f"- id: {entry}" for entry in reversed(entries)))
    index = open_dossier([folder.root]).index
    assert [quote.id for quote in article_quotes(index, HERALD)] == ["q1", "q2", "q4", "q5"]


def test_only_the_first_rows_are_given_and_all_are_counted(folder: Folder) -> None:
    paragraphs = "".join(f"  - Bucket {n} is full.\n" for n in range(1, 61))
    folder.write(
        "articles/many.yaml", f"headline: x\npublisher: y\nkind: original\nparagraphs:\n{paragraphs}"
    )
    pieces = "".join(
        f"- {{id: a{n}, paragraph: {n}, exact: Bucket {n}, speaker: tom-ashdown, type: direct"
        + (f", continues: a{n - 1}" if n % 2 == 0 else "")
        + "}\n"
        for n in range(1, 61)
    )
    folder.write("quotes/many.yaml", pieces)
    dossier = open_dossier([folder.root])
    assert dossier.findings() == []
    results = search(dossier.index, parse_query("bucket"))
    assert (len(results.hits), results.total) == (50, 60)
    assert [hit.paragraph for hit in results.hits] == list(range(1, 51))
    for typed, total in (("bucket speaker:ashdown", 30), ("in:y speaker:ashdown", 30)):
        results = search(dossier.index, parse_query(typed), limit=20)
        assert (len(results.hits), results.total) == (20, total)
        assert [hit.paragraph for hit in results.hits] == list(range(1, 41, 2))
        assert search(dossier.index, parse_query(typed), limit=30).total == total


def test_all_rows_are_given_where_a_statement_could_not_name_them_all(folder: Folder) -> None:
    paragraphs = "".join(f"  - Bucket {n} is full.\n" for n in range(1, 1_201))
    folder.write(
        "articles/many.yaml", f"headline: x\npublisher: y\nkind: original\nparagraphs:\n{paragraphs}"
    )
    index = open_dossier([folder.root]).index
    index.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    found = find_hits(index, parse_query("bucket"), limit=sys.maxsize)
    assert [hit.paragraph for hit in found] == list(range(1, 1_201))
    hits = find_hits(index, parse_query("speaker:okafor"), limit=sys.maxsize)
    assert hits == search(index, parse_query("speaker:okafor")).hits
    assert len(hits) == 3


# -- roles on a date ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # Okafor led until April 2021: in the Gazette of March, no longer in the Herald of May.
        ("role:leader", ["herald 3", "gazette 3", "gazette 4"]),
        ("role:leader speaker:okafor", ["gazette 3", "gazette 4"]),
        ("role:leader speaker:ashdown", ["herald 3"]),
        ("role:councillor", ["herald 2", "gazette 3", "gazette 4"]),
        ("party:green", ["herald 2", "gazette 3", "gazette 4"]),
        ("party:grn", ["herald 2", "gazette 3", "gazette 4"]),
        ("party:purple", ["herald 3"]),
        ("-party:green", ["herald 3", "herald 4", "herald 4", "gazette 0", "gazette 7", "newsletter 2"]),
        ("party:green role:leader", ["gazette 3", "gazette 4"]),
        ("-party:purple -party:green", ["herald 4", "herald 4", "gazette 0", "gazette 7", "newsletter 2"]),
    ],
)
def test_a_role_counts_where_it_was_held_on_the_articles_day(
    dossier: Dossier, typed: str, found: list[str]
) -> None:
    assert places(search(dossier.index, parse_query(typed))) == found


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        (None, "2021-03-03", False),
        (None, "2021-03-04", True),
        (None, "2021-03", True),
        (None, "2021", True),
        (None, "2021-02", False),
        (None, "2020", False),
        ("2021-03-04", None, True),
        ("2021-03-05", None, False),
        ("2021-03", None, True),
        ("2021-04", None, False),
        ("2021", "2021", True),
        (None, None, True),
    ],
)
def test_a_role_is_ruled_out_by_dates_alone(
    folder: Folder, start: str | None, end: str | None, holds: bool
) -> None:
    dates = "".join(
        f"      {key}: '{day}'\n" for key, day in (("start_date", start), ("end_date", end)) if day
    )
    folder.write(
        "people.yaml",
        "- id: mary-okafor\n  name: Mary Okafor\n  memberships:\n"
        "    - organization_id: riverside-council\n      role: Beadle\n      on_behalf_of_id: purple-party\n"
        + dates,
    )
    index = open_dossier([folder.root]).index
    expected = ["gazette 3", "gazette 4"] if holds else []
    for typed in ("role:beadle", "party:purple"):
        assert places(search(index, parse_query(f"{typed} in:gazette"))) == expected
    assert bool(roles_on(index, "mary-okafor", "2021-03-04").roles) == holds


def test_what_somebody_was_on_a_day_in_words(dossier: Dossier) -> None:
    index = dossier.index
    march, may = roles_on(index, "mary-okafor", "2021-03-04"), roles_on(index, "mary-okafor", "2021-05")
    led, seat = "(21 May 2019 to Apr 2021)", "Councillor for Quayside (from May 2015)"
    assert march.describe() == f"Leader of the Council, Riverside Council {led}; {seat}"
    assert may.describe() == seat
    after = roles_on(index, "mary-okafor", "2021-06-02")
    assert after.describe() == "Councillor for Quayside, Green Party (last recorded 1 Jun 2021)"
    assert (march.party, march.party_short) == ("Green Party", "Grn")
    assert roles_on(index, "tom-ashdown", "2021-03-04").describe() == ""
    until = "Councillor, Purple Party (unclear: until 3 Mar 2021)"
    assert roles_on(index, "tom-ashdown", "2021-03").describe() == until
    assert roles_on(index, "tom-ashdown", "2021-03-03").describe() == "Councillor (2019 to 3 Mar 2021)"
    assert [role.role for role in roles_on(index, "tom-ashdown", None).roles] == [
        "Leader of the Council",
        "Councillor",
    ]
    assert roles_on(index, None, "2021-03-04").party is None
    assert roles_on(index, "nobody", "2021-03-04").describe() == ""


def test_the_shipped_roles_have_their_dates() -> None:
    shipped = open_dossier()
    words = roles_on(shipped.index, "howard-doe", "2019-09-04").describe()
    assert "Deputy Leader" in words
    assert "Councillor for Rainham South (May 2015 to 4 May 2023" in words
    jarrett = roles_on(shipped.index, "alan-jarrett", "2019-09-04").describe()
    assert "Leader of the Council, Medway Council (27 May 2015 to May 2023)" in jarrett
    assert "Councillor for Lordswood & Capstone (2003 to May 2023" in jarrett


def test_a_role_without_dates_is_reported_to_have_none(folder: Folder) -> None:
    folder.change("people.yaml", '      start_date: "2015-05"\n      checked: "2021-06-01"\n', "")
    index = open_dossier([folder.root]).index
    roles = roles_on(index, "mary-okafor", "2021-05")
    assert roles.describe() == "Councillor for Quayside, Green Party (recorded, dates not known)"
    assert roles.standing is not None
    assert (roles.standing.status, roles.is_party_unclear) == ("undated", False)


# -- any input --------------------------------------------------------------------------------------

WORDS = sorted({word for text in FILES.values() for word in text.split()})
TYPED = st.text() | st.lists(
    st.sampled_from(
        [*WORDS, "speaker:", "-", '"', "*", "in:", "after:", "type:", "role:", "(", "'", "NEAR(", "\0"]
    )
).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED, typing=st.booleans())
def test_no_search_raises(dossier: Dossier, typed: str, typing: bool) -> None:
    """The dossier is read-only, so all examples share it."""
    query: Query = parse_query(typed, typing=typing)
    results = search(dossier.index, query)
    assert results.total >= len(results.hits)
    if query.match_expression() is not None and not query.searches_quotes:
        assert all(query.find_spans(hit.text) for hit in results.hits)
    found, problems = find_quotes(dossier.index, query)
    assert problems == results.problems
    assert len(found) <= 9


@pytest.mark.parametrize("number", [3, 40])
def test_the_beginning_of_a_word_finds_every_word_that_begins_so(folder: Folder, number: int) -> None:
    words = [f"Zephyr{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(number)]
    for word in words:
        folder.append(f"articles/{GAZETTE}.yaml", f"  - The barge {word} came in.\n")
    index = open_dossier([folder.root]).index
    for typed in ("zephyr", "ZEPHYR", "barge zephyr", "zephyra"):
        found = search(index, parse_query(typed, typing=True), limit=100)
        asked = typed.split()[-1].lower()
        assert found.total == sum(word.lower().startswith(asked) for word in words)
        assert [hit.key for hit in found.hits] == sorted(hit.key for hit in found.hits)
    assert search(index, parse_query("zephyr", typing=False)).total == 0
    without = search(index, parse_query("barge -zephyr*"))
    assert without.total == 0


def test_a_name_that_is_new_is_known_at_once(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    asking = dossier.index.clone()
    assert search(asking, parse_query("speaker:quillfeather")).problems
    folder.append("people.yaml", "- id: nora-quillfeather\n  name: Nora Quillfeather\n")
    dossier.refresh()
    assert search(asking, parse_query("speaker:quillfeather")).problems == ()
    assert search(dossier.index, parse_query("speaker:quilfeather")).problems == ()
