"""What stays in the index while a file of it is faulty: what was read before, for whoever is reading it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from medway_tui.content.files import ContentFile
from medway_tui.index import state
from medway_tui.index.state import KnownFile
from medway_tui.index.store import Index
from medway_tui.model.findings import Finding

_WHOLE = ("about", "article", "inspection")
"""The kinds of files of which nothing is left where one value is faulty."""

_HARMLESS = ("S105",)
"""Errors for which nothing is set aside."""


class Keeping:
    """Which files were sound when the index took them in, and are faulty now."""

    def __init__(self, index: Index, known: Mapping[str, KnownFile], found: Iterable[ContentFile]) -> None:
        self._known = known
        self._found = {file.path: file for file in found}
        self._before = self._faulty(state.findings(index))

    def of(self, findings: Iterable[Finding]) -> set[str]:
        """The paths among these findings' files whose earlier text is to be kept.

        A file that was faulty before has no earlier text, unless one was kept then.
        """
        return {
            path
            for path in self._faulty(findings)
            if (seen := self._known.get(path)) is not None
            and (path not in self._before or seen.hash == state.EARLIER)
        }

    def _faulty(self, findings: Iterable[Finding]) -> set[str]:
        return {finding.path for finding in findings if self._leaves_nothing(finding)}

    def _leaves_nothing(self, finding: Finding) -> bool:
        """Whether nothing of a file can be read for this fault, and not only one entry of a list."""
        file = self._found.get(finding.path)
        if file is None or finding.severity != "error" or finding.code in _HARMLESS:
            return False
        whole = finding.code.startswith(("S", "T")) and file.kind in _WHOLE
        return finding.code.startswith("Y") or finding.code == "S104" or whole
