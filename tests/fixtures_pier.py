"""An invented dossier with an account, and the invented original to import."""

from __future__ import annotations

import textwrap
from pathlib import Path

from medway_tui.model.articles import block_digest
from tests.conftest import ROOT

ID = "tribune-2024-02"
SAVED = ROOT / "tests" / "saved"

ORIGINAL = """\
More on the Saltmere Tribune
Saltmere's pier shuts 'for good' after storm
  • Published
Waves hit a pier
Image caption,
The pier lost its roof in the storm of January 9
Saltmere's pier will never open again, the town council admitted after a storm in January tore its roof off
Mayor Ida Penhallow (Ind) said: "I've walked on that pier since I was four. It breaks my heart."
A report by engineers put repairs at £4.2 million and said that 31 of the 90 piles were "rotten to the core".
The pier at low tide
'Nothing left to save'
Asked if the pier could be sold, Cllr Penhallow said there was "nothing left to save".
Piles: 31 of 90
Deck: all of it
The Friends of Saltmere Pier added: “For twenty years we have raised money for paint and planks.
“We were told in 2019 that the piles would outlive us all. Nobody has said sorry.”
The council meets on March 3 to decide what becomes of the site.
Related internet links
Saltmere Town Council
"""
"""The original as a reader saved it, with the rest of the page."""

BLOCKS = [ORIGINAL.splitlines()[n] for n in (6, 7, 8, 10, 11, 12, 13, 14, 15, 16)]
"""The article's blocks."""

ACCOUNT = [
    "The pier stays shut for ever: so Saltmere's council concedes, once January's storm had its roof.",
    "Mayor Ida Penhallow, independent: “I've walked on that pier since I was four. It breaks my heart.”",
    "Engineers reckon with £4.2 million for repairs; of the 90 piles they call 31 “rotten to the core”.",
    "“Nothing left to save”",
    "On a sale of the pier the mayor commented that “nothing left to save” remained.",
    "Piles: 31 of 90",
    "Deck: the whole",
    "The pier's Friends: “For twenty years we have raised money for paint and planks.",
    "“We were told in 2019 that the piles would outlive us all. Nobody has said sorry.”",
    "On March 3 a decision about the site is due from the council.",
]
KINDS = {4: "subhead", 6: "item", 7: "item"}

QUOTES = [
    (0, "for good", "mixed", "saltmere-town-council"),
    (2, "I've walked on that pier since I was four. It breaks my heart.", "direct", "ida-penhallow"),
    (3, "rotten to the core", "mixed", None),
    (4, "Nothing left to save", "mixed", "ida-penhallow"),
    (5, "nothing left to save", "mixed", "ida-penhallow"),
    (8, "For twenty years we have raised money for paint and planks.", "direct", "friends-of-saltmere-pier"),
    (
        9,
        "We were told in 2019 that the piles would outlive us all. Nobody has said sorry.",
        "direct",
        "friends-of-saltmere-pier",
    ),
]
EVIDENCE = [(3, "£4.2 million"), (10, "March 3"), (6, "31 of 90")]


def write(folder: Path) -> None:
    """Write the dossier."""
    _put(folder / "dossier.yaml", "id: saltmere-pier\ntitle: Saltmere's pier\nlanguage: en-GB\n")
    _put(
        folder / "people.yaml",
        "- id: ida-penhallow\n  name: Ida Penhallow\n",
    )
    _put(
        folder / "organisations.yaml",
        "- id: saltmere-town-council\n  name: Saltmere Town Council\n"
        "- id: friends-of-saltmere-pier\n  name: Friends of Saltmere Pier\n",
    )
    lines = [
        "headline: Saltmere's pier shuts 'for good' after storm",
        "publisher: Saltmere Tribune",
        'published: "2024-02"',
        "url: https://www.tribune.example/news/pier-shuts",
        "kind: account",
        "paragraphs:",
    ]
    for number, (told, original) in enumerate(zip(ACCOUNT, BLOCKS, strict=True), 1):
        lines += ["  - text: >-", f"      {told}"]
        lines += [f"    kind: {KINDS[number]}"] if number in KINDS else []
        lines += [f'    digest: "{block_digest(original)}"']
    _put(folder / f"articles/{ID}.yaml", "\n".join(lines) + "\n")
    entries = []
    for number, (paragraph, exact, kind, speaker) in enumerate(QUOTES, 1):
        entries += [f"- id: q{number}", f"  paragraph: {paragraph}", "  exact: >-", f"    {exact}"]
        entries += [f"  speaker: {speaker}"] if speaker else []
        entries += [f"  type: {kind}"] + (["  continues: q6"] if number == 7 else [])
    _put(folder / f"quotes/{ID}.yaml", "\n".join(entries) + "\n")
    events = []
    for number, (paragraph, exact) in enumerate(EVIDENCE):
        events.append(
            textwrap.dedent(
                f"""\
                - id: event-{number}
                  date: "2024"
                  title: Event {number}
                  evidence:
                    - article: {ID}
                      paragraph: {paragraph}
                      exact: {exact}
                """
            )
        )
    _put(folder / "events.yaml", "".join(events))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
