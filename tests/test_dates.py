"""Dates keep the precision of their source, and impossible ones are refused."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui import dates
from medway_tui.model.roles import period_between


@pytest.mark.parametrize(
    "date",
    [
        "2013",
        "2019-02",
        "2020-02-29",
        "2019-07-15/2019-07-26",
        "2019-07/2019-09",
        "2013/2015",
        "2019-07-15/2019",
        "2019/2019-01",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_a_date_that_exists_stays_as_it_was_written(date: str) -> None:
    assert dates.check_date(date) == date


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2019-02-29", "“2019-02-29” is not a date: February has 28 days in 2019"),
        ("2024-02-31", "“2024-02-31” is not a date: February has 29 days in 2024"),
        ("2019-04-31", "“2019-04-31” is not a date: April has 30 days"),
        ("2019-13", "“2019-13” is not a date: months are 01 to 12"),
        ("2019-00", "“2019-00” is not a date: months are 01 to 12"),
        ("2019-01-00", "“2019-01-00” is not a date: January has 31 days"),
        ("0000", "“0000” is not a date: there is no year 0"),
        ("2019-07-26/2019-07-15", "“2019-07-26/2019-07-15” ends before it starts"),
        ("2020/2019", "“2020/2019” ends before it starts"),
        ("2019/2018-13", "“2018-13” is not a date: months are 01 to 12"),
        ("", "write 2019, 2019-07"),
        ("19", "write 2019, 2019-07"),
        ("2019-7", "write 2019, 2019-07"),
        ("15/07/2019", "write 2019, 2019-07"),
        ("2019-07-15T10:00", "write 2019, 2019-07"),
        ("2019/2020/2021", "write 2019, 2019-07"),
        ("2019-07-15\n", "write 2019, 2019-07"),
        (" 2019", "write 2019, 2019-07"),
        ("٢٠١٩", "write 2019, 2019-07"),
    ],
)
def test_anything_else_is_refused_with_a_reason(date: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        dates.check_date(date)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2019", (2019, 1, 1), (2019, 12, 31)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2019-02", (2019, 2, 1), (2019, 2, 28)),
        ("2019-12", (2019, 12, 1), (2019, 12, 31)),
        ("2019-07-15", (2019, 7, 15), (2019, 7, 15)),
        ("2019-07-15/2019-07-26", (2019, 7, 15), (2019, 7, 26)),
        ("2013/2015-06", (2013, 1, 1), (2015, 6, 30)),
    ],
)
def test_the_days_that_a_date_can_mean(
    date: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert dates.first_day(date) == datetime.date(*first)
    assert dates.last_day(date) == datetime.date(*last)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2013", "2013"),
        ("2019-02", "Feb 2019"),
        ("2019-08-27", "27 Aug 2019"),
        ("2019-07-05", "5 Jul 2019"),
        ("2019-07-15/2019-07-26", "15–26 Jul 2019"),
        ("2015-09-14/2015-10-08", "14 Sep – 8 Oct 2015"),
        ("2019-12-30/2020-01-02", "30 Dec 2019 – 2 Jan 2020"),
        ("2019-07/2019-09", "Jul – Sep 2019"),
        ("2013/2015", "2013 – 2015"),
        ("2019/2019-06", "2019 – Jun 2019"),
        ("2019-07-15/2019-07-15", "15 Jul 2019"),
    ],
)
def test_a_date_is_spoken_at_its_own_precision(date: str, words: str) -> None:
    assert dates.format_date(date) == words


@pytest.mark.parametrize(
    ("start", "end", "date", "holds"),
    [
        (None, None, "2019-08-27", True),
        ("2019-08-27", None, "2019-08-27", True),
        ("2019-08-28", None, "2019-08-27", False),
        (None, "2019-08-26", "2019-08-27", False),
        (None, "2019-08-27", "2019-08-27", True),
        (None, "2019-08", "2019-08-27", True),
        (None, "2019", "2019-08-27", True),
        (None, "2018", "2019-08-27", False),
        ("2019-09", None, "2019-08-27", False),
        ("2020-01-31", None, "2020-01", True),
        ("2020-02", None, "2020-01", False),
        (None, "2020-01-01", "2020-01", True),
        (None, "2019-12-31", "2020-01", False),
        ("2019-05", "2015-03", "2017", True),
        ("2019-05", "2015-03", "2020", True),
    ],
)
def test_a_period_is_ruled_out_only_by_its_dates(
    start: str | None, end: str | None, date: str, holds: bool
) -> None:
    assert period_between(start, end).may_overlap(period_between(date, date)) is holds


def written(day: datetime.date, precision: int) -> str:
    return f"{day:%Y-%m-%d}"[:precision]


@given(
    # strftime does not fill the years before 1000 with noughts everywhere.
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.dates(min_value=datetime.date(1000, 1, 1)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from([4, 7, 10]),
)
def test_a_day_is_within_every_date_that_names_it(
    one: datetime.date, other: datetime.date, precision: int, other_precision: int
) -> None:
    start, end = sorted((one, other))
    for date in (
        written(start, precision),
        f"{written(start, precision)}/{written(end, other_precision)}",
    ):
        try:
            dates.check_date(date)
        except ValueError:
            pytest.fail(f"{date} was refused")
        assert dates.first_day(date) <= start <= dates.last_day(date)
        assert str(start.year) in dates.format_date(date)


@given(st.text(max_size=24) | st.from_regex(r"[0-9/-]{0,21}"))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    try:
        assert dates.check_date(text) == text
    except ValueError:
        return
    assert dates.first_day(text) <= dates.last_day(text)
    assert dates.format_date(text).isprintable()
