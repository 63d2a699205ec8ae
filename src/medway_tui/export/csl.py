"""Articles as CSL-JSON, which Zotero, pandoc and every CSL processor read.

The schema is csl-data.json of the Citation Style Language 1.0.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from medway_tui.export import citation
from medway_tui.export.answer import json_list
from medway_tui.export.works import Work, remarks


def csl_json(works: Iterable[Work]) -> Iterator[str]:
    """Works as a list of CSL-JSON items, in pieces."""
    return json_list(map(item, works))


def item(work: Work) -> dict[str, Any]:
    """A work as an item: what is not known has no key.

    The author is a literal, as printed: which part of it is a family name is not known.
    """
    row = work.article
    fields: dict[str, Any] = {
        "id": row.id,
        "type": "article-newspaper",
        "title": citation.title(row),
        "container-title": row.publisher,
    }
    if row.author:
        fields["author"] = [{"literal": row.author}]
    if row.published:
        fields["issued"] = _date(row.published)
        if row.published_inferred:
            # Processors print the words, where there are any, and sort by the parts.
            fields["issued"]["literal"] = citation.published(row)
    if row.accessed:
        fields["accessed"] = _date(row.accessed)
    if row.url:
        fields["URL"] = row.url
    note = "\n".join([*remarks(row), *work.said])
    if note:
        fields["note"] = note
    return fields


def _date(date: str) -> dict[str, Any]:
    """A date in parts, as many as are known; a range has two dates."""
    return {"date-parts": [[int(part) for part in each.split("-")] for each in date.split("/")]}
