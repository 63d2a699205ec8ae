"""Undoes an import of annotations: removes its drafts, unless a person has confirmed or edited one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from medway_tui.authoring.entries import EntryChange, apply_change
from medway_tui.content.files import content_path
from medway_tui.importing import import_log
from medway_tui.importing.annotations.importer import covered_file
from medway_tui.importing.import_log import ImportRecord, entry_digests
from medway_tui.importing.options import ImportResult
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural
from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.journal import FileChange, write_together
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document


def undo_annotations(
    folder: Path, layers: Sequence[Path], record: ImportRecord, *, dry_run: bool
) -> ImportResult:
    """Remove the drafts that an import of annotations wrote; the caller holds the lock of the folder.

    ``layers`` are the folders of the dossier, lowest first. A file that the import made is removed with its
    last draft, or once it is again what it was a copy of. Raises DossierError where a draft was edited.
    """
    by_article: dict[str, dict[str, str]] = {}
    for key, digest in record.quotes.items():
        article_id, _, quote_id = key.partition("#")
        by_article.setdefault(article_id, {})[quote_id] = digest
    edited: list[str] = []
    changes: list[FileChange] = []
    lines: list[str] = []
    for article_id, quotes in by_article.items():
        name = content_path("quotes", article_id)
        path = folder / name
        if not os.path.lexists(path):
            continue
        document, _ = read_document(str(path))
        present = entry_digests(document.value)
        if not isinstance(document.value, list):
            edited.append(f"{path} can't be read")
            continue
        changed = [each for each in quotes if each in present and present[each] != quotes[each]]
        if changed:
            edited.append(f"{path}: {', '.join(changed)}")
            continue
        removed = [each for each in quotes if each in present]
        document = _without(document, removed)
        is_made = name in record.made
        lower = covered_file(layers, folder, name) if is_made else None
        is_copy = lower is not None and read_document(str(lower))[0].value == document.value
        is_removed = is_made and (is_copy or not document.value)
        changes.append(FileChange(name, path.read_bytes(), None if is_removed else document.to_bytes()))
        lines.append(f"removed: {path}" if is_removed else f"removed from {path}: {', '.join(removed)}")
    if edited:
        raise DossierError(
            f"nothing was undone, as this was confirmed or edited since: {'; '.join(edited)}",
            "drop what is left of the drafts in Review, or remove the entries in your editor",
        )
    if not dry_run:
        changes.append(import_log.record_removal(folder, record.id))
        write_together(folder, f"undoing the import of {record.source}", changes)
        import_log.note_change(folder)
    verb = "would be undone" if dry_run else "is undone"
    summary = f"the import of {record.source} {verb} ({plural(len(record.quotes), 'draft')})"
    return ImportResult(record.id, summary, lines)


def _without(document: YamlDocument, quote_ids: Sequence[str]) -> YamlDocument:
    try:
        # The last first: what continues another goes before it.
        for quote_id in reversed(quote_ids):
            document = apply_change(document, EntryChange(quote_id, drop=True))
    except EditError as error:
        raise DossierError(f"nothing was undone: {error}", error.hint) from None
    # The blank line that stood between the last entry and the first of the drafts.
    text = document.text.rstrip("\r\n")
    line_end = document.text[len(text) :]
    kept = "\r\n" if line_end.startswith("\r\n") else line_end[:1]
    return parse_document(document.path, text + kept, document.data)[0]
