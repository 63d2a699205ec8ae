"""What is wrong with a value: each noun checked by its own definition, each error at its place.

pydantic reads the constraints off the dataclasses of ``model`` and reports every error of a value
with the path to it; ``Document`` knows where that path stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from medway_tui.content.codes import problem
from medway_tui.content.making import Place
from medway_tui.model.constraints import ASKS
from medway_tui.model.findings import Finding

_LONGEST_KEY = 60
"""No longer key can be a slip for one that is known."""

Noun = TypeVar("Noun")


@cache
def adapter(noun: Any) -> TypeAdapter[Any]:
    """What validates a noun. Made once for each, as making it is the costly part."""
    return TypeAdapter(noun)


def judged(noun: type[Noun], value: Any, place: Place) -> tuple[Noun | None, list[Finding]]:
    """A noun from its written value, or None with every reason why it can't be."""
    try:
        noun_adapter: TypeAdapter[Noun] = adapter(noun)  # type: ignore[arg-type]
        return noun_adapter.validate_python(value), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # No key has a space in it: there, a colon in prose has made a key of what stands before it, and
        # what is missing beside it is most likely missing for that.
        prose = {each["loc"][:-1] for each in details if _unknown(each) and " " in str(each["loc"][-1])}
        told = (each for each in details if not (_missing(each) and each["loc"][:-1] in prose))
        return None, [_finding(each, place, noun) for each in told]


def _missing(error: ErrorDetails) -> bool:
    return error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument")


def _unknown(error: ErrorDetails) -> bool:
    return error["type"] in ("unexpected_keyword_argument", "extra_forbidden")


def _meant(noun: Any, location: Sequence[str | int]) -> str:
    """The key that is most likely meant by one that is not known, as a question; else nothing."""
    name = str(location[-1])
    if len(name) > _LONGEST_KEY:
        return ""
    for step in location[:-1]:
        noun = _nouns(noun).get(str(step), noun)
    known = [field.name for field in fields(noun)] if is_dataclass(noun) else []
    close = get_close_matches(name, known, n=1)
    return f"; is {close[0]} meant?" if close else ""


@cache
def _nouns(noun: Any) -> dict[str, Any]:
    """The noun that each key of a noun holds, or the type of what it holds."""
    hints = get_type_hints(noun) if is_dataclass(noun) else {}
    return {name: _within(hint) for name, hint in hints.items()}


def _within(hint: Any) -> Any:
    """The noun in an annotation such as ``tuple[Paragraph, ...]`` or ``Source | None``."""
    return next((noun for each in get_args(hint) if is_dataclass(noun := _within(each))), hint)


def _finding(error: ErrorDetails, place: Place, noun: Any) -> Finding:
    location = error["loc"]
    kind = error["type"]
    name = str(location[-1]) if location else ""
    if _missing(error):
        return problem("S101", *place(location, False), f"the key {name} is missing")  # noqa: FBT003
    if _unknown(error):
        if " " in name:
            message = f"a colon with a space after it makes a key of these words: {name}"
            return problem("Y014", *place(location, True), message)  # noqa: FBT003
        message = f"the key {name} is not known here{_meant(noun, location)}"
        return problem("S102", *place(location, True), message)  # noqa: FBT003
    code, message = _words(error, kind)
    where = f"{name}: " if location and isinstance(location[-1], str) else ""
    return problem(code, *place(location, False), where + message)  # noqa: FBT003


def _words(error: ErrorDetails, kind: str) -> tuple[str, str]:
    context = error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return "S103", ASKS.get(str(context.get("pattern")), "the value does not fit")
    if kind == "value_error":
        return "S103", f"the value {context.get('error')}"
    if kind == "literal_error":
        return "S103", f"the value is not one of {context.get('expected')}"
    if kind == "string_type":
        return "S104", "text is wanted here, not a list or mapping"
    if kind in ("tuple_type", "list_type"):
        return "S104", "a list is wanted here: each item on a line that begins with a hyphen"
    if kind in ("dataclass_type", "dataclass_exact_type", "dict_type"):
        return "S104", "keys with values are wanted here"
    return "S103", error["msg"].lower()
