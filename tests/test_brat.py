"""Stand-off files for brat: written so that others read them, and read back with what a coder changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.index.quotes import find_quotes
from medway_tui.sync.dossier import open_dossier
from medway_tui.yaml_io.nodes import read_document
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

PIER = "pier-2022-07-01"
ARTICLE = """\
headline: The pier opens 🪁 at last
publisher: Pier Post
published: "2022-07-01"
kind: original
paragraphs:
  - "A flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿 flew over the café as the pier opened."
  - "Mary Okafor said: “It is open. It is open again, and it is ours."
  - "“It is open again because you paid for every plank of it.”"
  - "Tom Ashdown called it “a fine day’s work” 🎉 and went home, and “a fine day’s work” it was."
"""
QUOTES = """\
- id: q1
  paragraph: 2
  exact: It is open. It is open again, and it is ours.
  speaker: mary-okafor
  attribution: Mary Okafor
  cue: said
  type: direct
- id: q2
  paragraph: 3
  exact: It is open again because you paid for every plank of it.
  speaker: mary-okafor
  type: direct
  continues: q1
- id: q3
  paragraph: 4
  exact: a fine day’s work
  prefix: called it “
  speakers: [tom-ashdown, mary-okafor]
  attribution: Tom Ashdown
  cue: called
  type: mixed
  note: "Both\\tof them."
- id: q4
  paragraph: 4
  exact: a fine day’s work
  prefix: home, and “
  speakers: [tom-ashdown, mary-okafor]
  type: mixed
  repeats: q3
  draft: 0.5
"""


@pytest.fixture
def pier(folder: Folder) -> Folder:
    """Return the library dossier with an original that has emoji and a quotation over two paragraphs."""
    folder.write(f"articles/{PIER}.yaml", ARTICLE)
    folder.write(f"quotes/{PIER}.yaml", QUOTES)
    return folder


def export(folder: Folder, *arguments: str) -> Path:
    """Export a dossier for brat; return the folder of its files."""
    target = folder.root.parent / "exported"
    command = ["export", str(target), "--content", str(folder.root), "--format", "brat", *arguments]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return target / "brat"


def run(folder: Folder, *arguments: str | Path) -> Result:
    command = ["import", "annotations", "--content", str(folder.root), *map(str, arguments)]
    return CliRunner().invoke(cli, command, catch_exceptions=False)


def quotations(folder: Folder) -> list[tuple[Any, ...]]:
    """Return every quotation: article, speakers, type, whether it repeats another, places and words."""
    index = open_dossier([folder.root]).index
    return sorted(
        (
            row.article.id,
            row.speakers or (row.attribution or "",),
            row.type,
            row.repeats is not None,
            tuple((piece.block, piece.start, piece.end, piece.exact) for piece in row.pieces),
        )
        for row in find_quotes(index)[0]
    )


def entries(folder: Folder) -> list[dict[str, Any]]:
    value = read_document(str(folder.path(f"quotes/{PIER}.yaml")))[0].value
    assert isinstance(value, list)
    return [each for each in value if isinstance(each, dict)]


# -- out -------------------------------------------------------------------------------------------------


def test_each_annotation_has_the_words_of_the_text_at_its_offsets(pier: Folder) -> None:
    files = export(pier, "--with-originals")
    found = 0
    for path in files.glob("*.ann"):
        text = path.with_suffix(".txt").read_bytes().decode()
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                _, places, words = line.split("\t")
                parts = [part.split() for part in places.partition(" ")[2].split(";")]
                assert " ".join(text[int(start) : int(end)] for start, end in parts) == words
                found += 1
    assert found == 30


def test_a_quotation_has_its_pieces_speakers_type_and_notes(pier: Folder) -> None:
    lines = (export(pier, "--with-originals") / f"{PIER}.ann").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "T1\tQuotation 98 143;145 201\tIt is open. It is open again, and it is ours."
        " It is open again because you paid for every plank of it.",
        "A1\tType T1 direct",
        "T2\tSpeaker 79 90\tMary Okafor",
        "N1\tReference T2 Dossier:mary-okafor\tMary Okafor",
        "R1\tSpokenBy Arg1:T1 Arg2:T2",
        "T3\tCue 91 95\tsaid",
        "R2\tCuedBy Arg1:T1 Arg2:T3",
        "T4\tQuotation 226 243\ta fine day’s work",
        "A2\tType T4 mixed",
        "T5\tSpeaker 203 214\tTom Ashdown",
        "N2\tReference T5 Dossier:tom-ashdown\tTom Ashdown",
        "N3\tReference T5 Dossier:mary-okafor\tMary Okafor",
        "R3\tSpokenBy Arg1:T4 Arg2:T5",
        "T6\tCue 215 221\tcalled",
        "R4\tCuedBy Arg1:T4 Arg2:T6",
        "#1\tAnnotatorNotes T4\tBoth of them.",
        "T7\tQuotation 267 284\ta fine day’s work",
        "A3\tType T7 mixed",
        "A4\tDraft T7",
        "N4\tReference T7 Dossier:tom-ashdown\tTom Ashdown",
        "N5\tReference T7 Dossier:mary-okafor\tMary Okafor",
        "#2\tAnnotatorNotes T7\tdraft, not confirmed (0.50)",
        "R5\tRepeats Arg1:T7 Arg2:T4",
    ]


def test_the_text_of_originals_is_withheld_and_the_offsets_fit_what_is_left(pier: Folder) -> None:
    files = export(pier)
    text = (files / f"{PIER}.txt").read_text(encoding="utf-8")
    assert "flew over" not in text
    first = (files / f"{PIER}.ann").read_text(encoding="utf-8").splitlines()[0]
    start, end = map(int, first.split("\t")[1].partition(";")[0].split()[1:])
    assert text[start:end] == "It is open. It is open again, and it is ours."


def test_the_settings_name_each_type_that_the_annotations_have(pier: Folder) -> None:
    files = export(pier)
    settings = (files / "annotation.conf").read_text(encoding="utf-8")
    used = set()
    for path in files.glob("*.ann"):
        lines = path.read_text(encoding="utf-8").splitlines()
        used |= {line.split("\t")[1].split()[0] for line in lines if line[0] in "TRA"}
    assert used == {"Quotation", "Speaker", "Cue", "SpokenBy", "CuedBy", "Repeats", "Type", "Draft"}
    assert all(re.search(rf"^{each}\b", settings, re.MULTILINE) for each in used)


# -- back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("--with-originals",)])
def test_quotations_come_back_with_the_same_speakers_and_places(
    pier: Folder, arguments: tuple[str, ...]
) -> None:
    files = export(pier, *arguments)
    before = quotations(pier)
    assert run(pier, files).stdout.startswith(f"{files}: no new drafts in 0 articles")
    for article in (GAZETTE, HERALD, NEWSLETTER, PIER):
        pier.remove(f"quotes/{article}.yaml")
    done = run(pier, files)
    assert (done.exit_code, done.stderr) == (0, "")
    assert quotations(pier) == before
    assert [each for each in pier.findings() if "error" in each] == []


def test_what_a_second_coder_changed_comes_back(pier: Folder) -> None:
    files = export(pier, "--with-originals")
    path = files / f"{PIER}.ann"
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    start = text.index("the pier opened")
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(("T7", "A3", "A4", "N4", "N5", "#2", "R5"))]
    lines += [
        "T8\tSpeaker 203 214\tTom Ashdown",
        f"T9\tQuotation {start} {start + 15}\tthe pier opened",
        "#9\tAnnotatorNotes T9\tSaid by no one.",
        "R9\tSpokenBy Arg1:T9 Arg2:T8",
    ]
    lines[3] = "N1\tReference T2 Dossier:zoe-laine\tZoë Laîné"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(pier, path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"{PIER}.ann:1: {PIER} q1 has these words already; its speaker is Zoë Laîné there," in done.stdout
    assert f"{PIER}: not in the file: q4" in done.stdout
    new = entries(pier)[-1]
    assert (new["exact"], new["speaker"], new["note"]) == (
        "the pier opened",
        "tom-ashdown",
        "Said by no one.",
    )


@pytest.mark.parametrize("change", ["crlf", "crlf as one", "utf-16"])
def test_offsets_are_read_as_other_programs_count_them(pier: Folder, change: str) -> None:
    files = export(pier, "--with-originals")
    path = files / f"{PIER}.ann"
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    windows = text.replace("\n", "\r\n")
    path.with_suffix(".txt").write_bytes((text if change == "utf-16" else windows).encode())

    def moved(match: re.Match[str]) -> str:
        at = int(match[0])
        if change == "utf-16":
            return str(len(text[:at].encode("utf-16-le")) // 2)
        return str(at + text.count("\n", 0, at)) if change == "crlf" else str(at)

    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [
        "\t".join((name, re.sub(r"\b\d+\b", moved, places), words)) if name.startswith("T") else line
        for line in lines
        for name, places, words in [[*line.split("\t"), "", ""][:3]]
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = quotations(pier)
    pier.remove(f"quotes/{PIER}.yaml")
    done = run(pier, path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert quotations(pier) == before


def test_broken_lines_are_named_and_the_rest_is_read(pier: Folder) -> None:
    path = pier.write(
        f"{PIER}.ann",
        "T1\tQuotation 0 8\tThe pier\n"
        "nonsense\n"
        "T1\tQuotation 4 8\tpier\n"
        "T2\tQuotation 8 4\tpier\n"
        "T3\tQuotation 4 9000\n"
        "T4\tQuotation four 8\tpier\n"
        "T5 Quotation 4 8 pier\n"
        "A1\tType T9 direct\n"
        "R1\tSpokenBy Arg1:T1\n"
        "R2\tSpokenBy T1 T1\n"
        "E1\tEvent:T1\n"
        "*\tEquiv T1 T1\n"
        "T6\tPerson 4 8\tpier\n"
        "T7\tQuotation 4 8\tno such words\n",
    )
    pier.write(f"{PIER}.txt", "The pier opens at last\n")
    done = run(pier, path)
    assert done.exit_code == 1
    problems = [line.removeprefix(f"medway-tui: {path}: {PIER}.ann:") for line in done.stderr.splitlines()]
    assert problems == [
        "2: this is no line of brat: an id and a tab are expected",
        "3: the id T1 is in line 1 already",
        "7: this is no line of brat: an id and a tab are expected",
        "4: the offsets 8 4 have no words between them",
        "6: a type and offsets are expected, such as Quotation 14 29",
        "8: A1 is about T9, which the file does not have",
        "9: R1 has too few parts: 3 are expected",
        "10: R2 needs two arguments, such as Arg1:T1 Arg2:T2",
        "5: the offsets 4 9000 are outside the text, which has 23 characters",
        f"14: these words are not in the article ({PIER}): “no such words”",
    ]
    assert "passed over: 1 annotation of the type Person, which is no Quotation" in done.stdout
    assert entries(pier)[-1]["exact"] == "The pier"


def test_a_file_without_its_text_is_placed_by_its_words(pier: Folder) -> None:
    path = pier.write(f"{PIER}.ann", "T1\tQuotation 900 950\tflew over the café\n")
    done = run(pier, path)
    assert done.exit_code == 1
    assert f"{PIER}.txt: the file does not exist" in done.stderr
    assert entries(pier)[-1]["exact"] == "flew over the café"


def test_a_folder_without_files_of_brat_is_refused(pier: Folder, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(pier, tmp_path / "empty")
    assert (done.exit_code, "this folder has no .ann files" in done.stderr) == (1, True)
