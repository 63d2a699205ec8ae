"""Every finding by its code: what it is called and what to do about it.

Y bytes and YAML, S schema, R references and ids, A anchors, D dossier sense. A code, once given,
keeps its meaning.
"""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.model.findings import Finding, Fix, Severity


class Code(NamedTuple):
    """A kind of finding."""

    hint: str
    """What to do about it, for a person who is no programmer."""
    severity: Severity = "error"
    """An error sets something aside; a warning does not."""


CODES: dict[str, Code] = {
    "Y001": Code("put a readable file here, or remove it"),
    "Y002": Code("split the file, or remove what does not belong in it"),
    "Y003": Code("save the file as UTF-8 (most editors: Save with encoding)"),
    "Y004": Code("delete the character; it is often invisible in an editor"),
    "Y005": Code(
        "mend the YAML: prose is safest in a block that begins with >- and is indented below its key"
    ),
    "Y006": Code("remove one of the two, or give it another key"),
    "Y007": Code("write the value out where it is used: anchors (&) and aliases (*) are not read"),
    "Y008": Code("remove the tag: every value is text here"),
    "Y009": Code("leave the key out: what is not known has no key"),
    "Y010": Code("keep to the layout of docs/content.md: content is not nested so deep"),
    "Y011": Code("keep to one document: remove the line ---"),
    "Y012": Code("remove the line, or write what belongs there: see docs/content.md"),
    "Y013": Code(
        "put the text in quotation marks, or in a block that begins with >-; a remark has a space after #",
        "warning",
    ),
    "S101": Code("add the key"),
    "S102": Code("remove the key, or mend its spelling; docs/content.md lists the keys"),
    "S103": Code("mend the value; docs/content.md says what each key holds"),
    "S104": Code("mend the layout here: see the examples in docs/content.md"),
    "S105": Code("leave out the key id: the file's name is the id"),
    "S106": Code("name the file with lower-case letters a–z, digits and single hyphens"),
    "R201": Code("mend the id, or add the person or organisation"),
    "R202": Code("mend the id, or add what it names"),
    "R203": Code("give one of the two another id"),
    "R204": Code("give the quotations the name of their article's file, or add the article"),
    "R205": Code("use an area or a grade of the inspection's framework, as frameworks.yaml has them"),
    "R206": Code("name a paragraph that the article has: 0 is the headline"),
    "A301": Code("copy the words exactly as they stand in the article, without the quotation marks"),
    "A302": Code("mend the paragraph number", "warning"),
    "A303": Code("add a prefix or suffix: the words just before or after"),
    "A304": Code("copy the quotation marks, dashes and spaces as the article has them", "warning"),
    "D401": Code("add evidence (an article and its paragraph) or a source (an address)"),
    "D402": Code("add a folder with dossier.yaml, articles/ and quotes/: see docs/content.md"),
}


def problem(code: str, path: str, line: int, column: int, message: str, fix: Fix | None = None) -> Finding:
    """A finding with the hint and severity of its code; ``line`` and ``column`` count from 1."""
    known = CODES[code]
    return Finding(path, line, column, code, message, known.hint, known.severity, fix)
