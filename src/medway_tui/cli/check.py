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

from medway_tui.cli.console import COULD_NOT_RUN, INTERRUPTED, prepare_stdout, print_error
from medway_tui.cli.findings_output import FINDING_FORMATS, MACHINE_FORMATS, OutputStyle, format_findings
from medway_tui.cli.main import SuggestingChoice, content_option
from medway_tui.cli.options import color_option, is_colour_enabled
from medway_tui.cli.selecting import CodeSelection, parse_codes
from medway_tui.errors import os_error_text
from medway_tui.text import escape_invisible, plural

if TYPE_CHECKING:
    from medway_tui.model.findings import Finding
    from medway_tui.sync.check import CheckTargets, FixResult

_WIDTH = 100
"""How wide a line is shown where no terminal says how much it shows."""


@dataclass(frozen=True)
class CheckOptions:
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
    type=SuggestingChoice(FINDING_FORMATS),
    help="How findings are printed; full, unless GITHUB_ACTIONS is true.",
)
@click.option("--select", metavar="CODE", multiple=True, callback=parse_codes, help="Only these findings.")
@click.option("--ignore", metavar="CODE", multiple=True, callback=parse_codes, help="All but these findings.")
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
    from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help

    check_options = CheckOptions(**options)
    try:
        status = _CheckRun(check_options, given).run()
        sys.stdout.flush()
    except DossierError as error:
        status = print_error(str(error), error.hint)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        status = print_error(f"the findings can't be written: {os_error_text(error)}")
    sys.exit(status)


class _CheckRun:
    """One check, or one after another."""

    def __init__(self, options: CheckOptions, given: Sequence[str]) -> None:
        from medway_tui.sync.check import resolve_targets  # noqa: PLC0415 - yaml, pydantic

        self._options = options
        self._selection = CodeSelection(options.select, options.ignore)
        self._targets: CheckTargets = resolve_targets(
            [Path(folder) for folder in (*given, *options.roots)], [Path(path) for path in options.paths]
        )
        default_format = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else FINDING_FORMATS[0]
        self._format = options.output_format or default_format
        prepare_stdout(utf_8=self._format in MACHINE_FORMATS)

    def run(self) -> int:
        """Check, and with ``--watch`` again and again; returns the exit status of the last check."""
        if not self._options.watch:
            return self._check_once()
        from medway_tui.sync.check import folders_to_check  # noqa: PLC0415 - yaml, pydantic
        from medway_tui.sync.locations import DossierError  # noqa: PLC0415 - not on the way to --help
        from medway_tui.sync.watcher import DossierWatcher  # noqa: PLC0415

        watch = DossierWatcher([folder.absolute() for folder in folders_to_check(self._targets.roots)])

        def interrupted(_signal: int, _frame: object) -> None:
            # Raised within the waiting, which is not Python, the exception alone would be lost.
            watch.stop()
            raise KeyboardInterrupt

        signal.signal(signal.SIGINT, interrupted)
        status = self._check_once(watch.reset)
        try:
            self._print_waiting()
            for changed in watch.changes():
                _print_lines(f"\n── {_describe_paths(changed)} changed ──")
                try:
                    status = self._check_once(watch.reset)
                except DossierError as error:
                    # A folder may be away for a moment, as while another version is fetched.
                    status = print_error(str(error), error.hint)
                self._print_waiting()
        except KeyboardInterrupt:
            pass
        _print_lines("")
        return status

    def _check_once(self, looking: Callable[[], None] | None = None) -> int:
        """Check and print; ``looking`` is called before the files are read for the last time."""
        from medway_tui.sync.check import fix_dossier  # noqa: PLC0415 - yaml, pydantic

        result = fix_dossier(
            self._targets.roots, self._is_selected, fix=self._options.fix, before_scan=looking
        )
        selected = [finding for finding in result.findings if self._selection.includes(finding.code)]
        shown = [finding for finding in selected if self._targets.includes(finding.path)]
        style = _output_style(self._options.color)
        for piece in format_findings(shown, self._format, style):
            click.echo(piece, nl=False, color=style.colour)
        sys.stdout.flush()
        _print_lines(summarise(result, shown, len(selected) - len(shown)))
        for path in result.changed:
            _print_lines(f"{path} was changed meanwhile and is left as it is; run check --fix again")
        for path, reason in result.unwritten:
            print_error(
                f"{path} can't be written: {reason}",
                "nothing in it was changed; ask for permission, or copy it",
            )
        if result.unwritten:
            return COULD_NOT_RUN
        return int(any(finding.severity == "error" or self._options.strict for finding in shown))

    def _is_selected(self, finding: Finding) -> bool:
        return self._selection.includes(finding.code) and self._targets.includes(finding.path)

    def _print_waiting(self) -> None:
        _print_lines("Watching for changes; Ctrl+C ends it.")


def summarise(result: FixResult, shown: Sequence[Finding], elsewhere: int) -> str:
    """What was read and found, in a line."""
    errors = sum(finding.severity == "error" for finding in shown)
    counts = f"{plural(errors, 'error', zero='no')}, {plural(len(shown) - errors, 'warning', zero='no')}"
    parts = [f"{plural(result.files_count, 'file')} read: {counts}"]
    if result.fixed:
        parts.append(f"{result.fixed} mended")
    fixable = sum(finding.fix is not None for finding in shown)
    if fixable:
        parts.append(f"{fixable} can be mended with --fix")
    if elsewhere:
        parts.append(f"{elsewhere} more in files that you did not name")
    return "; ".join(parts)


def _print_lines(text: str) -> None:
    click.echo("\n".join(map(escape_invisible, text.split("\n"))), err=True)


def _describe_paths(paths: Sequence[str]) -> str:
    from medway_tui.sync.locations import shorten_path  # noqa: PLC0415 - not on the way to --help

    first_path = str(shorten_path(Path(paths[0])))
    return first_path if len(paths) == 1 else f"{first_path} and {plural(len(paths) - 1, 'other file')}"


def _output_style(color: str) -> OutputStyle:
    # Into a pipe goes the same whatever the terminal's width, for colours a pager shows, or none.
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if sys.stdout.isatty() else _WIDTH
    return OutputStyle(is_colour_enabled(color), width)
