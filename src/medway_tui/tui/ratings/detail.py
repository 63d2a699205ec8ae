"""What stands beside the table: the chosen judgement, who speaks of it, the inspection's particulars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citation
from medway_tui.index.ratings import Graded, InspectionRow, Mention
from medway_tui.text import visible
from medway_tui.tui.palette import Palette
from medway_tui.tui.ratings import cells
from medway_tui.tui.widgets.rows import Row
from medway_tui.tui.widgets.wrapping import wrap

Source = tuple[str | None, str | None]
"""The address and the note of a public source."""


def heading(inspection: InspectionRow) -> str:
    """An inspection in two or three short lines: when, which, and whether it is second-hand."""
    return f"{dates.spoken(inspection.start[:7])}\n{inspection.framework_short}" + (
        "\n(second-hand)" if inspection.second_hand else ""
    )


def detail_rows(
    inspection: InspectionRow,
    judged: Sequence[Graded],
    mentions: Sequence[Mention],
    sources: Sequence[Source],
    width: int,
    *,
    of_article: bool,
    existed: bool,
) -> list[Row]:
    """The rows for a judgement: itself, the mentions that Enter opens, the particulars.

    ``width`` is in cells; ``of_article`` says that the mentions are of one article alone,
    ``existed`` whether the framework judged this at all.
    """
    rows = [_prose(line, width, strong=n == 0) for n, line in enumerate(_judged(judged, existed=existed))]
    said = "The paragraphs that speak of it (Enter opens)"
    if not mentions:
        said = "This article says nothing of it." if of_article else "No article here speaks of it."
    rows.append(_prose(said, width, strong=bool(mentions)))
    rows += [_mention(mention, width) for mention in mentions]
    return rows + [_prose(line, width) for line in _particulars(inspection, sources)]


def _judged(judged: Sequence[Graded], *, existed: bool) -> Iterable[str]:
    if not judged:
        yield (
            "Not known: the framework judged this, but no judgement is recorded here."
            if existed
            else "Not a judgement then: the framework of this inspection had none here."
        )
    for graded in judged:
        yield f"{graded.name}: {graded.printed}"
        words = cells.compared(graded)
        if words:
            across = "" if graded.same_framework else " (≈: another framework, whose areas differ)"
            yield f"Against the inspection before: {words.removeprefix('≈')}{across}"
        if graded.note:
            yield graded.note


def _particulars(inspection: InspectionRow, sources: Sequence[Source]) -> Iterable[str]:
    framework = "" if inspection.framework_name == inspection.title else inspection.framework_name
    yield " — ".join(part for part in (inspection.title, framework) if part)
    urn = f" (URN {inspection.urn})" if inspection.urn else ""
    days = dates.spoken(f"{inspection.start}/{inspection.end}")
    yield f"{inspection.provider}{urn}, inspected {days}"
    yield f"Published {dates.spoken(inspection.published)}"
    if inspection.lead_inspector:
        yield f"Lead or reporting inspector: {inspection.lead_inspector}"
    if inspection.second_hand:
        yield f"Second-hand: {inspection.second_hand}"
    if inspection.url:
        yield f"Report (o): {inspection.url}"
    for url, note in sources:
        yield "Source: " + ", ".join(part for part in (url, note) if part)
    yield from (note for note in (inspection.note, inspection.framework_note) if note)


def _prose(line: str, width: int, *, strong: bool = False) -> Row:
    shown = visible(line)
    lines = [shown[start:end] for start, end in wrap(shown, width)]

    def draw(_: int, colours: Palette) -> list[Text]:
        style = colours.strong if strong else colours.muted
        return [Text(f" {each}", style) for each in lines]

    return Row(None, draw, len(lines))


def _mention(mention: Mention, width: int) -> Row:
    article = mention.article
    when = citation.published(article) or "no date"
    head = f"{visible(article.publisher)} {when} {cells.place(mention)}"
    said = visible(mention.says or mention.exact or "")
    text = f"{head}: {said}" if said else head
    lines = [text[start:end] for start, end in wrap(text, width - 2)]

    def draw(_: int, __: Palette) -> list[Text]:
        return [Text(f" {'·' if n == 0 else ' '} {each}") for n, each in enumerate(lines)]

    return Row(mention, draw, len(lines))
