"""The benchmark table and its programs."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def test_the_table_knows_programs_that_can_be_run() -> None:
    table = [sys.executable, str(ROOT / "benchmarks" / "table.py")]
    result = subprocess.run([*table, "--only", "none"], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    programs = result.stderr.partition("choose from ")[2].rstrip(")\n").replace("'", "").split(", ")
    known = {"startup", "first_paint", "first_build", "query_latency", "key_latency", "scaling"}
    assert known <= set(programs)
    for program in programs:
        assert (ROOT / "benchmarks" / f"{program}.py").is_file()


def test_a_row_says_whether_its_budgets_are_met() -> None:
    script = """
from measures import Measure
rows = [
    Measure("a", 3.0, "ms", budget=3.0),
    Measure("a", 3.1, "ms", budget=3.0),
    Measure("a", 3.1, "ms"),
    Measure("a", 1.0, "s", "b", 2.0, 0.5, ratio_budget=0.5),
    Measure("a", 1.0, "s", "b", 2.0, 0.5, budget=2.0, ratio_budget=0.4),
    Measure("a", 1.0, "s", "b: not installed", ratio_budget=0.5),
]
print([row.within_budget for row in rows], rows[3].cells)
"""
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT / "benchmarks", check=True
    )
    assert result.stdout == (
        "[True, False, None, True, False, None] ('a', '1 s', 'b 2 s', '0.50', 'ratio ≤ 0.5', 'yes')\n"
    )
