"""Live reload: runs the reloader in a thread, shows its events, and knows what saves have broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App
from textual.worker import Worker, WorkerState

if TYPE_CHECKING:
    from medway_tui.model.findings import Finding
    from medway_tui.sync.dossier import Dossier
    from medway_tui.sync.live_reload import LiveReloader, ReloadEvent
    from medway_tui.tui.widgets.reload_errors import ReloadErrors

RELOAD_GROUP = "follow"
"""The group of the worker that watches the files."""

_SCAN_GROUP = "look"
"""The group of the workers that scan once."""


class _Say(Protocol):
    def __call__(self, message: str, *, problem: bool = False) -> None: ...


class ReloadController:
    """Watches the files of the reader's dossier, and holds the last event of the reloader."""

    def __init__(
        self, app: App[Any], dossier: Dossier, *, live: bool, say: _Say, reload: Callable[[], None]
    ) -> None:
        """``live`` says that the files are watched, so that no scan is needed after a write of one's own."""
        self._app = app
        self._dossier = dossier
        self._live = live
        self._say = say
        self._reload = reload
        self._last_event: ReloadEvent | None = None
        self._panel_closed = False

    @cached_property
    def _reloader(self) -> LiveReloader:
        """The reloader, which the first screen does not wait for."""
        from medway_tui.sync.live_reload import LiveReloader  # noqa: PLC0415 - after the first paint

        return LiveReloader(self._dossier)

    # -- scanning ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Watch the files, in a thread of its own."""
        self._app.run_worker(
            partial(self._reloader.run, self._post),
            group=RELOAD_GROUP,
            name="follow the files",
            thread=True,
            exit_on_error=False,
        )

    def stop(self) -> None:
        """End the thread: the program ends when it does."""
        if "_reloader" in self.__dict__:
            self._reloader.stop()

    def scan(self) -> None:
        """Scan the files now, and show what changed."""
        self._run_scan(None)

    def scan_own_write(self) -> None:
        """Index what this program wrote itself, unless the files are watched anyway."""
        if not self._live:
            self.scan()

    def check_index(self, problem: str) -> None:
        """Check an index that could not be read, and rebuild it where it is corrupt."""
        self._run_scan(problem)

    def _run_scan(self, problem: str | None) -> None:
        self._app.run_worker(
            partial(self._scan, problem), group=_SCAN_GROUP, thread=True, exit_on_error=False
        )

    def _scan(self, problem: str | None) -> None:
        event = self._reloader.scan() if problem is None else self._reloader.check_integrity(problem)
        if event is not None:
            self._post(event)
        if not self._live:
            self._reloader.close()

    def _post(self, event: ReloadEvent) -> None:
        self._app.call_later(self._apply, event)

    def worker_ended(self, worker: Worker[object], state: WorkerState) -> None:
        """Report a thread of these that ended with an error."""
        if state is WorkerState.ERROR and worker.group in (RELOAD_GROUP, _SCAN_GROUP):
            self._say(f"Live reload has stopped: {worker.error}", problem=True)

    # -- events ------------------------------------------------------------------------------------

    def _apply(self, event: ReloadEvent) -> None:
        if event.new_index is not None:
            self._dossier.switch_index(event.new_index)
        if event.problem is not None:
            self._say(f"The changes could not be read: {event.problem}", problem=True)
        if event.note is not None:
            self._say(f"{event.note[:1].upper()}{event.note[1:]}", problem=True)
        if not event.changed:
            return
        if event.new_findings != (self._last_event.new_findings if self._last_event else ()):
            self._panel_closed = False
        self._last_event = event
        self._reload()

    def progress_text(self) -> str:
        """Return the progress of an index build for the header; empty when there is none."""
        progress = self._last_event.progress if self._last_event else None
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
        """The new findings since the reader was opened; None also when their panel was closed."""
        event = self._last_event
        if self._panel_closed or event is None or not event.new_findings:
            return None
        from medway_tui.tui.widgets.reload_errors import ReloadErrors  # noqa: PLC0415 - rarely shown

        findings = event.new_findings
        names = tuple(_relative_path(self._dossier.base_roots, finding.path) for finding in findings)
        showing_last_good = any(finding.path in event.stale_files for finding in findings)
        return ReloadErrors(findings, names, showing_last_good)

    @property
    def first_error(self) -> Finding | None:
        """The first new finding, even if the panel was closed."""
        return next(iter(self._last_event.new_findings), None) if self._last_event else None

    def dismiss_errors(self) -> None:
        """Close the panel until there is another new finding."""
        self._panel_closed = True


def _relative_path(folders: Sequence[Path], path: str) -> str:
    inside = next((folder for folder in folders if Path(path).is_relative_to(folder)), None)
    return str(Path(path).relative_to(inside)) if inside is not None else path
