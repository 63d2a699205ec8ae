"""``medway-tui config``: where the settings are, their check, template, schema and keys."""

from __future__ import annotations

import json
import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.config.loader import load_config
from medway_tui.config.reference import list_settings, schema_text, template_text
from medway_tui.config.settings import Settings
from medway_tui.tui.key_reference import list_references, load_keymap
from tests.conftest import ROOT

COMMANDS = list_references()


@pytest.fixture
def config_path(own_home: Path) -> Path:
    """Return the path of the user's config.toml, which is not there."""
    return own_home / "config" / "medway-tui" / "config.toml"


def config(*arguments: str) -> Result:
    """Run ``medway-tui config``."""
    return CliRunner().invoke(cli, ["config", *arguments])


def write(path: Path, text: str) -> None:
    """Write the user's config.toml."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_it_says_where_the_file_is(config_path: Path) -> None:
    result = config()
    assert (result.exit_code, result.stdout) == (0, f"{config_path}: not there yet\n")
    assert "medway-tui config init writes the file" in result.stderr
    assert not config_path.exists()


def test_problems_are_printed_with_their_lines(config_path: Path) -> None:
    write(config_path, '[reader]\nthem = "light"\n[keys.commands]\nnext_quote = "x"\nquit = "escpae"\n')
    result = config()
    assert (result.exit_code, result.stdout) == (1, f"{config_path}: 3 problems\n")
    assert result.stderr.replace(f"{config_path}:", "").splitlines() == [
        "2:1: there is no setting them in [reader]; did you mean theme?",
        "4:14: x was the key of close_reload_errors (Close panel), which now has none;"
        " set the keys of close_reload_errors too",
        "5:8: “escpae” is no key: did you mean Esc?",
    ]


def test_init_writes_a_file_without_effect_and_its_schema_and_never_over_another(config_path: Path) -> None:
    result = config("init")
    schema = config_path.with_name("config.schema.json")
    assert (result.exit_code, result.stdout) == (0, f"written: {config_path}\nwritten: {schema}\n")
    assert config_path.read_text(encoding="utf-8") == config("template").stdout
    assert schema.read_text(encoding="utf-8") == config("schema").stdout
    loaded = load_config()
    assert (loaded.settings, loaded.problems) == (Settings(keys=loaded.settings.keys), ())
    assert load_keymap(loaded).changed == {}
    assert config().stdout == f"{config_path}: no problems\n"
    config_path.write_text("# mine\n", encoding="utf-8")
    again = config("init")
    assert again.exit_code == 2
    assert f"{config_path} is there already" in again.stderr
    assert config_path.read_text(encoding="utf-8") == "# mine\n"


def test_a_folder_that_can_not_be_written_is_a_sentence(config_path: Path) -> None:
    config_path.parent.parent.mkdir(parents=True)
    config_path.parent.write_text("a file in the way")
    result = config("init")
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def uncommented() -> str:
    """Return the template with every setting on."""
    return re.sub(r"(?m)^#(?=[a-z_]+ = )", "", template_text(COMMANDS))


def test_the_template_has_every_setting_with_its_default(config_path: Path) -> None:
    write(config_path, uncommented())
    loaded = load_config()
    assert loaded.problems == ()
    table = tomllib.loads(uncommented())
    for each in list_settings():
        assert each.name in table[each.section]
    assert table["keys"]["commands"].keys() == {each.id for each in COMMANDS}
    keymap = load_keymap(loaded)
    assert (dict(keymap.changed), keymap.problems) == ({}, ())


@pytest.mark.parametrize(
    "table",
    [
        {"reader": {"them": "light"}},
        {"reader": {"reading_width": 2}},
        {"keys": {"set": "emacs"}},
        {"keys": {"commands": {"next_qoute": "n"}}},
        {"keys": {"commands": {"next_quote": 7}}},
        {"other": {}},
    ],
)
def test_the_schema_accepts_the_template_and_nothing_unknown(table: dict[str, Any]) -> None:
    schema = json.loads(schema_text(COMMANDS))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [*validator.iter_errors(tomllib.loads(uncommented()))] == []
    assert [*validator.iter_errors(table)] != []


def test_keys_lists_every_command_with_the_keys_in_force(config_path: Path) -> None:
    write(config_path, '[keys]\nset = "vim"\n[keys.commands]\nimport_file = "F3"\n')
    lines = config("keys").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [each.id for each in COMMANDS]
    assert re.search(r"(?m)^top +gg Home +Beginning \(in lists and texts\)$", "\n".join(lines))
    assert any(re.match(r"import_file +F3 ", line) for line in lines)
    assert any(re.match(r"open_person .*\(everywhere\)$", line) for line in lines)


def test_the_page_and_the_schema_in_docs_are_made_from_the_settings() -> None:
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(ROOT / "tools" / "config_page.py"))["page"]()
    assert made == page, "run: make docs"
    schema = (ROOT / "docs" / "config.schema.json").read_text(encoding="utf-8")
    assert schema == schema_text(COMMANDS), "run: make schema"


def test_the_example_on_the_page_has_no_problems(config_path: Path) -> None:
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    write(config_path, example)
    loaded = load_config()
    assert loaded.problems + load_keymap(loaded).problems == ()
