"""Checks references across files (people, organisations, articles, areas, grades) and places evidence.

These checks run again whenever a file changes. They take what they need as plain collections, which come
from a full load (``check``) or from the index (when a few files changed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from medway_tui.content.anchor_findings import explain_anchor
from medway_tui.content.anchors import find_anchor
from medway_tui.content.loader import Core, SkippedContent
from medway_tui.model.councils import TabledJudgement
from medway_tui.model.evidence import Evidence
from medway_tui.model.finding_codes import MAX_FINDINGS, make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.inspections import Framework, Judgement
from medway_tui.model.locations import NO_BLOCK, BlockPlace, FileLocation, Span, block_places, find_block
from medway_tui.yaml_io.nodes import ValuePath, read_document
from medway_tui.yaml_io.source_map import Sourced, SourceMap


class CitedEvidence(NamedTuple):
    """A piece of evidence, the record that it supports, and its place in the article."""

    kind: str
    """inspection, event or difference."""
    owner: str
    """The id of the record."""
    part: str
    """For an inspection the area; for a difference the number of the side, from 0; ``outcome`` for that
    of an event; else empty."""
    evidence: Evidence
    source_map: SourceMap
    path: ValuePath
    """Its path within the record."""
    span: Span | None = None
    """Its place; a block with start and end 0 if no words are given; None if it is not found."""

    @property
    def location(self) -> FileLocation:
        """Where it is written."""
        return self.source_map.locate(self.path)


def check_core_references(core: Core, skipped: SkippedContent) -> list[Finding]:
    """Return findings for unknown ids in people, frameworks, inspections, events and differences."""
    return [
        *_check_agents(core, skipped),
        *_check_council(core, skipped),
        *_check_promisers(core, skipped),
        *_check_frameworks(core),
        *_check_inspections(core, skipped),
        *_check_councils(core, skipped),
        *(
            make_finding("D401", each.location, f"event {each.value.id} has no evidence or source")
            for each in core.events
            if not each.value.evidence and not each.value.sources
        ),
        *(
            make_finding(
                "D401", each.locate(("outcome",)), f"this outcome has no evidence or source: {outcome.says}"
            )
            for each in core.events
            if (outcome := each.value.outcome) and not outcome.evidence and not outcome.sources
        ),
        *(
            make_finding(
                "D401", each.locate(("sides", s)), f"this side has no evidence or source: {side.says}"
            )
            for each in core.differences
            for s, side in enumerate(each.value.sides)
            if not side.evidence and not side.sources
        ),
    ]


def check_speakers(speakers: Iterable[tuple[FileLocation, str]], skipped: SkippedContent) -> list[Finding]:
    """Return a finding for each unknown speaker; the locations are those of the speakers' ids."""
    return [
        make_finding("R201", location, f"there is no person or organisation {speaker}")
        for location, speaker in speakers
        if not (skipped.may_contain("people", speaker) or skipped.may_contain("organisations", speaker))
    ]


def locate_speakers(quotes: Iterable[tuple[FileLocation, str]]) -> Iterator[tuple[FileLocation, str]]:
    """Yield the location of each quotation's speaker, from the location of the quotation, and the speaker.

    Each file is read once. Only the first ``MAX_FINDINGS`` are located.
    """
    for path, of_file in groupby(sorted(quotes)[:MAX_FINDINGS], key=lambda quote: quote[0].path):
        document, _ = read_document(path)
        entries = document.value if isinstance(document.value, list) else []
        numbers = {document.locate((n,)): n for n in range(len(entries))}
        for location, speaker in of_file:
            number = numbers.get(location)
            entry = entries[number] if number is not None else None
            if number is None or not isinstance(entry, dict):
                yield location, speaker
                continue
            speakers = entry.get("speakers")
            if isinstance(speakers, list) and speaker in speakers:
                yield document.locate((number, "speakers", speakers.index(speaker))), speaker
            else:
                yield document.locate((number, "speaker")), speaker


class _CitedArticle(NamedTuple):
    """An article in which evidence is looked for."""

    texts: list[str]
    kinds: list[str]
    places: list[BlockPlace]


def _cited_article(blocks: Sequence[tuple[str, str]]) -> _CitedArticle:
    kinds = [kind for _, kind in blocks]
    return _CitedArticle([text for text, _ in blocks], kinds, block_places(kinds[1:]))


def place_evidence(
    core: Core, blocks: Mapping[str, Sequence[tuple[str, str]]], skipped: SkippedContent
) -> tuple[list[CitedEvidence], list[Finding]]:
    """Find all evidence in its articles, with the findings.

    ``blocks`` are the texts and kinds of each article's blocks, the headline first, by the article's id.
    """
    articles = {article_id: _cited_article(of_article) for article_id, of_article in blocks.items()}
    placed: list[CitedEvidence] = []
    findings: list[Finding] = []
    for each in iter_evidence(core):
        article = articles.get(each.evidence.article)
        if article is not None:
            span, found = _place_in_article(each, article)
            findings += found
            placed.append(each._replace(span=span))
            continue
        placed.append(each)
        if not skipped.may_contain("article", each.evidence.article):
            location = each.source_map.locate((*each.path, "article"))
            findings.append(make_finding("R202", location, f"there is no article {each.evidence.article}"))
    return placed, findings


def _place_in_article(each: CitedEvidence, article: _CitedArticle) -> tuple[Span | None, list[Finding]]:
    evidence = each.evidence
    found = find_block(article.places, evidence.place)
    block = NO_BLOCK if found is None else found
    if evidence.exact is not None:
        result = find_anchor(article.texts, block, evidence.exact, evidence.prefix, evidence.suffix)
        # Words that occur several times in the block still show the right block.
        if result.status == "ambiguous":
            return result.span, []
        return result.span, explain_anchor(
            each.source_map,
            result,
            evidence,
            article.texts,
            each.path,
            places=article.places,
            missing=block != NO_BLOCK and article.kinds[block] == "missing",
        )
    if block != NO_BLOCK:
        return Span(block, 0, 0), []
    location = each.source_map.locate((*each.path, evidence.place.kind))
    return None, [make_finding("R206", location, f"{evidence.article} has no {evidence.place.label}")]


def iter_evidence(core: Core) -> Iterator[CitedEvidence]:
    """Yield every piece of evidence, with the record that it supports."""
    for inspection in core.inspections:
        for j, judgement in enumerate(inspection.value.judgements):
            for n, evidence in enumerate(judgement.evidence):
                path = ("judgements", j, "evidence", n)
                yield CitedEvidence(
                    "inspection", inspection.value.id, judgement.area, evidence, inspection.source_map, path
                )
    for event in core.events:
        for n, evidence in enumerate(event.value.evidence):
            yield CitedEvidence("event", event.value.id, "", evidence, event.source_map, ("evidence", n))
        for n, evidence in enumerate(event.value.outcome.evidence if event.value.outcome else ()):
            yield CitedEvidence(
                "event", event.value.id, "outcome", evidence, event.source_map, ("outcome", "evidence", n)
            )
    for difference in core.differences:
        for s, side in enumerate(difference.value.sides):
            for n, evidence in enumerate(side.evidence):
                path = ("sides", s, "evidence", n)
                yield CitedEvidence(
                    "difference", difference.value.id, str(s), evidence, difference.source_map, path
                )


def _check_agents(core: Core, aside: SkippedContent) -> Iterator[Finding]:
    organisations = {each.value.id for each in core.organisations}
    for person in core.people:
        if person.value.id in organisations:
            message = f"the id {person.value.id} is also the id of an organisation"
            yield make_finding("R203", person.location, message)
        for m, membership in enumerate(person.value.memberships):
            for key in ("organization_id", "on_behalf_of_id"):
                organisation_id = getattr(membership, key)
                if (
                    organisation_id is None
                    or organisation_id in organisations
                    or aside.may_contain("organisations", organisation_id)
                ):
                    continue
                location = person.locate(("memberships", m, key))
                yield make_finding("R201", location, f"there is no organisation {organisation_id}")


def _check_council(core: Core, aside: SkippedContent) -> Iterator[Finding]:
    """Yield the finding for an unknown id in the key ``council`` of dossier.yaml."""
    council = core.about.value.council if core.about else None
    known = {each.value.id for each in core.organisations}
    if core.about and council and council not in known and not aside.may_contain("organisations", council):
        location = core.about.locate(("council",))
        yield make_finding("R201", location, f"there is no organisation {council}")


def _check_promisers(core: Core, aside: SkippedContent) -> Iterator[Finding]:
    """Yield the findings for unknown ids in the key ``by`` of events."""
    agents = {each.value.id for each in core.people} | {each.value.id for each in core.organisations}
    for event in core.events:
        for number, agent in enumerate(event.value.by):
            is_skipped = aside.may_contain("people", agent) or aside.may_contain("organisations", agent)
            if agent not in agents and not is_skipped:
                message = f"there is no person or organisation {agent}"
                yield make_finding("R201", event.locate(("by", number)), message)


def _check_frameworks(core: Core) -> Iterator[Finding]:
    for each in core.frameworks:
        areas = [area.id for area in each.value.areas]
        for kind, values, key in (("area", areas, "areas"), ("grade", list(each.value.grades), "grades")):
            earlier: set[str] = set()
            for n, value in enumerate(values):
                if value in earlier:
                    message = f"duplicate {kind} {value} in the framework {each.value.id}"
                    yield make_finding("R203", each.locate((key, n)), message)
                earlier.add(value)


def _check_inspections(core: Core, aside: SkippedContent) -> Iterator[Finding]:
    frameworks = {each.value.id: each.value for each in core.frameworks}
    for each in core.inspections:
        framework = frameworks.get(each.value.framework)
        if framework is not None:
            yield from _check_judgements(each, each.value.judgements, framework)
        elif not aside.may_contain("frameworks", each.value.framework):
            message = f"there is no framework {each.value.framework}"
            yield make_finding("R202", each.locate(("framework",)), message)


def _check_councils(core: Core, aside: SkippedContent) -> Iterator[Finding]:
    frameworks = {each.value.id: each.value for each in core.frameworks}
    inspections = {each.value.id for each in core.inspections}
    for council in core.councils:
        for number, inspection in enumerate(council.value.inspections):
            path = ("inspections", number)
            framework = frameworks.get(inspection.framework or "")
            if framework is not None:
                yield from _check_judgements(council, inspection.judgements, framework, path)
            elif inspection.framework is None:
                if inspection.judgements:
                    message = "an inspection with judgements needs the key framework"
                    yield make_finding("S101", council.locate(path), message)
            elif not aside.may_contain("frameworks", inspection.framework):
                message = f"there is no framework {inspection.framework}"
                yield make_finding("R202", council.locate((*path, "framework")), message)
            same = inspection.same_as
            if same is not None and same not in inspections and not aside.may_contain("inspection", same):
                message = f"there is no inspection {same}"
                yield make_finding("R202", council.locate((*path, "same_as")), message)


def _check_judgements(
    each: Sourced[Any],
    judgements: Sequence[Judgement | TabledJudgement],
    framework: Framework,
    path: ValuePath = (),
) -> Iterator[Finding]:
    """Yield the findings for areas and grades that the framework lacks, in the record at a path."""
    areas = {area.id for area in framework.areas}
    grades = frozenset(framework.grades)
    for j, judgement in enumerate(judgements):
        if judgement.area not in areas:
            message = f"the framework {framework.id} has no area {judgement.area}"
            yield make_finding("R205", each.locate((*path, "judgements", j, "area")), message)
        if judgement.grade is not None and judgement.grade not in grades:
            message = f"the framework {framework.id} has no grade {judgement.grade}"
            yield make_finding("R205", each.locate((*path, "judgements", j, "grade")), message)
