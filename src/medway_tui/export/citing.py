"""Works in the formats of programs that cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from medway_tui.export.bibtex import format_bibtex
from medway_tui.export.citations import CitedArticle
from medway_tui.export.csl import format_csl_json
from medway_tui.export.report import Format


def cited(form: Format, works: Iterable[CitedArticle]) -> Iterator[str]:
    """Works as BibTeX or CSL-JSON, in pieces."""
    return format_bibtex(works) if form == "bibtex" else format_csl_json(works)
