"""How long a command takes to answer, against a bare script that prints the same rows.

usage: answering.py [--runs N] [--content DIR] [--speaker NAME] [--since DATE]

The script imports sqlite3 and click, asks the same index, and is told the roles in words, which the program
works out. Whole processes, warm: the index is built, and Python's modules are compiled.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from medway_tui.dossier import open_dossier
from medway_tui.export.quotes import COLUMNS

BARE = """
import json, sqlite3, sys
import click

SQL = '''SELECT q.id, a.id, a.headline, a.publisher, a.published, a.url, q.paragraph, q.start, q."end",
q.exact, q.speaker, g.name, q.attribution, NULL, NULL, q.cue, q.type, h.id, q.note
FROM quote q JOIN article a ON a.key = q.article
LEFT JOIN agent g ON g.id = q.speaker LEFT JOIN quote h ON h.key = q.continues
WHERE q.type <> 'none' AND q.speaker = ? AND coalesce(a.last_day >= ?, ?) ORDER BY a.key DESC, q.key'''


@click.command()
@click.argument('index')
@click.argument('told')
def main(index, told):
    with open(told) as file:
        columns, speaker, since, roles = json.load(file)
    for row in sqlite3.connect(index).execute(SQL, (speaker, since, since == 0)):
        record = dict(zip(columns, row))
        record['role'], record['party'] = roles[f'{record["article"]} {record["id"]}']
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + '\\n')


main()
"""
BUDGET = 2.0


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--content", type=Path)
    parser.add_argument("--speaker", default="jarrett")
    parser.add_argument("--since", default="")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    dossier = open_dossier([given.content] if given.content else [])
    if dossier.index.path is None:
        sys.exit("the index can't be kept in a file here, so there is nothing to compare with")
    filters = ["--content", str(given.content)] if given.content else []
    filters += ["--since", given.since] if given.since else []
    program = [str(Path(sys.executable).with_name("medway-tui")), "quotes", "--speaker", given.speaker]
    program += [*filters, "--format", "jsonl"]
    rows = [json.loads(line) for line in _run(program).splitlines()]
    roles = {f"{row['article']} {row['id']}": (row["role"], row["party"]) for row in rows}
    with tempfile.TemporaryDirectory() as scratch:
        script, told = Path(scratch, "bare.py"), Path(scratch, "told.json")
        script.write_text(BARE, encoding="utf-8")
        told.write_text(json.dumps([COLUMNS, rows[0]["speaker"], _day(given.since), roles]), encoding="utf-8")
        bare = [sys.executable, str(script), str(dossier.index.path), str(told)]
        same = _run(bare) == _run(program)
        print(f"{len(rows)} rows, the same from both: {same}; median of {given.runs}; budget {BUDGET}")
        times: dict[str, list[float]] = {"a bare script": [], "medway-tui quotes": []}
        for _ in range(given.runs):
            for name, command in zip(times, (bare, program), strict=True):
                started = time.perf_counter()
                _run(command)
                times[name].append(time.perf_counter() - started)
    floor = statistics.median(times["a bare script"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"  {name:<20}{median * 1000:6.0f} ms   ratio {median / floor:.2f}")


def _run(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def _day(date: str) -> int:
    from medway_tui import dates  # noqa: PLC0415 - only where a date is given

    return dates.first_day(date).toordinal() if date else 0


if __name__ == "__main__":
    main()
