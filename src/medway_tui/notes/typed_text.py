"""What is typed in a note, as it can be kept in the file."""

from __future__ import annotations

import re
import unicodedata

from medway_tui.text import remove_invisible

_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
# Characters that a content file may not hold, or that are invisible in it.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SUBSTANCE = re.compile(r"[^\s…]")


def clean_text(text: str) -> str:
    """Return a text as it can be kept: with plain line breaks, without characters that no file may hold.

    Blank lines and spaces at its ends are left out.
    """
    text = remove_invisible(_FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", text)))
    # As the file is read back.
    text = unicodedata.normalize("NFC", text)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return text if _SUBSTANCE.search(text) else ""


def parse_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a text, which may be separated by commas or spaces and begin with ``#``."""
    words = (word.strip("#…") for word in re.split(r"[\s,]+", clean_text(text)))
    return tuple(dict.fromkeys(word.replace("#", "").replace("…", "") for word in words if word))
