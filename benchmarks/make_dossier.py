"""Write a made-up dossier of any size: the same for the same seed, byte for byte.

usage: make_dossier.py [--articles N] [--seed S] FOLDER
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from data.corpus import make


def main() -> None:
    """Write the dossier and print its size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    make(options.folder, options.articles, options.seed)
    size = sum(
        entry.stat().st_size for name in ("articles", "quotes") for entry in os.scandir(options.folder / name)
    )
    took = time.perf_counter() - started
    print(f"{options.articles:,} articles, {size / 2**20:.1f} MB, seed {options.seed}, in {took:.1f} s")


if __name__ == "__main__":
    main()
