"""Types of the extractor: quotations, mentions of speakers, and candidates.

All offsets are in code points from the beginning of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

QuotationType = Literal["direct", "mixed", "none"]


class TextSpan(NamedTuple):
    """A span of the text."""

    start: int
    end: int


class SpeakerMention(NamedTuple):
    """Words that may name a speaker."""

    start: int
    end: int
    kind: str
    """N name, P pronoun, O object pronoun, Dp Dg Dm Dx noun phrase; with an s for a possessive."""
    key: str
    """Equal for mentions of the same speaker: a surname, a pronoun, a noun."""
    owner: str = ""
    """Of a document, its author ("Ms Example" of "Ms Example's report"); of a role noun, the name."""


class CandidateSpeaker(NamedTuple):
    """A possible speaker, with a score."""

    span: TextSpan
    """The mention."""
    text: str
    """The mention as printed: "he", "The council", "Cllr Ann Example"."""
    name: str
    """The fullest name in the text, or the mention where it has none."""
    score: float
    """Log-odds against no speaker: 0 is as likely as no speaker at all."""
    features: Sequence[str] = ()
    """The candidate's features (see ``strongest_features``); empty without ``explain``."""


class Quotation(NamedTuple):
    """Words in quotation marks, with their speaker where one is found.

    ``text[start:end]`` are the words without their marks.
    """

    start: int
    end: int
    type: QuotationType
    """A sentence or more (direct), part of the article's sentence (mixed), or marks that quote no speaker,
    such as those of a title or a rating (none)."""
    confidence: float
    """The probability that span and speaker are both right; for ``none``, that no speaker is quoted. It is
    calibrated (see ``confidence``)."""
    speaker: str | None = None
    """The speaker's fullest name in the text; None where there is none."""
    mention: TextSpan | None = None
    """The words that name the speaker for this quotation."""
    attribution: str | None = None
    """The mention as printed: "he", "The council"."""
    cue: str | None = None
    """The cue as printed: "said", "according to", ":"."""
    cue_at: TextSpan | None = None
    """The cue's span."""
    continues: int | None = None
    """The index of the quotation that this one continues after a paragraph break."""
    rule: str = ""
    """How the speaker was found, in a few words, such as "before it, with “said”"."""
    candidates: Sequence[CandidateSpeaker] = ()
    """All possible speakers, the likeliest first."""
    speakers: tuple[str, ...] = ()
    """Of a joint statement, the names of its speakers, two or more; ``speaker`` is the first of them."""
    possible_speakers: tuple[str, ...] = ()
    """Where the text leaves the speaker open, the names between which it does not decide."""
    doubts: tuple[str, ...] = ()
    """Why the confidence is lower, the most dangerous first, such as "pronoun" or "carried over"."""
