"""The tables of an export: one definition for CSV, its Frictionless schema, JSON Lines and SQLite."""

from __future__ import annotations

from typing import Literal, NamedTuple

from medway_tui import dates

Type = Literal["string", "integer", "boolean", "date", "list"]
"""What a column holds. A date is text, as precise as its source; a list is one cell in CSV."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    says: str
    type: Type = "string"
    required: bool = False
    joined: bool = False
    """Whether it repeats what another table says, so that the database leaves it to a view."""


class Reference(NamedTuple):
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...] = ("id",)


class Table(NamedTuple):
    """A table of an export."""

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    searched: str | None = None
    """The column that full-text search finds; a table with one has a number for a key in the database."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_NOTE = Column("note", "What a reader should know.")
_PLACE = (
    Column("start", "Where the words begin in the paragraph, in code points from 0.", "integer"),
    Column("end", "One after the last code point of the words.", "integer"),
)
_HELD = (
    Column("start_date", "When it began, as precisely as is known.", "date"),
    Column("end_date", "When it ended, as precisely as is known.", "date"),
)
_AGENT = Reference(("agent",), "agents")
_ARTICLE = Reference(("article",), "articles")
_RESTING = (
    Column("inspection", "The inspection that it bears out."),
    Column("event", "The event that it bears out."),
    Column("difference", "The difference that it bears out a side of."),
    Column("side", "The number of that side.", "integer"),
)
_RESTS = (
    Reference(("inspection",), "inspections"),
    Reference(("event",), "events"),
    Reference(("difference",), "differences"),
)

ARTICLES = Table(
    "articles",
    "The articles, the oldest first.",
    (
        Column("id", "The id.", required=True),
        Column("headline", "The headline as printed, or a title of the dossier's own.", required=True),
        Column("title_ours", "Whether the headline is the dossier's own.", "boolean", required=True),
        Column("publisher", "The publisher's name.", required=True),
        Column("published", "When it was published, as precisely as is known.", "date"),
        Column("published_inferred", "Where the date is inferred: what from."),
        Column("url", "The address of the original."),
        Column("author", "The author, as printed."),
        Column("accessed", "The day on which the original was read.", "date"),
        Column("kind", "account (in the dossier's own words) or original.", required=True),
        Column("paragraphs", "How many paragraphs it has.", "integer", required=True),
        Column(
            "quotes",
            "How many quotations; one over several paragraphs counts once.",
            "integer",
            required=True,
        ),
    ),
    ("id",),
)
PARAGRAPHS = Table(
    "paragraphs",
    "The text of the articles, paragraph by paragraph; number 0 is the headline.",
    (
        Column("article", "The article.", required=True),
        Column("paragraph", "The number.", "integer", required=True),
        Column("kind", "headline, paragraph, subhead or item.", required=True),
        Column("text", "The text, in which start and end of a quotation count.", required=True),
    ),
    ("article", "paragraph"),
    (_ARTICLE,),
    searched="text",
)
QUOTES = Table(
    "quotes",
    "The quotations: a row for each paragraph that one runs over. Those whose continues is empty are the"
    " quotations, counted once.",
    (
        Column("id", "The id within the article.", required=True),
        Column("article", "The article.", required=True),
        Column("headline", "Its headline.", required=True, joined=True),
        Column("publisher", "Its publisher.", required=True, joined=True),
        Column("published", "When it was published, as precisely as is known.", "date", joined=True),
        Column("url", "Its address.", joined=True),
        Column("paragraph", "The number of the paragraph.", "integer", required=True),
        _PLACE[0]._replace(says=f"{_PLACE[0].says} Empty where the article no longer holds the words."),
        _PLACE[1],
        Column("exact", "The words, without their quotation marks.", required=True),
        Column("speaker", "Who is quoted."),
        Column("speaker_name", "The name by which the speaker is known.", joined=True),
        Column("attribution", "Who is quoted, as the article prints it at this place."),
        Column("role", "The speaker's roles on the day of the article, in words."),
        Column("party", "The speaker's party on that day."),
        Column("cue", "The verb that introduces the words, as printed."),
        Column("type", "direct, mixed (a fragment) or indirect (reported).", required=True),
        Column("continues", "The id of the quotation, in the same article, that this goes on from."),
        _NOTE,
    ),
    ("article", "id"),
    (_ARTICLE, Reference(("speaker",), "agents")),
    searched="exact",
)
AGENTS = Table(
    "agents",
    "People and organisations.",
    (
        Column("id", "The id.", required=True),
        Column("kind", "person or organisation; empty where the dossier names but does not describe it."),
        Column("name", "The name by which it is known.", required=True),
        Column("short_name", "A short form of it."),
        Column("classification", "What kind of organisation."),
        _NOTE,
    ),
    ("id",),
)
NAMES = Table(
    "names",
    "The other forms in which names are printed.",
    (Column("agent", "Whose.", required=True), Column("name", "The form.", required=True), _NOTE),
    references=(_AGENT,),
)
MEMBERSHIPS = Table(
    "memberships",
    "The roles that people had, and when.",
    (
        Column("agent", "Whose.", required=True),
        Column("position", "The place among the roles of the same person, from 0.", "integer", required=True),
        Column("role", "The role.", required=True),
        Column("organisation", "Where.", required=True),
        Column("on_behalf_of", "The party or body on whose behalf it was held."),
        Column("area", "The ward or area."),
        *_HELD,
        _NOTE,
    ),
    ("agent", "position"),
    (_AGENT, Reference(("organisation",), "agents"), Reference(("on_behalf_of",), "agents")),
)
FRAMEWORKS = Table(
    "frameworks",
    "The frameworks of inspections.",
    (
        Column("id", "The id.", required=True),
        Column("name", "The name.", required=True),
        Column("short_name", "A short form of it."),
        *_HELD,
        _NOTE,
    ),
    ("id",),
)
AREAS = Table(
    "areas",
    "What each framework judges.",
    (
        Column("framework", "The framework.", required=True),
        Column("position", "The place in its order, from 0.", "integer"),
        Column("id", "The id within the framework.", required=True),
        Column("name", "The name as the reports print it.", required=True),
        Column("rows", "The rows in which it stands when inspections are set side by side.", "list"),
    ),
    ("framework", "id"),
    (Reference(("framework",), "frameworks"),),
)
GRADES = Table(
    "grades",
    "The grades of each framework.",
    (
        Column("framework", "The framework.", required=True),
        Column("rank", "The place in its scale; 0 is the best.", "integer", required=True),
        Column("name", "The grade.", required=True),
    ),
    ("framework", "rank"),
    (Reference(("framework",), "frameworks"),),
)
INSPECTIONS = Table(
    "inspections",
    "The inspections, the oldest first.",
    (
        Column("id", "The id.", required=True),
        Column("title", "What the report calls it.", required=True),
        Column("provider", "Whose services were inspected.", required=True),
        Column("urn", "The number by which the inspectorate knows the provider."),
        Column("framework", "The framework.", required=True),
        Column("start_date", "The first day.", "date", required=True),
        Column("end_date", "The last day.", "date", required=True),
        Column("published", "When the report was published.", "date", required=True),
        Column("url", "The address of the report."),
        Column("lead_inspector", "The lead inspector, as printed."),
        Column("second_hand", "Where the report was not seen: how its judgements are known."),
        _NOTE,
    ),
    ("id",),
    (Reference(("framework",), "frameworks"),),
)
JUDGEMENTS = Table(
    "judgements",
    "What each inspection judged.",
    (
        Column("inspection", "The inspection.", required=True),
        Column("framework", "Its framework.", required=True),
        Column("position", "The place in the report's order, from 0.", "integer", required=True),
        Column("area", "The area of the framework.", required=True),
        Column("grade", "The grade.", required=True),
        Column("printed", "The grade as the report prints it.", required=True),
        Column("rank", "The grade's place in the framework's scale; 0 is the best.", "integer"),
        _NOTE,
    ),
    ("inspection", "position"),
    (
        Reference(("inspection",), "inspections"),
        Reference(("framework", "area"), "areas", ("framework", "id")),
    ),
)
EVENTS = Table(
    "events",
    "What happened, in order of time.",
    (
        Column("id", "The id.", required=True),
        Column(
            "date",
            "When, as precisely as is known; a range has a stroke between its ends.",
            "date",
            required=True,
        ),
        Column("title", "What happened.", required=True),
        _NOTE,
    ),
    ("id",),
)
DIFFERENCES = Table(
    "differences",
    "The points on which the sources differ.",
    (
        Column("id", "The id.", required=True),
        Column("title", "What it is about.", required=True),
        Column("kind", "contradiction, tension, compatible or wording.", required=True),
        Column("settled", "What settles the point, where something does."),
        _NOTE,
    ),
    ("id",),
)
SIDES = Table(
    "sides",
    "What each source says where they differ.",
    (
        Column("difference", "The difference.", required=True),
        Column("side", "The number of the side, from 1.", "integer", required=True),
        Column("says", "What it says.", required=True),
    ),
    ("difference", "side"),
    (Reference(("difference",), "differences"),),
)
EVIDENCE = Table(
    "evidence",
    "Where articles speak of judgements, events and the sides of differences.",
    (
        *_RESTING[:1],
        Column("area", "The area of that inspection whose judgement it speaks of."),
        *_RESTING[1:],
        Column("article", "The article.", required=True),
        Column("paragraph", "The number of the paragraph.", "integer", required=True),
        *_PLACE,
        Column("exact", "The article's own words there."),
        Column("says", "What it says there, in short."),
    ),
    references=(*_RESTS, _ARTICLE),
)
SOURCES = Table(
    "sources",
    "Public sources other than the articles, and what rests on them.",
    (
        Column("agent", "The person or organisation that it bears out."),
        Column("membership", "The position of the role of that person, where it bears out one.", "integer"),
        *_RESTING,
        Column("url", "The address."),
        _NOTE,
    ),
    references=(_AGENT, *_RESTS),
)

CORE = (
    AGENTS, NAMES, MEMBERSHIPS, FRAMEWORKS, AREAS, GRADES, INSPECTIONS, JUDGEMENTS, EVENTS, DIFFERENCES,
    SIDES, EVIDENCE, SOURCES,
)  # fmt: skip
"""The tables that hold everything but articles."""
TABLES = (ARTICLES, PARAGRAPHS, QUOTES, *CORE)
"""All tables, in the order in which they are described."""


def schema(table: Table) -> dict[str, object]:
    """The Frictionless Table Schema of a table as CSV."""
    described: dict[str, object] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        described["primaryKey"] = list(table.key)
    if table.references:
        described["foreignKeys"] = [
            {
                "fields": list(each.columns),
                "reference": {"resource": each.table, "fields": list(each.to)},
            }
            for each in table.references
        ]
    described["missingValues"] = [""]
    return described


def _field(column: Column) -> dict[str, object]:
    plain = column.type in ("integer", "boolean")
    field: dict[str, object] = {
        "name": column.name,
        "type": column.type if plain else "string",
        "description": column.says,
    }
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.type == "date":
        constraints["pattern"] = dates.DATE
    if constraints:
        field["constraints"] = constraints
    return field
