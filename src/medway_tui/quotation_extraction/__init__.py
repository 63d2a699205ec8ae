"""Quotations in plain text: where they stand and who says them. See docs/extraction.md.

    from medway_tui.quotation_extraction import extract

    for quotation in extract(text):
        print(text[quotation.start : quotation.end], quotation.speaker)

It needs the standard library only, and gives the same answer for the same text.
"""

from medway_tui.quotation_extraction.extractor import extract
from medway_tui.quotation_extraction.quotation import Quotation, QuotationType, SpeakerCandidate, TextSpan
from medway_tui.quotation_extraction.ranker import strongest_features

__all__ = ["Quotation", "QuotationType", "SpeakerCandidate", "TextSpan", "extract", "strongest_features"]
