"""Settle the speaker of quotations over several paragraphs, which may be named in the last one only."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui.quotation_extraction.quotation import Quotation

CONTINUES = "continues from the previous paragraph"
CARRIED_OVER = "the last speaker continues"
NAMED_AT_THE_END = "continues in the next paragraph, which names the speaker"
_OWN_ATTRIBUTION = ("before it, with", "after it, with")
CONFIDENCE_FACTOR = 0.9
"""Factor of the confidence of words whose speaker is named in a later paragraph."""


def settle_continuations(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations, those over several paragraphs with one speaker.

    A paragraph that names its speaker decides. If the paragraph before names another one, its closing mark is
    missing, and the two do not belong together.
    """
    settled = list(quotations)
    for i, quotation in enumerate(settled):
        before = quotation.continues
        if before is None or quotation.rule == CONTINUES or quotation.speaker is None:
            continue
        pieces = [before]
        while (earlier := settled[pieces[-1]].continues) is not None:
            pieces.append(earlier)
        first = settled[pieces[-1]]
        if first.speaker == quotation.speaker:
            continue
        if first.speaker is not None and first.rule.startswith(_OWN_ATTRIBUTION):
            settled[i] = quotation._replace(continues=None)
            continue
        for piece in pieces:
            settled[piece] = settled[piece]._replace(
                type="direct" if settled[piece].type == "none" else settled[piece].type,
                confidence=quotation.confidence * CONFIDENCE_FACTOR,
                speaker=quotation.speaker,
                mention=quotation.mention,
                attribution=quotation.attribution,
                rule=NAMED_AT_THE_END,
                speakers=quotation.speakers,
                possible_speakers=(),
            )
    return settled
