"""The user's own themes: a TOML file each, in ``themes/`` in the folder of their settings.

A file that can't be used is a problem with its line; all other themes work. No file is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui import THEMES
from medway_tui.config.folders import own_theme_names, themes_folder
from medway_tui.config.loader import ConfigProblem, TomlError, read_toml
from medway_tui.config.settings import describe_value
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.tui.contrast import parse_colour
from medway_tui.tui.theme import DARK, LIGHT, palette
from medway_tui.tui.theme_colours import (
    HIGH_CONTRAST,
    SECTIONS,
    NamedTheme,
    WeakColour,
    build_theme,
    find_weak_colours,
)

if TYPE_CHECKING:
    from medway_tui.config.toml_positions import KeyPath, TomlPositions

BASE_KEY = "based_on"
"""The key of the theme that a file changes."""
BASES = tuple(name for name in THEMES if name != "terminal")
"""The themes that a file can change: the terminal's own colours are not known."""
_MAX_SPEAKERS = 12


class ThemeFileError(Exception):
    """A theme file that can't be used."""

    def __init__(self, problem: ConfigProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class OwnTheme(NamedTuple):
    """A theme of the user's own files."""

    theme: NamedTheme
    weak: tuple[ConfigProblem, ...] = ()
    """Its colours that can hardly be read, with their lines."""


def shadowed_files() -> list[ConfigProblem]:
    """Return a problem for each file with the name of a theme of the reader, which comes first."""
    paths = (themes_folder() / f"{name}.toml" for name in THEMES)
    message = "the reader has a theme of this name"
    return [ConfigProblem(path, 0, 0, message, "rename the file") for path in paths if path.is_file()]


def built_in_theme(name: str) -> NamedTheme:
    """Return a theme of the reader, other than the terminal's own colours."""
    if name in HIGH_CONTRAST:
        is_dark = not name.endswith("light")
        return build_theme(name, built_in_theme("dark" if is_dark else "light"), HIGH_CONTRAST[name])
    theme = DARK if name == "dark" else LIGHT
    return NamedTheme(name, theme, palette(theme.name))


def read_theme(name: str) -> OwnTheme:
    """Read a theme of the user. Raises ThemeFileError where its file can't be used."""
    path = themes_folder() / f"{name}.toml"
    try:
        if name not in own_theme_names() or not path.is_file():
            hint = f"themes are {', '.join((*THEMES, *own_theme_names()))}"
            raise ThemeFileError(ConfigProblem(path, 0, 0, "there is no such theme file", hint))
        table, positions = read_toml(path)
    except (TomlError, FileNotFoundError) as error:
        problem = error.problem if isinstance(error, TomlError) else ConfigProblem(path, 0, 0, "it is gone")
        raise ThemeFileError(problem) from error
    colours = _ThemeReader(path, positions).read(table)
    theme = build_theme(name, built_in_theme(table.get(BASE_KEY, BASES[0])), colours)
    weak = [
        ConfigProblem(path, *_place_of(each, positions), each.sentence) for each in find_weak_colours(theme)
    ]
    return OwnTheme(theme, tuple(sorted(weak)))


def _place_of(weak: WeakColour, positions: TomlPositions) -> tuple[int, int]:
    """Return the line and column of a weak colour; of the colour behind it where the file sets only that."""
    paths = [_key_path(weak.name), _key_path(weak.paper_name)]
    return positions.value(next((path for path in paths if path in positions.keys), paths[0]))


def _key_path(name: str) -> KeyPath:
    section, _, key = name.partition(".")
    key, _, number = key.partition(", number ")
    return (section, key, int(number) - 1) if number else (section, key)


class _ThemeReader:
    """Checks the sections, keys and values of a theme file; the first fault is raised."""

    def __init__(self, path: Path, positions: TomlPositions) -> None:
        self._path = path
        self._positions = positions

    def read(self, table: Mapping[str, Any]) -> dict[str, dict[str, str | list[str]]]:
        """Return the colours by section and key. Raises ThemeFileError."""
        colours: dict[str, dict[str, str | list[str]]] = {}
        for section, keys in table.items():
            if section == BASE_KEY:
                if keys not in BASES:
                    message = f"{BASE_KEY}: {describe_value(keys)} is not one of {', '.join(BASES)}"
                    raise self._error(self._positions.value((section,)), message)
            elif section not in SECTIONS:
                raise self._unknown((section,), f"there is no section {section}", [BASE_KEY, *SECTIONS])
            elif not isinstance(keys, Mapping):
                message = f"{section} is a section, not {describe_value(keys)}"
                hint = f"write [{section}] above its colours"
                raise self._error(self._positions.value((section,)), message, hint)
            else:
                colours[section] = {
                    key: self._read_colours((section, key), value) for key, value in keys.items()
                }
        return colours

    def _read_colours(self, at: KeyPath, value: Any) -> str | list[str]:
        section, key = map(str, at)
        known = SECTIONS[section]
        if key not in known:
            raise self._unknown(at, f"there is no colour {key} in [{section}]", known)
        if not known[key].is_list:
            return self._read_colour(at, value)
        if not isinstance(value, list) or not 1 <= len(value) <= _MAX_SPEAKERS:
            message = (
                f"{section}.{key} is a list of 1 to {_MAX_SPEAKERS} colours, not {describe_value(value)}"
            )
            raise self._error(self._positions.value(at), message)
        return [self._read_colour((*at, number), each) for number, each in enumerate(value)]

    def _read_colour(self, at: KeyPath, value: Any) -> str:
        try:
            return "#" + bytes(parse_colour(value)).hex()
        except (ValueError, TypeError, AttributeError):
            message = f"{describe_value(value)} is not a colour"
            raise self._error(
                self._positions.value(at), message, 'write it as "#rrggbb", such as "#6fa8dc"'
            ) from None

    def _unknown(self, at: KeyPath, message: str, names: Iterable[str]) -> ThemeFileError:
        hint = did_you_mean(closest_matches(str(at[-1]), list(names))) or f"it can be: {', '.join(names)}"
        return self._error(self._positions.key(at), message, hint)

    def _error(self, place: tuple[int, int], message: str, hint: str = "") -> ThemeFileError:
        return ThemeFileError(ConfigProblem(self._path, *place, message, hint))
