"""Compare the time of a query command with a bare script that prints the same rows.

The script imports sqlite3 and click and reads the same index; it gets the roles in words, which the program
works out. Whole processes, with the index built and Python's modules compiled.

usage: command_latency.py [--runs N] [--content DIR] [--speaker NAME] [--since DATE]
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
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measures import SHIPPED, Measure, Workspace, paired_ratio
from medway_tui.export.quotes import QUOTE_COLUMNS
from medway_tui.sync.dossier import open_dossier

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
@click.argument('facts')
def main(index, facts):
    with open(facts) as file:
        columns, speaker, since, roles = json.load(file)
    for row in sqlite3.connect(index).execute(SQL, (speaker, since, since == 0)):
        record = dict(zip(columns, row))
        record['role'], record['party'] = roles[f'{record["article"]} {record["id"]}']
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + '\\n')


main()
"""
BUDGET = 2.0
SPEAKER = "jarrett"


class CommandTimes(NamedTuple):
    """The rows of both programs and the time of each run."""

    rows: int
    same: bool
    """Whether both printed the same."""
    bare: list[float]
    """Milliseconds."""
    ours: list[float]


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the time of one speaker's quotations in the shipped dossier."""
    took = time_commands(workspace.indexed(SHIPPED), SPEAKER, "", 2 * workspace.runs)
    yield Measure(
        f"quotes --speaker {SPEAKER} --format jsonl" + ("" if took.same else ": NOT THE SAME ROWS"),
        statistics.median(took.ours),
        "ms",
        "a bare script",
        statistics.median(took.bare),
        paired_ratio(took.ours, took.bare),
        ratio_budget=BUDGET,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--content", type=Path)
    parser.add_argument("--speaker", default=SPEAKER)
    parser.add_argument("--since", default="")
    arguments = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    took = time_commands(
        [arguments.content] if arguments.content else [], arguments.speaker, arguments.since, arguments.runs
    )
    print(f"{took.rows} rows, the same from both: {took.same}; median of {arguments.runs}; budget {BUDGET}")
    for name, times in (("a bare script", took.bare), ("medway-tui quotes", took.ours)):
        print(f"  {name:<20}{statistics.median(times):6.0f} ms   ratio {paired_ratio(times, took.bare):.2f}")


def time_commands(content: list[Path], speaker: str, since: str, runs: int) -> CommandTimes:
    """Run both programs in turn."""
    dossier = open_dossier(content)
    if dossier.index.path is None:
        sys.exit("the index can't be kept in a file here, so there is nothing to compare with")
    filters = [word for folder in content for word in ("--content", str(folder))]
    filters += ["--since", since] if since else []
    program = [str(Path(sys.executable).with_name("medway-tui")), "quotes", "--speaker", speaker]
    program += [*filters, "--format", "jsonl"]
    rows = [json.loads(line) for line in _run(program).splitlines()]
    roles = {f"{row['article']} {row['id']}": (row["role"], row["party"]) for row in rows}
    with tempfile.TemporaryDirectory() as scratch:
        script, facts = Path(scratch, "bare.py"), Path(scratch, "facts.json")
        script.write_text(BARE, encoding="utf-8")
        facts.write_text(
            json.dumps([QUOTE_COLUMNS, rows[0]["speaker"], _day(since), roles]), encoding="utf-8"
        )
        bare = [sys.executable, str(script), str(dossier.index.path), str(facts)]
        took = CommandTimes(len(rows), _run(bare) == _run(program), [], [])
        for _ in range(runs):
            for times, command in ((took.bare, bare), (took.ours, program)):
                started = time.perf_counter()
                _run(command)
                times.append((time.perf_counter() - started) * 1000)
    return took


def _run(command: list[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def _day(date: str) -> int:
    from medway_tui import dates  # noqa: PLC0415 - only with --since

    return dates.first_day(date).toordinal() if date else 0


if __name__ == "__main__":
    main()
