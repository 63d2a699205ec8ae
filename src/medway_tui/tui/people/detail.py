"""The words behind a row of a page: a quotation in its paragraph, a role with its sources, an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from medway_tui.export import citations
from medway_tui.export.events import describe_outcome, event_date, event_title, evidence_places
from medway_tui.index.agent_page import NamePlace, PrintedName, SourcedRole
from medway_tui.index.articles import ArticleRow, get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow, OutcomeRow, events_by_id
from medway_tui.index.inspections import SourceRow
from medway_tui.index.people import roles_of_quote
from medway_tui.index.quotes import QuoteRow, quotes_by_key
from medway_tui.model.locations import BlockPlace, Span
from medway_tui.model.roles import describe_period
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.commands import GO_BACK, NEXT_QUOTE
from medway_tui.tui.people.commands import OPEN_SOURCE
from medway_tui.tui.people.page_items import PageData, PageItem
from medway_tui.tui.people.page_rows import describe_role
from medway_tui.tui.rows import ADRIFT, attribution_parts
from medway_tui.tui.theme import Palette


def detail_text(index: Index, data: PageData, item: PageItem | None, colours: Palette) -> Text:
    """Return what is known of a row, with all its sources; empty without a row."""
    if item is None:
        return Text("")
    if item.kind == "quote":
        quote = quotes_by_key(index, [item.number]).get(item.number)
        return _quote_text(index, quote, colours) if quote is not None else Text("")
    if item.kind in ("role", "source"):
        return _role_text(data.roles[item.number], colours, item.part if item.kind == "source" else None)
    if item.kind in ("event", "outcome"):
        event = events_by_id(index, [item.id]).get(item.id)
        return _event_text(event, colours) if event is not None else Text("")
    if item.kind == "name":
        return _name_text(index, data, item, colours)
    return Text(escape_invisible(_explain(data, item)), colours.muted)


def _explain(data: PageData, item: PageItem) -> str:
    """Return a sentence on a row of which there is nothing else to say."""
    if item.kind == "publisher":
        total = plural(data.quotes, "quotation")
        here = next((each.quotes for each in data.publishers or () if each.publisher == item.id), 0)
        return f"{here:,} of {total} in {item.id}. {OPEN_SOURCE.key} lists them in Quotes."
    if item.kind == "agent":
        return f"{OPEN_SOURCE.key} opens this page; {GO_BACK.key} comes back."
    if item.kind == "note":
        return data.header.note or ""
    return f"{OPEN_SOURCE.key} lists them."


def _quote_text(index: Index, quote: QuoteRow, colours: Palette) -> Text:
    roles = roles_of_quote(index, quote)
    text = Text()
    text.append(escape_invisible(quote.display_name), colours.tint(quote.speaker_position) + colours.strong)
    party = roles.describe_party()
    text.append(escape_invisible(f" ({party})" if party else ""))
    text.append("\n")
    for piece in quote.pieces:
        if piece.span is None:
            text.append(f"{ADRIFT}\n“{escape_invisible(piece.exact)}”\n", colours.muted)
        else:
            _append_passage(text, index, quote.article, piece.place, piece.span, colours)
    described = roles.describe() or "No role is recorded on this day"
    text.append(f"{escape_invisible(described)}\n")
    _append_article(text, quote.article, colours)
    printed = ", ".join(attribution_parts(quote.attribution, quote.cue))
    if quote.draft is not None:
        printed = f"Draft, not confirmed: {quote.draft:.0%} sure. {printed}"
    if printed:
        text.append(f"{printed}\n", colours.muted)
    return text


def _append_article(text: Text, article: ArticleRow, colours: Palette) -> None:
    date = citations.display_date(article) or "no date"
    source = f"{article.publisher}, {date}: {citations.display_title(article)}"
    text.append(f"{escape_invisible(source)}\n", colours.muted)


def _append_passage(
    text: Text, index: Index, article: ArticleRow, place: BlockPlace, span: Span, colours: Palette
) -> None:
    """Append a paragraph with some of its words marked."""
    paragraph = get_paragraph_text(index, article.id, span.block)
    text.append(f"{place.short_label}  ", colours.muted)
    start = len(text)
    text.append(f"{escape_invisible(paragraph)}\n")
    text.stylize(colours.chosen, start + span.start, start + span.end)


def _role_text(sourced: SourcedRole, colours: Palette, chosen: int | None) -> Text:
    role = sourced.role
    text = Text().append(escape_invisible(describe_role(role)), colours.strong)
    text.append(f"\n{describe_period(role.dates)}\n")
    if role.dates_inferred:
        text.append(f"Dates inferred: {escape_invisible(role.dates_inferred)}\n")
    if role.note:
        text.append(f"{escape_invisible(role.note)}\n")
    if not sourced.sources:
        text.append("No source is recorded for this role.\n", colours.muted)
    for number, source in enumerate(sourced.sources):
        style = colours.strong if number == chosen else colours.muted
        text.append(f"· {escape_invisible(source.describe())}\n", style)
    return text


def _event_text(event: EventRow, colours: Palette) -> Text:
    text = Text().append(escape_invisible(event_title(event)), colours.strong)
    text.append(f"\n{event_date(event)}")
    if event.date_inferred:
        text.append(f", inferred: {escape_invisible(event.date_inferred)}")
    text.append("\n")
    _append_lines(text, _source_lines(event), colours)
    if event.outcome is not None:
        text.append(f"Outcome: {escape_invisible(describe_outcome(event.outcome))}\n")
        _append_lines(text, _source_lines(event.outcome), colours)
    elif event.kind != "event":
        text.append("No outcome is recorded.\n")
    if event.note:
        text.append(f"{escape_invisible(event.note)}\n", colours.muted)
    return text


def _source_lines(record: EventRow | OutcomeRow) -> Sequence[str]:
    sources: Iterable[SourceRow] = record.sources
    lines = [*evidence_places(record.mentions), *filter(None, (source.describe() for source in sources))]
    return lines or ["No source is recorded."]


def _append_lines(text: Text, lines: Iterable[str], colours: Palette) -> None:
    for line in lines:
        text.append(f"· {escape_invisible(line)}\n", colours.muted)


def _name_text(index: Index, data: PageData, item: PageItem, colours: Palette) -> Text:
    name = find_name(data, item)
    place = place_of_name(data, item)
    if name is None:
        return Text("")
    text = Text().append(f"Printed “{escape_invisible(name.name)}”", colours.strong)
    if name.note:
        text.append(f"  {escape_invisible(name.note)}", colours.muted)
    text.append("\n")
    if place is not None:
        _append_article(text, place.article, colours)
        _append_passage(text, index, place.article, place.place, place.span, colours)
    else:
        opens = f"{OPEN_SOURCE.key} opens the first place with all others marked; {NEXT_QUOTE.key} goes on.\n"
        text.append(opens, colours.muted)
    return text


def find_name(data: PageData, item: PageItem) -> PrintedName | None:
    """Return the form of a name that a row is about."""
    return next((name for name in data.names if name.name == item.id), None)


def place_of_name(data: PageData, item: PageItem) -> NamePlace | None:
    """Return the place of a name that a row is about; None where it is about all other places."""
    name = find_name(data, item)
    return name.places[item.number] if name is not None and item.number < len(name.places) else None
