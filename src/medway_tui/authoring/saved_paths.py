"""The paths of saved articles: as they are typed or dropped, of a folder, of a pattern."""

from __future__ import annotations

import glob
import os
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from medway_tui.sync.locations import DossierError

SAVED_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown", ".mdown"))
"""The suffixes of the files that are imported from a folder."""

_PATTERN = re.compile(r"[*?[]")
_PARTS_SUFFIXES = ("_files", ".files", "-Dateien", "_archivos", "_fichiers")
"""How the folder of a complete page's pictures and scripts ends."""


def parse_paths(text: str) -> list[str]:
    """Return the paths in a line that was typed, pasted or dropped on the terminal.

    Paths may be quoted or escaped as in a shell, begin with ``~``, or be addresses (``file://``). A line that
    is the path of one file may have spaces without any quotes.
    """
    text = text.strip()
    if not text:
        return []
    whole = _plain_path(text)
    is_pattern = _PATTERN.search(whole) is not None
    if os.path.lexists(whole) or (is_pattern and next(glob.iglob(whole), None)):  # noqa: PTH207 - a whole path
        return [whole]
    try:
        parts = shlex.split(text, posix=os.name != "nt")
    except ValueError:
        # A quotation mark without a second one: the path is still being typed, or has it in its name.
        return [whole]
    paths = [_plain_path(part) for part in parts if part]
    if len(paths) > 1 and not any(os.path.lexists(path) or _PATTERN.search(path) for path in paths):
        return [whole]
    return paths


def _plain_path(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    text = text.lstrip("'\"") if text[:1] in ("'", '"') else text
    if text.lower().startswith("file://"):
        text = unquote(urlsplit(text).path)
        if os.name == "nt":
            text = text.lstrip("/")
    return os.path.expanduser(text)  # noqa: PTH111 - a path as text, which may end in a separator


def find_saved_files(paths: Iterable[str]) -> list[Path]:
    """Return the files of these paths, each once: files themselves, all of a folder, those of a pattern.

    A folder is searched with its subfolders for text, HTML and Markdown, without hidden ones and without
    the folders of a saved page's pictures. Raises DossierError where there is no such file.
    """
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            files = list(_walk(path))
            if not files:
                raise DossierError(
                    f"the folder {path} has no saved articles",
                    "text, HTML and Markdown are read: .txt, .html, .htm, .md",
                )
        elif os.path.lexists(path):
            files = [path]
        else:
            files = [Path(each) for each in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207 - a whole path
            files = [each for each in files if each.is_file()]
        if not files:
            raise DossierError(f"there is no file {path}", "check its name; Tab completes it")
        found.update(dict.fromkeys(files))
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the saved articles of a folder and its subfolders, in the order of their names."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not name.endswith(_PARTS_SUFFIXES)
        )
        for name in sorted(names):
            if is_saved_file(name):
                yield Path(root, name)


def is_saved_file(name: str) -> bool:
    """Return whether a file's name is that of a text, an HTML page or Markdown."""
    return not name.startswith(".") and Path(name).suffix.lower() in SAVED_SUFFIXES
