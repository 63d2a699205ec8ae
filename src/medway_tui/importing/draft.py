"""A saved article as a draft of its own: an article, and its quotations for a person to confirm."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container
from pathlib import Path

from medway_tui.authoring.fields import normalise_fields, require_match
from medway_tui.authoring.ids import make_article_id, make_unique
from medway_tui.authoring.templates import BodyBlock, article_text, quotes_text
from medway_tui.content.files import content_path
from medway_tui.importing.import_log import ImportRecord, entry_digests, word_digests
from medway_tui.importing.options import (
    ImportOptions,
    ImportResult,
    display_name,
    dropped_lines,
    metadata_lines,
)
from medway_tui.importing.plan import ImportPlan
from medway_tui.importing.quotations import DraftQuote, find_quotes
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.constraints import ID, ParagraphKind
from medway_tui.saved_pages import SavedArticle, SavedBlock
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural, shorten
from medway_tui.yaml_io.nodes import parse_document

_REMOVE_QUOTATION_MARKS = str.maketrans("", "", '“”„«»"')
"""A title of ours quotes nobody."""

_TITLE_WORD_COUNT = 10
"""Of how many of the text's first words a title of ours is made."""


def make_draft(
    saved: SavedArticle,
    options: ImportOptions,
    source: tuple[str, str],
    folder: Path,
    speaker_names: SpeakerNames,
    taken_ids: Container[str],
    ask: Callable[[str], str] | None,
) -> ImportResult:
    """What is to be written into ``folder`` so that the article stands in it, with its quotations.

    ``source`` is the file's name and the digest of its bytes; ``taken_ids`` the ids that are taken; ``ask``
    asks a person for a key that nobody can know. Raises DossierError where that leaves something out.
    """
    keys, remarks = _article_keys(saved, options, ask)
    if options.article_id:
        require_match(options.article_id, ID)
    made = options.article_id or make_article_id(
        keys["publisher"], keys.get("published", ""), keys["headline"]
    )
    if not made:
        raise DossierError("no id can be made of the publisher and the headline", "give one with --id")
    name = made if options.article_id else make_unique(made, taken_ids)
    result = ImportResult(name, "")
    blocks = [BodyBlock(piece.text, _block_kind(piece)) for piece in saved.body]
    headline = "" if keys.get("title_ours") else keys["headline"]
    draft_quotes, proposals, quote_remarks = find_quotes(
        [headline, *(b.text for b in blocks)],
        speaker_names,
        propose=options.propose_agents,
        explain=options.explain,
    )
    plan = ImportPlan(folder, ImportRecord(name, "draft", *source), proposals=proposals)
    basename = display_name(source[0])
    plan.files["article"] = article_text(f"Imported from {basename}: the article's own text.", keys, blocks)
    plan.old_bytes["article"] = None
    if draft_quotes:
        remark = (
            f"Found by medway-tui import in {basename}. Each entry with the key draft is a draft until"
            " somebody confirms it: review them in the reader."
        )
        plan.files["quotes"] = quotes_text(remark, [each.keys for each in draft_quotes])
        plan.old_bytes["quotes"] = None
        value = parse_document("", plan.files["quotes"], b"")[0].value
        plan.record.quotes, plan.record.words = entry_digests(value), word_digests(value)
    plan.record_keys([*keys, "paragraphs"])
    result.plan, result.draft_quotes = plan, draft_quotes
    result.summary = f"{plural(len(blocks), 'block', zero='no')}, {_count_quotes(draft_quotes)}"
    result.lines += [*metadata_lines(saved), *remarks, *quote_remarks, *saved.remarks]
    result.lines += dropped_lines([(p.number, p.text, p.dropped) for p in saved.dropped], saved.unit)
    result.lines += _speaker_lines(draft_quotes, plan)
    return result


def _block_kind(piece: SavedBlock) -> ParagraphKind:
    return "paragraph" if piece.kind == "headline" else piece.kind


def _article_keys(
    saved: SavedArticle, options: ImportOptions, ask: Callable[[str], str] | None
) -> tuple[dict[str, str], list[str]]:
    """The article's keys in their order, and what a person should know of them."""
    known = {key: fact.value for key, fact in saved.metadata}
    if "published" in options.metadata:
        known.pop("published_inferred", None)
    known.update({key: value for key, value in normalise_fields(options.metadata).items() if value})
    remarks = []
    if "publisher" not in known and ask is not None:
        known["publisher"] = normalise_fields({"publisher": ask("publisher")})["publisher"]
    if "publisher" not in known:
        raise DossierError("nothing in it says who published it", "say so with --publisher NAME")
    invented_title = "headline" not in known
    if invented_title:
        words = saved.body[0].text.split()
        title = " ".join(words[:_TITLE_WORD_COUNT]).translate(_REMOVE_QUOTATION_MARKS)
        known["headline"] = title.strip("'’‘ ") + ("…" if len(words) > _TITLE_WORD_COUNT else "")
        remarks.append(
            f"no headline was found: “{known['headline']}” is a title of ours; give it with --headline"
        )
    if "published" not in known:
        remarks.append("nothing in it says when it was published: the key is left out; --published gives it")
    keys = {"headline": known["headline"]}
    if invented_title:
        keys["title_ours"] = "true"
    for key in ("publisher", "published", "published_inferred", "url", "author"):
        if key in known:
            keys[key] = known[key]
    keys["accessed"] = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    keys["kind"] = "original"
    return keys, remarks


def _count_quotes(draft_quotes: list[DraftQuote]) -> str:
    quotes = [each for each in draft_quotes if each.keys["type"] != "none" and "continues" not in each.keys]
    non_quotes = sum(each.keys["type"] == "none" for each in draft_quotes)
    more = (
        f" (and {plural(non_quotes, 'passage', zero='no')} in marks that quote nobody)" if non_quotes else ""
    )
    return f"{plural(len(quotes), 'quotation', zero='no')}{more}"


def _speaker_lines(draft_quotes: list[DraftQuote], plan: ImportPlan) -> list[str]:
    lines = [f"new in {content_path(each.kind)}: {each.id}, {each.name}" for each in plan.proposals]
    for each in draft_quotes:
        keys = each.keys
        if each.match_doubt:
            lines.append(f"{keys['id']}: taken for {keys['speaker']}, {each.match_doubt}")
        elif keys["type"] != "none" and "speaker" not in keys:
            who = (
                f"“{keys['attribution']}” is nobody who is known"
                if "attribution" in keys
                else "no speaker was found"
            )
            lines.append(f"{keys['id']}: {who}: {shorten(keys['exact'])}")
    return lines
