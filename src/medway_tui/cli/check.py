"""``medway-tui check``: find errors in a dossier's files."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from medway_tui.cli.console import COULD_NOT_RUN, prepare_stdout, print_error, print_lines
from medway_tui.cli.findings_output import (
    FINDING_FORMATS,
    MACHINE_FORMATS,
    OutputStyle,
    describe_suggestion,
    format_findings,
)
from medway_tui.cli.options import (
    DEFAULT_WIDTH,
    ExamplesCommand,
    SuggestingChoice,
    color_option,
    content_option,
    is_colour_enabled,
)
from medway_tui.errors import MedwayError, os_error_text
from medway_tui.fuzzy import closest_matches, did_you_mean
from medway_tui.model.finding_codes import CODES
from medway_tui.model.findings import Finding
from medway_tui.sync.check import FixResult, fix_dossier, fix_suggestions, folders_to_check, resolve_targets
from medway_tui.sync.locations import shorten_path
from medway_tui.sync.watcher import DossierWatcher
from medway_tui.text import plural


class CodeSelection(NamedTuple):
    """Selected and ignored codes; a prefix such as T or D4 selects its group."""

    select: tuple[str, ...]
    """Selected codes; empty for all."""
    ignore: tuple[str, ...]

    def includes(self, code: str) -> bool:
        """Whether a code is selected. The longer prefix wins; of equal ones, ``ignore``."""
        selected_length = _longest_prefix(code, self.select or ("",))
        return selected_length >= 0 and selected_length > _longest_prefix(code, self.ignore)


def _longest_prefix(code: str, prefixes: Iterable[str]) -> int:
    return max((len(each) for each in prefixes if code.startswith(each)), default=-1)


def parse_codes(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Split the values of an option at commas; raise click.BadParameter for a prefix of no code."""
    codes = [each.strip().upper() for value in values for each in value.split(",")]
    for each in codes:
        if not each or not any(code.startswith(each) for code in CODES):
            raise click.BadParameter(_unknown_code_message(each), context, parameter)
    return tuple(codes)


def _unknown_code_message(typed: str) -> str:
    groups = sorted({code[0] for code in CODES})
    closest = closest_matches(typed, [*CODES, *groups], min_similarity=0.5)
    advice = did_you_mean(closest) or f"codes begin with {', '.join(groups)}"
    return f"there is no code {typed}; {advice}" if typed else f"a code is missing; {advice}"


@click.command(cls=ExamplesCommand)
@content_option
@color_option
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@click.option(
    "--output-format",
    type=SuggestingChoice(FINDING_FORMATS),
    help="Output format; full by default, github if GITHUB_ACTIONS is true.",
)
@click.option("--select", metavar="CODE", multiple=True, callback=parse_codes, help="Only these findings.")
@click.option("--ignore", metavar="CODE", multiple=True, callback=parse_codes, help="Not these findings.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors; notes are neither.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, and print the rest.")
@click.option(
    "--fix-unsafe", is_flag=True, help="Ask about each repair that may be wrong, and make those you confirm."
)
@click.option(
    "--at",
    metavar="FILE:LINE:COLUMN",
    help="With --fix-unsafe: make the repair of this finding, without asking.",
)
@click.option("--watch", "-w", is_flag=True, help="Check again after each change, until Ctrl+C.")
@click.pass_obj
def command(
    group_roots: tuple[str, ...], /, roots: tuple[str, ...], paths: tuple[str, ...], **options: Any
) -> None:
    """Check the files of a dossier for errors.

    PATH is a dossier folder or a file in one; later folders override earlier ones. For a file, the whole
    dossier is read, but only the findings in that file are printed. Without a PATH, the dossier that comes
    with the program is checked, with your own folder over it.

    CODE is a code such as A302, or a prefix such as T or D4. Repeat the option, or separate codes by commas.

    Exit status: 0 no errors (there may be warnings), 1 errors, 2 the command could not run.

    Examples:
      Check a dossier:
        medway-tui check bandstand
      Check one file of it, and print a line for each finding:
        medway-tui check --output-format concise bandstand/people.yaml
      Fix what can be fixed in the texts:
        medway-tui check --fix --select T bandstand
      Check again after each change:
        medway-tui check --watch bandstand
    """
    try:
        watch = options.pop("watch")
        _check_unsafe_options(watch=watch, at=options["at"], fix_unsafe=options["fix_unsafe"])
        run = _CheckRun(
            [Path(root) for root in (*group_roots, *roots)],
            [Path(path) for path in paths],
            _CheckOptions(**options),
        )
        status = run.watch() if watch else run.check_once()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        status = print_error(f"the findings can't be written: {os_error_text(error)}")
    sys.exit(status)


def _check_unsafe_options(*, watch: bool, at: str | None, fix_unsafe: bool) -> None:
    """Raise click.UsageError where a repair that may be wrong would be made without a decision."""
    if at and not fix_unsafe:
        raise click.UsageError("--at is for --fix-unsafe")
    if fix_unsafe and watch:
        raise click.UsageError("--fix-unsafe asks once: leave out --watch")
    if fix_unsafe and not at and not sys.stdin.isatty():
        raise click.UsageError("--fix-unsafe asks in a terminal; name a finding with --at FILE:LINE:COLUMN")


class _CheckOptions(NamedTuple):
    output_format: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    strict: bool
    fix: bool
    fix_unsafe: bool
    at: str | None
    color: str


class _CheckRun:
    """One check, or one after each change."""

    def __init__(self, roots: Sequence[Path], paths: Sequence[Path], options: _CheckOptions) -> None:
        self._options = options
        self._selection = CodeSelection(options.select, options.ignore)
        self._targets = resolve_targets(roots, paths)
        default_format = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else FINDING_FORMATS[0]
        self._format = options.output_format or default_format
        self._is_found = False
        prepare_stdout(utf_8=self._format in MACHINE_FORMATS)

    def watch(self) -> int:
        """Check now and after each change, until Ctrl+C; return the exit status of the last check."""
        watcher = DossierWatcher([folder.absolute() for folder in folders_to_check(self._targets.roots)])

        def interrupt(_signal: int, _frame: object) -> None:
            # The exception alone would be lost while native code waits for a change.
            watcher.stop()
            raise KeyboardInterrupt

        signal.signal(signal.SIGINT, interrupt)
        status = self.check_once(watcher.reset)
        try:
            self._print_waiting()
            for changed in watcher.changes():
                print_lines(["", f"── {_describe_paths(changed)} changed ──"])
                try:
                    status = self.check_once(watcher.reset)
                except MedwayError as error:
                    # A folder may be missing for a moment, as during a checkout.
                    status = print_error(str(error), error.hint)
                self._print_waiting()
        except KeyboardInterrupt:
            pass
        print_lines([""])
        return status

    def check_once(self, before_scan: Callable[[], None] | None = None) -> int:
        """Check and print; ``before_scan`` is called before the files are read for the last time."""
        result = fix_dossier(
            self._targets.roots, self._is_selected, fix=self._options.fix, before_scan=before_scan
        )
        if self._options.fix_unsafe:
            decided = fix_suggestions(self._targets.roots, self._decide, self._is_selected)
            if self._options.at and not self._is_found:
                raise MedwayError(
                    f"no finding at {self._options.at} has a repair to be made",
                    "give the place as check prints it, FILE:LINE:COLUMN",
                )
            result = decided._replace(
                fixed=result.fixed + decided.fixed,
                changed=(*result.changed, *decided.changed),
                unwritten=(*result.unwritten, *decided.unwritten),
            )
        selected = [finding for finding in result.findings if self._selection.includes(finding.code)]
        shown = [finding for finding in selected if self._targets.includes(finding.path)]
        style = _output_style(self._options.color)
        for piece in format_findings(shown, self._format, style):
            click.echo(piece, nl=False, color=style.colour)
        sys.stdout.flush()
        print_lines([summarise(result, shown, len(selected) - len(shown))])
        for path in result.changed:
            print_lines([f"{path} was changed during the check and is left as it is; run check --fix again"])
        for path, reason in result.unwritten:
            print_error(
                f"{path} can't be written: {reason}", "it is unchanged; ask for permission, or copy it"
            )
        if result.unwritten:
            return COULD_NOT_RUN
        failing = ("error", "warning") if self._options.strict else ("error",)
        return int(any(finding.severity in failing for finding in shown))

    def _is_selected(self, finding: Finding) -> bool:
        return self._selection.includes(finding.code) and self._targets.includes(finding.path)

    def _decide(self, finding: Finding) -> bool:
        """Whether to make the suggested repair of a finding: the one that is named, or what a person says."""
        if self._options.at is not None:
            is_named = not self._is_found and _is_same_place(finding, self._options.at)
            self._is_found = self._is_found or is_named
            return is_named
        print_lines(describe_suggestion(finding).split("\n"))
        return click.confirm("Make this change?", err=True)

    def _print_waiting(self) -> None:
        print_lines(["Watching for changes; Ctrl+C ends it."])


def summarise(result: FixResult, shown: Sequence[Finding], elsewhere: int) -> str:
    """Summarise a check in one line: files read, findings, fixes."""
    errors, warnings, notes = (
        sum(finding.severity == severity for finding in shown) for severity in ("error", "warning", "note")
    )
    counts = [plural(errors, "error", zero="no"), plural(warnings, "warning", zero="no")]
    if notes:
        counts.append(plural(notes, "note"))
    parts = [f"{plural(result.files_count, 'file')} read: {', '.join(counts)}"]
    if result.fixed:
        parts.append(f"{result.fixed} fixed")
    fixable = sum(finding.fix is not None for finding in shown)
    if fixable:
        parts.append(f"{fixable} can be fixed with --fix")
    suggested = sum(finding.fix is None and finding.suggestion is not None for finding in shown)
    if suggested:
        parts.append(f"{suggested} to decide with --fix-unsafe")
    if elsewhere:
        parts.append(f"{elsewhere} more in files that you did not name")
    return "; ".join(parts)


def _is_same_place(finding: Finding, named: str) -> bool:
    path, *position = named.rsplit(":", 2)
    return position == [str(finding.line), str(finding.column)] and os.path.abspath(path) == os.path.abspath(  # noqa: PTH100 - links stay
        finding.path
    )


def _describe_paths(paths: Sequence[str]) -> str:
    first_path = str(shorten_path(Path(paths[0])))
    return first_path if len(paths) == 1 else f"{first_path} and {plural(len(paths) - 1, 'other file')}"


def _output_style(color: str) -> OutputStyle:
    # A pipe gets the same output whatever the terminal's width.
    width = shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns if sys.stdout.isatty() else DEFAULT_WIDTH
    return OutputStyle(is_colour_enabled(color), width)
