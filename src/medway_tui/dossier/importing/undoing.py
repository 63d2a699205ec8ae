"""Taking an import back: only what it wrote, and nothing that a person has edited since."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from medway_tui.content.editing import Change, NotEditedError, changed
from medway_tui.content.keys import keys_changed
from medway_tui.content.layout import path_of
from medway_tui.content.nodes import open_document
from medway_tui.content.writing import ChangedError, replace
from medway_tui.dossier.folders import DossierError, user_folder
from medway_tui.dossier.importing import records
from medway_tui.dossier.importing.originals import KEYS
from medway_tui.dossier.importing.outcome import Outcome
from medway_tui.dossier.importing.records import Record, entry_digests, value_digest
from medway_tui.dossier.opening import open_dossier


def undo_import(roots: Sequence[Path], article_id: str, *, dry_run: bool = False) -> Outcome:
    """Take the import of an article back.

    Raises DossierError where it was not imported, where a person has edited what an import wrote, and
    where something can't be written; what was edited stays, and is told.
    """
    dossier = open_dossier(roots)
    folders = list(dict.fromkeys([*([roots[-1].absolute()] if roots else []), user_folder(dossier.id)]))
    dossier.close()
    for folder in folders:
        record = records.load(folder, article_id)
        if record is not None:
            try:
                return _Undoing(folder, record, dry_run=dry_run).run()
            except (OSError, ChangedError) as error:
                raise DossierError(f"the import can't be taken back: {error}", "try again") from None
    imported = sorted({name for folder in folders for name in records.known_sources(folder).values()})
    hint = f"imported are: {', '.join(imported)}" if imported else "nothing was imported here"
    raise DossierError(f"no import of {article_id} is known", hint)


class _Undoing:
    def __init__(self, folder: Path, record: Record, *, dry_run: bool) -> None:
        self._folder = folder
        self._record = record
        self._dry_run = dry_run
        self._lines: list[str] = []

    def run(self) -> Outcome:
        edited = self._edited()
        if edited:
            raise DossierError(
                f"nothing was taken back, as this was edited since: {'; '.join(edited)}",
                "to be rid of it all the same, delete "
                + " and ".join(str(self._path(kind)) for kind in ("article", "quotes") if self._there(kind)),
            )
        if self._record.kind == "original":
            self._take_keys()
        else:
            for kind in ("article", "quotes"):
                if self._there(kind):
                    self._remove(self._path(kind))
        self._take_agents()
        if not self._dry_run:
            records.forget(self._folder, self._record.id)
        what = "would be taken back" if self._dry_run else "taken back"
        return Outcome(self._record.id, f"the import of {self._record.source} is {what}", self._lines)

    def _path(self, kind: str) -> Path:
        return self._folder / path_of(kind, self._record.id)

    def _there(self, kind: str) -> bool:
        return os.path.lexists(self._path(kind))

    def _edited(self) -> list[str]:
        """What a person has edited of what was written."""
        if not self._there("article"):
            return []
        value = open_document(str(self._path("article")))[0].value
        if not isinstance(value, dict):
            return [f"{self._path('article')} can't be read"]
        wanted = self._record.keys
        own = self._record.kind == "draft"
        edited = [key for key in value if key in wanted and value_digest(value[key]) != wanted[key]]
        edited += [key for key in value if own and key not in wanted]
        told = [f"{self._path('article')}: {', '.join(edited)}"] if edited else []
        if own and self._there("quotes"):
            document, _ = open_document(str(self._path("quotes")))
            now = entry_digests(document.value)
            changed_ids = [name for name, digest in now.items() if self._record.quotes.get(name) != digest]
            if changed_ids or not isinstance(document.value, list):
                told.append(f"{self._path('quotes')}: {', '.join(changed_ids) or 'it can not be read'}")
        return told

    def _take_keys(self) -> None:
        """Take an original's keys out of the article's file; what else stands there stays."""
        if not self._there("article"):
            return
        path = self._path("article")
        document, _ = open_document(str(path))
        rest = [key for key in document.value if key not in KEYS] if isinstance(document.value, dict) else []
        if not rest:
            self._remove(path)
            return
        try:
            text = keys_changed(document, dict.fromkeys(KEYS))
        except NotEditedError as error:
            raise DossierError(str(error), error.hint) from None
        if not self._dry_run:
            replace(path, text.encode(), old=document.data)
        self._lines.append(f"taken out of {path}: {', '.join(KEYS)}; {', '.join(rest)} stays")

    def _take_agents(self) -> None:
        """Take out people and organisations who were proposed, where nobody edited or quotes them."""
        for kind, entries in self._record.agents.items():
            path = self._folder / path_of(kind)
            for name, digest in entries.items():
                document, _ = open_document(str(path))
                if entry_digests(document.value).get(name) != digest:
                    self._lines.append(f"{name} was edited, and stays in {path}")
                    continue
                if self._quoted_elsewhere(name):
                    self._lines.append(f"{name} is named by others too, and stays in {path}")
                    continue
                try:
                    text = changed(document, Change(name, drop=True)).text
                except NotEditedError:
                    self._lines.append(f"{name} could not be taken out of {path}")
                    continue
                text = _without_remark(text, self._record.id).rstrip("\r\n") + _line_end(text)
                if not self._dry_run:
                    if (
                        not entry_digests(document.value).keys() - {name}
                        and f"{path_of(kind)}" in self._record.made
                    ):
                        path.unlink()
                    else:
                        replace(path, text.encode(), old=document.data)
                self._lines.append(f"taken out of {path}: {name}")

    def _quoted_elsewhere(self, name: str) -> bool:
        wanted = f" {name}".encode()
        mine = self._path("quotes")
        for path in (self._folder / "quotes").glob("*.yaml"):
            if path != mine:
                with suppress(OSError):
                    if any(line.rstrip().endswith(wanted) for line in path.read_bytes().splitlines()):
                        return True
        return False

    def _remove(self, path: Path) -> None:
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
