"""The state that the reader keeps between runs: files, versions, faults, several readers."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from medway_tui.tui.reader_state import MAX_PLACES, open_state, state_folder
from medway_tui.tui.state_file import StateFile
from medway_tui.tui.text_places import TextPlace

PLACE = TextPlace(7, 40, "The library", 0)


def preferences_path() -> Path:
    return state_folder() / "state.json"


def places_path(dossier: str = "library") -> Path:
    return state_folder() / "places" / f"{dossier}.json"


def keep_something(dossier: str = "library") -> None:
    state = open_state(dossier)
    state.change(theme="light")
    state.keep_view("quotes")
    state.keep_in_view("quotes", {"query": "roof"})
    state.keep_place("bbc-2019", PLACE)
    state.save()


def test_what_is_kept_comes_back_and_only_for_its_dossier() -> None:
    keep_something()
    state = open_state("library")
    assert state.preferences.theme == "light"
    assert (state.view, state.views) == ("quotes", {"quotes": {"query": "roof"}})
    assert state.place_in("bbc-2019") == PLACE
    assert state.take_problems() == []
    other = open_state("pier")
    assert other.preferences.theme == "light"
    assert (other.view, other.views, other.place_in("bbc-2019")) == ("", {}, None)
    nameless = open_state("")
    nameless.keep_place("x", PLACE)
    nameless.save()
    assert [each.name for each in places_path().parent.iterdir()] == ["library.json"]


def test_nothing_is_written_without_a_change() -> None:
    open_state("library").save()
    assert not preferences_path().exists()
    keep_something()
    before = [path.stat().st_ino for path in (places_path(), preferences_path())]
    keep_something()
    assert [path.stat().st_ino for path in (places_path(), preferences_path())] == before


def test_a_fresh_state_begins_with_nothing_and_deletes_nothing() -> None:
    keep_something()
    fresh = open_state("library", fresh=True)
    assert (fresh.preferences.theme, fresh.view, fresh.place_in("bbc-2019")) == (None, "", None)
    fresh.keep_place("echo-2020", PLACE)
    fresh.save()
    state = open_state("library")
    assert (state.preferences.theme, state.view) == ("light", "quotes")
    assert state.place_in("bbc-2019") == state.place_in("echo-2020") == PLACE


def test_two_readers_keep_each_what_they_changed() -> None:
    first, second = open_state("library"), open_state("library")
    first.keep_place("a", PLACE)
    first.change(theme="light")
    second.keep_place("b", PLACE)
    second.change(list_widths={"read": 40})
    first.save()
    second.save()
    state = open_state("library")
    assert state.place_in("a") == state.place_in("b") == PLACE
    assert (state.preferences.theme, state.preferences.list_widths) == ("light", {"read": 40})


def test_the_beginning_of_an_article_is_no_place_to_keep() -> None:
    keep_something()
    state = open_state("library")
    state.keep_place("bbc-2019", None)
    state.save()
    assert "bbc-2019" not in places_path().read_text()


def test_the_file_is_bounded_and_the_articles_read_last_stay() -> None:
    state = open_state("library")
    for number in range(3 * MAX_PLACES):
        state.keep_place(f"article-{number}", TextPlace(number, 5, "ẞ" * 80, 0))
        if number % MAX_PLACES == 0:
            state.save()
    state.keep_place("article-2500", TextPlace(1, 1, "again", 0))
    state.save()
    assert places_path().stat().st_size < 400_000
    kept = list(json.loads(places_path().read_text())["places"])
    assert len(kept) == MAX_PLACES
    assert kept[-2:] == ["article-2999", "article-2500"]


FAULTS = {
    "": (1, "column 1"),
    "{\n": (2, "column 1"),
    "\n\n[1]": (1, "not an object"),
    '{\n "theme": "light"\n}': (1, "“version” is not a number"),
    '{\n "version": 1,\n "theme": 5\n}': (3, "“theme” has an unknown form"),
    '{"version": 1,\n "list_widths": {"read": true}}': (2, "“list_widths” has an unknown form"),
    '{"version": 1,\n\n "hidden_lists": "\udcff"}': (3, "not UTF-8"),
    '{"version": 1, "theme": ' + "[" * 100_000 + "}": (1, "too deep or too long"),
    '{"version": ' + "9" * 5_000 + "}": (1, "too deep or too long"),
}


@pytest.mark.parametrize("text", FAULTS, ids=[f"{line}-{reason}" for line, reason in FAULTS.values()])
def test_a_broken_file_is_named_with_its_line_and_stays(text: str) -> None:
    path = preferences_path()
    path.write_bytes(content := text.encode("utf-8", "surrogateescape"))
    state = open_state("library")
    line, reason = FAULTS[text]
    (problem,) = state.take_problems()
    assert problem.startswith(
        f"Preferences are not kept: ~/state/medway-tui/state.json:{line} is broken ({reason}"
    )
    assert problem.endswith("; delete the file to begin again")
    assert state.preferences.theme is None
    state.change(theme="dark")
    state.keep_place("a", PLACE)
    state.save()
    assert path.read_bytes() == content
    assert open_state("library").place_in("a") == PLACE
    assert state.take_problems() == []


def test_a_control_character_in_a_kept_filter_reaches_no_terminal() -> None:
    path = places_path()
    path.parent.mkdir()
    path.write_text('{"version": 1,\n "views": {"quotes": {"filter": "\\u001b[31m"}}}')
    state = open_state("library")
    (problem,) = state.take_problems()
    assert "library.json:2 is broken (“views” has an unknown form)" in problem
    assert state.views == {}


@pytest.mark.parametrize(
    "places",
    [
        "[]",
        *(f'{{"a": {place}}}' for place in ("[1]", '[-1, 0, "x", 0]', '[0, -2, "x", 0]', '[1.5, 0, "x", 0]')),
    ],
)
def test_broken_places_are_named_too(places: str) -> None:
    path = places_path()
    path.parent.mkdir()
    path.write_text(f'{{"version": 1,\n "view": "quotes",\n "places": {places}}}')
    state = open_state("library")
    (problem,) = state.take_problems()
    where = "~/state/medway-tui/places/library.json:3"
    assert problem.startswith(f"Places are not kept: {where} is broken (“places” has an unknown form)")
    assert state.view == ""


def test_a_file_of_a_newer_version_is_left_alone() -> None:
    path = preferences_path()
    path.write_text('{"version": 2, "theme": {"name": "light"}}')
    state = open_state("library")
    (problem,) = state.take_problems()
    assert problem.endswith(
        "~/state/medway-tui/state.json is of a newer version of medway-tui, and is left as it is"
    )
    state.change(theme="dark")
    state.save()
    assert path.read_text() == '{"version": 2, "theme": {"name": "light"}}'


def test_values_that_are_not_known_stay() -> None:
    preferences_path().write_text('{"version": 1, "reading_speed": 3}')
    keep_something()
    assert json.loads(preferences_path().read_text()) == {"version": 1, "reading_speed": 3, "theme": "light"}


def test_what_is_no_file_or_too_large_is_refused() -> None:
    os.mkfifo(preferences_path())
    places_path().parent.mkdir()
    places_path().write_bytes(b" " * 5_000_000)
    problems = open_state("library").take_problems()
    assert [each.split("~/state/medway-tui")[1] for each in problems] == [
        "/state.json is not a file",
        "/places/library.json is larger than any that the reader writes",
    ]


def test_a_folder_that_can_not_be_written_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    state = open_state("library")
    with monkeypatch.context() as patched:
        patched.setattr("medway_tui.yaml_io.atomic_write.create_file", refuse)
        for theme in ("dark", "light"):
            state.change(theme=theme)
            state.save()
        assert state.take_problems() == [
            "Preferences are not kept: ~/state/medway-tui/state.json can't be written: permission denied"
        ]
    # It may be possible later: nothing was lost.
    state.save()
    assert open_state("library").preferences.theme == "light"


def test_a_change_between_reading_and_writing_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_something()
    state, other = open_state("library"), open_state("library")
    state.change(theme="dark")
    other.change(list_widths={"read": 50})
    parse = StateFile._parse

    def parse_and_disturb(file: StateFile, content: bytes | None) -> dict[str, object]:
        values = parse(file, content)
        monkeypatch.setattr(StateFile, "_parse", parse)
        other.save()
        return values

    monkeypatch.setattr(StateFile, "_parse", parse_and_disturb)
    state.save()
    assert json.loads(preferences_path().read_text()) == {
        "version": 1,
        "theme": "dark",
        "list_widths": {"read": 50},
    }


@pytest.mark.parametrize("dossier", ["../../evil", "a/b", "Ünï", "x" * 400, "\udc80"])
def test_any_id_has_a_file_of_its_own_in_the_folder(dossier: str) -> None:
    keep_something(dossier)
    assert open_state(dossier).view == "quotes"
    (path,) = places_path().parent.iterdir()
    assert path.name.isascii()
