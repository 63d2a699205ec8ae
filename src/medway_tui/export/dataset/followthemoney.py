"""A dossier as FollowTheMoney entities, an entity a line, as Aleph loads them.

An article is an Article; a quotation is a Documentation, which links its article and its speaker; a name as
an article prints it is a Mention; a role is a Membership, with another one in the party if there is one; an
inspection is an Event, as the model's version 4 has no Assessment. Records without a schema, such as
differences, are left out. All schemata and properties are in versions 3.8 and 4 of the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from medway_tui.export import citations
from medway_tui.export.citations import article_remarks
from medway_tui.export.dataset import tables
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.rows import core_records
from medway_tui.export.events import describe_outcome, event_title
from medway_tui.export.report import Value, format_json
from medway_tui.export.stable_ids import stable_uuid
from medway_tui.index.events import list_events
from medway_tui.index.inspections import find_sources, list_inspections, ratings_table
from medway_tui.text import fold

if TYPE_CHECKING:
    from medway_tui.export.citations import RolesOf
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord
    from medway_tui.index.inspections import SourceRow
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.model.notes import Note

Entity = dict[str, Any]

_PUBLIC_BODY_WORDS = (
    "council",
    "government",
    "ministry",
    "inspectorate",
    "regulator",
    "public",
    "police",
    "court",
)
"""Words in the classification of a PublicBody."""
_PRONOUNS = ("he", "she", "they", "it", "we", "i")
"""Attributions that are not names."""
_MAX_TEXT_BYTES = 60_000
"""The maximum size of a text; the followthemoney library allows 65,000."""


class FtmEntityBuilder:
    """Makes the entities of a dossier: of its people first, then of one article at a time."""

    def __init__(self, index: Index, dossier: str) -> None:
        self._index = index
        self._dossier = dossier

    def core_entities(self) -> Iterator[Entity]:
        """Make the entities of people, organisations, roles, inspections and events."""
        names: dict[Value, list[Value]] = {}
        for each in core_records(self._index, tables.NAMES):
            names.setdefault(each["agent"], []).append(each["name"])
        codes: dict[Value, list[tuple[Value, Value]]] = {}
        for each in core_records(self._index, tables.IDENTIFIERS):
            codes.setdefault(each["agent"], []).append((each["scheme"], each["identifier"]))
        for agent in core_records(self._index, tables.AGENTS):
            id_ = str(agent["id"])
            yield self._entity(
                _ftm_schema(agent["kind"], agent["classification"]),
                ("agent", id_),
                name=[agent["name"]],
                alias=names.get(id_, []),
                notes=[
                    agent["note"],
                    *(f"{scheme}: {code}" for scheme, code in codes.get(id_, ())),
                    *_licence_notes(find_sources(self._index, "agent", id_)),
                ],
                idNumber=[code for _, code in codes.get(id_, ())],
                sourceUrl=self._urls("agent", id_),
                classification=[agent["classification"]],
            )
        for each in core_records(self._index, tables.MEMBERSHIPS):
            yield from self._membership_entities(each)
        yield from self._inspection_entities()
        yield from self._event_entities()

    def _membership_entities(self, membership: dict[str, Value]) -> Iterator[Entity]:
        agent, position = str(membership["agent"]), str(membership["position"])
        member, role = [self._id("agent", agent)], [membership["role"]]
        period: dict[str, Sequence[Any]] = {
            "startDate": _split_date(membership["start_date"]),
            "endDate": _split_date(membership["end_date"]),
            "date": _split_date(membership["checked"]),
            "status": _membership_status(membership),
            "sourceUrl": self._urls("membership", agent, position),
        }
        yield self._entity(
            "Membership",
            ("membership", agent, position),
            member=member,
            organization=[self._id("agent", str(membership["organisation"]))],
            role=role,
            summary=[membership["area"]],
            description=[
                membership["note"],
                *_licence_notes(find_sources(self._index, "membership", agent, position)),
            ],
            **period,
        )
        if membership["on_behalf_of"] is not None:
            party = [self._id("agent", str(membership["on_behalf_of"]))]
            ids = ("party", agent, position)
            yield self._entity("Membership", ids, member=member, organization=party, role=role, **period)

    def article_entities(self, record: ArticleRecord, roles_of: RolesOf) -> Iterator[Entity]:
        """Make the entities of an article and its quotations."""
        row = record.article
        article = self._id("article", row.id)
        yield self._entity(
            "Article",
            ("article", row.id),
            title=[row.headline],
            author=[row.author],
            publisher=[row.publisher],
            publishedAt=_split_date(row.published),
            retrievedAt=_split_date(row.accessed),
            sourceUrl=[row.url],
            bodyText=_split_text([each.text for each in record.paragraphs if each.block]),
            notes=[
                *article_remarks(row),
                "An account in the dossier’s own words." if row.kind == "account" else None,
            ],
        )
        names_printed: dict[tuple[str | None, str], list[str]] = {}
        for quote in record.quotes:
            yield self._quotation_entity(article, quote, roles_of(quote))
            for piece in quote.pieces:
                name = piece.attribution
                if fold(name or "") in _PRONOUNS:
                    name = None
                if len(quote.speakers) > 1:
                    # What is printed for several speakers is the name of none of them.
                    for id_, known in zip(quote.speakers, quote.speaker_names, strict=True):
                        names_printed.setdefault((id_, ""), []).append(known)
                elif quote.speaker or name:
                    key = (quote.speaker, "" if quote.speaker else name or "")
                    names_printed.setdefault(key, []).append(name or quote.display_name)
        for (speaker, name), forms in names_printed.items():
            yield self._entity(
                "Mention",
                ("mention", row.id, speaker or "", name),
                document=[article],
                name=sorted(set(forms)),
                resolved=[self._id("agent", speaker)] if speaker else [],
            )

    def note_entity(self, note: Note) -> Entity:
        """Make the entity of a bookmark or note of the user's."""
        kind, record, area = note.record
        owners = {
            "article": ("article", record),
            "person": ("agent", record),
            "event": ("event", record),
            "inspection": ("inspection", record),
        }
        owner = owners.get(kind)
        return self._entity(
            "Note",
            ("note", note.id),
            entity=[] if owner is None else [self._id(*owner)],
            name=[note.title],
            summary=[note.words, area],
            description=[note.text],
            keywords=list(note.tags),
            createdAt=[note.created],
            modifiedAt=[note.changed],
        )

    def _quotation_entity(self, article: str, quote: QuoteRow, roles: QuoteRoles) -> Entity:
        words = {
            "summary": [quote.quoted_text + citations.quote_remarks(quote)],
            "description": [citations.cite_quotation(quote, roles)],
        }
        parts = ("quote", quote.article.id, quote.id)
        if not quote.speakers:
            # A Documentation needs a speaker, so the words become a note on the article.
            return self._entity("Note", parts, entity=[article], name=[quote.display_name], **words)
        return self._entity(
            "Documentation",
            parts,
            document=[article],
            entity=[self._id("agent", speaker) for speaker in quote.speakers],
            role=["quoted"],
            status=[roles.describe() or None, *_caveats(quote, roles)],
            date=_split_date(quote.article.published),
            sourceUrl=[quote.article.url],
            **words,
        )

    def _inspection_entities(self) -> Iterator[Entity]:
        graded: dict[str, dict[str, None]] = {}
        for cell in ratings_table(self._index, all_providers=True).cells.values():
            for each in cell.judgements:
                graded.setdefault(each.inspection, {})[f"{each.name}: {each.printed}"] = None
        for row in list_inspections(self._index):
            yield self._entity(
                "Event",
                ("inspection", row.id),
                name=[f"{row.title}: {row.provider}"],
                startDate=_split_date(row.start),
                endDate=_split_date(row.end),
                recordId=[row.id],
                summary=["\n".join(graded.get(row.id, ()))],
                notes=[
                    f"Published: {row.published}" if row.published else None,
                    row.note,
                    row.second_hand,
                    *_licence_notes(find_sources(self._index, "inspection", row.id)),
                ],
                sourceUrl=[row.url, *self._urls("inspection", row.id)],
            )

    def _event_entities(self) -> Iterator[Entity]:
        for event in list_events(self._index):
            outcome = event.outcome
            mentions = [*event.mentions, *(outcome.mentions if outcome else ())]
            sources = [*event.sources, *(outcome.sources if outcome else ())]
            start, _, end = event.listed_date.partition("/")
            yield self._entity(
                "Event",
                ("event", event.id),
                name=[event.title],
                summary=[] if event.kind == "event" else [event_title(event)],
                description=[describe_outcome(outcome)] if outcome else [],
                involved=[self._id("agent", each.id) for each in event.by],
                notes=[
                    event.note,
                    f"The date is inferred: {event.date_inferred}" if event.date_inferred else None,
                    *_licence_notes(sources),
                ],
                sourceUrl=[source.url for source in sources],
                proof=sorted({self._id("article", each.article.id) for each in mentions}),
                startDate=[start] if end else [],
                endDate=[end],
                date=[] if end else [start],
            )

    def _urls(self, kind: str, owner: str, part: str = "") -> list[str | None]:
        return [source.url for source in find_sources(self._index, kind, owner, part)]

    def _id(self, *parts: str) -> str:
        return stable_uuid(self._dossier, *parts)

    def _entity(self, schema: str, parts: Sequence[str], **properties: Sequence[Any]) -> Entity:
        values_by_name = {
            name: list(dict.fromkeys(value for value in values if value))
            for name, values in properties.items()
        }
        return {
            "id": self._id(*parts),
            "schema": schema,
            "properties": {name: values for name, values in values_by_name.items() if values},
        }


def _caveats(quote: QuoteRow, roles: QuoteRoles) -> Iterator[str]:
    """Yield what is not certain of a quotation, but for the roles, which say it themselves."""
    if roles.is_party_unclear:
        yield "party on the day unclear"
    if quote.draft is not None:
        yield citations.DRAFT_LABEL
    if quote.repeats is not None:
        yield f"printed a second time, after {quote.repeats}"


def _membership_status(membership: dict[str, Value]) -> list[str]:
    checked, inferred = membership["checked"], membership["dates_inferred"]
    return [
        *([f"last recorded {checked}"] if checked and not membership["end_date"] else []),
        *([f"dates inferred: {inferred}"] if inferred else []),
    ]


def _licence_notes(sources: Sequence[SourceRow]) -> list[str]:
    return [f"Source: {source.describe()}" for source in sources if source.licence]


def _ftm_schema(kind: object, classification: object) -> str:
    if kind == "person":
        return "Person"
    if kind is None:
        # The dossier does not describe it: it may be a person or an organisation.
        return "LegalEntity"
    words = fold(str(classification or ""))
    return "PublicBody" if any(word in words for word in _PUBLIC_BODY_WORDS) else "Organization"


def _split_date(date: object) -> list[str]:
    """Split a range into its ends, since the library has no ranges."""
    return str(date).split("/") if date else []


def _split_text(texts: Sequence[str]) -> list[str]:
    chunks: list[str] = []
    chunk: list[str] = []
    size = 0
    for text in texts:
        length = len(text.encode()) + 2
        if chunk and size + length > _MAX_TEXT_BYTES:
            chunks.append("\n\n".join(chunk))
            chunk, size = [], 0
        chunk.append(text)
        size += length
    return [*chunks, "\n\n".join(chunk)]


class FollowTheMoneyWriter(FormatWriter):
    """Writes the entities of a dossier, one in each line."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        self._output = context.files.open(_FILE)
        self._builder = FtmEntityBuilder(context.index, context.dossier)

    def write_core(self) -> None:
        for entity in self._builder.core_entities():
            self._write(entity)

    def write_article(self, record: ArticleRecord) -> None:
        for entity in self._builder.article_entities(record, self.context.roles_of):
            self._write(entity)

    def write_note(self, located: LocatedNote) -> None:
        self._write(self._builder.note_entity(located.note))

    def _write(self, entity: Entity) -> None:
        self._output.write(format_json(entity) + "\n")


_FILE = DatasetFile(
    "entities.ftm.json",
    "FollowTheMoney entities, one in each line, as Aleph loads them.",
    "application/jsonl",
)
FORMAT = DatasetFormat(
    "ftm",
    "FollowTheMoney entities, for Aleph.",
    (_FILE,),
    FollowTheMoneyWriter,
    notes_in=f"`{_FILE.path}`",
)
