"""A dossier as FollowTheMoney entities, an entity a line, as Aleph loads them.

An article is an Article; a quotation a Documentation, which joins its article and its speaker; a name
as an article prints it a Mention; a role a Membership, and another in the party for which it was held;
an inspection an Assessment. What has no schema, such as a difference, is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from medway_tui.export import citation
from medway_tui.export.identity import identity
from medway_tui.export.works import remarks
from medway_tui.index import everything
from medway_tui.index.ratings import inspections, sources_of, table
from medway_tui.text import fold

if TYPE_CHECKING:
    from medway_tui.export.quotes import StandingOf
    from medway_tui.index.everything import Whole
    from medway_tui.index.quotes import QuoteRow
    from medway_tui.index.store import Index

Entity = dict[str, Any]

_PUBLIC = ("council", "government", "ministry", "inspectorate", "regulator", "public", "police", "court")
"""What a kind of organisation is called that is a PublicBody."""
_PRONOUNS = ("he", "she", "they", "it", "we", "i")
"""What an article calls somebody that is no name."""
_LONGEST = 60_000
"""How many bytes a text of an entity has at most; the library allows 65,000."""


class Entities:
    """Makes entities of a dossier: of its people first, then of an article at a time."""

    def __init__(self, index: Index, dossier: str) -> None:
        self._index = index
        self._dossier = dossier

    def of_core(self) -> Iterator[Entity]:
        """The people, organisations, roles, inspections and events."""
        names: dict[str, list[str]] = {}
        for agent, name, _ in everything.names(self._index):
            names.setdefault(str(agent), []).append(str(name))
        persons: set[str] = set()
        for id_, kind, name, _, classification, note in everything.agents_described(self._index):
            if kind == "person":
                persons.add(str(id_))
            yield self._entity(
                _schema(kind, classification),
                ("agent", str(id_)),
                name=[name],
                alias=names.get(str(id_), []),
                notes=[note],
                sourceUrl=self._urls("agent", str(id_)),
                classification=[classification],
            )
        for agent, position, role, organisation, party, area, start, end, note in everything.memberships(
            self._index
        ):
            held: dict[str, Sequence[Any]] = {
                "startDate": _dates(start),
                "endDate": _dates(end),
                "sourceUrl": self._urls("membership", str(agent), str(position)),
            }
            member = [self._id("agent", str(agent))]
            yield self._entity(
                "Membership",
                ("membership", str(agent), str(position)),
                member=member,
                organization=[self._id("agent", str(organisation))],
                role=[role],
                summary=[area],
                description=[note],
                **held,
            )
            if party is not None:
                yield self._entity(
                    "Membership",
                    ("party", str(agent), str(position)),
                    member=member,
                    organization=[self._id("agent", str(party))],
                    role=[role],
                    **held,
                )
        yield from self._inspections()
        yield from self._events()

    def of_article(self, whole: Whole, standing: StandingOf) -> Iterator[Entity]:
        """An article and its quotations."""
        row = whole.article
        article = self._id("article", row.id)
        yield self._entity(
            "Article",
            ("article", row.id),
            title=[row.headline],
            author=[row.author],
            publisher=[row.publisher],
            publishedAt=_dates(row.published),
            retrievedAt=_dates(row.accessed),
            sourceUrl=[row.url],
            bodyText=_chunks([each.text for each in whole.paragraphs if each.number]),
            notes=[
                *remarks(row),
                "An account in the dossier’s own words." if row.kind == "account" else None,
            ],
        )
        printed: dict[tuple[str | None, str], list[str]] = {}
        for quote in whole.quotes:
            yield self._quotation(article, quote, citation.quotation(quote, standing(quote)), standing)
            for piece in quote.pieces:
                name = piece.entry.attribution if piece.entry else None
                if fold(name or "") in _PRONOUNS:
                    name = None
                if quote.speaker or name:
                    key = (quote.speaker, "" if quote.speaker else name or "")
                    printed.setdefault(key, []).append(name or quote.called)
        for (speaker, name), forms in printed.items():
            yield self._entity(
                "Mention",
                ("mention", row.id, speaker or "", name),
                document=[article],
                name=sorted(set(forms)),
                resolved=[self._id("agent", speaker)] if speaker else [],
            )

    def _quotation(self, article: str, quote: QuoteRow, cited: str, standing: StandingOf) -> Entity:
        said = {"summary": [quote.in_marks + citation.remarks(quote)], "description": [cited]}
        parts = ("quote", quote.article.id, quote.id)
        if quote.speaker is None:
            # Nobody to join the article with: a note on it holds the words.
            return self._entity("Note", parts, entity=[article], name=[quote.called], **said)
        return self._entity(
            "Documentation",
            parts,
            document=[article],
            entity=[self._id("agent", quote.speaker)],
            role=["quoted"],
            status=[standing(quote).words() or None],
            date=_dates(quote.article.published),
            sourceUrl=[quote.article.url],
            **said,
        )

    def _inspections(self) -> Iterator[Entity]:
        graded: dict[str, dict[str, None]] = {}
        for cell in table(self._index).cells.values():
            for each in cell.judgements:
                graded.setdefault(each.inspection, {})[f"{each.name}: {each.printed}"] = None
        for row in inspections(self._index):
            yield self._entity(
                "Assessment",
                ("inspection", row.id),
                name=[f"{row.title}: {row.provider}"],
                publishDate=_dates(row.published),
                assessmentId=[row.id],
                summary=["\n".join(graded.get(row.id, ()))],
                notes=[row.note, row.second_hand],
                sourceUrl=[row.url, *self._urls("inspection", row.id)],
            )

    def _events(self) -> Iterator[Entity]:
        proof: dict[str, list[str]] = {}
        for said in everything.all_said(self._index):
            if said.kind == "event":
                proof.setdefault(said.owner, []).append(self._id("article", said.article))
        for id_, date, title, note in everything.events(self._index):
            start, _, end = str(date).partition("/")
            yield self._entity(
                "Event",
                ("event", str(id_)),
                name=[title],
                notes=[note],
                sourceUrl=self._urls("event", str(id_)),
                proof=sorted(set(proof.get(str(id_), ()))),
                startDate=[start] if end else [],
                endDate=[end],
                date=[] if end else [start],
            )

    def _urls(self, kind: str, owner: str, part: str = "") -> list[str | None]:
        return [url for url, _ in sources_of(self._index, kind, owner, part)]

    def _id(self, *parts: str) -> str:
        return identity(self._dossier, *parts)

    def _entity(self, schema: str, parts: Sequence[str], **properties: Sequence[Any]) -> Entity:
        known = {
            name: list(dict.fromkeys(value for value in values if value))
            for name, values in properties.items()
        }
        return {
            "id": self._id(*parts),
            "schema": schema,
            "properties": {name: values for name, values in known.items() if values},
        }


def _schema(kind: object, classification: object) -> str:
    if kind == "person":
        return "Person"
    if kind is None:
        # Named and not described: it may be either.
        return "LegalEntity"
    words = fold(str(classification or ""))
    return "PublicBody" if any(word in words for word in _PUBLIC) else "Organization"


def _dates(date: object) -> list[str]:
    """A date as the library has them, which knows no ranges: of a range, both ends."""
    return str(date).split("/") if date else []


def _chunks(texts: Sequence[str]) -> list[str]:
    """Paragraphs put together, in as many texts as keep each short enough."""
    chunks: list[str] = []
    held: list[str] = []
    size = 0
    for text in texts:
        length = len(text.encode()) + 2
        if held and size + length > _LONGEST:
            chunks.append("\n\n".join(held))
            held, size = [], 0
        held.append(text)
        size += length
    return [*chunks, "\n\n".join(held)]
