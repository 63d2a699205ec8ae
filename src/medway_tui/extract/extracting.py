"""From a text to its quotations with their speakers."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import overload

from medway_tui.extract import headings, ranker
from medway_tui.extract.cues import cue
from medway_tui.extract.features import Weighed
from medway_tui.extract.mentions import Mention
from medway_tui.extract.people import People
from medway_tui.extract.pronouns import antecedent
from medway_tui.extract.quotation import Candidate, Extent, Quotation, QuotationType
from medway_tui.extract.walking import Reading, Step

NOBODY = 0.5
"""From which likelihood on marks are taken to quote nobody."""
UNKNOWN = 0.3
"""The confidence in a quotation for which the text has no speaker at all."""


def extract(
    text: str, *, people: Iterable[str] = (), doubled: bool = False, explain: bool = False
) -> tuple[Quotation, ...]:
    """The quotations of a text, in order of place.

    ``text`` is an article without its markup; each line that is not blank is a paragraph, and the first
    may be its headline. ``people`` are names that are known already: a speaker who can be one of them is
    given under that name. ``doubled`` takes two apostrophes for a double quotation mark, as some archives
    print it. ``explain`` keeps what spoke for each candidate (``Candidate.features``), which takes some
    kilobytes a quotation.
    Marks that quote nobody are given with the type ``none``. The answer is the same for the same text, and
    the work is linear in its length.
    """
    reading = Reading(text, doubled=doubled)
    judge = Judge(reading, People(text, tuple(people)), explain=explain)
    reading.walk(judge)
    return headings.told_by_body(reading, judge.found, judge.named)


class Judge:
    """Chooses who said each quotation, and keeps what was chosen."""

    def __init__(self, reading: Reading, people: People, *, explain: bool = False) -> None:
        self.explain = explain
        self.reading = reading
        self.people = people
        self.found: list[Quotation] = []
        self.last: tuple[Mention, str] | None = None

    def __call__(self, step: Step) -> Mention | None:
        """Keep the quotation of a step, and give whom it is given to."""
        mark, weighed = step.mark, step.weighed
        text = self.reading.text
        words = text[mark.start : mark.end]
        scored = ranker.scores(weighed)
        none, each = ranker.shares(*scored)
        candidates = _Candidates(self, weighed, scored)
        if not each:
            self.found.append(
                Quotation(
                    mark.start,
                    mark.end,
                    "direct" if _type(words) == "direct" else "none",
                    UNKNOWN,
                    rule="nobody is named near it",
                )
            )
            return None
        if none >= NOBODY and mark.continues is None:
            self.found.append(
                Quotation(
                    mark.start, mark.end, "none", none, rule="the marks quote nobody", candidates=candidates
                )
            )
            return None
        best, share = ranker.likeliest(weighed, each)
        if mark.continues is not None and weighed.carried is not None:
            best = weighed.carried
        mention = weighed.mentions[best]
        self.last = mention, self.name(mention, mark.paragraph)
        here = self.reading.passage(mark.paragraph)
        cue_at = cue(here, here.places[step.number], mention.start)
        self.found.append(
            Quotation(
                mark.start,
                mark.end,
                _type(words),
                share,
                speaker=self.last[1],
                mention=Extent(mention.start, mention.end),
                attribution=text[mention.start : mention.end],
                cue=text[cue_at.start : cue_at.end] if cue_at else None,
                cue_at=cue_at,
                continues=mark.continues,
                rule=_rule(step, best, cue_at),
                candidates=candidates,
            )
        )
        return mention

    def name(self, mention: Mention, line: int) -> str:
        """Who a mention is, a pronoun looked up in what stands before it."""
        if mention.kind[0] in "PO":
            if self.last is not None and self.last[0].start == mention.start:
                return self.last[1]
            found = antecedent(
                self.reading.text, mention, self.reading.back_from(line), self.people, self.last
            )
            if found:
                return found
        return self.named(mention)

    def named(self, mention: Mention) -> str:
        """Who a mention is by its own words."""
        return _named(self.reading.text, mention, self.people)


def _named(text: str, mention: Mention, people: People) -> str:
    printed = text[mention.start : mention.end]
    if mention.kind[0] == "N":
        return people.fullest(printed)
    if mention.kind in ("Dm", "Dp") and mention.owner and (mention.kind == "Dm" or mention.key[:4] != "the "):
        return people.fullest(mention.owner)
    if mention.kind == "Dg" and printed[:4].lower() == "the ":
        return people.institution(mention.key.removeprefix("the ")) or printed
    return printed


class _Candidates(Sequence[Candidate]):
    """Everyone weighed for a quotation, likeliest first; made when somebody asks."""

    def __init__(self, judge: Judge, weighed: Weighed, scored: tuple[float, list[float]]) -> None:
        self._judge = judge
        self._mentions = weighed.mentions
        self._features = weighed.features if judge.explain else [()] * len(weighed.mentions)
        self._scored = scored

    @functools.cached_property
    def _made(self) -> tuple[Candidate, ...]:
        text = self._judge.reading.text
        nobody, each = self._scored
        made = [
            Candidate(
                Extent(m.start, m.end), text[m.start : m.end], self._judge.named(m), s - nobody, tuple(f)
            )
            for m, s, f in zip(self._mentions, each, self._features, strict=True)
        ]
        return tuple(sorted(made, key=lambda c: -c.score))

    def __len__(self) -> int:
        return len(self._mentions)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, index: int | slice) -> Candidate | Sequence[Candidate]:
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Candidates) and self._made == other._made

    def __hash__(self) -> int:
        return hash(self._made)


def _type(words: str) -> QuotationType:
    return "direct" if not words[0].islower() and words[-1] in ".,!?…" else "mixed"


def _rule(step: Step, best: int, cue_at: Extent | None) -> str:
    """In a few words, how the speaker stands to the quotation."""
    mark, mention = step.mark, step.weighed.mentions[best]
    if mark.continues is not None:
        return "goes on from the paragraph before"
    if best == step.weighed.carried:
        return "the last speaker goes on"
    line = step.reading.lines[mark.paragraph]
    if mention.start < line.start:
        return "named in the paragraph before"
    side = "before" if mention.start < mark.start else "after"
    if cue_at is None:
        return f"named {side} it, without a cue"
    verb = step.reading.text[cue_at.start : cue_at.end]
    return f"{side} it, with “{verb}”"
