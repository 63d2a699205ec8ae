"""Layered folders: the upper folder's values override, and others stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.index.articles import ArticleRow, get_article, list_articles, list_paragraphs
from medway_tui.index.inspections import list_inspections, ratings_table
from medway_tui.index.names import speaker_choices
from medway_tui.index.people import roles_on
from medway_tui.index.quotes import article_quotes
from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import FILES, GAZETTE, HERALD, Folder, write_library

ORIGINAL = """\
kind: original
accessed: "2024-01-31"
paragraphs:
  - The very words of the Herald on the survey.
  - Marie Okafor said, “A roof is a promise.” She led the council until April.
  - Tom Ashdown’s “a naïve café-table sketch” and a banner, “頑張れ 🙂”, were spoken of.
  - “Nobody asked an architect,” said Zoë Laîné. “Nobody.”
"""


@pytest.fixture
def upper(tmp_path: Path) -> Folder:
    """Return a second, empty folder."""
    folder = Folder(tmp_path / "upper")
    folder.root.mkdir()
    return folder


def open_layers(*folders: Folder) -> Dossier:
    return open_dossier([folder.root for folder in folders])


def codes(dossier: Dossier) -> list[str]:
    return [finding.code for finding in dossier.findings()]


def of(dossier: Dossier, article_id: str) -> ArticleRow:
    found = get_article(dossier.index, article_id)
    assert found is not None
    return found


def test_an_original_replaces_the_account_and_keeps_its_other_fields(
    folder: Folder, own_folder: Folder
) -> None:
    account = of(open_layers(folder), HERALD)
    own_folder.write(f"articles/{HERALD}.yaml", ORIGINAL)
    dossier = open_layers(folder)
    original = of(dossier, HERALD)
    assert original == account._replace(kind="original", accessed="2024-01-31")
    assert original.published_inferred
    texts = [row.text for row in list_paragraphs(dossier.index, HERALD)]
    assert texts[0] == "New leader, old roof"
    assert texts[1] == "The very words of the Herald on the survey."
    assert codes(dossier) == []


def test_the_quotations_are_on_the_original_as_on_the_account(folder: Folder, own_folder: Folder) -> None:
    before = {quote.id: quote.exact for quote in article_quotes(open_layers(folder).index, HERALD)}
    own_folder.write(f"articles/{HERALD}.yaml", ORIGINAL)
    dossier = open_layers(folder)
    texts = [row.text for row in list_paragraphs(dossier.index, HERALD)]
    found = article_quotes(dossier.index, HERALD)
    assert {quote.id: quote.exact for quote in found} == before
    for quote in found:
        (piece,) = quote.pieces
        assert piece.span is not None
        assert texts[piece.span.block][piece.span.start : piece.span.end] == quote.exact


def test_words_that_an_original_lacks_are_adrift_and_not_moved_by_number(
    folder: Folder, own_folder: Folder
) -> None:
    own_folder.write(
        f"articles/{HERALD}.yaml", ORIGINAL.replace("A roof is a promise.", "A roof is a chore.")
    )
    dossier = open_layers(folder)
    (adrift,) = [quote for quote in article_quotes(dossier.index, HERALD) if quote.pieces[0].span is None]
    assert adrift.exact == "A roof is a promise."
    assert codes(dossier) == ["A301"]


def test_quotes_are_treated_as_a_file(folder: Folder, upper: Folder) -> None:
    upper.write(
        f"quotes/{HERALD}.yaml",
        "- id: mine\n  paragraph: 2\n  exact: A roof is a promise.\n  speaker: mary-okafor\n  type: direct\n",
    )
    dossier = open_layers(folder, upper)
    assert [quote.id for quote in article_quotes(dossier.index, HERALD)] == ["mine"]
    assert len(article_quotes(dossier.index, GAZETTE)) == 4
    assert codes(dossier) == []


def test_an_inspection_is_taken_as_a_file(folder: Folder, upper: Folder) -> None:
    text = (
        FILES["inspections/2021-roof.yaml"].replace("lead_inspector: Ada Brook\n", "").replace("Poor", "Fair")
    )
    upper.write("inspections/2021-roof.yaml", text)
    dossier = open_layers(folder, upper)
    columns = list_inspections(dossier.index)
    assert [(each.id, each.lead_inspector) for each in columns] == [("2012-roof", None), ("2021-roof", None)]
    assert ratings_table(dossier.index).cells["overall", "2021-roof"].judgements[0].grade == "Fair"
    assert ratings_table(dossier.index).cells["overall", "2012-roof"].judgements[0].grade == "Fair"


def test_people_are_taken_entry_by_entry(folder: Folder, upper: Folder) -> None:
    upper.write(
        "people.yaml", "- id: tom-ashdown\n  name: Thomas Ashdown\n- id: new-person\n  name: New Person\n"
    )
    dossier = open_layers(folder, upper)
    names = {choice.id: choice.name for choice in speaker_choices(dossier.index)}
    assert names["tom-ashdown"] == "Thomas Ashdown"
    assert names["mary-okafor"] == "Mary Okafor"
    # The entry is replaced as a whole, memberships included.
    assert roles_on(dossier.index, "tom-ashdown", "2021-05").roles == ()
    assert roles_on(dossier.index, "mary-okafor", "2021-05").roles
    assert dossier.index.value("SELECT name FROM agent WHERE id = 'new-person'") == "New Person"


@pytest.mark.parametrize(
    ("name", "text", "question", "answer"),
    [
        ("organisations.yaml", "- id: green-party\n  name: The Greens\n",
         "SELECT name FROM agent WHERE id IN ('green-party', 'purple-party') ORDER BY id",
         ["The Greens", "Purple Party"]),
        ("events.yaml", '- id: first-survey\n  date: "2012"\n  title: x\n  sources: [{note: y}]\n',
         "SELECT date FROM event ORDER BY id", ["2012", "2021-04"]),
        ("differences.yaml", "- id: another\n  title: x\n  kind: tension\n  sides: []\n",
         "SELECT id FROM difference ORDER BY position", ["okafor-first-name", "another"]),
        ("frameworks.yaml",
         "- id: survey-2010\n  name: x\n  areas:\n    - {id: overall, name: All, rows: [overall]}\n"
         "    - {id: management, name: Leaders, rows: [leaders]}\n  grades: [Fair, Poor]\n",
         "SELECT name FROM area WHERE framework = 'survey-2010' ORDER BY position", ["All", "Leaders"]),
        ("dossier.yaml", "title: Another title\n",
         "SELECT value FROM meta WHERE name IN ('id', 'title') ORDER BY name",
         ["riverside-library", "Another title"]),
    ],
)  # fmt: skip
def test_the_rest_is_taken_entry_by_entry(
    folder: Folder, upper: Folder, name: str, text: str, question: str, answer: list[str]
) -> None:
    upper.write(name, text)
    dossier = open_layers(folder, upper)
    assert [row[0] for row in dossier.index.rows(question)] == answer
    assert codes(dossier) == []


def test_the_last_folder_named_wins_and_the_users_own_above_it(
    folder: Folder, upper: Folder, own_folder: Folder
) -> None:
    for where, publisher in ((upper, "Upper"), (own_folder, "Own")):
        where.write(f"articles/{HERALD}.yaml", f"publisher: {publisher}\n")
        where.write(f"articles/{GAZETTE}.yaml", f"author: {publisher}\n")
    assert of(open_layers(folder, upper), HERALD).publisher == "Own"
    own_folder.remove(f"articles/{HERALD}.yaml")
    assert of(open_layers(folder, upper), HERALD).publisher == "Upper"
    assert of(open_layers(folder, upper), GAZETTE).author == "Own"
    assert of(open_layers(folder), HERALD).publisher == "Daily Herald"


def test_the_users_own_folder_is_that_of_the_dossiers_id(folder: Folder, own_home: Path) -> None:
    other = Folder(own_home / "data" / "medway-tui" / "another-dossier")
    other.write(f"articles/{HERALD}.yaml", "publisher: Not this\n")
    assert of(open_layers(folder), HERALD).publisher == "Daily Herald"
    folder.change("dossier.yaml", "riverside-library", "another-dossier")
    assert of(open_layers(folder), HERALD).publisher == "Not this"


def test_an_article_of_the_upper_folder_alone_is_added(folder: Folder, upper: Folder) -> None:
    text = FILES[f"articles/{HERALD}.yaml"].replace('"2021-05"', '"2022-01"')
    upper.write("articles/echo-2022-01.yaml", text)
    assert [row.id for row in list_articles(open_layers(folder, upper).index)][-1] == "echo-2022-01"


@pytest.mark.parametrize(
    "overlay", ["kind: nonsense\n", "- a list\n", "kind: [\n", "paragraphs: [{}]\n", "colour: red\n"]
)
def test_a_faulty_overlay_leaves_the_account_as_it_was(
    folder: Folder, own_folder: Folder, overlay: str
) -> None:
    before = open_layers(folder)
    account, quotes = of(before, HERALD), article_quotes(before.index, HERALD)
    own_folder.write(f"articles/{HERALD}.yaml", overlay)
    dossier = open_layers(folder)
    assert of(dossier, HERALD) == account
    assert article_quotes(dossier.index, HERALD) == quotes
    assert len(codes(dossier)) == 1


@pytest.mark.parametrize("name", [f"quotes/{HERALD}.yaml", "inspections/2021-roof.yaml"])
def test_a_faulty_file_on_top_leaves_that_below(folder: Folder, upper: Folder, name: str) -> None:
    upper.write(name, "a: [\n")
    dossier = open_layers(folder, upper)
    assert len(article_quotes(dossier.index, HERALD)) == 4
    assert len(list_inspections(dossier.index)) == 2
    assert codes(dossier) == ["Y005"]


def test_faulty_entries_are_set_aside_and_the_rest_is_read(folder: Folder) -> None:
    folder.change("people.yaml", "  name: Tom Ashdown\n", "  nmae: Tom Ashdown\n")
    folder.change(f"quotes/{HERALD}.yaml", "  exact: A roof is a promise.\n", "")
    folder.change("events.yaml", '  date: "2012-06-04/2012-06-08"', "  date: long ago")
    dossier = open_layers(folder)
    assert {choice.id for choice in speaker_choices(dossier.index)} >= {
        "mary-okafor",
        "zoe-laine",
        "quay-residents",
    }
    assert [quote.id for quote in article_quotes(dossier.index, HERALD)] == ["q2", "q4", "q5"]
    assert [row[0] for row in dossier.index.rows("SELECT id FROM event")] == ["okafor-steps-down"]
    # Quotations by the person with the faulty entry are not reported too.
    assert set(codes(dossier)) == {"S101", "S102", "S103"}
    # An unknown speaker is listed under the id.
    assert "tom-ashdown" in {choice.name for choice in speaker_choices(dossier.index)}


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_can_not_be_read_affects_no_other(folder: Folder, name: str) -> None:
    folder.write(name, b"\xff\xfe\x00")
    dossier = open_layers(folder)
    assert "Y003" in codes(dossier)
    left = {row.id for row in list_articles(dossier.index)}
    assert left == {GAZETTE, HERALD, "newsletter-undated"} - {Path(name).stem if "articles" in name else ""}


def test_an_entry_that_appears_twice_is_read_once(folder: Folder) -> None:
    folder.append("events.yaml", '- id: first-survey\n  date: "1999"\n  title: x\n  sources: [{note: y}]\n')
    line = folder.read("events.yaml").splitlines().index("- id: first-survey", 1) + 1
    dossier = open_layers(folder)
    assert dossier.index.value("SELECT date FROM event WHERE id = 'first-survey'") == "2012-06-04/2012-06-08"
    assert folder.findings() == [f"events.yaml:{line}:3 R203"]


def test_a_folder_that_is_named_twice_is_one(folder: Folder) -> None:
    dossier = open_dossier([folder.root, folder.root])
    assert dossier.refresh() is False
    assert len(dossier.roots) == 2  # with the user's own


def test_the_users_own_folder_may_be_named_too(own_folder: Folder) -> None:
    write_library(own_folder.root)
    dossier = open_layers(own_folder)
    assert dossier.roots == [own_folder.root]
    assert dossier.refresh() is False
