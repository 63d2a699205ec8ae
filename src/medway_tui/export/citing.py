"""Works in the formats of programs that cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medway_tui.export.answer import Format
from medway_tui.export.bibtex import bibtex
from medway_tui.export.csl import csl_json
from medway_tui.export.works import Work


def cited(form: Format, works: Iterable[Work]) -> Iterator[str]:
    """Works as BibTeX or CSL-JSON, in pieces."""
    return bibtex(works) if form == "bibtex" else csl_json(works)
