"""YAML features that are refused: each is found at its line and column."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.sync.dossier import open_dossier
from medway_tui.yaml_io.nodes import read_document
from medway_tui.yaml_io.reader import MAX_BYTES
from medway_tui.yaml_io.restrictions import MAX_DEPTH
from tests.fixtures_library import Folder, line_and_column
from tests.process_helpers import run_program

MARK = "§"
"""Marks the expected position of the finding in a text."""

EVENT = """\
- id: opening
  date: "2020"
  sources:
    - url: https://library.example.org
  title: {}
"""


def lone(folder: Folder, content: str | bytes) -> str:
    """Return the only finding for a text as events.yaml."""
    folder.write("events.yaml", content)
    (finding,) = folder.findings()
    return finding


def test_the_event_that_the_tests_here_fill_in_is_well(folder: Folder) -> None:
    folder.write("events.yaml", EVENT.format("The library opens"))
    assert folder.findings() == []


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "true",
        "null-ish",
        "010",
        "0x1F",
        "12:30",
        "1_000",
        "1e3",
        ".inf",
        "2024-02-31",
        "2020-01-01",
        "=",
        "<<",
        "3.10",
    ],
)
def test_a_value_stays_the_text_that_was_written(folder: Folder, written: str) -> None:
    folder.change("dossier.yaml", "title: The roof of Riverside library", f"title: {written}")
    assert folder.findings() == []
    assert open_dossier([folder.root]).title == written


TRAPS = {
    "a colon in prose": ("Y014", "He said§: no"),
    "an apostrophe that opens": ("Y017", "§'tis the roof"),
    "an at sign": ("Y015", "§@rooftop"),
    "a bracket at the beginning": ("Y018", "[sic] §the roof"),
    "a word with an ampersand": ("Y007", "§&rot in the posts"),
    "a word with an exclamation mark": ("Y008", "§! rot in the posts"),
    "a quotation at the beginning": ("Y018", '"Rot" §in the posts'),
    "a bracket that stays open": ("Y017", "§[a, b\n  note: x"),
    "a question mark at the beginning": ("Y015", "§? rot"),
    "text on the line of a block": ("Y019", ">-§rot"),
    "a line that is indented too little": ("Y019", "x\n §note: y"),
    "a backslash": ("Y020", '"a §\\q b"'),
    "a percent sign": ("Y015", "§%roof"),
    "a key that is a list": ("Y005", "x\n  ? §[a, b]\n  : c"),
    "a key that stands twice": ("Y006", "x\n  note: y\n  §note: z"),
    "an alias for something": ("Y007", "§&t The roof\n  note: *t"),
    "an alias for nothing": ("Y007", "§*nobody"),
    "an alias within itself": ("Y007", "x\n  note: §&n [*n]"),
    "a python tag": ("Y008", "§!!python/object/apply:os.system [echo]"),
    "a tag of one's own": ("Y008", "§!roof slate"),
    "a tag of YAML's own": ("Y008", "§!!int 5"),
    "null": ("Y009", "x\n  note: §null"),
    "Null": ("Y009", "x\n  note: §Null"),
    "a tilde": ("Y009", "x\n  note: §~"),
    "no value": ("Y009", "x\n  §note:\n  evidence: []"),
    "an item of a list that is a tilde": ("Y009", "x\n  evidence:\n    - §~"),
    "an item of a list without a value": ("Y009", "x\n  evidence:\n    -§\n"),
    "brackets, deep": (
        "Y010",
        "x\n  note: " + "[" * (MAX_DEPTH - 2) + "§" + "[" * 50 + "]" * (MAX_DEPTH + 48),
    ),
    "a second document": ("Y011", "x\n§---\n- id: y\n"),
    "the escape of ESC": ("T103", '"§\\e[31mred\\e[0m"'),
    "the escape of NUL": ("T103", '"§\\0"'),
    "the escape of C1": ("T103", '"§\\x9b31m"'),
    "the escape of NEL": ("T103", '"a§\\Nb"'),
    "the escape of LS": ("T103", '"a§\\Lb"'),
    "the escape of a bidi override": ("T104", '"§\\u202Egnp.exe"'),
    "the escape of a bidi isolate": ("T104", '"§\\u2066x"'),
    "a bidi override itself": ("T104", "§\u202egnp.exe"),
    "a zero-width space": ("T105", "a§\u200bb"),
    "a byte order mark in the middle": ("T105", "a§\ufeffb"),
    "an escape in a key": ("T103", 'x\n  "no§\\ete": y'),
    "half a character": ("Y020", '"\\u§d800"'),
    **{
        f"U+{ord(char):04X} itself": ("Y004", f"loose §{char} slates")
        for char in "\x00\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x85\x9b\x9f\u2028\u2029\ufffe\uffff"
    },
    "words behind a hash": ("Y013", "§price #1 rise"),
}

DRESSES = {
    "plain": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with a byte order mark": lambda text: "\ufeff" + text,
    "after accents and emoji": lambda text: "# café 図書館 🙂 👩‍🚒\n" + text,
    "before accents and emoji": lambda text: text + "# café 図書館 🙂 👩‍🚒\n",
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_found_at_its_place(folder: Folder, trap: str, dress: str) -> None:
    code, value = TRAPS[trap]
    text = DRESSES[dress](EVENT.format(value))
    line, column = line_and_column(text, MARK)
    assert lone(folder, text.replace(MARK, "")) == f"events.yaml:{line}:{column} {code}"


@pytest.mark.parametrize("value", ["x", "*nobody", "\x1b", "null"])
def test_columns_count_code_points(folder: Folder, value: str) -> None:
    """An emoji before a fault is one column, a combining accent another."""
    flow = f'- {{"é図🙂e\u0301": y, title: {MARK}{value}, date: "2020", id: x}}\n'
    line, column = line_and_column(flow, MARK)
    assert (line, column) == (1, 23)
    folder.write("events.yaml", flow.replace(MARK, ""))
    places = [finding.rpartition(" ")[0] for finding in folder.findings()]
    wanted = 4 if value == "x" else column  # an unknown key, where the value is no trap
    assert f"events.yaml:1:{wanted}" in places


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (b"", "1:1 Y012"),
        (b"# a remark\n", "1:1 Y012"),
        (b"\xef\xbb\xbf", "1:1 Y012"),
        (b"- id: roof\n  title: the council\x92s roof\n", "2:21 Y003"),
        (b"- id: roof\r\n  title: caf\xe9\r\n", "2:13 Y003"),
        (b"\xef\xbb\xbf\xff", "1:1 Y003"),
        ("# 🙂é\n# 🙂é".encode() + b"\xf0\x9f", "2:5 Y003"),
        ("- id: roof\n".encode("utf-16"), "1:1 Y003"),
        ("- id: roof\n".encode("utf-16-le"), "1:2 Y004"),
        (b"- id: roof\n\ttitle: x\n", "2:1 Y016"),
        (b"\t- id: roof\n", "1:1 Y016"),
        (b"a: 1\r\nb: [\r\n", "2:5 Y005"),
        (b"---\n", "1:1 Y012"),
        (b"# \xc3\xa9\n---\n...\n", "1:1 Y012"),
        (b"id: roof\n", "1:1 S104"),
        (b"just words\n", "1:1 S104"),
    ],
)
def test_a_file_that_is_no_list_in_yaml(folder: Folder, content: bytes, finding: str) -> None:
    assert lone(folder, content) == f"events.yaml:{finding}"


@pytest.mark.parametrize("content", [b"~\n", b"null\n", b"''\n"])
def test_a_document_without_a_value_is_a_finding(folder: Folder, content: bytes) -> None:
    assert lone(folder, content).startswith("events.yaml:1:")


def test_crlf_and_a_byte_order_mark_are_accepted_and_a_tab_is_warned_of(folder: Folder) -> None:
    text = EVENT.format("The library opens  # a remark").replace("\n", "\r\n")
    folder.write("events.yaml", "\ufeff" + text)
    assert folder.findings() == []
    folder.write("events.yaml", "\ufeff" + text.replace("The library", "The\tlibrary"))
    line, column = line_and_column(folder.read("events.yaml"), "\t")
    assert folder.findings() == [f"events.yaml:{line}:{column} T106"]


def test_accents_come_to_one_form(folder: Folder) -> None:
    folder.change("dossier.yaml", "title: The roof of Riverside library", "title: Cafe\u0301 roof")
    folder.change(
        "quotes/herald-2021-05.yaml", "a naïve café-table sketch", "a nai\u0308ve cafe\u0301-table sketch"
    )
    line, column = line_and_column(folder.read("quotes/herald-2021-05.yaml"), "i\u0308ve")
    assert folder.findings() == [
        "dossier.yaml:2:11 T102",
        f"quotes/herald-2021-05.yaml:{line}:{column} T102",
    ]
    assert open_dossier([folder.root]).title == "Café roof"


def test_a_remark_with_a_space_is_a_remark(folder: Folder) -> None:
    folder.write(
        "events.yaml", EVENT.format("The library opens # 1 of 2") + "#no space, but a line of its own\n"
    )
    assert folder.findings() == []


def test_every_trap_of_a_file_is_reported_at_once(folder: Folder) -> None:
    text = EVENT.format("§~\n  note: §!roof slate\n  §note: z\n  evidence: §!!seq []")
    lines = [line_and_column(text, MARK, n)[0] for n in range(1, 5)]
    folder.write("events.yaml", text.replace(MARK, ""))
    assert [f"{finding.line} {finding.code}" for finding in folder.check()] == [
        f"{lines[0]} Y009",
        f"{lines[1]} Y008",
        f"{lines[2]} Y006",
    ]


def test_an_alias_bomb_is_reported_and_not_expanded(folder: Folder) -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    folder.write("events.yaml", "\n".join(layers) + "\n")
    assert {finding.rpartition(" ")[2] for finding in folder.findings()} == {"Y007"}


DEEP = {
    "lists": ("[", 40_000),
    "mappings": ("{a: ", 40_000),
    "lists in lines": ("- ", 40_000),
    "questions": ("? ", 40_000),
    "just below where nesting is counted": ("[", 400),
    "just above where nesting is counted": ("[", 401),
}


@pytest.mark.parametrize("deep", DEEP)
def test_nesting_without_end_leaves_the_program_alive(folder: Folder, deep: str) -> None:
    """In a process of its own, since a crash would end this one."""
    opener, times = DEEP[deep]
    folder.write("events.yaml", opener * times)
    result = run_program("check", folder.root)
    assert result.returncode == 1, result.stderr
    assert "events.yaml:1:" in result.stdout
    assert result.stdout.partition("events.yaml:1:")[2].split()[1] in ("Y010", "Y005")


@pytest.mark.parametrize("opener", ["[", "{a: ", "- "])
def test_nesting_that_ends_is_refused_from_a_depth_on(folder: Folder, opener: str) -> None:
    closer = {"[": "]", "{a: ": "}", "- ": ""}[opener]
    folder.write("events.yaml", opener * MAX_DEPTH + "x" + closer * MAX_DEPTH)
    assert "Y010" not in " ".join(folder.findings())
    for deeper in (MAX_DEPTH + 1, 300, 3000):
        column = len(opener) * MAX_DEPTH + 1
        assert lone(folder, opener * deeper + "x" + closer * deeper) == f"events.yaml:1:{column} Y010"


@given(st.text() | st.text("- :[]{}&*!|>'\"%@`#?\n\r\tab\u2028\ufeff\x1b\\e,~"))
def test_no_text_does_worse_than_be_found_faulty(text: str) -> None:
    path = Path(os.environ["HOME"]) / "any.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    document, findings = read_document(str(path))
    if document.value is None:
        assert any(finding.severity == "error" for finding in findings)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= finding.line <= lines and finding.column >= 1 for finding in findings)


# -- special files -----------------------------------------------------------------------


def test_a_fifo_is_not_waited_for(folder: Folder) -> None:
    folder.remove("events.yaml")
    os.mkfifo(folder.path("events.yaml"))
    (finding,) = folder.check()
    assert (finding.location.endswith("events.yaml"), finding.code) == (True, "Y001")
    assert finding.message == "this is not a regular file"


def test_a_folder_with_the_name_of_a_file(folder: Folder) -> None:
    folder.remove("events.yaml")
    folder.path("events.yaml").mkdir()
    (finding,) = folder.check()
    assert (finding.code, finding.message) == ("Y001", "this is a folder, not a file")


def test_reading_a_folder_again_and_again_leaves_nothing_open(folder: Folder) -> None:
    opened = Path("/proc/self/fd")
    if not opened.is_dir():
        pytest.skip("this system doesn't tell which files are open")
    folder.path("frameworks").mkdir()
    before = len(list(opened.iterdir()))
    for _ in range(20):
        read_document(str(folder.path("frameworks")))
    assert len(list(opened.iterdir())) <= before + 2


def test_a_link_to_nothing(folder: Folder) -> None:
    folder.remove("events.yaml")
    folder.path("events.yaml").symlink_to("nowhere.yaml")
    (finding,) = folder.check()
    assert (finding.code, finding.message) == ("Y001", "the file does not exist, or is a broken link")


def test_a_link_to_a_file_is_that_file(folder: Folder) -> None:
    folder.write("elsewhere/events.yaml", EVENT.format("§~").replace(MARK, ""))
    folder.remove("events.yaml")
    folder.path("events.yaml").symlink_to("elsewhere/events.yaml")
    assert folder.findings() == ["events.yaml:5:10 Y009"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(folder: Folder) -> None:
    folder.path("events.yaml").chmod(0)
    (finding,) = folder.check()
    assert (finding.code, finding.message) == ("Y001", "there is no permission to read the file")


def test_a_file_that_is_too_large(folder: Folder) -> None:
    with folder.path("events.yaml").open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    (finding,) = folder.check()
    assert (finding.code, finding.message) == ("Y002", "the file is larger than 16 MB")


@pytest.mark.parametrize("name", [b"articles/caf\xe9.yaml", b"quotes/\xff.yaml", b"inspections/\xff.yaml"])
def test_a_file_whose_name_is_not_utf_8(folder: Folder, name: bytes) -> None:
    path = Path(os.fsdecode(bytes(folder.root) + b"/" + name))
    try:
        path.write_text("headline: x\n")
    except OSError:
        pytest.skip("this file system takes no such names")
    findings = folder.check()
    assert findings
    assert all("\\udc" in finding.path for finding in findings)
    assert len(open_dossier([folder.root]).findings()) == len(findings)
