"""Properties of the readers of annotations: no input breaks them, and words are placed where they are."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from medway_tui.content.whole_words import is_whole_words
from medway_tui.importing.annotations.foreign import AnnotationFile, QuotedPassage
from medway_tui.importing.annotations.formats import read_annotations
from medway_tui.importing.annotations.placement import (
    CompactArticle,
    are_same_words,
    compact,
    place_passage,
    snap_to_quotations,
)
from medway_tui.model.locations import Span
from medway_tui.saved_pages import UnreadableError
from medway_tui.sync.dossier import Dossier

NO_DOSSIER = cast("Dossier", None)
"""For formats whose readers look nothing up in the dossier."""

KEYS = [
    *(
        "@context",
        "@graph",
        "@id",
        "@type",
        "id",
        "type",
        "body",
        "bodyValue",
        "target",
        "source",
        "selector",
    ),
    *(
        "exact",
        "prefix",
        "suffix",
        "start",
        "end",
        "refinedBy",
        "startSelector",
        "endSelector",
        "items",
        "first",
    ),
    *(
        "rows",
        "total",
        "annotations",
        "uri",
        "user",
        "text",
        "tags",
        "document",
        "link",
        "references",
        "purpose",
    ),
    *(
        "value",
        "format",
        "generator",
        "name",
        "motivation",
        "scope",
        "creator",
        "user_info",
        "@value",
        "@list",
    ),
]
WORDS = [
    *("Annotation", "TextQuoteSelector", "RangeSelector", "FragmentSelector", "List", "Choice", "tagging"),
    *("medway-tui", "acct:a@b", "https://a.example/b#:~:text=a-,b", "http://[", "speaker:", "\ud800", "_:a"),
]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**12),
    st.floats(),
    st.sampled_from(WORDS),
    st.text(max_size=8),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)
ARTICLE = CompactArticle(["A headline", "“So it is,” said Ida 🪁.", "So it is, and so it was."])


def check_file(file: AnnotationFile) -> None:
    """Place everything, and see that each label and reason can be shown."""
    for each in file.annotations:
        assert each.label
        for passage in each.passages:
            placement = place_passage(ARTICLE, passage)
            assert bool(placement.spans) != bool(placement.reason)
            for span in placement.spans:
                assert ARTICLE.texts[span.block][span.start : span.end]
    assert all(each.label and each.reason for each in file.problems)


@settings(max_examples=100)
@given(VALUES)
def test_any_json_is_read_or_refused(value: Any) -> None:
    annotation = {"@type": "Annotation", "target": value, "body": value}
    row = {
        "uri": value,
        "user": value,
        "target": value,
        "tags": value,
        "document": value,
        "references": value,
    }
    for each in (value, annotation, {"rows": [row]}, {"@graph": [annotation, value]}):
        data = json.dumps(each).encode()
        with suppress(UnreadableError):
            check_file(read_annotations(Path("any.json"), data, NO_DOSSIER))


PARTS = [
    "T1",
    "T2",
    "R1",
    "A1",
    "N1",
    "#1",
    "*",
    "\t",
    "\t",
    " ",
    " ",
    "\n",
    "\n",
    "0",
    "3",
    "9",
    "-1",
    ";",
    "½",
]
NAMES = ["Quotation", "SpokenBy", "Arg1:T1", "Arg2:T2", "Type", "direct", "Reference", "Dossier:", "So it is"]


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*PARTS, *NAMES]), max_size=40).map("".join), st.binary(max_size=8))
def test_any_stand_off_file_is_read_or_refused(text: str, noise: bytes) -> None:
    for data in (text.encode(), text.encode() + noise):
        with suppress(UnreadableError):
            check_file(read_annotations(Path("any.ann"), data, NO_DOSSIER))


TOKENS = [
    "the",
    "pier",
    "is",
    "open",
    "“so",
    "it",
    "is”",
    "café",
    "🪁",
    "don’t",
    "–",
    "4.5",
    "Ida’s",
    "…",
    "re-sign",
]
BLOCKS = st.lists(
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12).map(" ".join), min_size=1, max_size=4
)
PLAIN = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-"})

SPELLINGS: list[Callable[[str], str]] = [
    str,
    lambda text: text.translate(PLAIN),
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace("\n\n", "\r\n"),
    lambda text: "".join(text.split()),
    lambda text: text.replace(" ", "\u00a0 "),
]
"""How programs write the same words otherwise."""


@settings(max_examples=150)
@given(BLOCKS, st.data())
def test_words_are_placed_where_they_were_selected_or_not_at_all(
    texts: list[str], data: st.DataObject
) -> None:
    article = CompactArticle(texts)
    joined = "\n\n".join(texts)
    start = data.draw(st.integers(0, len(joined) - 1))
    end = data.draw(st.integers(start + 1, len(joined)))
    width = data.draw(st.sampled_from([0, 3, 32, 1_000]))
    spell = data.draw(st.sampled_from(SPELLINGS))
    exact = joined[start:end]
    passage = QuotedPassage(
        spell(exact), spell(joined[max(0, start - width) : start]), spell(joined[end : end + width])
    )
    placement = place_passage(article, passage)
    words = compact(exact)
    if not any(map(str.isalnum, words)):
        assert placement.reason == "it selects no words"
        return
    before = len(compact(joined[:start]))
    wanted = article.spans(before, before + len(words))
    if placement.spans:
        found = article.text.count(words) == 1 or width >= len(joined)
        is_whole = article.is_whole(wanted)
        if found and is_whole:
            assert list(placement.spans) == wanted
        for span in placement.spans:
            assert is_whole_words(texts[span.block], span.start, span.end) or len(placement.spans) > 1
    elif article.is_whole(wanted) and article.text.count(words) == 1 and len(words) > 12:
        raise AssertionError(placement.reason)


@given(BLOCKS)
def test_a_selection_of_a_whole_block_becomes_its_quotations_or_itself(texts: list[str]) -> None:
    article = CompactArticle(texts)
    for block, text in enumerate(texts):
        for span in snap_to_quotations(article, [Span(block, 0, len(text))]):
            assert are_same_words(article, span, span)
            assert 0 <= span.start < span.end <= len(text)
