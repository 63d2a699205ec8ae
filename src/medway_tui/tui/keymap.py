"""The keys in force: a set, and over it the keys that the user gives to commands in ``config.toml``.

What is wrong there is a problem with its place: an unknown command or key, a key for two commands of one
view. The rest counts. Of two commands that the user gives one key, the first in the file keeps it; a key
that the user gives to a command is taken from the others, which is reported too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from medway_tui.config.loader import ConfigProblem, LoadedConfig
from medway_tui.config.settings import describe_value
from medway_tui.config.toml_positions import Position
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.text import shorten
from medway_tui.tui.commands import Command
from medway_tui.tui.key_names import key_label, parse_keys

Keys = tuple[str, ...]

KEY_SETS: Mapping[str, Mapping[str, Keys]] = {
    "default": {},
    "vim": {
        "top": ("g g", "home"),
        "page_down": ("ctrl+f", "space", "pagedown"),
        "page_up": ("ctrl+b", "b", "pageup"),
        "line_down": ("j", "down", "ctrl+e"),
        "line_up": ("k", "up", "ctrl+y"),
        "next_pane": ("tab", "ctrl+w w", "ctrl+w ctrl+w"),
        "previous_pane": ("shift+tab", "ctrl+w W", "ctrl+w p"),
        "go_back": ("backspace", "ctrl+o"),
        "first_column": ("0", "H"),
        "last_column": ("dollar_sign", "L"),
        "quit": ("q", "Z Z", "Z Q", "ctrl+q"),
    },
}
"""The keys of each set that are not the default ones, by the ids of the commands."""

_KEYS_TABLE = ("keys", "commands")
_QUIT, _LAST_QUIT_KEY = "quit", "ctrl+q"


class Keymap(NamedTuple):
    """The keys in force."""

    changed: Mapping[str, Keys] = {}
    """The keys of the commands whose keys are not the default ones, by their ids."""
    problems: tuple[ConfigProblem, ...] = ()

    @property
    def sequences(self) -> list[str]:
        """The keys that are sequences."""
        return [key for keys in self.changed.values() for key in keys if " " in key]


def resolve_keymap(config: LoadedConfig, scopes: Mapping[str, Sequence[Command]]) -> Keymap:
    """Return the keys that the settings give to the commands; ``scopes`` has those of each view."""
    return _KeymapResolver(config, scopes).resolve()


class _KeymapResolver:
    """Applies the user's keys to the commands, and collects the problems."""

    def __init__(self, config: LoadedConfig, scopes: Mapping[str, Sequence[Command]]) -> None:
        self._config = config
        self._scopes = {name: {each.id: each for each in commands} for name, commands in scopes.items()}
        self._commands = {id_: each for commands in self._scopes.values() for id_, each in commands.items()}
        self._problems: list[ConfigProblem] = []
        chosen = KEY_SETS[config.settings.keys.set or "default"]
        self._keys = {id_: chosen.get(id_, each.keys) for id_, each in self._commands.items()}

    def resolve(self) -> Keymap:
        """Return the keymap."""
        users = self._read_keys(self._config.settings.keys.commands or {})
        self._settle_between_users(users)
        self._keys.update(users)
        self._take_from_others(users)
        if not self._keys[_QUIT]:
            self._keys[_QUIT] = (_LAST_QUIT_KEY,)
            self._report((_QUIT,), f"{_QUIT} needs a key", f"it keeps {key_label(_LAST_QUIT_KEY)}")
        changed = {id_: keys for id_, keys in self._keys.items() if keys != self._commands[id_].keys}
        return Keymap(changed, tuple(sorted(self._problems, key=lambda each: (each.line, each.column))))

    def _read_keys(self, table: Mapping[str, Any]) -> dict[str, Keys]:
        """Return the keys of the file by the ids of the commands."""
        users = {}
        for id_, value in table.items():
            if id_ not in self._commands:
                self._report_unknown(id_)
            elif isinstance(value, str):
                keys = self._parse(value, (id_,))
                if keys:
                    users[id_] = keys
            elif isinstance(value, list):
                parsed = [self._parse(each, (id_, number)) for number, each in enumerate(value)]
                if any(parsed) or not value:
                    users[id_] = tuple(dict.fromkeys(key for keys in parsed for key in keys))
            else:
                message = f"{describe_value(value)} is no key"
                self._report((id_,), message, 'write a key as "n", or several as ["n", "Ctrl+n"]')
        return users

    def _parse(self, text: Any, path: tuple[str | int, ...]) -> Keys:
        """Return the key of a text; nothing where it is none, which is reported."""
        if not isinstance(text, str):
            self._report(path, f"{describe_value(text)} is no key", 'write it in quotation marks, as "7"')
            return ()
        try:
            return (parse_keys(text),)
        except ValueError as error:
            self._report(path, str(error))
            return ()

    def _settle_between_users(self, users: dict[str, Keys]) -> None:
        """Leave a key that the user gives to two commands of a view to the first."""
        for number, (later, keys) in enumerate(users.items()):
            for key in keys:
                for first in list(users)[:number]:
                    view = self._shared_view(first, later)
                    if view and key in users[first]:
                        line = self._place((first,)).line
                        self._report(
                            (later, key),
                            f"{key_label(key)} is the key of {first} already, in line {line};"
                            f" {later} is not given it",
                            f"both are commands of {view}: choose another key for one of them",
                        )
                        users[later] = tuple(each for each in users[later] if each != key)
                        break

    def _take_from_others(self, users: Mapping[str, Keys]) -> None:
        """Take the keys that the user gives to commands from all other commands of the same views."""
        for id_, keys in users.items():
            for key in keys:
                for other in self._commands:
                    if other in users or key not in self._keys[other] or not self._shared_view(id_, other):
                        continue
                    self._keys[other] = tuple(each for each in self._keys[other] if each != key)
                    left = ", ".join(map(key_label, self._keys[other])) or "none"
                    self._report(
                        (id_, key),
                        f"{key_label(key)} was the key of {other} ({self._commands[other].name}),"
                        f" which now has {left}",
                        f"set the keys of {other} too",
                    )

    def _shared_view(self, first: str, second: str) -> str:
        """Return a view in which two commands work; empty if there is none."""
        return next((name for name, ids in self._scopes.items() if first in ids and second in ids), "")

    # -- problems --------------------------------------------------------------------------------

    def _report_unknown(self, id_: str) -> None:
        names = {each.name.lower(): each.id for each in self._commands.values()}
        typed = id_.lower().replace("-", "_")
        closest = closest_matches(typed, self._commands, limit=2)
        hint = did_you_mean([typed] if typed in self._commands else closest)
        hint = hint or did_you_mean([names[each] for each in closest_matches(typed, names)])
        self._problems.append(
            ConfigProblem(
                self._config.path,
                *self._place((id_,), is_key=True),
                f"there is no command {shorten(id_)}",
                hint or "medway-tui config keys lists all commands",
            )
        )

    def _report(self, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        """Report a problem of a value; the last part of the path may be the key that it sets."""
        *above, last = path
        if isinstance(last, str) and above:
            path = (*above, self._number_of(str(above[0]), last))
        self._problems.append(ConfigProblem(self._config.path, *self._place(path), message, hint))

    def _number_of(self, id_: str, key: str) -> int:
        """Return the place of a key in the list of a command's keys in the file."""
        value = (self._config.settings.keys.commands or {}).get(id_)
        return next((number for number, each in enumerate(_as_list(value)) if _is_key(each, key)), 0)

    def _place(self, path: tuple[str | int, ...], *, is_key: bool = False) -> Position:
        positions = self._config.positions
        if positions is None:
            return Position(0, 0)
        full = (*_KEYS_TABLE, *path)
        return positions.key(full) if is_key else positions.value(full)


def _as_list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]


def _is_key(text: Any, key: str) -> bool:
    try:
        return isinstance(text, str) and parse_keys(text) == key
    except ValueError:
        return False
