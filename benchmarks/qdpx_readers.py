"""Read an exported REFI-QDA project with libraries of others, in their environment, and compare the words.

usage: qdpx_readers.py FOLDER

FOLDER is an export with the formats qdpx and jsonl. Run by ``make interop`` with a Python that has pyrefiqda,
whose classes are made from the standard's schema, and pyqdpx, which runs from Python 3.12 on and counts as
NVivo does: UTF-16 units, so the articles may have no character beyond U+FFFF. Ends with status 1 where a
library finds other words than the dossier's at a quotation, or not all of them.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

_FIRST_WITH_PYQDPX = (3, 12)

Words = Counter[tuple[str, str]]
"""How often each words were found, each with the name of the document."""


def main(folder: str) -> int:
    """Compare the quotations of an export; return the exit status."""
    lines = (Path(folder) / "jsonl" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    quotes = (json.loads(line) for line in lines)
    expected = Counter((each["article"], each["exact"]) for each in quotes if each["start"] is not None)
    readers: dict[str, Callable[[Path], Words]] = {"pyrefiqda": _read_with_pyrefiqda}
    if sys.version_info >= _FIRST_WITH_PYQDPX:
        readers["pyqdpx"] = _read_with_pyqdpx
    problems = 0
    for name, read in readers.items():
        missing = expected - read(Path(folder) / "dossier.qdpx")
        print(f"{name} {version(name)}: {expected.total()} quotations, {missing.total()} not found")
        problems += missing.total()
    return int(problems > 0)


def _read_with_pyrefiqda(path: Path) -> Words:
    from pyrefiqda import RefiProject  # noqa: PLC0415 - in an environment of its own

    found: Words = Counter()
    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(path, extract_dir=folder)
        for source in project.sources.text_source:
            text_path = RefiProject.resolve_source_path(source.plain_text_path, folder)
            text = text_path.read_text(encoding="utf-8")
            found.update(
                (source.name, text[each.start_position : each.end_position])
                for each in source.plain_text_selection
                if each.coding
            )
    return found


def _read_with_pyqdpx(path: Path) -> Words:
    from pyqdpx import QDPX  # noqa: PLC0415 - in an environment of its own

    project = QDPX(str(path)).get_project()
    places = {
        (source.name, each.start_position, each.end_position, source.text_content)
        for source in project.sources.values()
        for each in source.coded_selections.values()
    }
    return Counter((name, text[start:end]) for name, start, end, text in places)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
