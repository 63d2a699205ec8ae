"""A dossier as a REFI-QDA project (``.qdpx``), for NVivo, MAXQDA, ATLAS.ti, QualCoder and their like.

A zip with ``project.qde``, the codes and the coded passages, and a plain-text file for each article. A line
of such a file is a block of the article. Positions are code points from 0 and ends are exclusive, as
QualCoder counts them; a line ends with a line feed alone and there is no byte order mark, so that programs
which count line breaks or marks differently have nothing to disagree about.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export.dataset import qda_codebook
from medway_tui.export.dataset.dataset_format import DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.dataset.qda_codebook import Codebook
from medway_tui.export.dataset.qda_description import EDITORS, PROGRAM, READER, describe_piece, join_lines
from medway_tui.export.dataset.qde_xml import NAMESPACE, QdeXml, clean_name, plain_line
from medway_tui.export.notes import describe_note
from medway_tui.export.stable_ids import stable_uuid
from medway_tui.index.dump import dump_evidence
from medway_tui.notes.places import locate_note, make_texts
from medway_tui.text import plural, shorten

if TYPE_CHECKING:
    from medway_tui.export.dataset.dataset_format import DatasetContext
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.articles import ArticleRow
    from medway_tui.index.dump import ArticleRecord, EvidenceRecord, ParagraphRecord
    from medway_tui.index.people import QuoteRoles
    from medway_tui.index.quotes import QuotePiece, QuoteRow

FILE = DatasetFile(
    "dossier.qdpx",
    "A REFI-QDA project: the articles, coded with speakers, types and grades, and the people as cases.",
    "application/zip",
)
PROJECT = "project.qde"
"""The name of a project's XML in its zip."""
SOURCES = "sources"
"""The folder of a project's documents in its zip."""
CONTINUES, REPEATS = "continues", "repeats"
"""The names of links from a passage to the one that it continues, or whose words it prints again."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the zip: the same dossier makes the same bytes."""
_NO_DATE = "1970-01-01T00:00:00Z"


class _Passage(NamedTuple):
    """A coded passage of a document."""

    guid: str
    start: int
    """The first code point, from the beginning of the document."""
    end: int
    """Just after the last one."""
    words: str
    description: str
    codes: tuple[str, ...]
    """The GUIDs of its codes; none for a note of the user's."""
    user: str


class QdpxWriter(FormatWriter):
    """Writes the zip article by article; the XML of articles and notes waits in temporary files."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        path = context.files.reserve(FILE)
        self._zip = context.files.enter(ZipFile(path, "w", ZIP_DEFLATED))
        self._sources, self._links, self._notes = (context.files.enter(_temporary_file()) for _ in range(3))
        self._xml, self._link_xml, self._note_xml = map(QdeXml, (self._sources, self._links, self._notes))
        self._adrift = context.files.enter(_temporary_file())
        self._adrift_number = 0
        self._latest = _NO_DATE
        self._users = {
            each: stable_uuid(context.dossier, "user", each)
            for each in (EDITORS, PROGRAM, *([READER] if context.notes is not None else []))
        }

    def write_core(self) -> None:
        """Read the codes, cases and variables, which come before the articles."""
        self._codebook = Codebook(self.context.index, self.context.dossier)
        self._evidence: dict[str, list[EvidenceRecord]] = {}
        for each in dump_evidence(self.context.index):
            if each.kind == "inspection":
                self._evidence.setdefault(each.article, []).append(each)

    def write_article(self, record: ArticleRecord) -> None:
        """Write an article as a document with its coded passages."""
        row = record.article
        created = _utc_time(row.accessed or row.published)
        self._latest = max(self._latest, created)
        guid = qda_codebook.article_guid(self.context.dossier, row.id)
        lines = [plain_line(each.text) for each in record.paragraphs]
        self._write_file(f"{SOURCES}/{guid}.txt", "".join(f"{line}\n" for line in lines))
        passages = [*self._quotations(record), *self._graded_passages(record), *self._own_notes(record)]
        with self._xml.element(
            "TextSource",
            guid=guid,
            name=row.id,
            plainTextPath=f"internal://{guid}.txt",
            creatingUser=self._users[EDITORS],
            creationDateTime=created,
        ):
            self._xml.text("Description", self._describe_article(record))
            for passage in passages:
                self._write_passage(passage, created)
            for name, value in _document_values(row):
                self._xml.variable_value(self._codebook.variables[name], value)

    def write_note(self, located: LocatedNote) -> None:
        """Write a note of the user's on anything but an article that it is still in; those are passages."""
        note = located.note
        if located.span is None:
            title = note.title or note.record[1]
            name = shorten(f"Own note on {title}")
            text = join_lines(
                describe_note(note), "Its words are no longer in the article." * located.is_adrift
            )
            self._write_text_note(stable_uuid(self.context.dossier, "note", note.id), name, READER, text)

    def close(self) -> None:
        """Write the note on what is adrift and the XML, and close the zip."""
        if self._adrift_number:
            self._adrift.seek(0)
            number = plural(self._adrift_number, "quotation")
            self._write_text_note(
                self._adrift_guid,
                "Quotations that are not in their articles",
                EDITORS,
                self._adrift.read().decode(),
            )
            self.remarks.append(f"{number} not found in the articles, so listed in a note of {FILE.path}.")
        with self._zip.open(_entry(PROJECT), "w", force_zip64=True) as file:
            self._write_project(file)
        self._zip.close()

    # -- articles ---------------------------------------------------------------------------------------

    def _quotations(self, record: ArticleRecord) -> Iterator[_Passage]:
        starts = _line_starts(record.paragraphs)
        for quote in record.quotes:
            roles = self.context.roles_of(quote)
            for piece in quote.pieces:
                if piece.span is None or piece.block not in starts:
                    self._note_adrift(quote, piece, roles)
                    continue
                guid = self._quote_guid(quote, piece.id)
                start = starts[piece.block]
                yield _Passage(
                    guid,
                    start + piece.span.start,
                    start + piece.span.end,
                    piece.exact,
                    describe_piece(quote, piece, roles),
                    tuple(self._codes_of(quote, piece)),
                    EDITORS if piece.draft is None else PROGRAM,
                )
                if piece.id != quote.id:
                    self._link(guid, CONTINUES, self._quote_guid(quote, quote.id))
                elif quote.repeats is not None:
                    self._link(guid, REPEATS, self._quote_guid(quote, quote.repeats))

    def _quote_guid(self, quote: QuoteRow, entry: str) -> str:
        return qda_codebook.quote_guid(self.context.dossier, quote.article.id, entry)

    def _codes_of(self, quote: QuoteRow, piece: QuotePiece) -> Iterator[str]:
        dossier = self.context.dossier
        for speaker in quote.speakers:
            yield qda_codebook.speaker_guid(dossier, speaker)
        if not quote.speakers and quote.attribution is not None:
            yield qda_codebook.attribution_guid(dossier, quote.attribution)
        yield qda_codebook.type_guid(dossier, piece.type)
        marks = {
            qda_codebook.DRAFT: piece.draft is not None,
            qda_codebook.UNATTRIBUTED: piece.attribution_fault is not None,
            qda_codebook.REPEATED: quote.repeats is not None,
        }
        for mark, is_set in marks.items():
            if is_set:
                yield qda_codebook.mark_guid(dossier, mark)

    def _graded_passages(self, record: ArticleRecord) -> Iterator[_Passage]:
        """Yield the passages that report grades; those of one grade at one place as one."""
        starts = _line_starts(record.paragraphs)
        places = {(each.paragraph, each.caption): each for each in record.paragraphs}
        found: dict[tuple[int, int, str], list[str]] = {}
        for evidence in self._evidence.get(record.article.id, ()):
            graded = self._codebook.grades.find(evidence)
            block = places.get((evidence.paragraph, evidence.caption))
            if graded is None or block is None or (evidence.exact is not None and evidence.start is None):
                continue
            key, says = graded
            start, end = evidence.start or 0, evidence.end or 0
            if start == end:
                end = len(block.text)
            code = qda_codebook.grade_guid(self.context.dossier, key)
            place = starts[block.block] + start, starts[block.block] + end, code
            summary = evidence.says and f"The passage: {clean_name(evidence.says)}"
            found.setdefault(place, []).append(join_lines(says, summary))
        text = "\n".join(each.text for each in record.paragraphs)
        for (start, end, code), described in found.items():
            guid = stable_uuid(self.context.dossier, "graded", record.article.id, start, end, code)
            yield _Passage(guid, start, end, text[start:end], "\n".join(described), (code,), EDITORS)

    def _own_notes(self, record: ArticleRecord) -> Iterator[_Passage]:
        notes = self.context.note_lookup.on_record("article", record.article.id)
        texts = make_texts((each.text, each.kind) for each in record.paragraphs)
        starts = _line_starts(record.paragraphs)
        for note in notes:
            span = locate_note(note, texts).span
            if span is None:
                continue
            block = texts.texts[span.block]
            start, end = (span.start, span.end) if span.end > span.start else (0, len(block))
            yield _Passage(
                stable_uuid(self.context.dossier, "note", note.id),
                starts[span.block] + start,
                starts[span.block] + end,
                block[start:end],
                describe_note(note),
                (),
                READER,
            )

    def _write_passage(self, passage: _Passage, created: str) -> None:
        user = self._users[passage.user]
        with self._xml.element(
            "PlainTextSelection",
            guid=passage.guid,
            name=shorten(passage.words),
            startPosition=str(passage.start),
            endPosition=str(passage.end),
            creatingUser=user,
            creationDateTime=created,
        ):
            self._xml.text("Description", passage.description)
            for code in passage.codes:
                guid = stable_uuid(self.context.dossier, "coding", passage.guid, code)
                with self._xml.element("Coding", guid=guid, creatingUser=user, creationDateTime=created):
                    self._xml.empty("CodeRef", targetGUID=code)

    def _link(self, origin: str, name: str, target: str) -> None:
        guid = stable_uuid(self.context.dossier, "link", origin, name)
        self._link_xml.empty(
            "Link", guid=guid, name=name, direction="OneWay", originGUID=origin, targetGUID=target
        )

    def _note_adrift(self, quote: QuoteRow, piece: QuotePiece, roles: QuoteRoles) -> None:
        speaker = roles.describe_speakers() or quote.display_name
        place = f"{quote.article.id}, {piece.place.label}"
        self._adrift.write(f"{clean_name(f'{place}: “{piece.exact}” — {speaker}')}\n".encode())
        self._adrift_number += 1

    def _describe_article(self, record: ArticleRecord) -> str:
        row = record.article
        adrift = sum(piece.span is None for quote in record.quotes for piece in quote.pieces)
        return join_lines(
            clean_name(citations.cite_article(row)),
            *map(clean_name, citations.article_remarks(row)),
            f"This is {citations.ACCOUNT_LABEL[5:]}." if row.kind == "account" else None,
            "The newspaper’s own text is withheld; its quotations are here."
            if row.id in self.context.options.withheld
            else None,
            f"Not found in this text, so not selected: {plural(adrift, 'quotation')}." if adrift else None,
        )

    # -- the project ------------------------------------------------------------------------------------

    def _write_project(self, file: IO[bytes]) -> None:
        about, xml = self.context.about, QdeXml(file)
        xml.start_document()
        with xml.element(
            "Project",
            xmlns=NAMESPACE,
            name=about.title,
            origin="medway-tui",
            creatingUserGUID=self._users[EDITORS],
            creationDateTime=self._latest,
        ):
            with xml.element("Users"):
                for name, guid in self._users.items():
                    xml.empty("User", guid=guid, name=name)
            with xml.element("CodeBook"), xml.element("Codes"):
                xml.codes(self._codebook.codes)
            with xml.element("Variables"):
                for variable in self._codebook.variables.values():
                    xml.variable(variable)
            self._write_cases(xml)
            for name, part in (("Sources", self._sources), ("Notes", self._notes), ("Links", self._links)):
                if part.tell():
                    with xml.element(name):
                        xml.copy(part)
            xml.text("Description", self._describe_project())
            if self._adrift_number:
                xml.empty("NoteRef", targetGUID=self._adrift_guid)

    def _write_cases(self, xml: QdeXml) -> None:
        if not self._codebook.cases:
            return
        with xml.element("Cases"):
            for case in self._codebook.cases:
                with xml.element("Case", guid=case.guid, name=case.name):
                    xml.text("Description", case.description)
                    xml.empty("CodeRef", targetGUID=case.code)
                    for variable, value in case.values:
                        xml.variable_value(variable, value)

    def _describe_project(self) -> str:
        about = self.context.about
        licences = [f"Licence of some of the sources: {each}" for each in about.licences]
        return join_lines(
            about.description,
            about.attribution,
            *licences,
            f"Quotations by the user “{PROGRAM}”, coded “Draft, not confirmed”, have been found by a "
            "program and are not confirmed.",
            "Positions are code points of the plain text, whose lines end with a line feed.",
        )

    @property
    def _adrift_guid(self) -> str:
        return stable_uuid(self.context.dossier, "adrift")

    def _write_text_note(self, guid: str, name: str, user: str, text: str) -> None:
        self._write_file(f"{SOURCES}/{guid}.txt", text)
        self._note_xml.empty(
            "Note",
            guid=guid,
            name=name,
            plainTextPath=f"internal://{guid}.txt",
            creatingUser=self._users[user],
            creationDateTime=self._latest,
        )

    def _write_file(self, name: str, text: str) -> None:
        self._zip.writestr(_entry(name), text.encode("utf-8", "replace"), ZIP_DEFLATED)


FORMAT = DatasetFormat(
    "qdpx",
    "A REFI-QDA project, for NVivo, MAXQDA, ATLAS.ti and QualCoder.",
    (FILE,),
    QdpxWriter,
    is_heavy=True,
    notes_in=f"notes in `{FILE.path}`",
)


@contextmanager
def _temporary_file() -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        yield file


def _line_starts(paragraphs: Sequence[ParagraphRecord]) -> dict[int, int]:
    """Return where the line of each block begins in the document, in code points."""
    starts, at = {}, 0
    for each in paragraphs:
        starts[each.block] = at
        at += len(each.text) + 1
    return starts


def _document_values(row: ArticleRow) -> Iterator[tuple[str, str | None]]:
    published = row.published
    is_day = published is not None and dates.first_day(published) == dates.last_day(published)
    yield "Headline", citations.display_title(row)
    yield "Publisher", row.publisher
    yield "Published", f"[{published}]" if published and row.published_inferred else published
    yield "Day of publication", published if is_day and not row.published_inferred else None
    yield "Published inferred", row.published_inferred
    yield "Address", row.url
    yield "Author", row.author
    yield "Kind", row.kind


def _utc_time(date: str | None) -> str:
    return f"{dates.first_day(date).isoformat()}T00:00:00Z" if date else _NO_DATE


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
