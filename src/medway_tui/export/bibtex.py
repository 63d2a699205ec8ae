"""Articles as BibTeX, for LaTeX with BibTeX or with biblatex.

``year`` and ``month`` are for BibTeX, ``date`` is for biblatex; the two say the same. ``note`` is printed
by the usual styles, ``annote`` by those of annotated bibliographies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.export.works import Work, remarks
from medway_tui.text import visible

_ESCAPES = str.maketrans(
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
# In an address, BibTeX reads braces and biblatex backslashes: these are written by their codes.
_IN_ADDRESS = str.maketrans({char: f"%{ord(char):02X}" for char in '\\{}"^`|<> '})


def bibtex(works: Iterable[Work]) -> Iterator[str]:
    """Works as entries with an empty line between two, in pieces."""
    apart = ""
    for work in works:
        yield apart + entry(work)
        apart = "\n"


def entry(work: Work) -> str:
    """A work as an entry; its key is the article's id, which only one article has.

    A second pair of braces keeps capitals as they are, and the author, as printed, in one piece.
    """
    row = work.article
    fields = {"title": f"{{{_escaped(citation.title(row))}}}", "journal": _escaped(row.publisher)}
    if row.author:
        fields = {"author": f"{{{_escaped(row.author)}}}", **fields}
    if row.published:
        year, _, rest = row.published.partition("/")[0].partition("-")
        fields["date"] = row.published
        fields["year"] = year
        if rest:
            fields["month"] = dates.MONTHS[int(rest[:2]) - 1].lower()
    if row.url:
        fields["url"] = visible(row.url).translate(_IN_ADDRESS)
    if row.accessed:
        fields["urldate"] = row.accessed
    note = remarks(row)
    if note:
        fields["note"] = _escaped(" ".join(note))
    if work.said:
        fields["annote"] = _escaped("\n".join(work.said))
    # The name of a month is a macro of the style, and stands without braces.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items()]
    return f"@article{{{row.id},\n" + ",\n".join(lines) + "\n}\n"


def _escaped(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n")).translate(_ESCAPES)
