"""What stays in the index while a file of it is faulty: what was read before, for whoever is reading it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medway_tui.index import indexed_files
from medway_tui.index.connection import Index
from medway_tui.model.findings import Finding

_SINGLE_RECORD_KINDS = ("about", "article", "inspection")
"""The kinds of files of which nothing is left where one value is faulty."""

_NON_BLOCKING_CODES = ("S105",)
"""Errors for which nothing is set aside."""


def files_to_keep(index: Index, findings: Iterable[Finding], kinds: Mapping[str, str]) -> set[str]:
    """The paths of files that were sound when the index took them in, and of which nothing can be read now.

    ``findings`` are those of now, ``kinds`` what the files hold, by their paths. A file that was faulty
    before has no earlier text, unless one was kept then.
    """
    faulty = _unreadable_files(findings, kinds)
    known = {each.path: each for each in indexed_files.files_at(index, sorted(faulty))} if faulty else {}
    return {
        path
        for path in faulty
        if (seen := known.get(path)) is not None
        and (
            seen.hash == indexed_files.STALE_HASH
            or not _unreadable_files(indexed_files.findings_in_file(index, path), kinds)
        )
    }


def _unreadable_files(findings: Iterable[Finding], kinds: Mapping[str, str]) -> set[str]:
    return {finding.path for finding in findings if _makes_unreadable(finding, kinds.get(finding.path))}


def _makes_unreadable(finding: Finding, kind: str | None) -> bool:
    """Whether nothing of a file can be read for this fault, and not only one entry of a list."""
    if kind is None or finding.severity != "error" or finding.code in _NON_BLOCKING_CODES:
        return False
    whole = finding.code.startswith(("S", "T")) and kind in _SINGLE_RECORD_KINDS
    return finding.code.startswith("Y") or finding.code == "S104" or whole
