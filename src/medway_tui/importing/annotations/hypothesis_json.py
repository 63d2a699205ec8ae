"""Reads the JSON of Hypothesis: of its API (``rows``), of a list, and of its client's export.

The fields are those of the API's annotation (``uri``, ``target``, ``text``, ``tags``, ``user``,
``references``); the export has them under ``annotations``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medway_tui.importing.annotations.foreign import (
    AnnotationFile,
    AnnotationProblem,
    ArticleReference,
    ForeignAnnotation,
)
from medway_tui.importing.annotations.json_values import (
    JsonFile,
    JsonObject,
    objects_of,
    text_of,
    texts_of,
)
from medway_tui.importing.annotations.selectors import read_selectors
from medway_tui.importing.annotations.web_annotation import SPEAKER_TAG

FORMAT = "Hypothesis JSON"
_CONTAINERS = ("rows", "annotations", "replies")
_MAX_ANNOTATIONS = 200_000


def is_hypothesis(value: Any) -> bool:
    """Whether a JSON value is an annotation of Hypothesis, or has some, or is an export without any."""
    if isinstance(value, Mapping) and "annotations" in value and "export_date" in value:
        return True
    if isinstance(value, Mapping) and "rows" in value and "total" in value:
        return True
    return next(_iter_rows(value), None) is not None


def read_hypothesis(file: JsonFile) -> AnnotationFile:
    """Read all annotations of a file; the answers to one belong to it."""
    rows = []
    problems: list[AnnotationProblem] = []
    for number, row in enumerate(_iter_rows(file.value), 1):
        if number > _MAX_ANNOTATIONS:
            problems.append(AnnotationProblem(f"annotation {number}", "more annotations are not read"))
            break
        rows.append((f"annotation {number}", row))
    known = {text_of(row.get("id")) for _, row in rows if not _parents(row)}
    replies: dict[str, list[str]] = {}
    for label, row in rows:
        parents = _parents(row)
        if not parents:
            continue
        words = ": ".join(filter(None, (_author(row), text_of(row.get("text")).strip())))
        if parents[0] in known:
            replies.setdefault(parents[0], []).append(words)
        else:
            reason = "it answers an annotation that is not in the file"
            problems.append(AnnotationProblem(label, reason, _reference(row).label, words))
    annotations = [
        _read_row(label, row, tuple(replies.get(text_of(row.get("id")), ())))
        for label, row in rows
        if not _parents(row)
    ]
    return AnnotationFile(FORMAT, tuple(annotations), tuple(problems), file.remarks)


def _iter_rows(value: Any) -> Iterator[JsonObject]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, Mapping) and _is_row(each))
    elif isinstance(value, Mapping) and _is_row(value):
        yield value
    elif isinstance(value, Mapping):
        for key in _CONTAINERS:
            if isinstance(value.get(key), list):
                yield from _iter_rows(value[key])


def _is_row(value: JsonObject) -> bool:
    """Whether an object has the keys of an annotation, and is no Web Annotation."""
    is_other = "@context" in value or "Annotation" in set(texts_of(value.get("type")))
    return not is_other and "uri" in value and any(key in value for key in ("target", "user", "text"))


def _parents(row: JsonObject) -> list[str]:
    return list(texts_of(row.get("references")))


def _author(row: JsonObject) -> str:
    info = row.get("user_info")
    name = text_of(info.get("display_name")) if isinstance(info, Mapping) else ""
    return name.strip() or text_of(row.get("user")).removeprefix("acct:").partition("@")[0]


def _reference(row: JsonObject) -> ArticleReference:
    """Return the page of an annotation: its address, and those that the page itself gives."""
    addresses = [text_of(row.get("uri"))]
    addresses += [text_of(each.get("source")) for each in objects_of(row.get("target"))]
    document = row.get("document")
    title = ""
    if isinstance(document, Mapping):
        addresses += [text_of(each.get("href")) for each in objects_of(document.get("link"))]
        title = text_of(document.get("title"))
    return ArticleReference(tuple(dict.fromkeys(filter(None, addresses))), title=title)


def _read_row(label: str, row: JsonObject, replies: tuple[str, ...]) -> ForeignAnnotation:
    tags = list(texts_of(row.get("tags")))
    names = [each[len(SPEAKER_TAG) :].strip() for each in tags if each.casefold().startswith(SPEAKER_TAG)]
    others = [each for each in tags if not each.casefold().startswith(SPEAKER_TAG)]
    passages = [
        passage
        for each in objects_of(row.get("target"))
        if (passage := read_selectors(each.get("selector"), utf_16=True)) is not None
    ]
    return ForeignAnnotation(
        label,
        _reference(row),
        tuple(passages),
        speaker_names=tuple(filter(None, names)),
        name_hints=tuple(others),
        note=text_of(row.get("text")).strip(),
        author=_author(row),
        tags=tuple(others),
        replies=replies,
    )
