"""What the reader keeps between runs: preferences for all dossiers, and the place in each.

They are in the user's state folder: ``state.json`` has the preferences, ``places/DOSSIER-ID.json`` the view,
the filters and the places in articles. A new preference is a field of ``Preferences`` and nothing else.
"""

from __future__ import annotations

import dataclasses
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs

from medway_tui import APP_NAME
from medway_tui.tui.state_file import Check, StateFile, StateFileError
from medway_tui.tui.text_places import TextPlace

MAX_PLACES = 1_000
"""How many articles have a place kept, the last ones read: the file stays below 200 KB."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def is_text(value: object) -> bool:
    """Whether a value is a text."""
    return type(value) is str


def is_line(value: object) -> bool:
    """Whether a value is a text without control characters, which would reach the terminal."""
    return type(value) is str and _CONTROL.search(value) is None


def is_count(value: object) -> bool:
    """Whether a value is a number from 0."""
    return type(value) is int and value >= 0


def is_flag(value: object) -> bool:
    """Whether a value is true or false."""
    return type(value) is bool


def is_table_of(check: Check) -> Check:
    """Return the check of an object whose values all pass ``check``."""
    return lambda value: isinstance(value, dict) and all(check(each) for each in value.values())


def kept(check: Check) -> Any:
    """Return a field of ``Preferences``: None until the user chooses a value, which passes ``check``."""
    return dataclasses.field(default=None, metadata={"check": check})


@dataclass(frozen=True)
class Preferences:
    """What the user has chosen for all dossiers; None for what was never chosen."""

    theme: str | None = kept(is_text)
    """The name of the theme, as in ``--theme``."""
    reading_width: int | None = kept(is_count)
    """The widest lines of articles, in cells."""
    paragraph_numbers: bool | None = kept(is_flag)
    """Whether articles have the numbers of paragraphs in the margin."""
    focus_mode: bool | None = kept(is_flag)
    """Whether Read shows the text alone."""
    list_widths: Mapping[str, int] | None = kept(is_table_of(is_count))
    """The cells of the list of each view whose list was resized, by the name of the view."""
    hidden_lists: Mapping[str, bool] | None = kept(is_table_of(is_flag))
    """The views whose list is off."""


def _is_place(value: object) -> bool:
    # A thousand of them are checked before the first paint.
    return (
        type(value) is list
        and len(value) == 4
        and type(value[0]) is type(value[1]) is type(value[3]) is int
        and type(value[2]) is str
        and value[0] >= 0
        and value[1] >= -1
    )


_PREFERENCE_CHECKS = {each.name: each.metadata["check"] for each in dataclasses.fields(Preferences)}
_DOSSIER_CHECKS: Mapping[str, Check] = {
    "view": is_line,
    "views": is_table_of(is_table_of(is_line)),
    "folders": lambda value: isinstance(value, list) and all(map(is_text, value)),
    "places": is_table_of(_is_place),
}


class ReaderState:
    """The state of an open reader; without files it lasts as long as the reader.

    Changes are in memory until ``save``, which may run in a thread.
    """

    def __init__(
        self, preferences_file: StateFile | None = None, dossier_file: StateFile | None = None
    ) -> None:
        self.preferences = Preferences()
        self.view = ""
        """The view to open; empty where none was kept."""
        self.views: dict[str, dict[str, str]] = {}
        """What each view keeps, by its name."""
        self._places: dict[str, Sequence[Any]] = {}
        """Places as they are in the file, or ``TextPlace``, which most never become."""
        self._folders: list[str] | None = None
        self._files = {"preferences": preferences_file, "dossier": dossier_file}
        self._changes: dict[str, dict[str, Any]] = {"preferences": {}, "dossier": {}}
        self._changed_places: dict[str, TextPlace | None] = {}
        self._problems: list[str] = []
        self._reported: set[str] = set()
        self._changing = Lock()
        self._saving = Lock()

    def load(self) -> None:
        """Read the files. A file that is broken or of a newer version counts as empty, and is not written."""
        preferences = self._read("preferences")
        names = _PREFERENCE_CHECKS.keys() & preferences.keys()
        self.preferences = Preferences(**{name: preferences[name] for name in names})
        values = self._read("dossier")
        self.view = values.get("view", "")
        self.views = values.get("views", {})
        self._folders = values.get("folders")
        self._places = values.get("places", {})

    def _read(self, name: str) -> dict[str, Any]:
        file = self._files[name]
        try:
            return {} if file is None else file.read()
        except StateFileError as error:
            self._give_up(name, error)
            return {}

    def _give_up(self, name: str, error: StateFileError) -> None:
        self._files[name] = None
        self._problems.append(str(error))

    def take_problems(self) -> list[str]:
        """Return the sentences about files that can't be used which were not returned before."""
        problems, self._problems = self._problems, []
        return problems

    # -- changes -----------------------------------------------------------------------------------

    def change(self, **preferences: Any) -> None:
        """Change preferences, by the names of their fields."""
        with self._changing:
            self.preferences = dataclasses.replace(self.preferences, **preferences)
            self._changes["preferences"].update(preferences)

    def keep_view(self, view: str) -> None:
        """Keep which view is open."""
        self._keep("view", view)
        self.view = view

    def keep_in_view(self, view: str, values: Mapping[str, str]) -> None:
        """Keep the place within a view."""
        if self.views.get(view) != values:
            views = {**self.views, view: dict(values)}
            self._keep("views", views)
            self.views = views

    def begin_in(self, view: str, place: Mapping[str, str]) -> None:
        """Begin in a view at another place than the one that was kept."""
        self.view = view
        self.views = {**self.views, view: dict(place)}

    def keep_folders(self, folders: Sequence[Path]) -> None:
        """Keep the folders of the dossier, by which a link finds it; none for the shipped one."""
        paths = [str(folder) for folder in folders]
        if paths != self._folders:
            self._keep("folders", paths)

    def _keep(self, key: str, value: object) -> None:
        with self._changing:
            self._changes["dossier"][key] = value

    def place_in(self, article_id: str) -> TextPlace | None:
        """Return the place where the reader left an article; None for its beginning."""
        place = self._places.get(article_id)
        return None if place is None else TextPlace._make(place)

    def keep_place(self, article_id: str, place: TextPlace | None) -> None:
        """Keep the place in an article; None for its beginning."""
        if self.place_in(article_id) == place:
            return
        with self._changing:
            # Last, as the article read last.
            self._places.pop(article_id, None)
            self._changed_places.pop(article_id, None)
            if place is not None:
                self._places[article_id] = place
            self._changed_places[article_id] = place
            for places in (self._places, self._changed_places):
                if len(places) > MAX_PLACES:
                    del places[next(iter(places))]

    # -- saving ------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write what has changed. A failure is reported once; what could not be written is kept."""
        with self._saving:
            self._save_preferences()
            self._save_dossier()

    def _save_preferences(self) -> None:
        with self._changing:
            changes = dict(self._changes["preferences"])
        if changes and self._update("preferences", lambda values: values.update(changes)):
            self._forget(self._changes["preferences"], changes)

    def _save_dossier(self) -> None:
        with self._changing:
            changes = dict(self._changes["dossier"])
            places = dict(self._changed_places)

        def change(values: dict[str, Any]) -> None:
            values.update(changes)
            kept_places = values.pop("places", {})
            for article, place in places.items():
                kept_places.pop(article, None)
                if place is not None:
                    kept_places[article] = list(place)
            values["places"] = dict(list(kept_places.items())[-MAX_PLACES:])

        if (changes or places) and self._update("dossier", change):
            self._forget(self._changes["dossier"], changes)
            self._forget(self._changed_places, places)

    def _update(self, name: str, change: Callable[[dict[str, Any]], None]) -> bool:
        file = self._files[name]
        if file is None:
            return False
        try:
            file.update(change)
        except StateFileError as error:
            if str(error) not in self._reported:
                self._reported.add(str(error))
                self._problems.append(str(error))
            return False
        return True

    def _forget(self, changes: dict[str, Any], written: Mapping[str, Any]) -> None:
        """Take out of the changes those that were written, unless they have changed again."""
        with self._changing:
            for key, value in written.items():
                if key in changes and changes[key] == value:
                    del changes[key]


def state_folder() -> Path:
    """Return the folder of the state files."""
    return Path(platformdirs.user_state_dir(APP_NAME, appauthor=False))


def open_state(dossier_id: str, *, fresh: bool = False) -> ReaderState:
    """Return the state kept for a dossier; one that begins with nothing if ``fresh``.

    What changes is written into the same files either way. Without a dossier's id, only preferences are kept.
    """
    folder = state_folder()
    state = ReaderState(
        StateFile(folder / "state.json", "Preferences", _PREFERENCE_CHECKS),
        dossier_state_file(dossier_id) if dossier_id else None,
    )
    if not fresh:
        state.load()
    return state


def dossier_state_file(dossier_id: str) -> StateFile:
    """Return the file with the places in a dossier."""
    name = re.sub(r"[^a-z0-9-]", "_", dossier_id)[:80]
    if name != dossier_id:
        name += f"-{zlib.crc32(dossier_id.encode('utf-8', 'surrogateescape')):08x}"
    return StateFile(state_folder() / "places" / f"{name}.json", "Places", _DOSSIER_CHECKS)
