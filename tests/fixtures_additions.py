"""The dossier of ``fixtures_library`` with every later addition to the format in use."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures_library import FILES, GAZETTE, HERALD, Folder

CAPTIONED = "post-2021-06-01"
"""An article with two captions among its paragraphs, a joint statement, and words printed twice."""

ADDITIONS: dict[str, str] = {
    "dossier.yaml": FILES["dossier.yaml"] + "attribution: Contains information from Riverside Council.\n",
    "people.yaml": FILES["people.yaml"].replace(
        '      start_date: "2015-05"\n      checked: "2021-06-01"\n',
        '      start_date: "2015-05"\n      checked: "2021-03-04"\n'
        "      dates_inferred: The election was in May.\n",
    ),
    "organisations.yaml": FILES["organisations.yaml"].replace(
        "  classification: council\n",
        "  classification: council\n  identifiers:\n    - scheme: gss\n      identifier: E06000035\n"
        '    - scheme: la-code\n      identifier: "887"\n',
    ),
    f"articles/{CAPTIONED}.yaml": """\
headline: Roof to be repaired by spring
publisher: Riverside Post
published: "2021-06-01"
kind: original
paragraphs:
  - text: The library before the storm. Tom Ashdown called it “a wreck”.
    kind: caption
  - Tom Ashdown and Mary Okafor promised to repair the roof by spring.
  - text: “We will not fail”
    kind: subhead
  - text: The roof today.
    kind: caption
  - In a joint statement they said “We will not fail, and we will not wait.”
""",
    f"quotes/{CAPTIONED}.yaml": """\
- id: q1
  caption: 1
  exact: a wreck
  speaker: tom-ashdown
  cue: called
  type: mixed
- id: q2
  paragraph: 2
  exact: We will not fail
  speakers: [tom-ashdown, mary-okafor]
  type: mixed
  repeats: q3
- id: q3
  paragraph: 3
  exact: We will not fail, and we will not wait.
  speakers:
    - tom-ashdown
    - mary-okafor
  attribution: they
  cue: said
  type: direct
""",
    "events.yaml": FILES["events.yaml"]
    + f"""\
- id: roof-promised
  kind: promise
  date: "2021-06-01"
  date_inferred: The day of the article.
  title: The roof will be repaired by spring
  by: [tom-ashdown, mary-okafor]
  due: "2022-03"
  outcome:
    says: The roof was repaired.
    date: "2022-02"
    evidence:
      - article: {CAPTIONED}
        caption: 2
        exact: The roof today
    sources:
      - url: https://council.example.org/roof
  evidence:
    - article: {CAPTIONED}
      paragraph: 1
- id: survey-due
  kind: deadline
  title: The third survey is due
  by: [riverside-council]
  due: "2023"
  outcome:
    says: It was not made.
    sources:
      - url: https://surveys.example.org/late
        licence: Open Government Licence v3.0
  evidence:
    - article: {CAPTIONED}
      caption: 2
""",
    "differences.yaml": FILES["differences.yaml"]
    + f"""\
- id: resignation
  title: When Mary Okafor stepped down
  kind: contradiction
  settled: The minutes of May say that she led the council until April.
  sides:
    - says: in April
      supported: true
      evidence:
        - article: {HERALD}
          paragraph: 2
    - says: never
      evidence:
        - article: {GAZETTE}
          paragraph: 4
""",
}
"""The files that differ from those of the library, or that it does not have."""

ALL_FILES: dict[str, str] = {**FILES, **ADDITIONS}
"""Every file of the dossier by its path."""


def write_additions(root: Path) -> Folder:
    """Write the dossier into a folder."""
    folder = Folder(root)
    for name, content in ALL_FILES.items():
        folder.write(name, content)
    return folder
