"""The way between two parts of a paragraph, made short enough to be a feature."""

from __future__ import annotations

import re

_BRACKETED = re.compile("B[^BE]*E")
_short: dict[str, str] = {}


def way(parts: str) -> str:
    """A slice of a pattern made short: insertions taken out, repeated letters once, eight at most."""
    known = _short.get(parts)
    if known is None:
        if len(_short) > 50_000:
            _short.clear()
        known = _short[parts] = _shortened(parts)
    return known


def _shortened(parts: str) -> str:
    parts = _BRACKETED.sub("", parts)
    first = parts.find("C")
    if first >= 0:
        second = parts.find("C", first + 1)
        if second > first and not set(parts[first:second]) & set("QSL"):
            parts = f"{parts[:first]}{'r' if parts[first + 1] == 'R' else 'c'}{parts[second + 1 :]}"
    out = ""
    for letter in parts.replace("Y", "J"):
        if letter != out[-1:]:
            out += letter
    out = out.replace("JW", "W").replace("WJ", "W").replace("WW", "W")
    return out if len(out) <= 8 else f"{out[:3]}*{out[-4:]}"


def way_to_verb(parts: str) -> str:
    """The way from a mention to its verb: what stands between two commas is one insertion."""
    if "B" in parts:
        parts = _BRACKETED.sub("", parts)
    if parts[:1] == "C" and parts[-1:] == "C" and len(parts) > 2:
        return "r" if parts[1] == "R" else "c"
    return way(parts)
