"""Write docs/cli.md: every command with its options, and its examples with their output.

Everything comes from the commands. In a command's help, a line under ``Examples:`` that starts with
``medway-tui`` is an example; a line above it that ends with a colon, or words two or more spaces after it,
say what it is for. The examples of a command run in order, in a folder with copies of docs/examples/ and of
the dossier in docs/content.md, as ``bandstand``.

usage: cli_page.py

All of it comes from the commands. In a command's help, a line under ``Examples:`` that begins with
``medway-tui`` is an example; a line above it that ends with a colon says what it is for, as do words two
spaces or more after it. Examples of one command are run in order, in a folder of their own with copies of
docs/examples/ and of the dossier that docs/content.md makes, as ``bandstand``.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer

from medway_tui.cli.command_pages import CommandPage, Example, describe_commands
from medway_tui.cli.main import cli

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "cli.md"
_PATIENCE = 60
"""Seconds after which an example is stopped."""
WIDTH = 80
"""The width of the examples' terminal in cells."""

HEAD = """\
# The commands

<!-- Generated from the help of the commands by tools/cli_page.py; run `make docs` to update it. -->

`medway-tui` alone opens the reader. The commands on this page work without it.
`medway-tui COMMAND --help` prints the same as this page. [formats.md](formats.md) describes the columns of
the formats, and the [README](../README.md#the-search-language) the query language.

The examples show the output in a terminal of 80 columns; a test runs each of them. Some use the dossier
`bandstand`, which [content.md](content.md) creates step by step.

## Everywhere

- **Exit status:** 0 something was found or done; 1 nothing was found, or there are findings; 2 the command
  could not run. A command stopped with Ctrl+C exits with 130, and one whose output pipe is closed (`| head`)
  with 141, both without a message.
- **Output:** data goes to standard output, everything else to standard error.
- **Colours:** `--color always` and `never` decide; otherwise `NO_COLOR` turns colours off, and `FORCE_COLOR`
  on; otherwise a terminal gets colours, unless `TERM` is `dumb`. `COLUMNS` sets the width.
- **Suggestions:** for an unknown name, id, command or option, the closest known one is suggested.
"""

_OPENS = "*Goes on until you quit.*"


class ExampleRunner:
    """Runs examples in a home and folders of their own."""

    def __init__(self, scratch: Path) -> None:
        self._home = scratch / "home"
        self._home.mkdir(parents=True)
        self.env = {
            "HOME": str(self._home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }

    def folder(self, command: str) -> Path:
        """Create a folder with the files for a command's examples."""
        folder = self._home / command.replace(" ", "-")
        folder.mkdir()
        page = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
        for name, text in re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", page, re.DOTALL):
            path = folder / "bandstand" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        given = ROOT / "docs" / "examples"
        if given.is_dir():
            shutil.copytree(given, folder, dirs_exist_ok=True)
        return folder

    def run(self, line: str, folder: Path) -> tuple[str, int]:
        """Run a command line in a terminal; return its output and exit status."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, WIDTH, 0, 0))
        with subprocess.Popen(
            ["sh", "-c", line],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
            cwd=folder,
            env=self.env,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            # An example that waits for input is stopped, and the page shows its exit status.
            guard = Timer(_PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
            guard.start()
            printed = b"".join(_read(ours))
            process.wait()
            guard.cancel()
            os.close(ours)
        text = printed.decode().replace("\r\n", "\n").replace(str(folder), ".").replace(str(self._home), "~")
        return text, process.returncode


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError as error:
            # Linux raises EIO at the end of a pseudo-terminal; other systems return nothing.
            if error.errno != errno.EIO:
                raise
            return
        if not read:
            return
        yield read


def console_block(line: str, printed: str, status: int) -> str:
    """Return an example as the page shows it."""
    ended = f"[exit status {status}]\n" if status else ""
    return f"```console\n$ {line}\n{printed}{ended}```\n"


def page(block: Callable[[CommandPage, Example], str]) -> str:
    """Return the page; ``block`` returns the output of an example."""
    return HEAD + "".join(_section(each, block) for each in describe_commands(cli))


def _section(each: CommandPage, block: Callable[[CommandPage, Example], str]) -> str:
    depth = "##" if each.name.count(" ") < 2 else "###"
    parts = [f"\n{depth} {each.name}\n\n```text\n{each.usage}\n```\n\n{_prose(each.prose)}\n"]
    if each.options:
        parts.append("\n| option | |\n|---|---|\n")
        parts += [f"| `{_cell(name)}` | {_cell(said)} |\n" for name, said in each.options]
    for example in each.examples:
        parts.append(f"\n{example.purpose.rstrip('.:')}:\n\n" if example.purpose else "\n")
        parts.append(
            f"```console\n$ {example.line}\n```\n\n{_OPENS}\n"
            if example.is_interactive
            else block(each, example)
        )
    return "".join(parts)


def _prose(text: str) -> str:
    return "\n\n".join(map(_paragraph, text.split("\n\n")))


def _paragraph(text: str) -> str:
    """Return a paragraph; its lines are joined as the help joins them, unless they are indented."""
    if "\n " in f"\n{text}":
        return f"```text\n{text}\n```"
    return " ".join(text.split()).replace("<", "\\<")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Run every example and write the page."""
    with tempfile.TemporaryDirectory() as scratch:
        place = ExampleRunner(Path(scratch))
        folders: dict[str, Path] = {}

        def run(each: CommandPage, example: Example) -> str:
            if each.name not in folders:
                folders[each.name] = place.folder(each.name)
            return console_block(example.line, *place.run(example.line, folders[each.name]))

        PAGE.write_text(page(run), encoding="utf-8")


if __name__ == "__main__":
    main()
