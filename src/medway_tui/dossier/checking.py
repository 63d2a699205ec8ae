"""Every finding of a dossier, read afresh; and the mending of those that can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.check import check
from medway_tui.content.files import ContentFile
from medway_tui.content.fixing import mend
from medway_tui.content.load import Reading
from medway_tui.content.writing import ChangedError
from medway_tui.dossier.folders import find, given, shortest, unlisted, with_own
from medway_tui.model.findings import Finding, Fix

_ROUNDS = 10
"""How often fixes are made and looked for again: one may have to wait for another in its place."""


class Mended(NamedTuple):
    """A dossier after its mending."""

    files: int
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
    folders = given(roots)
    if not roots:
        about = Reading(find(folders)).about()
        if about is not None:
            folders = with_own(folders, about.id)
    return [shortest(folder) for folder in folders]


def check_dossier(roots: Sequence[Path] = ()) -> tuple[int, list[Finding]]:
    """Read all files of a dossier, whatever the index knows: how many, and what is wrong in them.

    With no folders named, the dossier that comes with the program with the user's own folder over it.
    Raises DossierError when a folder can't be read.
    """
    folders = folders_to_check(roots)
    try:
        return check(folders)
    except OSError as error:
        raise unlisted(error) from None


def mend_dossier(
    roots: Sequence[Path],
    wanted: Callable[[Finding], bool],
    *,
    fix: bool = True,
    looking: Callable[[], None] | None = None,
) -> Mended:
    """Check a dossier and make the fixes of all findings that are wanted, until none is left.

    Without ``fix``, it is only checked. ``looking`` is called each time before the files are read.

    Raises DossierError when a folder can't be read. A file that can't be written, or that somebody
    else changes meanwhile, stops nothing: the others are mended.
    """
    fixed = 0
    changed: set[str] = set()
    unwritten: dict[str, str] = {}
    for rounds_left in reversed(range(_ROUNDS if fix else 1)):
        if looking is not None:
            looking()
        found = {file.path: file for file in find(folders_to_check(roots))} if fix else {}
        count, findings = check_dossier(roots)
        before = fixed
        for path, mending in _by_file(findings, wanted) if rounds_left else ():
            if path in changed or path in unwritten:
                continue
            try:
                made = mend(_known(found, path), mending)
            except ChangedError:
                changed.add(path)
            except OSError as error:
                unwritten[path] = (error.strerror or str(error)).lower()
            else:
                fixed += sum(each in made for each in mending)
        if fixed == before:
            break
    return Mended(count, findings, fixed, tuple(sorted(changed)), tuple(unwritten.items()))


def _known(found: dict[str, ContentFile], path: str) -> ContentFile:
    if path not in found:
        # It has appeared since the folders were listed.
        raise ChangedError(path)
    return found[path]


def _by_file(
    findings: Iterable[Finding], wanted: Callable[[Finding], bool]
) -> Iterable[tuple[str, list[Fix]]]:
    files: dict[str, list[Fix]] = {}
    for finding in findings:
        if finding.fix is not None and wanted(finding):
            files.setdefault(finding.path, []).append(finding.fix)
    return files.items()
