"""The files beside a completely saved page: its pictures, scripts and frames, which are no articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|shtml)\Z", re.IGNORECASE)
_COMPANION = re.compile(
    r"(?P<page>.+?)[ _.-]"
    r"(?:files|file|dateien|fichiers|archivos|arquivos|ficheiros|bestanden|pliki|filer)\Z",
    re.IGNORECASE,
)
"""The folder beside a page that a browser saved completely, by the languages of browsers."""
_PARTS_OF_PAGES = frozenset(
    (
        *(".css", ".js", ".mjs", ".map", ".ico", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"),
        *(".bmp", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp4", ".webm", ".mp3", ".wasm", ".download"),
        *(".db", ".ini", ".lnk", ".yaml", ".yml", ".ann", ".conf", ".jsonld"),
    )
)


def is_part_of_page(name: str) -> bool:
    """Return whether a file is no saved article by its suffix: a picture, a script or the like."""
    return PurePath(name).suffix.lower() in _PARTS_OF_PAGES


def may_be_feed(name: str) -> bool:
    """Return whether a file may be a feed by its suffix, or else data that is no article."""
    return PurePath(name).suffix.lower() in (".xml", ".json")


def find_pages(names: Iterable[str]) -> frozenset[str]:
    """Return the names of the pages among some files, without their suffixes."""
    return frozenset(_PAGE_SUFFIX.sub("", name) for name in names if _PAGE_SUFFIX.search(name))


def is_companion_folder(name: str, pages: frozenset[str]) -> bool:
    """Return whether a folder has the pictures and scripts of a page beside it."""
    match = _COMPANION.match(name)
    return match is not None and match["page"] in pages
