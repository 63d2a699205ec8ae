"""The filter of the timeline: kinds of entries, and the filters of the query language.

``kind:promise`` is the timeline's own. ``speaker:`` finds what a person or organisation said, promised or was
bound by, and events that name them; ``in:`` the articles and quotations of a publisher, and events of which
it is a source; words, ``after:`` and ``before:`` entries of every kind. ``party:``, ``role:`` and ``type:``
leave only quotations and their articles.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

from medway_tui.index.kind_filter import parse_kinds
from medway_tui.index.query_language import Query, parse_query

EntryKind = Literal["event", "deadline", "promise", "inspection", "article", "quote"]
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
KIND_FILTER = "kind"

_KIND_WORDS: dict[str, EntryKind] = {
    **{kind: kind for kind in ENTRY_KINDS},
    **{f"{kind}s": kind for kind in ENTRY_KINDS},
    "quotation": "quote",
    "quotations": "quote",
}
_QUOTE_ONLY = frozenset({"party", "role", "type"})
"""The filters that no event or inspection can match."""


class TimelineQuery(NamedTuple):
    """A parsed filter of the timeline."""

    kinds: frozenset[EntryKind]
    """The kinds of entries that are listed."""
    query: Query
    """The words and the other filters."""
    problems: tuple[str, ...]
    """What could not be understood, each as a sentence."""

    @property
    def excludes_records(self) -> bool:
        """Whether a filter leaves no events, deadlines, promises and inspections."""
        return any(each.name in _QUOTE_ONLY and not each.negative for each in self.query.filters)


def parse_timeline_query(
    text: str, *, typing: bool = False, default: Iterable[EntryKind] = ENTRY_KINDS
) -> TimelineQuery:
    """Parse a filter; without a kind it lists those of ``default``.

    While the user is ``typing``, its last word may be the beginning of one.
    """
    kinds = parse_kinds(text, _KIND_WORDS, ENTRY_KINDS, typing=typing)
    rest = parse_query(kinds.rest, typing=typing)
    return TimelineQuery(kinds.select(default), rest, (*kinds.problems, *rest.problems))
