"""What the files of a dossier are called, by the kind of each. Imports nothing that --help need not."""

from __future__ import annotations

from medway_tui.content.files import FOLDERS, SINGLE, SUFFIX, Kind

SCHEMAS = "schema"
"""The folder, beside the content, in which the JSON Schemas stand. No content is looked for in it."""

NAMES: dict[str, Kind] = {
    "dossier" if kind == "about" else kind: kind for kind in (*SINGLE.values(), *FOLDERS.values())
}
"""The kinds of files by the names that a person uses for them; a dossier's own file is ``dossier``."""

PATHS: dict[str, str] = {
    **{name: file for name, kind in NAMES.items() for file, its in SINGLE.items() if its == kind},
    **{
        name: f"{to}/ID{SUFFIX}" for name, kind in NAMES.items() for to, its in FOLDERS.items() if its == kind
    },
}
"""Where the files of each kind stand in a dossier's folder."""


def path_of(name: str, stem: str = "") -> str:
    """Where a file of a kind stands in a dossier's folder; ``stem`` is the id that names it, if one does."""
    return PATHS[name].replace("ID", stem)


def modeline(name: str) -> str:
    """The line by which an editor finds the schema of a file of this kind; it stands first in the file."""
    up = "../" if "/" in PATHS[name] else ""
    return f"# yaml-language-server: $schema={up}{SCHEMAS}/{name}.json"
