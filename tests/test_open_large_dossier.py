"""Opening a large dossier: the first article is scanned first, the rest later."""

from __future__ import annotations

import pytest

from medway_tui.content import files
from medway_tui.index.articles import get_article, list_articles, list_paragraphs
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.sync.live_reload import LiveReloader
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

FAULT = "headline: [\n"
"""A file that is not YAML."""


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch, folder: Folder) -> None:
    """Treat a few files as many, with an index that exists already."""
    open_dossier([folder.root]).close()
    monkeypatch.setattr("medway_tui.sync.dossier._MAX_FILES_SCANNED_FIRST", 2)


def texts(dossier: Dossier, name: str) -> str:
    """Return an article's indexed text; empty without one."""
    return "\n".join(paragraph.text for paragraph in list_paragraphs(dossier.index, name))


def order(folder: Folder) -> list[str]:
    """Return the article ids, oldest first."""
    dossier = open_dossier([folder.root])
    found = [row.id for row in list_articles(dossier.index)]
    dossier.close()
    return found


def test_the_article_shown_first_is_as_its_file_is_and_the_rest_comes_with_the_first_look(
    folder: Folder,
) -> None:
    first, *_, last = order(folder)
    for name in (first, last):
        folder.append(f"articles/{name}.yaml", "  - A last word.\n")
    dossier = open_dossier([folder.root], wait=False)
    assert "A last word." in texts(dossier, first)
    assert "A last word." not in texts(dossier, last)
    assert not dossier.fully_scanned
    follower = LiveReloader(dossier)
    news = follower.scan()
    assert news is not None
    assert news.changed
    assert "A last word." in texts(dossier, last)
    assert follower.scan() is None
    follower.close()
    dossier.close()


def test_not_all_files_are_looked_at_before_the_paint(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = order(folder)
    seen: list[str] = []
    stat_file, stat_folder = files._stat_file, files.stat_folder

    def note_file(path: str, kind: files.FileKind, stem: str, layer: int) -> files.ContentFile:
        seen.append(stem)
        return stat_file(path, kind, stem, layer)

    def note_folder(path: str) -> files.FolderListing:
        listing = stat_folder(path)
        seen.extend(name.removesuffix(files.SUFFIX) for name in listing.names)
        return listing

    monkeypatch.setattr(files, "_stat_file", note_file)
    monkeypatch.setattr("medway_tui.sync.scan.stat_folder", note_folder)
    open_dossier([folder.root], wait=False).close()
    assert set(seen) == {first}
    seen.clear()
    open_dossier([folder.root]).close()
    assert {first, *others} <= set(seen)


def test_where_the_first_article_is_gone_the_next_one_is_looked_at(folder: Folder) -> None:
    first, second, *_ = order(folder)
    folder.remove(f"articles/{first}.yaml")
    folder.append(f"articles/{second}.yaml", "  - A last word.\n")
    dossier = open_dossier([folder.root], wait=False)
    assert get_article(dossier.index, first) is None
    assert "A last word." in texts(dossier, second)
    dossier.close()


@pytest.mark.parametrize("name", [GAZETTE, HERALD, NEWSLETTER])
def test_what_was_broken_before_the_opening_is_no_news_and_nothing_is_kept_of_it(
    folder: Folder, name: str
) -> None:
    folder.write(f"articles/{name}.yaml", FAULT)
    dossier = open_dossier([folder.root], wait=False)
    follower = LiveReloader(dossier)
    news = follower.scan()
    assert news is None or not (news.new_findings or news.stale_files)
    assert get_article(dossier.index, name) is None
    assert dossier.findings_count()
    # From now on it is as ever: what was sound when it was read stays, and is told.
    other = next(each for each in (GAZETTE, HERALD) if each != name)
    folder.write(f"articles/{other}.yaml", FAULT)
    news = follower.scan()
    assert news is not None
    assert news.new_findings
    assert get_article(dossier.index, other) is not None
    follower.close()
    dossier.close()


def test_a_command_sees_every_file_as_it_is(folder: Folder) -> None:
    for name in order(folder):
        folder.append(f"articles/{name}.yaml", "  - A last word.\n")
    dossier = open_dossier([folder.root])
    assert all("A last word." in texts(dossier, row.id) for row in list_articles(dossier.index))
    assert dossier.fully_scanned
    dossier.close()
