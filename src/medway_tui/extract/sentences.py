"""A paragraph as a pattern of its parts: names, noun phrases, cues, marks, quotations.

Each part is a letter, so that the way from one to another is a slice of a string:

    N name   P pronoun   O him, her   D noun phrase   Q quotation   V cue verb   G cue in -ing
    A auxiliary   X other verb   I other word in -ing   J adverb   Y time   T preposition   t that
    K and, but   U because, when   R who, which   a according   W other word
    C comma   S end of a sentence   L colon   H dash   B E brackets

Quoted words are one part, whatever they hold: nothing in them is taken for a speaker or a cue.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from medway_tui.extract.marks import Marked, Paragraph
from medway_tui.extract.words import word_set, words

_TOKEN = re.compile(
    r"((?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|Cllr"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs|Inc|Co|Corp|Ltd)\.|[A-Z]\.(?= [A-Z])"
    r"|[#@]?[^\W_]+(?:['’.&/-][^\W_]+)*(?:['’](?=\s))?)"
    r"|([,;])|([.!?…])|(:)|([—–]|--?)|([(\[])|([)\]])"
)
_MARKS = "??CSLHBE"
_JOINING = word_set("joining")
_PARTICLES = word_set("particle")
_INSTITUTIONS = word_set("institution")
_NAMES = word_set("name")
_ALONE = word_set("pronoun")
_PERSONS = word_set("people")


class Passage(NamedTuple):
    """A paragraph's parts."""

    pattern: str
    """The parts' letters."""
    starts: list[int]
    ends: list[int]
    words: list[str]
    """Each part in lower case; of a noun phrase its head, of a quotation its number."""
    classes: list[str]
    """Of a noun phrase p, g or m (see ``words``) or x; of a name with 's its s; else empty."""
    sentences: list[int]
    """The number of the sentence that each stands in."""
    places: dict[int, int]
    """The place of each quotation among the parts, by its number."""


def passage(text: str, line: Paragraph, quotations: list[tuple[int, Marked]]) -> Passage:
    """The parts of a paragraph, whose quotations are given with their numbers."""
    tokens: list[tuple[str, int, int, str]] = []
    at = line.start
    for number, mark in quotations:
        _tokens(text, at, mark.outer_start, tokens)
        tokens.append(("Q", mark.outer_start, mark.outer_end, str(number)))
        at = mark.outer_end
        if text[mark.end - 1] in ".!?…" and mark.closed and _begins(text, at, line.end):
            tokens.append(("S", at, at, ""))
    _tokens(text, at, line.end, tokens)
    return _parts(tokens)


_BEGIN = re.compile(r"['’\")\]]*\s+(?=[A-Z“\"‘'])(?!(?:[A-Z][\w.]+ ){1,3}(?:said|says|told|added|wrote)\b)")


def _begins(text: str, at: int, end: int) -> bool:
    return _BEGIN.match(text, at, end) is not None


def _tokens(text: str, start: int, end: int, tokens: list[tuple[str, int, int, str]]) -> None:
    for m in _TOKEN.finditer(text, start, end):
        group = m.lastindex
        if group == 1:
            tokens.append(("w", m.start(), m.end(), m[0]))
        else:
            tokens.append((_MARKS[group or 0], m.start(), m.end(), ""))


def _parts(tokens: list[tuple[str, int, int, str]]) -> Passage:  # noqa: PLR0912, PLR0915
    known = words()
    kinds, cues, nouns = known.kinds, known.cues, known.nouns
    capitals = sum(1 for t in tokens if t[0] == "w" and t[3][0].isupper())
    small = sum(1 for t in tokens if t[0] == "w" and len(t[3]) > 3 and t[3][0].islower())
    title = capitals > 2 and capitals > 2 * small
    pattern: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    low: list[str] = []
    classes: list[str] = []
    sentences: list[int] = []
    places: dict[int, int] = {}
    sentence = 0
    i, n = 0, len(tokens)

    def put(kind: str, start: int, end: int, word: str, cls: str = "") -> None:
        pattern.append(kind)
        starts.append(start)
        ends.append(end)
        low.append(word)
        classes.append(cls)
        sentences.append(sentence)

    while i < n:
        kind, start, end, word = tokens[i]
        if kind != "w":
            if kind == "Q":
                places[int(word)] = len(pattern)
            put(kind, start, end, word)
            if kind == "S":
                sentence += 1
            i += 1
            continue
        lower = word.lower().replace("’", "'")
        upper = word[0].isupper() or word[0] in "@#"
        first = not pattern or pattern[-1] in "SQLHB"
        cls = kinds.get(lower)
        if upper and cls is not None and not first and not title and cls not in "PYd":
            cls = None
        if upper and not first and not title and cls == "d" and lower != "the":
            cls = None if lower in ("a", "an") else cls
        if word in (
            "May",
            "Will",
            "US",
            "IT",
            "Hope",
            "Grant",
            "Mark",
            "Bill",
            "March",
            "Sue",
            "Judge",
            "Reid",
        ):
            cls = "A" if first and word == "Will" else None
        if cls == "O" and lower in ("her",) and i + 1 < n and tokens[i + 1][0] == "w":
            following = tokens[i + 1][3].lower()
            if following not in kinds or following in nouns:
                cls = "d"
        if cls in ("d",):
            j = _phrase(tokens, i + 1, n, kinds, nouns, title=title)
            if j > i + 1:
                name = all(t[3][0].isupper() for t in tokens[i + 1 : j])
                head = tokens[j - 1][3].lower()
                owner = head.endswith(("'s", "’s", "s'", "s’"))
                bare = head[:-2] if head.endswith(("'s", "’s")) else head.rstrip("'’")
                if name and not (bare in nouns and j == i + 2):
                    put("N", start, tokens[j - 1][2], tokens[j - 1][3], "s" if owner else "")
                else:
                    put("D", start, tokens[j - 1][2], bare, "s" if owner else nouns.get(bare, "x"))
                i = j
                continue
            put("D" if lower in _ALONE else "W", start, end, lower, "p" if lower in _PERSONS else "x")
            i += 1
            continue
        if cls is not None:
            put(cls, start, end, cues.get(lower, lower) if cls in "VG" else lower)
            i += 1
            continue
        bare = lower[:-2] if lower.endswith("'s") else lower.rstrip("'")
        noun = nouns.get(bare)
        if upper and not (title and noun) and not (first and noun and not _capital(tokens, i + 1, n)):
            j = i + 1
            owner = lower.endswith(("'s", "s'"))
            while j < n and not owner and tokens[j][0] == "w" and tokens[j][1] - tokens[j - 1][2] < 3:
                nxt = tokens[j][3]
                if nxt[0].isupper() and (not title or nxt.lower() not in kinds):
                    j += 1
                elif (
                    nxt in _JOINING
                    and _capital(tokens, j + 1, n)
                    and (nxt in _PARTICLES or (nxt != "and" and tokens[j - 1][3].lower() in _INSTITUTIONS))
                ):
                    j += 2
                else:
                    break
                owner = tokens[j - 1][3].endswith(("'s", "’s", "s'", "s’"))
            if first and not title and j == i + 1 and not owner and j < n and tokens[j][3] in nouns:
                put("D", start, tokens[j][2], tokens[j][3], nouns[tokens[j][3]])
                i = j + 1
                continue
            put("N", start, tokens[j - 1][2], tokens[j - 1][3], "s" if owner else "")
            i = j
            if owner:
                j = _phrase(tokens, i, n, kinds, nouns, title=title)
                if j > i and any(t[3].lower() in nouns for t in tokens[i:j]):
                    head = tokens[j - 1][3].lower()
                    put("D", tokens[i][1], tokens[j - 1][2], head, nouns.get(head, "x"))
                    i = j
            continue
        if noun:
            if (
                i + 1 < n
                and tokens[i + 1][0] == "w"
                and noun != "p"
                and tokens[i + 1][3] in nouns
                and tokens[i + 1][3] not in kinds
            ):
                i += 1
                end, bare = tokens[i][2], tokens[i][3]
                noun = nouns[bare]
            owner = lower.endswith(("'s", "s'"))
            put("D", start, end, bare, "s" if owner else noun)
        elif lower.endswith("ly"):
            put("J", start, end, lower)
        elif lower.endswith("ing"):
            put("I", start, end, lower)
        elif lower.endswith("ed"):
            put("X", start, end, lower)
        else:
            put("W", start, end, lower)
        i += 1
    return Passage("".join(pattern), starts, ends, low, classes, sentences, places)


def _capital(tokens: list[tuple[str, int, int, str]], i: int, n: int) -> bool:
    return i < n and tokens[i][0] == "w" and tokens[i][3][0].isupper()


def _phrase(
    tokens: list[tuple[str, int, int, str]],
    i: int,
    n: int,
    kinds: dict[str, str],
    nouns: dict[str, str],
    *,
    title: bool,
) -> int:
    """Where a noun phrase whose words begin at a place ends: before a verb, a preposition or a mark."""
    j = i
    while j < n and j < i + 9 and tokens[j][0] == "w":
        word = tokens[j][3]
        lower = word.lower()
        if lower in kinds and not (lower in nouns and (j == i or tokens[j - 1][3].lower() not in nouns)):
            plain = word[0].islower() or title or kinds[lower] in "TAK"
            if plain and (j > i or kinds[lower] not in "JX"):
                break
        elif (
            j > i and lower.endswith("ed") and word[0].islower() and not tokens[j - 1][3].endswith("ly")
        ) or (
            j > i + 1
            and word[0].isupper()
            and tokens[j - 1][3].lower() in nouns
            and tokens[j - 1][3][0].islower()
        ):
            break
        j += 1
        if (
            j < n
            and tokens[j][3] in ("of", "for")
            and lower in _INSTITUTIONS
            and word[0].isupper()
            and _capital(tokens, j + 1, n)
        ):
            j += 1
    return j
