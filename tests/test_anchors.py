"""Quotations are anchored where their words are, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from medway_tui.content.anchors import find_anchor
from medway_tui.content.whole_words import is_whole_words, surrounding_words
from medway_tui.export.citations import draft_note, quote_remarks
from medway_tui.index.quotes import find_quotes
from medway_tui.sync.dossier import open_dossier
from medway_tui.text import FOLDED_MARKS
from tests.fixtures_library import GAZETTE, HERALD, Folder, line_and_column

TEXTS = [
    "Roof 'beyond patching'",
    "It’s wet, she said – very wet.",
    "A drip, a drop, a drip.",
    "It’s wet again.",
    "Only here: the attic.",
]


@pytest.mark.parametrize(
    ("paragraph", "exact", "span", "how"),
    [
        (0, "beyond patching", (0, 6, 21), "exact"),
        (1, "It’s wet", (1, 0, 8), "exact"),
        (2, "a drop", (2, 8, 14), "exact"),
        (1, "It's wet", (1, 0, 8), "folded"),
        (1, "she said - very", (1, 10, 25), "folded"),
        (3, "the attic", (4, 11, 20), "moved"),
        (99, "the attic", (4, 11, 20), "moved"),
        (0, "It's wet again", (3, 0, 14), "folded"),
        (2, "drip", (2, 2, 6), "ambiguous"),
        (4, "It’s wet", None, "adrift"),
        (4, "It's wet", None, "adrift"),
        (4, "The attic", None, "adrift"),
        (4, "the attick", None, "adrift"),
        (0, "beyond patching' It", None, "adrift"),
    ],
)
def test_where_words_are_found(
    paragraph: int, exact: str, span: tuple[int, int, int] | None, how: str
) -> None:
    assert find_anchor(TEXTS, paragraph, exact) == (span, how)


@pytest.mark.parametrize(
    ("prefix", "suffix", "span", "how"),
    [
        (None, None, (2, 2, 6), "ambiguous"),
        (None, ", a drop", (2, 2, 6), "exact"),
        (None, ".", (2, 18, 22), "exact"),
        ("drop, a ", None, (2, 18, 22), "exact"),
        ("A ", None, (2, 2, 6), "exact"),
        ("A ", ".", None, "adrift"),
        ("a ", None, (2, 18, 22), "exact"),
        ("drop,\u00a0a ", None, (2, 18, 22), "folded"),
    ],
)
def test_a_prefix_or_suffix_distinguishes_two_places(
    prefix: str | None, suffix: str | None, span: tuple[int, int, int] | None, how: str
) -> None:
    assert find_anchor(TEXTS, 2, "drip", prefix, suffix) == (span, how)


SOME = st.text("ab '’“\"-–\u00a0é🙂", max_size=12)


@given(st.lists(SOME, max_size=5), st.integers(0, 6), SOME.filter(bool), SOME, SOME)
def test_a_span_holds_the_words_that_were_looked_for(
    texts: list[str], paragraph: int, exact: str, prefix: str, suffix: str
) -> None:
    span, how = find_anchor(texts, paragraph, exact, prefix or None, suffix or None)
    assert (span is None) == (how == "adrift")
    if span is None:
        return
    text = texts[span.block]
    assert 0 <= span.start < span.end <= len(text)
    words = text[span.start : span.end]
    before, after = text[: span.start], text[span.end :]
    folded = [each.translate(FOLDED_MARKS) for each in (words, exact, before, prefix, after, suffix)]
    assert folded[0] == folded[1]
    # The space between the words and their context need not be written.
    assert folded[2].rstrip().endswith(folded[3].rstrip())
    assert folded[4].lstrip().startswith(folded[5].lstrip())
    if how in ("exact", "moved"):
        assert words == exact
        assert (span.block == paragraph) == (how == "exact")


@given(st.lists(SOME, min_size=1, max_size=4), st.data())
def test_words_that_are_in_a_paragraph_are_found_in_it(texts: list[str], data: st.DataObject) -> None:
    paragraph = data.draw(st.integers(0, len(texts) - 1))
    text = texts[paragraph]
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(is_whole_words(text, start, end))
    span, how = find_anchor(texts, paragraph, text[start:end], text[:start] or None, text[end:] or None)
    assert (span, how) == ((paragraph, start, end), "exact")


# -- messages ---------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "words", "code", "says"),
    [
        (HERALD, "exact: A roof is a promise.", "exact: A roof is no promise.", "A roof", "A301",
         "these words are not in the article: A roof is no promise.;"
         " closest is paragraph 2 (90 of 100): it has “a” for “no”"),
        (HERALD, "paragraph: 2\n", "paragraph: 1\n", "1\n  exact: A roof", "A302",
         "these words are in paragraph 2, not 1: A roof is a promise."),
        (HERALD, "exact: Nobody.", "exact: Nobody", "Nobody\n", "A303",
         "these words occur twice in paragraph 4: Nobody; in “Nobody asked an” and “Zoë Laîné. “Nobody.”"),
        (GAZETTE, "winter we have carried", "winter we\u00a0have carried", "Every", "A304",
         "quotation marks, dashes or spaces differ from paragraph 7: "
         "Every winter we\u00a0have carried the books …"),
    ],
)  # fmt: skip
def test_a_quotation_that_is_not_quite_there(
    folder: Folder, name: str, old: str, new: str, words: str, code: str, says: str
) -> None:
    folder.change(f"quotes/{name}.yaml", old, new)
    line, column = line_and_column(folder.read(f"quotes/{name}.yaml"), words)
    assert folder.findings() == [f"quotes/{name}.yaml:{line}:{column} {code}"]
    assert folder.check()[0].message == says


def test_only_what_can_not_be_placed_for_sure_is_an_error(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "paragraph: 2\n", "paragraph: 1\n")
    folder.change(f"quotes/{GAZETTE}.yaml", "winter we have carried", "winter we\u00a0have carried")
    assert [finding.severity for finding in folder.check()] == ["warning", "warning"]
    folder.change(f"quotes/{HERALD}.yaml", "exact: Nobody.", "exact: Nobody")
    assert [finding.severity for finding in folder.check()] == ["warning", "warning", "error"]


@pytest.mark.parametrize(
    ("prefix", "suffix"), [("the first", None), (None, "leaks"), ("the first ", " leaks")]
)
def test_context_is_found_with_and_without_the_space_between(prefix: str | None, suffix: str | None) -> None:
    texts = ["Two roofs", "Of the second roof nothing is known; the first roof leaks."]
    assert find_anchor(texts, 1, "roof", prefix, suffix).span == (1, 47, 51)


# -- places that a person must decide on ------------------------------------------------------------

SAFETY = """\
headline: Safety
publisher: Wrenmouth Post
kind: original
paragraphs:
  - Ann Vane called the ramp “unsafe” and “unlawful” on Monday.
  - She was asked once more on Tuesday, and nodded.
  - Bob Oakes, asked whether Ann Vane was right, said “Never.”
  - “We will not close the ramp,” Bob Oakes said.
  - The re-signing of the deal was “a non-event”, Ann Vane said.
  - “We will close the ramp on Friday,” she said.
"""


@pytest.fixture
def safety(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "safety")
    folder.write("dossier.yaml", "id: safety\ntitle: Safety\nlanguage: en-GB\n")
    folder.write("people.yaml", "- id: ann\n  name: Ann Vane\n- id: bob\n  name: Bob Oakes\n")
    folder.write("articles/a.yaml", SAFETY)
    return folder


def decide(safety: Folder, **keys: object) -> tuple[str, bool, bool]:
    """Return the code of the only finding about a quotation, and whether it has a fix and a suggestion."""
    lines = "\n  ".join(f"{key}: {value}" for key, value in {"id": "q1", "type": "direct", **keys}.items())
    safety.write("quotes/a.yaml", f"- {lines}\n")
    found = [finding for finding in safety.check() if finding.code.startswith("A")]
    if not found:
        return "", False, False
    [finding] = found
    return finding.code, finding.fix is not None, finding.suggestion is not None


@pytest.mark.parametrize(
    ("paragraph", "exact", "speaker", "code", "is_fixed", "is_suggested"),
    [
        (1, "safe", "ann", "A307", False, False),
        (1, "lawful", "ann", "A307", False, False),
        (5, "event", "ann", "A307", False, False),
        (5, "signing", "ann", "A307", False, False),
        (5, "re-signing", "ann", "", False, False),
        (1, "unlawful", "ann", "", False, False),
        (2, "Never.", "ann", "A306", False, True),
        (2, "Never.", "bob", "A306", False, True),
        (3, "Never.", "bob", "", False, False),
        (3, "Never.", "ann", "A309", False, False),
        (5, "We will not close the ramp,", "ann", "A306", False, True),
        (5, "We will not close the ramp,", "bob", "A302", True, False),
        (4, "We will not close the ramp,", "ann", "A309", False, False),
        (2, "We will close the ramp on Friday,", "ann", "A302", False, True),
        (6, "We will close the ramp on Friday,", "ann", "", False, False),
        (6, "We will close the ramp on Friday,", "bob", "A309", False, False),
        (2, "the ramp", "ann", "A308", False, False),
        (2, "We shall never close it", "ann", "A301", False, False),
    ],
)
def test_words_go_to_nobody_else(
    safety: Folder, paragraph: int, exact: str, speaker: str, code: str, is_fixed: bool, is_suggested: bool
) -> None:
    found = decide(safety, paragraph=paragraph, exact=f'"{exact}"', speaker=speaker)
    assert found == (code, is_fixed, is_suggested)


def test_words_that_the_article_gives_to_somebody_else_say_so(safety: Folder) -> None:
    safety.write("quotes/a.yaml", '- {id: q1, paragraph: 3, exact: "Never.", speaker: ann, type: direct}\n')
    index = open_dossier([safety.root]).index
    [quote] = find_quotes(index)[0]
    assert quote.is_unattributed
    assert not quote.is_adrift
    assert quote_remarks(quote) == " [the article does not give these words to this speaker here]"
    assert draft_note(quote.pieces[0]) == "the article does not give these words to this speaker here"


def test_words_in_several_places_are_reported_with_all_of_them(safety: Folder) -> None:
    safety.write("quotes/a.yaml", "- {id: q1, paragraph: 2, exact: the ramp, speaker: ann, type: mixed}\n")
    [finding] = [finding for finding in safety.check() if finding.code == "A308"]
    assert finding.message == (
        "these words are in paragraph 1 and paragraph 4 and paragraph 6, not in paragraph 2: the ramp"
    )
    index = open_dossier([safety.root]).index
    [quote] = find_quotes(index)[0]
    assert quote.is_adrift


@pytest.mark.parametrize(
    ("exact", "printed", "code"),
    [
        ("the official line", "the oﬃcial line", "A304"),
        ("wait...", "wait…", "A304"),
        ("１２０ pounds", "120 pounds", "A304"),
        ("102 metres", "10² metres", "A301"),
        ("1 of it", "½ of it", "A301"),
        ("1 point", "① point", "A301"),
        ("fire", "ﬁreman", "A307"),
    ],
)
def test_only_what_can_not_change_the_sense_is_folded(
    safety: Folder, exact: str, printed: str, code: str
) -> None:
    safety.write("articles/a.yaml", SAFETY + f"  - Ann Vane said “{printed}” twice.\n")
    assert decide(safety, paragraph=7, exact=exact, speaker="ann")[0] == code


def test_a_folded_place_is_that_of_the_printed_words() -> None:
    texts = ["Roof", "…so the oﬃcial line… is it", "x"]
    span, how = find_anchor(texts, 1, "official line...")
    assert how == "folded"
    assert span is not None
    assert texts[1][span.start : span.end] == "oﬃcial line…"
    assert find_anchor(texts, 2, "official line...").span == span


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("“un”lawful", "un", True),
        ("won’t do", "won", False),
        ("don't", "do", False),
        ("the Post’s editor", "Post", True),
        ("the Posts’ editor", "Posts", True),
        ("10.5 million", "10", False),
        ("1,000 slates", "000", False),
        ("it was 10. Then", "10", True),
        ("10² metres", "10", False),
        ("£121,000-a-year role", "£121,000", True),
        ("2019-20", "2019", False),
        ("pre- and post-war", "pre", True),
        ("up—and down", "up", True),
        ("café-table", "café", False),
        ("他们的安全问题", "安全", True),
        ("ความปลอดภัย", "ปลอด", True),
        ("ที่นี่", "ท", False),
        ("データベース", "ベース", False),
        ("東京タワー", "タワー", True),
        ("हिन्दी है", "दी", False),
        ("हिन्दी है", "हिन", False),
        ("हिन्दी है", "हिन्दी", True),
        ("of\u00adficial", "of", False),
        ("❤\ufe0fword", "word", True),
        ("a 👍🏽 b", "👍", False),
    ],
)
def test_what_a_whole_word_is(text: str, words: str, whole: bool) -> None:
    start = text.index(words)
    end = start + len(words)
    assert is_whole_words(text, start, end) is whole
    longer = surrounding_words(text, start, end)
    assert words in longer
    assert (longer == words) is whole


@given(
    st.text("aé1 .,-'’न\u094dท中カ\u00ad", max_size=8),
    st.text("aé1न中カ", min_size=1, max_size=4),
    st.text(max_size=8),
)
def test_words_between_spaces_are_whole(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    start = len(before) + 1
    assert is_whole_words(text, start, start + len(words))
    assert surrounding_words(text, start, start + len(words)) == words
    assert is_whole_words(text, 0, len(text))


@given(st.lists(SOME, max_size=4), SOME.filter(bool), st.integers(0, 4))
def test_no_place_begins_or_ends_within_a_word(texts: list[str], exact: str, block: int) -> None:
    span, _ = find_anchor(texts, block, exact)
    if span is not None:
        assert is_whole_words(texts[span.block], span.start, span.end)
