"""What is to be said of how quoted words were found in their article."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui.content.codes import problem
from medway_tui.content.located import Layout, Location
from medway_tui.model.articles import Quote
from medway_tui.model.evidence import Evidence
from medway_tui.model.findings import Finding, Fix
from medway_tui.model.places import Span


def place_findings(
    layout: Layout,
    how: str,
    span: Span | None,
    sought: Quote | Evidence,
    texts: Sequence[str],
    prefix: Location = (),
    *,
    missing: bool = False,
) -> list[Finding]:
    """What is to be said of how words were found in their article: nothing where all is well.

    ``texts`` are the article's, where the closest passage is to be told; ``prefix`` is the path of a
    piece of evidence within what rests on it. ``missing`` says that the block in which they should stand is
    one that a copy of the original lacks.
    """
    if how == "exact":
        return []
    exact, paragraph = sought.exact or "", sought.paragraph
    short = exact if len(exact) <= 40 else f"{exact[:39]}…"
    words = layout.at((*prefix, "exact"))
    if missing and span is None:
        return [problem("A305", *words, f"the copy of the original lacks block {paragraph}: {short}")]
    if how == "adrift" or span is None:
        return [problem("A301", *words, f"these words are not in the article: {short}{_near(texts, exact)}")]
    if how == "ambiguous":
        return [problem("A303", *words, f"these words stand twice in paragraph {paragraph}: {short}")]
    if how == "moved":
        at = (*prefix, "paragraph")
        where = layout.at(at)
        message = f"these words stand in paragraph {span.paragraph}, not {paragraph}: {short}"
        plain = layout.written(at) == str(paragraph)
        fix = Fix(where.line, where.column, len(str(paragraph)), str(span.paragraph)) if plain else None
        return [problem("A302", *where, message, fix)]
    if how == "folded":
        message = f"quotation marks, dashes or spaces differ from paragraph {span.paragraph}: {short}"
        return [problem("A304", *words, message)]
    return []


def _near(texts: Sequence[str], exact: str) -> str:
    """Where words like these stand, and what differs; nothing where there are none."""
    from medway_tui.content.closest import closest  # noqa: PLC0415 - rapidfuzz

    near = closest(texts, exact)
    if near is None:
        return ""
    place = f"paragraph {near.span.paragraph}" if near.span.paragraph else "the headline"
    differing = "; ".join(near.differences)
    return f"; closest is {place} ({near.score} of 100)" + (f": {differing}" if differing else "")
