"""Articles that can't be read yet: what their files have, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from medway_tui import dates
from medway_tui.content.files import ContentFile
from medway_tui.model.findings import Finding
from medway_tui.text import plural, shorten
from medway_tui.yaml_io.nodes import read_document

_PLACEHOLDERS = ("", "…")
"""The values that a template has in place of a text."""
_MAX_BLOCKS = 500
_MAX_MESSAGE = 60
"""The most characters of a finding in the list."""


class IncompleteArticle(NamedTuple):
    """An article with a file that can't be read as an article yet."""

    id: str
    headline: str
    """Empty where it is missing, as all values."""
    publisher: str
    published: str
    """Empty too where it is no date."""
    missing: tuple[str, ...]
    """What is missing or wrong, in a few words each: ``no publisher``."""
    texts: tuple[str, ...]
    """The blocks that are written."""
    path: str
    line: int
    """Where the first thing is to be filled in, from 1."""


def describe_incomplete(
    article_id: str, files: Sequence[ContentFile], findings: Sequence[Finding]
) -> IncompleteArticle | None:
    """Return what is known of an article that can't be read; None where it has no file.

    ``files`` are its files, lowest folder first, ``findings`` those of them.
    """
    files = [file for file in files if file.kind == "article"]
    if not files:
        return None
    merged: dict[str, Any] = {}
    for file in files:
        value = read_document(file.path)[0].value
        merged.update(value if isinstance(value, dict) else {})
    errors = [each for each in findings if each.severity == "error" and _is_of(each, files)]
    first = min(errors, key=lambda each: (each.path != files[-1].path, each.line), default=None)
    missing = [*_find_missing(merged)] if merged else []
    if not missing and first is not None:
        missing = [shorten(f"line {first.line}: {first.message}", _MAX_MESSAGE)]
    texts = [text for text in _iter_texts(merged) if text not in _PLACEHOLDERS]
    path, line = (first.path, first.line) if first else (files[-1].path, 1)
    headline, publisher = _text_of(merged, "headline"), _text_of(merged, "publisher")
    published = _text_of(merged, "published")
    published = published if _is_date(published) else ""
    return IncompleteArticle(
        article_id, headline, publisher, published, tuple(missing), tuple(texts), path, line
    )


def _is_of(finding: Finding, files: Sequence[ContentFile]) -> bool:
    return any(finding.path == file.path for file in files)


def _text_of(value: Mapping[str, Any], key: str) -> str:
    text = value.get(key)
    text = text.strip() if isinstance(text, str) else ""
    return "" if text in _PLACEHOLDERS else text


def _find_missing(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a reader would miss in an article, in a few words each."""
    published = _text_of(value, "published")
    if not published:
        yield "no date"
    elif not _is_date(published):
        yield f"the date {shorten(published, 20)} is none"
    yield from (f"no {key}" for key in ("publisher", "headline") if not _text_of(value, key))
    texts = [*_iter_texts(value)]
    unwritten = sum(text in _PLACEHOLDERS for text in texts)
    if unwritten == len(texts):
        yield "no text"
    elif unwritten:
        yield f"{plural(unwritten, 'block')} to write"


def _is_date(text: str) -> bool:
    try:
        dates.check_date(text)
    except ValueError:
        return False
    return True


def _iter_texts(value: Mapping[str, Any]) -> Iterator[str]:
    blocks = value.get("paragraphs")
    for block in blocks[:_MAX_BLOCKS] if isinstance(blocks, list) else ():
        text = block.get("text") if isinstance(block, dict) else block
        yield text.strip() if isinstance(text, str) else ""
