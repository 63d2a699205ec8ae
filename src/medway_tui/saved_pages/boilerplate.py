"""What pages carry that is no part of the article: each rule a pattern, what it takes, and why.

A rule is tried on one line, from its beginning. To add one, add a line; docs/import.md tells how.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from medway_tui.saved_pages.blocks import SavedBlock, ends_sentence, is_short
from medway_tui.saved_pages.metadata import Metadata, find_date

RuleScope = Literal["line", "caption", "tail"]
"""The line alone; with the next one, where the line holds a mark and nothing else (caption); with what
follows as long as it looks like links and not like paragraphs (tail)."""


class BoilerplateRule(NamedTuple):
    """One thing that a page carries besides its article."""

    reason: str
    """What it is, for the report."""
    scope: RuleScope
    pattern: re.Pattern[str]
    fact: str = ""
    """The key of the article that the pattern's group ``is`` gives, if it gives one."""


def _rule(reason: str, scope: RuleScope, *patterns: str, fact: str = "") -> BoilerplateRule:
    """A rule that fits where one of some patterns does, each written without regard to capitals."""
    return BoilerplateRule(
        reason, scope, re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE), fact
    )


_TIME = r"(?:\d{1,2}[:.]\d{2}(?:\s*[ap]m)?(?:\s*(?:GMT|BST|UTC))?)"
_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}"
    r"|[a-z]{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d{2}-\d{2})"
)
_DATE = rf"(?:\w+day,?\s+)?(?:{_TIME},?\s*)?{_DAY}(?:[,\s]*(?:at\s+)?{_TIME})?"
_CAPITAL = r"(?-i:[^\W\d_a-z])"
_NAME = rf"{_CAPITAL}[\w.'’&-]*"
_NAMES = rf"{_NAME}(?:,?(?:\s+(?:and|&|of|for|in|de|van|the))?\s+{_NAME}){{1,9}}"
_WRITERS = r"(?:,? [\w ]{0,40}(?:reporter|correspondent|editor|writer))?"

RULES = (
    _rule("the mark of a caption", "caption", r"(?:image|media|video|figure) caption,?:?\s*"),
    _rule("where a picture is from", "caption", r"image (?:source|credit),?:?\s*"),
    _rule(
        "where a picture is from",
        "line",
        r"(?:pictures?|photos?|images?|photograph|credit):\s.{1,80}$",
        r"(?:getty|pa|google|reuters|ldrs|alamy)(?: images| media| news agency)?$",
        r"press association$",
    ),
    _rule("a caption", "line", r"(?:pictured|above|left|right):\s.{1,200}$"),
    _rule(
        "when it was published",
        "line",
        rf"(?:[•·|]\s*)?(?:(?:first )?published(?: on| at|:)?)?\s*(?P<is>{_DATE})(?:\s*[|•].{{0,80}})?$",
        r"(?:[•·|]\s*)?(?:first )?published:?$",
        fact="published",
    ),
    _rule(
        "when it was changed",
        "line",
        r"(?:[•·|]\s*)?(?:last )?(?:updated|modified)(?: on| at|:)?\s*"
        rf"(?:{_DATE}|{_TIME}.{{0,40}}|\d+ \w+ ago)?$",
    ),
    _rule("how old it was", "line", r"\d+ (?:second|minute|hour|day|week|month|year)s? ago$"),
    _rule(
        "who wrote it",
        "line",
        rf"(?:by|written by|words by|reported by|author:)\s+(?P<is>{_NAMES}{_WRITERS})$",
        fact="author",
    ),
    _rule(
        "where it is from",
        "line",
        r"(?:(?:source|url|link|original|from|retrieved from):?\s*)?(?P<is>https?://\S+)$",
        fact="url",
    ),
    _rule(
        "navigation",
        "line",
        rf"more on (?P<is>{_NAME}(?: {_NAME}){{0,3}})$",
        fact="publisher",
    ),
    _rule(
        "navigation",
        "line",
        r"skip to .{1,30}$",
        r"(?:home|menu|search|sign in|log in|register|back to top)$",
        r"home ?[>»/].{0,100}$",
    ),
    _rule(
        "a link to something else",
        "line",
        r"(?:read (?:more|next|also)|see also|watch|listen|also read)\s*[:|].{0,160}$",
        r"more (?:on this story|from)\s*[:|].{0,160}$",
    ),
    _rule(
        "links",
        "tail",
        r"related (?:internet links|topics|articles|stories|content|links|tags|news)$",
        r"more (?:on this story|stories|news|from .{1,40}|like this)$",
        r"read (?:more|next)$",
        r"(?:top stories|latest news|features|topics|tags|trending(?: now)?)$",
        r"most (?:read|popular|viewed)$",
        r"you (?:may|might) (?:also )?(?:like|be interested in)$",
        r"recommended(?: for you| stories)?$",
        r"(?:elsewhere on|around) the bbc$",
        r"sponsored(?: links| content)?$",
        r"comments?(?: \(\d+\))?$",
        r"join the (?:conversation|discussion)$",
    ),
    _rule(
        "sharing",
        "line",
        r"share(?: this(?: page| article| story)?| page| on \w+| with)?$",
        r"(?:copy (?:this )?link|about sharing|close share panel|this link is copied to clipboard)$",
        r"(?:email|print|facebook|twitter|whatsapp|messenger|linkedin|reddit|x|save|bookmark|comment|follow)$",
        r"\d+ (?:shares|comments?)$",
    ),
    _rule(
        "a disclaimer",
        "line",
        r"the bbc is not responsible\b.{0,200}$",
        r"(?:copyright\b|©|\(c\) ?\d{4}|all rights reserved).{0,200}$",
    ),
    _rule(
        "a call to the reader",
        "line",
        r"(?:follow|like|find|join) (?:us|\w+(?: \w+){0,4}) on"
        r" (?:facebook|twitter|x|instagram|whatsapp|bluesky)\b.{0,200}$",
        r"(?:do you have|have you got|got|have) (?:a|any) (?:story|news|tip|question|comment)s?\b.{0,200}$",
        r"send (?:us )?your (?:story ideas|stories|news)\b.{0,200}$",
        r"(?:to get (?:all )?the latest|for (?:the latest|more) .{0,60}(?:news|stories|updates))\b.{0,200}$",
        r"(?:sign up|subscribe) (?:to|for)\b.{0,200}$",
        r"(?:download (?:the|our) .{0,40}\bapp|listen to highlights from|click here|tap here)\b.{0,200}$",
    ),
    _rule(
        "what could not be shown",
        "line",
        r"this (?:video|content|page) (?:can ?not|could not|requires)\b.{0,160}$",
        r"(?:please enable javascript|javascript (?:is|must)|to play this video|video playback)\b.{0,160}$",
    ),
    _rule(
        "an advertisement",
        "line",
        r"(?:advertisements?|promoted|sponsored(?: by .{1,40})?)$",
        r"(?:story |article )?continues? below(?: advertisement)?$",
        r"scroll (?:down )?(?:for|to) .{0,60}$",
    ),
    _rule(
        "cookies",
        "line",
        r"(?:we use cookies|this (?:site|website) uses cookies|accept (?:all )?cookies)\b.{0,200}$",
        r"(?:manage (?:cookies|consent|preferences)|your privacy|cookie (?:policy|settings))\b.{0,100}$",
        r"(?:privacy (?:policy|notice)|terms (?:of use|and conditions))\b.{0,100}$",
    ),
)
"""The rules, in the order in which they are tried: the first that fits counts."""

PAYWALL = re.compile(
    r"(?:subscribe|register|sign in|log in|create an? (?:free )?account) (?:now |today |for free )?"
    r"to (?:continue|keep|read|unlock)"
    r"|(?:this|the) (?:article|story|content) is (?:for|(?:only )?available to|exclusive to) (?:our )?"
    r"(?:paying )?(?:subscribers|members)"
    r"|already (?:a subscriber|have an account)|continue reading (?:with|for)|to continue reading"
    r"|subscribers? only|you(?:'|’)ve (?:reached|read) your .{0,30}(?:limit|articles)",
    re.IGNORECASE,
)
"""What a page says that shows only the beginning of an article."""

CONTAINERS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|promo|advert|ad|ads|newsletter|cookie|consent|comments?|tags?|topics?"
    r"|breadcrumbs?|nav|navigation|menu|sidebar|footer|popup|modal|paywall|subscribe|signup|caption|credit|recirc"
    r"|recommended|most-?read|trending|toolbar|skip|hidden|sr-only|visually-?hidden|print-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and ids of the parts of a page that are no article."""

REASONS = (
    ("caption", "a caption"),
    ("credit", "where a picture is from"),
    ("share|sharing|social", "sharing"),
    ("comment", "comments"),
    ("related|recirc|recommended|most-?read|trending|promo", "links"),
    ("advert|\\bads?\\b", "an advertisement"),
    ("newsletter|subscribe|signup|paywall", "a call to the reader"),
    ("tag|topic", "links"),
    ("hidden|sr-only", "hidden in the page"),
)
"""What a part of a page is for the report, by a piece of its class or id."""


_MAX_HEADLINE_WORDS = 18
_MAX_ALT_TEXT_WORDS = 20
_EDGE_BLOCKS = 6
"""Within how many pieces of either end a line such as a byline or an address is no part of the text."""


def mark_boilerplate(blocks: Sequence[SavedBlock], metadata: Metadata) -> list[SavedBlock]:
    """The same pieces, those that do not belong to the article with the reason; learns facts on the way."""
    marked = list(blocks)
    rules = [None if piece.dropped else _rule_for(piece, n, len(blocks)) for n, piece in enumerate(blocks)]
    for n, rule in enumerate(rules):
        if rule is not None:
            _apply_rule(marked, n, rule, metadata)
    _drop_alt_texts(marked, rules)
    _mark_headline(marked, metadata)
    return marked


def _rule_for(piece: SavedBlock, place: int, count: int) -> BoilerplateRule | None:
    if len(piece.text) > 320:
        return None
    edge = min(place, count - 1 - place) < _EDGE_BLOCKS
    for rule in RULES:
        # What is known by a rule can be said in an article too; about its ends it is no sentence of it.
        if rule.pattern.match(piece.text) and (edge or rule.fact in ("", "publisher")):
            return rule
    return None


def _apply_rule(marked: list[SavedBlock], n: int, rule: BoilerplateRule, metadata: Metadata) -> None:
    piece = marked[n]
    match = rule.pattern.match(piece.text)
    if match and rule.fact and match["is"]:
        value = find_date(match["is"]) if rule.fact == "published" else match["is"]
        metadata.set_default(rule.fact, value, f"line {piece.number}")
    if rule.reason == "a disclaimer" and "BBC" in piece.text:
        metadata.set_default("publisher", "BBC News", f"line {piece.number}, the BBC's own words")
    if piece.dropped:
        return
    marked[n] = piece._replace(dropped=rule.reason)
    rest = range(n + 1, len(marked))
    if rule.scope == "caption" and match and match.end() == len(piece.text):
        for m in rest[:1]:
            if not marked[m].dropped and _rule_for(marked[m], m, len(marked)) is None:
                marked[m] = marked[m]._replace(dropped="a caption")
    if rule.scope == "tail":
        _drop_tail(marked, rest, rule)


def _drop_tail(marked: list[SavedBlock], rest: range, rule: BoilerplateRule) -> None:
    """Drop what follows the head of a list of links, until paragraphs come again."""
    for m in rest:
        text = marked[m].text
        if ends_sentence(text) and not is_short(text, 14):
            return
        if not marked[m].dropped:
            marked[m] = marked[m]._replace(dropped=rule.reason)


def _drop_alt_texts(marked: list[SavedBlock], rules: Sequence[BoilerplateRule | None]) -> None:
    """Drop what stands beside the mark of a picture, no blank line between, and is no sentence."""
    sizes: dict[int, int] = {}
    for piece in marked:
        sizes[piece.group] = sizes.get(piece.group, 0) + 1
    if len(sizes) < 2:
        return
    pictures = {
        piece.group
        for piece, rule in zip(marked, rules, strict=True)
        if rule is not None and rule.scope == "caption"
    }
    for n, piece in enumerate(marked):
        alone = (
            is_short(piece.text, _MAX_ALT_TEXT_WORDS)
            and not ends_sentence(piece.text)
            and piece.kind != "headline"
        )
        if piece.group in pictures and sizes[piece.group] > 1 and not piece.dropped and alone:
            marked[n] = piece._replace(dropped="the text in the place of a picture")


def _mark_headline(marked: list[SavedBlock], metadata: Metadata) -> None:
    """Find the headline: what is marked as one, or a first line that is none of the article's sentences."""
    kept = [n for n, piece in enumerate(marked) if not piece.dropped]
    known = metadata["headline"]
    if not kept:
        return
    first = next((n for n in kept if marked[n].kind == "headline"), kept[0])
    piece = marked[first]
    if (
        known is None
        and len(kept) > 1
        and (piece.kind == "headline" or _is_headline(piece, [marked[n] for n in kept[1:4]]))
    ):
        metadata.set_default("headline", piece.text, f"line {piece.number}")
        known = metadata["headline"]
    for n in kept:
        piece = marked[n]
        if known is not None and piece.text.casefold() == known.casefold():
            marked[n] = piece._replace(dropped="the headline")
        elif piece.kind == "headline":
            marked[n] = piece._replace(kind="subhead")


def _is_headline(piece: SavedBlock, following: Sequence[SavedBlock]) -> bool:
    if piece.kind == "item" or not is_short(piece.text, _MAX_HEADLINE_WORDS):
        return False
    ends = piece.text.rstrip("\"'”’)").endswith((".", ":", ";", ","))
    return not ends and any(ends_sentence(each.text) and not is_short(each.text, 7) for each in following)


def find_paywall_notice(blocks: Sequence[SavedBlock]) -> SavedBlock | None:
    """The piece that says the rest is for those who pay; None where none does."""
    return next((piece for piece in blocks if len(piece.text) < 240 and PAYWALL.search(piece.text)), None)


def find_unsure_subheads(blocks: Sequence[SavedBlock]) -> list[SavedBlock]:
    """Short lines without a full stop between paragraphs: subheads, or captions without a mark."""
    kept = [piece for piece in blocks if not piece.dropped]
    return [
        piece
        for piece, after in pairwise(kept)
        if piece.kind == "subhead"
        and after.kind == "paragraph"
        and not piece.text.startswith(("'", '"', "‘", "“"))
    ]
