"""Index builds in batches: visible between batches, stopped and continued."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from medway_tui.index.articles import count_contents
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync import scan
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent
from tests.fixtures_library import EXTRA_ARTICLES, Folder
from tests.index_helpers import dump_fresh_build, dump_index


def stop_at(number: int) -> object:
    def progress(done: int, _: int) -> None:
        if done >= number:
            raise KeyboardInterrupt

    return progress


def test_a_build_that_is_stopped_is_continued(
    many: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        open_dossier([many.root], progress=stop_at(150))  # type: ignore[arg-type]
    reported: list[tuple[int, int]] = []
    begun = open_dossier([many.root], wait=False)
    assert not begun.complete
    articles_count = count_contents(begun.index).articles
    assert 0 < articles_count < EXTRA_ARTICLES
    # Evidence in an article and its quotations are indexed with the article.
    assert search(begun.index, parse_query("ninety pages")).total > 0
    begun.close()
    dossier = open_dossier([many.root], progress=lambda done, total: reported.append((done, total)))
    assert dossier.complete
    assert reported[0][0] >= articles_count
    assert reported[-1] == (EXTRA_ARTICLES + 3, EXTRA_ARTICLES + 3)
    held = dump_index(dossier.index)
    monkeypatch.setattr(scan, "MAX_ARTICLES_AT_ONCE", EXTRA_ARTICLES * 2)
    assert held == dump_fresh_build(many, monkeypatch, tmp_path / "another-cache")


def test_the_rest_is_indexed_while_the_reader_is_open(many: Folder) -> None:
    dossier = open_dossier([many.root], wait=False)
    assert not dossier.complete
    reported: list[ReloadEvent] = []
    done = threading.Event()

    def tell(news: ReloadEvent) -> None:
        reported.append(news)
        if news.progress is None and dossier.complete:
            done.set()

    follower = LiveReloader(dossier)
    thread = threading.Thread(target=follower.run, args=(tell,))
    thread.start()
    try:
        assert done.wait(30)
        assert count_contents(dossier.index).articles == EXTRA_ARTICLES + 3
        assert reported[-1].changed
        assert reported[-1].problem is None
    finally:
        follower.stop()
        thread.join(20)
    assert not thread.is_alive()
    dossier.close()
