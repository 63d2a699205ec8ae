"""Puts the text of an original in the place of its account's, under the annotations of the account."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.templates import BodyBlock, article_lines, paragraph_lines
from medway_tui.content.anchors import find_anchor
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.importing import import_log
from medway_tui.importing.accounts import AccountMatch
from medway_tui.importing.import_log import ImportRecord, value_digest
from medway_tui.importing.options import ImportResult
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import find_quotes, speaker_ids
from medway_tui.importing.report import dropped_lines
from medway_tui.importing.saved_files import ImportSource
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.articles import ORIGINAL_KEYS, Quote
from medway_tui.model.constraints import ParagraphKind
from medway_tui.model.locations import NO_BLOCK, BlockPlace, Span, find_block
from medway_tui.saved_pages import SavedArticle
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural, shorten
from medway_tui.yaml_io.edit import set_key
from medway_tui.yaml_io.emit import remark_lines
from medway_tui.yaml_io.nodes import read_document


def _name_block(place: BlockPlace) -> str:
    """Return the name of a block in reports: ``block 3``, ``caption 1``."""
    return f"block {place.number}" if place.kind == "paragraph" else place.label


def missing_block_text(place: BlockPlace) -> str:
    """Return the text in the place of a block that is missing in the copy."""
    return f"[{_name_block(place).capitalize()} of the article is not in the copy that was imported.]"


def _missing_kind(kind: ParagraphKind) -> ParagraphKind:
    # A caption stays one: as a paragraph it would take a number, and those after it would be wrong.
    return kind if kind == "caption" else "missing"


class OriginalCopy(NamedTuple):
    """A saved copy of an original, and its account."""

    saved: SavedArticle
    match: AccountMatch
    source: ImportSource
    lower_folders: Sequence[Path]
    """The folders that it overrides."""
    evidence: Sequence[tuple[int, str]]
    """The words of the article that are evidence, each with its block."""

    @property
    def blocks(self) -> list[BodyBlock]:
        """The original's blocks, one for each of the account's."""
        paragraphs = self.match.account.article.paragraphs
        return [
            BodyBlock(missing_block_text(place), _missing_kind(paragraph.kind))
            if text is None
            else BodyBlock(text, paragraph.kind)
            for paragraph, (place, text) in zip(paragraphs, self.placed_texts, strict=True)
        ]

    @property
    def placed_texts(self) -> list[tuple[BlockPlace, str | None]]:
        """The texts of the body's blocks, with their places; None where one is missing in the copy."""
        return list(zip(self.match.account.places, self.match.alignment.texts, strict=True))[1:]


def apply_original(
    copy: OriginalCopy, folder: Path, speaker_names: SpeakerNames, *, update: bool
) -> ImportResult:
    """Make the file in ``folder`` that overrides the account's text, without writing it.

    Raises DossierError where a person has set the same keys, EditError where the file can't be changed.
    """
    account = copy.match.account.article
    blocks = copy.blocks
    result = ImportResult(account.id, f"the original of {account.id}, by {copy.match.reason}")
    plan = ImportPlan(folder, ImportRecord(account.id, "original", *copy.source))
    path = plan.path("article")
    accessed = copy.saved.metadata["accessed"] or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    if not os.path.lexists(path):
        remark = (
            f"The article's own text, imported from {copy.source.label}, in place of the account's."
            f" Undo this with: medway-tui import --undo {account.id}"
        )
        lines = [*remark_lines(remark), *article_lines({"kind": "original", "accessed": accessed}, blocks)]
        plan.files["article"] = "".join(f"{line}\n" for line in lines)
        plan.old_bytes["article"] = None
    else:
        text = _set_original_keys(plan, blocks, accessed, update=update)
        if text is not None:
            plan.files["article"], plan.old_bytes["article"] = text, path.read_bytes()
    if plan.files:
        plan.record_keys(ORIGINAL_KEYS)
        result.plan = plan
        article = plan.load_trial(copy.lower_folders)
    else:
        result.lines.append(f"{path} has this text already: nothing is changed")
        article = copy.match.account
    _report_placement(result, copy, article, speaker_names)
    return result


def _set_original_keys(
    plan: ImportPlan, blocks: Sequence[BodyBlock], accessed: str, *, update: bool
) -> str | None:
    """Return the text of an existing file with an original's keys set; None where it has them already."""
    path, record = plan.path("article"), plan.record
    document, findings = read_document(str(path))
    value = document.value
    if not isinstance(value, dict):
        problem = f"{findings[0].location}: {findings[0].message}" if findings else f"{path} has no keys"
        raise DossierError(problem, "fix that file first")
    earlier = import_log.load_record(plan.folder, record.id)
    paragraphs = [
        each.text if each.kind == "paragraph" else {"text": each.text, "kind": each.kind} for each in blocks
    ]
    if value.get("kind") == "original" and value.get("paragraphs") == paragraphs:
        return None
    imported_keys = earlier.keys if earlier else {}
    edited = [
        key for key in ORIGINAL_KEYS if key in value and value_digest(value[key]) != imported_keys.get(key)
    ]
    if edited:
        raise DossierError(
            f"{path} has {' and '.join(edited)} of its own, which an import does not overwrite",
            "remove these keys from it, and import again",
        )
    if "paragraphs" in value and not update:
        raise DossierError(f"{path} has another copy already", "--update replaces it by this one")
    if earlier is not None:
        record.made = earlier.made
    document = set_key(document, (), "kind", "original")
    document = set_key(document, (), "accessed", accessed)
    return set_key(document, (), "paragraphs", paragraph_lines(blocks)).text


def _report_placement(
    result: ImportResult, copy: OriginalCopy, article: ArticleWithQuotes, speaker_names: SpeakerNames
) -> None:
    """Add to the report what was found where, what was left out, and what is adrift."""
    account = copy.match.account
    texts = [article.article.headline]
    texts += (text or missing_block_text(place) for place, text in copy.placed_texts)
    spans = [_find_quote(texts, account.places, each.quote) for each in account.quotes]
    adrift = [
        f"adrift: {each.quote.id}, {shorten(each.quote.exact)}"
        for each, span in zip(account.quotes, spans, strict=True)
        if span is None
    ]
    adrift += [
        f"adrift, evidence in {_name_block(account.places[block])}: {shorten(exact)}"
        for block, exact in copy.evidence
        if find_anchor(texts, block, exact).span is None
    ]
    result.unplaced_count = len(adrift)
    result.lines += _block_lines(copy)
    result.lines += dropped_lines(_unused_lines(copy), copy.saved.unit)
    headline = copy.saved.metadata["headline"]
    if headline is not None and account.article.title_ours:
        result.lines.append(f"printed headline: {headline} (the account keeps its title of ours)")
    result.lines += adrift or [
        f"{plural(len(account.quotes), 'quotation', zero='no')} and"
        f" {plural(len(copy.evidence), 'piece', zero='no')} of evidence with words: all in place"
    ]
    result.lines += _proposal_lines(texts, account.places, speaker_names, [span for span in spans if span])


def _find_quote(texts: Sequence[str], places: Sequence[BlockPlace], quote: Quote) -> Span | None:
    block = find_block(places, quote.place)
    return find_anchor(
        texts, NO_BLOCK if block is None else block, quote.exact, quote.prefix, quote.suffix
    ).span


def _block_lines(copy: OriginalCopy) -> Iterator[str]:
    """Yield how many blocks were found, and the ones that are missing or changed."""
    by_digest = copy.match.alignment.found_by_digest
    texts = copy.placed_texts
    digest_count = sum(by_digest[1:])
    found_count = sum(text is not None for _, text in texts)
    yield (
        f"{plural(len(texts), 'block', zero='no')}: {digest_count} by digest,"
        f" {found_count - digest_count} by what the account keeps of them,"
        f" {len(texts) - found_count} not in this copy"
    )
    for (place, text), is_known in zip(texts, by_digest[1:], strict=True):
        if text is None:
            yield f"not in this copy: {_name_block(place)}"
        elif not is_known:
            yield f"{_name_block(place)} differs from the account's digest: {shorten(text)}"


def _unused_lines(copy: OriginalCopy) -> Iterator[tuple[int, str, str]]:
    for line, text in copy.match.alignment.unused_lines:
        block = copy.saved.all_blocks[line]
        yield block.number, text, block.dropped or "it is none of the account's blocks"


def _proposal_lines(
    texts: Sequence[str],
    places: Sequence[BlockPlace],
    speaker_names: SpeakerNames,
    spans: Sequence[Span],
) -> Iterator[str]:
    """Yield the quotations of the text that the account does not list."""
    for each in find_quotes(texts, speaker_names, propose=False).draft_quotes:
        is_listed = any(
            span.block == each.span.block and span.start < each.span.end and each.span.start < span.end
            for span in spans
        )
        if each.keys["type"] != "none" and not is_listed:
            speaker = ", ".join(speaker_ids(each.keys)) or each.keys.get("attribution") or "speaker not found"
            place = _name_block(places[each.span.block])
            yield f"proposal, {place}, {speaker}: {shorten(each.keys['exact'])}"
