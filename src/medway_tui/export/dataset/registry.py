"""The formats of ``export``: the only list of them, in the order in which an export lists its files.

To add one, write a module with a ``FORMAT`` and name it here. A citing format is added in ``export.formats``.
"""

from __future__ import annotations

from collections.abc import Collection

from medway_tui.export.dataset import (
    brat,
    csv_tables,
    followthemoney,
    html_site,
    json_lines,
    popolo,
    qdpx,
    sqlite,
    xlsx,
)
from medway_tui.export.dataset.citation_files import make_dataset_format
from medway_tui.export.dataset.dataset_format import DatasetFormat
from medway_tui.export.formats import CITING_FORMATS

DATASET_FORMATS: dict[str, DatasetFormat] = {
    each.name: each
    for each in (
        csv_tables.FORMAT,
        json_lines.FORMAT,
        sqlite.FORMAT,
        xlsx.FORMAT,
        *map(make_dataset_format, CITING_FORMATS.values()),
        popolo.FORMAT,
        followthemoney.FORMAT,
        qdpx.FORMAT,
        html_site.FORMAT,
        brat.FORMAT,
    )
}


def choose_formats(names: Collection[str] = ()) -> tuple[DatasetFormat, ...]:
    """Return the formats with these names, each once; without names, all that are not heavy."""
    return tuple(
        each for each in DATASET_FORMATS.values() if (each.name in names if names else not each.is_heavy)
    )
