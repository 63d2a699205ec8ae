"""The search dialog: queries in the background while the user types."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType

from medway_tui.export.citations import OWN_WORDS, display_date
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.agent_references import speakers_of
from medway_tui.index.articles import article_key
from medway_tui.index.connection import Index
from medway_tui.index.query_language import Query, parse_query, suggest_filters
from medway_tui.index.schema import KEY_BITS
from medway_tui.index.search import (
    FIRST_PAGE_SIZE,
    SearchHit,
    count_hits,
    find_hit_keys,
    find_hits,
    hits_by_key,
    query_problems,
)
from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.query_worker import QueryWorker
from medway_tui.tui.reader_protocol import SearchChoice, Speakers
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow, StaticRows, WindowedRows, placeholder_row
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit, fit_styled

QUERY_EXAMPLES = (
    ("quantum leap", "both words"),
    ('"quantum leap"', "the phrase"),
    ("-leap", "not this word"),
    ("appoint*", "words starting like this"),
    ("speaker:jarrett", "by speaker; small misspellings are allowed"),
    ("party:con role:leader", "by party; by role on the day"),
    ("in:bbc", "by publisher"),
    ("from:2019-09 until:2020", "from a date on, until before another (also after:, before:)"),
    ("type:direct type:mixed", "by type: sentences; fragments"),
    ("-party:con", "minus excludes: not this party"),
)
"""Example queries, shown while the input line is empty."""


class SearchDialog(Dialog["SearchChoice | Speakers"]):
    """A dialog that returns the chosen hit."""

    DIALOG_TITLE = "Search"
    HINT = f"{Dialog.HINT} · Tab, then p: the speaker’s page"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("p", "open_person", show=False)]
    PLACEHOLDER = "words, “a phrase”, speaker:, in:, from:, until:"

    def __init__(self) -> None:
        super().__init__()
        self._worker = QueryWorker(self)
        self._query_text = ""
        self._hits: list[SearchHit] = []
        # Whether all hits are listed or being queried.
        self._listing_all = False
        self._total: int | None = None
        self._problems: Sequence[str] = ()

    def on_unmount(self) -> None:
        self._worker.close()

    def is_pending(self) -> bool:
        return self.listed_text != self.typed_text()

    def reload(self) -> None:
        self._worker.reconnect()
        if self._listing_all and not self.is_pending():
            self._search_all(self._query_text)
        elif self._query_text.strip():
            self._search(self._query_text, refresh=True)

    def list_matches(self, text: str) -> None:
        """Search for the text; list example queries while it is empty."""
        if text.strip():
            self._search(text)
            return
        self._worker.cancel()
        self._query_text = self.listed_text = text
        self._hits = []
        self.rows.show([_example_row(*example) for example in QUERY_EXAMPLES])
        self.set_hint(self.HINT)

    # -- searching --------------------------------------------------------------------------------------

    def _search(self, text: str, *, refresh: bool = False) -> None:
        """Query the first hits, then count all; with ``refresh``, query as many as are listed now."""
        query = parse_query(text, typing=True)
        limit = max(FIRST_PAGE_SIZE, len(self._hits)) if refresh else FIRST_PAGE_SIZE

        def run_query(index: Index) -> Iterator[Callable[[], None]]:
            hits = find_hits(index, query, limit=limit)
            problems = dict.fromkeys((*query_problems(index, query), *parse_query(text).problems))
            complete = len(hits) < limit
            yield partial(self._show_hits, text, query, hits, [*problems], complete=complete, refresh=refresh)
            if not complete:
                yield partial(self._set_total, count_hits(index, query))

        self._query_text, self.listed_text = text, None
        self._listing_all = False
        self._worker.submit(run_query, lambda answer: answer())

    @on(RowList.MoreRowsNeeded)
    def _load_more(self) -> None:
        if self._worker.pending or self._listing_all or not self._hits:
            return
        query, so_far = parse_query(self._query_text, typing=True), list(self._hits)

        def run_query(index: Index) -> Iterator[Callable[[], None]]:
            hits = find_hits(index, query, so_far=so_far)
            yield partial(self._add_hits, query, hits)
            if len(hits) == FIRST_PAGE_SIZE:
                # Further hits are read by key when they become visible, in any order.
                yield partial(self._show_all, query, find_hit_keys(index, query))

        self._worker.submit(run_query, lambda answer: answer())

    def _search_all(self, text: str) -> None:
        query, before = parse_query(text, typing=True), self.rows.value

        def run_query(index: Index) -> Iterator[Callable[[], None]]:
            keys = find_hit_keys(index, query)
            yield partial(self._show_all, query, keys, find_same_hit_by_key(index, query, before, keys))

        self._worker.submit(run_query, lambda answer: answer())

    # -- results ------------------------------------------------------------------------------

    def _show_hits(
        self,
        text: str,
        query: Query,
        hits: list[SearchHit],
        problems: Sequence[str],
        *,
        complete: bool,
        refresh: bool,
    ) -> None:
        before, self._hits = self.rows.value, hits
        self.listed_text = text
        self._problems = problems
        self._total = len(hits) if complete else None
        rows = StaticRows([hit_row(hit, query) for hit in hits], complete=complete)
        reasons = "; ".join(escape_invisible(problem) for problem in problems)
        empty = f"No matches: {reasons}." if reasons else "No matches."
        suggestion = escape_invisible(did_you_mean(suggest_filters(text)))
        suggestion = suggestion[:1].upper() + suggestion[1:]
        empty = f"{empty} {suggestion or 'Fewer words find more; Esc closes.'}"
        if refresh:
            self.rows.replace(rows, value=find_same_hit(before, hits), empty=empty)
        else:
            self.rows.show(rows, empty=empty)
        self._update_hint()
        if self.choose_when_ready:
            self.action_choose()

    def _add_hits(self, query: Query, hits: list[SearchHit]) -> None:
        self._hits += hits
        complete = len(hits) < FIRST_PAGE_SIZE
        rows = [hit_row(hit, query) for hit in self._hits]
        self.rows.replace(StaticRows(rows, complete=complete), value=self.rows.value)
        if complete:
            self._set_total(len(self._hits))
        else:
            self._listing_all = True

    def _show_all(self, query: Query, keys: array[int], value: SearchHit | None = None) -> None:
        """List all hits, with the cursor where it is, or on ``value``."""
        self.rows.replace(hit_rows(self.reader.index, query, keys), value=value or self.rows.value)
        self._set_total(len(keys))

    def _set_total(self, total: int) -> None:
        self._total = total
        self._update_hint()

    def _update_hint(self) -> None:
        found = f"more than {FIRST_PAGE_SIZE} found" if self._total is None else f"{self._total:,} found"
        self.set_hint(" · ".join([found, *self._problems] if self._hits else [self.HINT]))

    def action_open_person(self) -> None:
        """Close with the speakers of the hit at the cursor."""
        hit: SearchHit | None = self.rows.value
        agents = speakers_of(hit) if hit is not None else ()
        if agents:
            self.close_with(Speakers(agents))
        else:
            self.reader.say("No known speaker here")

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        hit: SearchHit = event.value
        self.close_with(SearchChoice(self.typed_text(), hit.article.id, hit.block, hit.quote))


def _example_row(example: str, meaning: str) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text(f" {example:<27}", colours.strong)
        text.append(fit(meaning, width - 29), colours.muted)
        return [text]

    return ListRow(None, draw)


def hit_rows(index: Index, query: Query, keys: array[int]) -> WindowedRows:
    """Return rows for ascending keys of hits; a hit is read when it becomes visible."""

    def make(numbers: range) -> Sequence[ListRow]:
        window = keys[numbers.start : numbers.stop]
        hits = hits_by_key(index, query, window)
        return [hit_row(hits[key], query) if key in hits else placeholder_row(2) for key in window]

    def find(hit: SearchHit) -> int | None:
        at = bisect_left(keys, hit.key)
        return at if at < len(keys) and keys[at] == hit.key else None

    return WindowedRows(len(keys), make, find, height=2)


def find_same_hit(hit: SearchHit | None, hits: Iterable[SearchHit]) -> SearchHit | None:
    """Return the same hit after a reload, even if its paragraph has moved."""
    if hit is None:
        return None
    wanted = (hit.article.id, hit.quote is None, hit.text)
    return next((new for new in hits if (new.article.id, new.quote is None, new.text) == wanted), None)


def find_same_hit_by_key(
    index: Index, query: Query, hit: SearchHit | None, keys: array[int]
) -> SearchHit | None:
    """Return the same hit after a reload, from the ascending keys of all hits."""
    article = article_key(index, hit.article.id) if hit is not None else None
    if article is None:
        return None
    first, last = bisect_left(keys, article << KEY_BITS), bisect_left(keys, article + 1 << KEY_BITS)
    return find_same_hit(hit, hits_by_key(index, query, keys[first:last]).values())


def hit_row(hit: SearchHit, query: Query) -> ListRow:
    """Return a hit in two lines: its place, and the text around the first match."""

    def draw(width: int, colours: Palette) -> list[Text]:
        first = Text(" ")
        first.append(
            f"{display_date(hit.article) or 'no date'}  {escape_invisible(hit.article.publisher)}",
            colours.muted,
        )
        first.append(f"  {hit.place.short_label}", colours.muted)
        if hit.display_name:
            first.append(f"  {escape_invisible(hit.display_name)}", colours.strong)
        elif hit.place.label != "headline":
            first.append(f"  {OWN_WORDS}", colours.muted)
        if hit.is_draft:
            first.append("  draft", colours.muted)
        return [fit_styled(first, width), Text("   ").append_text(_excerpt(hit, query, width - 4, colours))]

    return ListRow(hit, draw, 2)


def _excerpt(hit: SearchHit, query: Query, width: int, colours: Palette) -> Text:
    """Return as much text around the first match as there is room for, with … where it is cut."""
    words = escape_invisible(hit.text)
    spans = query.find_spans(words)
    start = 0
    if spans and spans[0][1] > width - 1:
        start = max(0, words.rfind(" ", 0, max(1, spans[0][0] - width // 3)) + 1)
    lead = "…" if start else ""
    shown = fit(words[start:], width - len(lead))
    text = Text(lead + shown, no_wrap=True)
    for first, last in spans:
        begin, end = first - start + len(lead), min(last - start + len(lead), len(text))
        if len(lead) <= begin < end:
            text.stylize(colours.match, begin, end)
    return text
