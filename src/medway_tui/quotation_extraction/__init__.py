"""Quotations in plain text: their spans, and who says them. See docs/extraction.md.

    from medway_tui.quotation_extraction import extract

    for quotation in extract(text):
        print(text[quotation.start : quotation.end], quotation.speaker)

It needs the standard library only. The same text always gives the same result.
"""

from medway_tui.quotation_extraction.extractor import extract
from medway_tui.quotation_extraction.quotation import CandidateSpeaker, Quotation, QuotationType, TextSpan
from medway_tui.quotation_extraction.ranker import strongest_features

__all__ = ["CandidateSpeaker", "Quotation", "QuotationType", "TextSpan", "extract", "strongest_features"]
