"""The search language of the screen and the command line.

Words (all must be found), ``"a phrase"``, ``-not``, ``word*``, and filters: ``speaker:``, ``party:``,
``role:``, ``in:``, ``after:`` or ``from:``, ``before:`` or ``until:``, ``type:``, negated by a minus. Any
text is a query: what can't be understood becomes one of its problems, never an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from medway_tui import dates
from medway_tui.folding import fold_compatibility, fold_for_search
from medway_tui.fuzzy import is_within_distance
from medway_tui.model.constraints import QuoteType
from medway_tui.text import FOLDED_MARKS, fold

FilterName = Literal["speaker", "party", "role", "in", "after", "before", "type"]
FILTER_NAMES: tuple[FilterName, ...] = get_args(FilterName)
FILTER_ALIASES: Mapping[str, FilterName] = {"from": "after", "until": "before"}
"""Other names of filters."""
DATE_MEANINGS: Mapping[str, str] = {
    "from": "that date included",
    "after": "that date included",
    "until": "that date not included",
    "before": "that date not included",
}
"""Whether each filter by date includes the date itself."""
_LIKELY_FILTERS: Mapping[str, str] = {"since": "from", "to": "until", "by": "speaker", "person": "speaker"}
"""The filters that somebody may mean who writes another name."""
QUOTE_FILTERS: frozenset[FilterName] = frozenset({"speaker", "party", "role", "type"})
"""The filters that only quotations have: with one of these, quotations are searched, not paragraphs."""

_PART = re.compile(
    r"""(?P<minus>-?)(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
"""A word; accents without a letter of their own belong to the letter before."""


class Word(NamedTuple):
    """A word or phrase to be found, or to be excluded."""

    tokens: tuple[str, ...]
    """Its words as typed; several must follow one another."""
    prefix: bool
    """Whether the last token may be the beginning of a word."""
    negative: bool


class Filter(NamedTuple):
    """A filter by something other than words."""

    name: FilterName
    value: str
    negative: bool


PrefixExpander = Callable[[str], Sequence[str]]
"""Returns all words that begin with a prefix; none where that is not known."""


def _no_words(_: str) -> Sequence[str]:
    return ()


class Query:
    """A parsed query."""

    def __init__(
        self,
        words: Iterable[Word] = (),
        filters: Iterable[Filter] = (),
        problems: Iterable[str] = (),
        text: str = "",
    ) -> None:
        self.text = text
        """The query as it was typed."""
        self.words = tuple(words)
        self.filters = tuple(filters)
        self.problems = tuple(problems)
        """What could not be understood, each as a sentence."""

    def __bool__(self) -> bool:
        return bool(self.words or self.filters)

    @property
    def searches_quotes(self) -> bool:
        """Whether a filter needs quotations to be searched."""
        return any(each.name in QUOTE_FILTERS for each in self.filters)

    def match_expression(self, expand_prefix: PrefixExpander = _no_words) -> str | None:
        """Return the FTS5 expression of the words to be found; None when there are none."""
        expressions = [_fts_expression(word, expand_prefix) for word in self.words if not word.negative]
        return " AND ".join(expressions) or None

    def exclude_expression(self, expand_prefix: PrefixExpander = _no_words) -> str | None:
        """Return the FTS5 expression of the words to be excluded; None when there are none."""
        return (
            " OR ".join(_fts_expression(word, expand_prefix) for word in self.words if word.negative) or None
        )

    def find_spans(self, text: str) -> list[tuple[int, int]]:
        """Return the places of the words in a text: starts and ends in code points."""
        if self._pattern is None:
            return []
        folded = fold_for_search(text)
        return [folded.printed_span(*match.span()) for match in self._pattern.finditer(folded.text)]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        words = [word for word in self.words if not word.negative]
        # The longest first, so that a phrase is marked whole and not by its first word.
        patterns = sorted((_word_regex(word) for word in words), key=len, reverse=True)
        return re.compile("|".join(patterns)) if patterns else None


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Parse a query. While the user is ``typing``, its last word may be the beginning of one."""
    words: list[Word] = []
    filters: list[Filter] = []
    problems: list[str] = []
    typed = text
    text = fold_compatibility(unicodedata.normalize("NFC", text).translate(FOLDED_MARKS))
    for match in _PART.finditer(text):
        is_unfinished = typing and match.end() == len(text)
        name = (match["name"] or "").lower()
        value = match["word"] if match["phrase"] is None else match["phrase"]
        filter_name = find_filter(name)
        if filter_name is not None:
            if value.strip():
                problem = _filter_problem(filter_name, name, value)
                if problem is None:
                    filters.append(Filter(filter_name, value, bool(match["minus"])))
                elif not is_unfinished:
                    problems.append(problem)
        elif not name and match["word"] and value.endswith(":") and find_filter(value[:-1].lower()):
            if not is_unfinished:
                problems.append(f"{value.lower()} wants a value right after the colon")
        else:
            word = _parse_word(match, f"{name}:{value}" if name else value, is_unfinished=is_unfinished)
            if word.tokens:
                words.append(word)
    return Query(words, filters, problems, typed)


def find_filter(name: str) -> FilterName | None:
    """Return the filter of a name in lower case; None where there is none."""
    return FILTER_ALIASES.get(name) or next((each for each in FILTER_NAMES if each == name), None)


def suggest_filters(text: str) -> list[str]:
    """Return the filters that may be meant by other names: ``from:2019`` for ``since:2019``.

    A filter by date says whether it includes the date.
    """
    return list(dict.fromkeys(_suggest_filters(text)))


def _suggest_filters(text: str) -> Iterator[str]:
    for match in _PART.finditer(text.translate(FOLDED_MARKS)):
        name = (match["name"] or "").lower()
        if len(name) < 2 or find_filter(name):
            continue
        known = (each for each in (*FILTER_NAMES, *FILTER_ALIASES) if len(each) > 2)
        meant = _LIKELY_FILTERS.get(name) or next(
            (each for each in known if is_within_distance(name, each, 1)), None
        )
        if meant is not None:
            value = match["word"] if match["phrase"] is None else f'"{match["phrase"]}"'
            meaning = f" ({DATE_MEANINGS[meant]})" if meant in DATE_MEANINGS else ""
            yield f"{match['minus']}{meant}:{value}{meaning}"


def _parse_word(match: re.Match[str], text: str, *, is_unfinished: bool) -> Word:
    has_star = match["phrase"] is None and text.endswith("*")
    may_continue = is_unfinished and match["closed"] != '"'
    return Word(tuple(_TOKEN.findall(text)), has_star or may_continue, bool(match["minus"]))


def _filter_problem(name: FilterName, typed_name: str, value: str) -> str | None:
    if name in ("after", "before"):
        try:
            dates.check_date(value)
        except ValueError:
            return f"{typed_name}: wants a date such as 2019, 2019-09 or 2019-09-04, not {value}"
    if name == "type" and (value not in get_args(QuoteType) or value == "none"):
        return f"type: is one of direct, mixed, indirect, not {value}"
    return None


def _fts_expression(word: Word, expand_prefix: PrefixExpander) -> str:
    if word.prefix and len(word.tokens) == 1 and (words := expand_prefix(word.tokens[0])):
        return "(" + " OR ".join(f'"{each}"' for each in words) + ")"
    return f'"{" ".join(word.tokens)}"' + ("*" if word.prefix else "")


def _word_regex(word: Word) -> str:
    inner = r"[\W_]+".join(re.escape(fold(token)) for token in word.tokens)
    return rf"(?<![^\W_]){inner}" + (r"[^\W_]*" if word.prefix else r"(?![^\W_])")
