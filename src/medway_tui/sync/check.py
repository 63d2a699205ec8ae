"""Every finding of a dossier, read afresh; and the mending of those that can be mended."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.check import check_content
from medway_tui.content.files import FOLDERS, SINGLE_FILES, SUFFIX, ContentFile
from medway_tui.content.fix import fix_file
from medway_tui.content.loader import ContentLoader
from medway_tui.errors import os_error_text
from medway_tui.model.findings import Finding, Fix
from medway_tui.sync.locations import (
    DossierError,
    find_content_files,
    listing_error,
    resolve_roots,
    shipped_content,
    shorten_path,
    user_folder,
    with_user_folder,
)
from medway_tui.yaml_io.atomic_write import FileChangedError

_MAX_ROUNDS = 10
"""How often fixes are made and looked for again: one may have to wait for another in its place."""


class FixResult(NamedTuple):
    """A dossier after its mending."""

    files_count: int
    """How many files were read."""
    findings: list[Finding]
    """What is wrong in them still."""
    fixed: int
    """How many findings were mended."""
    changed: tuple[str, ...]
    """The files that somebody else changed meanwhile: they were left as they are."""
    unwritten: tuple[tuple[str, str], ...]
    """The files that could not be written, and why; they are as they were."""


def folders_to_check(roots: Sequence[Path] = ()) -> list[Path]:
    """The folders that make up a dossier, the lowest first.

    With none named, the dossier that comes with the program, with the user's own folder over it.
    Raises DossierError when one can't be read.
    """
    folders = resolve_roots(roots)
    if not roots:
        about = ContentLoader(find_content_files(folders)).load_about()
        if about is not None:
            folders = with_user_folder(folders, about.id)
    return [shorten_path(folder) for folder in folders]


def check_dossier(roots: Sequence[Path] = ()) -> tuple[int, list[Finding]]:
    """Read all files of a dossier, whatever the index knows: how many, and what is wrong in them.

    With no folders named, the dossier that comes with the program with the user's own folder over it.
    Raises DossierError when a folder can't be read.
    """
    folders = folders_to_check(roots)
    try:
        return check_content(folders)
    except OSError as error:
        raise listing_error(error) from None


def fix_dossier(
    roots: Sequence[Path],
    should_fix: Callable[[Finding], bool],
    *,
    fix: bool = True,
    before_scan: Callable[[], None] | None = None,
) -> FixResult:
    """Check a dossier and make the fixes of all findings that are wanted, until none is left.

    Without ``fix``, it is only checked. ``looking`` is called each time before the files are read.

    Raises DossierError when a folder can't be read. A file that can't be written, or that somebody
    else changes meanwhile, stops nothing: the others are mended.
    """
    fixed = 0
    changed: set[str] = set()
    unwritten: dict[str, str] = {}
    for rounds_left in reversed(range(_MAX_ROUNDS if fix else 1)):
        if before_scan is not None:
            before_scan()
        found = {file.path: file for file in find_content_files(folders_to_check(roots))} if fix else {}
        count, findings = check_dossier(roots)
        before = fixed
        for path, fixes in _fixes_by_file(findings, should_fix) if rounds_left else ():
            if path in changed or path in unwritten:
                continue
            try:
                applied = fix_file(_listed_file(found, path), fixes)
            except FileChangedError:
                changed.add(path)
            except OSError as error:
                unwritten[path] = os_error_text(error)
            else:
                fixed += sum(each in applied for each in fixes)
        if fixed == before:
            break
    return FixResult(count, findings, fixed, tuple(sorted(changed)), tuple(unwritten.items()))


def _listed_file(found: dict[str, ContentFile], path: str) -> ContentFile:
    if path not in found:
        # It has appeared since the folders were listed.
        raise FileChangedError(path)
    return found[path]


def _fixes_by_file(
    findings: Iterable[Finding], should_fix: Callable[[Finding], bool]
) -> Iterable[tuple[str, list[Fix]]]:
    files: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix is not None and should_fix(finding):
            files.setdefault(finding.path, []).append(finding.fix)
    return files.items()


_DOSSIER_FILE = "dossier.yaml"


class CheckTargets(NamedTuple):
    """The folders that are read, and the part of them whose findings are asked for."""

    roots: tuple[Path, ...]
    """The dossier's folders, the lowest first; none means the dossier that comes with the program."""
    parts: frozenset[str] | None
    """The files and folders whose findings are shown, as absolute paths; None means all."""

    def includes(self, path: str) -> bool:
        """Whether a finding in this file is asked for."""
        if self.parts is None:
            return True
        absolute = _absolute_path(path)
        return any(absolute == part or absolute.startswith(part + os.sep) for part in self.parts)


def resolve_targets(base_roots: Sequence[Path], paths: Sequence[Path]) -> CheckTargets:
    """What is to be read and shown for ``paths``, laid over the folders ``base_roots``.

    A path is a dossier's folder, a file in one, or its folder of articles, quotes or inspections. For a
    file the whole dossier is read, since most of what can be wrong in it depends on other files.

    Raises DossierError for a file that no dossier reads.
    """
    roots = [_dossier_root(path) for path in paths]
    whole = all(root == path for root, path in zip(roots, paths, strict=True))
    if not base_roots and not whole and len(set(roots)) == 1 and _is_user_folder(roots[0]):
        return CheckTargets((), _absolute_paths(paths))
    return CheckTargets((*base_roots, *roots), None if whole else _absolute_paths(paths))


def _dossier_root(path: Path) -> Path:
    """The dossier's folder in which a path stands, or which it is."""
    absolute = path.absolute()
    parent = absolute.parent
    if not _exists(absolute / _DOSSIER_FILE) and os.path.lexists(absolute):
        if parent.name in FOLDERS and path.name.endswith(SUFFIX) and not path.name.startswith("."):
            return parent.parent
        if path.name in SINGLE_FILES:
            return parent
        if path.name in FOLDERS and _exists(parent / _DOSSIER_FILE):
            return parent
    if os.path.isfile(absolute):  # noqa: PTH113 - as below
        raise DossierError(f"{path} is no file that a dossier reads", _content_file_names())
    if path.suffix == SUFFIX and not os.path.lexists(absolute):
        raise DossierError(f"there is no file {path}", "mend the name, or name the dossier's folder")
    return path


def _exists(path: Path) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where there is no permission to look


def _content_file_names() -> str:
    single = ", ".join(SINGLE_FILES)
    return f"its files are {single}, and those that end with {SUFFIX} in {', '.join(FOLDERS)}"


def _is_user_folder(root: Path) -> bool:
    """Whether a folder is the user's own one for the dossier that comes with the program."""
    if root.parent != user_folder(""):
        return False
    about = ContentLoader(find_content_files([shipped_content()])).load_about()
    return about is not None and root == user_folder(about.id)


def _absolute_paths(paths: Sequence[Path]) -> frozenset[str]:
    return frozenset(_absolute_path(str(path)) for path in paths)


def _absolute_path(path: str) -> str:
    # A name that is not UTF-8 is spelt in findings as files.find spells it.
    spelt = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return os.path.abspath(spelt)  # noqa: PTH100 - resolves no link: findings keep the way that was named
