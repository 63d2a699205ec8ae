"""The council picker: by name, region or ONS code; an included council is removed by choosing it again."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import on

from medway_tui.index.councils import CouncilRow, find_councils
from medway_tui.text import escape_invisible, fold, plural
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit


class CouncilPickerDialog(Dialog[tuple[str, ...]]):
    """A dialog that returns the ids of the chosen councils: of one, of a region, or of all."""

    DIALOG_TITLE = "Include a council"
    PLACEHOLDER = "a few letters of a name, a region, or an ONS code"
    HINT = "↑ ↓ move · Enter includes, or removes what is included · Esc closes"

    def __init__(self, councils: Sequence[CouncilRow], included: Sequence[str], missing: str = "") -> None:
        """``missing`` is the sentence where there is no table, and so no council."""
        super().__init__()
        self._councils = [each for each in councils if not each.is_own]
        self._included = set(included)
        self._missing = missing

    def list_matches(self, text: str) -> None:
        """List the councils that a text can mean, after those that are included."""
        self.listed_text = text
        found = find_councils(self._councils, text)
        rows = [self._group_row(label, group) for label, group in self._groups(text, found)]
        if not text.strip():
            found = sorted(found, key=lambda each: each.id not in self._included)
        rows += [self._council_row(each) for each in found]
        nothing = f"No matching council for “{escape_invisible(text.strip())}”."
        self.rows.show(rows, empty=self._missing or nothing)

    def _groups(self, text: str, found: Sequence[CouncilRow]) -> list[tuple[str, tuple[str, ...]]]:
        """Return what can be included at once: all councils, or the region that was typed."""
        if not text.strip():
            everyone = tuple(each.id for each in self._councils if each.reports)
            return [(f"All {plural(len(everyone), 'council')}", everyone)] if everyone else []
        regions = {each.region for each in found if each.region}
        region = next((each for each in regions if fold(each) == fold(text.strip())), None)
        inside = tuple(each.id for each in found if each.region == region and each.reports)
        return [(f"All {len(inside)} of {region}", inside)] if region and inside else []

    def _group_row(self, label: str, group: tuple[str, ...]) -> ListRow:
        is_included = self._included.issuperset(group)

        def draw(width: int, colours: Palette) -> list[Text]:
            text = Text(f" {'✓' if is_included else ' '} {fit(label, width - 14)}", colours.strong)
            text.append("  remove" if is_included else "", colours.muted)
            return [text]

        return ListRow(group, draw)

    def _council_row(self, council: CouncilRow) -> ListRow:
        is_included = council.id in self._included

        def draw(width: int, colours: Palette) -> list[Text]:
            code = next(iter(council.codes), "")
            right = f"{plural(council.reports, 'report', zero='no')}  {code:<9}"
            name = fit(escape_invisible(council.name), width // 2)
            text = Text(f" {'✓' if is_included else ' '} ", colours.strong)
            text.append(name, colours.strong)
            room = width - cell_len(text.plain) - cell_len(right) - 4
            if council.region and room > 8:
                text.append(f"  {fit(council.region, room)}", colours.muted)
            text.append(" " * max(1, width - cell_len(text.plain) - cell_len(right) - 1))
            text.append(right, colours.muted)
            return [text]

        return ListRow((council.id,), draw)

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.close_with(event.value)
