"""A second import over the first: what nobody has touched is renewed, a person's edits stay."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count as counting
from pathlib import Path
from typing import Any

from medway_tui.authoring.entries import EntryChange, apply_change
from medway_tui.authoring.templates import BodyBlock, article_text, entry_lines, paragraph_lines
from medway_tui.content.files import content_path
from medway_tui.importing.import_log import ImportRecord, entry_digests, value_digest, word_digests
from medway_tui.importing.options import ImportResult
from medway_tui.importing.plan import ImportPlan
from medway_tui.sync.locations import DossierError
from medway_tui.text import shorten
from medway_tui.yaml_io.edit import EditError, insert, set_key
from medway_tui.yaml_io.nodes import YamlDocument, parse_document, read_document
from medway_tui.yaml_io.restrictions import YamlValue

_SKIPPED = frozenset(("id", "draft"))


def merge_import(result: ImportResult, name: str, folder: Path, earlier: ImportRecord | None) -> ImportResult:
    """The import of an article that is there, as changes to its files.

    ``result`` has what a first import would write; ``earlier`` is the note on the earlier one: without it,
    everything that stands there counts as a person's. Raises DossierError where a file can't be merged.
    """
    assert result.plan is not None  # noqa: S101 - for the type checker
    fresh = result.plan
    known = earlier or ImportRecord(name, "draft", fresh.record.source, "")
    record = replace(
        known,
        source=fresh.record.source,
        sha256=fresh.record.sha256,
        keys=dict(known.keys),
        agents={kind: dict(entries) for kind, entries in known.agents.items()},
        made=list(known.made),
    )
    plan = ImportPlan(folder, record)
    changes: list[str] = []
    kept: list[str] = []
    _merge_article(fresh, plan, known, changes, kept)
    _merge_quotes(result, plan, known, changes, kept)
    plan.proposals = [each for each in fresh.proposals if _has_speaker(plan, each.id)]
    result.id, result.summary = (
        name,
        f"merged into {name}: " + (f"{len(changes)} changed" if changes else "nothing to change"),
    )
    result.lines = [
        *changes,
        *kept,
        *(f"new in {content_path(each.kind)}: {each.id}, {each.name}" for each in plan.proposals),
    ]
    result.kept_count = len(kept)
    result.plan = plan if plan.files else None
    if result.plan is not None:
        _check_plan(plan, folder)
    return result


def _check_plan(plan: ImportPlan, folder: Path) -> None:
    missing = [kind for kind in ("article", "quotes") if kind not in plan.files]
    for kind in missing:
        # What is not changed is looked at with what is.
        path = folder / content_path(kind, plan.record.id)
        if os.path.lexists(path):
            plan.files[kind] = path.read_bytes().decode()
    plan.load_trial([])
    for kind in missing:
        plan.files.pop(kind, None)


def _open_document(path: Path) -> tuple[YamlDocument, bytes]:
    document, findings = read_document(str(path))
    if document.value is None:
        where = findings[0]
        raise DossierError(f"{where.location}: {where.message}", "mend that file first")
    return document, document.data


def _merge_article(
    fresh: ImportPlan, plan: ImportPlan, known: ImportRecord, told: list[str], kept: list[str]
) -> None:
    path = plan.path("article")
    document, data = _open_document(path)
    new = parse_document("", fresh.files["article"], b"")[0].value
    old = document.value
    if not isinstance(old, dict) or not isinstance(new, dict):
        raise DossierError(f"{path} holds no keys", "mend that file first")
    key_lines: dict[str, Sequence[str]] = {}
    for key, value in new.items():
        if old.get(key) == value or key == "accessed":
            continue
        if key in old and value_digest(old[key]) != known.keys.get(key):
            kept.append(f"{key} was edited, and stays as it is")
            continue
        if key not in old and key in known.keys:
            kept.append(f"{key} was taken out, and stays out")
            continue
        key_lines[key] = _key_lines(key, value)
        told.append(f"{key}: {'changed' if key in old else 'added'}")
    if not key_lines:
        return
    try:
        for key, lines in key_lines.items():
            document = set_key(document, (), key, lines)
        plan.files["article"] = document.text
    except EditError as error:
        raise DossierError(str(error), error.hint) from None
    plan.old_bytes["article"] = data
    plan.record_keys(list(key_lines))


def _has_speaker(plan: ImportPlan, agent: str) -> bool:
    """Whether a quotation that is going to stand there names somebody."""
    entries = parse_document("", plan.files.get("quotes", ""), b"")[0].value
    return (
        any(isinstance(e, dict) and e.get("speaker") == agent for e in entries)
        if isinstance(entries, list)
        else False
    )


def _key_lines(key: str, value: YamlValue) -> list[str]:
    if key == "paragraphs" and isinstance(value, list):
        return paragraph_lines([_as_body(each) for each in value])
    made = article_text("", {key: str(value)}, []).splitlines()
    return [line for line in made if not line.startswith("#") and line != "paragraphs:"]


def _as_body(value: YamlValue) -> BodyBlock:
    if isinstance(value, dict):
        kind: Any = value.get("kind", "paragraph")
        return BodyBlock(str(value["text"]), kind)
    return BodyBlock(str(value))


def _merge_quotes(
    outcome: ImportResult, plan: ImportPlan, known: ImportRecord, told: list[str], kept: list[str]
) -> None:
    path = plan.path("quotes")
    fresh = [each.keys for each in outcome.draft_quotes]
    if not os.path.lexists(path):
        if fresh and outcome.plan is not None and "quotes" in outcome.plan.files:
            plan.files["quotes"], plan.old_bytes["quotes"] = outcome.plan.files["quotes"], None
            plan.record.quotes = entry_digests(parse_document("", plan.files["quotes"], b"")[0].value)
            plan.record.words = dict(outcome.plan.record.words)
            told.append(f"{content_path('quotes', plan.record.id)}: written")
        return
    document, data = _open_document(path)
    there = (
        [each for each in document.value if isinstance(each, dict)]
        if isinstance(document.value, list)
        else []
    )
    digests = entry_digests(document.value)
    ids = _IdGenerator(there)
    dropped = {digest for name, digest in known.words.items() if name not in digests}
    partner = _match_entries(there, fresh)
    named = {
        str(new["id"]): str(there[n]["id"])
        for new, n in ((new, partner.get(new["id"])) for new in fresh)
        if n is not None
    }
    try:
        for new in fresh:
            n = partner.get(new["id"])
            wanted = {key: value for key, value in new.items() if key != "id"}
            if "continues" in wanted:
                wanted["continues"] = named.get(wanted["continues"], wanted["continues"])
            if n is None and value_digest(new["exact"]) in dropped:
                kept.append(f"dropped before, and stays out: {shorten(new['exact'])}")
                continue
            if n is None:
                name = named[new["id"]] = ids.next()
                document = _insert_entry(document, {"id": name, **wanted}, _next_entry_id(new, fresh, named))
                told.append(f"{name}: added, {shorten(new['exact'])}")
                continue
            old = there[n]
            name = str(old["id"])
            same = all(old.get(key) == value for key, value in wanted.items() if key not in _SKIPPED)
            if same and set(old) - _SKIPPED == set(wanted) - _SKIPPED:
                continue
            if digests[name] != known.quotes.get(name):
                kept.append(
                    f"{name} was confirmed or edited, and stays as it is: {shorten(str(old.get('exact')))}"
                )
                continue
            gone = dict.fromkeys(key for key in old if key not in wanted and key != "id")
            document = apply_change(document, EntryChange(name, {**wanted, **gone}))
            told.append(f"{name}: changed, {shorten(new['exact'])}")
        document = _remove_lost_entries(document, there, set(partner.values()), known, told)
    except EditError as error:
        raise DossierError(str(error), error.hint) from None
    if document.text.encode() != data:
        plan.files["quotes"], plan.old_bytes["quotes"] = document.text, data
    now = entry_digests(document.value)
    plan.record.words = {**known.words, **word_digests(document.value)}
    touched = {line.partition(":")[0] for line in told}
    plan.record.quotes = {
        name: digest for name, digest in now.items() if name in touched or known.quotes.get(name) == digest
    }


def _remove_lost_entries(
    document: YamlDocument,
    entries: Sequence[Mapping[str, YamlValue]],
    found: set[int],
    known: ImportRecord,
    changes: list[str],
) -> YamlDocument:
    """The document without the entries that nobody touched and that are not found any more."""
    digests = entry_digests(document.value)
    continued = {str(each.get("continues")) for each in entries}
    for n, old in enumerate(entries):
        name = str(old.get("id"))
        if n not in found and digests.get(name) == known.quotes.get(name, "") and name not in continued:
            document = apply_change(document, EntryChange(name, drop=True))
            changes.append(f"{name}: taken out, it is not found any more: {shorten(str(old.get('exact')))}")
    return document


class _IdGenerator:
    """Ids that no entry has."""

    def __init__(self, there: Sequence[Mapping[str, YamlValue]]) -> None:
        self._taken = {str(each.get("id")) for each in there}
        self._numbers = counting(len(there) + 1)

    def next(self) -> str:
        """One that is free."""
        name = next(made for number in self._numbers if (made := f"q{number}") not in self._taken)
        self._taken.add(name)
        return name


def _match_entries(
    entries: Sequence[Mapping[str, YamlValue]], fresh: Sequence[Mapping[str, str]]
) -> dict[str, int]:
    """For each new entry the place of the one that is there for the same words."""
    free = dict(enumerate(entries))
    found: dict[str, int] = {}
    for same in (_same_place, _same_words, _same_sentence):
        for new in fresh:
            if new["id"] in found:
                continue
            n = next((n for n, old in free.items() if same(old, new)), None)
            if n is not None:
                found[new["id"]] = n
                del free[n]
    return found


def _same_place(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    return _same_words(old, new) and old.get("paragraph") == new["paragraph"]


def _same_words(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    return old.get("exact") == new["exact"]


def _same_sentence(old: Mapping[str, YamlValue], new: Mapping[str, str]) -> bool:
    one, other = str(old.get("exact")), new["exact"]
    return old.get("paragraph") == new["paragraph"] and (one in other or other in one)


def _next_entry_id(
    new: Mapping[str, str], fresh: Sequence[Mapping[str, str]], named: Mapping[str, str]
) -> str | None:
    """The id of the first entry that is there and stands later in the article; None where there is none."""
    later = fresh[fresh.index(new) + 1 :]
    return next((named[each["id"]] for each in later if each["id"] in named), None)


def _insert_entry(document: YamlDocument, keys: Mapping[str, str], before_entry: str | None) -> YamlDocument:
    """The document with an entry more, before another, or at the end where that is None.

    Raises EditError where the list is written in a way in which that can't be done.
    """
    entries = document.value if isinstance(document.value, list) else []
    ids = [each.get("id") if isinstance(each, dict) else None for each in entries]
    number = ids.index(before_entry) if before_entry in ids and before_entry is not None else len(entries)
    return insert(document, number, entry_lines(keys))
