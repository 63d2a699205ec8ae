"""The timeline as numbers: its order, its places, its counts, and its filter."""

from __future__ import annotations

import random
from datetime import date
from typing import NamedTuple

import pytest

from medway_tui import dates
from medway_tui.index.connection import Index
from medway_tui.index.inspections import SourceRow
from medway_tui.index.source_names import SourceNames, short_names, source_names
from medway_tui.index.timeline import (
    BINS,
    ArticleEntry,
    EventEntry,
    InspectionEntry,
    QuoteEntry,
    Timeline,
    TimelineRow,
    YearHeading,
    find_row,
    list_timeline,
    load_rows,
)
from medway_tui.index.timeline_query import ENTRY_KINDS, parse_timeline_query
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

DATES = (
    "2019",
    "2019-02",
    "2019-02-03",
    "2019-02-03/2019-03",
    "2019/2020",
    "2020-01-01",
    "2021-12-31",
    "2020",
)


class Item(NamedTuple):
    """An entry that was written, in the words of the test."""

    first: date
    is_article: bool
    last: date
    number: int
    id: str


@pytest.fixture(scope="module", params=range(3))
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Index, list[Item]]:
    """A dossier with random dates, and its entries in the order in which they are written."""
    chance = random.Random(request.param)  # noqa: S311 - not for secrets
    folder = Folder(tmp_path_factory.mktemp("dated"))
    folder.write("dossier.yaml", "id: dated\ntitle: Dated\n")
    items, events = [], []
    for number in range(40):
        day = chance.choice(DATES)
        items.append(Item(dates.first_day(day), False, dates.last_day(day), number, f"event-{number}"))
        events.append(f'- id: event-{number}\n  date: "{day}"\n  title: Event {number}\n  note: x\n')
    folder.write("events.yaml", "".join(events))
    for number in range(25):
        day = chance.choice([each for each in DATES if "/" not in each])
        name = f"article-{number}"
        items.append(Item(dates.first_day(day), True, dates.last_day(day), number, name))
        folder.write(
            f"articles/{name}.yaml",
            f'headline: Article {number}\npublisher: Post\npublished: "{day}"\nkind: original\nparagraphs:\n'
            "  - He said “one” and “two”.\n",
        )
        folder.write(
            f"quotes/{name}.yaml",
            "".join(
                f"- id: {word}\n  paragraph: 1\n  exact: {word}\n  attribution: He\n  type: mixed\n"
                for word in ("one", "two")
            ),
        )
    return open_dossier([folder.root]).index, items


def entry_name(row: TimelineRow | None) -> str:
    """Return a row in a word."""
    assert row is not None
    if isinstance(row, YearHeading):
        return f"year {row.year}"
    if isinstance(row, EventEntry):
        return row.event.id
    if isinstance(row, InspectionEntry):
        return f"{row.inspection.id}#{row.part}"
    if isinstance(row, ArticleEntry):
        return row.article.id
    return f"{row.quote.article.id}#{row.quote.id}"


def names(index: Index, timeline: Timeline) -> list[str]:
    return list(map(entry_name, load_rows(index, timeline, range(len(timeline)))))


def listed(index: Index, text: str = "") -> list[str]:
    """Return the entries that match a filter, without headings."""
    timeline = list_timeline(index, parse_timeline_query(text))
    return [name for name in names(index, timeline) if not name.startswith("year ")]


# -- the order -----------------------------------------------------------------------------------------


def test_entries_are_in_order_of_their_first_day_under_their_years(written: tuple[Index, list[Item]]) -> None:
    index, items = written
    shown = names(index, list_timeline(index, parse_timeline_query("")))
    by_name = {item.id: item for item in items}
    records = [name for name in shown if name in by_name]
    assert sorted(records) == sorted(by_name)
    # Articles of one day are in the order of their keys, in every list.
    order = [by_name[name][:2] for name in records]
    assert order == sorted(order)
    events = [by_name[name] for name in records if not by_name[name].is_article]
    assert events == sorted(events)
    year: int | None = None
    for name in shown:
        if name.startswith("year "):
            year = int(name[5:])
        else:
            assert by_name[name.partition("#")[0]].first.year == year
    for name in (item.id for item in items if item.is_article):
        at = shown.index(name)
        assert shown[at + 1 : at + 3] == [f"{name}#one", f"{name}#two"]


def test_every_row_is_found_again(written: tuple[Index, list[Item]]) -> None:
    index, _ = written
    for text in ("", "kind:event kind:quote", "after:2020"):
        timeline = list_timeline(index, parse_timeline_query(text))
        for number, name in enumerate(names(index, timeline)):
            if not name.startswith("year "):
                kind = "event" if name.startswith("event") else "quote" if "#" in name else "article"
                assert find_row(index, timeline, kind, name) == number
    assert find_row(index, timeline, "event", "event-none") is None
    assert find_row(index, timeline, "article", "article-none") is None


def test_the_counts_of_the_years_are_those_of_the_entries(written: tuple[Index, list[Item]]) -> None:
    index, items = written
    timeline = list_timeline(index, parse_timeline_query(""))
    firsts = [item.first for item in items for _ in range(3 if item.is_article else 1)]
    start, end = date(min(firsts).year, 1, 1), date(max(firsts).year + 1, 1, 1)
    expected = [0] * BINS
    for first in firsts:
        expected[(first - start).days * BINS // (end - start).days] += 1
    assert list(timeline.density) == expected
    shown = names(index, timeline)
    for part in range(0, BINS, 7):
        # The first entry in this part, or later.
        day = start + (end - start) * part / BINS
        row = timeline.row_at(part)
        later = [
            item.first for item in items if (item.first - start).days * BINS >= part * (end - start).days
        ]
        if later:
            after = next(name for name in shown[row:] if not name.startswith("year "))
            assert next(item.first for item in items if item.id == after.partition("#")[0]) == min(later), day


def test_nothing_matches_nothing(written: tuple[Index, list[Item]]) -> None:
    index, _ = written
    timeline = list_timeline(index, parse_timeline_query("nowhere"))
    assert (len(timeline), timeline.years, list(timeline.density)) == (0, None, [])
    assert timeline.bin_of(1) == timeline.row_at(0) == 0


def test_n_goes_from_event_to_event(written: tuple[Index, list[Item]]) -> None:
    index, items = written
    timeline = list_timeline(index, parse_timeline_query(""))
    shown = names(index, timeline)
    row, passed = timeline.next_record(-1, 1), []
    while row is not None:
        passed.append(shown[row])
        row = timeline.next_record(row, 1)
    assert sorted(passed) == sorted(item.id for item in items if not item.is_article)
    assert timeline.next_record(shown.index(passed[3]), -1) == shown.index(passed[2])


# -- the filter ----------------------------------------------------------------------------------------


def test_kinds_of_the_filter() -> None:
    assert parse_timeline_query("").kinds == frozenset(ENTRY_KINDS)
    assert parse_timeline_query("kind:promises kind:Deadline roof").kinds == {"promise", "deadline"}
    assert parse_timeline_query("-kind:quotation").kinds == set(ENTRY_KINDS) - {"quote"}
    assert parse_timeline_query('kind:"event" roof').query.words[0].tokens == ("roof",)
    # A word that is being typed is no problem yet.
    assert not parse_timeline_query("kind:pro", typing=True).problems
    [problem] = parse_timeline_query("kind:promize").problems
    assert problem.endswith("not promize (did you mean promise?)")
    assert parse_timeline_query("kind: roof").problems == ("kind: wants a kind right after the colon",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind:event", ["first-survey", "okafor-steps-down"]),
        ("kind:inspection", ["first-survey", "2012-roof#report", "2021-roof#visit", "2021-roof#report"]),
        ("kind:article", [GAZETTE, HERALD, NEWSLETTER]),
        ("kind:article roof", [GAZETTE, HERALD, NEWSLETTER]),
        ("kind:event roof", ["first-survey"]),
        ("kind:event -roof", ["okafor-steps-down"]),
        ("kind:event kind:inspection after:2021-02", ["2021-roof#report", "okafor-steps-down"]),
        ("kind:event kind:inspection before:2021", ["first-survey", "2012-roof#report"]),
        ("kind:event speaker:okafor", ["okafor-steps-down"]),
        ("kind:event -speaker:okafor", ["first-survey"]),
        ("kind:event in:herald", ["okafor-steps-down"]),
        ("kind:event in:gazette", []),
        ("kind:quote in:herald speaker:ashdown", [f"{HERALD}#q2"]),
        ("speaker:laine", [HERALD, f"{HERALD}#q4", f"{HERALD}#q5"]),
        ("party:green kind:event", []),
    ],
)
def test_entries_that_match(folder: Folder, text: str, expected: list[str]) -> None:
    assert listed(open_dossier([folder.root]).index, text) == expected


def test_a_source_of_the_publisher_counts(folder: Folder) -> None:
    folder.append(
        "events.yaml",
        '- id: repaired\n  date: "2022"\n  title: Repaired\n  sources:\n'
        "    - url: https://www.gazette.example.org/repaired\n",
    )
    assert listed(open_dossier([folder.root]).index, "kind:event in:gazette") == ["repaired"]


def test_an_event_on_the_days_of_a_visit_that_names_the_report_is_the_visit(folder: Folder) -> None:
    folder.append(
        "events.yaml",
        '- id: visited\n  date: "2021-01-11/2021-01-22"\n  title: The roof is seen\n  sources:\n'
        "    - url: https://surveys.example.org/42\n"
        '- id: same-days\n  date: "2021-01-11/2021-01-22"\n  title: The band plays\n  note: x\n',
    )
    index = open_dossier([folder.root]).index
    timeline = list_timeline(index, parse_timeline_query("after:2021 before:2021-02"))
    rows = {entry_name(row): row for row in load_rows(index, timeline, range(len(timeline)))}
    assert list(rows) == ["year 2021", "visited", "same-days"]
    visited, other = rows["visited"], rows["same-days"]
    assert isinstance(visited, EventEntry)
    assert visited.inspection is not None
    assert (visited.inspection.inspection.id, visited.inspection.part) == ("2021-roof", "visit")
    assert isinstance(other, EventEntry)
    assert other.inspection is None
    assert find_row(index, timeline, "inspection", "2021-roof#visit") == 1


def test_a_difference_marks_the_quotation_and_the_event_whose_words_it_has(folder: Folder) -> None:
    index = open_dossier([folder.root]).index
    timeline = list_timeline(index, parse_timeline_query(""))
    marked = {
        entry_name(row): row.differences
        for row in load_rows(index, timeline, range(len(timeline)))
        if isinstance(row, (EventEntry, QuoteEntry)) and row.differences
    }
    assert set(marked.values()) <= {("okafor-first-name",)}


# -- short names ---------------------------------------------------------------------------------------


def test_short_names_are_derived_and_never_shared() -> None:
    assert short_names(
        ["BBC News", "KentOnline", "The Guardian", "Kent Messenger", "Friends of the Library"]
    ) == {
        "BBC News": "BBC",
        "KentOnline": "KO",
        "The Guardian": "Guardian",
        "Kent Messenger": "KM",
        "Friends of the Library": "FL",
    }
    assert short_names(["BBC News", "BBC Kent", "ITV News"]) == {
        "ITV News": "ITV",
        "BBC News": "BBC News",
        "BBC Kent": "BBC Kent",
    }
    assert short_names(["Kent Messenger", "Kings Mercury", "KM"]) == {
        "Kent Messenger": "KeMe",
        "Kings Mercury": "KiMe",
        "KM": "KM",
    }


@pytest.mark.parametrize(
    ("url", "note", "expected"),
    [
        ("https://files.ofsted.gov.uk/v1/file/1", "The report", "report"),
        ("https://files.ofsted.gov.uk/v1/file/2", None, "Ofsted"),
        ("https://www.kentonline.co.uk/medway/news/1", "KentOnline; with effect from 1 January", "KO"),
        ("https://democracy.medway.gov.uk/mgAi.aspx?ID=1", "Minutes of the committee", "Medway"),
        (
            "https://www.communitycare.co.uk/2022/",
            "Community Care, 21 June 2022; the fourth",
            "Community Care",
        ),
        ("https://docslib.org/doc/1", "The commissioner’s update", "Docslib"),
        (None, "KentOnline’s article 95301, 4 May 2016", "KO"),
        (None, "A letter to the council of the town", "A letter to"),
        (None, None, ""),
    ],
)
def test_short_names_of_public_sources(url: str | None, note: str | None, expected: str) -> None:
    known = SourceNames(
        {"KentOnline": "https://kentonline.co.uk/1", "BBC News": None},
        ["https://files.ofsted.gov.uk/v1/file/1"],
    )
    assert known.source(SourceRow(url, note, None)) == expected


def test_short_names_of_the_dossier(folder: Folder) -> None:
    known = source_names(open_dossier([folder.root]).index)
    assert [known.publisher(name) for name in ("Riverside Gazette", "Daily Herald", "Other Paper")] == [
        "RG", "DH", "OP",
    ]  # fmt: skip
