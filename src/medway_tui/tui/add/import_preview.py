"""The preview of an import as styled text: what would be written, and what to know about the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from medway_tui.authoring.import_notes import without_option_hints
from medway_tui.model.locations import named_place
from medway_tui.text import escape_invisible, plural, shorten
from medway_tui.tui.theme import Palette

if TYPE_CHECKING:
    from medway_tui.importing import ImportResult
    from medway_tui.importing.options import ArticleDetails
    from medway_tui.importing.source_files import SourceFiles
    from medway_tui.tui.add.import_runner import BatchOutcome, ImportItem, ImportPreview

_FIRST_BLOCKS = 4
"""The blocks of the text that a preview shows."""
_MAX_BLOCK_LENGTH = 400
"""The most characters of a block."""

NameOf = Callable[[str], str]
"""Returns the name of a person or an organisation of the dossier by its id."""


def preview_text(preview: ImportPreview, colours: Palette, name_of: NameOf) -> Text:
    """Return the preview of one file."""
    text = Text()
    result, details = preview.result, preview.details
    if preview.problem:
        text.append(f"✗ It can't be imported: {escape_invisible(preview.problem)}.\n", colours.strong)
        if preview.hint:
            text.append(f"{escape_invisible(_sentence(preview.hint))}\n", colours.muted)
        return text
    if preview.parts:
        _append_documents(text, preview, colours)
        return text
    if preview.missing:
        line = f"▲ The {preview.missing} is not known: type it above. Nothing is written without it.\n"
        text.append(line, colours.strong)
    elif preview.existing:
        _append_update(text, preview, colours)
    elif result is not None:
        text.append(f"→ {result.id}\n", colours.strong)
        text.append(f"{escape_invisible(_sentence(result.summary))}\n", colours.muted)
    is_draft = result is not None and (result.plan is None or result.plan.record.kind == "draft")
    if result is not None and not is_draft:
        _append_list(text, "Report", result.lines, colours)
    if details is not None:
        _append_details(text, details, result, colours, name_of)
    return text


def _append_documents(text: Text, preview: ImportPreview, colours: Palette) -> None:
    text.append(f"{plural(preview.total, 'document')} in this file\n", colours.strong)
    text.append("All are imported. Import the file alone to choose some of them.\n\n", colours.muted)
    for part in preview.parts:
        text.append(f"· {escape_invisible(part)}\n")
    more = preview.total - len(preview.parts)
    if more > 0:
        text.append(f"… and {more:,} more\n", colours.muted)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."


def _append_update(text: Text, preview: ImportPreview, colours: Palette) -> None:
    result = preview.result
    text.append(f"= Already in the dossier: {preview.existing}\n", colours.strong)
    if result is None or result.plan is None:
        text.append("Nothing would change.\n", colours.muted)
        return
    text.append("Enter changes the article; your own edits of it are kept:\n", colours.muted)
    for line in result.lines:
        text.append(f"  {escape_invisible(line)}\n")


def _append_details(
    text: Text, details: ArticleDetails, result: ImportResult | None, colours: Palette, name_of: NameOf
) -> None:
    _append_heading(text, "Text", colours)
    for block in details.blocks[:_FIRST_BLOCKS]:
        style = colours.strong if block.kind == "subhead" else ""
        text.append(f"{escape_invisible(shorten(block.text, _MAX_BLOCK_LENGTH))}\n", style)
    more = len(details.blocks) - _FIRST_BLOCKS
    if more > 0:
        text.append(f"… and {plural(more, 'more block')}\n", colours.muted)
    if result is not None and result.draft_quotes:
        new_names = {each.id: each.name for each in result.plan.proposals} if result.plan else {}
        keys = [each.keys for each in result.draft_quotes]
        speech = [each for each in keys if each["type"] != "none" and "continues" not in each]
        with_speaker = sum("speaker" in each or "speakers" in each for each in speech)
        counts = f"{plural(len(speech), 'quotation')}, {with_speaker} with their speaker"
        _append_heading(text, counts, colours)
        for each in keys:
            _append_quotation(text, each, colours, lambda name: new_names.get(name) or name_of(name))
    elif result is not None and not result.lines:
        _append_heading(text, "No quotations were found", colours)
    _append_list(text, "Remarks", without_option_hints(details.remarks), colours)
    if details.dropped:
        _append_heading(text, f"Left out: {plural(len(details.dropped), details.unit)}, by number", colours)
    for part in details.dropped:
        text.append(f"{part.number:>4}  ", colours.muted)
        text.append(f"{escape_invisible(shorten(part.text))} ({part.dropped})\n")
    if result is not None and result.plan is not None:
        _append_list(text, "New in the dossier", list(_describe_new(result)), colours)


def sources_text(preview: ImportPreview, colours: Palette) -> Text:
    """Return how each fact was found, for a window with no room beside the fields."""
    text = Text()
    facts = preview.details.facts if preview.details else ()
    _append_list(text, "Found", [f"{fact.key}: {fact.source or 'given'}" for fact in facts], colours)
    return text


def _describe_new(result: ImportResult) -> Iterator[str]:
    for each in result.plan.proposals if result.plan else ():
        names = f", also {', '.join(each.other_names)}" if each.other_names else ""
        roles = "".join(f"; {role.role}, {role.organization_id}" for role in each.memberships)
        kind = "person" if each.kind == "people" else "organisation"
        yield f"{each.name} ({kind}){names}{roles}"


def _append_quotation(text: Text, keys: Mapping[str, Any], colours: Palette, name_of: NameOf) -> None:
    ids = [each for each in (keys.get("speaker"),) if each]
    ids = ids or [each.strip(' "') for each in str(keys.get("speakers", "")).strip("[]").split(",")]
    names = " and ".join(name_of(each) for each in ids if each)
    speaker = names or keys.get("attribution") or "speaker not found"
    speaker = "not speech" if keys["type"] == "none" else speaker
    caption = int(keys["caption"]) if "caption" in keys else None
    place = named_place(int(keys.get("paragraph", 0)), caption)
    text.append(f"{place.short_label:>8} {float(keys['draft']):>4.0%}  ", colours.muted)
    text.append(escape_invisible(speaker), colours.strong)
    text.append(f"  “{escape_invisible(shorten(keys['exact'], 200))}”\n")
    if "note" in keys:
        text.append(f"{'':15}{escape_invisible(keys['note'])}\n", colours.muted)


def _append_heading(text: Text, words: str, colours: Palette) -> None:
    text.append(f"\n{words}\n", colours.strong + colours.muted)


def _append_list(text: Text, heading: str, lines: Sequence[str], colours: Palette) -> None:
    if not lines:
        return
    _append_heading(text, heading, colours)
    for line in lines:
        text.append(f"· {escape_invisible(line)}\n")


def no_files_text(names: Sequence[str], found: SourceFiles, colours: Palette) -> Text:
    """Return why there is no file to import."""
    text = Text()
    if not found.unreadable:
        text.append(f"✗ No saved article in {escape_invisible(', '.join(names))}\n", colours.strong)
    _append_passed_over(text, found, colours)
    text.append(
        "\nPages, texts, mail, archives and exports of databases are read. Backspace chooses another file.\n",
        colours.muted,
    )
    return text


def _append_passed_over(text: Text, found: SourceFiles, colours: Palette) -> None:
    for name, reason in found.unreadable:
        text.append(f"✗ {escape_invisible(name)}: {escape_invisible(reason)}\n", colours.strong)
    for reason, skipped in found.skipped.items():
        text.append(f"Passed over, {reason}: {plural(len(skipped), 'file')}\n", colours.muted)


def outcome_text(outcome: BatchOutcome, found: SourceFiles | None, colours: Palette) -> Text:
    """Return how an import of files ended: each failure by the file's name, with why."""
    text = Text()
    written = sum(bool(each.article_id) for each in outcome.files)
    existing = [each for each in outcome.files if each.existing]
    failed = [each for each in outcome.files if each.problem]
    words = "Stopped. " if outcome.stopped else ""
    words += f"{plural(written, 'article', zero='no')} written"
    words += f", {len(existing)} there already" if existing else ""
    words += f", {len(failed)} could not be imported" if failed else ""
    text.append(f"{words}\n", colours.strong)
    for each in failed:
        text.append(f"\n✗ {escape_invisible(each.name)}\n", colours.strong)
        text.append(f"  {escape_invisible(each.problem)}\n")
    if existing:
        text.append("\n")
    if found is not None and (found.unreadable or found.skipped):
        text.append("\n")
        _append_passed_over(text, found, colours)
    for each in existing:
        text.append(f"= {escape_invisible(each.name)}: {each.existing}\n", colours.muted)
    return text


def item_title(items: Sequence[ImportItem], number: int) -> str:
    """Return the title of the dialog: the file or document, and its place among several."""
    name = escape_invisible(items[number].name)
    return f"Import {name}" if len(items) == 1 else f"Import {name} · {number + 1:,} of {len(items):,}"
