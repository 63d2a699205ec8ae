"""Values of JSON files by others: of any type, any depth, and any spelling of their keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from medway_tui.saved_pages import UnreadableError
from medway_tui.text import plural

MAX_JSON_BYTES = 64 * 2**20
"""The size of the largest JSON file that is read: its values take ten times as much memory."""
_SURROGATE = re.compile("[\ud800-\udfff]")

JsonObject = Mapping[str, Any]


class JsonFile(NamedTuple):
    """The value of a JSON file."""

    value: Any
    remarks: tuple[str, ...] = ()


def read_json(data: bytes) -> JsonFile:
    """Read a JSON file in UTF-8, UTF-16 or UTF-32.

    Of a key that is twice in one object the last counts, and a remark says so. Raises UnreadableError where
    it is no JSON, is nested too deeply or is too large.
    """
    if len(data) > MAX_JSON_BYTES:
        size = f"it is larger than {MAX_JSON_BYTES // 2**20} MB"
        raise UnreadableError(size, "export the annotations in parts, such as those of one page")
    doubled: dict[str, int] = {}

    def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [key for key, _ in pairs]
            for key in made:
                if names.count(key) > 1:
                    doubled[key] = doubled.get(key, 0) + 1
        return made

    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        value = json.loads(text, object_pairs_hook=make_object, parse_constant=lambda _: None)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError("this JSON is not UTF-8", "save it as UTF-8", line, 1) from None
    except json.JSONDecodeError as error:
        message = f"this is not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise UnreadableError(message, "export the annotations again", error.lineno, error.colno) from None
    except RecursionError:
        raise UnreadableError("this JSON is nested too deeply", "export the annotations again") from None
    except ValueError:
        # Python refuses to convert numbers of thousands of digits.
        raise UnreadableError("this JSON has a number that is too long", "export it again") from None
    remarks = [
        f"the key “{key}” is twice in {plural(number, 'object')}: the last counts"
        for key, number in doubled.items()
    ]
    return JsonFile(value, tuple(remarks[:10]))


def text_of(value: Any) -> str:
    """Return the text of a value: its own, its ``@value``, or that of the first in a list; else nothing."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value) if _SURROGATE.search(value) else value
    if isinstance(value, Mapping):
        return text_of(value.get("@value", ""))
    if isinstance(value, list) and value:
        return text_of(value[0])
    return ""


def number_of(value: Any) -> int | None:
    """Return a whole number that is not negative; None for anything else."""
    if isinstance(value, Mapping):
        value = value.get("@value")
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def items_of(value: Any) -> Iterator[Any]:
    """Yield the values of a list, of a JSON-LD list or set, or the one value; nothing of null."""
    if isinstance(value, Mapping):
        for key in ("@list", "@set"):
            if key in value:
                value = value[key]
                break
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def objects_of(value: Any) -> Iterator[JsonObject]:
    """Yield the objects among the values of ``items_of``."""
    return (each for each in items_of(value) if isinstance(each, Mapping))


def texts_of(value: Any) -> Iterator[str]:
    """Yield the texts among the values of ``items_of`` that are not empty."""
    return (text for each in items_of(value) if (text := text_of(each).strip()))
