"""The names of a site's files and the anchors in them: always the same for the same ids.

Names are safe on every system: lower-case letters, digits and hyphens after a word, so that no id is a name
that Windows reserves (``con``), and at most 100 characters. An id has single hyphens only, so that two can be
told apart where they are joined by a double one.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medway_tui.model.locations import BlockPlace

FRONT = "index.html"
ABOUT = "about.html"
SEARCH = "search.html"
RATINGS = "ratings.html"
NOTES = "notes.html"
ARTICLES, QUOTES, TIMELINE, DIFFERENCES, PEOPLE = "articles", "quotes", "timeline", "differences", "people"
"""The names of the lists, which are divided into pages."""

_MAX_ID = 80
_SAFE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def safe_id(record: str) -> str:
    """Return an id as a part of a file's name; of a long one, or one with other characters, a digest too."""
    if len(record) <= _MAX_ID and _SAFE_ID.fullmatch(record):
        return record
    kept = re.sub(r"[^a-z0-9]+", "-", record.lower())[: _MAX_ID // 2].strip("-")
    return f"{kept}--{hashlib.sha256(record.encode()).hexdigest()[:16]}"


def article_path(article: str) -> str:
    """Return the page of an article."""
    return f"articles/article-{safe_id(article)}.html"


def person_path(agent: str, page: int = 1) -> str:
    """Return a page of a person or organisation; the first is 1."""
    return numbered(f"people/person-{safe_id(agent)}.html", page)


def list_path(name: str, page: int = 1) -> str:
    """Return a page of a list; the first is 1."""
    return numbered(f"{name}.html", page)


def numbered(path: str, page: int) -> str:
    """Return a page of a list by the path of the first."""
    return f"{path.removesuffix('.html')}--{page}.html" if page > 1 else path


# -- anchors -----------------------------------------------------------------------------------------------


def place_anchor(place: BlockPlace) -> str:
    """Return the anchor of a block of an article: ``p7``; ``c1`` for a caption; ``p0`` for the headline."""
    return f"{place.kind[0]}{place.number}"


def quote_anchor(quote: str) -> str:
    """Return the anchor of a quotation in its article."""
    return f"q-{safe_id(quote)}"


def listed_quote_anchor(article: str, quote: str) -> str:
    """Return the anchor of a quotation in the list of all, and in a person's."""
    return f"q-{safe_id(article)}--{safe_id(quote)}"


def year_anchor(year: int | None) -> str:
    """Return the anchor of a year in the timeline."""
    return f"year-{year}" if year else "year-unknown"


def record_anchor(kind: str, record: str, part: str = "") -> str:
    """Return the anchor of a record in a list: ``event-ID``, ``inspection-ID--AREA``, ``difference-ID``."""
    return f"{kind}-{safe_id(record)}" + (f"--{safe_id(part)}" if part else "")
