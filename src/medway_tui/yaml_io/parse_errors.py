"""Explains the YAML parser's errors to a person who is not a programmer.

libyaml says what it expected; a person who wrote prose into YAML needs to know which of its characters was
read as something else.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.yaml_io.lookalike_syntax import find_conflict, find_disguised_key, find_typographic_mark
from medway_tui.yaml_io.reader import location_at

BASE_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every value as the text that was written; in C where PyYAML has it."""

_MISSED_KEY = re.compile(
    "mapping values are not allowed|could not find expected ':'|did not find expected key|'-' indicator"
    "|cannot start any token|expected <document start>|sequence entries are not allowed"
)
"""The complaints that a key or item can lead to which was not read as one."""

_KEY = re.compile(r"^\s*(?:- +)?\w+:(?:\s|$)", re.MULTILINE)


class _ParserMessage(NamedTuple):
    """A parser error, and the finding for it."""

    complaint: re.Pattern[str]
    code: str
    message: str


_PARSER_MESSAGES = [
    _ParserMessage(re.compile(complaint), code, message)
    for complaint, code, message in (
        ("expected a single document", "Y011", "a second document begins here"),
        ("undefined alias", "Y007", "an alias (*)"),
        ("undefined tag handle", "Y008", "a tag (!)"),
        ("mapping values are not allowed", "Y014", "a colon with a space after it begins a new key here"),
        ("violates indentation", "Y016", "a tab indents this line"),
        ("quoted scalar found unexpected end", "Y017", "the quotation mark here is not closed"),
        (
            r"did not find expected ',' or '[\]}]'",
            "Y017",
            "the bracket here is not closed, or a comma is missing within it",
        ),
        (
            "sequence entries are not allowed|mapping keys are not allowed",
            "Y015",
            "{char} can't begin a value",
        ),
        ("expected comment or line break", "Y019", "text on the line of a block's mark (>- or |)"),
        ("unknown escape|expected hexdecimal", "Y020", "a backslash in double quotation marks"),
        ("invalid Unicode character escape", "Y020", "this escape is not a character"),
    )
]


def explain_error(path: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    """Return the finding for a parser error in a text."""
    complaint = " ".join(str(part) for part in (error.context, error.problem) if part)
    offset = _error_offset(text, error)
    hidden = find_conflict(path, text)
    if hidden is None and _MISSED_KEY.search(complaint):
        hidden = find_disguised_key(path, text, offset)
        if hidden is None and "mapping values" in complaint:
            hidden = find_typographic_mark(path, text, offset)
    if hidden is not None:
        return hidden
    location = location_at(path, text, offset)
    char = text[offset : offset + 1]
    for parser_message in _PARSER_MESSAGES:
        if parser_message.complaint.search(complaint):
            return make_finding(parser_message.code, location, parser_message.message.format(char=char))
    if "cannot start any token" in complaint:
        if char == "\t":
            return make_finding("Y016", location, "a tab indents this line")
        return make_finding("Y015", location, f"{char} can't begin a value")
    if "did not find expected key" in complaint or "'-' indicator" in complaint:
        return _explain_misplaced(path, text, offset)
    return make_finding("Y005", location, f"this is not YAML: {complaint}")


def _explain_misplaced(path: str, text: str, offset: int) -> Finding:
    """Return the finding for text where a key or item was expected: after a closed value, or misindented."""
    location = location_at(path, text, offset)
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    if not before.strip(" -"):
        return make_finding(
            "Y019", location, "this line is indented differently from the lines it belongs to"
        )
    closed = before.rstrip()[-1:]
    if closed in "\"'":
        quote = _find_unclosed_quote(text, offset - len(before) + len(before.rstrip()))
        if quote is not None:
            location = location_at(path, text, quote)
            return make_finding("Y017", location, "the quotation mark here is not closed")
    return make_finding("Y018", location, f"the value ends with {closed} but text follows it")


def _find_unclosed_quote(text: str, end: int) -> int | None:
    """Return the offset of a quotation mark that was closed only at ``end``, with other keys in between."""
    try:
        for token in yaml.scan(text, Loader=BASE_LOADER):
            if isinstance(token, yaml.ScalarToken) and token.end_mark.index >= end:
                start: int = token.start_mark.index
                return start if token.style and _KEY.search(text, start, end) else None
    except yaml.YAMLError:
        # The parser's error is reported in any case.
        return None
    return None


def _error_offset(text: str, error: yaml.MarkedYAMLError) -> int:
    """Return the offset in code points that a person should look at."""
    mark = error.problem_mark or error.context_mark
    if "end of stream" in str(error.problem or "") or "expected ','" in str(error.problem or ""):
        # Something is not closed: look where it begins.
        mark = error.context_mark or mark
    if mark is None:
        return 0
    # The end of the file is the line after its last: look where its text ends.
    return min(mark.index, len(text.rstrip()))
