"""A second import over the first: what nobody has touched is renewed, a person's edits stay."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count as counting
from pathlib import Path
from typing import Any

from medway_tui.content.drafts import Body, article_text, entry_lines, paragraph_lines
from medway_tui.content.editing import Change, NotEditedError, changed
from medway_tui.content.keys import keys_changed
from medway_tui.content.layout import path_of
from medway_tui.content.nodes import Document, open_document, parsed
from medway_tui.content.reading import LINE_BREAK
from medway_tui.content.traps import Plain
from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.importing.outcome import Outcome, short
from medway_tui.dossier.importing.plan import Plan
from medway_tui.dossier.importing.records import Record, entry_digests, value_digest, word_digests

_SKIPPED = frozenset(("id", "draft"))


def merged(outcome: Outcome, name: str, folder: Path, before: Record | None) -> Outcome:
    """The import of an article that is there, as changes to its files.

    ``outcome`` has what a first import would write; ``before`` is the note on the earlier one: without it,
    everything that stands there counts as a person's. Raises DossierError where a file can't be merged.
    """
    assert outcome.plan is not None  # noqa: S101 - for the type checker
    fresh = outcome.plan
    known = before or Record(name, "draft", fresh.record.source, "")
    record = replace(
        known,
        source=fresh.record.source,
        sha256=fresh.record.sha256,
        keys=dict(known.keys),
        agents={kind: dict(entries) for kind, entries in known.agents.items()},
        made=list(known.made),
    )
    plan = Plan(folder, record)
    told: list[str] = []
    kept: list[str] = []
    _merge_article(fresh, plan, known, told, kept)
    _merge_quotes(outcome, plan, known, told, kept)
    plan.proposals = [each for each in fresh.proposals if _named(plan, each.id)]
    outcome.id, outcome.what = (
        name,
        f"merged into {name}: " + (f"{len(told)} changed" if told else "nothing to change"),
    )
    outcome.lines = [
        *told,
        *kept,
        *(f"new in {path_of(each.kind)}: {each.id}, {each.name}" for each in plan.proposals),
    ]
    outcome.kept = len(kept)
    outcome.plan = plan if plan.files else None
    if outcome.plan is not None:
        _try(plan, folder)
    return outcome


def _try(plan: Plan, folder: Path) -> None:
    missing = [kind for kind in ("article", "quotes") if kind not in plan.files]
    for kind in missing:
        # What is not changed is looked at with what is.
        path = folder / path_of(kind, plan.record.id)
        if os.path.lexists(path):
            plan.files[kind] = path.read_bytes().decode()
    plan.unit([])
    for kind in missing:
        plan.files.pop(kind, None)


def _read(path: Path) -> tuple[Document, bytes]:
    document, findings = open_document(str(path))
    if document.value is None:
        where = findings[0]
        raise DossierError(f"{where.where}: {where.message}", "mend that file first")
    return document, document.data


def _merge_article(fresh: Plan, plan: Plan, known: Record, told: list[str], kept: list[str]) -> None:
    path = plan.path("article")
    document, data = _read(path)
    new = parsed("", fresh.files["article"], b"")[0].value
    old = document.value
    if not isinstance(old, dict) or not isinstance(new, dict):
        raise DossierError(f"{path} holds no keys", "mend that file first")
    changes: dict[str, Sequence[str] | None] = {}
    for key, value in new.items():
        if old.get(key) == value or key == "accessed":
            continue
        if key in old and value_digest(old[key]) != known.keys.get(key):
            kept.append(f"{key} was edited, and stays as it is")
            continue
        if key not in old and key in known.keys:
            kept.append(f"{key} was taken out, and stays out")
            continue
        changes[key] = _lines(key, value)
        told.append(f"{key}: {'changed' if key in old else 'added'}")
    if not changes:
        return
    try:
        plan.files["article"] = keys_changed(document, changes)
    except NotEditedError as error:
        raise DossierError(str(error), error.hint) from None
    plan.before["article"] = data
    plan.note_keys(list(changes))


def _named(plan: Plan, agent: str) -> bool:
    """Whether a quotation that is going to stand there names somebody."""
    entries = parsed("", plan.files.get("quotes", ""), b"")[0].value
    return (
        any(isinstance(e, dict) and e.get("speaker") == agent for e in entries)
        if isinstance(entries, list)
        else False
    )


def _lines(key: str, value: Plain) -> list[str]:
    if key == "paragraphs" and isinstance(value, list):
        return paragraph_lines([_body(each) for each in value])
    made = article_text("", {key: str(value)}, []).splitlines()
    return [line for line in made if not line.startswith("#") and line != "paragraphs:"]


def _body(value: Plain) -> Body:
    if isinstance(value, dict):
        kind: Any = value.get("kind", "paragraph")
        return Body(str(value["text"]), kind)
    return Body(str(value))


def _merge_quotes(outcome: Outcome, plan: Plan, known: Record, told: list[str], kept: list[str]) -> None:
    path = plan.path("quotes")
    fresh = [each.keys for each in outcome.found]
    if not os.path.lexists(path):
        if fresh and outcome.plan is not None and "quotes" in outcome.plan.files:
            plan.files["quotes"], plan.before["quotes"] = outcome.plan.files["quotes"], None
            plan.record.quotes = entry_digests(parsed("", plan.files["quotes"], b"")[0].value)
            plan.record.words = dict(outcome.plan.record.words)
            told.append(f"{path_of('quotes', plan.record.id)}: written")
        return
    document, data = _read(path)
    there = (
        [each for each in document.value if isinstance(each, dict)]
        if isinstance(document.value, list)
        else []
    )
    digests = entry_digests(document.value)
    ids = _Ids(there)
    dropped = {digest for name, digest in known.words.items() if name not in digests}
    partner = _partners(there, fresh)
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
                kept.append(f"dropped before, and stays out: {short(new['exact'])}")
                continue
            if n is None:
                name = named[new["id"]] = ids.next()
                document = _inserted(document, {"id": name, **wanted}, _next(new, fresh, named))
                told.append(f"{name}: added, {short(new['exact'])}")
                continue
            old = there[n]
            name = str(old["id"])
            same = all(old.get(key) == value for key, value in wanted.items() if key not in _SKIPPED)
            if same and set(old) - _SKIPPED == set(wanted) - _SKIPPED:
                continue
            if digests[name] != known.quotes.get(name):
                kept.append(
                    f"{name} was confirmed or edited, and stays as it is: {short(str(old.get('exact')))}"
                )
                continue
            gone = dict.fromkeys(key for key in old if key not in wanted and key != "id")
            document = changed(document, Change(name, {**wanted, **gone}))
            told.append(f"{name}: changed, {short(new['exact'])}")
        document = _without_lost(document, there, set(partner.values()), known, told)
    except NotEditedError as error:
        raise DossierError(str(error), error.hint) from None
    if document.text.encode() != data:
        plan.files["quotes"], plan.before["quotes"] = document.text, data
    now = entry_digests(document.value)
    plan.record.words = {**known.words, **word_digests(document.value)}
    touched = {line.partition(":")[0] for line in told}
    plan.record.quotes = {
        name: digest for name, digest in now.items() if name in touched or known.quotes.get(name) == digest
    }


def _without_lost(
    document: Document, there: Sequence[Mapping[str, Plain]], found: set[int], known: Record, told: list[str]
) -> Document:
    """The document without the entries that nobody touched and that are not found any more."""
    digests = entry_digests(document.value)
    continued = {str(each.get("continues")) for each in there}
    for n, old in enumerate(there):
        name = str(old.get("id"))
        if n not in found and digests.get(name) == known.quotes.get(name, "") and name not in continued:
            document = changed(document, Change(name, drop=True))
            told.append(f"{name}: taken out, it is not found any more: {short(str(old.get('exact')))}")
    return document


class _Ids:
    """Ids that no entry has."""

    def __init__(self, there: Sequence[Mapping[str, Plain]]) -> None:
        self._taken = {str(each.get("id")) for each in there}
        self._numbers = counting(len(there) + 1)

    def next(self) -> str:
        """One that is free."""
        name = next(made for number in self._numbers if (made := f"q{number}") not in self._taken)
        self._taken.add(name)
        return name


def _partners(there: Sequence[Mapping[str, Plain]], fresh: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """For each new entry the place of the one that is there for the same words."""
    free = dict(enumerate(there))
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


def _same_place(old: Mapping[str, Plain], new: Mapping[str, str]) -> bool:
    return _same_words(old, new) and old.get("paragraph") == new["paragraph"]


def _same_words(old: Mapping[str, Plain], new: Mapping[str, str]) -> bool:
    return old.get("exact") == new["exact"]


def _same_sentence(old: Mapping[str, Plain], new: Mapping[str, str]) -> bool:
    one, other = str(old.get("exact")), new["exact"]
    return old.get("paragraph") == new["paragraph"] and (one in other or other in one)


def _next(new: Mapping[str, str], fresh: Sequence[Mapping[str, str]], named: Mapping[str, str]) -> str | None:
    """The id of the first entry that is there and stands later in the article; None where there is none."""
    later = fresh[fresh.index(new) + 1 :]
    return next((named[each["id"]] for each in later if each["id"] in named), None)


def _inserted(document: Document, keys: Mapping[str, str], before_entry: str | None) -> Document:
    """The document with an entry more, before another, or at the end where that is None.

    Raises NotEditedError where the list is written in a way in which that can't be done.
    """
    entries = document.value if isinstance(document.value, list) else []
    ids = [each.get("id") if isinstance(each, dict) else None for each in entries]
    number = ids.index(before_entry) if before_entry in ids and before_entry is not None else len(entries)
    text = document.text
    if number:
        pairs = document.pairs((number - 1,))
        if not pairs:
            raise NotEditedError(
                f"{document.path}: an entry is written in braces", "write each key on its own line"
            )
        end = LINE_BREAK.search(text, max(pair.value[1] for pair in pairs))
        at = end.end() if end else len(text)
    else:
        pairs = document.pairs((0,))
        at = text.rfind("\n", 0, pairs[0].begins) + 1 if pairs else len(text)
    column = document.where((0,))[1] - 1 if entries else 0
    if pairs and number == 0:
        column = max(0, document.where((0,))[1] - 3)
    elif pairs:
        column = max(0, document.where((number - 1,))[1] - 3)
    line_end = "\r\n" if "\r\n" in text else "\n"
    made = "".join(f"{' ' * column}{line}{line_end}" for line in entry_lines(keys))
    before = text[:at] if not at or text[:at].endswith(("\n", "\r")) else text[:at] + line_end
    result, _ = parsed(document.path, before + made + text[at:], document.data)
    wanted = [*entries[:number], dict(keys), *entries[number:]]
    if result.value != wanted:
        raise NotEditedError(
            f"{document.path}: an entry can't be added without changing what it holds",
            "write its list with each item on a line that begins with a hyphen",
        )
    return result
