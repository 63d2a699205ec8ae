"""Exports of news databases as their programs write them, of invented articles."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PARAGRAPHS = (
    "The tide mill at Orrick Sound is to be sold for the first time in ninety-two years, its trustees said on"
    " Monday after a meeting in the hall that lasted until a quarter to midnight and ended without a vote.",
    "“We have kept the wheel turning through two wars and a flood,” said Ines Calloway, who chairs the trust."
    " “We can’t keep the roof on as well.”",
    "Ruben Thackeray, the miller’s grandson, told the meeting that the buyer – whom no one named – had"
    " offered to keep the old granary open on Sundays.",
    "Last-minute talks with the county’s heritage officer, Priya Oakden, will be held on Thursday. She said:"
    " “It’s the only working tide mill between here and the estuary.”",
)
"""An article: a wrapped line of the first paragraph ends in a hyphen at some widths."""


@dataclass(frozen=True)
class Article:
    """An article as the tests export it."""

    headline: str = "Tide mill to be sold after ninety years"
    publisher: str = "Orrick Sound Gazette"
    day: str = "April 11, 2024 Thursday"
    byline: str = "Halina Prowse"
    edition: str = "First Edition"
    section: str = "NEWS; Pg. 7"
    paragraphs: Sequence[str] = PARAGRAPHS
    extra: str = ""
    """More fields between the text and the load date."""
    words: int = 0

    @property
    def length(self) -> int:
        return self.words or sum(len(text.split()) for text in self.paragraphs)


_PEOPLE = (
    "Ines Calloway",
    "Ruben Thackeray",
    "Priya Oakden",
    "Moss Ardagh",
    "Edith Vane-Lowe",
    "Tam Birrell",
)
_PLACES = (
    "the sluice",
    "Orrick Sound",
    "the granary",
    "Wendle Lock",
    "the mill pond",
    "Harbour Row",
    "the weir",
)
_VERBS = ("repaired", "measured", "drained", "painted", "photographed", "inspected", "rebuilt", "abandoned")
_SENTENCES = (
    "{person} told the inquiry that {place} was {verb} in {year}, long before anyone thought of a sale.",
    "“We never knew that {place} had been {verb},” said {person}, who has lived there since {year}.",
    "A letter of {year}, found behind {place}, names {person} among those who had {verb} the gates.",
    "The engineers {verb} {place} twice, {person} said, and found {year} small faults in its timber.",
    "{person} asked why {place} was not {verb} after the flood of {year}; no one could say.",
    "“Whoever {verb} {place} did it well,” {person} said. “In {year} it was the pride of the county.”",
)


def many_articles(count: int) -> Iterator[Article]:
    """Yield articles that differ in headline, day, author and text."""
    names = ("Halina Prowse", "Osric Vane", "Tamsin Ridley-Holt", "Jo Ng")
    for n in range(1, count + 1):
        choose = random.Random(n)  # noqa: S311 - for texts that differ
        paragraphs = [
            choose.choice(_SENTENCES).format(
                person=choose.choice(_PEOPLE),
                place=choose.choice(_PLACES),
                verb=choose.choice(_VERBS),
                year=choose.randrange(1700, 1999),
            )
            for _ in range(6)
        ]
        yield Article(
            f"Tide mill: day {n} of the inquiry",
            "Orrick Sound Gazette" if n % 3 else "The Wendle Courier (London)",
            f"April {1 + n % 28}, 2024 {('Monday', 'Tuesday')[n % 2]}",
            names[n % 4],
            paragraphs=(f"The inquiry heard its witness number {n} on the mill’s wheel.", *paragraphs),
        )


def centre(text: str) -> str:
    return text.center(78).rstrip()


def nexis(articles: Sequence[Article], *, width: int = 78, cover: bool = False) -> str:
    """Return an export of Nexis as text."""
    parts = [_NEXIS_COVER.format(total=len(articles))] if cover else []
    for n, each in enumerate(articles, 1):
        body = "\n\n".join(textwrap.fill(text, width, break_on_hyphens=True) for text in each.paragraphs)
        parts.append(
            f"{centre(f'{n} of {len(articles)} DOCUMENTS')}\n\n\n{centre(each.publisher)}\n\n"
            f"{centre(each.day)}\n{centre(each.edition)}\n\n{textwrap.fill(each.headline, width)}\n\n"
            f"BYLINE: {each.byline}\n\nSECTION: {each.section}\n\nLENGTH: {each.length} words\n\n\n"
            f"{body}\n\n{each.extra}"
            "LOAD-DATE: April 12, 2024\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
            f"{centre('Copyright 2024 Orrick Press Ltd')}\n{centre('All Rights Reserved')}\n\n"
        )
    return "".join(parts)


_NEXIS_COVER = """


Download Request: Selected Items: 1-{total}
Time Of Request: Friday, April 19, 2024  16:51:31

Send To:
ORRICK COLLEGE LIBRARY
1 HARBOUR ROW

Terms: ("tide mill" and not (TYPE(web)))


Source: Orrick Sound Gazette;The Wendle Courier (London)
Project ID: None


"""


def nexis_uni(articles: Sequence[Article], *, cover: bool = False, gap: str = "\n\n") -> str:
    """Return an export of Nexis Uni as text; ``gap`` is between its lines."""
    parts = []
    if cover:
        listed = "".join(
            f"{n}. {each.headline}\n\nClient/Matter: -None-\n\nSearch Terms: tide mill\n\n"
            "Search Type: Natural Language\n\n"
            for n, each in enumerate(articles, 1)
        )
        parts.append(
            "Date and Time: Friday, April 19, 2024 4:51:00 PM BST\n\nJob Number: 220315\n\n"
            f"Documents ({len(articles)})\n\n{listed}"
            "| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2024 LexisNexis\n\n\n"
        )
    for each in articles:
        lines = [
            each.headline,
            each.publisher,
            each.day,
            each.edition,
            "Copyright 2024 Orrick Press Ltd All Rights Reserved",
            f"Section: {each.section}",
            f"Length:\u00a0{each.length} words",
            f"Byline:\u00a0{each.byline}",
            "Body",
            *each.paragraphs,
            *([each.extra] if each.extra else []),
            "Classification",
            "Language: ENGLISH",
            "Publication-Type: Newspaper",
            "Subject: HERITAGE (90%); WATER MILLS (78%)",
            "Load-Date: April 12, 2024",
            "End of Document",
        ]
        parts.append(gap.join(lines) + "\n\n")
    return "".join(parts)


def factiva(articles: Sequence[Article], *, tagged: bool = False) -> str:
    """Return an export of Factiva as text, with its fields named or not."""
    write = _factiva_fields if tagged else _factiva_lines
    codes = (f"Document ORRSG00020240411ek4b{n:05}" for n in range(1, len(articles) + 1))
    return "".join(map(write, articles, codes))


def _factiva_fields(article: Article, code: str) -> str:
    body = "\n\n".join(article.paragraphs[1:])
    return (
        f"SE      News\nHD      {article.headline}\nBY      By {article.byline}\n"
        f"WC      {article.length} words\nPD      11 April 2024\nET      06:30\nSN      {article.publisher}\n"
        f"SC      ORRSG\nED      {article.edition}\nPG      7\nLA      English\n"
        f"CY      (c) 2024 Orrick Press Ltd.\n\nLP      \n{article.paragraphs[0]}\n\nTD      \n{body}\n\n"
        "NS      gcat : Political/General News\nRE      uk : United Kingdom\nPUB     Orrick Press Ltd.\n"
        f"AN      {code}\n\n"
    )


def _factiva_lines(article: Article, code: str) -> str:
    body = "\n\n".join(article.paragraphs)
    return (
        f"News\n{article.headline}\n\n{article.byline}\n{article.length} words\n11 April 2024\n06:30\n"
        f"{article.publisher}\nORRSG\n{article.edition}\n7\nEnglish\n(c) 2024 Orrick Press Ltd.\n\n{body}\n\n"
        f"Orrick Press Ltd.\n\n{code}\n\n\f"
    )


def proquest(articles: Sequence[Article]) -> str:
    """Return an export of ProQuest as text."""
    parts = ["_" * 60 + "\n\nReport Information from ProQuest\n\nApril 19 2024 16:51\n\n"]
    for n, each in enumerate(articles, 1):
        first, _, last = each.byline.rpartition(" ")
        body = "\n\n".join(each.paragraphs)
        parts.append(
            f"{'_' * 60}\n\nDocument {n} of {len(articles)}\n\n{each.headline}\n\nAuthor: {last}, {first}\n\n"
            f"Publication info: {each.publisher} ; Orrick [Orrick]. 11 Apr 2024: 7.\n\n"
            "Abstract: The mill is to be sold.\n\nLinks: http://resolver.orrick.example\n\n"
            f"Full text: {body}\n\nSubject: Mills; Heritage;\n\nTitle: {each.headline}\n\n"
            f"Publication title: {each.publisher}; Orrick\n\nPages: 7\n\nPublication year: 2024\n\n"
            "Publication date: Apr 11, 2024\n\nSection: NEWS\n\nLanguage of publication: English\n\n"
            f"ProQuest document ID: 30412{n}\n\nDocument URL: https://www.proquest.example/docview/30412{n}\n\n"
            "Copyright: (Copyright Orrick Press Ltd 2024)\n\nLast updated: 2024-04-12\n\n"
            "Database: Newsstream\n\n"
        )
    return "".join([*parts, f"{'_' * 60}\n\nContact us at: http://support.orrick.example\n"])
