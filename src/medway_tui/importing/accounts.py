"""Which account a saved article is the original of, and where each of its blocks stands in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.files import find_existing_article_files, find_files
from medway_tui.content.loader import ArticleWithQuotes, ContentLoader
from medway_tui.importing.align import AccountBlock, Alignment, align
from medway_tui.importing.index_queries import (
    find_articles_by_url,
    find_articles_quoting,
    load_evidence_quotes,
)
from medway_tui.importing.segments import split_into_segments
from medway_tui.index.connection import Index
from medway_tui.saved_pages import SavedArticle
from medway_tui.text import FOLDED_MARKS, block_digest, find_quoted_ranges, fold

_DIGEST = re.compile(rb"digest: *\"?([0-9a-f]{12})")
_MAX_QUOTES_SEARCHED = 12
"""For how many of its quotations an article is looked for."""
_MIN_DISTINCTIVE_WORDS = 5
"""Of how many words what tells an article from others is made at least."""
_MAX_COMPARED = 4
"""How many articles are compared with a text at most."""


class AccountMatch(NamedTuple):
    """The account that a saved article is the original of."""

    account: ArticleWithQuotes
    """The account, as it lies below the folder that is written to."""
    alignment: Alignment
    """Its headline and blocks, as the copy has them."""
    reason: str
    """How it was recognised."""


class AccountFinder:
    """The accounts of a dossier, by what originals share with them."""

    def __init__(self, index: Index, roots: Sequence[Path], target: Path) -> None:
        """``roots`` are the folders of the dossier, ``own`` the one that originals are laid into."""
        self._index = index
        self._lower_folders = [root for root in roots if root != target]
        self._stems: list[str] = []
        self._digests: array[int] | None = None
        self._owners: array[int] = array("L")

    @property
    def lower_folders(self) -> list[Path]:
        """The folders that originals are laid over."""
        return self._lower_folders

    def find_account(self, saved: SavedArticle, account_id: str = "") -> AccountMatch | None:
        """The account of which this is the original; None where there is none.

        With ``account_id`` it is matched to that account, whatever it has in common with it.
        """
        if account_id:
            unit = self._load_account(account_id)
            return self._compare(unit, saved, "as --original says") if unit else None
        compared: list[str] = []
        for name, why in self._candidates(saved):
            if name in compared or len(compared) >= _MAX_COMPARED:
                continue
            compared.append(name)
            unit = self._load_account(name)
            match = self._compare(unit, saved, why) if unit else None
            if match is not None and self._is_same_article(
                match, saved, at_address=why.startswith("its address")
            ):
                return match
        return None

    def _candidates(self, saved: SavedArticle) -> Iterator[tuple[str, str]]:
        url = saved.metadata["url"]
        if url is not None:
            yield from ((name, f"its address, {url}") for name in find_articles_by_url(self._index, url))
        hits: dict[str, int] = {}
        lines = [piece.text for piece in saved.all_blocks]
        for line in lines:
            for stretch in find_quoted_ranges(line):
                words = line[stretch.start : stretch.end]
                if len(words.split()) >= _MIN_DISTINCTIVE_WORDS and len(hits) < _MAX_QUOTES_SEARCHED:
                    for name in find_articles_quoting(self._index, words):
                        hits[name] = hits.get(name, 0) + 1
        yield from ((name, "its quotations") for name in sorted(hits, key=lambda name: -hits[name]))
        digests = {block_digest(line) for line in lines}
        digests |= {block_digest(each.text) for each in split_into_segments(lines)}
        owners: dict[str, int] = {}
        for each in digests:
            for name in self._articles_with_digest(each):
                owners[name] = owners.get(name, 0) + 1
        yield from ((name, "its blocks' digests") for name in sorted(owners, key=lambda name: -owners[name]))

    def _articles_with_digest(self, wanted: str) -> list[str]:
        if self._digests is None:
            self._load_digests()
        digests = self._digests or array("Q")
        number = int(wanted, 16)
        at = bisect_left(digests, number)
        found = []
        while at < len(digests) and digests[at] == number:
            found.append(self._stems[self._owners[at]])
            at += 1
        return found

    def _load_digests(self) -> None:
        """Read the digests of all accounts, once: in 16 bytes each, as there may be millions."""
        pairs: list[tuple[int, int]] = []
        for file in find_files(self._lower_folders):
            if file.kind == "article" and file.size > 0:
                data = Path(file.path).read_bytes()
                found = [int(match, 16) for match in _DIGEST.findall(data)]
                if found:
                    self._stems.append(file.stem)
                    pairs += ((each, len(self._stems) - 1) for each in found)
        pairs.sort()
        self._digests = array("Q", (pair[0] for pair in pairs))
        self._owners = array("L", (pair[1] for pair in pairs))

    def _load_account(self, name: str) -> ArticleWithQuotes | None:
        unit = ContentLoader(find_existing_article_files(self._lower_folders, name)).load_article(name)
        return unit if unit is not None and unit.article.kind == "account" else None

    def _compare(self, unit: ArticleWithQuotes, saved: SavedArticle, why: str) -> AccountMatch:
        blocks = account_blocks(unit, load_evidence_quotes(self._index, unit.article.id))
        suspects = [
            n for n, piece in enumerate(saved.all_blocks) if piece.dropped and piece.dropped != "the headline"
        ]
        return AccountMatch(unit, align(blocks, [piece.text for piece in saved.all_blocks], suspects), why)

    @staticmethod
    def _is_same_article(found: AccountMatch, saved: SavedArticle, *, at_address: bool) -> bool:
        aligned = found.alignment
        total = len(found.account.article.paragraphs)
        sure = sum(
            known and text is not None and len(text.split()) >= _MIN_DISTINCTIVE_WORDS
            for known, text in zip(aligned.found_by_digest, aligned.texts, strict=True)
        )
        if sure >= min(2, total):
            # A later article may repeat a paragraph or two: much of one of both has to be the same.
            copied = sum(len(piece.text.split()) for piece in saved.body)
            shared = sum(len(text.split()) for text in aligned.texts if text is not None)
            if sure * 3 >= total or shared * 2 >= copied:
                return True
        body = sum(text is not None for text in aligned.texts[1:])
        words = _fold_marks(" ".join(text for text in aligned.texts if text is not None))
        long = [each.quote.exact for each in found.account.quotes if len(each.quote.exact.split()) >= 3]
        quoted = sum(_fold_marks(exact) in words for exact in long)
        if at_address:
            return body * 3 >= total and (quoted > 0 or not long or body * 2 >= total)
        return body * 2 >= total and quoted * 2 >= len(long) and quoted >= min(2, max(1, len(long)))


def account_blocks(unit: ArticleWithQuotes, evidence: Sequence[tuple[int, str]]) -> list[AccountBlock]:
    """An account's headline and blocks, with what of the original each of them keeps."""
    kept: dict[int, list[str]] = {}
    for each in unit.quotes:
        kept.setdefault(each.quote.paragraph, []).append(each.quote.exact)
    for number, exact in evidence:
        kept.setdefault(number, []).append(exact)
    article = unit.article
    printed = None if article.title_ours else block_digest(article.headline)
    return [
        AccountBlock(article.headline, "paragraph", printed, tuple(kept.get(0, ()))),
        *(
            AccountBlock(block.text, block.kind, block.digest, tuple(kept.get(number, ())))
            for number, block in enumerate(article.paragraphs, 1)
        ),
    ]


def _fold_marks(text: str) -> str:
    return fold(text.translate(FOLDED_MARKS))
