"""Articles as CSL-JSON, which Zotero, pandoc and every CSL processor read.

The schema is csl-data.json of the Citation Style Language 1.0.2.
"""

from __future__ import annotations

from typing import Any

from medway_tui.export import citations
from medway_tui.export.citations import CitationWriter, CitedArticle, CitingFormat, article_remarks
from medway_tui.export.report import JsonListWriter


class CslJsonWriter(CitationWriter):
    """Writes a list of CSL-JSON items."""

    def __init__(self, dossier: str) -> None:
        super().__init__(dossier)
        self._list = JsonListWriter()

    def add_article(self, cited: CitedArticle) -> str:
        """Return the text of the next article."""
        return self._list.add(csl_item(cited))

    def close(self) -> str:
        return self._list.close()


FORMAT = CitingFormat(
    "csl-json",
    "articles.csl.json",
    "The articles as CSL-JSON, for Zotero, pandoc and other programs that cite.",
    "application/vnd.citationstyles.csl+json",
    CslJsonWriter,
)


def csl_item(cited: CitedArticle) -> dict[str, Any]:
    """Make the CSL item of an article; a field that is not known has no key.

    The author is a literal, as printed, because it is not known which part is the family name.
    """
    row = cited.article
    fields: dict[str, Any] = {
        "id": row.id,
        "type": "article-newspaper",
        "title": citations.display_title(row),
        "container-title": row.publisher,
    }
    if row.author:
        fields["author"] = [{"literal": row.author}]
    if row.published:
        # Without a literal: citeproc-js takes it apart again and prints something else. The note says
        # where a date is inferred.
        fields["issued"] = _date_parts(row.published)
    if row.accessed:
        fields["accessed"] = _date_parts(row.accessed)
    if row.url:
        fields["URL"] = row.url
    note = "\n".join(map(_note_line, (*article_remarks(row), *cited.quotations)))
    if note:
        fields["note"] = note
    if cited.notes:
        fields["annote"] = "\n".join(cited.notes)
    return fields


def _note_line(text: str) -> str:
    """Return a text as a line of a note that no processor takes for a field.

    citeproc-js and Zotero read ``issued: 2019`` in a line of its own, and ``{:issued: 2019}`` anywhere in a
    note, as a field that replaces the item's.
    """
    return " ".join(text.split()).replace("{:", "{ :")


def _date_parts(date: str) -> dict[str, Any]:
    """A date in as many parts as are known; a range has two dates."""
    return {"date-parts": [[int(part) for part in each.split("-")] for each in date.split("/")]}
