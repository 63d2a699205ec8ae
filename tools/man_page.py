"""Write docs/medway-tui.1, the man page, from the help of the commands.

usage: man_page.py
"""

from __future__ import annotations

from pathlib import Path

from medway_tui.cli.main import cli
from medway_tui.cli.man_page import make_man_page

PAGE = Path(__file__).parent.parent / "docs" / "medway-tui.1"

if __name__ == "__main__":
    PAGE.write_text(make_man_page(cli), encoding="utf-8")
