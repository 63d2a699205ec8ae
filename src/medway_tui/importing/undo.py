"""Taking an import back: only what it wrote, and nothing that a person has edited since."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medway_tui.authoring.entries import EntryChange, apply_change
from medway_tui.content.files import content_path
from medway_tui.importing import import_log
from medway_tui.importing.import_log import ImportRecord, entry_digests, value_digest
from medway_tui.importing.options import ImportResult
from medway_tui.importing.original import ORIGINAL_KEYS
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError, user_folder
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.edit import EditError, remove_key
from medway_tui.yaml_io.nodes import read_document


def undo_import(roots: Sequence[Path], article_id: str, *, dry_run: bool = False) -> ImportResult:
    """Take the import of an article back.

    Raises DossierError where it was not imported, where a person has edited what an import wrote, and
    where something can't be written; what was edited stays, and is told.
    """
    dossier = open_dossier(roots)
    folders = list(dict.fromkeys([*([roots[-1].absolute()] if roots else []), user_folder(dossier.id)]))
    dossier.close()
    for folder in folders:
        record = import_log.load_record(folder, article_id)
        if record is not None:
            try:
                return _ImportUndo(folder, record, dry_run=dry_run).undo()
            except (OSError, FileChangedError) as error:
                raise DossierError(f"the import can't be taken back: {error}", "try again") from None
    imported = sorted({name for folder in folders for name in import_log.imported_sources(folder).values()})
    hint = f"imported are: {', '.join(imported)}" if imported else "nothing was imported here"
    raise DossierError(f"no import of {article_id} is known", hint)


class _ImportUndo:
    def __init__(self, folder: Path, record: ImportRecord, *, dry_run: bool) -> None:
        self._folder = folder
        self._record = record
        self._dry_run = dry_run
        self._lines: list[str] = []

    def undo(self) -> ImportResult:
        edits = self._find_edits()
        if edits:
            raise DossierError(
                f"nothing was taken back, as this was edited since: {'; '.join(edits)}",
                "to be rid of it all the same, delete "
                + " and ".join(str(self._path(kind)) for kind in ("article", "quotes") if self._exists(kind)),
            )
        if self._record.kind == "original":
            self._remove_keys()
        else:
            for kind in ("article", "quotes"):
                if self._exists(kind):
                    self._remove_file(self._path(kind))
        self._remove_agents()
        if not self._dry_run:
            import_log.delete_record(self._folder, self._record.id)
        what = "would be taken back" if self._dry_run else "taken back"
        return ImportResult(self._record.id, f"the import of {self._record.source} is {what}", self._lines)

    def _path(self, kind: str) -> Path:
        return self._folder / content_path(kind, self._record.id)

    def _exists(self, kind: str) -> bool:
        return os.path.lexists(self._path(kind))

    def _find_edits(self) -> list[str]:
        """What a person has edited of what was written."""
        if not self._exists("article"):
            return []
        value = read_document(str(self._path("article")))[0].value
        if not isinstance(value, dict):
            return [f"{self._path('article')} can't be read"]
        wanted = self._record.keys
        is_draft = self._record.kind == "draft"
        edited = [key for key in value if key in wanted and value_digest(value[key]) != wanted[key]]
        edited += [key for key in value if is_draft and key not in wanted]
        edits = [f"{self._path('article')}: {', '.join(edited)}"] if edited else []
        if is_draft and self._exists("quotes"):
            document, _ = read_document(str(self._path("quotes")))
            now = entry_digests(document.value)
            changed_ids = [name for name, digest in now.items() if self._record.quotes.get(name) != digest]
            if changed_ids or not isinstance(document.value, list):
                edits.append(f"{self._path('quotes')}: {', '.join(changed_ids) or 'it can not be read'}")
        return edits

    def _remove_keys(self) -> None:
        """Take an original's keys out of the article's file; what else stands there stays."""
        if not self._exists("article"):
            return
        path = self._path("article")
        document, _ = read_document(str(path))
        rest = (
            [key for key in document.value if key not in ORIGINAL_KEYS]
            if isinstance(document.value, dict)
            else []
        )
        if not rest:
            self._remove_file(path)
            return
        try:
            for key in ORIGINAL_KEYS:
                document = remove_key(document, (), key)
        except EditError as error:
            raise DossierError(str(error), error.hint) from None
        if not self._dry_run:
            replace_file(path, document.to_bytes(), old=document.data)
        self._lines.append(f"taken out of {path}: {', '.join(ORIGINAL_KEYS)}; {', '.join(rest)} stays")

    def _remove_agents(self) -> None:
        """Take out people and organisations who were proposed, where nobody edited or quotes them."""
        for kind, entries in self._record.agents.items():
            path = self._folder / content_path(kind)
            for name, digest in entries.items():
                document, _ = read_document(str(path))
                if entry_digests(document.value).get(name) != digest:
                    self._lines.append(f"{name} was edited, and stays in {path}")
                    continue
                if self._is_quoted_elsewhere(name):
                    self._lines.append(f"{name} is named by others too, and stays in {path}")
                    continue
                try:
                    text = apply_change(document, EntryChange(name, drop=True)).text
                except EditError:
                    self._lines.append(f"{name} could not be taken out of {path}")
                    continue
                text = _without_remark(text, self._record.id).rstrip("\r\n") + _line_end(text)
                if not self._dry_run:
                    if (
                        not entry_digests(document.value).keys() - {name}
                        and f"{content_path(kind)}" in self._record.made
                    ):
                        path.unlink()
                    else:
                        replace_file(path, text.encode(), old=document.data)
                self._lines.append(f"taken out of {path}: {name}")

    def _is_quoted_elsewhere(self, name: str) -> bool:
        wanted = f" {name}".encode()
        quotes_path = self._path("quotes")
        for path in (self._folder / "quotes").glob("*.yaml"):
            if path != quotes_path:
                with suppress(OSError):
                    if any(line.rstrip().endswith(wanted) for line in path.read_bytes().splitlines()):
                        return True
        return False

    def _remove_file(self, path: Path) -> None:
        if not self._dry_run:
            path.unlink()
            with suppress(OSError):
                path.parent.rmdir()
        self._lines.append(f"removed: {path}")


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _without_remark(text: str, article_id: str) -> str:
    """The text without the remark of the entry that went: the one that no entry follows."""
    mark = f"# Proposed by an import, for a quotation in {article_id}:"
    lines = text.splitlines(keepends=True)
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if line.startswith(mark) and not following.lstrip().startswith("-"):
            del lines[n]
            break
    return "".join(lines)
