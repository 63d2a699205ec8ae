"""Reads brat's stand-off files (brat.nlplab.org/standoff.html): ``ARTICLE.ann`` beside ``ARTICLE.txt``.

The quotations are read with their speakers, cues, types and notes, as ``export --format brat`` writes them
and a coder changes them. A line that can't be read is a problem with its number, and the rest is read.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, get_args

from medway_tui.export.dataset.brat import (
    ATTRIBUTION,
    CUE,
    CUED_BY,
    DATABASE,
    NOTES,
    QUOTATION,
    REPEATS,
    SPEAKER,
    SPOKEN_BY,
    TYPE,
)
from medway_tui.importing.annotations.foreign import (
    AnnotationFile,
    AnnotationProblem,
    ArticleReference,
    ForeignAnnotation,
    QuotedPassage,
)
from medway_tui.importing.annotations.web_annotation import written_note
from medway_tui.importing.saved_files import read_saved_file
from medway_tui.model.constraints import QuoteType
from medway_tui.saved_pages import UnreadableError
from medway_tui.text import plural

FORMAT = "brat"
SUFFIX = ".ann"
_CONTEXT = 64
"""The code points of text before and after words."""
_QUOTATIONS = frozenset((QUOTATION.casefold(), "quote", "quotes", "quotations"))
_ID = re.compile(r"([TREAMN]|#)([\w-]{1,40})\Z|\*\Z")
_TEXT_BOUND = re.compile(r"(\S+) (\d{1,10} \d{1,10}(?:;\d{1,10} \d{1,10}){0,999})\Z")
_ARGUMENT = re.compile(r"\S+:(\S+)\Z")
_MAX_LINES = 500_000


@dataclass
class _TextBound:
    id: str
    line: int
    kind: str
    fragments: list[tuple[int, int]]
    words: str
    """The words as the file has them, those of several fragments joined by spaces."""
    attributes: dict[str, str] = field(default_factory=dict)
    targets: dict[str, list[str]] = field(default_factory=dict)
    """The ids that relations lead to, by the relation's type."""
    references: list[tuple[str, str]] = field(default_factory=list)
    """The ids in a database, with the names."""
    notes: dict[str, str] = field(default_factory=dict)
    """The remarks, by their type."""


class _Line(NamedTuple):
    number: int
    id: str
    fields: list[str]
    """What follows the id."""


def is_brat(path: Path, data: bytes) -> bool:
    """Whether a file is of brat, by its name and the first of its lines."""
    return path.suffix.lower() == SUFFIX and b"\0" not in data[:4_096]


def read_brat(path: Path, data: bytes) -> AnnotationFile:
    """Read an .ann file and the .txt beside it. Raises UnreadableError where it is not UTF-8 text."""
    reader = _AnnReader(path.name, _decode(path.name, data))
    text_path = path.with_suffix(".txt")
    try:
        text = _decode(text_path.name, read_saved_file(text_path))
    except UnreadableError as error:
        text = ""
        reader.problems.append(
            AnnotationProblem(text_path.name, f"{error}: the words are placed without the text around them")
        )
    return reader.read(path.stem, text)


def read_brat_folder(folder: Path) -> AnnotationFile:
    """Read all .ann files of a folder, in the order of their names."""
    annotations: list[ForeignAnnotation] = []
    problems: list[AnnotationProblem] = []
    remarks: list[str] = []
    whole: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            file = read_brat(path, read_saved_file(path))
        except UnreadableError as error:
            place = f"{path.name}:{error.line}" if error.line else path.name
            problems.append(AnnotationProblem(place, str(error)))
            continue
        annotations += file.annotations
        problems += file.problems
        remarks += file.remarks
        whole += file.whole_articles
    return AnnotationFile(
        FORMAT, tuple(annotations), tuple(problems), tuple(dict.fromkeys(remarks)), tuple(whole)
    )


def _decode(name: str, data: bytes) -> str:
    try:
        return data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"{name} is not UTF-8", "save it as UTF-8", line, 1) from None


class _AnnReader:
    """Reads the lines of an .ann file."""

    def __init__(self, name: str, content: str) -> None:
        self._name = name
        self._content = content
        self._bounds: dict[str, _TextBound] = {}
        self._ids: dict[str, int] = {}
        self.problems: list[AnnotationProblem] = []

    def read(self, article_id: str, text: str) -> AnnotationFile:
        """Return the quotations of the file; ``text`` is empty where there is none."""
        lines = list(self._split())
        for line in lines:
            if line.id.startswith("T"):
                self._read_text_bound(line)
        for line in lines:
            if not line.id.startswith("T"):
                self._read_other(line)
        article = ArticleReference(id=article_id)
        places = _TextPlaces(text, self._bounds.values())
        annotations = []
        for bound in self._bounds.values():
            if bound.kind.casefold() in _QUOTATIONS:
                annotations.append(self._make_annotation(bound, article, places))
        others = Counter(
            each.kind
            for each in self._bounds.values()
            if each.kind.casefold() not in (*_QUOTATIONS, SPEAKER.casefold(), CUE.casefold())
        )
        remarks = [
            f"passed over: {plural(number, 'annotation')} of the type {kind}, which is no {QUOTATION}"
            for kind, number in others.items()
        ]
        return AnnotationFile(
            FORMAT, tuple(filter(None, annotations)), tuple(self.problems), tuple(remarks), (article_id,)
        )

    # -- lines -------------------------------------------------------------------------------------

    def _problem(self, line: int, reason: str, words: str = "") -> None:
        self.problems.append(AnnotationProblem(f"{self._name}:{line}", reason, words=words))

    def _split(self) -> Iterator[_Line]:
        for number, line in enumerate(self._content.split("\n"), 1):
            if number > _MAX_LINES:
                self._problem(number, f"more than {_MAX_LINES:,} lines are not read")
                return
            line = line.removesuffix("\r")  # noqa: PLW2901 - the line without its end
            if not line.strip():
                continue
            name, *fields = line.split("\t")
            if not fields or not _ID.match(name):
                self._problem(number, "this is no line of brat: an id and a tab are expected")
            elif name != "*" and name in self._ids:
                self._problem(number, f"the id {name} is in line {self._ids[name]} already")
            else:
                self._ids[name] = number
                yield _Line(number, name, fields)

    def _read_text_bound(self, line: _Line) -> None:
        match = _TEXT_BOUND.match(line.fields[0])
        if match is None:
            self._problem(line.number, "a type and offsets are expected, such as Quotation 14 29")
            return
        fragments = []
        for part in match[2].split(";"):
            start, end = map(int, part.split())
            fragments.append((start, end))
        if any(start >= end for start, end in fragments):
            self._problem(line.number, f"the offsets {match[2]} have no words between them")
            return
        words = " ".join(line.fields[1:])
        self._bounds[line.id] = _TextBound(line.id, line.number, match[1], sorted(fragments), words)

    def _read_other(self, line: _Line) -> None:
        """Read a relation, an attribute, a normalization or a note; others say nothing of quotations."""
        words = line.fields[0].split()
        kind = line.id[0]
        wanted = {"R": 3, "A": 2, "M": 2, "N": 3, "#": 2}.get(kind)
        if wanted is None:
            return
        if len(words) < wanted:
            self._problem(line.number, f"{line.id} has too few parts: {wanted} are expected")
            return
        if kind == "R":
            self._read_relation(line, words)
            return
        owner = self._owner(line, words[1])
        if owner is None:
            return
        if kind in "AM":
            owner.attributes[words[0]] = words[2] if len(words) > 2 else ""
        elif kind == "N":
            database, _, reference = words[2].partition(":")
            name = " ".join(line.fields[1:]).strip()
            owner.references.append((reference if database == DATABASE else "", name))
        else:
            known = owner.notes.get(words[0])
            text = " ".join(line.fields[1:]).strip()
            owner.notes[words[0]] = f"{known} {text}" if known else text

    def _read_relation(self, line: _Line, words: list[str]) -> None:
        matches = [_ARGUMENT.match(each) for each in words[1:3]]
        names = [match[1] for match in matches if match is not None]
        if len(names) < 2:
            self._problem(line.number, f"{line.id} needs two arguments, such as Arg1:T1 Arg2:T2")
            return
        first, second = (self._owner(line, name) for name in names)
        if first is not None and second is not None:
            first.targets.setdefault(words[0], []).append(second.id)

    def _owner(self, line: _Line, name: str) -> _TextBound | None:
        """Return what a line is about; a problem where the file has none, nothing for an event."""
        if name not in self._bounds and name not in self._ids:
            self._problem(line.number, f"{line.id} is about {name}, which the file does not have")
        return self._bounds.get(name)

    # -- quotations --------------------------------------------------------------------------------

    def _make_annotation(
        self, bound: _TextBound, article: ArticleReference, places: _TextPlaces
    ) -> ForeignAnnotation | None:
        passages = places.passages(bound)
        if isinstance(passages, str):
            self._problem(bound.line, passages, bound.words)
            return None
        speakers = [self._bounds[name] for name in bound.targets.get(SPOKEN_BY, ())]
        cues = [self._bounds[name] for name in bound.targets.get(CUED_BY, ())]
        printed = [places.words(each) for each in speakers]
        references = [each for speaker in speakers for each in speaker.references] or bound.references
        kind = bound.attributes.get(TYPE, "")
        note = bound.notes.get(NOTES, "")
        return ForeignAnnotation(
            f"{self._name}:{bound.line}",
            article,
            tuple(passages),
            speaker_ids=tuple(each for each, _ in references),
            speaker_names=tuple(name or each for each, name in references),
            name_hints=tuple(printed) if not references else (),
            attribution=" and ".join(printed) or bound.notes.get(ATTRIBUTION, ""),
            cue=places.words(cues[0]) if cues else "",
            type=kind if kind in get_args(QuoteType) else "",
            note=written_note(note),
            is_repetition=REPEATS in bound.targets,
        )


class _TextPlaces:
    """The text of a file, with offsets as its annotations count them.

    Programs other than brat count UTF-16 code units, or a line end of two characters as one. Of the ways to
    count, the one counts by which most annotations have the words that they are written with.
    """

    def __init__(self, text: str, bounds: Iterable[_TextBound]) -> None:
        bounds = list(bounds)
        self._text = text
        self._units: list[int] | None = None
        candidates = [(text, False)]
        if "\r\n" in text:
            candidates.append((text.replace("\r\n", "\n"), False))
        if any(ord(char) > 0xFFFF for char in text):
            candidates += [(each, True) for each, _ in candidates]
        best = -1
        for candidate, is_utf_16 in candidates:
            units = _utf_16_offsets(candidate) if is_utf_16 else None
            fitting = sum(_fits(candidate, units, each) for each in bounds)
            if fitting > best:
                best = fitting
                self._text, self._units = candidate, units
        self._lines = [0, *(match.end() for match in re.finditer("\n", self._text))]

    def words(self, bound: _TextBound) -> str:
        """Return the words of an annotation: as the text has them, else as they are written with it."""
        return bound.words.strip() or " ".join(_pieces(self._text, self._units, bound))

    def passages(self, bound: _TextBound) -> list[QuotedPassage] | str:
        """Return the words of an annotation with the text around them; a sentence where there are none."""
        if not self._text:
            return [QuotedPassage(bound.words)] if bound.words.strip() else "there is no text to place it in"
        if bound.words and not _fits(self._text, self._units, bound):
            # A text that was changed since: the words are what was marked.
            return [QuotedPassage(bound.words)]
        length = len(self._text) if self._units is None else self._units[-1]
        if bound.fragments[-1][1] > length:
            last = bound.fragments[-1]
            return f"the offsets {last[0]} {last[1]} are outside the text, which has {length:,} characters"
        passages = []
        for start, end in _in_code_points(self._units, bound):
            before, after = self._text[max(0, start - _CONTEXT) : start], self._text[end : end + _CONTEXT]
            line = bisect_right(self._lines, start) - 1
            line_end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self._text)
            passages.append(
                QuotedPassage(
                    self._text[start:end],
                    before,
                    after,
                    block=line,
                    block_text=self._text[self._lines[line] : line_end],
                )
            )
        return passages


def _utf_16_offsets(text: str) -> list[int]:
    """Return the offset of each code point in UTF-16 code units, and that of the end."""
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + (2 if ord(char) > 0xFFFF else 1))
    return offsets


def _in_code_points(units: list[int] | None, bound: _TextBound) -> list[tuple[int, int]]:
    if units is None:
        return bound.fragments
    return [(bisect_left(units, start), bisect_left(units, end)) for start, end in bound.fragments]


def _pieces(text: str, units: list[int] | None, bound: _TextBound) -> list[str]:
    return [text[start:end] for start, end in _in_code_points(units, bound)]


def _fits(text: str, units: list[int] | None, bound: _TextBound) -> bool:
    """Whether the text has the words of an annotation at its offsets."""
    return " ".join(" ".join(_pieces(text, units, bound)).split()) == " ".join(bound.words.split())
