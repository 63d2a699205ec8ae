"""Whether what a person gives on the command line is as the format has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from medway_tui import dates
from medway_tui.dossier.folders import DossierError
from medway_tui.model.constraints import ID, LANGUAGE, URL, Matches
from medway_tui.text import has_unseen

_SHAPES = {"url": URL, "language": LANGUAGE, "framework": ID}
_SPACES = re.compile(" {2,}")
_DATES = frozenset(("published", "date", "inspected"))


def sound(given: Mapping[str, str]) -> dict[str, str]:
    """What is given, as it is to be written: in NFC, without spaces at the ends or twice running.

    Raises DossierError where a value does not fit its key, is empty, or holds what nobody sees.
    """
    tidy = {
        key: _SPACES.sub(" ", unicodedata.normalize("NFC", value)).strip(" ") for key, value in given.items()
    }
    for key, value in tidy.items():
        if not value.strip():
            raise DossierError(f"the {key} is empty", "say what it is, or leave the option out")
        unseen = has_unseen(value)
        if unseen is not None:
            what = f"U+{ord(unseen[0]):04X}, a character that nobody sees"
            raise DossierError(f"the {key} holds {what}", "type it anew instead of copying it")
        if "\n" in value or "\r" in value or "\t" in value:
            raise DossierError(f"the {key} holds a tab or a line break", "give it on one line")
        if key in _SHAPES:
            fits(value, _SHAPES[key])
        if key in _DATES:
            try:
                dates.check(value)
            except ValueError as error:
                hint = "write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26"
                raise DossierError(f"the date {error}", hint) from None
    return tidy


def fits(value: str, shape: Matches) -> None:
    """Raise DossierError where a value has not the shape that is asked for."""
    if not re.fullmatch(shape.pattern, value):
        raise DossierError(f"{value} does not fit", shape.asks)
