"""What YAML's parser complains of, in words for a person who is no programmer.

libyaml says what it expected; whoever wrote prose into YAML needs to know which of its characters
was taken for something else.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.yaml_io.reader import line_and_column

BASE_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Reads every value as the text that was written; in C where PyYAML has it."""

_KEY = re.compile(r"^\s*(?:- +)?\w+:(?:\s|$)", re.MULTILINE)


class _ParserMessage(NamedTuple):
    """A complaint of the parser, and what it is called here."""

    complaint: re.Pattern[str]
    code: str
    message: str


_PARSER_MESSAGES = [
    _ParserMessage(re.compile(complaint), code, message)
    for complaint, code, message in (
        ("expected a single document", "Y011", "a second document begins here"),
        ("undefined alias", "Y007", "an alias (*) stands here"),
        ("undefined tag handle", "Y008", "a tag (!) stands here"),
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
        ("expected comment or line break", "Y019", "text stands on the line of a block's mark (>- or |)"),
        ("unknown escape|expected hexdecimal", "Y020", "a backslash stands in double quotation marks"),
        ("invalid Unicode character escape", "Y020", "this escape stands for no character"),
    )
]


def explain_error(path: str, text: str, error: yaml.MarkedYAMLError) -> Finding:
    """The finding for what the parser could not read in a text."""
    complaint = " ".join(str(part) for part in (error.context, error.problem) if part)
    index = _error_offset(text, error)
    where = line_and_column(text, index)
    char = text[index : index + 1]
    for parser_message in _PARSER_MESSAGES:
        if parser_message.complaint.search(complaint):
            return make_finding(parser_message.code, path, *where, parser_message.message.format(char=char))
    if "cannot start any token" in complaint:
        if char == "\t":
            return make_finding("Y016", path, *where, "a tab indents this line")
        return make_finding("Y015", path, *where, f"{char} can't begin a value")
    if "did not find expected key" in complaint or "'-' indicator" in complaint:
        return _explain_misplaced(path, text, index)
    return make_finding("Y005", path, *where, f"this is not YAML: {complaint}")


def _explain_misplaced(path: str, text: str, index: int) -> Finding:
    """Something stands where a key or an item was expected: behind a closed value, or wrongly indented."""
    where = line_and_column(text, index)
    before = text[text.rfind("\n", 0, index) + 1 : index]
    if before.strip(" -"):
        closed = before.rstrip()[-1:]
        begins = (
            _find_unclosed_quote(text, index - len(before) + len(before.rstrip()))
            if closed in "\"'"
            else None
        )
        if begins is not None:
            return make_finding(
                "Y017", path, *line_and_column(text, begins), "the quotation mark here is not closed"
            )
        return make_finding("Y018", path, *where, f"the value ends with {closed} but text goes on behind it")
    return make_finding("Y019", path, *where, "this line is indented unlike those that it belongs to")


def _find_unclosed_quote(text: str, end: int) -> int | None:
    """Where a quotation mark opens that was closed only at ``end``, with other keys in between."""
    try:
        for token in yaml.scan(text, Loader=BASE_LOADER):
            if isinstance(token, yaml.ScalarToken) and token.end_mark.index >= end:
                start: int = token.start_mark.index
                return start if token.style and _KEY.search(text, start, end) else None
    except yaml.YAMLError:
        # The parser's complaint is told in any case.
        return None
    return None


def _error_offset(text: str, error: yaml.MarkedYAMLError) -> int:
    """The offset in code points at which a person should look."""
    mark = error.problem_mark or error.context_mark
    if "end of stream" in str(error.problem or "") or "expected ','" in str(error.problem or ""):
        # What was begun is not ended: the place to look at is where it begins.
        mark = error.context_mark or mark
    if mark is None:
        return 0
    # The end of the file is the line after its last: look where its words end.
    return min(mark.index, len(text.rstrip()))
