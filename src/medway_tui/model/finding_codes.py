"""Finding codes: the title, hint and severity of each kind of finding. docs/checks.md is generated from them.

A code never changes its meaning; its first letter is its group.
"""

from __future__ import annotations

from typing import NamedTuple

from medway_tui.model.findings import Finding, Fix, Severity
from medway_tui.model.locations import FileLocation


class FindingCode(NamedTuple):
    """A kind of finding."""

    title: str
    """The problem, in a few words."""
    hint: str
    """What to do about it, for a person who is not a programmer."""
    severity: Severity = "error"
    """An error sets something aside, a warning does not; a note is no fault."""
    fixable: bool = False
    """Whether ``check --fix`` can fix it."""


GROUPS: dict[str, str] = {
    "Y": "Bytes and YAML",
    "T": "Text",
    "S": "Keys and values",
    "R": "References and ids",
    "A": "Anchors: the place of quoted words",
    "D": "Plausibility",
}
"""The group of each first letter."""

_BLOCK_HINT = "put the text in a block that begins with >- and is indented below its key"

CODES: dict[str, FindingCode] = {
    "Y001": FindingCode("the file can't be read", "put a readable file here, or remove it"),
    "Y002": FindingCode(
        "the file is larger than 16 MB, or has more than 100,000 keys and values",
        "split the file, or remove what does not belong in it",
    ),
    "Y003": FindingCode("the file is not UTF-8", "save the file as UTF-8 (most editors: Save with encoding)"),
    "Y004": FindingCode(
        "a character that is not allowed in a content file",
        "delete the character; it is often invisible in an editor",
    ),
    "Y005": FindingCode("this is not YAML", f"fix the line: see docs/content.md, or {_BLOCK_HINT}"),
    "Y006": FindingCode("a duplicate key", "remove one of the two, or give it another key"),
    "Y007": FindingCode(
        "an anchor (&) or alias (*)",
        "write the value out where it is used, or put a text that begins so in quotation marks",
    ),
    "Y008": FindingCode("a tag (!)", "remove it, or put a text that begins so in quotation marks"),
    "Y009": FindingCode(
        "a key or an item without a value", "remove the key: something that is not known has no key"
    ),
    "Y010": FindingCode(
        "lists or keys are nested too deeply",
        "keep to the layout of docs/content.md: content is not nested so deeply",
    ),
    "Y011": FindingCode("a second document begins", "keep to one document: remove the line ---"),
    "Y012": FindingCode(
        "the file is empty", "remove the file, or write what belongs there: see docs/content.md"
    ),
    "Y013": FindingCode(
        "words after a # are lost",
        "put the text in quotation marks, or in a block that begins with >-; a remark has a space after #",
        "warning",
    ),
    "Y014": FindingCode(
        "a colon in the text begins a new key", f"{_BLOCK_HINT}, or put it in quotation marks"
    ),
    "Y015": FindingCode(
        "a text begins with a character that YAML reserves", f"{_BLOCK_HINT}, or in quotation marks"
    ),
    "Y016": FindingCode("a tab indents a line", "indent with spaces"),
    "Y017": FindingCode("a quotation mark or bracket is not closed", f"close it, or {_BLOCK_HINT}"),
    "Y018": FindingCode(
        "text follows a closed quotation mark or bracket",
        f"{_BLOCK_HINT}: quotation marks and brackets have no special meaning there",
    ),
    "Y019": FindingCode(
        "a line is indented differently from the lines it belongs to",
        "give all keys of an entry the same indentation, and the text of a block more than its key",
    ),
    "Y020": FindingCode(
        "a backslash that YAML does not understand", f"{_BLOCK_HINT}, or write the backslash twice"
    ),
    "Y021": FindingCode(
        "a space that YAML does not count as one",
        "type a plain space in its place; most editors show the two alike",
    ),
    "Y022": FindingCode(
        "a character that looks like a plain one",
        "type the plain character: YAML, and the keys of the format, have no other",
    ),
    "Y023": FindingCode(
        "a merge with git that is not finished",
        "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>",
    ),
    "Y024": FindingCode(
        "typographic quotation marks in the place of YAML's",
        f"write \" or ' around the value, or {_BLOCK_HINT}",
    ),
    "Y025": FindingCode("no space after the colon of a key", "put a space after the colon"),
    "T101": FindingCode("spaces at the end of a line", "remove them", "warning", fixable=True),
    "T102": FindingCode(
        "letters and accents that are not composed (NFC)",
        "write each accented letter as one character",
        "warning",
        fixable=True,
    ),
    "T103": FindingCode(
        "a control character in a text", "remove the character, or the escape that produces it"
    ),
    "T104": FindingCode(
        "a character that changes the direction of writing", "remove it: it can show words in another order"
    ),
    "T105": FindingCode(
        "an invisible character in a text",
        "remove it; the easiest way is to retype the word",
        fixable=True,
    ),
    "T106": FindingCode("a tab in a text", "replace it with a space", "warning", fixable=True),
    "S101": FindingCode("a key is missing", "add the key"),
    "S102": FindingCode(
        "an unknown key", "remove the key, or correct its spelling; docs/content.md lists the keys"
    ),
    "S103": FindingCode("an invalid value", "correct the value; docs/content.md says what each key holds"),
    "S104": FindingCode(
        "a list, a text or keys are expected", "correct the layout: see the examples in docs/content.md"
    ),
    "S105": FindingCode(
        "an article or inspection has the key id", "remove the key id: the file's name is the id"
    ),
    "S106": FindingCode(
        "the file's name is not a valid id",
        "name the file with lower-case letters a–z, digits and single hyphens",
    ),
    "S107": FindingCode(
        "two keys that exclude each other",
        "keep the one that is meant: a quotation has paragraph or caption, and speaker or speakers",
    ),
    "R201": FindingCode(
        "unknown person or organisation", "correct the id, or add the person or organisation"
    ),
    "R202": FindingCode("unknown article, framework or quotation", "correct the id, or add what it names"),
    "R203": FindingCode("a duplicate id, area or grade", "give one of the two another id, or remove it"),
    "R204": FindingCode(
        "quotations without an article",
        "give the quotations the name of their article's file, or add the article",
    ),
    "R205": FindingCode(
        "the framework has no such area or grade",
        "use an area or a grade of the inspection's framework, as frameworks.yaml has them",
    ),
    "R206": FindingCode(
        "the article has no such block",
        "name a paragraph or a caption that the article has: paragraph 0 is the headline",
    ),
    "A301": FindingCode(
        "the words are not in the article",
        "copy the words exactly as the article has them, without the quotation marks",
    ),
    "A302": FindingCode(
        "the words are in another block", "correct the paragraph number", "warning", fixable=True
    ),
    "A303": FindingCode(
        "the words occur twice in the block", "add a prefix or suffix: the words just before or after"
    ),
    "A304": FindingCode(
        "quotation marks, dashes or spaces differ",
        "copy the quotation marks, dashes and spaces as the article has them",
        "warning",
    ),
    "A305": FindingCode(
        "the copy of the original lacks the block with the words",
        "import a complete copy with --update, or undo this one: medway-tui import --undo ID",
        "warning",
    ),
    "A306": FindingCode(
        "the words are in another block only, and may be another person's there",
        "correct the number if they are this speaker's words",
    ),
    "A307": FindingCode("the words are only a part of longer words", "copy whole words, or remove the entry"),
    "A308": FindingCode(
        "the words are in several other blocks", "correct the number of the paragraph or caption"
    ),
    "A309": FindingCode(
        "the block does not give the words to this speaker",
        "check the speaker and the number of the block; an attribution as printed settles it",
        "warning",
    ),
    "D401": FindingCode(
        "an event, an outcome or a side has no evidence or source",
        "add evidence (an article and its paragraph) or a source (an address)",
    ),
    "D402": FindingCode(
        "the folder has no dossier.yaml", "add one, or name the folder that has it: see docs/content.md"
    ),
    "D403": FindingCode(
        "a quotation from a time when its speaker held no role",
        "check the article's date and the dates of the speaker's memberships",
        "warning",
    ),
    "D404": FindingCode("a date in the future", "correct the date", "warning"),
    "D405": FindingCode(
        "a person whom no article, event or difference mentions",
        "remove the person, or add the form of the name that the articles print to other_names",
        "warning",
    ),
    "D406": FindingCode(
        "words in quotation marks that no entry of quotes/ lists",
        "list them in the article's quotes file; with type: none if they are not speech",
        "warning",
    ),
    "D407": FindingCode(
        "a block of an account without a digest",
        "add the digest of the original block: docs/content.md says how",
        "warning",
    ),
    "D408": FindingCode(
        "two blocks of an article have the same digest", "check which block it belongs to", "warning"
    ),
    "D409": FindingCode(
        "a quotation continues another speaker's words", "correct the speaker, or remove continues", "warning"
    ),
    "D410": FindingCode(
        "a quotation includes the quotation marks around it",
        "remove the marks at the beginning and end",
        "warning",
    ),
    "D411": FindingCode(
        "a file with a name that is not read",
        "rename it as docs/content.md lists the files (they end in .yaml), or move it out of the folder",
        "warning",
    ),
    "D412": FindingCode(
        "a draft that is not confirmed",
        "review it in the reader (it has a view of drafts), or remove the key draft once the entry is right",
        "warning",
    ),
    "D413": FindingCode(
        "a role without an end, or a last day on which a source shows it",
        "add end_date if it has ended, else checked: the date of the latest source or article that shows it",
        "warning",
    ),
    "D414": FindingCode(
        "a role without a source", "add sources to it: where the role and its dates can be read", "warning"
    ),
    "D415": FindingCode(
        "a role with impossible dates",
        "correct one of the two dates: until then the role is shown as unclear, with both",
    ),
    "D416": FindingCode(
        "roles of two parties that may meet",
        "correct their dates if one ended before the other began: where they meet, the party is unclear",
        "note",
    ),
    "D417": FindingCode(
        "a quotation differs from the one that it repeats",
        "name the quotation with the same words and speaker, or remove repeats",
        "warning",
    ),
    "D418": FindingCode(
        "a promise without an outcome",
        "add outcome, with its source; or say in note that it is not known what became of it",
        "note",
    ),
    "D419": FindingCode(
        "a promise without a person or body", "add by: the ids of those who promised", "warning"
    ),
    "D420": FindingCode("a deadline without a due date", "add due: when it is due", "warning"),
    "D421": FindingCode(
        "an event with a key of deadlines and promises",
        "set kind to deadline or promise, or remove the key",
        "warning",
    ),
    "D422": FindingCode(
        "a side is supported, but nothing settles the point",
        "add settled: what the report or another public source says; or remove supported",
        "warning",
    ),
    "D423": FindingCode(
        "a code of an unknown register",
        "use the scheme gss for codes of the Office for National Statistics, la-code for local authorities,"
        " urn for Ofsted's reference numbers",
        "warning",
    ),
    "D424": FindingCode("a code in a wrong form", "copy the code from its register", "warning"),
    "D425": FindingCode(
        "a source has a licence, but the dossier no attribution line",
        "add attribution to dossier.yaml: the line that the licence asks for, which exports repeat",
        "warning",
    ),
    "D426": FindingCode(
        "a difference with fewer than two sides",
        "add what another source says, or remove the difference; one side alone is shown as such",
        "warning",
    ),
    "D427": FindingCode(
        "something is due, or has an outcome, before its date", "correct one of the two dates", "warning"
    ),
    "D428": FindingCode(
        "a name or host that mixes scripts",
        "retype it: a letter of another script looks the same and is another; see the source",
        "warning",
    ),
    "D429": FindingCode(
        "a name or host that looks like another",
        "compare the two with the sources: they may be one, or meant to be taken for each other",
        "note",
    ),
    "D430": FindingCode(
        "a file of your own overrides one that came with the program",
        "remove it to have the shipped one again",
        "note",
    ),
    "D431": FindingCode(
        "a shipped file has changed since you copied it",
        "compare the two, and take over what is new; editing yours in the reader notes that you have seen it",
        "warning",
    ),
}


MAX_FINDINGS = 10_000
"""How many findings of one kind a file may have: bounds memory and output for hostile files."""


def make_finding(
    code: str,
    location: FileLocation,
    message: str,
    fix: Fix | None = None,
    *,
    suggestion: Fix | None = None,
) -> Finding:
    """Return a finding with the hint and severity of its code."""
    known = CODES[code]
    return Finding(*location, code, message, known.hint, known.severity, fix, suggestion)
