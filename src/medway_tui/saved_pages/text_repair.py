"""Repairs text that was decoded with the wrong encoding, or whose entities were encoded twice."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from medway_tui.saved_pages.blocks import UnreadableError

_CONTINUATION = "".join(
    sorted(
        {
            bytes((byte,)).decode(name, "ignore")
            for byte in range(0x80, 0xC0)
            for name in ("cp1252", "latin-1")
        }
    )
)
"""The characters that the later bytes of UTF-8 become under Windows-1252."""
_SUSPECT = re.compile(f"[\u00c2-\u00f4][{re.escape(_CONTINUATION)}]|â€|вЂ|[‚Ƒ√¬]|Ð[\u0080-\u00bf]|ï¿½")
"""What UTF-8 looks like that was read as Windows-1252, Windows-1251 or Mac Roman."""
_FOREIGN = re.compile("[\x80-\U0010ffff]{2,}")
"""Characters beyond ASCII beside each other, which is quicker to find."""
_LOST_CLOSING_MARK = re.compile(f"â€(?![{re.escape(_CONTINUATION)}])")
"""A closing quotation mark whose last byte is no character of Windows-1252."""
_RUN = re.compile(r'[^<>"\n\r]+')
"""The words between two tags, or on a line; what one program wrote."""

_NUMERIC_ENTITY = re.compile(r"&#(?:[xX]0*+([0-9a-fA-F]++)|0*+(\d++));?")
_ENTITY = re.compile(
    r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|pound|euro|shy|bull"
    r"|middot|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil|ring)|lt|gt);"
)
_TAG = re.compile(
    r"</?(?:p|br|em|strong|b|i|u|a|span|div|blockquote|h[1-6]|ul|ol|li|sup|sub)(?:\s[^<>]*)?/?>"
)
_LINE_TAG = re.compile(r"</?(?:p|br|div|blockquote|h[1-6]|ul|ol|li)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_MAX_DECODINGS = 3
"""How many times a text may have been encoded."""
_MAX_LOST_SHARE = 0.02
"""The share of characters that may be lost in a text; with more it is not worth reading."""


class RepairedText(NamedTuple):
    """A text, and the passages of it that were repaired."""

    text: str
    passages: list[str]


def repair_mojibake(text: str) -> RepairedText:
    """Repair UTF-8 that was decoded as Windows-1252 or the like, passage by passage, with ftfy."""
    if text.isascii() or not any(map(_SUSPECT.search, _FOREIGN.findall(text))):
        return RepairedText(text, [])
    from ftfy import TextFixerConfig, fix_encoding  # noqa: PLC0415 - needed for few files

    # Of all that ftfy does, only the encoding: the text is kept as printed.
    config = TextFixerConfig(unescape_html=False, explain=False)
    passages = []

    def repair_run(match: re.Match[str]) -> str:
        run = match[0]
        if run.isascii() or _SUSPECT.search(run) is None:
            return run
        repaired = fix_encoding(_LOST_CLOSING_MARK.sub("â€\x9d", run), config)
        if repaired != run:
            passages.append(repaired)
        return repaired

    return RepairedText(_RUN.sub(repair_run, text), passages)


def require_whole_characters(text: str) -> str | None:
    """Return a remark where characters of a text are lost; raises UnreadableError where too many are."""
    lost = text.count("\ufffd")
    if not lost:
        return None
    if lost > _MAX_LOST_SHARE * len(text):
        raise UnreadableError(
            f"the text is damaged: {lost:,} of its {len(text):,} characters are lost (�)",
            "save it again as UTF-8, or name its encoding with --encoding",
        )
    characters = "a character" if lost == 1 else f"{lost:,} characters"
    return f"{characters} of the text can't be read, and {'is' if lost == 1 else 'are'} shown as �"


def replace_impossible_entities(text: str) -> str:
    """Replace the numeric entities of a page that are no character by U+FFFD, whatever their length."""
    return _NUMERIC_ENTITY.sub(_replace_entity, text) if "&#" in text else text


def _replace_entity(match: re.Match[str]) -> str:
    digits, base = (match[1], 16) if match[1] is not None else (match[2], 10)
    code = int(digits, base) if len(digits) <= 8 else -1
    is_character = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return match[0] if is_character else "\ufffd"


def has_entities(text: str) -> bool:
    """Return whether a text that was decoded has entities in it still."""
    return "&" in text and _ENTITY.search(text) is not None


def decode_entities(text: str) -> str:
    """Decode the entities that are left in a text, and drop the tags that they spell."""
    for _ in range(_MAX_DECODINGS):
        if not has_entities(text):
            break
        text = _TAG.sub(" ", html.unescape(replace_impossible_entities(text)))
    return text


def read_markup_lines(text: str) -> list[str]:
    """Return the lines of a text that may have HTML in it, such as the article in JSON-LD."""
    if "<" in text:
        text = _ANY_TAG.sub("", _LINE_TAG.sub("\n", text))
    text = html.unescape(replace_impossible_entities(text)) if "&" in text else text
    return decode_entities(text).splitlines()
