"""Normalises and validates the fields that are given on the command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from medway_tui import dates
from medway_tui.model.constraints import ID, LANGUAGE, URL, TextPattern
from medway_tui.sync.locations import DossierError
from medway_tui.text import find_invisible

_PATTERNS = {"url": URL, "language": LANGUAGE, "framework": ID}
_SPACES = re.compile(" {2,}")
_DATES = frozenset(("published", "date", "due", "inspected"))


def normalise_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """Return fields as they are to be written: in NFC, without leading, trailing or double spaces.

    Raises DossierError if a value is invalid for its key, empty, or has invisible characters.
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
                raise DossierError(str(error), hint) from None
    return normalised


def require_match(value: str, pattern: TextPattern, key: str = "id") -> None:
    """Raise DossierError if the value of a key does not match its pattern."""
    if not re.fullmatch(pattern.pattern, value):
        raise DossierError(f"“{value}” is not a valid {key}", pattern.hint)


def _check_text(key: str, value: str) -> None:
    if not value.strip():
        raise DossierError(f"the {key} is empty", "give it a text, or leave the option out")
    invisible = find_invisible(value)
    if invisible is not None:
        character = f"U+{ord(invisible[0]):04X}, an invisible character"
        raise DossierError(f"the {key} has {character}", "type it instead of copying it")
    if "\n" in value or "\r" in value or "\t" in value:
        raise DossierError(f"the {key} has a tab or a line break", "give it on one line")
