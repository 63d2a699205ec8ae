"""The words that a few keys are one of."""

from __future__ import annotations

from typing import Literal

ParagraphKind = Literal["paragraph", "subhead", "item", "missing"]
ArticleKind = Literal["account", "original"]
QuoteType = Literal["direct", "mixed", "indirect", "none"]
DifferenceKind = Literal["contradiction", "tension", "compatible", "wording"]
