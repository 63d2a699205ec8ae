"""Differences of every kind for the library dossier: settled and not, with one side, without a place."""

from __future__ import annotations

from tests.fixtures_library import FILES, Folder

MORE_DIFFERENCES = """\
- id: who-carries-books
  title: Who carries the books down
  kind: compatible
  sides:
    - says: the residents
      evidence:
        - article: gazette-2021-03-04
          paragraph: 7
          exact: box by box
    - says: nobody is named
      evidence:
        - article: newsletter-undated
          paragraph: 1
- id: when-told
  title: When the council was told
  kind: contradiction
  sides:
    - says: in 2012
      supported: true
      evidence:
        - article: gazette-2021-03-04
          paragraph: 3
          exact: We were told in 2012 [sic]
      sources:
        - url: https://surveys.example.org/7
          note: The survey, page 3
          licence: Open Government Licence
    - says: in May 2021
      evidence:
        - article: herald-2021-05
          paragraph: 1
          exact: was read out to the council in May
          says: the survey is read out in May
    - says: the leader never was, says another Herald article
      sources:
        - note: Daily Herald, 1 June 2021
  settled: The survey was sent to the council in 2012.
- id: roof-state
  title: The state of the roof
  kind: tension
  sides:
    - says: beyond patching
      evidence:
        - article: gazette-2021-03-04
          paragraph: 0
          exact: beyond patching
    - says: not repaired, says the caretaker
- id: lonely
  title: How many pages the survey has
  kind: tension
  sides:
    - says: ninety
      evidence:
        - article: herald-2021-05
          paragraph: 1
          exact: all eighty pages
  note: No other source counts them.
"""


def add_differences(folder: Folder) -> Folder:
    """Add differences of the other kinds; the library has one of wording."""
    folder.write("differences.yaml", FILES["differences.yaml"] + MORE_DIFFERENCES)
    return folder
