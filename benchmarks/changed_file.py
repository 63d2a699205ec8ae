"""Measure the time from writing a file until its change can be found in the index.

The file overrides an article from the user's own folder, so the dossier stays as it is. The first change is
the slowest: it loads the YAML modules.

usage: changed_file.py [--articles N] [--runs N] [--corpora FOLDER] [--cache FOLDER] [--markdown]
"""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Iterator

from measures import Measure, Workspace, run_benchmark
from medway_tui.index.articles import oldest_articles
from medway_tui.index.query_language import parse_query
from medway_tui.index.search import search
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent

BUDGET = 1.0
_PATIENCE = 60
_BEGUN, _LOOK = 5.0, 1e-4
"""Seconds until the live reloader has scanned all files: in all, and for each article."""


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield the first and the slowest of several changes."""
    dossier = open_dossier(workspace.indexed(workspace.articles))
    own = dossier.roots[-1]
    stem = next(iter(oldest_articles(dossier.index, 1).values())).id
    file = own / "articles" / f"{stem}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    news: queue.Queue[ReloadEvent] = queue.Queue()
    follower = LiveReloader(dossier)
    thread = threading.Thread(target=follower.run, args=(news.put,))
    thread.start()
    taken = []
    try:
        time.sleep(_BEGUN + _LOOK * workspace.articles)
        for number in range(workspace.runs):
            word = f"zyx{number}"
            started = time.perf_counter()
            file.write_text(f"headline: What is called {word} now\n", encoding="utf-8")
            while not search(dossier.index, parse_query(word)).total:
                news.get(timeout=_PATIENCE)
            taken.append(time.perf_counter() - started)
            time.sleep(0.3)
    finally:
        follower.stop()
        thread.join()
        shutil.rmtree(own)
        dossier.refresh()
        dossier.close()
    yield Measure(f"one changed file of {workspace.articles:,}, the first", taken[0], "s", budget=BUDGET)
    yield Measure(
        f"one changed file of {workspace.articles:,}, the slowest after it",
        max(taken[1:]),
        "s",
        budget=BUDGET,
    )


if __name__ == "__main__":
    run_benchmark(measures, __doc__)
