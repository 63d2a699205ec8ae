"""Normalises and validates the fields that are given on the command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from medway_tui import dates
from medway_tui.model.constraints import ID, LANGUAGE, URL, TextPattern
from medway_tui.sync.locations import DossierError
from medway_tui.text import find_invisible


class FieldError(DossierError):
    """A value that can't be written; ``key`` is its field."""

    def __init__(self, key: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.key = key


_PATTERNS = {"url": URL, "language": LANGUAGE, "framework": ID}
_SPACES = re.compile(" {2,}")
_DATES = frozenset(("published", "date", "due", "inspected"))


def normalise_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields as they are to be written: in NFC, without leading, trailing or double spaces.

    Raises FieldError if a value is invalid for its key, empty, or has invisible characters.
    """
    normalised = {
        key: _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip(" ") for key, value in fields.items()
    }
    for key, value in normalised.items():
        _check_text(key, value)
        if key in _PATTERNS:
            require_match(value, _PATTERNS[key], key)
        if key in _DATES:
            try:
                dates.check_date(value)
            except ValueError as error:
                hint = "write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26"
                raise FieldError(key, str(error), hint) from None
    return normalised


def require_match(value: str, pattern: TextPattern, key: str = "id") -> None:
    """Raise FieldError if the value of a key does not match its pattern."""
    if not re.fullmatch(pattern.pattern, value):
        raise FieldError(key, f"“{value}” is not a valid {key}", pattern.hint)


def check_field(key: str, value: str) -> None:
    """Raise FieldError if a value is not valid for its key, in the words of the finding."""
    if key == "id":
        require_match(value, ID)
    normalise_fields({key: value})


def find_field_fault(key: str, value: str) -> str:
    """Return what is wrong with the value of a key; empty where it is right."""
    try:
        check_field(key, value)
    except FieldError as error:
        return str(error)
    return ""


def _check_text(key: str, value: str) -> None:
    if not value.strip():
        raise FieldError(key, f"the {key} is empty", "give it a text, or leave the option out")
    invisible = find_invisible(value)
    if invisible is not None:
        character = f"U+{ord(invisible[0]):04X}, an invisible character"
        raise FieldError(key, f"the {key} has {character}", "type it instead of copying it")
    if "\n" in value or "\r" in value or "\t" in value:
        raise FieldError(key, f"the {key} has a tab or a line break", "give it on one line")
