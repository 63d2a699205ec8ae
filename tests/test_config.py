"""config.toml: the settings that are read, and problems with their lines."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.config.folders import config_folder
from medway_tui.config.loader import MAX_BYTES, LoadedConfig, load_config, summarise_problems
from medway_tui.config.settings import Settings, WholeNumber
from medway_tui.config.toml_positions import find_positions
from tests.process_helpers import run_python


def load(text: str | bytes) -> LoadedConfig:
    """Write the user's config.toml, and load it."""
    path = config_folder() / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    loaded = load_config()
    assert path.read_bytes() == (text.encode() if isinstance(text, str) else text)
    return loaded


def problems(text: str | bytes) -> list[str]:
    """Return the problems of a config.toml, without its folder."""
    return [str(each).replace(f"{config_folder()}/", "") for each in load(text).problems]


def test_without_a_file_all_settings_have_their_defaults(own_home: Path) -> None:
    loaded = load_config()
    assert (loaded.settings, loaded.problems) == (Settings(), ())
    assert loaded.path == own_home / "config" / "medway-tui" / "config.toml"
    assert not loaded.path.parent.exists()


def test_a_setting_is_read() -> None:
    loaded = load('[reader]\ntheme = "light"\n')
    assert loaded.problems == ()
    assert loaded.settings.reader.theme == "light"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[reader]\nthem = 'light'\n",
            "config.toml:2:1: there is no setting them in [reader]; did you mean theme?",
        ),
        (
            "# ours\n\nreeder.theme = 'light'",
            "config.toml:3:1: there is no setting reeder; did you mean reader?",
        ),
        (
            '[reader]\n  theme =  "lihgt"\n',
            'config.toml:2:12: reader.theme: "lihgt" is not one of "dark", "light", '
            '"high-contrast", "high-contrast-light" or "terminal": '
            "did you mean light?",
        ),
        (
            "[reader]\ntheme = true\n",
            'config.toml:2:9: reader.theme: true is not one of "dark", "light", '
            '"high-contrast", "high-contrast-light" or "terminal"',
        ),
        (
            "\nreader = 7\n",
            "config.toml:2:10: reader is a section, not 7; write [reader] above its settings",
        ),
        (
            "[reader]\ntheme = \n",
            "config.toml:2:9: this is not TOML: invalid value; until then all settings have their defaults",
        ),
        (
            "[reader]\ntheme",
            "config.toml:2:6: this is not TOML: expected '=' after a key in a key/value pair, but the file"
            " ends; until then all settings have their defaults",
        ),
        (
            "[reader]\ntheme = 'light'\ntheme = 'dark'\n",
            "config.toml:3:15: this is not TOML: cannot overwrite a value;"
            " until then all settings have their defaults",
        ),
        (b"a = 1\n# caf\xe9\n", "config.toml:2:6: the file is not UTF-8;"),
        ("x = " + "[" * 5000 + "]" * 5000, "config.toml: tables or lists are nested too deeply;"),
        ("#" * (MAX_BYTES + 1), "config.toml: the file has more than 256 KB;"),
        ('"\\u001b[2J" = 1', "config.toml:1:1: there is no setting ␛[2J; it can be: "),
    ],
)
def test_a_problem_is_reported_with_its_place_and_what_to_do(text: str | bytes, expected: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(expected)


def test_a_faulty_setting_does_not_take_the_others_with_it() -> None:
    loaded = load("reader.theme = 'light'\n[nothing]\na = 1\n")
    assert loaded.settings.reader.theme == "light"
    (problem,) = loaded.problems
    assert (problem.line, problem.column) == (2, 1)


def test_a_file_that_cannot_be_read_is_reported(own_home: Path) -> None:
    (own_home / "config" / "medway-tui" / "config.toml").mkdir(parents=True)
    (problem,) = load_config().problems
    assert str(problem).endswith(
        "config.toml: the file can't be read: is a directory; until then all settings have their defaults"
    )


def test_several_problems_are_one_sentence() -> None:
    loaded = load("a = 1\nb = 2\n")
    assert summarise_problems(loaded.problems).endswith("(and 1 more: medway-tui config)")
    assert summarise_problems(()) == ""


def test_a_whole_number_has_a_range() -> None:
    kind = WholeNumber(20, 200)
    assert kind.read(20) == 20
    for value in (19, 201, True, 30.5, "30"):
        with pytest.raises(ValueError, match="not"):
            kind.read(value)


def test_a_start_without_a_file_loads_no_parser() -> None:
    result = run_python(
        "import sys; from medway_tui.config.loader import load_config; load_config(); print(*sys.modules)"
    )
    assert result.returncode == 0, result.stderr
    loaded = set(result.stdout.split())
    assert "medway_tui.config.settings" in loaded
    assert not loaded & {"tomllib", "medway_tui.config.toml_positions", "textual", "pydantic"}


# -- positions -------------------------------------------------------------------------------------


def paths_of(value: Any, at: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Return the paths of everything below a value that tomllib has read."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = {at} if at else set()
    return found.union(*(paths_of(inner, (*at, key)) for key, inner in items))


def test_every_key_has_its_place() -> None:
    text = (
        "# a comment with [brackets] and = signs\n"
        'top = """\n[not.a.table]\nx = 1 \\""" still"""" # five\n'
        "'quo.ted' . \"k\\u00e9y\" = 1979-05-27 07:32:00 # a date\n"
        "[ table . inner ]\n"
        "list = [ 1, # one\n  'two', [ {a = 1, b.c = 2} ] ]\n"
        "[[rows]]\nname = '''one'''\n[[rows]]\nname = 'two'\n[rows.below]\nx = { }\n"
        "[[rows.below.deep]]\ny = true\n"
    )
    places = find_positions(text)
    assert paths_of(tomllib.loads(text)) == set(places.keys)
    assert places.key(("quo.ted", "kéy")) == (5, 1)
    assert places.value(("quo.ted", "kéy")) == (5, 26)
    assert places.value(("table", "inner", "list", 2, 0, "b", "c")) == (8, 26)
    assert places.value(("rows", 1, "name")) == (12, 8)
    assert places.key(("rows", 1, "below", "deep", 0, "y")) == (16, 1)
    assert places.key(("rows", 1, "below", "nothing")) == (13, 1)


_TOKENS = st.sampled_from(
    (
        *(
            "a",
            "b-1",
            '"q"',
            "'l.l'",
            ".",
            " = ",
            "=",
            "\n",
            " ",
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            ",",
            "# c [\n",
        ),
        *(
            '"""',
            "'''",
            '"',
            "'",
            "\\",
            "1",
            "1.5",
            "true",
            "1979-05-27 07:32:00",
            '"x\\"y"',
            "'''\nz'''",
            '""',
        ),
        *("a = 1\n", "[t]\n", "[[r]]\n", "x = [", "k = {", '"""a"""', "é"),
    )
)


@given(st.lists(_TOKENS, max_size=14).map("".join))
def test_positions_agree_with_tomllib_on_whatever_it_reads(text: str) -> None:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    places = find_positions(text)
    assert set(places.keys) == paths_of(table)
    lines = text.split("\n")
    for line, column in (*places.keys.values(), *places.values.values()):
        assert 1 <= column <= len(lines[line - 1])


@given(
    st.one_of(st.binary(max_size=60), st.lists(_TOKENS, max_size=14).map(lambda each: "".join(each).encode()))
)
def test_any_file_is_loaded_without_an_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    for problem in load_config(path).problems:
        assert str(problem).isprintable()
