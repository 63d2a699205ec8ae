"""The page of a person or organisation: names as printed and where, roles with sources, quotations by
publisher, and who else speaks in the same articles.

What takes long for an agent with tens of thousands of quotations is a query of its own, so that a screen can
show the rest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui import dates
from medway_tui.folding import fold_compatibility
from medway_tui.index.articles import ARTICLE_COLUMNS, ArticleRow
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.inspections import SourceRow, find_sources
from medway_tui.index.listing import reading_position
from medway_tui.index.people import Role, RoleFinder
from medway_tui.index.schema import KEY_BITS, NUMBER_MASK
from medway_tui.model.locations import BlockPlace, FileLocation, Span, named_place
from medway_tui.text import FOLDED_MARKS

if TYPE_CHECKING:
    pass

MAX_NAME_PLACES = 3
"""The most places that are listed for a form of a name."""
_SEARCHED_BLOCKS = 64
"""The most blocks with the words of a name in which its places are looked for."""


class AgentHeader(NamedTuple):
    """A person or organisation without what belongs to it."""

    id: str
    kind: str | None
    """``person`` or ``organisation``; None for a speaker that no file describes."""
    name: str
    short_name: str | None
    classification: str | None
    note: str | None
    position: int | None
    """Its place in the order of the dossier's people and organisations."""
    identifiers: tuple[str, ...]
    """The codes in public registers, as ``gss:E06000035``."""
    sources: tuple[SourceRow, ...]
    where: FileLocation | None


class NamePlace(NamedTuple):
    """A place where a form of a name is printed."""

    article: ArticleRow
    block: int
    """The position of its block in the article."""
    paragraph: int | None
    caption: int | None
    start: int
    end: int

    @property
    def place(self) -> BlockPlace:
        return named_place(self.paragraph, self.caption)

    @property
    def span(self) -> Span:
        return Span(self.block, self.start, self.end)


class PrintedName(NamedTuple):
    """A form of a name with the first places where the articles print it."""

    name: str
    note: str | None
    """The place that the dossier's files give for it."""
    places: tuple[NamePlace, ...]
    has_more: bool
    """Whether there may be more places."""


class SourcedRole(NamedTuple):
    """A role with its sources."""

    role: Role
    sources: tuple[SourceRow, ...]


class PublisherCount(NamedTuple):
    """The number of an agent's quotations in a publisher's articles."""

    publisher: str
    quotes: int
    """Without drafts and repetitions."""
    drafts: int


class CoSpeaker(NamedTuple):
    """A speaker in the same articles."""

    agent: str
    articles: int
    """The number of articles in which both speak."""


def find_agent(index: Index, agent: str) -> AgentHeader | None:
    """Return a person, an organisation, or a speaker that no file describes; None where there is none."""
    rows = index.rows(
        "SELECT id, kind, name, short_name, classification, note, position, path, line FROM agent"
        " WHERE id = ?",
        (agent,),
    )
    if not rows:
        is_speaker = index.value(
            "SELECT EXISTS (SELECT 1 FROM quote WHERE speaker = ?1)"
            " OR EXISTS (SELECT 1 FROM joint_speaker WHERE speaker = ?1)",
            (agent,),
        )
        return AgentHeader(agent, None, agent, None, None, None, None, (), (), None) if is_speaker else None
    *fields, path, line = rows[0]
    codes = index.rows(
        "SELECT scheme || ':' || identifier FROM agent_identifier WHERE agent = ? ORDER BY position", (agent,)
    )
    return AgentHeader._make(
        (
            *fields,
            tuple(code for (code,) in codes),
            tuple(find_sources(index, "agent", agent)),
            FileLocation(path, line, 1),
        )
    )


def agent_names(index: Index, agents: Sequence[str]) -> dict[str, tuple[str, int | None]]:
    """Return the name and position of each agent; of one that no file describes, its id and None."""
    found: dict[str, tuple[str, int | None]] = {agent: (agent, None) for agent in agents}
    for batch in in_batches(list(found)):
        marks = ", ".join("?" * len(batch))
        for agent, name, position in index.rows(
            f"SELECT id, name, position FROM agent WHERE id IN ({marks})", batch
        ):
            found[agent] = name, position
    return found


# -- roles ------------------------------------------------------------------------------------------


def sourced_roles(index: Index, agent: str) -> list[SourcedRole]:
    """Return all roles of an agent in order of time, each with its sources; those without a date last."""
    roles = sorted(RoleFinder(index).all_roles(agent).roles, key=_role_order)
    return [
        SourcedRole(role, tuple(find_sources(index, "membership", agent, str(role.position))))
        for role in roles
    ]


def _role_order(role: Role) -> tuple[bool, int, int]:
    date = role.start_date or role.checked or role.end_date
    first = dates.first_day(date).toordinal() if date else 0
    return date is None, first, role.position


# -- names ------------------------------------------------------------------------------------------


def find_printed_names(index: Index, agent: str, *, limit: int = MAX_NAME_PLACES) -> Iterator[PrintedName]:
    """Yield each form of an agent's name with the first ``limit`` places where the articles print it.

    A form within a longer one, as Iles in Cllr Iles, is a place of the longer one alone.
    """
    for name, note in index.rows(
        "SELECT name, note FROM agent_name WHERE agent = ? ORDER BY rowid", (agent,)
    ):
        places, has_more = _find_places(index, name, limit)
        yield PrintedName(name, note, places, has_more)


def _find_places(index: Index, name: str, limit: int) -> tuple[tuple[NamePlace, ...], bool]:
    pattern = _name_pattern(index, name)
    words = fold_compatibility(name).replace('"', " ")
    if not any(map(str.isalnum, words)):
        return (), False
    # Keys ascend from the newest to the oldest.
    rows = index.rows(
        "SELECT p.key, p.paragraph, p.caption, p.text FROM paragraph_text t"
        " JOIN paragraph p ON p.key = t.rowid WHERE paragraph_text MATCH ? ORDER BY t.rowid DESC LIMIT ?",
        (f'text : "{words}"', _SEARCHED_BLOCKS),
    )
    found = []
    for key, paragraph, caption, text in sorted(rows, key=lambda row: reading_position(row[0])):
        match = next((each for each in pattern.finditer(text.translate(FOLDED_MARKS)) if each[1]), None)
        if match is not None:
            found.append((key, paragraph, caption, match.start(1), match.end(1)))
        if len(found) > limit:
            break
    articles = _articles_of_blocks(index, [key for key, *_ in found[:limit]])
    places = tuple(
        NamePlace(articles[key >> KEY_BITS], key & NUMBER_MASK, *rest) for key, *rest in found[:limit]
    )
    return places, len(found) > limit or len(rows) == _SEARCHED_BLOCKS


def _name_pattern(index: Index, name: str) -> re.Pattern[str]:
    """Return a pattern whose group is the name; it passes over the longer names that contain it."""
    longer = index.rows(
        "SELECT DISTINCT name FROM agent_name WHERE length(name) > length(?1) AND instr(name, ?1)", (name,)
    )
    forms = sorted((each for (each,) in longer), key=len, reverse=True)
    passed = [rf"(?<!\w){_escape_name(form)}(?!\w)" for form in forms]
    return re.compile("|".join([*passed, rf"(?<!\w)({_escape_name(name)})(?!\w)"]))


def _escape_name(name: str) -> str:
    return re.escape(name.translate(FOLDED_MARKS))


def _articles_of_blocks(index: Index, keys: Sequence[int]) -> dict[int, ArticleRow]:
    articles = sorted({key >> KEY_BITS for key in keys})
    rows = index.rows(
        f"SELECT a.key, {ARTICLE_COLUMNS} FROM article a WHERE a.key IN ({', '.join('?' * len(articles))})",
        tuple(articles),
    )
    return {key: ArticleRow._make(row) for key, *row in rows}


# -- quotations -------------------------------------------------------------------------------------


SAID = (
    f"SELECT key, key >> {KEY_BITS} AS article FROM quote"
    " WHERE speaker = ?1 AND continues IS NULL AND type <> 'none'"
    " UNION ALL SELECT q.key, q.article FROM joint_speaker j JOIN quote q ON q.key = j.quote"
    " WHERE j.speaker = ?1 AND q.continues IS NULL AND q.type <> 'none'"
)
"""The keys of a speaker's quotations and of their articles; ``?1`` is the speaker.

The index on speakers has all of it: looking up 50,000 quotations would take longer than a key may.
"""

_DRAFTS = "(SELECT coalesce(continues, key) FROM quote WHERE draft IS NOT NULL)"


def count_by_publisher(index: Index, agent: str) -> list[PublisherCount]:
    """Count an agent's quotations by publisher, the most first."""
    rows = index.rows(
        f"SELECT a.publisher, sum(s.key NOT IN {_DRAFTS}), sum(s.key IN {_DRAFTS})"
        f" FROM ({SAID}) s JOIN article a ON a.key = s.article"
        " WHERE s.key NOT IN (SELECT key FROM quote WHERE repeats IS NOT NULL) GROUP BY 1"
        " ORDER BY count(*) DESC, 1",
        (agent,),
    )
    return [PublisherCount._make(row) for row in rows]


def find_co_speakers(index: Index, agent: str) -> list[CoSpeaker]:
    """Return who else speaks in the articles in which an agent speaks, the most frequent first."""
    # To look up the quotations of each article takes three times as long as a scan where there are many.
    quotes = index.value(f"SELECT count(*) FROM ({SAID})", (agent,))
    alone = _SPEAKERS_BY_SCAN if quotes > _MANY_QUOTES else _SPEAKERS_BY_ARTICLE
    rows = index.rows(
        f"WITH said AS MATERIALIZED (SELECT DISTINCT article FROM ({SAID}))"
        f" SELECT speaker, count(*) FROM ({alone} UNION"
        " SELECT j.speaker, q.article FROM joint_speaker j JOIN quote q ON q.key = j.quote"
        " WHERE q.article IN said AND q.type <> 'none')"
        " WHERE speaker <> ?1 GROUP BY speaker ORDER BY 2 DESC, 1",
        (agent,),
    )
    return [CoSpeaker._make(row) for row in rows]


_MANY_QUOTES = 5_000
_SPEAKERS_BY_ARTICLE = (
    "SELECT q.speaker, q.article FROM said CROSS JOIN quote q ON q.article = said.article"
    " WHERE q.speaker IS NOT NULL AND q.type <> 'none'"
)
_SPEAKERS_BY_SCAN = (
    f"SELECT speaker, key >> {KEY_BITS} FROM quote INDEXED BY quote_speaker"
    f" WHERE speaker IS NOT NULL AND type <> 'none' AND key >> {KEY_BITS} IN said"
)
"""The speakers of quotations, joint statements apart, in the articles ``said``, with these articles."""
