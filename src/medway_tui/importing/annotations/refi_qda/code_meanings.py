"""What the codes of a REFI-QDA project mean in a dossier: speakers, types of quotations, or anything else.

By the GUIDs of our own exports (``export/dataset/qda_codebook.py``), else by the headings that the codes are
below, else by their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from medway_tui.export.dataset import qda_codebook
from medway_tui.export.dataset.qda_codebook import GRADES, NOT_CERTAIN, PRINTED_ALONE, QUOTED_TYPES, SPEAKERS
from medway_tui.importing.annotations.refi_qda.project import ProjectCode, QdaProject
from medway_tui.index.connection import Index
from medway_tui.index.names import name_forms
from medway_tui.text import fold

_SPEAKER_HEADINGS = frozenset(
    (fold(SPEAKERS), "speaker", "people", "person", "persons", "organisations", "organizations", "voices")
)
"""The headings below which codes are names of speakers."""
_TYPE_NAMES = {
    **{each: each for each in QUOTED_TYPES},
    **dict.fromkeys(("direct quotation", "direct quote", "direct speech"), "direct"),
    **dict.fromkeys(("mixed quotation", "partial quotation", "partial quote"), "mixed"),
    **dict.fromkeys(("indirect quotation", "indirect speech", "reported speech", "paraphrase"), "indirect"),
}
"""The names of codes for types of quotations."""
_MARKS = (qda_codebook.DRAFT, qda_codebook.UNATTRIBUTED, qda_codebook.REPEATED)


class CodedAs(NamedTuple):
    """What the codes of a passage say."""

    speaker_ids: tuple[str, ...] = ()
    """The speakers whom the dossier has."""
    speaker_names: tuple[str, ...] = ()
    """The names of codes below a heading for speakers that are no names of the dossier's."""
    attribution: str = ""
    type: str = ""
    tags: tuple[str, ...] = ()
    """The names of all other codes."""
    is_grade_alone: bool = False
    """Whether its only codes are grades: such a passage is evidence, and no quotation."""


class CodeMeanings:
    """Tells what the codes of a project mean."""

    def __init__(self, project: QdaProject, index: Index, dossier: str) -> None:
        self._project = project
        forms = name_forms(index)
        self._types = {qda_codebook.type_guid(dossier, each): each for each in QUOTED_TYPES}
        self._marks = {qda_codebook.mark_guid(dossier, each) for each in _MARKS}
        self._agents = {qda_codebook.speaker_guid(dossier, each): each for each in forms}
        self._agents |= {qda_codebook.case_guid(dossier, each): each for each in forms}
        self._by_name: dict[str, set[str]] = {}
        for agent, names in forms.items():
            for name in (agent, *names):
                self._by_name.setdefault(fold(name), set()).add(agent)

    def read(self, codes: Iterable[str]) -> CodedAs:
        """Return what codes with these GUIDs say; the first type counts."""
        ids: list[str] = []
        names: list[str] = []
        tags: list[str] = []
        printed = kind = ""
        grades = 0
        for guid in codes:
            code = self._project.codes.get(guid)
            if code is None:
                # With NVivo, a passage may be coded with a case.
                case = self.find_case(guid)
                ids += [case] if case else []
                continue
            headings = {fold(each) for each in self._names_above(code)}
            speaker = self._find_speaker(code)
            if speaker:
                ids.append(speaker)
            elif found := self._types.get(guid) or _TYPE_NAMES.get(fold(code.name)):
                kind = kind or found
            elif guid in self._marks or fold(NOT_CERTAIN) in headings:
                continue
            elif fold(GRADES) in headings:
                grades += 1
            elif fold(PRINTED_ALONE) in headings:
                printed = code.name
            elif not headings.isdisjoint(_SPEAKER_HEADINGS):
                names.append(code.name)
            else:
                tags.append(code.name)
        is_grade_alone = grades > 0 and not (ids or names or printed or kind or tags)
        return CodedAs(tuple(dict.fromkeys(ids)), tuple(names), printed, kind, tuple(tags), is_grade_alone)

    def find_case(self, guid: str) -> str:
        """Return the person whose case has a GUID, or a selection with it; empty where no one has."""
        return self._agents.get(guid) or self._find_by_name(self._project.case_names.get(guid, ""))

    def _find_speaker(self, code: ProjectCode) -> str:
        """Return the id of the speaker that a code names; empty where it names none that is known."""
        return (
            self._agents.get(code.guid)
            or self._find_by_name(code.name)
            or self._find_by_name(self._project.case_names.get(code.guid, ""))
        )

    def _find_by_name(self, name: str) -> str:
        surname, _, first_names = name.partition(", ")
        # A name that is there twice has its id, or a number, in brackets.
        for each in (name, name.rpartition(" (")[2].removesuffix(")"), f"{first_names} {surname}"):
            found = self._by_name.get(fold(each.strip()), set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    def _names_above(self, code: ProjectCode) -> Iterable[str]:
        return (self._project.codes[each].name for each in code.ancestors if each in self._project.codes)
