"""Word documents, OpenDocument texts and e-books: what of them is the article, and what is refused."""

from __future__ import annotations

import builtins
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from medway_tui.saved_pages import UnreadableError, read_saved_article
from medway_tui.saved_pages.formats.zip_parts import ZipLimits, ZipParts
from medway_tui.saved_pages.page_reader import SavedArticle, read_article
from medway_tui.saved_pages.source_documents import read_documents
from tests.document_builders import make_archive, make_docx, make_epub, make_odt, paragraph, run

HEADLINE = "Harbour wall to be rebuilt before winter"
FIRST = "The harbour wall at Tarrow Bay will be rebuilt before the winter, the council decided on Monday."
QUOTE = "“It is about time,” said Osbert Finn, who mends nets on the quay. “We have lost two seasons’ trade.”"
LAST = "The footpath along the wall will be closed from June, and the boats will land at the eastern quay."


def texts(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


# -- each kind: the same press release ------------------------------------------------------------------

RELEASES: dict[str, Callable[[], bytes]] = {
    "docx": lambda: make_docx(
        "Tarrow Bay Council", "News release", "14 May 2024", paragraph(HEADLINE, style="Heading1"), FIRST,
        paragraph("What the harbour says", style="Heading2"), QUOTE, LAST, "ENDS",
    ),
    "odt": lambda: make_odt(
        "Tarrow Bay Council", "News release", "14 May 2024",
        f'<text:h text:outline-level="1">{HEADLINE}</text:h>', FIRST,
        '<text:h text:outline-level="2">What the harbour says</text:h>', QUOTE, LAST, "ENDS",
    ),
    "epub": lambda: make_epub(
        f"<p>Tarrow Bay Council</p><p>News release</p><p>14 May 2024</p><h1>{HEADLINE}</h1><p>{FIRST}</p>"
        f"<h2>What the harbour says</h2><p>{QUOTE}</p><p>{LAST}</p><p>ENDS</p>",
        metadata=f"<dc:title>{HEADLINE}</dc:title>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RELEASES)
@pytest.mark.parametrize("name", ["release", "release.txt"])
def test_a_press_release_is_its_text_with_its_headline_and_date(kind: str, name: str) -> None:
    saved = read_saved_article(RELEASES[kind](), name)
    assert texts(saved) == [FIRST, "What the harbour says", QUOTE, LAST]
    assert [block.kind for block in saved.body] == ["paragraph", "subhead", "paragraph", "paragraph"]
    assert saved.metadata["headline"] == HEADLINE
    assert saved.metadata["published"] == "2024-05-14"
    publisher = saved.metadata.get("publisher")
    assert publisher is not None
    assert publisher.value == "Tarrow Bay Council"
    assert publisher.source.startswith("inferred")


# -- DOCX -----------------------------------------------------------------------------------------------


def test_insertions_are_kept_and_deletions_notes_comments_and_hidden_words_left_out() -> None:
    edited = paragraph(
        run("The wall will "),
        f"<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins>{run('surely ')}</w:ins>",
        f"<w:moveFrom>{run('soon ')}</w:moveFrom><w:moveTo>{run('be rebuilt ')}</w:moveTo>",
        run("perhaps ", "<w:vanish/>"),
        run("never ", "<w:strike/>"),
        run("before the winter"),
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>',
        run(", it said."),
    )
    saved = read_saved_article(make_docx(HEADLINE, edited, LAST))
    assert texts(saved) == ["The wall will surely be rebuilt before the winter, it said.", LAST]
    assert saved.remarks[0] == (
        "left out of the document: 2 tracked deletions, 1 comment, 1 note, 1 hidden passage, 1 struck passage"
    )


def test_a_paragraph_whose_end_is_deleted_is_joined_with_the_next() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    saved = read_saved_article(
        make_docx(HEADLINE, paragraph("The wall will be rebuilt, ", properties=mark), "it said.", LAST)
    )
    assert texts(saved)[0] == "The wall will be rebuilt, it said."


def test_cells_items_captions_and_boxes_of_a_word_document_are_blocks() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"{paragraph('Boxes are read once, it said.')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{paragraph('Boxes are read once, it said.')}"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    table = (
        "<w:tbl><w:tr><w:tc>"
        + paragraph("Cost")
        + "</w:tc><w:tc>"
        + paragraph("£2.4m")
        + "</w:tc></w:tr></w:tbl>"
    )
    saved = read_saved_article(
        make_docx(
            paragraph("Contents 3", style="TOC1"), HEADLINE, FIRST,
            paragraph("Work begins.", style="ListBullet"),
            paragraph("• The path closes."), paragraph("The wall in January", style="Caption"), table,
            paragraph(run(LAST), box),
        )
    )  # fmt: skip
    assert [(block.text, block.kind) for block in saved.printed_blocks] == [
        (FIRST, "paragraph"),
        ("Work begins.", "item"),
        ("The path closes.", "item"),
        ("The wall in January", "caption"),
        ("Cost", "paragraph"),
        ("£2.4m", "paragraph"),
        (LAST, "paragraph"),
        ("Boxes are read once, it said.", "paragraph"),
    ]


def test_the_paper_and_day_above_the_headline_are_read() -> None:
    saved = read_saved_article(
        make_docx(
            "Sallow Courier, 4 May 2024",
            paragraph(HEADLINE, style="Heading1"),
            "By Zoë Marrable",
            FIRST,
            LAST,
        )
    )
    assert texts(saved) == [FIRST, LAST]
    assert [(key, value.value) for key, value in saved.metadata] == [
        ("headline", HEADLINE), ("publisher", "Sallow Courier"), ("published", "2024-05-04"),
        ("author", "Zoë Marrable"),
    ]  # fmt: skip


def test_the_largest_line_above_the_text_is_the_headline() -> None:
    large, body = '<w:sz w:val="36"/>', '<w:sz w:val="22"/>'
    saved = read_saved_article(
        make_docx(
            paragraph(run("Tarrow Bay Council", body)),
            paragraph(run("For a better coast, every day", body)),
            paragraph(run(HEADLINE, large)),
            paragraph(run(FIRST, body)),
            paragraph(run(LAST, body)),
        )
    )
    assert saved.metadata["headline"] == HEADLINE
    assert texts(saved) == [FIRST, LAST]


def test_what_word_calls_author_title_and_date_is_not_taken_over() -> None:
    core = (
        "<dc:title>Template 2019</dc:title><dc:creator>J Vane</dc:creator>"
        "<dcterms:created>2019-02-01T09:00:00Z</dcterms:created>"
    )
    saved = read_saved_article(make_docx(HEADLINE, FIRST, LAST, core=core))
    assert saved.metadata["headline"] == HEADLINE
    assert saved.metadata["author"] is None
    assert saved.metadata["published"] is None
    assert any("J Vane" in remark and "2019-02-01" in remark for remark in saved.remarks)


def test_words_of_links_are_kept_and_pictures_left_out() -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<w:hyperlink xmlns:r="{relations}" r:id="rId7">{run("the plan")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example"</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("its map")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    picture = (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' xmlns:r="{relations}" r:embed="rId9"/></w:drawing></w:r>'
    )
    saved = read_saved_article(
        make_docx(
            HEADLINE, paragraph(run("See "), link, run(" and "), field, picture, run(", it said.")), LAST
        )
    )
    assert texts(saved) == ["See the plan and its map, it said.", LAST]


def test_a_byline_is_known_by_its_style() -> None:
    styled = '<text:p text:style-name="Author">Jo Vane</text:p>'
    for data in (
        make_docx(paragraph(HEADLINE, style="Title"), paragraph("Jo Vane", style="Author"), FIRST, LAST),
        make_odt(f'<text:p text:style-name="Title">{HEADLINE}</text:p>', styled, FIRST, LAST),
    ):
        saved = read_saved_article(data)
        assert texts(saved) == [FIRST, LAST]
        assert saved.metadata["author"] == "Jo Vane"


def test_line_breaks_and_special_hyphens_are_kept_as_printed() -> None:
    saved = read_saved_article(
        make_docx(
            HEADLINE,
            paragraph(run("Call the press office"), "<w:r><w:br/></w:r>", run("on a weekday, it said.")),
            paragraph(run(FIRST), "<w:r><w:br/><w:br/></w:r>", run(LAST)),
            paragraph(run("A sea"), "<w:r><w:noBreakHyphen/></w:r>", run("wall and a rail"),
                      "<w:r><w:softHyphen/></w:r>", run("way\u00a0line, it said.")),
        )
    )  # fmt: skip
    assert texts(saved) == [
        "Call the press office on a weekday, it said.",
        FIRST,
        LAST,
        "A sea‑wall and a railway line, it said.",
    ]


def test_a_strict_document_and_one_with_another_main_part_are_read() -> None:
    data = make_docx(HEADLINE, FIRST, LAST)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = {
        name: text.replace(b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                           b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, text in parts.items()
    }  # fmt: skip
    assert texts(read_saved_article(make_archive({**strict}))) == [FIRST, LAST]
    moved = {**parts, "word/document2.xml": parts["word/document.xml"]}
    del moved["word/document.xml"]
    moved["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert texts(read_saved_article(make_archive({**moved}))) == [FIRST, LAST]


# -- ODT ------------------------------------------------------------------------------------------------


def test_spaces_tabs_and_breaks_of_an_opendocument_text_are_read_and_notes_left_out() -> None:
    saved = read_saved_article(
        make_odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>not </text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>",
            HEADLINE,
            '<text:p>The\n  wall<text:s text:c="3"/>will<text:tab/>be <text:change text:change-id="1"/>'
            "rebuilt<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note."
            "</text:p></text:note-body></text:note><text:line-break/>before winter, <office:annotation>"
            "<dc:creator>J Vane</dc:creator><text:p>Sure?</text:p></office:annotation><text:span>it "
            "<text:span>said</text:span>.</text:span></text:p>",
            LAST,
        )
    )
    assert texts(saved) == ["The wall will be rebuilt before winter, it said.", LAST]
    assert saved.remarks[0] == "left out of the document: 1 note, 1 comment, 1 tracked deletion"


def test_items_cells_boxes_and_hidden_parts_of_an_opendocument_text() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Caption"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
        "</style:style>"
        '<style:style style:name="T2" style:family="text"><style:text-properties'
        ' style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T3" style:family="text" style:parent-style-name="T2">'
        '<style:text-properties style:text-line-through-style="none"/></style:style>'
    )
    saved = read_saved_article(
        make_odt(
            "<text:table-of-content><text:index-body><text:p>Contents</text:p></text:index-body>"
            "</text:table-of-content>",
            f'<text:p text:style-name="P1">{HEADLINE}</text:p>',
            f'<text:p>{FIRST}<draw:frame><draw:text-box><text:p text:style-name="P2">The wall in January'
            "</text:p></draw:text-box></draw:frame></text:p>",
            "<text:list><text:list-item><text:p>Work begins.</text:p><text:list><text:list-item>"
            "<text:p>In June.</text:p></text:list-item></text:list></text:list-item></text:list>",
            "<table:table><table:table-row><table:table-cell><text:p>Cost</text:p></table:table-cell>"
            "<table:covered-table-cell><text:p>old</text:p></table:covered-table-cell>"
            "<table:table-cell><text:p>£2.4m</text:p></table:table-cell></table:table-row></table:table>",
            '<text:section text:display="none"><text:p>Hidden.</text:p></text:section>',
            f'<text:p><text:span text:style-name="T1">Secret. </text:span>'
            '<text:span text:style-name="T2">Never. </text:span>'
            f'<text:span text:style-name="T3">{LAST}</text:span></text:p>',
            styles=styles,
        )
    )
    assert [(block.text, block.kind) for block in saved.printed_blocks] == [
        (FIRST, "paragraph"),
        ("The wall in January", "caption"),
        ("Work begins.", "item"),
        ("In June.", "item"),
        ("Cost", "paragraph"),
        ("£2.4m", "paragraph"),
        (LAST, "paragraph"),
    ]
    assert saved.metadata["headline"] == HEADLINE
    assert saved.remarks[0] == "left out of the document: 2 hidden passages, 1 struck passage"


# -- EPUB -----------------------------------------------------------------------------------------------

STORIES = [
    f"<h1>Lamp room {n} to reopen</h1><p>By Zoë Marrable</p><p>{FIRST} It is the story with the number {n}."
    f"</p><p>{QUOTE}</p><p>{LAST}</p>"
    for n in range(1, 4)
]


def test_each_chapter_of_a_magazine_is_an_article() -> None:
    contents = "<nav><ol><li><a href='c2.xhtml'>Lamp room 1 to reopen</a></li></ol></nav>"
    data = make_epub(
        "<h1>News</h1>",
        *STORIES,
        f"<p>{LAST} It goes on in a part of its own, as some programs split a chapter by its size.</p>",
        metadata="<dc:title>Sallow Courier [Sat, 4 May 2024]</dc:title><dc:date>2024-05-04T00:00Z</dc:date>"
        "<dc:creator>calibre</dc:creator><dc:publisher>calibre</dc:publisher>",
        manifest='<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="cover"/><itemref idref="nav"/>',
        parts={"OEBPS/nav.xhtml": f"<html><body>{contents}</body></html>", "OEBPS/cover.xhtml": "<html/>"},
    )
    documents = list(read_documents(data, "courier.epub"))
    assert [document.part for document in documents] == [
        f"{n} of 3: Lamp room {n} to reopen" for n in range(1, 4)
    ]
    saved = [read_article(document) for document in documents]
    assert [each.metadata["headline"] for each in saved] == [f"Lamp room {n} to reopen" for n in range(1, 4)]
    assert texts(saved[0]) == [f"{FIRST} It is the story with the number 1.", QUOTE, LAST]
    assert len(texts(saved[2])) == 4
    assert {each.metadata["author"] for each in saved} == {"Zoë Marrable"}
    assert {each.metadata["publisher"] for each in saved} == {"Sallow Courier"}
    assert {each.metadata["published"] for each in saved} == {"2024-05-04"}


def test_the_chapters_of_one_long_article_are_one_document() -> None:
    sections = [f"<h1>{heading}</h1><p>{FIRST}</p><p>{QUOTE}</p>" for heading in ("One", "Two")]
    data = make_epub(
        f"<h1>{HEADLINE}</h1><p>{FIRST}</p><p>{LAST}</p>",
        f"<h1>What the harbour says</h1><p>{QUOTE}<sup><a href='#n1'>1</a></sup></p><p>{LAST}</p>",
        f"<section epub:type='endnotes'><p>A note.</p></section><p>{LAST}</p>",
        metadata=f"<dc:title>{HEADLINE}</dc:title><dc:creator>Jo Vane</dc:creator>"
        "<dc:publisher>Sallow Courier</dc:publisher><dc:date>2024-05-04</dc:date>",
    )
    saved = read_saved_article(data)
    assert texts(saved) == [FIRST, LAST, "What the harbour says", QUOTE, LAST, LAST]
    assert [(key, saved.metadata[key]) for key in ("headline", "author", "publisher", "published")] == [
        ("headline", HEADLINE), ("author", "Jo Vane"), ("publisher", "Sallow Courier"),
        ("published", "2024-05-04"),
    ]  # fmt: skip
    numbered = read_saved_article(make_epub(*sections, metadata="<dc:title>A long read</dc:title>"))
    assert texts(numbered).count(QUOTE) == 2


def test_a_book_whose_only_part_has_the_name_of_an_index_is_read() -> None:
    data = make_epub(
        manifest='<item id="i" href="index.xhtml" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="i"/>',
        parts={
            "OEBPS/index.xhtml": f"<html><body><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{LAST}</p></body></html>"
        },
    )
    assert texts(read_saved_article(data)) == [FIRST, LAST]


def test_the_printed_byline_and_date_count_more_than_those_of_the_book() -> None:
    data = make_epub(
        f"<h1>{HEADLINE}</h1><p>By Zoë Marrable</p><p>3 March 2024</p><p>{FIRST}</p><p>{LAST}</p>",
        metadata="<dc:creator>Jo Vane</dc:creator><dc:date>2024-05-04</dc:date>",
    )
    saved = read_saved_article(data)
    assert saved.metadata["author"] == "Zoë Marrable"
    assert saved.metadata["published"] == "2024-03-03"


# -- what is refused ------------------------------------------------------------------------------------


def encrypt(data: bytes) -> bytes:
    """Set the flag of encryption on all parts of an archive, as of one protected by a password."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = data.find(signature, at + 1)
    return bytes(changed)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;&a;">]>'
DEEP = "<a>" * 5_000 + "</a>" * 5_000
BOMB = b"<x>" + b" " * 30_000_000 + b"</x>"
BROKEN = {
    "damaged": (RELEASES["docx"]()[:-300] + bytes(300), "ZIP archive"),
    "damaged part": (make_docx(HEADLINE).replace(b"word/document.xml", b"word/document.xmm", 1), "damaged"),
    "no text": (make_docx(), "without any text"),
    "no main part": (make_archive({"word/styles.xml": "<x/>"}), "without its part 'word/document.xml'"),
    "no XML": (make_archive({"word/document.xml": "<w:p"}), "no well-formed XML in line 1"),
    "entities": (make_archive({"word/document.xml": f"{ENTITIES}<x>&b;</x>"}), "declares entities"),
    "deep": (make_archive({"word/document.xml": DEEP}), "nested too deep"),
    "bomb": (make_archive({"word/document.xml": BOMB}), "too large once it is unpacked"),
    "password": (encrypt(make_docx(HEADLINE, FIRST)), "protected by a password"),
    "ODT without a text": (
        make_archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
        "without a text",
    ),
    "ODT with a password": (
        make_archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": "<m><encryption-data/></m>",
            }
        ),
        "protected by a password",
    ),
    "ODT entities": (
        make_archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f"{ENTITIES}<x>&b;</x>",
            }
        ),
        "declares entities",
    ),
    "EPUB without a text": (make_epub("<h1>Cover</h1>"), "without any text"),
    "EPUB of a shop": (
        make_epub(
            *STORIES[:1],
            parts={
                "META-INF/encryption.xml": '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
                '<e:CipherReference URI="OEBPS/text/c1.xhtml"/></encryption>'
            },
        ),
        "encrypted by its publisher",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_or_hostile_document_is_refused_in_a_sentence(case: str) -> None:
    data, words = BROKEN[case]
    with pytest.raises(UnreadableError, match=words) as caught:
        read_saved_article(data, "a.docx")
    assert caught.value.hint


def test_an_archive_of_too_many_parts_is_refused() -> None:
    data = make_docx(HEADLINE, parts={f"word/{n}.xml": "" for n in range(9)})
    with pytest.raises(UnreadableError, match="more than 5 parts"):
        ZipParts(data, "a Word document", ZipLimits(parts=5))


def test_a_missing_library_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real_import = builtins.__import__

    def fail(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "mammoth":
            raise ModuleNotFoundError("No module named 'mammoth'", name="mammoth")
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", fail)
    with pytest.raises(UnreadableError, match=r"Word document.* library mammoth") as caught:
        read_saved_article(RELEASES["docx"](), "release.docx")
    assert "medway-tui[documents]" in caught.value.hint
