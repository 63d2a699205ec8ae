"""The formats of annotations that are read, each with its reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from medway_tui.importing.annotations import brat, hypothesis_json, json_values, web_annotation
from medway_tui.importing.annotations.foreign import AnnotationFile
from medway_tui.saved_pages import UnreadableError
from medway_tui.saved_pages.file_kinds import HEAD_BYTES, ZIP_DAMAGE, find_reader
from medway_tui.sync.dossier import Dossier

_JSON = re.compile(rb"\s*[\[{]")
_MAY_BE_ANNOTATIONS = re.compile(
    rb'"(?:@context|target|hasTarget|oa:hasTarget|rows|annotations|selector|export_date)"'
)
_NO_ANNOTATIONS = "this JSON has no annotations"


class AnnotationFormat(NamedTuple):
    """A format of annotations."""

    name: str
    """Its name in words."""
    is_format: Callable[[Path, bytes], bool]
    """Whether a file is of the format, by its path and bytes; quickly, and without an error."""
    read: Callable[[Path, bytes, Dossier], AnnotationFile]
    """Reads a file, whose articles and speakers can be looked up in the dossier; raises UnreadableError."""


def _is_json(path: Path, data: bytes) -> bool:  # noqa: ARG001 - the same arguments for each format
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    return bool(_JSON.match(head) and _MAY_BE_ANNOTATIONS.search(data)) and find_reader(head) == ""


def _read_json(_path: Path, data: bytes, _dossier: Dossier) -> AnnotationFile:
    file = json_values.read_json(data)
    if web_annotation.is_web_annotation(file.value):
        return web_annotation.read_web_annotations(file)
    if hypothesis_json.is_hypothesis(file.value):
        return hypothesis_json.read_hypothesis(file)
    raise UnreadableError(
        _NO_ANNOTATIONS, "W3C Web Annotations and the JSON of Hypothesis are read; see docs/import.md"
    )


def _read_brat(path: Path, data: bytes, _dossier: Dossier) -> AnnotationFile:
    return brat.read_brat(path, data)


def _is_project(path: Path, data: bytes) -> bool:
    """Whether a file is a zip with the XML of a REFI-QDA project, or one that is named so."""
    if path.suffix.lower() == ".qdpx":
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any("/" not in name and name.lower().endswith(".qde") for name in archive.namelist())
    except ZIP_DAMAGE:
        return False


def _read_project(_path: Path, data: bytes, dossier: Dossier) -> AnnotationFile:
    from medway_tui.importing.annotations.refi_qda.coded_passages import read_coded_passages  # noqa: PLC0415 - late

    return read_coded_passages(data, dossier.index, dossier.id)


FORMATS: tuple[AnnotationFormat, ...] = (
    AnnotationFormat("Web Annotations or Hypothesis JSON", _is_json, _read_json),
    AnnotationFormat("brat (.ann)", brat.is_brat, _read_brat),
    AnnotationFormat("REFI-QDA project (.qdpx)", _is_project, _read_project),
)
"""All formats, in the order in which they are tried."""


def find_format(path: Path, data: bytes) -> AnnotationFormat | None:
    """Return the format of a file of annotations; None where it is none."""
    return next((each for each in FORMATS if each.is_format(path, data)), None)


def read_annotations(path: Path, data: bytes, dossier: Dossier) -> AnnotationFile:
    """Read a file of annotations. Raises UnreadableError where it is none."""
    found = find_format(path, data)
    if found is None:
        names = ", ".join(each.name for each in FORMATS)
        raise UnreadableError("this is no file of annotations", f"these are read: {names}")
    return found.read(path, data, dossier)
