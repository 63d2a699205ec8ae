"""Finds the account that a saved article is the original of, and aligns the two."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from medway_tui.content.files import find_article_files, find_files
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import ContentLoader
from medway_tui.importing.align import AccountBlock, CopyAlignment, align, fold_marks, split_into_segments
from medway_tui.index.articles import find_article_urls
from medway_tui.index.connection import Index
from medway_tui.index.dump import evidence_words
from medway_tui.index.quotes import find_articles_quoting
from medway_tui.model.articles import block_digest
from medway_tui.model.locations import find_block
from medway_tui.quotation_marks import find_quoted_ranges
from medway_tui.saved_pages import SavedArticle
from medway_tui.text import fold

_WORD = re.compile(r"[^\W_]+")
_DIGEST = re.compile(rb"digest: *\"?([0-9a-f]{12})")
_MAX_QUOTES_SEARCHED = 12
"""The most articles that quotations of the text are found in."""
_MIN_DISTINCTIVE_WORDS = 5
"""A quotation or block of so many words is unlikely to be in two articles."""
_MAX_COMPARED = 4
"""The most articles compared with a text."""
_MAX_ARTICLES_PER_QUOTE = 20


class AccountMatch(NamedTuple):
    """The account that a saved article is the original of."""

    account: ArticleWithQuotes
    """The account as the lower folders have it."""
    alignment: CopyAlignment
    reason: str
    """What identified it."""


class AccountFinder:
    """Finds accounts by their address, quotations and digests."""

    def __init__(self, index: Index, roots: Sequence[Path], target: Path) -> None:
        """``roots`` are the folders of the dossier, ``target`` the one that originals are written to."""
        self._index = index
        self.lower_folders = [root for root in roots if root != target]
        self._stems: list[str] = []
        self._digests: array[int] | None = None
        self._owners: array[int] = array("L")

    def find_account(self, saved: SavedArticle, account_id: str = "") -> AccountMatch | None:
        """Return the account of which this is the original.

        With ``account_id`` it is aligned with that account, whatever the two have in common.
        """
        if account_id:
            account = self._load_account(account_id)
            return self._compare(account, saved, "as --original says") if account else None
        compared: list[str] = []
        for name, reason in self._candidates(saved):
            if name in compared or len(compared) >= _MAX_COMPARED:
                continue
            compared.append(name)
            account = self._load_account(name)
            match = self._compare(account, saved, reason) if account else None
            if match and _is_same_article(match, saved, has_address=reason.startswith("its address")):
                return match
        return None

    def _candidates(self, saved: SavedArticle) -> Iterator[tuple[str, str]]:
        """Yield the ids of articles that may be the account, the likeliest first, each with the reason."""
        url = saved.metadata["url"]
        if url is not None:
            yield from ((name, f"its address, {url}") for name in find_articles_by_url(self._index, url))
        lines = [block.text for block in saved.all_blocks]
        by_quotes = self._count_quotations(lines)
        yield from ((name, "its quotations") for name, _ in by_quotes.most_common())
        digests = {block_digest(line) for line in lines}
        digests |= {block_digest(each.text) for each in split_into_segments(lines)}
        by_digest = Counter(name for digest in digests for name in self._articles_with_digest(digest))
        yield from ((name, "its blocks' digests") for name, _ in by_digest.most_common())

    def _count_quotations(self, lines: Sequence[str]) -> Counter[str]:
        """Return the articles that have quotations of the text, with their number."""
        counts: Counter[str] = Counter()
        for line in lines:
            for quoted in find_quoted_ranges(line):
                words = line[quoted.start : quoted.end]
                tokens = _WORD.findall(fold(words))
                if len(words.split()) < _MIN_DISTINCTIVE_WORDS or not tokens:
                    continue
                if len(counts) < _MAX_QUOTES_SEARCHED:
                    counts.update(find_articles_quoting(self._index, tokens, _MAX_ARTICLES_PER_QUOTE))
        return counts

    def _articles_with_digest(self, digest: str) -> list[str]:
        if self._digests is None:
            self._load_digests()
        digests = self._digests or array("Q")
        number = int(digest, 16)
        at = bisect_left(digests, number)
        found = []
        while at < len(digests) and digests[at] == number:
            found.append(self._stems[self._owners[at]])
            at += 1
        return found

    def _load_digests(self) -> None:
        """Load the digests of all accounts, in 16 bytes each, as there may be millions."""
        pairs: list[tuple[int, int]] = []
        for file in find_files(self.lower_folders):
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
        loader = ContentLoader(find_article_files(self.lower_folders, name))
        article = loader.load_article(name)
        return article if article is not None and article.article.kind == "account" else None

    def _compare(self, account: ArticleWithQuotes, saved: SavedArticle, reason: str) -> AccountMatch:
        blocks = _account_blocks(account, evidence_words(self._index, account.article.id))
        boilerplate = [
            n for n, block in enumerate(saved.all_blocks) if block.dropped not in ("", "the headline")
        ]
        alignment = align(blocks, [block.text for block in saved.all_blocks], boilerplate)
        return AccountMatch(account, alignment, reason)


def find_articles_by_url(index: Index, url: str) -> list[str]:
    """Return the ids of the articles with this address, however it is written."""
    normalised = normalise_url(url)
    path = normalised.partition("/")[2]
    return [name for name, known in find_article_urls(index, path) if normalise_url(known) == normalised]


def normalise_url(url: str) -> str:
    """Return the host of an address, without www, and its path; no query, no fragment."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return f"{host}{parts.path.rstrip('/')}"


def _is_same_article(match: AccountMatch, saved: SavedArticle, *, has_address: bool) -> bool:
    texts, by_digest = match.alignment.texts, match.alignment.found_by_digest
    block_count = len(match.account.article.paragraphs)
    identical = sum(
        is_known and text is not None and len(text.split()) >= _MIN_DISTINCTIVE_WORDS
        for is_known, text in zip(by_digest, texts, strict=True)
    )
    if identical >= min(2, block_count):
        # A later article may repeat a paragraph or two: much of either article has to be the same.
        copied = sum(len(block.text.split()) for block in saved.body)
        shared = sum(len(text.split()) for text in texts if text is not None)
        if identical * 3 >= block_count or shared * 2 >= copied:
            return True
    found = sum(text is not None for text in texts[1:])
    words = fold_marks(" ".join(text for text in texts if text is not None))
    quotes = [each.quote.exact for each in match.account.quotes if len(each.quote.exact.split()) >= 3]
    quoted = sum(fold_marks(exact) in words for exact in quotes)
    if has_address:
        return found * 3 >= block_count and (quoted > 0 or not quotes or found * 2 >= block_count)
    has_enough_quotes = quoted * 2 >= len(quotes) and quoted >= min(2, max(1, len(quotes)))
    return found * 2 >= block_count and has_enough_quotes


def _account_blocks(account: ArticleWithQuotes, evidence: Sequence[tuple[int, str]]) -> list[AccountBlock]:
    """Return an account's headline and blocks, each with the words of the original that it keeps."""
    kept: dict[int, list[str]] = {}
    for each in account.quotes:
        block = find_block(account.places, each.quote.place)
        if block is not None:
            kept.setdefault(block, []).append(each.quote.exact)
    for number, exact in evidence:
        kept.setdefault(number, []).append(exact)
    article = account.article
    printed = None if article.title_ours else block_digest(article.headline)
    return [
        AccountBlock(article.headline, "paragraph", printed, tuple(kept.get(0, ()))),
        *(
            AccountBlock(block.text, block.kind, block.digest, tuple(kept.get(number, ())))
            for number, block in enumerate(article.paragraphs, 1)
        ),
    ]
