"""What an import of many articles shows and asks: progress, the publisher, and how it ended."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from types import FrameType

import click

from medway_tui.cli.console import format_duration, print_lines
from medway_tui.importing.options import FileSkippedError, PublisherQuestion
from medway_tui.importing.source_files import SourceFiles
from medway_tui.progress import ProgressTracker
from medway_tui.text import escape_invisible, plural

_INTERVAL_SECONDS = 0.1
"""The shortest time between two updates of the progress line."""
_MAX_NAMED = 8
"""How many of the files that are passed over for one reason are named."""
_SKIP_FILE, _SKIP_ALL = "s", "S"


class ProgressDisplay:
    """One line on stderr, if that is a terminal: how much is done, the rate, the time left, what is in hand.

    It counts files; where one file is imported, its documents.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._counts_documents = total == 1
        self._tracker = ProgressTracker()
        self._drawn_at = 0.0

    @property
    def _is_shown(self) -> bool:
        return self._total > 1 and sys.stderr.isatty()

    def show_document(self, files_done: int, name: str, part: str, counts: tuple[int, int]) -> None:
        """Draw the line for a document of a file; ``counts`` are those that are done, and all."""
        if self._counts_documents:
            done, self._total = counts
            self.show(done, part.partition(": ")[2] or name)
        else:
            self.show(files_done, f"{Path(name).name}, {part}")

    def show(self, done: int, name: str) -> None:
        """Draw the line; it stays until ``clear``."""
        if not self._is_shown:
            return
        state = self._tracker.update(done, self._total)
        if monotonic() - self._drawn_at < _INTERVAL_SECONDS:
            return
        self._drawn_at = monotonic()
        parts = [f"Importing {done + 1:,} of {self._total:,}"]
        if state.rate and done:
            parts.append(f"{state.rate:.1f} a second")
            parts.append(f"{format_duration(state.eta_seconds or 0)} left")
        line = " · ".join([*parts, escape_invisible(name)])
        sys.stderr.write(f"\r\x1b[K{_fit(line, shutil.get_terminal_size().columns - 1)}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Remove the line, before anything else is printed."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._drawn_at = 0.0


def _fit(text: str, width: int) -> str:
    """Return a text cut to so many cells, with an ellipsis."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - only a terminal needs it

    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


class StopRequest:
    """Ctrl+C: the first press stops after the article in hand, the second at once."""

    def __init__(self) -> None:
        self.is_set = False
        self.has_one = False
        """Whether one article is imported: nothing of it is written yet, or all, so it is stopped at once."""
        self._asks = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the presses inside the block."""
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Stop at once inside the block, while a question waits for its answer."""
        self._asks = True
        try:
            yield
        except (click.Abort, KeyboardInterrupt):
            self.is_set = True
            raise KeyboardInterrupt from None
        finally:
            self._asks = False

    def _interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self.is_set or self._asks or self.has_one:
            raise KeyboardInterrupt
        self.is_set = True
        print_lines(["", "stopping after this article; Ctrl+C again stops at once"])


class PublisherPrompt:
    """Asks for the publisher of each file that does not name one, until the user skips all of them."""

    def __init__(self, progress: ProgressDisplay, stop: StopRequest) -> None:
        self._progress = progress
        self._stop = stop
        self._confirmed: set[str] = set()
        self._skips_all = False

    def __call__(self, question: PublisherQuestion) -> str:
        """Return the publisher; raises FileSkippedError. An inferred name is asked about once."""
        if question.inferred in self._confirmed:
            return question.inferred
        if self._skips_all:
            raise _skipped()
        self._progress.clear()
        headline = f": {question.headline}" if question.headline else ""
        print_lines([f"{question.source}{headline}"])
        if question.inferred:
            text = f"  Publisher, if not {question.inferred} (Enter takes it, s skips the file, S all such)"
        else:
            text = "  Publisher, such as BBC News (s skips the file, S all such)"
        answer = self._ask(text, question.inferred)
        if answer in (_SKIP_FILE, _SKIP_ALL):
            self._skips_all = answer == _SKIP_ALL
            raise _skipped()
        if answer == question.inferred:
            self._confirmed.add(answer)
        return answer

    def confirm(self, question: str) -> bool:
        """Ask a question of yes or no."""
        self._progress.clear()
        with self._stop.at_once():
            return click.confirm(question, err=True)

    def _ask(self, text: str, default: str) -> str:
        with self._stop.at_once():
            answer: str = click.prompt(text, default=default or None, show_default=False, err=True)
        return answer.strip()


def _skipped() -> FileSkippedError:
    return FileSkippedError("skipped, as its publisher is not named", "give it with --publisher NAME")


@dataclass
class BatchSummary:
    """The articles of a run by how they ended."""

    total: int
    """The number of files."""
    files_done: int = 0
    has_parts: bool = False
    """Whether a file has several documents."""
    written: int = 0
    unchanged: int = 0
    """Those that were imported before, or that an update did not change."""
    failures: list[tuple[str, str]] = field(default_factory=list)
    """The files and documents that could not be imported, each with the reason."""

    @property
    def documents_done(self) -> int:
        """The number of documents that are through; a file that can't be read counts as one."""
        return self.written + self.unchanged + len(self.failures)

    def lines(self, found: SourceFiles) -> list[str]:
        """Return the summary: the numbers, then each failure with its reason, then what was passed over."""
        parts = [f"{self.written:,} written"]
        parts += [f"{self.unchanged:,} imported already"] if self.unchanged else []
        parts += [f"{len(self.failures):,} could not be imported"] if self.failures else []
        waiting = self.total - self.files_done
        parts += [f"{plural(waiting, 'file')} not done"] if waiting else []
        count = plural(self.total, "file")
        count += f" with {plural(self.documents_done, 'document')}" if self.has_parts else ""
        lines = [f"{count}: {', '.join(parts)}"]
        lines += [f"  {name}: {reason}" for name, reason in (*self.failures, *found.unreadable)]
        for reason, names in found.skipped.items():
            named = ", ".join(names[:_MAX_NAMED]) + (" …" if len(names) > _MAX_NAMED else "")
            lines.append(f"passed over, {reason}: {plural(len(names), 'file')}: {named}")
        return lines


def describe_stop(summary: BatchSummary) -> list[str]:
    """Return what was stopped, and how to go on."""
    if summary.total == 1 and not summary.documents_done:
        return ["stopped: nothing was written"]
    if summary.total == 1:
        done = f"{plural(summary.documents_done, 'document')} of the file are done"
    else:
        done = f"{summary.files_done:,} of {summary.total:,} files are done"
    return [
        f"stopped: {done}, each of them whole",
        "to go on, give the same command again: it passes over what is imported",
    ]
