"""Report on people and organisations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from medway_tui.export import citations
from medway_tui.export.events import licences
from medway_tui.export.report import Report, report_of

if TYPE_CHECKING:
    from medway_tui.index.inspections import SourceRow
    from medway_tui.index.people import AgentRow

PEOPLE_COLUMNS = (
    "id", "kind", "name", "other_names", "classification", "roles", "quotes", "note", "role_sources",
    "sources", "licences", "identifiers",
)  # fmt: skip


def people_report(agents: Sequence[AgentRow], cite_all: Callable[[AgentRow], Sequence[str]] | None) -> Report:
    """Report people and organisations; ``cite_all`` cites all quotations of one, for a report with them."""
    return report_of(
        agents,
        PEOPLE_COLUMNS,
        lambda each: (
            each.id, each.kind, each.name, each.other_names, each.classification, _format_roles(each),
            each.quotes, each.note, tuple(map(_format_sources, each.role_sources)),
            tuple(source.describe() for source in each.sources),
            licences([*each.sources, *chain.from_iterable(each.role_sources)]), each.identifiers,
        ),
        ("Name", "Roles", "Quotations"),
        lambda each: (
            each.name, "; ".join(_format_roles(each)) or each.classification or "",
            citations.format_quote_count(each.quotes, each.drafts),
        ),
        lambda each: _person_block(each, cite_all(each) if cite_all else ()),
    )  # fmt: skip


def _format_roles(agent: AgentRow) -> tuple[str, ...]:
    return tuple(role.describe(with_party=True) for role in agent.roles.roles)


def _format_sources(sources: Sequence[SourceRow]) -> str:
    return " | ".join(source.describe() for source in sources)


def _person_block(agent: AgentRow, quotations: Sequence[str]) -> str:
    lines = [agent.name]
    if agent.other_names:
        lines.append(f"Also printed as: {'; '.join(agent.other_names)}")
    if agent.classification:
        lines.append(f"Kind: {agent.classification}")
    lines += [f"Code: {code.replace(':', ' ', 1)}" for code in agent.identifiers]
    for role, sources in zip(_format_roles(agent), agent.role_sources, strict=True):
        lines.append(f"Role: {role}")
        lines += [f"   Source: {source.describe()}" for source in sources]
    if agent.note:
        lines.append(f"Note: {agent.note}")
    lines.append(f"Quotations: {citations.format_quote_count(agent.quotes, agent.drafts)}")
    return "\n\n".join(["\n".join(lines), *quotations])
