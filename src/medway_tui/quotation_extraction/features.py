"""The possible speakers of a quotation, and their features.

A feature is a short string, and a key of ``data/weights.json``. It joins letters of the pattern (see
``patterns``), words and kinds of mention. A prefix says where it comes from: ``b`` a mention before the
quotation and ``a`` one after it, with the number of sentences between; ``P`` one in the previous paragraph;
``carry`` the last speaker; ``k`` ``<`` ``>`` ``h`` the mention and its neighbours; ``v`` its verb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from medway_tui.quotation_extraction.clauses import (
    Clause,
    find_clause,
    find_last_reporting_subject,
    names_something,
)
from medway_tui.quotation_extraction.denials import is_denied
from medway_tui.quotation_extraction.joint_statements import find_joint_subjects
from medway_tui.quotation_extraction.mentions import mention_at
from medway_tui.quotation_extraction.no_speaker_features import collect_no_speaker_features
from medway_tui.quotation_extraction.patterns import TaggedParagraph, token_path, token_path_to_verb
from medway_tui.quotation_extraction.quotation import SpeakerMention
from medway_tui.quotation_marks import QuotedSpan

MAX_PARTS_AWAY = 60
"""Parts of a paragraph on either side of a quotation that are searched."""
MAX_MENTIONS_BEFORE = 6
MAX_MENTIONS_AFTER = 4
MAX_MENTIONS_BESIDE_SUBJECT = 3
"""Mentions on either side where a clause clearly introduces the quotation."""
MAX_PARTS_TO_VERB = 25
"""Parts after a mention in which its verb is searched."""
_MENTION_KINDS = frozenset("NPDO")


class WeighedCandidates(NamedTuple):
    """The possible speakers of a quotation, with their features."""

    mentions: list[SpeakerMention]
    features: list[list[str]]
    """Of each mention, in the same order."""
    no_speaker: list[str]
    """The features of no speaker."""
    last_speaker_index: int | None
    """The index of the last speaker, when named in another paragraph."""
    clause: Clause | None = None
    """The clause that introduces the quotation."""
    subject_index: int | None = None
    """The index of the clause's subject among the mentions."""
    co_speakers: tuple[SpeakerMention, ...] = ()
    """Of a joint statement, the mentions of all its speakers."""
    is_denied: bool = False
    """Whether the sentence says that the words were not said."""
    is_name: bool = False
    """Whether the words are a name that a thing is called by."""


class PreviousParagraph(NamedTuple):
    """The paragraph before a quotation's, which is tagged only where its mentions are needed."""

    start: int
    read: Callable[[], TaggedParagraph]


def weigh_candidates(
    text: str,
    span: QuotedSpan,
    number: int,
    paragraph: TaggedParagraph,
    previous: PreviousParagraph | None,
    last_speaker: SpeakerMention | None,
) -> WeighedCandidates:
    """The candidates in a quotation's paragraph and in the previous one, with their features.

    ``number`` is the quotation's number in its paragraph; ``last_speaker`` spoke in the quotation before.
    """
    place = paragraph.quotation_indices[number]
    form = _quotation_form(text, span, paragraph.pattern, place)
    clause = find_clause(text, paragraph, place)
    reporter = None if clause else find_last_reporting_subject(paragraph, place)
    context = _Context(text, paragraph, place, form, last_speaker, clause, reporter)
    mentions: list[SpeakerMention] = []
    features: list[list[str]] = []
    subject_index = None
    for at in context.mentions_before():
        mention = mention_at(text, paragraph, at)
        if clause is not None and at == clause.subject:
            subject_index = len(mentions)
        mentions.append(mention)
        features.append(_features_before(context, at, mention, min(len(features), 4)))
    nearer = len(mentions)
    for at in context.mentions_after():
        mention = mention_at(text, paragraph, at)
        if clause is not None and at == clause.subject:
            subject_index = len(mentions)
        mentions.append(mention)
        features.append(_features_after(context, at, mention, min(len(features) - nearer, 4)))
    last_speaker_index = None
    if last_speaker is not None and all(mention.start != last_speaker.start for mention in mentions):
        last_speaker_index = len(mentions)
        others = min(len(features), 3)
        features.append(_features_of_last_speaker(context, span, previous, last_speaker, others))
        mentions.append(last_speaker)
    if previous is not None and not context.is_introduced:
        _add_previous_paragraph(context, previous.read(), mentions, features)
    no_speaker = collect_no_speaker_features(text, span, paragraph, place, form)
    joint = find_joint_subjects(paragraph, clause) if clause else ()
    return WeighedCandidates(
        mentions,
        features,
        no_speaker,
        last_speaker_index,
        clause,
        subject_index,
        tuple(mention_at(text, paragraph, at) for at in joint) if len(joint) > 1 else (),
        is_denied(text, paragraph, clause, place),
        names_something(paragraph, place),
    )


class _Context(NamedTuple):
    """A quotation in its paragraph."""

    text: str
    paragraph: TaggedParagraph
    place: int
    form: str
    last_speaker: SpeakerMention | None
    clause: Clause | None
    """The clause that introduces the quotation."""
    reporter: int | None
    """Without a clause, the subject of the last reported speech before the quotation."""

    @property
    def is_introduced(self) -> bool:
        """Whether a clause clearly introduces the quotation, so that few other mentions are likely."""
        return self.clause is not None and self.clause.is_firm

    def mentions_before(self) -> Iterator[int]:
        """Indices of the mentions before the quotation, nearest first."""
        pattern = self.paragraph.pattern
        remaining = MAX_MENTIONS_BESIDE_SUBJECT if self.is_introduced else MAX_MENTIONS_BEFORE
        for at in range(self.place - 1, max(-1, self.place - MAX_PARTS_AWAY), -1):
            # Brackets hold a party or a place: (Con), (D-Ohio).
            if pattern[at] in _MENTION_KINDS and pattern[at - 1 : at] != "B":
                yield at
                remaining -= 1
                if not remaining:
                    subject = self.clause.subject if self.clause else at
                    if subject < at:
                        yield subject
                    return

    def mentions_after(self) -> Iterator[int]:
        """Indices of the mentions after the quotation, in its sentence and the next."""
        pattern, sentences = self.paragraph.pattern, self.paragraph.sentences
        remaining = MAX_MENTIONS_BESIDE_SUBJECT if self.is_introduced else MAX_MENTIONS_AFTER
        for at in range(self.place + 1, min(len(pattern), self.place + MAX_PARTS_AWAY)):
            if pattern[at] in _MENTION_KINDS and pattern[at - 1] != "B":
                yield at
                remaining -= 1
                if not remaining or sentences[at] > sentences[self.place] + 1:
                    return


def _features_before(context: _Context, at: int, mention: SpeakerMention, between: int) -> list[str]:
    """The features of a mention before the quotation; ``between`` is the number of nearer ones."""
    paragraph, place, form, last_speaker = context[1:5]
    features = _common_features(paragraph, at, mention, form)
    path = token_path(paragraph.pattern[at + 1 : place])
    side = f"b{min(paragraph.sentences[place] - paragraph.sentences[at], 2)}"
    features += [f"{side}{path}", f"{side}{path}{mention.kind}", f"b{path}{form}", f"{side}#{between}{form}"]
    _add_cue_features(context, at, mention, side, features)
    _add_clause_features(context, at, mention, side, features)
    if last_speaker is not None:
        if mention.start == last_speaker.start:
            features += [f"same{side}{form}", f"same{path}"]
        elif mention.key == last_speaker.key:
            features.append(f"like{side}{form}")
    return features


def _features_after(context: _Context, at: int, mention: SpeakerMention, between: int) -> list[str]:
    """The features of a mention after the quotation; ``between`` is the number of nearer ones."""
    paragraph, place, form, last_speaker = context[1:5]
    pattern = paragraph.pattern
    features = _common_features(paragraph, at, mention, form)
    path = token_path(pattern[place + 1 : at])
    side = f"a{min(paragraph.sentences[at] - paragraph.sentences[place], 2)}"
    features += [
        f"{side}{path}",
        f"{side}{path}|{token_path(pattern[at + 1 : at + 3])}{mention.kind}",
        f"a{path}|{pattern[at + 1 : at + 2]}{form}",
        f"{side}#{between}{form}",
    ]
    _add_cue_features(context, at, mention, side, features)
    _add_clause_features(context, at, mention, side, features)
    if last_speaker is not None and mention.key == last_speaker.key:
        features.append(f"like{side}{form}")
    return features


def _features_of_last_speaker(
    context: _Context,
    span: QuotedSpan,
    previous: PreviousParagraph | None,
    last_speaker: SpeakerMention,
    others: int,
) -> list[str]:
    is_near = previous is not None and last_speaker.start >= previous.start
    distance = "p" if is_near else "f"
    continuation = "o" if span.continues is not None else "c"
    form = context.form
    if context.clause is not None:
        introduced = f"S{context.clause.kind}"
    elif context.reporter is not None:
        introduced = "R"
    else:
        reporter = None if previous is None else _previous_reporter(context, previous.read())
        introduced = "P" if reporter is not None else "-"
    return [
        f"carry{distance}{continuation}",
        f"carry{introduced}{form}",
        f"carry{introduced}{continuation}",
        f"carry{form}",
        f"carry{distance}{form}{last_speaker.kind}",
        f"carry#{others}{form}",
    ]


def _add_previous_paragraph(
    context: _Context, previous: TaggedParagraph, mentions: list[SpeakerMention], features: list[list[str]]
) -> None:
    """Add the last three mentions of the previous paragraph, and its first."""
    pattern, form, last_speaker = previous.pattern, context.form, context.last_speaker
    places = [
        i
        for i in range(max(0, len(pattern) - MAX_PARTS_AWAY), len(pattern))
        if pattern[i] in _MENTION_KINDS and pattern[i - 1 : i] != "B"
    ]
    chosen = [*places[:1], *places[-3:]] if len(places) > 3 else places
    ending = pattern[-1:]
    reporter = _previous_reporter(context, previous)
    if reporter is not None and reporter not in chosen:
        chosen = [*chosen, reporter]
    introduced = "S" if context.clause is not None else "R" if context.reporter is not None else "-"
    nearer = min(len(features), 3)
    for order, at in enumerate(reversed(chosen)):
        mention = mention_at(context.text, previous, at)
        if last_speaker is not None and mention.start == last_speaker.start:
            continue
        following = pattern[at + 1 : at + 2]
        own = [
            f"P{order}{form}",
            f"P{order}{mention.kind}",
            f"P{order}{ending}{following}",
            f"P{form}{following}{ending}",
            f"P{mention.kind}{nearer}",
        ]
        if at == reporter:
            own += [f"PR{form}{introduced}", f"PR{mention.kind}{'Q' in pattern}"]
        elif reporter is not None:
            own.append(f"Pr{form}{introduced}")
        own.append(f"P{introduced}{form}")
        if at == 0 or pattern[at - 1] == "S":
            own.append(f"Pfirst{form}")
        if last_speaker is not None and mention.key == last_speaker.key:
            own.append(f"Plike{form}")
        mentions.append(mention)
        features.append(own)


def _previous_reporter(context: _Context, previous: TaggedParagraph) -> int | None:
    """The subject of the last reported speech of the previous paragraph, unless it is the last speaker."""
    reporter = previous.reporters.get(0, -1)
    if reporter == -1:
        reporter = find_last_reporting_subject(previous, len(previous.pattern))
        previous.reporters[0] = reporter
    if reporter is None or context.last_speaker is None:
        return reporter
    return None if previous.starts[reporter] == context.last_speaker.start else reporter


def _quotation_form(text: str, span: QuotedSpan, pattern: str, place: int) -> str:
    """The form of a quotation: d direct or f fragment, then A alone, O opening or I inside its paragraph."""
    is_direct = not text[span.start].islower() and text[span.end - 1] in ".,!?…"
    is_alone = len(pattern) <= MAX_PARTS_AWAY and not pattern.strip("QSH")
    return ("d" if is_direct else "f") + ("A" if is_alone else "O" if place == 0 else "I")


def _common_features(paragraph: TaggedParagraph, at: int, mention: SpeakerMention, form: str) -> list[str]:
    pattern, words = paragraph.pattern, paragraph.words
    before = pattern[at - 1] if at else "^"
    before_word = f"{before}:{words[at - 1]}" if before in "TVGXKUaR" else before
    after = pattern[at + 1 : at + 2]
    after_word = f"{after}:{words[at + 1]}" if after in ("T", "X", "W", "K") else after
    features = [
        f"k{mention.kind}{form}",
        f"<{before_word}",
        f"<{pattern[max(0, at - 2) : at]}{mention.kind}",
        f">{after_word}",
        f">{pattern[at + 1 : at + 3]}",
        f"{before}{mention.kind[0]}{after}",
    ]
    if mention.kind[0] == "D":
        features.append(f"h:{words[at]}")
    sentence_start = max(pattern.rfind("S", max(0, at - MAX_PARTS_AWAY), at) + 1, at - MAX_PARTS_AWAY, 0)
    left = pattern[sentence_start:at]
    features.append(f"in{'R' in left}{min(left.count('C'), 2)}{after}")
    if at > 1 and before == "T" and words[at - 1] == "by":
        features.append(f"agent{pattern[at - 2]}{form}")
        if pattern[at - 2] in "VX":
            features.append("agent" + ("A" if "A" in pattern[max(0, at - 5) : at - 2] else ""))
    elif at > 1 and pattern[at - 2] == "a":
        features.append(f"acc{form}")
    return features


def _add_clause_features(
    context: _Context, at: int, mention: SpeakerMention, side: str, features: list[str]
) -> None:
    """Add whether a mention is the subject of the clause that introduces the quotation, or another."""
    clause, form = context.clause, context.form
    if clause is None:
        if context.reporter is not None:
            features.append(f"{'R' if at == context.reporter else 'r'}{side}{form}")
        return
    kind = f"{clause.kind}{min(clause.depth, 2)}"
    if at != clause.subject:
        features += [f"s{side}{kind}", f"s{kind}{form}", f"s{clause.kind}{mention.kind}"]
        return
    features += [
        f"S{side}{kind}",
        f"S{kind}{form}",
        f"S{clause.kind}{mention.kind}",
        f"S{clause.kind}{context.paragraph.words[clause.verb]}",
    ]


def _add_cue_features(
    context: _Context, at: int, mention: SpeakerMention, side: str, features: list[str]
) -> None:
    """Add the features of a mention's verb, and of a cue just before the mention."""
    paragraph = context.paragraph
    pattern, words = paragraph.pattern, paragraph.words
    verb = at + 1
    stop = min(len(pattern), at + MAX_PARTS_TO_VERB)
    while verb < stop and pattern[verb] not in "VGSLQ":
        verb += 1
    if verb < stop and pattern[verb] in "VGL":
        _add_verb_features(context, at, verb, mention, side, features)
    else:
        features.append(f"{side}nov{context.form}")
    cue = at - 1 if at and pattern[at - 1] in "VG" else None
    if cue is None and at > 1 and pattern[at - 2] in "VG" and pattern[at - 1] in "JTA":
        cue = at - 2
    if cue is not None:
        features.append(f"{side}i{words[cue]}{pattern[cue + 1 : at]}")
        features.append(f"{side}i{pattern[cue - 1] if cue else '^'}{pattern[at + 1 : at + 2]}")
        features.append(f"{side}i{context.form}{mention.kind}")


def _add_verb_features(
    context: _Context, at: int, verb: int, mention: SpeakerMention, side: str, features: list[str]
) -> None:
    """Add the features of the verb after a mention, by its place relative to the quotation."""
    paragraph, place = context.paragraph, context.place
    pattern, words = paragraph.pattern, paragraph.words
    link = token_path_to_verb(pattern[at + 1 : verb])
    if "A" in link and pattern[verb + 1 : verb + 2] == "T" and words[verb + 1] == "by":
        features.append(f"{side}passive")
    if verb < place:
        between = pattern[verb + 1 : place]
        path = token_path(between)
        features.append(f"{side}v{link}>{words[verb]}")
        features.append(f"{side}v{link}>{path}")
        features.append(f"{side}v>{words[verb]}>{path}")
        features.append(f"v{link}{mention.kind}")
        cues = between.count("V") + between.count("G")
        features.append(f"{side}cues{min(cues, 2)}{'S' in between}")
    elif at > place:
        path = token_path(pattern[place + 1 : at])
        features.append(f"{side}v{link}>{words[verb]}")
        features.append(f"{side}{path}v{link}{pattern[verb]}")
        features.append(f"{side}{context.form}v{link}")
    else:
        features.append(f"{side}v{link}over")
