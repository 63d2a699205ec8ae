"""``medway-tui people``: people and organisations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

import click

from medway_tui.cli.completion import complete_names
from medway_tui.cli.output import NotFoundError, report_command
from medway_tui.export.agent_details import load_agent_details
from medway_tui.export.people import DescribeQuote, describe_event, people_report
from medway_tui.export.report import Report
from medway_tui.fuzzy import did_you_mean
from medway_tui.index.agent_history import HistoryItem, load_history
from medway_tui.index.agents import AgentRow, list_agents
from medway_tui.index.connection import Index
from medway_tui.index.events import events_by_key
from medway_tui.index.names import suggest_names
from medway_tui.index.people import RoleFinder
from medway_tui.index.quotes import quotes_by_key
from medway_tui.text import plural

_HISTORY_ROWS = 200
"""The rows of a history that are loaded at a time."""


@report_command(cites_sources=True, format_of_one="text", notes_of="notes_on_people")
@click.argument("name", nargs=-1, metavar="[NAME]", shell_complete=complete_names("speaker"))
def command(index: Index, name: tuple[str, ...]) -> Report:
    """List people and organisations with their roles.

    NAME is any form of a name, or an id. With a NAME, text is the default format: a page with names as
    printed and where, roles with their sources, promises, quotations by publisher, who else speaks in the
    same articles, and all quotations in order, each with its citation, with the events between and after.

    Examples:
      Find a person by any form of the name:
        medway-tui people brazil --format table
      Print the page of a person:
        medway-tui people pat cooper
      Count the quotations of each:
        medway-tui people --format csv | cut -d, -f1,7 | head -3
    """
    typed = " ".join(name).strip()
    agents = list_agents(index, typed)
    if typed and not agents:
        suggestion = did_you_mean(suggest_names(index, "speaker", typed))
        raise NotFoundError(
            f"no person or organisation matches “{typed}”" + (f" ({suggestion})" if suggestion else "")
        )
    return people_report(
        agents,
        lambda agent: load_agent_details(index, agent.id),
        partial(_history_paragraphs, index) if typed else None,
    )


def _history_paragraphs(index: Index, agent: AgentRow, describe: DescribeQuote) -> Iterator[str]:
    """Yield what a person said in order, each with its source, and what happened between and after."""
    history = load_history(index, agent.id)
    after = history.first_row_after
    roles_of = RoleFinder(index).roles_of
    if history.quotes:
        yield "In order of time, with the events between:"
    for first in range(0, len(history), _HISTORY_ROWS):
        rows = range(first, min(first + _HISTORY_ROWS, len(history)))
        items = list(zip(rows, history.items(rows), strict=True))
        quotes = quotes_by_key(index, [item.quote for _, item in items if item.kind == "quote"])
        for is_quote, group in groupby(items, lambda each: each[1].kind == "quote"):
            if is_quote:
                for _, item in group:
                    yield describe(quotes[item.quote], roles_of(quotes[item.quote]))
                continue
            listed = list(group)
            if history.quotes and any(row == after for row, _ in listed):
                yield "What came after:"
            yield "\n".join(_event_lines(index, [item for _, item in listed]))


def _event_lines(index: Index, items: list[HistoryItem]) -> Iterator[str]:
    events = events_by_key(index, [item.event for item in items if item.kind == "event"])
    for item in items:
        if item.kind == "more":
            yield f"   {plural(item.number, 'more event')} (medway-tui timeline lists all)"
        elif (event := events.get(item.event)) is not None:
            yield from (f"   {line}" for line in describe_event(event, with_addresses=False))
