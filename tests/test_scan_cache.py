"""A large dossier opened by one command after another: what is seen at once, and what a little later."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from medway_tui.sync import scan_cache
from medway_tui.sync.scan_cache import open_cached
from tests.cli_helpers import command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, Folder


@pytest.fixture
def large(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The small dossier, taken for a large one, looked at a moment ago and not touched for long before."""
    monkeypatch.setattr(scan_cache, "MIN_FILES", 1)
    for path in [folder.root, *folder.root.rglob("*")]:
        os.utime(path, (1_600_000_000, 1_600_000_000))
    assert open_cached([folder.root]).fully_scanned
    return folder


def in_place(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.replace(old, new))


def test_a_look_holds_for_the_next_commands(large: Folder) -> None:
    assert not open_cached([large.root]).fully_scanned
    assert open_cached([large.root], fully_scanned=True).fully_scanned
    assert not open_cached([large.root]).fully_scanned


def test_a_small_dossier_is_looked_at_each_time(folder: Folder) -> None:
    assert open_cached([folder.root]).fully_scanned
    assert open_cached([folder.root]).fully_scanned


def test_new_and_gone_articles_and_every_other_file_are_seen_at_once(large: Folder) -> None:
    (large.root / "quotes" / f"{HERALD}.yaml").unlink()
    (large.root / "articles" / f"{HERALD}.yaml").unlink()
    assert HERALD not in {each["id"] for each in command_records(large, "articles")}
    in_place(large.root / "people.yaml", "Mary Okafor", "Mary Okofar")
    assert command_records(large, "people", "mary-okafor")[0]["name"] == "Mary Okofar"


def test_a_file_replaced_by_a_rename_is_seen_at_once(large: Folder) -> None:
    path = large.root / "articles" / f"{GAZETTE}.yaml"
    aside = path.with_suffix(".new")
    aside.write_text(
        path.read_text(encoding="utf-8").replace("Buckets and books", "Pails and books"), encoding="utf-8"
    )
    aside.replace(path)
    assert "Pails and books" in run_command(large, "read", GAZETTE).stdout


def test_an_article_changed_in_its_place_is_seen_when_the_look_holds_no_more(
    large: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_place(large.root / "articles" / f"{GAZETTE}.yaml", "Buckets and books", "Buckets and tomes")
    assert "Buckets and books" in run_command(large, "read", GAZETTE).stdout
    now = time.time()
    monkeypatch.setattr(scan_cache, "time", lambda: now + scan_cache.TTL_SECONDS + 1)
    assert "Buckets and tomes" in run_command(large, "read", GAZETTE).stdout


def test_nothing_is_reported_missing_without_a_full_scan(large: Folder) -> None:
    in_place(large.root / "articles" / f"{GAZETTE}.yaml", "Buckets and books", "Buckets and tomes")
    assert [each["article"] for each in command_records(large, "search", "tomes")] == [GAZETTE]


def test_an_index_that_is_damaged_meanwhile_is_rebuilt(large: Folder, own_home: Path) -> None:
    (index,) = (own_home / "cache").rglob("*.sqlite")
    first, size = int.from_bytes(index.read_bytes()[16:18], "big"), index.stat().st_size
    with index.open("r+b") as file:
        file.seek(first)
        file.write(b"\xff" * (size - first))
    assert len(command_records(large, "articles")) == 3
