"""Forty pairs of invented saved articles: the same one saved twice, or two that only resemble each other."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A saved article."""

    headline: str
    paragraphs: tuple[str, ...]
    publisher: str = "Wrenmouth Post"
    published: str = "2024-03-05"
    url: str = ""

    def html(self) -> str:
        """Return it as a page."""
        body = "".join(f"<p>{each}</p>" for each in self.paragraphs)
        address = f'<link rel="canonical" href="{self.url}">' if self.url else ""
        return (
            f'<!doctype html><html lang="en"><head><title>{self.headline}</title>{address}'
            f'<meta property="og:site_name" content="{self.publisher}">'
            f'<meta property="article:published_time" content="{self.published}T08:00:00Z"></head>'
            f"<body><article><h1>{self.headline}</h1>{body}</article></body></html>"
        )


class Pair(NamedTuple):
    """Two pages, and whether they are the same article."""

    name: str
    first: Page
    second: Page
    is_same: bool


LIDO = Page(
    "Lido repairs will cost twice as much, council told",
    (
        "The repair of Wrenmouth's lido will cost £2.4m, twice what was planned, it was said on Monday.",
        "Engineers found last month that the old pump house stands on chalk that has been washed away.",
        "“We opened the floor and there was nothing under it,” said Noor Hadley, who leads the works.",
        "The pool has been closed since September 2022, when a crack was noticed along its northern wall.",
        "Cllr Bram Oakes, who chairs the leisure committee, said the choice was to pay or to fill it in.",
        "“Nobody on this council wants to be remembered for filling in the lido,” he added.",
        "Ida Penhale, of the Friends of the Lido, said her group had raised £86,000 and would raise more.",
        "A decision is expected at the full council's meeting on 21 March.",
    ),
    url="https://www.post.example/news/wrenmouth/lido-repairs-cost-twice-much-284311",
)
BUSES = Page(
    "Evening buses to Saltby end in June",
    (
        "The last evening bus between Wrenmouth and Saltby will run on 1 June, the operator has confirmed.",
        "Harbour Buses said that fewer than six people a night had used the service over the winter.",
        "“Every empty seat is paid for by passengers on other routes,” said its manager, Colin Vane.",
        "Residents of Saltby, which has no shop, say they were not asked.",
        "“My shift at the hospital ends at nine. How does he think I get home?” said Rosa Tully, a nurse.",
        "The county council, which once paid £41,000 a year for the service, withdrew the money in 2021.",
        "A petition with 912 names was handed in at County Hall on Thursday.",
        "The county said it would look at a shared taxi scheme such as the one in Marlow Vale.",
    ),
    published="2024-04-12",
    url="https://www.post.example/news/saltby/evening-buses-to-saltby-end-in-june-285002",
)
SCHOOL = Page(
    "School roof closed hall for 200 days, report finds",
    (
        "A leaking roof kept the hall of St Brannock's primary school closed for 200 days, says a report.",
        "Its author, the auditor Esther Marsh, says that the county was warned of the leak in May 2021.",
        "It lists eleven letters from the head teacher, of which two were answered.",
        "“The children ate their lunch in a corridor for a year,” said the head, Hugh Sturrock.",
        "The county's director for schools, Gwen Lowe, said that she was sorry, and the money was there.",
        "Work on the roof, at a cost of £310,000, is to begin in the summer holidays.",
        "The governors will meet parents on Wednesday evening.",
    ),
    published="2024-05-21",
    url="https://www.courier.example/education/school-roof-closed-hall-200-days-9917253",
    publisher="Saltby Courier",
)
EXTRA = "The council's auditors are to look at how the first estimate was made, Mr Oakes told the Post."


def edited(
    page: Page, *changes: tuple[int, str], drop: tuple[int, ...] = (), add: str = ""
) -> tuple[str, ...]:
    """Return a page's paragraphs with some changed, left out or added."""
    new = dict(changes)
    kept = [new.get(n, text) for n, text in enumerate(page.paragraphs) if n not in drop]
    return (*kept, add) if add else tuple(kept)


def at(page: Page, url: str) -> Page:
    """Return a page saved from another address."""
    return page._replace(url=url)


_LIDO_SLUG = "lido-repairs-cost-twice-much-284311"
_NO_ADDRESS = LIDO._replace(url="")

SAME = [
    Pair("another day", LIDO, LIDO._replace(published="2024-03-06"), is_same=True),
    Pair("amp path", LIDO, at(LIDO, f"{LIDO.url}/amp"), is_same=True),
    Pair("amp host", LIDO, at(LIDO, f"https://amp.post.example/news/wrenmouth/{_LIDO_SLUG}"), is_same=True),
    Pair("amp file", LIDO, at(LIDO, f"{LIDO.url}.amp"), is_same=True),
    Pair(
        "amp cache",
        LIDO,
        at(
            LIDO,
            f"https://www-post-example.cdn.ampproject.org/c/s/www.post.example/news/wrenmouth/{_LIDO_SLUG}",
        ),
        is_same=True,
    ),
    Pair("mobile host", LIDO, at(LIDO, f"http://m.post.example/news/wrenmouth/{_LIDO_SLUG}/"), is_same=True),
    Pair(
        "shared link",
        LIDO,
        at(LIDO, f"{LIDO.url}?utm_source=x&fbclid=7&at_medium=web#comments"),
        is_same=True,
    ),
    Pair("another section", LIDO, at(LIDO, f"https://www.post.example/leisure/{_LIDO_SLUG}"), is_same=True),
    Pair(
        "query of the id",
        at(BUSES, "https://post.example/story?id=44"),
        at(BUSES, "https://post.example/story?ref=home&id=44"),
        is_same=True,
    ),
    Pair(
        "headline changed, one address",
        LIDO,
        LIDO._replace(headline="“Nothing under the floor”: pool bill doubles to £2.4m"),
        is_same=True,
    ),
    Pair(
        "headline changed, no address",
        _NO_ADDRESS,
        _NO_ADDRESS._replace(headline="“Nothing under the floor”: pool bill doubles to £2.4m"),
        is_same=True,
    ),
    Pair(
        "paragraph added", _NO_ADDRESS, _NO_ADDRESS._replace(paragraphs=edited(LIDO, add=EXTRA)), is_same=True
    ),
    Pair(
        "paragraph dropped",
        BUSES._replace(url=""),
        BUSES._replace(url="", paragraphs=edited(BUSES, drop=(3,))),
        is_same=True,
    ),
    Pair(
        "figures corrected",
        BUSES._replace(url=""),
        BUSES._replace(
            url="",
            paragraphs=edited(
                BUSES, (6, "A petition with 921 names was handed in at County Hall on Thursday.")
            ),
        ),
        is_same=True,
    ),
    Pair(
        "misprints corrected",
        SCHOOL._replace(
            url="", paragraphs=edited(SCHOOL, (4, SCHOOL.paragraphs[4].replace("sorry", "sory")))
        ),
        SCHOOL._replace(url=""),
        is_same=True,
    ),
    Pair(
        "other quotation marks and dashes",
        SCHOOL._replace(url=""),
        SCHOOL._replace(
            url="",
            paragraphs=tuple(
                each.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}) for each in SCHOOL.paragraphs
            ),
        ),
        is_same=True,
    ),
    Pair(
        "only the beginning",
        BUSES._replace(url="", paragraphs=BUSES.paragraphs[:5]),
        BUSES._replace(url=""),
        is_same=True,
    ),
    Pair(
        "paragraphs joined",
        BUSES._replace(url=""),
        BUSES._replace(url="", paragraphs=(" ".join(BUSES.paragraphs[:4]), " ".join(BUSES.paragraphs[4:]))),
        is_same=True,
    ),
    Pair(
        "the paper's other name",
        BUSES,
        BUSES._replace(publisher="The Wrenmouth Post Online", url=""),
        is_same=True,
    ),
    Pair(
        "updated the next day, headline and two paragraphs",
        SCHOOL,
        SCHOOL._replace(
            headline="County sorry for school hall closed 200 days",
            published="2024-05-22",
            paragraphs=edited(
                SCHOOL,
                (6, "The governors met parents on Wednesday evening, and forty came."),
                add="“I asked when it would be dry, and no one could say,” said a mother of two.",
            ),
        ),
        is_same=True,
    ),
    Pair(
        "rewritten at one address",
        LIDO,
        LIDO._replace(
            headline="Council votes to repair the lido",
            paragraphs=(
                "Wrenmouth's lido is saved: the full council voted by 31 to 9 to repair it.",
                *LIDO.paragraphs[3:5],
                "Swimmers in the public gallery cheered as the mayor read out the vote.",
            ),
        ),
        is_same=True,
    ),
]


def roadworks(week: str, roads: tuple[str, str, str], days: int) -> Page:
    """Return one of a paper's weekly lists."""
    return Page(
        "Roadworks in Wrenmouth this week",
        (
            f"Here is the county's list of roadworks in and around Wrenmouth for the week from {week}.",
            f"{roads[0]} is closed between the station and the bridge for {days} days for work on gas pipes.",
            f"On {roads[1]}, traffic lights will be in use from 9.30am until 3.30pm on weekdays.",
            f"{roads[2]} is closed at night for resurfacing, with a signed diversion by the harbour.",
            "Drivers are asked to allow more time. Emergency works may be added at short notice.",
            "The full list is on the county's website.",
        ),
        published="2024-03-04" if days == 3 else "2024-03-11",
    )


def court(day: str, first: str, second: str, fine: int) -> Page:
    """Return one of a paper's lists of court cases."""
    return Page(
        "Cases at Wrenmouth magistrates' court",
        (
            f"These cases were heard at Wrenmouth magistrates' court on {day}.",
            f"{first}, of Quay Street, admitted driving without insurance and was fined £{fine}.",
            f"{second}, of Mill Lane, was found guilty of fishing without a licence and fined £{fine - 60}.",
            "The court ordered each to pay a surcharge and costs of £85 within 28 days of the hearing.",
        ),
        published="2024-02-06" if fine == 300 else "2024-02-13",
    )


_FOLLOW_UP = Page(
    "Lido: council votes for repair after four hours",
    (
        "Wrenmouth's councillors voted late on Thursday to repair the lido, by 31 votes to nine.",
        "The debate lasted four hours, and the public gallery was full to the end.",
        "“I learnt to swim there, and my daughter will,” said Perdita Lowe, who moved the motion.",
        LIDO.paragraphs[3],
        "Those against said the money was needed for the sea wall at Saltby, which was breached in February.",
        LIDO.paragraphs[6],
        "Work is to begin in May, and the pool may open in the summer of next year.",
        "The vote followed a report by the council's engineers, who found chalk washed away under the floor.",
    ),
    published="2024-03-22",
    url="https://www.post.example/news/wrenmouth/lido-council-votes-for-repair-284990",
)


def budget(year: str, rise: str, bill: int, leader: str, words: str) -> Page:
    """Return one of a paper's yearly reports."""
    return Page(
        "Council tax in Wrenmouth to rise",
        (
            f"Council tax in Wrenmouth is to rise by {rise} per cent in April {year}, the cabinet decided.",
            f"A household in band D will pay £{bill} a year, of which the town keeps £{bill // 8}.",
            f"The leader, {leader}, said that no one liked to raise it, but costs had risen faster.",
            f"The opposition called it “{words}” and will vote against it at the full council.",
        ),
        published=f"{year}-02-13",
    )


def diary(part: str, day: str, *lines: str) -> Page:
    """Return one part of a series, which begins and ends as the others."""
    return Page(
        f"The harbour's story, part {part}",
        (
            "This is one of four articles on the harbour, taken from the diary of a pilot, Ada Quill.",
            *lines,
            "The diary can be seen in the museum on weekdays. The next part follows on Saturday.",
        ),
        published=f"2024-01-{day}",
    )


DIFFERENT = [
    Pair(
        "syndicated, another paper",
        LIDO,
        LIDO._replace(publisher="Saltby Courier", url="https://courier.example/lido-bill-doubles-771203"),
        is_same=False,
    ),
    Pair(
        "syndicated, no addresses", _NO_ADDRESS, _NO_ADDRESS._replace(publisher="Marlow Echo"), is_same=False
    ),
    Pair(
        "syndicated, shortened",
        BUSES,
        BUSES._replace(publisher="Marlow Echo", url="", paragraphs=BUSES.paragraphs[:6]),
        is_same=False,
    ),
    Pair(
        "syndicated, same end of the address",
        LIDO,
        LIDO._replace(publisher="Saltby Courier", url=f"https://courier.example/news/{_LIDO_SLUG}"),
        is_same=False,
    ),
    Pair("follow-up with the background", LIDO, _FOLLOW_UP, is_same=False),
    Pair("follow-up, no addresses", _NO_ADDRESS, _FOLLOW_UP._replace(url=""), is_same=False),
    Pair(
        "follow-up of the next day with half of it",
        BUSES._replace(url=""),
        Page(
            "Evening buses to Saltby: county offers taxis",
            (
                "The county will pay for shared taxis to Saltby once the evening buses end, it said.",
                "They can be booked by telephone until an hour before, and cost as much as the bus did.",
                *BUSES.paragraphs[1:4],
                "“It is a start, but how can I book when I don't know my shift,” said Rosa Tully.",
                "The scheme is to run for a year, and costs £28,000. Bookings open in the middle of May.",
            ),
            published="2024-04-13",
        ),
        is_same=False,
    ),
    Pair(
        "weekly roadworks",
        roadworks("4 March", ("Quay Street", "Mill Lane", "The Strand"), 3),
        roadworks("11 March", ("Harbour Road", "Castle Hill", "Priory Lane"), 5),
        is_same=False,
    ),
    Pair(
        "weekly court list",
        court("Tuesday 6 February", "Colin Vane", "Maud Tully", 300),
        court("Tuesday 13 February", "Ada Orme", "Tom Ashdown", 420),
        is_same=False,
    ),
    Pair(
        "yearly report",
        budget("2023", "3.9", 1912, "Bram Oakes", "a tax on staying warm"),
        budget("2024", "4.9", 2006, "Perdita Lowe", "more money for fewer buses"),
        is_same=False,
    ),
    Pair(
        "one headline, two stories",
        Page(
            "Fire crews called to Quay Street",
            (
                "Two fire engines were called to a chip shop in Quay Street on Monday.",
                "A fryer had caught fire, and the owner put it out with a lid before they came.",
                "No one was hurt, and the shop opened again at five.",
            ),
        ),
        Page(
            "Fire crews called to Quay Street",
            (
                "A flat in Quay Street was badly damaged by fire in the night to Sunday.",
                "Its tenant, a man of 40, was taken to hospital and is said to be out of danger.",
                "The cause is not known; the police have asked for witnesses.",
            ),
            published="2024-06-09",
        ),
        is_same=False,
    ),
    Pair(
        "ids in the query",
        at(LIDO, "https://post.example/article.asp?id=284311"),
        at(BUSES, "https://post.example/article.asp?id=285002"),
        is_same=False,
    ),
    Pair(
        "the front page as the address",
        at(LIDO, "https://post.example/"),
        at(BUSES, "https://post.example/"),
        is_same=False,
    ),
    Pair(
        "a comment with the same quotations",
        _NO_ADDRESS,
        Page(
            "Comment: fill in the lido",
            (
                "It is time to stop throwing money into a hole, and Wrenmouth has found a real one.",
                LIDO.paragraphs[2],
                "A leader of works can't say it more clearly, and yet the committee's chairman dreams on.",
                LIDO.paragraphs[5],
                "I want to be. For £2.4m the town could have a covered pool that opens in January too.",
                "It would be heated by the sewage works, as the one in Marlow is, and charge £3 a swim.",
            ),
        ),
        is_same=False,
    ),
    Pair(
        "two briefs from one form",
        Page(
            "Lost dog",
            ("A brown spaniel was found at the harbour on Friday, and waits at the police station.",),
        ),
        Page(
            "Lost dog",
            ("A black spaniel was found at the market on Sunday, and waits at the police station.",),
            published="2024-03-12",
        ),
        is_same=False,
    ),
    Pair(
        "weather, two days",
        Page(
            "Weather for the coast",
            (
                "Today will be dry with sunny spells and a light wind from the west.",
                "Highest temperature 14C in Wrenmouth and 13C in Saltby.",
                "Tonight will be clear. High tide is at 4.12pm.",
            ),
        ),
        Page(
            "Weather for the coast",
            (
                "Today will be wet with some thunder and a strong wind from the south.",
                "Highest temperature 9C in Wrenmouth and 10C in Saltby.",
                "Tonight will be windy. High tide is at 5.03pm.",
            ),
            published="2024-03-06",
        ),
        is_same=False,
    ),
    Pair("another article of one day and paper", LIDO, BUSES._replace(published="2024-03-05"), is_same=False),
    Pair(
        "two parts of a series",
        diary(
            "one: the ice",
            "06",
            "In the winter of 1895 the harbour froze from the mole to the mill, and boys sold nuts on it.",
            "“Walked to the lightship and back, and met the curate,” she wrote on 8 February.",
        ),
        diary(
            "two: the strike",
            "13",
            "In August 1911 the coal trimmers laid down their shovels, and forty ships lay idle.",
            "“No smoke over the town for once, and one can see the hills from the mole,” she wrote.",
        ),
        is_same=False,
    ),
    Pair(
        "one agency's text in two papers of one name's ending",
        LIDO._replace(publisher="Wrenmouth Post", url=""),
        LIDO._replace(publisher="Saltby Post", url=""),
        is_same=False,
    ),
]

PAIRS = [*SAME, *DIFFERENT]
