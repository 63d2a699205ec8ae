"""A JSON file of what the reader keeps: read whole, checked, and written atomically.

Several readers may write one file: each changes only what it has changed itself. A file that is broken, or of
a newer version, is never written.
"""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from medway_tui.errors import os_error_text

STATE_VERSION = 1
"""The version of the files; a reader leaves files of a later one alone."""

Check = Callable[[object], bool]
"""Returns whether a value has the type that its key asks for."""

_MAX_BYTES = 4_000_000
"""The largest file that is read: more than the reader ever writes."""
_MAX_ATTEMPTS = 10
_RETRY_SECONDS = 0.01


class StateFileError(Exception):
    """A state file can't be read or written; the message is a sentence for the user."""


class StateFile:
    """A file of the state, with the checks of its values."""

    def __init__(self, path: Path, subject: str, checks: Mapping[str, Check]) -> None:
        """``subject`` names in a message what the file keeps, in the plural."""
        self.path = path
        self._subject = subject
        self._checks = checks
        self._was_swept = False

    def read(self) -> dict[str, Any]:
        """Return the values; none where there is no file. Raises StateFileError."""
        return self._parse(self._read_bytes())

    def update(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Apply a change to the file as it is now; a change of another program in between is kept.

        Raises StateFileError where the file is broken or can't be written; it is unchanged then.
        """
        from medway_tui.yaml_io.atomic_write import FileChangedError  # noqa: PLC0415 - not for a start

        for _ in range(_MAX_ATTEMPTS):
            old = self._read_bytes()
            values = self._parse(old)
            change(values)
            new = _format_values({"version": STATE_VERSION, **values})
            if new == old:
                return
            try:
                self._write(old, new)
            except (FileChangedError, FileExistsError):
                time.sleep(_RETRY_SECONDS)
                continue
            except OSError as error:
                raise self._error(f"can't be written: {os_error_text(error)}") from error
            return

    def _write(self, old: bytes | None, new: bytes) -> None:
        from medway_tui.yaml_io import atomic_write  # noqa: PLC0415 - not for a start

        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self._was_swept:
            self._was_swept = True
            atomic_write.sweep_temporary_files(self.path.parent, is_locked=False)
        if old is None:
            atomic_write.create_file(self.path, new)
        else:
            atomic_write.replace_file(self.path, new, old=old)

    def _read_bytes(self) -> bytes | None:
        try:
            # A named pipe would be waited for.
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise self._error("is not a file")
                content = file.read(_MAX_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._error(f"can't be read: {os_error_text(error)}") from error
        if len(content) > _MAX_BYTES:
            raise self._error("is larger than any that the reader writes")
        return content

    def _parse(self, content: bytes | None) -> dict[str, Any]:
        if content is None:
            return {}
        try:
            text = content.decode()
            values = json.loads(text)
        except json.JSONDecodeError as error:
            raise self._broken(error.lineno, f"column {error.colno}: {error.msg}") from error
        except UnicodeDecodeError as error:
            raise self._broken(content.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
        except (RecursionError, ValueError) as error:
            raise self._broken(1, "too deep or too long") from error
        if not isinstance(values, dict):
            raise self._broken(1, "not an object")
        version = values.pop("version", None)
        if type(version) is not int or version < 1:
            raise self._broken(_line_of(text, "version"), "“version” is not a number")
        if version > STATE_VERSION:
            raise self._error("is of a newer version of medway-tui, and is left as it is")
        for key, check in self._checks.items():
            if key in values and not check(values[key]):
                raise self._broken(_line_of(text, key), f"“{key}” has an unknown form")
        return values

    def _broken(self, line: int, reason: str) -> StateFileError:
        return self._error(f"is broken ({reason}); delete the file to begin again", f":{line}")

    def _error(self, problem: str, line: str = "") -> StateFileError:
        return StateFileError(f"{self._subject} are not kept: {_shorten(self.path)}{line} {problem}")


def _shorten(path: Path) -> str:
    """Return a path as a shell takes it, from the home folder where it is below."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"{re.escape(json.dumps(key))}\s*:", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _format_values(values: Mapping[str, Any]) -> bytes:
    """Return JSON with a line for each entry, so that a message can name one."""
    lines = []
    for key, value in values.items():
        if isinstance(value, dict) and value:
            entries = ",\n".join(f"  {_dump(name)}: {_dump(entry)}" for name, entry in value.items())
            lines.append(f" {_dump(key)}: {{\n{entries}\n }}")
        else:
            lines.append(f" {_dump(key)}: {_dump(value)}")
    # A lone surrogate becomes an escape, which JSON has too.
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace")


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
