"""The shipped dossier is complete and word for word, without anybody else's prose."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from medway_tui.content import files
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import ContentLoader
from medway_tui.index.articles import count_contents
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import find_quotes
from medway_tui.index.search import search
from medway_tui.model.articles import block_digest
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import shipped_content
from medway_tui.text import FOLDED_MARKS
from tests.conftest import ROOT

BLOCKS = {"bbc-2019-08-27": 19, "kentonline-2019-09-04": 23, "kentonline-2020-01": 11}
"""How many blocks each article has below its headline, captions included."""
CAPTIONS = {"bbc-2019-08-27": 2, "kentonline-2019-09-04": 1, "kentonline-2020-01": 0}
ORIGINALS = {
    "bbc-2019-08-27": "004_406bade301f9530d.txt",
    "kentonline-2019-09-04": "003_66a989479b5003ab.txt",
    "kentonline-2020-01": "000_39691b1e88759623.txt",
}


def units() -> dict[str, ArticleWithQuotes]:
    """Return the shipped articles with their quotations."""
    reading = ContentLoader(files.find_files([shipped_content()]))
    read = [unit for unit in map(reading.load_article, reading.article_ids) if unit is not None]
    assert reading.findings == []
    return {unit.article.id: unit for unit in read}


def texts(unit: ArticleWithQuotes) -> list[str]:
    """Return an article's headline and blocks."""
    return [unit.article.headline, *(paragraph.text for paragraph in unit.article.paragraphs)]


def test_the_folder_beside_the_source_is_the_one_that_counts() -> None:
    assert shipped_content() == ROOT / "content"


def test_nothing_is_found_wrong() -> None:
    assert check_dossier([shipped_content()]) == (17, [])
    assert open_dossier().findings() == []


def test_every_block_of_each_article_has_an_account() -> None:
    assert {name: len(unit.article.paragraphs) for name, unit in units().items()} == BLOCKS


@pytest.mark.parametrize("name", BLOCKS)
def test_captions_are_blocks_without_a_paragraph_number(name: str) -> None:
    places = units()[name].places
    assert Counter(place.kind for place in places)["caption"] == CAPTIONS[name]
    assert places[-1] == ("paragraph", BLOCKS[name] - CAPTIONS[name])


def test_there_are_21_quotations_from_9_speakers_and_one_is_printed_twice() -> None:
    index = open_dossier().index
    assert tuple(count_contents(index)) == (3, 21, 9)
    every, _ = find_quotes(index)
    assert len(every) == 22
    assert Counter(quote.speaker for quote in every) == {
        "alan-jarrett": 8, "ofsted": 4, "josie-iles": 3, "rupert-turpin": 2, "eleanor-brazil": 1,
        "howard-doe": 1, "medway-council": 1, "nspcc": 1, "pat-cooper": 1,
    }  # fmt: skip
    for typed in ("speaker:jarrett", "speaker:allan", "speaker:jarett"):
        results = search(index, parse_query(typed))
        assert (results.total, len(results.hits), len(find_quotes(index, parse_query(typed))[0])) == (8, 8, 8)


@pytest.mark.parametrize("name", BLOCKS)
def test_every_quotation_stands_word_for_word_at_its_place(name: str) -> None:
    unit = units()[name]
    blocks = texts(unit)
    for placed in unit.quotes:
        quote, span = placed.quote, placed.span
        assert span is not None, quote.id
        assert unit.places[span.block] == quote.place
        assert blocks[span.block][span.start : span.end] == quote.exact


OPEN, CLOSE = "“‘\"'", "”’\"'"


def marked(text: str) -> list[tuple[int, int]]:
    """Return the spans inside quotation marks; an open one runs to the end."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        opener = text[position]
        before = text[position - 1] if position else " "
        if opener in OPEN and not before.isalnum():
            closer = CLOSE[OPEN.index(opener)]
            end = position + 1
            while end < len(text) and not (
                text[end] == closer and (closer in '”"' or not text[end + 1 : end + 2].isalnum())
            ):
                end += 1
            found.append((position + 1, end))
            position = end
        position += 1
    return found


def test_what_counts_as_a_pair_of_marks() -> None:
    text = "It's “a ‘b’ c” said the NSPCC’s ‘d’; 'e' and \"f's\". “g"
    assert [text[start:end] for start, end in marked(text)] == ["a ‘b’ c", "d", "e", "f's", "g"]


@pytest.mark.parametrize("name", BLOCKS)
def test_every_pair_of_marks_is_annotated_once(name: str) -> None:
    unit = units()[name]
    blocks = texts(unit)
    pairs = [(number, *pair) for number, text in enumerate(blocks) for pair in marked(text)]
    spans = [placed.span for placed in unit.quotes]
    assert sorted(tuple(span) for span in spans if span) == sorted(pairs)
    assert len(spans) == {"bbc-2019-08-27": 9, "kentonline-2019-09-04": 14, "kentonline-2020-01": 4}[name]


def test_every_block_has_a_digest_and_no_two_the_same() -> None:
    digests = [paragraph.digest for unit in units().values() for paragraph in unit.article.paragraphs]
    assert None not in digests
    assert len(set(digests)) == len(digests) == 53


# -- against the originals -------------------------------------------------------------------------


def original(shared: Path, name: str) -> list[str]:
    """Return the lines of an original, without their bullets."""
    text = (shared / "articles" / ORIGINALS[name]).read_text(encoding="utf-8")
    return [line.strip().removeprefix("•").strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", BLOCKS)
def test_the_digests_are_those_of_the_originals_blocks_in_order(shared: Path, name: str) -> None:
    known = [block_digest(line) for line in original(shared, name)]
    digests = [paragraph.digest for paragraph in units()[name].article.paragraphs]
    places = [known.index(each) for each in digests if each in known]
    assert len(places) == len(digests)
    assert places == sorted(places)


@pytest.mark.parametrize("name", BLOCKS)
def test_each_quotation_is_in_its_block_of_the_original(shared: Path, name: str) -> None:
    unit = units()[name]
    lines = {block_digest(line): line for line in original(shared, name)}
    for placed in unit.quotes:
        quote = placed.quote
        assert placed.span is not None
        if placed.span.block:
            block = lines[unit.article.paragraphs[placed.span.block - 1].digest or ""]
        else:
            (block,) = [
                line for line in lines.values() if block_digest(line) == block_digest(unit.article.headline)
            ]
        assert quote.exact.translate(FOLDED_MARKS) in block.translate(FOLDED_MARKS)


def test_nothing_is_borrowed_from_the_originals(shared: Path) -> None:
    tool = shared / "tools" / "borrowed.py"
    result = subprocess.run([sys.executable, tool, ROOT], capture_output=True, text=True, check=False)
    assert (result.stdout.strip(), result.returncode) == ("nothing borrowed", 0), (
        result.stdout + result.stderr
    )
