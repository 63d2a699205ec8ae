"""From a text to its quotations with their speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from medway_tui.extract.marks import Marked, Paragraph, marked, paragraphs
from medway_tui.extract.quotation import Extent, Quotation, QuotationType

_NAME = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Tt]he (?:council|watchdog|government|charity|report)"
    r"|(?!The\b|In\b|On\b|But\b|And\b|A\b)[A-Z][\w’'-]*(?: [A-Z][\w’'.-]*)*)"
)
_CUE = re.compile(
    r"\b(?:said|says|told|added|adds|wrote|writes|called|asked|concluded|warned|claimed|according to)\b|:"
)


def extract(text: str, *, people: Iterable[str] = (), doubled: bool = False) -> tuple[Quotation, ...]:
    """The quotations of a text, in order of place.

    ``text`` is an article without its markup; each line that is not blank is a paragraph, and the first
    may be its headline. ``people`` are names that are known already: a speaker who can be one of them is
    given under that name. ``doubled`` takes two apostrophes for a double quotation mark.
    Marks that quote nobody are given with the type ``none``.
    """
    del people
    lines = paragraphs(text)
    found: list[Quotation] = []
    for mark in marked(text, lines, doubled=doubled):
        found.append(_attributed(text, mark, lines[mark.paragraph], found))
    return tuple(found)


def _attributed(text: str, mark: Marked, line: Paragraph, before: list[Quotation]) -> Quotation:
    words = text[mark.start : mark.end]
    kind: QuotationType = "direct" if words[:1].isupper() and words[-1:] in ".,!?…" else "mixed"
    name = None
    outside = [
        *_NAME.finditer(text, line.start, mark.outer_start),
        *_NAME.finditer(text, mark.outer_end, line.end),
    ]
    if outside:
        name = min(
            outside, key=lambda m: min(abs(m.start() - mark.outer_end), abs(mark.outer_start - m.end()))
        )
    cue = _CUE.search(text, line.start, line.end)
    last = before[mark.continues] if mark.continues is not None else before[-1] if before else None
    if name is None and last is not None:
        return last._replace(
            start=mark.start,
            end=mark.end,
            type=kind,
            continues=mark.continues,
            rule="the last speaker goes on",
        )
    return Quotation(
        mark.start,
        mark.end,
        kind,
        0.5,
        speaker=name[0] if name else None,
        mention=Extent(*name.span()) if name else None,
        attribution=name[0] if name else None,
        cue=cue[0] if cue else None,
        cue_at=Extent(*cue.span()) if cue else None,
        continues=mark.continues,
        rule="nearest name",
    )
