"""Whether what a person gives on the command line is as the format has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from medway_tui import dates
from medway_tui.model.constraints import ID, LANGUAGE, URL, Pattern
from medway_tui.sync.locations import DossierError
from medway_tui.text import find_invisible

_PATTERNS = {"url": URL, "language": LANGUAGE, "framework": ID}
_SPACES = re.compile(" {2,}")
_DATES = frozenset(("published", "date", "inspected"))


def normalise_fields(fields: Mapping[str, str]) -> dict[str, str]:
    """What is given, as it is to be written: in NFC, without spaces at the ends or twice running.

    Raises DossierError where a value does not fit its key, is empty, or holds what nobody sees.
    """
    normalised = {
        key: _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip(" ") for key, value in fields.items()
    }
    for key, value in normalised.items():
        if not value.strip():
            raise DossierError(f"the {key} is empty", "say what it is, or leave the option out")
        unseen = find_invisible(value)
        if unseen is not None:
            what = f"U+{ord(unseen[0]):04X}, a character that nobody sees"
            raise DossierError(f"the {key} holds {what}", "type it anew instead of copying it")
        if "\n" in value or "\r" in value or "\t" in value:
            raise DossierError(f"the {key} holds a tab or a line break", "give it on one line")
        if key in _PATTERNS:
            require_match(value, _PATTERNS[key])
        if key in _DATES:
            try:
                dates.check_date(value)
            except ValueError as error:
                hint = "write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26"
                raise DossierError(f"the date {error}", hint) from None
    return normalised


def require_match(value: str, pattern: Pattern) -> None:
    """Raise DossierError where a value has not the shape that is asked for."""
    if not re.fullmatch(pattern.pattern, value):
        raise DossierError(f"{value} does not fit", pattern.hint)
