"""Invariants for fuzzed files: no exception, valid positions, clean output.

A short run, the same each time; ``benchmarks/fuzz.py`` is the long one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fixtures_additions import ALL_FILES as FILES
from tests.fixtures_additions import write_additions
from tests.fixtures_library import GAZETTE, Folder
from tests.fuzz_inputs import KINDS, Change
from tests.fuzz_invariants import assert_files_hold
from tests.fuzz_targets import TARGETS

EXAMPLES = {
    "bytes": 10,
    "mutated": 25,
    "spliced": 20,
    "structure": 20,
    "values": 35,
    "entries": 20,
    "names": 10,
}
"""The number of inputs of each kind."""
TARGET_EXAMPLES = 5
"""The number of inputs of each target."""


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Return one dossier for all inputs; each restores what it has changed."""
    return write_additions(tmp_path_factory.mktemp("fuzz") / "dossier")


@pytest.fixture(autouse=True)
def no_cache(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the cache unwritable: an index in memory is faster."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")


def tried(folder: Folder, change: Change) -> None:
    """Write the files, check the invariants and restore the folder."""
    try:
        assert_files_hold(folder, change, with_command=True)
    finally:
        for name in change:
            if name in FILES:
                folder.write(name, FILES[name])
            else:
                folder.remove(name)


@pytest.mark.parametrize("kind", KINDS)
def test_all_rules_hold(shared_folder: Folder, kind: str) -> None:
    @settings(
        max_examples=EXAMPLES[kind],
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(KINDS[kind])
    def rules_hold(change: Change) -> None:
        tried(shared_folder, change)

    rules_hold()


@pytest.mark.parametrize(
    "change",
    [
        {"events.yaml": b'- id: x\n  date: "\\ud800"\n'},
        {"dossier.yaml": b"\xef\xbb\xbf\r\n\r\nid: \xff"},
        {"people.yaml": b""},
        {"people.yaml": b"\xef\xbb\xbf"},
        {f"quotes/{GAZETTE}.yaml": b"\xef\xbb\xbf- {id: q1, paragraph: 999999, exact: a, type: direct}"},
    ],
    ids=["half a character", "a late byte", "nothing", "a mark alone", "a mark and a line"],
)
def test_invariants_hold_for_earlier_problem_inputs(shared_folder: Folder, change: Change) -> None:
    tried(shared_folder, change)


@pytest.mark.parametrize("name", TARGETS)
def test_what_writes_and_searches_holds_for_any_input(shared_folder: Folder, name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=TARGET_EXAMPLES,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(target.strategy)
    def holds(value: Any) -> None:
        target.assert_holds(shared_folder, value)

    holds()
