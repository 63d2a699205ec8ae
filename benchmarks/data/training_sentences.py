"""Generated sentences for forms that the extractor's gold articles lack, above all British ones.

Each is a pattern with slots: ⟦⟧ the quotation, {} its speaker, ⟪⟫ marks that quote no speaker.
"""

from __future__ import annotations

import itertools
import random
import re
from typing import Any

SPEAKERS = (
    "Cllr Anita Rowe (Lab), cabinet member for roads and parking",
    "Cllr Bernard Tull (Con), portfolio holder for adult social care",
    "Mr Penhaligon",
    "Ms Okafor",
    "Cllr Farrow",
    "Council leader Sian Prosser",
    "Harbour master Gwen Tibbs",
    "Derek Ashby, who chairs the parish council",
    "Professor Ivo Lund, of the University of Wessex",
    "Saltmarsh Council",
    "The council",
    "the watchdog",
    "a spokesman for the trust",
    "the ombudsman",
    "Residents",
    "Campaigners",
    "the NHS trust, which runs three hospitals in the county",
    "the Institute of Highways",
    "a council spokesperson",
    "a spokesperson for Wessex Water",
    "Mum-of-two Jenny Tarrant, 34",
    "Marcus Hallam, 61, of Quay Street",
    "Det Insp Una Marsh",
    "the town's MP, Dame Hilary Stroud",
    "a resident who did not want to be named",
    "the coroner",
    "parish councillor Ed Wilmot (Ind)",
    "deputy leader Cllr Ruth Amoah (Green)",
    "He",
    "She",
    "they",
)
FRAGMENTS = (
    "a slap in the face for every family on the estate",
    "not fit for purpose",
    "serious and widespread",
    "wholly unacceptable",
    "the worst winter in a decade",
    "deeply sorry",
    "rushed",
)
SENTENCES = (
    "We have listened to what people told us and we will put it right.",
    "Nobody should have to wait nine months for a ramp.",
    "It is a good day for the town!",
)
# {s} the speaker, ⟦f⟧ a fragment, ⟦w⟧ whole sentences.
PATTERNS = (
    "The plan was criticised by {s} as “⟦f⟧”.",
    "Ministers were attacked by {s} for “⟦f⟧” cuts.",
    "The scheme was described by {s} as ‘⟦f⟧’.",
    "The delays were blamed by {s} on what was called “⟦f⟧” planning.",
    "The work was branded “⟦f⟧” by {s}.",
    "According to {s}, thirty roads and two bridges are “⟦f⟧”.",
    "The bridge is “⟦f⟧”, according to {s}.",
    "{s} told the Gazette that the delays were “⟦f⟧” and had to end.",
    "{s} told BBC Radio Wessex: “⟦w⟧”",
    "{s}, which covers nine wards and two towns, said the wait was “⟦f⟧”.",
    "{s}, who represents Northgate and Southgate, said: ‘⟦w⟧’",
    'Speaking at the meeting on Tuesday, March 4, {s} said: "⟦w⟧"',
    "{s} said “⟦f⟧” talks would go on until the spring.",
    "But {s} retorted that the figures were '⟦f⟧'.",
    "“⟦w⟧” – {s}",
    "{s}: “⟦w⟧”",
    "'⟦w⟧' {s} said.",
    "“⟦w⟧” added {s}.",
    "{s}’s report concluded that the service was “⟦f⟧”.",
    "{s}'s letter to parents calls the change “⟦f⟧”.",
    "The report, published by {s} on Friday, found leaders were “⟦f⟧”.",
    "{s} found the care to be “⟦f⟧” and in need of work.",
    "Staff felt let down and {s} called for “⟦f⟧” change.",
    "{s} expressed “⟦f⟧” regret at the news.",
    "{s}, who spoke of a “⟦f⟧” week, said: “⟦w⟧”",
    "They were attacked by {s} because “⟦f⟧”.",
    "Last year the firm was condemned by {s} for using “⟦f⟧” methods.",
    "{s} was first with “⟦f⟧” doubts, and later added: “⟦w⟧”",
    "Nurses would have no reason to say “⟪it is my fault⟫” to a patient.",
    "Instead of giving tenants “⟪peace and quiet⟫”, the street keeps them awake.",
    "{s}, which runs clinics in Upton, Lower Marsh and Stoke Bay, told the Gazette it had been “⟦f⟧”.",
    "{s}, who came with Cllr Dunn, Mrs Pike and the mayor, said the vote was “⟦f⟧”.",
    "{s} was joined by Tom Reeve, Jo Lamb and other traders, and said it was “⟦f⟧”.",
    "Last year, Northline was criticised by {s} for running “⟦f⟧” trains without telling Wessex Council.",
    "In May, Tom Reeve was told by {s} that the work was “⟦f⟧” by any measure.",
    "Cllr Dunn listened as {s} called the idea “⟦f⟧”.",
    "Bus cuts ‘⟦f⟧’, says {s}",
    "Bus cuts '⟦f⟧' – {s}",
    "{s} hits out at ‘⟦f⟧’ parking plan",
    "{s} ‘⟦f⟧’ over school meals error",
    "{s} has spoken to Mrs Pike, and said: “⟦w⟧”",
    "In a letter to Cllr Dunn, {s} wrote: “⟦w⟧”",
    "Asked by Mrs Pike about the cost, {s} replied: ‘⟦w⟧’",
    "“⟦w⟧” {s} told Tom Reeve of the Gazette.",
    "“⟦f⟧” was how {s} put it.",
    "{s} is “⟦f⟧” about the closure.",
    "Dunn mocked the idea, suggesting that drivers never have cause to say “⟪after you, madam⟫”.",
    "It would be wrong for any officer to say “⟪we did not know⟫” in court.",
    "A petition called ‘⟪Save the Pool⟫’ has been signed by 900 people.",
    "A group called '⟪Walk Wessex⟫' meets on the quay.",
    "The campaign, named “⟪Mind the Step⟫”, began in May.",
    "The so-called “⟪super depot⟫” will cost Wessex Council £3m.",
    "A sign saying ‘⟪No entry⟫’ stands at the gate.",
    "Mr Dunn plays the part of “⟪the Stranger⟫” in the show.",
    "The school was rated ‘⟪good⟫’ after an inspection in May.",
    'The home is still rated as "⟪requires improvement⟫" by the watchdog.',
    "The film “⟪A Long Way Down the River⟫” opens on Friday.",
    "The street known as ‘⟪the Cut⟫’ will be closed.",
    "Her novel “⟪Nine Tides⟫” won a prize in 2011.",
    "“⟪Keep calm⟫” is printed on the mugs that the shop sells.",
    "Pupils are taught never to shout “⟪fire⟫” for a joke.",
)
_SLOT = re.compile(r"\{s\}|⟦[fw]⟧|⟪[^⟫]*⟫")


def generate_records(seed: int = 7, per_pattern: int = 12) -> list[dict[str, Any]]:
    """Generate annotated records, the same for the same seed."""
    random_source = random.Random(seed)  # noqa: S311 - not for security
    records: list[dict[str, Any]] = []
    for number, pattern in itertools.product(range(per_pattern), PATTERNS):
        is_possessive = "{s}’s" in pattern or "{s}'s" in pattern
        speakers = [speaker for speaker in SPEAKERS if not is_possessive or "," not in speaker]
        key = f"made-{number}-{len(records)}"
        records.append(_fill_pattern(key, pattern, random_source.choice(speakers), random_source))
    return records


def _fill_pattern(key: str, pattern: str, speaker: str, random_source: random.Random) -> dict[str, Any]:
    text, at, quotes, mention = "", 0, [], (0, 0)
    if pattern.startswith("{s}"):
        speaker = speaker[0].upper() + speaker[1:]
    for slot in _SLOT.finditer(pattern):
        text += pattern[at : slot.start()]
        at = slot.end()
        start = len(text)
        if slot[0] == "{s}":
            text += speaker
            mention = start, len(text)
        elif slot[0][0] == "⟪":
            text += slot[0][1:-1]
        else:
            text += random_source.choice(FRAGMENTS if slot[0] == "⟦f⟧" else SENTENCES)
            quotes.append({"start": start, "end": len(text), "text": text[start:]})
    text += pattern[at:]
    for quotation in quotes:
        quotation |= {
            "speaker": speaker,
            "speaker_start": mention[0],
            "speaker_end": mention[1],
            "speaker_type": "named",
        }
    return {"id": key, "text": text, "quotes": quotes}
