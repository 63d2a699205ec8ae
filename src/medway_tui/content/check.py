"""Every finding of a dossier's files, from one reading of them all."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path

from medway_tui.content import files
from medway_tui.content.lint import SemanticChecks
from medway_tui.content.loader import ContentLoader
from medway_tui.content.references import check_core_references, check_speakers, iter_evidence, place_evidence
from medway_tui.model.finding_codes import MAX_FINDINGS, make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.reader import read_text
from medway_tui.yaml_io.whitespace import check_whitespace


def check_content(roots: Sequence[Path], today: datetime.date | None = None) -> tuple[int, list[Finding]]:
    """Read all the folders hold: the number of files, and the findings in order of their places.

    Dates after ``today`` (by default, the day on which it runs) lie in the future.
    """
    content_files = files.find_files(roots)
    loader = ContentLoader(content_files)
    core = loader.load_core()
    sense = SemanticChecks(core, today or datetime.datetime.now(tz=datetime.UTC).date())
    findings: list[Finding] = []
    agents = {p.value.id for p in core.people} | {o.value.id for o in core.organisations}
    speakers: list[tuple[FileLocation, str]] = []
    cited = {each.evidence.article for each in iter_evidence(core)}
    texts: dict[str, list[str]] = {}
    missing: dict[str, frozenset[int]] = {}
    complete = True
    for unit in map(loader.load_article, loader.article_ids):
        complete = complete and unit is not None and unit.complete
        if unit is None:
            continue
        findings += sense.check_article(unit)
        speakers += (
            (each.source_map.locate(("speaker",)), each.quote.speaker)
            for each in unit.quotes
            if each.quote.speaker is not None and each.quote.speaker not in agents
        )
        if unit.article.id in cited:
            texts[unit.article.id] = unit.texts
            missing[unit.article.id] = unit.missing_blocks
    findings += sense.check_core(complete=complete)
    findings += check_speakers(speakers, loader.skipped)
    findings += check_core_references(core, loader.skipped)
    findings += place_evidence(core, texts, loader.skipped, missing)[1]
    findings += chain.from_iterable(
        islice(check_whitespace(file.path, read_text(file.path)[0] or ""), MAX_FINDINGS)
        for file in content_files
    )
    findings += (
        make_finding("D411", path, 0, 0, "a file of this name is not read")
        for path in files.find_unread_files(roots)
    )
    if not any(file.kind == "about" for file in content_files):
        where = str(roots[0])
        findings.append(
            make_finding("D402", where, 0, 0, "this folder is no dossier: it has no dossier.yaml")
        )
    findings += [*loader.findings, *loader.find_stray_quotes()]
    return len(content_files), sorted(set(findings), key=lambda finding: finding[:5])
