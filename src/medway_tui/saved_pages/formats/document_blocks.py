"""The blocks of a document whose file tells its paragraphs apart: its headline, and what is above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from medway_tui.saved_pages.blocks import (
    NOT_IN_ARTICLE,
    SavedBlock,
    SavedBlockKind,
    UnreadableError,
    ends_sentence,
    is_short,
    normalise_text,
)
from medway_tui.saved_pages.boilerplate import is_release_label, read_masthead
from medway_tui.saved_pages.metadata import INFERRED, find_date
from medway_tui.saved_pages.plain_text import LIST_ITEM
from medway_tui.saved_pages.source_documents import DocumentFact, SourceDocument
from medway_tui.text import plural

_PARAGRAPH_BREAK = re.compile(r"\n\s*\n|(?<=[.!?…])\n|(?<=[.!?…][\"'”’»)\]])\n")
"""Line breaks in a paragraph that end it: two in a row, or one after a sentence."""
_ORGANISATION = re.compile(
    r"(?:[Tt]he )?[A-Z][\w.'’&-]*(?: (?:and|&|of|for|in|the|on|upon|[A-Z][\w.'’&-]*)){0,7}$"
)
"""The name of an organisation: words that begin with capitals."""
_MAX_ABOVE = 10
"""The most blocks above the headline, such as a letterhead and a date."""
BYLINE = "who wrote it"
"""The reason for leaving out a line that its style marks as a byline."""
BYLINE_STYLES = ("author", "authors", "byline")
_MAX_HEADLINE_WORDS = 28
_MIN_HEADLINE_WORDS = 4
"""A shorter line in large type may be the name of who publishes the document."""
_LARGER = 1.12
"""How many times the size of the text a headline has."""


class DocumentProperties(NamedTuple):
    """What the properties of a document say of it; each empty where they say nothing."""

    title: str = ""
    author: str = ""
    created: str = ""
    """A date, as the file writes it."""


class _Style(NamedTuple):
    """How a block is printed."""

    size: float
    """The size of its letters, in points; 0 where it is not known."""
    is_bold: bool


class DocumentBlocks:
    """Collects the blocks of a document, with how they are printed."""

    def __init__(self) -> None:
        self._blocks: list[SavedBlock] = []
        self._styles: list[_Style] = []

    def __len__(self) -> int:
        return len(self._blocks)

    def add(
        self,
        text: str,
        kind: SavedBlockKind = "paragraph",
        *,
        size: float = 0,
        is_bold: bool = False,
        dropped: str = "",
    ) -> None:
        """Add the text of a paragraph, with its line breaks; ``size`` is in points, 0 if it is not known."""
        for part in _PARAGRAPH_BREAK.split(text):
            words = normalise_text(part)
            part_kind = kind
            item = LIST_ITEM.match(words) if kind == "paragraph" else None
            if item:
                words, part_kind = words[item.end() :], "item"
            elif kind == "paragraph" and is_bold and is_short(words) and not ends_sentence(words):
                part_kind = "subhead"
            if words:
                number = len(self._blocks) + 1
                self._blocks.append(SavedBlock(number, words, part_kind, number, dropped))
                self._styles.append(_Style(size, is_bold))

    def finish(self, title: str = "") -> tuple[SavedBlock, ...]:
        """Return the blocks, with the headline and what is above it marked.

        The headline is what the file marks as one; else a line that is the ``title`` of the document's
        properties; else the line in the largest type, or in bold, above the text.
        """
        headline = self._find_headline(normalise_text(title).casefold())
        if headline is None:
            return tuple(self._blocks)
        blocks = list(self._blocks)
        blocks[headline] = blocks[headline]._replace(kind="headline")
        for n, block in enumerate(blocks[:headline]):
            if not block.dropped and not _is_text(block):
                blocks[n] = block._replace(dropped=NOT_IN_ARTICLE)
        return tuple(blocks)

    def _find_headline(self, title: str) -> int | None:
        blocks = self._blocks
        open_numbers = [n for n, block in enumerate(blocks) if not block.dropped]
        for n in open_numbers:
            if blocks[n].kind == "headline" and not is_release_label(blocks[n].text):
                return n
        top = []
        for n in open_numbers[: _MAX_ABOVE + 1]:
            if n == open_numbers[-1] or (_is_text(blocks[n]) and blocks[n].text.casefold() != title):
                break
            if blocks[n].kind in ("paragraph", "subhead") and is_short(blocks[n].text, _MAX_HEADLINE_WORDS):
                top.append(n)
        titled = [n for n in top if title and blocks[n].text.casefold() == title]
        if titled:
            return titled[0]
        return self._find_printed_headline(top)

    def _find_printed_headline(self, top: Sequence[int]) -> int | None:
        """Return the line above the text in the largest type, or the first in bold."""
        long_enough = [
            n
            for n in top
            if not is_short(self._blocks[n].text, _MIN_HEADLINE_WORDS - 1)
            and not is_release_label(self._blocks[n].text)
            and find_date(self._blocks[n].text) is None
        ]
        sizes: Counter[float] = Counter()
        bold_letters = 0
        for block, style in zip(self._blocks, self._styles, strict=True):
            sizes[style.size] += len(block.text)
            bold_letters += len(block.text) if style.is_bold else 0
        body_size = sizes.most_common(1)[0][0] if sizes else 0
        largest = max((self._styles[n].size for n in long_enough), default=0)
        if body_size and largest > _LARGER * body_size:
            return next(n for n in long_enough if self._styles[n].size == largest)
        if bold_letters * 2 > sizes.total():
            return None
        return next((n for n in long_enough if self._styles[n].is_bold), None)


def make_document(
    blocks: DocumentBlocks, properties: DocumentProperties, left_out: Mapping[str, int], kind: str
) -> SourceDocument:
    """Return the document of all blocks, with remarks on the numbers of what was left out.

    ``kind`` names the file's kind. Raises UnreadableError where it has no text.
    """
    content = blocks.finish(properties.title)
    if not content:
        raise UnreadableError(f"this is {kind} without any text", "import the file that it was made from")
    said = [plural(count, what) for what, count in left_out.items() if count]
    remarks = [f"left out of the document: {', '.join(said)}"] if said else []
    remarks += describe_properties(properties, content)
    return SourceDocument(content, "blocks", facts=find_facts(content), remarks=tuple(remarks))


def _is_text(block: SavedBlock) -> bool:
    """Return whether a block is a sentence of some length, as those of the text are."""
    return ends_sentence(block.text) and not is_short(block.text, 7)


def find_facts(blocks: Sequence[SavedBlock]) -> tuple[DocumentFact, ...]:
    """Return what the layout of a document says: who publishes it, by its letterhead, and who wrote it.

    A letterhead is a name in the lines above the headline; a byline is marked by its style.
    """
    above = [block.text for block in blocks[:_MAX_ABOVE] if block.dropped == NOT_IN_ARTICLE]
    facts = [fact for line in above for fact in read_masthead_facts(line, "the line above the headline")]
    names = [text for text in above if _ORGANISATION.match(text) and not is_release_label(text)]
    source = f"{INFERRED} from the line above the headline"
    facts += [DocumentFact("publisher", name, source, is_fallback=True) for name in names[:1]]
    bylines = [block.text for block in blocks if block.dropped == BYLINE]
    return (*facts, *(DocumentFact("author", name, "its style", is_fallback=True) for name in bylines[:1]))


def read_masthead_facts(line: str, source: str) -> list[DocumentFact]:
    """Return the paper and day that a line names, such as a running head, where the text names none."""
    found = zip(("publisher", "published"), read_masthead(line), strict=True)
    return [DocumentFact(key, value, source, is_fallback=True) for key, value in found if value]


def describe_properties(properties: DocumentProperties, blocks: Sequence[SavedBlock]) -> list[str]:
    """Return a remark on the author and date of the properties, where the text does not have them.

    Programs write who opened a document first and when, and keep it in each copy: neither is taken over.
    """
    text = "\n".join(block.text for block in blocks)
    author, day = normalise_text(properties.author), find_date(properties.created)
    said, options = [], []
    if author and author.casefold() not in text.casefold():
        said.append(f"the author {author}")
        options.append("--author")
    if day is not None and find_date(text) is None:
        said.append(f"the date {day}")
        options.append("--published")
    if not said:
        return []
    return [
        f"the document's properties name {' and '.join(said)}, which may be another's or another text's: give"
        f" {'it' if len(said) == 1 else 'them'} with {' and '.join(options)} if right"
    ]
