"""Articles and quotations that a program wrote, as they stand in their files: in the style of ``new``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medway_tui.content.layout import modeline
from medway_tui.content.templates import block_lines, item_lines, key_lines, remark_lines
from medway_tui.model.kinds import ParagraphKind

FLAGS = frozenset(("title_ours", "paragraph", "draft"))
"""The keys whose values stand bare: numbers, and true or false."""


class Body(NamedTuple):
    """A block of an article's text."""

    text: str
    kind: ParagraphKind = "paragraph"


def article_text(remark: str, keys: Mapping[str, str], paragraphs: Sequence[Body]) -> str:
    """An article's file: what it is, in a remark; its keys, and its blocks."""
    lines = [modeline("article"), *remark_lines(remark), *overlay_lines(keys, paragraphs)]
    return "".join(f"{line}\n" for line in lines)


def overlay_lines(keys: Mapping[str, str], paragraphs: Sequence[Body]) -> list[str]:
    """The lines of an article's keys and blocks."""
    lines = [line for key, value in keys.items() for line in _key(key, value)]
    return [*lines, *paragraph_lines(paragraphs)]


def paragraph_lines(paragraphs: Sequence[Body]) -> list[str]:
    """The lines of the key ``paragraphs``."""
    lines = ["paragraphs:"]
    for body in paragraphs:
        made = block_lines("-", body.text)
        if body.kind != "paragraph":
            made = item_lines([*block_lines("text:", body.text), f"kind: {body.kind}"])
        lines += [f"  {line}" for line in made]
    return lines


def quotes_text(remark: str, entries: Sequence[Mapping[str, str]]) -> str:
    """A quotes file: what it is, in a remark, and its entries."""
    lines = [modeline("quotes"), *remark_lines(remark)]
    lines += [line for entry in entries for line in entry_lines(entry)]
    return "".join(f"{line}\n" for line in lines)


def entry_lines(keys: Mapping[str, str]) -> list[str]:
    """The lines of an entry of a list."""
    return item_lines([line for key, value in keys.items() for line in _key(key, value)])


def _key(key: str, value: str) -> list[str]:
    return [f"{key}: {value}"] if key in FLAGS else key_lines(key, value)
