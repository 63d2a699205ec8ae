"""The rows of the page of a person or organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from medway_tui import dates
from medway_tui.export.citations import display_date, format_quote_count
from medway_tui.export.events import event_date
from medway_tui.index.agent_history import HistoryItem
from medway_tui.index.agent_page import NamePlace, PrintedName, SourcedRole, agent_names
from medway_tui.index.connection import Index
from medway_tui.index.events import EventRow, OutcomeRow, events_by_key
from medway_tui.index.inspections import SourceRow
from medway_tui.index.people import Role
from medway_tui.index.quotes import QuoteRow, quotes_by_key
from medway_tui.index.source_names import SourceNames, source_names
from medway_tui.model.roles import describe_last_day, describe_period
from medway_tui.text import escape_invisible, plural
from medway_tui.tui.people.commands import OPEN_SOURCE
from medway_tui.tui.people.page_items import Expanded, PageData, PageItem, find_history_row
from medway_tui.tui.rows import ENTRY_SIGNS, heading_row, initials
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import (
    JoinedRows,
    ListRow,
    RowSource,
    StaticRows,
    WindowedRows,
    placeholder_row,
)
from medway_tui.tui.widgets.wrapping import fit

CO_SPEAKERS_LISTED = 6
"""The speakers in the same articles that are listed at first."""
_ONE_LINE_WIDTH = 64
"""The cells from which a role and its period are in one line."""
_MAX_BAR = 40
"""The cells of the longest bar."""
_DATE_CELLS = 16
_LONG_DATE_CELLS = 21
"""The cells of a range of dates over two months, in square brackets."""
_LONG_DATE_WIDTH = 76
"""The cells of a page from which there is room for it."""

_Style = Callable[[Palette], Style]


def page_rows(index: Index, data: PageData, expanded: Expanded, width: int) -> JoinedRows:
    """Return the rows of a page for a list of a width in cells."""
    sections: list[RowSource] = [
        StaticRows(list(_head_rows(data))),
        StaticRows(list(_role_rows(data, expanded, width))),
        StaticRows(list(_promise_rows(data))),
        StaticRows(list(_publisher_rows(data))),
        StaticRows(list(_name_rows(data))),
        *_co_speaker_rows(index, data, expanded),
        *_history_rows(index, data),
    ]
    return JoinedRows(sections)


# -- the head, roles and promises --------------------------------------------------------------------


def _head_rows(data: PageData) -> Iterator[ListRow]:
    header = data.header
    count = "" if data.publishers is None else _describe_count(data)

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(
            f" {colours.initials(header.position, initials(header.name))}▌",
            colours.tint(header.position) + colours.strong,
        )
        text.append(fit(escape_invisible(header.name), width - cell_len(count) - 7), colours.strong)
        return [_with_right(text, count, width, colours)]

    yield ListRow(None, draw)
    latest = _describe_latest(data)
    if latest:
        yield _line(latest, indent=4)
    if header.note:
        yield _line(header.note, PageItem("note"), indent=4)


def _describe_count(data: PageData) -> str:
    if data.drafts:
        return format_quote_count(data.quotes, data.drafts)
    return plural(data.quotes, "quotation", zero="no")


def _describe_latest(data: PageData) -> str:
    """Describe the latest office, else the latest seat; of an organisation its kind and codes."""
    header = data.header
    if not data.roles:
        codes = (code.replace(":", " ", 1) for code in header.identifiers)
        kind = header.classification or ("" if header.kind else "No file describes this speaker")
        return " · ".join(filter(None, (header.short_name, kind, *codes)))
    offices = [each.role for each in data.roles if not each.role.is_seat]
    latest = (offices or [each.role for each in data.roles])[-1]
    return f"{describe_role(latest)}, {describe_last_day(latest.dates)}"


def describe_role(role: Role) -> str:
    """Describe a role without its dates: ``Councillor for Lordswood & Capstone, Con``."""
    text = f"{role.role} for {role.area}" if role.is_seat and role.area else role.role
    body = "" if role.is_seat else role.organisation
    area = "" if role.is_seat else role.area
    return ", ".join(filter(None, (text, body, area, role.party_short or role.party)))


def _role_rows(data: PageData, expanded: Expanded, width: int) -> Iterator[ListRow]:
    if data.header.kind != "person" and not data.roles:
        return
    yield from _heading("Roles")
    if not data.roles:
        yield _line("No role is recorded.")
    periods = [describe_period(each.role.dates) for each in data.roles]
    column = max(map(cell_len, periods), default=0)
    for number, (sourced, period) in enumerate(zip(data.roles, periods, strict=True)):
        is_open = number in expanded.roles
        narrow = width < max(_ONE_LINE_WIDTH, column + 30)
        yield _role_row(sourced, period, number, 0 if narrow else column, is_open=is_open)
        if is_open:
            yield from _source_rows(sourced, number)


def _role_row(sourced: SourcedRole, period: str, number: int, column: int, *, is_open: bool) -> ListRow:
    """Return a role in one line with its period in a ``column``, or in two lines without one."""
    sign = "▾" if is_open else "▸"
    sources = f"{plural(len(sourced.sources), 'source')} {sign}" if sourced.sources else "no source"
    role = escape_invisible(describe_role(sourced.role))

    def draw(width: int, colours: Palette) -> list[Text]:
        if column:
            text = Text("   ").append(f"{period:<{column}}  ", colours.muted)
            text.append(fit(role, width - column - len(sources) - 8))
            return [_with_right(text, sources, width, colours)]
        # The number of sources says less than the end of a period.
        right = sources if cell_len(period) + len(sources) + 8 <= width else f"{len(sourced.sources)} {sign}"
        second = Text(f"     {fit(period, width - len(right) - 7)}", colours.muted)
        return [Text(f"   {fit(role, width - 4)}"), _with_right(second, right, width, colours)]

    return ListRow(PageItem("role", number=number), draw, 1 if column else 2)


def _source_rows(sourced: SourcedRole, number: int) -> Iterator[ListRow]:
    for part, source in enumerate(sourced.sources):
        yield _line(f"· {describe_source(source)}", PageItem("source", "", number, part), indent=6)


def describe_source(source: SourceRow) -> str:
    """Describe a source with its site: ``Minutes of the council, democracy.medway.gov.uk``."""
    site = source.url.split("//")[-1].split("/")[0].removeprefix("www.") if source.url else ""
    return ", ".join(filter(None, (source.note, site)))


def _promise_rows(data: PageData) -> Iterator[ListRow]:
    if data.header.kind != "person" and not data.promises:
        return
    yield from _heading("Promises and deadlines")
    if not data.promises:
        yield _line("No promise and no deadline is recorded.")
    for event in data.promises:
        yield event_row(event, PageItem("event", event.id), is_own=True)
        if event.outcome is None:
            yield _line("→ No outcome is recorded.", dated=True)
            continue
        yield _line(f"→ {_describe_outcome(event.outcome)}", PageItem("outcome", event.id), dated=True)


def _describe_outcome(outcome: OutcomeRow) -> str:
    """Describe what became of a promise, its date first: ``11 Sep 2023: done: …``."""
    when = dates.format_date(outcome.date) if outcome.date else ""
    return ": ".join(filter(None, (when, outcome.result, outcome.says)))


def event_row(event: EventRow, item: PageItem, *, is_own: bool) -> ListRow:
    """Return an event in a line: its date, kind and title, and when it is due."""
    due = f", due {dates.format_date(event.due)}" if event.due and event.date else ""
    title = escape_invisible(f"{ENTRY_SIGNS[event.kind]} {event.title}{due}")

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(_margin(width)).append(f"{event_date(event):<{_date_cells(width)}}", colours.muted)
        text.append("  " if width >= _ONE_LINE_WIDTH else " ")
        text.append(fit(title, width - text.cell_len - 1), Style() if is_own else colours.muted)
        return [text]

    return ListRow(item, draw)


# -- publishers, names, speakers of the same articles ---------------------------------------------------


def _publisher_rows(data: PageData) -> Iterator[ListRow]:
    if data.publishers is None:
        yield from _heading("Quotations by publisher")
        yield _line("counting …")
    elif data.publishers:
        yield from _heading("Quotations by publisher")
        most = max(each.quotes + each.drafts for each in data.publishers)
        longest = max(cell_len(each.publisher) for each in data.publishers)
        for each in data.publishers:
            count = format_quote_count(each.quotes, each.drafts)
            share = (each.quotes + each.drafts) / most
            yield _bar_row(data.header.position, each.publisher, longest, share, count)


def _bar_row(position: int | None, publisher: str, longest: int, share: float, count: str) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        column = min(longest, width // 3)
        name = fit(escape_invisible(publisher), column)
        room = min(_MAX_BAR, width - column - len(count) - 8)
        text = Text(f"   {name}{' ' * (column - cell_len(name))}  ")
        text.append("█" * max(1, round(share * room)), colours.tint(position))
        text.append(f" {count}", colours.muted)
        return [text]

    return ListRow(PageItem("publisher", publisher), draw)


def _name_rows(data: PageData) -> Iterator[ListRow]:
    if not data.names:
        return
    yield from _heading("Names as printed")
    longest = max(cell_len(name.name) for name in data.names)
    for name in data.names:
        for number, place in enumerate(name.places):
            item = PageItem("name", name.name, number)
            yield _name_row(name.name if number == 0 else "", _describe_place(place), item, longest)
        if not name.places:
            yield _name_row(name.name, _describe_absence(name), None, longest)
        elif name.has_more:
            item = PageItem("name", name.name, len(name.places))
            yield _name_row("", "… and elsewhere", item, longest)


def _describe_place(place: NamePlace) -> str:
    date = display_date(place.article) or "no date"
    return f"{place.article.publisher}, {date} {place.place.short_label}"


def _describe_absence(name: PrintedName) -> str:
    return f"in no article here ({name.note})" if name.note else "in no article here"


def _name_row(name: str, place: str, item: PageItem | None, longest: int) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        column = min(longest, width // 2)
        shown = fit(escape_invisible(name), column)
        text = Text(f"   {shown}{' ' * (column - cell_len(shown))}  ")
        text.append(fit(escape_invisible(place), width - text.cell_len - 1), colours.muted)
        return [text]

    return ListRow(item, draw)


def _co_speaker_rows(index: Index, data: PageData, expanded: Expanded) -> Iterator[RowSource]:
    others = data.co_speakers
    if not others:
        return
    yield StaticRows(list(_heading("Speaking in the same articles")))
    # One more takes no more room than the number of one.
    is_cut = not expanded.co_speakers and len(others) > CO_SPEAKERS_LISTED + 1
    listed = others[:CO_SPEAKERS_LISTED] if is_cut else others

    def make(numbers: range) -> Sequence[ListRow]:
        window = listed[numbers.start : numbers.stop]
        names = agent_names(index, [each.agent for each in window])
        return [_agent_row(each.agent, *names[each.agent], each.articles) for each in window]

    def find(item: PageItem) -> int | None:
        if item.kind != "agent":
            return None
        return next((number for number, each in enumerate(listed) if each.agent == item.id), None)

    yield WindowedRows(len(listed), make, find)
    if is_cut:
        more = f"… {len(others) - CO_SPEAKERS_LISTED:,} more ({OPEN_SOURCE.key} lists them)"
        yield StaticRows([_line(more, PageItem("agents"))])


def _agent_row(agent: str, name: str, position: int | None, articles: int) -> ListRow:
    count = plural(articles, "article")

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("   ")
        text.append(fit(escape_invisible(name), width - len(count) - 6), colours.tint(position))
        return [_with_right(text, count, min(width, 56), colours)]

    return ListRow(PageItem("agent", agent), draw)


# -- what was said, and what happened -----------------------------------------------------------------


def _history_rows(index: Index, data: PageData) -> Iterator[RowSource]:
    history = data.history
    if history is None:
        return
    if not history.quotes:
        yield StaticRows([*_heading("Said"), _line("Not quoted in the articles of this dossier.")])
    after = history.first_row_after
    if after:
        yield StaticRows(list(_heading("Said in order, with what happened between")))
        yield _window(index, data, range(after))
    if after < len(history):
        title = "What came after" if history.quotes else "Events that name them"
        yield StaticRows(list(_heading(title)))
        yield _window(index, data, range(after, len(history)))


def _window(index: Index, data: PageData, rows: range) -> WindowedRows:
    """Return some rows of the history."""
    history = data.history
    assert history is not None  # noqa: S101 - the caller has looked
    own = {event.id for event in data.promises}
    names = source_names(index)

    def make(numbers: range) -> Sequence[ListRow]:
        items = list(history.items(rows[numbers.start : numbers.stop]))
        quotes = quotes_by_key(index, [item.quote for item in items if item.kind == "quote"])
        events = events_by_key(index, [item.event for item in items if item.kind == "event"])
        return [_history_row(item, quotes, events, own, names) for item in items]

    def find(item: PageItem) -> int | None:
        row = find_history_row(index, history, item)
        return row - rows.start if row is not None and row in rows else None

    return WindowedRows(len(rows), make, find)


def _history_row(
    item: HistoryItem,
    quotes: dict[int, QuoteRow],
    events: dict[int, EventRow],
    own: set[str],
    names: SourceNames,
) -> ListRow:
    if item.kind == "more":
        words = f"… {plural(item.number, 'more event')} (Enter: Timeline)"
        return _line(words, PageItem("more", number=item.event), dated=True)
    if item.kind == "event":
        event = events.get(item.event)
        if event is None:
            return placeholder_row()
        return event_row(event, PageItem("event", event.id), is_own=event.id in own)
    quote = quotes.get(item.quote)
    return placeholder_row() if quote is None else _said_row(quote, names.publisher(quote.article.publisher))


def _said_row(quote: QuoteRow, publisher: str) -> ListRow:
    """Return a quotation in a line: date, short name of the publisher, paragraph, words."""
    remark = "draft " if quote.draft is not None else "again " if quote.repeats is not None else ""
    place = "adrift" if quote.is_adrift else quote.place.short_label
    words = escape_invisible(quote.quoted_text)
    publisher = escape_invisible(publisher)
    date = display_date(quote.article) or "no date"

    def draw(width: int, colours: Palette) -> list[Text]:
        wide = width >= _ONE_LINE_WIDTH
        text = Text(_margin(width))
        text.append(f"{date:<{_date_cells(width)}}{'  ' if wide else ' '}", colours.muted)
        text.append(f"{fit(publisher, 12)} " if wide else "", colours.muted)
        text.append(f"{place} {remark}", colours.muted)
        text.append(" " * max(0, _date_cells(width) + 20 - text.cell_len if wide else 0))
        room = width - text.cell_len - 1
        closing = "”" if words.endswith("”") else ""
        text.append(words if cell_len(words) <= room else fit(words, room - len(closing)) + closing)
        return [text]

    return ListRow(PageItem("quote", number=quote.key), draw)


def _margin(width: int) -> str:
    return "   " if width >= _ONE_LINE_WIDTH else "  "


def _date_cells(width: int) -> int:
    """Return the cells of the column of dates; 0 where there is no room for a column."""
    if width >= _LONG_DATE_WIDTH:
        return _LONG_DATE_CELLS
    return _DATE_CELLS if width >= _ONE_LINE_WIDTH else 0


# -- lines ------------------------------------------------------------------------------------------


def _heading(words: str) -> Iterator[ListRow]:
    """Yield an empty row and a heading."""
    yield placeholder_row()
    yield heading_row(words)


def _line(words: str, item: PageItem | None = None, *, indent: int = 3, dated: bool = False) -> ListRow:
    """Return a line of muted words; a ``dated`` one begins beside the column of dates."""

    def draw(width: int, colours: Palette) -> list[Text]:
        margin = indent + (_date_cells(width) + 2 if dated else 0)
        shown = fit(escape_invisible(words), width - margin - 1)
        return [Text(" " * margin).append(shown, colours.muted)]

    return ListRow(item, draw)


def _with_right(text: Text, right: str, width: int, colours: Palette) -> Text:
    """Append muted words at the right end of a line."""
    text.append(" " * max(1, width - text.cell_len - cell_len(right) - 1))
    text.append(right, colours.muted)
    return text
