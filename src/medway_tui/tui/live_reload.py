"""What changes in the dossier's files while the reader is open: followed, taken in, and told to the views."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerState

from medway_tui.model.findings import Finding
from medway_tui.sync.live_reload import LiveReloader, ReloadEvent

if TYPE_CHECKING:
    from medway_tui.tui.app import ReaderApp
    from medway_tui.tui.widgets.reload_errors import ReloadErrors

RELOAD_GROUP = "follow"
"""The group of the worker that follows the files."""

_SCAN_GROUP = "look"
"""The group of the workers that look once."""


class ReloadController:
    """Follows the files of the reader's dossier, and knows what the last look at them brought."""

    def __init__(self, reader: ReaderApp, *, live: bool) -> None:
        """``live`` says that they are followed, so that no look is needed after each change of one's own."""
        self._reader = reader
        self._live = live
        self._reloader = LiveReloader(reader.dossier)
        self._last_event = ReloadEvent(changed=False)
        self._panel_closed = False

    # -- looking -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to follow the files, in a thread of its own."""
        self._reader.run_worker(
            partial(self._reloader.run, self._post),
            group=RELOAD_GROUP,
            name="follow the files",
            thread=True,
            exit_on_error=False,
        )

    def stop(self) -> None:
        """End the following: the program ends when its thread does."""
        self._reloader.stop()

    def scan(self) -> None:
        """Look at once for what changed in the files, and show it."""
        self._reader.run_worker(self._scan, group=_SCAN_GROUP, thread=True, exit_on_error=False)

    def scan_own_write(self) -> None:
        """Take in what this program wrote itself, unless the files are followed anyway."""
        if not self._live:
            self.scan()

    def check_index(self, problem: str) -> None:
        """Have the index looked at that could not be read, and built anew where it is damaged."""
        self._reader.run_worker(
            partial(self._scan, problem), group=_SCAN_GROUP, thread=True, exit_on_error=False
        )

    def _scan(self, problem: str | None = None) -> None:
        news = self._reloader.scan() if problem is None else self._reloader.check_integrity(problem)
        if news is not None:
            self._post(news)
        if not self._live:
            self._reloader.close()

    def _post(self, news: ReloadEvent) -> None:
        self._reader.call_later(self._apply, news)

    def worker_ended(self, worker: Worker[object], state: WorkerState) -> None:
        """Tell where a thread of these ended with an error."""
        if state is WorkerState.ERROR and worker.group in (RELOAD_GROUP, _SCAN_GROUP):
            self._reader.say(f"The files are no longer followed: {worker.error}", problem=True)

    # -- what there is to be told -------------------------------------------------------------------

    def _apply(self, news: ReloadEvent) -> None:
        """Show what changed, and tell what was broken; what is typed or chosen stays."""
        if news.new_index is not None:
            self._reader.dossier.switch_index(news.new_index)
        if news.problem is not None:
            self._reader.say(f"What changed could not be read: {news.problem}", problem=True)
        if news.note is not None:
            self._reader.say(f"{news.note[:1].upper()}{news.note[1:]}", problem=True)
        if not news.changed:
            return
        if news.new_findings != self._last_event.new_findings:
            self._panel_closed = False
        self._last_event = news
        self._reader.reload()

    def progress_text(self) -> str:
        """How far a taking in of many articles has come, for the header; empty where none is under way."""
        progress = self._last_event.progress
        if progress is None or not progress.total:
            return ""
        if progress.stopped:
            return f"⚠ only {progress.done:,} of {progress.total:,} articles"
        full = min(8, 8 * progress.done // progress.total)
        text = f"{'█' * full}{'░' * (8 - full)} {progress.done:,} of {progress.total:,}"
        if progress.rate:
            text += f" · {progress.rate:,.0f}/s"
        if progress.eta_seconds is not None:
            minutes, seconds = divmod(round(progress.eta_seconds), 60)
            text += f" · {minutes}:{seconds:02} left"
        return text

    @property
    def errors(self) -> ReloadErrors | None:
        """What saves have broken since the reader was opened; None also when its panel was closed."""
        findings = self._last_event.new_findings
        if self._panel_closed or not findings:
            return None
        from medway_tui.tui.widgets.reload_errors import ReloadErrors  # noqa: PLC0415 - not on the first screen

        names = tuple(_relative_path(self._reader.dossier.base_roots, finding.path) for finding in findings)
        earlier = any(finding.path in self._last_event.stale_files for finding in findings)
        return ReloadErrors(findings, names, earlier)

    @property
    def first_error(self) -> Finding | None:
        """The first of what saves have broken, whether its panel was closed or not."""
        return next(iter(self._last_event.new_findings), None)

    def dismiss_errors(self) -> None:
        """Show no more of what was broken, until something else is."""
        self._panel_closed = True


def _relative_path(folders: Sequence[Path], path: str) -> str:
    """What a file is called within the dossier; the whole path where it lies in no folder of those."""
    inside = next((folder for folder in folders if Path(path).is_relative_to(folder)), None)
    return str(Path(path).relative_to(inside)) if inside is not None else path
