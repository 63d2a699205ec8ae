"""Taking files into the index: the one place where content and index meet.

Imports yaml and pydantic, so it is imported only when a file has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from medway_tui.content import references
from medway_tui.content.files import find_core, of_stem
from medway_tui.content.load import Aside, Core, Reading, stray
from medway_tui.dossier.folders import unlisted
from medway_tui.dossier.keeping import to_be_kept
from medway_tui.dossier.looking import CORE, Look
from medway_tui.dossier.units import Known, Taken, file_row, hash_of, read_unit
from medway_tui.index import state
from medway_tui.index.store import Index
from medway_tui.index.writing import Writer
from medway_tui.model.findings import Finding


class Taking:
    """Brings an index from what it knows to what the folders hold. Call inside its transactions."""

    def __init__(self, index: Index, roots: Sequence[Path], *, keep: bool = False) -> None:
        """Take from the folders ``roots``, the lowest first.

        With ``keep``, what is faulty now stays as it was in the index.
        """
        self.index = index
        self.roots = [str(root) for root in roots]
        self.changed = False
        """Whether anything was taken in that was not there before."""
        self._paths = list(roots)
        self._keep = keep
        self._writer = Writer(index)
        self._core: tuple[Reading, Core, set[str]] | None = None
        self._strays: list[Finding] = []
        self._touched: set[str] = set()

    # -- articles ------------------------------------------------------------------------------------

    def read(self, stem: str) -> Taken:
        """Read an article here and now."""
        return read_unit(self.roots, stem, known(self.index, [stem]).get(stem, {}))

    def put(self, articles: Sequence[Taken]) -> None:
        """Put what was read of some articles in the place of what the index holds of them."""
        rows = []
        files: list[tuple[Any, ...]] = []
        gone: list[str] = []
        findings: list[Finding] = []
        touched: list[str] = []
        held = state.known_of_stems(self.index, [each.stem for each in articles])
        for each in articles:
            before = held.get(each.stem, {})
            if each.same:
                files += each.files
                continue
            self.changed = True
            paths = {row[0]: row[1] for row in each.files}
            kept = to_be_kept(self.index, each.findings, paths) if self._keep and each.findings else set()
            if kept and state.holds(self.index, each.stem):
                files += ((*row[:-1], state.EARLIER) if row[0] in kept else row for row in each.files)
            else:
                files += each.files
                if before:
                    self._writer.drop_article(each.stem)
                if each.rows is not None:
                    rows.append(each.rows)
            gone += set(before) - set(paths)
            findings += each.findings
            self._strays += each.strays
            touched += {*before, *paths}
        self._writer.put_articles(rows)
        self._writer.set_findings(touched, findings)
        self._writer.set_files(files, gone)
        self._touched.update(touched)

    # -- everything else -----------------------------------------------------------------------------

    def put_core(self, look: Look) -> None:
        """Take in everything but articles, where any of it changed, or rests on what did.

        To be called when the articles are in: evidence is placed by their texts.
        """
        before = state.known_files(self.index, CORE) if look.core else {}
        changed = [
            file
            for file in look.core
            if (seen := before.get(file.path)) is None
            or seen.layer != file.layer
            or seen.hash != hash_of(file.path)
        ]
        if changed or look.gone:
            self.changed = True
        elif not self.changed and self.index.complete:
            self._writer.set_files([file_row(file, {}) for file in look.core])
            return
        elif self._stands_alone(look.stems):
            self._writer.set_files([file_row(file, {}) for file in look.core])
            self._put_across_for(look.stems)
            return
        self.put_whole_core(look.gone)

    def put_whole_core(self, gone: Iterable[str] = ()) -> None:
        """Take in everything but articles, and what looks across files; of ``gone`` files, the paths."""
        if self._core is None:
            self._core = self._read_core()
            reading, core, kept = self._core
            if not kept:
                _put_core(self._writer, core)
            rows = [file_row(file, reading.hashes) for file in reading.files]
            self._writer.set_findings({*(row[0] for row in rows), *gone}, reading.findings)
            self._writer.set_files(
                [(*row[:-1], state.EARLIER) if row[0] in kept else row for row in rows], gone
            )
        reading, core, kept = self._core
        self._writer.set_findings_across(_across(self.index, None if kept else self._writer, core, reading))

    def _read_core(self) -> tuple[Reading, Core, set[str]]:
        """All files but articles, what they hold, and those of which the index keeps what it had."""
        try:
            files = find_core(self._paths)
        except OSError as error:
            raise unlisted(error) from None
        reading = Reading(files, _Articles(self.roots))
        core = reading.core()
        kinds = {file.path: file.kind for file in files}
        kept = to_be_kept(self.index, reading.findings, kinds) if self._keep else set()
        return reading, core, kept

    def _stands_alone(self, stems: Iterable[str]) -> bool:
        """Whether nothing but articles changed, and nothing that is told of other files depends on them.

        Where one of the other files is faulty, what may be said of an article depends on what is in it.
        """
        if not self.index.complete or state.has_errors(self.index, CORE):
            return False
        return state.cited(self.index).isdisjoint(stems)

    def _put_across_for(self, stems: Sequence[str]) -> None:
        strangers = references.speakers_at(state.unknown_speakers(self.index, stems))
        found = references.unknown_speakers(strangers, Aside(()))
        self._writer.set_findings_across([*self._strays, *found], self._touched)


def known(index: Index, stems: Sequence[str]) -> dict[str, Known]:
    """How the files of articles were when they were taken in, by the articles' ids."""
    return {
        stem: {each.path: (each.layer, each.hash) for each in files.values()}
        for stem, files in state.known_of_stems(index, stems).items()
    }


class _Articles:
    """The ids of all articles that have a file; whether one has is seen when it is asked."""

    def __init__(self, roots: Sequence[str]) -> None:
        self._roots = roots

    def __contains__(self, stem: object) -> bool:
        return any(file.kind == "article" for file in of_stem(self._roots, str(stem)))


def _put_core(writer: Writer, core: Core) -> None:
    memberships = writer.memberships()
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
    writer.stand_anew(memberships)
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
        writer.clear_evidence()
        for position, each in enumerate(resting):
            what = (each.kind, each.owner, each.part)
            writer.put_evidence(position, what, each.evidence, each.where, each.span)
    strangers = references.speakers_at(state.unknown_speakers(index))
    return [
        *findings,
        *references.core_references(core, reading.aside),
        *references.unknown_speakers(strangers, reading.aside),
        *(stray(path, stem) for path, stem in state.without_article(index)),
    ]
