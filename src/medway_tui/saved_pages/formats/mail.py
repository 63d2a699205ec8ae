"""Reads a mail (EML): the article in it, and those that are attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import parseaddr, parsedate_to_datetime
from typing import NamedTuple

from medway_tui.saved_pages.blocks import UnreadableError, normalise_text
from medway_tui.saved_pages.formats.mail_page import has_page_markup, read_mail_page, text_of_page
from medway_tui.saved_pages.formats.mail_text import ForwardedHead, read_mail_text
from medway_tui.saved_pages.formats.mime import MimePart, parse_message
from medway_tui.saved_pages.metadata import INFERRED, find_date
from medway_tui.saved_pages.source_documents import (
    DocumentFact,
    ReadOptions,
    SourceDocument,
    name_part,
    place_in_file,
    read_documents,
)
from medway_tui.text import shorten

_REPLY_PREFIX = re.compile(r"(?:\s*(?:re|fwd?|aw|wg|tr|sv|vs|antw)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_LIST_PREFIX = re.compile(r"^\[[^\]]{1,40}\]\s*")
_NEWSLETTER_BOX = re.compile(
    r"^(?:news|newsletters?|no-?reply|press|pressoffice|media|info|editor|editorial|alerts?|updates?|mail|bulletin|hello"
    r"|communications?|comms)\b",
    re.IGNORECASE,
)
_OTHER_ATTACHMENTS = (
    *("image/", "audio/", "video/", "font/", "application/pgp", "application/pkcs7", "application/x-pkcs7"),
    *("application/ics", "text/calendar", "text/vcard", "text/x-vcard", "text/css"),
)
"""The types of attachments that are no articles."""
_COVER_NOTE_WORDS = 80
"""A mail with an article attached and fewer words of its own is only a note about it."""
_HTML_SHARE = 0.9
"""The form in HTML is read where it has more words than this share of the plain one, and marks of a page."""
_MUCH_MORE = 1.15


class _Parts(NamedTuple):
    """The parts of a mail."""

    plain: list[MimePart]
    pages: list[MimePart]
    attached: list[MimePart]
    others: list[str]
    """The names of attachments that are no articles."""


def read_mail(data: bytes, _name: str, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the article of a mail, then those that are attached to it.

    Raises UnreadableError where it has neither a text nor an attachment that is read.
    """
    message = parse_message(data.lstrip())
    yield from read_message(message, options)


def mail_title(message: MimePart) -> str:
    """Return the subject of a mail, without the marks of replies and lists."""
    return _LIST_PREFIX.sub("", _REPLY_PREFIX.sub("", message.find("Subject"))).strip()


def read_message(message: MimePart, options: ReadOptions) -> Iterator[SourceDocument]:
    """Yield the documents of a mail: itself, and its attachments."""
    parts = _Parts([], [], [], [])
    _sort_parts(message, parts)
    body, problem = None, None
    try:
        body = _read_body(message, parts, options)
    except UnreadableError as error:
        problem = error
    if not parts.attached:
        if body is None:
            raise problem or UnreadableError("the mail has no text", _NO_TEXT_HINT)
        yield body
        return
    remarks: list[str] = []
    words = 0 if body is None else _count_words(body)
    if body is not None and words < _COVER_NOTE_WORDS and not options.keep_all:
        remarks.append(
            f"an article is attached: the mail's own {words} words are left out: {_beginning(body)}"
        )
        body = None
    total = len(parts.attached) + (body is not None)
    title = mail_title(message)
    if body is not None:
        yield body._replace(part=name_part(1, total, title))
    facts = [*_date_facts(message, None), *_publisher_facts(message)]
    for number, part in enumerate(parts.attached, 1 + (body is not None)):
        label = part.file_name or mail_title(_inner(part)) or normalise_text(part.content_type)
        place = name_part(number, total, label) if total > 1 else ""
        try:
            for document in _read_attachment(part, options):
                yield place_in_file(document, place, facts, remarks)
        except UnreadableError as error:
            if total == 1:
                raise UnreadableError(
                    f"{label}, which is attached to the mail: {error}", error.hint
                ) from None
            yield SourceDocument("", "text", place, error=error)


_NO_TEXT_HINT = "open it, copy the article's text into a text file, and import that"


def _inner(part: MimePart) -> MimePart:
    return parse_message(part.payload.lstrip()) if part.content_type == "message/rfc822" else part


def _sort_parts(part: MimePart, found: _Parts) -> None:
    """Add the parts of a message to those found: texts, pages, attachments, and what is no article."""
    kind = part.content_type
    if kind.startswith("multipart/"):
        for each in part.parts():
            _sort_parts(each, found)
        return
    name = part.file_name
    is_attached = part.headers.get_content_disposition() == "attachment" or bool(name)
    if kind == "message/rfc822":
        found.attached.append(part)
    elif kind.startswith(_OTHER_ATTACHMENTS) or (kind.startswith("message/") and not is_attached):
        if is_attached:
            found.others.append(name or normalise_text(kind))
    elif kind in ("text/html", "application/xhtml+xml") and not is_attached:
        found.pages.append(part)
    elif kind.startswith("text/") and not is_attached:
        found.plain.append(part)
    elif is_attached or not kind.startswith("text/"):
        found.attached.append(part)


def _read_attachment(part: MimePart, options: ReadOptions) -> Iterator[SourceDocument]:
    if part.content_type == "message/rfc822":
        yield from read_documents(part.payload, "attached.eml", options)
    else:
        yield from read_documents(part.payload, part.file_name, options)


def _read_body(message: MimePart, parts: _Parts, options: ReadOptions) -> SourceDocument | None:
    """Return the mail's own article; None where it has no words."""
    plain = [part.decode_text(options.encoding) for part in parts.plain if part.payload.strip()]
    pages = [part.decode_text(options.encoding) for part in parts.pages if part.payload.strip()]
    text = "\n\n".join(
        _unfold(each.text, part) for each, part in zip(plain, _filled(parts.plain), strict=True)
    )
    page = "\n".join(each.text for each in pages)
    remarks = [remark for each in (*plain, *pages) for remark in each.remarks]
    if parts.others:
        remarks.append(f"attached to the mail, and not read: {shorten(', '.join(parts.others), 200)}")
    plain_words, page_words = len(text.split()), len(text_of_page(page).split())
    if not plain_words and not page_words:
        return None
    is_page = page_words > _MUCH_MORE * plain_words or (
        page_words > _HTML_SHARE * plain_words and has_page_markup(page)
    )
    if is_page:
        mail_page = read_mail_page(page)
        remarks += mail_page.remarks
        head, document = mail_page.forwarded, SourceDocument(mail_page.text, "html")
    else:
        body = read_mail_text(text)
        head, document = body.forwarded, SourceDocument(body.blocks, "blocks")
    if head is not None and (head.sender or head.date):
        words = f", of {head.sender}" if head.sender else ""
        words += f", sent {head.date}" if head.date else ""
        remarks.append(f"the article is in a mail that is forwarded in this one{words}")
    facts = (
        *_headline_facts(message, head),
        *_date_facts(message, head),
        *_publisher_facts(message, head),
    )
    return document._replace(facts=facts, remarks=tuple(remarks))


def _filled(parts: Sequence[MimePart]) -> list[MimePart]:
    return [part for part in parts if part.payload.strip()]


def _unfold(text: str, part: MimePart) -> str:
    """Join the lines of a text that a mail program has broken softly (RFC 3676)."""
    if part.parameter("format").lower() != "flowed":
        return text
    removes_space = part.parameter("delsp").lower() == "yes"
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        stripped = line.removeprefix(" ") if not line.startswith(">") else line
        if is_open and not stripped.startswith(">") and stripped != "-- ":
            lines[-1] = (lines[-1][:-1] if removes_space else lines[-1]) + stripped
        else:
            lines.append(stripped)
        is_open = stripped.endswith(" ") and stripped != "-- " and not stripped.startswith(">")
    return "\n".join(lines)


def _headline_facts(message: MimePart, head: ForwardedHead | None) -> Iterator[DocumentFact]:
    subject = head.subject if head and head.subject else message.find("Subject")
    title = _LIST_PREFIX.sub("", _REPLY_PREFIX.sub("", subject)).strip()
    if title:
        yield DocumentFact("headline", title, "the subject of the mail", is_fallback=True)


def _date_facts(message: MimePart, head: ForwardedHead | None) -> Iterator[DocumentFact]:
    """Yield the date of a mail, as one from which the date of its article is inferred."""
    if head is not None:
        day = find_date(head.date)
    else:
        try:
            day = parsedate_to_datetime(message.find("Date")).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            day = None
    if day:
        source = f"{INFERRED} from the date of the mail"
        yield DocumentFact("published", day, source, is_fallback=True)
        yield DocumentFact(
            "published_inferred",
            f"The mail is dated {day}; the article itself has no date.",
            source,
            is_fallback=True,
        )


def _publisher_facts(message: MimePart, head: ForwardedHead | None = None) -> Iterator[DocumentFact]:
    """Yield the name of a newsletter's sender; a person who sends an article is not its publisher."""
    sender = head.sender if head is not None else message.find("From")
    name, address = parseaddr(sender)
    box = address.partition("@")[0]
    is_list = head is None and (
        message.headers.get("List-Unsubscribe") is not None
        or message.headers.get("List-Id") is not None
        or message.find("Precedence").lower() in ("bulk", "list")
    )
    if name and "@" not in name and (is_list or _NEWSLETTER_BOX.match(box)):
        yield DocumentFact(
            "publisher", name, f"{INFERRED} from the sender of the mail, {address}", is_fallback=True
        )


def _count_words(document: SourceDocument) -> int:
    if isinstance(document.content, str):
        return len(text_of_page(document.content).split())
    return sum(len(block.text.split()) for block in document.content if not block.dropped)


def _beginning(document: SourceDocument) -> str:
    content = document.content
    text = text_of_page(content) if isinstance(content, str) else " ".join(block.text for block in content)
    return f"“{shorten(normalise_text(text[:2_000]))}”"
