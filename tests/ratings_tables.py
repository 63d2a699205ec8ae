"""Invented tables of inspections in the shape of the public one, and their figures by other code."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

HEADER = (
    "urn,local_authority,inspection_link,pdf_filename,publication_date,inspection_framework,inspector_name,"
    "inspection_start_date,inspection_end_date,overall_effectiveness_grade,impact_of_leaders_grade,"
    "help_and_protection_grade,in_care_grade,care_leavers_grade,parser_version"
)
GRADES = ("outstanding", "good", "requires improvement", "inadequate")
PRE = "inspection_pre_dates_judgement"
NO_OVERALL = "not_reported_post_reform"
BLANK = ",,,,,,data_unreadable,data_unreadable,data_unreadable,data_unreadable,1"
"""The end of a row without grades, after its date."""


def row(
    council: str = "northmarsh",
    published: str = "20/05/19",
    grades: str = f"good,good,good,good,{PRE}",
    *,
    urn: str = "90002",
    link: str = "https://reports.example.org/{}",
    days: str = "01/04/2019,12/04/2019",
) -> str:
    """Return a row; ``{}`` in the address becomes its council and date."""
    number = f"{council}-{published}".translate({ord("§"): "", **{ord(char): "-" for char in ' ,/"\n'}})
    name = f'"{council}"' if "," in council else council
    return f"{urn},{name},{link.format(number)},a.pdf,{published},standard,Ada Brook,{days},{grades},1"


def table(*rows: str) -> bytes:
    """Return the bytes of a table."""
    return ("\n".join((HEADER, *rows)) + "\n").encode()


def random_table(councils: int, seed: int = 7) -> bytes:
    """Return a table of invented councils with two to four reports each, some of them without grades."""
    made = random.Random(seed)  # noqa: S311 - an invented table
    rows: list[str] = []
    for number in range(councils):
        name, urn = f"invented shire {number:03}", str(70_000 + number)
        day = date(2013, 1, 1) + timedelta(made.randrange(1_500))
        for _ in range(made.randint(1, 2)):
            rows.append(f"{urn},{name},https://old.example.org/{len(rows)},a.pdf,{day:%d/%m/%y}{BLANK}")
            day += timedelta(made.randint(200, 400))
        day = max(day, date(2018, 3, 1) + timedelta(made.randrange(700)))
        while day < date(2026, 9, 1):
            start, end = day - timedelta(50), day - timedelta(40)
            overall = made.choice((*GRADES, "inadequate"))
            if start >= date(2026, 4, 1):
                overall = NO_OVERALL
            elif made.random() < 0.05:
                overall = ""
            leavers = PRE if start < date(2023, 1, 1) else made.choice(GRADES)
            areas = ",".join(made.choice(GRADES) for _ in range(3))
            rows.append(
                f"{urn},{name},https://new.example.org/{len(rows)},a.pdf,{day:%d/%m/%y},standard,Ada Brook,"
                f"{start:%d/%m/%Y},{end:%d/%m/%Y},{overall},{areas},{leavers},1"
            )
            day += timedelta(made.randint(700, 1_500))
    return table(*rows)


def reports_by_council(data: bytes) -> dict[str, list[tuple[date, str]]]:
    """Return the date and overall grade of each report by council, in order, with the csv module alone."""
    found: dict[str, list[tuple[date, str]]] = {}
    for each in csv.DictReader(io.StringIO(data.decode())):
        day, month, year = map(int, each["publication_date"].split("/"))
        grade = each["overall_effectiveness_grade"]
        found.setdefault(each["urn"], []).append((date(2000 + year, month, day), grade))
    return {urn: sorted(reports) for urn, reports in found.items()}


def counted_shares(data: bytes, day: date) -> Counter[str]:
    """Return how many councils have each latest overall grade on a day; "" for one that is not readable."""
    latest = (
        [grade for published, grade in reports if published <= day]
        for reports in reports_by_council(data).values()
    )
    return Counter(grades[-1] if grades[-1] != "data_unreadable" else "" for grades in latest if grades)


def counted_recoveries(data: bytes) -> tuple[int, list[float], float]:
    """Return the number of Inadequate reports, the years to the next better ones, and their median."""
    cases = list(_recoveries(data))
    years = sorted(each for each in cases if each is not None)
    return len(cases), years, median(years)


def _recoveries(data: bytes) -> Iterator[float | None]:
    for reports in reports_by_council(data).values():
        for number, (published, grade) in enumerate(reports):
            if grade == "inadequate":
                better = [d for d, g in reports[number + 1 :] if g in ("good", "outstanding")]
                yield (better[0] - published).days / 365.25 if better else None
