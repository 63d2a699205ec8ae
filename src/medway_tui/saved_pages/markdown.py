"""Markdown to blocks, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from medway_tui.saved_pages.blocks import SavedBlock, SavedBlockKind, normalise_text
from medway_tui.saved_pages.plain_text import LINE_END
from medway_tui.yaml_io.nodes import parse_document

_MAX_FRONT_MATTER_LINES = 200
_MAX_MARKS = 5_000
"""A text with more brackets is read without links, one with more asterisks without emphasis: markdown-it
takes minutes to find which of a million belong together."""
_MAX_INLINE = 50_000
"""The length of the longest paragraph whose markup is read, in characters."""
_MARKUP = re.compile(r"[\\`*_\[\]<&]")
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]*>", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_-]+)[ \t]*:[ \t]+(\S.*)")


def read_front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the YAML keys at the top of a text, in lower case, and how many lines they take."""
    lines = LINE_END.split(text)[:_MAX_FRONT_MATTER_LINES]
    if lines[0].strip() != "---":
        return {}, 0
    end = next((n for n, line in enumerate(lines) if n and line.strip() in ("---", "...")), 0)
    if not end:
        return {}, 0
    value = parse_document("", "\n".join(lines[1:end]), b"")[0].value
    if not isinstance(value, dict):
        # Not valid YAML, such as a title with a colon in it: each line counts by itself.
        matches = filter(None, map(_KEY.fullmatch, map(str.strip, lines[1:end])))
        value = {match[1]: match[2].strip("\"'[]") for match in matches}
    keys = {}
    for key, item in value.items():
        words = ", ".join(map(str, item)) if isinstance(item, list) else item
        if isinstance(words, str) and words.strip():
            keys[key.lower()] = normalise_text(_words(_parse_inline(_parser(words), words, {})))
    return keys, end + 1


def read_markdown(text: str, skip: int = 0) -> list[SavedBlock]:
    """Return the blocks of a text after its first ``skip`` lines."""
    body = "\n".join(LINE_END.split(text)[skip:])
    blocks: list[SavedBlock] = []
    for group, (line, kind, tokens) in enumerate(_find_blocks(body)):
        image = _only_image(tokens)
        words = normalise_text(image.content if image else _words(tokens))
        dropped = "the text in the place of a picture" if image else ""
        if words:
            blocks.append(SavedBlock(skip + line + 1, words, kind, group, dropped))
    return blocks


def _parser(text: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark").disable("inline")
    if text.count("[") > _MAX_MARKS:
        parser.disable(["link", "image", "reference"])
    if text.count("*") + text.count("_") > _MAX_MARKS:
        parser.disable("emphasis")
    return parser


def _parse_inline(parser: MarkdownIt, text: str, references: dict[str, Any]) -> list[Token]:
    if len(text) > _MAX_INLINE or not _MARKUP.search(text):
        return [Token("text", "", 0, content=text)]
    tokens: list[Token] = []
    parser.inline.parse(text, parser, references, tokens)
    return tokens


def _find_blocks(text: str) -> Iterator[tuple[int, SavedBlockKind, list[Token]]]:
    """Yield each block: its line from 0, its kind, and the tokens of its words."""
    parser = _parser(text)
    references: dict[str, Any] = {}
    kind: SavedBlockKind = "paragraph"
    for token in parser.parse(text, references):
        if token.type == "list_item_open":
            kind = "item"
        elif token.type == "heading_open":
            kind = "headline" if token.tag == "h1" else "subhead"
        elif token.type in ("inline", "code_block", "fence", "html_block"):
            is_inline = token.type == "inline"
            tokens = _parse_inline(parser, token.content, references) if is_inline else [token]
            yield (token.map or [0])[0], kind, tokens
        if token.type not in ("list_item_open", "heading_open", "paragraph_open"):
            kind = "paragraph"


def _only_image(tokens: Sequence[Token]) -> Token | None:
    """Return the image that a block is, where it has nothing else in it."""
    shown = [token for token in tokens if token.type != "text" or token.content.strip()]
    return shown[0] if len(shown) == 1 and shown[0].type == "image" else None


def _words(tokens: Sequence[Token]) -> str:
    """Return the text of tokens without images, tags and the marks of emphasis and links."""
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "html_block":
            parts.append(_TAG.sub("", token.content))
        elif token.type in ("text", "text_special", "code_inline", "code_block", "fence"):
            parts.append(token.content)
    return "".join(parts)
