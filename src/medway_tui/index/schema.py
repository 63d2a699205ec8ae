"""The tables of the index.

An article's key holds its date, so that the order of keys is the order of time and nothing has to be sorted:
(MAX_DAY - day) << 20 | a number that tells articles of one day apart. Ascending keys run from the newest
article to the oldest. A block's key is its article's << 20 | its position (see ``model.locations``), a
quotation's likewise with its place in the article's reading order: so the hits of a full-text search come
newest first.

Nothing is ranked, so full text keeps no text lengths. Its words are those of the text folded by NFKC (see
``folding``); the text itself is as printed. Beside the words, it indexes ``facets``. Those of a
quotation are stored with it, as they depend on other files; those of a paragraph follow from its article,
and are not.
"""

from __future__ import annotations

SCHEMA_VERSION = 15
"""The version of the tables, a part of the index's file name. Raise it with any change here."""

APPLICATION_ID = 0x6D656477
"""Marks the file as an index of this program ("medw")."""

KEY_BITS = 20
MAX_DAY = NUMBER_MASK = 2**KEY_BITS - 1


def keys_within(article: int) -> tuple[int, int]:
    """Return the least and the greatest key of an article's paragraphs and quotations."""
    return article << KEY_BITS, article << KEY_BITS | NUMBER_MASK


ARTICLE_FIELDS = (
    "id", "headline", "title_ours", "publisher", "published", "published_inferred", "url", "author",
    "accessed", "kind",
)  # fmt: skip
QUOTE_FIELDS = ("id", "exact", "speaker", "attribution", "cue", "type", "repeats", "note", "draft")
"""The fields of an article, and of a quotation, that are columns of the same names."""


HEAD_KEY = "coalesce(q.continues, q.key)"
"""The SQL for the key of the whole quotation that ``quote q`` is a piece of."""


def speaker_ids(speaker: str | None, speakers: str | None) -> tuple[str, ...]:
    """Return the speakers of a quotation from its columns; ``speakers`` is the JSON of a joint statement."""
    if speakers is not None:
        from json import loads  # noqa: PLC0415 - joint statements are rare

        return tuple(loads(speakers))
    return () if speaker is None else (speaker,)


TOKENIZER = "unicode61 remove_diacritics 2"
FTS_OPTIONS = f"content_rowid='key', prefix='1 2 3', columnsize=0, tokenize='{TOKENIZER}'"
"""The options of both full-text tables."""

CREATE_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file (
    path TEXT PRIMARY KEY, kind TEXT NOT NULL, stem TEXT NOT NULL, layer INTEGER NOT NULL,
    stamp INTEGER NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX file_stem ON file (stem, kind);
CREATE TABLE finding (
    path TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, code TEXT NOT NULL,
    message TEXT NOT NULL, hint TEXT NOT NULL, severity TEXT NOT NULL, across INTEGER NOT NULL
);
CREATE INDEX finding_path ON finding (path);

CREATE TABLE article (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, headline TEXT NOT NULL,
    title_ours INTEGER NOT NULL, publisher TEXT NOT NULL, published TEXT, published_inferred TEXT,
    url TEXT, author TEXT, accessed TEXT, kind TEXT NOT NULL,
    first_day INTEGER, last_day INTEGER, path TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX article_publisher ON article (publisher);
CREATE INDEX article_vague ON article (last_day - first_day) WHERE last_day > first_day;
CREATE TABLE incomplete (
    id TEXT PRIMARY KEY, headline TEXT NOT NULL, publisher TEXT NOT NULL, published TEXT NOT NULL,
    missing TEXT NOT NULL, texts TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE paragraph (
    key INTEGER PRIMARY KEY, paragraph INTEGER, caption INTEGER, text TEXT NOT NULL, kind TEXT NOT NULL,
    path TEXT NOT NULL, line INTEGER NOT NULL, facets TEXT AS (NULL)
);
CREATE TABLE quote (
    key INTEGER PRIMARY KEY, article INTEGER NOT NULL, continues INTEGER, id TEXT NOT NULL,
    exact TEXT NOT NULL, block INTEGER NOT NULL, paragraph INTEGER, caption INTEGER, start INTEGER,
    "end" INTEGER, speaker TEXT, speakers TEXT, attribution TEXT, cue TEXT, type TEXT NOT NULL, repeats TEXT,
    note TEXT, draft REAL, attribution_fault TEXT,
    path TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, facets TEXT NOT NULL
);
CREATE INDEX quote_speaker ON quote (speaker, continues, type);
CREATE INDEX quote_article ON quote (article, key);
CREATE INDEX quote_draft ON quote (article, key) WHERE draft IS NOT NULL;
CREATE INDEX quote_continues ON quote (continues) WHERE continues IS NOT NULL;
CREATE INDEX quote_repeats ON quote (speaker) WHERE repeats IS NOT NULL;
CREATE TABLE joint_speaker (
    speaker TEXT NOT NULL, quote INTEGER NOT NULL, PRIMARY KEY (speaker, quote)
) WITHOUT ROWID;
CREATE INDEX joint_speaker_quote ON joint_speaker (quote);

CREATE TABLE agent (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT,
    classification TEXT, note TEXT, position INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE agent_name (agent TEXT NOT NULL, name TEXT NOT NULL, note TEXT);
CREATE INDEX agent_name_agent ON agent_name (agent);
CREATE TABLE agent_identifier (
    agent TEXT NOT NULL, position INTEGER NOT NULL, scheme TEXT NOT NULL, identifier TEXT NOT NULL,
    PRIMARY KEY (agent, position)
) WITHOUT ROWID;
CREATE TABLE membership (
    agent TEXT NOT NULL, position INTEGER NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL,
    on_behalf_of TEXT, area TEXT, start_date TEXT, end_date TEXT, checked TEXT, dates_inferred TEXT,
    note TEXT, PRIMARY KEY (agent, position)
) WITHOUT ROWID;

CREATE TABLE framework (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, short_name TEXT, start_date TEXT, end_date TEXT, note TEXT
) WITHOUT ROWID;
CREATE TABLE area (
    framework TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (framework, position)
) WITHOUT ROWID;
CREATE TABLE area_row (
    framework TEXT NOT NULL, area TEXT NOT NULL, row TEXT NOT NULL,
    PRIMARY KEY (framework, area, row)
) WITHOUT ROWID;
CREATE TABLE grade (
    framework TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (framework, position)
) WITHOUT ROWID;
CREATE TABLE inspection (
    id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, provider TEXT NOT NULL, urn TEXT,
    framework TEXT NOT NULL, start TEXT NOT NULL, "end" TEXT NOT NULL, published TEXT NOT NULL,
    url TEXT, lead_inspector TEXT, second_hand TEXT, note TEXT, first_day INTEGER NOT NULL,
    path TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE TABLE judgement (
    inspection TEXT NOT NULL, position INTEGER NOT NULL, area TEXT NOT NULL, grade TEXT,
    printed TEXT, status TEXT, note TEXT, path TEXT NOT NULL, line INTEGER NOT NULL,
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;

CREATE TABLE council_table (
    file TEXT NOT NULL, url TEXT, date TEXT NOT NULL, imported TEXT NOT NULL, path TEXT NOT NULL,
    line INTEGER NOT NULL
);
CREATE TABLE council (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, urn TEXT, region TEXT, start_date TEXT, end_date TEXT, note TEXT,
    path TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE council_code (
    council TEXT NOT NULL, position INTEGER NOT NULL, scheme TEXT NOT NULL, identifier TEXT NOT NULL,
    PRIMARY KEY (council, position)
) WITHOUT ROWID;
CREATE TABLE council_inspection (
    council TEXT NOT NULL, position INTEGER NOT NULL, published TEXT NOT NULL, url TEXT, kind TEXT,
    framework TEXT, start TEXT, "end" TEXT, lead_inspector TEXT, same_as TEXT, note TEXT,
    day INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (council, position)
) WITHOUT ROWID;
CREATE TABLE council_judgement (
    council TEXT NOT NULL, inspection INTEGER NOT NULL, position INTEGER NOT NULL, area TEXT NOT NULL,
    grade TEXT, status TEXT, PRIMARY KEY (council, inspection, position)
) WITHOUT ROWID;

CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, date TEXT, date_inferred TEXT, title TEXT NOT NULL,
    due TEXT, outcome TEXT, outcome_date TEXT, outcome_result TEXT, note TEXT, first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE TABLE event_agent (
    event TEXT NOT NULL, position INTEGER NOT NULL, agent TEXT NOT NULL, PRIMARY KEY (event, position)
) WITHOUT ROWID;
CREATE TABLE difference (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    settled TEXT, note TEXT, path TEXT NOT NULL, line INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE side (
    difference TEXT NOT NULL, position INTEGER NOT NULL, says TEXT NOT NULL,
    supported INTEGER NOT NULL, PRIMARY KEY (difference, position)
) WITHOUT ROWID;

CREATE TABLE evidence (
    position INTEGER PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, part TEXT NOT NULL,
    article TEXT NOT NULL, block INTEGER NOT NULL, paragraph INTEGER, caption INTEGER, start INTEGER,
    "end" INTEGER, exact TEXT, says TEXT, path TEXT NOT NULL, line INTEGER NOT NULL
);
CREATE INDEX evidence_owner ON evidence (kind, owner, part);
CREATE INDEX evidence_article ON evidence (article, kind);
CREATE TABLE source (
    kind TEXT NOT NULL, owner TEXT NOT NULL, part TEXT NOT NULL, position INTEGER NOT NULL,
    url TEXT, note TEXT, licence TEXT, PRIMARY KEY (kind, owner, part, position)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE paragraph_text USING fts5(
    text, facets, content='paragraph', {FTS_OPTIONS}
);
CREATE VIRTUAL TABLE quote_text USING fts5(
    exact, facets, content='quote', {FTS_OPTIONS}
);
CREATE VIRTUAL TABLE difference_text USING fts5(text, prefix='1 2 3', tokenize='{TOKENIZER}');
"""

OUTCOME = "outcome"
"""The part of an event that the evidence and sources of its outcome have."""

CORE_TABLES = (
    "agent", "agent_name", "agent_identifier", "membership", "framework", "area", "area_row", "grade",
    "inspection", "judgement", "event", "event_agent", "difference", "difference_text", "side", "evidence",
    "source",
    "council_table", "council", "council_code", "council_inspection", "council_judgement",
)  # fmt: skip
"""The tables that are rewritten as a whole."""
