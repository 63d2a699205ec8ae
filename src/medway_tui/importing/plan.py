"""The files of an import, before anything is written; checked, then all written or none."""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import NamedTuple

from medway_tui.authoring.entries import append_to_text
from medway_tui.authoring.scaffold import write_schema
from medway_tui.content.files import SCHEMA_FOLDER, content_path, find_article_files, schema_modeline
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import ContentLoader
from medway_tui.errors import os_error_text
from medway_tui.importing import import_log
from medway_tui.importing.import_log import ImportRecord, entry_digests, value_digest
from medway_tui.importing.report import source_name
from medway_tui.importing.speakers import ProposedAgent, ProposedMembership
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.atomic_write import FileChangedError, error_path
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.emit import indent_lines, item_lines, key_lines
from medway_tui.yaml_io.folder_lock import FolderLockedError, lock_folder
from medway_tui.yaml_io.journal import FileChange, JournalError, write_together
from medway_tui.yaml_io.nodes import parse_document
from medway_tui.yaml_io.reader import MAX_BYTES


class ArticleSource(NamedTuple):
    """The imported article as the source of a role."""

    url: str
    description: str
    """The publisher and the day."""
    published: str
    """The day on which it shows the role; empty where it is not known."""


PROPOSED = "Proposed by an import"
"""The first words of the remark above a new entry."""

NO_SOURCE = ArticleSource("", "", "")

_TRIAL_PREFIX = "medway-tui-trial-"
_STALE_SECONDS = 3600.0
_SCHEMA_LINE = re.compile(rb"# yaml-language-server: \$schema=(?:\.\./)?schema/([a-z]+)\.json")


@dataclass
class ImportPlan:
    """The files of one import."""

    folder: Path
    record: ImportRecord
    files: dict[str, str] = field(default_factory=dict)
    """The text of each file, by its kind: article, quotes."""
    old_bytes: dict[str, bytes | None] = field(default_factory=dict)
    """The bytes of each file when it was read; None where it is new."""
    proposals: list[ProposedAgent] = field(default_factory=list)
    article_source: ArticleSource = NO_SOURCE

    def path(self, name: str) -> Path:
        """Return the path of the article's file of a kind."""
        return self.folder / content_path(name, self.record.id)

    def output_files(self) -> Iterator[tuple[Path, str]]:
        """Yield each file's path and new text, and the entries to add to people and organisations."""
        for name, text in self.files.items():
            yield self.path(name), text
        for kind in ("people", "organisations"):
            entries = [
                _agent_entry(self.record.id, each, self.article_source)
                for each in self.proposals
                if each.kind == kind
            ]
            if entries:
                text = "".join(f"{line}\n" for lines in entries for line in lines)
                yield self.folder / content_path(kind), text

    def is_new(self, path: Path) -> bool:
        """Whether a file of ``output_files`` is shown as a whole: ``diff_lines`` does not have it."""
        return not any(
            self.old_bytes.get(kind) is not None and self.path(kind) == path for kind in self.files
        )

    def diff_lines(self) -> list[str]:
        """Return the changes of existing files as a unified diff."""
        lines: list[str] = []
        for kind, text in self.files.items():
            old = self.old_bytes.get(kind)
            if old is not None:
                name = content_path(kind, self.record.id)
                before = old.decode("utf-8", "replace").removeprefix("\ufeff")
                lines += unified_diff(before.splitlines(), text.splitlines(), name, name, lineterm="")
        return lines

    def load_trial(self, lower_folders: Sequence[Path]) -> ArticleWithQuotes:
        """Return the article as it will be read, over the lower folders.

        Raises DossierError where it would not pass a check.
        """
        with _trial_folder() as trial:
            name = str(trial)
            for kind, text in self.files.items():
                path = trial / content_path(kind, self.record.id)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            loader = ContentLoader(find_article_files([*lower_folders, trial], self.record.id))
            article = loader.load_article(self.record.id)
            findings = [each for each in loader.findings if each.path.startswith(name)]
        error = next((each for each in findings if each.severity == "error"), None)
        if article is None or error is not None:
            reason = error.message if error else "the article can't be read"
            raise DossierError(f"the article would not pass check: {reason}", error.hint if error else "")
        if any(len(text.encode()) > MAX_BYTES for text in self.files.values()):
            raise DossierError(f"its YAML would be larger than {MAX_BYTES // 2**20} MB", "import it in parts")
        return article

    def write(self) -> list[str]:
        """Write everything or nothing, as one journalled step; return remarks for the report.

        Raises DossierError where something can't be written.
        """
        try:
            with lock_folder(self.folder):
                return self._write()
        except (EditError, FolderLockedError, JournalError) as error:
            raise DossierError(str(error), error.hint) from None
        except FileExistsError as error:
            hint = "import --update merges into it, --id gives another name"
            raise DossierError(f"{error.filename} can't be written: the file exists already", hint) from None
        except FileChangedError as error:
            raise DossierError(f"{error} can't be written: another program changed it", "try again") from None
        except OSError as error:
            reason = f"{error_path(error, self.folder)} can't be written: {os_error_text(error)}"
            raise DossierError(reason, "nothing was written: make room, or name another --content") from None

    def _write(self) -> list[str]:
        """Write the files in an order in which none refers to a later one."""
        changes: list[FileChange] = []
        for kind in ("organisations", "people"):
            proposals = [each for each in self.proposals if each.kind == kind]
            if proposals:
                changes.append(self._add_agents(kind, proposals))
        for kind in sorted(self.files):
            text = self.files[kind]
            changes.append(
                FileChange(content_path(kind, self.record.id), self.old_bytes.get(kind), text.encode())
            )
        made = [each.name for each in changes if each.before is None]
        self.record.made = list(dict.fromkeys([*self.record.made, *made]))
        changes.append(import_log.record_change(self.folder, self.record))
        with schemas_of(self.folder, changes) as remarks:
            write_together(self.folder, f"the import of {source_name(self.record.source)}", changes)
        import_log.note_change(self.folder)
        return remarks

    def _add_agents(self, kind: str, proposals: Sequence[ProposedAgent]) -> FileChange:
        """Return the change that adds people or organisations, and note them in the record."""
        entries = [_agent_entry(self.record.id, each, self.article_source) for each in proposals]
        name = content_path(kind)
        before, document = append_to_text(self.folder / name, [schema_modeline(kind)], entries)
        digests = entry_digests(document.value)
        self.record.agents.setdefault(kind, {}).update({each.id: digests[each.id] for each in proposals})
        return FileChange(name, before, document.to_bytes())

    def record_keys(self, keys: Sequence[str]) -> None:
        """Add the new values of the article's keys to the record."""
        value = parse_document("", self.files["article"], b"")[0].value
        if isinstance(value, dict):
            self.record.keys.update({key: value_digest(value[key]) for key in keys if key in value})


@contextmanager
def _trial_folder() -> Iterator[Path]:
    """Make a temporary folder; raises DossierError where it can't be written."""
    try:
        with TemporaryDirectory(prefix=_TRIAL_PREFIX) as name:
            yield Path(name)
    except OSError as error:
        path = error.filename or gettempdir()
        raise DossierError(
            f"{path} can't be written: {os_error_text(error)}", "make room for temporary files"
        ) from None


def sweep_trial_folders() -> None:
    """Remove the temporary folders that killed imports of this user left, once they are an hour old."""
    for path in Path(gettempdir()).glob(f"{_TRIAL_PREFIX}*"):
        with suppress(OSError):
            status = path.lstat()
            is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            if stat.S_ISDIR(status.st_mode) and is_own and time.time() - status.st_mtime > _STALE_SECONDS:
                shutil.rmtree(path)


@contextmanager
def schemas_of(folder: Path, changes: Sequence[FileChange]) -> Iterator[list[str]]:
    """Write the schemas that new files refer to; remove those that were missing where an error follows."""
    remarks: list[str] = []
    made: list[Path] = []
    for each in changes:
        kind = _SCHEMA_LINE.match(each.after or b"") if each.before is None else None
        if kind is not None:
            path = folder / SCHEMA_FOLDER / f"{kind[1].decode()}.json"
            is_new = not os.path.lexists(path)
            remarks += write_schema(folder, kind[1].decode())
            made += [path] if is_new else []
    try:
        yield remarks
    except BaseException:
        # Also for Ctrl+C: without the files no one needs their schemas.
        for path in made:
            with suppress(OSError):
                path.unlink()
        with suppress(OSError):
            (folder / SCHEMA_FOLDER).rmdir()
        raise


def _agent_entry(article_id: str, agent: ProposedAgent, source: ArticleSource) -> list[str]:
    """Return the lines of a new person's or organisation's entry."""
    reason = "for a quotation" if agent.kind == "people" or not agent.classification else "for a role"
    lines = [*key_lines("id", agent.id), *key_lines("name", agent.name)]
    for key, value in (("short_name", agent.short_name), ("classification", agent.classification)):
        lines += key_lines(key, value) if value else []
    if agent.other_names:
        lines.append("other_names:")
        for name in agent.other_names:
            item = [*key_lines("name", name), *key_lines("note", source.description)]
            lines += indent_lines(item_lines(item if source.description else item[:1]))
    if agent.memberships:
        lines.append("memberships:")
        for membership in agent.memberships:
            lines += indent_lines(item_lines(_membership_lines(membership, source)))
    # On one line, however long the id is: undo looks for it.
    return [f"# {PROPOSED}, {reason} in {article_id}: check that the name is right.", *item_lines(lines)]


def _membership_lines(membership: ProposedMembership, source: ArticleSource) -> list[str]:
    keys = {
        "organization_id": membership.organization_id,
        "role": membership.role,
        "on_behalf_of_id": membership.on_behalf_of_id,
        "area": membership.area,
        "checked": source.published,
    }
    lines = [line for key, value in keys.items() if value for line in key_lines(key, value)]
    source_keys = {"url": source.url, "note": source.description}
    item = [line for key, value in source_keys.items() if value for line in key_lines(key, value)]
    note = key_lines("note", membership.note) if membership.note else []
    return [*lines, "sources:", *indent_lines(item_lines(item)), *note]
