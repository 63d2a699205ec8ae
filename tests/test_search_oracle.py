"""Search compared with brute force over every paragraph and quotation."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medway_tui import dates
from medway_tui.index import query_compiler
from medway_tui.index.connection import Index
from medway_tui.index.listing import list_by_speaker
from medway_tui.index.query_language import Filter, Query, Word, parse_query
from medway_tui.index.quotes import find_quotes
from medway_tui.index.search import (
    count_hits,
    find_hit_keys,
    find_hits,
    matches_in_article,
    next_matching_article,
)
from medway_tui.model.roles import RoleDates, role_on
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import Folder

WORDS = ("roof", "rota", "rot", "slate", "cellar", "kettle", "winter", "books")
PEOPLE = {"ada-vance": "Ada Vance", "ben-vale": "Ben Vale", "cy-orme": "Cy Orme"}
PARTIES = {"green-party": "Green Party", "purple-party": "Purple Party"}
ROLES = ("Leader", "Deputy Leader", "Mayor")
PUBLISHERS = ("Daily Herald", "Gazette", "Herald on Sunday")
DATES = ("2018", "2019-05", "2019-05-20", "2019-06", "2020", "2020-01-01", "2020-12-31", None)


def write(folder: Folder, chance: random.Random, *, additions: bool) -> None:
    """Write random articles and quotations, dated to days, months and years.

    With ``additions``, there are joint statements, captions, and roles that a source shows on a day.
    """
    folder.write("dossier.yaml", "id: by-chance\ntitle: By chance\nlanguage: en-GB\n")
    people(folder, chance, checked=additions)
    parties = "".join(
        f"- id: {each}\n  name: {name}\n  classification: party\n" for each, name in PARTIES.items()
    )
    folder.write("organisations.yaml", f"{parties}- id: council\n  name: The Council\n")
    for n in range(40):
        date = chance.choice(DATES)
        texts = [" ".join(chance.choices(WORDS, k=chance.randint(2, 5))) for _ in range(4)]
        folder.write(
            f"articles/a{n}.yaml",
            f"headline: {texts[0]}\npublisher: {chance.choice(PUBLISHERS)}\nkind: original\n"
            + (f'published: "{date}"\n' if date else "")
            + "paragraphs:\n"
            + "".join(
                f"  - text: {text}\n    kind: caption\n" if additions and number == 1 else f"  - {text}\n"
                for number, text in enumerate(texts[1:])
            ),
        )
        entries, before = "", ""
        for number, text in enumerate(texts):
            if chance.random() < 0.3:
                before = ""
                continue
            keys = before
            goes_on = before and "none" not in before and chance.random() < 0.3
            if not goes_on:
                speaker = chance.choice([*PEOPLE, "stranger", None])
                keys = f"  speaker: {speaker}\n" if speaker else ""
                if additions and chance.random() < 0.4:
                    keys = f"  speakers: [{', '.join(chance.sample([*PEOPLE, 'stranger'], k=2))}]\n"
                keys += f"  type: {chance.choice(('direct', 'mixed', 'indirect', 'none'))}\n"
            place = f"paragraph: {number}"
            if additions and number > 1:
                place = "caption: 1" if number == 2 else f"paragraph: {number - 1}"
            entries += f"- id: q{number}\n  {place}\n  exact: {text}\n{keys}"
            entries += f"  continues: q{number - 1}\n" if goes_on else ""
            before = keys
        folder.write(f"quotes/a{n}.yaml", entries or "[]\n")


def people(folder: Folder, chance: random.Random, *, checked: bool = False) -> None:
    """Write people with roles that start and end, or are ``checked`` on a day."""
    lines = ""
    for each, name in PEOPLE.items():
        lines += f"- id: {each}\n  name: {name}\n  memberships:\n"
        for _ in range(2):
            lines += f"    - organization_id: council\n      role: {chance.choice(ROLES)}\n"
            if chance.random() < 0.7:
                lines += f"      on_behalf_of_id: {chance.choice(list(PARTIES))}\n"
            start, end = sorted((chance.choice(DATES[:-1]) or "", chance.choice(DATES[:-1]) or ""))
            lines += f'      start_date: "{start}"\n' if chance.random() < 0.6 else ""
            lines += f'      end_date: "{end}"\n' if chance.random() < 0.6 else ""
            lines += f'      checked: "{chance.choice(DATES[:-1])}"\n' if checked else ""
    folder.write("people.yaml", lines)


class SearchItem(NamedTuple):
    """A paragraph or a part of a quotation."""

    key: int
    head: int
    number: int
    text: str
    speakers: tuple[str, ...]
    type: str | None
    article: str
    publisher: str
    first: int | None
    last: int | None
    published: str | None


_ARTICLE = "a.id, a.publisher, a.first_day, a.last_day, a.published"


def all_items(index: Index, *, of_quotes: bool) -> list[SearchItem]:
    """Return all of them, newest first."""
    if of_quotes:
        statement = (
            "SELECT q.key, coalesce(q.continues, q.key), q.block, q.exact, coalesce(q.speakers, '[]'),"
            f" q.speaker, q.type, {_ARTICLE} FROM quote q JOIN article a ON a.key = q.article"
            " WHERE q.type <> 'none' ORDER BY 1"
        )
    else:
        statement = (
            f"SELECT p.key, p.key, p.key & 0xFFFFF, p.text, '[]', NULL, NULL, {_ARTICLE}"
            " FROM paragraph p JOIN article a ON a.key = p.key >> 20 ORDER BY 1"
        )
    return [
        SearchItem._make((*row[:4], tuple(json.loads(row[4])) or tuple(filter(None, row[5:6])), *row[6:]))
        for row in index.rows(statement)
    ]


def brute_force(index: Index, query: Query, *, of_quotes: bool) -> Iterator[SearchItem]:
    """Yield what matches a query."""
    held = index.rows("SELECT agent, role, on_behalf_of, start_date, end_date, checked FROM membership")
    headlines = not of_quotes and all(word.negative for word in query.words)
    for thing in all_items(index, of_quotes=of_quotes):
        if headlines and thing.number:
            continue
        if all(stands(word, thing.text) != word.negative for word in query.words) and all(
            holds(each, thing, held) != each.negative for each in query.filters
        ):
            yield thing


def stands(word: Word, text: str) -> bool:
    """Whether a word or phrase is in a text."""
    end = r"\w*" if word.prefix else ""
    return re.search(rf"\b{' '.join(word.tokens)}{end}\b", text) is not None


def matching_agents(typed: str, names: dict[str, str]) -> set[str]:
    """Return whom a correctly spelt name matches."""
    return {
        each
        for each, name in names.items()
        if all(any(word.startswith(part) for word in name.lower().split()) for part in typed.split())
    }


def holds(each: Filter, thing: SearchItem, held: list[Any]) -> bool:
    """Whether a filter matches, ignoring negation."""
    value = each.value
    if each.name == "type":
        return thing.type == value
    if each.name == "in":
        return thing.article == value or thing.publisher in matching_agents(
            value, {each: each for each in PUBLISHERS}
        )
    if each.name == "speaker":
        return not (matching_agents(value, PEOPLE) or {value}).isdisjoint(thing.speakers)
    if each.name in ("after", "before"):
        day = dates.first_day(value).toordinal()
        if thing.first is None or thing.last is None:
            return False
        return thing.last >= day if each.name == "after" else thing.first < day
    wanted = matching_agents(value, PARTIES if each.name == "party" else {each: each for each in ROLES})
    return any(
        agent in thing.speakers
        and (party if each.name == "party" else role) in wanted
        and role_on(RoleDates(*when), thing.published).is_shown
        for agent, role, party, *when in held
    )


PART = st.one_of(
    st.sampled_from([*WORDS, "ro*", "rot*", '"roof rot"', '"slate roof"', "k*"]),
    st.sampled_from(["speaker:ada", "speaker:va", "speaker:orme", "speaker:stranger"]),
    st.sampled_from(
        ["party:green", "party:purple", "party:party", "role:leader", "role:deputy", "role:mayor"]
    ),
    st.sampled_from(["in:herald", "in:gazette", "in:sunday", "in:a3", "in:a17"]),
    st.sampled_from(["type:direct", "type:mixed", "type:indirect"]),
    st.sampled_from([f"{name}:{date}" for name in ("after", "before") for date in DATES if date]),
)
ASKED = st.lists(st.tuples(st.sampled_from(["", "", "", "-"]), PART).map("".join), min_size=1, max_size=4)


@pytest.fixture(params=["built", "with other roles", "with few speakers looked for", "with additions"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """Return a random dossier, as built or after everybody's roles changed."""
    folder = Folder(tmp_path / "dossier")
    chance = random.Random(request.param)  # noqa: S311 - no secret
    write(folder, chance, additions=request.param == "with additions")
    dossier = open_dossier([folder.root])
    if request.param == "with other roles":
        people(folder, chance)
        dossier.refresh()
    if request.param == "with few speakers looked for":
        monkeypatch.setattr(query_compiler, "_MANY_SPEAKERS", 0)
    return dossier.index


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=ASKED)
def test_what_is_found_is_what_fits_and_in_its_order(index: Index, parts: list[str]) -> None:
    """The dossier is read-only, so all examples share it."""
    query = parse_query(" ".join(parts))
    found = list(
        {
            thing.head: thing
            for thing in reversed([*brute_force(index, query, of_quotes=query.searches_quotes)])
        }.values()
    )[::-1]
    assert [hit.key for hit in find_hits(index, query, limit=1_000)] == [thing.key for thing in found]
    assert list(find_hit_keys(index, query)) == [thing.key for thing in found]
    assert count_hits(index, query) == len(found)
    first = find_hits(index, query, limit=3)
    more = find_hits(index, query, limit=3, so_far=first) if len(first) == 3 else []
    assert [hit.key for hit in first + more] == [thing.key for thing in found[:6]]
    for article in ("a3", "a17"):
        here = [thing for thing in found if thing.article == article]
        assert matches_in_article(index, query, article) == sorted(
            thing.head if query.searches_quotes else thing.number for thing in here
        )
    if found:
        newest, oldest = found[0].article, found[-1].article
        assert next_matching_article(index, query, newest, 1) is None
        assert next_matching_article(index, query, oldest, -1) is None
    said = {thing.head for thing in brute_force(index, query, of_quotes=True)}
    assert {quote.key for quote in find_quotes(index, query)[0]} == said
    assert list_by_speaker(index, query).quotes == len(said)
