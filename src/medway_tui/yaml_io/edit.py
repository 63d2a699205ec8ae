"""Edits YAML text in place: sets and removes keys, inserts and removes list entries.

Every other byte stays: remarks, order, line ends and the way each text is written. An edit yields one or
more candidate texts; each is parsed, and the first whose value is exactly the intended one is the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medway_tui.errors import MedwayError
from medway_tui.yaml_io.emit import double_quoted, key_lines, wrap_text
from medway_tui.yaml_io.nodes import KeyValue, ValuePath, YamlDocument, parse_document
from medway_tui.yaml_io.reader import LINE_BREAK
from medway_tui.yaml_io.restrictions import YamlValue

_INDENT = re.compile(r"[ ]*")
_BLANKS = " \t\r\n"
_BLANK_LINES = re.compile(r"([ \t]*(\r\n|\r|\n))*")
_REMARK = re.compile(r"[ \t]+#[^\r\n]*")


_NOT_CHANGED = (
    "this is written in a way that can't be changed by itself",
    "change it in an editor, or write each key on its own line and each entry after a hyphen",
)
_NOT_ADDED = (
    "an entry can't be added without changing what it holds",
    "write its list with each item on a line that begins with a hyphen, and nothing after it",
)


class EditError(MedwayError):
    """An edit could not be made without changing other parts of the file. Nothing was changed."""


def set_key(
    document: YamlDocument,
    path: ValuePath,
    key: str,
    value: str | Sequence[str],
    *,
    order: Sequence[str] = (),
) -> YamlDocument:
    """Return the document with a key set in the mapping at ``path``.

    ``value`` is a text, or the lines of the key as they are to be written. A new key comes after those that
    precede it in ``order``; without an order, at the end of the mapping.
    """
    mapping = _mapping_at(document, path)
    new_value = value if isinstance(value, str) else _value_of_lines(document, value)[key]
    if mapping.get(key) == new_value:
        return document
    texts = _texts_with_key(document, path, key, value, order)
    return _first_valid(document, path, {**mapping, key: new_value}, texts)


def remove_key(document: YamlDocument, path: ValuePath, key: str) -> YamlDocument:
    """Return the document without a key of the mapping at ``path``. A remark on the key's line stays."""
    mapping = _mapping_at(document, path)
    if key not in mapping:
        return document
    remaining = {name: value for name, value in mapping.items() if name != key}
    return _first_valid(document, path, remaining, _texts_without_key(document, path, key))


def append(document: YamlDocument, lines: Sequence[str]) -> YamlDocument:
    """Return the document, a list, with an entry at the end of the file, after a blank line."""
    text = document.text
    separated = ["", *lines] if text else lines
    with_break = text if not text or text.endswith(("\n", "\r")) else text + _line_end(text)
    new_text = with_break + _as_entry(document, separated)
    entries = _entries(document)
    return _first_valid(
        document, (), [*entries, *_value_of_lines(document, lines)], iter([new_text]), _NOT_ADDED
    )


def insert(document: YamlDocument, number: int, lines: Sequence[str]) -> YamlDocument:
    """Return the document, a list, with an entry before the entry ``number``, from 0; or after the last."""
    entries = _entries(document)
    value = [*entries[:number], *_value_of_lines(document, lines), *entries[number:]]
    return _first_valid(document, (), value, _texts_with_entry(document, number, lines), _NOT_ADDED)


def remove(document: YamlDocument, number: int) -> YamlDocument:
    """Return the document, a list, without the entry ``number``, from 0. Remarks above the entry stay."""
    entries = _entries(document)
    value = [*entries[:number], *entries[number + 1 :]]
    return _first_valid(document, (), value, _texts_without_entry(document, number))


# -- values -------------------------------------------------------------------------------------------


def _first_valid(
    document: YamlDocument,
    path: ValuePath,
    value: YamlValue,
    texts: Iterator[str],
    error: tuple[str, str] = _NOT_CHANGED,
) -> YamlDocument:
    """Return the first text that has ``value`` at ``path`` and is otherwise unchanged, as a document."""
    expected = _replace_at(document.value, path, value)
    for text in texts:
        result, _ = parse_document(document.path, text, document.data)
        if result.value == expected:
            return result
    message, hint = error
    line = f":{document.locate(path).line}" if document.value else ""
    raise EditError(f"{document.path}{line}: {message}", hint)


def _replace_at(value_before: YamlValue | None, path: ValuePath, value: YamlValue) -> YamlValue:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(value_before, list) and isinstance(step, int):
        return [*value_before[:step], _replace_at(value_before[step], rest, value), *value_before[step + 1 :]]
    if isinstance(value_before, dict):
        return {**value_before, str(step): _replace_at(value_before[str(step)], rest, value)}
    return value


def _mapping_at(document: YamlDocument, path: ValuePath) -> Mapping[str, YamlValue]:
    value = document.value
    for step in path:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        elif isinstance(value, dict):
            value = value[str(step)]
    if not isinstance(value, dict):
        raise EditError(f"{document.path} has no keys here", "fix the file first: medway-tui check says how")
    return value


def _entries(document: YamlDocument) -> list[YamlValue]:
    if not isinstance(document.value, list):
        raise EditError(f"{document.path} is not a list", "fix the file first: medway-tui check says how")
    return document.value


def _value_of_lines(document: YamlDocument, lines: Sequence[str]) -> Any:
    new, findings = parse_document(document.path, "\n".join(lines) + "\n", b"")
    if new.value is None:
        raise EditError(f"{document.path}: {findings[0].message}", "correct the new text, and try again")
    return new.value


# -- candidate texts: keys ----------------------------------------------------------------------------


def _texts_with_key(
    document: YamlDocument, path: ValuePath, key: str, value: str | Sequence[str], order: Sequence[str]
) -> Iterator[str]:
    """Yield texts with a key set, the one nearest to what is written first."""
    pairs = document.key_values(path)
    if not pairs:
        return
    text = document.text
    pair = next((each for each in pairs if each.key == key), None)
    if pair is None:
        yield from _texts_with_new_key(document, pairs, key, value, order)
    elif isinstance(value, str):
        start, end = pair.value_span
        for form in _value_forms(text[start:end], pair, value, _column(text, pair.start)):
            yield text[:start] + _with_line_ends(document, form) + text[end:]
    else:
        indent = "\n" + " " * _column(text, pair.start)
        lines = _with_line_ends(document, indent.join(value))
        # The remark at the end of the old value's last line stays, unless it would join the new text.
        for end in (pair.value_span[1], _end_of_line(text, pair.value_span[1])):
            yield text[: pair.start] + lines + text[end:]


def _value_forms(old: str, pair: KeyValue, value: str, indent: int) -> Iterator[str]:
    """Yield the ways in which a value may be written; ``indent`` is the column of its key."""
    if pair.style in (">", "|"):
        head, *body = LINE_BREAK.split(old)
        body_indent = _INDENT.match(body[0]) if body else None
        width = body_indent.end() if body_indent else indent + 2
        yield "\n".join([head, *(f"{' ' * width}{line}" for line in wrap_text(value))])
    elif pair.style == "'":
        yield "'" + value.replace("'", "''") + "'"
    elif pair.style != '"' and value.isdigit():
        yield value
    if pair.style != '"':
        first, *more = key_lines(pair.key, value)
        after_colon = first.removeprefix(f"{pair.key}:").lstrip()
        yield "\n".join([after_colon, *(f"{' ' * indent}{line}" for line in more)])
    yield double_quoted(value)


def _texts_with_new_key(
    document: YamlDocument,
    pairs: Sequence[KeyValue],
    key: str,
    value: str | Sequence[str],
    order: Sequence[str],
) -> Iterator[str]:
    if key in order:
        earlier = order[: list(order).index(key)]
        after = max((n for n, pair in enumerate(pairs) if pair.key in earlier), default=0)
    else:
        after = len(pairs) - 1
    text = document.text
    at = _end_of_line(text, pairs[after].value_span[1])
    indent = " " * _column(text, pairs[0].start)
    forms = (
        (key_lines(key, value), [f"{key}: {double_quoted(value)}"]) if isinstance(value, str) else (value,)
    )
    for lines in forms:
        added = "".join(f"\n{indent}{line}" for line in lines)
        yield text[:at] + _with_line_ends(document, added) + text[at:]


def _texts_without_key(document: YamlDocument, path: ValuePath, key: str) -> Iterator[str]:
    pairs = document.key_values(path)
    at = next((n for n, pair in enumerate(pairs or ()) if pair.key == key), None)
    if pairs is None or at is None:
        return
    text, pair = document.text, pairs[at]
    start, end = pair.start, pair.value_span[1]
    line = start - _column(text, start)
    remark = _REMARK.match(text, end)
    after = LINE_BREAK.search(text, end)
    if text[line:start].strip() and at + 1 < len(pairs):
        # The key follows a hyphen: the next key takes its place.
        yield text[:start] + text[pairs[at + 1].start :]
    elif remark and pair.style not in (">", "|"):
        yield text[:start] + text[remark.start() : remark.end()].lstrip() + text[remark.end() :]
    else:
        yield text[:line] + (text[after.end() :] if after else "")


# -- candidate texts: entries -------------------------------------------------------------------------


def _texts_with_entry(document: YamlDocument, number: int, lines: Sequence[str]) -> Iterator[str]:
    text = document.text
    neighbour = document.key_values((max(number - 1, 0),))
    if not neighbour:
        return
    if number:
        after = LINE_BREAK.search(text, max(pair.value_span[1] for pair in neighbour))
        at = after.end() if after else len(text)
    else:
        at = text.rfind("\n", 0, neighbour[0].start) + 1
    before = text[:at] if not at or text[:at].endswith(("\n", "\r")) else text + _line_end(text)
    yield before + _as_entry(document, lines) + text[at:]


def _texts_without_entry(document: YamlDocument, number: int) -> Iterator[str]:
    pairs = document.key_values((number,))
    text = document.text
    head = text[: pairs[0].start].rstrip(_BLANKS) if pairs else ""
    if not pairs or not head.endswith("-"):
        return
    start = len(head) - _column(text, len(head))
    end = _end_of_line(text, max(pair.value_span[1] for pair in pairs))
    after = LINE_BREAK.match(text, end)
    end = after.end() if after else end
    if len(_entries(document)) == 1:
        yield text[:start] + _with_line_ends(document, "[]\n") + text[end:]
        return
    above = text[:start].rstrip(_BLANKS)
    if not above or len(LINE_BREAK.findall(text, len(above), start)) > 1:
        # Of the blank lines around the entry, those above stay.
        below = _BLANK_LINES.match(text, end)
        end = below.end() if below else end
    yield text[:start] + text[end:]


def _as_entry(document: YamlDocument, lines: Sequence[str]) -> str:
    indent = " " * (document.locate().column - 1) if document.value else ""
    return _with_line_ends(document, "".join(f"{indent}{line}".rstrip() + "\n" for line in lines))


# -- text ---------------------------------------------------------------------------------------------


def _column(text: str, at: int) -> int:
    """Return the number of characters before an offset on its line."""
    return at - (max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1)


def _end_of_line(text: str, at: int) -> int:
    """Return the offset at which the line of an offset ends, before its line break."""
    line_break = LINE_BREAK.search(text, at)
    return line_break.start() if line_break else len(text)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _with_line_ends(document: YamlDocument, lines: str) -> str:
    return lines.replace("\n", _line_end(document.text))
