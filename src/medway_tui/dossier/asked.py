"""What is meant by the paths that a person names to be checked: whole dossiers, or parts of one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.files import FOLDERS, SINGLE, SUFFIX
from medway_tui.content.load import Reading
from medway_tui.dossier.folders import DossierError, find, shipped_content, user_folder

_ABOUT = "dossier.yaml"


class Asked(NamedTuple):
    """The folders that are read, and the part of them whose findings are asked for."""

    roots: tuple[Path, ...]
    """The dossier's folders, the lowest first; none means the dossier that comes with the program."""
    parts: frozenset[str] | None
    """The files and folders whose findings are shown, as absolute paths; None means all."""

    def holds(self, path: str) -> bool:
        """Whether a finding in this file is asked for."""
        if self.parts is None:
            return True
        absolute = _absolute(path)
        return any(absolute == part or absolute.startswith(part + os.sep) for part in self.parts)


def asked(below: Sequence[Path], paths: Sequence[Path]) -> Asked:
    """What is to be read and shown for ``paths``, laid over the folders ``below``.

    A path is a dossier's folder, a file in one, or its folder of articles, quotes or inspections. For a
    file the whole dossier is read, since most of what can be wrong in it depends on other files.

    Raises DossierError for a file that no dossier reads.
    """
    roots = [_root(path) for path in paths]
    whole = all(root == path for root, path in zip(roots, paths, strict=True))
    if not below and not whole and len(set(roots)) == 1 and _is_own(roots[0]):
        return Asked((), _parts(paths))
    return Asked((*below, *roots), None if whole else _parts(paths))


def _root(path: Path) -> Path:
    """The dossier's folder in which a path stands, or which it is."""
    absolute = path.absolute()
    parent = absolute.parent
    if not _is_there(absolute / _ABOUT) and os.path.lexists(absolute):
        if parent.name in FOLDERS and path.name.endswith(SUFFIX) and not path.name.startswith("."):
            return parent.parent
        if path.name in SINGLE:
            return parent
        if path.name in FOLDERS and _is_there(parent / _ABOUT):
            return parent
    if os.path.isfile(absolute):  # noqa: PTH113 - as below
        raise DossierError(f"{path} is no file that a dossier reads", _files_read())
    if path.suffix == SUFFIX and not os.path.lexists(absolute):
        raise DossierError(f"there is no file {path}", "mend the name, or name the dossier's folder")
    return path


def _is_there(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where there is no permission to look


def _files_read() -> str:
    single = ", ".join(SINGLE)
    return f"its files are {single}, and those that end with {SUFFIX} in {', '.join(FOLDERS)}"


def _is_own(root: Path) -> bool:
    """Whether a folder is the user's own one for the dossier that comes with the program."""
    if root.parent != user_folder(""):
        return False
    about = Reading(find([shipped_content()])).about()
    return about is not None and root == user_folder(about.id)


def _parts(paths: Sequence[Path]) -> frozenset[str]:
    return frozenset(_absolute(str(path)) for path in paths)


def _absolute(path: str) -> str:
    # A name that is not UTF-8 is spelt in findings as files.find spells it.
    spelt = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return os.path.abspath(spelt)  # noqa: PTH100 - resolves no link: findings keep the way that was named
