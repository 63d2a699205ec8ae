"""Run all benchmarks and print one table of figures, baselines and budgets.

Each row is printed as soon as it is measured; every benchmark can also be run by itself. The default of 2,000
articles takes about a quarter of an hour on two processors.

usage: table.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
                [--only PROGRAM ...]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import changed_file
import command_latency
import first_build
import first_paint
import index_faults
import key_latency
import killed_builds
import long_articles
import long_session
import peers
import query_latency
import scaling
import startup
from measures import Measure, Workspace, argument_parser, open_workspace, print_table

PROGRAMS: dict[str, Callable[[Workspace], Iterable[Measure]]] = {
    "startup": startup.measures,
    "command_latency": command_latency.measures,
    "first_paint": first_paint.measures,
    "first_build": first_build.measures,
    "changed_file": changed_file.measures,
    "query_latency": query_latency.measures,
    "peers": peers.measures,
    "key_latency": key_latency.measures,
    "long_articles": long_articles.measures,
    "long_session": long_session.measures,
    "killed_builds": killed_builds.measures,
    "index_faults": index_faults.measures,
    "scaling": scaling.measures,
}


def main() -> None:
    """Measure and print."""
    parser = argument_parser(__doc__)
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, default=list(PROGRAMS), metavar="PROGRAM")
    arguments = parser.parse_args()
    with open_workspace(arguments) as workspace:
        rows = (row for name in arguments.only for row in PROGRAMS[name](workspace))
        shown = print_table(rows, markdown=arguments.markdown)
    missed = sum(row.within_budget is False for row in shown)
    print(f"{len(shown)} measures, {missed} not within their budget")


if __name__ == "__main__":
    main()
