"""The settings of ``config.toml``: sections, fields, and the values that they can have.

To add one, write a field of a section with ``setting``: the loader, the JSON Schema, the page of the
settings and the commented template follow from it. Each is None unless the file sets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from medway_tui import THEMES
from medway_tui.config.folders import is_theme, own_theme_names
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.text import shorten

KEY_SETS = ("default", "vim")
"""The sets of keys."""


class SettingKind(Protocol):
    """The kind of value that a setting has."""

    def read(self, value: Any) -> Any:
        """Return the value of the setting. Raises ValueError with a sentence."""

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""


class Choice:
    """One of several words."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def read(self, value: Any) -> str:
        if isinstance(value, str) and value in self.words:
            return value
        hint = did_you_mean(closest_matches(str(value), self.words))
        words = " or ".join([", ".join(f'"{word}"' for word in self.words[:-1]), f'"{self.words[-1]}"'])
        raise ValueError(f"{describe_value(value)} is not one of {words}" + (f": {hint}" if hint else ""))

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


class Flag:
    """``true`` or ``false``."""

    def read(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise ValueError(f"{describe_value(value)} is neither true nor false, which have no quotation marks")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class WholeNumber:
    """A whole number in a range, both ends included."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def read(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            if self.least <= value <= self.most:
                return value
            raise ValueError(f"{describe_value(value)} is not from {self.least} to {self.most}")
        raise ValueError(f"{describe_value(value)} is not a whole number: write digits, such as {self.least}")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class ThemeName:
    """A theme of the reader, or one of the user's files."""

    def read(self, value: Any) -> str:
        if isinstance(value, str) and is_theme(value):
            return value
        return Choice((*THEMES, *own_theme_names())).read(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": list(THEMES)}


class KeyTable:
    """Keys by the ids of commands; the reader, which knows both, checks them."""

    def read(self, value: Any) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        raise ValueError(f"{describe_value(value)} is no table: write [keys.commands] above the commands")

    def schema(self) -> dict[str, Any]:
        keys = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "additionalProperties": {"anyOf": [keys, {"type": "array", "items": keys, "uniqueItems": True}]},
        }


def setting(kind: SettingKind, description: str, *, default: str) -> Any:
    """Return the field of a setting: a sentence on what it does, and how TOML writes its default."""
    return field(default=None, metadata={"kind": kind, "description": description, "default": default})


@dataclass(frozen=True)
class ReaderSettings:
    """How the reader looks and behaves."""

    theme: str | None = setting(
        ThemeName(),
        "Colours: dark, light, high-contrast, high-contrast-light, terminal (the terminal's own), or the name"
        " of a file in themes/ beside this one, without .toml. --theme and MEDWAY_TUI_THEME come before it.",
        default='"dark"',
    )
    reading_width: int | None = setting(
        WholeNumber(30, 140),
        "The widest lines of articles, in cells; + and - change it while the reader is open.",
        default="78",
    )
    paragraph_numbers: bool | None = setting(
        Flag(), "Whether the margin of articles has the numbers of paragraphs.", default="true"
    )
    motion: str | None = setting(
        Choice(("full", "none")),
        "Animations: with none, nothing scrolls smoothly and no cursor blinks; TEXTUAL_ANIMATIONS=none does"
        " the same.",
        default='"full"',
    )


@dataclass(frozen=True)
class KeySettings:
    """Which keys run which commands."""

    set: str | None = setting(
        Choice(KEY_SETS),
        "The keys to begin with: those of this program, or vim's (gg, ZZ, Ctrl+f, Ctrl+b, Ctrl+w w …).",
        default='"default"',
    )
    commands: Mapping[str, Any] | None = setting(
        KeyTable(),
        "Keys of single commands, by their ids: one key, several in a list, or [] for none.",
        default="{}",
    )


@dataclass(frozen=True)
class Settings:
    """All settings of ``config.toml``."""

    reader: ReaderSettings = field(default_factory=ReaderSettings)
    keys: KeySettings = field(default_factory=KeySettings)


def describe_value(value: Any) -> str:
    """Return a value as a message quotes it."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{shorten(value)}"' if isinstance(value, str) else shorten(str(value))
