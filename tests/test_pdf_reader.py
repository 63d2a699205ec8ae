"""PDFs with text: paragraphs, columns, hyphens and running heads, facts, and what is refused."""

from __future__ import annotations

import io
import time

import pytest
from pypdf import PdfReader, PdfWriter

from medway_tui.saved_pages import UnreadableError, read_saved_article
from medway_tui.saved_pages.formats import pdf_pages
from medway_tui.saved_pages.formats.pdf_layout import read_paragraphs
from medway_tui.saved_pages.formats.pdf_lines import PdfLine
from medway_tui.saved_pages.page_reader import SavedArticle
from tests.pdf_builder import Line, make_pdf, wrap, write_lines

HEADLINE = "Harbour wall to be rebuilt before winter"
FIRST = (
    "The harbour wall at Tarrow Bay, which a storm breached in January, will be rebuilt before the winter,"
    " the council’s cabinet decided on Monday evening after a meeting of more than three hours."
)
QUOTE = (
    "Councillor Wilma Strake, who leads the council, said: “We promised the harbour that it would not face"
    " another winter behind sandbags. This is that promise kept, and I am grateful to the engineers who found"
    " a way to do it within the budget.”"
)
TRADER = (
    "“It is about time,” said Osbert Finn, who mends nets on the quay. “We have lost two seasons’ trade, and"
    " no one offered us so much as a cup of tea.”"
)
LAST = (
    "The work, which will cost £2.4 million, begins in June. Fishing boats will land at the eastern quay"
    " until October, and the footpath along the wall will be closed."
)
STORY = (FIRST, QUOTE, TRADER, LAST)


def texts(saved: SavedArticle) -> list[str]:
    return [block.text for block in saved.body]


def read(*pages: list[Line] | bytes, info: str = "") -> SavedArticle:
    return read_saved_article(make_pdf(*pages, info=info), "release.pdf")


def test_a_press_release_is_its_text_with_its_headline_date_and_who_publishes_it() -> None:
    head = [
        Line("Tarrow Bay Council", y=800, size=24),
        Line("News release", y=770),
        Line("14 May 2024", y=750),
        Line(HEADLINE, y=720, size=16, bold=True),
    ]
    text = wrap(FIRST, QUOTE, y=690)
    y = text[-1].y - 26
    rest = [Line("What the harbour says", y=y, bold=True), *wrap(TRADER, LAST, y=y - 20)]
    end = [Line("ENDS", y=300), Line("Page 1 of 1", x=270, y=30, size=9)]
    saved = read([*head, *text, *rest, *end], info="/Title (Microsoft Word - template)/Author (J Vane)")
    assert texts(saved) == [FIRST, QUOTE, "What the harbour says", TRADER, LAST]
    assert [block.kind for block in saved.body].index("subhead") == 2
    assert [(key, saved.metadata[key]) for key in ("headline", "published", "author")] == [
        ("headline", HEADLINE), ("published", "2024-05-14"), ("author", None),
    ]  # fmt: skip
    publisher = saved.metadata.get("publisher")
    assert publisher is not None
    assert (publisher.value, publisher.source.startswith("inferred")) == ("Tarrow Bay Council", True)
    assert [block.dropped for block in saved.dropped][-1] == "a page number"
    assert any("J Vane" in remark for remark in saved.remarks)


def test_paragraphs_go_on_over_pages_without_running_heads_and_page_numbers() -> None:
    pages = [
        [Line("Tarrow Bay Council: news", y=815, size=9), *lines, Line(f"– {n} –", x=290, y=30, size=9)]
        for n, lines in enumerate(
            (
                [Line(HEADLINE, y=780, size=16), *wrap(FIRST, QUOTE, y=750)[:-1]],
                [wrap(QUOTE)[-1]._replace(y=780), *wrap(TRADER, y=758)],
                wrap(LAST, y=780),
            ),
            1,
        )
    ]
    saved = read(*pages)
    assert texts(saved) == list(STORY)
    assert [block.dropped for block in saved.dropped].count("a running head or foot") == 3
    assert [block.dropped for block in saved.dropped].count("a page number") == 3


def test_a_headline_over_two_lines_is_one_wherever_they_begin_and_end() -> None:
    headline = [
        Line("Harbour wall at Tarrow Bay", x=150, y=790, size=20),
        Line("to be rebuilt", x=210, y=766, size=20),
    ]
    saved = read([*headline, Line("By Nell Ashby", y=735), *wrap(*STORY, y=710)])
    assert saved.metadata["headline"] == "Harbour wall at Tarrow Bay to be rebuilt"
    assert texts(saved) == list(STORY)


def test_lines_of_the_text_that_are_alike_but_for_a_number_are_no_running_heads() -> None:
    alike = [
        f"In ward {n} the council counted {n * 11} boats that were out of the water in May."
        for n in (3, 4, 5)
    ]
    pages = [wrap(each, *STORY, y=800) for each in alike]
    assert [text for text in texts(read(*pages)) if text.startswith("In ward")] == alike


def test_first_lines_that_are_indented_begin_paragraphs() -> None:
    lines = []
    y = 760.0
    for paragraph in (*STORY, "No one was hurt.", "Work begins in June, it said, and no later than that."):
        part = wrap(paragraph, y=y)
        lines += [part[0]._replace(x=86), *part[1:]]
        y = part[-1].y - 14
    saved = read([Line(HEADLINE, y=790, size=16), *lines])
    assert texts(saved) == [
        *STORY,
        "No one was hurt.",
        "Work begins in June, it said, and no later than that.",
    ]


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other_under_a_headline_over_both(by_row: bool) -> None:
    left = wrap(FIRST, QUOTE, width=38, y=740)
    right = wrap(TRADER, LAST, width=38, x=320, y=740)
    lines = [*left, *right]
    if by_row:
        lines.sort(key=lambda line: (-line.y, line.x))
    saved = read([Line(HEADLINE, y=780, size=20), *lines])
    assert texts(saved) == list(STORY)


@pytest.mark.parametrize(
    ("end", "begin", "rest", "read_as", "is_said"),
    [
        ("a new rail-", "way line, it said.", "The railway was shut.", "a new railway line, it said.", False),
        ("a well-", "known wall, it said.", "It is well-known.", "a well-known wall, it said.", False),
        ("the coun-", "cillor and others, it said.", "", "the councillor and others, it said.", False),
        ("he re-", "signed, it said.", "", "he re-signed, it said.", True),
        ("it has apo-", "logised, it said.", "", "it has apologised, it said.", False),
        ("Ms Pro-", "thero, it said.", "", "Ms Prothero, it said.", False),
        ("a dis\xad", "puted wall, it said.", "", "a disputed wall, it said.", False),
        ("a part-", "sunken wall, it said.", "", "a part-sunken wall, it said.", True),
        ("a mother-of-", "two, it said.", "", "a mother-of-two, it said.", False),
        ("from 2019-", "2021, it said.", "", "from 2019-2021, it said.", False),
        ("Ann Orde-", "Wynter, it said.", "", "Ann Orde-Wynter, it said.", False),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_only_where_the_word_is_known(
    end: str, begin: str, rest: str, read_as: str, is_said: bool
) -> None:
    before = "The council decided on Monday evening, after a meeting of three hours, on"
    lines = [Line(f"{before} {end}", y=740), Line(begin, y=726), *wrap(rest or LAST, y=700)]
    saved = read([Line(HEADLINE, y=780, size=20), *lines])
    assert texts(saved)[0] == f"{before} {read_as}"
    assert any("hyphen" in remark for remark in saved.remarks) == is_said


def test_a_hyphen_with_which_a_program_only_divides_words_goes_before_a_capital_too() -> None:
    def join(*lines: str) -> list[str]:
        page = [
            PdfLine(line, 1, 72, 400, 0.1 + n / 50, 700 - 14 * n, 11, is_bold=False)
            for n, line in enumerate(lines)
        ]
        return [each.text for each in read_paragraphs([page]).paragraphs]

    assert join("They met Ewan Mac\u2010", "Donald in a well-known place.") == [
        "They met Ewan MacDonald in a well-known place."
    ]
    assert join("A well\u2010known place, and the half\u2010", "way house.") == [
        "A well\u2010known place, and the halfway house."
    ]


def test_footnotes_their_marks_and_large_first_letters() -> None:
    first = wrap(FIRST, y=740)
    initial = [
        Line("T", y=726, size=32),
        Line(first[0].text[1:], x=96, y=740),
        Line(first[1].text, x=96, y=726),
        *first[2:],
    ]
    quote = wrap(QUOTE, y=initial[-1].y - 22)
    mark = Line("1", x=480, y=quote[0].y + 4, size=6)
    note = [
        Line("1", y=90, size=8),
        Line("The minutes of the meeting are in the library.", x=80, y=90, size=8),
    ]
    saved = read([
        Line(HEADLINE, y=780, size=20), *initial, quote[0], mark, *quote[1:], *wrap(LAST, y=560), *note,
    ])  # fmt: skip
    assert texts(saved) == [FIRST, QUOTE, LAST]
    assert [(block.text, block.dropped) for block in saved.dropped][-1] == (
        "1 The minutes of the meeting are in the library.", "a footnote",
    )  # fmt: skip


def test_items_are_told_apart_and_a_table_is_read_row_by_row() -> None:
    items = [Line("•", y=700), Line("Work begins on 3 June.", x=90, y=700), Line("• It ends in May.", y=686)]
    table = [
        Line(text, x=x, y=600 - 16 * row)
        for row, cells in enumerate((("Cost", "£2.4m"), ("Length", "340m"), ("Boats", "41"), ("Days", "90")))
        for x, text in zip((72, 200), cells, strict=True)
    ]
    saved = read([Line(HEADLINE, y=780, size=20), *wrap(FIRST, y=750), *items, *table, *wrap(LAST, y=500)])
    assert [(block.text, block.kind) for block in saved.body][1:3] == [
        ("Work begins on 3 June.", "item"), ("It ends in May.", "item"),
    ]  # fmt: skip
    assert " ".join(texts(saved)[3:-1]) == "Cost £2.4m Length 340m Boats 41 Days 90"
    assert texts(saved)[-1] == LAST


def test_a_tab_is_a_space() -> None:
    lines = [
        Line("1.", y=700),
        Line("First the lamp, it said,", x=90, y=700),
        Line("then the door.", x=260, y=700),
    ]
    saved = read([Line(HEADLINE, y=780, size=20), *wrap(FIRST, y=750), *lines])
    assert texts(saved) == [FIRST, "1. First the lamp, it said, then the door."]


def test_words_that_are_not_seen_or_printed_twice_are_read_once() -> None:
    unseen = [line._replace(operators="3 Tr") for line in wrap(*STORY, y=740)]
    twice = [each for line in unseen for each in (line, line._replace(x=line.x + 0.3))]
    assert texts(read([Line(HEADLINE, y=780, size=20), *twice])) == list(STORY)


def test_what_is_printed_sideways_or_outside_of_the_page_is_left_out() -> None:
    sideways = b"BT /F1 8 Tf 0 1 -1 0 20 300 Tm (Press office: dial 4471) Tj ET\n"
    page = [Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740), Line("release_v7.indd 14/05/2024", y=900)]
    saved = read(write_lines(page) + b"\n" + sideways)
    assert texts(saved) == list(STORY)
    assert [block.dropped for block in saved.dropped][-1] == "printed sideways"


def test_a_page_that_is_turned_is_read_as_any_other() -> None:
    turned = b"0 1 -1 0 595 0 cm\n" + write_lines([Line(HEADLINE, y=500, size=20), *wrap(*STORY, y=470)])
    assert texts(read(turned)) == list(STORY)


def test_letters_printed_as_one_and_marks_of_quotation_are_those_of_the_text() -> None:
    data = make_pdf([Line(HEADLINE, y=780, size=20), *wrap("The oŽce “at last” – said Finn’s staff.", y=740)])
    data = data.replace(
        b"/WinAnsiEncoding", b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[142/ffi]>>"
    )
    assert texts(read_saved_article(data)) == ["The office “at last” – said Finn’s staff."]


# -- facts ----------------------------------------------------------------------------------------------


def test_the_day_on_which_it_was_made_counts_only_as_inferred_where_no_date_is_printed() -> None:
    page = [Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740)]
    saved = read(page, info="/CreationDate (D:20240514093000+01'00')")
    assert saved.metadata["published"] == "2024-05-14"
    assert "2024-05-14" in (saved.metadata["published_inferred"] or "")
    dated = read([Line("3 March 2024", y=810), *page], info="/CreationDate (D:20240514093000Z)")
    assert dated.metadata["published"] == "2024-03-03"
    assert dated.metadata["published_inferred"] is None


def test_a_page_that_a_browser_printed_has_its_address_and_not_the_day_of_printing() -> None:
    head = Line("5/20/24, 9:12 AM", x=24, y=820, size=8)
    foot = Line("https://www.post.example/news/harbour-wall", x=24, y=16, size=8)
    number = Line("1/1", x=560, y=16, size=8)
    saved = read(
        [head, Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740), foot, number],
        info="/Creator (Mozilla/5.0 HeadlessChrome)/Producer (Skia/PDF)/CreationDate (D:20240520091200Z)",
    )
    assert texts(saved) == list(STORY)
    assert saved.metadata["url"] == "https://www.post.example/news/harbour-wall"
    assert saved.metadata["published"] is None


@pytest.mark.parametrize(
    "head",
    [
        "Sallow Courier, Saturday 4 May 2024",
        "Sallow Courier | 4 May 2024 | Page 3",
        "Sallow Courier – 4 May 2024",
    ],
)
def test_the_running_heads_of_a_cutting_name_its_paper_and_day(head: str) -> None:
    pages = [
        [Line(head, y=815, size=9), Line(HEADLINE, y=780, size=20), *wrap(FIRST, QUOTE, y=740)],
        [Line(head, y=815, size=9), *wrap(TRADER, LAST, y=780)],
    ]
    saved = read(*pages, info="/CreationDate (D:20240601093000Z)")
    assert texts(saved) == list(STORY)
    assert saved.metadata["publisher"] == "Sallow Courier"
    assert saved.metadata["published"] == "2024-05-04"
    assert saved.metadata["published_inferred"] is None


def test_a_cutting_of_one_page_has_its_paper_captions_and_pull_quotes() -> None:
    left = wrap(FIRST, TRADER, width=38, y=740)
    y = left[-1].y - 20
    caption = [
        Line("SHUT: the wall at Tarrow Bay on", y=y, size=8),
        Line("Monday. Picture: Jo Vane", y=y - 10, size=8),
    ]
    pull = [Line("“We have lost two", x=320, y=740, size=16), Line("seasons’ trade”", x=320, y=722, size=16)]
    right = wrap(LAST, width=38, x=320, y=700)
    right[0] = right[0]._replace(x=330)
    masthead = Line("Sallow Courier Saturday, May 4, 2024 7", y=812, size=9)
    saved = read([masthead, Line(HEADLINE, y=780, size=20), *left, *caption, *pull, *right])
    assert [(block.text, block.kind) for block in saved.printed_blocks] == [
        (FIRST, "paragraph"),
        (TRADER, "paragraph"),
        ("SHUT: the wall at Tarrow Bay on Monday. Picture: Jo Vane", "caption"),
        ("“We have lost two seasons’ trade”", "subhead"),
        (LAST, "paragraph"),
    ]
    assert saved.metadata["publisher"] == "Sallow Courier"
    assert saved.metadata["published"] == "2024-05-04"


def test_the_title_counts_where_it_is_printed() -> None:
    page = [Line("Tarrow Bay Council", y=800), Line(HEADLINE, y=780), *wrap(*STORY, y=740)]
    saved = read(page, info=f"/Title ({HEADLINE})")
    assert saved.metadata["headline"] == HEADLINE
    assert saved.metadata["publisher"] == "Tarrow Bay Council"
    assert texts(saved) == list(STORY)


# -- broken and hostile files ---------------------------------------------------------------------------

WHOLE = make_pdf([Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740)])


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace(b"startxref\n", b"startxref\n9"),
        make_pdf([Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740)], has_table=False),
        WHOLE[: WHOLE.rfind(b"startxref")],
        b"HTTP junk\n" + WHOLE,
        make_pdf([Line(HEADLINE, y=780, size=20), *wrap(*STORY, y=740)], has_fonts=False),
    ],
    ids=["wrong table", "no table", "cut off", "junk before", "no fonts"],
)
def test_a_damaged_file_is_read_where_its_pages_are_whole(data: bytes) -> None:
    assert texts(read_saved_article(data, "release.pdf")) == list(STORY)


def encrypt(user: str, algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE)))
    writer.encrypt(user_password=user, owner_password=f"{user}+", algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_file_that_anyone_may_open_is_read_and_one_with_a_password_refused() -> None:
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256"):
        assert texts(read_saved_article(encrypt("", algorithm))) == list(STORY)
    with pytest.raises(UnreadableError, match="protected by a password") as caught:
        read_saved_article(encrypt("secret"))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "damaged or not complete"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged or not complete"),
        (make_pdf(b"q 100 0 0 100 0 0 cm /Im1 Do Q"), "without text"),
        (make_pdf([Line("•", y=300)]), "without text"),
        (make_pdf([Line("\x07\x08\x06\x05\x04 \x03\x02\x01" * 30)]), "fonts don't say"),
    ],
    ids=["begun", "noise", "scanned", "bullet", "unnamed letters"],
)
def test_a_file_without_text_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        read_saved_article(data, "release.pdf")
    assert caught.value.hint


def test_a_page_without_text_is_named() -> None:
    saved = read([Line(HEADLINE, y=780, size=20), *wrap(FIRST, y=740)], b"/Im1 Do", wrap(QUOTE, y=780))
    assert texts(saved) == [FIRST, QUOTE]
    assert "1 page of the PDF (2) has no text, and may be a picture" in saved.remarks


def test_a_form_that_draws_itself_again_and_again_is_refused_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_OPERATIONS", 20_000)
    forms = b"".join(
        b"%d 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 60>>"
        b"stream\n%s\nendstream\nendobj\n" % (n, n + 1, b"/X Do " * 10)
        for n in range(20, 32)
    )
    data = make_pdf(
        b"/X Do", has_table=False, has_fonts=False, page_keys="/Resources<</XObject<</X 20 0 R>>>>"
    )
    data = data.replace(b"trailer", forms + b"trailer")
    with pytest.raises(UnreadableError, match="pages can't be read"):
        read_saved_article(data)


def test_time_grows_with_the_number_of_pages() -> None:
    def measure(count: int) -> float:
        page = [Line(f"Head {count}", y=815), *wrap(*STORY, *STORY, y=780), Line("1", x=290, y=30)]
        data = make_pdf(*[page] * count)
        started = time.process_time()
        read_saved_article(data)
        return time.process_time() - started

    measure(1)
    assert measure(24) < 0.1 + 16 * measure(3)
