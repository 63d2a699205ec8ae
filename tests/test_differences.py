"""Differences in the index: their order, and which records, quotations and passages they touch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from medway_tui.index.difference_passages import find_passages
from medway_tui.index.differences import find_touching_differences, list_differences
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_differences import add_differences
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder


@pytest.fixture
def dossier(folder: Folder) -> Iterator[Dossier]:
    """Return the library dossier with differences of every kind."""
    opened = open_dossier([add_differences(folder).root])
    yield opened
    opened.close()


def test_conflicts_come_first_then_tensions_then_compatible_then_wording(dossier: Dossier) -> None:
    assert [(each.id, each.kind) for each in list_differences(dossier.index)] == [
        ("when-told", "contradiction"),
        ("roof-state", "tension"),
        ("lonely", "tension"),
        ("who-carries-books", "compatible"),
        ("okafor-first-name", "wording"),
    ]


def test_a_difference_touches_the_event_with_the_same_words_as_evidence(
    dossier: Dossier, folder: Folder
) -> None:
    assert find_touching_differences(dossier.index, "event", ["first-survey", "okafor-steps-down"]) == {}
    folder.change("events.yaml", "exact: until April", "exact: Marie Okafor, who led the council until April")
    opened = open_dossier([folder.root])
    found = find_touching_differences(opened.index, "event", ["first-survey", "okafor-steps-down"])
    assert found == {"okafor-steps-down": ("okafor-first-name",)}
    opened.close()


def test_evidence_without_words_is_its_whole_paragraph(dossier: Dossier) -> None:
    # The inspection's second mention in the Herald is the whole first paragraph.
    found = find_touching_differences(dossier.index, "inspection", ["2012-roof", "2021-roof"])
    assert found == {"2021-roof": ("when-told",)}


def test_the_differences_of_an_article_are_in_the_order_of_the_list(dossier: Dossier) -> None:
    found = find_touching_differences(dossier.index, "article", [GAZETTE, HERALD, NEWSLETTER])
    assert found == {
        GAZETTE: ("when-told", "roof-state", "who-carries-books", "okafor-first-name"),
        HERALD: ("when-told", "lonely", "okafor-first-name"),
        NEWSLETTER: ("who-carries-books",),
    }


def test_a_difference_touches_the_quotations_that_have_its_words(dossier: Dossier) -> None:
    quotes = dict(
        dossier.index.rows("SELECT key, exact FROM quote WHERE continues IS NULL AND type <> 'none'")
    )
    found = find_touching_differences(dossier.index, "quote", quotes)
    assert {quotes[int(key)][:20]: differences for key, differences in found.items()} == {
        "beyond patching": ("roof-state",),
        "We were told in 2012": ("when-told",),
        "Every winter we have": ("who-carries-books",),
    }


def test_the_passages_of_an_article_leave_out_what_is_adrift(dossier: Dossier) -> None:
    assert [each[:4] for each in find_passages(dossier.index, HERALD)] == [
        (1, 22, 56, "when-told"),
        (2, 0, 12, "okafor-first-name"),
    ]
    whole = find_passages(dossier.index, NEWSLETTER)
    assert [(each.block, each.start == each.end, each.title) for each in whole] == [
        (1, True, "Who carries the books down")
    ]
