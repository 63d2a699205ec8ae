"""A small made-up dossier with one of everything.

Three articles: ``gazette-2021-03-04``, ``herald-2021-05`` (known to the month) and ``newsletter-undated``.
Mary Okafor is also printed as Marie Okafor, and led the council until April 2021; a residents' group speaks
as an organisation, over two paragraphs. Some text looks like markup, some is wide.
"""

from __future__ import annotations

import os
from pathlib import Path

from medway_tui.model.findings import Finding
from medway_tui.sync.check import check_dossier

GAZETTE = "gazette-2021-03-04"
HERALD = "herald-2021-05"
NEWSLETTER = "newsletter-undated"

FILES: dict[str, str] = {
    "dossier.yaml": """\
id: riverside-library
title: The roof of Riverside library
description: Three made-up articles about a roof.
language: en-GB
""",
    "people.yaml": """\
- id: mary-okafor
  name: Mary Okafor
  other_names:
    - name: Marie Okafor
      note: The Herald
    - name: Cllr Okafor
  memberships:
    - organization_id: riverside-council
      role: Councillor
      on_behalf_of_id: green-party
      area: Quayside
      start_date: "2015-05"
      checked: "2021-06-01"
      sources:
        - url: https://council.example.org/people
    - organization_id: riverside-council
      role: Leader of the Council
      on_behalf_of_id: green-party
      start_date: "2019-05-21"
      end_date: "2021-04"
      sources:
        - url: https://council.example.org/people
- id: tom-ashdown
  name: Tom Ashdown
  memberships:
    - organization_id: riverside-council
      role: Councillor
      on_behalf_of_id: purple-party
      start_date: "2019"
      end_date: "2021-03-03"
      sources:
        - url: https://council.example.org/people
    - organization_id: riverside-council
      role: Leader of the Council
      on_behalf_of_id: purple-party
      start_date: "2021-05"
      checked: "2021-06-01"
      sources:
        - url: https://council.example.org/people
- id: zoe-laine
  name: Zoë Laîné
  note: An architect.
""",
    "organisations.yaml": """\
- id: riverside-council
  name: Riverside Council
  classification: council
- id: green-party
  name: Green Party
  short_name: Grn
  classification: party
- id: purple-party
  name: Purple Party
  short_name: Pur
  classification: party
- id: quay-residents
  name: Quay Residents’ Group
  other_names:
    - name: QRG
  classification: residents' group
""",
    "frameworks.yaml": """\
- id: survey-2010
  name: Survey of public buildings, 2010
  short_name: Survey
  areas:
    - id: overall
      name: Overall condition
      rows: [overall]
    - id: management
      name: Management of the building
      rows: [leaders]
  grades: [Sound, Fair, Poor]
- id: survey-2018
  name: Survey of public buildings, 2018
  areas:
    - id: overall
      name: Overall condition
      rows: [overall]
    - id: management
      name: Management of the building
      rows: [leaders]
    - id: readers
      name: What readers meet with
      rows: [children-in-care, care-leavers]
    - id: cellar
      name: The cellar
      rows: [other]
  grades: [Sound, Fair, Needs work, Poor]
  start_date: "2018"
""",
    "inspections/2012-roof.yaml": """\
title: Survey of the roof
provider:
  name: Riverside Council
framework: survey-2010
inspected:
  start: "2012-06-04"
  end: "2012-06-08"
published: "2012-07"
judgements:
  - area: overall
    grade: Fair
    printed: fair
  - area: management
    grade: Poor
    printed: Poor (Grade 3)
""",
    "inspections/2021-roof.yaml": """\
title: Second survey of the roof
provider:
  name: Riverside Council
  urn: "00042"
framework: survey-2018
inspected:
  start: "2021-01-11"
  end: "2021-01-22"
published: "2021-03-01"
url: https://surveys.example.org/42
lead_inspector: Ada Brook
judgements:
  - area: overall
    grade: Poor
    printed: Poor
    evidence:
      - article: gazette-2021-03-04
        paragraph: 1
        exact: poor
        says: rated “poor”
      - article: herald-2021-05
        paragraph: 1
        says: the survey is mentioned
  - area: management
    grade: Needs work
    printed: Needs work
""",
    "articles/gazette-2021-03-04.yaml": """\
headline: Library roof 'beyond patching'
publisher: Riverside Gazette
published: "2021-03-04"
url: https://gazette.example.org/roof
author: Pen Marlow
accessed: "2021-03-05"
kind: account
paragraphs:
  - text: >-
      Surveyors call the roof of the Riverside library “poor”, and buckets stand on every landing.
    digest: "83d27d3092ce"
  - text: Buckets and books
    kind: subhead
    digest: "4cd1f8732fe0"
  - text: >-
      Council leader Mary Okafor (Grn) said: “We were told in 2012 [sic] and we did nothing. I am
      sorry for that.”
    digest: "a6e2ac17d9a8"
  - text: >-
      Asked whether she would resign, Cllr Okafor said it was “out of the question”.
    digest: "eadad3eebc82"
  - text: "Slates: 1,400 are loose [/] or lost"
    kind: item
    digest: "392da1fc3dfb"
  - text: "Gutters: [@click=app.quit]all of them[/]"
    kind: item
    digest: "b6265c0452a6"
  - text: >-
      The Quay Residents’ Group said: “Every winter we have carried the books down, box by box.
    digest: "c7aaae957e5b"
  - text: >-
      “Next winter somebody else can carry them. Ring us on 01632 960000.”
    digest: "fed883ccbf0f"
""",
    "articles/herald-2021-05.yaml": """\
headline: New leader, old roof
title_ours: true
publisher: Daily Herald
published: "2021-05"
published_inferred: The article speaks of the May meeting as past.
kind: account
paragraphs:
  - text: >-
      The survey of January was read out to the council in May, all ninety pages of it.
    digest: "56d89e87a3d4"
  - text: >-
      Marie Okafor, who led the council until April, said: “A roof is a promise.”
    digest: "860c1bab8937"
  - text: >-
      Tom Ashdown (Pur) called the old plan “a naïve café-table sketch” and the 図書館 banner “頑張れ 🙂”.
    digest: "63a75f29e3cf"
  - text: >-
      “Nobody asked an architect,” said Zoë Laîné. “Nobody.”
    digest: "80efd233aeaf"
""",
    "articles/newsletter-undated.yaml": """\
headline: Notes from the reading room
publisher: Friends of the Library
kind: original
paragraphs:
  - The kettle is mended; the roof is not.
  - A volunteer thought it “rather damp”.
""",
    "quotes/gazette-2021-03-04.yaml": """\
- id: q1
  paragraph: 0
  exact: beyond patching
  attribution: the surveyors
  type: mixed
- id: q2
  paragraph: 1
  exact: poor
  type: none
  note: The name of a rating.
- id: q3
  paragraph: 3
  exact: We were told in 2012 [sic] and we did nothing. I am sorry for that.
  speaker: mary-okafor
  attribution: Council leader Mary Okafor (Grn)
  cue: said
  type: direct
- id: q4
  paragraph: 4
  exact: out of the question
  speaker: mary-okafor
  attribution: Cllr Okafor
  cue: said
  type: mixed
- id: q5
  paragraph: 7
  exact: Every winter we have carried the books down, box by box.
  speaker: quay-residents
  attribution: The Quay Residents’ Group
  cue: said
  type: direct
- id: q6
  paragraph: 8
  exact: Next winter somebody else can carry them. Ring us on 01632 960000.
  speaker: quay-residents
  type: direct
  continues: q5
""",
    "quotes/herald-2021-05.yaml": """\
- id: q1
  paragraph: 2
  exact: A roof is a promise.
  speaker: mary-okafor
  attribution: Marie Okafor
  cue: said
  type: direct
- id: q2
  paragraph: 3
  exact: a naïve café-table sketch
  speaker: tom-ashdown
  attribution: Tom Ashdown (Pur)
  cue: called
  type: mixed
- id: q3
  paragraph: 3
  exact: 頑張れ 🙂
  type: none
  note: The words on a banner.
- id: q4
  paragraph: 4
  exact: Nobody asked an architect,
  speaker: zoe-laine
  attribution: Zoë Laîné
  cue: said
  type: direct
- id: q5
  paragraph: 4
  exact: Nobody.
  speaker: zoe-laine
  type: direct
""",
    "quotes/newsletter-undated.yaml": """\
- id: q1
  paragraph: 2
  exact: rather damp
  attribution: A volunteer
  cue: thought
  type: mixed
""",
    "events.yaml": """\
- id: first-survey
  date: "2012-06-04/2012-06-08"
  title: The roof is surveyed
  sources:
    - url: https://surveys.example.org/7
- id: okafor-steps-down
  date: "2021-04"
  title: Mary Okafor steps down as leader
  evidence:
    - article: herald-2021-05
      paragraph: 2
      exact: until April
""",
    "differences.yaml": """\
- id: okafor-first-name
  title: The former leader’s first name
  kind: wording
  sides:
    - says: Mary
      evidence:
        - article: gazette-2021-03-04
          paragraph: 3
          exact: Mary Okafor
    - says: Marie
      evidence:
        - article: herald-2021-05
          paragraph: 2
          exact: Marie Okafor
""",
}
"""Every file of the dossier by its path."""


class Folder:
    """A content folder that a test writes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Return a file's path."""
        return self.root / name

    def read(self, name: str) -> str:
        """Return a file's text."""
        return self.path(name).read_bytes().decode("utf-8")

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.is_file() else 0
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if path.stat().st_mtime_ns <= before:
            # Two changes within one clock tick must differ in their times.
            os.utime(path, ns=(before + 1, before + 1))
        return path

    def change(self, name: str, old: str, new: str) -> Path:
        """Replace text that occurs once in a file."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        return self.write(name, text.replace(old, new))

    def append(self, name: str, more: str) -> Path:
        """Append to a file."""
        return self.write(name, self.read(name) + more)

    def remove(self, name: str) -> None:
        """Delete a file."""
        self.path(name).unlink()

    def check(self) -> list[Finding]:
        """Return all findings."""
        return check_dossier([self.root])[1]

    def findings(self) -> list[str]:
        """Return the findings as ``file:line:column CODE``."""
        return [f"{self.name_of(f.path)}:{f.line}:{f.column} {f.code}" for f in self.check()]

    def name_of(self, path: str) -> str:
        """Return a path relative to the folder."""
        return os.path.relpath(path, self.root)


def write_library(root: Path) -> Folder:
    """Write the dossier into a folder."""
    folder = Folder(root)
    for name, content in FILES.items():
        folder.write(name, content)
    return folder


EXTRA_ARTICLES = 260
"""The number of articles that ``add_articles`` adds: more than fit into one transaction."""


def add_articles(folder: Folder) -> Folder:
    """Add articles without quotations, over twenty years."""
    text = FILES[f"articles/{HERALD}.yaml"]
    for n in range(EXTRA_ARTICLES):
        year = 2000 + n % 20
        folder.write(f"articles/echo-{year}-04-01-{n}.yaml", text.replace("2021-05", f"{year}-04"))
    return folder


def line_and_column(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    """Return the line and column, from 1, of the nth occurrence of ``words``."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    before = text[:start].removeprefix("\ufeff").replace("\r\n", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def mark_drafts(folder: Folder) -> None:
    """Make drafts of four quotations, among them one of type ``none`` and a continuation."""
    name = f"quotes/{GAZETTE}.yaml"
    folder.change(name, "  note: The name of a rating.\n", "  note: The name of a rating.\n  draft: 0.8\n")
    folder.change(
        name, "  cue: said\n  type: direct\n- id: q4", "  cue: said\n  type: direct\n  draft: 0.97\n- id: q4"
    )
    folder.change(name, "  type: mixed\n- id: q5", "  type: mixed\n  draft: 0.4\n- id: q5")
    folder.change(name, "  continues: q5\n", "  continues: q5\n  draft: 0.35\n")
