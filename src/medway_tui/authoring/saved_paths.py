"""The paths of saved articles as they are typed, pasted or dropped."""

from __future__ import annotations

import glob
import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

SAVED_SUFFIXES = frozenset(
    (
        *(".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown", ".mdown", ".mhtml", ".mht"),
        *(".eml", ".mbox", ".mbx", ".webarchive", ".warc", ".rss", ".atom", ".xml", ".pdf", ".docx"),
        *(".json", ".jsonld", ".ann", ".qdpx", ".odt", ".epub", ".rtf", ".gz", ".bz2", ".xz", ".zip"),
    )
)
"""The suffixes of the files that a typed path is completed to."""

_PATTERN = re.compile(r"[*?[]")


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


def is_saved_file(name: str) -> bool:
    """Return whether a file's name is that of a kind of file that may be an article."""
    return not name.startswith(".") and Path(name).suffix.lower() in SAVED_SUFFIXES
