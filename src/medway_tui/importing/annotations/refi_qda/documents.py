"""Finds the articles that the documents of a REFI-QDA project are: by GUID, id, address, or text."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import PurePath

from medway_tui.export.dataset.qda_codebook import article_guid
from medway_tui.importing.annotations.article_finder import ArticleFinder, is_page_address
from medway_tui.importing.annotations.foreign import ArticleReference
from medway_tui.importing.annotations.refi_qda.project import ProjectDocument
from medway_tui.index.articles import (
    find_articles_with_words,
    get_article,
    list_article_addresses,
    paragraph_texts,
)
from medway_tui.index.connection import Index
from medway_tui.text import fold, fold_to_letters

_WORD = re.compile(r"[^\W_]+")
_PHRASE_WORDS = 7
_MAX_PHRASES = 12
_MAX_ARTICLES = 8
_MIN_SHARED = 0.6
"""The least share of an article's text, in letters, that a document with the same text has."""
_TEXT_SUFFIXES = (".txt", ".docx", ".doc", ".rtf", ".pdf", ".md", ".html", ".odt")


class DocumentFinder:
    """Finds articles of a dossier for documents."""

    def __init__(self, index: Index, dossier: str) -> None:
        self._index = index
        self._dossier = dossier
        self._addresses = ArticleFinder(index, dossier)

    def find(self, document: ProjectDocument) -> str | None:
        """Return the id of the article that a document is; None where the dossier does not have it."""
        return (
            self._by_guid.get(document.guid)
            or self._find_by_name(document.name)
            or self._find_by_address(document)
            or self._find_by_text(document.text or "")
        )

    @cached_property
    def _by_guid(self) -> dict[str, str]:
        ids = [article for article, _ in list_article_addresses(self._index)]
        return {article_guid(self._dossier, each): each for each in ids}

    def _find_by_name(self, name: str) -> str | None:
        name = name.strip()
        stem = PurePath(name).stem if name.lower().endswith(_TEXT_SUFFIXES) else name
        names = dict.fromkeys((name, stem, stem.lower()))
        return next((each for each in names if each and get_article(self._index, each) is not None), None)

    def _find_by_address(self, document: ProjectDocument) -> str | None:
        for _, value in document.values:
            if is_page_address(value):
                found = self._addresses.find(ArticleReference((value,)))
                if len(found) == 1:
                    return found[0].id
        return None

    def _find_by_text(self, text: str) -> str | None:
        """Return the only article most of whose text a document has."""
        lines = sorted(text.splitlines(), key=len, reverse=True)[:_MAX_PHRASES]
        candidates: dict[str, None] = {}
        for line in lines:
            words = _WORD.findall(fold(line))[:_PHRASE_WORDS]
            if len(words) == _PHRASE_WORDS:
                candidates |= dict.fromkeys(find_articles_with_words(self._index, words, _MAX_ARTICLES))
        letters = fold_to_letters(text) if candidates else ""
        found = [each for each in candidates if self._share_of(each, letters) >= _MIN_SHARED]
        return found[0] if len(found) == 1 else None

    def _share_of(self, article: str, letters: str) -> float:
        blocks = [fold_to_letters(text) for text, _ in paragraph_texts(self._index, article)]
        total = sum(map(len, blocks))
        return sum(len(each) for each in blocks if each in letters) / total if total else 0.0
