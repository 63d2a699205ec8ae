"""Made-up news prose: sentences from a small grammar, with names and numbers.

A few words are common and many are rare, as in any language: words are drawn mostly from the start of a list.
Names of streets, villages and firms are built from syllables, some thousands of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_LISTS = {
    "body": """council|cabinet|inspectorate|trust|committee|county|watchdog|board|department|government
        party group|academy trust|fire authority|police force|health board|parish council|harbour authority
        housing association|charity|regulator|tribunal|union|chamber of commerce|audit office""",
    "people": """residents|parents|staff|officers|councillors|families|children|young people|teachers
        social workers|carers|nurses|drivers|tenants|pupils|campaigners|traders|inspectors|commuters
        foster carers|pensioners|volunteers|apprentices|care leavers|governors|shopkeepers|cyclists|farmers
        anglers|librarians|head teachers|doctors|firefighters|students|magistrates""",
    "thing": """report|service|plan|budget|review|scheme|decision|inspection|school|road|bridge|contract
        library|bus route|care home|strategy|proposal|vote|meeting|complaint|planning application|hospital
        consultation|waiting list|bridleway|leisure centre|market|harbour wall|sea front|surgery|nursery
        swimming pool|recycling centre|theatre|playing field|children’s home|day centre|youth club|car park
        railway station|footbridge|town hall|crossing|depot|allotment|pier|museum|skate park|quarry""",
    "matter": """funding|caseloads|safeguarding|recruitment|oversight|traffic|parking|staffing|flooding
        attendance|homelessness|transport|spending|exclusions|delays|air quality|savings|debt|litter
        early help|agency staff|special needs provision|leadership|performance|broadband|noise|rents
        drainage|school places|apprenticeships|fly-tipping|bed-blocking|subsidence|vacancies|absence""",
    "quality": """new|serious|urgent|independent|damning|local|final|annual|costly|long-awaited|controversial
        extra|public|early|critical|detailed|weak|strong|unexpected|ambitious|modest|confidential|statutory
        draft|interim|unanimous|emergency|disputed|overdue|popular|vulnerable|historic|derelict|temporary
        three-year|multi-million-pound|rural|coastal|inadequate|ageing|bold|careful|thorough|scathing""",
    "did": """approved|rejected|delayed|published|discussed|criticised|defended|questioned|welcomed|ordered
        announced|reviewed|scrapped|backed|withdrew|reopened|promised|considered|abandoned|launched|debated
        commissioned|postponed|endorsed|challenged|revised|shelved|extended|inherited|dismissed|audited""",
    "found": """found|warned|showed|concluded|suggested|confirmed|heard|learned|accepted|acknowledged
        noted|revealed|estimated|reported|recorded|observed|established""",
    "result": """will cost more than expected|is to be looked at again|has fallen short for a third year
        could close by the end of the year|must improve within six months|has been put on hold
        is no longer affordable|was not followed|will go to a vote|has improved since last year
        fails too many of those who rely on it|is on course|was handled badly from the start
        should have been dealt with sooner|leaves too little for winter|needs far closer oversight
        has cost almost twice what was set aside|deserves a second chance|will be run by another body""",
    "opener": """Meanwhile|Last week|Earlier this year|At the meeting|In a statement|Since then|For months
        On the same day|Despite this|In response|Under the plan|By then|After the vote|Before the election
        According to the papers|As winter came
        During the debate|At the time|Until recently|Behind the scenes""",
    "adverb": """quietly|repeatedly|finally|publicly|narrowly|unanimously|again|formally|reluctantly|briefly
        angrily|rightly|largely|openly|cautiously|belatedly|jointly|hastily""",
    "when": """last month|on Monday|on Tuesday night|in the spring|before Christmas|in July|this week
        two years ago|at the weekend|over the summer|on Thursday|in February|since the autumn|next year
        in the small hours|within days|by Easter|during half-term""",
    "where": """in the town hall|at County Hall|in the high street|across the county|on the estate
        in the chamber|outside the gates|near the river|at the depot|on the sea front|in two wards
        behind closed doors|in the village hall|at the magistrates’ court|online""",
    "hope": """make sure that nobody is left behind|put this right|listen to those who know best
        rebuild trust, one family at a time|get the basics right|see real change on the ground
        spend every pound with care|learn from what went wrong|be honest about how far there is to go
        keep the doors open|bring people together|look each other in the eye|do the decent thing
        give these youngsters the start they deserve|stop passing the buck|finish what we began""",
    "feeling": """appalled|delighted|deeply worried|proud|hugely disappointed|sorry|frustrated|hopeful|shocked
        confident|furious|relieved|astonished|embarrassed|grateful|not surprised|heartbroken|sceptical""",
    "fragment": """not good enough|a huge step forward|beyond belief|a wake-up call|deeply flawed
        the last straw
        a kick in the teeth|long overdue|hugely embarrassing|a disgrace|on the right track|smoke and mirrors
        a top priority|a missed chance|nothing short of a scandal|a difficult balance|too little, too late
        exceptionally high|completely unacceptable|a fresh start|a postcode lottery|significant concerns""",
    "rating": "Outstanding|Good|Requires Improvement|Inadequate|Adequate|Satisfactory",
    "said": """said|added|told the meeting|explained|replied|insisted|warned|argued|claimed|admitted
        promised|told reporters|wrote|countered|stressed|suggested""",
}

POOLS: dict[str, tuple[str, ...]] = {
    name: tuple(part.strip() for part in re.split(r"\||\n", text)) for name, text in _LISTS.items()
}

_TEMPLATES = (
    "The {body} {did} the {quality} {thing} {when}",
    "{opener}, the {body} {did} its {thing} on {matter}, and {people} {did} it",
    "{opener}, {people} in {place} {adverb} {did} the {quality} {thing}",
    "A {quality} {thing} on {matter} {found} that the {thing} {result}",
    "The {body} {found} that {matter} {result}, with {number} {people} affected {where}",
    "{people} {where} have {did} the {thing} in {place} for {count} years",
    "Some {money} was set aside for {matter}, but the {thing} {result}",
    "{opener}, {firm} {did} a {quality} {thing} worth {money}",
    "There were {number} {people} on the list {when}, {percent} more than the year before",
    "The {thing}, which {people} {did} {when}, {result}",
    "{who} {adverb} {did} the {thing} {where} {when}",
    "{who}, who {did} the {quality} {thing} {when}, has long spoken about {matter}",
    "In {place}, {percent} of {people} said that the {thing} {result}",
    "It {found} that {matter} and {matter} were {quality}, and that the {body} {result}",
    "The {quality} {thing} in {street} {did} {when} is one of {count} that the {body} {did}",
    "Neither the {body} nor {firm} {did} the {thing} when {people} {did} it {when}",
    "Papers for the {body} show that {money} went on {matter} {when}",
    "{opener}, a {quality} {thing} near {street} was {adverb} {did} by the {body}",
)

_SPOKEN = (
    "We are {feeling} about the {thing}, and we will {hope}",
    "I am {feeling} that the {thing} {result}",
    "The {thing} {result}, and {people} in {place} know it",
    "Nobody {did} the {thing} {when}, and {matter} {result}",
    "What matters now is that we {hope}",
    "For {count} years {people} have told us about {matter}",
    "There is {money} for {matter}, but not a penny for the {thing} in {street}",
    "If the {body} will not {hope}, then {people} will",
    "My message to {people} is that we {hope} and {hope}",
    "When I walked down {street} {when}, {people} told me the {thing} {result}",
    "It is {quality} and {quality}, and I make no apology for that",
    "You can’t {hope} while {matter} {result}",
)

_SUBHEADS = (
    "{matter} and {matter}",
    "{number} {people}",
    "{quality} {thing}",
    "What happens next",
    "The {thing}",
)

_HEADLINES = (
    "{body} {did} {quality} {thing} in {place}",
    "{quality} {thing}: {people} {did} {body}",
    "{place} {thing} {result}",
    "{people} in {place} {did} {matter} {thing}",
    "{money} {thing} {did} by {body}",
    "{matter}: {thing} {result}",
)


def words(text: str) -> tuple[str, ...]:
    """Split a text into words, for lists that are too long to write as one."""
    return tuple(text.split())


_SLOT = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(r"\b([Aa])(?= [aeiouAEIOU])")
_BEGINNINGS = words(
    "Al Bar Bex Bram Cal Char Cob Cran Dun East Elm Far Fen Gos Hal Ham Hol Ken Lam Lang Mar Mer Nor"
    " North Oak Old Ox Pen Pres Quen Ray Rock Sal Sed Shel South Stan Thor Up Wal Wes Wick Win Wold Yar"
)
_MIDDLES = ("", "", *words("bor ing er ley ster all ove ink and ew ow ash"))
_ENDINGS = words("ham ton ford bury field combe stead hurst ley mere wick worth bourne dale gate port")
_WAYS = ("Road", "Street", "Lane", "Avenue", "Close", "Hill", "Way", "Drive", "Gardens", "Terrace")
_TRADES = (
    "Builders",
    "Homes",
    "Travel",
    "Care",
    "Holdings",
    "Partners",
    "Energy",
    "Foods",
    "Estates",
    "Group",
)


class Prose:
    """A generator of prose; ``names`` may be mentioned in it."""

    def __init__(self, chance: random.Random, names: tuple[str, ...]) -> None:
        self._chance = chance
        self._names = names
        self._made: dict[str, Callable[[], str]] = {
            "place": self._place,
            "street": lambda: f"{self._place()} {self._any(_WAYS)}",
            "firm": lambda: f"{self._place()} {self._any(_TRADES)}",
            "number": lambda: f"{int(1 + 10 ** (4 * self._chance.random())):,}",
            "count": lambda: str(2 + int(self._chance.random() * 30)),
            "percent": lambda: f"{1 + int(self._chance.random() * 98)}%",
            "money": self._money,
            "who": lambda: self._names[int(self._chance.random() ** 3 * len(self._names))],
        }

    def sentence(self) -> str:
        """Return a sentence with its full stop."""
        return self._capital(self._fill(self._any(_TEMPLATES))) + "."

    def spoken(self, sentences: int) -> str:
        """Return sentences of direct speech."""
        return " ".join(self._capital(self._fill(self._any(_SPOKEN))) + "." for _ in range(sentences))

    def headline(self) -> str:
        """Return a headline without quotations."""
        return self._capital(self._fill(self._any(_HEADLINES)))

    def subhead(self) -> str:
        """Return a subhead."""
        return self._capital(self._fill(self._any(_SUBHEADS)))

    def one(self, pool: str) -> str:
        """Return a word or phrase of a pool, the first ones most often."""
        options = POOLS[pool]
        return options[int(self._chance.random() ** 1.7 * len(options))]

    def place(self) -> str:
        """Return the name of a village or suburb."""
        return self._place()

    def _fill(self, template: str) -> str:
        return _ARTICLE.sub(r"\1n", _SLOT.sub(self._slot, template))

    def _slot(self, match: re.Match[str]) -> str:
        made = self._made.get(match[1])
        return made() if made else self.one(match[1])

    def _any(self, options: tuple[str, ...]) -> str:
        return options[int(self._chance.random() * len(options))]

    def _place(self) -> str:
        # A few places are in the news all the time, thousands only once.
        number = int(self._chance.random() ** 4 * 9_000)
        number, first = divmod(number, len(_BEGINNINGS))
        number, last = divmod(number, len(_ENDINGS))
        return _BEGINNINGS[first] + _MIDDLES[number % len(_MIDDLES)] + _ENDINGS[last]

    def _money(self) -> str:
        amount = 10 ** (1 + 3 * self._chance.random())
        return f"£{amount / 10:.1f} million" if amount > 100 else f"£{int(amount * 1000):,}"

    @staticmethod
    def _capital(text: str) -> str:
        return text[:1].upper() + text[1:]
