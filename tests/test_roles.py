"""Roles on a date: their status, the words for it, the party, and roles that an article prints."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui import dates
from medway_tui.model.role_phrases import prints_role
from medway_tui.model.roles import (
    ROLE_STATUSES,
    RoleDates,
    RoleStanding,
    RoleStatus,
    party_on,
    role_on,
)


@pytest.mark.parametrize(
    ("start", "end", "checked", "date", "status", "caveat"),
    [
        # From start to end, both included.
        ("2015-05-27", "2023-05", None, "2019-09-04", "held", ""),
        ("2015-05-27", "2023-05", None, "2015-05-27", "held", ""),
        ("2019-08-27", "2021-01-01", None, "2021-01-01", "held", ""),
        ("2019-08-27", "2021-01-01", None, "2020-01", "held", ""),
        ("2019-08-27", "2021-01-01", None, "2021-01-02", "not held", "not held: until 1 Jan 2021"),
        ("2019-08-27", "2021-01-01", None, "2019-08-26", "not held", "not held: from 27 Aug 2019"),
        # From start to the last day on which a source shows it.
        ("2015-05-27", None, "2019-09-04", "2019-09-04", "held", ""),
        ("2015-05-27", None, "2019-09-04", "2019-09-05", "last recorded", "last recorded 4 Sep 2019"),
        ("2015-05-27", None, "2019-09-04", "2020-01", "last recorded", "last recorded 4 Sep 2019"),
        ("2015-05-27", None, "2020-01", "2020-01", "last recorded", "last recorded Jan 2020"),
        # A start is a record of its own day alone.
        ("2015-05-27", None, None, "2015-05-27", "held", ""),
        ("2015-05-27", None, None, "2019-09-04", "last recorded", "last recorded 27 May 2015"),
        # With checked alone, that day only.
        (None, None, "2019-09-04", "2019-09-04", "held", ""),
        (None, None, "2019-09-04", "2019-09-05", "last recorded", "last recorded 4 Sep 2019"),
        (None, None, "2019-09-04", "2019-09-03", "recorded later", "first recorded 4 Sep 2019"),
        # Without any date.
        (None, None, None, "2019-09-04", "undated", "recorded, dates not known"),
        (None, None, None, None, "undated", "recorded, dates not known"),
        ("2015", None, None, None, "unclear", "unclear: the date of the article is not known"),
        # An end alone: the day itself is sure, days before it are not.
        (None, "2019-08-27", None, "2019-08-27", "held", ""),
        (None, "2019-08-27", None, "2019-08-26", "unclear", "unclear: until 27 Aug 2019, start not known"),
        (None, "2019-08-27", None, "2019-08-28", "not held", "not held: until 27 Aug 2019"),
        (None, "2019-08-27", "2019-05-01", "2019-07-01", "held", ""),
        # Dates that are not precise leave their own days open.
        ("2019-05", "2023-05", None, "2019-05-10", "unclear", "unclear: from May 2019"),
        ("2019-05", "2023-05", None, "2019-06-01", "held", ""),
        ("2019-05", "2023-05", None, "2023-05-04", "unclear", "unclear: until May 2023"),
        ("2019-05", "2023-05", None, "2023-06-01", "not held", "not held: until May 2023"),
        ("2011", "2015", None, "2015-07-01", "unclear", "unclear: until 2015"),
        ("2019-07-15/2019-07-26", None, "2020", "2019-07-20", "unclear", "unclear: from 15–26 Jul 2019"),
        ("2015-05", "2020-03-10", None, "2020-03", "unclear", "unclear: until 10 Mar 2020"),
    ],
)
def test_a_role_on_a_date(
    start: str | None,
    end: str | None,
    checked: str | None,
    date: str | None,
    status: RoleStatus,
    caveat: str,
) -> None:
    standing = role_on(RoleDates(start, end, checked), date)
    assert (standing.status, standing.caveat) == (status, caveat)
    assert standing.is_shown == (status != "not held")


def test_an_article_that_prints_the_role_is_a_source_for_its_own_date() -> None:
    role = RoleDates("2015-05-27")
    assert role_on(role, "2019-09-04", is_printed=True) == RoleStanding("held")
    assert role_on(RoleDates(), "2019-09-04", is_printed=True).status == "held"
    later = role_on(role, "2020-01", printed_on=["2019-09-04", "2019-08-27"])
    assert later.caveat == "last recorded 4 Sep 2019"
    # Between two such articles nothing is known of a role whose start is not.
    between = role_on(RoleDates(), "2019-06-01", printed_on=["2019-09-04", "2019-03-01"])
    assert between.caveat == "last recorded 1 Mar 2019"


def test_a_role_that_is_printed_after_its_end_is_unclear() -> None:
    standing = role_on(RoleDates("2015-05-27", "2023-05-04"), "2024-02-01", is_printed=True)
    assert standing.caveat == "unclear: printed in the article, but until 4 May 2023"


def test_an_inferred_date_is_said() -> None:
    role = RoleDates("2013-05-01", "2014", inferred=True)
    assert role_on(role, "2013-07-01").caveat == "dates inferred"
    assert role_on(role, "2014-07-01").caveat == "unclear: until 2014; dates inferred"
    assert role_on(role, "2014-07-01", is_printed=True).caveat == ""


@pytest.mark.parametrize(
    ("role", "date", "caveat"),
    [
        (
            RoleDates("2019-05", "2015-03"),
            "2017",
            "unclear: its dates contradict each other, from May 2019, until Mar 2015",
        ),
        (
            RoleDates("2019-05", checked="2018"),
            "2020-01-01",
            "unclear: its dates contradict each other, from May 2019, checked 2018",
        ),
        (
            RoleDates(None, "2015", "2018"),
            "2014",
            "unclear: its dates contradict each other, until 2015, checked 2018",
        ),
        (RoleDates("2019-05", checked="2018"), "2017", "not held: from May 2019"),
    ],
)
def test_impossible_dates_are_said_with_both(role: RoleDates, date: str, caveat: str) -> None:
    assert role_on(role, date).caveat == caveat


CHANGE = (
    ("lab", RoleDates("2015-05", "2020-03-10")),
    ("con", RoleDates("2020-03-10")),
)


@pytest.mark.parametrize(
    ("date", "parties"),
    [
        ("2019-01-01", ("lab",)),
        ("2020-03-10", ("lab", "con")),
        ("2020-03", ("lab", "con")),
        ("2020-03-11", ("con",)),
        ("2024", ("con",)),
        ("2014", ()),
    ],
)
def test_a_change_of_party(date: str, parties: tuple[str, ...]) -> None:
    result = party_on((party, role_on(role, date)) for party, role in CHANGE)
    assert result.parties == parties
    assert result.is_unclear == (len(parties) > 1)
    caveat = result.caveat({"lab": "Labour", "con": "Conservative"})
    assert caveat == ("party unclear: Labour or Conservative" if len(parties) > 1 else "")


def test_a_party_of_a_role_without_dates_leaves_the_party_unclear() -> None:
    held, undated = RoleStanding("held"), RoleStanding("undated")
    assert party_on([("con", held), ("lab", undated), (None, held)]).is_unclear
    assert party_on([("con", held), ("con", undated)]).parties == ("con",)
    old = RoleStanding("last recorded", "2011")
    assert party_on([("lab", old), ("con", held)]).parties == ("con",)
    newer = RoleStanding("last recorded", "2019")
    assert party_on([("lab", old), ("con", newer)]).parties == ("con",)
    assert party_on([("lab", old), ("con", RoleStanding("recorded later", "2019"))]).parties == ("lab",)


# -- the rule, compared with every day that the dates can mean ------------------------------------------

FIRST = datetime.date(2019, 1, 30)


def _day(offset: int) -> str:
    return (FIRST + datetime.timedelta(offset)).isoformat()


DAYS = st.integers(0, 6).map(_day)
RANGES = st.tuples(st.integers(0, 5), st.integers(0, 2)).map(
    lambda each: f"{_day(each[0])}/{_day(each[0] + each[1])}"
)
DATES = st.one_of(DAYS, RANGES, st.sampled_from(["2019-01", "2019-02"]))
MAYBE_DATES = st.one_of(st.none(), DATES)


def _meanings(date: str | None) -> list[datetime.date | None]:
    """Return the days that a date can mean, of a month those near ``FIRST``."""
    if date is None:
        return [None]
    first, last = dates.first_day(date), dates.last_day(date)
    days = [first + datetime.timedelta(n) for n in range((last - first).days + 1)]
    return [*days]


def _is_held(
    start: datetime.date | None,
    end: datetime.date | None,
    checked: datetime.date | None,
    day: datetime.date,
) -> bool:
    if day in (start, end, checked):
        return True
    if end is not None:
        first = start or checked
        return first is not None and first <= day <= end
    return start is not None and checked is not None and start <= day <= checked


def _is_ruled_out(start: datetime.date | None, end: datetime.date | None, day: datetime.date) -> bool:
    return (start is not None and day < start) or (end is not None and day > end)


@given(MAYBE_DATES, MAYBE_DATES, MAYBE_DATES, DATES)
def test_held_and_not_held_are_what_every_meaning_of_the_dates_says(
    start: str | None, end: str | None, checked: str | None, date: str
) -> None:
    cases = [
        (s, e, c, d)
        for s, e, c in product(_meanings(start), _meanings(end), _meanings(checked))
        for d in _meanings(date)
        if d is not None
        and (s is None or e is None or s <= e)
        and (c is None or ((s is None or s <= c) and (e is None or c <= e)))
    ]
    standing = role_on(RoleDates(start, end, checked), date)
    if not (start or end or checked):
        assert standing.status == "undated"
        return
    if not cases:  # impossible dates, which are a finding
        return
    if standing.status == "held":
        assert all(_is_held(*case) for case in cases)
    elif standing.status == "not held":
        assert all(_is_ruled_out(s, e, d) for s, e, _, d in cases)
    else:
        assert not all(_is_ruled_out(s, e, d) for s, e, _, d in cases)
        first, last = dates.first_day(date), dates.last_day(date)
        if first == last and all(
            each is None or ("/" not in each and len(each) == 10) for each in (start, end, checked)
        ):
            assert not all(_is_held(*case) for case in cases)


@given(MAYBE_DATES, MAYBE_DATES, MAYBE_DATES, st.one_of(st.none(), DATES), st.lists(DATES, max_size=2))
def test_every_standing_can_be_printed(
    start: str | None, end: str | None, checked: str | None, date: str | None, printed_on: list[str]
) -> None:
    role = RoleDates(start, end, checked)
    standing = role_on(role, date, printed_on=printed_on)
    assert standing.rank == ROLE_STATUSES.index(standing.status)
    assert (standing.caveat == "") == (standing.status == "held")
    assert (standing.recorded is not None) == (standing.status in ("last recorded", "recorded later"))
    if standing.status == "last recorded":
        assert end is None
        assert date is not None
        assert standing.recorded in (start, checked, *printed_on)
    # More sources never make a role less sure, except that it is no longer undated or recorded later.
    without = role_on(role, date)
    if without.status == "held":
        assert standing.status == "held"
    if without.status == "not held":
        assert standing.status == "not held"


# -- roles that an article prints ----------------------------------------------------------------------

VALE = (["Ann Vale", "Cllr Vale"], ["Wrenmouth Council", "Green Party", "Quayside"])


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Council leader Ann Vale said", "Leader of the Council", True),
        ("Wrenmouth Council leader Cllr Ann Vale said", "Leader of the Council", True),
        ("The leader of Wrenmouth Council, Cllr. Ann Vale, said", "Leader of the Council", True),
        ("Ann Vale, leader of the council, said", "Leader of the Council", True),
        ("Ann Vale (leader of the council) said", "Leader of the Council", True),
        ("Green leader Ann Vale said", "Leader of the Council", True),
        ("Former council leader Ann Vale said", "Leader of the Council", False),
        ("Deputy leader Ann Vale said", "Leader of the Council", False),
        ("Labour leader Ann Vale said", "Leader of the Council", False),
        ("Ann Vale, leader of Shoreham Council, said", "Leader of the Council", False),
        ("Ann Vale, leader of the council until May, said", "Leader of the Council", False),
        ("The leader met Ann Vale", "Leader of the Council", False),
        ("He resigned as leader. Ann Vale said", "Leader of the Council", False),
        ("Council leader Tom Roe and Ann Vale said", "Leader of the Council", False),
        ("Ann Vale said", "Leader of the Council", False),
        ("Cllr Ann Vale said", "Councillor", True),
        ("Quayside councillor Ann Vale (Green) said", "Councillor", True),
        ("Kent county councillor Ann Vale said", "Councillor", False),
        ("Cllr Vale said", "Leader of the Council", False),
        ("Roads portfolio holder Cllr Ann Vale", "Portfolio Holder for Roads", True),
        ("Deputy leader Cllr Ann Vale", "Deputy Leader and Portfolio Holder for Roads", True),
        ("Ann Vale, chair of the roads committee", "Chair of the roads committee", True),
        ("Ann Vale, chair of the parks committee", "Chair of the roads committee", False),
        ("Chair Ann Vale", "Chair of the roads committee", False),
    ],
)
def test_a_role_that_a_text_prints(text: str, role: str, expected: bool) -> None:
    names, bodies = VALE
    assert prints_role(text, names, role, bodies) is expected


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_text_can_be_searched_for_a_role(text: str, name: str, role: str) -> None:
    prints_role(text, [name], role, [name])
