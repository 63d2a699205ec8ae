"""The lines of an import's report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from medway_tui.content.files import content_path
from medway_tui.importing.quotations import DraftQuote, speaker_ids
from medway_tui.importing.speakers import ProposedAgent
from medway_tui.model.locations import named_place
from medway_tui.quotation_extraction import strongest_features
from medway_tui.saved_pages import INFERRED, SavedArticle
from medway_tui.text import plural, shorten

_MAX_CANDIDATES = 5


def source_name(source: str) -> str:
    """Return the name of a file for a remark; ``source`` is its path, or - for stdin."""
    return "stdin" if source == "-" else Path(source).name


def _source_words(source: str) -> str:
    return source if source.startswith(INFERRED) else f"from {source}"


def metadata_lines(saved: SavedArticle, given: Mapping[str, str]) -> list[str]:
    """Return the article's metadata as used, each value with its source; ``given`` are those of options."""
    known = {key: (value.value, value.source) for key, value in saved.metadata}
    if "published" in given:
        known.pop("published_inferred", None)
    lines = []
    for key, (value, source) in {**known, **{key: (each, f"--{key}") for key, each in given.items()}}.items():
        found = known.get(key, ("", ""))[0]
        instead = f", in place of {found}" if found and key in given and found != value else ""
        lines.append(f"{key}: {value}" + (f" ({_source_words(source)}{instead})" if source else ""))
    return lines


def dropped_lines(dropped: Iterable[tuple[int, str, str]], unit: str) -> list[str]:
    """Return what is left out: a line's number, its words and the reason."""
    return [f"left out, {unit} {number}: {shorten(text)} ({reason})" for number, text, reason in dropped]


def proposal_lines(proposals: Iterable[ProposedAgent]) -> list[str]:
    """Return the people and organisations that are new."""
    return [
        f"new in {content_path(each.kind)}: {each.id}, {', also '.join((each.name, *each.other_names))}"
        + "".join(f"; {role.role}, {role.organization_id}" for role in each.memberships)
        for each in proposals
    ]


def count_quotes(draft_quotes: Sequence[DraftQuote]) -> str:
    """Return the number of quotations, and of passages in quotation marks that are none."""
    others = sum(each.keys["type"] == "none" for each in draft_quotes)
    parts = sum("continues" in each.keys for each in draft_quotes if each.keys["type"] != "none")
    more = f" (and {plural(others, 'passage')} in quotation marks that are not speech)" if others else ""
    return plural(len(draft_quotes) - others - parts, "quotation", zero="no") + more


def speaker_lines(draft_quotes: Iterable[DraftQuote]) -> list[str]:
    """Return the quotations whose speaker is in doubt or unknown."""
    lines = []
    for each in draft_quotes:
        keys = each.keys
        ids = speaker_ids(keys)
        if each.match_doubt and ids:
            lines.append(f"{keys['id']}: matched to {' and '.join(ids)}, {each.match_doubt}")
        elif keys["type"] != "none" and "note" in keys:
            lines.append(f"{keys['id']}: {keys['note']} {shorten(keys['exact'])}")
        elif keys["type"] != "none" and not ids:
            attribution = keys.get("attribution")
            problem = f"“{attribution}” is not in the dossier" if attribution else "no speaker was found"
            lines.append(f"{keys['id']}: {problem}: {shorten(keys['exact'])}")
    return lines


def explain_quotes(draft_quotes: Iterable[DraftQuote]) -> list[str]:
    """Return how the speaker of each quotation was found: the rule, and the candidates with their scores."""
    lines = []
    for each in draft_quotes:
        keys, quotation = each.keys, each.extracted
        unnamed = "no speaker" if keys["type"] == "none" else "not found"
        speaker = " and ".join(speaker_ids(keys)) or keys.get("attribution") or unnamed
        caption = int(keys["caption"]) if "caption" in keys else None
        place = named_place(int(keys.get("paragraph", 0)), caption)
        lines.append(
            f"{keys['id']} {place.short_label} {keys['type']} {keys['draft']}"
            f" {speaker}: {shorten(keys['exact'])}"
        )
        if quotation is None:
            lines.append("   rule: words in marks that the extractor skipped")
            continue
        lines.append(f"   rule: {quotation.rule or 'none'}")
        if quotation.doubts:
            lines.append(f"   doubts: {', '.join(quotation.doubts)}")
        if each.match_doubt:
            lines.append(f"   matched {each.match_doubt}")
        for candidate in quotation.candidates[:_MAX_CANDIDATES]:
            features = ", ".join(
                f"{name} {weight:+.2f}" for name, weight in strongest_features(candidate.features)
            )
            lines.append(
                f"   candidate {candidate.score:+.2f} {candidate.name} (“{candidate.text}”): {features}"
            )
    return lines
