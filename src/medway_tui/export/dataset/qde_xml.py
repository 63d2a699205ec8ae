"""The XML of a REFI-QDA project (``project.qde``), written as a stream.

REFI-QDA is the exchange format of programs for qualitative analysis (www.qdasoftware.org, version 1.5, its
XML Schema of 18 March 2019): NVivo, MAXQDA, ATLAS.ti, QualCoder and others read it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from medway_tui.text import escape_invisible

NAMESPACE = "urn:QDA-XML:project:1.0"
"""The namespace of every element of a project."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAKS = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


class QdaCode(NamedTuple):
    """A code, and those below it."""

    guid: str
    name: str
    description: str = ""
    colour: str | None = None
    """As ``#RRGGBB``."""
    is_codable: bool = True
    """Whether passages are coded with it; False for a mere heading."""
    codes: tuple[QdaCode, ...] = ()


class QdaVariable(NamedTuple):
    """A variable of cases or of documents."""

    guid: str
    name: str
    description: str
    type: str = "Text"
    """``Text``, ``Boolean`` or ``Date``."""


class QdaNote(NamedTuple):
    """A note whose text is a file of its own."""

    guid: str
    name: str
    user: str
    created: str


class QdeXml:
    """Writes elements to a file as they come; what XML cannot hold becomes the replacement character."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._xml = XMLGenerator(file, "utf-8", short_empty_elements=True)

    def start_document(self) -> None:
        """Write the XML declaration."""
        self._xml.startDocument()

    @contextmanager
    def element(self, tag: str, /, **attributes: str | None) -> Iterator[None]:
        """Write an element around what is written meanwhile; an attribute that is None is left out."""
        values = {key: clean_name(value) for key, value in attributes.items() if value is not None}
        self._xml.startElement(tag, AttributesImpl(values))
        yield
        self._xml.endElement(tag)
        self._xml.ignorableWhitespace("\n")

    def empty(self, tag: str, /, **attributes: str | None) -> None:
        """Write an element without content."""
        with self.element(tag, **attributes):
            pass

    def text(self, tag: str, content: str) -> None:
        """Write an element with a text; nothing where the text is empty."""
        if content:
            with self.element(tag):
                self._xml.characters(_NOT_XML.sub("\ufffd", content))

    def copy(self, fragment: IO[bytes]) -> None:
        """Write the elements of another file, from its beginning."""
        # White space ends the tag before it, which is held back in case its element is empty.
        self._xml.ignorableWhitespace("\n")
        fragment.seek(0)
        shutil.copyfileobj(fragment, self._file)

    def codes(self, codes: tuple[QdaCode, ...]) -> None:
        """Write codes with those below them."""
        for code in codes:
            with self.element(
                "Code",
                guid=code.guid,
                name=code.name,
                isCodable=str(code.is_codable).lower(),
                color=code.colour,
            ):
                self.text("Description", code.description)
                self.codes(code.codes)

    def variable(self, variable: QdaVariable) -> None:
        """Write the definition of a variable."""
        with self.element("Variable", guid=variable.guid, name=variable.name, typeOfVariable=variable.type):
            self.text("Description", variable.description)

    def variable_value(self, variable: QdaVariable, value: str | None) -> None:
        """Write the value of a variable; nothing where there is none."""
        if value:
            with self.element("VariableValue"):
                self.empty("VariableRef", targetGUID=variable.guid)
                self.text(f"{variable.type}Value", value)


def clean_name(text: str) -> str:
    """Return a text as a name in an attribute: on one line, with what is invisible made visible."""
    return _NOT_XML.sub("\ufffd", escape_invisible(text))


def plain_line(text: str) -> str:
    """Return the text of a block as one line of a plain-text source, with as many code points.

    Programs count a line break as one character or two; within a line there is none to disagree about.
    """
    return text.translate(_LINE_BREAKS)
