"""Reads ``config.toml``: a faulty setting is a problem with its line, and its default takes its place.

The file is never written here. A start without it imports no parser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medway_tui.config.folders import config_folder
from medway_tui.config.settings import Settings, describe_value
from medway_tui.errors import os_error_text
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.text import escape_invisible

if TYPE_CHECKING:
    from medway_tui.config.toml_positions import KeyPath, TomlPositions

FILE_NAME = "config.toml"
MAX_BYTES = 256 * 1024
"""The largest file that is read."""


class ConfigProblem(NamedTuple):
    """A problem in the file, worded for the person who wrote it."""

    path: Path
    line: int
    """The line, from 1; 0 where the whole file is meant."""
    column: int
    """The column in code points, from 1; 0 where the whole file is meant."""
    message: str
    hint: str = ""
    """What to do about it; may be empty."""

    def __str__(self) -> str:
        """Return the problem in one line, with its place."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)
        return escape_invisible(f"{place}: {self.message}" + (f"; {self.hint}" if self.hint else ""))


@dataclass(frozen=True)
class LoadedConfig:
    """The settings of the file, and its problems."""

    path: Path
    settings: Settings
    problems: tuple[ConfigProblem, ...] = ()
    positions: TomlPositions | None = None
    """Where its keys and values are, for problems that are found later; None without a file."""


def load_config(path: Path | None = None) -> LoadedConfig:
    """Read the settings of a file, or of the user's own; without it, all have their defaults."""
    path = path or config_folder() / FILE_NAME
    try:
        table, positions = read_toml(path)
    except FileNotFoundError:
        return LoadedConfig(path, Settings())
    except TomlError as error:
        hint = "until then all settings have their defaults"
        return LoadedConfig(path, Settings(), (error.problem._replace(hint=hint),))
    problems: list[ConfigProblem] = []
    settings = _SectionReader(path, positions, problems).read(Settings, table, ())
    return LoadedConfig(path, settings, tuple(problems), positions)


class TomlError(Exception):
    """A file that can't be read as TOML."""

    def __init__(self, problem: ConfigProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_toml(path: Path) -> tuple[dict[str, Any], TomlPositions]:
    """Return the table of a TOML file of the user, and where its keys are.

    Raises FileNotFoundError, and TomlError where the file can't be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        message = f"the file can't be read: {os_error_text(error)}"
        raise TomlError(ConfigProblem(path, 0, 0, message)) from error
    if len(data) > MAX_BYTES:
        raise TomlError(ConfigProblem(path, 0, 0, f"the file has more than {MAX_BYTES // 1024} KB"))
    return _parse(path, data)


def _parse(path: Path, data: bytes) -> tuple[dict[str, Any], TomlPositions]:
    import tomllib  # noqa: PLC0415 - only where there is a file

    from medway_tui.config.toml_positions import find_positions  # noqa: PLC0415 - likewise

    try:
        text = data.decode().replace("\r\n", "\n").removeprefix("\ufeff")
        return tomllib.loads(text), find_positions(text)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode()) + 1
        raise TomlError(ConfigProblem(path, line, column, "the file is not UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        message, line, column = _syntax_error(str(error), text)
        raise TomlError(ConfigProblem(path, line, column, message)) from error
    except RecursionError as error:
        raise TomlError(ConfigProblem(path, 0, 0, "tables or lists are nested too deeply")) from error


_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _syntax_error(message: str, text: str) -> tuple[str, int, int]:
    """Return the message of tomllib without its place, and that place as line and column."""
    match = _PLACE.search(message)
    words = _PLACE.sub("", message)
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
    else:
        line, column = text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1
        words += ", but the file ends"
    return f"this is not TOML: {words[:1].lower()}{words[1:]}", line, column


class _SectionReader:
    """Reads sections of settings, and collects the problems."""

    def __init__(self, path: Path, positions: TomlPositions, problems: list[ConfigProblem]) -> None:
        self._path = path
        self._positions = positions
        self._problems = problems

    def read(self, kind: Any, table: Mapping[str, Any], at: KeyPath) -> Any:
        """Return a section; what is unknown or faulty in its table is a problem."""
        known = {each.name: each for each in fields(kind)}
        values: dict[str, Any] = {}
        for name, value in table.items():
            path = (*at, name)
            if name not in known:
                self._report_unknown(path, list(known))
            elif (setting_kind := known[name].metadata.get("kind")) is not None:
                try:
                    values[name] = setting_kind.read(value)
                except ValueError as error:
                    self._report(self._positions.value(path), f"{_dotted(path)}: {error}")
            elif isinstance(value, Mapping):
                values[name] = self.read(known[name].default_factory, value, path)
            else:
                message = f"{_dotted(path)} is a section, not {describe_value(value)}"
                self._report(
                    self._positions.value(path), message, f"write [{_dotted(path)}] above its settings"
                )
        return kind(**values)

    def _report_unknown(self, path: KeyPath, names: list[str]) -> None:
        *above, name = map(str, path)
        hint = did_you_mean(closest_matches(name, names)) or f"it can be: {', '.join(names)}"
        where = f" in [{'.'.join(above)}]" if above else ""
        self._report(self._positions.key(path), f"there is no setting {name}{where}", hint)

    def _report(self, place: tuple[int, int], message: str, hint: str = "") -> None:
        self._problems.append(ConfigProblem(self._path, *place, message, hint))


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))


def summarise_problems(problems: Sequence[ConfigProblem]) -> str:
    """Return one sentence for a toast: the first problem, and how many more there are; empty for none."""
    if not problems:
        return ""
    more = f" (and {len(problems) - 1} more: medway-tui config)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"
