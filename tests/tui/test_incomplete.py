"""Articles that can't be read yet: listed in Read with what is missing, until they are complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.index.incomplete import count_incomplete, get_incomplete, incomplete_position, list_incomplete
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui import external
from medway_tui.tui.read.view import ReadView
from tests.fixtures_library import GAZETTE, NEWSLETTER, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

BEGUN = """\
headline: The quay is shut
publisher: ""
kind: account
paragraphs:
  - The quay was shut on Friday.
  - >-
    …
"""
COMPLETE = BEGUN.replace('""', "Quay News").replace("…", "Boats use the steps.")


@pytest.fixture
def begun(folder: Folder) -> Folder:
    """Return the library with an article that is not complete."""
    folder.write("articles/quay.yaml", BEGUN)
    return folder


async def read_again(opened: ReaderPilot) -> None:
    """Read the files again."""
    opened.app.live_reload.scan()
    await opened.settle()


async def test_it_is_listed_with_what_is_missing_and_opens_as_far_as_it_goes(begun: Folder) -> None:
    dossier = open_dossier([begun.root])
    async with open_reader(dossier, (160, 40), toasts=True) as opened:
        assert opened.open_article == NEWSLETTER  # the first one that can be read
        assert "✎ no date · no publisher" in opened.text("#articles")
        assert "The quay is shut" in opened.text("#articles")
        assert "1 not complete" in opened.lines()[0]
        await opened.press("[")
        assert opened.open_article == "quay"
        shown = opened.joined_text("#text")
        assert "The quay was shut on Friday." in shown
        assert "Not complete yet: no date · no publisher · 1 block to write." in shown
        assert "e opens it in your editor, at line 2" in shown
        await opened.press("y")
        assert opened.toast_messages()[-1] == "Not complete yet: there is nothing to cite"
        await opened.press("]")
        assert opened.open_article == NEWSLETTER
    dossier.close()


async def test_it_becomes_an_article_once_it_is_complete(begun: Folder) -> None:
    dossier = open_dossier([begun.root])
    async with open_reader(dossier, (160, 40)) as opened:
        await opened.press("[")
        begun.write("articles/quay.yaml", COMPLETE)
        await read_again(opened)
        assert opened.open_article == "quay"
        assert "Boats use the steps." in opened.text("#text")
        assert "✎" not in opened.text()
        assert "not complete" not in opened.lines()[0]
        assert count_incomplete(dossier.index) == 0
        begun.remove("articles/quay.yaml")
        await read_again(opened)
        assert "quay" not in opened.text("#articles")
    dossier.close()


async def test_the_editor_opens_at_the_line(begun: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setenv("EDITOR", "vi")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(external, "run_editor", lambda _, command: commands.append(command))
    dossier = open_dossier([begun.root])
    async with open_reader(dossier) as opened:
        await opened.press("[", "e")
    assert commands == [["vi", "+2", str(begun.path("articles/quay.yaml"))]]
    dossier.close()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_dossier_with_nothing_else_opens_it(tmp_path: Path, size: tuple[int, int]) -> None:
    folder = Folder(tmp_path / "mill")
    folder.write("dossier.yaml", "id: mill\ntitle: Mill\nlanguage: en-GB\n")
    folder.write("articles/a-broken.yaml", 'headline: "The quay\n')
    folder.write("articles/quay.yaml", BEGUN)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size) as opened:
        assert "line 1: the quotation mark" in opened.joined_text("#text")
        assert isinstance(opened.screen, ReadView)
        await opened.press("]")
        assert "The quay was shut" in opened.joined_text("#text")
        await opened.press("shift+tab")
        assert "✎ no date" in opened.text("#articles")
    dossier.close()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("", "line 1: "),
        ("- a list\n", "line 1: "),
        ("kind: original\n", "no date · no publisher · no headline · no text"),
        (COMPLETE.replace("kind", 'published: "2024-02-31"\nkind'), "the date 2024-02-31 is none"),
        (COMPLETE.replace("kind: account", "kind: story\npublished: '2024-05-04'"), "line 3: kind: “story”"),
        (COMPLETE.replace("kind: account", "kind: [a]\npublished: [x]"), "no date"),
    ],
)
def test_what_is_missing_is_said_in_a_few_words(folder: Folder, text: str, missing: str) -> None:
    folder.write("articles/quay.yaml", text)
    dossier = open_dossier([folder.root])
    row = get_incomplete(dossier.index, "quay")
    assert row is not None
    assert " · ".join(row.missing).startswith(missing)
    dossier.close()


def test_a_good_version_below_a_faulty_one_is_an_article(folder: Folder, tmp_path: Path) -> None:
    upper = Folder(tmp_path / "upper")
    upper.write(f"articles/{GAZETTE}.yaml", "publisher: [x]\n")
    upper.write("articles/b.yaml", BEGUN)
    upper.write("articles/a.yaml", BEGUN)
    dossier: Dossier = open_dossier([folder.root, upper.root])
    assert [row.id for row in list_incomplete(dossier.index, 0, 9)] == ["a", "b"]
    assert [row.id for row in list_incomplete(dossier.index, 1, 9)] == ["b"]
    assert incomplete_position(dossier.index, "b") == 1
    assert incomplete_position(dossier.index, GAZETTE) is None
    dossier.close()
