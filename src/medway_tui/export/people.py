"""People and organisations as an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from medway_tui.export import citation
from medway_tui.export.answer import Answer, Made
from medway_tui.index.people import Standing

if TYPE_CHECKING:
    from medway_tui.index.agents import Agent

COLUMNS = ("id", "kind", "name", "other_names", "classification", "roles", "quotes", "note")
"""The columns for programs, in their order."""


def people_answer(found: Sequence[Agent], said: Callable[[Agent], Sequence[str]] | None) -> Answer:
    """People and organisations; ``said`` gives all that one said, as citations, where that is wanted."""
    return Answer(
        COLUMNS,
        [
            (
                each.id, each.kind, each.name, each.other_names, each.classification, _roles(each),
                each.quotes, each.note,
            )
            for each in found
        ],
        ("Name", "Roles", "Quotations"),
        [
            (
                each.name, "; ".join(_roles(each)) or each.classification or "",
                citation.counted(each.quotes, each.drafts),
            )
            for each in found
        ],
        Made(lambda: (_page(each, said(each) if said else ()) for each in found)),
    )  # fmt: skip


def _roles(agent: Agent) -> tuple[str, ...]:
    """Each role in words, with its dates and the party it was held for."""
    return tuple(
        ", ".join(part for part in (Standing((role,)).words(), role.party) if part)
        for role in agent.roles.roles
    )


def _page(agent: Agent, said: Sequence[str]) -> str:
    lines = [agent.name]
    if agent.other_names:
        lines.append(f"Also printed as: {'; '.join(agent.other_names)}")
    if agent.classification:
        lines.append(f"What it is: {agent.classification}")
    lines += [f"Role: {role}" for role in _roles(agent)]
    if agent.note:
        lines.append(f"Note: {agent.note}")
    lines.append(f"Quotations: {citation.counted(agent.quotes, agent.drafts)}")
    return "\n\n".join(["\n".join(lines), *said])
