"""REFI-QDA projects of other programs become drafts, at the places where their programs have them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.export.dataset import qda_codebook
from medway_tui.importing import undo_import
from medway_tui.index.quotes import QuoteRow, find_quotes
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import run_command
from tests.fixtures_additions import write_additions
from tests.fixtures_library import GAZETTE, Folder
from tests.qda_makers import (
    NAMESPACE,
    STYLES,
    MadeDocument,
    MadeSelection,
    code_guid,
    guid_of,
    make_project,
    make_zip,
    project_xml,
)

FAIR = "fair-2023-07-02"
ADDRESS = "https://post.example.org/fair"
ARTICLE = f"""\
headline: A fair with 🎪 and 🎠
publisher: Riverside Post
published: "2023-07-02"
url: {ADDRESS}
kind: original
paragraphs:
  - "The fair opened on the quay 🙂 and 図書館 had a stall beside the ferry."
  - "Mary Okafor said: “It took nine years and we are proud of every one of them."
  - "“Nobody who was here today will forget it.”"
  - "Tom Ashdown said: “The paint is wet, so keep your hands off.”"
  - "He called it “a small wonder” and went home."
"""
TEXT = """\
A fair with 🎪 and 🎠
The fair opened on the quay 🙂 and 図書館 had a stall beside the ferry.
Mary Okafor said: “It took nine years and we are proud of every one of them.
“Nobody who was here today will forget it.”
Tom Ashdown said: “The paint is wet, so keep your hands off.”
He called it “a small wonder” and went home.
"""
OVER_TWO = """\
It took nine years and we are proud of every one of them.
“Nobody who was here today will forget it."""
PAINT = "The paint is wet, so keep your hands off."
WONDER = "a small wonder"
SELECTIONS = (
    MadeSelection(OVER_TWO, ("Mary Okafor", "direct")),
    MadeSelection(PAINT, ("Tom Ashdown", "direct")),
    MadeSelection(WONDER, ("Tom Ashdown", "mixed"), "Kind words"),
)
DOCUMENT = MadeDocument(f"{FAIR}.txt", TEXT, SELECTIONS)


@pytest.fixture
def fair(folder: Folder) -> Folder:
    """Return the library dossier with an article that has emoji, and no quotations yet."""
    folder.write(f"articles/{FAIR}.yaml", ARTICLE)
    return folder


def run(folder: Folder, data: bytes, *arguments: str, name: str = "coded.qdpx") -> Result:
    path = folder.root.parent / name
    path.write_bytes(data)
    command = ["import", str(path), "--content", str(folder.root), *arguments]
    result = CliRunner().invoke(cli, command)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def imported(folder: Folder, data: bytes) -> list[QuoteRow]:
    """Import a project of which everything is placed; return the drafts of the fair."""
    result = run(folder, data)
    assert result.exit_code == 0, result.stderr + result.stdout
    return drafts_of(folder)


def drafts_of(folder: Folder, article: str = FAIR) -> list[QuoteRow]:
    dossier = open_dossier([folder.root])
    try:
        return [each for each in find_quotes(dossier.index)[0] if each.article.id == article and each.draft]
    finally:
        dossier.close()


def words_of(quotes: list[QuoteRow]) -> list[tuple[tuple[str, ...], tuple[str, ...], list[str]]]:
    """Return the words, the speakers and the places of quotations."""
    return [
        (tuple(piece.exact for piece in each.pieces), each.speakers, [place.label for place in each.places])
        for each in quotes
    ]


EXPECTED = [
    (
        (
            "It took nine years and we are proud of every one of them.",
            "Nobody who was here today will forget it.",
        ),
        ("mary-okafor",),
        ["paragraph 2", "paragraph 3"],
    ),
    ((PAINT,), ("tom-ashdown",), ["paragraph 4"]),
    ((WONDER,), ("tom-ashdown",), ["paragraph 5"]),
]


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_each_program_counts_in_its_own_way_and_is_read_right(fair: Folder, style: Any) -> None:
    quotes = imported(fair, make_project([DOCUMENT], style))
    assert words_of(quotes) == EXPECTED
    assert [each.type for each in quotes] == ["direct", "direct", "mixed"]
    assert "Kind words" in (quotes[2].note or "")


def test_a_project_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = write_additions(tmp_path / "whole")
    target = tmp_path / "out"
    assert run_command(whole, "export", str(target), "--format", "qdpx", "--with-originals").exit_code == 0
    bare = write_additions(tmp_path / "bare")
    for path in (bare.root / "quotes").iterdir():
        path.unlink()
    assert run(bare, (target / "dossier.qdpx").read_bytes()).exit_code == 0
    before, after = (_all_quotes(each) for each in (whole, bare))
    assert after == before
    assert any(len(each[1]) > 1 for each in before), "a quotation over two paragraphs is among them"


def _all_quotes(folder: Folder) -> list[Any]:
    dossier = open_dossier([folder.root])
    try:
        quotes, _ = find_quotes(dossier.index)
    finally:
        dossier.close()
    words = {(each.article.id, each.id): each.exact for each in quotes}
    return [
        (
            each.article.id,
            [(piece.span, piece.exact) for piece in each.pieces],
            each.speakers,
            each.type,
            each.repeats and words[each.article.id, each.repeats],
        )
        for each in quotes
    ]


def test_a_second_import_adds_nothing(fair: Folder) -> None:
    data = make_project([DOCUMENT])
    imported(fair, data)
    again = run(fair, data)
    assert (again.exit_code, "no new drafts" in again.stdout) == (0, True), again.stdout
    assert words_of(drafts_of(fair)) == EXPECTED


def test_an_import_is_undone(fair: Folder) -> None:
    imported(fair, make_project([DOCUMENT]))
    undo_import([fair.root], "annotations-coded")
    assert drafts_of(fair) == []


# -- what is recognised --------------------------------------------------------------------------------


def test_articles_and_speakers_are_known_by_guid_whatever_their_names_became(fair: Folder) -> None:
    dossier = "riverside-library"
    code = qda_codebook.speaker_guid(dossier, "mary-okafor")
    document = MadeDocument(
        "Interview 7",
        "Another text.\n" + PAINT,
        (MadeSelection(PAINT, (code,)),),
        qda_codebook.article_guid(dossier, FAIR),
    )
    codes = f'<Code guid="{code}" name="M. O., the leader" isCodable="true"/>'
    (quote,) = imported(fair, make_project([document], codes=codes))
    assert quote.speakers == ("mary-okafor",)


def test_an_article_is_known_by_its_address(fair: Folder) -> None:
    document = DOCUMENT._replace(name="Document 1", text=TEXT, values=(("Source", ADDRESS),))
    assert words_of(imported(fair, make_project([document]))) == EXPECTED


def test_an_article_is_known_by_its_text(fair: Folder) -> None:
    document = DOCUMENT._replace(name="Document 1", text="Printed by Ida\n\n" + TEXT.replace("\n", "\n\n"))
    selections = (MadeSelection(PAINT, ("Tom Ashdown", "direct")),)
    (quote,) = imported(fair, make_project([document._replace(selections=selections)]))
    assert (quote.exact, quote.speakers) == (PAINT, ("tom-ashdown",))


def test_codes_below_others_name_speakers_and_other_codes_are_tags(fair: Folder) -> None:
    codes = (
        f'<Code guid="{guid_of("code", "Voices")}" name="Voices" isCodable="false">'
        f'<Code guid="{guid_of("code", "cllr okafor")}" name="cllr okafor" isCodable="true"/></Code>'
        f'<Code guid="{guid_of("code", "Pride")}" name="Pride" isCodable="true"/>'
    )
    document = DOCUMENT._replace(selections=(MadeSelection(WONDER, ("cllr okafor", "Pride")),))
    (quote,) = imported(fair, make_project([document], codes=codes))
    assert quote.speakers == ("mary-okafor",), "a name that is printed for her"
    assert "Pride" in (quote.note or "")


@pytest.mark.parametrize(
    ("name", "heading", "speaker"),
    [
        ("Okafor, Mary", "Codes", "mary-okafor"),
        ("Ashdown", "People", "tom-ashdown"),
        ("QRG", "Codes", "quay-residents"),
    ],
)
def test_a_code_names_a_speaker_in_other_forms(fair: Folder, name: str, heading: str, speaker: str) -> None:
    codes = (
        f'<Code guid="{guid_of("code", heading)}" name="{heading}" isCodable="false">'
        f'<Code guid="{guid_of("code", name)}" name="{name}" isCodable="true"/></Code>'
        f'<Code guid="{guid_of("code", "Reported speech")}" name="Reported speech" isCodable="true"/>'
    )
    document = DOCUMENT._replace(selections=(MadeSelection("went home", (name, "Reported speech")),))
    (quote,) = imported(fair, make_project([document], codes=codes))
    assert (quote.speakers, quote.type) == ((speaker,), "indirect")


def test_a_project_whose_links_and_guids_are_lost_keeps_its_quotations_whole(tmp_path: Path) -> None:
    whole = write_additions(tmp_path / "whole")
    target = tmp_path / "out"
    assert run_command(whole, "export", str(target), "--format", "qdpx", "--with-originals").exit_code == 0
    with zipfile.ZipFile(target / "dossier.qdpx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = re.sub(r"<Links>.*</Links>", "", parts["project.qde"].decode(), flags=re.DOTALL)
    # QualCoder gives each element a new GUID, and each code a passage of its own.
    fresh = {each: guid_of("new", each) for each in re.findall(r'guid="([^"]*)"', xml)}
    xml = re.sub("|".join(fresh), lambda match: fresh[match[0]], xml)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", xml)
        for name, data in parts.items():
            guid = name.removeprefix("sources/").removesuffix(".txt")
            if guid != name:
                archive.writestr(f"sources/{fresh[guid]}.txt", data)
    bare = write_additions(tmp_path / "bare")
    for path in (bare.root / "quotes").iterdir():
        path.unlink()
    assert run(bare, made.getvalue()).exit_code == 0
    assert _all_quotes(bare) == _all_quotes(whole)


def test_a_joint_statement_has_both_speakers(fair: Folder) -> None:
    document = DOCUMENT._replace(selections=(MadeSelection(WONDER, ("Tom Ashdown", "Mary Okafor", "mixed")),))
    (quote,) = imported(fair, make_project([document]))
    assert quote.speakers == ("tom-ashdown", "mary-okafor")


def test_the_case_of_a_person_names_the_speaker(fair: Folder) -> None:
    selection = MadeSelection(WONDER, ("Voice 3",))
    cases = (
        f'<Cases><Case guid="{guid_of("case")}" name="Tom Ashdown">'
        f'<CodeRef targetGUID="{code_guid("Voice 3")}"/></Case></Cases>'
    )
    document = DOCUMENT._replace(selections=(selection,))
    (quote,) = imported(fair, make_project([document], more_xml=cases))
    assert quote.speakers == ("tom-ashdown",)


def test_the_coder_and_notes_come_along(fair: Folder) -> None:
    note = guid_of("note")
    xml = project_xml([DOCUMENT._replace(selections=(SELECTIONS[2],))], STYLES["QualCoder 3.6"])
    xml = xml.replace("</PlainTextSelection>", f'<NoteRef targetGUID="{note}"/></PlainTextSelection>')
    noted = f'<Notes><Note guid="{note}"><PlainTextContent>Ask him why</PlainTextContent></Note></Notes>'
    xml = xml.replace("</Project>", f"{noted}</Project>")
    (quote,) = imported(fair, make_zip(xml, [DOCUMENT]))
    assert quote.note is not None
    assert "Ida Reed: Kind words Ask him why" in quote.note


def test_own_notes_and_grades_are_no_quotations(folder: Folder, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run_command(folder, "export", str(target), "--format", "qdpx").exit_code == 0
    for path in (folder.root / "quotes").iterdir():
        path.unlink()
    result = run(folder, (target / "dossier.qdpx").read_bytes())
    assert "2 passages coded with nothing but grades left out" in result.stdout
    assert "poor" not in [each.exact for each in drafts_of(folder, GAZETTE)]


# -- what is not placed --------------------------------------------------------------------------------


def test_a_document_that_the_dossier_lacks_is_named_with_its_passages(fair: Folder) -> None:
    other = MadeDocument(
        "Minutes of June", "We met.\nIda said: “We met again.”", (MadeSelection("We met again.", ("Ida",)),)
    )
    result = run(fair, make_project([other, DOCUMENT]))
    assert result.exit_code == 1
    assert "Minutes of June" in result.stderr
    assert "the dossier has no such article: 1 passage not placed" in result.stderr
    assert words_of(drafts_of(fair)) == EXPECTED, "the rest is placed"


def test_once_its_text_is_imported_the_passages_of_such_a_document_are_placed(folder: Folder) -> None:
    document = DOCUMENT._replace(name="Fair of July")
    refused = run(folder, make_project([document]))
    name = f"Sources/{guid_of('document', document.name)}.txt"
    assert f"import {name}, unpacked from the project, as an article first" in refused.stderr
    text = folder.root.parent / "unpacked.txt"
    text.write_text(TEXT.replace("\n", "\n\n"), encoding="utf-8")
    options = ["--publisher", "Riverside Post", "--published", "2023-07-02", "--no-people"]
    command = ["import", str(text), "--content", str(folder.root), *options]
    assert CliRunner().invoke(cli, command).exit_code == 0
    placed = run(folder, make_project([document]))
    assert placed.exit_code == 0, placed.stderr
    assert "there already" in placed.stdout, "the import of the article has found its quotations itself"


@pytest.mark.parametrize(
    ("selection", "reason"),
    [
        ('<PDFSource guid="{}" name="scan.pdf"><PDFSelection guid="{}" name="a map" page="1" firstX="1"'
         ' firstY="1" secondX="2" secondY="2"/></PDFSource>', "a region of a PDF page"),
        ('<PictureSource guid="{}" name="pier.png"><PictureSelection guid="{}" name="a gull" firstX="1"'
         ' firstY="1" secondX="2" secondY="2"/></PictureSource>', "a region of a picture"),
        ('<AudioSource guid="{}" name="talk.mp3"><AudioSelection guid="{}" name="a laugh" begin="1"'
         ' end="2"/></AudioSource>', "a part of a recording"),
    ],
)  # fmt: skip
def test_a_selection_that_is_in_no_text_is_named(fair: Folder, selection: str, reason: str) -> None:
    sources = selection.format(guid_of("a source"), guid_of("a selection"))
    result = run(fair, make_project([DOCUMENT], more_sources=sources))
    assert result.exit_code == 1
    assert reason in result.stderr
    assert len(drafts_of(fair)) == 3


def test_the_text_of_a_pdf_has_selections_that_are_placed(fair: Folder) -> None:
    text = (
        project_xml([DOCUMENT], STYLES["QualCoder 3.6"]).partition("<Sources>")[2].partition("</Sources>")[0]
    )
    inside = text.replace("<TextSource", "<Representation").replace("</TextSource", "</Representation")
    pdf = f'<PDFSource guid="{guid_of("pdf")}" name="{FAIR}.pdf">{inside}</PDFSource>'
    xml = project_xml([DOCUMENT], STYLES["QualCoder 3.6"]).replace(text, pdf)
    assert words_of(imported(fair, make_zip(xml, [DOCUMENT]))) == EXPECTED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('startPosition="', 'startPosition="9'), "its positions select no words"),
        (('startPosition="', 'startPosition="-'), "its positions select no words"),
        (('startPosition="', 'startPosition="x'), "has no positions"),
        (("internal://", "internal://../"), "is not one in the project"),
        (("internal://", "internal:///etc/"), "is not one in the project"),
        (("internal://", "internal://C:\\"), "is not one in the project"),
        (("internal://", "relative:///"), "outside the project"),
        (("internal://", "absolute:///tmp/"), "outside the project"),
        (("internal://", "internal://missing"), "is missing in the project"),
        (("plainTextPath", "richTextPath"), "it has no plain text, only a formatted one"),
        (('<TextSource guid="', '<TextSource guid="12'), "no valid GUID"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_document_is_named(fair: Folder, change: tuple[str, str], reason: str) -> None:
    xml = project_xml([DOCUMENT], STYLES["QualCoder 3.6"])
    assert change[0] in xml
    result = run(fair, make_zip(xml.replace(*change), [DOCUMENT]))
    assert result.exit_code == 1
    assert reason in result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_a_guid_that_is_there_twice_is_named_and_the_first_counts(fair: Folder) -> None:
    twice = DOCUMENT._replace(
        selections=(SELECTIONS[1]._replace(guid=guid_of("s")), SELECTIONS[2]._replace(guid=guid_of("s")))
    )
    result = run(fair, make_project([twice]))
    assert result.exit_code == 1
    assert "is there twice" in result.stderr
    assert len(drafts_of(fair)) == 2


def test_a_text_that_is_not_utf_8_is_named(fair: Folder) -> None:
    data = io.BytesIO(make_project([DOCUMENT]))
    xml = zipfile.ZipFile(data).read("project.qde")
    document = DOCUMENT._replace(text=TEXT)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr(f"Sources/{guid_of('document', document.name)}.txt", TEXT.encode("utf-16-be"))
    result = run(fair, made.getvalue())
    assert result.exit_code == 1
    assert "is not UTF-8" in result.stderr


# -- what is refused -----------------------------------------------------------------------------------

_DEEP = "<Code>" * 400 + "</Code>" * 400
_BILLION = (
    '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
_OUTSIDE = '<!DOCTYPE Project [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ('<Project xmlns="urn:QDA-XML:project:2.0" name="a"/>', "of version 2.0; version 1.0 is read"),
        ('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"/>', "its XML begins with CodeBook"),
        ("<Project/>", "its XML begins with Project"),
        (f'<Project xmlns="{NAMESPACE}"><Codes>', "no well-formed XML in line 1"),
        (f'<Project xmlns="{NAMESPACE}">{_DEEP}</Project>', "elements nested too deep"),
        (f'{_BILLION}<Project xmlns="{NAMESPACE}" name="&c;">&c;</Project>', "declares entities"),
        (f'{_OUTSIDE}<Project xmlns="{NAMESPACE}">&secret;</Project>', "declares entities"),
        ("", "no well-formed XML"),
        (b"\xff\xfe\x00\xd8", "no well-formed XML"),
        (f'<Project xmlns="{NAMESPACE}">{" " * 3_000_000}</Project>', "too large once it is unpacked"),
    ],
    ids=["version", "codebook", "bare", "cut", "deep", "billion", "outside", "empty", "bytes", "bomb"],
)  # fmt: skip
def test_what_is_no_project_is_refused_in_a_sentence(fair: Folder, xml: str | bytes, reason: str) -> None:
    result = run(fair, make_zip(xml))
    assert result.exit_code == 1
    assert reason in result.stderr
    assert "root:" not in result.stderr + result.stdout
    assert len(result.stderr) < 500
    assert drafts_of(fair) == []


def test_a_project_with_a_password_is_refused(fair: Folder) -> None:
    data = bytearray(make_project([DOCUMENT]))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 1)
    result = run(fair, bytes(data))
    assert result.exit_code == 1
    assert "protected by a password" in result.stderr


def test_a_project_that_is_cut_off_is_refused(fair: Folder) -> None:
    for data in (make_project([DOCUMENT])[:-200], b"no zip", b"{}"):
        result = run(fair, data)
        assert result.exit_code == 1
        assert "this is a REFI-QDA project that is damaged or not complete" in result.stderr


def test_a_project_is_known_by_its_content_and_a_zip_is_still_a_zip(fair: Folder) -> None:
    assert run(fair, make_project([DOCUMENT]), name="coded.zip").exit_code == 0
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("notes.txt", "nothing")
    assert "REFI-QDA" not in run(fair, data.getvalue(), name="other.zip").stderr
    assert "it has no project.qde" in run(fair, data.getvalue()).stderr
