"""The citing formats as files of a dataset: the articles cited, or the quotations annotated."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from medway_tui.export.citations import CitedArticle, CitedQuote, CitingFormat
from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile
from medway_tui.export.notes import describe_note

if TYPE_CHECKING:
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.dump import ArticleRecord


class CitationFileWriter(FormatWriter):
    """Writes the articles or quotations of a dossier in a citing format."""

    def __init__(self, citing: CitingFormat, context: DatasetContext) -> None:
        super().__init__(context)
        self._citing = citing
        self._writer = citing.writer(context.dossier)
        self._output = context.files.open(_citation_file(citing))

    def write_article(self, record: ArticleRecord) -> None:
        if not self._citing.per_quote:
            notes = self.context.note_lookup.on_record("article", record.article.id)
            cited = CitedArticle(record.article, notes=tuple(map(describe_note, notes)))
            self._output.write(self._writer.add_article(cited))
            return
        texts = {each.block: each.text for each in record.paragraphs}
        is_withheld = record.article.id in self.context.options.withheld
        for quote in record.quotes:
            roles = self.context.roles_of(quote)
            annotated = CitedQuote(quote, roles, lambda _, block: texts.get(block, ""), is_withheld)
            self._output.write(self._writer.add_quote(annotated))

    def write_note(self, located: LocatedNote) -> None:
        self._output.write(self._writer.add_note(located))

    def close(self) -> None:
        self._output.write(self._writer.close())


def make_dataset_format(citing: CitingFormat) -> DatasetFormat:
    """Return the format of ``export`` that writes a citing format's file."""
    return DatasetFormat(
        citing.name,
        citing.description,
        (_citation_file(citing),),
        partial(CitationFileWriter, citing),
        notes_in=f"`{citing.path}`",
    )


def _citation_file(citing: CitingFormat) -> DatasetFile:
    return DatasetFile(citing.path, citing.description, citing.media_type)
