"""Checking and fixing a dossier's files, whatever the index has."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
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
from medway_tui.sync.own_copies import find_overlaid
from medway_tui.sync.recovery import recover_folders, write_states
from medway_tui.yaml_io.atomic_write import FileChangedError
from medway_tui.yaml_io.folder_lock import FolderLockedError, lock_folder
from medway_tui.yaml_io.journal import JournalError

_MAX_ROUNDS = 10
"""How often fixes are made and the files checked again: one fix may have to wait for another."""
_MAX_READS = 3
"""How often the files are read again, where another program has written several meanwhile."""
_DOSSIER_FILE = "dossier.yaml"


class FixResult(NamedTuple):
    """A dossier after its findings were fixed."""

    files_count: int
    findings: list[Finding]
    """The findings that remain."""
    fixed: int
    """The number of findings that were fixed."""
    changed: tuple[str, ...]
    """The files that another program changed meanwhile: they were left as they are."""
    unwritten: tuple[tuple[str, str], ...]
    """The files that could not be written, and why: they are unchanged."""


def folders_to_check(roots: Sequence[Path] = ()) -> list[Path]:
    """Return the folders of a dossier, lowest first.

    Without any named, those are the dossier that comes with the program, and the user's own folder for it.
    Raises DossierError when one can't be read.
    """
    folders = resolve_roots(roots)
    if not roots:
        folders = with_user_folder(folders, _read_id(folders[0]))
    return [shorten_path(folder) for folder in folders]


def check_dossier(roots: Sequence[Path] = ()) -> tuple[int, list[Finding]]:
    """Check all files of ``folders_to_check``; return their number and the findings.

    Raises DossierError when a folder can't be read.
    """
    folders = folders_to_check(roots)
    try:
        for _ in range(_MAX_READS):
            states = write_states(folders)
            result = check_content(folders)
            if states == write_states(folders):
                break
    except OSError as error:
        raise listing_error(error) from None
    count, findings = result
    own = folders[-1]
    if not roots and len(folders) > 1 and own.is_dir():
        findings = sorted([*findings, *find_overlaid(folders[0], own)], key=lambda finding: finding[:5])
    return count, findings


def fix_dossier(
    roots: Sequence[Path],
    should_fix: Callable[[Finding], bool],
    *,
    fix: bool = True,
    before_scan: Callable[[], None] | None = None,
) -> FixResult:
    """Check a dossier and fix the findings that are to be fixed, until none is left.

    Without ``fix`` it is only checked. ``before_scan`` is called each time before the files are read.

    Raises DossierError when a folder can't be read. A file that can't be written, or that another program
    changes meanwhile, is left out.
    """
    recover_folders(folders_to_check(roots), sweep=fix)
    fixed = 0
    changed: set[str] = set()
    unwritten: dict[str, str] = {}
    for rounds_left in reversed(range(_MAX_ROUNDS if fix else 1)):
        if before_scan is not None:
            before_scan()
        files = {file.path: file for file in find_content_files(folders_to_check(roots))} if fix else {}
        count, findings = check_dossier(roots)
        fixes: dict[str, list[Fix]] = {}
        for finding in findings if rounds_left else ():
            if finding.fix is not None and should_fix(finding):
                fixes.setdefault(finding.path, []).append(finding.fix)
        fixed_before = fixed
        for path in fixes.keys() - changed - unwritten.keys():
            if path not in files:
                # It has appeared since the folders were listed.
                changed.add(path)
                continue
            applied = _fix_file(files[path], fixes[path], changed, unwritten)
            fixed += sum(each in applied for each in fixes[path])
        if fixed == fixed_before:
            break
    return FixResult(count, findings, fixed, tuple(sorted(changed)), tuple(sorted(unwritten.items())))


def fix_suggestions(
    roots: Sequence[Path],
    should_fix: Callable[[Finding], bool],
    is_wanted: Callable[[Finding], bool] = lambda _: True,
) -> FixResult:
    """Check a dossier, and make the suggested changes that are confirmed, one at a time.

    ``should_fix`` is called for each suggestion that ``is_wanted``, once. After each change the files are
    checked again. Raises as ``fix_dossier`` does.
    """
    fixed = 0
    asked: set[tuple[object, ...]] = set()
    changed: set[str] = set()
    unwritten: dict[str, str] = {}
    while True:
        files = {file.path: file for file in find_content_files(folders_to_check(roots))}
        count, findings = check_dossier(roots)
        for finding in findings:
            # A change moves what is after it in its line.
            key = (finding.path, finding.line, finding.code, finding.message)
            if finding.suggestion is None or key in asked or not is_wanted(finding):
                continue
            asked.add(key)
            if finding.path not in files or not should_fix(finding):
                continue
            applied = _fix_file(files[finding.path], [finding.suggestion], changed, unwritten)
            fixed += len(applied)
            if finding.path not in changed and finding.path not in unwritten:
                break
        else:
            break
    return FixResult(count, findings, fixed, tuple(sorted(changed)), tuple(sorted(unwritten.items())))


def _fix_file(
    file: ContentFile, fixes: Sequence[Fix], changed: set[str], unwritten: dict[str, str]
) -> set[Fix]:
    """Apply fixes to a file under the lock of its folder; note where that is impossible."""
    path = Path(file.path)
    try:
        with lock_folder(path.parent if path.name in SINGLE_FILES else path.parent.parent):
            return fix_file(file, fixes)
    except FileChangedError:
        changed.add(file.path)
    except OSError as error:
        unwritten[file.path] = os_error_text(error)
    except (FolderLockedError, JournalError) as error:
        unwritten[file.path] = str(error)
    return set()


class CheckTargets(NamedTuple):
    """The folders to be checked, and the part of them whose findings are shown."""

    roots: tuple[Path, ...]
    """The dossier's folders, lowest first; none means the dossier that comes with the program."""
    parts: frozenset[str] | None
    """The files and folders whose findings are shown, as absolute paths; None means all."""

    def includes(self, path: str) -> bool:
        """Whether findings in this file are shown."""
        if self.parts is None:
            return True
        absolute = _absolute_path(path)
        return any(absolute == part or absolute.startswith(part + os.sep) for part in self.parts)


def resolve_targets(base_roots: Sequence[Path], paths: Sequence[Path]) -> CheckTargets:
    """Return what to check for ``paths``, on top of the folders ``base_roots``.

    A path is a dossier's folder, a file in one, or its folder of articles, quotes or inspections. For a
    file the whole dossier is checked, since most of what can be wrong in it depends on other files.

    Raises DossierError for a file that is not part of a dossier.
    """
    roots = [_dossier_root(path) for path in paths]
    parts = None if roots == list(paths) else frozenset(_absolute_path(str(path)) for path in paths)
    if not base_roots and parts and len(set(roots)) == 1 and _is_user_folder(roots[0]):
        return CheckTargets((), parts)
    return CheckTargets((*base_roots, *roots), parts)


def _dossier_root(path: Path) -> Path:
    """Return the dossier's folder that a path is in; the path itself for such a folder."""
    absolute = path.absolute()
    parent = absolute.parent
    exists = os.path.lexists(absolute)
    # os.path answers where there is no permission to look; Path raises.
    if exists and not os.path.lexists(absolute / _DOSSIER_FILE):
        if parent.name in FOLDERS and path.name.endswith(SUFFIX) and not path.name.startswith("."):
            return parent.parent
        if path.name in SINGLE_FILES:
            return parent
        if path.name in FOLDERS and os.path.lexists(parent / _DOSSIER_FILE):
            return parent
    if os.path.isfile(absolute):  # noqa: PTH113 - as above
        single = ", ".join(SINGLE_FILES)
        hint = f"its files are {single}, and those that end with {SUFFIX} in {', '.join(FOLDERS)}"
        raise DossierError(f"{path} is not a file of a dossier", hint)
    if path.suffix == SUFFIX and not exists:
        raise DossierError(f"there is no file {path}", "correct the name, or name the dossier's folder")
    return path


def _is_user_folder(root: Path) -> bool:
    """Whether a folder is the user's own one for the dossier that comes with the program."""
    if root.parent != user_folder(""):
        return False
    dossier_id = _read_id(shipped_content())
    return bool(dossier_id) and root == user_folder(dossier_id)


def _read_id(root: Path) -> str:
    about = ContentLoader(find_content_files([root])).load_about()
    return about.id if about is not None else ""


def _absolute_path(path: str) -> str:
    # Findings have names that are not UTF-8 as files.find_files spells them.
    spelt = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return os.path.abspath(spelt)  # noqa: PTH100 - pathlib keeps “..”, or resolves links
