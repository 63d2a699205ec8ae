"""Every finding by its code: what it is called and what to do about it.

A code, once given, keeps its meaning; the first letter is its group. docs/checks.md is made from here.
"""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.model.findings import Finding, Fix, Severity


class FindingCode(NamedTuple):
    """A kind of finding."""

    title: str
    """What is found, in a few words."""
    hint: str
    """What to do about it, for a person who is no programmer."""
    severity: Severity = "error"
    """An error sets something aside; a warning does not."""
    fixable: bool = False
    """Whether ``check --fix`` can mend it."""


GROUPS: dict[str, str] = {
    "Y": "Bytes and YAML",
    "T": "Text",
    "S": "Keys and values",
    "R": "References and ids",
    "A": "Anchors: where quoted words stand",
    "D": "Sense",
}
"""What the first letter of a code stands for."""

_BLOCK = "put the text in a block that begins with >- and is indented below its key"

CODES: dict[str, FindingCode] = {
    "Y001": FindingCode("the file can't be read", "put a readable file here, or remove it"),
    "Y002": FindingCode(
        "the file is larger than 16 MB, or holds more than 100,000 keys and values",
        "split the file, or remove what does not belong in it",
    ),
    "Y003": FindingCode("the file is not UTF-8", "save the file as UTF-8 (most editors: Save with encoding)"),
    "Y004": FindingCode(
        "a character that no content file may hold",
        "delete the character; it is often invisible in an editor",
    ),
    "Y005": FindingCode("this is not YAML", f"mend the line: see docs/content.md, or {_BLOCK}"),
    "Y006": FindingCode("a key stands twice", "remove one of the two, or give it another key"),
    "Y007": FindingCode(
        "an anchor (&) or alias (*)",
        "write the value out where it is used, or put a text that begins so in quotation marks",
    ),
    "Y008": FindingCode("a tag (!)", "remove it, or put a text that begins so in quotation marks"),
    "Y009": FindingCode(
        "a key or an item without a value", "leave the key out: what is not known has no key"
    ),
    "Y010": FindingCode(
        "lists or keys stand too deep in one another",
        "keep to the layout of docs/content.md: content is not nested so deep",
    ),
    "Y011": FindingCode("a second document begins", "keep to one document: remove the line ---"),
    "Y012": FindingCode(
        "the file is empty", "remove the file, or write what belongs there: see docs/content.md"
    ),
    "Y013": FindingCode(
        "words are lost behind a #",
        "put the text in quotation marks, or in a block that begins with >-; a remark has a space after #",
        "warning",
    ),
    "Y014": FindingCode("a colon in the text begins a new key", f"{_BLOCK}, or put it in quotation marks"),
    "Y015": FindingCode(
        "a text begins with a character that YAML keeps for itself", f"{_BLOCK}, or in quotation marks"
    ),
    "Y016": FindingCode("a tab indents a line", "indent with spaces"),
    "Y017": FindingCode("a quotation mark or bracket is not closed", f"close it, or {_BLOCK}"),
    "Y018": FindingCode(
        "text goes on behind a closed quotation mark or bracket",
        f"{_BLOCK}: there quotation marks and brackets mean themselves",
    ),
    "Y019": FindingCode(
        "a line is indented unlike those that it belongs to",
        "give all keys of an entry the same indentation, and the text of a block more than its key",
    ),
    "Y020": FindingCode(
        "a backslash that YAML does not understand",
        f"{_BLOCK}, or write the backslash twice",
    ),
    "T101": FindingCode("spaces at the end of a line", "remove them", "warning", fixable=True),
    "T102": FindingCode(
        "letters and accents that are not composed (NFC)",
        "write each accented letter as one character",
        "warning",
        fixable=True,
    ),
    "T103": FindingCode("a control character in a text", "remove the character, or the escape that makes it"),
    "T104": FindingCode(
        "a character that turns the direction of writing", "remove it: it can show words in another order"
    ),
    "T105": FindingCode("an invisible character in a text", "remove it; it is easiest to type the word anew"),
    "T106": FindingCode("a tab in a text", "write a space in its place", "warning", fixable=True),
    "S101": FindingCode("a key is missing", "add the key"),
    "S102": FindingCode(
        "a key is not known", "remove the key, or mend its spelling; docs/content.md lists the keys"
    ),
    "S103": FindingCode("a value does not fit", "mend the value; docs/content.md says what each key holds"),
    "S104": FindingCode(
        "a list, a text or keys are wanted here", "mend the layout here: see the examples in docs/content.md"
    ),
    "S105": FindingCode(
        "the key id stands in an article or inspection", "leave out the key id: the file's name is the id"
    ),
    "S106": FindingCode(
        "the file's name is not an id",
        "name the file with lower-case letters a–z, digits and single hyphens",
    ),
    "R201": FindingCode("no such person or organisation", "mend the id, or add the person or organisation"),
    "R202": FindingCode(
        "no such article, framework or earlier quotation", "mend the id, or add what it names"
    ),
    "R203": FindingCode("an id, area or grade stands twice", "give one of the two another id, or remove it"),
    "R204": FindingCode(
        "quotations without an article",
        "give the quotations the name of their article's file, or add the article",
    ),
    "R205": FindingCode(
        "the framework has no such area or grade",
        "use an area or a grade of the inspection's framework, as frameworks.yaml has them",
    ),
    "R206": FindingCode(
        "the article has no such block", "name a paragraph that the article has: 0 is the headline"
    ),
    "A301": FindingCode(
        "the words are not in the article",
        "copy the words exactly as they stand in the article, without the quotation marks",
    ),
    "A302": FindingCode(
        "the words stand in another block", "mend the paragraph number", "warning", fixable=True
    ),
    "A303": FindingCode(
        "the words stand twice in the block", "add a prefix or suffix: the words just before or after"
    ),
    "A304": FindingCode(
        "quotation marks, dashes or spaces differ",
        "copy the quotation marks, dashes and spaces as the article has them",
        "warning",
    ),
    "A305": FindingCode(
        "the copy of the original lacks the block in which the words stand",
        "import a whole copy with --update, or take this one back: medway-tui import --undo ID",
        "warning",
    ),
    "D401": FindingCode(
        "nothing bears out an event or a side",
        "add evidence (an article and its paragraph) or a source (an address)",
    ),
    "D402": FindingCode(
        "the folder has no dossier.yaml",
        "add one, or name the folder that has it: see docs/content.md",
    ),
    "D403": FindingCode(
        "a quotation from when its speaker held no role",
        "look at the article's date and the dates of the speaker's memberships",
        "warning",
    ),
    "D404": FindingCode("a date in the future", "mend the date", "warning"),
    "D405": FindingCode(
        "a person whom nothing mentions",
        "remove the person, or add the form of the name that the articles print to other_names",
        "warning",
    ),
    "D406": FindingCode(
        "words in quotation marks that no entry of quotes/ lists",
        "list them in the article's quotes file; with type: none if the marks quote nobody",
        "warning",
    ),
    "D407": FindingCode(
        "a block of an account without a digest",
        "add the digest of the original block: docs/content.md says how",
        "warning",
    ),
    "D408": FindingCode("a digest stands twice in an article", "look which block it belongs to", "warning"),
    "D409": FindingCode(
        "a quotation goes on with another speaker's words",
        "mend the speaker, or remove continues",
        "warning",
    ),
    "D410": FindingCode(
        "a quotation holds the quotation marks around it",
        "leave the marks at the beginning and end out",
        "warning",
    ),
    "D411": FindingCode(
        "a file whose name is none that is read",
        "rename it as docs/content.md lists the files (they end in .yaml), or take it out of the folder",
        "warning",
    ),
    "D412": FindingCode(
        "a draft that nobody has confirmed",
        "review it in the reader (it has a view of drafts), or remove the key draft once the entry is right",
        "warning",
    ),
}


MAX_FINDINGS = 10_000
"""How many findings of one kind are told of a file: a bound for hostile files, in memory and in output."""


def make_finding(
    code: str, path: str, line: int, column: int, message: str, fix: Fix | None = None
) -> Finding:
    """A finding with the hint and severity of its code; ``line`` and ``column`` count from 1."""
    known = CODES[code]
    return Finding(path, line, column, code, message, known.hint, known.severity, fix)
