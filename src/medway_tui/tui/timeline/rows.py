"""The rows of the timeline: one line each, or two in a narrow list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from medway_tui import dates
from medway_tui.export import timeline as words
from medway_tui.export.grades import arrow, grade_sign
from medway_tui.index import timeline as entries
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow
from medway_tui.index.inspections import GradedJudgement
from medway_tui.index.source_names import SourceNames, source_names
from medway_tui.index.timeline import (
    EventEntry,
    InspectionEntry,
    QuoteEntry,
    Timeline,
    TimelineEntry,
    TimelineRow,
    YearHeading,
)
from medway_tui.text import escape_invisible
from medway_tui.tui.grades import grade_style
from medway_tui.tui.reader_protocol import TimelineEntryChoice
from medway_tui.tui.rows import ENTRY_SIGNS
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows, placeholder_row
from medway_tui.tui.widgets.wrapping import fit

MIN_ONE_LINE = 60
"""The fewest cells of a list in which an entry has one line."""
_DATE_WIDTH = 9
"""The cells of ``15–26 Jul``; a longer date takes room from the title of its row."""
_MIN_SOURCES = 14
"""The cells that the sources of a row may take from its title."""
_MAX_RESULT = 21
"""The cells of ``→ outcome 28 Nov 2019``."""


def timeline_rows(index: Index, timeline: Timeline, *, height: int) -> WindowedRows:
    """Return the rows of a timeline, in so many lines each."""
    names = source_names(index)

    def make(numbers: range) -> Sequence[ListRow]:
        loaded = entries.load_rows(index, timeline, numbers)
        return [placeholder_row(height) if row is None else _make_row(row, names, height) for row in loaded]

    def find(value: TimelineEntryChoice) -> int | None:
        return entries.find_row(index, timeline, value.kind, value.id)

    return WindowedRows(len(timeline), make, find, height=height)


def entry_choice(entry: TimelineEntry) -> TimelineEntryChoice:
    """Return the value of an entry's row."""
    return TimelineEntryChoice(words.entry_kind(entry), words.entry_id(entry))


def _make_row(row: TimelineRow, names: SourceNames, height: int) -> ListRow:
    if isinstance(row, YearHeading):
        return _heading_row(row, height)
    entry = row

    def draw(width: int, colours: Palette) -> list[Text]:
        if height == 1:
            return [_draw_line(entry, names, width, colours)]
        return _draw_two_lines(entry, names, width, colours)

    return ListRow(entry_choice(entry), draw, height)


def _heading_row(heading: YearHeading, height: int) -> ListRow:
    title = str(heading.year) if heading.year else "Without a date"

    def draw(width: int, colours: Palette) -> list[Text]:
        line = Text(f" {title} ", colours.strong)
        line.append("─" * max(0, width - cell_len(title) - 3), colours.muted)
        return [*[Text("")] * (height - 1), line]

    return ListRow(None, draw, height)


def _draw_line(entry: TimelineEntry, names: SourceNames, width: int, colours: Palette) -> Text:
    """Draw an entry in a line: date, sign, title, marks, sources. The title comes before the sources."""
    text = Text(" ")
    text.append(f"{fit(_short_date(entry), width // 3):<{_DATE_WIDTH}} ", colours.muted)
    text.append(f"{_glyph(entry)} ")
    free = width - text.cell_len - 3
    right = _right_text(entry, names, free - cell_len(_title_words(entry)), colours)
    text.append_text(_title_text(entry, free - right.cell_len, colours))
    text.append(" " * max(1, width - text.cell_len - right.cell_len - 1))
    return text.append_text(right)


def _draw_two_lines(entry: TimelineEntry, names: SourceNames, width: int, colours: Palette) -> list[Text]:
    """Draw an entry in two lines: date, marks and sources; sign and title."""
    first = Text(" ")
    first.append(fit(_short_date(entry), width // 2), colours.muted)
    right = _right_text(entry, names, width - first.cell_len - 3, colours)
    first.append(" " * max(1, width - first.cell_len - right.cell_len - 1))
    second = Text(f"  {_glyph(entry)} ")
    return [first.append_text(right), second.append_text(_title_text(entry, width - 5, colours))]


def _glyph(entry: TimelineEntry) -> str:
    if isinstance(entry, EventEntry) and entry.inspection is not None:
        return ENTRY_SIGNS["inspection"]
    return ENTRY_SIGNS[words.entry_kind(entry)]


def _short_date(entry: TimelineEntry) -> str:
    """Return the date without the year of the heading; in square brackets if inferred.

    A quotation under its article has none, as it has the article's.
    """
    date, is_inferred = words.listed_date(entry)
    if date is None or (isinstance(entry, QuoteEntry) and entry.under_article):
        return ""
    shown = dates.format_date(date).removesuffix(f" {dates.first_day(date).year}")
    return f"[{shown}]" if is_inferred else shown


def _title_words(entry: TimelineEntry) -> str:
    return escape_invisible(words.entry_title(entry))


def _title_text(entry: TimelineEntry, room: int, colours: Palette) -> Text:
    if isinstance(entry, QuoteEntry):
        quote = entry.quote
        text = Text()
        name = fit(escape_invisible(quote.display_name), room // 2)
        text.append(name, colours.tint(quote.speaker_position) + colours.strong)
        said = escape_invisible(f": {quote.quoted_text}")
        return text.append(_fit_quoted(said, room - text.cell_len))
    return Text(fit(_title_words(entry), room), colours.strong if _is_milestone(entry) else Style())


def _fit_quoted(text: str, room: int) -> str:
    closing = "”" if text.endswith("”") else ""
    return text if cell_len(text) <= room else fit(text, room - len(closing)) + closing


def _is_milestone(entry: TimelineEntry) -> bool:
    """Whether an entry is an inspection or part of one."""
    return isinstance(entry, InspectionEntry) or (
        isinstance(entry, EventEntry) and entry.inspection is not None
    )


def _right_text(entry: TimelineEntry, names: SourceNames, room: int, colours: Palette) -> Text:
    """Return ≠ where sources differ, the grade of a report, and the outcome or the sources.

    They take ``room``, or a little more where it would leave out all sources.
    """
    text = Text()
    if isinstance(entry, (EventEntry, QuoteEntry)) and entry.differences:
        text.append(f"{words.DIFFERS} ", colours.strong)
    part = entry.inspection if isinstance(entry, EventEntry) else entry
    if isinstance(part, InspectionEntry) and part.part == "report" and part.overall is not None:
        text.append_text(_grade_text(part.overall, colours)).append(" ")
    result = _short_result(entry.event) if isinstance(entry, EventEntry) else ""
    room -= text.cell_len
    if result:
        text.append(fit(escape_invisible(result), max(_MAX_RESULT, room)), colours.muted)
    else:
        sources = [escape_invisible(each) for each in _sources(entry, names)]
        text.append(fit(join_fitting(sources, room), max(_MIN_SOURCES, room)), colours.muted)
    return text


def _short_result(event: EventRow) -> str:
    """Return when a promise or deadline is due, if that is to come, and what became of it.

    Without the year, where it is that of the heading.
    """
    result = words.result_words(event).removesuffix(f" {dates.first_day(event.listed_date).year}")
    return f"{words.due_words(event)} → {result}".strip() if result else ""


def _sources(entry: TimelineEntry, names: SourceNames) -> list[str]:
    sources = words.short_sources(entry, names)
    if isinstance(entry, QuoteEntry) and entry.quote.draft is not None:
        return [f"draft {sources[0]}"]
    if isinstance(entry, QuoteEntry) and entry.quote.repeats is not None:
        return [f"again {sources[0]}"]
    return sources


def join_fitting(parts: Sequence[str], room: int) -> str:
    """Join short names by dots; where they do not fit, the first of them and how many more there are."""
    joined = " · ".join(parts)
    count = len(parts)
    while cell_len(joined) > room and count > 1:
        count -= 1
        joined = " · ".join([*parts[:count], f"+{len(parts) - count}"])
    return joined


def _grade_text(graded: GradedJudgement, colours: Palette) -> Text:
    """Return the sign of a grade in its colour, and an arrow for better or worse."""
    sign = grade_sign(graded)
    return Text.assemble((f"{sign}{arrow(graded.step)}", grade_style(sign, colours)))
