"""The options and the result of importing one file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import DraftQuote


@dataclass
class ImportOptions:
    """Options of an import."""

    metadata: dict[str, str] = field(default_factory=dict)
    """Values of headline, publisher, published, url and author that override the file's own."""
    article_id: str = ""
    """The id of the new article; empty makes one of publisher, date and headline."""
    account_id: str = ""
    """The id of the account that it is the original of; empty searches for one."""
    as_new: bool = False
    """Whether to create a new article without searching for an account."""
    update: bool = False
    """Whether to merge into an earlier import."""
    dry_run: bool = False
    propose_agents: bool = True
    """Whether to add people and organisations that the dossier does not have."""
    explain: bool = False
    """Whether to keep the features of each candidate speaker, which takes longer."""


@dataclass
class ImportResult:
    """The result of importing one file."""

    id: str
    summary: str
    lines: list[str] = field(default_factory=list)
    """The lines of the report."""
    plan: ImportPlan | None = None
    """The files that were written, or would be; None where there are none."""
    written_paths: list[Path] = field(default_factory=list)
    draft_quotes: list[DraftQuote] = field(default_factory=list)
    unplaced_count: int = 0
    """How many quotations and pieces of evidence are adrift."""
