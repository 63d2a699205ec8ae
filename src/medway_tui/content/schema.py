"""What is wrong with a value: each noun checked by its own definition, each error at its place.

pydantic reads the constraints off the dataclasses of ``model`` and reports every error of a value
with the path to it; ``YamlDocument`` knows where that path stands in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.model.constraints import PATTERN_HINTS
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding

_LONGEST_KEY = 60
"""No longer key can be a slip for one that is known."""

Noun = TypeVar("Noun")
Place = Callable[[tuple[str | int, ...], bool], tuple[str, int, int]]
"""From a path in a value, and whether its key is meant, to a file, line and column."""


@cache
def get_adapter(noun: Any) -> TypeAdapter[Any]:
    """What validates a noun. Made once for each, as making it is the costly part."""
    return TypeAdapter(noun)


def validate_record(model: type[Noun], value: Any, place: Place) -> tuple[Noun | None, list[Finding]]:
    """A noun from its written value, or None with every reason why it can't be."""
    try:
        noun_adapter: TypeAdapter[Noun] = get_adapter(model)  # type: ignore[arg-type]
        return noun_adapter.validate_python(value), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        # No key has a space in it: there, a colon in prose has made a key of what stands before it, and
        # what is missing beside it is most likely missing for that.
        prose = {each["loc"][:-1] for each in details if _is_unknown(each) and " " in str(each["loc"][-1])}
        reported = (each for each in details if not (_is_missing(each) and each["loc"][:-1] in prose))
        return None, [_explain_error(each, place, model) for each in reported]


def _is_missing(error: ErrorDetails) -> bool:
    return error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument")


def _is_unknown(error: ErrorDetails) -> bool:
    return error["type"] in ("unexpected_keyword_argument", "extra_forbidden")


def _suggest_key(model: Any, location: Sequence[str | int]) -> str:
    """The key that is most likely meant by one that is not known, as a question; else nothing."""
    name = str(location[-1])
    if len(name) > _LONGEST_KEY:
        return ""
    for step in location[:-1]:
        model = _nested_types(model).get(str(step), model)
    known_keys = [field.name for field in fields(model)] if is_dataclass(model) else []
    question = did_you_mean(closest_matches(name, known_keys))
    return f"; {question}" if question else ""


@cache
def _nested_types(noun: Any) -> dict[str, Any]:
    """The noun that each key of a noun holds, or the type of what it holds."""
    hints = get_type_hints(noun) if is_dataclass(noun) else {}
    return {name: _inner_type(hint) for name, hint in hints.items()}


def _inner_type(hint: Any) -> Any:
    """The noun in an annotation such as ``tuple[Paragraph, ...]`` or ``Source | None``."""
    return next((noun for each in get_args(hint) if is_dataclass(noun := _inner_type(each))), hint)


def _explain_error(error: ErrorDetails, place: Place, noun: Any) -> Finding:
    location = error["loc"]
    kind = error["type"]
    name = str(location[-1]) if location else ""
    if _is_missing(error):
        return make_finding("S101", *place(location, False), f"the key {name} is missing")  # noqa: FBT003
    if _is_unknown(error):
        if " " in name:
            message = f"a colon with a space after it makes a key of these words: {name}"
            return make_finding("Y014", *place(location, True), message)  # noqa: FBT003
        message = f"the key {name} is not known here{_suggest_key(noun, location)}"
        return make_finding("S102", *place(location, True), message)  # noqa: FBT003
    code, message = _code_and_message(error, kind)
    where = f"{name}: " if location and isinstance(location[-1], str) else ""
    return make_finding(code, *place(location, False), where + message)  # noqa: FBT003


def _code_and_message(error: ErrorDetails, kind: str) -> tuple[str, str]:
    context = error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return "S103", PATTERN_HINTS.get(str(context.get("pattern")), "the value does not fit")
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
