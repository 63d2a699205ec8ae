"""The JSON Schema of ``config.toml``, and a template of it; both are made from the settings."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from medway_tui.config.settings import Settings

SCHEMA_NAME = "config.schema.json"
"""The name of the schema's file beside ``config.toml``."""
_WIDTH = 100
_KEYS_TABLE = "keys.commands"


class CommandReference(NamedTuple):
    """A command that keys can be given to."""

    id: str
    name: str
    group: str
    """Its heading in the help."""
    description: str
    keys: tuple[str, ...]
    """Its default keys, as they can be written."""
    places: str
    """The views in which it works."""


class SettingReference(NamedTuple):
    """A setting of a section."""

    section: str
    section_description: str
    name: str
    description: str
    default: str
    """Its default as TOML writes it."""
    schema: dict[str, Any]


def list_settings() -> Iterator[SettingReference]:
    """Yield all settings, section by section."""
    for section in fields(Settings):
        kind: Any = section.default_factory
        for each in fields(kind):
            yield SettingReference(
                section.name,
                kind.__doc__ or "",
                each.name,
                each.metadata["description"],
                each.metadata["default"],
                each.metadata["kind"].schema(),
            )


def schema_text(commands: Sequence[CommandReference]) -> str:
    """Return the JSON Schema (2020-12) of the file as text."""
    sections: dict[str, Any] = {}
    for each in list_settings():
        table = sections.setdefault(
            each.section,
            {
                "type": "object",
                "description": each.section_description,
                "additionalProperties": False,
                "properties": {},
            },
        )
        schema = {**each.schema, "description": each.description}
        if f"{each.section}.{each.name}" == _KEYS_TABLE:
            schema = _keys_schema(schema, commands)
        elif each.default != "{}":
            schema["default"] = json.loads(each.default)
        table["properties"][each.name] = schema
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Made from the program's settings by: medway-tui config schema",
        "title": "config.toml of medway-tui",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _keys_schema(schema: dict[str, Any], commands: Sequence[CommandReference]) -> dict[str, Any]:
    value = schema.pop("additionalProperties")
    properties = {
        each.id: {**value, "description": f"{each.name}: {each.description}", "default": list(each.keys)}
        for each in commands
    }
    return {**schema, "properties": properties, "additionalProperties": False}


def template_text(commands: Sequence[CommandReference]) -> str:
    """Return a ``config.toml`` with every setting as a comment that sets its default."""
    lines = [
        f"#:schema ./{SCHEMA_NAME}",
        *_comment(
            "Settings of medway-tui. A line such as #theme is off: remove the # and change the value."
            " `medway-tui config` checks this file; the reader takes it over when it is started next."
        ),
    ]
    section = ""
    for each in list_settings():
        if each.section != section:
            section = each.section
            lines += ["", "", f"[{section}]", *_comment(each.section_description)]
        lines.append("")
        if f"{each.section}.{each.name}" == _KEYS_TABLE:
            lines += [f"[{_KEYS_TABLE}]", *_comment(each.description), *_key_lines(commands)]
        else:
            lines += [*_comment(each.description), f"#{each.name} = {each.default}"]
    return "\n".join(lines) + "\n"


def _key_lines(commands: Sequence[CommandReference]) -> Iterator[str]:
    yield from _comment(
        'Keys are written as "n", "?", "Ctrl+f", "F2", "PgDn", "Esc", "Alt+Left"; keys one after the other as'
        ' "g g".'
    )
    group = ""
    for each in commands:
        if each.group != group:
            group = each.group
            yield from ("", f"# -- {group} --")
        yield from _comment(f"{each.name}: {each.description} ({each.places})")
        yield f"#{each.id} = {json.dumps(list(each.keys), ensure_ascii=False)}"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2, break_on_hyphens=False)]
