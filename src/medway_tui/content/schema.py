"""Validates values against the dataclasses of ``model`` with pydantic, and explains and locates errors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.model.constraints import PATTERN_HINTS, KeyChoiceError
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.text import shorten
from medway_tui.yaml_io.lookalike_syntax import describe_disguise
from medway_tui.yaml_io.source_map import SourceMap

# To look for plugins, pydantic would read the metadata of every installed package in every process.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

_MAX_KEY_LENGTH = 60
"""Longer unknown keys are not compared with the known ones."""

Record = TypeVar("Record")


@cache
def get_adapter(model: Any) -> TypeAdapter[Any]:
    """Return pydantic's validator of a dataclass. It is built on first use, which takes milliseconds."""
    return TypeAdapter(model)


def validate_record(
    model: type[Record], value: Any, source_map: SourceMap
) -> tuple[Record | None, list[Finding]]:
    """Return the record that a YAML value describes, or None with a finding for each error in it."""
    adapter: TypeAdapter[Record] = get_adapter(model)  # type: ignore[arg-type]
    try:
        return adapter.validate_python(value), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
    # A key with a space is prose in which a colon made a key. Keys missing beside it are most likely missing
    # for that reason, so they are not reported too.
    prose = {each["loc"][:-1] for each in details if _is_unknown(each) and " " in str(each["loc"][-1])}
    reported = (each for each in details if not (_is_missing(each) and each["loc"][:-1] in prose))
    return None, [_explain_error(each, source_map, model) for each in reported]


def _is_missing(error: ErrorDetails) -> bool:
    return error["type"] in ("missing", "missing_argument", "missing_keyword_only_argument")


def _is_unknown(error: ErrorDetails) -> bool:
    return error["type"] in ("unexpected_keyword_argument", "extra_forbidden")


def _explain_error(error: ErrorDetails, source_map: SourceMap, model: Any) -> Finding:
    path = error["loc"]
    name = str(path[-1]) if path else ""
    if _is_missing(error):
        return make_finding("S101", source_map.locate(path), f"the key {name} is missing")
    if _is_unknown(error):
        if " " in name:
            message = f"a colon with a space after it makes a key of these words: {name}"
            return make_finding("Y014", source_map.locate_key(path), message)
        message = f"the key {name} is unknown here{_suggest_key(model, path)}"
        return make_finding("S102", source_map.locate_key(path), message)
    problem = error.get("ctx", {}).get("error")
    if isinstance(problem, KeyChoiceError):
        if problem.key is None:
            return make_finding("S101", source_map.locate(path), str(problem))
        return make_finding("S107", source_map.locate_key((*path, problem.key)), str(problem))
    code, message = _code_and_message(error)
    prefix = f"{name}: " if path and isinstance(path[-1], str) else ""
    # A check of our own shows the value in its message.
    disguise = "" if error["type"] == "value_error" else describe_disguise(error["input"])
    return make_finding(code, source_map.locate(path), prefix + message + disguise)


def _suggest_key(model: Any, path: Sequence[str | int]) -> str:
    """Return the known key that is closest to an unknown one, as a question; nothing if none is close."""
    name = str(path[-1])
    if len(name) > _MAX_KEY_LENGTH:
        return ""
    for step in path[:-1]:
        model = _nested_types(model).get(str(step), model)
    known_keys = [field.name for field in fields(model)] if is_dataclass(model) else []
    question = did_you_mean(closest_matches(name, known_keys))
    return f"; {question}" if question else ""


@cache
def _nested_types(model: Any) -> dict[str, Any]:
    """Return the type of each key's value: the dataclass in it where there is one."""
    hints = get_type_hints(model) if is_dataclass(model) else {}
    return {name: _inner_type(hint) for name, hint in hints.items()}


def _inner_type(hint: Any) -> Any:
    """Return the dataclass in an annotation such as ``tuple[Paragraph, ...]`` or ``Source | None``."""
    return next((inner for each in get_args(hint) if is_dataclass(inner := _inner_type(each))), hint)


def _code_and_message(error: ErrorDetails) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return "S103", PATTERN_HINTS.get(str(context.get("pattern")), "the value is invalid")
    if kind == "value_error":
        return "S103", str(context.get("error"))
    if kind == "literal_error":
        return "S103", f"“{shorten(str(error['input']), 40)}” is not one of {context.get('expected')}"
    if kind == "string_type":
        return "S104", "a text is expected here, not a list or mapping"
    if kind in ("tuple_type", "list_type"):
        return "S104", "a list is expected here: each item on a line that begins with a hyphen"
    if kind in ("dataclass_type", "dataclass_exact_type", "dict_type"):
        return "S104", "keys with values are expected here"
    return "S103", error["msg"].lower()
