"""The data model of a dossier: one definition of each record, for the YAML, the index and the screen.

Names follow the standards of the field: Popolo for people, memberships and organisations, W3C Web
Annotation for ``exact``, ``prefix`` and ``suffix``, schema.org for ``headline`` and ``publisher``,
PARC for ``cue`` and ``type``, Ofsted's own words for areas and grades. Positions are counted in code
points, dates are Extended Date/Time Format (see ``medway_tui.dates``).

One module a subject: the first screen imports only the records it shows, since each frozen dataclass takes
a millisecond or two to create.
"""
