"""The Python interface: the command line's records, its errors, its documents; nothing is printed."""

from __future__ import annotations

import doctest
import json
import re
import threading
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

import medway_tui
from medway_tui import api
from tests.cli_helpers import run_command
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, Folder, mark_drafts
from tests.process_helpers import run_program, run_python
from tests.ratings_tables import row, table

SHIPPED = Folder(ROOT / "content")
PAGE = ROOT / "docs" / "python.md"

Call = Callable[[medway_tui.OpenDossier], list[Any]]


@pytest.fixture
def shipped() -> Iterator[medway_tui.OpenDossier]:
    with medway_tui.open() as dossier:
        yield dossier


def council_dossier(folder: Folder) -> Folder:
    """Import a table of councils into the library dossier."""
    csv = folder.root.parent / "inspections.csv"
    csv.write_bytes(table(row(), row("thrushford", grades="inadequate,good,good,good,good", urn="90003")))
    assert run_program("import", "ratings", csv, "--content", folder.root, "--quiet").returncode == 0
    return folder


# -- records ----------------------------------------------------------------------------------------------

QUERIES: list[tuple[Call, list[str], type]] = [
    (lambda d: d.quotes(), ["quotes"], medway_tui.QuoteDict),
    (lambda d: d.quotes("speaker:jarrett"), ["quotes", "speaker:jarrett"], medway_tui.QuoteDict),
    (
        lambda d: d.quotes(party="con", since="2019-09", until="2019-12", sort="newest", limit=3),
        [
            "quotes",
            "--party",
            "con",
            "--since",
            "2019-09",
            "--until",
            "2019-12",
            "--sort",
            "newest",
            "--limit",
            "3",
        ],
        medway_tui.QuoteDict,
    ),
    (
        lambda d: d.quotes("-huge", speaker="jarrett", article="bbc", type="mixed", sort="speaker"),
        [
            "quotes",
            "--speaker",
            "jarrett",
            "--article",
            "bbc",
            "--type",
            "mixed",
            "--sort",
            "speaker",
            "--",
            "-huge",
        ],
        medway_tui.QuoteDict,
    ),
    (lambda d: d.articles(), ["articles"], medway_tui.ArticleDict),
    (lambda d: d.articles("speaker:brazil"), ["articles", "speaker:brazil"], medway_tui.ArticleDict),
    (lambda d: d.read("bbc-2019-08-27"), ["read", "bbc-2019-08-27"], medway_tui.BlockDict),
    (lambda d: d.search("children"), ["search", "children"], medway_tui.HitDict),
    (lambda d: d.search("party:con", limit=2), ["search", "party:con", "--limit", "2"], medway_tui.HitDict),
    (lambda d: d.people(), ["people"], medway_tui.PersonDict),
    (lambda d: d.people("pat cooper"), ["people", "pat", "cooper"], medway_tui.PersonDict),
    (lambda d: d.ratings(), ["ratings"], medway_tui.JudgementDict),
    (
        lambda d: d.ratings(inspection="2019-07-ilacs"),
        ["ratings", "--inspection", "2019-07-ilacs"],
        medway_tui.JudgementDict,
    ),
    (lambda d: d.timeline(), ["timeline"], medway_tui.TimelineDict),
    (
        lambda d: d.timeline("ofsted", kind=["event", "promise"], since="2019", until="2020", quotes=True),
        [
            "timeline",
            "ofsted",
            "--kind",
            "event",
            "--kind",
            "promise",
            "--since",
            "2019",
            "--until",
            "2020",
            "--quotes",
        ],
        medway_tui.TimelineDict,
    ),
    (
        lambda d: d.timeline(person="jarrett", publisher="bbc", kind="quote"),
        ["timeline", "--person", "jarrett", "--publisher", "bbc", "--kind", "quote"],
        medway_tui.TimelineDict,
    ),
    (lambda d: d.differences(), ["differences"], medway_tui.DifferenceDict),
    (
        lambda d: d.differences(kind="conflict", publisher=["bbc", "kentonline"]),
        ["differences", "--publisher", "bbc", "--publisher", "kentonline", "--kind", "conflict"],
        medway_tui.DifferenceDict,
    ),
]


@pytest.mark.parametrize(("call", "command", "kind"), QUERIES, ids=[" ".join(each[1]) for each in QUERIES])
def test_the_records_are_those_of_the_command_line(
    shipped: medway_tui.OpenDossier, call: Call, command: list[str], kind: type
) -> None:
    records = call(shipped)
    printed = run_command(SHIPPED, command[0], "--format", "jsonl", *command[1:])
    assert records
    assert records == [json.loads(line) for line in printed.stdout.splitlines()]
    assert list(records[0]) == list(kind.__annotations__)
    assert unlike(records, kind) == []


def test_the_records_of_other_councils_are_those_of_the_command_line(folder: Folder) -> None:
    council_dossier(folder)
    with medway_tui.open(folder.root) as dossier:
        for call, options, kind in (
            (dossier.council_ratings("thrushford"), ["--council", "thrushford"], medway_tui.CouncilGradeDict),
            (dossier.grade_shares("2020"), ["--shares", "2020"], medway_tui.GradeShareDict),
            (dossier.recovery_times(), ["--recovery"], medway_tui.RecoveryDict),
        ):
            printed = run_command(folder, "ratings", *options, "--format", "jsonl").stdout
            assert call
            assert call == [json.loads(line) for line in printed.splitlines()]
            assert unlike(call, kind) == []


def test_the_drafts_are_those_of_the_command_line(folder: Folder) -> None:
    mark_drafts(folder)
    with medway_tui.open(folder.root) as dossier:
        drafts = dossier.drafts()
        printed = run_command(folder, "drafts", "--format", "jsonl").stdout
        assert drafts == [json.loads(line) for line in printed.splitlines()]
        assert unlike(drafts, medway_tui.DraftDict) == []
        assert {each["article"] for each in dossier.drafts(HERALD)} <= {HERALD}
        listed = [each["exact"] for each in dossier.quotes() if each["draft"] is not None]
        assert listed == [each["exact"] for each in drafts if each["type"] != "none"]


def unlike(records: list[Any], kind: type) -> list[str]:
    """Return the keys whose values are not of the type that a type checker is told."""
    hints = typing.get_type_hints(kind)
    return [
        f"{name}: {value!r} is no {hints[name]}"
        for record in records
        for name, value in record.items()
        if not fits(value, hints[name])
    ]


def fits(value: object, hint: Any) -> bool:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, each) for each in typing.get_args(hint))
    if origin is typing.Literal:
        return value in typing.get_args(hint)
    if origin is list:
        return isinstance(value, list) and all(fits(each, typing.get_args(hint)[0]) for each in value)
    return type(value) is hint or (hint is float and type(value) is int)


def test_a_data_frame_has_a_row_for_each_record(shipped: medway_tui.OpenDossier) -> None:
    frame = pandas.DataFrame(shipped.quotes("speaker:jarrett"))
    assert list(frame.columns) == list(medway_tui.QuoteDict.__annotations__)
    assert len(frame) == len(shipped.quotes("speaker:jarrett")) > 5
    assert set(frame["speaker_name"]) == {"Alan Jarrett"}
    assert "shock" in " ".join(frame["exact"])


def test_a_position_is_where_the_words_are_in_the_text(shipped: medway_tui.OpenDossier) -> None:
    blocks = {
        (each["article"], each["paragraph"]): each["text"]
        for a in shipped.articles()
        for each in shipped.read(a["id"])
    }
    for quote in shipped.quotes():
        text = blocks[quote["article"], quote["paragraph"]]
        assert text[quote["start"] : quote["end"]] == quote["exact"]


# -- errors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "command"),
    [
        (lambda d: d.quotes("speaker:"), ["quotes", "speaker:"]),
        (lambda d: d.search("type:loud"), ["search", "type:loud"]),
        (lambda d: d.articles("from:soon"), ["articles", "from:soon"]),
        (lambda d: d.timeline("kind:rumour"), ["timeline", "kind:rumour"]),
        (lambda d: d.differences("role:leader"), ["differences", "role:leader"]),
    ],
)
def test_an_invalid_query_raises_the_sentence_of_the_command_line(
    shipped: medway_tui.OpenDossier, call: Call, command: list[str]
) -> None:
    with pytest.raises(medway_tui.InvalidQueryError) as raised:
        call(shipped)
    printed = run_command(SHIPPED, *command)
    assert printed.exit_code == 2
    assert printed.stderr.splitlines()[0] == f"medway-tui: {raised.value}"
    assert printed.stderr.endswith(f" {command[0]} --help\n")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda d: d.quotes(since="soon"),
            "since takes a date such as 2019, 2019-09",
        ),
        (lambda d: d.quotes(speaker=" "), "speaker is empty"),
        (lambda d: d.quotes(type="loud"), "type: "),
        (lambda d: d.quotes(sort="longest"), "sort can't be longest"),
        (lambda d: d.quotes(limit=0), "limit can't be 0"),
        (lambda d: d.search("roof", limit=-1), "limit can't be -1"),
        (lambda d: d.timeline(kind="rumour"), "kind: is one of"),
        (lambda d: d.grade_shares("2019-02-31"), "“2019-02-31” is not a date"),
    ],
)
def test_an_argument_that_can_not_be_understood_is_named(
    shipped: medway_tui.OpenDossier, call: Call, says: str
) -> None:
    with pytest.raises(medway_tui.InvalidQueryError, match=re.escape(says)):
        call(shipped)


@pytest.mark.parametrize(
    ("call", "says", "hint"),
    [
        (lambda d: d.quotes("speaker:garret"), "no speaker is called garret", "did you mean Alan Jarrett?"),
        (lambda d: d.quotes("-speaker:nobody"), "no speaker is called nobody", ""),
        (
            lambda d: d.quotes("spaeker:jarrett"),
            "words before a colon that name no filter",
            "speaker:jarrett?",
        ),
        (lambda d: d.people("nobody"), "no person or organisation matches “nobody”", ""),
        (lambda d: d.read("bbc"), "there is no article bbc", "did you mean bbc-2019-08-27?"),
        (lambda d: d.drafts("bbc"), "there is no article bbc", "did you mean bbc-2019-08-27?"),
        (lambda d: d.ratings(inspection="2019"), "there is no inspection 2019", ""),
        (lambda d: d.timeline(person="nobody"), "no speaker is called nobody", ""),
        (lambda d: d.council_ratings("thrushford"), "the table of other councils' inspections", "import"),
    ],
)
def test_a_name_that_the_dossier_does_not_have_is_an_error(
    shipped: medway_tui.OpenDossier, call: Call, says: str, hint: str
) -> None:
    with pytest.raises(medway_tui.NotFoundError, match=re.escape(says)) as raised:
        call(shipped)
    assert hint in raised.value.hint


def test_a_query_that_matches_nothing_gives_an_empty_list(shipped: medway_tui.OpenDossier) -> None:
    assert shipped.quotes("speaker:jarrett aardvark") == []
    assert shipped.search("aardvark") == []
    assert shipped.articles("aardvark") == []
    assert shipped.timeline("aardvark") == []
    assert shipped.differences("aardvark") == []
    assert shipped.drafts() == []


def test_a_closed_dossier_says_so(folder: Folder) -> None:
    with medway_tui.open(folder.root) as dossier:
        quotes = dossier.quotes()
    dossier.close()
    assert quotes
    assert repr(dossier) == "<medway_tui dossier: closed>"
    for use in (dossier.quotes, dossier.refresh, lambda: dossier.title):
        with pytest.raises(medway_tui.DossierError, match="the dossier is closed") as raised:
            use()
        assert raised.value.hint == "open it again with medway_tui.open()"


def test_a_folder_without_a_dossier_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(medway_tui.DossierError, match="is not a dossier"):
        medway_tui.open(tmp_path)
    with pytest.raises(medway_tui.DossierError, match="there is no folder"):
        medway_tui.open(str(tmp_path / "none"))


# -- opening, files, threads -----------------------------------------------------------------------------


def test_a_first_build_and_queries_print_nothing(many: Folder) -> None:
    script = (
        "import sys, medway_tui\n"
        "calls = []\n"
        "dossier = medway_tui.open(sys.argv[1], progress=lambda done, total: calls.append((done, total)))\n"
        "found = dossier.quotes(), dossier.search('roof'), dossier.people('okafor'), dossier.timeline()\n"
        "assert all(found) and calls[-1][0] == calls[-1][1] == len(dossier.articles())\n"
    )
    result = run_python(script, many.root)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_two_dossiers_are_open_at_once_and_folders_are_layered(folder: Folder, tmp_path: Path) -> None:
    upper = Folder(tmp_path / "upper")
    upper.write(f"articles/{GAZETTE}.yaml", folder.read(f"articles/{GAZETTE}.yaml"))
    upper.change(f"articles/{GAZETTE}.yaml", "headline: ", "headline: Second printing of ")
    with medway_tui.open() as shipped, medway_tui.open(folder.root, str(upper.root)) as library:
        assert shipped.id != library.id == "riverside-library"
        assert library.title == "The roof of Riverside library"
        assert library.folders[:2] == [folder.root, upper.root]
        headlines = {each["id"]: each["headline"] for each in library.articles()}
        assert headlines[GAZETTE].startswith("Second printing of ")
        assert {each["publisher"] for each in shipped.articles()} == {"BBC News", "KentOnline"}
        assert "Open Government Licence" in shipped.attribution


def test_refresh_reads_the_files_that_changed(folder: Folder) -> None:
    with medway_tui.open(folder.root) as dossier:
        assert not dossier.refresh()
        folder.change(f"articles/{GAZETTE}.yaml", "headline: ", "headline: Late edition of ")
        before = {each["id"]: each["headline"] for each in dossier.articles()}
        assert dossier.refresh()
        after = {each["id"]: each["headline"] for each in dossier.articles()}
        assert after[GAZETTE] == f"Late edition of {before[GAZETTE]}"


def test_a_faulty_file_is_set_aside_and_reported(folder: Folder) -> None:
    folder.change(f"articles/{GAZETTE}.yaml", "kind: account", "kind: rumour")
    with medway_tui.open(folder.root) as dossier:
        assert GAZETTE not in {each["id"] for each in dossier.articles()}
        findings = dossier.findings()
        assert unlike(findings, medway_tui.FindingDict) == []
        [fault] = [each for each in findings if each["path"].endswith(f"articles/{GAZETTE}.yaml")]
        assert (fault["severity"], fault["line"]) == ("error", 7)
        assert "rumour" in fault["message"]


def test_a_home_that_is_not_known_is_an_error() -> None:
    with pytest.raises(medway_tui.DossierError, match="no-such-user-here"):
        medway_tui.open("~no-such-user-here/dossier")


def test_threads_share_an_open_dossier(folder: Folder) -> None:
    with medway_tui.open(folder.root) as dossier:
        expected = dossier.quotes(), dossier.search("roof"), dossier.timeline()
        found: list[object] = []

        def query() -> None:
            for _ in range(10):
                found.append((dossier.quotes(), dossier.search("roof"), dossier.timeline()))

        threads = [threading.Thread(target=query) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert found == [expected] * 40


def test_a_corrupt_index_is_built_again_without_a_word(
    folder: Folder, own_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with medway_tui.open(folder.root) as dossier:
        expected = dossier.quotes()
    [index] = (own_home / "cache" / "medway-tui").glob("index-*.sqlite")
    damaged = bytearray(index.read_bytes())
    damaged[8192:] = b"\xa5" * (len(damaged) - 8192)
    index.write_bytes(damaged)
    with medway_tui.open(folder.root) as dossier:
        assert dossier.quotes() == expected
    assert capfd.readouterr() == ("", "")


# -- the extractor, names, documents ---------------------------------------------------------------------


def test_extract_finds_the_speaker_that_people_name() -> None:
    text = "“The roof leaks,” Mrs Iles said.\n"
    [found] = medway_tui.extract(text, people=["Hanna Iles"])
    assert isinstance(found, medway_tui.Quotation)
    assert text[found.start : found.end] == "The roof leaks,"
    assert (found.speaker, found.attribution, found.cue) == ("Hanna Iles", "Mrs Iles", "said")
    assert isinstance(found.candidates[0], medway_tui.CandidateSpeaker)
    assert isinstance(found.mention, medway_tui.TextSpan)


def test_the_interface_is_loaded_when_it_is_used() -> None:
    script = (
        "import sys, medway_tui\n"
        "from medway_tui import dates\n"
        "assert not hasattr(medway_tui, 'nothing') and not hasattr(medway_tui, 'Nothing')\n"
        "print('sqlite3' in sys.modules, 'typing' in sys.modules)\n"
        "medway_tui.extract('')\n"
        "print(sorted({'textual', 'rich', 'click', 'yaml', 'pydantic'} & set(sys.modules)))\n"
    )
    result = run_python(script)
    assert result.stderr == ""
    assert result.stdout.splitlines()[-1] == "[]"


def test_the_version_loads_no_interface() -> None:
    script = "import sys, medway_tui; medway_tui.__version__; print(sorted(sys.modules))"
    assert "medway_tui.api" not in run_python(script).stdout


def test_the_public_names_are_listed_and_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in api.__all__:
        assert getattr(medway_tui, name) is getattr(api, name)
        assert f"`{name}" in page, name
    assert set(api.__all__) < set(dir(medway_tui))
    assert {name for name in re.findall(r"`([A-Z]\w+)`", page) if name != "None"} <= {
        *api.__all__,
        "DataFrame",
        "TypedDict",
    }


def test_the_examples_of_the_page_run_as_printed() -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    assert len(examples.examples) > 15
    printed: list[str] = []
    doctest.DocTestRunner().run(examples, out=printed.append)
    assert not printed, "".join(printed)
