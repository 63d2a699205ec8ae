"""Checks the pages of a site: links and anchors, headings, landmarks, and what a page may load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html


class SitePages:
    """The pages of a site in a folder, parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): html.document_fromstring(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.html"))
        }
        self.ids = {path: page.xpath("//@id") for path, page in self.pages.items()}

    def text(self, path: str) -> str:
        """Return what a page says, with single spaces."""
        return " ".join(self.pages[path].text_content().split())

    def select(self, path: str, expression: str) -> list[str]:
        """Return the text of the elements, or the values of the attributes, that an XPath finds."""
        found = self.pages[path].xpath(expression)
        return [each if isinstance(each, str) else " ".join(each.text_content().split()) for each in found]

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with any page."""
        for path, page in self.pages.items():
            yield from (
                f"{path}: {each} is there twice" for each, n in Counter(self.ids[path]).items() if n > 1
            )
            if len(page.xpath("//h1")) != 1:
                yield f"{path}: not one h1"
            for name in ("main", "header", "footer", "nav"):
                if not page.xpath(f"//{name}"):
                    yield f"{path}: no {name}"
            levels = [int(each.tag[1]) for each in page.xpath("//h1 | //h2 | //h3")]
            yield from (
                f"{path}: h{later} after h{earlier}"
                for earlier, later in pairwise(levels)
                if later > earlier + 1
            )
            yield from (f"{path}: a cell without scope" for _ in page.xpath("//th[not(@scope)]"))
            yield from (
                f"{path}: {each} is no script of the folder" for each in page.xpath("//script[not(@src)]")
            )
            yield from (f"{path}: a style in an element" for _ in page.xpath("//@style | //style"))
            yield from (f"{path}: {name}" for name in page.xpath("//@*[starts-with(name(), 'on')]"))
            for address in page.xpath("//@href | //@src"):
                yield from self._link_problems(path, address)

    def _link_problems(self, path: str, address: str) -> Iterator[str]:
        parts = urlsplit(address)
        if parts.scheme:
            if parts.scheme not in ("http", "https"):
                yield f"{path}: {address} is no address of the web"
            return
        if address.startswith("/"):
            yield f"{path}: {address} is not relative"
            return
        target = (self.folder / path).parent.joinpath(unquote(parts.path)).resolve() if parts.path else None
        name = path if target is None else target.relative_to(self.folder.resolve()).as_posix()
        if not (self.folder / name).is_file():
            yield f"{path}: {address} is no file"
        elif parts.fragment and unquote(parts.fragment) not in self.ids.get(name, ()):
            yield f"{path}: {address} has no such place"
