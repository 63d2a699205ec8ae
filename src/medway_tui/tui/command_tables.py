"""The commands of each view, without loading the views: what the user's keys are checked against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from medway_tui.tui.commands import MOVEMENT_COMMANDS, Command, group_commands
from medway_tui.tui.differences.commands import COMMANDS as DIFFERENCES_COMMANDS
from medway_tui.tui.people.commands import COMMANDS as PEOPLE_COMMANDS
from medway_tui.tui.quotes.commands import COMMANDS as QUOTES_COMMANDS
from medway_tui.tui.ratings.commands import COMMANDS as RATINGS_COMMANDS
from medway_tui.tui.read.commands import COMMANDS as READ_COMMANDS
from medway_tui.tui.read.commands import COMPARE_COMMANDS
from medway_tui.tui.review.commands import COMMANDS as REVIEW_COMMANDS
from medway_tui.tui.timeline.commands import COMMANDS as TIMELINE_COMMANDS

VIEW_TABLES: Mapping[str, tuple[str, Sequence[Command]]] = {
    "read": ("Read", READ_COMMANDS),
    "quotes": ("Quotes", QUOTES_COMMANDS),
    "ratings": ("Ratings", RATINGS_COMMANDS),
    "timeline": ("Timeline", TIMELINE_COMMANDS),
    "people": ("People", PEOPLE_COMMANDS),
    "differences": ("Differences", DIFFERENCES_COMMANDS),
    "side_by_side": ("Side by side", COMPARE_COMMANDS),
    "review": ("Review", REVIEW_COMMANDS),
}
"""The name and the own commands of each view, by the name of its mode."""

_EVERYWHERE = "everywhere"


def command_scopes(global_commands: Sequence[Command]) -> dict[str, tuple[Command, ...]]:
    """Return all commands of each view by its name: those between which a key must decide."""
    return {
        name: (*commands, *global_commands, *MOVEMENT_COMMANDS) for name, commands in VIEW_TABLES.values()
    }


def list_commands(global_commands: Sequence[Command]) -> list[tuple[Command, str]]:
    """Return every command once with the views in which it works, by the groups of the help."""
    found: dict[str, tuple[Command, list[str]]] = {
        **{each.id: (each, [_EVERYWHERE]) for each in global_commands},
        **{each.id: (each, ["in lists and texts"]) for each in MOVEMENT_COMMANDS},
    }
    for name, commands in VIEW_TABLES.values():
        for each in commands:
            found.setdefault(each.id, (each, []))[1].append(name)
    every = [name for name, _ in VIEW_TABLES.values()]
    return [
        (command, _EVERYWHERE if found[command.id][1] == every else ", ".join(found[command.id][1]))
        for commands in group_commands(each for each, _ in found.values()).values()
        for command in commands
    ]
