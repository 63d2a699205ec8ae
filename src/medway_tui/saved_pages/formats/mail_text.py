"""Finds the article in the text of a mail: apart from replies, forwarded headers, greeting and signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from medway_tui.saved_pages.blocks import SavedBlock, normalise_text
from medway_tui.saved_pages.plain_text import LINE_END, read_plain_text

_QUOTE_MARKS = re.compile(r"(?:>[ \t]?)+")
_HEADER = re.compile(
    r"[*_]{0,2}(?P<name>From|Sent|Date|To|Cc|Bcc|Subject|Reply-To)[*_]{0,2}:[*_]{0,2}[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
_FORWARD_LINE = re.compile(
    r"(?:-{2,}\s*(?:forwarded (?:message|by .*)|original message)\s*-*"
    r"|begin forwarded message:|_{20,})\s*$",
    re.IGNORECASE,
)
_REPLY_LINE = re.compile(r"(?:On\b.{4,200}\bwrote|.{2,100}<\S+@\S+>.{0,40}\bwrote):\s*$")
_SIGNATURE_MARK = re.compile(r"--\s?$|_{3,19}\s*$")
_PROGRAM_LINE = re.compile(
    r"(?:Sent from (?:my|Mail|Outlook|Yahoo|Samsung|Proton)\b.{0,60}"
    r"|Get Outlook for \w+.{0,60}|Sent via .{0,40})\s*$",
    re.IGNORECASE,
)
_NEWSLETTER_LINE = re.compile(
    r"(?:\W*(?:view|read|open|see) (?:this|it|the) (?:e-?mail|message|newsletter)?.{0,20}"
    r"(?:browser|online)\b.{0,120}"
    r"|.{0,80}\bunsubscribe\b.{0,160}|\W*(?:update|manage|change) your (?:e-?mail )?preferences\b.{0,120}"
    r"|you (?:are|have) (?:receiv|subscrib).{0,160}|this (?:e-?mail|message) was sent to .{0,120})\s*$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\b[^.!?“”\"]{0,60}[,:!]?\s*$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:(?:with )?(?:kind|best|warm|kindest|many)?\s*(?:regards|thanks|wishes)"
    r"|yours (?:sincerely|faithfully|truly)|all the best|thank you|cheers)[,.!]?\s*$",
    re.IGNORECASE,
)
_MAX_SIGNATURE_LINES = 20
_MAX_CLOSING_LINES = 12
_MAX_REPLY_LINE = 400
"""A longer line, in characters, does not say who wrote what is quoted below it."""
_MIN_HEADERS = 2
"""How many headers in a row are those of a mail that is forwarded."""


class ForwardedHead(NamedTuple):
    """The header of a mail that is forwarded in another, as it is printed there."""

    sender: str = ""
    date: str = ""
    subject: str = ""


class MailBody(NamedTuple):
    """The text of a mail as blocks: those of the article, and the others with the reason."""

    blocks: tuple[SavedBlock, ...]
    forwarded: ForwardedHead | None
    """The header of the mail that has the article, where it is forwarded in this one."""


class _Line(NamedTuple):
    """A line of a mail."""

    number: int
    text: str
    """Without its quotation marks (>)."""
    level: int
    """How often it is quoted."""


class _Section(NamedTuple):
    """Lines of one mail in another."""

    lines: Sequence[_Line]
    reason: str
    """Why they are left out, where another section has the article."""
    head: ForwardedHead | None = None

    @property
    def word_count(self) -> int:
        return sum(len(line.text.split()) for line in self.lines)


def read_mail_text(text: str) -> MailBody:
    """Return the blocks of a mail's text.

    Of the mail and those that are quoted or forwarded in it, the longest has the article.
    """
    sections, extra = _split(text)
    chosen = max(sections, key=lambda each: each.word_count, default=None)
    blocks = [SavedBlock(line.number, normalise_text(line.text), dropped=reason) for line, reason in extra]
    for section in sections:
        if section is chosen:
            blocks += _read_article(section)
        else:
            blocks += _make_blocks(section.lines, section.reason)
    blocks.sort(key=lambda block: block.number)
    return MailBody(tuple(block for block in blocks if block.text), chosen.head if chosen else None)


def _split(text: str) -> tuple[list[_Section], list[tuple[_Line, str]]]:
    """Return the mails in a text, and the lines between them with what they are."""
    lines = [_read_line(number, line) for number, line in enumerate(LINE_END.split(text), 1)]
    extra: list[tuple[_Line, str]] = []
    sections: list[_Section] = []
    own: list[_Line] = []
    quoted: list[_Line] = []
    head: ForwardedHead | None = None
    level = 0

    def close() -> None:
        reason = "in the mail that is forwarded" if head else "above another mail"
        sections.append(_Section(tuple(own), reason, head))
        sections.append(_Section(tuple(quoted), "quoted from another mail"))
        own.clear()
        quoted.clear()

    n = 0
    while n < len(lines):
        length = _header_length(lines, n)
        if length:
            close()
            block = lines[n : n + length]
            extra += ((line, "the header of another mail") for line in block)
            head, level = _read_head(block), block[-1].level
            n += length
            continue
        line = lines[n]
        reply = _reply_length(lines, n)
        if reply:
            extra += ((each, "the beginning of a reply") for each in lines[n : n + reply])
            n += reply
            continue
        (quoted if line.level > level else own).append(line)
        n += 1
    close()
    return [each for each in sections if each.word_count], extra


def _read_line(number: int, line: str) -> _Line:
    marks = _QUOTE_MARKS.match(line)
    level = marks[0].count(">") if marks else 0
    return _Line(number, line[marks.end() :] if marks else line, level)


def _header_length(lines: Sequence[_Line], n: int) -> int:
    """Return how many lines from the n-th are the header of a mail that is forwarded, with its mark."""
    start = n
    has_mark = _FORWARD_LINE.match(lines[n].text.strip()) is not None
    if has_mark:
        n += 1
        while n < len(lines) and n - start < 3 and not lines[n].text.strip():
            n += 1
    names: set[str] = set()
    end = n
    while end < len(lines) and end - n < _MAX_CLOSING_LINES:
        match = _HEADER.match(lines[end].text.strip())
        if match is None:
            # A long list of addresses goes on in the next line; some programs leave lines blank.
            is_more = bool(names) and end + 1 < len(lines) and _HEADER.match(lines[end + 1].text.strip())
            if not is_more:
                break
        else:
            names.add(match["name"].lower())
        end += 1
    is_header = len(names) >= _MIN_HEADERS and (
        has_mark or ("from" in names and names & {"sent", "date"} and names & {"subject", "to"})
    )
    return end - start if is_header else 0


def _read_head(lines: Sequence[_Line]) -> ForwardedHead:
    values: dict[str, str] = {}
    for line in lines:
        match = _HEADER.match(line.text.strip())
        if match is not None:
            values.setdefault(match["name"].lower(), normalise_text(match["value"]).strip("*_ "))
    return ForwardedHead(
        values.get("from", ""), values.get("sent") or values.get("date", ""), values.get("subject", "")
    )


def _reply_length(lines: Sequence[_Line], n: int) -> int:
    """Return how many lines from the n-th say who wrote what is quoted below: 0 to 2."""
    first = lines[n].text.strip()[:_MAX_REPLY_LINE]
    if _REPLY_LINE.match(first):
        return 1
    if first.startswith("On ") and n + 1 < len(lines) and len(lines[n + 1].text) < _MAX_REPLY_LINE:
        both = f"{first} {lines[n + 1].text.strip()}"
        return 2 if _REPLY_LINE.match(both) and lines[n + 1].text.strip() else 0
    return 0


def _read_article(section: _Section) -> Iterator[SavedBlock]:
    """Yield the blocks of the section that has the article, with its greeting and signature marked."""
    lines = list(section.lines)
    start, end = _find_text(lines)
    yield from _make_blocks(lines[:start], "a greeting")
    kept: list[_Line] = []
    for line in lines[start:end]:
        stripped = line.text.strip()
        if _PROGRAM_LINE.match(stripped):
            yield SavedBlock(line.number, normalise_text(line.text), dropped="of the mail program")
        elif _NEWSLETTER_LINE.match(stripped):
            yield SavedBlock(line.number, normalise_text(line.text), dropped="of the newsletter")
        else:
            kept.append(line)
    yield from _make_blocks(kept, "")
    yield from _make_blocks(lines[end:], "the signature")


def _find_text(lines: Sequence[_Line]) -> tuple[int, int]:
    """Return where the text begins after a greeting, and ends before a signature."""
    filled = [n for n, line in enumerate(lines) if line.text.strip()]
    if not filled:
        return 0, len(lines)
    start = filled[0] + 1 if _GREETING.match(lines[filled[0]].text.strip()) and len(filled) > 1 else 0
    end = len(lines)
    for n in filled[-_MAX_SIGNATURE_LINES:]:
        if n > start and _SIGNATURE_MARK.match(lines[n].text):
            end = n
            break
    before = [n for n in filled if n < end]
    for n in before[-_MAX_CLOSING_LINES:]:
        if n > start and _CLOSING.match(lines[n].text.strip()):
            return start, n
    return start, end


def _make_blocks(lines: Sequence[_Line], reason: str) -> Iterator[SavedBlock]:
    """Yield the blocks of some lines, by their numbers in the mail."""
    numbers = [line.number for line in lines]
    for block in read_plain_text("\n".join(LINE_END.sub(" ", line.text) for line in lines)) if lines else ():
        yield block._replace(
            number=numbers[block.number - 1], group=numbers[block.number - 1], dropped=reason
        )
