"""Exports of Nexis, Nexis Uni and Factiva: each document as one article."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from medway_tui.importing import Importer, ImportOptions
from medway_tui.importing.options import ExistingArticleError
from medway_tui.importing.saved_files import SavedFile
from medway_tui.saved_pages import (
    ReadOptions,
    SavedArticle,
    SourceDocument,
    UnreadableError,
    read_article,
    read_documents,
)
from medway_tui.sync.check import check_dossier
from tests.document_builders import make_docx, make_odt, paragraph
from tests.news_exports import PARAGRAPHS, Article, factiva, many_articles, nexis, nexis_uni, proquest
from tests.pdf_builder import Line, make_pdf, wrap
from tests.processor_time import least_seconds

ARTICLE = Article()
PAIR = (
    ARTICLE,
    replace(ARTICLE, headline="Granary to stay open", day="April 13, 2024 Saturday", byline="Osric Vane"),
)


def read_all(text: str | bytes, name: str = "export.txt") -> list[SourceDocument]:
    return list(read_documents(text if isinstance(text, bytes) else text.encode(), name))


def read_only(text: str | bytes) -> SavedArticle:
    [document] = read_all(text)
    return read_article(document)


def body_of(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


def facts_of(saved: SavedArticle) -> dict[str, str]:
    return {key: value.value for key, value in saved.metadata}


def remarks_of(document: SourceDocument) -> str:
    return "\n".join(document.remarks)


WRITERS: dict[str, Callable[[Sequence[Article]], str]] = {
    "nexis": nexis,
    "nexis with a cover": lambda articles: nexis(articles, cover=True),
    "nexis, narrow": lambda articles: nexis(articles, width=60),
    "nexis without blank lines": lambda articles: "\n".join(
        line for line in nexis(articles, width=100_000).splitlines() if line
    ),
    "nexis as a page": lambda articles: as_page(nexis(articles, width=100_000)),
    "nexis uni": nexis_uni,
    "nexis uni with a list": lambda articles: nexis_uni(articles, cover=True),
    "nexis uni without blank lines": lambda articles: nexis_uni(articles, gap="\n"),
    "nexis uni with a list, without blank lines": lambda articles: nexis_uni(articles, cover=True, gap="\n"),
    "nexis uni as a page": lambda articles: as_page(nexis_uni(articles, cover=True)),
    "factiva": factiva,
    "factiva with tags": lambda articles: factiva(articles, tagged=True),
    "proquest": proquest,
    "proquest as a page": lambda articles: as_page(proquest(articles)),
    "factiva as a page": lambda articles: as_page(factiva(articles)),
    "factiva as a page with tags": lambda articles: as_page(
        factiva(articles, tagged=True).replace("      ", "\n")
    ),
}


def as_page(text: str) -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<!doctype html><html><head><title>Download</title></head><body>{paragraphs}</body></html>"


@pytest.mark.parametrize("writer", WRITERS)
def test_each_document_is_an_article_with_its_facts_and_its_words(writer: str) -> None:
    for articles in (PAIR, PAIR[:1]):
        found = read_all(WRITERS[writer](articles))
        assert [each.error for each in found] == [None] * len(articles)
        for n, (document, article) in enumerate(zip(found, articles, strict=True), 1):
            saved = read_article(document)
            assert body_of(saved) == list(PARAGRAPHS)
            facts = facts_of(saved)
            assert facts["headline"] == article.headline
            assert facts["publisher"] == "Orrick Sound Gazette"
            assert facts["published"] == ("2024-04-13" if n == 2 and "nexis" in writer else "2024-04-11")
            assert facts["author"] == article.byline
            assert document.part == (f"{n} of 2: {article.headline}" if len(articles) == 2 else "")
            assert document.remarks == ()
            assert not {"", "headline"} & {block.dropped for block in saved.dropped}


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode().decode("cp1252", "ignore").encode(),
    ],
    ids=["CRLF and a mark", "UTF-16", "UTF-16 without a mark", "Windows-1252", "CR", "mojibake"],
)
@pytest.mark.parametrize("write", [nexis, nexis_uni, factiva, proquest])
def test_encodings_and_line_ends(
    write: Callable[[Sequence[Article]], str], encode: Callable[[str], bytes]
) -> None:
    found = read_all(encode(write(PAIR)))
    assert len(found) == 2
    assert [body_of(read_article(each)) for each in found] == [list(PARAGRAPHS)] * 2


def test_fifty_documents_of_nexis_are_fifty_articles() -> None:
    articles = list(many_articles(50))
    found = read_all(nexis(articles, cover=True))
    assert len(found) == len({each.part for each in found}) == 50
    for document, article in zip(found, articles, strict=True):
        saved = read_article(document)
        facts = facts_of(saved)
        assert facts["headline"] == article.headline
        assert facts["author"] == article.byline
        assert facts["publisher"] in ("Orrick Sound Gazette", "The Wendle Courier")
        assert body_of(saved) == list(article.paragraphs)
        assert not document.remarks


# -- Nexis ----------------------------------------------------------------------------------------------


def test_a_country_in_brackets_after_a_newspapers_name_is_in_the_source_only() -> None:
    saved = read_only(nexis([replace(ARTICLE, publisher="The Wendle Courier (London)")]))
    publisher = saved.metadata.get("publisher")
    assert publisher is not None
    assert publisher.value == "The Wendle Courier"
    assert "The Wendle Courier (London)" in publisher.source


OLDER_NEXIS = """
                              3 of 3 DOCUMENTS

                 Copyright 2004 Orrick Press Ltd
                              Orrick Sound Gazette

                            April 11, 2004 Sunday
                              Late Edition - Final

SECTION: Section 1; Column 1; Pg. 4

LENGTH: 24 words

HEADLINE: Tide mill to be sold
after ninety years

BYLINE:  By HALINA PROWSE;
Heritage Correspondent

DATELINE: ORRICK SOUND, April 10

BODY:

The mill is to be sold, its trustees said, after a meeting in the hall that
lasted until midnight.

“We are sorry,” said Ines Calloway.

LOAD-DATE: April 11, 2004
"""


def test_older_nexis_has_its_headline_in_a_field_and_its_copyright_above() -> None:
    saved = read_only(OLDER_NEXIS)
    assert facts_of(saved) == {
        "headline": "Tide mill to be sold after ninety years",
        "publisher": "Orrick Sound Gazette",
        "published": "2004-04-11",
        "author": "HALINA PROWSE",
    }
    assert body_of(saved) == [
        "The mill is to be sold, its trustees said, after a meeting in the hall that lasted until midnight.",
        "“We are sorry,” said Ines Calloway.",
    ]
    assert any("1 to 2 are not in the file" in remark for remark in saved.remarks)


GERMAN_NEXIS = """
                               Dokument 1 von 1


                               Wendler Bote

                         Donnerstag 11. Oktober 2023

Gezeitenmühle wird verkauft

AUTOR: Jutta Prahl

RUBRIK: LOKALES; S. 7

LÄNGE: 21 Wörter

Die Mühle wird verkauft, sagten die Stifter am Montag nach einer
langen Sitzung im Saal.

„Es tut uns leid“, sagte Ines Kallweit, die den Vorsitz führt.

UPDATE: 12. Oktober 2023

SPRACHE: GERMAN; DEUTSCH

PUBLICATION-TYPE: Zeitung

                       Copyright 2023 Wendler Verlag GmbH
                            Alle Rechte vorbehalten
"""


def test_german_nexis_is_read_and_its_language_is_said() -> None:
    for data in (GERMAN_NEXIS.encode(), GERMAN_NEXIS.encode("cp1252")):
        saved = read_only(data)
        assert facts_of(saved) == {
            "headline": "Gezeitenmühle wird verkauft",
            "publisher": "Wendler Bote",
            "published": "2023-10-11",
            "author": "Jutta Prahl",
        }
        assert len(body_of(saved)) == 2
        assert "the export says that the article is in German" in saved.remarks


def test_captions_corrections_and_a_highlight() -> None:
    extra = (
        "CORRECTION-DATE: April 14, 2024\n\nCORRECTION: The meeting was held on Sunday.\n\n"
        "GRAPHIC: The mill’s wheel at low water, before the repairs of last\nspring (Photo: Jo Ng)\n\n"
        "GETTY IMAGES\n\n"
    )
    text = nexis([replace(ARTICLE, extra=extra)]).replace(
        "LENGTH:", "HIGHLIGHT: Trustees met until a quarter to midnight.\n\nLENGTH:"
    )
    saved = read_only(text.replace("BYLINE:", "Correction Appended\n\nBYLINE:"))
    assert body_of(saved) == ["Trustees met until a quarter to midnight.", *PARAGRAPHS]
    captions = [block.text for block in saved.printed_blocks if block.kind == "caption"]
    assert captions == ["The mill’s wheel at low water, before the repairs of last spring (Photo: Jo Ng)"]
    reasons = {block.text: block.dropped for block in saved.dropped}
    assert reasons["Correction Appended"] == "a notice of correction"
    assert reasons["CORRECTION: The meeting was held on Sunday."] == "a notice of correction"
    assert reasons["GETTY IMAGES"] == "where a picture is from"
    assert reasons["Copyright 2024 Orrick Press Ltd All Rights Reserved"] == "a copyright line"


def test_lines_that_are_short_on_purpose_and_items_are_not_joined() -> None:
    dates = "The dates:\n4 May, at the hall\n9 May, at the mill\n\n• The wheel\n• The roof\n\n"
    lines = body_of(read_only(nexis([ARTICLE]).replace("“We have kept", f"{dates}“We have kept")))
    assert lines[1:6] == ["The dates:", "4 May, at the hall", "9 May, at the mill", "The wheel", "The roof"]


def test_a_page_break_within_a_sentence_does_not_end_the_paragraph() -> None:
    text = nexis([ARTICLE])
    line_end = text.index("\n", text.index(PARAGRAPHS[0][:30]))
    for page_break in ("\n\f", "\n\n\f\n\n", "\f"):
        broken = text[:line_end] + page_break + text[line_end:]
        assert body_of(read_only(broken)) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("words", "remark"),
    [(520, "the export says 520 words, and has 121: the text may not be complete"), (121, ""), (140, ""),
     (20, "some may not belong to it")],
)  # fmt: skip
def test_a_length_that_the_text_does_not_have_is_said(words: int, remark: str) -> None:
    for write in (nexis, nexis_uni, factiva):
        [document] = read_all(write([replace(ARTICLE, words=words)]))
        assert remark in remarks_of(document)
        assert bool(remark) == bool(document.remarks)


def test_a_file_that_is_cut_off_is_named_at_its_last_document() -> None:
    for write in (nexis, nexis_uni, factiva, proquest):
        text = write(list(many_articles(5)))
        cut = text[: text.rindex("The inquiry heard") + 40]
        found = read_all(cut)
        assert len(found) == 5
        assert all(not each.remarks for each in found[:4])
        assert "the file is cut off" in remarks_of(found[4])
        assert body_of(read_article(found[4]))[0].startswith("The inquiry heard")


def test_a_document_without_text_is_an_error_and_the_others_are_read() -> None:
    text = nexis(list(many_articles(3)))
    start = text.rindex("The inquiry heard")
    found = read_all(text[:start])
    assert [each.error is None for each in found] == [True, True, False]
    assert "no text" in str(found[2].error)
    assert found[2].part.startswith("3 of 3")
    with pytest.raises(UnreadableError, match="no text"):
        read_article(found[2])


def test_spaces_at_the_ends_of_lines_change_nothing() -> None:
    text = nexis(list(many_articles(3)))
    padded = "\n".join(line.ljust(90) for line in text.split("\n"))
    plain, filled = read_all(text), read_all(padded)
    assert [each.content for each in filled] == [each.content for each in plain]
    assert [each.facts for each in filled] == [each.facts for each in plain]


def test_documents_that_are_missing_are_named() -> None:
    text = nexis(list(many_articles(6)))
    second, fourth = text.index("2 of 6 DOCUMENTS"), text.index("4 of 6 DOCUMENTS")
    found = read_all(text[:second] + text[fourth:])
    assert len(found) == 4
    assert "the export says that it has 6 documents; of these 2 to 3 are not in the file" in remarks_of(
        found[-1]
    )
    listed = nexis_uni(list(many_articles(3)), cover=True).replace("Documents (3)", "Documents (5)")
    assert "4 to 5 are not in the file" in remarks_of(read_all(listed)[-1])


# -- Factiva --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        ("News\nMill sold\n\nBy Halina Prowse, Heritage Reporter\n", ("Mill sold", "Halina Prowse")),
        ("Mill sold\n\nHalina Prowse\n", ("Mill sold", "Halina Prowse")),
        ("Mill sold\n\n", ("Mill sold", None)),
        ("Mill sold\n\nHalina Prowse\nOrrick Press Agency\n", ("Mill sold", "Halina Prowse")),
        ("News; National\nTide mill is to be sold at last\n", ("Tide mill is to be sold at last", None)),
        ("Comment\nTide Mill Sold: ‘no vote’\n\nHalina Prowse and Osric Vane\n",
         ("Tide Mill Sold: ‘no vote’", "Halina Prowse, Osric Vane")),
    ],
)  # fmt: skip
def test_factiva_heads(head: str, facts: tuple[str, str | None]) -> None:
    text = factiva([ARTICLE])
    rest = text[text.index(f"{ARTICLE.length} words") :]
    saved = read_only(head + rest)
    assert (saved.metadata["headline"], saved.metadata["author"]) == facts
    assert body_of(saved) == list(PARAGRAPHS)


def test_factiva_without_a_copyright_line_or_language() -> None:
    for line in ("(c) 2024 Orrick Press Ltd.\n", "English\n(c) 2024 Orrick Press Ltd.\n"):
        saved = read_only(factiva([ARTICLE]).replace(line, ""))
        assert body_of(saved) == list(PARAGRAPHS)
        assert saved.metadata["publisher"] == "Orrick Sound Gazette"


def test_factiva_as_a_table_of_its_page_is_read() -> None:
    fields = {
        "SE": "News",
        "HD": "Mill sold",
        "BY": "By Halina Prowse",
        "WC": "121 words",
        "PD": "11 April 2024",
        "SN": "Orrick Sound Gazette",
        "LA": "English",
        "CY": "(c) 2024 Orrick Press Ltd.",
        "LP": f"<p>{PARAGRAPHS[0]}</p>",
        "TD": "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:]),
        "AN": "Document ORRSG00020240411ek4b00001",
    }
    rows = "".join(f"<tr><td><b>{key}</b>&nbsp;</td><td>{text}</td></tr>" for key, text in fields.items())
    found = read_all(f"<html><body>{f'<table>{rows}</table>' * 2}</body></html>", "Factiva.htm")
    assert [each.part for each in found] == ["1 of 2: Mill sold", "2 of 2: Mill sold"]
    for saved in map(read_article, found):
        assert body_of(saved) == list(PARAGRAPHS)
        assert facts_of(saved)["author"] == "Halina Prowse"
        assert facts_of(saved)["published"] == "2024-04-11"


def test_the_summary_of_a_search_is_no_article() -> None:
    text = factiva(PAIR) + "Search Summary\nText\ntide mill\nDate\nIn the last 3 months\nResults Found\n2\n"
    assert len(read_all(text)) == 2


# -- in documents ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("writer", ["nexis uni", "nexis uni with a list", "factiva", "factiva with tags"])
def test_an_export_as_a_word_document_or_an_opendocument_text_is_split(writer: str) -> None:
    lines = [
        line for line in WRITERS[writer](PAIR).replace("      ", "\n").replace("\f", "").split("\n") if line
    ]
    word = make_docx(*(paragraph(line, style="Title" if line == ARTICLE.headline else "") for line in lines))
    office = make_odt(*(f"<text:p>{html.escape(line)}</text:p>" for line in lines))
    for data in (word, office):
        found = read_all(data, "Files (2).DOCX")
        assert [each.part for each in found] == [
            f"{n} of 2: {each.headline}" for n, each in enumerate(PAIR, 1)
        ]
        for document, article in zip(found, PAIR, strict=True):
            saved = read_article(document)
            assert body_of(saved) == list(PARAGRAPHS)
            assert facts_of(saved)["author"] == article.byline
            assert facts_of(saved)["publisher"] == "Orrick Sound Gazette"


def as_rich_text(lines: Sequence[str]) -> bytes:
    escaped = ("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in lines)
    return ("{\\rtf1\\ansi\n" + "".join(f"\\pard {line}\\par\n" for line in escaped) + "}").encode()


def as_pdf(lines: Sequence[str]) -> bytes:
    """Return a PDF of lines, a page for each document and more where it is long."""
    pages: list[list[Line]] = [[]]
    y = 780
    for line in lines:
        rows = wrap(line, y=y)
        if y - 14 * len(rows) < 80:
            pages.append([])
            y = 780
            rows = wrap(line, y=y)
        pages[-1] += rows
        y -= 14 * len(rows) + 10
        if line == "End of Document" or line.startswith("Document ORR"):
            pages.append([])
            y = 780
    return make_pdf(*filter(None, pages))


@pytest.mark.parametrize("writer", ["nexis uni", "nexis uni with a list", "factiva"])
@pytest.mark.parametrize("as_file", [as_rich_text, as_pdf])
def test_an_export_as_rich_text_or_a_pdf_is_split(
    writer: str, as_file: Callable[[Sequence[str]], bytes]
) -> None:
    lines = [line for line in WRITERS[writer](PAIR).replace("\f", "").split("\n") if line]
    found = read_all(as_file(lines), "Files (2)")
    assert [each.part for each in found] == [f"{n} of 2: {each.headline}" for n, each in enumerate(PAIR, 1)]
    for document, article in zip(found, PAIR, strict=True):
        saved = read_article(document)
        assert body_of(saved) == list(PARAGRAPHS)
        assert facts_of(saved)["author"] == article.byline


# -- imported -----------------------------------------------------------------------------------------


def import_all(folder: Path, text: str) -> list[str]:
    """Import the documents of an export into a new dossier; return the id of each, or why it was refused."""
    folder.mkdir()
    (folder / "dossier.yaml").write_text("id: mill\ntitle: The tide mill\nlanguage: en-GB\n")
    importer = Importer([folder])
    file = SavedFile("export.txt", text.encode())
    done: list[str] = []
    for document in read_documents(file.data, file.name):
        try:
            result = importer.import_document(file, document, ReadOptions(), ImportOptions())
        except ExistingArticleError as error:
            done.append(f"already {error.article_id}")
        else:
            done.append(result.id)
    importer.close()
    return done


def test_the_documents_are_imported_and_hold_in_a_check(tmp_path: Path) -> None:
    done = import_all(tmp_path / "dossier", nexis(list(many_articles(10)), cover=True))
    assert len({each for each in done if "already" not in each}) == 10
    assert [each for each in check_dossier([tmp_path / "dossier"])[1] if each.severity == "error"] == []


def test_the_copies_of_two_papers_are_two_articles_and_two_editions_are_one(tmp_path: Path) -> None:
    copies = (
        ARTICLE,
        replace(ARTICLE, edition="Final Edition"),
        replace(ARTICLE, publisher="The Wendle Courier (London)"),
        replace(ARTICLE, headline="What the tide brings", day="April 14, 2024 Sunday"),
    )
    assert import_all(tmp_path / "dossier", nexis(copies)) == [
        "orrick-sound-gazette-2024-04-11",
        "already orrick-sound-gazette-2024-04-11",
        "wendle-courier-2024-04-11",
        "orrick-sound-gazette-2024-04-14",
    ]


# -- what is no export ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "The researcher’s file was headed\n1 of 50 DOCUMENTS\nand she read all of them.",
        "End of Document",
        "LENGTH: 90 words, said the form.",
        "He typed:\nBody\nand then his name.",
        "Document SALLOW0020240411ek4b0002t",
        "ProQuest document ID: 304, said the slip.",
        "She counted\n212 words\nin the letter.",
    ],
)
def test_an_article_that_speaks_of_an_export_is_none(line: str) -> None:
    text = f"A search in Nexis\n\n{PARAGRAPHS[0]}\n\n{line}\n\n{PARAGRAPHS[1]}\n"
    [document] = read_all(text)
    assert document.source_format == "text"
    assert document.content == text
    [page] = read_all(as_page(text), "page.html")
    assert page.source_format == "html"


@pytest.mark.parametrize("write", [nexis, nexis_uni, factiva])
def test_ten_times_the_documents_take_ten_times_as_long(write: Callable[[Sequence[Article]], str]) -> None:
    def seconds(count: int) -> float:
        data = write(list(many_articles(count))).encode()
        assert sum(1 for _ in read_documents(data, "a.txt")) == count
        return least_seconds(lambda: sum(1 for _ in read_documents(data, "a.txt")))

    assert seconds(400) < 20 * seconds(40) + 0.2
