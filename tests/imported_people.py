"""Imports the invented articles of tests/local_news; compares the people it adds with the true ones."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

from medway_tui.importing.importer import Importer
from medway_tui.importing.options import ImportOptions
from medway_tui.names import fold_word
from medway_tui.saved_pages import ReadOptions

ARTICLES = Path(__file__).with_name("local_news")


class ImportedPeople(NamedTuple):
    """The people that the import added."""

    added: list[str]
    faulty: list[str]
    """The names that no person of the articles has."""
    missing: list[str]
    """The people who were not added; some of them say nothing."""
    true_count: int
    organisations: list[str]


def read_true_people() -> dict[str, list[str]]:
    """Return the names of the people of each article."""
    lines = (ARTICLES / "people.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(": ") for line in lines if line and not line.startswith("#")]
    return {article: names.split("; ") for article, _, names in pairs}


def import_local_news(folder: Path) -> ImportedPeople:
    """Import all articles into an empty dossier in a folder."""
    (folder / "dossier.yaml").write_text("id: news\ntitle: News\nlanguage: en-GB\n", encoding="utf-8")
    importer = Importer([folder])
    try:
        for path in sorted(ARTICLES.glob("*.txt")):
            if path.name != "people.txt":
                publisher = path.read_text(encoding="utf-8").splitlines()[1]
                options = ImportOptions({"publisher": publisher})
                importer.import_file(path.name, path.read_bytes(), ReadOptions(), options)
    finally:
        importer.close()
    people, organisations = (
        [each["name"] for each in yaml.safe_load((folder / f"{kind}.yaml").read_text(encoding="utf-8"))]
        for kind in ("people", "organisations")
    )
    true = [name for names in read_true_people().values() for name in names]
    known = {_key(name) for name in true}
    added = {_key(name) for name in people}
    return ImportedPeople(
        people,
        [name for name in people if _key(name) not in known],
        [name for name in true if _key(name) not in added],
        len(true),
        organisations,
    )


def _key(name: str) -> str:
    return "".join(map(fold_word, name.split()))
