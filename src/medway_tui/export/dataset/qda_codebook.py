"""The codes, cases and variables of a dossier for programs for qualitative analysis.

The GUIDs are derived from the ids of the dossier, the same in every export: a second export updates the
first, and a project that comes back is recognised (``importing.annotations.refi_qda``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, get_args

from medway_tui.export.dataset.qda_description import join_lines
from medway_tui.export.dataset.qde_xml import QdaCode, QdaVariable
from medway_tui.export.stable_ids import stable_uuid
from medway_tui.index import dump
from medway_tui.index.inspections import list_frameworks, list_inspections
from medway_tui.index.names import name_forms
from medway_tui.index.people import RoleFinder
from medway_tui.index.quotes import printed_speakers
from medway_tui.model.constraints import QuoteType
from medway_tui.model.inspections import STATUS_WORDS
from medway_tui.model.roles import describe_period

if TYPE_CHECKING:
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import EvidenceRecord
    from medway_tui.index.people import RolesOnDate

QUOTED_TYPES: tuple[str, ...] = tuple(each for each in get_args(QuoteType) if each != "none")
"""The types of quotations that are exported."""
SPEAKERS, PRINTED_ALONE, GRADES, NOT_CERTAIN = (
    "Speakers", "Known by a printed form alone", "Grades", "Not certain",
)  # fmt: skip
"""The names of the headings by which an import tells what the codes below them are."""
DRAFT, UNATTRIBUTED, REPEATED = "draft", "unattributed", "repeated"
"""The marks of quotations that are not certain, or that count once only."""

_TYPE_CODES = {
    "direct": ("Direct", "A sentence or more of direct speech.", "#1B7F5C"),
    "mixed": ("Mixed", "A fragment of direct speech inside the article’s own sentence.", "#4C9F70"),
    "indirect": ("Indirect", "Reported speech: what was said, in the article’s words.", "#8A8D3F"),
}
_MARK_CODES = {
    DRAFT: (
        "Draft, not confirmed",
        "Found by a program; no person has confirmed it. No number of quotations counts it.",
        "#B8860B",
    ),
    UNATTRIBUTED: (
        "Speaker not given there",
        "The paragraph itself does not give these words to this speaker.",
        "#C0562B",
    ),
    REPEATED: (
        "Printed a second time",
        "The article prints the words of another of its quotations again: count them once.",
        "#7A7A7A",
    ),
}
_PERSON_COLOURS = (
    "#3B6FB6", "#B5523B", "#5B8C3A", "#8E5EA8", "#C08A2B", "#2E8F93", "#A63E6E", "#6B6F2F",
    "#4F5BA6", "#9A5B2E", "#3D8A5F", "#7D4E7F",
)  # fmt: skip
_GRADE_COLOURS = ("#2F8F4E", "#8FB339", "#E0A526", "#C8452F")
"""From the best grade to the worst."""
_NO_GRADE_COLOUR = "#7A7A7A"

PARTY = "Party"
ROLES = "Roles"
_CASE_VARIABLES = {
    PARTY: "The parties or bodies for whom the person held roles, each with its dates.",
    ROLES: "The roles of the person, each with its dates. What is inferred or not certain is said.",
}
_DOCUMENT_VARIABLES = {
    "Headline": ("Text", "The headline; in square brackets where it is the dossier’s own."),
    "Publisher": ("Text", "The publisher’s name."),
    "Published": ("Text", "The date of publication, as precise as is known; in square brackets if inferred."),
    "Day of publication": ("Date", "The day of publication, where it is known to the day."),
    "Published inferred": ("Text", "The evidence for a date of publication that the article does not print."),
    "Address": ("Text", "The address of the original."),
    "Author": ("Text", "The author, as printed."),
    "Kind": ("Text", "account (in the dossier’s own words) or original."),
}


class QdaCase(NamedTuple):
    """A person as a case."""

    guid: str
    name: str
    description: str
    code: str
    """The GUID of the person's code."""
    values: tuple[tuple[QdaVariable, str], ...]


class GradeKey(NamedTuple):
    """A grade of a framework, or the reason why there is none."""

    framework: str
    grade: str


def article_guid(dossier: str, article: str) -> str:
    """Return the GUID of an article as a document."""
    return stable_uuid(dossier, "article", article)


def quote_guid(dossier: str, article: str, quote: str) -> str:
    """Return the GUID of an entry of a quotes file as a coded passage."""
    return stable_uuid(dossier, "quote", article, quote)


def speaker_guid(dossier: str, agent: str) -> str:
    """Return the GUID of a speaker's code."""
    return stable_uuid(dossier, "speaker code", agent)


def case_guid(dossier: str, agent: str) -> str:
    """Return the GUID of a person's case.

    It differs from that of the code: QualCoder drops a code that has the GUID of a case.
    """
    return stable_uuid(dossier, "agent", agent)


def attribution_guid(dossier: str, attribution: str) -> str:
    """Return the GUID of the code of a speaker whom the dossier knows by a printed form alone."""
    return stable_uuid(dossier, "attribution code", attribution)


def type_guid(dossier: str, quote_type: str) -> str:
    """Return the GUID of the code of a type of quotations."""
    return stable_uuid(dossier, "type code", quote_type)


def mark_guid(dossier: str, mark: str) -> str:
    """Return the GUID of the code of a mark: ``DRAFT``, ``UNATTRIBUTED`` or ``REPEATED``."""
    return stable_uuid(dossier, "mark code", mark)


def grade_guid(dossier: str, key: GradeKey) -> str:
    """Return the GUID of a grade's code."""
    return stable_uuid(dossier, "grade code", *key)


class Codebook:
    """The codes, cases and variables of a dossier."""

    def __init__(self, index: Index, dossier: str) -> None:
        self._index = index
        self._dossier = dossier
        self._names = _UniqueNames()
        self._roles = RoleFinder(index)
        self._agents = {str(row[0]): row for row in dump.dump_agents(index)}
        described = {each.guid: each for each in self._list_variables()}
        self.variables = {each.name: each for each in described.values()}
        """The variables of cases and documents, by name."""
        self.grades = _JudgedGrades(index)
        self.codes = self._list_codes()
        """The codes as a tree."""
        self.cases = tuple(self._list_cases())
        """The people, each a case."""

    def _heading(self, name: str, description: str, codes: Iterable[QdaCode]) -> QdaCode:
        guid = stable_uuid(self._dossier, "heading", name)
        return QdaCode(
            guid, self._names.take(name, ""), description, None, is_codable=False, codes=tuple(codes)
        )

    def _list_codes(self) -> tuple[QdaCode, ...]:
        people, others = self._speaker_codes()
        headings = [
            self._heading(
                SPEAKERS,
                "The people and organisations whose words are quoted.",
                _non_empty(
                    self._heading("People", "People whom the dossier describes.", people),
                    self._heading(
                        "Organisations", "Organisations, and others that a quotation names.", others
                    ),
                    self._heading(
                        PRINTED_ALONE,
                        "Speakers whom the dossier does not identify, as the articles print them.",
                        self._attribution_codes(),
                    ),
                ),
            ),
            self._heading(
                "Quotation types",
                "How the words are quoted.",
                (
                    QdaCode(type_guid(self._dossier, each), self._names.take(name, each), says, colour)
                    for each, (name, says, colour) in _TYPE_CODES.items()
                ),
            ),
            self._heading(
                GRADES,
                "Passages that report a grade which an inspection gave.",
                self._grade_codes(),
            ),
            self._heading(
                NOT_CERTAIN,
                "Marks of quotations that need a second look, or that are not counted.",
                (
                    QdaCode(mark_guid(self._dossier, each), self._names.take(name, each), says, colour)
                    for each, (name, says, colour) in _MARK_CODES.items()
                ),
            ),
        ]
        return _non_empty(*headings)

    def _speaker_codes(self) -> tuple[list[QdaCode], list[QdaCode]]:
        people: list[QdaCode] = []
        others: list[QdaCode] = []
        quoted = set(self._index_speakers())
        for agent, (_, kind, name, _, _, note) in self._agents.items():
            if agent not in quoted and kind != "person":
                continue
            guid = speaker_guid(self._dossier, agent)
            code = QdaCode(
                guid,
                self._names.take(str(name), agent),
                join_lines(self._roles.all_roles(agent).describe(), _as_text(note)),
                _PERSON_COLOURS[int(guid[:8], 16) % len(_PERSON_COLOURS)],
            )
            (people if kind == "person" else others).append(code)
        return people, others

    def _index_speakers(self) -> Iterator[str]:
        for row in self._index.rows(
            "SELECT speaker FROM quote WHERE speaker IS NOT NULL AND type <> 'none' UNION"
            " SELECT j.speaker FROM joint_speaker j JOIN quote q ON q.key = j.quote WHERE q.type <> 'none'"
        ):
            yield row[0]

    def _attribution_codes(self) -> Iterator[QdaCode]:
        for attribution in printed_speakers(self._index):
            guid = attribution_guid(self._dossier, attribution)
            yield QdaCode(guid, self._names.take(attribution, "as printed"), "", _NO_GRADE_COLOUR)

    def _grade_codes(self) -> Iterator[QdaCode]:
        for framework, (name, short_name, grades) in self.grades.scales.items():
            yield self._heading(
                name,
                "",
                (
                    QdaCode(
                        grade_guid(self._dossier, GradeKey(framework, grade)),
                        self._names.take(grade[:1].upper() + grade[1:], short_name),
                        "" if colour != _NO_GRADE_COLOUR else "Not a grade of the scale.",
                        colour,
                    )
                    for grade, colour in grades.items()
                ),
            )

    def _list_variables(self) -> Iterator[QdaVariable]:
        for name, says in _CASE_VARIABLES.items():
            yield QdaVariable(stable_uuid(self._dossier, "variable", name), name, says)
        for name, (kind, says) in _DOCUMENT_VARIABLES.items():
            yield QdaVariable(stable_uuid(self._dossier, "variable", name), name, says, kind)

    def _list_cases(self) -> Iterator[QdaCase]:
        names = _UniqueNames()
        forms = name_forms(self._index)
        for agent, (_, kind, name, _, _, note) in self._agents.items():
            if kind != "person":
                continue
            roles = self._roles.all_roles(agent)
            others = [form for form in forms.get(agent, ()) if form != name]
            values = ((PARTY, _describe_parties(roles)), (ROLES, roles.describe()))
            yield QdaCase(
                case_guid(self._dossier, agent),
                names.take(str(name), agent),
                join_lines(_as_text(note), "Also printed as " + ", ".join(others) if others else None),
                speaker_guid(self._dossier, agent),
                tuple((self.variables[key], value) for key, value in values if value),
            )


class _JudgedGrades:
    """The grades that inspections gave, with their scales."""

    def __init__(self, index: Index) -> None:
        inspections = {each.id: each for each in list_inspections(index)}
        frameworks = list_frameworks(index)
        self._says: dict[tuple[str, str], tuple[GradeKey, str]] = {}
        self.scales: dict[str, tuple[str, str, dict[str, str]]] = {}
        """The name of each framework in use, a short one, and the colours of its grades, the best first."""
        areas = {(row[0], row[2]): str(row[3]) for row in dump.dump_areas(index)}
        for row in dump.dump_table(index, "judgements"):
            inspection, framework, _, area, grade, printed, _, note, status = map(_as_text, row)
            if framework not in self.scales:
                known = frameworks.get(framework)
                scale = known.grades if known else ()
                colours = {each: _grade_colour(rank, len(scale)) for rank, each in enumerate(scale)}
                names = (known.name, known.short_name) if known else (framework, framework)
                self.scales[framework] = (*names, colours)
            word = grade or STATUS_WORDS.get(status, status)
            self.scales[framework][2].setdefault(word, _NO_GRADE_COLOUR)
            made = inspections[inspection]
            self._says[inspection, area] = (
                GradeKey(framework, word),
                join_lines(
                    f"{areas.get((framework, area), area)}: {printed or word}",
                    f"{made.title}, {made.provider}, published {made.published}",
                    "The report itself was not seen." if made.second_hand else None,
                    note,
                ),
            )

    def find(self, evidence: EvidenceRecord) -> tuple[GradeKey, str] | None:
        """Return the grade that a passage is evidence of, and its description; None where there is none."""
        return self._says.get((evidence.owner, evidence.part)) if evidence.kind == "inspection" else None


class _UniqueNames:
    """Gives each code a name of its own: QualCoder drops a second one, and ATLAS.ti disregards case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str, detail: str) -> str:
        """Return the name, with a detail or a number in brackets where it is taken already."""
        candidates = [name, *([f"{name} ({detail})"] if detail else [])]
        number = 2
        while (candidate := candidates.pop(0)).casefold() in self._taken:
            if not candidates:
                candidates.append(f"{name} ({number})")
                number += 1
        self._taken.add(candidate.casefold())
        return candidate


def _grade_colour(rank: int, scale: int) -> str:
    return _GRADE_COLOURS[round(rank * (len(_GRADE_COLOURS) - 1) / max(scale - 1, 1))]


def _describe_parties(roles: RolesOnDate) -> str:
    named = (f"{role.party}: {describe_period(role.dates)}" for role in roles.roles if role.party)
    return "; ".join(dict.fromkeys(named))


def _non_empty(*headings: QdaCode) -> tuple[QdaCode, ...]:
    return tuple(each for each in headings if each.codes)


def _as_text(value: str | int | None) -> str:
    return "" if value is None else str(value)
