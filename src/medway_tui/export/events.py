"""Events, and the points on which the sources differ, as answers."""

from __future__ import annotations

from collections.abc import Sequence

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made, Value
from medway_tui.index.articles import ArticleRow
from medway_tui.index.events import DifferenceRow, EventRow, Side
from medway_tui.index.ratings import Mention

TIMELINE = ("date", "date_inferred", "kind", "id", "title", "evidence", "sources", "note")
"""The columns of a timeline, in their order."""
DIFFERENCES = ("id", "title", "kind", "side", "says", "evidence", "sources", "settled", "note")
"""The columns of differences, in their order."""


def timeline_answer(found: Sequence[EventRow | ArticleRow]) -> Answer:
    """Events and articles in order of time."""
    return Answer(
        TIMELINE,
        Made(lambda: map(_dated, found)),
        ("Date", "What", "Where it stands"),
        Made(lambda: ((_date(each), _what(each), "; ".join(_where(each))) for each in found)),
        Made(lambda: map(_entry, found)),
    )


def differences_answer(found: Sequence[DifferenceRow]) -> Answer:
    """The points on which the sources differ: a row for each side."""
    return Answer(
        DIFFERENCES,
        Made(lambda: (row for each in found for row in _sides(each))),
        ("Point", "Kind", "What is said", "Where it stands"),
        Made(
            lambda: (
                (each.title, each.kind, side.says, "; ".join(_standing(side)))
                for each in found
                for side in each.sides
            )
        ),
        Made(lambda: map(_difference, found)),
    )


def evidence(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Where articles speak of something: each an article's id and a paragraph's number, ``id:7``.

    Without a number where the words are not in the article as it stands.
    """
    return tuple(
        dict.fromkeys(
            mention.article.id if mention.adrift else f"{mention.article.id}:{mention.paragraph}"
            for mention in mentions
        )
    )


def places(mentions: Sequence[Mention]) -> list[str]:
    """Where articles speak of something, in words, each place once."""
    return list(dict.fromkeys(map(_place, mentions)))


def _place(mention: Mention) -> str:
    where = f"{mention.article.publisher}, {citation.published(mention.article) or 'without a date'}"
    # What an article no longer holds has no paragraph that could be named.
    return f"{where}, {'adrift' if mention.adrift else citation.named([mention.paragraph])}"


def _dated(each: EventRow | ArticleRow) -> tuple[Value, ...]:
    if isinstance(each, ArticleRow):
        return (
            each.published,
            each.published_inferred,
            "article",
            each.id,
            each.headline,
            (),
            _urls([(each.url, None)]),
            None,
        )
    return (
        each.date,
        None,
        "event",
        each.id,
        each.title,
        evidence(each.mentions),
        _urls(each.sources),
        each.note,
    )


def _date(each: EventRow | ArticleRow) -> str:
    if isinstance(each, ArticleRow):
        return citation.published(each) or "not known"
    return dates.spoken(each.date)


def _what(each: EventRow | ArticleRow) -> str:
    if isinstance(each, ArticleRow):
        return f"{each.publisher}: {citation.title(each)}"
    return each.title


def _where(each: EventRow | ArticleRow) -> list[str]:
    if isinstance(each, ArticleRow):
        return [each.url] if each.url else []
    return [*places(each.mentions), *_noted(each.sources)]


def _entry(each: EventRow | ArticleRow) -> str:
    lines = [f"{_date(each)}: {_what(each)}"]
    lines += [
        f"   {'Address' if isinstance(each, ArticleRow) else 'Said in'}: {where}" for where in _where(each)
    ]
    if isinstance(each, EventRow) and each.note:
        lines.append(f"   Note: {each.note}")
    return "\n".join(lines)


def _sides(each: DifferenceRow) -> list[tuple[Value, ...]]:
    return [
        (
            each.id, each.title, each.kind, number, side.says, evidence(side.mentions), _urls(side.sources),
            each.settled, each.note,
        )
        for number, side in enumerate(each.sides, 1)
    ]  # fmt: skip


def _difference(each: DifferenceRow) -> str:
    lines = [f"{each.title} ({each.kind})"]
    for side in each.sides:
        lines.append(f"   {'; '.join(_standing(side)) or 'No place is recorded'}: {side.says}")
    if each.settled:
        lines.append(f"   Settled: {each.settled}")
    if each.note:
        lines.append(f"   Note: {each.note}")
    return "\n".join(lines)


def _standing(side: Side) -> list[str]:
    return [*places(side.mentions), *_noted(side.sources)]


def _urls(sources: Sequence[tuple[str | None, str | None]]) -> tuple[str, ...]:
    return tuple(url or note or "" for url, note in sources if url or note)


def _noted(sources: Sequence[tuple[str | None, str | None]]) -> list[str]:
    """Sources in words: the note and the address, as far as there are."""
    return [", ".join(part for part in (note, url) if part) for url, note in sources]
