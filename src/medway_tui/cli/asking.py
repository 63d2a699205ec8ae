"""A query as it is given on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from medway_tui.cli.answering import NothingFoundError
from medway_tui.cli.saying import did_you_mean, fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medway_tui.index.query import Query
    from medway_tui.index.store import Index


def understood(text: str) -> Query:
    """The query that a text is; ends the process where it can't be understood."""
    from medway_tui.index.query import parse  # noqa: PLC0415 - not on the way to --help

    query = parse(text)
    if query.problems:
        sys.exit(fail(query.problems[0], "see medway-tui search --help"))
    return query


def must_be_found(index: Index, query: Query, problems: Sequence[str], *, any_found: bool) -> None:
    """Say what in a query names nothing that is here; raises NothingFoundError where it found nothing."""
    from medway_tui.index.suggestions import missed  # noqa: PLC0415 - not on the way to --help

    if problems and not any_found:
        raise NothingFoundError("; ".join(problems), did_you_mean(missed(index, query)))
    for problem in problems:
        fail(problem)
