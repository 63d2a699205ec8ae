"""Undoes an import: removes what it wrote, unless a person has edited it since."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medway_tui.authoring.entries import EntryChange, apply_change
from medway_tui.content.files import content_path
from medway_tui.importing import import_log
from medway_tui.importing.import_log import ImportRecord, entry_digests, list_entries, value_digest
from medway_tui.importing.options import ImportResult
from medway_tui.importing.plan import PROPOSED
from medway_tui.importing.report import source_name
from medway_tui.importing.write_lock import lock_for_writing
from medway_tui.model.articles import ORIGINAL_KEYS
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError, user_folder
from medway_tui.yaml_io.edit import EditError, remove_key
from medway_tui.yaml_io.journal import FileChange, write_together
from medway_tui.yaml_io.journal_file import has_journal
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document


def undo_import(roots: Sequence[Path], article_id: str, *, dry_run: bool = False) -> ImportResult:
    """Undo the import of an article.

    Raises DossierError where the article was not imported, where what the import wrote was edited since,
    and where a file can't be written.
    """
    dossier = open_dossier(roots)
    folders = list(dict.fromkeys([*([roots[-1].absolute()] if roots else []), user_folder(dossier.id)]))
    layers = dossier.roots
    dossier.close()
    for folder in folders:
        result = _undo_in_folder(folder, layers, article_id, dry_run=dry_run)
        if result is not None:
            return result
    imported = sorted({record.id for folder in folders for record in import_log.list_records(folder)})
    hint = f"imported are: {', '.join(imported)}" if imported else "nothing was imported here"
    raise DossierError(f"no import of {article_id} is known", hint)


def _undo_in_folder(
    folder: Path, layers: Sequence[Path], article_id: str, *, dry_run: bool
) -> ImportResult | None:
    """Undo an import into a folder; None where there was none."""
    # After a kill the log of an import may not be there yet.
    if not has_journal(folder) and import_log.load_record(folder, article_id) is None:
        return None
    with lock_for_writing(folder, dry_run=dry_run, failure="the import can't be undone"):
        record = import_log.load_record(folder, article_id)
        if record is not None and record.kind == import_log.ANNOTATIONS:
            from medway_tui.importing.annotations.undo import undo_annotations  # noqa: PLC0415 - it imports this package

            return undo_annotations(folder, layers, record, dry_run=dry_run)
        return None if record is None else _ImportUndo(folder, record, dry_run=dry_run).undo()


class _ImportUndo:
    """The undoing of one import."""

    def __init__(self, folder: Path, record: ImportRecord, *, dry_run: bool) -> None:
        self._folder = folder
        self._record = record
        self._dry_run = dry_run
        self._lines: list[str] = []
        self._documents: dict[str, YamlDocument] = {}
        """The files that change, as they will be, by name."""
        self._removed: dict[str, bytes] = {}
        """The bytes of the files that are removed, by name."""

    def undo(self) -> ImportResult:
        """Remove what the import wrote."""
        edits = self._find_edits()
        if edits:
            paths = [self._path(kind) for kind in ("article", "quotes") if self._exists(kind)]
            raise DossierError(
                f"nothing was undone, as this was edited since: {'; '.join(edits)}",
                f"to remove it anyway, delete {' and '.join(map(str, paths))}",
            )
        if self._record.kind == "original":
            self._remove_keys()
        else:
            for kind in ("article", "quotes"):
                if self._exists(kind):
                    self._remove_file(self._path(kind))
        for kind, agents in self._record.agents.items():
            for agent_id, digest in agents.items():
                self._remove_agent(kind, agent_id, digest)
        if not self._dry_run:
            self._write()
        verb = "would be undone" if self._dry_run else "is undone"
        part = f" ({self._record.part})" if self._record.part else ""
        source = f"{self._record.source}{part}"
        return ImportResult(self._record.id, f"the import of {source} {verb}", self._lines)

    def _write(self) -> None:
        """Write everything or nothing, in an order in which no file refers to one that is gone."""
        changes = [FileChange(name, data, None) for name, data in self._removed.items()]
        changes += [
            FileChange(name, each.data, each.to_bytes())
            for name, each in self._documents.items()
            if name not in self._removed
        ]
        order = ("quotes/", "articles/", "people.yaml", "organisations.yaml")
        changes.sort(key=lambda each: next(n for n, start in enumerate(order) if each.name.startswith(start)))
        changes.append(import_log.record_removal(self._folder, self._record.id))
        write_together(self._folder, f"undoing the import of {source_name(self._record.source)}", changes)
        import_log.note_change(self._folder)

    def _document(self, name: str) -> YamlDocument:
        """Return a file as it will be."""
        if name not in self._documents:
            return read_document(str(self._folder / name))[0]
        return self._documents[name]

    def _path(self, kind: str) -> Path:
        return self._folder / content_path(kind, self._record.id)

    def _exists(self, kind: str) -> bool:
        return os.path.lexists(self._path(kind))

    def _find_edits(self) -> list[str]:
        """Return what a person has edited since the import."""
        if not self._exists("article"):
            return []
        value = read_document(str(self._path("article")))[0].value
        if not isinstance(value, dict):
            return [f"{self._path('article')} can't be read"]
        imported = self._record.keys
        is_draft = self._record.kind == "draft"
        edited = [key for key in value if key in imported and value_digest(value[key]) != imported[key]]
        edited += [key for key in value if is_draft and key not in imported]
        edits = [f"{self._path('article')}: {', '.join(edited)}"] if edited else []
        if is_draft and self._exists("quotes"):
            document, _ = read_document(str(self._path("quotes")))
            digests = entry_digests(document.value)
            changed_ids = [
                name for name, digest in digests.items() if self._record.quotes.get(name) != digest
            ]
            if changed_ids or not isinstance(document.value, list):
                edits.append(f"{self._path('quotes')}: {', '.join(changed_ids) or 'can not be read'}")
        return edits

    def _remove_keys(self) -> None:
        """Remove an original's keys from the article's file; all others are kept."""
        if not self._exists("article"):
            return
        path = self._path("article")
        document, _ = read_document(str(path))
        keys = document.value if isinstance(document.value, dict) else {}
        others = [key for key in keys if key not in ORIGINAL_KEYS]
        if not others:
            self._remove_file(path)
            return
        for key in ORIGINAL_KEYS:
            document = remove_key(document, (), key)
        self._documents[content_path("article", self._record.id)] = document
        self._lines.append(f"removed from {path}: {', '.join(ORIGINAL_KEYS)}; {', '.join(others)} is kept")

    def _remove_agent(self, kind: str, agent_id: str, digest: str) -> None:
        """Remove a proposed person or organisation that was not edited and is not named elsewhere."""
        name = content_path(kind)
        path = self._folder / name
        document = self._document(name)
        digests = entry_digests(document.value)
        if digests.get(agent_id) != digest:
            self._lines.append(f"{agent_id} was edited, and is kept in {path}")
            return
        if self._is_quoted_elsewhere(agent_id) or self._has_other_members(agent_id):
            self._lines.append(f"{agent_id} is named elsewhere, and is kept in {path}")
            return
        try:
            text = apply_change(document, EntryChange(agent_id, drop=True)).text
        except EditError:
            self._lines.append(f"{agent_id} could not be removed from {path}")
            return
        if not digests.keys() - {agent_id} and name in self._record.made:
            self._removed[name] = document.data
        line_end = "\r\n" if "\r\n" in text else "\n"
        text = _without_remark(text, self._record.id).rstrip("\r\n") + line_end
        self._documents[name] = parse_document(str(path), text, document.data)[0]
        self._lines.append(f"removed from {path}: {agent_id}")

    def _is_quoted_elsewhere(self, agent_id: str) -> bool:
        value, listed = f" {agent_id}".encode(), f'"{agent_id}"'.encode()
        for path in (self._folder / "quotes").glob("*.yaml"):
            if path != self._path("quotes"):
                with suppress(OSError):
                    lines = path.read_bytes().splitlines()
                    if any(line.rstrip().endswith(value) or listed in line for line in lines):
                        return True
        return False

    def _has_other_members(self, agent_id: str) -> bool:
        """Whether a person of another import, or one who was edited, has a role in an organisation."""
        document = self._document(content_path("people"))
        digests = entry_digests(document.value)
        removed = {
            name
            for name, digest in self._record.agents.get("people", {}).items()
            if digests.get(name) == digest
        }
        return any(
            agent_id in (role.get("organization_id"), role.get("on_behalf_of_id"))
            for person in list_entries(document.value)
            if person.get("id") not in removed
            for role in list_entries(person.get("memberships"))
        )

    def _remove_file(self, path: Path) -> None:
        self._removed[path.relative_to(self._folder).as_posix()] = path.read_bytes()
        self._lines.append(f"removed: {path}")


def _without_remark(text: str, article_id: str) -> str:
    """Return the text without the remark of the removed entry: the one that no entry follows."""
    marks = tuple(f"# {PROPOSED}, for a {reason} in {article_id}:" for reason in ("quotation", "role"))
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if line.startswith(marks) and not following.lstrip().startswith("-"):
            del lines[n]
            break
    return "".join(lines)
