"""The made-up dossier of the benchmarks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.process_helpers import run_program


def made(folder: Path, seed: int) -> dict[str, bytes]:
    program = [sys.executable, str(ROOT / "benchmarks" / "make_dossier.py")]
    program += ["--articles", "5", "--seed", str(seed), str(folder)]
    subprocess.run(program, check=True, capture_output=True)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def test_the_same_seed_makes_the_same_dossier_and_nothing_is_wrong_in_it(tmp_path: Path) -> None:
    first = made(tmp_path / "first", 7)
    assert sum(name.startswith("articles/") for name in first) == 5
    assert made(tmp_path / "again", 7) == first
    assert made(tmp_path / "other", 8) != first
    result = run_program("check", "--strict", tmp_path / "first")
    assert result.returncode == 0, result.stdout
