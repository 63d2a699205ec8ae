"""An original laid over its account: its own words under the annotations that are there."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.anchors import anchor
from medway_tui.content.drafts import Body, overlay_lines, paragraph_lines
from medway_tui.content.editing import NotEditedError
from medway_tui.content.keys import keys_changed
from medway_tui.content.layout import path_of
from medway_tui.content.load import Unit
from medway_tui.content.nodes import open_document
from medway_tui.content.templates import key_lines, remark_lines
from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.importing import records
from medway_tui.dossier.importing.accounts import Recognised
from medway_tui.dossier.importing.names import Names
from medway_tui.dossier.importing.outcome import Outcome, called, count, dropped_lines, short
from medway_tui.dossier.importing.plan import Plan
from medway_tui.dossier.importing.quotations import quotations
from medway_tui.dossier.importing.records import Record, value_digest
from medway_tui.extract.saved import Saved
from medway_tui.model.articles import Quote
from medway_tui.model.kinds import ParagraphKind

KEYS = ("kind", "accessed", "paragraphs")
"""The keys that an original is made of; the rest is the account's."""


def missing_text(number: int) -> str:
    """What stands in the place of a block that the copy lacks."""
    return f"[Block {number} of the article is not in the copy that was imported.]"


class Copy(NamedTuple):
    """A copy of an original, and the account that it is laid over."""

    saved: Saved
    found: Recognised
    source: tuple[str, str]
    """The file's name, and the digest of its bytes."""
    below: Sequence[Path]
    """The folders that it lies over."""
    evidence: Sequence[tuple[int, str]]
    """The words of the article that evidence rests on, each with the number of its block."""


def lay(copy: Copy, folder: Path, names: Names, *, update: bool) -> Outcome:
    """What is to be written into ``folder`` so that the original lies over the account.

    ``names`` are those that the dossier knows. Raises DossierError where a person has written the same keys.
    """
    found, source = copy.found, copy.source
    account = found.unit.article
    blocks = [_body(number, text, account.paragraphs[number - 1].kind) for number, text in _numbered(found)]
    outcome = Outcome(account.id, f"the original of {account.id}, by {found.why}")
    record = Record(account.id, "original", *source)
    plan = Plan(folder, record)
    path = folder / path_of("article", account.id)
    accessed = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if not os.path.lexists(path):
        remark = (
            f"The article's own text, imported from {called(source[0])} and laid over the account."
            f" Take it back with: medway-tui import --undo {account.id}"
        )
        lines = [*remark_lines(remark), *overlay_lines({"kind": "original", "accessed": accessed}, blocks)]
        plan.files["article"] = "".join(f"{line}\n" for line in lines)
        plan.before["article"] = None
    else:
        text = _over(path, record, folder, blocks, accessed, update=update)
        if text is None:
            outcome.lines.append(f"{path} holds this text already: nothing is changed")
            _report(outcome, copy, Plan(folder, record), names)
            return outcome
        plan.files["article"], plan.before["article"] = text, path.read_bytes()
    plan.note_keys(KEYS)
    outcome.plan = plan
    _report(outcome, copy, plan, names)
    return outcome


def _numbered(found: Recognised) -> list[tuple[int, str | None]]:
    return list(enumerate(found.aligned.texts))[1:]


def _body(number: int, text: str | None, kind: ParagraphKind) -> Body:
    return Body(missing_text(number), "missing") if text is None else Body(text, kind)


def _over(
    path: Path, record: Record, folder: Path, blocks: Sequence[Body], accessed: str, *, update: bool
) -> str | None:
    """The text of a file that is there with the keys of an original in it; None where it has them already."""
    document, findings = open_document(str(path))
    if not isinstance(document.value, dict):
        where = findings[0] if findings else None
        raise DossierError(
            f"{where.where}: {where.message}" if where else f"{path} holds no keys", "mend that file first"
        )
    value = document.value
    before = records.load(folder, record.id)
    wanted = [
        {"text": each.text, "kind": each.kind} if each.kind != "paragraph" else each.text for each in blocks
    ]
    if value.get("kind") == "original" and value.get("paragraphs") == wanted:
        return None
    ours = before.keys if before else {}
    edited = [key for key in KEYS if key in value and value_digest(value[key]) != ours.get(key)]
    if edited:
        raise DossierError(
            f"{path} has {' and '.join(edited)} of its own, which an import does not write over",
            "take these keys out of it, and import again",
        )
    if "paragraphs" in value and not update:
        raise DossierError(f"{path} holds another copy already", "--update puts this one in its place")
    if before is not None:
        record.made = before.made
    try:
        return keys_changed(
            document,
            {
                "kind": ["kind: original"],
                "accessed": key_lines("accessed", accessed),
                "paragraphs": paragraph_lines(blocks),
            },
        )
    except NotEditedError as error:
        raise DossierError(str(error), error.hint) from None


def _report(outcome: Outcome, copy: Copy, plan: Plan, names: Names) -> None:
    """Say what stands where, what was left out and what has no place."""
    saved, found, _, below, evidence = copy
    aligned, account = found.aligned, found.unit
    unit = plan.unit(below) if plan.files else Unit(account.article, account.layout, account.quotes)
    texts = [unit.article.headline, *(text or missing_text(n) for n, text in _numbered(found))]
    body = aligned.texts[1:]
    sure = sum(aligned.sure[1:])
    outcome.lines.append(
        f"{count(len(body), 'block')}: {sure} by digest,"
        f" {sum(text is not None for text in body) - sure} by what the account keeps of them,"
        f" {sum(text is None for text in body)} not in this copy"
    )
    for number, text in _numbered(found):
        if text is None:
            outcome.lines.append(f"not in this copy: block {number}")
        elif not aligned.sure[number]:
            outcome.lines.append(f"block {number} is not as the account knew it: {short(text)}")
    outcome.lines += dropped_lines(_dropped(saved, found), saved.unit)
    headline = saved.facts["headline"]
    if headline is not None and account.article.title_ours:
        outcome.lines.append(f"printed headline: {headline} (the account has a title of ours; it stays)")
    adrift = [
        f"adrift: {each.quote.id}, {short(each.quote.exact)}"
        for each in account.quotes
        if anchor(texts, *_selector(each.quote)).span is None
    ]
    adrift += [
        f"adrift, evidence in block {number}: {short(exact)}"
        for number, exact in evidence
        if anchor(texts, number, exact).span is None
    ]
    outcome.unplaced = len(adrift)
    outcome.lines += adrift
    if not adrift:
        outcome.lines.append(
            f"{count(len(account.quotes), 'quotation')} and {count(len(evidence), 'piece')} of evidence"
            " with words: all in place"
        )
    spans = [anchor(texts, *_selector(each.quote)).span for each in account.quotes]
    for each in quotations(texts, names, propose=False)[0]:
        if each.keys["type"] != "none" and not any(
            span
            and span.paragraph == each.span.paragraph
            and span.start < each.span.end
            and each.span.start < span.end
            for span in spans
        ):
            who = each.keys.get("speaker") or each.keys.get("attribution") or "speaker not found"
            outcome.lines.append(f"proposal, block {each.span.paragraph}, {who}: {short(each.keys['exact'])}")


def _selector(quote: Quote) -> tuple[int, str, str | None, str | None]:
    return quote.paragraph, quote.exact, quote.prefix, quote.suffix


def _dropped(saved: Saved, found: Recognised) -> list[tuple[int, str, str]]:
    rows = []
    for line, text in found.aligned.dropped:
        piece = saved.pieces[line]
        rows.append((piece.number, text, piece.dropped or "it is none of the account's blocks"))
    return rows
