"""Finds every problem in a dossier's files, in one pass over them."""

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
from medway_tui.yaml_io.restrictions import check_whitespace


def check_content(roots: Sequence[Path], today: datetime.date | None = None) -> tuple[int, list[Finding]]:
    """Read all files of the folders: return their number, and the findings sorted by location.

    Dates after ``today`` (the current day by default) are in the future.
    """
    content_files = files.find_files(roots)
    loader = ContentLoader(content_files)
    core = loader.load_core()
    checks = SemanticChecks(core, today or datetime.datetime.now(tz=datetime.UTC).date())
    findings: list[Finding] = []
    agents = {p.value.id for p in core.people} | {o.value.id for o in core.organisations}
    unknown_speakers: list[tuple[FileLocation, str]] = []
    cited_articles = {each.evidence.article for each in iter_evidence(core)}
    blocks: dict[str, list[tuple[str, str]]] = {}
    complete = True
    for loaded in map(loader.load_article, loader.article_ids):
        complete = complete and loaded is not None and loaded.complete
        if loaded is None:
            continue
        findings += checks.check_article(loaded)
        unknown_speakers += (
            (location, speaker)
            for each in loaded.quotes
            for location, speaker in each.speaker_locations
            if speaker not in agents
        )
        if loaded.article.id in cited_articles:
            blocks[loaded.article.id] = loaded.blocks
    findings += checks.check_core(complete=complete)
    findings += check_speakers(unknown_speakers, loader.skipped)
    findings += check_core_references(core, loader.skipped)
    findings += place_evidence(core, blocks, loader.skipped)[1]
    findings += chain.from_iterable(
        islice(check_whitespace(file.path, read_text(file.path)[0] or ""), MAX_FINDINGS)
        for file in content_files
    )
    findings += (
        make_finding("D411", FileLocation(path, 0, 0), reason)
        for path, reason in files.find_unread_files(roots)
    )
    if not any(file.kind == "about" for file in content_files):
        message = "this folder is not a dossier: it has no dossier.yaml"
        findings.append(make_finding("D402", FileLocation(str(roots[0]), 0, 0), message))
    findings += [*loader.findings, *loader.find_stray_quotes()]
    return len(content_files), sorted(set(findings), key=lambda finding: finding[:5])
