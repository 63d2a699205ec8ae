"""Reads the coded passages of a REFI-QDA project as annotations of articles of a dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from medway_tui.export.dataset.qda_description import EDITORS, PROGRAM, READER, parse_description
from medway_tui.export.dataset.qdpx import CONTINUES, REPEATS
from medway_tui.importing.annotations.foreign import (
    AnnotationFile,
    AnnotationProblem,
    ArticleReference,
    ForeignAnnotation,
    QuotedPassage,
)
from medway_tui.importing.annotations.refi_qda.code_meanings import CodeMeanings
from medway_tui.importing.annotations.refi_qda.documents import DocumentFinder
from medway_tui.importing.annotations.refi_qda.positions import (
    CountedText,
    Counting,
    describe_counting,
    find_counting,
)
from medway_tui.importing.annotations.refi_qda.project import (
    ProjectDocument,
    ProjectSelection,
    QdaProject,
    read_project,
)
from medway_tui.index.connection import Index
from medway_tui.quotation_marks import CLOSING, OPENING, STRAIGHT
from medway_tui.text import plural, shorten

_FORMAT_NAME = "a REFI-QDA project"
_CONTEXT = 64
"""The code points of text before and after a passage, by which its place is found in the article."""
_MAX_LINE = 20_000
"""The longest line that is compared with the blocks of the article as a whole."""
_LINE = re.compile("[^\r\n]+")
_MARKS_BEFORE = f"{OPENING}{STRAIGHT}"
_MARKS_AFTER = f"{CLOSING}{STRAIGHT}"
_NO_WORDS = "its positions select no words of the text"
_NO_ARTICLE = "the dossier has no such article"


def read_coded_passages(data: bytes, index: Index, dossier: str) -> AnnotationFile:
    """Read the bytes of a project; its documents and speakers are looked up in a dossier with this id.

    Raises UnreadableError as ``read_project`` does. What can't be placed in any article is in the problems.
    """
    return _PassageReader(read_project(data), index, dossier).read()


class _Placed(NamedTuple):
    """A selection with its words."""

    selection: ProjectSelection
    passages: tuple[QuotedPassage, ...]
    """Its words in each line of the document."""
    label: str


class _PassageReader:
    def __init__(self, project: QdaProject, index: Index, dossier: str) -> None:
        self._project = project
        self._finder = DocumentFinder(index, dossier)
        self._meanings = CodeMeanings(project, index, dossier)
        self._links = {(origin, name): target for origin, name, target in project.links}
        self._problems = [AnnotationProblem("project.qde", each) for each in project.problems]
        self._uncoded = 0
        self._coded_whole = 0
        self._graded = 0

    def read(self) -> AnnotationFile:
        counting = find_counting(self._project)
        annotations: list[ForeignAnnotation] = []
        for document in self._project.documents:
            annotations += self._read_document(document, counting)
        return AnnotationFile(
            _FORMAT_NAME + (f" of {shorten(self._project.origin)}" if self._project.origin else ""),
            tuple(annotations),
            tuple(self._problems),
            tuple(self._remarks(counting)),
        )

    def _remarks(self, counting: Counting) -> Iterator[str]:
        if counting != Counting():
            yield f"its positions are read as {describe_counting(counting)}"
        if self._uncoded:
            yield f"{plural(self._uncoded, 'passage')} without a code left out"
        if self._coded_whole:
            yield f"{plural(self._coded_whole, 'document')} coded as a whole: that is no quotation"
        if self._graded:
            yield f"{plural(self._graded, 'passage')} coded with nothing but grades left out"

    # -- documents ----------------------------------------------------------------------------------

    def _read_document(self, document: ProjectDocument, counting: Counting) -> Iterator[ForeignAnnotation]:
        name = document.name or document.guid or "a document without a name"
        for words, kind in document.unreadable:
            reason = f"{kind}, which has no place in a text"
            self._problems.append(AnnotationProblem(name, reason, words=words))
        coded = _join_codes(each for each in document.selections if self._is_quotation(each))
        self._coded_whole += document.is_coded_whole
        if not coded:
            return
        number = plural(len(coded), "passage")
        if document.text is None:
            self._problems.append(AnnotationProblem(name, f"{document.error}: {number} not placed"))
            return
        article = self._finder.find(document)
        if article is None:
            text = f"{document.file}, unpacked from the project," if document.file else "its text"
            hint = f"import {text} as an article first, then the project again"
            self._problems.append(AnnotationProblem(name, f"{_NO_ARTICLE}: {number} not placed; {hint}"))
            return
        placed = list(self._place(name, document.text, coded, CountedText(document, counting)))
        yield from self._annotate(article, placed)

    def _is_quotation(self, selection: ProjectSelection) -> bool:
        """Whether a selection is coded, and with more than grades; what is not is counted."""
        if not selection.codes and not self._meanings.find_case(selection.guid):
            self._uncoded += 1
            return False
        is_grade_alone = self._meanings.read(selection.codes).is_grade_alone
        self._graded += is_grade_alone
        return not is_grade_alone

    def _place(
        self, name: str, text: str, selections: Sequence[ProjectSelection], counted: CountedText
    ) -> Iterator[_Placed]:
        for each in selections:
            label = f"{name}:{each.start}–{each.end}"
            span = counted.span(each)
            if span is None:
                self._problems.append(AnnotationProblem(label, _NO_WORDS, words=each.name))
                continue
            yield _Placed(each, tuple(_split_at_lines(text, *span)) or (QuotedPassage(""),), label)

    def _annotate(self, article: str, placed: Sequence[_Placed]) -> Iterator[ForeignAnnotation]:
        """Yield an annotation for each selection; one for those that are linked as one quotation."""
        by_guid = {each.selection.guid: each for each in placed}
        parts: dict[int, list[_Placed]] = {}
        heads: list[_Placed] = []
        for each in sorted(placed, key=lambda each: each.selection.start):
            head = by_guid.get(self._links.get((each.selection.guid, CONTINUES), ""))
            if head is None and heads and parse_description(each.selection.description).is_continuation:
                # The program that it comes from drops links.
                head = heads[-1]
            if head is None or head is each:
                heads.append(each)
            else:
                parts.setdefault(id(head), []).append(each)
        # What repeats other words comes after them.
        for head in sorted(heads, key=self._repeats_others):
            all_parts = sorted([head, *parts.get(id(head), [])], key=lambda each: each.selection.start)
            yield self._make_annotation(article, head, all_parts)

    def _repeats_others(self, placed: _Placed) -> bool:
        is_linked = (placed.selection.guid, REPEATS) in self._links
        described = parse_description(placed.selection.description)
        return is_linked or described.is_repetition

    def _make_annotation(self, article: str, head: _Placed, parts: Sequence[_Placed]) -> ForeignAnnotation:
        selection = head.selection
        coded = self._meanings.read(code for each in parts for code in each.selection.codes)
        case = self._meanings.find_case(selection.guid)
        described = parse_description(selection.description)
        notes = [described.note, *(self._project.notes.get(each, "") for each in selection.notes)]
        user = self._project.users.get(selection.user, "")
        return ForeignAnnotation(
            head.label,
            ArticleReference(id=article),
            tuple(passage for each in parts for passage in each.passages),
            coded.speaker_ids or ((case,) if case else ()),
            # An id that is known needs no name: its code may have been given another.
            () if coded.speaker_ids or case else coded.speaker_names,
            coded.tags,
            described.attribution or coded.attribution,
            described.cue,
            coded.type,
            " ".join(filter(None, notes)),
            "" if user in (EDITORS, PROGRAM, READER) else user,
            coded.tags,
            is_repetition=self._repeats_others(head),
        )


def _join_codes(selections: Iterable[ProjectSelection]) -> list[ProjectSelection]:
    """Return selections with those of one place as one: QualCoder and MAXQDA write one for each code."""
    joined: dict[tuple[int, int], ProjectSelection] = {}
    for each in selections:
        place = each.start, each.end
        known = joined.get(place)
        if known is not None:
            descriptions = dict.fromkeys(filter(None, (known.description, each.description)))
            each = known._replace(  # noqa: PLW2901 - the two as one
                name=known.name or each.name,
                description="\n".join(descriptions),
                notes=tuple(dict.fromkeys((*known.notes, *each.notes))),
                codes=(*known.codes, *each.codes),
                user=known.user or each.user,
            )
        joined[place] = each
    return list(joined.values())


def _split_at_lines(text: str, start: int, end: int) -> Iterator[QuotedPassage]:
    """Yield the words of a range in each line, without quotation marks and white space at their ends."""
    for line in _LINE.finditer(text, text.rfind("\n", 0, start) + 1):
        if line.start() >= end:
            return
        first, last = max(start, line.start()), min(end, line.end())
        while first < last and (text[first].isspace() or text[first] in _MARKS_BEFORE):
            first += 1
        while last > first and (text[last - 1].isspace() or text[last - 1] in _MARKS_AFTER):
            last -= 1
        if first < last:
            yield QuotedPassage(
                text[first:last],
                text[max(0, first - _CONTEXT) : first],
                text[last : last + _CONTEXT],
                block_text=line[0] if len(line[0]) <= _MAX_LINE else "",
            )
