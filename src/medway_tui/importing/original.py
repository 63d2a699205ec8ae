"""An original laid over its account: its own words under the annotations that are there."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.templates import BodyBlock, article_lines, paragraph_lines
from medway_tui.content.anchors import find_anchor
from medway_tui.content.files import content_path
from medway_tui.content.loader import ArticleWithQuotes
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountMatch
from medway_tui.importing.import_log import ImportRecord, value_digest
from medway_tui.importing.options import ImportResult, display_name, dropped_lines
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import find_quotes
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.articles import Quote
from medway_tui.model.constraints import ParagraphKind
from medway_tui.saved_pages import SavedArticle
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural, shorten
from medway_tui.yaml_io.edit import EditError, set_key
from medway_tui.yaml_io.emit import remark_lines
from medway_tui.yaml_io.nodes import read_document

ORIGINAL_KEYS = ("kind", "accessed", "paragraphs")
"""The keys that an original is made of; the rest is the account's."""


def missing_block_text(number: int) -> str:
    """What stands in the place of a block that the copy lacks."""
    return f"[Block {number} of the article is not in the copy that was imported.]"


class OriginalCopy(NamedTuple):
    """A copy of an original, and the account that it is laid over."""

    saved: SavedArticle
    match: AccountMatch
    source: tuple[str, str]
    """The file's name, and the digest of its bytes."""
    lower_folders: Sequence[Path]
    """The folders that it lies over."""
    evidence: Sequence[tuple[int, str]]
    """The words of the article that evidence rests on, each with the number of its block."""


def apply_original(
    copy: OriginalCopy, folder: Path, speaker_names: SpeakerNames, *, update: bool
) -> ImportResult:
    """What is to be written into ``folder`` so that the original lies over the account.

    ``speaker_names`` are those that the dossier knows. Raises DossierError where a person has written the
    same keys.
    """
    match, source = copy.match, copy.source
    account = match.account.article
    blocks = [
        _body(number, text, account.paragraphs[number - 1].kind) for number, text in _numbered_texts(match)
    ]
    result = ImportResult(account.id, f"the original of {account.id}, by {match.reason}")
    record = ImportRecord(account.id, "original", *source)
    plan = ImportPlan(folder, record)
    path = folder / content_path("article", account.id)
    accessed = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if not os.path.lexists(path):
        remark = (
            f"The article's own text, imported from {display_name(source[0])} and laid over the account."
            f" Take it back with: medway-tui import --undo {account.id}"
        )
        lines = [*remark_lines(remark), *article_lines({"kind": "original", "accessed": accessed}, blocks)]
        plan.files["article"] = "".join(f"{line}\n" for line in lines)
        plan.old_bytes["article"] = None
    else:
        text = _merge_into_file(path, record, folder, blocks, accessed, update=update)
        if text is None:
            result.lines.append(f"{path} holds this text already: nothing is changed")
            _report_placement(result, copy, ImportPlan(folder, record), speaker_names)
            return result
        plan.files["article"], plan.old_bytes["article"] = text, path.read_bytes()
    plan.record_keys(ORIGINAL_KEYS)
    result.plan = plan
    _report_placement(result, copy, plan, speaker_names)
    return result


def _numbered_texts(match: AccountMatch) -> list[tuple[int, str | None]]:
    return list(enumerate(match.alignment.texts))[1:]


def _body(number: int, text: str | None, kind: ParagraphKind) -> BodyBlock:
    return BodyBlock(missing_block_text(number), "missing") if text is None else BodyBlock(text, kind)


def _merge_into_file(
    path: Path,
    record: ImportRecord,
    folder: Path,
    blocks: Sequence[BodyBlock],
    accessed: str,
    *,
    update: bool,
) -> str | None:
    """The text of a file that is there with the keys of an original in it; None where it has them already."""
    document, findings = read_document(str(path))
    if not isinstance(document.value, dict):
        where = findings[0] if findings else None
        raise DossierError(
            f"{where.location}: {where.message}" if where else f"{path} holds no keys", "mend that file first"
        )
    value = document.value
    earlier = import_log.load_record(folder, record.id)
    paragraphs = [
        {"text": each.text, "kind": each.kind} if each.kind != "paragraph" else each.text for each in blocks
    ]
    if value.get("kind") == "original" and value.get("paragraphs") == paragraphs:
        return None
    imported_keys = earlier.keys if earlier else {}
    edited = [
        key for key in ORIGINAL_KEYS if key in value and value_digest(value[key]) != imported_keys.get(key)
    ]
    if edited:
        raise DossierError(
            f"{path} has {' and '.join(edited)} of its own, which an import does not write over",
            "take these keys out of it, and import again",
        )
    if "paragraphs" in value and not update:
        raise DossierError(f"{path} holds another copy already", "--update puts this one in its place")
    if earlier is not None:
        record.made = earlier.made
    try:
        document = set_key(document, (), "kind", "original")
        document = set_key(document, (), "accessed", accessed)
        return set_key(document, (), "paragraphs", paragraph_lines(blocks)).text
    except EditError as error:
        raise DossierError(str(error), error.hint) from None


def _report_placement(
    result: ImportResult, copy: OriginalCopy, plan: ImportPlan, speaker_names: SpeakerNames
) -> None:
    """Say what stands where, what was left out and what has no place."""
    saved, match, _, lower_folders, evidence = copy
    alignment, account = match.alignment, match.account
    unit = (
        plan.load_trial(lower_folders)
        if plan.files
        else ArticleWithQuotes(account.article, account.source_map, account.quotes)
    )
    texts = [unit.article.headline, *(text or missing_block_text(n) for n, text in _numbered_texts(match))]
    body = alignment.texts[1:]
    sure = sum(alignment.found_by_digest[1:])
    result.lines.append(
        f"{plural(len(body), 'block', zero='no')}: {sure} by digest,"
        f" {sum(text is not None for text in body) - sure} by what the account keeps of them,"
        f" {sum(text is None for text in body)} not in this copy"
    )
    for number, text in _numbered_texts(match):
        if text is None:
            result.lines.append(f"not in this copy: block {number}")
        elif not alignment.found_by_digest[number]:
            result.lines.append(f"block {number} is not as the account knew it: {shorten(text)}")
    result.lines += dropped_lines(_unused_lines(saved, match), saved.unit)
    headline = saved.metadata["headline"]
    if headline is not None and account.article.title_ours:
        result.lines.append(f"printed headline: {headline} (the account has a title of ours; it stays)")
    adrift = [
        f"adrift: {each.quote.id}, {shorten(each.quote.exact)}"
        for each in account.quotes
        if find_anchor(texts, *_selector(each.quote)).span is None
    ]
    adrift += [
        f"adrift, evidence in block {number}: {shorten(exact)}"
        for number, exact in evidence
        if find_anchor(texts, number, exact).span is None
    ]
    result.unplaced_count = len(adrift)
    result.lines += adrift
    if not adrift:
        result.lines.append(
            f"{plural(len(account.quotes), 'quotation', zero='no')} and"
            f" {plural(len(evidence), 'piece', zero='no')} of evidence with words: all in place"
        )
    spans = [find_anchor(texts, *_selector(each.quote)).span for each in account.quotes]
    for each in find_quotes(texts, speaker_names, propose=False)[0]:
        if each.keys["type"] != "none" and not any(
            span
            and span.paragraph == each.span.paragraph
            and span.start < each.span.end
            and each.span.start < span.end
            for span in spans
        ):
            who = each.keys.get("speaker") or each.keys.get("attribution") or "speaker not found"
            result.lines.append(
                f"proposal, block {each.span.paragraph}, {who}: {shorten(each.keys['exact'])}"
            )


def _selector(quote: Quote) -> tuple[int, str, str | None, str | None]:
    return quote.paragraph, quote.exact, quote.prefix, quote.suffix


def _unused_lines(saved: SavedArticle, match: AccountMatch) -> list[tuple[int, str, str]]:
    rows = []
    for line, text in match.alignment.unused_lines:
        piece = saved.all_blocks[line]
        rows.append((piece.number, text, piece.dropped or "it is none of the account's blocks"))
    return rows
