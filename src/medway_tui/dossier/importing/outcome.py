"""What came of importing one file, as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medway_tui.dossier.importing.plan import Plan
from medway_tui.dossier.importing.quotations import Found
from medway_tui.extract import reasons
from medway_tui.extract.saved import Saved

_SHOWN = 70


@dataclass
class Wishes:
    """What a person asks of an import besides its files."""

    given: dict[str, str] = field(default_factory=dict)
    """What is known of the article: headline, publisher, published, url, author."""
    wanted: str = ""
    """The id of the article; proposed where it is empty."""
    original: str = ""
    """The id of the account that it is the original of; looked for where it is empty."""
    as_new: bool = False
    """Whether it is an article of its own, whatever account it looks like."""
    update: bool = False
    dry_run: bool = False
    propose: bool = True
    """Whether people and organisations who are not known yet are added."""
    explain: bool = False
    """Whether what spoke for each candidate is kept, which takes some time more."""


@dataclass
class Outcome:
    """What came of importing one file."""

    id: str
    what: str
    """What it is, in a line."""
    lines: list[str] = field(default_factory=list)
    """What a person should know, a line each."""
    plan: Plan | None = None
    """What was written, or would be; None where nothing is."""
    written: list[Path] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    unplaced: int = 0
    """How much of what is annotated has no place in the text."""
    kept: int = 0
    """How much a person has edited, and so was left as it is against the wish to update it."""


def facts_lines(saved: Saved) -> list[str]:
    """What is known of the article, and whence."""
    return [
        f"{key}: {fact.value}" + (f" (from {fact.whence})" if fact.whence else "")
        for key, fact in saved.facts
    ]


def dropped_lines(dropped: Sequence[tuple[int, str, str]], unit: str) -> list[str]:
    """What was left out: number, words and why."""
    return [f"left out, {unit} {number}: {short(text)} ({why})" for number, text, why in dropped]


def explained(found: Sequence[Found]) -> list[str]:
    """How each quotation came by its speaker: the rule, and who else was weighed."""
    lines = []
    for each in found:
        keys, quotation = each.keys, each.quotation
        who = (
            keys.get("speaker")
            or keys.get("attribution")
            or ("nobody" if keys["type"] == "none" else "not found")
        )
        lines.append(
            f"{keys['id']} ¶{keys['paragraph']} {keys['type']} {keys['draft']} {who}: {short(keys['exact'])}"
        )
        if quotation is None:
            lines.append("   rule: words in marks of which nothing is known")
            continue
        lines.append(f"   rule: {quotation.rule or 'none'}")
        if each.matched:
            lines.append(f"   matched {each.matched}")
        for candidate in quotation.candidates[:5]:
            why = ", ".join(f"{name} {weight:+.2f}" for name, weight in reasons(candidate.features))
            lines.append(f"   candidate {candidate.score:+.2f} {candidate.name} (“{candidate.words}”): {why}")
    return lines


def short(text: str) -> str:
    """The beginning of a text."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def count(number: int, noun: str) -> str:
    """A number of things, in words."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def called(source: str) -> str:
    """What a file is called in a remark; ``source`` is its path, or - for stdin."""
    return "stdin" if source == "-" else Path(source).name
