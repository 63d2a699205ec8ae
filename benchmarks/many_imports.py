"""Import folders of invented pages of several sizes: the time of a file and the memory must not grow.

Each size is imported by a process of its own into an empty dossier; then the same command runs again, which
passes over all of them. New people come up ever more rarely, as in a real batch.

usage: many_imports.py [--sizes N,N,...]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from measures import Measure, Workspace

SIZES = (1_000, 2_000, 4_000)
_TABLE_SIZES = (100, 400)
_FIRST = ("Ada", "Bram", "Ida", "Noor", "Perdita", "Tom", "Maud", "Colin", "Esther", "Gwen", "Hugh", "Rosa")
_LAST = ("Quill", "Oakes", "Penhale", "Hadley", "Lowe", "Ashdown", "Tully", "Marsh", "Sturrock", "Vane")
_WORDS = (
    *("council", "meeting", "budget", "roof", "harbour", "winter", "residents", "plan", "bridge", "school"),
    *("water", "repair", "report", "committee", "money", "street", "market", "library", "decision", "letter"),
    *("bus", "hall", "officer", "survey", "garden", "vote", "promise", "delay", "contract", "summer"),
)


class Run(NamedTuple):
    """A process that imported a folder."""

    seconds: float
    processor: float
    """Processor seconds."""
    megabytes: float
    """Its peak memory."""


def make_pages(folder: Path, number: int) -> None:
    """Write invented pages: each has about 400 words and three quotations."""
    folder.mkdir()
    for n in range(number):
        chance = random.Random(n)  # noqa: S311 - no secret
        paragraphs = []
        for part in range(9):
            words = " ".join(chance.choices(_WORDS, k=40))
            paragraphs.append(f"The {words}, as was said in Wrenmouth on the {part + 1}th.")
        for part in range(3):
            paragraphs.insert(
                2 * part + 2, f"“We {' '.join(chance.choices(_WORDS, k=14))},” said {_name(chance, n)}."
            )
        body = "\n".join(f"<p>{each}</p>" for each in paragraphs)
        headline = f"{' '.join(chance.choices(_WORDS, k=4)).capitalize()} {n}"
        day = f"{2000 + n % 24}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        (folder / f"{n:06}.html").write_text(
            f"<!doctype html><html lang=en><head><title>{headline} | Wrenmouth Post</title>"
            f"<meta property=og:site_name content='Wrenmouth Post'>"
            f"<link rel=canonical href=https://post.example/news/{n}>"
            f"<meta property=article:published_time content={day}></head><body><nav><a href=/>Home</a></nav>"
            f"<article><h1>{headline}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
        )


def _name(chance: random.Random, n: int) -> str:
    """Return a person's name; the later the page, the likelier one that has been named."""
    number = int(chance.random() ** 3 * min(n + 10, 3_000))
    first = _FIRST[number % len(_FIRST)]
    return (
        f"{first} {_LAST[number // len(_FIRST) % len(_LAST)]}{_suffix(number // (len(_FIRST) * len(_LAST)))}"
    )


def _suffix(number: int) -> str:
    return f"-{_LAST[number % len(_LAST)]}" if number else ""


def run_import(saved: Path, dossier: Path, home: Path) -> Run:
    """Import a folder in a process of its own."""
    env = {**os.environ, "XDG_CACHE_HOME": str(home / "cache"), "XDG_DATA_HOME": str(home / "data")}
    arguments = [
        sys.executable,
        "-m",
        "medway_tui",
        "import",
        "--quiet",
        "--content",
        str(dossier),
        str(saved),
    ]
    began = time.perf_counter()
    with (home / "out").open("w") as out:
        actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), stream) for stream in (1, 2)]
        child = os.posix_spawn(sys.executable, arguments, env, file_actions=actions)
        _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit((home / "out").read_text()[-2000:])
    # On macOS in bytes, elsewhere in kilobytes.
    memory = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Run(time.perf_counter() - began, used.ru_utime + used.ru_stime, memory)


def measure_size(number: int, top: Path) -> tuple[Run, Run]:
    """Import a folder of so many pages, and again."""
    home = top / str(number)
    home.mkdir()
    saved, dossier = home / "saved", home / "dossier"
    make_pages(saved, number)
    dossier.mkdir()
    (dossier / "dossier.yaml").write_text("id: many\ntitle: Many\nlanguage: en-GB\n")
    first, again = (run_import(saved, dossier, home) for _ in range(2))
    shutil.rmtree(home)
    return first, again


def measures(workspace: Workspace) -> Iterator[Measure]:
    """Yield how the time of a file and the memory grow with the number of files."""
    top = workspace.top / "many-imports"
    top.mkdir()
    (few, _), (many, again) = (measure_size(number, top) for number in _TABLE_SIZES)
    smaller, larger = _TABLE_SIZES
    before, after = few.processor / smaller * 1000, many.processor / larger * 1000
    name = f"import of {larger} pages"
    baseline = f"with {smaller} pages"
    yield Measure(f"{name}, time of a page", after, "ms", baseline, before, after / before, ratio_budget=1.2)
    ratio = many.megabytes / few.megabytes
    yield Measure(f"{name}, memory", many.megabytes, "MB", baseline, few.megabytes, ratio, ratio_budget=1.2)
    share = again.processor / many.processor
    yield Measure(
        f"{name}, again", again.processor, "s", "the first", many.processor, share, ratio_budget=0.2
    )


def print_sizes(sizes: Sequence[int]) -> None:
    """Measure and print each size, with ratios to the first."""
    print(
        f"{'files':>7} {'seconds':>8} {'ms a file':>10} {'ratio':>6} {'MB':>6} {'ratio':>6} {'again, s':>9}"
    )
    first: tuple[float, float] | None = None
    for number in sizes:
        with tempfile.TemporaryDirectory() as top:
            run, again = measure_size(number, Path(top))
        each = run.processor / number * 1000
        first = first or (each, run.megabytes)
        print(
            f"{number:7,} {run.seconds:8.1f} {each:10.1f} {each / first[0]:6.2f}"
            f" {run.megabytes:6.0f} {run.megabytes / first[1]:6.2f} {again.seconds:9.1f}",
            flush=True,
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    print_sizes([int(each) for each in parser.parse_args().sizes.split(",")])


if __name__ == "__main__":
    main()
