"""Sound values to nouns, without pydantic: loading it takes longer than reading a hundred articles.

What makes a noun is put together from the annotations that pydantic reads too. It never says what is wrong:
whatever it is not sure of, pydantic decides (``schema``).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from medway_tui.model.constraints import Converted, Pattern, Validated
from medway_tui.model.findings import Finding

Noun = TypeVar("Noun")
Place = Callable[[tuple[str | int, ...], bool], tuple[str, int, int]]
"""From a path in a value, and whether its key is meant, to a file, line and column."""

DOUBTS = (ValueError, KeyError, TypeError)
"""What is raised where a value may not be sound."""

_Maker = Callable[[Any], Any]
"""Makes a sound value of some type from what is written; raises one of ``DOUBTS`` where in doubt."""

_LONG = 1_000
"""Code points up to which a text is held against the whole of a pattern here. Python goes back and forth in
it, for a minute in an address of a megabyte, while the time that pydantic takes grows as the text."""


def validate(noun: type[Noun], value: Any, place: Place) -> tuple[Noun | None, list[Finding]]:
    """A noun from its written value, or None with every reason why it can't be."""
    try:
        return made(noun, value), []
    except DOUBTS:
        from medway_tui.content.schema import validate_record  # noqa: PLC0415 - pydantic

        return validate_record(noun, value, place)


def made(noun: type[Noun], value: Any) -> Noun:
    """The noun that pydantic makes of a sound value. Raises one of ``DOUBTS`` where in doubt."""
    return _maker(noun)(value)  # type: ignore[no-any-return, arg-type]


@cache
def _maker(kind: Any) -> _Maker:
    origin, within = get_origin(kind), get_args(kind)
    if origin is Annotated:
        kind, *constraints = within
        if kind is str and isinstance(constraints[0], Pattern):
            return _constrained(_text(constraints.pop(0)), constraints)
        return _constrained(_maker(kind), constraints)
    if origin is Literal:
        return _one_of(within)
    if origin in (Union, UnionType):
        # What is not known has no key: None itself is never written.
        (kind,) = (each for each in within if each is not NoneType)
        return _maker(kind)
    if origin is tuple and within[1:] == (...,):
        return _each(_maker(within[0]))
    return _noun(kind) if is_dataclass(kind) else _just(kind)


def _just(kind: Any) -> _Maker:
    def make(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError
        return value

    return make


def _one_of(words: tuple[Any, ...]) -> _Maker:
    known = {word: word for word in words}

    def make(value: Any) -> Any:
        if type(value) is not str:
            raise ValueError
        return known[value]

    return make


def _each(make_one: _Maker) -> _Maker:
    def make(value: Any) -> Any:
        if type(value) is not list:
            raise ValueError
        return tuple([make_one(each) for each in value])

    return make


def _text(shape: Pattern) -> _Maker:
    # For pydantic, $ is the very end; for Python, it may be the line break before it as well.
    search = re.compile(re.sub(r"\$$", r"\\Z", shape.pattern)).search
    most = _LONG if shape.pattern.startswith("^") else sys.maxsize

    def make(value: Any) -> Any:
        if type(value) is not str or len(value) > most or not search(value):
            raise ValueError
        return value

    return make


def _constrained(make: _Maker, constraints: Iterable[Any]) -> _Maker:
    """What makes a value that fits the constraints as well, the innermost first."""
    for constraint in constraints:
        make = _within(make, constraint)
    return make


def _within(make: _Maker, constraint: Any) -> _Maker:
    if isinstance(constraint, Validated):
        check = constraint.check
        return lambda value: check(make(value))
    if isinstance(constraint, Converted):
        read = constraint.read
        return lambda value: make(read(value))
    raise NotImplementedError(f"a constraint that is not known here: {constraint}")


def _noun(noun: Any) -> _Maker:
    hints = get_type_hints(noun, include_extras=True)
    makers = {field.name: _maker(hints[field.name]) for field in fields(noun)}

    def make(value: Any) -> Any:
        if type(value) is not dict:
            raise ValueError
        # A key that is not known is a KeyError, one that is missing a TypeError.
        return noun(**{key: makers[key](each) for key, each in value.items()})

    return make
