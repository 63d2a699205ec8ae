"""Makes ids from names and titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

# Letters that do not decompose into a base letter and a mark.
_TRANSLITERATIONS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)
_DROPPED = re.compile("['’‘ʼ`´.]")
_APART = re.compile("[^a-z0-9]+")

MAX_LENGTH = 48
"""The length of an id made from a title, in characters."""


def make_id(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return an id for a name or title: whole words of a–z and digits, up to ``max_length`` characters.

    Empty if the text has no letter that can be transliterated.
    """
    lower = _DROPPED.sub("", text.casefold().translate(_TRANSLITERATIONS))
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    words = [word[:max_length] for word in _APART.split(plain) if word]
    result = ""
    for word in words:
        if result and len(result) + 1 + len(word) > max_length:
            break
        result = f"{result}-{word}" if result else word
    return result


def make_article_id(publisher: str, published: str, headline: str) -> str:
    """Return the id of an article from its publisher and date, such as ``bbc-2019-08-27``.

    ``published`` is a date, or empty: then the headline takes its place.
    """
    words = make_id(publisher).split("-")
    if words[0] == "the" and len(words) > 1:
        words = words[1:]
    if words[-1] == "news" and len(words) > 1:
        words = words[:-1]
    rest = published.partition("/")[0] or make_id(headline, 32)
    return "-".join(part for part in ("-".join(words), rest) if part)


def make_unique(preferred: str, taken: Container[str]) -> str:
    """Return the id itself, or with -2, -3 and so on added if it is taken."""
    if preferred not in taken:
        return preferred
    number = 2
    while f"{preferred}-{number}" in taken:
        number += 1
    return f"{preferred}-{number}"
