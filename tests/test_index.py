"""The index: built once and then opened, whatever the user's files contain."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.index.articles import count_contents, list_articles
from medway_tui.index.connection import bind_values
from medway_tui.index.quotes import article_quotes
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import FILES, GAZETTE, Folder
from tests.index_helpers import COUNTS, index_file, run_every_query
from tests.process_helpers import run_python


def test_the_index_is_built_once_and_then_opened(folder: Folder, own_home: Path) -> None:
    reported: list[tuple[int, int]] = []
    open_dossier([folder.root], progress=lambda done, total: reported.append((done, total))).close()
    assert reported == [(0, 3), (1, 3), (2, 3), (3, 3)]
    inode = index_file(own_home).stat().st_ino
    again = open_dossier([folder.root], progress=lambda *_: pytest.fail("the articles were read again"))
    assert tuple(count_contents(again.index)) == COUNTS
    assert index_file(own_home).stat().st_ino == inode
    assert again.refresh() is False
    run_every_query(again)


WARM = """
import sys
from pathlib import Path
from medway_tui.sync.dossier import open_dossier
from medway_tui.index.articles import list_articles
found = open_dossier([Path(sys.argv[1])])
print(len(list_articles(found.index)), found.index.path is not None)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_warm_start_imports_neither_yaml_nor_pydantic_nor_textual(folder: Folder) -> None:
    cold = run_python(WARM, folder.root)
    warm = run_python(WARM, folder.root)
    for done, expected in ((cold, {"yaml", "filelock"}), (warm, set[str]())):
        assert done.returncode == 0, done.stderr
        first, modules = done.stdout.splitlines()
        assert first == "3 True"
        assert {"yaml", "pydantic", "pydantic_core", "rapidfuzz", "filelock"} & set(
            modules.split()
        ) >= expected
        assert not {"textual", "rich", "click"} & set(modules.split())
    assert not {"yaml", "pydantic", "pydantic_core", "filelock"} & set(warm.stdout.split())


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
        run_every_query(dossier)
        assert len(list_articles(dossier.index)) >= 3
    dossier.close()
    for content in HOSTILE[-4:]:
        own_folder.write(name, content)
        opened = open_dossier([folder.root])
        run_every_query(opened)
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
    drafts = {quote.id: quote.draft for quote in article_quotes(dossier.index, GAZETTE)}
    dossier.close()
    assert drafts == {"q1": None, "q3": None, "q4": 1.0, "q5": 0.4}


def test_numbered_places_of_a_statement_are_filled_as_python_3_14_wants_them(folder: Folder) -> None:
    """There a sequence for ``?1`` is an error; before 3.12 it does not even warn."""
    assert bind_values("SELECT ?", (7,)) == (7,)
    assert bind_values("SELECT ?1 + ?2 + ?1", (7, 1)) == {"1": 7, "2": 1}
    dossier = open_dossier([folder.root])
    assert dossier.index.value("SELECT ?1 + ?2 + ?1", (7, 1)) == 15
    assert [*dossier.index.iter_rows("SELECT ?1 + ?1", (7,))] == [(14,)]
    dossier.close()
