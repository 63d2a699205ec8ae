"""Rules for the lines of a saved article that are not part of it, such as bylines, captions and links.

Each rule matches a line from its beginning. To add one, add a line to RULES: see docs/import.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from medway_tui.saved_pages.blocks import HIDDEN_REASON, NOT_IN_ARTICLE, SavedBlock, ends_sentence, is_short
from medway_tui.saved_pages.metadata import Metadata, find_dates, find_printed_date

RuleScope = Literal["line", "caption", "tail"]
"""What a rule drops: its line; with a caption, the next line too where the rule matches all of its own;
with a tail, the lines that follow up to the next paragraph."""


class BoilerplateRule(NamedTuple):
    """A kind of line that is not part of an article."""

    reason: str
    """What the report calls it."""
    scope: RuleScope
    pattern: re.Pattern[str]
    key: str = ""
    """The key of the article that the pattern's group ``is`` gives; empty where it gives none."""


class _RuleMatch(NamedTuple):
    rule: BoilerplateRule
    match: re.Match[str]


def _rule(reason: str, *patterns: str, scope: RuleScope = "line", key: str = "") -> BoilerplateRule:
    """Make a rule that matches where one of its patterns does, without regard to case."""
    return BoilerplateRule(
        reason, scope, re.compile("|".join(f"(?:{each})" for each in patterns), re.IGNORECASE), key
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

RELEASE_LABEL = "the label of a press release"
"""The reason for leaving out a line such as “Press release” or “For immediate release”."""

RULES = (
    _rule(
        RELEASE_LABEL,
        r"(?:press|news|media) ?(?:release|statement|notice)(?:\s*[:|–—-]?\s*(?:for )?immediate \w+)?$",
        r"(?:for )?immediate (?:release|use|publication)(?:\s*[:|–—,-].{0,60})?$",
        r"(?:strictly )?embargo(?:ed)?(?: until| to|\s*:)\s.{1,80}$",
        r"not for (?:publication|release|broadcast) (?:before|until)\s.{1,80}$",
        r"\W*(?-i:ENDS?|Ends)\W*$",
    ),
    _rule("the mark of a caption", r"(?:image|media|video|figure) caption,?:?\s*", scope="caption"),
    _rule("where a picture is from", r"image (?:source|credit),?:?\s*", scope="caption"),
    _rule(
        "where a picture is from",
        r"(?:pictures?|photos?|images?|photograph|credit):\s.{1,80}$",
        r"(?:getty|pa|google|reuters|ldrs|alamy)(?: images| media| news agency)?$",
        r"press association$",
    ),
    _rule("a caption", r"(?:pictured|above|left|right):\s.{1,200}$"),
    _rule(
        "when it was published",
        rf"(?:[•·|]\s*)?(?:(?:first )?published(?: on| at|:)?)?\s*(?P<is>{_DATE})(?:\s*[|•].{{0,80}})?$",
        r"(?:[•·|]\s*)?(?:first )?published:?$",
        key="published",
    ),
    _rule(
        "when it was changed",
        r"(?:[•·|]\s*)?(?:last )?(?:updated|modified)(?: on| at|:)?\s*"
        rf"(?:{_DATE}|{_TIME}.{{0,40}}|\d+ \w+ ago)?$",
    ),
    _rule(
        "how old it was",
        r"(?:(?:first )?(?:published|posted)\s*:?\s*)?(?:about |over )?(?:\d+|an?) "
        r"(?:second|minute|min|hour|hr|day|week|month|year)s? ago$",
    ),
    _rule(
        "who wrote it",
        rf"(?:by|written by|words by|reported by|author:)\s+(?P<is>{_NAMES}{_WRITERS})$",
        key="author",
    ),
    _rule(
        "who wrote it",
        r"\(?(?:additional )?(?:reporting|writing|editing) by [A-Z].{0,240}$",
        r".{3,120}\bcontributed (?:to this (?:report|article|story)|reporting)\b.{0,80}$",
    ),
    _rule(
        "how to reach the writer",
        r"(?:write to|e-?mail|contact|reach) (?:\w+[ .]?){1,5}(?:at|on)\s\S{0,40}(?:@|twitter\.com).{0,160}$",
        r"\S{1,40}@[\w.-]{1,60}\.[a-z]{2,6}$",
        r"(?:https?://)?(?:www\.)?(?:twitter|x|facebook)\.com/\w{1,40}$",
    ),
    _rule(
        "where it is from",
        r"(?:(?:source|url|link|original|from|retrieved from):?\s*)?(?P<is>https?://\S+)$",
        key="url",
    ),
    _rule("where it is from", r"(?:sources?|via|with files from)\s*:\s.{1,60}$"),
    _rule(
        "tags",
        r"(?:tags?|tagged(?: (?:as|with|in))?|filed (?:under|in)|topics?|categor(?:y|ies)|keywords|posted in)"
        r"\s*:\s*\S.{0,300}$",
    ),
    _rule("navigation", rf"more on (?P<is>{_NAME}(?: {_NAME}){{0,3}})$", key="publisher"),
    _rule(
        "navigation",
        r"skip to .{1,30}$",
        r"(?:home|menu|search|sign in|log in|register|back to top)$",
        r"home ?[>»/].{0,100}$",
    ),
    _rule(
        "a link to something else",
        r"[\[(]?(?:read (?:more|next|also)|see (?:also|more)|watch|listen|also (?:read|see)|don['’]t miss"
        r"|related(?: (?:post|article|story|stories|content|reading|video))?)\s*[:|].{0,160}$",
        r"more (?:on this story|from)\s*[:|].{0,160}$",
        r"the post .{1,200}\b(?:appeared first|first appeared) (?:on|in|at)\b.{1,100}$",
        r"continue reading\b.{0,200}(?:…|\.\.\.|→|»|›)?$",
    ),
    _rule(
        "links",
        r"related (?:internet links|topics|articles|stories|content|links|tags|news)$",
        r"more (?:on this story|stories|news|from .{1,40}|like this)$",
        r"read (?:more|next)$",
        r"(?:top stories|latest news|features|topics|tags|trending(?: now)?)$",
        r"most (?:read|popular|viewed)$",
        r"you (?:may|might) (?:also )?(?:like|be interested in)$",
        r"recommended(?: for you| stories)?$",
        r"(?:elsewhere on|around) the bbc$",
        r"sponsored(?: links| content)?$",
        r"more (?:great |top |recent )?(?:\w+ ){0,3}(?:stories|news|articles|posts|reads|coverage)$",
        r"(?:popular|trending|also|elsewhere) (?:on|in|from) (?:\w+ ?){1,4}$",
        r"(?:in other news|up next|don['’]t miss|what to read next|keep reading|latest(?: stories| posts)?)$",
        r"(?:from our partners|paid content|around the web|partner (?:content|news|stories))$",
        r"(?:(?:post|add|leave)(?: a| your)? )?(?:comments?|reply)(?: \(\d+\))?$",
        r"join the (?:conversation|discussion)$",
        scope="tail",
    ),
    _rule(
        "sharing",
        r"share(?: this(?: page| article| story)?| page| on \w+| with)?$",
        r"(?:copy (?:this )?link|about sharing|close share panel|this link is copied to clipboard)$",
        r"(?:email|print|facebook|twitter|whatsapp|messenger|linkedin|reddit|x|save|bookmark|comment|follow)$",
        r"\d+ (?:shares|comments?)$",
        r"(?:view|show|see|read|load|hide|join)(?: all| the| \d+)? comments?(?: \(\d+\))?$",
        r"(?:like|share|rate|print) this(?: \w+)?:?$",
        r"(?:like )?loading(?:\.\.\.|…)$",
        r"click to (?:share|email|print|tweet)\b.{0,120}$",
    ),
    _rule(
        "a disclaimer",
        r"the bbc is not responsible\b.{0,200}$",
        r"this copy is for your personal\b.{0,320}$",
        r"(?:copyright\b|©|\(c\) ?\d{4}|all rights reserved).{0,200}$",
    ),
    _rule(
        "a call to the reader",
        r"(?:follow|like|find|join) (?:us|\w+(?: \w+){0,4}) on"
        r" (?:facebook|twitter|x|instagram|whatsapp|bluesky)\b.{0,200}$",
        r"(?:do you have|have you got|got|have) (?:a|any) (?:story|news|tip|question|comment)s?\b.{0,200}$",
        r"send (?:us )?your (?:story ideas|stories|news)\b.{0,200}$",
        r"(?:to get (?:all )?the latest|for (?:the latest|more) .{0,60}(?:news|stories|updates))\b.{0,200}$",
        r"(?:sign up|subscribe) (?:to|for)\b.{0,200}$",
        r"get (?:the|our|all the|your) .{0,80}\b(?:inbox|newsletter|by e-?mail)\b.{0,160}$",
        r"(?:please )?(?:support|donate to|become a (?:member|subscriber|supporter))\b.{0,80}"
        r"\b(?:journalism|newsroom|work|today|now|member|us)\b.{0,100}$",
        r"like this story\?.{0,100}$",
        r"(?:download (?:the|our) .{0,40}\bapp|listen to highlights from|click here|tap here)\b.{0,200}$",
    ),
    _rule(
        "an affiliate notice",
        r"if you (?:buy|purchase|click)\b.{0,100}\b(?:commission|share of the sale|affiliate)\b.{0,160}$",
        r"(?:this (?:post|article|story|page)|some of these links)\b.{0,40}\baffiliate links?\b.{0,200}$",
        r".{0,80}\b(?:may|might|can) (?:earn|receive|get) (?:an? )?(?:affiliate )?commissions?\b.{0,160}$",
    ),
    _rule(
        "a subscription notice",
        r"(?:subscribe|sign in|log in|register)(?: now| today| here| for free)?[.!]?$",
        r"already (?:a (?:subscriber|member)|have an account)\b.{0,120}$",
        r"(?:subscribe|register|sign in|log in|create an? (?:free )?account)\b.{0,30}"
        r"\bto (?:continue|keep|read|unlock)\b.{0,160}$",
        r"this (?:article|story|content) is (?:only )?(?:for|available to|exclusive to) (?:\w+ ){0,2}"
        r"(?:subscribers|members)\b.{0,160}$",
    ),
    _rule(
        "what could not be shown",
        r"this (?:video|content|page) (?:can ?not|could not|requires)\b.{0,160}$",
        r"(?:please enable javascript|javascript (?:is|must)|to play this video|video playback)\b.{0,160}$",
    ),
    _rule(
        "an advertisement",
        r"(?:advertisements?|promoted|sponsored(?: by .{1,40})?)$",
        r"(?:story |article )?continues? below(?: advertisement)?$",
        r"scroll (?:down )?(?:for|to) .{0,60}$",
    ),
    _rule(
        "cookies",
        r"(?:we use cookies|this (?:site|website) uses cookies|accept (?:all )?cookies)\b.{0,200}$",
        r"(?:manage (?:cookies|consent|preferences)|your privacy|cookie (?:policy|settings))\b.{0,100}$",
        r"(?:privacy (?:policy|notice)|terms (?:of use|and conditions))\b.{0,100}$",
        r"by (?:continuing|using|clicking|signing up|subscribing|submitting|entering)\b.{0,120}"
        r"\b(?:agree|consent|accept)\b.{0,160}$",
        r"this site is protected by\b.{0,160}$",
    ),
)
"""The rules in order: the first that matches counts."""

_AROUND_DATE = re.compile(
    r"\b(?:(?:first|last|originally)\s+)?(?:published|posted|updated|modified|edited|created|issued|date|time)\b:?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|\b\d{1,2}(?:[:.h]\d{2}){1,2}(?:\s?[ap]\.?m\b\.?|\b)|\b\d{1,2}\s?[ap]\.?m\b\.?|\b[ap]\.?m\b\.?"
    r"|\b(?:GMT|BST|UTC|[ECMP][SD]?T|CES?T|IST|AES?T|local time)\b|\b(?:at|on|the|of)\b|\bread(?:ing)? time\b"
    r"|\b\d+\s?min(?:ute)?s?(?: read)?\b",
    re.IGNORECASE,
)
"""What is printed about a date."""
_DATE_RULES = {
    "published": _rule("when it was published", r".*"),
    "changed": _rule("when it was changed", r".*"),
}
_PUBLISHER_RULE = _rule(
    "who published it",
    rf"(?P<is>(?:The )?(?:{_NAME} ){{0,3}}(?-i:Advertiser|Argus|Bugle|Chronicle|Courier|Echo|Examiner|Express"
    r"|Gazette|Guardian|Herald|Independent|Journal|Leader|Mail|Mercury|Messenger|Mirror|News|Observer|Post|Press|Record"
    r"|Reporter|Standard|Star|Sun|Telegraph|Times|Tribune))$",
    r"(?P<at>(?-i:BBC News|ITV News|Sky News|KentOnline|Kent Online|KentLive|PA Media|Reuters))$",
    key="publisher",
)
"""A newspaper's name alone on a line under the headline, or with a date."""
_SHEET = re.compile(
    r"\W*\bpage \d+(?: of \d+)?\W*|^\d{1,3}\s+(?=[^\W\d_]{4})|(?<=\d{4})\W+\d{1,3}$", re.IGNORECASE
)
"""The number of a page in a running head, with its word or beside a name or a year."""
_HEAD_BLOCKS = 4
_MAX_DATE_LINE = 160
_MAX_RULE_LETTERS = 320
"""A longer line is a paragraph, whatever it begins with."""
_MAX_HEADLINE_WORDS = 18
_MAX_ALT_TEXT_WORDS = 20
_FINAL_REASONS = (HIDDEN_REASON, "left out with --drop")
_EDGE_BLOCKS = 6
"""How close to the beginning or end of the article a byline, date or address is, in blocks."""


def mark_boilerplate(
    blocks: Sequence[SavedBlock], metadata: Metadata, unit: str = "line"
) -> list[SavedBlock]:
    """Return the blocks with the reason on each that is not part of the article.

    ``metadata`` gets what bylines, dates and addresses say; ``unit`` is what the numbers of blocks count.
    """
    marked = list(blocks)
    kept = [n for n, block in enumerate(blocks) if not block.dropped]
    edges = (kept[0], kept[-1]) if kept else (0, 0)
    matches = [_match_rule(block, n, edges) if _is_open(block) else None for n, block in enumerate(blocks)]
    for n, match in enumerate(matches):
        if match is not None:
            _apply_rule(marked, n, matches)
            _read_metadata(blocks[n], match, metadata, unit)
    _drop_alt_texts(marked, matches)
    _mark_headline(marked, metadata, unit)
    return marked


def read_masthead(text: str) -> tuple[str | None, str | None]:
    """Return the publisher and the date of a line such as “Sallow Courier, 4 May 2024 | Page 3”."""
    rest, about = _strip_date(_SHEET.sub(" ", text))
    match = _PUBLISHER_RULE.pattern.match(rest.strip(" ,.:;|•·–—-/()"))
    groups = match.groupdict() if match else {}
    return groups.get("is") or groups.get("at"), find_printed_date(text) if about == "published" else None


def is_release_label(text: str) -> bool:
    """Return whether a line is the label of a press release."""
    return len(text) <= _MAX_DATE_LINE and RULES[0].pattern.match(text) is not None


def _is_open(block: SavedBlock) -> bool:
    """Return whether no better reason is known for leaving a block out."""
    return block.dropped in ("", NOT_IN_ARTICLE)


def _match_rule(block: SavedBlock, place: int, edges: tuple[int, int]) -> _RuleMatch | None:
    if len(block.text) > _MAX_RULE_LETTERS:
        return None
    first, last = edges
    is_at_edge = place < first + _EDGE_BLOCKS or last - _EDGE_BLOCKS < place < last + _EDGE_BLOCKS
    text = block.text
    if is_at_edge and len(text) <= _MAX_DATE_LINE:
        text, reason = _strip_date(text)
        whole = _DATE_RULES[reason].pattern.match(block.text) if not text else None
        if whole is not None:
            return _RuleMatch(_DATE_RULES[reason], whole)
    if first < place < first + _HEAD_BLOCKS:
        match = _PUBLISHER_RULE.pattern.match(block.text) or _PUBLISHER_RULE.pattern.match(text)
        if match:
            return _RuleMatch(_PUBLISHER_RULE, match)
    for rule in RULES:
        match = rule.pattern.match(block.text) or (rule.key == "author" and rule.pattern.match(text)) or None
        # In the middle of an article, a line such as a date may be one of its own.
        if match and (is_at_edge or rule.key in ("", "publisher")):
            return _RuleMatch(rule, match)
    return None


def _strip_date(text: str) -> tuple[str, str]:
    """Return a line without its dates and times and the words about them, and what they are about.

    A line without a date is returned as it is.
    """
    found = find_dates(text)
    if not found:
        return text, ""
    for start, end, _ in reversed(found):
        text = text[:start] + " " + text[end:]
    is_changed = re.search(r"\b(?:updated|modified|edited)\b", text, re.IGNORECASE)
    is_published = re.search(r"\b(?:published|posted|created)\b", text, re.IGNORECASE)
    rest = " ".join(_AROUND_DATE.sub(" ", text).split()).strip(" ,.:;|•·–—-/()")
    return rest, "changed" if is_changed and not is_published else "published"


def _read_metadata(block: SavedBlock, found: _RuleMatch, metadata: Metadata, unit: str) -> None:
    key = found.rule.key
    groups = found.match.groupdict()
    value = groups.get("is") or groups.get("at")
    if key and value:
        metadata.set_default(key, value, f"{unit} {block.number}")
    is_dated = found.rule is _DATE_RULES["published"] or found.rule is _PUBLISHER_RULE
    if is_dated:
        day = find_printed_date(block.text)
        metadata.set_default("published", day, f"{unit} {block.number}")
    if found.rule.reason == "a disclaimer" and "BBC" in block.text:
        metadata.set_default("publisher", "BBC News", f"{unit} {block.number}, the BBC's own words")


def _apply_rule(marked: list[SavedBlock], n: int, matches: Sequence[_RuleMatch | None]) -> None:
    found = matches[n]
    if found is None or not _is_open(marked[n]):
        return
    rule, match = found
    marked[n] = marked[n]._replace(dropped=rule.reason)
    is_mark_alone = rule.scope == "caption" and match.end() == len(match.string)
    if is_mark_alone and matches[n + 1 : n + 2] == [None] and not marked[n + 1].dropped:
        marked[n + 1] = marked[n + 1]._replace(dropped="a caption")
    if rule.scope == "tail":
        _drop_tail(marked, range(n + 1, len(marked)), rule)


def _drop_tail(marked: list[SavedBlock], rest: range, rule: BoilerplateRule) -> None:
    """Drop the lines under the heading of a list of links, up to the next paragraph."""
    for n in rest:
        text = marked[n].text
        if ends_sentence(text) and not is_short(text, 14):
            return
        if not marked[n].dropped:
            marked[n] = marked[n]._replace(dropped=rule.reason)


def _drop_alt_texts(marked: list[SavedBlock], matches: Sequence[_RuleMatch | None]) -> None:
    """Drop short lines that are in one group with the mark of a caption."""
    sizes = Counter(block.group for block in marked)
    if len(sizes) < 2:
        return
    pictures = {
        block.group
        for block, found in zip(marked, matches, strict=True)
        if found is not None and found.rule.scope == "caption" and sizes[block.group] > 1
    }
    for n, block in enumerate(marked):
        is_label = is_short(block.text, _MAX_ALT_TEXT_WORDS) and not ends_sentence(block.text)
        if block.group in pictures and is_label and block.kind != "headline" and not block.dropped:
            marked[n] = block._replace(dropped="the text in the place of a picture")


def _mark_headline(marked: list[SavedBlock], metadata: Metadata, unit: str) -> None:
    """Find the headline: a block marked as one, or a first line that is no sentence of the article."""
    kept = [n for n, block in enumerate(marked) if not block.dropped and block.kind != "caption"]
    if not kept:
        return
    first = marked[next((n for n in kept if marked[n].kind == "headline"), kept[0])]
    if len(kept) > 1 and (first.kind == "headline" or _is_headline(first, [marked[n] for n in kept[1:4]])):
        metadata.set_default("headline", first.text, f"{unit} {first.number}")
    headline = (metadata["headline"] or "").casefold()
    for n, block in enumerate(marked):
        if block.dropped not in _FINAL_REASONS and block.text.casefold() == headline:
            marked[n] = block._replace(dropped="the headline")
        elif block.kind == "headline" and not block.dropped:
            marked[n] = block._replace(kind="subhead")


def _is_headline(block: SavedBlock, following: Sequence[SavedBlock]) -> bool:
    if block.kind == "item" or not is_short(block.text, _MAX_HEADLINE_WORDS):
        return False
    ends = block.text.rstrip("\"'”’)").endswith((".", ":", ";", ","))
    return not ends and any(ends_sentence(each.text) and not is_short(each.text, 7) for each in following)


def find_unsure_subheads(blocks: Sequence[SavedBlock]) -> list[SavedBlock]:
    """Return short lines without a full stop between paragraphs: subheads, or unmarked captions."""
    kept = [block for block in blocks if not block.dropped]
    return [
        block
        for block, after in pairwise(kept)
        if block.kind == "subhead"
        and after.kind == "paragraph"
        and not block.text.startswith(("'", '"', "‘", "“"))
    ]
