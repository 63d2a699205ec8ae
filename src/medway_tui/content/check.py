"""Every finding of a dossier's files, from one reading of them all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

from medway_tui.content import files
from medway_tui.content.codes import MOST, problem
from medway_tui.content.hygiene import hygiene
from medway_tui.content.load import Reading
from medway_tui.content.reading import read
from medway_tui.content.references import core_references, evidence_of, rest, unknown_speakers
from medway_tui.content.sense import Sense
from medway_tui.model.findings import Finding
from medway_tui.model.places import Where


def check(roots: Sequence[Path], today: datetime.date | None = None) -> tuple[int, list[Finding]]:
    """Read all the folders hold: the number of files, and the findings in order of their places.

    Dates after ``today`` (by default, the day on which it runs) lie in the future.
    """
    found = files.find(roots)
    reading = Reading(found)
    core = reading.core()
    sense = Sense(core, today or datetime.datetime.now(tz=datetime.UTC).date())
    findings: list[Finding] = []
    agents = {p.noun.id for p in core.people} | {o.noun.id for o in core.organisations}
    strangers: list[tuple[Where, str]] = []
    cited = {each.evidence.article for each in evidence_of(core)}
    texts: dict[str, list[str]] = {}
    missing: dict[str, frozenset[int]] = {}
    complete = True
    for unit in map(reading.unit, reading.stems):
        complete = complete and unit is not None and unit.complete
        if unit is None:
            continue
        findings += sense.of_article(unit)
        strangers += (
            (each.layout.at(("speaker",)), each.quote.speaker)
            for each in unit.quotes
            if each.quote.speaker is not None and each.quote.speaker not in agents
        )
        if unit.article.id in cited:
            texts[unit.article.id] = unit.texts
            missing[unit.article.id] = unit.missing
    findings += sense.of_dossier(complete=complete)
    findings += unknown_speakers(strangers, reading.aside)
    findings += core_references(core, reading.aside)
    findings += rest(core, texts, reading.aside, missing)[1]
    findings += chain.from_iterable(
        islice(hygiene(file.path, read(file.path)[0] or ""), MOST) for file in found
    )
    findings += (
        problem("D411", path, 0, 0, "a file of this name is not read") for path in files.passed_over(roots)
    )
    if not any(file.kind == "about" for file in found):
        where = str(roots[0])
        findings.append(problem("D402", where, 0, 0, "this folder is no dossier: it has no dossier.yaml"))
    findings += [*reading.findings, *reading.strays()]
    return len(found), sorted(set(findings), key=lambda finding: finding[:5])
