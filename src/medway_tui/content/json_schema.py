"""Generates JSON Schema (2020-12) from the model, for editors and other programs.

The model has every value as text, since that is how the YAML is read here. Other programs read YAML with
its types, so a schema says what those types may be: ``paragraph: 3`` is an integer, ``published: 2013``
may be one, and a text that looks like a number may be a number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from medway_tui.content.files import KINDS_BY_NAME, PATH_TEMPLATES
from medway_tui.model.articles import Article, Quote, parse_block
from medway_tui.model.constraints import (
    DATE,
    DIGEST,
    ID,
    LANGUAGE,
    PATTERN_HINTS,
    TEXT,
    URL,
    Record,
    check_speakers,
    parse_caption_number,
)
from medway_tui.model.councils import CouncilTable
from medway_tui.model.dossier import About
from medway_tui.model.events import Difference, Event
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.people import Organisation, Person

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema that the schemas are written in."""

GENERATED_REMARK = "Made from the program's model by: medway-tui schema"
"""The remark in each schema that says where it comes from; also recognises a schema of an earlier version."""

MODELS: dict[str, type] = {
    "dossier": About,
    "people": Person,
    "organisations": Organisation,
    "frameworks": Framework,
    "events": Event,
    "differences": Difference,
    "councils": CouncilTable,
    "inspection": Inspection,
    "article": Article,
    "quotes": Quote,
}
"""The record of each kind of file: the file has one, or a list of them."""

_WHOLE_FILES = ("dossier", "article", "inspection", "councils")
_NAMED_BY_FILE = ("article", "inspection")

# Several for each: an editor that finds a single example inserts it as the value.
_EXAMPLES = {
    ID.pattern: ["example-2024-03-12", "mary-quillfeather"],
    DATE.pattern: ["2013", "2019-02", "2019-07-15", "2019-07-15/2019-07-26"],
    URL.pattern: ["https://example.org/page", "https://example.org/report.pdf"],
    DIGEST.pattern: ["5604ab6668f5", "e3b0c44298fc"],
    LANGUAGE.pattern: ["en-GB", "cy"],
}
_NUMBER_TYPES: dict[str, Schema] = {
    ID.pattern: {"type": ["string", "integer"], "minimum": 0},
    DATE.pattern: {"type": ["string", "integer"], "minimum": 1000, "maximum": 9999},
    TEXT.pattern: {"type": ["string", "number"]},
}
"""Texts that may be written without quotation marks, and that other programs then read as numbers."""


_UNDATED_DEADLINE: Schema = {
    "required": ["due", "kind"],
    "properties": {"kind": {"const": "deadline"}},
}
"""An event that may lack its date."""


_CONFIG_LOCK = Lock()
"""Held while the configuration of all records is another: forms are previewed in threads."""


def model_schema(name: str) -> Schema:
    """Return the schema of a kind's record: the whole file, or an entry of its list.

    Properties are in the order of the model. Raises KeyError for an unknown kind.
    """
    # Only here are docstrings read as descriptions: it takes longer than all else about an adapter.
    with _CONFIG_LOCK:
        Record.__pydantic_config__["use_attribute_docstrings"] = True
        try:
            adapter: TypeAdapter[Any] = TypeAdapter(MODELS[name])
        finally:
            del Record.__pydantic_config__["use_attribute_docstrings"]
    schema = adapter.json_schema(schema_generator=_SchemaGenerator)
    if name in _NAMED_BY_FILE:
        del schema["properties"]["id"]
        schema["required"].remove("id")
    return schema


@cache
def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind's files as text, with sorted keys.

    Raises KeyError for an unknown kind.
    """
    schema = model_schema(name)
    definitions = schema.pop("$defs", {})
    if name not in _WHOLE_FILES:
        definitions[schema["title"]] = schema
        description = f"A list: {schema['description']}"
        items = {"$ref": f"#/$defs/{schema['title']}"}
        schema = {"type": "array", "items": items, "title": name.capitalize(), "description": description}
    schema |= {"$schema": DIALECT, "$comment": f"{PATH_TEMPLATES[name]}. {GENERATED_REMARK}"}
    if definitions:
        schema["$defs"] = definitions
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def schema_files() -> dict[str, str]:
    """Return the text of each schema by the name of its file, such as ``article.json``."""
    return {f"{name}.json": schema_text(name) for name in KINDS_BY_NAME}


class _SchemaGenerator(GenerateJsonSchema):
    """Generates the schema of a record as other programs read the YAML."""

    def generate(self, schema: Any, mode: Any = "validation") -> Schema:
        generated: Schema = _clean_descriptions(super().generate(schema, mode))
        return generated

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - as pydantic calls it
        return False  # "Title Ours" says no more than title_ours

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        return self.generate_inner(schema["schema"])  # something unknown has no key, never null

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        generated = super().default_schema(schema)
        if generated.get("default") in (None, []):
            generated.pop("default", None)
        return generated

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        generated = super().str_schema(schema)
        pattern = str(generated.get("pattern"))
        if pattern in PATTERN_HINTS:
            generated["patternErrorMessage"] = PATTERN_HINTS[pattern]
        if pattern in _EXAMPLES:
            generated["examples"] = _EXAMPLES[pattern]
        return {**generated, **_NUMBER_TYPES.get(pattern, {})}

    def int_schema(self, schema: core_schema.IntSchema) -> Schema:
        return {**super().int_schema(schema), "minimum": 0, "maximum": 999_999}

    def float_schema(self, schema: core_schema.FloatSchema) -> Schema:
        return {**super().float_schema(schema), "minimum": 0, "maximum": 1}

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> Schema:
        generated = super().dataclass_schema(schema)
        record: type[Record] = schema["cls"]
        if record.exactly_one:
            generated["oneOf"] = [
                {"required": [key, *([record.needs[key]] if key in record.needs else [])]}
                for key in record.exactly_one
            ]
        if record.at_most_one:
            generated["not"] = {"required": list(record.at_most_one)}
        if record is Event:
            generated["anyOf"] = [{"required": ["date"]}, _UNDATED_DEADLINE]
        return generated

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> Schema:
        generated = super().function_after_schema(schema)
        if schema["function"]["function"] is check_speakers:
            return {**generated, "minItems": 2, "uniqueItems": True}
        return generated

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        generated = super().function_before_schema(schema)
        if schema["function"]["function"] is parse_caption_number:
            return {**generated, "minimum": 1}
        if schema["function"]["function"] is parse_block:
            # A block of an article may be its text alone.
            text = self.generate_inner(core_schema.str_schema(pattern=TEXT.pattern))
            return {"anyOf": [text, generated]}
        return generated


def _clean_descriptions(value: Any) -> Any:
    """Return a schema whose descriptions are one line each, without the docstrings' markup."""
    if isinstance(value, Mapping):
        cleaned = {key: _clean_descriptions(each) for key, each in value.items()}
        if isinstance(cleaned.get("description"), str):
            cleaned["description"] = " ".join(cleaned["description"].replace("``", "").split())
        return cleaned
    return [_clean_descriptions(each) for each in value] if isinstance(value, list) else value
