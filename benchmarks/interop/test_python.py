"""The Python interface: in a notebook, and under a type checker without settings of ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from exported import ROOT, note_reader

EXAMPLES = re.findall(
    r"```pycon\n(.*?)```", (ROOT / "docs" / "python.md").read_text(encoding="utf-8"), re.DOTALL
)
SCRIPT = """\
import medway_tui

def longest(name: str) -> str | None:
    with medway_tui.open() as dossier:
        quotes = dossier.quotes(f"speaker:{name}", sort="newest", limit=5)
        lengths: dict[str, int] = {q["exact"]: (q["end"] or 0) - (q["start"] or 0) for q in quotes}
        dates: list[str | None] = [entry["date"] for entry in dossier.timeline(kind=["event", "promise"])]
        print(len(dates), quotes[0]["speakers"][0].upper())
    return max(lengths, key=lambda words: lengths[words], default=None)

found: tuple[medway_tui.Quotation, ...] = medway_tui.extract("“No,” said Ann Lee.", people=["Ann Lee"])
try:
    print(longest("jarrett"), found[0].speaker)
except medway_tui.MedwayError as error:
    print(error.hint)
"""


def test_mypy_strict_accepts_a_script_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    note_reader("Python", "mypy")
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(SCRIPT, encoding="utf-8")
    wrong.write_text(SCRIPT.replace('q["exact"]', 'q["words"]'), encoding="utf-8")
    results = []
    for script in (right, wrong):
        command = [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(tmp_path / "cache"),
            str(script),
        ]
        results.append(
            subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=tmp_path)
        )
    assert results[0].returncode == 0, results[0].stdout
    assert 'TypedDict "QuoteDict" has no key "words"' in results[1].stdout


def test_the_examples_run_in_a_notebook() -> None:
    nbformat: Any = pytest.importorskip("nbformat")
    nbclient: Any = pytest.importorskip("nbclient")
    note_reader("Python", "nbclient")
    cells = [
        re.sub(
            r"^(>>>|\.\.\.) ?",
            "",
            "\n".join(re.findall(r"^(?:>>>|\.\.\.).*", each, re.MULTILINE)),
            flags=re.MULTILINE,
        )
        for each in EXAMPLES
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(notebook, timeout=60).execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    assert len(outputs) >= len(cells)
    assert not [each for each in outputs if each.get("name") == "stderr" or each["output_type"] == "error"]
