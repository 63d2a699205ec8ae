"""A static site of the dossier as a format of ``export``; the pages are made in ``export.site``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medway_tui.export.dataset.dataset_format import DatasetContext, DatasetFormat, FormatWriter
from medway_tui.export.dataset.output_files import DatasetFile

if TYPE_CHECKING:
    from medway_tui.index.dump import ArticleRecord

_FOLDER = "html/"
_MEDIA_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
_FIRST_PAGE = DatasetFile(f"{_FOLDER}index.html", "The first page of the site.", "text/html")


class HtmlSiteWriter(FormatWriter):
    """Writes the pages of the site into a folder, each as soon as its records are there."""

    def __init__(self, context: DatasetContext) -> None:
        super().__init__(context)
        from medway_tui.export.site.writer import SiteWriter  # noqa: PLC0415 - only where a site is asked for

        withheld = context.options.withheld
        self._site = SiteWriter(context.index, context.about, self._write, context.notes, withheld)

    def write_core(self) -> None:
        self._site.write_core()

    def write_article(self, record: ArticleRecord) -> None:
        self._site.write_article(record)

    def close(self) -> None:
        self._site.close()

    def _write(self, path: str, text: str) -> None:
        file = DatasetFile(f"{_FOLDER}{path}", "", _MEDIA_TYPES[path.rpartition(".")[2]], is_part=True)
        self.context.files.write(_FIRST_PAGE if file.path == _FIRST_PAGE.path else file, text)


FORMAT = DatasetFormat(
    "html",
    "A static site to read in a browser, from the disk or a server: open html/index.html.",
    (DatasetFile(_FOLDER, "The site: its first page is index.html.", ""),),
    HtmlSiteWriter,
    is_heavy=True,
    notes_in="the site, on a page of their own and beside what they are on",
)
