"""Reads the XML of a REFI-QDA project, and the texts of its documents, from the zip that it comes in.

The format is that of the XML Schema of 18 March 2019 (www.qdasoftware.org); where programs differ from it,
all of their forms are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from medway_tui.saved_pages.blocks import UnreadableError
from medway_tui.saved_pages.formats.zip_parts import ZipLimits, ZipParts
from medway_tui.text import shorten

NAMESPACE = "urn:QDA-XML:project:1.0"
KIND = "a REFI-QDA project"
PROJECT_SUFFIX = ".qde"
_OTHER_VERSION = re.compile(r"urn:QDA-XML:(?:project|codebook):(?P<version>[\w.]+)")
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_INTERNAL = "internal://"
_OUTSIDE = ("relative://", "absolute://")
_MARK = b"\xef\xbb\xbf"
_EXPORT_AGAIN = "export the project again, as REFI-QDA, from the program that made it"

_LIMITS = ZipLimits(parts=200_000, part_bytes=128 * 2**20, total_bytes=512 * 2**20)
"""A project has a part for each of its documents, and one with all of the coding."""

PASSAGE_KINDS = {
    "PDFSelection": "a region of a PDF page",
    "PictureSelection": "a region of a picture",
    "AudioSelection": "a part of a recording",
    "VideoSelection": "a part of a film",
    "TranscriptSelection": "a part of a transcript",
}
"""The selections that have no position in a text, and what they are."""


class ProjectCode(NamedTuple):
    """A code of a project."""

    guid: str
    name: str
    ancestors: tuple[str, ...]
    """The GUIDs of the codes above it, the topmost first."""


class ProjectSelection(NamedTuple):
    """A selection in the text of a document."""

    guid: str
    name: str
    """Its name: with most programs the first words that it selects; empty with NVivo."""
    start: int
    end: int
    """Both as the program counts (``positions.py``)."""
    description: str
    notes: tuple[str, ...]
    """The GUIDs of its notes."""
    codes: tuple[str, ...]
    """The GUIDs of its codes."""
    user: str
    """The GUID of its author; empty where it has none."""


class ProjectDocument(NamedTuple):
    """A document of a project: a text, or the text of a PDF."""

    guid: str
    name: str
    text: str | None
    """The text with its own line ends; None where it can't be read."""
    has_mark: bool
    """Whether the text begins with a byte order mark, which is not in ``text``."""
    error: str
    """Why the text can't be read."""
    file: str
    """The name of its text in the zip; empty where the text is in the XML, or can't be read."""
    selections: tuple[ProjectSelection, ...]
    values: tuple[tuple[str, str], ...]
    """The variables by their names."""
    is_coded_whole: bool
    """Whether codes are on the document as a whole."""
    unreadable: tuple[tuple[str, str], ...]
    """Selections with no position in a text: the name of each, and what it is."""


class QdaProject(NamedTuple):
    """A project."""

    origin: str
    """The program that wrote it, as it calls itself."""
    users: dict[str, str]
    """The names of the coders, by GUID."""
    codes: dict[str, ProjectCode]
    """The codes, by GUID."""
    case_names: dict[str, str]
    """The names of cases, by the GUIDs of their codes and of themselves."""
    notes: dict[str, str]
    """The texts of the notes, by GUID."""
    links: tuple[tuple[str, str, str], ...]
    """Links as origin, name and target."""
    documents: tuple[ProjectDocument, ...]
    problems: tuple[str, ...]
    """What is wrong with the file, in sentences."""


def read_project(data: bytes) -> QdaProject:
    """Read a project from the bytes of its zip.

    Raises UnreadableError where it is damaged, protected by a password, larger than the limits of ZipParts,
    of another version, or where its XML is broken, nested more than 256 deep, or declares entities.
    """
    try:
        return _read_parts(ZipParts(data, KIND, _LIMITS))
    except UnreadableError as error:
        raise UnreadableError(str(error), _EXPORT_AGAIN) from None


def _read_parts(parts: ZipParts) -> QdaProject:
    found = [name for name in parts.names() if "/" not in name and name.lower().endswith(PROJECT_SUFFIX)]
    if not found:
        raise UnreadableError(f"this is no {KIND[2:]}: it has no project.qde")
    if len(found) > 1:
        raise UnreadableError(f"this is {KIND} with {len(found)} projects in it: {', '.join(found[:3])}")
    root = parts.parse(found[0])
    _require_version(root)
    return _ProjectReader(parts, root).read()


def _require_version(root: Any) -> None:
    namespace, _, tag = str(root.tag).rpartition("}")
    namespace = namespace.lstrip("{")
    if namespace == NAMESPACE and tag == "Project":
        return
    other = _OTHER_VERSION.fullmatch(namespace)
    if other is not None and tag == "Project":
        raise UnreadableError(f"this is {KIND} of version {other['version']}; version 1.0 is read")
    raise UnreadableError(f"this is no {KIND[2:]}: its XML begins with {shorten(tag)}")


class _ProjectReader:
    def __init__(self, parts: ZipParts, root: Any) -> None:
        self._parts = parts
        self._root = root
        self._files = {name.lower(): name for name in parts.names()}
        self._variables: dict[str, str] = {}
        self._problems: list[str] = []
        self._seen: set[str] = set()

    def read(self) -> QdaProject:
        for each in self._all("Variables/Variable"):
            self._variables[_guid(each.get("guid"))] = each.get("name") or ""
        codes: dict[str, ProjectCode] = {}
        for each in self._all("CodeBook/Codes/Code"):
            self._read_codes(each, (), codes)
        return QdaProject(
            self._root.get("origin") or "",
            {_guid(each.get("guid")): each.get("name") or "" for each in self._all("Users/User")},
            codes,
            dict(self._read_cases()),
            {_guid(each.get("guid")): self._read_note(each) for each in self._all("Notes/Note")},
            tuple(
                (_guid(each.get("originGUID")), each.get("name") or "", _guid(each.get("targetGUID")))
                for each in self._all("Links/Link")
            ),
            tuple(self._read_documents()),
            tuple(self._problems),
        )

    def _all(self, path: str, start: Any = None) -> list[Any]:
        element = self._root if start is None else start
        return list(element.findall("/".join(f"{{{NAMESPACE}}}{tag}" for tag in path.split("/"))))

    def _text(self, element: Any, tag: str) -> str:
        found = element.find(f"{{{NAMESPACE}}}{tag}")
        return "" if found is None else (found.text or "").strip()

    # -- codes, cases and notes ---------------------------------------------------------------------

    def _read_codes(self, element: Any, above: tuple[str, ...], codes: dict[str, ProjectCode]) -> None:
        guid = _guid(element.get("guid"))
        name = element.get("name") or ""
        if not guid:
            self._problems.append(f"the code “{shorten(name)}” has no valid GUID")
        elif guid in codes:
            self._problems.append(f"two codes have one GUID: {codes[guid].name} and {name}; the first counts")
        else:
            codes[guid] = ProjectCode(guid, name, above)
        for each in self._all("Code", element):
            self._read_codes(each, (*above, guid), codes)

    def _read_cases(self) -> Iterator[tuple[str, str]]:
        for case in self._all("Cases/Case"):
            name = case.get("name")
            if name:
                yield _guid(case.get("guid")), name
                for tag in ("CodeRef", "SelectionRef"):
                    for each in self._all(tag, case):
                        yield _guid(each.get("targetGUID")), name

    def _read_note(self, element: Any) -> str:
        text, _, _ = self._read_text(element)
        return (text or "").strip() or self._text(element, "Description")

    # -- documents ----------------------------------------------------------------------------------

    def _read_documents(self) -> Iterator[ProjectDocument]:
        for sources in self._all("Sources"):
            for element in sources:
                tag = str(element.tag).rpartition("}")[2]
                if not tag.endswith("Source"):
                    continue
                guid = self._new_guid(element, "document")
                if tag == "TextSource":
                    yield self._read_document(element, element, guid)
                    continue
                # The text of a PDF or a picture has selections of its own.
                text = next(
                    (
                        each
                        for name in ("Representation", "TextDescription")
                        for each in self._all(name, element)
                    ),
                    None,
                )
                yield self._read_document(element, text, guid)

    def _read_document(self, element: Any, text_element: Any, guid: str) -> ProjectDocument:
        text: str | None = None
        has_mark, error = False, "it has no text"
        if text_element is not None:
            text, has_mark, error = self._read_text(text_element)
        selections = self._all("PlainTextSelection", text_element) if text_element is not None else []
        unreadable = [
            (each.get("name") or "", PASSAGE_KINDS[tag])
            for each in element.iter()
            if (tag := str(each.tag).rpartition("}")[2]) in PASSAGE_KINDS
        ]
        return ProjectDocument(
            guid,
            element.get("name") or "",
            text,
            has_mark,
            error,
            self._file_of(text_element) if text is not None else "",
            tuple(filter(None, map(self._read_selection, selections))),
            tuple(self._read_values(element)),
            bool(self._all("Coding", element)),
            tuple(unreadable),
        )

    def _read_values(self, element: Any) -> Iterator[tuple[str, str]]:
        for value in self._all("VariableValue", element):
            name = next((_guid(each.get("targetGUID")) for each in self._all("VariableRef", value)), "")
            text = next((each.text for each in value if str(each.tag).endswith("Value") and each.text), "")
            if name in self._variables and text:
                yield self._variables[name], text.strip()

    def _read_selection(self, element: Any) -> ProjectSelection | None:
        guid = self._new_guid(element, "selection")
        name = element.get("name") or ""
        try:
            start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
        except ValueError:
            self._problems.append(f"the selection “{shorten(name) or guid}” has no positions")
            return None
        codings = self._all("Coding", element)
        codes = [_guid(each.get("targetGUID")) for coding in codings for each in self._all("CodeRef", coding)]
        notes = [
            _guid(each.get("targetGUID"))
            for holder in (element, *codings)
            for each in self._all("NoteRef", holder)
        ]
        users = (holder.get("creatingUser") for holder in (element, *codings))
        return ProjectSelection(
            guid,
            name,
            start,
            end,
            self._text(element, "Description"),
            tuple(notes),
            tuple(codes),
            next((_guid(each) for each in users if each), ""),
        )

    def _new_guid(self, element: Any, what: str) -> str:
        """Return the GUID of an element; one that is missing, wrong or there twice is a problem."""
        name = shorten(element.get("name") or "")
        guid = _guid(element.get("guid"))
        if not guid:
            self._problems.append(
                f"the {what} “{name}” has no valid GUID: {shorten(element.get('guid') or '')!r}"
            )
        elif guid in self._seen:
            self._problems.append(f"the GUID {guid} is there twice, the second time of the {what} “{name}”")
        self._seen.add(guid)
        return guid

    # -- texts --------------------------------------------------------------------------------------

    def _read_text(self, element: Any) -> tuple[str | None, bool, str]:
        """Return the plain text of an element, whether it has a byte order mark, and why there is none."""
        content = element.find(f"{{{NAMESPACE}}}PlainTextContent")
        if content is not None and content.text:
            # XML itself reads every line end as a line feed.
            text = str(content.text)
            return text.removeprefix("\ufeff"), text.startswith("\ufeff"), ""
        path = element.get("plainTextPath") or ""
        if not path:
            rich = element.get("richTextPath") or element.get("path")
            reason = "it has no plain text" + (", only a formatted one" if rich else "")
            return None, False, reason
        try:
            data = self._parts.read(self._find_file(path))
        except UnreadableError as error:
            return None, False, str(error)
        try:
            return data.removeprefix(_MARK).decode("utf-8"), data.startswith(_MARK), ""
        except UnicodeDecodeError as error:
            return None, False, f"its text is not UTF-8: {shorten(path)}, byte {error.start:,}"

    def _file_of(self, element: Any) -> str:
        path = element.get("plainTextPath")
        return self._find_file(path) if path else ""

    def _find_file(self, path: str) -> str:
        """Return the name in the zip of a path of the project. Raises UnreadableError where there is none."""
        if path.startswith(_OUTSIDE):
            raise UnreadableError(f"its text is outside the project: {shorten(path)}")
        name = path.removeprefix(_INTERNAL).strip("/")
        if not name or "/" in name or "\\" in name or ":" in name or name in (".", ".."):
            raise UnreadableError(f"the path of its text is not one in the project: {shorten(path)}")
        found = self._files.get(f"sources/{name}".lower()) or self._files.get(name.lower())
        if found is None:
            raise UnreadableError(f"its text is missing in the project: {shorten(name)}")
        return found


def _guid(value: str | None) -> str:
    """Return a GUID in lower case, without braces; empty where it is none."""
    match = _GUID.fullmatch((value or "").strip())
    return match[1].lower() if match else ""
