"""Names of keys: as users write them in ``config.toml``, as Textual knows them, and as the screen shows them.

A key is a name of Textual, such as ``question_mark``, ``ctrl+d`` or ``G``. A sequence is several keys with a
space between them: ``g g``.
"""

from __future__ import annotations

import string

from textual.keys import _character_to_key, key_to_character

from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.text import shorten

_LABELS = {
    "tab": "Tab",
    "enter": "Enter",
    "backspace": "Backspace",
    "escape": "Esc",
    "delete": "Del",
    "insert": "Ins",
    "space": "Space",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
"""The keys that have names, as the screen shows them; and F1 to F24."""

_SIGNS = {_character_to_key(character): character for character in string.punctuation}
"""The signs on a keyboard by Textual's names, not all of which its own ``key_to_character`` knows."""
_FUNCTION_KEYS = tuple(f"f{number}" for number in range(1, 25))
_ALIASES = {
    **{label.lower(): key for key, label in _LABELS.items()},
    **{key: key for key in (*_LABELS, *_FUNCTION_KEYS)},
    "return": "enter",
    "page up": "pageup",
    "page down": "pagedown",
}
_MODIFIERS = {
    "ctrl": "ctrl",
    "control": "ctrl",
    "alt": "alt",
    "option": "alt",
    "shift": "shift",
    "super": "super",
    "cmd": "super",
}
_SAME_AS = {
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+h": "Backspace",
    "ctrl+left_square_bracket": "Esc",
}
"""Keys that a terminal reports as another key."""
_MAX_STEPS = 4
"""The most keys of a sequence."""
_CONTROL_SIGNS = string.ascii_lowercase + string.digits + "@\\]^_"
"""The characters that a terminal reports together with Ctrl."""


def parse_keys(text: str) -> str:
    """Return a key, or a sequence, from what a user writes: ``Ctrl+f``, ``?``, ``PgDn``, ``g g`` or ``gg``.

    Raises ValueError with a sentence.
    """
    typed = text.strip()
    if not typed:
        raise ValueError("a key is missing between the quotation marks; without any key, write []")
    steps = typed.split()
    if len(steps) == 1 and len(typed) == 2 and typed.isprintable() and typed.lower() not in _ALIASES:
        steps = list(typed)
    if typed.lower() in _ALIASES:
        steps = [typed]
    if len(steps) > _MAX_STEPS:
        raise ValueError(f"“{shorten(text)}” has more than {_MAX_STEPS} keys")
    return " ".join(map(_parse_key, steps))


def _parse_key(text: str) -> str:
    """Return the name of one key. Raises ValueError with a sentence."""
    *modifiers, name = text.replace("++", "+plus").split("+") if len(text) > 1 else [text]
    try:
        held = {_MODIFIERS[each.strip().lower()] for each in modifiers}
    except KeyError as error:
        hint = did_you_mean(closest_matches(str(error.args[0]), _MODIFIERS)) or "write Ctrl, Alt or Shift"
        raise ValueError(f"“{shorten(text)}” is no key: {error.args[0]} can't be held; {hint}") from None
    key = _parse_name(name, text)
    if held == {"shift"} and len(key) == 1 and key.isalpha():
        return key.upper()
    if held:
        character = _character(key.lower())
        key = "+".join([*sorted(held), key.lower()])
        if key in _SAME_AS:
            raise ValueError(f"“{shorten(text)}” is the same key as {_SAME_AS[key]} in a terminal")
        if held == {"shift"} and character is not None:
            raise ValueError(f"“{shorten(text)}” is no key: write the character that it types")
        if held == {"ctrl"} and character is not None and character not in _CONTROL_SIGNS:
            raise ValueError(f"“{shorten(text)}” is no key: a terminal does not report Ctrl with {name}")
    return key


def _parse_name(name: str, text: str) -> str:
    """Return Textual's name of a key without modifiers; ``text`` is the whole key, for the message."""
    lower = name.strip().lower()
    if lower in _ALIASES:
        return _ALIASES[lower]
    if len(name) == 1 and name.isprintable():
        return _character_to_key(name)
    if lower in _SIGNS or _is_character_name(lower):
        return lower
    hint = did_you_mean([_label(each) for each in closest_matches(lower, dict.fromkeys(_ALIASES.values()))])
    raise ValueError(f"“{shorten(text)}” is no key" + (f": {hint}" if hint else ""))


def _is_character_name(name: str) -> bool:
    """Return whether Textual names a character so, as ``pound_sign``."""
    character = key_to_character(name) if name.isidentifier() else None
    return character is not None and _character_to_key(character) == name


def _character(key: str) -> str | None:
    """Return the character that a key without modifiers types; None where it types none."""
    if key in _LABELS:
        return " " if key == "space" else None
    return _SIGNS.get(key) or key_to_character(key)


def normal_key(key: str) -> str:
    """Return the one name of a key that terminals report in two ways: ``G`` for ``shift+g``."""
    letter = key.removeprefix("shift+")
    return letter.upper() if len(key) == len("shift+g") and len(letter) == 1 and letter.isalpha() else key


def binding_keys(key: str) -> str:
    """Return the names by which Textual binds a key: terminals report a capital as itself or with shift."""
    return f"{key},shift+{key.lower()}" if len(key) == 1 and key.isupper() else key


def key_label(key: str) -> str:
    """Return a key or sequence as the screen shows it: ``/`` for slash, ``Ctrl+d``, ``gg``."""
    labels = [_label(each) for each in key.split(" ")]
    return ("" if all(len(each) == 1 for each in labels) else " ").join(labels)


def _label(key: str) -> str:
    *modifiers, name = key.split("+")
    label = _LABELS.get(name) or _character(name) or name.capitalize()
    return "+".join([*(each.capitalize() for each in modifiers), label])
