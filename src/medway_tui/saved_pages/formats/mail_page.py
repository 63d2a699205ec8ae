"""Finds the article in a mail that is a page of HTML: apart from quoted mails and signatures."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.etree import tostring
from lxml.html import HtmlElement

from medway_tui.saved_pages.blocks import NoArticleError, UnreadableError, normalise_text
from medway_tui.saved_pages.formats.mail_text import ForwardedHead
from medway_tui.text import plural

_PAGE_MARKUP = re.compile(
    r"<(?:article|h1|h2)\b|property\s*=\s*[\"']?og:|application/ld\+json", re.IGNORECASE
)
_QUOTED = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' gmail_quote ')]"
    " | //blockquote[@type='cite'] | //*[contains(@class, 'yahoo_quoted')]"
    " | //*[contains(@class, 'moz-forward-container')]"
)
_SIGNATURES = (
    "//*[contains(@class, 'gmail_signature') or contains(@class, 'moz-signature') or @id='Signature'"
    " or @id='AppleMailSignature']"
)
_HEADERS = (
    "//*[contains(@class, 'gmail_attr') or contains(@class, 'moz-cite-prefix')"
    " or contains(@class, 'moz-email-headers-table') or @id='divRplyFwdMsg']"
)
_FORWARDED = re.compile(
    r"\bFrom:\s*(?P<sender>.{0,200}?)\s*(?:Sent|Date):\s*(?P<date>.{0,80}?)\s*"
    r"(?:Subject:\s*(?P<subject>.{0,300}?)\s*(?:To:.*)?|To:.{0,300}?(?:Subject:\s*(?P<second>.{0,300}))?)$",
    re.DOTALL,
)


_MAX_HEADER = 1_000
"""How much of a header is read, in characters."""
_MAX_MAILS = 200
"""A page with more mails in it is read as it is."""
_UNSEEN = re.compile(r"<(style|script|title)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")


class MailPage(NamedTuple):
    """A mail in HTML, without what is not of its article."""

    text: str
    forwarded: ForwardedHead | None
    remarks: list[str]


def has_page_markup(text: str) -> bool:
    """Return whether a mail in HTML has the marks of a page: headings, or what a page says of itself."""
    return _PAGE_MARKUP.search(text) is not None


def text_of_page(page: str) -> str:
    """Return the words of a page, roughly: without its tags, styles and scripts."""
    lower = page.lower()
    parts, at = [], 0
    for match in _UNSEEN.finditer(page):
        if match.start() < at:
            continue
        parts.append(page[at : match.start()])
        at = lower.find(f"</{match[1].lower()}", match.end())
        if at < 0:
            at = len(page)
            break
    return _TAG.sub(" ", "".join([*parts, page[at:]]))


def read_mail_page(text: str) -> MailPage:
    """Take quoted mails, their headers and signatures out of a mail in HTML.

    Where a mail that is quoted or forwarded has most of the words, it has the article, and the rest goes.
    """
    from medway_tui.saved_pages.html import parse_page  # noqa: PLC0415 - half a second to import

    if not any(
        mark in text for mark in ("gmail_", "blockquote", "moz-", "yahoo_quoted", "divRplyFwdMsg", "ignature")
    ):
        return MailPage(text, None, [])
    try:
        root = parse_page(text)
    except (NoArticleError, UnreadableError):
        return MailPage(text, None, [])
    headers, quotes = root.xpath(_HEADERS), root.xpath(_QUOTED)
    if len(headers) + len(quotes) > _MAX_MAILS:
        return MailPage(text, None, [])
    forwarded = None
    remarks = []
    for header in headers:
        match = _FORWARDED.search(normalise_text(_text(header)[: 4 * _MAX_HEADER])[:_MAX_HEADER])
        if match is not None:
            subject = match["subject"] or match["second"] or ""
            forwarded = ForwardedHead(match["sender"], match["date"], subject)
    removed = [(each, "header of another mail") for each in headers]
    removed += [(each, "signature") for each in root.xpath(_SIGNATURES)[:_MAX_MAILS]]
    quoted = [each for each in quotes if not _is_inside(each, quotes)]
    total, inside = _count(root), sum(map(_count, quoted))
    is_forwarded = forwarded is not None and inside * 2 > total
    if not is_forwarded:
        removed += [(each, "quoted mail") for each in quoted]
        forwarded = None
    else:
        remarks.append(f"left out above the forwarded mail: {plural(total - inside, 'word')}")
    for element, what in removed:
        if element.getparent() is not None:
            words = _count(element)
            element.drop_tree()
            remarks.append(f"left out of the mail: a {what} ({plural(words, 'word')})")
    if is_forwarded:
        body = "".join(tostring(each, encoding="unicode", with_tail=False) for each in quoted)
        return MailPage(f"<html><body>{body}</body></html>", forwarded, remarks)
    return MailPage(tostring(root, encoding="unicode", method="html"), forwarded, remarks)


def _text(element: HtmlElement) -> str:
    return " ".join(element.itertext())


def _count(element: HtmlElement) -> int:
    return len(_text(element).split())


def _is_inside(element: HtmlElement, others: list[HtmlElement]) -> bool:
    parents = set(element.iterancestors())
    return any(each in parents for each in others)
