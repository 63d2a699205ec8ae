"""``medway-tui check``: every finding in a dossier's files."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medway_tui.cli.colours import color_option, coloured
from medway_tui.cli.findings import FOR_PROGRAMS, FORMATS, Paper, printed
from medway_tui.cli.program import OneOf, content_option
from medway_tui.cli.saying import COULD_NOT_RUN, STOPPED, fail, prepare_stdout
from medway_tui.cli.selecting import Selection, codes
from medway_tui.text import visible

if TYPE_CHECKING:
    from medway_tui.dossier.asked import Asked
    from medway_tui.dossier.checking import Mended
    from medway_tui.model.findings import Finding

_WIDTH = 100
"""How wide a line is shown where no terminal says how much it shows."""


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    roots: tuple[str, ...]
    paths: tuple[str, ...]
    output_format: str | None
    strict: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    watch: bool
    color: str


@click.command()
@content_option
@color_option
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option(
    "--output-format",
    type=OneOf(FORMATS),
    help="How findings are printed; full, unless GITHUB_ACTIONS is true.",
)
@click.option("--select", metavar="CODE", multiple=True, callback=codes, help="Only these findings.")
@click.option("--ignore", metavar="CODE", multiple=True, callback=codes, help="All but these findings.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and show what is left.")
@click.option("--watch", "-w", is_flag=True, help="Check again whenever a file is saved, until Ctrl+C.")
@click.pass_obj
def command(given: tuple[str, ...], /, **options: Any) -> None:
    """Find what is wrong in the files of a dossier.

    PATHS are its folders, the lowest first, or files in one, of which only the findings are shown.
    Without any, the dossier that comes with the program is checked, with your own folder over it.

    CODE is a code such as A302, or the beginning of some: T, D4. Repeat it, or put commas between.

    Exit status: 0 no errors (there may be warnings), 1 errors, 2 it could not run.

    \b
    Examples:
      A dossier:
        medway-tui check bandstand
      One file of it, a line for each finding:
        medway-tui check --output-format concise bandstand/people.yaml
      Mend what can be mended in the texts:
        medway-tui check --fix --select T bandstand
      Again whenever a file is saved:
        medway-tui check --watch bandstand
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help

    asked_for = Options(**options)
    try:
        status = _Check(asked_for, given).run()
        sys.stdout.flush()
    except DossierError as error:
        status = fail(str(error), error.hint)
    except KeyboardInterrupt:
        status = STOPPED
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        status = fail(f"the findings can't be written: {(error.strerror or str(error)).lower()}")
    sys.exit(status)


class _Check:
    """One check, or one after another."""

    def __init__(self, options: Options, given: Sequence[str]) -> None:
        from medway_tui.dossier.asked import asked  # noqa: PLC0415 - yaml, pydantic

        self._options = options
        self._selection = Selection(options.select, options.ignore)
        self._asked: Asked = asked(
            [Path(folder) for folder in (*given, *options.roots)], [Path(path) for path in options.paths]
        )
        usual = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else FORMATS[0]
        self._form = options.output_format or usual
        prepare_stdout(utf_8=self._form in FOR_PROGRAMS)

    def run(self) -> int:
        """Check, and with ``--watch`` again and again; returns the exit status of the last check."""
        if not self._options.watch:
            return self._once()
        from medway_tui.dossier import DossierError  # noqa: PLC0415 - not on the way to --help
        from medway_tui.dossier.checking import folders_to_check  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.dossier.watching import Watch  # noqa: PLC0415

        watch = Watch([folder.absolute() for folder in folders_to_check(self._asked.roots)])

        def interrupted(_signal: int, _frame: object) -> None:
            # Raised within the waiting, which is not Python, the exception alone would be lost.
            watch.stop()
            raise KeyboardInterrupt

        signal.signal(signal.SIGINT, interrupted)
        status = self._once(watch.look)
        try:
            self._wait()
            for changed in watch.changes():
                _say(f"\n── {_named(changed)} changed ──")
                try:
                    status = self._once(watch.look)
                except DossierError as error:
                    # A folder may be away for a moment, as while another version is fetched.
                    status = fail(str(error), error.hint)
                self._wait()
        except KeyboardInterrupt:
            pass
        _say("")
        return status

    def _once(self, looking: Callable[[], None] | None = None) -> int:
        """Check and print; ``looking`` is called before the files are read for the last time."""
        from medway_tui.dossier.checking import mend_dossier  # noqa: PLC0415 - yaml, pydantic

        mended = mend_dossier(self._asked.roots, self._wanted, fix=self._options.fix, looking=looking)
        selected = [finding for finding in mended.findings if self._selection.holds(finding.code)]
        shown = [finding for finding in selected if self._asked.holds(finding.path)]
        paper = _paper(self._options.color)
        for piece in printed(shown, self._form, paper):
            click.echo(piece, nl=False, color=paper.colour)
        sys.stdout.flush()
        _say(summary(mended, shown, len(selected) - len(shown)))
        for path in mended.changed:
            _say(f"{path} was changed meanwhile and is left as it is; run check --fix again")
        for path, reason in mended.unwritten:
            fail(
                f"{path} can't be written: {reason}",
                "nothing in it was changed; ask for permission, or copy it",
            )
        if mended.unwritten:
            return COULD_NOT_RUN
        return int(any(finding.severity == "error" or self._options.strict for finding in shown))

    def _wanted(self, finding: Finding) -> bool:
        return self._selection.holds(finding.code) and self._asked.holds(finding.path)

    def _wait(self) -> None:
        _say("Watching for changes; Ctrl+C ends it.")


def summary(mended: Mended, shown: Sequence[Finding], elsewhere: int) -> str:
    """What was read and found, in a line."""
    errors = sum(finding.severity == "error" for finding in shown)
    counts = f"{_count(errors, 'error')}, {_count(len(shown) - errors, 'warning')}"
    parts = [f"{mended.files} file{'' if mended.files == 1 else 's'} read: {counts}"]
    if mended.fixed:
        parts.append(f"{mended.fixed} mended")
    fixable = sum(finding.fix is not None for finding in shown)
    if fixable:
        parts.append(f"{fixable} can be mended with --fix")
    if elsewhere:
        parts.append(f"{elsewhere} more in files that you did not name")
    return "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _say(text: str) -> None:
    click.echo("\n".join(map(visible, text.split("\n"))), err=True)


def _named(paths: Sequence[str]) -> str:
    from medway_tui.dossier.folders import shortest  # noqa: PLC0415 - not on the way to --help

    first = str(shortest(Path(paths[0])))
    return first if len(paths) == 1 else f"{first} and {_count(len(paths) - 1, 'other file')}"


def _paper(color: str) -> Paper:
    # Into a pipe goes the same whatever the terminal's width, for colours a pager shows, or none.
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if sys.stdout.isatty() else _WIDTH
    return Paper(coloured(color), width)
