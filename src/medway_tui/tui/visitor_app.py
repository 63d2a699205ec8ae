"""The reader for someone in a browser: it reads, and writes or opens nothing on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from medway_tui.tui.app import ReaderApp
from medway_tui.tui.base_view import View

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

REFUSAL = "Not in the browser: here the reader only reads"


class VisitorApp(ReaderApp):
    """The reader without the commands that use the machine it runs on."""

    read_only = True

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, whether by key, mouse or palette, unless its command uses this machine."""
        screen = self.screen
        commands = screen.commands if isinstance(screen, View) else self.global_commands
        if any(each.uses_host and action in (each.action, each.full_action) for each in commands):
            self.say(REFUSAL)
            return True
        return await super().run_action(action, default_namespace, namespaces)
