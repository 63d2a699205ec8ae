"""What an import is going to write, before anything is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from medway_tui.content.drafts import entry_lines
from medway_tui.content.entries import NotAddedError, append
from medway_tui.content.files import of_article
from medway_tui.content.layout import modeline, path_of
from medway_tui.content.load import Reading, Unit
from medway_tui.content.nodes import open_document
from medway_tui.content.reading import MAX_BYTES
from medway_tui.content.writing import ChangedError, create, replace
from medway_tui.dossier.adding import put_schema
from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.importing import records
from medway_tui.dossier.importing.names import Proposal
from medway_tui.dossier.importing.records import Record, entry_digests, value_digest


@dataclass
class Plan:
    """The files of one import."""

    folder: Path
    record: Record
    files: dict[str, str] = field(default_factory=dict)
    """The text of each file, by the name of its kind: article, quotes."""
    before: dict[str, bytes | None] = field(default_factory=dict)
    """The bytes that each had when it was read; None where it is new."""
    proposals: list[Proposal] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Where a file of a kind stands."""
        return self.folder / path_of(name, self.record.id)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Each file as it is going to be, and what is going to be added to lists."""
        for name, text in self.files.items():
            yield self.path(name), text
        for kind in ("people", "organisations"):
            lines = [
                line for each in self.proposals if each.kind == kind for line in _entry(self.record.id, each)
            ]
            if lines:
                yield self.folder / path_of(kind), "".join(f"{line}\n" for line in lines)

    def unit(self, below: Sequence[Path]) -> Unit:
        """The article as it is going to be read, over what lies below it.

        Raises DossierError where it would not pass a check.
        """
        with TemporaryDirectory() as name:
            trial = Path(name)
            for kind, text in self.files.items():
                path = trial / path_of(kind, self.record.id)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            reading = Reading(of_article([*below, trial], self.record.id))
            unit = reading.unit(self.record.id)
            ours = [
                each for each in reading.findings if each.path.startswith(name) and each.severity == "error"
            ]
        if unit is None or ours:
            what = ours[0].message if ours else "the article can't be read"
            raise DossierError(
                f"what was made of it would not pass check: {what}", ours[0].hint if ours else ""
            )
        if any(len(text.encode()) > MAX_BYTES for text in self.files.values()):
            raise DossierError(f"its YAML would be larger than {MAX_BYTES // 2**20} MB", "import it in parts")
        return unit

    def write(self) -> list[str]:
        """Write everything, or nothing; returns what a person should be told besides.

        Raises DossierError where something can't be written.
        """
        done: list[tuple[Path, bytes | None]] = []
        remarks: list[str] = []
        path = self.folder
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in self.files.items():
                path = self.path(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                old = self.before.get(name)
                if old is None:
                    create(path, text.encode())
                else:
                    replace(path, text.encode(), old=old)
                done.append((path, old))
                if text.startswith(modeline(name)):
                    remarks += put_schema(self.folder, name)
            for each in self.proposals:
                path = self.folder / path_of(each.kind)
                old = path.read_bytes() if os.path.lexists(path) else None
                append(path, [modeline(each.kind)], _entry(self.record.id, each))
                done.append((path, old))
                remarks += put_schema(self.folder, each.kind)
            self._note(done)
        except BaseException as error:
            for path_done, old in reversed(done):
                with suppress(OSError, ChangedError):
                    path_done.unlink() if old is None else replace(path_done, old)
            reason = _reason(error)
            if reason is None:
                raise
            raise DossierError(f"{path} can't be written: {reason[0]}", reason[1]) from None
        return list(dict.fromkeys(remarks))

    def _note(self, done: Sequence[tuple[Path, bytes | None]]) -> None:
        """Note what was written, as it is read."""
        new = [str(path.relative_to(self.folder)) for path, old in done if old is None]
        self.record.made = list(dict.fromkeys([*self.record.made, *new]))
        for each in self.proposals:
            digests = entry_digests(open_document(str(self.folder / path_of(each.kind)))[0].value)
            self.record.agents.setdefault(each.kind, {})[each.id] = digests[each.id]
        records.save(self.folder, self.record)

    def note_keys(self, keys: Sequence[str]) -> None:
        """Note the values of the article's keys that are going to be written."""
        value = _value(self.path("article"), self.files["article"])
        if isinstance(value, dict):
            self.record.keys.update({key: value_digest(value[key]) for key in keys if key in value})


def _value(path: Path, text: str) -> object:
    from medway_tui.content.nodes import parsed  # noqa: PLC0415 - beside open_document

    return parsed(str(path), text, b"")[0].value


def _entry(article_id: str, each: Proposal) -> list[str]:
    return [
        f"# Proposed by an import, for a quotation in {article_id}: see whether the name is right.",
        *entry_lines({"id": each.id, "name": each.name}),
    ]


def _reason(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, FileExistsError):
        return "something of that name is there already", "import --update merges, --id gives another name"
    if isinstance(error, ChangedError):
        return "it was changed meanwhile", "try again"
    if isinstance(error, NotAddedError):
        return str(error), error.hint
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower(), "name another --content"
    return None
