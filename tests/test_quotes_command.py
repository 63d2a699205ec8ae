"""``medway-tui quotes``: results, formats and exit status."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import Any

import pytest

from medway_tui.index.articles import list_paragraphs
from medway_tui.sync.dossier import open_dossier
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder
from tests.process_helpers import PROGRAM, run_program, run_python

FIELDS = [
    "id", "article", "headline", "publisher", "published", "url", "paragraph", "start", "end", "exact",
    "speaker", "speaker_name", "attribution", "role", "party", "cue", "type", "continues", "note",
    "title_ours", "published_inferred", "caption", "speakers", "role_status", "role_checked",
    "party_status", "party_unclear", "repeats", "draft",
]  # fmt: skip

OKAFOR = {
    "id": "q3",
    "article": GAZETTE,
    "headline": "Library roof 'beyond patching'",
    "publisher": "Riverside Gazette",
    "published": "2021-03-04",
    "url": "https://gazette.example.org/roof",
    "paragraph": 3,
    "start": 40,
    "end": 107,
    "exact": "We were told in 2012 [sic] and we did nothing. I am sorry for that.",
    "speaker": "mary-okafor",
    "speaker_name": "Mary Okafor",
    "attribution": "Council leader Mary Okafor (Grn)",
    "role": "Leader of the Council, Riverside Council (21 May 2019 to Apr 2021);"
    " Councillor for Quayside (from May 2015)",
    "party": "Green Party",
    "cue": "said",
    "type": "direct",
    "continues": None,
    "note": None,
    "title_ours": False,
    "published_inferred": None,
    "caption": None,
    "speakers": ["mary-okafor"],
    "role_status": "held",
    "role_checked": None,
    "party_status": "held",
    "party_unclear": False,
    "repeats": None,
    "draft": None,
}


def records(folder: Folder, *arguments: str) -> list[dict[str, Any]]:
    result = run_program("quotes", "--content", folder.root, "--format", "jsonl", *arguments)
    assert result.returncode == (0 if result.stdout else 1), result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def found(folder: Folder, *arguments: str) -> list[str]:
    return [f"{record['article'].partition('-')[0]} {record['id']}" for record in records(folder, *arguments)]


def test_a_record_has_every_field_in_order(folder: Folder) -> None:
    first = records(folder, "sorry")[0]
    assert list(first) == FIELDS
    assert first == OKAFOR


def test_json_and_csv_hold_what_json_lines_hold(folder: Folder) -> None:
    lines = records(folder)
    result = run_program("quotes", "--content", folder.root, "--format", "json")
    assert json.loads(result.stdout) == lines
    result = run_program("quotes", "--content", folder.root, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == FIELDS
    assert rows == [{name: csv_text(value) for name, value in line.items()} for line in lines]


def csv_text(value: Any) -> str:
    """Return a value of a JSON record as CSV has it."""
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("content", ["small", "shipped"])
def test_every_quotation_is_at_its_place(folder: Folder, content: str) -> None:
    root = folder.root if content == "small" else ROOT / "content"
    index = open_dossier([root]).index
    result = run_program("quotes", "--content", root, "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == index.value("SELECT count(*) FROM quote WHERE type <> 'none'")
    for line in lines:
        (text,) = [
            row.text
            for row in list_paragraphs(index, line["article"])
            if (row.paragraph, row.caption) == (line["paragraph"], line["caption"])
        ]
        assert text[line["start"] : line["end"]] == line["exact"]


def test_a_quotation_over_two_paragraphs_is_two_entries_and_one_quotation(folder: Folder) -> None:
    first, second = records(folder, "--speaker", "QRG", "--limit", "1")
    assert (first["id"], first["continues"], first["paragraph"]) == ("q5", None, 7)
    assert (second["id"], second["continues"], second["paragraph"]) == ("q6", "q5", 8)
    assert (second["speaker_name"], second["cue"]) == ("Quay Residents’ Group", None)
    table = run_program("quotes", "--content", folder.root, "--speaker", "QRG").stdout.splitlines()
    assert len(table) == 2
    assert table[1].endswith("Ring us on 01632 960000.”\tparagraphs 7–8")


@pytest.mark.parametrize(
    ("arguments", "same"),
    [
        (["--speaker", "marie okafor"], ['speaker:"marie okafor"']),
        (["--speaker", "okafro"], ["speaker:okafor"]),
        (["--party", "grn"], ["party:green"]),
        (["--article", HERALD], [f"in:{HERALD}"]),
        (["--article", "herald"], ["in:herald"]),
        (["--since", "2021-05"], ["after:2021-05"]),
        (["--until", "2021-04"], ["before:2021-05-01"]),
        (["--until", "2021"], ["before:2022"]),
        (["--type", "mixed"], ["type:mixed"]),
        (["--type", "mixed", "--speaker", "mary"], ["type:mixed speaker:mary"]),
    ],
)
def test_an_option_equals_its_filter(folder: Folder, arguments: list[str], same: list[str]) -> None:
    assert found(folder, *arguments)
    assert found(folder, *arguments) == found(folder, *same)


def test_words_phrases_and_what_must_be_absent(folder: Folder) -> None:
    assert found(folder, "roof", "promise") == ["herald q1"]
    assert found(folder, '"did nothing"') == ["gazette q3"]
    assert found(folder, "--", "nobody", "-architect") == ["herald q5"]


def test_until_includes_its_own_day(folder: Folder) -> None:
    assert "gazette q3" in found(folder, "--until", "2021-03-04")
    assert "gazette q3" not in found(folder, "--until", "2021-03-03")
    assert "gazette q3" in found(folder, "--until", "9999")


def test_sorting(folder: Folder) -> None:
    oldest = found(folder)
    assert oldest[0] == "newsletter q1"
    assert [name.split()[0] for name in dict.fromkeys(n.split()[0] for n in oldest)] == [
        "newsletter", "gazette", "herald",
    ]  # fmt: skip
    newest = found(folder, "--sort", "newest")
    assert newest[:4] == ["herald q1", "herald q2", "herald q4", "herald q5"]
    assert newest[-1] == "newsletter q1"
    by_speaker = [record["speaker"] for record in records(folder, "--sort", "speaker")]
    assert by_speaker == [
        *["mary-okafor"] * 3, "tom-ashdown", *["zoe-laine"] * 2, *["quay-residents"] * 2, None, None,
    ]  # fmt: skip


def test_text_is_what_the_reader_copies(folder: Folder) -> None:
    result = run_program("quotes", "--content", folder.root, "promise", "--format", "text")
    assert result.stdout == (
        "“A roof is a promise.”\n"
        "— Mary Okafor, Councillor for Quayside (from May 2015), Green Party,"
        " in Daily Herald, [New leader, old roof], [May 2021], paragraph 2\n"
    )


def test_markdown(folder: Folder) -> None:
    result = run_program("quotes", "--content", folder.root, "promise", "--format", "markdown")
    assert result.stdout == (
        "| Date | Publisher | Speaker | Words | Paragraph |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| \\[May 2021\\] | Daily Herald | Mary Okafor | “A roof is a promise.” | paragraph 2 |\n"
    )


def test_a_quotation_that_is_adrift_has_no_place_and_says_so(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    [line] = records(folder, "prayer")
    assert (line["start"], line["end"]) == (None, None)
    result = run_program("quotes", "--content", folder.root, "prayer")
    assert "“A roof is a prayer.” [not found in the article]" in result.stdout


def test_a_change_of_the_files_is_answered_at_once(folder: Folder) -> None:
    assert found(folder, "rather") == ["newsletter q1"]
    folder.remove(f"quotes/{NEWSLETTER}.yaml")
    assert found(folder, "rather") == []


@pytest.mark.parametrize("form", ["table", "text", "markdown"])
def test_nothing_found_is_reported_on_stderr(folder: Folder, form: str) -> None:
    result = run_program("quotes", "--content", folder.root, "zebra", "--format", form)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "medway-tui: nothing was found\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--speaker", "hasdown"], "no speaker is called hasdown\n  did you mean Tom Ashdown?"),
        (["--party", "burple"], "no party is called burple\n  did you mean Purple Party?"),
        (["role:reader"], "no role is called reader\n  did you mean Leader of the Council?"),
        (["--article", "gazette-2021-03-05"], f"gazette-2021-03-05\n  did you mean {GAZETTE}?"),
        (["--speaker", "xyzzy"], "no speaker is called xyzzy\n"),
    ],
)
def test_a_name_that_no_one_has_gets_a_suggestion(folder: Folder, arguments: list[str], says: str) -> None:
    result = run_program("quotes", "--content", folder.root, *arguments)
    assert (result.returncode, result.stdout) == (1, "")
    assert says in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--since", "yesterday"], "not yesterday"),
        (["--until", "2021-02-30"], "--until takes a date such as"),
        (["speaker:"], "speaker: wants a value"),
        (["--speaker", ' " '], "--speaker is empty"),
        (["--limit", "0"], "--limit"),
        (["--format", "xml"], "--format"),
    ],
)
def test_what_is_not_understood_is_not_answered(folder: Folder, arguments: list[str], says: str) -> None:
    result = run_program("quotes", "--content", folder.root, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def test_no_dossier_is_no_answer(folder: Folder) -> None:
    result = run_program("quotes", "--content", folder.root / "nowhere")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("medway-tui: ")


def test_the_folder_may_be_named_before_the_command(folder: Folder) -> None:
    result = run_program("--content", folder.root, "quotes", "promise")
    assert result.returncode == 0
    assert "A roof is a promise." in result.stdout


def test_colours_and_width_are_as_requested(folder: Folder) -> None:
    arguments = ("quotes", "--content", folder.root, "--color")
    drawn = run_program(*arguments, "always", env={"COLUMNS": "60"}).stdout
    assert "\x1b[" in drawn
    assert "\x1b" not in run_program(*arguments, "auto").stdout
    assert "\x1b" not in run_program(*arguments, "never").stdout


def test_who_stops_reading_is_left_in_peace(folder: Folder) -> None:
    command = [sys.executable, "-c", PROGRAM, "quotes", "--content", str(folder.root), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_json_lines_load_nothing_heavy_on_a_warm_way(folder: Folder) -> None:
    arguments = ("quotes", "--content", folder.root, "--speaker", "mary", "--format", "jsonl")
    assert run_program(*arguments).returncode == 0
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    result = run_python(report + PROGRAM, *arguments)
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 3
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "sqlite3" in loaded
    assert not loaded & {"textual", "rich", "yaml", "pydantic", "pydantic_core", "rapidfuzz", "watchfiles"}
