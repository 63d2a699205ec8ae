"""What an import asks: which article a text may be, who is known by which name, what rests on an article."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from medway_tui.index.connection import Index
from medway_tui.index.names import name_tokens

_MAX_ARTICLES = 20


class KnownName(NamedTuple):
    """A name of a person or organisation."""

    agent_id: str
    """The id."""
    kind: str
    """person or organisation."""
    name: str
    path: str
    """The file in which the person or organisation is described."""


def load_known_names(index: Index) -> list[KnownName]:
    """Every form of every name."""
    rows = index.rows(
        "SELECT n.agent, a.kind, n.name, a.path FROM agent_name n JOIN agent a ON a.id = n.agent"
        " ORDER BY a.position, n.rowid"
    )
    return [KnownName(*row) for row in rows]


def normalise_url(url: str) -> str:
    """What tells an address from others: its host without www, and its path; no query, no fragment."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return f"{host}{parts.path.rstrip('/')}"


def find_articles_by_url(index: Index, url: str) -> list[str]:
    """The ids of the articles with this address, however it is written."""
    wanted = normalise_url(url)
    path = wanted.partition("/")[2]
    rows = index.rows("SELECT id, url FROM article WHERE url IS NOT NULL AND instr(url, ?) > 0", (path,))
    return [article_id for article_id, known in rows if normalise_url(known) == wanted]


def find_articles_quoting(index: Index, words: str) -> list[str]:
    """The ids of the articles that quote these words, one after another."""
    phrase = " ".join(name_tokens(words))
    if not phrase:
        return []
    rows = index.rows(
        "SELECT DISTINCT a.id FROM quote_text t JOIN quote q ON q.key = t.rowid"
        " JOIN article a ON a.key = q.article WHERE quote_text MATCH ? LIMIT ?",
        (f'"{phrase}"', _MAX_ARTICLES),
    )
    return [row[0] for row in rows]


def load_evidence_quotes(index: Index, article_id: str) -> list[tuple[int, str]]:
    """The words of an article that evidence rests on: the number of the paragraph, and the words."""
    return index.rows(
        "SELECT paragraph, exact FROM evidence WHERE article = ? AND exact IS NOT NULL ORDER BY position",
        (article_id,),
    )
