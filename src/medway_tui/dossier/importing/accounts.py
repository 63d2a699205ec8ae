"""Which account a saved article is the original of, and where each of its blocks stands in it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.aligning import Aligned, Told, align
from medway_tui.content.files import find, of_article
from medway_tui.content.load import Reading, Unit
from medway_tui.content.marks import marked
from medway_tui.content.segments import segments
from medway_tui.extract.saved import Saved
from medway_tui.index.originals import articles_at, articles_quoting, evidence_words
from medway_tui.index.store import Index
from medway_tui.text import FOLDED_MARKS, digest, fold

_DIGEST = re.compile(rb"digest: *\"?([0-9a-f]{12})")
_ASKED = 12
"""For how many of its quotations an article is looked for."""
_WORDS = 5
"""Of how many words what tells an article from others is made at least."""
_TRIED = 4
"""How many articles are compared with a text at most."""


class Recognised(NamedTuple):
    """The account that a saved article is the original of."""

    unit: Unit
    """The account, as it lies below the folder that is written to."""
    aligned: Aligned
    """Its headline and blocks, as the copy has them."""
    why: str
    """How it was recognised."""


class Accounts:
    """The accounts of a dossier, by what originals share with them."""

    def __init__(self, index: Index, roots: Sequence[Path], own: Path) -> None:
        """``roots`` are the folders of the dossier, ``own`` the one that originals are laid into."""
        self._index = index
        self._below = [root for root in roots if root != own]
        self._stems: list[str] = []
        self._digests: array[int] | None = None
        self._owners: array[int] = array("L")

    @property
    def below(self) -> list[Path]:
        """The folders that originals are laid over."""
        return self._below

    def recognise(self, saved: Saved, wanted: str = "") -> Recognised | None:
        """The account of which this is the original; None where there is none.

        With ``wanted``, the id of an account, it is laid over that one, whatever it has in common with it.
        """
        if wanted:
            unit = self._account(wanted)
            return self._compared(unit, saved, "as --original says") if unit else None
        tried: list[str] = []
        for name, why in self._candidates(saved):
            if name in tried or len(tried) >= _TRIED:
                continue
            tried.append(name)
            unit = self._account(name)
            found = self._compared(unit, saved, why) if unit else None
            if found is not None and self._is_it(found, saved, at_address=why.startswith("its address")):
                return found
        return None

    def _candidates(self, saved: Saved) -> Iterator[tuple[str, str]]:
        url = saved.facts["url"]
        if url is not None:
            yield from ((name, f"its address, {url}") for name in articles_at(self._index, url))
        hits: dict[str, int] = {}
        lines = [piece.text for piece in saved.pieces]
        for line in lines:
            for stretch in marked(line):
                words = line[stretch.start : stretch.end]
                if len(words.split()) >= _WORDS and len(hits) < _ASKED:
                    for name in articles_quoting(self._index, words):
                        hits[name] = hits.get(name, 0) + 1
        yield from ((name, "its quotations") for name in sorted(hits, key=lambda name: -hits[name]))
        digests = {digest(line) for line in lines}
        digests |= {digest(each.text) for each in segments(lines)}
        owners: dict[str, int] = {}
        for each in digests:
            for name in self._with_digest(each):
                owners[name] = owners.get(name, 0) + 1
        yield from ((name, "its blocks' digests") for name in sorted(owners, key=lambda name: -owners[name]))

    def _with_digest(self, wanted: str) -> list[str]:
        if self._digests is None:
            self._learn()
        digests = self._digests or array("Q")
        number = int(wanted, 16)
        at = bisect_left(digests, number)
        found = []
        while at < len(digests) and digests[at] == number:
            found.append(self._stems[self._owners[at]])
            at += 1
        return found

    def _learn(self) -> None:
        """Read the digests of all accounts, once: in 16 bytes each, as there may be millions."""
        pairs: list[tuple[int, int]] = []
        for file in find(self._below):
            if file.kind == "article" and file.size > 0:
                data = Path(file.path).read_bytes()
                found = [int(match, 16) for match in _DIGEST.findall(data)]
                if found:
                    self._stems.append(file.stem)
                    pairs += ((each, len(self._stems) - 1) for each in found)
        pairs.sort()
        self._digests = array("Q", (pair[0] for pair in pairs))
        self._owners = array("L", (pair[1] for pair in pairs))

    def _account(self, name: str) -> Unit | None:
        unit = Reading(of_article(self._below, name)).unit(name)
        return unit if unit is not None and unit.article.kind == "account" else None

    def _compared(self, unit: Unit, saved: Saved, why: str) -> Recognised:
        blocks = told(unit, evidence_words(self._index, unit.article.id))
        suspects = [
            n for n, piece in enumerate(saved.pieces) if piece.dropped and piece.dropped != "the headline"
        ]
        return Recognised(unit, align(blocks, [piece.text for piece in saved.pieces], suspects), why)

    @staticmethod
    def _is_it(found: Recognised, saved: Saved, *, at_address: bool) -> bool:
        aligned = found.aligned
        total = len(found.unit.article.paragraphs)
        sure = sum(
            known and text is not None and len(text.split()) >= _WORDS
            for known, text in zip(aligned.sure, aligned.texts, strict=True)
        )
        if sure >= min(2, total):
            # A later article may repeat a paragraph or two: much of one of both has to be the same.
            copied = sum(len(piece.text.split()) for piece in saved.blocks)
            shared = sum(len(text.split()) for text in aligned.texts if text is not None)
            if sure * 3 >= total or shared * 2 >= copied:
                return True
        body = sum(text is not None for text in aligned.texts[1:])
        words = _plain(" ".join(text for text in aligned.texts if text is not None))
        long = [each.quote.exact for each in found.unit.quotes if len(each.quote.exact.split()) >= 3]
        quoted = sum(_plain(exact) in words for exact in long)
        if at_address:
            return body * 3 >= total and (quoted > 0 or not long or body * 2 >= total)
        return body * 2 >= total and quoted * 2 >= len(long) and quoted >= min(2, max(1, len(long)))


def told(unit: Unit, evidence: Sequence[tuple[int, str]]) -> list[Told]:
    """An account's headline and blocks, with what of the original each of them keeps."""
    kept: dict[int, list[str]] = {}
    for each in unit.quotes:
        kept.setdefault(each.quote.paragraph, []).append(each.quote.exact)
    for number, exact in evidence:
        kept.setdefault(number, []).append(exact)
    article = unit.article
    printed = None if article.title_ours else digest(article.headline)
    return [
        Told(article.headline, "paragraph", printed, tuple(kept.get(0, ()))),
        *(
            Told(block.text, block.kind, block.digest, tuple(kept.get(number, ())))
            for number, block in enumerate(article.paragraphs, 1)
        ),
    ]


def _plain(text: str) -> str:
    return fold(text.translate(FOLDED_MARKS))
