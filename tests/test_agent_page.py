"""The page of a person or organisation, as the index has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui.index.agent_page import (
    CoSpeaker,
    count_by_publisher,
    find_agent,
    find_co_speakers,
    find_printed_names,
    sourced_roles,
)
from medway_tui.index.names import count_quotes_by_speaker
from medway_tui.index.people_listing import list_people, summarise_people
from medway_tui.index.quotes import find_quotes
from medway_tui.model.roles import RoleDates, describe_period
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, mark_drafts


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Dossier]:
    """Return the dossier with a joint statement, captions and promises."""
    dossier = open_dossier([write_additions(tmp_path / "additions").root])
    yield dossier
    dossier.close()


def printed(dossier: Dossier, agent: str, limit: int = 3) -> dict[str, tuple[list[str], bool]]:
    """Return the places of each form of a name, and whether there are more."""
    return {
        name.name: (
            [f"{place.article.id} {place.place.short_label} {place.start}" for place in name.places],
            name.has_more,
        )
        for name in find_printed_names(dossier.index, agent, limit=limit)
    }


def test_each_form_of_a_name_has_the_places_that_print_it_in_order(opened: Dossier) -> None:
    assert printed(opened, "mary-okafor") == {
        "Mary Okafor": ([f"{GAZETTE} ¶3 15", f"{CAPTIONED} ¶1 16"], False),
        "Marie Okafor": ([f"{HERALD} ¶2 0"], False),
        "Cllr Okafor": ([f"{GAZETTE} ¶4 32"], False),
    }
    assert printed(opened, "tom-ashdown")["Tom Ashdown"][0] == [
        f"{HERALD} ¶3 0", f"{CAPTIONED} caption 1 30", f"{CAPTIONED} ¶1 0",
    ]  # fmt: skip
    assert printed(opened, "tom-ashdown", limit=2)["Tom Ashdown"] == (
        [f"{HERALD} ¶3 0", f"{CAPTIONED} caption 1 30"],
        True,
    )
    assert printed(opened, "zoe-laine")["Zoë Laîné"][0] == [f"{HERALD} ¶4 34"]
    # The apostrophe may be another one; other letters, and a part of a word, may not.
    assert printed(opened, "quay-residents") == {
        "Quay Residents’ Group": ([f"{GAZETTE} ¶7 4"], False),
        "QRG": ([], False),
    }


def test_a_form_within_a_longer_one_is_not_printed_there(folder: Folder) -> None:
    folder.change("people.yaml", "    - name: Cllr Okafor\n", "    - name: Cllr Okafor\n    - name: Okafor\n")
    folder.change(f"articles/{NEWSLETTER}.yaml", "The kettle is mended", "The okafor and OKAFOR kettle")
    folder.append(f"articles/{NEWSLETTER}.yaml", "  - Mary Okafor, says Okafor, is no Okaforian.\n")
    dossier = open_dossier([folder.root])
    assert printed(dossier, "mary-okafor")["Okafor"] == ([f"{NEWSLETTER} ¶3 18"], False)
    dossier.close()


@pytest.mark.parametrize("name", ['"', "“”", "(", "a* OR b", "NEAR(", "-", "text:"])
def test_a_name_of_marks_breaks_no_query(folder: Folder, name: str) -> None:
    escaped = name.replace('"', '\\"')
    folder.change("people.yaml", "    - name: Cllr Okafor\n", f'    - name: "{escaped}"\n')
    dossier = open_dossier([folder.root])
    assert name in printed(dossier, "mary-okafor")
    assert list_people(dossier.index, name) is not None
    dossier.close()


def test_quotations_by_publisher_count_joint_statements_and_no_repeats(opened: Dossier) -> None:
    quotes, _ = find_quotes(opened.index)
    for agent in count_quotes_by_speaker(opened.index):
        expected = Counter(
            quote.article.publisher for quote in quotes if agent in quote.speakers and quote.repeats is None
        )
        found = count_by_publisher(opened.index, agent)
        assert {each.publisher: each.quotes for each in found} == expected
        assert sum(each.quotes for each in found) == count_quotes_by_speaker(opened.index)[agent]
        assert [each.quotes for each in found] == sorted((each.quotes for each in found), reverse=True)


def test_drafts_are_counted_apart(folder: Folder) -> None:
    mark_drafts(folder)
    dossier = open_dossier([folder.root])
    by_publisher = {each.publisher: each[1:] for each in count_by_publisher(dossier.index, "mary-okafor")}
    assert by_publisher == {"Riverside Gazette": (0, 2), "Daily Herald": (1, 0)}
    dossier.close()


@pytest.mark.parametrize("limit", [5_000, 0])
def test_speakers_of_the_same_articles_are_counted_by_article(
    opened: Dossier, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medway_tui.index.agent_page._MANY_QUOTES", limit)
    assert find_co_speakers(opened.index, "mary-okafor") == [
        CoSpeaker("tom-ashdown", 2), CoSpeaker("quay-residents", 1), CoSpeaker("zoe-laine", 1),
    ]  # fmt: skip
    assert find_co_speakers(opened.index, "green-party") == []
    quotes, _ = find_quotes(opened.index)
    articles: dict[str, set[str]] = {}
    for quote in quotes:
        for speaker in quote.speakers:
            articles.setdefault(speaker, set()).add(quote.article.id)
    for agent, own in articles.items():
        assert {each.agent: each.articles for each in find_co_speakers(opened.index, agent)} == {
            other: len(own & theirs) for other, theirs in articles.items() if other != agent and own & theirs
        }


def test_roles_come_in_order_of_time_with_their_sources(opened: Dossier) -> None:
    roles = sourced_roles(opened.index, "mary-okafor")
    assert [(each.role.role, describe_period(each.role.dates), len(each.sources)) for each in roles] == [
        ("Councillor", "[from May 2015, last recorded 4 Mar 2021]", 1),
        ("Leader of the Council", "21 May 2019 – Apr 2021", 1),
    ]


@pytest.mark.parametrize(
    ("dates", "period"),
    [
        (RoleDates("2015-05-27", "2023-05"), "27 May 2015 – May 2023"),
        (RoleDates("2003", "2023-05", inferred=True), "[2003 – May 2023]"),
        (RoleDates("2023-05-24", None, "2024-12-15"), "from 24 May 2023, last recorded 15 Dec 2024"),
        (RoleDates("2023-05-24"), "from 24 May 2023, end not recorded"),
        (RoleDates(None, "2015"), "until 2015, start not known"),
        (RoleDates(None, None, "2022-03-03"), "last recorded 3 Mar 2022"),
        (RoleDates(), "recorded, dates not known"),
    ],
)
def test_the_period_of_a_role_in_words(dates: RoleDates, period: str) -> None:
    assert describe_period(dates) == period


def test_a_speaker_that_no_file_describes_has_a_page(folder: Folder) -> None:
    folder.change(f"quotes/{NEWSLETTER}.yaml", "attribution: A volunteer", "speaker: a-volunteer")
    dossier = open_dossier([folder.root])
    header = find_agent(dossier.index, "a-volunteer")
    assert header is not None
    assert (header.kind, header.name, header.where) == (None, "a-volunteer", None)
    assert find_agent(dossier.index, "somebody-else") is None
    listing = list_people(dossier.index)
    assert listing.sizes() == [
        ("Councillors", 2), ("Other people", 1), ("Organisations", 4), ("Without an entry", 1),
    ]  # fmt: skip
    dossier.close()


def test_the_list_has_councillors_first_and_those_who_are_quoted(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    listing = list_people(dossier.index)
    rows = list(listing.rows(range(len(listing))))
    assert [agent or heading for heading, agent, *_ in rows] == [
        "Councillors", "tom-ashdown", "mary-okafor", "Other people", "zoe-laine",
        "Organisations", "quay-residents", "green-party", "purple-party", "riverside-council",
    ]  # fmt: skip
    assert [quotes for _, _, quotes, _ in rows] == [0, 1, 3, 0, 2, 0, 1, 0, 0, 0]
    for number, (_, agent, *_) in enumerate(rows):
        if agent is not None:
            assert listing.row_of(agent) == number
    assert listing.row_of("nobody") is None
    people = summarise_people(dossier.index, ["mary-okafor", "green-party", "zoe-laine", "nobody"])
    assert [each.label for each in people.values()] == ["Grn (last recorded 1 Jun 2021)", "party", "", ""]
    for typed, expected in [
        ("marie", ["mary-okafor"]), ("cllr okaf", ["mary-okafor"]), ("laine", ["zoe-laine"]),
        ("qrg", ["quay-residents"]), ("asdown", ["tom-ashdown"]), ("xyzzy", []),
        ("tom-ashdown", ["tom-ashdown"]),
    ]:  # fmt: skip
        found = list_people(dossier.index, typed)
        assert [agent for _, agent, *_ in found.rows(range(len(found))) if agent] == expected
    dossier.close()
