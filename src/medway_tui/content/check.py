"""Every finding of a dossier's files, from one reading of them all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from medway_tui.content import files
from medway_tui.content.codes import problem
from medway_tui.content.load import Aside, Core, Reading, Unit
from medway_tui.content.references import core_references, rest, unknown_speakers
from medway_tui.model.findings import Finding


def check(roots: Sequence[Path]) -> tuple[int, list[Finding]]:
    """Read all the folders hold: the number of files, and the findings in order of their places."""
    found = files.find(roots)
    reading = Reading(found)
    core = reading.core()
    units = [unit for unit in map(reading.unit, reading.stems) if unit is not None]
    findings = [*reading.findings, *reading.strays(), *across(core, units, reading.aside)]
    if not any(file.kind == "about" for file in found):
        where = str(roots[0])
        findings.append(problem("D402", where, 0, 0, "this folder is no dossier: it has no dossier.yaml"))
    return len(found), sorted(set(findings), key=lambda finding: finding[:5])


def across(core: Core, units: Sequence[Unit], aside: Aside) -> list[Finding]:
    """Findings that look across files."""
    agents = {p.noun.id for p in core.people} | {o.noun.id for o in core.organisations}
    speakers = (
        (placed.where, placed.quote.speaker)
        for unit in units
        for placed in unit.quotes
        if placed.quote.speaker is not None and placed.quote.speaker not in agents
    )
    texts = {
        unit.article.id: [unit.article.headline, *(p.text for p in unit.article.paragraphs)] for unit in units
    }
    _, adrift = rest(core, texts, aside)
    return [*core_references(core, aside), *unknown_speakers(speakers, aside), *adrift]
