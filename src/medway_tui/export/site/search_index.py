"""The search index of a site: JavaScript files that a classic script loads one by one, also from the disk.

A page on the disk may not fetch files, but it may load scripts. Each file calls ``medwaySearchPart`` with its
name and data, so that a search loads only the parts that it needs: the words from one to another with the
paragraphs that have them, and the text of the articles that are shown.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from medway_tui.export import citations
from medway_tui.export.site import paths
from medway_tui.export.site.links import PageLinks
from medway_tui.export.spoken import spoken_date
from medway_tui.index.difference_query import KIND_LABELS
from medway_tui.index.differences import difference_positions, iter_differences
from medway_tui.index.events import list_events
from medway_tui.index.inspections import list_inspections
from medway_tui.index.names import name_forms
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK
from medway_tui.index.search_terms import article_keys, iter_terms
from medway_tui.text import escape_invisible

if TYPE_CHECKING:
    from medway_tui.export.site.site import Site
    from medway_tui.index.dump import ArticleRecord

MAX_BLOCKS = 20_000
"""Of a word in more blocks than this, the newest alone are in the index: all would be megabytes."""
_PART_CHARACTERS = 200_000
_LINE_END = ",\n"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

WriteFile = Callable[[str, str], None]
"""Writes a text file of the site."""


def part_path(name: str) -> str:
    """Return the file of a part of the index."""
    return f"search/{name}.js"


class SearchIndexWriter:
    """Writes the search index as the articles come."""

    def __init__(self, site: Site, write: WriteFile) -> None:
        self._site = site
        self._write = write
        self._articles: list[str] = []
        self._size = self._number = 0
        self._first_articles: list[int] = []

    def add_article(self, record: ArticleRecord) -> None:
        """Add the next article, in the order of time."""
        row = record.article
        speakers: dict[int, dict[str, None]] = {}
        for quote in record.quotes:
            for piece in quote.pieces:
                speakers.setdefault(piece.block, {}).update(dict.fromkeys(quote.speaker_names))
        blocks = [
            [
                each.paragraph if each.caption is None else -each.caption,
                escape_invisible(each.text),
                ", ".join(speakers.get(each.block, ())),
            ]
            for each in record.paragraphs
        ]
        date = spoken_date(row.published, inferred=row.published_inferred is not None)
        title = citations.display_title(row)
        entry = _to_json([paths.article_path(row.id), escape_invisible(title), row.publisher, date, blocks])
        if not self._articles:
            self._first_articles.append(self._number)
        self._articles.append(entry)
        self._size += len(entry)
        self._number += 1
        if self._size > _PART_CHARACTERS:
            self._end_articles()

    def close(self) -> None:
        """Write the words, the other records, and the directory of the parts."""
        if self._articles:
            self._end_articles()
        self._write_part("records", _to_json(list(_records(self._site))))
        first_words, common = self._write_words()
        directory = {
            "articles": self._number,
            "texts": self._first_articles,
            "words": first_words,
            "common": common,
        }
        self._write_part("directory", _to_json(directory))

    def _end_articles(self) -> None:
        number = len(self._first_articles)
        self._write_part(f"texts-{number}", _join_json("[]", self._articles))
        self._articles.clear()
        self._size = 0

    def _write_words(self) -> tuple[list[str], list[str]]:
        """Write the words; return the first of each part, and those with more blocks than are written."""
        keys = array("q", (-key for key in article_keys(self._site.index)))
        first_words: list[str] = []
        common: list[str] = []
        entries: list[str] = []
        size = 0
        for word, blocks, is_cut in iter_terms(self._site.index, MAX_BLOCKS):
            if is_cut:
                common.append(word)
            if not entries:
                first_words.append(word)
            entries.append(f"{_to_json(word)}:{_to_json(_encode_blocks(blocks, keys))}")
            size += len(entries[-1])
            if size > _PART_CHARACTERS:
                self._write_part(f"words-{len(first_words)}", _join_json("{}", entries))
                entries.clear()
                size = 0
        if entries:
            self._write_part(f"words-{len(first_words)}", _join_json("{}", entries))
        return first_words, common

    def _write_part(self, name: str, data: str) -> None:
        self._write(part_path(name), f"medwaySearchPart({_to_json(name)}, {data});\n")


def _encode_blocks(blocks: list[int], keys: array[int]) -> str:
    """Return blocks, newest article first, as ``GAP.BLOCK`` in base 36: the gap to the article before."""
    encoded: list[str] = []
    before = len(keys)
    for block in blocks:
        # The keys are in the order of time, with their signs changed so that they ascend.
        number = bisect_left(keys, -(block >> KEY_BITS))
        encoded.append(f"{_base_36(before - number)}.{_base_36(block & NUMBER_MASK)}")
        before = number
    return " ".join(encoded)


def _base_36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return _DIGITS[number] + digits


def _records(site: Site) -> Iterator[list[str]]:
    """Yield the kind, title, address and other words of each record that is no article."""
    links = PageLinks(paths.SEARCH)
    forms = name_forms(site.index)
    for _, agent, *_ in site.people.rows(range(len(site.people))):
        if agent is not None:
            names = forms.get(agent) or [agent]
            yield ["person", names[0], links.person(agent), " ".join(names[1:])]
    for each in list_inspections(site.index):
        date = spoken_date(each.published)
        yield ["inspection", f"{each.title}, {date}", links.inspection(each.id), each.provider]
    for event in list_events(site.index):
        if site.pages.has_event(event.id):
            title = f"{event.title}, {spoken_date(event.listed_date)}"
            more = " ".join(filter(None, (event.note, event.outcome and event.outcome.says)))
            yield [event.kind, title, site.pages.event(links, event.id), more]
    for point in iter_differences(site.index, difference_positions(site.index)):
        says = " ".join(side.says for side in point.sides)
        yield [KIND_LABELS[point.kind], point.title, site.pages.difference(links, point.id), says]


def _join_json(brackets: str, entries: list[str]) -> str:
    return f"{brackets[0]}{_LINE_END.join(entries)}{brackets[1]}"


def _to_json(value: Any) -> str:
    """Return JSON that is JavaScript too, and that no page could take for the end of a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
