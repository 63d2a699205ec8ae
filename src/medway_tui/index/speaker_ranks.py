"""The speakers who are quoted most, for colours of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from medway_tui.index.connection import Index

RANKED_SPEAKERS = 12
"""The number of speakers that are ranked: more than any theme has colours."""

META_NAME = "most_quoted"


def rank_speakers(rows: Callable[[str], Iterable[tuple[Any, ...]]]) -> str:
    """Return the ids of the speakers who are quoted most, as JSON; of equals, the first in the files first.

    A joint statement counts for each speaker. ``rows`` runs a query.
    """
    counts = Counter[str]()
    # By the index alone: one pass over its entries, without a look at the table.
    for speaker, number in rows(
        "SELECT speaker, count(*) FROM quote WHERE speaker IS NOT NULL GROUP BY speaker"
    ):
        counts[speaker] += number
    for speaker, number in rows("SELECT speaker, count(*) FROM joint_speaker GROUP BY speaker"):
        counts[speaker] += number
    positions = dict(rows("SELECT id, position FROM agent"))
    known = [speaker for speaker in counts if speaker in positions]
    known.sort(key=lambda speaker: (-counts[speaker], positions[speaker]))
    from json import dumps  # noqa: PLC0415 - not where an index is only read

    return dumps(known[:RANKED_SPEAKERS])


class RankedSpeaker(NamedTuple):
    """One of the speakers who are quoted most."""

    position: int
    """The place in the order of the dossier's people and organisations."""
    name: str


def most_quoted(index: Index) -> list[RankedSpeaker]:
    """Return the speakers who are quoted most, the first the most.

    They are ranked whenever the index is written; here only in an index that was written before that.
    """
    # Read by SQLite, as Python's own reader of JSON takes some milliseconds to load.
    rows = index.rows(
        "SELECT g.position, g.name FROM json_each(?) j JOIN agent g ON g.id = j.value ORDER BY j.key",
        (index.meta(META_NAME) or rank_speakers(index.rows),),
    )
    return [RankedSpeaker(*row) for row in rows]
