"""What the extractor gives: quotations, and what explains each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

QuotationType = Literal["direct", "mixed", "none"]


class TextSpan(NamedTuple):
    """A place in the text that was read."""

    start: int
    """Where it begins, in code points from the text's beginning."""
    end: int
    """Where it ends, in code points from the text's beginning."""


class SpeakerCandidate(NamedTuple):
    """One who may have said it, and how strongly the text speaks for that."""

    span: TextSpan
    """Where the words that name them stand."""
    text: str
    """Those words as printed: "he", "The council", "Cllr Ann Example"."""
    name: str
    """Who they are: the fullest name that the text prints, or the words where there is none."""
    score: float
    """The ranker's score in log-odds: higher is likelier; 0 is as likely as that nobody is quoted."""
    features: Sequence[str] = ()
    """What speaks for and against them, in the words of ``features.py``; ``reasons`` has the weights.
    Empty unless ``extract`` was asked to explain."""


class Quotation(NamedTuple):
    """Words in quotation marks, with who said them as far as the text tells.

    ``text[start:end]`` are the words without their marks.
    """

    start: int
    """Where the words begin, in code points from the text's beginning, the mark excluded."""
    end: int
    """Where the words end, in code points from the text's beginning, the mark excluded."""
    type: QuotationType
    """A full sentence or more (direct), a piece of the article's sentence (mixed), or marks that quote
    nobody, such as a title or a rating (none)."""
    confidence: float
    """How likely span and speaker are both right, from 0 to 1; for ``none``, that nobody is quoted."""
    speaker: str | None = None
    """Who says it, under the fullest name that the text prints; None where it cannot be told."""
    mention: TextSpan | None = None
    """Where the words stand that name the speaker for this quotation."""
    attribution: str | None = None
    """Those words as printed: "he", "The council"."""
    cue: str | None = None
    """The word or mark that introduces it as printed: "said", "according to", ":"."""
    cue_at: TextSpan | None = None
    """Where the cue stands."""
    continues: int | None = None
    """The place in the answer of the quotation that this goes on from, one quotation over paragraphs."""
    rule: str = ""
    """How the speaker was found, in a few words, such as "subject of the cue before it"."""
    candidates: Sequence[SpeakerCandidate] = ()
    """Everyone weighed as speaker, likeliest first."""
