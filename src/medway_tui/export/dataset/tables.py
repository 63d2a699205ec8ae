"""The tables of an export: one definition for CSV, its Frictionless schema, JSON Lines and SQLite."""

from __future__ import annotations

from typing import Literal, NamedTuple

from medway_tui import dates

ColumnType = Literal["string", "integer", "boolean", "date", "list"]
"""What a column holds. A date is text, as precise as its source; a list is one cell in CSV."""


class DatasetColumn(NamedTuple):
    """A column of a table."""

    name: str
    description: str
    type: ColumnType = "string"
    required: bool = False
    is_joined: bool = False
    """Whether it repeats what another table says, so that the database leaves it to a view."""


class ForeignKey(NamedTuple):
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...] = ("id",)


class DatasetTable(NamedTuple):
    """A table of an export."""

    name: str
    description: str
    columns: tuple[DatasetColumn, ...]
    key: tuple[str, ...] = ()
    references: tuple[ForeignKey, ...] = ()
    searchable_column: str | None = None
    """The column that full-text search finds; a table with one has a number for a key in the database."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


_NOTE_COLUMN = DatasetColumn("note", "What a reader should know.")
_SPAN_COLUMNS = (
    DatasetColumn("start", "Where the words begin in the paragraph, in code points from 0.", "integer"),
    DatasetColumn("end", "One after the last code point of the words.", "integer"),
)
_PERIOD_COLUMNS = (
    DatasetColumn("start_date", "When it began, as precisely as is known.", "date"),
    DatasetColumn("end_date", "When it ended, as precisely as is known.", "date"),
)
_AGENT = ForeignKey(("agent",), "agents")
_ARTICLE = ForeignKey(("article",), "articles")
_OWNER_COLUMNS = (
    DatasetColumn("inspection", "The inspection that it bears out."),
    DatasetColumn("event", "The event that it bears out."),
    DatasetColumn("difference", "The difference that it bears out a side of."),
    DatasetColumn("side", "The number of that side.", "integer"),
)
_OWNER_REFERENCES = (
    ForeignKey(("inspection",), "inspections"),
    ForeignKey(("event",), "events"),
    ForeignKey(("difference",), "differences"),
)

ARTICLES = DatasetTable(
    "articles",
    "The articles, the oldest first.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn("headline", "The headline as printed, or a title of the dossier's own.", required=True),
        DatasetColumn("title_ours", "Whether the headline is the dossier's own.", "boolean", required=True),
        DatasetColumn("publisher", "The publisher's name.", required=True),
        DatasetColumn("published", "When it was published, as precisely as is known.", "date"),
        DatasetColumn("published_inferred", "Where the date is inferred: what from."),
        DatasetColumn("url", "The address of the original."),
        DatasetColumn("author", "The author, as printed."),
        DatasetColumn("accessed", "The day on which the original was read.", "date"),
        DatasetColumn("kind", "account (in the dossier's own words) or original.", required=True),
        DatasetColumn("paragraphs", "How many paragraphs it has.", "integer", required=True),
        DatasetColumn(
            "quotes",
            "How many quotations; one over several paragraphs counts once.",
            "integer",
            required=True,
        ),
    ),
    ("id",),
)
PARAGRAPHS = DatasetTable(
    "paragraphs",
    "The text of the articles, paragraph by paragraph; number 0 is the headline.",
    (
        DatasetColumn("article", "The article.", required=True),
        DatasetColumn("paragraph", "The number.", "integer", required=True),
        DatasetColumn("kind", "headline, paragraph, subhead or item.", required=True),
        DatasetColumn("text", "The text, in which start and end of a quotation count.", required=True),
    ),
    ("article", "paragraph"),
    (_ARTICLE,),
    searchable_column="text",
)
QUOTES = DatasetTable(
    "quotes",
    "The quotations: a row for each paragraph that one runs over. Those whose continues is empty are the"
    " quotations, counted once.",
    (
        DatasetColumn("id", "The id within the article.", required=True),
        DatasetColumn("article", "The article.", required=True),
        DatasetColumn("headline", "Its headline.", required=True, is_joined=True),
        DatasetColumn("publisher", "Its publisher.", required=True, is_joined=True),
        DatasetColumn(
            "published", "When it was published, as precisely as is known.", "date", is_joined=True
        ),
        DatasetColumn("url", "Its address.", is_joined=True),
        DatasetColumn("paragraph", "The number of the paragraph.", "integer", required=True),
        _SPAN_COLUMNS[0]._replace(
            description=f"{_SPAN_COLUMNS[0].description} Empty where the article no longer holds the words."
        ),
        _SPAN_COLUMNS[1],
        DatasetColumn("exact", "The words, without their quotation marks.", required=True),
        DatasetColumn("speaker", "Who is quoted."),
        DatasetColumn("speaker_name", "The name by which the speaker is known.", is_joined=True),
        DatasetColumn("attribution", "Who is quoted, as the article prints it at this place."),
        DatasetColumn("role", "The speaker's roles on the day of the article, in words."),
        DatasetColumn("party", "The speaker's party on that day."),
        DatasetColumn("cue", "The verb that introduces the words, as printed."),
        DatasetColumn("type", "direct, mixed (a fragment) or indirect (reported).", required=True),
        DatasetColumn("continues", "The id of the quotation, in the same article, that this goes on from."),
        _NOTE_COLUMN,
    ),
    ("article", "id"),
    (_ARTICLE, ForeignKey(("speaker",), "agents")),
    searchable_column="exact",
)
AGENTS = DatasetTable(
    "agents",
    "People and organisations.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn(
            "kind", "person or organisation; empty where the dossier names but does not describe it."
        ),
        DatasetColumn("name", "The name by which it is known.", required=True),
        DatasetColumn("short_name", "A short form of it."),
        DatasetColumn("classification", "What kind of organisation."),
        _NOTE_COLUMN,
    ),
    ("id",),
)
NAMES = DatasetTable(
    "names",
    "The other forms in which names are printed.",
    (
        DatasetColumn("agent", "Whose.", required=True),
        DatasetColumn("name", "The form.", required=True),
        _NOTE_COLUMN,
    ),
    references=(_AGENT,),
)
MEMBERSHIPS = DatasetTable(
    "memberships",
    "The roles that people had, and when.",
    (
        DatasetColumn("agent", "Whose.", required=True),
        DatasetColumn(
            "position", "The place among the roles of the same person, from 0.", "integer", required=True
        ),
        DatasetColumn("role", "The role.", required=True),
        DatasetColumn("organisation", "Where.", required=True),
        DatasetColumn("on_behalf_of", "The party or body on whose behalf it was held."),
        DatasetColumn("area", "The ward or area."),
        *_PERIOD_COLUMNS,
        _NOTE_COLUMN,
    ),
    ("agent", "position"),
    (_AGENT, ForeignKey(("organisation",), "agents"), ForeignKey(("on_behalf_of",), "agents")),
)
FRAMEWORKS = DatasetTable(
    "frameworks",
    "The frameworks of inspections.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn("name", "The name.", required=True),
        DatasetColumn("short_name", "A short form of it."),
        *_PERIOD_COLUMNS,
        _NOTE_COLUMN,
    ),
    ("id",),
)
AREAS = DatasetTable(
    "areas",
    "What each framework judges.",
    (
        DatasetColumn("framework", "The framework.", required=True),
        DatasetColumn("position", "The place in its order, from 0.", "integer"),
        DatasetColumn("id", "The id within the framework.", required=True),
        DatasetColumn("name", "The name as the reports print it.", required=True),
        DatasetColumn("rows", "The rows in which it stands when inspections are set side by side.", "list"),
    ),
    ("framework", "id"),
    (ForeignKey(("framework",), "frameworks"),),
)
GRADES = DatasetTable(
    "grades",
    "The grades of each framework.",
    (
        DatasetColumn("framework", "The framework.", required=True),
        DatasetColumn("rank", "The place in its scale; 0 is the best.", "integer", required=True),
        DatasetColumn("name", "The grade.", required=True),
    ),
    ("framework", "rank"),
    (ForeignKey(("framework",), "frameworks"),),
)
INSPECTIONS = DatasetTable(
    "inspections",
    "The inspections, the oldest first.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn("title", "What the report calls it.", required=True),
        DatasetColumn("provider", "Whose services were inspected.", required=True),
        DatasetColumn("urn", "The number by which the inspectorate knows the provider."),
        DatasetColumn("framework", "The framework.", required=True),
        DatasetColumn("start_date", "The first day.", "date", required=True),
        DatasetColumn("end_date", "The last day.", "date", required=True),
        DatasetColumn("published", "When the report was published.", "date", required=True),
        DatasetColumn("url", "The address of the report."),
        DatasetColumn("lead_inspector", "The lead inspector, as printed."),
        DatasetColumn("second_hand", "Where the report was not seen: how its judgements are known."),
        _NOTE_COLUMN,
    ),
    ("id",),
    (ForeignKey(("framework",), "frameworks"),),
)
JUDGEMENTS = DatasetTable(
    "judgements",
    "What each inspection judged.",
    (
        DatasetColumn("inspection", "The inspection.", required=True),
        DatasetColumn("framework", "Its framework.", required=True),
        DatasetColumn("position", "The place in the report's order, from 0.", "integer", required=True),
        DatasetColumn("area", "The area of the framework.", required=True),
        DatasetColumn("grade", "The grade.", required=True),
        DatasetColumn("printed", "The grade as the report prints it.", required=True),
        DatasetColumn("rank", "The grade's place in the framework's scale; 0 is the best.", "integer"),
        _NOTE_COLUMN,
    ),
    ("inspection", "position"),
    (
        ForeignKey(("inspection",), "inspections"),
        ForeignKey(("framework", "area"), "areas", ("framework", "id")),
    ),
)
EVENTS = DatasetTable(
    "events",
    "What happened, in order of time.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn(
            "date",
            "When, as precisely as is known; a range has a stroke between its ends.",
            "date",
            required=True,
        ),
        DatasetColumn("title", "What happened.", required=True),
        _NOTE_COLUMN,
    ),
    ("id",),
)
DIFFERENCES = DatasetTable(
    "differences",
    "The points on which the sources differ.",
    (
        DatasetColumn("id", "The id.", required=True),
        DatasetColumn("title", "What it is about.", required=True),
        DatasetColumn("kind", "contradiction, tension, compatible or wording.", required=True),
        DatasetColumn("settled", "What settles the point, where something does."),
        _NOTE_COLUMN,
    ),
    ("id",),
)
SIDES = DatasetTable(
    "sides",
    "What each source says where they differ.",
    (
        DatasetColumn("difference", "The difference.", required=True),
        DatasetColumn("side", "The number of the side, from 1.", "integer", required=True),
        DatasetColumn("says", "What it says.", required=True),
    ),
    ("difference", "side"),
    (ForeignKey(("difference",), "differences"),),
)
EVIDENCE = DatasetTable(
    "evidence",
    "Where articles speak of judgements, events and the sides of differences.",
    (
        *_OWNER_COLUMNS[:1],
        DatasetColumn("area", "The area of that inspection whose judgement it speaks of."),
        *_OWNER_COLUMNS[1:],
        DatasetColumn("article", "The article.", required=True),
        DatasetColumn("paragraph", "The number of the paragraph.", "integer", required=True),
        *_SPAN_COLUMNS,
        DatasetColumn("exact", "The article's own words there."),
        DatasetColumn("says", "What it says there, in short."),
    ),
    references=(*_OWNER_REFERENCES, _ARTICLE),
)
SOURCES = DatasetTable(
    "sources",
    "Public sources other than the articles, and what rests on them.",
    (
        DatasetColumn("agent", "The person or organisation that it bears out."),
        DatasetColumn(
            "membership", "The position of the role of that person, where it bears out one.", "integer"
        ),
        *_OWNER_COLUMNS,
        DatasetColumn("url", "The address."),
        _NOTE_COLUMN,
    ),
    references=(_AGENT, *_OWNER_REFERENCES),
)

CORE = (
    AGENTS, NAMES, MEMBERSHIPS, FRAMEWORKS, AREAS, GRADES, INSPECTIONS, JUDGEMENTS, EVENTS, DIFFERENCES,
    SIDES, EVIDENCE, SOURCES,
)  # fmt: skip
"""The tables that hold everything but articles."""
TABLES = (ARTICLES, PARAGRAPHS, QUOTES, *CORE)
"""All tables, in the order in which they are described."""


def frictionless_schema(table: DatasetTable) -> dict[str, object]:
    """The Frictionless Table Schema of a table as CSV."""
    description: dict[str, object] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        description["primaryKey"] = list(table.key)
    if table.references:
        description["foreignKeys"] = [
            {
                "fields": list(each.columns),
                "reference": {"resource": each.table, "fields": list(each.target_columns)},
            }
            for each in table.references
        ]
    description["missingValues"] = [""]
    return description


def _field(column: DatasetColumn) -> dict[str, object]:
    plain = column.type in ("integer", "boolean")
    field: dict[str, object] = {
        "name": column.name,
        "type": column.type if plain else "string",
        "description": column.description,
    }
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.type == "date":
        constraints["pattern"] = dates.DATE_PATTERN
    if constraints:
        field["constraints"] = constraints
    return field
