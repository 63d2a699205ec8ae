"""The user's own copies of files that come with the program.

The folder of the installation is never written to: an upgrade would lose the change. A file of it that is to
be edited is copied into the user's own folder, which overrides the shipped one (docs/content.md, "Layered
folders"). A small file there notes the digest of what was copied, so that ``check`` can say when the shipped
one has changed since.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from medway_tui.content.files import FOLDERS, SINGLE_FILES, SUFFIX
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.sync.locations import IMPORT_LOG_FOLDER, DossierError, shipped_content, user_folder
from medway_tui.yaml_io import edit
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, error_path, replace_file
from medway_tui.yaml_io.folder_lock import lock_folder
from medway_tui.yaml_io.nodes import YamlDocument, read_document

RECORD_NAME = ".shipped-copies.json"
"""The file in the user's own folder with the digest of each shipped file that was copied."""
RECORD_VERSION = 1

_MERGED_KINDS = ("people", "organisations", "frameworks", "events", "differences")
"""The lists of which the user's own file holds some entries only."""


class OwnCopy(NamedTuple):
    """The user's own file in the place of a shipped one."""

    location: FileLocation
    """Where to edit it."""
    shipped: Path
    """The shipped file."""
    name: str
    """Its path in the dossier's folder, such as ``articles/bbc-2019-08-27.yaml``."""
    before: bytes | None
    """What was at its place before, where it was written just now; None for no file."""
    written: bytes | None
    """What was written just now; None where it was there already."""

    @property
    def folder(self) -> Path:
        """The user's own folder for the dossier."""
        return Path(self.location.path).parents[self.name.count("/")]


def is_shipped(path: str, *, is_named: bool) -> bool:
    """Return whether a file came with the program.

    In a checkout, content/ is that only while it is not named (``is_named``): who names it works on it.
    """
    root = shipped_content()
    return Path(path).is_relative_to(root) and (root.name == "shipped" or not is_named)


def copy_for_editing(where: FileLocation, dossier_id: str) -> OwnCopy:
    """Copy a shipped file into the user's own folder, unless it is there; return where to edit it.

    Where the user's own file holds only some entries of a list, or some keys of an article, the one at the
    place is added to it. Raises DossierError where the copy can't be written.
    """
    root = shipped_content()
    folder = user_folder(dossier_id)
    shipped = Path(where.path)
    relative = shipped.relative_to(root)
    own = folder / relative
    name = relative.as_posix()
    with _writing(folder):
        if not own.exists():
            data = shipped.read_bytes()
            own.parent.mkdir(parents=True, exist_ok=True)
            create_file(own, data)
            note_digest(folder, name, data)
            return OwnCopy(where._replace(path=str(own)), shipped, name, None, data)
        return _add_part(where, OwnCopy(FileLocation(str(own), 1, 1), shipped, name, None, None), folder)


def settle_edit(copy: OwnCopy) -> bool:
    """Take back a copy that was not edited, and note the state of the shipped file for one that was.

    Returns whether the user's own file now differs from what was copied, or was there before.
    """
    own, folder = Path(copy.location.path), copy.folder
    try:
        data = own.read_bytes()
    except OSError:
        # Removed in the editor.
        return True
    with _writing(folder):
        if copy.written is not None and data == copy.written:
            if copy.before is None:
                own.unlink()
            else:
                replace_file(own, copy.before, old=data)
            return False
        if copy.shipped.is_file():
            note_digest(folder, copy.name, copy.shipped.read_bytes())
    return True


def find_overlaid(shipped: Path, own: Path) -> Iterator[Finding]:
    """Yield a finding for each file of the user's own folder that overrides a shipped one.

    Another one where the shipped one has changed since it was copied. An imported original has none: it lies
    over its account on purpose, and ``import --undo`` takes it back.
    """
    digests = _read_record(own)
    for name in _content_names(own):
        if not (shipped / name).is_file() or _is_imported_original(own, name):
            continue
        location = FileLocation(str(own / name), 0, 0)
        yield make_finding("D430", location, f"this file overrides {name} of the dossier that was shipped")
        noted = digests.get(name)
        try:
            has_changed = noted is not None and noted["sha256"] != _digest((shipped / name).read_bytes())
        except OSError:
            continue
        if noted is not None and has_changed:
            message = f"{name} has changed in the shipped dossier since you copied it, {noted['copied']}"
            yield make_finding("D431", location, message)


def _is_imported_original(folder: Path, name: str) -> bool:
    kind, _, file_name = name.partition("/")
    return kind == "articles" and (folder / IMPORT_LOG_FOLDER / f"{Path(file_name).stem}.json").is_file()


def _content_names(folder: Path) -> Iterator[str]:
    """Yield the names of the content files of a folder, in order."""
    yield from (name for name in SINGLE_FILES if (folder / name).is_file())
    for sub_folder in FOLDERS:
        paths = sorted((folder / sub_folder).glob(f"*{SUFFIX}"))
        yield from (f"{sub_folder}/{path.name}" for path in paths if path.is_file())


# -- parts of a file -------------------------------------------------------------------------------


def _add_part(where: FileLocation, copy: OwnCopy, folder: Path) -> OwnCopy:
    """Add the entry or key at a place of a shipped file to the user's own one, unless it has it."""
    kind = SINGLE_FILES.get(copy.name) or FOLDERS.get(copy.name.partition("/")[0])
    if kind not in (*_MERGED_KINDS, "about", "article"):
        return copy
    shipped, own = read_document(where.path)[0], read_document(copy.location.path)[0]
    if kind in _MERGED_KINDS and isinstance(shipped.value, list) and isinstance(own.value, list):
        number = _number_at(shipped, where.line)
        known = {_id_of(value): place for place, value in enumerate(own.value)}
        entry_id = _id_of(shipped.value[number]) if number is not None else None
        if number is None or entry_id is None:
            return copy
        first = shipped.locate((number,)).line
        if entry_id in known:
            return copy._replace(location=own.locate((known[entry_id],)))
        lines = f"- {shipped.source_text((number,))}".rstrip().splitlines()
        changed = edit.append(own, lines)
        line = changed.locate((len(known),)).line
    else:
        pair = next((each for each in reversed(_keys_with_lines(shipped)) if each[1] <= where.line), None)
        if pair is None or not isinstance(own.value, dict):
            return copy
        key, first, lines = pair
        if key in own.value:
            return copy._replace(location=own.locate_key((key,)))
        changed = edit.set_key(own, (), key, lines)
        line = changed.locate_key((key,)).line
    data = changed.to_bytes()
    replace_file(Path(copy.location.path), data, old=own.data)
    note_digest(folder, copy.name, Path(where.path).read_bytes())
    location = FileLocation(copy.location.path, line + where.line - first, where.column)
    return copy._replace(location=location, before=own.data, written=data)


def _number_at(document: YamlDocument, line: int) -> int | None:
    """Return the number of the entry at a line."""
    entries = document.value if isinstance(document.value, list) else ()
    numbers = [number for number in range(len(entries)) if document.locate((number,)).line <= line]
    return numbers[-1] if numbers else None


def _keys_with_lines(document: YamlDocument) -> list[tuple[str, int, list[str]]]:
    """Return each key of a file that is a mapping, with its line and the lines that it is written in."""
    return [
        (
            pair.key,
            document.text.count("\n", 0, pair.start) + 1,
            document.text[pair.start : pair.value_span[1]].rstrip().splitlines(),
        )
        for pair in document.key_values(()) or ()
    ]


def _id_of(value: Any) -> str | None:
    return str(value["id"]) if isinstance(value, dict) and "id" in value else None


# -- the record ------------------------------------------------------------------------------------


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_record(folder: Path) -> dict[str, dict[str, str]]:
    """Return what was noted of each copy, by its name; nothing where the record is missing or unreadable."""
    try:
        record = json.loads((folder / RECORD_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    copies = record.get("copies") if isinstance(record, dict) else None
    return {
        name: noted
        for name, noted in (copies.items() if isinstance(copies, dict) else ())
        if isinstance(noted, dict) and {"sha256", "copied"} <= noted.keys()
    }


def note_digest(folder: Path, name: str, data: bytes) -> None:
    """Note what the shipped file of a name is at present; the caller holds the lock of the folder.

    Raises OSError or FileChangedError where that can't be written.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    copies = {**_read_record(folder), name: {"sha256": _digest(data), "copied": today}}
    record = {"version": RECORD_VERSION, "copies": copies}
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    replace_file(folder / RECORD_NAME, text.encode())


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the lock of the user's own folder; its errors are sentences."""
    try:
        with lock_folder(folder):
            yield
    except FileChangedError as error:
        raise DossierError(f"{error} is being changed by another program", "try again") from None
    except OSError as error:
        path, reason = error_path(error, folder), os_error_text(error)
        raise DossierError(f"{path} can't be written: {reason}", "nothing was changed") from None
    except MedwayError as error:
        raise DossierError(str(error), error.hint) from None
