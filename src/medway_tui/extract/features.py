"""Who may have said a quotation, and what speaks for each of them.

A feature is a short string; the ranker has a weight for each that it knows. Those of a candidate begin
with what they look at: the way between the candidate and the quotation (``b`` before, ``a`` after), the
candidate's cue, its own form, its neighbours, and whether it spoke last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.extract.marks import Marked
from medway_tui.extract.mentions import Mention
from medway_tui.extract.mentions import mention as mention_at
from medway_tui.extract.nobody import nobody
from medway_tui.extract.sentences import Passage
from medway_tui.extract.ways import way, way_to_verb

REACH = 60
"""How many parts of a paragraph are looked at on either side of a quotation."""
_MENTIONS = frozenset("NPDO")


class Weighed(NamedTuple):
    """A quotation with everyone who may have said it."""

    mentions: list[Mention]
    features: list[list[str]]
    """Of each mention, in the same order."""
    nobody: list[str]
    """The features of its quoting nobody."""
    carried: int | None
    """Which mention is the last speaker, brought from another paragraph."""


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
        mention = mention_at(text, here, at)
        mentions.append(mention)
        features.append(_of_one_before(scene, at, mention, min(len(features), 4)))
    nearer = len(mentions)
    for at in scene.after():
        mention = mention_at(text, here, at)
        mentions.append(mention)
        features.append(_of_one_after(scene, at, mention, min(len(features) - nearer, 4)))
    carried = None
    if last is not None and all(m.start != last.start for m in mentions):
        carried = len(mentions)
        features.append(_of_carried(scene, mark, before, last, min(len(features), 3)))
        mentions.append(last)
    if before is not None:
        _add_from_before(scene, before, mentions, features)
    return Weighed(mentions, features, nobody(text, mark, here, place, scene.form), carried)


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
        mention = mention_at(scene.text, before, at)
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
        link = way_to_verb(pattern[at + 1 : v])
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
