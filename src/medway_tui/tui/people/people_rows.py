"""The rows of the list of people and organisations."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from medway_tui.export.citations import format_quote_count
from medway_tui.index.connection import Index
from medway_tui.index.people_listing import PeopleListing, PersonSummary, summarise_people
from medway_tui.text import escape_invisible
from medway_tui.tui.rows import heading_row
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow, WindowedRows
from medway_tui.tui.widgets.wrapping import fit

_MIN_LABEL = 8
"""The fewest cells of a party or office that are worth showing."""


def people_rows(index: Index, listing: PeopleListing) -> WindowedRows:
    """Return people and organisations under their headings."""

    def make(numbers: range) -> Sequence[ListRow]:
        rows = list(listing.rows(numbers))
        people = summarise_people(index, [agent for _, agent, *_ in rows if agent is not None])
        return [
            heading_row(heading) if agent is None else _person_row(people[agent], quotes, drafts)
            for heading, agent, quotes, drafts in rows
        ]

    return WindowedRows(len(listing), make, listing.row_of)


def _person_row(person: PersonSummary, quotes: int, drafts: int) -> ListRow:
    count = format_quote_count(quotes, drafts) if quotes or drafts else "·"

    def draw(width: int, colours: Palette) -> list[Text]:
        text = Text("   ")
        name = fit(escape_invisible(person.name), width - cell_len(count) - 6)
        text.append(name, colours.tint(person.position))
        room = width - text.cell_len - cell_len(count) - 4
        label = escape_invisible(person.label)
        if cell_len(label) > room:
            # The party alone rather than half of its dates.
            label = label.partition(" (")[0]
        if label and room >= min(_MIN_LABEL, cell_len(label)):
            text.append(f"  {fit(label, room)}", colours.muted)
        text.append(" " * max(1, width - text.cell_len - cell_len(count) - 1))
        text.append(count, colours.muted)
        return [text]

    return ListRow(person.id, draw)
