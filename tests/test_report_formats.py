"""The report writer: each format with hostile or missing text."""

from __future__ import annotations

import csv
import io
import json
import re

import click
import pytest

from medway_tui.cli.articles import command as articles_command
from medway_tui.export import articles, differences, inspections, people, quotes, search, timeline
from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS, render
from medway_tui.export.report import JsonRowEncoder, Report, TableStyle, format_json
from medway_tui.text import find_invisible
from tests.cli_helpers import run_command
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.process_helpers import run_python

PLAIN = TableStyle(is_drawn=False, width=80, colour=False)

HOSTILE = "\x1b[2Jred\x07\x9b1m \u202egnp.exe \u200b\x7f|`<b>"

ANSWER = Report(
    ("id", "count", "ours", "names", "note"),
    [("a", 1, True, ("Zoë", "Z."), None), ("=1+1", -2, False, (), HOSTILE)],
    ("Id", "Note"),
    [("a", ""), ("=1+1", HOSTILE)],
    ["a", f"=1+1\n{HOSTILE}"],
)
NOTHING = Report(("id",), [], ("Id",), [], [])


def text(answer: Report, form: str, page: TableStyle = PLAIN) -> str:
    return "".join(render(answer, form, page))


def test_the_command_line_offers_every_format() -> None:
    [option] = (each for each in articles_command.params if each.name == "form")
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == [*REPORT_FORMATS, *CITING_FORMATS]


def test_json_and_json_lines_hold_each_value_as_it_is() -> None:
    records = [
        {"id": "a", "count": 1, "ours": True, "names": ["Zoë", "Z."], "note": None},
        {"id": "=1+1", "count": -2, "ours": False, "names": [], "note": HOSTILE},
    ]
    assert json.loads(text(ANSWER, "json")) == records
    lines = text(ANSWER, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == records
    assert "Zoë" in lines[0]


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("page", [PLAIN, TableStyle(is_drawn=True, width=40, colour=False)])
def test_nothing_that_a_terminal_obeys_gets_through(form: str, page: TableStyle) -> None:
    for line in text(ANSWER, form, page).split("\n"):
        assert find_invisible(line) is None


def test_csv_is_read_back_and_guards_against_formulas() -> None:
    cells = ["=1+1", "+44", "-1", "@SUM(A1)", "\tx", "\rx", "plain", 'a "b", c']
    answer = ANSWER._replace(columns=("cell",), rows=[(cell,) for cell in cells])
    assert [row[0] for row in csv.reader(io.StringIO(text(answer, "csv")))] == [
        "cell", "'=1+1", "'+44", "'-1", "'@SUM(A1)", "' x", "' x", "plain", 'a "b", c',
    ]  # fmt: skip


def test_csv_writes_numbers_truth_lists_and_what_is_not_known() -> None:
    assert text(ANSWER, "csv").split("\n")[:2] == ["id,count,ours,names,note", "a,1,true,Zoë; Z.,"]
    assert text(ANSWER, "csv").split("\n")[2].startswith("'=1+1,-2,false,,")


def test_a_markdown_cell_can_not_end_its_table() -> None:
    answer = ANSWER._replace(display_rows=[("a|b", "*c* [d](e)\nf")])
    assert text(answer, "markdown") == ("| Id | Note |\n| --- | --- |\n| a\\|b | \\*c\\* \\[d\\](e) f |\n")


def test_a_table_that_is_not_drawn_has_tabs_and_every_word() -> None:
    long = "word " * 100
    answer = ANSWER._replace(display_rows=[("a\tb", long)])
    assert text(answer, "table") == f"Id\tNote\na b\t{long}\n"


def test_a_drawn_table_fits_its_width_and_keeps_every_word() -> None:
    words = [f"word{number}" for number in range(60)]
    drawn = text(ANSWER._replace(display_rows=[("a", " ".join(words))]), "table", TableStyle(True, 40, False))
    assert max(map(len, drawn.splitlines())) <= 40
    assert drawn.split()[-60:] == words
    assert "\x1b" not in drawn
    assert "\x1b[" in text(ANSWER, "table", TableStyle(True, 40, True))


def test_blocks_are_separated_unless_they_are_lines() -> None:
    answer = ANSWER._replace(blocks=["a\nb", "c"])
    assert text(answer, "text") == "a\nb\n\nc\n"
    assert text(answer._replace(blank_between=False), "text") == "a\nb\nc\n"


def test_nothing_is_an_empty_list_or_a_head_alone() -> None:
    forms: tuple[str, ...] = ("json", "jsonl", "csv")
    assert {form: text(NOTHING, form) for form in forms} == {
        "json": "[]\n",
        "jsonl": "",
        "csv": "id\n",
    }


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("## Quotations", quotes.QUOTE_COLUMNS),
        ("## Articles", (*articles.ARTICLE_COLUMNS, *articles.TEXT_COLUMNS)),
        ("## Search", search.SEARCH_COLUMNS),
        ("## People and organisations", people.PEOPLE_COLUMNS),
        (
            "## Timeline and differences",
            (*timeline.TIMELINE_COLUMNS, *differences.DIFFERENCE_COLUMNS),
        ),
        ("## Judgements", inspections.RATING_COLUMNS),
    ],
)
def test_the_page_on_formats_has_every_column(heading: str, columns: tuple[str, ...]) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    section = re.split(r"\n###? ", page.partition(f"\n{heading}\n")[2])[0]
    rows = section.split("| column | |\n|---|---|\n")[1:]
    cells = [line.split("|")[1] for row in rows for line in row.split("\n\n")[0].split("\n") if line]
    assert sorted(re.findall("`([a-z_]+)`", " ".join(cells))) == sorted(columns)


def test_no_command_loads_yaml_or_a_screen_before_it_runs() -> None:
    code = (
        "import sys; from medway_tui.cli.main import COMMANDS, cli\n"
        "for name in 'articles differences export people quotes ratings read timeline'.split():\n"
        "    print(cli.get_command(None, name).help)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = run_python(code)
    assert result.stdout.count("Examples:") == 8
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert not loaded & {"textual", "rich", "yaml", "pydantic", "rapidfuzz"}


def test_ctrl_c_ends_a_command_quietly(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("medway_tui.cli.output.open_dossier", stopped)
    result = run_command(folder, "articles")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_rows_are_encoded_as_any_record_is() -> None:
    columns = ("a%s", "b", "c", "d", "e", "f", "g")
    row = ("“q” \\ \x1b\n\u2028 é", 3, True, False, None, 0.83, ("x", "y"))
    encoded = JsonRowEncoder(columns).encode(row)
    assert encoded == format_json(dict(zip(columns, row, strict=True)))
    assert list(json.loads(encoded).values()) == [*row[:-1], ["x", "y"]]
