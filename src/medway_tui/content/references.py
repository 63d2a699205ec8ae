"""Whether everything that is named exists: people, organisations, articles, areas, grades.

These checks look across files, so they are asked anew whenever a file changed. They take what they
need to know as plain collections, which come from a reading of all files (``check``) or from the
index (when a few files changed).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from medway_tui.content.anchors import anchor
from medway_tui.content.codes import MOST, problem
from medway_tui.content.load import Aside, Core
from medway_tui.content.located import Layout, Located, Location
from medway_tui.content.nodes import open_document
from medway_tui.content.placing import place_findings
from medway_tui.model.evidence import Evidence
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.places import Span, Where


class Resting(NamedTuple):
    """A piece of evidence, whose it is, and where it stands in its article."""

    kind: str
    """inspection, event or difference."""
    owner: str
    """The id of what rests on it."""
    part: str
    """For an inspection the area; for a difference the number of the side, from 0; else empty."""
    evidence: Evidence
    where: Where
    span: Span | None
    """Its place; a paragraph with start and end 0 where no words are given; None when adrift."""


def core_references(core: Core, aside: Aside) -> list[Finding]:
    """Findings for what people, inspections, events and differences name that is not there."""
    return [
        *_agents(core, aside),
        *_frameworks(core),
        *_inspections(core, aside),
        *(
            problem("D401", *each.where, f"nothing bears out the event {each.noun.id}")
            for each in core.events
            if not each.noun.evidence and not each.noun.sources
        ),
        *(
            problem("D401", *each.at(("sides", s)), f"nothing bears out what a side says: {side.says}")
            for each in core.differences
            for s, side in enumerate(each.noun.sides)
            if not side.evidence and not side.sources
        ),
    ]


def unknown_speakers(speakers: Iterable[tuple[Where, str]], aside: Aside) -> list[Finding]:
    """A finding for each quotation whose speaker is nobody that the dossier knows."""
    return [
        problem("R201", *where, f"there is no person or organisation {speaker}")
        for where, speaker in speakers
        if not (aside.may_hold("people", speaker) or aside.may_hold("organisations", speaker))
    ]


def speakers_at(quotes: Iterable[tuple[Where, str]]) -> Iterator[tuple[Where, str]]:
    """Where the speaker of each quotation is written, from where the quotation is, and who that is.

    Each file is read once; of so many that nobody reads them all, only the first are told.
    """
    in_order = sorted(quotes)
    for path, of_file in groupby(in_order[:MOST], key=lambda quote: quote[0].path):
        document, _ = open_document(path)
        entries = document.value if isinstance(document.value, list) else []
        layouts = {document.where((n,)): Layout(document, (n,)) for n in range(len(entries))}
        for where, speaker in of_file:
            layout = layouts.get((where.line, where.column))
            yield (where if layout is None else layout.at(("speaker",))), speaker


def rest(
    core: Core,
    texts: Mapping[str, Sequence[str]],
    aside: Aside,
    missing: Mapping[str, Container[int]] | None = None,
) -> tuple[list[Resting], list[Finding]]:
    """Place all evidence in its articles.

    ``texts`` gives each article's headline and paragraphs, by the article's id; ``missing`` the numbers
    of the blocks that the copy of an original lacks.
    """
    resting: list[Resting] = []
    findings: list[Finding] = []
    for each in evidence_of(core):
        evidence = each.evidence
        article = texts.get(evidence.article)
        span: Span | None = None
        if article is None:
            if not aside.may_hold("article", evidence.article):
                where = each.layout.at((*each.path, "article"))
                findings.append(problem("R202", *where, f"there is no article {evidence.article}"))
        elif evidence.exact is not None:
            span, how = anchor(article, evidence.paragraph, evidence.exact, evidence.prefix, evidence.suffix)
            # Evidence that stands several times in its paragraph still shows the right paragraph.
            if how != "ambiguous":
                lacking = evidence.paragraph in (missing or {}).get(evidence.article, ())
                findings += place_findings(
                    each.layout, how, span, evidence, article, each.path, missing=lacking
                )
        elif evidence.paragraph < len(article):
            span = Span(evidence.paragraph, 0, 0)
        else:
            message = f"{evidence.article} has no paragraph {evidence.paragraph}"
            findings.append(problem("R206", *each.layout.at((*each.path, "paragraph")), message))
        resting.append(Resting(each.kind, each.owner, each.part, evidence, each.layout.at(each.path), span))
    return resting, findings


class Cited(NamedTuple):
    """A piece of evidence as it is written."""

    kind: str
    """What kind of thing rests on it: inspection, event or difference."""
    owner: str
    """The id of what rests on it."""
    part: str
    """The part that rests on it, as in ``Resting``."""
    evidence: Evidence
    layout: Layout
    path: Location
    """Its path within what rests on it."""


def evidence_of(core: Core) -> Iterator[Cited]:
    """Every piece of evidence, and what rests on it."""
    for inspection in core.inspections:
        for j, judgement in enumerate(inspection.noun.judgements):
            for n, evidence in enumerate(judgement.evidence):
                path = ("judgements", j, "evidence", n)
                yield Cited(
                    "inspection", inspection.noun.id, judgement.area, evidence, inspection.layout, path
                )
    for event in core.events:
        for n, evidence in enumerate(event.noun.evidence):
            yield Cited("event", event.noun.id, "", evidence, event.layout, ("evidence", n))
    for difference in core.differences:
        for s, side in enumerate(difference.noun.sides):
            for n, evidence in enumerate(side.evidence):
                path = ("sides", s, "evidence", n)
                yield Cited("difference", difference.noun.id, str(s), evidence, difference.layout, path)


def _agents(core: Core, aside: Aside) -> Iterator[Finding]:
    organisations = {each.noun.id for each in core.organisations}
    for person in core.people:
        if person.noun.id in organisations:
            message = f"the id {person.noun.id} is an organisation's too"
            yield problem("R203", *person.where, message)
        for m, membership in enumerate(person.noun.memberships):
            for key in ("organization_id", "on_behalf_of_id"):
                named = getattr(membership, key)
                if named is None or named in organisations or aside.may_hold("organisations", named):
                    continue
                where = person.at(("memberships", m, key))
                yield problem("R201", *where, f"there is no organisation {named}")


def _frameworks(core: Core) -> Iterator[Finding]:
    for each in core.frameworks:
        areas = [area.id for area in each.noun.areas]
        for kind, values, key in (("area", areas, "areas"), ("grade", list(each.noun.grades), "grades")):
            seen: set[str] = set()
            for n, value in enumerate(values):
                if value in seen:
                    message = f"the {kind} {value} stands twice in the framework {each.noun.id}"
                    yield problem("R203", *each.at((key, n)), message)
                seen.add(value)


def _inspections(core: Core, aside: Aside) -> Iterator[Finding]:
    frameworks = {each.noun.id: each.noun for each in core.frameworks}
    for each in core.inspections:
        framework = frameworks.get(each.noun.framework)
        if framework is not None:
            yield from _judgements(each, framework)
        elif not aside.may_hold("frameworks", each.noun.framework):
            message = f"there is no framework {each.noun.framework}"
            yield problem("R202", *each.at(("framework",)), message)


def _judgements(each: Located[Inspection], framework: Framework) -> Iterator[Finding]:
    areas = {area.id for area in framework.areas}
    grades = frozenset(framework.grades)
    for j, judgement in enumerate(each.noun.judgements):
        if judgement.area not in areas:
            message = f"the framework {framework.id} has no area {judgement.area}"
            yield problem("R205", *each.at(("judgements", j, "area")), message)
        if judgement.grade not in grades:
            message = f"the framework {framework.id} has no grade {judgement.grade}"
            yield problem("R205", *each.at(("judgements", j, "grade")), message)
