"""Reads a mailbox (mbox): each mail is read as a file of its own would be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.formats.mail import mail_title, read_message
from medway_tui.saved_pages.formats.mime import parse_message
from medway_tui.saved_pages.source_documents import ReadOptions, SourceDocument, name_part, place_in_file

_BEGINNING = re.compile(
    rb"(?:\A|(?<=\n)\r?\n)From [^\r\n]{0,200}\d\d:\d\d[^\r\n]{0,60}\r?\n(?=[!-9;-~]{1,80}:)"
)
"""The line before each mail (RFC 4155), with a header after it; as the first line or after an empty one."""
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_INTERNAL = b"FOLDER INTERNAL DATA"
"""In the subject of a mail that a mail program has made for itself."""


def read_mailbox(data: bytes, _name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the articles of the mails in a mailbox, one mail after the other.

    Raises UnreadableError where there is none.
    """
    data = data.lstrip()
    places = [
        match.span()
        for match in _BEGINNING.finditer(data)
        if _INTERNAL not in data[match.end() : match.end() + 1_000]
    ]
    if not places:
        raise UnreadableError(
            "this mailbox has no mail that can be read", "save the mail with the article as a file"
        )
    ends = [start for start, _ in places[1:]] + [len(data)]
    for number, ((_, start), end) in enumerate(zip(places, ends, strict=True), 1):
        message = parse_message(_ESCAPED_FROM.sub(rb"\1", data[start:end]))
        part = name_part(number, len(places), mail_title(message)) if len(places) > 1 else ""
        try:
            for document in read_message(message, options):
                yield place_in_file(document, part)
        except UnreadableError as error:
            if not part:
                raise
            yield SourceDocument("", "text", part, error=error)
