"""What an import is going to write, before anything is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from medway_tui.authoring.entries import append_entry
from medway_tui.authoring.scaffold import write_schema
from medway_tui.authoring.templates import entry_lines
from medway_tui.content.files import content_path, find_existing_article_files, schema_modeline
from medway_tui.content.loader import ArticleWithQuotes, ContentLoader
from medway_tui.errors import os_error_text
from medway_tui.importing import import_log
from medway_tui.importing.import_log import ImportRecord, entry_digests, value_digest
from medway_tui.importing.speakers import ProposedAgent
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.atomic_write import FileChangedError, create_file, replace_file
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.nodes import read_document
from medway_tui.yaml_io.reader import MAX_BYTES


@dataclass
class ImportPlan:
    """The files of one import."""

    folder: Path
    record: ImportRecord
    files: dict[str, str] = field(default_factory=dict)
    """The text of each file, by the name of its kind: article, quotes."""
    old_bytes: dict[str, bytes | None] = field(default_factory=dict)
    """The bytes that each had when it was read; None where it is new."""
    proposals: list[ProposedAgent] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Where a file of a kind stands."""
        return self.folder / content_path(name, self.record.id)

    def output_files(self) -> Iterator[tuple[Path, str]]:
        """Each file as it is going to be, and what is going to be added to lists."""
        for name, text in self.files.items():
            yield self.path(name), text
        for kind in ("people", "organisations"):
            lines = [
                line
                for each in self.proposals
                if each.kind == kind
                for line in _agent_entry(self.record.id, each)
            ]
            if lines:
                yield self.folder / content_path(kind), "".join(f"{line}\n" for line in lines)

    def load_trial(self, lower_folders: Sequence[Path]) -> ArticleWithQuotes:
        """The article as it is going to be read, over what lies below it.

        Raises DossierError where it would not pass a check.
        """
        with TemporaryDirectory() as name:
            trial = Path(name)
            for kind, text in self.files.items():
                path = trial / content_path(kind, self.record.id)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            reading = ContentLoader(find_existing_article_files([*lower_folders, trial], self.record.id))
            unit = reading.load_article(self.record.id)
            errors = [
                each for each in reading.findings if each.path.startswith(name) and each.severity == "error"
            ]
        if unit is None or errors:
            what = errors[0].message if errors else "the article can't be read"
            raise DossierError(
                f"what was made of it would not pass check: {what}", errors[0].hint if errors else ""
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
                old = self.old_bytes.get(name)
                if old is None:
                    create_file(path, text.encode())
                else:
                    replace_file(path, text.encode(), old=old)
                done.append((path, old))
                if text.startswith(schema_modeline(name)):
                    remarks += write_schema(self.folder, name)
            for each in self.proposals:
                path = self.folder / content_path(each.kind)
                old = path.read_bytes() if os.path.lexists(path) else None
                append_entry(path, [schema_modeline(each.kind)], _agent_entry(self.record.id, each))
                done.append((path, old))
                remarks += write_schema(self.folder, each.kind)
            self._save_record(done)
        except BaseException as error:
            for path_done, old in reversed(done):
                with suppress(OSError, FileChangedError):
                    path_done.unlink() if old is None else replace_file(path_done, old)
            reason = _describe_write_error(error)
            if reason is None:
                raise
            raise DossierError(f"{path} can't be written: {reason[0]}", reason[1]) from None
        return list(dict.fromkeys(remarks))

    def _save_record(self, done: Sequence[tuple[Path, bytes | None]]) -> None:
        """Note what was written, as it is read."""
        new = [str(path.relative_to(self.folder)) for path, old in done if old is None]
        self.record.made = list(dict.fromkeys([*self.record.made, *new]))
        for each in self.proposals:
            digests = entry_digests(read_document(str(self.folder / content_path(each.kind)))[0].value)
            self.record.agents.setdefault(each.kind, {})[each.id] = digests[each.id]
        import_log.save_record(self.folder, self.record)

    def record_keys(self, keys: Sequence[str]) -> None:
        """Note the values of the article's keys that are going to be written."""
        value = _parse_value(self.path("article"), self.files["article"])
        if isinstance(value, dict):
            self.record.keys.update({key: value_digest(value[key]) for key in keys if key in value})


def _parse_value(path: Path, text: str) -> object:
    from medway_tui.yaml_io.nodes import parse_document  # noqa: PLC0415 - beside open_document

    return parse_document(str(path), text, b"")[0].value


def _agent_entry(article_id: str, agent: ProposedAgent) -> list[str]:
    return [
        f"# Proposed by an import, for a quotation in {article_id}: see whether the name is right.",
        *entry_lines({"id": agent.id, "name": agent.name}),
    ]


def _describe_write_error(error: BaseException) -> tuple[str, str] | None:
    if isinstance(error, FileExistsError):
        return "something of that name is there already", "import --update merges, --id gives another name"
    if isinstance(error, FileChangedError):
        return "it was changed meanwhile", "try again"
    if isinstance(error, EditError):
        return str(error), error.hint
    if isinstance(error, OSError):
        return os_error_text(error), "name another --content"
    return None
