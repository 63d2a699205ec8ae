"""The choice among the speakers of a joint statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on

from medway_tui.text import escape_invisible
from medway_tui.tui.dialogs.base import Dialog
from medway_tui.tui.theme import Palette
from medway_tui.tui.widgets.row_sources import ListRow
from medway_tui.tui.widgets.virtual_list import RowList
from medway_tui.tui.widgets.wrapping import fit

if TYPE_CHECKING:
    from medway_tui.index.agent_references import AgentReference


class SpeakerChooserDialog(Dialog[str]):
    """A dialog that returns the id of one of several speakers."""

    DIALOG_TITLE = "Whose page?"
    HAS_INPUT = False
    DEFAULT_CSS = """
    SpeakerChooserDialog > Vertical { height: auto; max-width: 60; }
    SpeakerChooserDialog RowList { height: auto; max-height: 12; min-height: 2; }
    """

    def __init__(self, agents: Sequence[AgentReference]) -> None:
        super().__init__()
        self._agents = agents

    def list_matches(self, text: str) -> None:
        """List the speakers."""
        self.listed_text = text
        self.rows.styles.height = len(self._agents)
        self.rows.show([_agent_row(agent) for agent in self._agents])

    @on(RowList.Chosen)
    def _chosen(self, event: RowList.Chosen) -> None:
        self.close_with(event.value)


def _agent_row(agent: AgentReference) -> ListRow:
    def draw(width: int, colours: Palette) -> list[Text]:
        return [Text(f"   {fit(escape_invisible(agent.name), width - 4)}", colours.strong)]

    return ListRow(agent.id, draw)
