"""Markdown to pieces, and what its front matter says: as much of CommonMark as an article uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medway_tui.saved_pages.blocks import SavedBlock, SavedBlockKind, normalise_text
from medway_tui.saved_pages.plain_text import LINE_END

_FRONT = re.compile(r"^\s*([A-Za-z_-]+)\s*:\s*(.*?)\s*$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"^\s*(?:[*+-]|\d{1,3}[.)])\s+(?=\S)")
_RULE = re.compile(r"^ {0,3}([*_-])(?:\s*\1){2,}\s*$")
_QUOTE = re.compile(r"^ {0,3}>\s?")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_BOLD = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """The keys that stand between ``---`` at the beginning, in lower case, and the lines that they take."""
    lines = LINE_END.split(text)
    if not lines or lines[0].strip() != "---":
        return {}, 0
    keys: dict[str, str] = {}
    for number, line in enumerate(lines[1:200], 2):
        if line.strip() in ("---", "..."):
            return keys, number
        key = _FRONT.match(line)
        if key and key[2]:
            keys[key[1].lower()] = normalise_text(_bare(key[2].strip("\"'[]")))
    return {}, 0


def read_markdown(text: str, skip: int = 0) -> list[SavedBlock]:
    """The pieces of a Markdown text after its first ``skip`` lines; the first heading is the headline."""
    pieces: list[SavedBlock] = []
    for group, (number, kind, lines) in enumerate(_stretches(text, skip)):
        whole = " ".join(lines)
        image = _IMAGE.fullmatch(whole.strip())
        words = normalise_text(image[1] if image else _bare(whole))
        if words:
            dropped = "the text in the place of a picture" if image else ""
            first = kind == "headline" and all(each.kind != "headline" for each in pieces)
            kept: SavedBlockKind = "subhead" if kind == "headline" and not first else kind
            pieces.append(SavedBlock(number, words, kept, group, dropped))
    return pieces


def _stretches(text: str, skip: int) -> Iterator[tuple[int, SavedBlockKind, list[str]]]:
    """Each block: the line at which it begins, what it is, and its lines."""
    begun = 0
    kind: SavedBlockKind = "paragraph"
    held: list[str] = []
    for number, line in enumerate([*LINE_END.split(text), ""], 1):
        if number <= skip or _FENCE.match(line):
            continue
        inner = _QUOTE.sub("", line)
        heading, item, underline = _HEADING.match(inner), _ITEM.match(inner), _UNDERLINE.match(inner)
        if held and underline and kind == "paragraph":
            yield begun, "headline" if "=" in inner else "subhead", held
            held = []
        elif _RULE.match(inner) or not inner.strip() or heading or item:
            if held:
                yield begun, kind, held
            held, kind = [], "paragraph"
            if heading:
                yield number, "headline" if len(heading[1]) == 1 else "subhead", [heading[2]]
            elif item and not _RULE.match(inner):
                begun, kind, held = number, "item", [inner[item.end() :]]
        else:
            if not held:
                begun, kind = number, "paragraph"
            held.append(inner.strip())


def _bare(text: str) -> str:
    """The words of a line, without what Markdown writes about them."""
    text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    for _ in range(3):
        text = _BOLD.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)
