"""Events, and the passages and sources that are evidence of a record, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.index.events import EventRow, OutcomeRow
from medway_tui.index.inspections import EvidenceMention, SourceRow
from medway_tui.index.quotes import join_names


def evidence_ids(mentions: Sequence[EvidenceMention]) -> tuple[str, ...]:
    """Format passages of articles as ids with a paragraph's number: ``id:7``, ``id:caption-1``.

    Without the number if the words are not in the article.
    """
    return tuple(dict.fromkeys(map(_evidence_id, mentions)))


def _evidence_id(mention: EvidenceMention) -> str:
    if mention.is_adrift:
        return mention.article.id
    place = mention.paragraph if mention.caption is None else f"caption-{mention.caption}"
    return f"{mention.article.id}:{place}"


def evidence_places(mentions: Sequence[EvidenceMention]) -> list[str]:
    """Format passages of articles in words, each place once."""
    return list(dict.fromkeys(map(_describe_place, mentions)))


def _describe_place(mention: EvidenceMention) -> str:
    date = citations.display_date(mention.article) or "without a date"
    return f"{mention.article.publisher}, {date}, {evidence_place(mention)}"


def evidence_place(mention: EvidenceMention) -> str:
    """Format the paragraph of a passage; words that the article no longer has are in none."""
    return "adrift" if mention.is_adrift else mention.place.label


def event_date(event: EventRow) -> str:
    """Format the date of an event, in square brackets if inferred; of a deadline alone, as ``due …``."""
    if event.date is None:
        return f"due {dates.format_date(event.listed_date)}"
    words = dates.format_date(event.date)
    return f"[{words}]" if event.date_inferred else words


def event_title(event: EventRow, *, long: bool = False) -> str:
    """Describe an event in a line: what it is, by whom, and when it is due; ``long`` for a date in full."""
    if event.kind == "event":
        return event.title
    names = join_names([each.name for each in event.by])
    label = f"{event.kind.capitalize()}{_BY_WORDS[event.kind].format(names) if names else ''}"
    format_due = dates.format_date_long if long else dates.format_date
    due = f", due {format_due(event.due)}" if event.due and event.date else ""
    return f"{label}: {event.title}{due}"


_BY_WORDS = {"promise": " by {}", "deadline": " for {}"}


def describe_outcome(outcome: OutcomeRow) -> str:
    """Describe what became of a promise or deadline: done or not, in words, and its date, as far as known."""
    says = f"{outcome.result}: {outcome.says}" if outcome.result else outcome.says
    return f"{says} ({dates.format_date(outcome.date)})" if outcome.date else says


def source_values(sources: Sequence[SourceRow]) -> tuple[str, ...]:
    """Return the addresses of some sources, or the notes on those without one."""
    return tuple(source.url or source.note or "" for source in sources if source.url or source.note)


def licences(sources: Iterable[SourceRow]) -> tuple[str, ...]:
    """Return the licences of some sources, each once."""
    return tuple(dict.fromkeys(source.licence for source in sources if source.licence))
