"""``medway-tui articles``, ``read`` and ``people``."""

from __future__ import annotations

import pytest

from tests.cli_helpers import command_output, command_records, run_command
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder


def test_articles_come_the_oldest_first_with_every_field(folder: Folder) -> None:
    found = command_records(folder, "articles")
    assert [record["id"] for record in found] == [NEWSLETTER, GAZETTE, HERALD]
    assert list(found[1].items()) == [
        ("id", GAZETTE),
        ("headline", "Library roof 'beyond patching'"),
        ("title_ours", False),
        ("publisher", "Riverside Gazette"),
        ("published", "2021-03-04"),
        ("published_inferred", None),
        ("url", "https://gazette.example.org/roof"),
        ("author", "Pen Marlow"),
        ("accessed", "2021-03-05"),
        ("kind", "account"),
        ("paragraphs", 8),
        ("quotes", 4),
    ]
    assert found[2]["title_ours"] is True
    assert found[2]["published_inferred"] == "The article speaks of the May meeting as past."


def test_articles_for_people(folder: Folder) -> None:
    assert command_output(folder, "articles").splitlines()[1:] == [
        f"\tFriends of the Library\tNotes from the reading room\t1\t{NEWSLETTER}",
        f"4 Mar 2021\tRiverside Gazette\tLibrary roof 'beyond patching'\t4\t{GAZETTE}",
        f"[May 2021]\tDaily Herald\t[New leader, old roof]\t4\t{HERALD}",
    ]
    assert command_output(folder, "articles", "--format", "text").splitlines()[2] == (
        "Daily Herald, [New leader, old roof], [May 2021]"
    )
    assert command_output(folder, "articles", "--format", "markdown").startswith("| Date | Publisher |")


def test_an_article_is_read_from_top_to_bottom(folder: Folder) -> None:
    assert (
        command_output(folder, "read", GAZETTE)
        == """\
Library roof 'beyond patching'
Published by Riverside Gazette, 4 March 2021.
By Pen Marlow.
An account of the article in our own words; quotations are word for word.
8 paragraphs, 4 quotations.

In the headline:
   In the words of the surveyors: “beyond patching”.

1. Surveyors call the roof of the Riverside library “poor”, and buckets stand on every landing.

2. Subheading: Buckets and books

3. Council leader Mary Okafor (Grn) said: “We were told in 2012 [sic] and we did nothing. \
I am sorry for that.”
   Said by Mary Okafor, Green Party: from “We were told in” to “am sorry for that”.

4. Asked whether she would resign, Cllr Okafor said it was “out of the question”.
   In the words of Mary Okafor, Green Party: “out of the question”.

5. Item: Slates: 1,400 are loose [/] or lost

6. Item: Gutters: [@click=app.quit]all of them[/]

7. The Quay Residents’ Group said: “Every winter we have carried the books down, box by box.
   Said by Quay Residents’ Group, going on to paragraph 8: from “Every winter we have” to \
“us on 01632 960000”.

8. “Next winter somebody else can carry them. Ring us on 01632 960000.”

The original is at https://gazette.example.org/roof
"""
    )


def test_an_article_without_a_date_and_a_quotation_adrift(folder: Folder) -> None:
    folder.change(f"quotes/{NEWSLETTER}.yaml", "rather damp", "very wet")
    text = command_output(folder, "read", NEWSLETTER)
    assert text.startswith(
        "Notes from the reading room\n"
        "Published by Friends of the Library; the date is not known.\n"
        "The article's own text.\n"
    )
    assert "A volunteer: “very wet”. These words are not in the article." in text


def test_an_article_for_programs_has_each_paragraph(folder: Folder) -> None:
    found = command_records(folder, "read", NEWSLETTER)
    assert found[0] == {
        "article": NEWSLETTER,
        "paragraph": 0,
        "kind": "headline",
        "text": "Notes from the reading room",
        "caption": None,
        "block": 0,
    }
    assert [record["paragraph"] for record in found] == [0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("gazette-2021-03-14", f"did you mean {GAZETTE}?"),
        ("New leader old roofs", f"did you mean {HERALD}?"),
        ("xyzzy", "medway-tui articles lists the ids"),
    ],
)
def test_an_article_that_is_not_there(folder: Folder, typed: str, hint: str) -> None:
    result = run_command(folder, "read", typed)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"medway-tui: there is no article {typed}\n  {hint}\n"


def test_people_come_in_the_order_of_the_dossier(folder: Folder) -> None:
    folder.change(f"quotes/{NEWSLETTER}.yaml", "attribution: A volunteer", "speaker: a-volunteer")
    found = command_records(folder, "people")
    assert [record["id"] for record in found] == [
        "mary-okafor", "tom-ashdown", "zoe-laine", "riverside-council", "green-party", "purple-party",
        "quay-residents", "a-volunteer",
    ]  # fmt: skip
    assert list(found[0].items()) == [
        ("id", "mary-okafor"),
        ("kind", "person"),
        ("name", "Mary Okafor"),
        ("other_names", ["Marie Okafor", "Cllr Okafor"]),
        ("classification", None),
        (
            "roles",
            [
                "Leader of the Council, Riverside Council, Green Party (21 May 2019 to Apr 2021)",
                "Councillor for Quayside, Green Party (from May 2015, last recorded 1 Jun 2021)",
            ],
        ),
        ("quotes", 3),
        ("note", None),
        ("role_sources", ["https://council.example.org/people"] * 2),
        ("sources", []),
        ("licences", []),
        ("identifiers", []),
        ("role_statuses", ["until Apr 2021", "last recorded 1 Jun 2021"]),
        ("role_dates_inferred", ["", ""]),
        (
            "names_printed",
            [
                f"Mary Okafor | {GAZETTE}:3",
                f"Marie Okafor | {HERALD}:2",
                f"Cllr Okafor | {GAZETTE}:4",
            ],
        ),
        ("publishers", ["Riverside Gazette: 2", "Daily Herald: 1"]),
        ("co_speakers", ["quay-residents: 1", "tom-ashdown: 1", "zoe-laine: 1"]),
        ("promises", []),
    ]
    assert (found[-2]["kind"], found[-2]["quotes"]) == ("organisation", 1)
    assert (found[-1]["kind"], found[-1]["quotes"]) == (None, 1)


def test_one_person_s_page_has_all_that_was_said(folder: Folder) -> None:
    page = command_output(folder, "people", "marie", "okafor", "--format", "text")
    assert page.startswith(
        "Mary Okafor\nAlso printed as: Marie Okafor; Cllr Okafor\nRole: Leader of the Council, Riverside"
    )
    assert page.count("\n— Mary Okafor, ") == 3
    assert "\n— " not in command_output(folder, "people", "--format", "text")


def test_one_person_s_page_is_text_unless_another_format_is_named(folder: Folder) -> None:
    folder.append(
        "events.yaml",
        """\
- id: roof-promised
  kind: promise
  by: [mary-okafor]
  date: "2021-03-04"
  due: "2021-09"
  title: The roof is to be patched
  sources:
    - note: Minutes of the council
      url: https://council.example.org/minutes
  outcome:
    says: Patched by the new leader
    date: "2021-10"
    sources:
      - note: The Herald
- id: rain
  date: "2021-03-20"
  title: It rains
""",
    )
    page = command_output(folder, "people", "okafor")
    assert page == command_output(folder, "people", "okafor", "--format", "text")
    head, _, history = page.partition("\n\nIn order of time, with the events between:\n\n")
    assert head.split("\n")[2:] == [
        "Role: Leader of the Council, Riverside Council, Green Party (21 May 2019 to Apr 2021)",
        "   Source: https://council.example.org/people",
        "Role: Councillor for Quayside, Green Party (from May 2015, last recorded 1 Jun 2021)",
        "   Source: https://council.example.org/people",
        "Printed “Mary Okafor”: Riverside Gazette, 4 March 2021, paragraph 3",
        "Printed “Marie Okafor”: Daily Herald, May 2021 (date inferred), paragraph 2",
        "Printed “Cllr Okafor”: Riverside Gazette, 4 March 2021, paragraph 4",
        "4 March 2021: Promise by Mary Okafor: The roof is to be patched, due September 2021",
        "   Said in: Minutes of the council, https://council.example.org/minutes",
        "   Outcome: Patched by the new leader (October 2021)",
        "   Outcome said in: The Herald",
        "Quotations: 3",
        "   Riverside Gazette: 2 quotations",
        "   Daily Herald: 1 quotation",
        "Also speaking in these articles:",
        "   Quay Residents’ Group: 1 article",
        "   Tom Ashdown: 1 article",
        "   Zoë Laîné: 1 article",
    ]
    assert [line for line in history.split("\n") if line and not line.startswith("— ")] == [
        "   4 March 2021: Promise by Mary Okafor: The roof is to be patched, due September 2021",
        "      Said in: Minutes of the council",
        "      Outcome: Patched by the new leader (October 2021)",
        "      Outcome said in: The Herald",
        "“We were told in 2012 [sic] and we did nothing. I am sorry for that.”",
        "“out of the question”",
        "   20 March 2021: It rains",
        "   April 2021: Mary Okafor steps down as leader",
        "      Said in: Daily Herald, May 2021 (date inferred), paragraph 2",
        "“A roof is a promise.”",
    ]
    table = command_output(folder, "people", "okafor", "--format", "table")
    assert table.startswith("Name\tRoles\tQuotations\nMary Okafor\tLeader of the Council")
    assert command_output(folder, "people").startswith("Name\tRoles\tQuotations\nMary Okafor\tLeader")
    assert command_records(folder, "people", "okafor")[0]["promises"] == ["roof-promised"]


def test_a_person_s_page_says_what_is_not_known(folder: Folder) -> None:
    folder.change(
        "people.yaml",
        '      end_date: "2021-03-03"\n      sources:\n        - url: https://council.example.org/people\n',
        '      end_date: "2021-03-03"\n      dates_inferred: He said so.\n',
    )
    lines = command_output(folder, "people", "ashdown").split("\n")
    role = lines.index("Role: Councillor, Purple Party (2019 to 3 Mar 2021; dates inferred)")
    assert lines[role + 1 : role + 3] == ["   Dates inferred: He said so.", "   No source is recorded."]
    group = command_output(folder, "people", "qrg")
    assert "Printed “QRG”: in no article here\n" in group
    assert "\nWhat came after:\n\n   April 2021: Mary Okafor steps down as leader\n" in group


def test_people_by_a_slip_and_by_nothing_like_it(folder: Folder) -> None:
    assert [record["id"] for record in command_records(folder, "people", "okafro")] == ["mary-okafor"]
    result = run_command(folder, "people", "hasdown")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "medway-tui: no person or organisation matches “hasdown” (did you mean Tom Ashdown?)\n"
    )
