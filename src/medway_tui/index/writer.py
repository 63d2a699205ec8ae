"""Writes a dossier into the index: article by article, everything else as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from medway_tui import dates
from medway_tui.folding import fold_compatibility
from medway_tui.index.article_rows import ARTICLE_COLUMNS, QUOTE_COLUMNS, ArticleRowSet, place_columns
from medway_tui.index.connection import Index, in_batches
from medway_tui.index.facets import RoleHistory, RoleMembership, paragraph_facets
from medway_tui.index.schema import CORE_TABLES, KEY_BITS, NUMBER_MASK, OUTCOME, keys_within, speaker_ids
from medway_tui.index.speaker_ranks import META_NAME, rank_speakers
from medway_tui.model.councils import Council, CouncilTable
from medway_tui.model.events import Difference, Event
from medway_tui.model.evidence import Evidence, Source
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.locations import BlockPlace, FileLocation, Span
from medway_tui.model.people import Organisation, OtherName, Person
from medway_tui.model.roles import DayRange, period_between

_EXACT, _SPEAKER, _SPEAKERS, _TYPE = map(QUOTE_COLUMNS.index, ("exact", "speaker", "speakers", "type"))
_PUBLISHER, _FIRST_DAY, _LAST_DAY = map(ARTICLE_COLUMNS.index, ("publisher", "first_day", "last_day"))

_PARAGRAPH_COLUMNS = ("key", "paragraph", "caption", "text", "kind", "path", "line")
_TEXT = _PARAGRAPH_COLUMNS.index("text") - 1

_INSERT_PARAGRAPH_TEXT = "INSERT INTO paragraph_text (rowid, text, facets) VALUES (?, ?, ?)"
_INSERT_QUOTE_TEXT = "INSERT INTO quote_text (rowid, exact, facets) VALUES (?, ?, ?)"
_DELETE_QUOTE_TEXT = "INSERT INTO quote_text (quote_text, rowid, exact, facets) VALUES ('delete', ?, ?, ?)"

_MERGE_PAGES = 2_000
"""The number of full-text pages that are merged in one step."""


class IndexWriter:
    """Writes into an index, within one of its transactions."""

    def __init__(self, index: Index) -> None:
        self._connection = index.connection
        self._execute = index.connection.execute

    def add_articles(self, articles: Iterable[ArticleRowSet]) -> None:
        """Add articles with their quotations. None of them may be in the index already."""
        # Full-text search writes out its buffer whenever a key is less than the one before.
        keyed = sorted(self._assign_keys(articles), key=lambda pair: pair[0])
        history = RoleHistory(self.read_memberships())
        paragraphs: list[tuple[Any, ...]] = []
        paragraph_texts: list[tuple[int, str, str]] = []
        quotes: list[tuple[Any, ...]] = []
        quote_texts: list[tuple[int, str, str]] = []
        joint_speakers: list[tuple[str, int]] = []
        for key, rows in keyed:
            base = key << KEY_BITS
            publisher = rows.article[_PUBLISHER]
            published = DayRange(rows.article[_FIRST_DAY], rows.article[_LAST_DAY])
            body_facets = paragraph_facets(1, publisher)
            for block, *paragraph in rows.paragraphs:
                paragraphs.append((base | block, *paragraph))
                facets = body_facets if block else paragraph_facets(0, publisher)
                paragraph_texts.append((base | block, fold_compatibility(paragraph[_TEXT]), facets))
            for n, (head, *quote) in enumerate(rows.quotes):
                speakers = speaker_ids(quote[_SPEAKER], quote[_SPEAKERS])
                facets = history.quote_facets(speakers, quote[_TYPE], publisher, published)
                if quote[_SPEAKERS] is not None:
                    joint_speakers += [(speaker, base | n) for speaker in speakers]
                quotes.append((base | n, key, None if head is None else base | head, *quote, facets))
                if quote[_TYPE] != "none":
                    quote_texts.append((base | n, fold_compatibility(quote[_EXACT]), facets))
        self._insert_all("article", ("key", *ARTICLE_COLUMNS), [(key, *rows.article) for key, rows in keyed])
        self._insert_all("paragraph", _PARAGRAPH_COLUMNS, paragraphs)
        self._insert_all("quote", ("key", "article", "continues", *QUOTE_COLUMNS, "facets"), quotes)
        self._insert_all("joint_speaker", ("speaker", "quote"), joint_speakers)
        self._connection.executemany(_INSERT_PARAGRAPH_TEXT, paragraph_texts)
        self._connection.executemany(_INSERT_QUOTE_TEXT, quote_texts)

    def set_incomplete(self, articles: Iterable[tuple[Any, ...]], removed: Iterable[str]) -> None:
        """Replace the articles that can't be read yet: those ``removed`` by id, then these rows are added.

        A row has the fields of ``index.incomplete.IncompleteRow``, with its lists as JSON and its place as
        path and line.
        """
        if self._execute("SELECT EXISTS (SELECT 1 FROM incomplete)").fetchone()[0]:
            self._connection.executemany("DELETE FROM incomplete WHERE id = ?", ((each,) for each in removed))
        columns = ("id", "headline", "publisher", "published", "missing", "texts", "path", "line")
        self._insert_all("incomplete", columns, list(articles))

    def remove_article(self, article_id: str) -> None:
        """Remove an article and its quotations, if it is in the index."""
        row = self._execute("SELECT key, publisher FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return
        key, publisher = row
        span = keys_within(key)
        texts = self._execute("SELECT key, text FROM paragraph WHERE key BETWEEN ? AND ?", span).fetchall()
        self._connection.executemany(
            "INSERT INTO paragraph_text (paragraph_text, rowid, text, facets) VALUES ('delete', ?, ?, ?)",
            (
                (at, fold_compatibility(text), paragraph_facets(at & NUMBER_MASK, publisher))
                for at, text in texts
            ),
        )
        quotes = self._execute(
            "SELECT key, exact, facets FROM quote WHERE key BETWEEN ? AND ? AND type <> 'none'", span
        ).fetchall()
        self._connection.executemany(
            _DELETE_QUOTE_TEXT, ((at, fold_compatibility(exact), facets) for at, exact, facets in quotes)
        )
        self._execute("DELETE FROM paragraph WHERE key BETWEEN ? AND ?", span)
        self._execute("DELETE FROM joint_speaker WHERE quote BETWEEN ? AND ?", span)
        self._execute("DELETE FROM quote WHERE key BETWEEN ? AND ?", span)
        self._execute("DELETE FROM article WHERE key = ?", (key,))

    def read_memberships(self) -> set[RoleMembership]:
        """Return all roles, as far as they matter to the facets of quotations."""
        columns = ", ".join(RoleMembership._fields)
        return set(map(RoleMembership._make, self._execute(f"SELECT {columns} FROM membership")))

    def refresh_facets(self, before: set[RoleMembership]) -> None:
        """Index the quotations of all agents again whose roles differ from those ``before``."""
        now = self.read_memberships()
        history = RoleHistory(now)
        for agent in sorted({each.agent for each in before ^ now}):
            changed = []
            for key, exact, type_, old, speaker, speakers, publisher, first, last in self._execute(
                "SELECT q.key, q.exact, q.type, q.facets, q.speaker, q.speakers, a.publisher, a.first_day,"
                " a.last_day FROM quote q JOIN article a ON a.key = q.article WHERE q.speaker = ? OR q.key"
                " IN (SELECT quote FROM joint_speaker WHERE speaker = ?) ORDER BY q.key",
                (agent, agent),
            ):
                new = history.quote_facets(
                    speaker_ids(speaker, speakers), type_, publisher, DayRange(first, last)
                )
                if new != old:
                    changed.append((key, exact, type_, old, new))
            searched = [
                (key, fold_compatibility(exact), old, new)
                for key, exact, type_, old, new in changed
                if type_ != "none"
            ]
            self._connection.executemany(
                _DELETE_QUOTE_TEXT, ((key, words, old) for key, words, old, _ in searched)
            )
            self._connection.executemany(
                _INSERT_QUOTE_TEXT, ((key, words, new) for key, words, _, new in searched)
            )
            self._connection.executemany(
                "UPDATE quote SET facets = ? WHERE key = ?", ((new, key) for key, *_, new in changed)
            )

    def _assign_keys(self, articles: Iterable[ArticleRowSet]) -> list[tuple[int, ArticleRowSet]]:
        """Return each article with a free key: the preferred one, or the next after it."""
        articles = list(articles)
        taken: set[int] = set()
        for batch in in_batches([each.key for each in articles]):
            marks = ", ".join("?" * len(batch))
            rows = self._execute(f"SELECT key FROM article WHERE key IN ({marks})", batch)
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

    def clear_core(self) -> None:
        """Remove everything but articles, paragraphs and quotations."""
        self._execute(
            "DELETE FROM meta WHERE name IN ('id', 'title', 'description', 'attribution', 'council')"
        )
        for table in CORE_TABLES:
            self._execute(f"DELETE FROM {table}")

    def add_person(self, person: Person, where: FileLocation, position: int) -> None:
        """Add a person with names and memberships."""
        self._add_agent("person", person, where, position)
        for number, member in enumerate(person.memberships):
            self._insert(
                "membership",
                person.id, number, member.role, member.organization_id, member.on_behalf_of_id, member.area,
                member.start_date, member.end_date, member.checked, member.dates_inferred, member.note,
            )  # fmt: skip
            self._add_sources("membership", person.id, str(number), member.sources)

    def add_organisation(self, organisation: Organisation, where: FileLocation, position: int) -> None:
        short, classification = organisation.short_name, organisation.classification
        self._add_agent("organisation", organisation, where, position, short, classification)
        for number, each in enumerate(organisation.identifiers):
            self._insert("agent_identifier", organisation.id, number, each.scheme, each.identifier)

    def _add_agent(
        self,
        kind: str,
        agent: Person | Organisation,
        where: FileLocation,
        position: int,
        short: str | None = None,
        classification: str | None = None,
    ) -> None:
        self._insert(
            "agent",
            agent.id, kind, agent.name, short, classification, agent.note, position, where.path, where.line,
        )  # fmt: skip
        names = [OtherName(name=agent.name), *agent.other_names]
        if short:
            names.append(OtherName(name=short))
        for name in names:
            self._insert("agent_name", agent.id, name.name, name.note)
        self._add_sources("agent", agent.id, "", agent.sources)

    def add_framework(self, framework: Framework) -> None:
        """Add a framework with its areas and grades."""
        self._insert(
            "framework",
            framework.id, framework.name, framework.short_name, framework.start_date, framework.end_date,
            framework.note,
        )  # fmt: skip
        areas = {area.id: area for area in reversed(framework.areas)}
        for position, area in enumerate(reversed(areas.values())):
            self._insert("area", framework.id, position, area.id, area.name)
            for row in dict.fromkeys(area.rows):
                self._insert("area_row", framework.id, area.id, row)
        for position, grade in enumerate(dict.fromkeys(framework.grades)):
            self._insert("grade", framework.id, position, grade)

    def add_inspection(
        self, inspection: Inspection, where: FileLocation, judgement_locations: Sequence[FileLocation]
    ) -> None:
        """Add an inspection with its judgements and the location of each."""
        self._insert(
            "inspection",
            inspection.id, inspection.title, inspection.provider.name, inspection.provider.urn,
            inspection.framework, inspection.inspected.start, inspection.inspected.end, inspection.published,
            inspection.url, inspection.lead_inspector, inspection.second_hand, inspection.note,
            dates.first_day(inspection.inspected.start).toordinal(), where.path, where.line,
        )  # fmt: skip
        self._add_sources("inspection", inspection.id, "", inspection.sources)
        located = zip(inspection.judgements, judgement_locations, strict=True)
        for position, (judgement, location) in enumerate(located):
            self._insert(
                "judgement",
                inspection.id, position, judgement.area, judgement.grade, judgement.printed,
                judgement.status, judgement.note, location.path, location.line,
            )  # fmt: skip

    def add_council_table(self, table: CouncilTable, where: FileLocation) -> None:
        """Set the source of the table of other councils."""
        self._insert(
            "council_table", table.file, table.url, table.date, table.imported, where.path, where.line
        )

    def add_council(
        self, council: Council, where: FileLocation, inspection_locations: Sequence[FileLocation]
    ) -> None:
        """Add a council of the table with its inspections and the location of each."""
        self._insert(
            "council",
            council.id, council.name, council.urn, council.region, council.start_date, council.end_date,
            council.note, where.path, where.line,
        )  # fmt: skip
        for number, code in enumerate(council.identifiers):
            self._insert("council_code", council.id, number, code.scheme, code.identifier)
        located = zip(council.inspections, inspection_locations, strict=True)
        for number, (each, location) in enumerate(located):
            days = each.inspected
            self._insert(
                "council_inspection",
                council.id, number, each.published, each.url, each.kind, each.framework,
                days and days.start, days and days.end, each.lead_inspector, each.same_as, each.note,
                dates.first_day(each.published).toordinal(), location.path, location.line,
            )  # fmt: skip
            for position, judgement in enumerate(each.judgements):
                self._insert(
                    "council_judgement",
                    council.id, number, position, judgement.area, judgement.grade, judgement.status,
                )  # fmt: skip

    def add_event(self, event: Event, where: FileLocation) -> None:
        """Add an event, deadline or promise with the agents it names."""
        days = period_between(event.listed_date, event.listed_date)
        outcome = event.outcome
        self._insert(
            "event",
            event.id, event.kind, event.date, event.date_inferred, event.title, event.due,
            outcome and outcome.says, outcome and outcome.date, outcome and outcome.result, event.note, *days,
            where.path, where.line,
        )  # fmt: skip
        for position, agent in enumerate(event.by):
            self._insert("event_agent", event.id, position, agent)
        self._add_sources("event", event.id, "", event.sources)
        if outcome is not None:
            self._add_sources("event", event.id, OUTCOME, outcome.sources)

    def add_difference(self, difference: Difference, where: FileLocation, position: int) -> None:
        """Add a point on which the sources differ, with its sides."""
        self._insert(
            "difference",
            difference.id, position, difference.title, difference.kind, difference.settled, difference.note,
            where.path, where.line,
        )  # fmt: skip
        for number, side in enumerate(difference.sides):
            self._insert("side", difference.id, number, side.says, side.supported)
            self._add_sources("difference", difference.id, str(number), side.sources)
        self._execute(
            "INSERT INTO difference_text (rowid, text) VALUES (?, ?)",
            (position, fold_compatibility("\n".join(_searched_texts(difference)))),
        )

    def clear_evidence(self) -> None:
        self._execute("DELETE FROM evidence")

    def add_evidence(
        self,
        position: int,
        owner: tuple[str, str, str],
        evidence: Evidence,
        where: FileLocation,
        span: Span | None,
        place: BlockPlace,
    ) -> None:
        """Add a piece of evidence for ``owner``: its kind, id and part.

        ``place`` is that of its words, or without a ``span`` where the evidence expects them.
        """
        block, start, end = span or (0, None, None)
        self._insert(
            "evidence",
            position, *owner, evidence.article, block, *place_columns(place), start, end, evidence.exact,
            evidence.says, where.path, where.line,
        )  # fmt: skip

    def withhold_evidence(self, articles: Iterable[str]) -> None:
        """Drop the words of evidence that the text of these articles lacks."""
        self._connection.executemany(
            "UPDATE evidence SET exact = NULL WHERE article = ? AND start IS NULL",
            [(article,) for article in articles],
        )

    def _add_sources(self, kind: str, owner: str, part: str, sources: Iterable[Source]) -> None:
        for position, source in enumerate(sources):
            self._insert("source", kind, owner, part, position, source.url, source.note, source.licence)

    def set_files(self, rows: Iterable[tuple[Any, ...]], gone: Iterable[str] = ()) -> None:
        """Set the state of files as (path, kind, stem, layer, stamp, size, hash), and forget others."""
        self._connection.executemany("DELETE FROM file WHERE path = ?", [(path,) for path in gone])
        self._connection.executemany("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", list(rows))

    def set_findings(
        self, findings: Iterable[Finding], paths: Iterable[str] | None = None, *, across: bool = False
    ) -> None:
        """Replace the findings in some files, or in all: those that look ``across`` files, or the others."""
        if paths is None:
            self._execute("DELETE FROM finding WHERE across = ?", (across,))
        else:
            removed = [(path, across) for path in paths]
            self._connection.executemany("DELETE FROM finding WHERE path = ? AND across = ?", removed)
        for finding in dict.fromkeys(findings):
            self._insert("finding", *finding[:7], across)

    def clear_file_problems(self) -> None:
        """Remove everything about what is wrong with the files."""
        self._execute("DELETE FROM finding")
        self._execute("DELETE FROM incomplete")

    def set_automerge(self, *, paused: bool) -> None:
        """Pause the automatic merging of full-text segments, or go on with it."""
        for table in ("paragraph_text", "quote_text"):
            self._execute(
                f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', ?)", (0 if paused else 4,)
            )

    def merge_quote_fts(self, *, first: bool) -> bool:
        """Merge some of the full-text segments of quotations; return whether there may be more to merge.

        A search looks into each segment, and may be for a hundred speakers.
        """
        before = self._connection.total_changes
        # A negative number starts a merge of all segments into one, a positive one continues it.
        pages = -_MERGE_PAGES if first else _MERGE_PAGES
        self._execute("INSERT INTO quote_text (quote_text, rank) VALUES ('merge', ?)", (pages,))
        return self._connection.total_changes - before > 1

    def rank_speakers(self) -> None:
        """Find who is quoted most; to be called after the last change of a transaction."""
        self.set_meta(META_NAME, rank_speakers(self._execute))

    def set_meta(self, name: str, value: str) -> None:
        self._execute("REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def _insert_all(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _searched_texts(difference: Difference) -> Iterator[str]:
    """Yield the texts of a difference that a search finds: what is recorded of it, and the printed words."""
    yield from filter(None, (difference.title, difference.settled, difference.note))
    for side in difference.sides:
        yield side.says
        for each in side.evidence:
            yield from filter(None, (each.exact, each.says))
        yield from filter(None, (source.note for source in side.sources))
