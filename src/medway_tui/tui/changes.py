"""What changes in the dossier's files while the reader is open: followed, taken in, and told to the views."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.worker import Worker, WorkerState

from medway_tui.dossier.following import Follower, News
from medway_tui.model.findings import Finding

if TYPE_CHECKING:
    from medway_tui.tui.app import Reader
    from medway_tui.tui.widgets.broken import Broken

FOLLOWING = "follow"
"""The group of the worker that follows the files."""

_LOOKING = "look"
"""The group of the workers that look once."""


class Changes:
    """Follows the files of the reader's dossier, and knows what the last look at them brought."""

    def __init__(self, reader: Reader, *, live: bool) -> None:
        """``live`` says that they are followed, so that no look is needed after each change of one's own."""
        self._reader = reader
        self._live = live
        self._follower = Follower(reader.dossier)
        self._news = News(changed=False)
        self._panel_closed = False

    # -- looking -----------------------------------------------------------------------------------

    def follow(self) -> None:
        """Begin to follow the files, in a thread of its own."""
        self._reader.run_worker(
            partial(self._follower.follow, self._tell),
            group=FOLLOWING,
            name="follow the files",
            thread=True,
            exit_on_error=False,
        )

    def stop(self) -> None:
        """End the following: the program ends when its thread does."""
        self._follower.stop()

    def look(self) -> None:
        """Look at once for what changed in the files, and show it."""
        self._reader.run_worker(self._look, group=_LOOKING, thread=True, exit_on_error=False)

    def look_for_own(self) -> None:
        """Take in what this program wrote itself, unless the files are followed anyway."""
        if not self._live:
            self.look()

    def doubt(self, problem: str) -> None:
        """Have the index looked at that could not be read, and built anew where it is damaged."""
        self._reader.run_worker(
            partial(self._look, problem), group=_LOOKING, thread=True, exit_on_error=False
        )

    def _look(self, problem: str | None = None) -> None:
        news = self._follower.look() if problem is None else self._follower.doubt(problem)
        if news is not None:
            self._tell(news)
        if not self._live:
            self._follower.close()

    def _tell(self, news: News) -> None:
        self._reader.call_later(self._show, news)

    def ended(self, worker: Worker[object], state: WorkerState) -> None:
        """Tell where a thread of these ended with an error."""
        if state is WorkerState.ERROR and worker.group in (FOLLOWING, _LOOKING):
            self._reader.say(f"The files are no longer followed: {worker.error}", problem=True)

    # -- what there is to be told -------------------------------------------------------------------

    def _show(self, news: News) -> None:
        """Show what changed, and tell what was broken; what is typed or chosen stays."""
        if news.fresh is not None:
            self._reader.dossier.adopt(news.fresh)
        if news.problem is not None:
            self._reader.say(f"What changed could not be read: {news.problem}", problem=True)
        if news.note is not None:
            self._reader.say(f"{news.note[:1].upper()}{news.note[1:]}", problem=True)
        if not news.changed:
            return
        if news.broken != self._news.broken:
            self._panel_closed = False
        self._news = news
        self._reader.reload()

    def pace(self) -> str:
        """How far a taking in of many articles has come, for the header; empty where none is under way."""
        pace = self._news.pace
        if pace is None or not pace.total:
            return ""
        if pace.stopped:
            return f"⚠ only {pace.done:,} of {pace.total:,} articles"
        full = min(8, 8 * pace.done // pace.total)
        said = f"{'█' * full}{'░' * (8 - full)} {pace.done:,} of {pace.total:,}"
        if pace.rate:
            said += f" · {pace.rate:,.0f}/s"
        if pace.left is not None:
            minutes, seconds = divmod(round(pace.left), 60)
            said += f" · {minutes}:{seconds:02} left"
        return said

    @property
    def broken(self) -> Broken | None:
        """What saves have broken since the reader was opened; None also when its panel was closed."""
        findings = self._news.broken
        if self._panel_closed or not findings:
            return None
        from medway_tui.tui.widgets.broken import Broken  # noqa: PLC0415 - not on the first screen

        names = tuple(_name(self._reader.dossier.given, finding.path) for finding in findings)
        earlier = any(finding.path in self._news.earlier for finding in findings)
        return Broken(findings, names, earlier)

    @property
    def first_broken(self) -> Finding | None:
        """The first of what saves have broken, whether its panel was closed or not."""
        return next(iter(self._news.broken), None)

    def close_panel(self) -> None:
        """Show no more of what was broken, until something else is."""
        self._panel_closed = True


def _name(folders: Sequence[Path], path: str) -> str:
    """What a file is called within the dossier; the whole path where it lies in no folder of those."""
    inside = next((folder for folder in folders if Path(path).is_relative_to(folder)), None)
    return str(Path(path).relative_to(inside)) if inside is not None else path
