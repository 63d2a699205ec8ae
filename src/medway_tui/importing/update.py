"""Merges a second import into the first: unchanged values are replaced, a person's edits are kept."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from medway_tui.authoring.entries import EntryChange, apply_change
from medway_tui.authoring.templates import UNQUOTED_KEYS, entry_lines, paragraph_lines
from medway_tui.content.files import content_path
from medway_tui.importing.draft import Draft
from medway_tui.importing.import_log import (
    ImportRecord,
    entry_digests,
    list_entries,
    value_digest,
    word_digests,
)
from medway_tui.importing.options import ImportResult
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import speaker_ids
from medway_tui.importing.report import proposal_lines
from medway_tui.importing.speakers import ProposedAgent
from medway_tui.sync.locations import DossierError
from medway_tui.text import shorten
from medway_tui.yaml_io.edit import insert, set_key
from medway_tui.yaml_io.emit import double_quoted
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document
from medway_tui.yaml_io.restrictions import YamlValue

_NOT_COMPARED = frozenset(("id", "draft"))


def merge_import(draft: Draft, article_id: str, folder: Path, earlier: ImportRecord | None) -> ImportResult:
    """Return the import of an article that exists already, as changes to its files.

    ``draft`` is what a first import would write, ``earlier`` the log of the last one: without it, everything
    in the files counts as a person's. Raises DossierError or EditError where a file can't be merged.
    """
    known = earlier or ImportRecord(article_id, "draft", draft.plan.record.source, "")
    record = replace(
        known,
        source=draft.plan.record.source,
        sha256=draft.plan.record.sha256,
        part=draft.plan.record.part,
        content_sha256=draft.plan.record.content_sha256,
        keys=dict(known.keys),
        agents={kind: dict(entries) for kind, entries in known.agents.items()},
        made=list(known.made),
        remarks=draft.plan.record.remarks,
    )
    merge = _Merge(draft, ImportPlan(folder, record), known)
    merge.merge_article()
    merge.merge_quotes()
    return merge.finish()


class _Merge:
    """The merge of a draft into the files of its article."""

    def __init__(self, draft: Draft, plan: ImportPlan, known: ImportRecord) -> None:
        self._draft = draft
        self._plan = plan
        self._known = known
        self._changes: list[str] = []
        self._kept: list[str] = []

    def merge_article(self) -> None:
        """Set the keys that are new, or that differ and have not been edited."""
        path = self._plan.path("article")
        document = _read_document(path)
        new = parse_document("", self._draft.plan.files["article"], b"")[0].value
        old = document.value
        if not isinstance(old, dict) or not isinstance(new, dict):
            raise DossierError(f"{path} has no keys", "fix that file first")
        changed_keys = []
        for key, value in new.items():
            if old.get(key) == value or key == "accessed":
                continue
            if key in old and value_digest(old[key]) != self._known.keys.get(key):
                self._kept.append(f"{key} was edited, and is kept as it is")
            elif key not in old and key in self._known.keys:
                self._kept.append(f"{key} was removed, and is left out")
            else:
                bare = [f"{key}: {value}"] if key in UNQUOTED_KEYS else str(value)
                lines = paragraph_lines(self._draft.blocks) if key == "paragraphs" else bare
                document = set_key(document, (), key, lines)
                changed_keys.append(key)
                self._changes.append(f"{key}: {'changed' if key in old else 'added'}")
        if changed_keys:
            self._plan.files["article"], self._plan.old_bytes["article"] = document.text, document.data
            self._plan.record_keys(changed_keys)

    def merge_quotes(self) -> None:
        """Add, change and remove entries of the quotes file, unless they were edited."""
        plan, known = self._plan, self._known
        path = plan.path("quotes")
        new_text = self._draft.plan.files.get("quotes")
        if not os.path.lexists(path):
            if new_text is not None:
                plan.files["quotes"], plan.old_bytes["quotes"] = new_text, None
                plan.record.quotes = entry_digests(parse_document("", new_text, b"")[0].value)
                plan.record.words = dict(self._draft.plan.record.words)
                self._changes.append(f"{content_path('quotes', plan.record.id)}: written")
            return
        document = _read_document(path)
        quotes = _QuotesMerge(document, [each.keys for each in self._draft.result.draft_quotes], known)
        quotes.merge()
        self._changes += quotes.changes
        self._kept += quotes.kept
        if quotes.document.text != document.text:
            plan.files["quotes"], plan.old_bytes["quotes"] = quotes.document.text, document.data
        value = quotes.document.value
        plan.record.words = {**known.words, **word_digests(value)}
        plan.record.quotes = {
            name: digest
            for name, digest in entry_digests(value).items()
            if name in quotes.changed_ids or known.quotes.get(name) == digest
        }

    def finish(self) -> ImportResult:
        """Check the changed files together with the others, and return the result."""
        plan, draft_quotes = self._plan, self._draft.result.draft_quotes
        entries = list_entries(parse_document("", plan.files.get("quotes", ""), b"")[0].value)
        speakers = {each for entry in entries for each in speaker_ids(_as_keys(entry))}
        plan.proposals = _keep_needed(self._draft.plan.proposals, speakers)
        plan.article_source = self._draft.plan.article_source
        number = f"{len(self._changes)} changed" if self._changes else "nothing to change"
        lines = [*self._changes, *self._kept, *proposal_lines(plan.proposals)]
        result = ImportResult(
            plan.record.id, f"merged into {plan.record.id}: {number}", lines, draft_quotes=draft_quotes
        )
        if plan.files:
            unchanged = {
                kind: path.read_bytes().decode()
                for kind in ("article", "quotes")
                if kind not in plan.files and os.path.lexists(path := plan.path(kind))
            }
            replace(plan, files={**plan.files, **unchanged}).load_trial([])
            result.plan = plan
        return result


def _read_document(path: Path) -> YamlDocument:
    document, findings = read_document(str(path))
    if document.value is None:
        raise DossierError(f"{findings[0].location}: {findings[0].message}", "fix that file first")
    return document


class _QuotesMerge:
    """The merge of new quotations into the entries of a quotes file."""

    def __init__(
        self, document: YamlDocument, new_entries: Sequence[Mapping[str, str]], known: ImportRecord
    ) -> None:
        self.document = document
        self.changes: list[str] = []
        self.changed_ids: set[str] = set()
        self.kept: list[str] = []
        self._new_entries = new_entries
        self._known = known
        self._old_entries = list_entries(document.value)
        self._digests = entry_digests(document.value)
        self._matches = _match_entries(self._old_entries, new_entries)
        self._ids = {new_id: str(self._old_entries[n]["id"]) for new_id, n in self._matches.items()}
        """The ids in the file, by the ids of the new entries."""

    def merge(self) -> None:
        """Merge all entries in order."""
        for new in self._new_entries:
            keys = {key: value for key, value in new.items() if key != "id"}
            if "continues" in keys:
                keys["continues"] = self._ids.get(keys["continues"], keys["continues"])
            n = self._matches.get(new["id"])
            if n is None:
                self._add(new, keys)
            else:
                self._change(self._old_entries[n], keys)
        self._remove_lost()

    def _add(self, new: Mapping[str, str], keys: Mapping[str, str]) -> None:
        dropped = {words for name, words in self._known.words.items() if name not in self._digests}
        if value_digest(new["exact"]) in dropped:
            self.kept.append(f"dropped before, and left out: {shorten(new['exact'])}")
            return
        name = self._free_id()
        later = self._new_entries[self._new_entries.index(new) + 1 :]
        following = next((self._ids[each["id"]] for each in later if each["id"] in self._ids), None)
        self._ids[new["id"]] = name
        ids = [each.get("id") for each in list_entries(self.document.value)]
        number = ids.index(following) if following in ids else len(ids)
        self.document = insert(self.document, number, entry_lines({"id": name, **keys}))
        self._note(name, f"added, {shorten(new['exact'])}")

    def _free_id(self) -> str:
        taken = {str(each.get("id")) for each in list_entries(self.document.value)}
        taken |= {str(each.get("id")) for each in self._old_entries}
        numbers = count(len(self._old_entries) + 1)
        return next(name for number in numbers if (name := f"q{number}") not in taken)

    def _change(self, old: Mapping[str, YamlValue], keys: Mapping[str, str]) -> None:
        name = str(old["id"])
        is_same = all(
            _as_keys(old).get(key) == value for key, value in keys.items() if key not in _NOT_COMPARED
        )
        if is_same and set(old) - _NOT_COMPARED == set(keys) - _NOT_COMPARED:
            return
        if self._digests[name] != self._known.quotes.get(name):
            self.kept.append(f"{name} was confirmed or edited, and is kept: {shorten(str(old.get('exact')))}")
            return
        removed = dict.fromkeys(key for key in old if key not in keys and key != "id")
        self.document = apply_change(self.document, EntryChange(name, {**keys, **removed}))
        self._note(name, f"changed, {shorten(keys['exact'])}")

    def _remove_lost(self) -> None:
        """Remove the entries that are no longer found, unless they were edited or are continued."""
        digests = entry_digests(self.document.value)
        continued = {str(each.get("continues")) for each in self._old_entries}
        found = set(self._matches.values())
        for n, old in enumerate(self._old_entries):
            name = str(old.get("id"))
            is_unedited = digests.get(name) == self._known.quotes.get(name, "")
            if n not in found and is_unedited and name not in continued:
                self.document = apply_change(self.document, EntryChange(name, drop=True))
                self._note(name, f"removed, as it is no longer found: {shorten(str(old.get('exact')))}")

    def _note(self, name: str, change: str) -> None:
        self.changed_ids.add(name)
        self.changes.append(f"{name}: {change}")


def _keep_needed(proposals: Sequence[ProposedAgent], speakers: Container[str]) -> list[ProposedAgent]:
    """Return the new speakers, and the organisations of their roles."""
    people = [each for each in proposals if each.id in speakers]
    bodies = {
        each
        for person in people
        for role in person.memberships
        for each in (role.organization_id, role.on_behalf_of_id)
    }
    return [each for each in proposals if each.id in speakers or each.id in bodies]


def _as_keys(entry: Mapping[str, YamlValue]) -> dict[str, str]:
    """Return an entry's keys as ``DraftQuote`` has them, with a list of ids on one line."""
    return {
        key: f"[{', '.join(double_quoted(str(each)) for each in value)}]"
        if isinstance(value, list)
        else str(value)
        for key, value in entry.items()
    }


def _match_entries(
    old_entries: Sequence[Mapping[str, YamlValue]], new_entries: Sequence[Mapping[str, str]]
) -> dict[str, int]:
    """Return the number of the old entry of the same words, by the id of the new one."""
    unmatched = dict(enumerate(old_entries))
    matches: dict[str, int] = {}
    for is_same in (_is_same_place, _has_same_words, _is_same_sentence):
        for new in new_entries:
            if new["id"] in matches:
                continue
            n = next((n for n, old in unmatched.items() if is_same(old, new)), None)
            if n is not None:
                matches[new["id"]] = n
                del unmatched[n]
    return matches


def _is_same_place(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    return _has_same_words(old, new) and _is_in_same_block(old, new)


def _is_in_same_block(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    return all(str(old.get(key)) == str(new.get(key)) for key in ("paragraph", "caption"))


def _has_same_words(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    return old.get("exact") == new["exact"]


def _is_same_sentence(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    old_words, new_words = str(old.get("exact")), new["exact"]
    return _is_in_same_block(old, new) and (old_words in new_words or new_words in old_words)
