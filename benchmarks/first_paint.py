"""How long until the first line of the article is on the screen, against a bare Textual app.

Both run in a pseudo-terminal of 120×40, one after the other in turn; what counts is the time from the
start of the process until the first words of the article's first paragraph arrive. The reader is warm:
its index is built before. Prints the medians and their ratio; the budget is 1.15.

usage: first_paint.py [--runs N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

from medway_tui.dossier import open_dossier
from medway_tui.index.articles import articles, paragraphs

HERE = Path(__file__).parent
BUDGET = 1.15


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            HOME=home, XDG_CACHE_HOME=f"{home}/cache", XDG_DATA_HOME=f"{home}/data", TERM="xterm-256color"
        )
        # As for anyone who starts the program twice: its modules are compiled, as Textual's are.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        marker, article = _article(Path(home))
        reader = [sys.executable, "-m", "medway_tui"]
        bare = [sys.executable, str(HERE / "bare_app.py"), str(article)]
        times: dict[str, list[float]] = {"bare": [], "reader": []}
        for run in range(runs + 1):
            for name, command in (("bare", bare), ("reader", reader)):
                taken = _first_paint(command, marker)
                if run:  # the first of each warms the disk
                    times[name].append(taken)
    floor, ours = (statistics.median(times[name]) for name in ("bare", "reader"))
    # Of neighbours in time, as a machine that others use is slow and quick by turns.
    ratio = statistics.median(o / b for o, b in zip(times["reader"], times["bare"], strict=True))
    best = min(times["reader"]) / min(times["bare"])
    print(f"first line painted, median of {runs}, interleaved, 120×40")
    print(f"  bare app  {floor * 1000:6.0f} ms")
    print(f"  reader    {ours * 1000:6.0f} ms")
    print(f"  ratio     {ratio:6.2f}   (median of pairs; of the fastest runs {best:.2f}; budget {BUDGET})")


def _article(folder: Path) -> tuple[str, Path]:
    """The first article as plain text, and the words that the pane begins with."""
    dossier = open_dossier()
    first = articles(dossier.index)[0]
    texts = [paragraph.text for paragraph in paragraphs(dossier.index, first.id)]
    dossier.close()
    path = folder / "article.txt"
    path.write_text("\n\n".join(texts), encoding="utf-8")
    return " ".join(texts[1].split()[:4]), path


def _first_paint(command: list[str], marker: str) -> float:
    started = time.perf_counter()
    child = pexpect.spawn(command[0], command[1:], dimensions=(40, 120), timeout=30)
    child.expect_exact(marker.encode())
    taken = time.perf_counter() - started
    child.kill(9)
    child.close(force=True)
    return taken


if __name__ == "__main__":
    if subprocess.run([sys.executable, "-c", "import medway_tui"], check=False).returncode:
        sys.exit("medway-tui is not installed in this Python: make bench")
    main()
