"""What is asked about drafts: entries that a program wrote, and nobody has confirmed.

A quotation in several pieces is a draft while one of them is. Drafts are counted apart: no number of
quotations holds one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.store import Index
from medway_tui.index.tables import BITS
from medway_tui.model.places import Span, Where

MOST = 1_000
"""How many drafts are listed at once: more than anybody reviews at a sitting."""


class Draft(NamedTuple):
    """An entry that nobody has confirmed; of a quotation in pieces, each is one by itself."""

    key: int
    id: str
    article: ArticleRow
    exact: str
    paragraph: int
    span: Span | None
    """Its place; None when it is adrift."""
    speaker: str | None
    speaker_name: str | None
    speaker_position: int | None
    """The speaker's place in the order of the dossier's people and organisations."""
    attribution: str | None
    cue: str | None
    type: str
    head: int
    """The key of the entry that its quotation begins with; its own where it is in one piece."""
    sure: float
    """How sure the program is of it, from 0 to 1."""
    note: str | None
    where: Where

    @property
    def called(self) -> str:
        """Who is quoted, as well as is known."""
        return self.speaker_name or self.speaker or self.attribution or "Not attributed"


def drafts(index: Index, *, least_sure_first: bool = False) -> list[Draft]:
    """Drafts, at most ``MOST``: in order of time and of reading, or the least sure first."""
    order = "q.draft, a.key DESC, q.key" if least_sure_first else "a.key DESC, q.key"
    rows = index.rows(
        'SELECT q.key, q.id, q.exact, q.paragraph, q.start, q."end", q.speaker, g.name, g.position,'
        " q.attribution, q.cue, q.type, coalesce(q.continues, q.key), q.draft, q.note, q.path, q.line, q.col,"
        f" {ARTICLE_COLUMNS} FROM quote q JOIN article a ON a.key = q.article"
        " LEFT JOIN agent g ON g.id = q.speaker WHERE q.draft IS NOT NULL"
        f" ORDER BY {order} LIMIT ?",
        (MOST,),
    )
    return [_draft(row) for row in rows]


def _draft(row: Any) -> Draft:
    key, name, exact, paragraph, start, end = row[:6]
    span = None if start is None else Span(paragraph, start, end)
    said = row[6:15]
    article, where = ArticleRow(*row[18:]), Where(*row[15:18])
    return Draft._make((key, name, article, exact, paragraph, span, *said, where))


def ordered(found: Iterable[Draft], *, least_sure_first: bool) -> list[Draft]:
    """Drafts in the order in which ``drafts`` gives them."""

    def place(draft: Draft) -> tuple[float, int, int]:
        return draft.sure if least_sure_first else 0, -(draft.key >> BITS), draft.key

    return sorted(found, key=place)


def pieces_with(index: Index, head: int) -> list[str]:
    """The ids of the entries that make up a quotation, by the key of its first."""
    rows = index.rows("SELECT id FROM quote WHERE key = ? OR continues = ? ORDER BY key", (head, head))
    return [row[0] for row in rows]


def any_drafts(index: Index) -> bool:
    """Whether there is a draft at all."""
    return bool(index.value("SELECT EXISTS (SELECT 1 FROM quote WHERE draft IS NOT NULL)"))


def number_of_drafts(index: Index) -> int:
    """How many entries nobody has confirmed."""
    number: int = index.value("SELECT count(*) FROM quote WHERE draft IS NOT NULL")
    return number
