"""Reads the selectors of the W3C Web Annotation Data Model, section 4.2, and text fragments of addresses.

A selector of words (TextQuoteSelector, a text fragment) is used as it is. One of positions is used where the
text that it counts is in the file. Selectors of the structure of a page (XPath, CSS) say nothing of an
article in a dossier: what refines them is used alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from medway_tui.importing.annotations.foreign import QuotedPassage
from medway_tui.importing.annotations.json_values import JsonObject, number_of, objects_of, text_of

_MAX_DEPTH = 8
_KEYS = {
    "exact": ("exact", "oa:exact"),
    "prefix": ("prefix", "oa:prefix"),
    "suffix": ("suffix", "oa:suffix"),
    "start": ("start", "oa:start"),
    "end": ("end", "oa:end"),
    "value": ("value", "rdf:value"),
    "type": ("type", "@type"),
    "refinedBy": ("refinedBy", "oa:refinedBy"),
    "startSelector": ("startSelector", "oa:hasStartSelector"),
    "endSelector": ("endSelector", "oa:hasEndSelector"),
}
_TEXT_DIRECTIVE = re.compile(r"(?:^|:~:|&)text=([^&]+)")
_CHARACTERS = re.compile(r"(?:^|[;&])char=(\d{1,9}),(\d{1,9})")


def read_selectors(value: Any, text: str = "", *, utf_16: bool = False) -> QuotedPassage | None:
    """Return the words that the selectors of one target select; None where they can't be known.

    ``text`` is that of the source, empty where the file does not have it; ``utf_16`` says that positions
    count UTF-16 code units. Of several selectors of the same words the first with words counts, and a
    position says which of the same words of the text are meant.
    """
    selectors = list(objects_of(value))
    passages = [_read_selector(each, text, utf_16=utf_16) for each in selectors]
    with_words = (
        passage
        for each, passage in zip(selectors, passages, strict=True)
        if passage is not None and _get(each, "start") is None
    )
    chosen = next(with_words, None)
    if chosen is None:
        return next((each for each in passages if each is not None), None)
    for each in selectors:
        start, end = number_of(_get(each, "start")), number_of(_get(each, "end"))
        if start is not None and end is not None:
            chosen = _locate_words(chosen, start, end, text)
    return chosen


def _locate_words(passage: QuotedPassage, start: int, end: int, text: str) -> QuotedPassage:
    """Return a passage with all the text around it, where a position in that text has its words.

    Positions are tried as code points, then as UTF-16 code units.
    """
    for first, last in ((start, end), _from_utf_16(text, start, end)):
        if text[first:last] == passage.exact:
            return passage._replace(prefix=text[:first], suffix=text[last:])
    return passage


def _read_selector(
    selector: JsonObject, text: str = "", *, utf_16: bool = False, depth: int = 0
) -> QuotedPassage | None:
    """Return the words that a selector selects; None where it selects none that can be known."""
    if depth > _MAX_DEPTH:
        return None
    kind = text_of(_get(selector, "type")).rpartition("#")[2].rpartition(":")[2]
    exact = text_of(_get(selector, "exact"))
    outer: QuotedPassage | None = None
    if exact:
        outer = QuotedPassage(exact, text_of(_get(selector, "prefix")), text_of(_get(selector, "suffix")))
    elif kind == "RangeSelector":
        outer = _read_range(selector, depth)
    elif kind == "FragmentSelector":
        value = text_of(_get(selector, "value"))
        outer = fragment_passage(f"#{value}") or _read_positions(_CHARACTERS.search(value), text)
    elif _get(selector, "start") is not None:
        outer = _read_span(number_of(_get(selector, "start")), number_of(_get(selector, "end")), text, utf_16)
    for inner in objects_of(_get(selector, "refinedBy")):
        area = outer.exact if outer is not None else text
        refined = _read_selector(inner, area, utf_16=utf_16, depth=depth + 1)
        if refined is not None:
            return _refine(outer, refined)
    return outer


def fragment_passage(address: str) -> QuotedPassage | None:
    """Return the words of a text fragment (``#:~:text=``, WICG Scroll to Text Fragment); None without one."""
    _, _, fragment = address.partition("#")
    match = _TEXT_DIRECTIVE.search(fragment)
    if match is None:
        return None
    parts = match[1].split(",")
    prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else ""
    suffix = unquote(parts.pop()[1:]) if parts and parts[-1].startswith("-") else ""
    if not parts or not parts[0]:
        return None
    words = [unquote(each) for each in parts]
    return QuotedPassage(words[0], prefix, suffix, last=words[1] if len(words) > 1 else "")


def _get(selector: JsonObject, key: str) -> Any:
    return next((selector[name] for name in _KEYS[key] if name in selector), None)


def _read_range(selector: JsonObject, depth: int) -> QuotedPassage | None:
    """Read a RangeSelector: from the beginning of one selection to the beginning of another."""
    ends = []
    for key in ("startSelector", "endSelector"):
        value = _get(selector, key)
        ends.append(_read_selector(value, depth=depth + 1) if isinstance(value, Mapping) else None)
    first, last = ends
    if first is None or last is None:
        return None
    return first._replace(suffix="", last=last.exact, is_last_included=False)


def _read_positions(match: re.Match[str] | None, text: str) -> QuotedPassage | None:
    return _read_span(int(match[1]), int(match[2]), text, utf_16=False) if match else None


def _read_span(start: int | None, end: int | None, text: str, utf_16: bool) -> QuotedPassage | None:  # noqa: FBT001 - private
    if start is None or end is None:
        return None
    if utf_16:
        start, end = _from_utf_16(text, start, end)
    words = text[start:end]
    return QuotedPassage(words, text[:start], text[end:]) if words.strip() else None


def _from_utf_16(text: str, start: int, end: int) -> tuple[int, int]:
    """Return offsets in UTF-16 code units as offsets in code points."""
    units = text.encode("utf-16-le", "surrogatepass")
    before, inside = units[: 2 * start], units[2 * start : 2 * end]
    first = len(before.decode("utf-16-le", "replace"))
    return first, first + len(inside.decode("utf-16-le", "replace"))


def _refine(outer: QuotedPassage | None, inner: QuotedPassage) -> QuotedPassage:
    """Return what a selector selects within the selection of another."""
    if outer is None or outer.last:
        return inner
    at = outer.exact.find(inner.prefix + inner.exact + inner.suffix)
    first = at + len(inner.prefix) if at >= 0 else outer.exact.find(inner.exact)
    if first < 0:
        return inner
    last = first + len(inner.exact)
    return inner._replace(
        prefix=f"{outer.prefix}{outer.exact[:first]}", suffix=f"{outer.exact[last:]}{outer.suffix}"
    )
