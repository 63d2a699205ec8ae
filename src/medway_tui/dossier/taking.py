"""Taking files into the index: the one place where content and index meet.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from medway_tui.content import references
from medway_tui.content.files import ContentFile
from medway_tui.content.load import Core, Reading
from medway_tui.content.reading import read
from medway_tui.dossier.folders import find, identity, with_own
from medway_tui.dossier.keeping import Keeping
from medway_tui.dossier.opening import Progress
from medway_tui.index import state
from medway_tui.index.store import Index
from medway_tui.index.writing import Writer
from medway_tui.model.findings import Finding


def fill(index: Index, roots: Sequence[Path], progress: Progress | None) -> None:
    """Take everything in these folders, and in the user's own, into an empty index."""
    found = find(roots)
    about = Reading(found).about()
    if about is not None:
        found = find(with_own(roots, about.id))
    take_in(index, found, found, set(found), set(), progress)
    writer = Writer(index)
    writer.set_meta("roots", identity(roots))
    writer.set_meta("complete", "1")


def take_in(
    index: Index,
    found: Sequence[ContentFile],
    differing: Iterable[ContentFile],
    changed: set[ContentFile],
    gone: set[str],
    progress: Progress | None,
    *,
    keep: bool = False,
) -> None:
    """Bring the index from what it knows to what was found; inside a transaction.

    ``differing`` files look different, ``changed`` ones are; of ``gone`` ones the paths are known. With
    ``keep``, what is faulty now stays as it was in the index.
    """
    writer = Writer(index)
    reading = Reading(found)
    earlier: set[str] = set()
    if changed or gone:
        keeping = Keeping(index, state.known_files(index), found) if keep else None
        core = reading.core()
        core_kept = keeping.of(reading.findings) if keeping else set()
        earlier |= core_kept
        stems = _stems(changed, gone)
        for done, stem in enumerate(stems):
            if progress is not None:
                progress(done, len(stems))
            before = len(reading.findings)
            unit = reading.unit(stem)
            kept = keeping.of(reading.findings[before:]) if keeping else set()
            if kept and state.holds(index, stem):
                earlier |= kept
                continue
            writer.drop_article(stem)
            if unit is not None:
                quotes = [(each.quote, each.where, each.span) for each in unit.quotes]
                writer.put_article(unit.article, unit.where, unit.paragraphs, quotes)
        if progress is not None:
            progress(len(stems), len(stems))
        if not core_kept:
            _put_core(writer, core)
        read = {f.path for f in found if f.kind not in ("article", "quotes") or f.stem in stems}
        touched = {*read, *gone, *(file.path for file in changed)}
        writer.set_findings(touched, reading.findings)
        writer.set_findings_across(_across(index, None if core_kept else writer, core, reading))
    by_path = {file.path: file for file in differing}
    by_path.update({f.path: f for f in found if f.path in reading.hashes})
    hashes = {**reading.hashes, **dict.fromkeys(earlier, state.EARLIER)}
    rows = [
        (f.path, f.kind, f.stem, f.layer, f.mtime_ns, f.size, _known_hash(f.path, hashes))
        for f in by_path.values()
    ]
    writer.set_files(rows, gone)


def _put_core(writer: Writer, core: Core) -> None:
    writer.clear_core()
    if core.about is not None:
        writer.set_meta("id", core.about.id)
        writer.set_meta("title", core.about.title)
        writer.set_meta("description", core.about.description or "")
    taken: set[str] = set()
    # Organisations come after people, so that no two share a place, by which each has its colour.
    for position, organisation in enumerate(core.organisations):
        taken.add(organisation.noun.id)
        writer.put_organisation(organisation.noun, organisation.where, len(core.people) + position)
    for position, person in enumerate(core.people):
        if person.noun.id not in taken:
            writer.put_person(person.noun, person.where, position)
    for framework in core.frameworks:
        writer.put_framework(framework.noun)
    for inspection in core.inspections:
        places = [inspection.at(("judgements", n)) for n in range(len(inspection.noun.judgements))]
        writer.put_inspection(inspection.noun, inspection.where, places)
    for event in core.events:
        writer.put_event(event.noun, event.where)
    for position, difference in enumerate(core.differences):
        writer.put_difference(difference.noun, difference.where, position)


def _across(index: Index, writer: Writer | None, core: Core, reading: Reading) -> list[Finding]:
    """Place all evidence, unless without a ``writer``, and find what is named and not there."""
    named = {each.evidence.article for each in references.evidence_of(core)}
    texts, missing = state.texts(index, sorted(named)), state.missing(index, sorted(named))
    resting, findings = references.rest(core, texts, reading.aside, missing)
    if writer is not None:
        for position, each in enumerate(resting):
            what = (each.kind, each.owner, each.part)
            writer.put_evidence(position, what, each.evidence, each.where, each.span)
    strangers = [(references.speaker_at(where), who) for where, who in state.unknown_speakers(index)]
    return [
        *findings,
        *references.core_references(core, reading.aside),
        *references.unknown_speakers(strangers, reading.aside),
        *reading.strays(),
    ]


def _stems(changed: Iterable[ContentFile], gone: Iterable[str]) -> list[str]:
    stems = {file.stem for file in changed if file.kind in ("article", "quotes")}
    for path in map(Path, gone):
        if path.parent.name in ("articles", "quotes"):
            stems.add(path.stem)
    return sorted(stems)


def same_bytes(file: ContentFile, known: dict[str, state.KnownFile]) -> bool:
    """Whether a file that looks different holds what it held when it was taken in."""
    seen = known.get(file.path)
    return seen is not None and seen.layer == file.layer and seen.hash == _hash(file.path)


def _known_hash(path: str, hashes: dict[str, str]) -> str:
    known = hashes.get(path)
    return _hash(path) if known is None else known


def _hash(path: str) -> str:
    return hashlib.sha256(read(path)[1]).hexdigest()
