"""Who may have said a quotation, and what speaks for each of them.

A feature is a short string; the ranker has a weight for each that it knows. Those of a candidate begin
with what they look at: the way between the candidate and the quotation (``b`` before, ``a`` after), the
candidate's cue, its own form, its neighbours, and whether it spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.extract.marks import Marked
from medway_tui.extract.people import surname
from medway_tui.extract.sentences import Passage

REACH = 60
"""How many parts of a paragraph are looked at on either side of a quotation."""
_MENTIONS = frozenset("NPDO")
_CUES = frozenset("VGaL")


class Mention(NamedTuple):
    """Words that may name the speaker."""

    start: int
    end: int
    kind: str
    """N name, P pronoun, O object pronoun, Dp, Dg, Dm, Dx noun phrase, s after it with 's."""
    key: str
    """By which it is known to be the same: a surname, a pronoun, a noun."""
    owner: str = ""
    """Whose a document is, "Ms Example" of "Ms Example's report"; or the name of a person's noun."""


class Weighed(NamedTuple):
    """A quotation with everyone who may have said it."""

    mentions: list[Mention]
    features: list[list[str]]
    """Of each mention, in the same order."""
    nobody: list[str]
    """The features of its quoting nobody."""
    carried: int | None
    """Which mention is the last speaker, brought from another paragraph."""


_BRACKETED = re.compile("B[^BE]*E")
# Between a person's noun and the name: nothing, or "for the north, ".
_APPOSITION = re.compile("N|(?:T[DNW]{1,3}){0,2}CN(?=[CVBS]|$)")
_short: dict[str, str] = {}


def way(parts: str) -> str:
    """A slice of a pattern made short: insertions taken out, repeated letters once, eight at most."""
    known = _short.get(parts)
    if known is None:
        if len(_short) > 50_000:
            _short.clear()
        known = _short[parts] = _shortened(parts)
    return known


def _shortened(parts: str) -> str:
    parts = _BRACKETED.sub("", parts)
    first = parts.find("C")
    if first >= 0:
        second = parts.find("C", first + 1)
        if second > first and not set(parts[first:second]) & set("QSL"):
            parts = f"{parts[:first]}{'r' if parts[first + 1] == 'R' else 'c'}{parts[second + 1 :]}"
    out = ""
    for letter in parts.replace("Y", "J"):
        if letter != out[-1:]:
            out += letter
    out = out.replace("JW", "W").replace("WJ", "W").replace("WW", "W")
    return out if len(out) <= 8 else f"{out[:3]}*{out[-4:]}"


def weigh(
    text: str, mark: Marked, number: int, here: Passage, before: Passage | None, last: Mention | None
) -> Weighed:
    """Everyone who may have said a quotation, in its paragraph and the one before, with their features.

    ``number`` is the quotation's in ``here``, its paragraph; ``last`` is who spoke last.
    """
    place = here.places[number]
    scene = _Scene(text, here, place, _form(text, mark, here.pattern, place), last)
    mentions: list[Mention] = []
    features: list[list[str]] = []
    for at in scene.before():
        mention = _mention(text, here, at)
        mentions.append(mention)
        features.append(_of_one_before(scene, at, mention, min(len(features), 4)))
    nearer = len(mentions)
    for at in scene.after():
        mention = _mention(text, here, at)
        mentions.append(mention)
        features.append(_of_one_after(scene, at, mention, min(len(features) - nearer, 4)))
    carried = None
    if last is not None and all(m.start != last.start for m in mentions):
        carried = len(mentions)
        features.append(_of_carried(scene, mark, before, last, min(len(features), 3)))
        mentions.append(last)
    if before is not None:
        _add_from_before(scene, before, mentions, features)
    return Weighed(mentions, features, _nobody(text, mark, here, place, scene.form), carried)


class _Scene(NamedTuple):
    """A quotation in its paragraph."""

    text: str
    here: Passage
    place: int
    form: str
    last: Mention | None

    def before(self) -> Iterator[int]:
        """The places of the mentions before it, nearest first."""
        pattern, most = self.here.pattern, 6
        for at in range(self.place - 1, max(-1, self.place - REACH), -1):
            # In brackets stands a party or a place: (Con), (D-Ohio).
            if pattern[at] in _MENTIONS and pattern[at - 1 : at] != "B":
                yield at
                most -= 1
                if not most:
                    return

    def after(self) -> Iterator[int]:
        """The places of the mentions after it, in its sentence and the next."""
        pattern, sentences, most = self.here.pattern, self.here.sentences, 4
        for at in range(self.place + 1, min(len(pattern), self.place + REACH)):
            if pattern[at] in _MENTIONS and pattern[at - 1] != "B":
                yield at
                most -= 1
                if not most or sentences[at] > sentences[self.place] + 1:
                    return


def _of_one_before(scene: _Scene, at: int, mention: Mention, between: int) -> list[str]:
    here, form, last = scene.here, scene.form, scene.last
    f = _common(here, at, mention, form)
    path = way(here.pattern[at + 1 : scene.place])
    side = f"b{min(here.sentences[scene.place] - here.sentences[at], 2)}"
    f += [f"{side}{path}", f"{side}{path}{mention.kind}", f"b{path}{form}", f"{side}#{between}{form}"]
    _add_cue_features(scene, at, mention, side, f)
    if last is not None:
        if mention.start == last.start:
            f += [f"same{side}{form}", f"same{path}"]
        elif mention.key == last.key:
            f.append(f"like{side}{form}")
    return f


def _of_one_after(scene: _Scene, at: int, mention: Mention, between: int) -> list[str]:
    here, form, last = scene.here, scene.form, scene.last
    f = _common(here, at, mention, form)
    path = way(here.pattern[scene.place + 1 : at])
    side = f"a{min(here.sentences[at] - here.sentences[scene.place], 2)}"
    following = here.pattern[at + 1 : at + 2]
    beyond = way(here.pattern[at + 1 : at + 3])
    f += [
        f"{side}{path}",
        f"{side}{path}|{beyond}{mention.kind}",
        f"a{path}|{following}{form}",
        f"{side}#{between}{form}",
    ]
    _add_cue_features(scene, at, mention, side, f)
    if last is not None and mention.key == last.key:
        f.append(f"like{side}{form}")
    return f


def _of_carried(scene: _Scene, mark: Marked, before: Passage | None, last: Mention, others: int) -> list[str]:
    near = "p" if before and before.starts and last.start >= before.starts[0] else "f"
    goes_on = "o" if mark.continues is not None else "c"
    form = scene.form
    return [
        f"carry{near}{goes_on}",
        f"carry{form}",
        f"carry{near}{form}{last.kind}",
        f"carry#{others}{form}",
    ]


def _add_from_before(
    scene: _Scene, before: Passage, mentions: list[Mention], features: list[list[str]]
) -> None:
    """The last mentions of the paragraph before, and its first."""
    pattern, form, last = before.pattern, scene.form, scene.last
    places = [
        i
        for i in range(max(0, len(pattern) - REACH), len(pattern))
        if pattern[i] in _MENTIONS and pattern[i - 1 : i] != "B"
    ]
    chosen = [*places[:1], *places[-3:]] if len(places) > 3 else places
    ending = pattern[-1:]
    here = min(len(features), 3)
    for order, at in enumerate(reversed(chosen)):
        mention = _mention(scene.text, before, at)
        if last is not None and mention.start == last.start:
            continue
        following = pattern[at + 1 : at + 2]
        f = [
            f"P{order}{form}",
            f"P{order}{mention.kind}",
            f"P{order}{ending}{following}",
            f"P{form}{following}{ending}",
            f"P{mention.kind}{here}",
        ]
        if at == 0 or pattern[at - 1] == "S":
            f.append(f"Pfirst{form}")
        if last is not None and mention.key == last.key:
            f.append(f"Plike{form}")
        mentions.append(mention)
        features.append(f)


def _mention(text: str, here: Passage, at: int) -> Mention:
    kind = here.pattern[at]
    word = here.words[at]
    start, end = here.starts[at], here.ends[at]
    cls = here.classes[at]
    if kind == "N":
        key = surname(word)
    elif kind == "D":
        key = f"the {word}"
    else:
        key = word
    owner = ""
    if kind == "D":
        name = _apposed(here, at) if cls == "p" else None
        if at and here.classes[at - 1] == "s" and here.pattern[at - 1] == "N":
            start = here.starts[at - 1]
            if cls != "p":
                owner = text[start : here.ends[at - 1]]
        elif cls == "m":
            owner = _capitals(text[start:end])
        if name is not None:
            owner = text[here.starts[name] : here.ends[name]]
        if name is not None or (owner and cls == "m"):
            key = surname(owner)
    if cls == "s":
        kind += "s"
        end -= len(text[start:end]) - len(text[start:end].rstrip("sS").rstrip("'’")) if end - start > 2 else 0
    elif kind == "D":
        kind += cls
    elif kind == "P":
        kind = {"he": "Ph", "she": "Ph", "they": "Pt", "it": "Pi"}.get(word, "P1")
    return Mention(start, end, kind, key, owner)


def _apposed(here: Passage, at: int) -> int | None:
    """The name that stands with a person's noun: "council leader Ann Example", "the leader, Ann Example,"."""
    found = _APPOSITION.match(here.pattern, at + 1)
    if found is None:
        return None
    name = found.end() - 1
    return None if here.classes[name] == "s" else name


def _capitals(phrase: str) -> str:
    return " ".join(w for w in phrase.split()[1:] if w[0].isupper())


def _form(text: str, mark: Marked, pattern: str, place: int) -> str:
    """The quotation's own form: direct or a piece; and whether it opens, fills or stands in its line."""
    first = text[mark.start]
    whole = not first.islower() and text[mark.end - 1] in ".,!?…"
    alone = len(pattern) <= REACH and not pattern.strip("QSH")
    opens = place == 0
    return ("d" if whole else "f") + ("A" if alone else "O" if opens else "I")


def _common(here: Passage, at: int, mention: Mention, form: str) -> list[str]:
    pattern, low = here.pattern, here.words
    previous = pattern[at - 1] if at else "^"
    if previous in "TVGXKUaR":
        previous = f"{previous}:{low[at - 1]}"
    before2 = pattern[max(0, at - 2) : at]
    following = pattern[at + 1 : at + 2]
    if following in ("T", "X", "W", "K"):
        following = f"{following}:{low[at + 1]}"
    f = [
        f"k{mention.kind}{form}",
        f"<{previous}",
        f"<{before2}{mention.kind}",
        f">{following}",
        f">{pattern[at + 1 : at + 3]}",
        f"{pattern[at - 1 : at] or '^'}{mention.kind[0]}{pattern[at + 1 : at + 2]}",
    ]
    if mention.kind[0] == "D":
        f.append(f"h:{low[at]}")
    begin = max(pattern.rfind("S", max(0, at - REACH), at) + 1, at - REACH, 0)
    left = pattern[begin:at]
    f.append(f"in{'R' in left}{min(left.count('C'), 2)}{pattern[at + 1 : at + 2]}")
    if at > 1 and pattern[at - 1] == "T" and low[at - 1] == "by":
        f.append(f"agent{pattern[at - 2]}{form}")
        if pattern[at - 2] in "VX":
            f.append("agent" + ("A" if "A" in pattern[max(0, at - 5) : at - 2] else ""))
    elif at > 1 and pattern[at - 2] == "a":
        f.append(f"acc{form}")
    return f


def _add_cue_features(scene: _Scene, at: int, mention: Mention, side: str, f: list[str]) -> None:
    """How the mention's verb stands to it and to the quotation."""
    here, place, form = scene.here, scene.place, scene.form
    pattern, low = here.pattern, here.words
    n = len(pattern)
    # The verb after it.
    v = at + 1
    stop = min(n, at + 25)
    while v < stop and pattern[v] not in "VGSLQ":
        v += 1
    if v < stop and pattern[v] in "VGL":
        link = _link(pattern[at + 1 : v])
        if "A" in link and pattern[v + 1 : v + 2] == "T" and low[v + 1] == "by":
            f.append(f"{side}passive")
        if v < place:
            path = way(pattern[v + 1 : place])
            f.append(f"{side}v{link}>{low[v]}")
            f.append(f"{side}v{link}>{path}")
            f.append(f"{side}v>{low[v]}>{path}")
            f.append(f"v{link}{mention.kind}")
            other = pattern[v + 1 : place]
            f.append(f"{side}cues{min(sum(other.count(c) for c in 'VG'), 2)}{'S' in other}")
        elif at > place:
            path = way(pattern[place + 1 : at])
            f.append(f"{side}v{link}>{low[v]}")
            f.append(f"{side}{path}v{link}{pattern[v]}")
            f.append(f"{side}{form}v{link}")
        else:
            f.append(f"{side}v{link}over")
    else:
        f.append(f"{side}nov{form}")
    if (at and pattern[at - 1] in "VG") or (at > 1 and pattern[at - 2] in "VG" and pattern[at - 1] in "JTA"):
        c = at - 1 if pattern[at - 1] in "VG" else at - 2
        f.append(f"{side}i{low[c]}{pattern[c + 1 : at]}")
        f.append(f"{side}i{pattern[c - 1 : c] if c else '^'}{pattern[at + 1 : at + 2]}")
        f.append(f"{side}i{form}{mention.kind}")


def _link(parts: str) -> str:
    """The way from a mention to its verb: what stands between two commas is one insertion."""
    if "B" in parts:
        parts = _BRACKETED.sub("", parts)
    if parts[:1] == "C" and parts[-1:] == "C" and len(parts) > 2:
        return "r" if parts[1] == "R" else "c"
    return way(parts)


def _nobody(text: str, mark: Marked, here: Passage, place: int, form: str) -> list[str]:
    pattern, low = here.pattern, here.words
    words = text[mark.start : min(mark.end, mark.start + 400)].split()
    count = len(words)
    size = "1" if count == 1 else "2" if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"
    left = pattern[place - 1] if place else "^"
    leftword = low[place - 1] if place and left in "WTVGXDJKIUtAaY" else left
    right = pattern[place + 1 : place + 2] or "$"
    rightword = low[place + 1] if right in "WDTXK" else right
    capitals = sum(w[0].isupper() for w in words)
    case = (
        "T"
        if count > 1 and capitals >= count - 1 - count // 4
        else "U"
        if capitals and words[0][0].isupper()
        else "l"
    )
    last = text[mark.end - 1]
    final = last if last in ".,!?" else "a"
    start, end = place - 1, place + 1
    while start >= 0 and pattern[start] != "S" and start > place - REACH:
        start -= 1
    while end < len(pattern) and pattern[end] != "S" and end < place + REACH:
        end += 1
    left_part, right_part = pattern[start + 1 : place], pattern[place + 1 : end]
    cue_left = next((j for j in range(place - 1, start, -1) if pattern[j] in _CUES), None)
    cue_right = next((j for j in range(place + 1, end) if pattern[j] in _CUES), None)
    f = [
        "nobody",
        f"n{form}{size}",
        f"n<{left}{size}{case}",
        f"n<{leftword}",
        f"n<{leftword}{size}",
        f"n>{rightword}",
        f"n>{right}{left}{final}",
        f"n.{final}{case}{size}",
        f"n'{mark.single}{form}",
        f"n+{left_part.count('Q') > 0}{right_part.count('Q') > 0}{size}",
        f"nc{mark.closed}",
    ]
    if cue_left is not None:
        f.append(f"nL{low[cue_left]}{way(pattern[cue_left + 1 : place])}")
        f.append(f"nL{low[cue_left]}{size}")
        f.append(f"nLp{way(pattern[cue_left + 1 : place])}{final}")
        if cue_left and pattern[cue_left - 1] == "T" and low[cue_left - 1] == "to":
            f.append(f"nto{low[cue_left]}")
            f.append(f"nto{pattern[max(0, cue_left - 3) : cue_left - 1]}")
    if cue_right is not None:
        f.append(f"nR{low[cue_right]}")
        f.append(f"nR{way(pattern[place + 1 : cue_right])}")
    if "a" in left_part or "a" in right_part:
        f.append("nacc")
    f.append(f"nLR{cue_left is not None}{cue_right is not None}{form}{size}")
    if cue_left is None and cue_right is None:
        f.append(f"nX{left}{right}{final}")
        f.append(f"nX{case}{size}{form}")
    if "P" in left_part or "N" in left_part:
        f.append(f"nS{size}{cue_left is not None}")
    return f
