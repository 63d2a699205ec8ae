"""Compare painting Ratings with 153 councils with an empty DataTable of the same size.

Both run in a window of 120×40 in the benchmark's process, in turn. The time of the table is from mounting it,
with a row for each council and a column for each year, until it is drawn; that of Ratings from choosing all
councils of an imported table, which is made up, until they are drawn. Moving to another date is measured too.

usage: ratings_councils.py [--runs N] [--markdown]
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import DataTable

from measures import Measure, Workspace, paired_ratio, run_benchmark
from medway_tui.importing.ratings_import import import_ratings
from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.app import ReaderApp
from medway_tui.tui.ratings.view import RatingsView

COUNCILS, YEARS = 153, 15
SIZE = (120, 40)
MOST_MORE_MS = 100
"""The budget: how many milliseconds more than the table."""


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the time to paint, and of a move to another date."""
    import_ratings([], "table.csv", made_up_table())
    painted: list[float] = []
    moved: list[float] = []
    tables: list[float] = []
    for run in range(3 * workspace.runs + 1):
        table = asyncio.run(time_data_table()) * 1000
        paint, move = (each * 1000 for each in asyncio.run(time_ratings()))
        if run:  # the first of each warms up
            tables.append(table)
            painted.append(paint)
            moved.append(move)
    bare = statistics.median(tables)
    yield Measure(
        f"Ratings with {COUNCILS} councils painted",
        statistics.median(painted),
        "ms",
        "empty DataTable",
        bare,
        paired_ratio(painted, tables),
        bare + MOST_MORE_MS,
    )
    yield Measure(
        "another date: strips and shares",
        statistics.median(moved),
        "ms",
        "empty DataTable",
        bare,
        paired_ratio(moved, tables),
        50,
    )


def made_up_table() -> bytes:
    """Return a table with three reports on each council."""
    made = random.Random(7)  # noqa: S311 - a made-up table
    grades = ("outstanding", "good", "requires improvement", "inadequate")
    lines = ["urn,local_authority,publication_date,overall_effectiveness_grade,impact_of_leaders_grade"]
    for number in range(COUNCILS):
        for year in (2014, 2019, 2023):
            day = date(year, 1, 1) + timedelta(made.randrange(360))
            values = [made.choice(grades) if year > 2018 else "" for _ in range(2)]
            lines.append(f"{70_000 + number},invented shire {number:03},{day:%d/%m/%Y},{','.join(values)}")
    return "\n".join(lines).encode()


async def time_data_table() -> float:
    """Return the seconds until an empty table of the same size is drawn."""
    app: App[None] = App()
    async with app.run_test(size=SIZE) as pilot:
        began = time.perf_counter()
        table: DataTable[str] = DataTable()
        await app.mount(table)
        for year in range(YEARS):
            table.add_column(str(2012 + year))
        for _ in range(COUNCILS):
            table.add_row(*[""] * YEARS)
        await drawn(pilot)
        return time.perf_counter() - began


async def time_ratings() -> tuple[float, float]:
    """Return the seconds until all councils are drawn, and until the next date is."""
    app = ReaderApp(open_dossier([]))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("3")
        await pilot.pause()
        view = app.screen
        if not isinstance(view, RatingsView):
            raise TypeError(view)
        await pilot.press("i")
        await pilot.pause()
        began = time.perf_counter()
        # The first row of the dialog: all councils.
        await app.screen.run_action("choose")
        while not view.has_class("-with-councils"):
            await asyncio.sleep(0)
        await drawn(pilot)
        painted = time.perf_counter() - began
        await pilot.pause()
        began = time.perf_counter()
        view.action_cell_left()
        await drawn(pilot)
        return painted, time.perf_counter() - began


async def drawn(pilot: Pilot[None]) -> None:
    """Wait until the screen was refreshed after all messages."""
    done = asyncio.Event()
    pilot.app.screen.call_after_refresh(done.set)
    await done.wait()


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
