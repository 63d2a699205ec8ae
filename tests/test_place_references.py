"""References and links to places, and the first word of the command line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.cli.main import COMMANDS
from medway_tui.index.place_references import (
    FoundPlace,
    PlaceReference,
    PlaceReferenceError,
    find_place,
    format_link,
    parse_reference,
    refer_to_block,
)
from medway_tui.index.quotes import find_quote_key
from medway_tui.model.locations import BlockPlace, Span
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.process_helpers import run_program

NOT_A_TERMINAL = "medway-tui: not a terminal"


@given(*[st.text(min_size=1)] * 2, st.text())
def test_a_link_leads_to_what_it_was_made_of(dossier: str, article: str, part: str) -> None:
    reference = PlaceReference(article, part, dossier)
    try:
        link = format_link(reference)
    except UnicodeEncodeError:
        return
    assert link.isascii()
    assert parse_reference(link) == reference
    assert parse_reference(link.replace(":", "://", 1)) == reference


def test_references_as_they_are_typed() -> None:
    assert parse_reference("bbc-2019#7") == ("bbc-2019", "7", "")
    assert parse_reference("medway-tui:medway/bbc-2019#q3") == ("bbc-2019", "q3", "medway")
    assert str(refer_to_block("bbc", BlockPlace("paragraph", 7))) == "bbc#7"
    assert str(refer_to_block("bbc", BlockPlace("paragraph", 0))) == "bbc"
    assert str(refer_to_block("bbc", BlockPlace("caption", 2))) == "bbc#caption-2"
    for text in ("medway-tui:", "medway-tui:medway", "medway-tui:medway/", "medway-tui:///#7"):
        with pytest.raises(PlaceReferenceError, match="no link to an article"):
            parse_reference(text)


def test_places_are_found_in_the_article_as_it_is_now(folder: Folder) -> None:
    folder.change(
        f"articles/{HERALD}.yaml", "paragraphs:\n", "paragraphs:\n  - {text: The roof., kind: caption}\n"
    )
    index = open_dossier([folder.root]).index
    quote = find_quote_key(index, GAZETTE, "q3")

    def find(text: str) -> FoundPlace:
        return find_place(index, parse_reference(text))

    assert find(GAZETTE) == (GAZETTE, (), None)
    assert find(f"{GAZETTE}#0").spans == (Span(0, 0, 0),)
    assert find(f"{GAZETTE}#3").spans == (Span(3, 0, 0),)
    assert (find(f"{GAZETTE}#q3").quote, find(f"{GAZETTE}#q3").spans[0].block) == (quote, 3)
    # A caption takes no number.
    assert find(f"{HERALD}#1").spans == (Span(2, 0, 0),)
    assert find(f"{HERALD}#caption-1").spans == (Span(1, 0, 0),)
    for text, message, hint in (
        ("gazette", "there is no article gazette", "medway-tui articles lists the ids"),
        (f"{GAZETTE}#99", f"{GAZETTE} has no paragraph 99", "it has 8 paragraphs"),
        (f"{GAZETTE}#caption-1", f"{GAZETTE} has no caption 1", "it has no captions"),
        (f"{GAZETTE}#q33", f"{GAZETTE} has no quotation q33", f"did you mean {GAZETTE}#q3?"),
        (f"{GAZETTE}#²", f"{GAZETTE} has no quotation ²", f"medway-tui quotes in:{GAZETTE}"),
    ):
        with pytest.raises(PlaceReferenceError, match=message) as caught:
            find(text)
        assert caught.value.hint.startswith(hint)


def test_an_unknown_word_is_compared_with_commands_and_articles(folder: Folder) -> None:
    def said(*arguments: str) -> str:
        result = run_program("--content", str(folder.root), *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        return result.stderr

    # Before there is an index, from the names of the files; then from the index.
    for _ in range(2):
        assert (
            said("serach")
            == "medway-tui: there is no command and no article serach\n  did you mean search?\n"
        )
        assert f"did you mean {HERALD}#2?" in said("herald-2021-50#2")
        assert "medway-tui --help lists the commands, medway-tui articles the articles" in said("xyzzy")
        run_program("--content", str(folder.root), "articles")
    assert "did you mean" in said("q1")
    assert f"{GAZETTE}#q1" in said("q1")
    assert "no command and no article" in said("no\0thing"[:2] + "/" * 300)
    assert said(GAZETTE, "roof") == f"medway-tui: roof is too much\n  medway-tui {GAZETTE} opens one place\n"
    # What exists needs a terminal.
    for word in (GAZETTE, f"{GAZETTE}#q1", f"medway-tui:riverside-library/{GAZETTE}"):
        assert said(word).startswith(NOT_A_TERMINAL)
    # New since the index was built.
    folder.write("articles/advert.yaml", folder.read(f"articles/{HERALD}.yaml"))
    assert said("advert").startswith(NOT_A_TERMINAL)


def test_a_commands_name_comes_before_an_articles(folder: Folder) -> None:
    for name in ("articles", "read"):
        folder.write(f"articles/{name}.yaml", folder.read(f"articles/{HERALD}.yaml"))
    assert "articles" in COMMANDS
    assert "New leader" in run_program("--content", str(folder.root), "articles").stdout
    assert "is missing" in run_program("--content", str(folder.root), "read").stderr
    # By a link, or with a paragraph, the article is meant.
    for word in ("read#0", "medway-tui:riverside-library/read"):
        assert run_program("--content", str(folder.root), word).stderr.startswith(NOT_A_TERMINAL)
