"""Makes a draft of a saved article: a new article, and its quotations to be reviewed."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.fields import normalise_fields, require_match
from medway_tui.authoring.ids import make_article_id, make_unique
from medway_tui.authoring.templates import BodyBlock, article_lines, entry_lines, file_text
from medway_tui.dates import format_date
from medway_tui.importing.import_log import ImportRecord, entry_digests, word_digests
from medway_tui.importing.known_articles import ComparedText, article_text
from medway_tui.importing.options import (
    ArticleDetails,
    AskPublisher,
    Fact,
    ImportOptions,
    ImportResult,
    MissingFactError,
    PublisherQuestion,
)
from medway_tui.importing.plan import ArticleSource, ImportPlan
from medway_tui.importing.quotations import find_quotes
from medway_tui.importing.report import (
    count_quotes,
    dropped_lines,
    metadata_lines,
    proposal_lines,
    speaker_lines,
)
from medway_tui.importing.saved_files import ImportSource
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.model.constraints import ID
from medway_tui.model.locations import block_places
from medway_tui.saved_pages import INFERRED, OUTSIDE_WORDS, SavedArticle
from medway_tui.saved_pages.metadata import METADATA_KEYS, PUBLISHER_REMARK
from medway_tui.sync.locations import DossierError
from medway_tui.text import plural
from medway_tui.yaml_io.nodes import parse_document

_REMOVE_QUOTATION_MARKS = str.maketrans("", "", '“”„«»"')
"""A title of ours quotes no one."""

_TITLE_WORD_COUNT = 10
"""The length of a title of ours: the first words of the text."""


class Draft(NamedTuple):
    """The files of a new article, and their report."""

    plan: ImportPlan
    blocks: Sequence[BodyBlock]
    result: ImportResult
    article: ComparedText
    """The article as it is compared with others."""


def make_draft(
    saved: SavedArticle,
    options: ImportOptions,
    source: ImportSource,
    folder: Path,
    speaker_names: SpeakerNames,
    taken_ids: Container[str],
    ask: AskPublisher | None,
) -> Draft:
    """Make the files of a new article in ``folder``, without writing them.

    ``ask`` asks the user for a publisher that the file does not name. Raises DossierError where a required
    key is missing.
    """
    blocks = [
        BodyBlock(block.text, "paragraph" if block.kind == "headline" else block.kind)
        for block in saved.printed_blocks
    ]
    details = ArticleDetails(_list_facts(saved, {}), blocks, saved.remarks, saved.dropped, saved.unit)
    keys, remarks = _article_keys(saved, options, ask, source, details)
    article_id = _choose_id(keys, options, taken_ids)
    headline = "" if keys.get("title_ours") else keys["headline"]
    found = find_quotes(
        [headline, *(block.text for block in blocks)],
        speaker_names,
        places=block_places(block.kind for block in blocks),
        propose=options.propose_agents,
        explain=options.explain,
        publisher=keys["publisher"],
    )
    draft_quotes, proposals = found.draft_quotes, found.proposals
    plan = ImportPlan(folder, ImportRecord(article_id, "draft", *source), proposals=proposals)
    plan.article_source = ArticleSource(
        keys.get("url", ""), _describe_article(keys), keys.get("published", "")
    )
    name = source.label
    remark = f"Imported from {name}: the article's own text."
    plan.files["article"] = file_text("article", remark, article_lines(keys, blocks))
    plan.old_bytes["article"] = None
    if draft_quotes:
        remark = (
            f"Found by medway-tui import in {name}. Each entry with the key draft is a draft until"
            " it is confirmed: review them in the reader."
        )
        entries = [line for each in draft_quotes for line in entry_lines(each.keys)]
        plan.files["quotes"] = file_text("quotes", remark, entries)
        plan.old_bytes["quotes"] = None
        value = parse_document("", plan.files["quotes"], b"")[0].value
        plan.record.quotes, plan.record.words = entry_digests(value), word_digests(value)
    plan.record_keys([*keys, "paragraphs"])
    given = {key: keys[key] for key, value in options.metadata.items() if value and key in keys}
    is_decided = ask is not None or "publisher" in options.metadata
    page_remarks = [each for each in saved.remarks if not (is_decided and each.startswith(PUBLISHER_REMARK))]
    lines = [
        *metadata_lines(saved, given),
        *remarks,
        *page_remarks,
        *dropped_lines([(each.number, each.text, each.dropped) for each in saved.dropped], saved.unit),
        *proposal_lines(proposals),
        *found.remarks,
        *speaker_lines(draft_quotes),
    ]
    summary = f"{plural(len(blocks), 'block', zero='no')}, {count_quotes(draft_quotes)}"
    details = details._replace(
        facts=_list_facts(saved, keys), remarks=[*remarks, *page_remarks, *found.remarks]
    )
    plan.record.remarks = [
        *details.remarks,
        *dropped_lines(
            [(each.number, each.text, each.dropped) for each in saved.dropped if each.kind != "headline"],
            saved.unit,
        ),
    ]
    result = ImportResult(article_id, summary, lines, plan, draft_quotes=draft_quotes, details=details)
    result.remarks = [each for each in (*remarks, *page_remarks) if not each.endswith(OUTSIDE_WORDS)]
    return Draft(plan, blocks, result, article_text(keys, [block.text for block in blocks]))


def _list_facts(saved: SavedArticle, keys: Mapping[str, str]) -> list[Fact]:
    """Return an article's metadata with their sources; ``keys`` are the values as they are to be written."""
    found = {key: Fact(key, *value) for key, value in saved.metadata if not keys or key in keys}
    given = {
        key: Fact(key, keys[key], "")
        for key in METADATA_KEYS
        if key in keys and (key not in found or found[key].value != keys[key])
    }
    return list({**found, **given}.values())


def _describe_article(keys: dict[str, str]) -> str:
    """Return an article in a few words, as the source of a role."""
    day = format_date(keys["published"]) if "published" in keys else ""
    return ", ".join(part for part in (keys["publisher"], day) if part)


def _choose_id(keys: dict[str, str], options: ImportOptions, taken_ids: Container[str]) -> str:
    if options.article_id:
        require_match(options.article_id, ID)
        return options.article_id
    article_id = make_article_id(keys["publisher"], keys.get("published", ""), keys["headline"])
    if not article_id:
        raise DossierError("no id can be made of the publisher and the headline", "give one with --id")
    return make_unique(article_id, taken_ids)


def _article_keys(
    saved: SavedArticle,
    options: ImportOptions,
    ask: AskPublisher | None,
    source: ImportSource,
    details: ArticleDetails,
) -> tuple[dict[str, str], list[str]]:
    known = {key: value.value for key, value in saved.metadata}
    if "published" in options.metadata:
        known.pop("published_inferred", None)
    known.update({key: value for key, value in normalise_fields(options.metadata).items() if value})
    remarks = []
    if ask is not None and "publisher" not in options.metadata:
        found = saved.metadata.get("publisher")
        if found is None or found.source.startswith(INFERRED):
            question = PublisherQuestion(source.place, known.get("headline", ""), known.get("publisher", ""))
            known["publisher"] = normalise_fields({"publisher": ask(question)})["publisher"]
    if "publisher" not in known:
        raise MissingFactError("publisher", details)
    if "headline" not in known:
        words = saved.body[0].text.split()
        title = " ".join(words[:_TITLE_WORD_COUNT]).translate(_REMOVE_QUOTATION_MARKS)
        known["headline"] = title.strip("'’‘ ") + ("…" if len(words) > _TITLE_WORD_COUNT else "")
        known["title_ours"] = "true"
        remarks.append(
            f"no headline was found: “{known['headline']}” is a title of ours; give it with --headline"
        )
    if "published" not in known:
        remarks.append("no date was found, so published is left out; give it with --published")
    known.setdefault("accessed", datetime.datetime.now(tz=datetime.UTC).date().isoformat())
    known["kind"] = "original"
    order = (
        *("headline", "title_ours", "publisher", "published", "published_inferred", "url", "author"),
        *("accessed", "kind"),
    )
    return {key: known[key] for key in order if key in known}, remarks
