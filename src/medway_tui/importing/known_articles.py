"""Recognises an article that the dossier has already, saved another time: with small edits, from another
address form, as a mobile page. The same words in another paper are another article.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from medway_tui import dates
from medway_tui.content.files import content_path
from medway_tui.index.articles import (
    find_article_urls,
    find_articles_with_words,
    get_article,
    paragraph_texts,
)
from medway_tui.index.connection import Index
from medway_tui.text import fold
from medway_tui.yaml_io.nodes import read_document

_WORD = re.compile(r"[^\W_]+")
_PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+|\d[\d.,:]*")
"""Names inside a sentence, and figures: what differs between two articles made from one template."""
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+")
_SHINGLE_WORDS = 3
_SKETCH_SIZE = 8
"""How many shingles of an article are kept to find it again: of two with half of their words in common, at
least one is the same in 99 of 100 cases."""
_PHRASE_WORDS = 7
_MAX_PHRASES = 4
_MAX_ARTICLES_PER_PHRASE = 8
_MIN_SHINGLES = 30
"""A shorter text is the same only if nearly all of it is."""

_SAME_ADDRESS = 0.12
"""The least share of the shorter text's words that two saves from one address have in common."""
_SAME_SLUG = 0.35
"""Likewise where only the last part of the address is the same."""
_SAME_TEXT = 0.75
_SAME_TEXT_AND_HEADLINE = 0.6
_MIN_LENGTH_RATIO = 0.4
_MIN_HEADLINE = 0.7
_OTHER_HEADLINE = 0.5
"""With fewer words in common, days apart, a text is printed again: a column, a notice of a meeting."""
_MIN_PROPER = 0.6
_MIN_SENTENCES = 0.4
"""The least share of the shorter text that is whole sentences of the longer: in articles of one template,
such as the weekly roadworks, each sentence has a word or figure of its own."""
_MIN_SENTENCE_WORDS = 4
_MAX_DAYS = 2

_HOST_PREFIXES = ("www.", "m.", "mobile.", "amp.", "touch.", "edition.")
_SAME_HOSTS = {"bbc.com": "bbc.co.uk", "theguardian.co.uk": "theguardian.com"}
"""Hosts that have the same pages as others, by country or by an earlier name."""
_AMP_CACHE = ".cdn.ampproject.org"
_OF_NO_ARTICLE = re.compile(
    r"utm_.*|at_.*|ns_.*|xtor|cmpid?|icid|ito|ref|src|source|fbclid|gclid|msclkid|mc_[ce]id|share|via|amp"
    r"|output_?type|print|view|service|s?cid|smid|sh|xtrref|from|origin|intcmp|pk_.*|hsa_.*|.*campaign.*"
)
"""The parts of an address that say how a reader came, not which article it is."""
_FORM_SEGMENTS = frozenset(("amp", "mobile", "m", "print", "index.html", "index.php", "amp.html", "full"))
_PAPER_WORDS = frozenset(("the", "online", "news", "com", "co", "uk", "org", "net", "website"))


class ComparedText(NamedTuple):
    """An article as it is compared with others."""

    headline: str
    publisher: str
    published: str
    """Its day or month; empty where it is not known."""
    url: str
    texts: tuple[str, ...]
    """The texts of its blocks."""

    @property
    def shingles(self) -> frozenset[int]:
        """Hashes of each three words that follow one another."""
        words = _WORD.findall(fold(" ".join(self.texts)))
        runs = (
            " ".join(words[n : n + _SHINGLE_WORDS]) for n in range(max(1, len(words) - _SHINGLE_WORDS + 1))
        )
        return frozenset(zlib.crc32(run.encode()) for run in runs)


class Sameness(NamedTuple):
    """An article of the dossier that a saved one is, and the reason."""

    article_id: str
    reason: str


class KnownArticles:
    """The articles of a dossier, and those that were imported since its index was updated."""

    def __init__(self, index: Index, folder: Path) -> None:
        """``folder`` is the one that articles are imported into."""
        self._index = index
        self._folder = folder
        self._by_sketch: dict[int, list[str]] = {}
        self._by_address: dict[str, list[str]] = {}

    def add(self, article_id: str, article: ComparedText) -> None:
        """Note an article that was imported."""
        for each in _sketch(article):
            self._by_sketch.setdefault(each, []).append(article_id)
        for key in address_keys(article.url):
            self._by_address.setdefault(key, []).append(article_id)

    def find(self, article: ComparedText, likely_ids: Iterable[str] = ()) -> Sameness | None:
        """Return the same article; ``likely_ids`` are compared first."""
        for article_id in dict.fromkeys([*likely_ids, *self._candidates(article)]):
            known = self._load(article_id)
            reason = explain_sameness(article, known) if known is not None else ""
            if reason:
                return Sameness(article_id, reason)
        return None

    def _candidates(self, article: ComparedText) -> Iterator[str]:
        for key in address_keys(article.url):
            yield from self._by_address.get(key, ())
        slug = _slug(article.url)
        if slug:
            keys = set(address_keys(article.url))
            for article_id, url in find_article_urls(self._index, slug):
                if not keys.isdisjoint(address_keys(url)):
                    yield article_id
        for each in _sketch(article):
            yield from self._by_sketch.get(each, ())
        for phrase in _phrases(article.texts):
            yield from find_articles_with_words(self._index, phrase, _MAX_ARTICLES_PER_PHRASE)

    def _load(self, article_id: str) -> ComparedText | None:
        row = get_article(self._index, article_id)
        if row is None:
            return _read_article(self._folder / content_path("article", article_id))
        if row.kind == "account":
            return None
        texts = tuple(text for text, _ in paragraph_texts(self._index, article_id)[1:])
        return ComparedText(row.headline, row.publisher, row.published or "", row.url or "", texts)


def explain_sameness(new: ComparedText, old: ComparedText) -> str:
    """Return why two saved articles are the same; empty where they are not."""
    first, second = new.shingles, old.shingles
    shorter, longer = sorted((len(first), len(second)))
    share = len(first & second) / shorter
    alike = _share(_folded_words(new.headline), _folded_words(old.headline))
    keys, other_keys = address_keys(new.url), address_keys(old.url)
    if keys and other_keys and keys[0] == other_keys[0]:
        return "its address" if share >= _SAME_ADDRESS or alike >= _MIN_HEADLINE else ""
    if not _is_same_paper(new, old):
        return ""
    if keys[1:] and keys[1:] == other_keys[1:] and share >= _SAME_SLUG:
        return "the end of its address, and its text"
    is_template = (
        _share(_proper_words(new.texts), _proper_words(old.texts)) < _MIN_PROPER
        or _shared_sentences(new.texts, old.texts) < _MIN_SENTENCES
    )
    is_printed_again = alike < _OTHER_HEADLINE and _days_apart(new.published, old.published) >= _MAX_DAYS
    if is_template or is_printed_again:
        return ""
    if shorter < _MIN_SHINGLES:
        is_same = share >= _SAME_TEXT and shorter / longer >= _SAME_TEXT
    elif share >= _SAME_TEXT:
        is_same = shorter / longer >= _MIN_LENGTH_RATIO
    else:
        is_near = _days_apart(new.published, old.published) <= _MAX_DAYS
        is_same = share >= _SAME_TEXT_AND_HEADLINE and alike >= _MIN_HEADLINE and is_near
    return f"its text: {share:.0%} of the words are the same" if is_same else ""


def article_text(keys: Mapping[str, object], texts: Sequence[str]) -> ComparedText:
    """Return an article given the keys of its file and the texts of its blocks."""
    headline, publisher, published, url = (
        str(keys.get(key) or "") for key in ("headline", "publisher", "published", "url")
    )
    return ComparedText(headline, publisher, published, url, tuple(texts))


def _read_article(path: Path) -> ComparedText | None:
    value = read_document(str(path))[0].value
    if not isinstance(value, dict):
        return None
    blocks = value.get("paragraphs")
    texts = (
        str(each.get("text", "")) if isinstance(each, dict) else str(each)
        for each in (blocks if isinstance(blocks, list) else ())
    )
    return article_text(value, list(texts))


def _sketch(article: ComparedText) -> list[int]:
    return nsmallest(_SKETCH_SIZE, article.shingles)


def _phrases(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield runs of words from the longest blocks, which are unlikely to be in another article by chance."""
    for text in sorted(texts, key=len, reverse=True)[:_MAX_PHRASES]:
        words = _WORD.findall(fold(text))
        if len(words) >= _PHRASE_WORDS:
            starts = range(len(words) - _PHRASE_WORDS + 1)
            at = max(starts, key=lambda n: sum(map(len, words[n : n + _PHRASE_WORDS])))
            yield words[at : at + _PHRASE_WORDS]


# -- addresses and papers ------------------------------------------------------------------------------


def address_keys(url: str) -> list[str]:
    """Return an address without its form (https, www, mobile, AMP) and how a reader came to it, then its
    host with the last part of its path; nothing for an address that is no article's.
    """
    if not url:
        return []
    parts = urlsplit(url.strip())
    host, path = (parts.hostname or "").lower(), parts.path
    if host.endswith(_AMP_CACHE):
        host, _, path = re.sub(r"^/[a-z]/(?:s/)?", "", path).partition("/")
    host = _bare_host(host)
    segments = [each for each in path.split("/") if each and each.lower() not in _FORM_SEGMENTS]
    segments = [re.sub(r"\.(?:amp(?:\.html)?|html?)$", "", each, flags=re.IGNORECASE) for each in segments]
    query = sorted(
        (key, value) for key, value in parse_qsl(parts.query) if not _OF_NO_ARTICLE.fullmatch(key.lower())
    )
    if not segments and not query:
        return []
    whole = "/".join([host, *segments]) + (f"?{urlencode(query)}" if query else "")
    is_distinctive = bool(segments) and (
        segments[-1].count("-") >= 3 or re.search(r"\d{6}", segments[-1]) is not None
    )
    return [whole, f"{host}/…/{segments[-1]}"] if is_distinctive and not query else [whole]


def _slug(url: str) -> str:
    keys = address_keys(url)
    path = keys[0].partition("?")[0] if keys else ""
    return path.rpartition("/")[2]


def _bare_host(host: str) -> str:
    for prefix in _HOST_PREFIXES:
        host = host.removeprefix(prefix)
    return _SAME_HOSTS.get(host, host)


def _is_same_paper(new: ComparedText, old: ComparedText) -> bool:
    names = [_paper_key(each.publisher) for each in (new, old)]
    if names[0] == names[1]:
        return True
    hosts = [_bare_host((urlsplit(each.url).hostname or "").lower()) for each in (new, old)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def _paper_key(publisher: str) -> str:
    words = _WORD.findall(fold(publisher))
    return "".join(word for word in words if word not in _PAPER_WORDS) or "".join(words)


# -- words ---------------------------------------------------------------------------------------------


def _folded_words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _proper_words(texts: Sequence[str]) -> set[str]:
    return {word.rstrip(".,:") for text in texts for word in _PROPER.findall(text)}


def _shared_sentences(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of the shorter text, in words, that is whole sentences of the other."""
    sentences = [_sentences(texts) for texts in (first, second)]
    lengths = [sum(len(each) for each in some) for some in sentences]
    shared = sum(len(each) for each in sentences[0] & sentences[1])
    return shared / min(lengths) if min(lengths) else 0.0


def _sentences(texts: Sequence[str]) -> set[tuple[str, ...]]:
    parts = (part for text in texts for part in _SENTENCE_END.split(text))
    words = (tuple(_WORD.findall(fold(part))) for part in parts)
    return {each for each in words if len(each) >= _MIN_SENTENCE_WORDS}


def _share(first: set[str], second: set[str]) -> float:
    """Return how much of the smaller set is in the other; 1 where one is empty."""
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 1.0


def _days_apart(first: str, second: str) -> int:
    """Return the days between two dates; 0 where one is not known."""
    if not first or not second:
        return 0
    days: list[datetime.date] = [dates.first_day(each) for each in (first, second)]
    return abs((days[0] - days[1]).days)
