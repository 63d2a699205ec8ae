"""Who may have said a quotation, and what speaks for each of them.

A feature is a short string; the ranker has a weight for each that it knows. Those of a candidate begin
with what they look at: the way between the candidate and the quotation (``b`` before, ``a`` after), the
candidate's cue, its own form, its neighbours, and whether it spoke last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from medway_tui.quotation_extraction.mentions import SpeakerMention, mention_at
from medway_tui.quotation_extraction.no_speaker_features import collect_no_speaker_features
from medway_tui.quotation_extraction.patterns import TaggedParagraph
from medway_tui.quotation_extraction.quotation_marks import QuotedSpan

MAX_PARTS_AWAY = 60
"""How many parts of a paragraph are looked at on either side of a quotation."""
_MENTION_KINDS = frozenset("NPDO")


class WeighedCandidates(NamedTuple):
    """A quotation with everyone who may have said it."""

    mentions: list[SpeakerMention]
    features: list[list[str]]
    """Of each mention, in the same order."""
    no_speaker: list[str]
    """The features of its quoting nobody."""
    last_speaker_index: int | None
    """Which mention is the last speaker, brought from another paragraph."""


def weigh_candidates(
    text: str,
    span: QuotedSpan,
    number: int,
    paragraph: TaggedParagraph,
    previous: TaggedParagraph | None,
    last_speaker: SpeakerMention | None,
) -> WeighedCandidates:
    """Everyone who may have said a quotation, in its paragraph and the one before, with their features.

    ``number`` is the quotation's in ``paragraph``, its paragraph; ``last_speaker`` is who spoke last.
    """
    place = paragraph.quotation_indices[number]
    context = _Context(
        text, paragraph, place, _quotation_form(text, span, paragraph.pattern, place), last_speaker
    )
    mentions: list[SpeakerMention] = []
    features: list[list[str]] = []
    for at in context.mentions_before():
        mention = mention_at(text, paragraph, at)
        mentions.append(mention)
        features.append(_features_before(context, at, mention, min(len(features), 4)))
    nearer = len(mentions)
    for at in context.mentions_after():
        mention = mention_at(text, paragraph, at)
        mentions.append(mention)
        features.append(_features_after(context, at, mention, min(len(features) - nearer, 4)))
    last_speaker_index = None
    if last_speaker is not None and all(m.start != last_speaker.start for m in mentions):
        last_speaker_index = len(mentions)
        features.append(
            _features_of_last_speaker(context, span, previous, last_speaker, min(len(features), 3))
        )
        mentions.append(last_speaker)
    if previous is not None:
        _add_previous_paragraph(context, previous, mentions, features)
    return WeighedCandidates(
        mentions,
        features,
        collect_no_speaker_features(text, span, paragraph, place, context.form),
        last_speaker_index,
    )


class _Context(NamedTuple):
    """A quotation in its paragraph."""

    text: str
    paragraph: TaggedParagraph
    place: int
    form: str
    last_speaker: SpeakerMention | None

    def mentions_before(self) -> Iterator[int]:
        """The places of the mentions before it, nearest first."""
        pattern, most = self.paragraph.pattern, 6
        for at in range(self.place - 1, max(-1, self.place - MAX_PARTS_AWAY), -1):
            # In brackets stands a party or a place: (Con), (D-Ohio).
            if pattern[at] in _MENTION_KINDS and pattern[at - 1 : at] != "B":
                yield at
                most -= 1
                if not most:
                    return

    def mentions_after(self) -> Iterator[int]:
        """The places of the mentions after it, in its sentence and the next."""
        pattern, sentences, most = self.paragraph.pattern, self.paragraph.sentences, 4
        for at in range(self.place + 1, min(len(pattern), self.place + MAX_PARTS_AWAY)):
            if pattern[at] in _MENTION_KINDS and pattern[at - 1] != "B":
                yield at
                most -= 1
                if not most or sentences[at] > sentences[self.place] + 1:
                    return


def _features_before(context: _Context, at: int, mention: SpeakerMention, between: int) -> list[str]:
    paragraph, form, last = context.paragraph, context.form, context.last_speaker
    features = _common_features(paragraph, at, mention, form)
    path = token_path(paragraph.pattern[at + 1 : context.place])
    side = f"b{min(paragraph.sentences[context.place] - paragraph.sentences[at], 2)}"
    features += [f"{side}{path}", f"{side}{path}{mention.kind}", f"b{path}{form}", f"{side}#{between}{form}"]
    _add_cue_features(context, at, mention, side, features)
    if last is not None:
        if mention.start == last.start:
            features += [f"same{side}{form}", f"same{path}"]
        elif mention.key == last.key:
            features.append(f"like{side}{form}")
    return features


def _features_after(context: _Context, at: int, mention: SpeakerMention, between: int) -> list[str]:
    paragraph, form, last = context.paragraph, context.form, context.last_speaker
    features = _common_features(paragraph, at, mention, form)
    path = token_path(paragraph.pattern[context.place + 1 : at])
    side = f"a{min(paragraph.sentences[at] - paragraph.sentences[context.place], 2)}"
    following = paragraph.pattern[at + 1 : at + 2]
    beyond = token_path(paragraph.pattern[at + 1 : at + 3])
    features += [
        f"{side}{path}",
        f"{side}{path}|{beyond}{mention.kind}",
        f"a{path}|{following}{form}",
        f"{side}#{between}{form}",
    ]
    _add_cue_features(context, at, mention, side, features)
    if last is not None and mention.key == last.key:
        features.append(f"like{side}{form}")
    return features


def _features_of_last_speaker(
    context: _Context, span: QuotedSpan, previous: TaggedParagraph | None, last: SpeakerMention, others: int
) -> list[str]:
    near = "p" if previous and previous.starts and last.start >= previous.starts[0] else "f"
    goes_on = "o" if span.continues is not None else "c"
    form = context.form
    return [
        f"carry{near}{goes_on}",
        f"carry{form}",
        f"carry{near}{form}{last.kind}",
        f"carry#{others}{form}",
    ]


def _add_previous_paragraph(
    context: _Context, previous: TaggedParagraph, mentions: list[SpeakerMention], features: list[list[str]]
) -> None:
    """The last mentions of the paragraph before, and its first."""
    pattern, form, last = previous.pattern, context.form, context.last_speaker
    places = [
        i
        for i in range(max(0, len(pattern) - MAX_PARTS_AWAY), len(pattern))
        if pattern[i] in _MENTION_KINDS and pattern[i - 1 : i] != "B"
    ]
    chosen = [*places[:1], *places[-3:]] if len(places) > 3 else places
    ending = pattern[-1:]
    here = min(len(features), 3)
    for order, at in enumerate(reversed(chosen)):
        mention = mention_at(context.text, previous, at)
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


def _quotation_form(text: str, span: QuotedSpan, pattern: str, place: int) -> str:
    """The quotation's own form: direct or a piece; and whether it opens, fills or stands in its line."""
    first = text[span.start]
    whole = not first.islower() and text[span.end - 1] in ".,!?…"
    alone = len(pattern) <= MAX_PARTS_AWAY and not pattern.strip("QSH")
    opens = place == 0
    return ("d" if whole else "f") + ("A" if alone else "O" if opens else "I")


def _common_features(paragraph: TaggedParagraph, at: int, mention: SpeakerMention, form: str) -> list[str]:
    pattern, words = paragraph.pattern, paragraph.words
    previous = pattern[at - 1] if at else "^"
    if previous in "TVGXKUaR":
        previous = f"{previous}:{words[at - 1]}"
    before2 = pattern[max(0, at - 2) : at]
    following = pattern[at + 1 : at + 2]
    if following in ("T", "X", "W", "K"):
        following = f"{following}:{words[at + 1]}"
    features = [
        f"k{mention.kind}{form}",
        f"<{previous}",
        f"<{before2}{mention.kind}",
        f">{following}",
        f">{pattern[at + 1 : at + 3]}",
        f"{pattern[at - 1 : at] or '^'}{mention.kind[0]}{pattern[at + 1 : at + 2]}",
    ]
    if mention.kind[0] == "D":
        features.append(f"h:{words[at]}")
    begin = max(pattern.rfind("S", max(0, at - MAX_PARTS_AWAY), at) + 1, at - MAX_PARTS_AWAY, 0)
    left = pattern[begin:at]
    features.append(f"in{'R' in left}{min(left.count('C'), 2)}{pattern[at + 1 : at + 2]}")
    if at > 1 and pattern[at - 1] == "T" and words[at - 1] == "by":
        features.append(f"agent{pattern[at - 2]}{form}")
        if pattern[at - 2] in "VX":
            features.append("agent" + ("A" if "A" in pattern[max(0, at - 5) : at - 2] else ""))
    elif at > 1 and pattern[at - 2] == "a":
        features.append(f"acc{form}")
    return features


def _add_cue_features(
    context: _Context, at: int, mention: SpeakerMention, side: str, features: list[str]
) -> None:
    """How the mention's verb stands to it and to the quotation."""
    paragraph, place, form = context.paragraph, context.place, context.form
    pattern, words = paragraph.pattern, paragraph.words
    n = len(pattern)
    # The verb after it.
    v = at + 1
    stop = min(n, at + 25)
    while v < stop and pattern[v] not in "VGSLQ":
        v += 1
    if v < stop and pattern[v] in "VGL":
        link = token_path_to_verb(pattern[at + 1 : v])
        if "A" in link and pattern[v + 1 : v + 2] == "T" and words[v + 1] == "by":
            features.append(f"{side}passive")
        if v < place:
            path = token_path(pattern[v + 1 : place])
            features.append(f"{side}v{link}>{words[v]}")
            features.append(f"{side}v{link}>{path}")
            features.append(f"{side}v>{words[v]}>{path}")
            features.append(f"v{link}{mention.kind}")
            other = pattern[v + 1 : place]
            features.append(f"{side}cues{min(sum(other.count(c) for c in 'VG'), 2)}{'S' in other}")
        elif at > place:
            path = token_path(pattern[place + 1 : at])
            features.append(f"{side}v{link}>{words[v]}")
            features.append(f"{side}{path}v{link}{pattern[v]}")
            features.append(f"{side}{form}v{link}")
        else:
            features.append(f"{side}v{link}over")
    else:
        features.append(f"{side}nov{form}")
    if (at and pattern[at - 1] in "VG") or (at > 1 and pattern[at - 2] in "VG" and pattern[at - 1] in "JTA"):
        c = at - 1 if pattern[at - 1] in "VG" else at - 2
        features.append(f"{side}i{words[c]}{pattern[c + 1 : at]}")
        features.append(f"{side}i{pattern[c - 1 : c] if c else '^'}{pattern[at + 1 : at + 2]}")
        features.append(f"{side}i{form}{mention.kind}")


_BRACKETED = re.compile("B[^BE]*E")
_path_cache: dict[str, str] = {}


def token_path(parts: str) -> str:
    """A slice of a pattern made short: insertions taken out, repeated letters once, eight at most."""
    path = _path_cache.get(parts)
    if path is None:
        if len(_path_cache) > 50_000:
            _path_cache.clear()
        path = _path_cache[parts] = _shorten_path(parts)
    return path


def _shorten_path(parts: str) -> str:
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


def token_path_to_verb(parts: str) -> str:
    """The way from a mention to its verb: what stands between two commas is one insertion."""
    if "B" in parts:
        parts = _BRACKETED.sub("", parts)
    if parts[:1] == "C" and parts[-1:] == "C" and len(parts) > 2:
        return "r" if parts[1] == "R" else "c"
    return token_path(parts)
