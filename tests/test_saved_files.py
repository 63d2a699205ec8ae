"""Saved files: kinds that are refused by name, encodings, and text that is repaired."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from medway_tui.saved_pages import UnreadableError, read_saved_article

STORY = (
    "Lamp room to reopen\n\n"
    "“We’re glad of it,” said Zoë Marrable, who keeps the light – and the key – at Sallow Point.\n\n"
    "Señor Peña’s café will open beside it in May, the trust said on Monday, and it will close in October.\n"
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="{charset}"><title>Lamp room to reopen</title>'
    "</head><body><article><h1>Lamp room to reopen</h1>"
    "<p>The lamp room at Sallow Point will reopen in May, the trust said on Monday morning.</p>"
    "<p>“We’re glad of it,” said Zoë Marrable, who keeps the light – and the key – at Sallow Point.</p>"
    "</article></body></html>"
)


def make_zip(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", "."), text)
    return data.getvalue()


KINDS = {
    "OpenDocument file": make_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "Excel or PowerPoint": make_zip(xl__workbook_xml="<x/>"),
    "Pages document": make_zip(Index__Document_iwa="", Metadata__Properties_plist=""),
    "tar archive": b"story.txt".ljust(257, b"\0") + b"ustar\00000" + bytes(248),
    "zstd": b"\x28\xb5\x2f\xfd" + bytes(20),
    "older Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
    "XML": b'<?xml version="1.0"?><records><record>Lamp</record></records>',
    "JSON": b'{"headline": "Lamp room to reopen"}',
    "protected by a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "film": b"\0\0\0\x18ftypmp42" + bytes(20),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_not_read_is_refused_by_its_name_whatever_its_suffix(kind: str) -> None:
    for name in ("saved.txt", "saved.html", "saved"):
        with pytest.raises(UnreadableError, match=kind) as caught:
            read_saved_article(KINDS[kind], name)
        assert "which is not read" in str(caught.value)
        assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "From: the archive\nDate: 4 May 2024\n\nThe lamp room will reopen, and the trust is glad of it.\n",
        "BMW is to open a lamp works\n\nThe works will open in May, the firm said on Monday morning.\n",
        "[The lamp room] was shut\n\n“It will reopen,” said Zoë Marrable, who keeps the light.\n",
    ],
)
def test_a_text_that_begins_as_another_kind_does_is_read(text: str) -> None:
    assert read_saved_article(text.encode(), "a.txt").body


def test_content_counts_more_than_the_suffix() -> None:
    page = PAGE.format(charset="utf-8").encode()
    assert read_saved_article(page, "page.txt").source_format == "html"
    assert (
        read_saved_article(b"<!-- saved from url=(0020)https://post.example/ -->\n" + page, "").source_format
        == "html"
    )
    assert read_saved_article(STORY.encode(), "story.html").source_format == "text"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"), ("windows-1252", "cp1252"),
     ("utf-8", "mac_roman"), ("x-unknown", "cp1252"), ("utf-8", "utf-16-le")],
)  # fmt: skip
def test_a_page_is_decoded_whatever_it_declares(declared: str, encoding: str) -> None:
    saved = read_saved_article(PAGE.format(charset=declared).encode(encoding), "page.html")
    assert saved.body[1].text.startswith("“We’re glad of it,” said Zoë Marrable")


def test_single_bytes_that_are_not_utf_8_leave_the_rest_as_it_is() -> None:
    saved = read_saved_article(
        STORY.encode() + b"\nIt cost \xa35, said Ren\xe9e Lott of the trust on Tuesday.\n"
    )
    assert saved.body[0].text.startswith("“We’re glad of it,” said Zoë")
    assert saved.body[-1].text == "It cost £5, said Renée Lott of the trust on Tuesday."
    assert any("0xA3" in remark for remark in saved.remarks)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp1251"])
def test_text_that_was_decoded_wrongly_before_is_repaired_and_said(encoding: str) -> None:
    broken = STORY.encode().decode(encoding, "ignore")
    saved = read_saved_article(broken.encode(), "story.txt")
    assert [block.text for block in saved.body] == STORY.strip().split("\n\n")[1:]
    assert any("mojibake" in remark for remark in saved.remarks)


def test_a_lost_closing_mark_is_found_before_a_space_and_at_the_end() -> None:
    saved = read_saved_article(
        "A headline\n\nâ€œYes,â€ she said. â€œIt is so, and will be so for years to come.â€\n".encode()
    )
    assert saved.body[0].text == "“Yes,” she said. “It is so, and will be so for years to come.”"


def test_text_of_which_too_much_is_lost_is_refused() -> None:
    with pytest.raises(UnreadableError, match="characters are lost"):
        read_saved_article("It is � of the ��, said ��� of � trust.".encode())
    saved = read_saved_article((STORY * 4 + "One caf� is shut, the trust said.\n").encode())
    assert "a character of the text can't be read, and is shown as �" in saved.remarks


def test_entities_that_were_encoded_twice_are_decoded_and_said() -> None:
    page = (
        PAGE.format(charset="utf-8")
        .replace("“", "&amp;ldquo;")
        .replace("”", "&amp;#8221;")
        .replace("’", "&amp;rsquo;")
    )
    saved = read_saved_article(page.replace("the key", "R&amp;D &amp;amp;amp; keys").encode(), "page.html")
    assert saved.body[1].text == (
        "“We’re glad of it,” said Zoë Marrable, who keeps the light – and R&D & keys – at Sallow Point."
    )
    assert any("encoded twice" in remark for remark in saved.remarks)


@pytest.mark.parametrize("entity", ["&#" + "9" * 5_000 + ";", "&#x110000;", "&#xD800;", "&#" + "9" * 5_000])
def test_a_numeric_entity_that_is_no_character_is_shown_as_lost(entity: str) -> None:
    page = PAGE.format(charset="utf-8").replace("and the key", f"{entity} and the key")
    assert "– � and the key –" in read_saved_article(page.encode(), "page.html").body[1].text


def test_pictures_written_into_a_page_do_not_count_for_its_size() -> None:
    picture = '<img src="data:image/png;base64,' + "iVBORw0KGgo" * 2_000_000 + '">'
    page = PAGE.format(charset="utf-8").replace("<article>", picture + "<article>")
    started = time.process_time()
    assert len(read_saved_article(page.encode(), "page.html").body) == 2
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("line", "publisher"),
    [("Sallow Courier", "Sallow Courier"), ("BBC News", "BBC News"), ("A lamp goes out", None)],
)
def test_a_newspapers_name_under_the_headline_is_its_publisher(line: str, publisher: str | None) -> None:
    headline, rest = STORY.split("\n\n", 1)
    saved = read_saved_article(f"{headline}\n{line}\n9 March 2024\n\n{rest}".encode(), "story.txt")
    assert saved.metadata["publisher"] == publisher
    assert saved.metadata["headline"] == headline
    assert saved.metadata["published"] == "2024-03-09"
    assert (line in [block.text for block in saved.body]) == (publisher is None)


def test_an_article_of_one_short_sentence_is_read() -> None:
    lost = f"<p>&#{'9' * 5_000};</p>"
    page = f"<article><h1>Lamp</h1>{lost}<p>He said: “We were told of it, and did nothing.”</p></article>"
    assert [block.text for block in read_saved_article(page.encode(), "a.html").body] == [
        "�",
        "He said: “We were told of it, and did nothing.”",
    ]
