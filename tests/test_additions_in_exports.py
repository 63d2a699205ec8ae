"""Every later addition to the format in the index, in reports and in each file of an export."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.index.agents import list_agents
from medway_tui.index.articles import count_contents, list_paragraphs
from medway_tui.index.connection import Index
from medway_tui.index.events import list_events
from medway_tui.index.inspections import find_mentions
from medway_tui.index.listing import list_by_date, list_by_speaker
from medway_tui.index.names import speaker_choices
from medway_tui.index.people import roles_of_quote
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import article_pieces, article_quotes, find_quotes, list_article_speakers
from medway_tui.index.search import find_hits
from medway_tui.model.locations import BlockPlace
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_output, command_records
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import HERALD, Folder

OKAFOR, ASHDOWN = "mary-okafor", "tom-ashdown"


@pytest.fixture
def additions(tmp_path: Path) -> Folder:
    return write_additions(tmp_path / "additions")


@pytest.fixture
def index(additions: Folder) -> Index:
    return open_dossier([additions.root]).index


@pytest.fixture
def exported(index: Index, tmp_path: Path) -> Path:
    target = tmp_path / "export"
    export_dataset(index, target)
    return target


def jsonl(exported: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (exported / "jsonl" / f"{table}.jsonl").read_text().splitlines()]


def find_ids(index: Index, query: str) -> list[str]:
    return [f"{each.article.id} {each.id}" for each in find_quotes(index, parse_query(query))[0]]


# -- the index ----------------------------------------------------------------------------------------


def test_captions_are_found_at_their_place_and_count_as_no_paragraph(index: Index) -> None:
    rows = list_paragraphs(index, CAPTIONED)
    assert [(row.block, row.paragraph, row.caption) for row in rows] == [
        (0, 0, None), (1, None, 1), (2, 1, None), (3, 2, None), (4, None, 2), (5, 3, None),
    ]  # fmt: skip
    (hit,) = find_hits(index, parse_query("wreck"))
    assert (hit.block, hit.place, hit.speaker_name) == (1, BlockPlace("caption", 1), "Tom Ashdown")
    start, end, speaker = hit.matches[0]
    assert (hit.text[start:end], speaker) == ("wreck", "Tom Ashdown")
    (storm,) = find_hits(index, parse_query("storm"))
    assert (storm.place.label, storm.speaker_name, storm.speakers) == ("caption 1", None, ())
    quote = article_quotes(index, CAPTIONED)[0]
    assert (quote.block, quote.paragraph, quote.place.short_label) == (1, None, "caption 1")
    assert quote.pieces[0].span is not None
    (outcome,) = find_mentions(index, "event", "roof-promised", "outcome")
    assert (outcome.block, outcome.place.label, outcome.exact) == (4, "caption 2", "The roof today")
    assert rows[outcome.block].text[outcome.start : outcome.end] == "The roof today"


def test_a_joint_statement_is_found_and_listed_under_each_speaker_and_counted_once(index: Index) -> None:
    joint = f"{CAPTIONED} q3"
    for query in ("speaker:okafor", "speaker:ashdown", "party:green", "party:purple", "role:leader"):
        assert joint in find_ids(index, query), query
    assert find_ids(index, "speaker:okafor speaker:ashdown") == [f"{CAPTIONED} q2", joint]
    assert joint not in find_ids(index, "-speaker:okafor speaker:ashdown")
    listing = list_by_speaker(index, parse_query(f"in:{CAPTIONED}"))
    groups = {listing.name(group)[0]: listing.size(group) for group in range(2)}
    assert groups == {ASHDOWN: 2, OKAFOR: 1}
    # The list has them under each speaker: three rows and two, with a heading for each.
    assert (len(listing), listing.quotes, listing.speakers) == (7, 2, 2)
    listing = list_by_date(index, parse_query(f"in:{CAPTIONED}"))
    assert (len(listing), listing.quotes, listing.speakers) == (4, 2, 2)
    listing = list_article_speakers(article_pieces(index, CAPTIONED))
    assert (len(listing), listing.quotes) == (7, 2)


def test_words_printed_twice_are_listed_twice_and_counted_once(index: Index) -> None:
    quotes, _ = find_quotes(index)
    counted = [quote for quote in quotes if quote.repeats is None]
    assert [quote.id for quote in quotes if quote.repeats == "q3"] == ["q2"]
    assert count_contents(index).quotes == len(counted) == len(quotes) - 1
    numbers = {each.id: each.quotes for each in list_agents(index)}
    assert (numbers[OKAFOR], numbers[ASHDOWN]) == (4, 3)
    choices = {each.id: each.quotes for each in speaker_choices(index)}
    assert (choices[OKAFOR], choices[ASHDOWN]) == (4, 3)


def test_drafts_of_joint_statements_and_repetitions_count_once(additions: Folder) -> None:
    entry = additions.read(f"quotes/{CAPTIONED}.yaml")
    additions.write(f"quotes/{CAPTIONED}.yaml", entry.replace("  type:", '  draft: "0.50"\n  type:'))
    index = open_dossier([additions.root]).index
    listing = list_by_speaker(index, parse_query(f"in:{CAPTIONED}"))
    assert (listing.quotes, listing.total_drafts) == (2, 2)
    assert [listing.drafts(group) for group in range(2)] == [2, 1]
    numbers = {each.id: (each.quotes, each.drafts) for each in list_agents(index)}
    assert (numbers[OKAFOR], numbers[ASHDOWN]) == ((3, 1), (1, 2))


def test_the_roles_of_each_speaker_are_those_of_the_day(index: Index) -> None:
    joint = article_quotes(index, CAPTIONED)[2]
    roles = roles_of_quote(index, joint)
    assert [(each.name, each.roles.party) for each in roles.speakers] == [
        ("Tom Ashdown", "Purple Party"),
        ("Mary Okafor", "Green Party"),
    ]
    assert [each.roles.standing and each.roles.standing.status for each in roles.speakers] == [
        "held",
        "last recorded",
    ]
    assert roles.standing is not None
    assert (roles.standing.status, roles.standing.recorded) == ("last recorded", "2021-03-04")


def test_a_changed_role_changes_what_a_joint_statement_is_found_by(additions: Folder) -> None:
    dossier = open_dossier([additions.root])
    assert f"{CAPTIONED} q3" in find_ids(dossier.index, "party:green")
    people = additions.read("people.yaml")
    additions.write("people.yaml", people.replace('checked: "2021-03-04"', 'end_date: "2021-03-04"'))
    dossier.refresh()
    assert f"{CAPTIONED} q3" not in find_ids(dossier.index, "party:green")


def test_deadlines_and_promises_have_what_became_of_them(index: Index) -> None:
    events = {each.id: each for each in list_events(index)}
    promise, deadline = events["roof-promised"], events["survey-due"]
    assert (promise.kind, [each.name for each in promise.by]) == ("promise", ["Tom Ashdown", "Mary Okafor"])
    assert (promise.due, promise.date_inferred) == ("2022-03", "The day of the article.")
    assert promise.outcome is not None
    assert (promise.outcome.says, promise.outcome.date) == ("The roof was repaired.", "2022-02")
    assert [each.url for each in promise.outcome.sources] == ["https://council.example.org/roof"]
    assert (deadline.date, deadline.listed_date, deadline.due) == (None, "2023", "2023")
    assert deadline.outcome is not None
    assert deadline.outcome.sources[0].licence == "Open Government Licence v3.0"


# -- reports -------------------------------------------------------------------------------------------


def test_reports_say_what_is_not_certain_in_words_that_can_be_printed(additions: Folder) -> None:
    text = command_output(additions, "quotes", "wait", "--format", "text")
    assert text == (
        "“We will not fail, and we will not wait.”\n"
        "— Tom Ashdown, Leader of the Council, Riverside Council (from May 2021), Purple Party; and"
        " Mary Okafor, Councillor for Quayside, Green Party (last recorded 4 Mar 2021), in Riverside Post,"
        " “Roof to be repaired by spring”, 1 Jun 2021, paragraph 3\n"
    )
    (record,) = command_records(additions, "quotes", "promise")
    assert (record["title_ours"], record["published_inferred"]) == (
        True,
        "The article speaks of the May meeting as past.",
    )
    assert (record["role_status"], record["role_checked"]) == ("last recorded", "2021-03-04")
    (record,) = command_records(additions, "quotes", "wreck")
    assert (record["paragraph"], record["caption"], record["speakers"]) == (None, 1, [ASHDOWN])
    twice = command_records(additions, "quotes", '"will not fail"')
    assert [each["repeats"] for each in twice] == ["q3", None]
    assert [(each["speaker"], each["speaker_name"], each["speakers"]) for each in twice] == [
        (None, "Tom Ashdown and Mary Okafor", [ASHDOWN, OKAFOR])
    ] * 2
    table = command_output(additions, "quotes", '"will not fail"')
    assert "“We will not fail” [printed a second time]\tparagraph 2" in table
    for form in ("csl-json", "bibtex"):
        cited = command_output(additions, "quotes", "wreck", "--format", form)
        assert "caption 1" in cited
        assert "Purple Party" in cited
    noted = command_output(additions, "quotes", "promise", "--format", "bibtex")
    assert "(last recorded 4 Mar 2021)" in noted


def test_an_article_read_aloud_says_what_is_not_certain_of_a_party(additions: Folder) -> None:
    page = command_output(additions, "read", CAPTIONED)
    assert "Caption 1: The library before the storm." in page
    assert "Tom Ashdown, Purple Party and Mary Okafor, Green Party, last recorded 4 Mar 2021:" in page
    assert "“We will not fail”. These words are printed twice." in page
    assert "3 paragraphs, 2 quotations." in page
    records = command_records(additions, "read", CAPTIONED)
    places = [(each["paragraph"], each["caption"], each["block"]) for each in records]
    assert places[:3] == [(0, None, 0), (None, 1, 1), (1, None, 2)]


def test_a_party_that_is_unclear_says_so_in_every_format(additions: Folder) -> None:
    additions.change("people.yaml", '      start_date: "2021-05"\n', '      start_date: "2021-03-03"\n')
    additions.change(
        "people.yaml",
        '      on_behalf_of_id: purple-party\n      start_date: "2021-03-03"\n',
        '      on_behalf_of_id: green-party\n      start_date: "2021-03-03"\n',
    )
    additions.change(f"articles/{CAPTIONED}.yaml", 'published: "2021-06-01"', 'published: "2021-03-03"')
    words = "party unclear: Green Party or Purple Party"
    (record,) = command_records(additions, "quotes", "wreck")
    assert (record["party"], record["party_unclear"]) == ("Green Party or Purple Party", True)
    for query in ("party:green", "party:purple"):
        (hit,) = command_records(additions, "search", query, "wreck")
        assert hit["party_unclear"]
        assert words in command_output(additions, "search", query, "wreck", "--format", "text")
    for form in ("text", "csl-json", "bibtex", "webannotation"):
        assert words in command_output(additions, "quotes", "wreck", "--format", form), form


def test_the_attribution_ends_reports_on_public_sources(additions: Folder) -> None:
    line = "Contains information from Riverside Council."
    for command in ("timeline", "differences", "people", "ratings"):
        for form in ("text", "markdown"):
            shown = command_output(additions, command, "--format", form)
            assert shown.replace("\\", "").endswith(f"\n\n{line}\n"), command
    assert line not in command_output(additions, "quotes", "--format", "text")
    assert command_records(additions, "timeline")


def test_the_sources_of_each_role_can_be_listed(additions: Folder) -> None:
    page = "        - url: https://council.example.org/people\n"
    note = "          note: The council’s page\n          licence: Open Government Licence v3.0\n"
    additions.write("people.yaml", additions.read("people.yaml").replace(page, page + note + page, 1))
    (record,) = command_records(additions, "people", "okafor")
    url = "https://council.example.org/people"
    assert dict(zip(record["roles"], record["role_sources"], strict=True)) == {
        "Leader of the Council, Riverside Council, Green Party (21 May 2019 to Apr 2021)": url,
        "Councillor for Quayside, Green Party (from May 2015, last recorded 4 Mar 2021; dates inferred)":
        f"The council’s page, {url} (Open Government Licence v3.0) | {url}",
    }  # fmt: skip
    assert record["licences"] == ["Open Government Licence v3.0"]


# -- the export ----------------------------------------------------------------------------------------


def test_the_tables_have_every_addition(exported: Path) -> None:
    captions = [each for each in jsonl(exported, "paragraphs") if each["caption"]]
    assert [(each["paragraph"], each["caption"], each["block"], each["kind"]) for each in captions] == [
        (None, 1, 1, "caption"),
        (None, 2, 4, "caption"),
    ]
    speakers = [each for each in jsonl(exported, "quote_speakers") if each["article"] == CAPTIONED]
    assert [(each["quote"], each["speaker"], each["party"], each["role_status"]) for each in speakers] == [
        ("q1", ASHDOWN, "Purple Party", "held"),
        ("q2", ASHDOWN, "Purple Party", "held"),
        ("q2", OKAFOR, "Green Party", "last recorded"),
        ("q3", ASHDOWN, "Purple Party", "held"),
        ("q3", OKAFOR, "Green Party", "last recorded"),
    ]
    assert [(each["scheme"], each["identifier"]) for each in jsonl(exported, "identifiers")] == [
        ("gss", "E06000035"),
        ("la-code", "887"),
    ]
    roles = [(each["checked"], each["dates_inferred"]) for each in jsonl(exported, "memberships")]
    assert ("2021-03-04", "The election was in May.") in roles
    events = {each["id"]: each for each in jsonl(exported, "events")}
    assert events["roof-promised"]["by"] == [ASHDOWN, OKAFOR]
    assert (events["survey-due"]["date"], events["survey-due"]["due"]) == (None, "2023")
    assert (events["roof-promised"]["outcome"], events["roof-promised"]["outcome_date"]) == (
        "The roof was repaired.",
        "2022-02",
    )
    evidence = [each for each in jsonl(exported, "evidence") if each["outcome"]]
    assert [(each["event"], each["paragraph"], each["caption"]) for each in evidence] == [
        ("roof-promised", None, 2)
    ]
    sources = {each["url"]: (each["licence"], each["outcome"]) for each in jsonl(exported, "sources")}
    assert sources["https://surveys.example.org/late"] == ("Open Government Licence v3.0", True)
    assert [each["supported"] for each in jsonl(exported, "sides")] == [False, False, True, False]
    assert jsonl(exported, "dossier")[0]["attribution"] == "Contains information from Riverside Council."
    with (exported / "csv" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["id"] == "q2" and row["article"] == CAPTIONED)
    assert (row["speaker"], row["speakers"], row["repeats"]) == ("", f"{ASHDOWN}; {OKAFOR}", "q3")
    assert (row["role_status"], row["role_checked"]) == ("last recorded", "2021-03-04")


def test_the_database_resolves_the_speakers_and_counts_as_the_program_does(exported: Path) -> None:
    with closing(sqlite3.connect(exported / "dossier.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        said = database.execute(
            "SELECT q.id FROM quote_speakers s JOIN quotes q ON q.article = s.article AND q.id = s.quote"
            " WHERE s.speaker = ? AND q.article = ? AND q.repeats IS NULL ORDER BY 1",
            (OKAFOR, CAPTIONED),
        ).fetchall()
        assert said == [("q3",)]
        numbers = dict(database.execute("SELECT id, quotations FROM speakers"))
        assert (numbers[OKAFOR], numbers[ASHDOWN]) == (4, 3)
        listed = database.execute("SELECT kind, date FROM timeline WHERE id = 'survey-due'").fetchone()
        assert listed == ("deadline", "2023")


def test_the_readme_and_the_package_repeat_attribution_and_licences(exported: Path) -> None:
    readme = (exported / "README.md").read_text()
    assert "## Attribution\n\nContains information from Riverside Council.\n" in readme
    assert "- Open Government Licence v3.0\n" in readme
    package = json.loads((exported / "datapackage.json").read_text())
    assert "Contains information from Riverside Council." in package["description"]
    assert package["medway_tui"]["attribution"] == "Contains information from Riverside Council."
    assert package["medway_tui"]["source_licences"] == ["Open Government Licence v3.0"]


def test_popolo_has_codes_and_recorded_days(exported: Path) -> None:
    popolo = json.loads((exported / "popolo.json").read_text())
    (council,) = [each for each in popolo["organizations"] if each["id"] == "riverside-council"]
    assert council["identifiers"] == [
        {"scheme": "gss", "identifier": "E06000035"},
        {"scheme": "la-code", "identifier": "887"},
    ]
    seat = next(each for each in popolo["memberships"] if each.get("dates_inferred"))
    assert seat["checked"] == "2021-03-04"


def test_entities_have_every_addition(exported: Path) -> None:
    entities = [json.loads(line) for line in (exported / "entities.ftm.json").read_text().splitlines()]
    by_name: dict[str, dict[str, list[str]]] = {}
    for each in entities:
        for name in each["properties"].get("name", ()):
            by_name.setdefault(name, each["properties"])
    assert by_name["Riverside Council"]["idNumber"] == ["E06000035", "887"]
    promise = by_name["The roof will be repaired by spring"]
    assert len(promise["involved"]) == 2
    assert promise["description"] == ["The roof was repaired. (Feb 2022)"]
    assert by_name["The third survey is due"]["date"] == ["2023"]
    documented = [each["properties"] for each in entities if each["schema"] == "Documentation"]
    joint = [each for each in documented if len(each["entity"]) == 2]
    assert len(joint) == 2
    assert all("last recorded 4 Mar 2021" in each["status"][0] for each in joint)
    status = [text for each in entities for text in each["properties"].get("status", ())]
    assert "last recorded 2021-03-04" in status


def test_annotations_name_every_speaker_and_point_into_captions(exported: Path) -> None:
    items = json.loads((exported / "annotations.jsonld").read_text())["items"]
    by_words = {each["target"][0]["selector"][0]["exact"]: each for each in items}
    joint = by_words["We will not fail, and we will not wait."]["body"]
    assert [body["name"] for body in joint if "name" in body] == ["Tom Ashdown", "Mary Okafor"]
    wreck = by_words["a wreck"]["target"][0]
    assert wreck["source"]["value"].startswith("The library before the storm.")
    start, end = wreck["selector"][1]["start"], wreck["selector"][1]["end"]
    assert wreck["source"]["value"][start:end] == "a wreck"
    notes = [body["value"] for body in by_words["A roof is a promise."]["body"] if "value" in body]
    assert "The title is supplied." in notes
    assert any(note.startswith("The date is inferred: ") for note in notes)
    again = [body["value"] for body in by_words["We will not fail"]["body"] if "value" in body]
    assert "These words are printed a second time here: they repeat q3." in again


# -- dossiers written before ------------------------------------------------------------------------------


def test_a_dossier_written_before_the_additions_has_them_empty(folder: Folder, tmp_path: Path) -> None:
    index = open_dossier([folder.root]).index
    target = tmp_path / "export"
    export_dataset(index, target)
    for each in jsonl(target, "quotes"):
        assert (each["caption"], each["repeats"], each["draft"]) == (None, None, None)
        assert each["paragraph"] is not None
        assert each["speakers"] == ([each["speaker"]] if each["speaker"] else [])
    assert all(each["block"] == each["paragraph"] for each in jsonl(target, "paragraphs"))
    assert {each["kind"] for each in jsonl(target, "events")} == {"event"}
    assert not any(each["dates_inferred"] for each in jsonl(target, "memberships"))
    assert jsonl(target, "identifiers") == []
    assert jsonl(target, "dossier")[0]["attribution"] is None
    assert "## Attribution" not in (target / "README.md").read_text()
    (hit,) = find_hits(index, parse_query("promise"))
    assert (hit.article.id, hit.paragraph, hit.caption, hit.block) == (HERALD, 2, None, 2)
