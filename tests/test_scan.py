"""The scan of a dossier's files: every change is seen although digests are compared; and doing without."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from medway_tui.index import indexed_files
from medway_tui.index.articles import list_articles
from medway_tui.sync import scan as scan_module
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.scan import ChangeSet, scan
from tests.cli_helpers import command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

ARTICLE = f"articles/{GAZETTE}.yaml"


@pytest.fixture
def recorded(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The small dossier, indexed, and scanned since without a change."""
    monkeypatch.setattr(scan_module, "_SETTLED_SECONDS", 0.0)
    for path in [folder.root, *folder.root.rglob("*")]:
        os.utime(path, (1_600_000_000, 1_600_000_000))
    open_dossier([folder.root]).close()
    time.sleep(0.02)
    open_dossier([folder.root]).close()
    return folder


def scan_of(folder: Folder) -> ChangeSet:
    """What a scan finds now; the index stays as it is."""
    dossier = open_dossier([folder.root], scan=False)
    changes = scan(dossier.index, dossier.roots)
    dossier.close()
    return changes


def in_place(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    with path.open("r+", encoding="utf-8") as file:
        file.write(text.replace(old, new))


def by_rename(path: Path) -> None:
    aside = path.with_suffix(".new")
    aside.write_bytes(path.read_bytes())
    os.utime(aside, (1_600_000_000, 1_600_000_000))
    aside.replace(path)


def test_what_has_not_changed_since_the_last_scan_is_not_compared_again(
    recorded: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compared(*_arguments: object, **_options: object) -> None:
        pytest.fail("the files of a folder were compared one by one")

    monkeypatch.setattr(indexed_files, "files_in_folder", compared)
    assert not scan_of(recorded)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: in_place(folder.path(ARTICLE), "Buckets and books", "Buckets and tomes"),
        lambda folder: by_rename(folder.path(ARTICLE)),
        lambda folder: os.utime(folder.path(ARTICLE), (1_500_000_000, 1_500_000_000)),
        lambda folder: folder.remove(ARTICLE),
        lambda folder: folder.path(ARTICLE).rename(folder.path("articles/gazette.yaml")),
        lambda folder: folder.write("articles/new.yaml", ""),
        lambda folder: folder.path("articles/new.yaml").symlink_to("nowhere"),
        lambda folder: folder.write(f"quotes/{NEWSLETTER}.yaml", "[]"),
        lambda folder: folder.write("inspections/2031.yaml", ""),
        lambda folder: in_place(folder.path("people.yaml"), "Mary Okafor", "Mary Okofar"),
        lambda folder: folder.remove("events.yaml"),
    ],
)
def test_every_change_after_a_scan_is_seen(recorded: Folder, change: Callable[[Folder], object]) -> None:
    change(recorded)
    assert scan_of(recorded)
    open_dossier([recorded.root]).close()
    assert not scan_of(recorded)


def test_a_file_that_came_and_went_is_seen_although_all_is_as_at_the_last_scan(recorded: Folder) -> None:
    recorded.write("articles/new.yaml", recorded.read(ARTICLE))
    open_dossier([recorded.root]).close()
    recorded.remove("articles/new.yaml")
    assert scan_of(recorded).stems == ["new"]


def test_a_stale_file_is_a_change_unless_its_last_good_version_is_to_be_kept(recorded: Folder) -> None:
    dossier = open_dossier([recorded.root])
    recorded.write(ARTICLE, "headline: [\n")
    dossier.refresh(keep_last_good=True)
    for _ in range(2):
        assert not dossier.scan(keep_last_good=True)
        assert dossier.scan().stems == [GAZETTE]
    dossier.close()


def test_without_a_scan_the_index_is_used_as_it_is(recorded: Folder) -> None:
    began = time.time()
    recorded.remove(ARTICLE)
    dossier = open_dossier([recorded.root], scan=False)
    assert GAZETTE in {row.id for row in list_articles(dossier.index)}
    assert dossier.scanned_at is not None
    assert began - 60 < dossier.scanned_at < began
    dossier.close()
    dossier = open_dossier([recorded.root])
    assert GAZETTE not in {row.id for row in list_articles(dossier.index)}
    assert dossier.scanned_at is not None
    assert dossier.scanned_at >= began
    dossier.close()


def test_an_index_that_does_not_exist_is_built_even_without_a_scan(folder: Folder) -> None:
    dossier = open_dossier([folder.root], scan=False)
    assert len(list_articles(dossier.index)) == 3
    assert dossier.scanned_at is not None
    dossier.close()


def test_commands_see_every_change(recorded: Folder) -> None:
    recorded.remove(f"quotes/{HERALD}.yaml")
    recorded.remove(f"articles/{HERALD}.yaml")
    assert HERALD not in {each["id"] for each in command_records(recorded, "articles")}
    in_place(recorded.path("people.yaml"), "Mary Okafor", "Mary Okofar")
    assert command_records(recorded, "people", "mary-okafor")[0]["name"] == "Mary Okofar"
    in_place(recorded.path(ARTICLE), "Buckets and books", "Buckets and tomes")
    assert "Buckets and tomes" in run_command(recorded, "read", GAZETTE).stdout
    assert [each["article"] for each in command_records(recorded, "search", "tomes")] == [GAZETTE]


def test_an_index_that_is_damaged_meanwhile_is_built_anew(recorded: Folder, own_home: Path) -> None:
    (index,) = (own_home / "cache").rglob("*.sqlite")
    first, size = int.from_bytes(index.read_bytes()[16:18], "big"), index.stat().st_size
    with index.open("r+b") as file:
        file.seek(first)
        file.write(b"\xff" * (size - first))
    assert len(command_records(recorded, "articles")) == 3
