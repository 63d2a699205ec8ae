"""The pane beside the timeline: what is known of an entry, with the printed words of its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.text import Text

from medway_tui import dates
from medway_tui.export import citations
from medway_tui.export import timeline as words
from medway_tui.index.articles import get_paragraph_text
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow, OutcomeRow
from medway_tui.index.inspections import EvidenceMention, InspectionRow, SourceRow
from medway_tui.index.people import roles_of_quote
from medway_tui.index.quotes import QuoteRow, article_quotes, join_names
from medway_tui.index.source_names import SourceNames, source_names
from medway_tui.index.timeline import ArticleEntry, EventEntry, InspectionEntry, QuoteEntry, TimelineEntry
from medway_tui.model.locations import Span
from medway_tui.text import escape_invisible, plural, split_clusters
from medway_tui.tui.commands import OPEN_ORIGINAL
from medway_tui.tui.reader_protocol import DifferenceChoice, InspectionChoice, Passage
from medway_tui.tui.theme import Palette
from medway_tui.tui.timeline.commands import OPEN_ENTRY
from medway_tui.tui.view_commands import OPEN_REVIEW
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.wrapping import fit, wrap, wrap_lines

MAX_QUOTES = 50
"""The most quotations of an article that the pane lists; Enter opens the article with all."""
_MAX_LINES = 6
"""The most lines of a paragraph around the words of an evidence."""


class SourceChoice(NamedTuple):
    """A public source in the pane."""

    source: SourceRow
    number: int
    """Its place in the pane: the same source may be there twice."""


class EvidencePane:
    """Makes the rows of the pane for an entry, in a width in cells."""

    def __init__(self, index: Index, width: int) -> None:
        self._index = index
        self._width = max(10, width)
        self._names: SourceNames = source_names(index)
        self._rows: list[ListRow] = []

    def rows(self, entry: TimelineEntry | None) -> list[ListRow]:
        """Return the rows for an entry."""
        if isinstance(entry, EventEntry):
            self._add_event(entry)
        elif isinstance(entry, InspectionEntry):
            self._add_inspection(entry)
        elif isinstance(entry, ArticleEntry):
            self._add_article(entry)
        elif isinstance(entry, QuoteEntry):
            self._add_quote(entry)
        return self._rows

    # -- kinds of entries --------------------------------------------------------------------------

    def _add_event(self, entry: EventEntry) -> None:
        event = entry.event
        self._add_text(event.title, strong=True)
        self._add_text(_dated(event))
        if event.date_inferred:
            self._add_text(f"Date inferred: {event.date_inferred}")
        if event.kind != "event":
            self._add_promise(event)
        if entry.inspection is not None:
            self._add_link_to_ratings(entry.inspection)
        for number, difference in enumerate(entry.differences):
            label = _sources_differ() if not number else "≠ Another difference"
            self._add_choice(DifferenceChoice(difference), [label])
        self._add_evidence(event)
        if event.outcome is not None:
            self._add_evidence(event.outcome, of=" of the outcome")
        if event.note:
            self._add_text(f"Note: {event.note}")

    def _add_promise(self, event: EventRow) -> None:
        names = join_names([each.name for each in event.by])
        bound = "Promised by" if event.kind == "promise" else "Binds"
        self._add_text(f"{bound}: {names or 'not recorded'}")
        due = dates.format_date(event.due) if event.due else words.NO_DUE_DATE
        self._add_text(f"Due: {due}")
        self._add_text(f"Outcome: {words.describe_result(event)}")

    def _add_inspection(self, entry: InspectionEntry) -> None:
        inspection = entry.inspection
        self._add_text(words.entry_title(entry), strong=True)
        days = dates.format_date(f"{inspection.start}/{inspection.end}")
        self._add_text(f"Inspected {days}, published {dates.format_date(inspection.published)}")
        self._add_link_to_ratings(entry)
        if inspection.lead_inspector:
            self._add_text(f"Lead or reporting inspector: {inspection.lead_inspector}")
        if inspection.second_hand:
            self._add_text(f"Second-hand: {inspection.second_hand}")
        if inspection.note:
            self._add_text(f"Note: {inspection.note}")

    def _add_link_to_ratings(self, entry: InspectionEntry) -> None:
        inspection = entry.inspection
        grade = f": {entry.overall.printed}" if entry.overall is not None else ""
        self._add_choice(
            InspectionChoice(inspection.id),
            [f"◆ {_framework(inspection)}{grade} ({OPEN_ENTRY.key}: Ratings)"],
        )

    def _add_article(self, entry: ArticleEntry) -> None:
        article = entry.article
        self._add_text(citations.display_title(article), strong=True)
        date = citations.display_date(article) or "no date"
        author = f", {article.author}" if article.author else ""
        self._add_text(f"{article.publisher}, {date}{author}")
        if article.published_inferred:
            self._add_text(f"Date inferred: {article.published_inferred}")
        number = citations.format_quote_count(entry.quotes, entry.drafts)
        opens = f"{OPEN_ENTRY.key} opens one"
        self._add_text(f"Quotations: {number} ({opens})" if entry.quotes else "No quotations")
        quotes = article_quotes(self._index, article.id)
        for quote in quotes[:MAX_QUOTES]:
            self._add_quotation(quote)
        if len(quotes) > MAX_QUOTES:
            self._add_text(f"… {plural(len(quotes) - MAX_QUOTES, 'more quotation')} in the article")

    def _add_quotation(self, quote: QuoteRow) -> None:
        spans = [piece.span for piece in quote.pieces if piece.span is not None]
        place = "adrift" if quote.is_adrift else quote.place.short_label
        lines = wrap_lines(f"{quote.display_name}: {quote.quoted_text}", self._width - 2)
        shown = lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: self._width - 3]}…"]
        self._add_choice(Passage(quote.article.id, spans, quote.key), [f"{place}", *shown])

    def _add_quote(self, entry: QuoteEntry) -> None:
        quote = entry.quote
        roles = roles_of_quote(self._index, quote)
        self._add_text(roles.describe_speakers() or quote.display_name, strong=True)
        article = quote.article
        date = citations.display_date(article) or "no date"
        self._add_text(f"{article.publisher}, {date}: {citations.display_title(article)}")
        spans = [piece.span for piece in quote.pieces if piece.span is not None]
        for piece in quote.pieces:
            heading = "adrift" if piece.span is None else piece.place.short_label
            choice = Passage(article.id, spans, quote.key)
            self._add_words(choice, heading, article.id, piece.block, piece.span, piece.exact)
        for difference in entry.differences:
            self._add_choice(DifferenceChoice(difference), [_sources_differ()])
        if quote.draft is not None:
            self._add_text(f"Draft, not confirmed: {quote.draft:.0%} sure ({OPEN_REVIEW.key} reviews)")
        if quote.note:
            self._add_text(f"Note: {quote.note}")

    # -- evidence ------------------------------------------------------------------------------------

    def _add_evidence(self, record: EventRow | OutcomeRow, *, of: str = "") -> None:
        if record.mentions:
            self._add_text(f"As printed{of} ({OPEN_ENTRY.key} opens)", strong=True)
        elif isinstance(record, EventRow):
            self._add_text("No article of the dossier says this." if record.sources else _NO_EVIDENCE)
        for mention in record.mentions:
            self._add_mention(mention)
        if record.sources:
            self._add_text(
                f"{plural(len(record.sources), 'public source')}{of} ({OPEN_ORIGINAL.key} opens)", strong=True
            )
        for source in record.sources:
            self._add_source(source)

    def _add_mention(self, mention: EvidenceMention) -> None:
        article = mention.article
        when = citations.display_date(article) or "no date"
        span = mention_span(mention)
        place = "adrift" if span is None else mention.place.short_label
        says = f" · {mention.says}" if mention.says else ""
        choice = Passage(article.id, [span] if span is not None else [])
        heading = f"{article.publisher}, {when}, {place}{says}"
        self._add_words(choice, heading, article.id, mention.block, span, mention.exact)

    def _add_source(self, source: SourceRow) -> None:
        short, named = self._names.source(source), words.describe_source(source, self._names)
        text = named if named.startswith(short) else f"{short}: {named}"
        self._add_choice(SourceChoice(source, len(self._rows)), wrap_lines(text, self._width - 2))

    # -- rows ------------------------------------------------------------------------------------------

    def _add_text(self, text: str, *, strong: bool = False) -> None:
        lines = wrap_lines(text, self._width)
        if strong and self._rows:
            lines = ["", *lines]

        def draw(_: int, colours: Palette) -> list[Text]:
            style = colours.strong if strong else colours.muted
            return [Text.assemble((f" {line}", style)) for line in lines]

        self._rows.append(ListRow(None, draw, len(lines)))

    def _add_choice(self, choice: object, lines: Sequence[str]) -> None:
        shown = [line for each in lines for line in wrap_lines(each, self._width - 2)]
        self._rows.append(_choice_row(choice, [Text(line) for line in shown]))

    def _add_words(
        self, choice: Passage, heading: str, article: str, block: int, span: Span | None, exact: str | None
    ) -> None:
        """Add a passage: its heading, and the paragraph with the words marked."""
        head = wrap_lines(heading, self._width - 2)
        paragraph = get_paragraph_text(self._index, article, block) if span is not None else ""
        if span is None:
            body = [Text(line) for line in wrap_lines(f"“{exact}”", self._width - 2)] if exact else []
            self._rows.append(_words_row(choice, head, body, None))
            return
        lines, marks = _clip(paragraph, span, self._width - 2)
        self._rows.append(_words_row(choice, head, [Text(line) for line in lines], marks))


_NO_EVIDENCE = "No evidence: no article says this, and no source is recorded."

_Mark = tuple[int, int, int]
"""A marked stretch: the line, and its first and last code point."""


def mention_span(mention: EvidenceMention) -> Span | None:
    """Return the place of an evidence; None where its words are adrift."""
    if mention.start is None or mention.end is None:
        return None
    return Span(mention.block, mention.start, mention.end)


def _dated(event: EventRow) -> str:
    """Return the date in full, and what it is the date of."""
    if event.date is None:
        return "Deadline; the day on which it was set is not known"
    shown = dates.format_date_long(event.date)
    shown = f"[{shown}]" if event.date_inferred else shown
    return shown if event.kind == "event" else f"{event.kind.capitalize()}, {shown}"


def _framework(inspection: InspectionRow) -> str:
    return inspection.framework_short or inspection.title


def _clip(paragraph: str, span: Span, width: int) -> tuple[list[str], list[_Mark]]:
    """Return the lines of a paragraph around some words, with … where it is cut, and the marks."""
    text = escape_invisible(paragraph)
    spans = wrap(text, width)
    first = next((n for n, (_, end) in enumerate(spans) if span.start < end), 0)
    last = next((n for n, (start, end) in enumerate(spans) if span.end <= end), len(spans) - 1)
    start = max(0, min(first - 1, len(spans) - _MAX_LINES))
    stop = min(len(spans), max(start + _MAX_LINES, last + 1))
    shown = spans[start:stop]
    lines = [text[begin:end] for begin, end in shown]
    marks = [
        (n, max(0, span.start - begin), min(end, span.end) - begin)
        for n, (begin, end) in enumerate(shown)
        if span.start < end and begin < span.end
    ]
    if start:
        first = len(split_clusters(lines[0])[0])
        lines[0] = "…" + lines[0][first:]
        marks = [(n, max(0, a - first + 1), b - first + 1) if n == 0 else (n, a, b) for n, a, b in marks]
    if stop < len(spans):
        lines[-1] = fit(lines[-1] + "…", width)
    return lines, marks


def _choice_row(choice: object, lines: Sequence[Text]) -> ListRow:
    def draw(_: int, __: Palette) -> list[Text]:
        return [Text("   " if number else " · ").append_text(line) for number, line in enumerate(lines)]

    return ListRow(choice, draw, len(lines))


def _words_row(
    choice: Passage, head: Sequence[str], body: Sequence[Text], marks: Iterable[_Mark] | None
) -> ListRow:
    def draw(_: int, colours: Palette) -> list[Text]:
        drawn = [
            Text.assemble((f"{'   ' if number else ' · '}{line}", colours.muted))
            for number, line in enumerate(head)
        ]
        lines = [line.copy() for line in body]
        for number, start, end in marks or ():
            lines[number].stylize(colours.chosen, start, end)
        return drawn + [Text("   ").append_text(line) for line in lines]

    return ListRow(choice, draw, len(head) + len(body))


def _sources_differ() -> str:
    return f"≠ Sources differ ({OPEN_ENTRY.key} compares)"
