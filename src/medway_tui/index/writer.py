"""Taking a dossier into the index: an article at a time, everything else as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from medway_tui import dates
from medway_tui.index.article_rows import NUMBER_MASK, QUOTE_COLUMNS, ArticleRowSet, day_range
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.facets import RoleHistory, RoleMembership, paragraph_facets
from medway_tui.index.schema import CORE_TABLES, KEY_BITS
from medway_tui.model.events import Difference, Event
from medway_tui.model.evidence import Evidence, Source
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.locations import FileLocation, Span
from medway_tui.model.people import Organisation, OtherName, Person

_EXACT, _SPEAKER, _TYPE = (QUOTE_COLUMNS.index(name) for name in ("exact", "speaker", "type"))
_PUBLISHER, _FIRST_DAY, _LAST_DAY = 3, 10, 11
"""Where these stand in the row of an article."""

_INSERT_PARAGRAPH_TEXT = "INSERT INTO paragraph_text (rowid, text, facets) VALUES (?, ?, ?)"
_INSERT_QUOTE_TEXT = "INSERT INTO quote_text (rowid, exact, facets) VALUES (?, ?, ?)"

_MERGE_PAGES = 2_000
"""How many pages of full text are merged in one step."""


class IndexWriter:
    """Writes into an index. Call inside one of its transactions."""

    def __init__(self, index: Index) -> None:
        self._connection = index.connection

    # -- articles --------------------------------------------------------------------------------

    def add_articles(self, articles: Iterable[ArticleRowSet]) -> None:
        """Take in articles with their quotations. None of them may be there already."""
        keyed = self._assign_keys(articles)
        # Full-text search writes out what it holds whenever a key is less than the one before.
        keyed.sort(key=lambda pair: pair[0])
        standings = RoleHistory(self.read_memberships())
        paragraphs: list[tuple[Any, ...]] = []
        texts: list[tuple[int, str, str]] = []
        quotes: list[tuple[Any, ...]] = []
        said: list[tuple[int, str, str]] = []
        for key, each in keyed:
            base = key << KEY_BITS
            row = each.article
            publisher, first_day, last_day = row[_PUBLISHER], row[_FIRST_DAY], row[_LAST_DAY]
            facets = paragraph_facets(1, publisher)
            for number, text, kind, path, line in each.paragraphs:
                paragraphs.append((base | number, text, kind, path, line))
                texts.append((base | number, text, facets if number else paragraph_facets(0, publisher)))
            for n, (head, *entry) in enumerate(each.quotes):
                facets = standings.quote_facets(entry[_SPEAKER], entry[_TYPE], publisher, first_day, last_day)
                quotes.append((base | n, key, None if head is None else base | head, *entry, facets))
                if entry[_TYPE] != "none":
                    said.append((base | n, entry[_EXACT], facets))
        self._insert_all("article", [(key, *each.article) for key, each in keyed])
        self._insert_all("paragraph", paragraphs)
        self._insert_all("quote", quotes)
        self._connection.executemany(_INSERT_PARAGRAPH_TEXT, texts)
        self._connection.executemany(_INSERT_QUOTE_TEXT, said)

    def remove_article(self, article_id: str) -> None:
        """Take an article and its quotations out; nothing happens when it is not there."""
        row = self._execute("SELECT key, publisher FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return
        key, publisher = row
        span = (key << KEY_BITS, key << KEY_BITS | NUMBER_MASK)
        texts = self._execute("SELECT key, text FROM paragraph WHERE key BETWEEN ? AND ?", span).fetchall()
        self._connection.executemany(
            "INSERT INTO paragraph_text (paragraph_text, rowid, text, facets) VALUES ('delete', ?, ?, ?)",
            ((at, text, paragraph_facets(at & NUMBER_MASK, publisher)) for at, text in texts),
        )
        self._execute(
            "INSERT INTO quote_text (quote_text, rowid, exact, facets) "
            "SELECT 'delete', key, exact, facets FROM quote WHERE key BETWEEN ? AND ? AND type <> 'none'",
            span,
        )
        self._execute("DELETE FROM paragraph WHERE key BETWEEN ? AND ?", span)
        self._execute("DELETE FROM quote WHERE key BETWEEN ? AND ?", span)
        self._execute("DELETE FROM article WHERE key = ?", (key,))

    def read_memberships(self) -> set[RoleMembership]:
        """The roles that people hold, as far as they matter to what they said."""
        rows = self._execute("SELECT agent, role, on_behalf_of, first_day, last_day FROM membership")
        return {RoleMembership(*row) for row in rows}

    def refresh_facets(self, before: set[RoleMembership]) -> None:
        """File the quotations anew of everybody whose memberships are not those of ``before``."""
        now = self.read_memberships()
        standings = RoleHistory(now)
        for agent in sorted({each.agent for each in before ^ now}):
            anew = []
            for key, exact, type_, facets, *filed in self._execute(
                "SELECT q.key, q.exact, q.type, q.facets, a.publisher, a.first_day, a.last_day"
                " FROM quote q JOIN article a ON a.key = q.article WHERE q.speaker = ? ORDER BY q.key",
                (agent,),
            ):
                found = standings.quote_facets(agent, type_, *filed)
                if found != facets:
                    anew.append((key, exact, type_, facets, found))
            said = [row for row in anew if row[2] != "none"]
            self._connection.executemany(
                "INSERT INTO quote_text (quote_text, rowid, exact, facets) VALUES ('delete', ?, ?, ?)",
                ((key, exact, facets) for key, exact, _, facets, _ in said),
            )
            self._connection.executemany(
                _INSERT_QUOTE_TEXT, ((key, exact, found) for key, exact, _, _, found in said)
            )
            self._connection.executemany(
                "UPDATE quote SET facets = ? WHERE key = ?", ((found, key) for key, *_, found in anew)
            )

    def _assign_keys(self, articles: Iterable[ArticleRowSet]) -> list[tuple[int, ArticleRowSet]]:
        """Each article with a key that is free: its own, or the next one."""
        articles = list(articles)
        taken: set[int] = set()
        for some in in_batches([each.key for each in articles]):
            marks = ", ".join("?" * len(some))
            rows = self._execute(f"SELECT key FROM article WHERE key IN ({marks})", some)
            taken.update(row[0] for row in rows)
        keyed = []
        for each in articles:
            key = each.key
            while key in taken or (key != each.key and self._key_exists(key)):
                key = key & ~NUMBER_MASK | (key + 1) & NUMBER_MASK
            taken.add(key)
            keyed.append((key, each))
        return keyed

    def _key_exists(self, key: int) -> bool:
        return self._execute("SELECT 1 FROM article WHERE key = ?", (key,)).fetchone() is not None

    # -- everything else -------------------------------------------------------------------------

    def clear_core(self) -> None:
        """Forget everything but articles, paragraphs and quotations."""
        self._execute("DELETE FROM meta WHERE name IN ('id', 'title', 'description')")
        for table in CORE_TABLES:
            self._execute(f"DELETE FROM {table}")

    def add_person(self, person: Person, where: FileLocation, position: int) -> None:
        """Take in a person, with names and memberships."""
        self._add_agent("person", person, where, position, None, None)
        for number, member in enumerate(person.memberships):
            first, last = day_range(member.start_date, member.end_date)
            self._insert(
                "membership",
                (
                    person.id, number, member.role, member.organization_id, member.on_behalf_of_id,
                    member.area, member.start_date, member.end_date, first, last, member.note,
                ),
            )  # fmt: skip
            self._add_sources("membership", person.id, str(number), member.sources)

    def add_organisation(self, organisation: Organisation, where: FileLocation, position: int) -> None:
        """Take in an organisation, with its names."""
        self._add_agent(
            "organisation",
            organisation,
            where,
            position,
            organisation.short_name,
            organisation.classification,
        )

    def _add_agent(
        self,
        kind: str,
        agent: Person | Organisation,
        where: FileLocation,
        position: int,
        short: str | None,
        classification: str | None,
    ) -> None:
        self._insert(
            "agent",
            (
                agent.id, kind, agent.name, short, classification, agent.note, position,
                where.path, where.line,
            ),
        )  # fmt: skip
        names = [OtherName(name=agent.name), *agent.other_names]
        if short:
            names.append(OtherName(name=short))
        for name in names:
            self._insert("agent_name", (agent.id, name.name, name.note))
        self._add_sources("agent", agent.id, "", agent.sources)

    def add_framework(self, framework: Framework) -> None:
        """Take in a framework, with its areas and grades."""
        self._insert(
            "framework",
            (
                framework.id, framework.name, framework.short_name, framework.start_date,
                framework.end_date, framework.note,
            ),
        )  # fmt: skip
        areas = {area.id: area for area in reversed(framework.areas)}
        for position, area in enumerate(reversed(areas.values())):
            self._insert("area", (framework.id, position, area.id, area.name))
            for row in dict.fromkeys(area.rows):
                self._insert("area_row", (framework.id, area.id, row))
        for position, grade in enumerate(dict.fromkeys(framework.grades)):
            self._insert("grade", (framework.id, position, grade))

    def add_inspection(
        self, inspection: Inspection, where: FileLocation, judgements: Sequence[FileLocation]
    ) -> None:
        """Take in an inspection, with its judgements, and where each is written."""
        self._insert(
            "inspection",
            (
                inspection.id, inspection.title, inspection.provider.name, inspection.provider.urn,
                inspection.framework, inspection.inspected.start, inspection.inspected.end,
                inspection.published, inspection.url, inspection.lead_inspector,
                inspection.second_hand, inspection.note,
                dates.first_day(inspection.inspected.start).toordinal(), where.path, where.line,
            ),
        )  # fmt: skip
        self._add_sources("inspection", inspection.id, "", inspection.sources)
        for position, (judgement, place) in enumerate(zip(inspection.judgements, judgements, strict=True)):
            self._insert(
                "judgement",
                (
                    inspection.id, position, judgement.area, judgement.grade, judgement.printed,
                    judgement.note, place.path, place.line,
                ),
            )  # fmt: skip

    def add_event(self, event: Event, where: FileLocation) -> None:
        """Take in an event."""
        first, last = day_range(event.date, event.date)
        self._insert(
            "event",
            (event.id, event.date, event.title, event.note, first, last, where.path, where.line),
        )
        self._add_sources("event", event.id, "", event.sources)

    def add_difference(self, difference: Difference, where: FileLocation, position: int) -> None:
        """Take in a point on which the sources differ."""
        self._insert(
            "difference",
            (
                difference.id, position, difference.title, difference.kind, difference.settled,
                difference.note, where.path, where.line,
            ),
        )  # fmt: skip
        for number, side in enumerate(difference.sides):
            self._insert("side", (difference.id, number, side.says))
            self._add_sources("difference", difference.id, str(number), side.sources)

    def clear_evidence(self) -> None:
        """Forget where all evidence stands."""
        self._execute("DELETE FROM evidence")

    def add_evidence(
        self,
        position: int,
        owner: tuple[str, str, str],
        evidence: Evidence,
        where: FileLocation,
        span: Span | None,
    ) -> None:
        """Take in a piece of evidence; ``owner`` is the kind, id and part of what rests on it."""
        paragraph, start, end = span or (evidence.paragraph, None, None)
        self._insert(
            "evidence",
            (
                position, *owner, evidence.article, paragraph, start, end, evidence.exact,
                evidence.says, where.path, where.line,
            ),
        )  # fmt: skip

    def _add_sources(self, kind: str, owner: str, part: str, sources: Iterable[Source]) -> None:
        for position, source in enumerate(sources):
            self._insert("source", (kind, owner, part, position, source.url, source.note))

    # -- files and findings ----------------------------------------------------------------------

    def set_files(self, rows: Iterable[tuple[Any, ...]], gone: Iterable[str] = ()) -> None:
        """Note files as (path, kind, stem, layer, stamp, size, hash), and that others are gone."""
        self._connection.executemany("DELETE FROM file WHERE path = ?", [(path,) for path in gone])
        self._connection.executemany("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", list(rows))

    def set_findings(self, paths: Iterable[str], findings: Iterable[Finding]) -> None:
        """Put the findings of these files in the place of what was noted of them before."""
        self._connection.executemany(
            "DELETE FROM finding WHERE path = ? AND NOT across", [(path,) for path in paths]
        )
        self._findings(findings, across=False)

    def set_cross_file_findings(
        self, findings: Iterable[Finding], paths: Iterable[str] | None = None
    ) -> None:
        """Put the findings that look across files in the place of those noted before.

        Only those in the files of these ``paths``, where any are given.
        """
        if paths is None:
            self._execute("DELETE FROM finding WHERE across")
        else:
            gone = [(path,) for path in paths]
            self._connection.executemany("DELETE FROM finding WHERE path = ? AND across", gone)
        self._findings(findings, across=True)

    def set_automerge(self, *, paused: bool) -> None:
        """Let full-text search leave its segments as they are from here, or merge them again, at leisure."""
        for table in ("paragraph_text", "quote_text"):
            self._execute(
                f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', ?)", (0 if paused else 4,)
            )

    def merge_quote_fts(self, *, first: bool) -> bool:
        """Bring what full text holds of quotations nearer to one segment; whether there may be more to do.

        It is looked up in each segment, and a query may ask for a hundred speakers.
        """
        before = self._connection.total_changes
        # Negative, all segments are to become one; after that, to go on with it.
        pages = -_MERGE_PAGES if first else _MERGE_PAGES
        self._execute("INSERT INTO quote_text (quote_text, rank) VALUES ('merge', ?)", (pages,))
        return self._connection.total_changes - before > 1

    def set_meta(self, name: str, value: str) -> None:
        """Note a fact about the index as a whole."""
        self._execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _findings(self, findings: Iterable[Finding], *, across: bool) -> None:
        for finding in dict.fromkeys(findings):
            self._insert("finding", (*finding[:7], across))

    def _insert(self, table: str, values: tuple[Any, ...]) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def _insert_all(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        return self._connection.execute(statement, values)
