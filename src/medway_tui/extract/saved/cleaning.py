"""Pieces to blocks: what does not belong to the article is marked, each with why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from medway_tui.extract.saved.facts import Facts, date_in
from medway_tui.extract.saved.pieces import Piece, is_sentence, is_short
from medway_tui.extract.saved.rules import PAYWALL, RULES, Rule

_HEADLINE_WORDS = 18
_ALT_WORDS = 20
_EDGE = 6
"""Within how many pieces of either end a line such as a byline or an address is no part of the text."""


def clean(pieces: Sequence[Piece], facts: Facts) -> list[Piece]:
    """The same pieces, those that do not belong to the article with the reason; learns facts on the way."""
    marked = list(pieces)
    fitting = [None if piece.dropped else _rule_for(piece, n, len(pieces)) for n, piece in enumerate(pieces)]
    for n, rule in enumerate(fitting):
        if rule is not None:
            _take(marked, n, rule, facts)
    _take_alt_texts(marked, fitting)
    _take_headline(marked, facts)
    return marked


def _rule_for(piece: Piece, place: int, count: int) -> Rule | None:
    if len(piece.text) > 320:
        return None
    edge = min(place, count - 1 - place) < _EDGE
    for rule in RULES:
        # What is known by a rule can be said in an article too; about its ends it is no sentence of it.
        if rule.pattern.match(piece.text) and (edge or rule.fact in ("", "publisher")):
            return rule
    return None


def _take(marked: list[Piece], n: int, rule: Rule, facts: Facts) -> None:
    piece = marked[n]
    match = rule.pattern.match(piece.text)
    if match and rule.fact and match["is"]:
        value = date_in(match["is"]) if rule.fact == "published" else match["is"]
        facts.learn(rule.fact, value, f"line {piece.number}")
    if rule.why == "a disclaimer" and "BBC" in piece.text:
        facts.learn("publisher", "BBC News", f"line {piece.number}, the BBC's own words")
    if piece.dropped:
        return
    marked[n] = piece._replace(dropped=rule.why)
    rest = range(n + 1, len(marked))
    if rule.takes == "caption" and match and match.end() == len(piece.text):
        for m in rest[:1]:
            if not marked[m].dropped and _rule_for(marked[m], m, len(marked)) is None:
                marked[m] = marked[m]._replace(dropped="a caption")
    if rule.takes == "tail":
        _take_tail(marked, rest, rule)


def _take_tail(marked: list[Piece], rest: range, rule: Rule) -> None:
    """Drop what follows the head of a list of links, until paragraphs come again."""
    for m in rest:
        text = marked[m].text
        if is_sentence(text) and not is_short(text, 14):
            return
        if not marked[m].dropped:
            marked[m] = marked[m]._replace(dropped=rule.why)


def _take_alt_texts(marked: list[Piece], fitting: Sequence[Rule | None]) -> None:
    """Drop what stands beside the mark of a picture, no blank line between, and is no sentence."""
    sizes: dict[int, int] = {}
    for piece in marked:
        sizes[piece.group] = sizes.get(piece.group, 0) + 1
    if len(sizes) < 2:
        return
    pictures = {
        piece.group
        for piece, rule in zip(marked, fitting, strict=True)
        if rule is not None and rule.takes == "caption"
    }
    for n, piece in enumerate(marked):
        alone = is_short(piece.text, _ALT_WORDS) and not is_sentence(piece.text) and piece.kind != "headline"
        if piece.group in pictures and sizes[piece.group] > 1 and not piece.dropped and alone:
            marked[n] = piece._replace(dropped="the text in the place of a picture")


def _take_headline(marked: list[Piece], facts: Facts) -> None:
    """Find the headline: what is marked as one, or a first line that is none of the article's sentences."""
    kept = [n for n, piece in enumerate(marked) if not piece.dropped]
    known = facts["headline"]
    if not kept:
        return
    first = next((n for n in kept if marked[n].kind == "headline"), kept[0])
    piece = marked[first]
    if (
        known is None
        and len(kept) > 1
        and (piece.kind == "headline" or _heads(piece, [marked[n] for n in kept[1:4]]))
    ):
        facts.learn("headline", piece.text, f"line {piece.number}")
        known = facts["headline"]
    for n in kept:
        piece = marked[n]
        if known is not None and piece.text.casefold() == known.casefold():
            marked[n] = piece._replace(dropped="the headline")
        elif piece.kind == "headline":
            marked[n] = piece._replace(kind="subhead")


def _heads(piece: Piece, following: Sequence[Piece]) -> bool:
    if piece.kind == "item" or not is_short(piece.text, _HEADLINE_WORDS):
        return False
    ends = piece.text.rstrip("\"'”’)").endswith((".", ":", ";", ","))
    return not ends and any(is_sentence(each.text) and not is_short(each.text, 7) for each in following)


def behind_paywall(pieces: Sequence[Piece]) -> Piece | None:
    """The piece that says the rest is for those who pay; None where none does."""
    return next((piece for piece in pieces if len(piece.text) < 240 and PAYWALL.search(piece.text)), None)


def doubtful(pieces: Sequence[Piece]) -> list[Piece]:
    """Short lines without a full stop between paragraphs: subheads, or captions without a mark."""
    kept = [piece for piece in pieces if not piece.dropped]
    return [
        piece
        for piece, after in pairwise(kept)
        if piece.kind == "subhead"
        and after.kind == "paragraph"
        and not piece.text.startswith(("'", '"', "‘", "“"))
    ]
