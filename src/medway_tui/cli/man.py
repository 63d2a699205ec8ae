"""``medway-tui man``: the man page."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from medway_tui.cli.console import prepare_stdout
from medway_tui.cli.man_page import make_man_page
from medway_tui.cli.options import ExamplesCommand


@click.command(cls=ExamplesCommand)
@click.pass_context
def command(context: click.Context) -> None:
    """Show the man page.

    In a terminal with man, it is shown there; otherwise its source is printed, for man -l or to install it.
    An installed program has it as man medway-tui already.

    Examples:
      Install the page for you alone:
        medway-tui man > medway-tui.1
    """
    program = context.find_root().command
    if not isinstance(program, click.Group):
        raise TypeError(program)
    page = make_man_page(program)
    man = shutil.which("man") if sys.stdout.isatty() else None
    if man is None or not _show(man, page):
        prepare_stdout(utf_8=True)
        sys.stdout.write(page)


def _show(man: str, page: str) -> bool:
    """Show a page in man; return whether it could."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "medway-tui.1"
        path.write_text(page, encoding="utf-8")
        # A path with a slash is a file for man-db, mandoc and the man of macOS.
        return subprocess.run([man, str(path)], check=False).returncode == 0  # noqa: S603 - the system's man
