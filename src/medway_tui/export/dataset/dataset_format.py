"""What a format of ``export`` is: its description, its files, and the writer that gets the dossier's records.

A format is one module with a writer and a ``FORMAT``, and a line in ``registry``. What it lists of itself is
what the README and the datapackage.json of an export, the help and the documentation say of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medway_tui.export.dataset.output_files import DatasetFile, OutputFiles
from medway_tui.export.dataset.tables import NOTES, TABLES, DatasetDescription, DatasetTable
from medway_tui.index.people import RoleFinder
from medway_tui.notes.places import NoteLookup

if TYPE_CHECKING:
    from medway_tui.export.citations import RolesOf
    from medway_tui.export.dataset.rows import Row
    from medway_tui.export.note_places import LocatedNote
    from medway_tui.index.connection import Index
    from medway_tui.index.dump import ArticleRecord
    from medway_tui.model.notes import Note


class DatasetOptions(NamedTuple):
    """What the user asked of an export besides its formats."""

    has_bom: bool = False
    """Whether CSV begins with a byte order mark, by which Excel knows UTF-8."""
    withheld: frozenset[str] = frozenset()
    """The ids of the articles without the newspaper's own text, which was not asked for."""


DEFAULT_OPTIONS = DatasetOptions()


class DatasetContext:
    """What the writers of an export share."""

    def __init__(
        self,
        index: Index,
        about: DatasetDescription,
        files: OutputFiles,
        notes: Sequence[Note] | None = None,
        options: DatasetOptions = DEFAULT_OPTIONS,
    ) -> None:
        self.index = index
        self.about = about
        self.files = files
        """The folder that the export writes."""
        self.notes = notes
        """The user's own notes; None where they are not asked for."""
        self.options = options
        self._role_finder = RoleFinder(index)
        self.roles_of: RolesOf = self._role_finder.roles_of
        self.note_lookup = NoteLookup(notes or ())
        """The notes on each record; none where they are not asked for."""

    @property
    def dossier(self) -> str:
        """The dossier's id."""
        return self.about.dossier

    def begin_article(self, record: ArticleRecord) -> None:
        """Use the texts of the next article for the roles that it prints, rather than query them again."""
        self._role_finder.keep_texts(record.article.id, (each.text for each in record.paragraphs))

    @property
    def tables(self) -> Sequence[DatasetTable]:
        """The tables of this export."""
        return TABLES if self.notes is None else (*TABLES, NOTES)


class FormatWriter:
    """Writes a dossier in one format: all but the articles, then each article, then each of the user's notes.

    Articles come one at a time, the oldest first, and none is kept, so that memory stays flat. What fails
    raises OSError; the folder is then removed as a whole.
    """

    def __init__(self, context: DatasetContext) -> None:
        self.context = context
        self.remarks: list[str] = []
        """What the format could not hold: sentences for the user, and for the README of the export."""

    def write_core(self) -> None:
        """Write everything but articles."""

    def write_article(self, record: ArticleRecord) -> None:
        """Write an article with its paragraphs and quotations."""

    def write_note(self, located: LocatedNote) -> None:
        """Write a bookmark or note of the user's; called only where they are asked for."""

    def close(self) -> None:
        """Write the ends of the files."""


class TableWriter(FormatWriter):
    """Writes the tables of a dataset, each of whose rows is made once for all formats with tables."""

    def write_row(self, table: DatasetTable, row: Row) -> None:
        """Write a row of a table."""
        raise NotImplementedError


class DatasetFormat(NamedTuple):
    """A format of ``export``."""

    name: str
    """As ``--format`` names it; where a report can be written in it too, the name is the same there."""
    description: str
    """What it is, in a sentence for the help."""
    files: tuple[DatasetFile, ...]
    """What it writes, as the README lists it: files, and folders of files."""
    open: Callable[[DatasetContext], FormatWriter]
    """Makes the writer, which opens its files."""
    is_heavy: bool = False
    """Whether it is written only where it is named."""
    tables_in: str = ""
    """Where it has the tables of the dataset, as the README says it; empty if it has none."""
    notes_in: str = ""
    """Where it has the user's own notes, as the README says it; empty if it has no place for them."""
    readme: Callable[[DatasetContext], Iterable[str]] | None = None
    """Lines of Markdown for the README of the export, below the tables."""
