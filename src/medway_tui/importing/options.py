"""What came of importing one file, as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import DraftQuote
from medway_tui.quotation_extraction import strongest_features
from medway_tui.saved_pages import SavedArticle
from medway_tui.text import shorten


@dataclass
class ImportOptions:
    """What a person asks of an import besides its files."""

    metadata: dict[str, str] = field(default_factory=dict)
    """What is known of the article: headline, publisher, published, url, author."""
    article_id: str = ""
    """The id of the article; proposed where it is empty."""
    account_id: str = ""
    """The id of the account that it is the original of; looked for where it is empty."""
    as_new: bool = False
    """Whether it is an article of its own, whatever account it looks like."""
    update: bool = False
    dry_run: bool = False
    propose_agents: bool = True
    """Whether people and organisations who are not known yet are added."""
    explain: bool = False
    """Whether what spoke for each candidate is kept, which takes some time more."""


@dataclass
class ImportResult:
    """What came of importing one file."""

    id: str
    summary: str
    """What it is, in a line."""
    lines: list[str] = field(default_factory=list)
    """What a person should know, a line each."""
    plan: ImportPlan | None = None
    """What was written, or would be; None where nothing is."""
    written_paths: list[Path] = field(default_factory=list)
    draft_quotes: list[DraftQuote] = field(default_factory=list)
    unplaced_count: int = 0
    """How much of what is annotated has no place in the text."""
    kept_count: int = 0
    """How much a person has edited, and so was left as it is against the wish to update it."""


def metadata_lines(saved: SavedArticle) -> list[str]:
    """What is known of the article, and whence."""
    return [
        f"{key}: {fact.value}" + (f" (from {fact.source})" if fact.source else "")
        for key, fact in saved.metadata
    ]


def dropped_lines(dropped: Sequence[tuple[int, str, str]], unit: str) -> list[str]:
    """What was left out: number, words and why."""
    return [f"left out, {unit} {number}: {shorten(text)} ({why})" for number, text, why in dropped]


def explain_quotes(draft_quotes: Sequence[DraftQuote]) -> list[str]:
    """How each quotation came by its speaker: the rule, and who else was weighed."""
    lines = []
    for each in draft_quotes:
        keys, quotation = each.keys, each.extracted
        who = (
            keys.get("speaker")
            or keys.get("attribution")
            or ("nobody" if keys["type"] == "none" else "not found")
        )
        lines.append(
            f"{keys['id']} ¶{keys['paragraph']} {keys['type']} {keys['draft']}"
            f" {who}: {shorten(keys['exact'])}"
        )
        if quotation is None:
            lines.append("   rule: words in marks of which nothing is known")
            continue
        lines.append(f"   rule: {quotation.rule or 'none'}")
        if each.match_doubt:
            lines.append(f"   matched {each.match_doubt}")
        for candidate in quotation.candidates[:5]:
            why = ", ".join(
                f"{name} {weight:+.2f}" for name, weight in strongest_features(candidate.features)
            )
            lines.append(f"   candidate {candidate.score:+.2f} {candidate.name} (“{candidate.text}”): {why}")
    return lines


def display_name(source: str) -> str:
    """What a file is called in a remark; ``source`` is its path, or - for stdin."""
    return "stdin" if source == "-" else Path(source).name
