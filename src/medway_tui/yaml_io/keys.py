"""Keys of a file that is a mapping, changed where they stand; all else stays as a person wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medway_tui.yaml_io.edit import EditError
from medway_tui.yaml_io.nodes import YamlDocument, parse_document
from medway_tui.yaml_io.reader import LINE_BREAK
from medway_tui.yaml_io.restrictions import YamlValue

_SPACE = " \t\r\n"


def edit_keys(document: YamlDocument, changes: Mapping[str, Sequence[str] | None]) -> str:
    """The text of a file with keys in other words, more of them, or less.

    ``changes`` gives the lines of each key, its name at their beginning; None takes it away. Raises
    NotEditedError where the file is written in a way in which that can't be done without touching more.
    """
    text = document.text
    end = "\r\n" if "\r\n" in text else "\n"
    wanted: dict[str, YamlValue] = dict(document.value) if isinstance(document.value, dict) else {}
    for key, lines in changes.items():
        made = "".join(f"{line}{end}" for line in lines or ())
        now, _ = parse_document(document.path, text, b"")
        pairs = now.key_values(()) if text.strip() and now.value is not None else ()
        pair = next((each for each in pairs or () if each.key == key), None)
        if pair is not None:
            start = text.rfind("\n", 0, pair.start) + 1
            after = LINE_BREAK.search(text, pair.value_span[1])
            text = text[:start] + made + (text[after.end() :] if after else "")
        elif lines is not None:
            text = (text if not text or text.endswith(("\n", "\r")) else text + end) + made
        if lines is None:
            wanted.pop(key, None)
        else:
            wanted[key] = _value(document.path, made, key)
    result, _ = parse_document(document.path, text, b"")
    if (result.value or {}) != wanted:
        raise EditError(
            f"{document.path} is written in a way in which its keys can't be changed by themselves",
            "write each key on a line of its own, without braces",
        )
    return text


def _value(path: str, text: str, key: str) -> YamlValue:
    value = parse_document(path, text, b"")[0].value
    if not isinstance(value, dict) or key not in value:
        raise EditError(f"the key {key} can't be written into {path}", "")
    return value[key]
