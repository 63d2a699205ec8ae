"""Whether an article prints a person's role beside the name: ``prints_role``.

An article that prints a role is a source for its own date (``model.roles``), so this errs on the side of no:
a role of another body, a former or a shadow role, and a role of another person do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from medway_tui.names import load_courtesy_titles
from medway_tui.text import fold

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_PART = re.compile(r"\s+and\s+|\s*[,;/–—]\s*|\s+-\s+")
_COMPLEMENT = re.compile(r"\s+(?:of|for|at|in|on|to|with)\s+")
_SMALL_WORDS = frozenset(("the", "a", "an", "of", "for", "and", "at", "in", "on", "to", "with", "its", "s"))
_ENDED = frozenset(("until", "till", "former", "formerly", "previously", "then"))
_COUNCILLOR_FORMS = frozenset(("councillor", "cllr", "councillors", "cllrs"))
_NEEDS_BODY = frozenset(
    ("member", "chair", "chairman", "chairwoman", "chairperson", "director", "officer", "spokesman",
     "spokeswoman", "spokesperson", "manager", "head", "president", "secretary", "trustee", "treasurer"),
)  # fmt: skip
"""Heads of roles that every body has: the body must be printed too."""

_MAX_BEFORE = 10
_MAX_AFTER = 12
"""How many words before and after a name are read."""


class _RoleWords(NamedTuple):
    heads: tuple[tuple[str, ...], ...]
    """The titles in a role: ``(("portfolio", "holder"), ("lead", "member"))``."""
    bodies: frozenset[str]
    """The words of what the role is for, of its organisation, party and area."""


@lru_cache(maxsize=1024)
def _role_words(role: str, bodies: tuple[str, ...]) -> _RoleWords:
    heads = []
    words: set[str] = set()
    for part in _PART.split(role):
        head, *complements = _COMPLEMENT.split(part)
        heads.append(tuple(_words(head)))
        words.update(word for each in complements for word in _words(each))
    words.update(word for each in bodies for word in _words(each))
    return _RoleWords(tuple(head for head in heads if head), frozenset(words - _SMALL_WORDS))


def _words(text: str) -> list[str]:
    return [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(fold(text))]


def prints_role(text: str, names: Iterable[str], role: str, bodies: Iterable[str] = ()) -> bool:
    """Return whether a text prints a role right before or after one of a person's names.

    ``names`` are the forms of the person's name; ``bodies`` the names of the role's organisation and party,
    and its area.
    """
    role_words = _role_words(role, tuple(bodies))
    words = _words(text)
    surnames = {name_words[-1] for name in names if (name_words := _words(name))}
    given = {word for name in names for word in _words(name)} | load_courtesy_titles()
    if ("councillor",) in role_words.heads:
        given -= _COUNCILLOR_FORMS
    for at, word in enumerate(words):
        if word not in surnames:
            continue
        first = _name_start(words, at, given)
        if _is_before(words[max(0, first - _MAX_BEFORE) : first], role_words):
            return True
        if _is_after(words[at + 1 : at + 1 + _MAX_AFTER], role_words):
            return True
    return False


def _name_start(words: list[str], surname: int, given: set[str]) -> int:
    """Return where a name with its titles begins, from the place of its surname."""
    first = surname
    while first:
        before = words[first - 1]
        is_point = before == "." and first > 1 and words[first - 2] in load_courtesy_titles()
        if before not in given and not is_point:
            break
        first -= 1
    return first


def _is_before(before: list[str], role: _RoleWords) -> bool:
    """Whether a role ends right before a name: ``council leader Ann Vale``."""
    words = before[:-1] if before and before[-1] == "," else before
    for start in range(len(words) - 1, -1, -1):
        if not (words[start].isalnum() or "-" in words[start] or "'" in words[start]):
            return False
        end = _head_end(words, start, role)
        if end and _is_own_body(words[end:], role) and _has_no_other_modifier(words[:start], role):
            return _has_body(words[:start], words[start:end], words[end:], role)
    return False


def _is_after(after: list[str], role: _RoleWords) -> bool:
    """Whether a role follows a name in apposition: ``Ann Vale, leader of the council, …``."""
    if not after or after[0] not in (",", "("):
        return False
    stop = next(
        (n for n, word in enumerate(after[1:], 1) if word in (",", ")", ".", ";", "”", '"')), len(after)
    )
    phrase = after[1:stop]
    if _ENDED.intersection(after[1 : stop + 2]):
        return False
    for start in range(len(phrase)):
        end = _head_end(phrase, start, role)
        if end and _is_own_body(phrase[end:], role) and _has_no_other_modifier(phrase[:start], role):
            return _has_body(phrase[:start], phrase[start:end], phrase[end:], role)
    return False


def _head_end(words: list[str], start: int, role: _RoleWords) -> int:
    """Return where a head of the role that begins at ``start`` ends; 0 if there is none."""
    for head in role.heads:
        if head == ("councillor",) and words[start] in _COUNCILLOR_FORMS:
            return start + 1
        if tuple(words[start : start + len(head)]) == head:
            return start + len(head)
    return 0


def _is_own_body(words: list[str], role: _RoleWords) -> bool:
    """Whether all that follows a head is of the role: ``of the council``, ``for children's services``."""
    return all(word in _SMALL_WORDS or word in role.bodies for word in words)


def _has_no_other_modifier(words: list[str], role: _RoleWords) -> bool:
    """Whether nothing before a head changes it, as in ``former leader`` or ``deputy leader``."""
    for word in reversed(words):
        if word in ("the", "a", "an", ",", ":", ";", ".", "“", "”", '"', "(", "and", "by", "to", "from"):
            return True
        if word not in role.bodies and word not in _SMALL_WORDS:
            return False
    return True


def _has_body(before: list[str], head: list[str], after: list[str], role: _RoleWords) -> bool:
    if head[-1] not in _NEEDS_BODY:
        return True
    return bool(role.bodies.intersection((*before[-3:], *after)))
