"""Templates of files and entries, with a remark for each key from the model's descriptions.

An empty placeholder is a finding of ``check``, so an unfinished file does not pass. Also writes the articles
and quotations of an import, in the same style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from medway_tui.content.files import schema_modeline
from medway_tui.content.json_schema import Schema, model_schema
from medway_tui.model.articles import block_digest
from medway_tui.model.constraints import ParagraphKind
from medway_tui.text import plural
from medway_tui.yaml_io.emit import block_lines, indent_lines, item_lines, key_lines, remark_lines
from medway_tui.yaml_io.reader import LINE_BREAK

FieldValue: TypeAlias = "str | RawLines | Sequence[Mapping[str, str]]"
"""The value of a key: its text, its lines as they are to be written, or the keys of each list item."""

PLACEHOLDER = "…"
"""The placeholder for a text; alone, it is not a valid text."""

HOW_TO = (
    'Fill in what is missing: write between the marks of each "", and replace each … (a text may have several'
    " lines, all indented like the first). A key after a # is optional: remove the # to use it. Leave out the"
    " key of anything that is not known. medway-tui check says what is still to be done."
)

_EXTRA_REMARKS = {
    "quotes": "Add an entry for each passage in quotation marks; if there is none, delete this file.",
    "events": "Evidence or sources are required: remove the # from one of them.",
    "differences": "Each side needs evidence or sources: remove the # from one of them.",
    "article": "To add a block, add a line with a hyphen and >-, and the text below it.",
}
"""More instructions for some kinds of files."""

_PROSE_KEYS = frozenset(("headline", "title", "description", "text", "exact")) | frozenset(
    ("says", "note", "settled", "published_inferred", "date_inferred", "dates_inferred", "second_hand")
)
_SPACE = re.compile(r"[ \t]+")
MACHINE_KEYS = frozenset(("draft",))
"""Keys that only a program writes, and that templates leave out."""


class RawLines(tuple[str, ...]):
    """The lines below a key, as they are to be written."""

    __slots__ = ()


def header_lines(name: str) -> list[str]:
    """Return the first lines of a new file of a kind."""
    parts = [
        str(model_schema(name)["description"]),
        HOW_TO,
        *([_EXTRA_REMARKS[name]] if name in _EXTRA_REMARKS else []),
    ]
    return [schema_modeline(name), *(line for part in parts for line in remark_lines(part)), ""]


def file_template(name: str, fields: Mapping[str, FieldValue]) -> str:
    """Return the text of a file that is not a list, with the values given and placeholders for the rest."""
    lines = header_lines(name)
    for line in field_lines(name, fields):
        # A blank line before each key's first remark; a # with two spaces begins a part of a key.
        if re.match("# [^ ]", line) and lines[-1] and not re.match("# [^ ]", lines[-1]):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def entry_template(name: str, fields: Mapping[str, FieldValue]) -> list[str]:
    """Return the lines of a list entry, with placeholders for the values that are not given."""
    return item_lines(field_lines(name, fields))


def field_lines(name: str, fields: Mapping[str, FieldValue]) -> list[str]:
    """Return the lines of all keys of a kind, in the order of the model."""
    schema = model_schema(name)
    return _TemplateWriter(schema.get("$defs", {})).mapping_lines(schema, fields)


def first_placeholder_line(lines: Sequence[str]) -> int:
    """Return the number of the first line with a placeholder, from 1; 1 if there is none."""
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#") and line.endswith(('""', f" {PLACEHOLDER}")):
            return number
    return 1


def split_blocks(text: str) -> list[str]:
    """Return the blocks of a plain text that blank lines separate, each on one line (NFC)."""
    lines = LINE_BREAK.split(unicodedata.normalize("NFC", text))
    # Copied from a page, a blank line may have a no-break space, which strip removes too.
    together = groupby(lines, key=lambda line: bool(line.strip()))
    return [_SPACE.sub(" ", " ".join(block)).strip() for filled, block in together if filled]


def account_lines(originals: Sequence[str]) -> RawLines:
    """Return placeholders for the blocks of an account, each with the digest of its original block."""
    lines = []
    for number, original in enumerate(originals, 1):
        count = plural(len(original.split()), "word")
        lines += [
            f"# Write block {number} in your own words ({count}); keep words in quotation marks as they are.",
            "- text: >-",
            f"    {PLACEHOLDER}",
            f'  digest: "{block_digest(original)}"',
        ]
    return RawLines(lines)


def original_lines(originals: Sequence[str]) -> RawLines:
    """Return the blocks of an original, word for word."""
    return RawLines(line for original in originals for line in block_lines("-", original))


class _TemplateWriter:
    """Writes keys with their remarks. ``definitions`` are those that the schema refers to."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def mapping_lines(
        self, schema: Schema, fields: Mapping[str, FieldValue], *, remarks: bool = True
    ) -> list[str]:
        lines: list[str] = []
        required = _required_keys(schema, fields)
        for key, prop in schema["properties"].items():
            if key in MACHINE_KEYS and key not in fields:
                continue
            is_included = key in fields or key in required
            if remarks:
                lines += remark_lines(self._remark_text(prop))
            if key in fields:
                lines += self._field_lines(key, fields[key], prop)
            elif is_included:
                lines += self._placeholder_lines(key, prop)
            elif remarks:
                lines += [f"#{line}" for line in self._placeholder_lines(key, prop, beside=True)]
        return lines

    def _field_lines(self, key: str, value: FieldValue, prop: Schema) -> list[str]:
        if isinstance(value, str):
            return key_lines(key, value)
        if isinstance(value, RawLines):
            return [f"{key}:", *indent_lines(value)]
        items = self._resolve_ref(prop["items"])
        item_templates = [
            item_lines(self.mapping_lines(items, each, remarks=not n)) for n, each in enumerate(value)
        ]
        return [f"{key}:", *indent_lines([line for lines in item_templates for line in lines])]

    def _placeholder_lines(self, key: str, prop: Schema, *, beside: bool = False) -> list[str]:
        """Return a key with a placeholder; ``beside``: with remarks on the lines of the keys within it."""
        prop = self._resolve_ref(prop)
        if prop.get("type") == "object":
            return [f"{key}:", *indent_lines(self._nested_lines(prop, beside=beside))]
        if prop.get("type") == "array":
            items = self._resolve_ref(prop["items"])
            if items.get("type") == "object":
                return [f"{key}:", *indent_lines(item_lines(self._nested_lines(items, beside=beside)))]
            return [f"{key}:", *indent_lines(["- >-", f"  {PLACEHOLDER}"] if "anyOf" in items else ['- ""'])]
        return [f"{key}: >-", f"  {PLACEHOLDER}"] if key in _PROSE_KEYS else [f'{key}: ""']

    def _nested_lines(self, schema: Schema, *, beside: bool) -> list[str]:
        if not beside:
            return self.mapping_lines(schema, {})
        lines: list[str] = []
        for key, prop in schema["properties"].items():
            if prop.get("type") != "array":  # the editor and docs/content.md explain deeper keys
                first, *rest = self._placeholder_lines(key, prop, beside=True)
                lines += [f"{first}   # {self._remark_text(prop)}", *rest]
        return lines

    def _remark_text(self, prop: Schema) -> str:
        resolved = self._resolve_ref(prop)
        remark = str(prop.get("description") or resolved["description"])
        choices = resolved.get("enum") or self._resolve_ref(resolved.get("items", {})).get("enum", ())
        missing = [choice for choice in choices if not re.search(rf"\b{choice}\b", remark)]
        return f"{remark} One of: {', '.join(choices)}." if missing else remark

    def _resolve_ref(self, schema: Schema) -> Schema:
        to: Any = schema.get("$ref")
        return self._definitions[to.rpartition("/")[2]] if to else schema


def _required_keys(schema: Schema, fields: Mapping[str, FieldValue]) -> set[str]:
    """Return the keys that a record must have; of those of which one is enough, the first."""
    required = set(schema.get("required", ()))
    for alternatives in (schema.get("oneOf", ()), schema.get("anyOf", ())):
        sets = [set(each["required"]) for each in alternatives]
        if sets and not any(keys.issubset(fields) for keys in sets):
            required |= sets[0]
    return required


UNQUOTED_KEYS = frozenset(("title_ours", "paragraph", "caption", "draft", "supported", "speakers"))
"""The keys whose values are written as they are: numbers, true or false, and lists of ids."""


class BodyBlock(NamedTuple):
    """A block of an article's text, to be written."""

    text: str
    kind: ParagraphKind = "paragraph"


def file_text(name: str, remark: str, lines: Sequence[str]) -> str:
    """Return the text of a file of a kind: a remark and its lines."""
    return "".join(f"{line}\n" for line in (schema_modeline(name), *remark_lines(remark), *lines))


def article_lines(keys: Mapping[str, str], paragraphs: Sequence[BodyBlock]) -> list[str]:
    """Return the lines of an article's keys and blocks."""
    lines = [line for key, value in keys.items() for line in _key_value_lines(key, value)]
    return [*lines, *paragraph_lines(paragraphs)]


def paragraph_lines(paragraphs: Sequence[BodyBlock]) -> list[str]:
    """Return the lines of the key ``paragraphs``."""
    lines = ["paragraphs:"]
    for body in paragraphs:
        item = block_lines("-", body.text)
        if body.kind != "paragraph":
            item = item_lines([*block_lines("text:", body.text), f"kind: {body.kind}"])
        lines += [f"  {line}" for line in item]
    return lines


def entry_lines(keys: Mapping[str, str]) -> list[str]:
    """Return the lines of a list entry."""
    return item_lines([line for key, value in keys.items() for line in _key_value_lines(key, value)])


def _key_value_lines(key: str, value: str) -> list[str]:
    return [f"{key}: {value}"] if key in UNQUOTED_KEYS else key_lines(key, value)
