"""Files and entries to be filled in, with a remark for each key: made from the model's own descriptions.

What is empty in a template is a finding of ``check``, so that nothing half done passes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from medway_tui.content.files import schema_modeline
from medway_tui.content.json_schema import Schema, model_schema
from medway_tui.model.constraints import ParagraphKind
from medway_tui.text import block_digest, plural
from medway_tui.yaml_io.emit import block_lines, indent_lines, item_lines, key_lines, remark_lines
from medway_tui.yaml_io.reader import LINE_BREAK

FieldValue: TypeAlias = "str | RawLines | Sequence[Mapping[str, str]]"
"""What is known of a key: its text, its lines as they are to stand, or the keys of each item of a list."""

PLACEHOLDER = "…"
"""What stands where a text is to be written; alone, it is no text."""

HOW_TO = (
    'Fill in what is missing: write between the marks where "" stands, and in the place of each … (a text'
    " may run over several lines, all as far in as the first). A key behind a # need not be there: take the"
    " # away to use it. What is not known has no key. medway-tui check says what is still to be done."
)

_EXTRA_REMARKS = {
    "quotes": "Add an entry for each passage in quotation marks; if there is none, delete this file.",
    "events": "Evidence or sources must be there: take the # away from one of them.",
    "differences": "Each side has evidence or sources: take the # away from one of them.",
    "article": "For a further block, add a line with a hyphen and >-, and the text below it.",
}
"""What is to be said of a kind besides what its keys hold."""

_PROSE_KEYS = frozenset(
    (
        "headline",
        "title",
        "description",
        "text",
        "exact",
        "says",
        "note",
        "settled",
        "published_inferred",
        "second_hand",
    )
)
_SPACE = re.compile(r"[ \t]+")
MACHINE_KEYS = frozenset(("draft",))
"""Keys that only a program gives: a person has nothing to fill in there."""


class RawLines(tuple[str, ...]):
    """The lines below a key, as they are to stand."""

    __slots__ = ()


def header_lines(name: str) -> list[str]:
    """The lines with which a new file of a kind begins."""
    parts = [
        str(model_schema(name)["description"]),
        HOW_TO,
        *([_EXTRA_REMARKS[name]] if name in _EXTRA_REMARKS else []),
    ]
    return [schema_modeline(name), *(line for part in parts for line in remark_lines(part)), ""]


def file_template(name: str, given: Mapping[str, FieldValue]) -> str:
    """A file of a kind that is no list, with what is given written in and the rest to be filled in."""
    lines = header_lines(name)
    for line in field_lines(name, given):
        # A blank line before each key's first remark; behind a # with two spaces stands a part of a key.
        if re.match("# [^ ]", line) and lines[-1] and not re.match("# [^ ]", lines[-1]):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def entry_template(name: str, given: Mapping[str, FieldValue]) -> list[str]:
    """The lines of an entry in a file that is a list."""
    return item_lines(field_lines(name, given))


def field_lines(name: str, fields: Mapping[str, FieldValue]) -> list[str]:
    """The lines of all keys of a kind, in the order of the model."""
    schema = model_schema(name)
    return _TemplateWriter(schema.get("$defs", {})).mapping_lines(schema, fields)


def first_placeholder_line(lines: Sequence[str]) -> int:
    """The number of the first line, from 1, at which something is to be filled in; 1 where nothing is."""
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("#") and line.endswith(('""', f" {PLACEHOLDER}")):
            return number
    return 1


def split_blocks(text: str) -> list[str]:
    """The blocks of a plain text: what stands between its blank lines, each on one line (NFC)."""
    lines = LINE_BREAK.split(unicodedata.normalize("NFC", text))
    # Copied from a page, a blank line may hold a no-break space, which strip takes away too.
    together = groupby(lines, key=lambda line: bool(line.strip()))
    return [_SPACE.sub(" ", " ".join(block)).strip() for filled, block in together if filled]


def account_lines(originals: Sequence[str]) -> RawLines:
    """The blocks of an account, to be written: each knows the digest of the original block that it tells."""
    lines = []
    for number, original in enumerate(originals, 1):
        words = len(original.split())
        count = plural(words, "word")
        lines += [
            f"# Tell block {number} in your own words ({count}); what is in quotation marks stays as it is.",
            "- text: >-",
            f"    {PLACEHOLDER}",
            f'  digest: "{block_digest(original)}"',
        ]
    return RawLines(lines)


def original_lines(originals: Sequence[str]) -> RawLines:
    """The blocks of an original, word for word."""
    return RawLines(line for original in originals for line in block_lines("-", original))


class _TemplateWriter:
    """Writes keys with their remarks. ``definitions`` are the parts that a schema refers to."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def mapping_lines(
        self, schema: Schema, fields: Mapping[str, FieldValue], *, remarks: bool = True
    ) -> list[str]:
        lines: list[str] = []
        for key, prop in schema["properties"].items():
            if key in MACHINE_KEYS and key not in fields:
                continue
            is_included = key in fields or key in schema.get("required", ())
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
        """A key to be filled in; ``beside``: with remarks on the lines of the keys within it."""
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
            if prop.get("type") != "array":  # the editor and docs/content.md know of what lies deeper
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
        """What a schema refers to, where it does."""
        to: Any = schema.get("$ref")
        return self._definitions[to.rpartition("/")[2]] if to else schema


UNQUOTED_KEYS = frozenset(("title_ours", "paragraph", "draft"))
"""The keys whose values stand bare: numbers, and true or false."""


class BodyBlock(NamedTuple):
    """A block of an article's text."""

    text: str
    kind: ParagraphKind = "paragraph"


def article_text(remark: str, keys: Mapping[str, str], paragraphs: Sequence[BodyBlock]) -> str:
    """An article's file: what it is, in a remark; its keys, and its blocks."""
    lines = [schema_modeline("article"), *remark_lines(remark), *article_lines(keys, paragraphs)]
    return "".join(f"{line}\n" for line in lines)


def article_lines(keys: Mapping[str, str], paragraphs: Sequence[BodyBlock]) -> list[str]:
    """The lines of an article's keys and blocks."""
    lines = [line for key, value in keys.items() for line in _key_value_lines(key, value)]
    return [*lines, *paragraph_lines(paragraphs)]


def paragraph_lines(paragraphs: Sequence[BodyBlock]) -> list[str]:
    """The lines of the key ``paragraphs``."""
    lines = ["paragraphs:"]
    for body in paragraphs:
        made = block_lines("-", body.text)
        if body.kind != "paragraph":
            made = item_lines([*block_lines("text:", body.text), f"kind: {body.kind}"])
        lines += [f"  {line}" for line in made]
    return lines


def quotes_text(remark: str, entries: Sequence[Mapping[str, str]]) -> str:
    """A quotes file: what it is, in a remark, and its entries."""
    lines = [schema_modeline("quotes"), *remark_lines(remark)]
    lines += [line for entry in entries for line in entry_lines(entry)]
    return "".join(f"{line}\n" for line in lines)


def entry_lines(keys: Mapping[str, str]) -> list[str]:
    """The lines of an entry of a list."""
    return item_lines([line for key, value in keys.items() for line in _key_value_lines(key, value)])


def _key_value_lines(key: str, value: str) -> list[str]:
    return [f"{key}: {value}"] if key in UNQUOTED_KEYS else key_lines(key, value)
