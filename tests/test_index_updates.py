"""Updating the index file by file gives the same contents as a rebuild."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from medway_tui.index.articles import count_contents, list_articles, list_paragraphs
from medway_tui.index.names import speaker_choices
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import article_quotes, find_quotes
from medway_tui.index.search import search
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.locations import DossierError
from tests.fixtures_library import FILES, GAZETTE, HERALD, NEWSLETTER, Folder
from tests.index_helpers import dump_fresh_build, dump_index, run_every_query


def written(dossier: Dossier, table_name: str) -> list[str]:
    """Record every row inserted into a table from now on."""
    statements: list[str] = []
    start = f"INSERT INTO {table_name} ("
    dossier.index.connection.set_trace_callback(
        lambda s: statements.append(s) if s.startswith(start) else None
    )
    return statements


def test_a_changed_article_is_indexed_and_no_other_is_written(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert dossier.refresh() is True
    assert len(statements) == 5  # the headline and four paragraphs
    assert "hundred pages" in list_paragraphs(dossier.index, HERALD)[1].text
    assert search(dossier.index, parse_query("hundred pages")).total == 1
    assert search(dossier.index, parse_query("ninety")).total == 0
    assert dossier.refresh() is False


def test_an_article_without_a_change_keeps_its_quotations(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    before = article_quotes(dossier.index, GAZETTE)
    folder.change(f"articles/{HERALD}.yaml", '"2021-05"', '"2021-06"')
    dossier.refresh()
    assert [q._replace(key=0) for q in article_quotes(dossier.index, GAZETTE)] == [
        q._replace(key=0) for q in before
    ]
    assert [row.published for row in list_articles(dossier.index)] == [None, "2021-03-04", "2021-06"]


def test_a_file_that_is_removed_is_gone(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    folder.remove(f"articles/{GAZETTE}.yaml")
    folder.remove(f"quotes/{GAZETTE}.yaml")
    assert dossier.refresh() is True
    assert [row.id for row in list_articles(dossier.index)] == [NEWSLETTER, HERALD]
    assert search(dossier.index, parse_query("buckets")).total == 0
    assert tuple(count_contents(dossier.index)) == (2, 5, 3)
    run_every_query(dossier)


def test_a_file_that_is_added_is_there(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    folder.write(
        "articles/echo-2021-04-01.yaml", FILES[f"articles/{HERALD}.yaml"].replace("2021-05", "2021-04-01")
    )
    assert dossier.refresh() is True
    assert [row.id for row in list_articles(dossier.index)] == [
        NEWSLETTER,
        GAZETTE,
        "echo-2021-04-01",
        HERALD,
    ]
    assert search(dossier.index, parse_query("ninety pages")).total == 2


def test_a_file_that_is_touched_but_not_changed_is_not_read(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    os.utime(folder.path(f"articles/{HERALD}.yaml"), ns=(1, 1))
    assert dossier.refresh() is False
    assert statements == []
    assert not dossier.scan()


def test_a_file_that_gives_way_to_one_of_the_same_size_and_time_is_read(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    path = folder.path(f"articles/{GAZETTE}.yaml")
    before = path.stat()
    path.write_text(folder.read(f"articles/{GAZETTE}.yaml").replace("buckets", "bunches"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert dossier.refresh() is True
    assert search(dossier.index, parse_query("bunches")).total == 1


def test_a_changed_person_is_known_everywhere_at_once(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    folder.change("people.yaml", "  name: Tom Ashdown", "  name: Thomas Ashdown")
    assert dossier.refresh() is True
    assert statements == []
    (found,) = find_quotes(dossier.index, parse_query("speaker:thomas"))[0]
    assert found.speaker_name == "Thomas Ashdown"
    assert "Thomas Ashdown" in {choice.name for choice in speaker_choices(dossier.index)}


def test_a_finding_goes_when_its_fault_is_fixed(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    name = f"quotes/{HERALD}.yaml"
    folder.change(name, "speaker: tom-ashdown", "speaker: [tom-ashdown")
    dossier.refresh()
    assert [finding.code for finding in dossier.findings()] == ["Y017"]
    assert article_quotes(dossier.index, HERALD) == []
    folder.write(name, FILES[name])
    dossier.refresh()
    assert dossier.findings() == []
    assert len(article_quotes(dossier.index, HERALD)) == 4


def test_a_dossier_whose_own_file_is_removed_is_none(folder: Folder) -> None:
    open_dossier([folder.root]).close()
    folder.remove("dossier.yaml")
    with pytest.raises(DossierError, match=r"has no dossier\.yaml"):
        open_dossier([folder.root])


def make_random_change(folder: Folder, own: Folder, chance: random.Random) -> None:
    """Make a random change, as people and programs do."""
    where = own if chance.random() < 0.3 else folder
    name = chance.choice([name for name in FILES if name != "dossier.yaml" or where is own])
    names = {"new": name.replace(".yaml", "-2.yaml") if "/" in name else name, "old": name}
    kind = chance.choice(
        ["restore", "remove", "break", "cut", "swap", "add", "touch", "shift", "empty", "rename"]
    )
    text = where.read(name) if where.path(name).is_file() else FILES[name]
    lines = text.splitlines(keepends=True) or ["\n"]
    if kind == "remove":
        where.path(name).unlink(missing_ok=True)
    elif kind == "break":
        where.write(name, text + "}: [\n")
    elif kind == "cut":
        del lines[chance.randrange(len(lines)) :]
        where.write(name, "".join(lines))
    elif kind == "swap":
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        where.write(name, "".join(lines))
    elif kind == "add":
        where.write(names["new"], FILES[name])
    elif kind == "touch" and where.path(name).is_file():
        os.utime(where.path(name), ns=(chance.randrange(10**18), chance.randrange(10**18)))
    elif kind == "shift":
        where.write(
            name, text.replace("2021-05", chance.choice(["2021-06", "2019"])).replace("mary-okafor", "mary")
        )
    elif kind == "empty":
        where.write(name, "")
    elif kind == "rename" and where.path(name).is_file():
        where.path(name).rename(where.path(names["new"]))
    else:
        where.write(name, FILES[name])


@pytest.mark.parametrize("seed", range(10))
def test_an_index_kept_fresh_holds_what_one_rebuilt_holds(
    folder: Folder, own_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    dossier = open_dossier([folder.root])
    for _ in range(8):
        for _ in range(chance.randrange(1, 4)):
            make_random_change(folder, own_folder, chance)
        dossier.refresh()
        run_every_query(dossier)
        assert dump_index(dossier.index) == dump_fresh_build(folder, monkeypatch, tmp_path / "another-cache")
