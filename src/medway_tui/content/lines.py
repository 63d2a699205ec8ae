"""The lines of a file, numbered as findings number them."""

from __future__ import annotations

from medway_tui.content.reading import LINE_BREAK, read


def spans(text: str) -> list[tuple[int, int]]:
    """Where each line begins and ends in a text, in code points, without its line end.

    A text that ends with a line end has an empty last line, as an editor shows it.
    """
    found = []
    start = 0
    for match in LINE_BREAK.finditer(text):
        found.append((start, match.start()))
        start = match.end()
    return [*found, (start, len(text))]


def source(path: str) -> list[str]:
    """The lines of a file as they can be shown; none when it can't be read.

    Bytes that are not UTF-8 become replacement characters, so that the line which is faulty for them
    can be shown too. A byte order mark counts for nothing, here as in the columns of findings.
    """
    text = read(path)[1].decode("utf-8", "replace").removeprefix("\ufeff")
    return [text[start:end] for start, end in spans(text)] if text else []
