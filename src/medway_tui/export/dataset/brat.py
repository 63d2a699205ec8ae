"""Brat's stand-off format: a text for each article, and its quotations for a second coder.

Offsets count code points of the .txt, as brat's server does. The format is that of brat 1.3
(brat.nlplab.org/standoff.html): a quotation over several paragraphs is a discontinuous annotation, a speaker
or cue as the article prints it an entity with a relation, and a speaker's id a normalization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medway_tui.export.citations import draft_note
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.model.locations import Span
from medway_tui.text import plural

if TYPE_CHECKING:
    from medway_tui.index.dump import ArticleRecord
    from medway_tui.index.quotes import QuoteRow

QUOTATION, SPEAKER, CUE = "Quotation", "Speaker", "Cue"
SPOKEN_BY, CUED_BY, REPEATS = "SpokenBy", "CuedBy", "Repeats"
TYPE, DRAFT = "Type", "Draft"
NOTES, ATTRIBUTION = "AnnotatorNotes", "Attribution"
"""The types of remarks: what is said of a quotation, and its speaker where that is printed elsewhere."""
DATABASE = "Dossier"
"""The name of the database of which the ids of speakers are."""
FOLDER = "brat/"
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
"""What would end a line or a field; each becomes a space, so that offsets stay valid."""

_ANNOTATION_CONF = f"""\
# What a coder can mark, for brat. medway-tui import annotations reads the changed .ann files.

[entities]
{QUOTATION}
{SPEAKER}
{CUE}

[relations]
{SPOKEN_BY}\tArg1:{QUOTATION}, Arg2:{SPEAKER}
{CUED_BY}\tArg1:{QUOTATION}, Arg2:{CUE}
{REPEATS}\tArg1:{QUOTATION}, Arg2:{QUOTATION}
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
{TYPE}\tArg:{QUOTATION}, Value:direct|mixed|indirect
{DRAFT}\tArg:{QUOTATION}
"""
_VISUAL_CONF = f"""\
# How brat shows them.

[labels]
{QUOTATION} | Quotation | Quote | Q
{SPEAKER} | Speaker | Spk | S
{CUE} | Cue | C
{SPOKEN_BY} | spoken by | by
{CUED_BY} | cued by | cue
{REPEATS} | repeats | rep

[drawing]
SPAN_DEFAULT\tfgColor:black, bgColor:#dddddd, borderColor:darken
ARC_DEFAULT\tcolor:black, arrowHead:triangle-5
{QUOTATION}\tbgColor:#cfe8cf
{SPEAKER}\tbgColor:#cfdcf2
{CUE}\tbgColor:#f2e6c4
{DRAFT}\tdashArray:3-3, glyph:?
"""


class BratWriter(FormatWriter):
    """Writes a .txt and an .ann for each article."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        self._left_out = 0

    def write_core(self) -> None:
        for name, text in (("annotation.conf", _ANNOTATION_CONF), ("visual.conf", _VISUAL_CONF)):
            self.context.files.write(DatasetFile(f"{FOLDER}{name}", "Settings for brat.", "text/plain"), text)

    def write_article(self, record: ArticleRecord) -> None:
        article = _BratArticle(record)
        files = self.context.files
        name = f"{FOLDER}{record.article.id}"
        files.write(
            DatasetFile(f"{name}.txt", "An article's text.", "text/plain", is_part=True), article.text
        )
        lines = "".join(f"{line}\n" for line in article.lines())
        files.write(DatasetFile(f"{name}.ann", "Its quotations.", "text/plain", is_part=True), lines)
        self._left_out += article.left_out

    def close(self) -> None:
        if self._left_out:
            number = plural(self._left_out, "quotation")
            self.remarks.append(f"brat: {number} left out, as the words are not in the text of the article")


class _BratArticle:
    """The text and the annotations of an article."""

    def __init__(self, record: ArticleRecord) -> None:
        self._record = record
        self._texts = [_BREAKS.sub(" ", each.text) for each in record.paragraphs]
        self._starts: list[int] = []
        at = 0
        for text in self._texts:
            self._starts.append(at)
            at += len(text) + 1
        self.text = "".join(f"{text}\n" for text in self._texts)
        self.left_out = 0
        self._counts: dict[str, int] = {}
        self._mentions: dict[tuple[str, Span, tuple[str, ...]], str] = {}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the .ann file."""
        known: dict[str, str] = {}
        for quote in self._record.quotes:
            spans = [piece.span for piece in quote.pieces if piece.span is not None]
            if not spans:
                self.left_out += 1
                continue
            name = known[quote.id] = self._next("T")
            yield self._text_bound(name, QUOTATION, spans)
            yield f"{self._next('A')}\t{TYPE} {name} {quote.type}"
            if quote.draft is not None:
                yield f"{self._next('A')}\t{DRAFT} {name}"
            yield from self._speaker_lines(quote, name, spans)
            notes = dict.fromkeys(filter(None, map(draft_note, quote.pieces)))
            if notes:
                words = _BREAKS.sub(" ", "; ".join(notes))
                yield f"{self._next('#')}\t{NOTES} {name}\t{words}"
            if quote.repeats in known:
                yield self._relation(REPEATS, name, known[quote.repeats])

    def _speaker_lines(self, quote: QuoteRow, name: str, spans: list[Span]) -> Iterator[str]:
        """Yield the speaker and cue as printed; the id of a speaker who is not is the quotation's own."""
        owner = name
        mention = self._find_mention(quote.attribution, spans)
        if mention is not None:
            key = (SPEAKER, mention, quote.speakers)
            owner = self._mentions.get(key, "")
            if not owner:
                owner = self._mentions[key] = self._next("T")
                yield self._text_bound(owner, SPEAKER, [mention])
                yield from self._normalizations(quote, owner)
            yield self._relation(SPOKEN_BY, name, owner)
        else:
            yield from self._normalizations(quote, name)
            if quote.attribution:
                words = _BREAKS.sub(" ", quote.attribution)
                yield f"{self._next('#')}\t{ATTRIBUTION} {name}\t{words}"
        cue = self._find_mention(quote.cue, spans)
        if cue is not None:
            key = (CUE, cue, ())
            if key not in self._mentions:
                self._mentions[key] = self._next("T")
                yield self._text_bound(self._mentions[key], CUE, [cue])
            yield self._relation(CUED_BY, name, self._mentions[key])

    def _normalizations(self, quote: QuoteRow, owner: str) -> Iterator[str]:
        for speaker, name in zip(quote.speakers, quote.speaker_names, strict=True):
            words = _BREAKS.sub(" ", name)
            yield f"{self._next('N')}\tReference {owner} {DATABASE}:{speaker}\t{words}"

    def _find_mention(self, words: str | None, spans: list[Span]) -> Span | None:
        """Return the nearest place of printed words in a quotation's paragraph; None where there is none."""
        if not words:
            return None
        first = spans[0]
        text = self._texts[first.block]
        found: list[tuple[int, Span]] = []
        at = text.find(words)
        while at >= 0:
            end = at + len(words)
            if end <= first.start or at >= first.end:
                distance = first.start - end if end <= first.start else at - first.end
                found.append((distance, Span(first.block, at, end)))
            at = text.find(words, at + 1)
        return min(found)[1] if found else None

    def _text_bound(self, name: str, kind: str, spans: list[Span]) -> str:
        places = ";".join(
            f"{self._starts[each.block] + each.start} {self._starts[each.block] + each.end}" for each in spans
        )
        words = " ".join(self._texts[each.block][each.start : each.end] for each in spans)
        return f"{name}\t{kind} {places}\t{words}"

    def _relation(self, kind: str, first: str, second: str) -> str:
        return f"{self._next('R')}\t{kind} Arg1:{first} Arg2:{second}"

    def _next(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return f"{kind}{self._counts[kind]}"


def _readme(context: DatasetContext) -> Iterator[str]:  # noqa: ARG001 - each format's is called so
    yield (
        f"`{FOLDER}` is a collection for [brat](https://brat.nlplab.org): put it into brat’s data folder.\n"
        "Each line of a `.txt` is a block of the article, the headline first. Offsets in the `.ann` count\n"
        f"code points. Changed files come back with `medway-tui import annotations {FOLDER}`."
    )


FORMAT = DatasetFormat(
    "brat",
    "The quotations for a second coder, as stand-off files for brat.",
    (DatasetFile(FOLDER, "A text and its quotations for each article, for brat.", ""),),
    BratWriter,
    is_heavy=True,
    readme=_readme,
)
