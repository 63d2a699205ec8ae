"""The tables of a dataset: one definition for CSV, its Frictionless schema, JSON Lines and SQLite."""

from __future__ import annotations

from typing import NamedTuple

from medway_tui import dates
from medway_tui.export import quotes
from medway_tui.export.notes import NOTE_COLUMNS
from medway_tui.export.report import Column
from medway_tui.index.inspections import SourceRow


class DatasetDescription(NamedTuple):
    """What a dataset says of itself."""

    dossier: str
    """The dossier's id."""
    title: str
    description: str
    attribution: str
    """The line that the licences of the sources ask for; empty if there is none."""
    licences: tuple[str, ...]
    """The licences of the sources, each once."""
    sources: tuple[SourceRow, ...] = ()
    """The public sources of its records, each address once."""


class ForeignKey(NamedTuple):
    """Columns that refer to a row of another table."""

    columns: tuple[str, ...]
    table: str
    target_columns: tuple[str, ...] = ("id",)


class DatasetTable(NamedTuple):
    """A table of a dataset."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[ForeignKey, ...]
    searchable_column: str | None
    """The column with full-text search; in the database, such a table has a numeric key."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def _table(
    name: str,
    description: str,
    *columns: Column,
    key: tuple[str, ...] = ("id",),
    references: tuple[ForeignKey, ...] = (),
    searchable_column: str | None = None,
) -> DatasetTable:
    return DatasetTable(name, description, columns, key, references, searchable_column)


_NOTE_COLUMN = Column("note", "A note for readers.")
_SPAN_COLUMNS = (
    Column("start", "Start of the words in the paragraph, in code points from 0.", "integer"),
    Column("end", "One after the last code point of the words.", "integer"),
)
_PERIOD_COLUMNS = (
    Column("start_date", "The start, as precise as is known.", "date"),
    Column("end_date", "The end, as precise as is known.", "date"),
)
_AGENT = ForeignKey(("agent",), "agents")
_ARTICLE = ForeignKey(("article",), "articles")
_OWNER_COLUMNS = (
    Column("inspection", "The inspection that it supports."),
    Column("event", "The event that it supports."),
    Column("difference", "The difference of which it supports a side."),
    Column("side", "The number of that side.", "integer"),
)
_OUTCOME_COLUMN = Column(
    "outcome", "Whether it supports the outcome of the event, and not the event itself.", "boolean"
)
_OWNER_REFERENCES = (
    ForeignKey(("inspection",), "inspections"),
    ForeignKey(("event",), "events"),
    ForeignKey(("difference",), "differences"),
)

DOSSIER = _table(
    "dossier",
    "The dossier itself: one row.",
    Column("id", "The id.", required=True),
    Column("title", "The title.", required=True),
    Column("description", "What it is about."),
    Column("attribution", "The line that the licences of its sources ask for."),
)
ARTICLES = _table(
    "articles",
    "The articles, the oldest first.",
    Column("id", "The id.", required=True),
    Column("headline", "The headline as printed, or a title of the dossier's own.", required=True),
    Column("title_ours", "Whether the headline is the dossier's own.", "boolean", required=True),
    Column("publisher", "The publisher's name.", required=True),
    Column("published", "The date of publication, as precise as is known.", "date"),
    Column("published_inferred", "The evidence for an inferred date."),
    Column("url", "The address of the original."),
    Column("author", "The author, as printed."),
    Column("accessed", "The day on which the original was read.", "date"),
    Column("kind", "account (in the dossier's own words) or original.", required=True),
    Column("paragraphs", "The number of paragraphs.", "integer", required=True),
    Column("quotes", "The number of quotations, without drafts.", "integer", required=True),
)
PARAGRAPHS = _table(
    "paragraphs",
    "The text of the articles, block by block: the headline, which is paragraph 0, paragraphs and captions.",
    Column("article", "The article.", required=True),
    Column("paragraph", "The number; empty for a caption.", "integer"),
    Column("kind", "headline, paragraph, subhead, item, caption or missing.", required=True),
    Column("text", "The text; start and end of a quotation are positions in it.", required=True),
    Column("caption", "The number of a caption, from 1.", "integer"),
    Column("block", "The position in the article; 0 is the headline.", "integer", required=True),
    key=("article", "block"),
    references=(_ARTICLE,),
    searchable_column="text",
)
QUOTES = _table(
    "quotes",
    "The quotations: a row for each paragraph of one. The rows with an empty continues and an empty repeats"
    " are the quotations, each counted once.",
    *quotes.COLUMNS,
    key=("article", "id"),
    references=(_ARTICLE, ForeignKey(("speaker",), "agents")),
    searchable_column="exact",
)
QUOTE_SPEAKERS = _table(
    "quote_speakers",
    "The speakers of each quotation: of a joint statement, a row for each of them.",
    Column("article", "The article.", required=True),
    Column("quote", "The quotation's id within the article.", required=True),
    Column("position", "The position among the speakers, from 0.", "integer", required=True),
    Column("speaker", "The speaker.", required=True),
    Column("role", "The speaker's roles on the day of the article, in words."),
    Column("party", "The speaker's party on that day."),
    *quotes.CAVEAT_COLUMNS,
    key=("article", "quote", "position"),
    references=(
        ForeignKey(("article", "quote"), "quotes", ("article", "id")),
        ForeignKey(("speaker",), "agents"),
    ),
)
AGENTS = _table(
    "agents",
    "People and organisations.",
    Column("id", "The id.", required=True),
    Column("kind", "person or organisation; empty if the dossier refers to it but does not describe it."),
    Column("name", "The usual name.", required=True),
    Column("short_name", "A short form of the name."),
    Column("classification", "What kind of organisation."),
    _NOTE_COLUMN,
)
NAMES = _table(
    "names",
    "Other printed forms of names.",
    Column("agent", "The person or organisation.", required=True),
    Column("name", "The form.", required=True),
    _NOTE_COLUMN,
    key=(),
    references=(_AGENT,),
)
IDENTIFIERS = _table(
    "identifiers",
    "Codes of organisations in public registers.",
    Column("agent", "The organisation.", required=True),
    Column(
        "scheme",
        "The register: gss (Office for National Statistics) or la-code (local authorities).",
        required=True,
    ),
    Column("identifier", "The code.", required=True),
    key=(),
    references=(_AGENT,),
)
MEMBERSHIPS = _table(
    "memberships",
    "The roles of people, with their dates.",
    Column("agent", "The person.", required=True),
    Column("position", "The position among the person's roles, from 0.", "integer", required=True),
    Column("role", "The role.", required=True),
    Column("organisation", "The organisation.", required=True),
    Column("on_behalf_of", "The party or body that the person represented."),
    Column("area", "The ward or area."),
    *_PERIOD_COLUMNS,
    _NOTE_COLUMN,
    Column("checked", "The last day on which a source shows the role.", "date"),
    Column("dates_inferred", "The evidence for a date that no source prints."),
    key=("agent", "position"),
    references=(_AGENT, ForeignKey(("organisation",), "agents"), ForeignKey(("on_behalf_of",), "agents")),
)
FRAMEWORKS = _table(
    "frameworks",
    "The frameworks of inspections.",
    Column("id", "The id.", required=True),
    Column("name", "The name.", required=True),
    Column("short_name", "A short form of the name."),
    *_PERIOD_COLUMNS,
    _NOTE_COLUMN,
)
AREAS = _table(
    "areas",
    "The areas that each framework judges.",
    Column("framework", "The framework.", required=True),
    Column("position", "The position in the framework's order, from 0.", "integer"),
    Column("id", "The id within the framework.", required=True),
    Column("name", "The name as the reports print it.", required=True),
    Column("rows", "The rows of the comparison in which it appears.", "list"),
    key=("framework", "id"),
    references=(ForeignKey(("framework",), "frameworks"),),
)
GRADES = _table(
    "grades",
    "The grades of each framework.",
    Column("framework", "The framework.", required=True),
    Column("rank", "The position in the scale; 0 is the best.", "integer", required=True),
    Column("name", "The grade.", required=True),
    key=("framework", "rank"),
    references=(ForeignKey(("framework",), "frameworks"),),
)
INSPECTIONS = _table(
    "inspections",
    "The inspections, the oldest first.",
    Column("id", "The id.", required=True),
    Column("title", "The title of the report.", required=True),
    Column("provider", "The inspected provider.", required=True),
    Column("urn", "The inspectorate's reference number of the provider."),
    Column("framework", "The framework.", required=True),
    Column("start_date", "The first day.", "date", required=True),
    Column("end_date", "The last day.", "date", required=True),
    Column("published", "The date of the report's publication.", "date", required=True),
    Column("url", "The address of the report."),
    Column("lead_inspector", "The lead inspector, as printed."),
    Column("second_hand", "The origin of the judgements if the report was not seen."),
    _NOTE_COLUMN,
    references=(ForeignKey(("framework",), "frameworks"),),
)
JUDGEMENTS = _table(
    "judgements",
    "The judgements of each inspection.",
    Column("inspection", "The inspection.", required=True),
    Column("framework", "Its framework.", required=True),
    Column("position", "The position in the report's order, from 0.", "integer", required=True),
    Column("area", "The area of the framework.", required=True),
    Column("grade", "The grade; none where there is a status."),
    Column("printed", "The grade as the report prints it."),
    Column("rank", "The grade's position in the framework's scale; 0 is the best.", "integer"),
    _NOTE_COLUMN,
    Column("status", "Why there is no grade: no-longer-given or unreadable."),
    key=("inspection", "position"),
    references=(
        ForeignKey(("inspection",), "inspections"),
        ForeignKey(("framework", "area"), "areas", ("framework", "id")),
    ),
)
EVENTS = _table(
    "events",
    "The events, deadlines and promises, in order of time.",
    Column("id", "The id.", required=True),
    Column(
        "date",
        "The date or range, as precise as is known; of a deadline, when it was set, and empty if unknown.",
        "date",
    ),
    Column("title", "The event.", required=True),
    _NOTE_COLUMN,
    Column("kind", "event, deadline or promise.", required=True),
    Column("date_inferred", "The evidence for an inferred date."),
    Column("by", "The ids of those who promised it, or are bound by it.", "list"),
    Column("due", "When it is due.", "date"),
    Column("outcome", "What became of it."),
    Column("outcome_date", "When.", "date"),
    Column("outcome_result", "done, partly or not done, where a source says so."),
)
DIFFERENCES = _table(
    "differences",
    "The points on which the sources differ.",
    Column("id", "The id.", required=True),
    Column("title", "The point.", required=True),
    Column("kind", "contradiction, tension, compatible or wording.", required=True),
    Column("settled", "The source that settles the point, if there is one."),
    _NOTE_COLUMN,
)
SIDES = _table(
    "sides",
    "The statement of each side of a difference.",
    Column("difference", "The difference.", required=True),
    Column("side", "The number of the side, from 1.", "integer", required=True),
    Column("says", "The statement.", required=True),
    Column("supported", "Whether the source that settles the point supports it.", "boolean", required=True),
    key=("difference", "side"),
    references=(ForeignKey(("difference",), "differences"),),
)
EVIDENCE = _table(
    "evidence",
    "Passages of articles on judgements, events and the sides of differences.",
    *_OWNER_COLUMNS[:1],
    Column("area", "The area of the inspection whose judgement it is about."),
    *_OWNER_COLUMNS[1:],
    Column("article", "The article.", required=True),
    Column("paragraph", "The number of the paragraph; empty in a caption.", "integer"),
    *_SPAN_COLUMNS,
    Column("exact", "The article's own words."),
    Column("says", "A summary of the passage."),
    Column("caption", "The number of the caption, from 1.", "integer"),
    _OUTCOME_COLUMN,
    key=(),
    references=(*_OWNER_REFERENCES, _ARTICLE),
)
SOURCES = _table(
    "sources",
    "Public sources other than the articles, and the records they support.",
    Column("agent", "The person or organisation that it supports."),
    Column("membership", "The position of the role that it supports, if it supports one.", "integer"),
    *_OWNER_COLUMNS,
    Column("url", "The address."),
    _NOTE_COLUMN,
    Column("licence", "The licence under which it may be copied."),
    _OUTCOME_COLUMN,
    key=(),
    references=(_AGENT, *_OWNER_REFERENCES),
)

CORE = (
    DOSSIER, AGENTS, NAMES, IDENTIFIERS, MEMBERSHIPS, FRAMEWORKS, AREAS, GRADES, INSPECTIONS, JUDGEMENTS,
    EVENTS, DIFFERENCES, SIDES, EVIDENCE, SOURCES,
)  # fmt: skip
"""The tables of everything but articles."""
TABLES = (ARTICLES, PARAGRAPHS, QUOTES, QUOTE_SPEAKERS, *CORE)
"""All tables, in the order of the documentation."""

NOTES = DatasetTable(
    "notes",
    "The user’s own bookmarks and notes: only in an export with --with-notes. What they are on may be gone.",
    NOTE_COLUMNS,
    ("id",),
    (),
    None,
)
"""The table that an export has where notes are asked for."""


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


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": column.type if column.type in ("integer", "number", "boolean") else "string",
        "description": column.description,
    }
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.type == "date":
        constraints["pattern"] = dates.DATE_PATTERN
    return {**field, "constraints": constraints} if constraints else field
