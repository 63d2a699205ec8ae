"""Finds the blocks of a page that are its article: trafilatura's choice, then a second look."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from medway_tui.saved_pages.blocks import NoArticleError, ends_sentence
from medway_tui.saved_pages.page_blocks import PageBlock, Scope

_MIN_LETTERS = 45
"""The length of the shortest article, in characters."""
_MIN_SENTENCE_LETTERS = 45
"""The length of the shortest block that is counted as sentences, in characters."""
_LOW_SHARE = 0.5
"""With less of the page's sentences kept, the article is looked for a second time."""
_MAX_LINK_SHARE = 0.5
_MAX_WIDTH = 4_000_000
"""The highest sum of the squares of numbers of children for trafilatura, whose time grows with it."""
_MIN_LINKED_LETTERS = 100
"""The length of the shortest paragraph of an article that is all a link, in characters."""
_WHOLE_LINK_SHARE = 0.9
"""The share of a block's characters that are links, where it is no more than a link."""
_MAIN_SHARE = 0.6
"""The share of the letters kept that an article element has if it is the article."""

_FIRST_MARK, _LAST_MARK = 0xF0000, 0x10FFFD
_MARK = re.compile("[\U000f0000-\U0010ffff]")
"""Private-use characters that mark text nodes, one each."""
_NOT_MARKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U000effff]")
"""Characters that a text node can't be given, and those that are marks."""


class FoundBody(NamedTuple):
    """The blocks of a page that are its article."""

    kept: set[int]
    """The numbers of its blocks."""
    lines: list[str]
    """Its lines, where it is not in the page's text but in its data."""
    share: float
    """The share of the page's sentences that it has, of those that could be an article's."""


def find_body(root: HtmlElement, blocks: Sequence[PageBlock], data_lines: list[str]) -> FoundBody:
    """Find the article in a page; ``data_lines`` are the lines of the article in the page's JSON-LD.

    Raises NoArticleError.
    """
    kept, lines = _find_by_trafilatura(root, blocks, data_lines)
    sentences = _find_sentences(blocks, kept)
    if kept:
        kept |= _find_siblings(blocks, kept, sentences)
        kept -= _find_teasers(blocks, kept)
        kept -= _find_links(blocks, kept)
        total = sum(sentences.values())
        if _sum_letters(kept, sentences) < _LOW_SHARE * total:
            kept = _look_again(blocks, kept, sentences)
    elif not data_lines:
        kept = _look_again(blocks, set(), sentences)
        if _sum_letters(kept, sentences) >= _MIN_LETTERS:
            lines = []
        elif not lines:
            raise NoArticleError
    total = sum(sentences.values())
    return FoundBody(kept, lines, _sum_letters(kept, sentences) / total if total and not lines else 1.0)


def _sum_letters(numbers: set[int], sentences: dict[int, int]) -> int:
    return sum(length for n, length in sentences.items() if n in numbers)


def is_sentence(block: PageBlock) -> bool:
    """Return whether a block is sentences, and not mostly links."""
    return (
        len(block.text) >= _MIN_SENTENCE_LETTERS
        and ends_sentence(block.text)
        and block.link_length <= _MAX_LINK_SHARE * len(block.text)
    )


def _find_sentences(blocks: Sequence[PageBlock], kept: set[int]) -> dict[int, int]:
    """Return the lengths of the blocks of sentences that could be an article's, by their numbers.

    Left out are those in parts of the page that are named as navigation, comments, promotions or the like,
    unless such a part is around the blocks kept, or most of the page.
    """
    found = {
        n: len(block.text)
        for n, block in enumerate(blocks)
        if is_sentence(block) and not block.is_caption and block.scope.hidden_by is None
    }
    parts: dict[int, list[HtmlElement]] = {n: list(_named_parts(blocks[n])) for n in found}
    inside: Counter[HtmlElement] = Counter()
    for n, elements in parts.items():
        inside.update(dict.fromkeys(elements, found[n]))
    total = sum(found.values())
    around = {element for n in kept & parts.keys() for element in parts[n]}
    around |= {element for element, letters in inside.items() if not kept and letters > _LOW_SHARE * total}
    return {n: length for n, length in found.items() if n in kept or around.issuperset(parts[n])}


def _named_parts(block: PageBlock) -> Iterator[HtmlElement]:
    """Yield the elements around a block that are named as no part of an article."""
    scope: Scope | None = block.scope
    while scope is not None:
        if scope.is_beside:
            yield scope.element
        scope = scope.parent


def _find_siblings(blocks: Sequence[PageBlock], kept: set[int], sentences: dict[int, int]) -> set[int]:
    """Return sentences in elements of the same tags and classes, of the same article, as those kept."""
    shapes: Counter[int] = Counter()
    for n in kept & sentences.keys():
        shapes[blocks[n].scope.signature] += sentences[n]
    total = shapes.total()
    common = {shape for shape, letters in shapes.items() if letters >= 0.2 * total}
    articles = {_article_of(blocks[n]) for n in kept if blocks[n].scope.signature in common}
    first = min((n for n in kept if blocks[n].scope.signature in common), default=0)
    found = set()
    last = max(kept)
    whole_links = [
        n
        for n in range(first, last)
        if blocks[n].kind == "paragraph"
        and blocks[n].scope.hidden_by is None
        and len(blocks[n].text) >= _MIN_LINKED_LETTERS
        and ends_sentence(blocks[n].text)
    ]
    for n in (*sentences, *whole_links):
        block = blocks[n]
        if n > first and n not in kept and block.scope.signature in common and _article_of(block) in articles:
            found.add(n)
    return found


def _find_teasers(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Return the blocks of article elements other than the one with most of the text.

    Those beside it in one element are kept, as the posts of a live page are.
    """
    letters: Counter[HtmlElement | None] = Counter()
    for n in kept:
        letters[_article_of(blocks[n])] += len(blocks[n].text)
    main, most = letters.most_common(1)[0]
    if len(letters) < 2 or most < _MAIN_SHARE * letters.total():
        return set()
    others = {
        each for each in letters if each is not None and each is not main and not _are_together(each, main)
    }
    return {n for n in kept if _article_of(blocks[n]) in others}


def _find_links(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Return the blocks kept that are no more than a link, and the headings after the last paragraph."""
    found = {
        n
        for n in kept
        if blocks[n].link_length >= _WHOLE_LINK_SHARE * len(blocks[n].text)
        and blocks[n].kind in ("paragraph", "subhead")
        and blocks[n].scope.quote is None
        and not ends_sentence(blocks[n].text)
    }
    for n in sorted(kept - found, reverse=True):
        is_link = blocks[n].link_length >= _WHOLE_LINK_SHARE * len(blocks[n].text)
        if blocks[n].kind != "subhead" and not is_link:
            break
        found.add(n)
    return found if len(found) < len(kept) else set()


def _are_together(one: HtmlElement, other: HtmlElement | None) -> bool:
    """Return whether two elements are beside each other, or one is in the other."""
    if other is None:
        return False
    return (
        one.getparent() is other.getparent() or other in one.iterancestors() or one in other.iterancestors()
    )


def _article_of(block: PageBlock) -> HtmlElement | None:
    scope = block.scope.find_ancestor("article")
    return scope.element if scope is not None else None


def _look_again(blocks: Sequence[PageBlock], kept: set[int], sentences: dict[int, int]) -> set[int]:
    """Return the blocks of the element with the most sentences, where it has twice as many as those kept.

    Each paragraph counts for the element it is in, and half for the one around it, as in Readability.
    """
    scores: Counter[HtmlElement] = Counter()
    for n, length in sentences.items():
        scope: Scope | None = blocks[n].scope
        if scope is not None and scope.element.tag in ("p", "li", "blockquote", "pre") and scope.parent:
            scope = scope.parent
        weight = float(length)
        for _ in range(3):
            if scope is None or scope.element.tag in ("body", "html"):
                break
            scores[scope.element] += round(weight)
            scope, weight = scope.parent, weight / 2
    if not scores:
        return kept
    best = scores.most_common(1)[0][0]
    inside = {n for n in sentences if blocks[n].scope.is_in(best)}
    kept_letters = sum(len(blocks[n].text) for n in kept if blocks[n].kind != "headline")
    is_list = len({_article_of(blocks[n]) for n in inside}) > max(2, len(inside) // 2)
    if is_list or _sum_letters(inside, sentences) < 2 * kept_letters:
        return kept
    first, last = min(inside), max(inside)
    subheads = {
        n
        for n in range(first, last)
        if blocks[n].kind in ("subhead", "item") and blocks[n].scope.is_in(best) and not blocks[n].link_length
    }
    return inside | subheads | {n for n in kept if first <= n <= last}


def _find_by_trafilatura(
    root: HtmlElement, blocks: Sequence[PageBlock], data_lines: list[str]
) -> tuple[set[int], list[str]]:
    """Return the numbers of the blocks that trafilatura keeps, or its lines if they are not in the text."""
    nodes = _mark_nodes(blocks)
    lengths: Counter[int] = Counter()
    for n, length in nodes.values():
        lengths[n] += length
    is_wide = sum(size**2 for size in map(len, root.iter())) > _MAX_WIDTH
    for fast in () if is_wide else (True, False):
        body = _run_trafilatura(root, fast=fast)
        if body is None:
            continue
        found: Counter[int] = Counter()
        for mark in set(_MARK.findall("".join(body.itertext()))) & nodes.keys():
            n, length = nodes[mark]
            found[n] += length
        kept = {n for n, length in found.items() if length * 2 >= lengths[n]}
        kept -= {n for n in kept if blocks[n].scope.hidden_by is not None}
        lines = [] if kept else data_lines or ["".join(each.itertext()) for each in body]
        texts = [blocks[n].text for n in kept] or lines
        has_paragraph = any(ends_sentence(text) or (kept and len(text) >= _MIN_LETTERS) for text in texts)
        if has_paragraph and sum(map(len, texts)) >= _MIN_LETTERS:
            return kept, lines
    return set(), data_lines if sum(map(len, data_lines)) >= _MIN_LETTERS else []


def _mark_nodes(blocks: Sequence[PageBlock]) -> dict[str, tuple[int, int]]:
    marks = map(chr, range(_FIRST_MARK, _LAST_MARK + 1))
    nodes = {}
    for n, block in enumerate(blocks):
        for (element, attribute), mark in zip(block.nodes, marks, strict=False):
            text = element.text if attribute == "text" else element.tail
            space = " " if text[0].isspace() else ""
            marked = space + mark + _NOT_MARKABLE.sub("", text.lstrip())
            if attribute == "text":
                element.text = marked
            else:
                element.tail = marked
            nodes[mark] = (n, len(text))
    return nodes


def _run_trafilatura(root: HtmlElement, *, fast: bool) -> Any:
    """Return the article as a tree of trafilatura's own; None where it finds none, or fails."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = bare_extraction(
            root, fast=fast, include_comments=False, include_tables=True, output_format="xml"
        )
    except (AttributeError, LookupError, LxmlError, RuntimeError, TypeError, ValueError):
        return None  # The second look reads what trafilatura can't.
    return getattr(document, "body", None)
