"""Index builds and updates that are killed or stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.index.articles import count_contents
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import FILES, GAZETTE, HERALD, Folder
from tests.index_helpers import COUNTS, cache_suffixes, dump_fresh_build, dump_index
from tests.process_helpers import run_python

KILLED = """
import os, sys
from pathlib import Path
from medway_tui.sync.dossier import open_dossier
open_dossier([Path(sys.argv[1])], progress=lambda done, total: os._exit(9) if done else None)
"""


def test_a_build_that_is_killed_leaves_nothing_that_stays(folder: Folder, own_home: Path) -> None:
    assert run_python(KILLED, folder.root).returncode == 9
    assert ".new" in cache_suffixes(own_home)
    dossier = open_dossier([folder.root])
    assert tuple(count_contents(dossier.index)) == COUNTS
    dossier.close()
    assert set(cache_suffixes(own_home)) <= {".sqlite", ".lock", ".scan"}


def test_a_change_that_is_killed_on_the_way_is_made_the_next_time(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_dossier([folder.root]).close()
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    folder.remove(f"articles/{GAZETTE}.yaml")
    assert run_python(KILLED, folder.root).returncode == 9
    dossier = open_dossier([folder.root])
    assert dump_index(dossier.index) == dump_fresh_build(folder, monkeypatch, tmp_path / "another-cache")


def stop(done: int, _: int) -> None:
    if done:
        raise KeyboardInterrupt


def test_a_build_that_is_stopped_leaves_nothing_behind(folder: Folder, own_home: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        open_dossier([folder.root], progress=stop)
    assert set(cache_suffixes(own_home)) <= {".lock"}


def test_a_change_that_is_stopped_leaves_the_index_as_it_was(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    before = dump_index(dossier.index)
    dossier.close()
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    folder.change(f"articles/{GAZETTE}.yaml", "on every landing", "on each landing")
    with pytest.raises(KeyboardInterrupt):
        open_dossier([folder.root], progress=stop)
    folder.write(f"articles/{HERALD}.yaml", FILES[f"articles/{HERALD}.yaml"])
    folder.write(f"articles/{GAZETTE}.yaml", FILES[f"articles/{GAZETTE}.yaml"])
    assert dump_index(open_dossier([folder.root]).index) == before
