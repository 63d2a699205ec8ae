"""Changing entries of a list where they stand: a key's value, a key less or more, an entry less.

Everything else in the file stays as a person wrote it: remarks, order, line ends, the way a text is
written. Each change is made in the text and read again, and holds only where the file then says just
what was meant; so no change can spoil what stands beside it.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

from medway_tui.authoring.templates import LINE_WIDTH, key_lines
from medway_tui.errors import MedwayError
from medway_tui.model.articles import Quote
from medway_tui.yaml_io.atomic_write import FileChangedError, replace_file
from medway_tui.yaml_io.nodes import KeyValue, YamlDocument, parse_document
from medway_tui.yaml_io.reader import LINE_BREAK, read_text
from medway_tui.yaml_io.restrictions import YamlValue

_MARK = b"\xef\xbb\xbf"
_ORDER = [field.name for field in fields(Quote)]
_INDENT = re.compile(r"[ ]*")
_SPACE = " \t\r\n"
_BLANK_LINES = re.compile(r"([ \t]*(\r\n|\r|\n))*")
_REMARK = re.compile(r"[ \t]+#[^\r\n]*")


class EditError(MedwayError):
    """A change was not made, and the file is as it was."""


class EntryChange(NamedTuple):
    """What becomes of an entry."""

    entry: str
    """Its id."""
    keys: Mapping[str, str | None] = {}
    """The keys that change, with their values; None takes a key away."""
    drop: bool = False
    """Whether the whole entry goes."""


class FileEdit(NamedTuple):
    """A file before and after its change: what an undoing needs."""

    path: Path
    before: bytes | None
    """None where it was not there."""
    after: bytes


def hash_bytes(data: bytes) -> str:
    """What tells a state of a file from others: the SHA-256 of its bytes, as the index notes it."""
    return hashlib.sha256(data).hexdigest()


def edit_entries(path: Path, changes: Sequence[EntryChange], *, read_as: Sequence[str]) -> FileEdit:
    """Make changes to the quotations that a file lists, in one writing.

    ``read_as`` holds the digests (``hash_bytes``) of the states in which whoever asks has seen the file:
    in any other, somebody else has changed it.

    Raises ChangedError where that is so, or comes to be so meanwhile; NotEditedError where an entry is not
    there or is written in a way that can't be changed by itself; OSError when the file can't be written.
    """
    text, data, findings = read_text(str(path))
    if text is None:
        raise EditError(f"{path}: {findings[0].message}", "mend the file first")
    if hash_bytes(data) not in read_as:
        raise FileChangedError(str(path))
    document, findings = parse_document(str(path), text, data)
    if not isinstance(document.value, list):
        where = next((each for each in findings if each.severity == "error"), None)
        message = f"{where.location}: {where.message}" if where else f"{path} is no list"
        raise EditError(message, "mend that first: medway-tui check says how")
    for change in changes:
        document = apply_change(document, change)
    after = (_MARK if data.startswith(_MARK) else b"") + document.text.encode()
    replace_file(path, after, old=data)
    return FileEdit(path, data, after)


def undo_edit(edited: FileEdit) -> None:
    """Write a file as it was before a change. Raises ChangedError where it has changed since; OSError."""
    if edited.before is not None:
        replace_file(edited.path, edited.before, old=edited.after)
    elif edited.path.read_bytes() == edited.after:
        edited.path.unlink()
    else:
        raise FileChangedError(str(edited.path))


def apply_change(document: YamlDocument, change: EntryChange) -> YamlDocument:
    """A document with a change made in its text. Raises NotEditedError where it can't be made by itself."""
    number, entry = _entry(document, change.entry)
    if change.drop:
        document = _without(document, number)
        assert isinstance(document.value, list)  # noqa: S101 - for the type checker
        before = entry.get("continues")
        keys = {"continues": before if isinstance(before, str) else None}
        for other in document.value:
            if isinstance(other, dict) and other.get("continues") == change.entry:
                document = apply_change(document, EntryChange(str(other["id"]), keys))
        return document
    for key, value in change.keys.items():
        if entry.get(key) == value:
            continue
        wanted = {**entry, key: value} if value is not None else {k: v for k, v in entry.items() if k != key}
        document = _tried(document, number, wanted, _texts(document, number, key, value))
        entry = wanted
    return document


def _entry(document: YamlDocument, name: str) -> tuple[int, dict[str, YamlValue]]:
    """The number of an entry, and its value."""
    assert isinstance(document.value, list)  # noqa: S101 - for the type checker
    for number, entry in enumerate(document.value):
        if isinstance(entry, dict) and entry.get("id") == name:
            return number, {key: value for key, value in entry.items() if value is not None}
    raise EditError(f"{document.path} has no entry {name} any more", "look at it again")


def _tried(
    document: YamlDocument, number: int, wanted: Mapping[str, YamlValue | None] | None, texts: Iterator[str]
) -> YamlDocument:
    """The first of some texts that says what is wanted of an entry, and of all others what was said."""
    assert isinstance(document.value, list)  # noqa: S101 - for the type checker
    rest = document.value[number + 1 :]
    value = [*document.value[:number], *([wanted] if wanted is not None else []), *rest]
    for text in texts:
        made, _ = parse_document(document.path, text, document.data)
        if made.value == value:
            return made
    line, _ = document.position_of((number,))
    raise EditError(
        f"{document.path}:{line}: the entry is written in a way that can't be changed by itself",
        "change it in your editor (e)",
    )


# -- an entry's keys ------------------------------------------------------------------------------


def _texts(document: YamlDocument, number: int, key: str, value: str | None) -> Iterator[str]:
    """The texts that a change of one key may lead to, the one nearest to what stands there first."""
    pairs = document.key_values((number,))
    if pairs is None:
        return
    at = next((n for n, pair in enumerate(pairs) if pair.key == key), None)
    if value is None:
        if at is not None:
            yield _taken_away(document.text, pairs, at)
    elif at is not None:
        pair = pairs[at]
        start, end = pair.value_span
        indent = _column(document.text, pair.start)
        for written in _written(document.text[start:end], pair, value, indent):
            yield document.text[:start] + _ends(document, written) + document.text[end:]
    else:
        yield from _added(document, pairs, key, value)


def _written(old: str, pair: KeyValue, value: str, indent: int) -> Iterator[str]:
    """A value in the ways in which it may be written; ``indent`` is the column of its key."""
    if pair.style in (">", "|"):
        head, *body = LINE_BREAK.split(old)
        deep = _INDENT.match(body[0]) if body else None
        room = deep.end() if deep else indent + 2
        yield "\n".join([head, *(f"{' ' * room}{line}" for line in _wrapped(value))])
    elif pair.style == "'":
        yield "'" + value.replace("'", "''") + "'"
    elif pair.style != '"' and value.isdigit():
        yield value
    if pair.style != '"':
        first, *more = key_lines(pair.key, value)
        begun = first.removeprefix(f"{pair.key}:").lstrip()
        yield "\n".join([begun, *(f"{' ' * indent}{line}" for line in more)])
    yield _in_double_marks(value)


def _added(document: YamlDocument, pairs: Sequence[KeyValue], key: str, value: str) -> Iterator[str]:
    """A key more, after those that stand before it in the order of the format."""
    before = _ORDER[: _ORDER.index(key)]
    last = max((n for n, pair in enumerate(pairs) if pair.key in before), default=0)
    text = document.text
    at = _line_end(text, pairs[last].value_span[1])
    indent = " " * _column(text, pairs[0].start)
    for lines in (key_lines(key, value), [f"{key}: {_in_double_marks(value)}"]):
        yield text[:at] + _ends(document, "".join(f"\n{indent}{line}" for line in lines)) + text[at:]


def _taken_away(text: str, pairs: Sequence[KeyValue], at: int) -> str:
    """The text without a key. A remark on its line stays, on a line of its own."""
    pair = pairs[at]
    begins, end = pair.start, pair.value_span[1]
    line = begins - _column(text, begins)
    if text[line:begins].strip() and at + 1 < len(pairs):
        # It stands behind the hyphen: the next key comes to its place.
        return text[:begins] + text[pairs[at + 1].start :]
    remark = _REMARK.match(text, end)
    if remark and pair.style not in (">", "|"):
        return text[:begins] + text[remark.start() : remark.end()].lstrip() + text[remark.end() :]
    after = LINE_BREAK.search(text, end)
    return text[:line] + text[after.end() :] if after else text[:line]


# -- entries ----------------------------------------------------------------------------------------


def _without(document: YamlDocument, number: int) -> YamlDocument:
    """The document without an entry; remarks above it stay."""
    return _tried(document, number, None, _texts_without(document, number))


def _texts_without(document: YamlDocument, number: int) -> Iterator[str]:
    pairs = document.key_values((number,))
    if not pairs:
        return
    text = document.text
    head = text[: pairs[0].start].rstrip(_SPACE)
    if not head.endswith("-"):
        return
    start = len(head) - _column(text, len(head))
    end = _line_end(text, max(pair.value_span[1] for pair in pairs))
    after = LINE_BREAK.match(text, end)
    end = after.end() if after else end
    assert isinstance(document.value, list)  # noqa: S101 - for the type checker
    if len(document.value) == 1:
        # A list without entries has to say so.
        yield text[:start] + _ends(document, "[]\n") + text[end:]
        return
    above = text[:start].rstrip(_SPACE)
    if not above or len(LINE_BREAK.findall(text, len(above), start)) > 1:
        # Of the blank lines around it, those above stay.
        below = _BLANK_LINES.match(text, end)
        end = below.end() if below else end
    yield text[:start] + text[end:]


# -- text ---------------------------------------------------------------------------------------------


def _in_double_marks(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _wrapped(value: str) -> list[str]:
    return textwrap.wrap(value, LINE_WIDTH - 4, break_long_words=False, break_on_hyphens=False)


def _column(text: str, at: int) -> int:
    """How many characters stand before a place on its line."""
    return at - (max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1)


def _line_end(text: str, at: int) -> int:
    """Where the line of a place ends, before its line break."""
    found = LINE_BREAK.search(text, at)
    return found.start() if found else len(text)


def _ends(document: YamlDocument, lines: str) -> str:
    """Lines with the line ends that the file has."""
    return lines.replace("\n", "\r\n") if "\r\n" in document.text else lines
