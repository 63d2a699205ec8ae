"""Articles as CSL-JSON, which Zotero, pandoc and every CSL processor read.

The schema is csl-data.json of the Citation Style Language 1.0.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from medway_tui.export import citations
from medway_tui.export.citations import CitedArticle, article_remarks
from medway_tui.export.report import format_json_list


def format_csl_json(works: Iterable[CitedArticle]) -> Iterator[str]:
    """Works as a list of CSL-JSON items, in pieces."""
    return format_json_list(map(csl_item, works))


def csl_item(work: CitedArticle) -> dict[str, Any]:
    """A work as an item: what is not known has no key.

    The author is a literal, as printed: which part of it is a family name is not known.
    """
    row = work.article
    fields: dict[str, Any] = {
        "id": row.id,
        "type": "article-newspaper",
        "title": citations.display_title(row),
        "container-title": row.publisher,
    }
    if row.author:
        fields["author"] = [{"literal": row.author}]
    if row.published:
        fields["issued"] = _date_parts(row.published)
        if row.published_inferred:
            # Processors print the words, where there are any, and sort by the parts.
            fields["issued"]["literal"] = citations.display_date(row)
    if row.accessed:
        fields["accessed"] = _date_parts(row.accessed)
    if row.url:
        fields["URL"] = row.url
    note = "\n".join([*article_remarks(row), *work.quotations])
    if note:
        fields["note"] = note
    return fields


def _date_parts(date: str) -> dict[str, Any]:
    """A date in parts, as many as are known; a range has two dates."""
    return {"date-parts": [[int(part) for part in each.split("-")] for each in date.split("/")]}
