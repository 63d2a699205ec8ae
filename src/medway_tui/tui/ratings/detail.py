"""What stands beside the table: the chosen judgement, who speaks of it, the inspection's particulars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.index.inspections import EvidenceMention, GradedJudgement, InspectionRow
from medway_tui.text import escape_invisible
from medway_tui.tui.ratings import cells
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import wrap

Source = tuple[str | None, str | None]
"""The address and the note of a public source."""


def inspection_heading(inspection: InspectionRow) -> str:
    """An inspection in two or three short lines: when, which, and whether it is second-hand."""
    return f"{dates.format_date(inspection.start[:7])}\n{inspection.framework_short}" + (
        "\n(second-hand)" if inspection.second_hand else ""
    )


def detail_rows(
    inspection: InspectionRow,
    judged: Sequence[GradedJudgement],
    mentions: Sequence[EvidenceMention],
    sources: Sequence[Source],
    width: int,
    *,
    of_article: bool,
    existed: bool,
) -> list[ListRow]:
    """The rows for a judgement: itself, the mentions that Enter opens, the particulars.

    ``width`` is in cells; ``of_article`` says that the mentions are of one article alone,
    ``existed`` whether the framework judged this at all.
    """
    rows = [
        _text_row(line, width, strong=n == 0)
        for n, line in enumerate(_judgement_lines(judged, existed=existed))
    ]
    said = "The paragraphs that speak of it (Enter opens)"
    if not mentions:
        said = "This article says nothing of it." if of_article else "No article here speaks of it."
    rows.append(_text_row(said, width, strong=bool(mentions)))
    rows += [_mention_row(mention, width) for mention in mentions]
    return rows + [_text_row(line, width) for line in _inspection_lines(inspection, sources)]


def _judgement_lines(judged: Sequence[GradedJudgement], *, existed: bool) -> Iterable[str]:
    if not judged:
        yield (
            "Not known: the framework judged this, but no judgement is recorded here."
            if existed
            else "Not a judgement then: the framework of this inspection had none here."
        )
    for graded in judged:
        yield f"{graded.name}: {graded.printed}"
        words = cells.comparison(graded)
        if words:
            across = "" if graded.same_framework else " (≈: another framework, whose areas differ)"
            yield f"Against the inspection before: {words.removeprefix('≈')}{across}"
        if graded.note:
            yield graded.note


def _inspection_lines(inspection: InspectionRow, sources: Sequence[Source]) -> Iterable[str]:
    framework = "" if inspection.framework_name == inspection.title else inspection.framework_name
    yield " — ".join(part for part in (inspection.title, framework) if part)
    urn = f" (URN {inspection.urn})" if inspection.urn else ""
    days = dates.format_date(f"{inspection.start}/{inspection.end}")
    yield f"{inspection.provider}{urn}, inspected {days}"
    yield f"Published {dates.format_date(inspection.published)}"
    if inspection.lead_inspector:
        yield f"Lead or reporting inspector: {inspection.lead_inspector}"
    if inspection.second_hand:
        yield f"Second-hand: {inspection.second_hand}"
    if inspection.url:
        yield f"Report (o): {inspection.url}"
    for url, note in sources:
        yield "Source: " + ", ".join(part for part in (url, note) if part)
    yield from (note for note in (inspection.note, inspection.framework_note) if note)


def _text_row(line: str, width: int, *, strong: bool = False) -> ListRow:
    shown = escape_invisible(line)
    lines = [shown[start:end] for start, end in wrap(shown, width)]

    def draw(_: int, colours: Palette) -> list[Text]:
        style = colours.strong if strong else colours.muted
        return [Text(f" {each}", style) for each in lines]

    return ListRow(None, draw, len(lines))


def _mention_row(mention: EvidenceMention, width: int) -> ListRow:
    article = mention.article
    when = citations.display_date(article) or "no date"
    head = f"{escape_invisible(article.publisher)} {when} {cells.mention_place(mention)}"
    said = escape_invisible(mention.says or mention.exact or "")
    text = f"{head}: {said}" if said else head
    lines = [text[start:end] for start, end in wrap(text, width - 2)]

    def draw(_: int, __: Palette) -> list[Text]:
        return [Text(f" {'·' if n == 0 else ' '} {each}") for n, each in enumerate(lines)]

    return ListRow(mention, draw, len(lines))
