"""A sample of the random session of ``make soak``: nothing that a terminal sends ends the reader."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_random_keys_pastes_clicks_and_resizes_end_nothing() -> None:
    program = [sys.executable, str(ROOT / "benchmarks" / "random_session.py")]
    # The time of an answer says nothing while other tests run.
    program += ["--steps", "40", "--seed", "5", "--articles", "5", "--limit", "60000"]
    result = subprocess.run(program, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "seed 5: 0 faults" in result.stdout
