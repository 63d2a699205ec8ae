"""The kinds of value that records are made of, and the constraints on them.

A constraint is one of the small classes here, written in ``Annotated``. pydantic reads it through
``__get_pydantic_core_schema__`` (its documented hook for annotations) when ``content`` validates a file, so
this module imports neither pydantic nor yaml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from medway_tui import dates
from medway_tui.text import shorten


class TextPattern:
    """A constraint: the text matches a regular expression; ``hint`` says in words what is expected."""

    def __init__(self, pattern: str, hint: str) -> None:
        self.pattern = pattern
        self.hint = hint

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), "pattern": self.pattern}


class Validated:
    """A constraint: ``check`` returns the value, or raises ValueError with a sentence."""

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        function = {"type": "no-info", "function": self.check}
        return {"type": "function-after", "function": function, "schema": handler(source)}


class Converted:
    """A conversion: ``read`` makes the value from the text of the YAML, where every value is a string."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        function = {"type": "no-info", "function": self.read}
        return {"type": "function-before", "function": function, "schema": handler(source)}


def parse_whole(value: Any) -> Any:
    """Return a whole number from its digits. Raises ValueError for any other text."""
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit()) or (value[0] == "0" and value != "0"):
            raise ValueError(f"“{shorten(value)}” is not a whole number: write digits, such as 7")
        if len(value) > 6:
            raise ValueError(f"“{shorten(value)}” is too large: a number has six digits at most")
        return int(value)
    return value


def parse_caption_number(value: Any) -> Any:
    """Return a whole number from 1. Raises ValueError for any other text."""
    if parse_whole(value) == 0:
        raise ValueError("captions are numbered from 1")
    return parse_whole(value)


_FRACTION = re.compile(r"0(\.[0-9]{1,6})?|1(\.0{1,6})?")


def parse_fraction(value: Any) -> Any:
    """Return a number from 0 to 1 from its digits. Raises ValueError for any other text."""
    if isinstance(value, str):
        if not _FRACTION.fullmatch(value):
            raise ValueError(f"“{shorten(value)}” is not a number from 0 to 1: write digits, such as 0.83")
        return float(value)
    return value


def parse_flag(value: Any) -> Any:
    """Return a boolean from the words true and false. Raises ValueError for any other text."""
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise ValueError(f"“{shorten(value)}” is neither true nor false")
        return value == "true"
    return value


def check_speakers(value: Any) -> Any:
    """Return the speakers of a joint statement. Raises ValueError for fewer than two, or a duplicate."""
    if len(value) < 2:
        raise ValueError("a joint statement has two speakers or more: write speaker for a single one")
    if len(set(value)) < len(value):
        twice = Counter(value).most_common(1)[0][0]
        raise ValueError(f"{twice} is named twice")
    return value


ID = TextPattern(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", "an id is made of lower-case letters a–z, digits and single hyphens"
)
# A lone ellipsis is a placeholder in templates.
TEXT = TextPattern(r"[^\s…]", "the text is empty: write it, or remove the key if it is not known")
DATE = TextPattern(dates.DATE_PATTERN, "write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26")
URL = TextPattern(r"^https?://[^\s/@\\]+\.[^\s/@\\]+(/\S*)?$", "an address begins with https://")
DIGEST = TextPattern(r"^[0-9a-f]{12}$", "a digest is twelve of the characters 0–9 and a–f")
LANGUAGE = TextPattern(r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$", "a language is a tag such as en-GB")
TAG = TextPattern(r"^[^\s,#…]+$", "a tag is one word, without commas and without #")
TIMESTAMP = TextPattern(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", "a time is written in UTC, as 2026-11-28T21:30:00Z"
)

PATTERN_HINTS = {each.pattern: each.hint for each in (ID, TEXT, DATE, URL, DIGEST, LANGUAGE, TAG, TIMESTAMP)}
"""What each pattern expects, in words."""

Id = Annotated[str, ID]
Ids = tuple[Id, ...]
Text = Annotated[str, TEXT]
Date = Annotated[str, DATE, Validated(dates.check_date)]
Url = Annotated[str, URL]
Digest = Annotated[str, DIGEST]
Language = Annotated[str, LANGUAGE]
Tag = Annotated[str, TAG]
Timestamp = Annotated[str, TIMESTAMP]
WholeNumber = Annotated[int, Converted(parse_whole)]
Fraction = Annotated[float, Converted(parse_fraction)]
CaptionNumber = Annotated[int, Converted(parse_caption_number)]
Flag = Annotated[bool, Converted(parse_flag)]


class KeyChoiceError(ValueError):
    """Keys that exclude each other, or of which one is needed.

    ``key`` is the one to be removed; None where a key is missing.
    """

    def __init__(self, message: str, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key


class Record:
    """Base of the model's dataclasses: for pydantic, unknown keys are errors.

    A class with alternative keys checks them in ``__post_init__``, and says them for the JSON Schema.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}
    exactly_one: ClassVar[tuple[str, ...]] = ()
    """Keys of which a record has exactly one; templates show the first."""
    at_most_one: ClassVar[tuple[str, ...]] = ()
    """Keys of which a record has one or none."""
    needs: ClassVar[dict[str, str]] = {}
    """The key that one of ``exactly_one`` needs beside it."""


def check_alternatives(record: Record) -> None:
    """Raise KeyChoiceError if a record has too many or too few of its alternative keys."""
    for keys in (record.exactly_one, record.at_most_one):
        given = [key for key in keys if getattr(record, key) not in (None, ())]
        if len(given) > 1:
            raise KeyChoiceError(
                f"{' and '.join(given)} exclude each other: give only one of them", given[-1]
            )
        if not given and keys is record.exactly_one:
            raise KeyChoiceError(f"one of the keys {' and '.join(keys)} is missing")
    for key, other in record.needs.items():
        if getattr(record, key) is not None and getattr(record, other) is None:
            raise KeyChoiceError(f"the key {other} is missing")


ParagraphKind = Literal["paragraph", "subhead", "item", "caption", "missing"]
ArticleKind = Literal["account", "original"]
QuoteType = Literal["direct", "mixed", "indirect", "none"]
EventKind = Literal["event", "deadline", "promise"]
OutcomeResult = Literal["done", "partly", "not done"]
JudgementStatus = Literal["no-longer-given", "unreadable"]
DifferenceKind = Literal["contradiction", "tension", "compatible", "wording"]
