"""The format as JSON Schema (2020-12), made from the model: for editors and for other programs.

The model has every value as text, since that is how the YAML is read here. Other programs read YAML with
its types, so a schema says what those types may be: ``paragraph: 3`` is an integer, ``published: 2013``
may be one, and a text that looks like a number may be a number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from medway_tui.content.files import KINDS_BY_NAME, PATH_TEMPLATES
from medway_tui.content.schema import get_adapter
from medway_tui.model.articles import Article, Quote, parse_block
from medway_tui.model.constraints import DATE, DIGEST, ID, LANGUAGE, PATTERN_HINTS, TEXT, URL
from medway_tui.model.dossier import About
from medway_tui.model.events import Difference, Event
from medway_tui.model.inspections import Framework, Inspection
from medway_tui.model.people import Organisation, Person

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema that the schemas are written in."""

GENERATED_REMARK = "Made from the program's model by: medway-tui schema"
"""The remark in each schema that says where it comes from."""

MODELS: dict[str, type] = {
    "dossier": About,
    "people": Person,
    "organisations": Organisation,
    "frameworks": Framework,
    "events": Event,
    "differences": Difference,
    "inspection": Inspection,
    "article": Article,
    "quotes": Quote,
}
"""What a file of each kind holds: one of these, or a list of them."""

_WHOLE_FILES = ("dossier", "article", "inspection")
_NAMED_BY_FILE = ("article", "inspection")

# Several for each: an editor that finds a single example writes it into the file as if it were meant.
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
"""What may stand without quotation marks and be read as a number by others, though it is text here."""


def model_schema(name: str) -> Schema:
    """The schema of what a file of a kind holds: the whole file, or an entry of its list.

    Properties stand in the order of the model. Raises KeyError for a kind that does not exist.
    """
    schema = get_adapter(MODELS[name]).json_schema(schema_generator=_SchemaGenerator)
    if name in _NAMED_BY_FILE:
        del schema["properties"]["id"]
        schema["required"].remove("id")
    return schema


@cache
def schema_text(name: str) -> str:
    """The JSON Schema of the files of a kind, as the text of a file with sorted keys.

    Raises KeyError for a kind that does not exist.
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
    """The text of each schema by the name of its file, such as ``article.json``."""
    return {f"{name}.json": schema_text(name) for name in KINDS_BY_NAME}


class _SchemaGenerator(GenerateJsonSchema):
    """Makes the schema of a noun as other programs read the YAML."""

    def generate(self, schema: Any, mode: Any = "validation") -> Schema:
        made: Schema = _clean_descriptions(super().generate(schema, mode))
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - as pydantic calls it
        return False  # "Title Ours" says no more than title_ours

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        return self.generate_inner(schema["schema"])  # what is not known has no key, never null

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        made = super().default_schema(schema)
        if made.get("default") in (None, []):
            made.pop("default", None)
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        made = super().str_schema(schema)
        pattern = str(made.get("pattern"))
        if pattern in PATTERN_HINTS:
            made["patternErrorMessage"] = PATTERN_HINTS[pattern]
        if pattern in _EXAMPLES:
            made["examples"] = _EXAMPLES[pattern]
        return {**made, **_NUMBER_TYPES.get(pattern, {})}

    def int_schema(self, schema: core_schema.IntSchema) -> Schema:
        return {**super().int_schema(schema), "minimum": 0, "maximum": 999_999}

    def float_schema(self, schema: core_schema.FloatSchema) -> Schema:
        return {**super().float_schema(schema), "minimum": 0, "maximum": 1}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        made = super().function_before_schema(schema)
        if schema["function"]["function"] is parse_block:
            # A block of an article may be its text alone.
            text = self.generate_inner(core_schema.str_schema(pattern=TEXT.pattern))
            return {"anyOf": [text, made]}
        return made


def _clean_descriptions(value: Any) -> Any:
    """A schema whose descriptions are one line each, without the marks of the docstrings."""
    if isinstance(value, Mapping):
        made = {key: _clean_descriptions(each) for key, each in value.items()}
        if isinstance(made.get("description"), str):
            made["description"] = " ".join(made["description"].replace("``", "").split())
        return made
    return [_clean_descriptions(each) for each in value] if isinstance(value, list) else value
