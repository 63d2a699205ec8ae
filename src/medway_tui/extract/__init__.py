"""Quotations in plain text: where they stand and who says them. See docs/extraction.md.

    from medway_tui.extract import extract

    for quotation in extract(text):
        print(text[quotation.start : quotation.end], quotation.speaker)

It needs the standard library only, and gives the same answer for the same text.
"""

from medway_tui.extract.extracting import extract
from medway_tui.extract.quotation import Candidate, Extent, Quotation, QuotationType
from medway_tui.extract.ranker import reasons

__all__ = ["Candidate", "Extent", "Quotation", "QuotationType", "extract", "reasons"]
