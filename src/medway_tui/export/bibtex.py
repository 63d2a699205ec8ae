"""Articles as BibTeX, for LaTeX with BibTeX or with biblatex.

An entry is ``@online``, which asks for no author or page; styles of BibTeX that lack it take it as ``@misc``.
The publisher is ``organization`` for biblatex and ``howpublished`` for BibTeX, the date ``date`` for biblatex
and ``year`` and ``month`` for BibTeX. ``note`` is printed by the usual styles, ``annote`` by those of
annotated bibliographies.
"""

from __future__ import annotations

import re

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.citations import CitationWriter, CitedArticle, CitingFormat, article_remarks
from medway_tui.text import escape_invisible

_LATEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        # BibTeX counts braces, also those after a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        **{char: f"\\{char}" for char in "#$%&_"},
    }
)
# In an address, BibTeX interprets braces and biblatex backslashes, so these are percent-encoded.
_URL_ESCAPES = str.maketrans({char: f"%{ord(char):02X}" for char in '\\{}"^`|<> '})
# LaTeX prints a straight quotation mark as a closing one on both sides.
_STRAIGHT_QUOTES = re.compile(r"""(?<!\w)(['"])(?=\S)(.*?)(?<=\S)\1(?!\w)""")
_CURLED = {"'": r"‘\2’", '"': r"“\2”"}


class BibtexWriter(CitationWriter):
    """Writes BibTeX entries with an empty line between them."""

    _separator = ""

    def add_article(self, cited: CitedArticle) -> str:
        """Return the text of the next article."""
        piece = self._separator + format_entry(cited)
        self._separator = "\n"
        return piece


FORMAT = CitingFormat(
    "bibtex", "articles.bib", "The articles as BibTeX, for LaTeX.", "application/x-bibtex", BibtexWriter
)


def format_entry(cited: CitedArticle) -> str:
    """Format an article as an entry; its key is the article's id.

    A second pair of braces keeps capitals as they are, and the author, as printed, in one piece.
    """
    row = cited.article
    fields = {
        "title": f"{{{_escape_latex(citations.display_title(row))}}}",
        "organization": _escape_latex(row.publisher),
        "howpublished": _escape_latex(row.publisher),
        "entrysubtype": "newspaper",
    }
    if row.author:
        fields = {"author": f"{{{_escape_latex(row.author)}}}", **fields}
    if row.published:
        year, _, rest = row.published.partition("/")[0].partition("-")
        fields["date"] = row.published
        fields["year"] = year
        if rest:
            fields["month"] = dates.SHORT_MONTHS[int(rest[:2]) - 1].lower()
    if row.url:
        fields["url"] = escape_invisible(row.url).translate(_URL_ESCAPES)
    if row.accessed:
        fields["urldate"] = row.accessed
    note = article_remarks(row)
    if note:
        fields["note"] = _escape_latex(" ".join(note))
    if cited.quotations or cited.notes:
        fields["annote"] = _escape_latex("\n".join((*cited.quotations, *cited.notes)))
    # The name of a month is a macro of the style, so it has no braces.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items()]
    return f"@online{{{row.id},\n" + ",\n".join(lines) + "\n}\n"


def _escape_latex(text: str) -> str:
    lines = (escape_invisible(_curl_quotes(line)) for line in text.split("\n"))
    return "\n".join(lines).translate(_LATEX_ESCAPES)


def _curl_quotes(text: str) -> str:
    """Return a text with curled marks where straight ones quote something; apostrophes stay straight."""
    return _STRAIGHT_QUOTES.sub(lambda match: match.expand(_CURLED[match[1]]), text)
