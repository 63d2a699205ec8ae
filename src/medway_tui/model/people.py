"""People, organisations, and the roles that connect them."""

from __future__ import annotations

from dataclasses import dataclass

from medway_tui.model.constraints import Date, Id, Record, Text
from medway_tui.model.evidence import Source
from medway_tui.model.roles import RoleDates


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherName(Record):
    """Another name by which a person or organisation is printed."""

    name: Text
    """The name as printed."""
    note: Text | None = None
    """Where it is printed so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """A role that a person had in an organisation for a time."""

    organization_id: Id
    """The id of the organisation."""
    role: Text
    """The role, in the organisation's own words. A councillor's seat has the role Councillor."""
    on_behalf_of_id: Id | None = None
    """The id of the party or body on whose behalf the role was held."""
    area: Text | None = None
    """The ward or area of the role."""
    start_date: Date | None = None
    """When it began, as precisely as is known."""
    end_date: Date | None = None
    """When it ended, as precisely as is known."""
    checked: Date | None = None
    """The last day on which a source shows the role, if it is not known to have ended."""
    dates_inferred: Text | None = None
    """The reason for a date, if no source prints it."""
    sources: tuple[Source, ...] = ()
    """Where this can be read."""
    note: Text | None = None
    """A note for readers."""

    @property
    def role_dates(self) -> RoleDates:
        """Its dates, for ``roles.role_on``."""
        return RoleDates(
            self.start_date, self.end_date, self.checked, inferred=self.dates_inferred is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A person who is quoted or mentioned."""

    id: Id
    """Its id, unique among people and organisations."""
    name: Text
    """The name by which the person is known."""
    other_names: tuple[OtherName, ...] = ()
    """Other names as printed."""
    memberships: tuple[Membership, ...] = ()
    """The roles held, with their dates."""
    sources: tuple[Source, ...] = ()
    """Where this can be read."""
    note: Text | None = None
    """A note for readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier(Record):
    """A code of an organisation in a public register."""

    scheme: Text
    """The register: gss for codes of the Office for National Statistics, la-code for local authorities,
    urn for Ofsted's reference numbers."""
    identifier: Text
    """The code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """A council, party, inspectorate, publisher, charity or government department."""

    id: Id
    """Its id, unique among people and organisations."""
    name: Text
    """The name by which it calls itself."""
    short_name: Text | None = None
    """A short form for narrow columns, such as Con or Lab."""
    other_names: tuple[OtherName, ...] = ()
    """Other names as printed."""
    classification: Text | None = None
    """What kind of organisation it is, such as party, council or charity."""
    identifiers: tuple[Identifier, ...] = ()
    """Its codes in public registers."""
    sources: tuple[Source, ...] = ()
    """Where this can be read."""
    note: Text | None = None
    """A note for readers."""
