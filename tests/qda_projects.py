"""Reads REFI-QDA projects in tests: by the standard's schema, and as other programs read them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

SCHEMA = Path(__file__).parent / "schemas" / "REFI-QDA-Project.xsd"
NAMESPACE = "urn:QDA-XML:project:1.0"


class CodedPassage(NamedTuple):
    """A coded passage as a program for qualitative analysis shows it."""

    guid: str
    document: str
    words: str
    codes: frozenset[str]
    description: str
    user: str


class LoadedProject:
    """A project that is valid by the schema, with the words of its passages."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.root = etree.fromstring(archive.read("project.qde"))
            self.texts = {
                name.removeprefix("sources/"): archive.read(name) for name in self.names if "/" in name
            }
        schema = etree.XMLSchema(etree.parse(SCHEMA))
        assert schema.validate(self.root), schema.error_log
        guids = [each.get("guid") for each in self.root.iter() if each.get("guid")]
        assert len(guids) == len(set(guids)), "a GUID is there twice"
        targets = {
            value
            for each in self.root.iter()
            for key, value in each.attrib.items()
            if key in ("targetGUID", "originGUID", "creatingUser", "creatingUserGUID")
        }
        assert targets <= set(guids), "a reference leads nowhere"
        self.codes = {each.get("guid"): each.get("name") for each in self.all("Code")}
        self.users = {each.get("guid"): each.get("name") for each in self.all("User")}

    def all(self, tag: str, start: Any = None) -> list[Any]:
        """Return the elements of a tag, everywhere below another or the root."""
        return list((self.root if start is None else start).iter(f"{{{NAMESPACE}}}{tag}"))

    def text(self, element: Any, tag: str = "Description") -> str:
        """Return the text of an element's child; empty where it has none."""
        found = element.find(f"{{{NAMESPACE}}}{tag}")
        return "" if found is None else found.text or ""

    def source(self, element: Any) -> str:
        """Return the text of a document or note, as a program reads it that keeps its line ends."""
        return self.texts[element.get("plainTextPath").removeprefix("internal://")].decode("utf-8")

    def passages(self) -> list[CodedPassage]:
        """Return the passages of all documents in their order, their words cut out by code points."""
        return [
            CodedPassage(
                selection.get("guid"),
                document.get("name"),
                self.source(document)[
                    int(selection.get("startPosition")) : int(selection.get("endPosition"))
                ],
                frozenset(self.codes[each.get("targetGUID")] for each in self.all("CodeRef", selection)),
                self.text(selection),
                self.users[selection.get("creatingUser")],
            )
            for document in self.all("TextSource")
            for selection in self.all("PlainTextSelection", document)
        ]

    def passage(self, words: str) -> CodedPassage:
        """Return the only passage with these words that is coded as a quotation."""
        (found,) = (each for each in self.passages() if each.words == words)
        return found

    def values(self, element: Any) -> dict[str, str]:
        """Return the values of the variables of a document or case, by their names."""
        names = {each.get("guid"): each.get("name") for each in self.all("Variable")}
        return {names[each[0].get("targetGUID")]: each[1].text for each in self.all("VariableValue", element)}
