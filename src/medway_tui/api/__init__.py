"""The Python interface; docs/python.md describes it. Its names are those of ``medway_tui`` itself."""

from medway_tui.api.dossier import OpenDossier, open  # noqa: A004 - called as medway_tui.open
from medway_tui.api.records import (
    ArticleDict,
    BlockDict,
    CouncilGradeDict,
    DifferenceDict,
    DraftDict,
    FindingDict,
    GradeShareDict,
    HitDict,
    JudgementDict,
    PersonDict,
    QuoteDict,
    RecoveryDict,
    TimelineDict,
)
from medway_tui.errors import InvalidQueryError, MedwayError, NotFoundError
from medway_tui.index.connection import IndexAccessError
from medway_tui.quotation_extraction.extractor import extract
from medway_tui.quotation_extraction.quotation import CandidateSpeaker, Quotation, TextSpan
from medway_tui.sync.locations import DossierError

__all__ = [
    "ArticleDict",
    "BlockDict",
    "CandidateSpeaker",
    "CouncilGradeDict",
    "DifferenceDict",
    "DossierError",
    "DraftDict",
    "FindingDict",
    "GradeShareDict",
    "HitDict",
    "IndexAccessError",
    "InvalidQueryError",
    "JudgementDict",
    "MedwayError",
    "NotFoundError",
    "OpenDossier",
    "PersonDict",
    "Quotation",
    "QuoteDict",
    "RecoveryDict",
    "TextSpan",
    "TimelineDict",
    "extract",
    "open",
]
