"""The index: built once, kept fresh file by file, doubted, and as good as new after any harm."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from medway_tui.dossier import Dossier, DossierError, open_dossier
from medway_tui.index.articles import article, articles, counts, paragraphs
from medway_tui.index.doubting import open_index
from medway_tui.index.names import choices
from medway_tui.index.people import standing
from medway_tui.index.query import parse
from medway_tui.index.quotes import quotes, quotes_of
from medway_tui.index.ratings import inspections, mentions_of, reported, table
from medway_tui.index.search import search
from medway_tui.index.state import known_in
from medway_tui.index.store import Index, IndexDamagedError
from tests.dossiers import FILES, GAZETTE, HERALD, NEWSLETTER, Folder
from tests.running import python

COUNTS = (3, 9, 4)
"""Articles, quotations and speakers of the small dossier."""


def dump(index: Index) -> dict[str, list[Any]]:
    """All that an index holds, but for when its files were changed."""
    names = [
        row[0]
        for row in index.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        )
        if not row[0].startswith(("paragraph_text", "quote_text"))
    ]
    held = {name: sorted(index.rows(f"SELECT * FROM {name}"), key=repr) for name in names}
    held["file"] = sorted(index.rows("SELECT path, kind, stem, layer, size, hash FROM file"))
    held["agent_name in order"] = index.rows("SELECT agent, name FROM agent_name ORDER BY rowid")
    for name in ("paragraph_text", "quote_text"):
        index.connection.execute(f"CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, {name}, instance)")
        held[name] = sorted(index.rows("SELECT * FROM temp.term"))
        index.connection.execute("DROP TABLE temp.term")
    assert len(held) > 20
    return held


def anew(folder: Folder, monkeypatch: pytest.MonkeyPatch, cache: Path) -> dict[str, list[Any]]:
    """What an index holds that is built with nothing to start from."""
    shutil.rmtree(cache, ignore_errors=True)
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        built = open_dossier([folder.root])
        held = dump(built.index)
        built.close()
    return held


def ask_everything(dossier: Dossier) -> None:
    """All that views ask; nothing of it raises, whatever the dossier holds."""
    index = dossier.index
    for row in articles(index):
        assert article(index, row.id) == row
        assert paragraphs(index, row.id)[0].text == row.headline
        quotes_of(index, row.id)
    for quote in quotes(index)[0]:
        standing(index, quote.speaker, quote.article.published)
    for text in (
        "roof",
        "speaker:okafor",
        "party:grn roof",
        "role:leader",
        "in:herald",
        "after:2020 before:2022",
    ):
        search(index, parse(text))
        quotes(index, parse(text))
    counts(index)
    choices(index)
    choices(index, "okafro")
    table(index)
    for inspection in inspections(index):
        assert reported(index, inspection.id)
    mentions_of(index, "event", "okafor-steps-down", "")
    assert index.value("PRAGMA quick_check") == "ok"
    dossier.findings()


def cached(own_home: Path) -> list[str]:
    """The kinds of file in the cache."""
    return sorted(file.suffix for file in (own_home / "cache" / "medway-tui").iterdir())


def index_file(own_home: Path) -> Path:
    (found,) = (own_home / "cache" / "medway-tui").glob("*.sqlite")
    return found


# -- built once ------------------------------------------------------------------------------------


def test_the_index_is_built_once_and_then_opened(folder: Folder, own_home: Path) -> None:
    told: list[tuple[int, int]] = []
    open_dossier([folder.root], progress=lambda done, total: told.append((done, total))).close()
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    inode = index_file(own_home).stat().st_ino
    again = open_dossier([folder.root], progress=lambda *_: pytest.fail("the articles were read again"))
    assert tuple(counts(again.index)) == COUNTS
    assert index_file(own_home).stat().st_ino == inode
    assert again.refresh() is False
    ask_everything(again)


WARM = """
import sys
from pathlib import Path
from medway_tui.dossier import open_dossier
from medway_tui.index.articles import articles
found = open_dossier([Path(sys.argv[1])])
print(len(articles(found.index)), found.index.path is not None)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_warm_start_imports_neither_yaml_nor_pydantic_nor_textual(folder: Folder) -> None:
    cold = python(WARM, folder.root)
    warm = python(WARM, folder.root)
    for done, expected in ((cold, {"yaml", "filelock"}), (warm, set[str]())):
        assert done.returncode == 0, done.stderr
        first, modules = done.stdout.splitlines()
        assert first == "3 True"
        assert {"yaml", "pydantic", "pydantic_core", "rapidfuzz", "filelock"} & set(
            modules.split()
        ) >= expected
        assert not {"textual", "rich", "click"} & set(modules.split())
    assert not {"yaml", "pydantic", "pydantic_core", "filelock"} & set(warm.stdout.split())


# -- kept fresh ------------------------------------------------------------------------------------


def written(dossier: Dossier, table_name: str) -> list[str]:
    """Note from now on every row that is put into a table of a dossier's index."""
    statements: list[str] = []
    start = f"INSERT INTO {table_name} VALUES"
    dossier.index.connection.set_trace_callback(
        lambda s: statements.append(s) if s.startswith(start) else None
    )
    return statements


def test_a_changed_article_is_taken_in_and_no_other_is_written(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert dossier.refresh() is True
    assert len(statements) == 5  # the headline and four paragraphs
    assert "hundred pages" in paragraphs(dossier.index, HERALD)[1].text
    assert search(dossier.index, parse("hundred pages")).total == 1
    assert search(dossier.index, parse("ninety")).total == 0
    assert dossier.refresh() is False


def test_an_article_without_a_change_keeps_its_quotations(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    before = quotes_of(dossier.index, GAZETTE)
    folder.change(f"articles/{HERALD}.yaml", '"2021-05"', '"2021-06"')
    dossier.refresh()
    assert [q._replace(key=0) for q in quotes_of(dossier.index, GAZETTE)] == [
        q._replace(key=0) for q in before
    ]
    assert [row.published for row in articles(dossier.index)] == [None, "2021-03-04", "2021-06"]


def test_a_file_that_is_taken_away_is_gone(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    folder.remove(f"articles/{GAZETTE}.yaml")
    folder.remove(f"quotes/{GAZETTE}.yaml")
    assert dossier.refresh() is True
    assert [row.id for row in articles(dossier.index)] == [NEWSLETTER, HERALD]
    assert search(dossier.index, parse("buckets")).total == 0
    assert tuple(counts(dossier.index)) == (2, 5, 3)
    ask_everything(dossier)


def test_a_file_that_is_added_is_there(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    folder.write(
        "articles/echo-2021-04-01.yaml", FILES[f"articles/{HERALD}.yaml"].replace("2021-05", "2021-04-01")
    )
    assert dossier.refresh() is True
    assert [row.id for row in articles(dossier.index)] == [NEWSLETTER, GAZETTE, "echo-2021-04-01", HERALD]
    assert search(dossier.index, parse("ninety pages")).total == 2


def test_a_file_that_is_touched_but_not_changed_is_not_read(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    os.utime(folder.path(f"articles/{HERALD}.yaml"), ns=(1, 1))
    assert dossier.refresh() is False
    assert statements == []
    assert not dossier.look()


def test_a_file_that_gives_way_to_one_of_the_same_size_and_time_is_read(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    path = folder.path(f"articles/{GAZETTE}.yaml")
    before = path.stat()
    path.write_text(folder.read(f"articles/{GAZETTE}.yaml").replace("buckets", "bunches"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert dossier.refresh() is True
    assert search(dossier.index, parse("bunches")).total == 1


def test_a_changed_person_is_known_everywhere_at_once(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    statements = written(dossier, "paragraph")
    folder.change("people.yaml", "  name: Tom Ashdown", "  name: Thomas Ashdown")
    assert dossier.refresh() is True
    assert statements == []
    (found,) = quotes(dossier.index, parse("speaker:thomas"))[0]
    assert found.speaker_name == "Thomas Ashdown"
    assert "Thomas Ashdown" in {choice.name for choice in choices(dossier.index)}


def test_a_finding_goes_when_its_fault_is_mended(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    name = f"quotes/{HERALD}.yaml"
    folder.change(name, "speaker: tom-ashdown", "speaker: [tom-ashdown")
    dossier.refresh()
    assert [finding.code for finding in dossier.findings()] == ["Y017"]
    assert quotes_of(dossier.index, HERALD) == []
    folder.write(name, FILES[name])
    dossier.refresh()
    assert dossier.findings() == []
    assert len(quotes_of(dossier.index, HERALD)) == 4


def test_a_dossier_whose_own_file_is_taken_away_is_none(folder: Folder) -> None:
    open_dossier([folder.root]).close()
    folder.remove("dossier.yaml")
    with pytest.raises(DossierError, match=r"has no dossier\.yaml"):
        open_dossier([folder.root])


def edits(folder: Folder, own: Folder, chance: random.Random) -> None:
    """One change by chance, such as people and programs make."""
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
def test_an_index_kept_fresh_holds_what_one_built_anew_holds(
    folder: Folder, own_folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    dossier = open_dossier([folder.root])
    for _ in range(8):
        for _ in range(chance.randrange(1, 4)):
            edits(folder, own_folder, chance)
        dossier.refresh()
        ask_everything(dossier)
        assert dump(dossier.index) == anew(folder, monkeypatch, tmp_path / "another-cache")


# -- doubted ---------------------------------------------------------------------------------------


def spoil(path: Path, how: str) -> None:
    """Do an index some harm."""
    size = path.stat().st_size
    if how == "missing":
        path.unlink()
    elif how == "a folder's place":
        path.unlink()
        path.symlink_to("nowhere")
    elif how == "garbage":
        path.write_bytes(b"\xa5" * size)
    elif how == "garbage after the header":
        path.write_bytes(path.read_bytes()[:100] + b"\xa5" * (size - 100))
    elif how == "text":
        path.write_text("this is no index\n" * 20)
    elif how.startswith("cut to"):
        os.truncate(path, int(size * float(how.rsplit(maxsplit=1)[-1])))
    else:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                {
                    "another version": "PRAGMA user_version = 99",
                    "another program's": "PRAGMA application_id = 1",
                    "not built to the end": "DELETE FROM meta WHERE name = 'complete'",
                    "without a table": "DROP TABLE file",
                    "with a table of another shape": "ALTER TABLE file RENAME COLUMN hash TO digest",
                }[how]
            )


HARMS = [
    "missing", "a folder's place", "garbage", "garbage after the header", "text", "another version",
    "another program's", "not built to the end", "without a table", "with a table of another shape",
    "cut to 0", "cut to 0.001", "cut to 0.02", "cut to 0.5", "cut to 0.999",
]  # fmt: skip


@pytest.mark.parametrize("how", HARMS)
def test_an_index_that_can_not_be_trusted_is_built_anew(folder: Folder, own_home: Path, how: str) -> None:
    whole = open_dossier([folder.root])
    held = dump(whole.index)
    whole.close()
    spoil(index_file(own_home), how)
    told: list[int] = []
    dossier = open_dossier([folder.root], progress=lambda done, _: told.append(done))
    assert told == [0, 1, 2, 3]
    assert dossier.index.path == index_file(own_home)
    assert dump(dossier.index) == held
    ask_everything(dossier)
    dossier.close()
    open_dossier([folder.root], progress=lambda *_: pytest.fail("it was built a second time")).close()


def pages_of(path: Path, table_name: str) -> Iterator[int]:
    """The pages on which a table stands."""
    with closing(sqlite3.connect(path)) as connection:
        yield from (
            row[0]
            for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table_name])
        )


@pytest.mark.parametrize("name", ["paragraph", "paragraph_text_data", "quote", "agent", "file"])
def test_harm_that_shows_late_is_mended_while_one_asks(folder: Folder, own_home: Path, name: str) -> None:
    first = open_dossier([folder.root])
    held = dump(first.index)
    first.close()
    path = index_file(own_home)
    size = 4096
    (page,) = pages_of(path, name)
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    dossier = open_dossier([folder.root])
    ask_everything(dossier)
    assert dump(dossier.index) == held


def test_harm_that_shows_while_files_are_looked_at_is_said_to_be_harm(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    (page,) = pages_of(path, "file")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    index = open_index(path)
    assert index is not None
    with pytest.raises(IndexDamagedError):
        list(known_in(index, str(folder.path("articles"))))
    index.close()
    assert not path.exists()


def test_an_index_whose_full_text_is_gone_is_mended_while_one_asks(folder: Folder, own_home: Path) -> None:
    """SQLite's own check finds nothing wrong here; whoever searches does."""
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DELETE FROM paragraph_text_data WHERE id > 10")
    dossier = open_dossier([folder.root])
    assert search(dossier.index, parse("roof")).total == 5
    ask_everything(dossier)


def test_an_index_whose_full_text_is_gone_is_met_once(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DELETE FROM quote_text_data WHERE id > 10")
    ask_everything(open_dossier([folder.root]))
    dossier = open_dossier([folder.root], progress=lambda *_: pytest.fail("it was built a second time"))
    ask_everything(dossier)


def test_a_full_text_that_is_gone_does_not_hinder_a_change(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    with closing(sqlite3.connect(index_file(own_home))) as connection, connection:
        connection.execute("DROP TABLE paragraph_text")
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    dossier = open_dossier([folder.root])
    assert search(dossier.index, parse("hundred")).total == 1
    assert dossier.index.path is not None


# -- stopped on the way ----------------------------------------------------------------------------

KILLED = """
import os, sys
from pathlib import Path
from medway_tui.dossier import open_dossier
open_dossier([Path(sys.argv[1])], progress=lambda done, total: os._exit(9) if done else None)
"""


def test_a_build_that_is_killed_leaves_nothing_that_stays(folder: Folder, own_home: Path) -> None:
    assert python(KILLED, folder.root).returncode == 9
    assert ".new" in cached(own_home)
    dossier = open_dossier([folder.root])
    assert tuple(counts(dossier.index)) == COUNTS
    dossier.close()
    assert set(cached(own_home)) <= {".sqlite", ".lock"}


def test_a_change_that_is_killed_on_the_way_is_made_the_next_time(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_dossier([folder.root]).close()
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    folder.remove(f"articles/{GAZETTE}.yaml")
    assert python(KILLED, folder.root).returncode == 9
    dossier = open_dossier([folder.root])
    assert dump(dossier.index) == anew(folder, monkeypatch, tmp_path / "another-cache")


def stop(done: int, _: int) -> None:
    if done:
        raise KeyboardInterrupt


def test_a_build_that_is_stopped_leaves_nothing_behind(folder: Folder, own_home: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        open_dossier([folder.root], progress=stop)
    assert set(cached(own_home)) <= {".lock"}


def test_a_change_that_is_stopped_leaves_the_index_as_it_was(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    before = dump(dossier.index)
    dossier.close()
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    folder.change(f"articles/{GAZETTE}.yaml", "on every landing", "on each landing")
    with pytest.raises(KeyboardInterrupt):
        open_dossier([folder.root], progress=stop)
    folder.write(f"articles/{HERALD}.yaml", FILES[f"articles/{HERALD}.yaml"])
    folder.write(f"articles/{GAZETTE}.yaml", FILES[f"articles/{GAZETTE}.yaml"])
    assert dump(open_dossier([folder.root]).index) == before


# -- shared ----------------------------------------------------------------------------------------

ONE_OF_TWO = """
import sys
from pathlib import Path
from medway_tui.dossier import open_dossier
from medway_tui.index.articles import counts
sys.stdin.readline()
found = open_dossier([Path(sys.argv[1])])
print(*counts(found.index), found.index.path is not None, len(found.findings()))
"""


def start_together(folder: Folder) -> list[str]:
    """Three programs that open a dossier at the same time; what each says."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_TWO, folder.root],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    return [program.communicate()[0].strip() for program in programs]


def test_programs_that_start_at_once_all_work(folder: Folder, own_home: Path) -> None:
    for _ in range(2):
        assert start_together(folder) == ["3 9 4 True 0"] * 3
        folder.change(f"articles/{HERALD}.yaml", "in May", "in  May")
        folder.change(f"articles/{HERALD}.yaml", "in  May", "in May")
        shutil.rmtree(own_home / "cache")
    assert start_together(folder) == ["3 9 4 True 0"] * 3
    folder.remove(f"articles/{NEWSLETTER}.yaml")
    folder.remove(f"quotes/{NEWSLETTER}.yaml")
    assert start_together(folder) == ["2 8 4 True 0"] * 3


def test_an_open_reader_sees_a_change_that_another_took_in(folder: Folder) -> None:
    one, other = open_dossier([folder.root]), open_dossier([folder.root])
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert one.refresh() is True
    assert search(other.index, parse("hundred")).total == 1
    assert other.refresh() is False


def test_an_open_reader_keeps_what_it_has_when_the_cache_is_emptied(folder: Folder, own_home: Path) -> None:
    dossier = open_dossier([folder.root])
    shutil.rmtree(own_home / "cache")
    ask_everything(dossier)
    assert tuple(counts(open_dossier([folder.root]).index)) == COUNTS


@pytest.mark.parametrize("where", ["cache", "cache/medway-tui"])
def test_where_there_is_no_cache_the_index_is_held_in_memory(
    folder: Folder, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    blocked = own_home / where
    blocked.parent.mkdir(exist_ok=True)
    blocked.write_text("a file, so that no folder can stand here")
    dossier = open_dossier([folder.root])
    assert dossier.index.path is None
    ask_everything(dossier)
    folder.change(f"articles/{HERALD}.yaml", "all ninety pages of it", "all hundred pages of it")
    assert dossier.refresh() is True
    assert search(dossier.index.another(), parse("hundred")).total == 1
    held = dump(dossier.index)
    blocked.unlink()
    assert held == anew(folder, monkeypatch, tmp_path / "another-cache")


def test_a_folder_in_the_place_of_the_index(folder: Folder, own_home: Path) -> None:
    open_dossier([folder.root]).close()
    path = index_file(own_home)
    path.unlink()
    (path / "something").mkdir(parents=True)
    dossier = open_dossier([folder.root])
    assert dossier.index.path is None
    ask_everything(dossier)


# -- whatever the user's files hold ----------------------------------------------------------------

HOSTILE = [
    "", "null\n", "[]\n", "{}\n", "- []\n", "- {}\n", "x\n", "[[[[[[[[[[[[[[[[[[[[[[[[\n", "\x00",
    "&a [*a]\n",
    "- id: roof-2012\n- id: roof-2012\n", "headline: x\npublisher: x\nkind: original\nparagraphs: []\n",
    'headline: x\npublisher: x\nkind: original\npublished: "9999-12-31"\nparagraphs: [x]\n',
    'headline: x\npublisher: x\nkind: original\npublished: "0001"\nparagraphs: [x]\n',
    "- {id: q1, paragraph: 999999, exact: x, type: direct, speaker: nobody}\n"
    "- {id: q2, paragraph: 0, exact: y, type: none, continues: q1}\n"
    "- {id: q3, paragraph: 1, exact: z, type: direct, continues: q2}\n",
    "- {id: mary-okafor, name: '%', memberships:"
    " [{organization_id: mary-okafor, role: '*', on_behalf_of_id: x}]}\n",
    "- {id: survey-2018, name: x, areas: [{id: a, name: a, rows: [other, other]},"
    " {id: a, name: b, rows: [other]}],"
    " grades: [x, x]}\n",
    "- {id: survey-2018, name: x, areas: [], grades: []}\n",
    "title: x\nprovider: {name: x}\nframework: nowhere\ninspected: {start: '2021', end: '2020'}\n"
    "published: '0001'\n"
    "judgements: [{area: a, grade: b, printed: c}, {area: a, grade: b, printed: c}]\n",
    "- {id: e, date: '0001/9999', title: x, evidence: [{article: e, paragraph: 0}]}\n",
    "- {id: d, title: x, kind: wording, sides: [{says: x}, {says: x}]}\n",
    "id: ../../outside\n", "id: another-one\ntitle: x\nlanguage: en\n", "language: '\"'\n",
]  # fmt: skip


@pytest.mark.parametrize("name", [*sorted(FILES)[::2], *sorted(FILES)[1::2]])
def test_nothing_in_the_users_files_stops_the_reader(folder: Folder, own_folder: Folder, name: str) -> None:
    dossier = open_dossier([folder.root])
    for content in HOSTILE:
        own_folder.write(name, content)
        dossier.refresh()
        ask_everything(dossier)
        assert len(articles(dossier.index)) >= 3
    dossier.close()
    for content in HOSTILE[-4:]:
        own_folder.write(name, content)
        opened = open_dossier([folder.root])
        ask_everything(opened)
        assert opened.index.path is not None
        opened.close()


def test_a_quotation_is_as_unsure_as_its_least_sure_draft(folder: Folder) -> None:
    folder.change(
        f"quotes/{GAZETTE}.yaml",
        "  type: direct\n  continues: q5\n",
        "  type: direct\n  continues: q5\n  draft: 0.4\n",
    )
    folder.change(
        f"quotes/{GAZETTE}.yaml", "  cue: said\n  type: mixed\n", "  cue: said\n  type: mixed\n  draft: 1\n"
    )
    dossier = open_dossier([folder.root])
    drafts = {quote.id: quote.draft for quote in quotes_of(dossier.index, GAZETTE)}
    dossier.close()
    assert drafts == {"q1": None, "q3": None, "q4": 1.0, "q5": 0.4}
