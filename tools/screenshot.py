"""Draw the pictures of README and docs with the running program.

usage: screenshot.py [--size 120x36]

Each is an SVG that Textual draws from what is on the screen, without the fonts that it would load from
elsewhere.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from pathlib import Path

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"

SCENES = {
    "read": ("n", "n", "n", "n", "n"),
    "quotes": ("c", "j", "a", "r", "enter", "j", "j"),
    "ratings": ("3",),
    "reported": ("3", "h", "r", "right"),
    "timeline": ("4", *"j" * 14),
    "people": ("5", "f", *"iles", "enter", "enter"),
    "differences": ("6",),
    "search": ("slash", *"shock"),
}
"""The keys pressed for each picture."""


def main() -> None:
    """Draw every picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--size", default="120x36")
    columns, rows = map(int, parser.parse_args().size.split("x"))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CACHE_HOME=home, XDG_DATA_HOME=home, TEXTUAL_ANIMATIONS="none")
        for name, keys in SCENES.items():
            asyncio.run(_draw(name, keys, (columns, rows)))


async def _draw(name: str, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    from medway_tui.sync.dossier import open_dossier  # noqa: PLC0415 - reads the environment set above
    from medway_tui.tui.app import ReaderApp  # noqa: PLC0415

    app = ReaderApp(open_dossier())
    async with app.run_test(size=size) as pilot:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        svg = app.export_screenshot(title="medway-tui")
    # Textual's ids differ from run to run.
    ids = sorted(set(re.findall(r"terminal-\d+", svg)))
    for unique in ids:
        svg = svg.replace(unique, "terminal")
    svg = re.sub(r"@font-face \{[^}]*\}\s*", "", svg)
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n")
    print(PICTURES.name, f"{name}.svg")


if __name__ == "__main__":
    main()
