r"""Rich Text files: encodings, what is not printed, and the paragraphs that they tell apart."""

from __future__ import annotations

import pytest

from medway_tui.saved_pages import UnreadableError, read_saved_article
from tests.processor_time import least_seconds

HEADLINE = "Harbour wall to be rebuilt before winter"
LAST = "The footpath along the wall will be closed from June, and the boats will land at the eastern quay."


def make_rtf(*paragraphs: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}}") -> str:
    """Return a Rich Text file of paragraphs in its own words."""
    return "{\\rtf1" + head + "".join(f"\\pard\\plain {each}\\par\n" for each in paragraphs) + "}"


def read_texts(*paragraphs: str, encoding: str = "ascii") -> list[str]:
    data = make_rtf(HEADLINE, *paragraphs, LAST).encode(encoding)
    saved = read_saved_article(data, "release.rtf")
    assert saved.metadata["headline"] == HEADLINE
    texts = [block.text for block in saved.body]
    assert texts.pop() == LAST
    return texts


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\'93It\'92s time,\'94 said Zo\'eb Finn.", "“It’s time,” said Zoë Finn."),
        (r"\u8220?It\u8217?s time,\u8221? said Zo\u235\'eb Finn.", "“It’s time,” said Zoë Finn."),
        (r"\uc2\u8220\'81\'67Yes,\u8221\'81\'68 {\uc0\u8211}\uc1  he said.", "“Yes,” – he said."),
        (r"\ldblquote It\rquote s time,\rdblquote  said Finn\emdash last.", "“It’s time,” said Finn—last."),
        (r"A lamp \u-10180?\u-8416? was lit, it said.", "A lamp 🌠 was lit, it said."),
        (r"A sea\_wall and a rail\-way\~line, it said.", "A sea‑wall and a railway line, it said."),
        (r"Braces \{and\} a back\\slash, it said.", "Braces {and} a back\\slash, it said."),
        (r"A line\line of words, it\tab said.", "A line of words, it said."),
        ("A wor\r\nd over two lines, it said.", "A word over two lines, it said."),
        (r"Lost \u0? and \u99999? are shown, it said.", "Lost � and � are shown, it said."),
        (r"It {\b will} {\i {\b\fs20 not}} close, it said.", "It will not close, it said."),
        (r"It {\deleted will not} will {\v soon }close{\strike  never}, it said.", "It will close, it said."),
        (r"It\deleted  never\deleted0  closes\v  now\v0 , it said.", "It closes, it said."),
        (r"The wall{\footnote A note.}{\super 1} closes{\*\annotation Sure?}, it said.",
         "The wall1 closes, it said."),
        (r'See {\field{\*\fldinst {HYPERLINK "https://a.example/x"}}{\fldrslt{\ul the plan}}}, it said.',
         "See the plan, it said."),
        (r"{\*\unknown Nothing.}{\pict\pngblip 89504e47}A wall, it said.", "A wall, it said."),
        ("{\\pict\\bin4 }{}\\A wall, it said.}It will close, it said.", "It will close, it said."),
    ],
)  # fmt: skip
def test_what_is_printed_is_read(written: str, read: str) -> None:
    assert read_texts(written) == [read]


@pytest.mark.parametrize(
    ("head", "written", "read"),
    [
        (r"\ansi\ansicpg1251", r"\'c7\'e0\'ea\'f0\'fb\'f2\'ee\'2e", "Закрыто."),
        (r"\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B{\*\falt C};}}",
         r"\f0 \'e9\'e9 {\f1 \'c7\'e0\'ea}\'e9.", "éé Закé."),
        (r"\mac", r"\'d2Yes,\'d3 she said.", "“Yes,” she said."),
        (r"\ansi\ansicpg932", r"\'82\'a0\'82\'a2.", "あい."),
        (r"\ansi\ansicpg99999", r"\'93Yes,\'94 she said.", "“Yes,” she said."),
    ],
)  # fmt: skip
def test_bytes_are_read_in_the_code_page_of_the_file_or_font(head: str, written: str, read: str) -> None:
    data = make_rtf(HEADLINE, written, LAST, head=head).encode()
    assert [block.text for block in read_saved_article(data).body] == [read, LAST]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_beyond_ascii_that_some_programs_write_are_read(encoding: str) -> None:
    assert read_texts("“It’s time,” said Zoë Finn.", encoding=encoding) == ["“It’s time,” said Zoë Finn."]


def test_headings_items_cells_boxes_and_contents_are_told_apart() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\snext0 heading 1;}{\s2\b heading 2;}{\s3 caption;}}"
    contents = r"{\field{\*\fldinst TOC \\o}{\fldrslt Harbour wall 1\par What they say 2\par}}"
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard A box, it said.\par}}{\shprslt{\*\do Old.}}}"
    saved = read_saved_article(
        make_rtf(
            contents,
            rf"\s1 {HEADLINE}",
            f"A wall, {box}it said.",
            r"\s2 What they say",
            r"{\b A bold line}",
            r"{\listtext\tab 1.}First, it said.",
            r"{\pntext\'b7\tab}Second, it said.",
            r"\s3 The wall in January",
            r"\trowd\intbl Cost\cell \'a32.4m\cell\row\pard",
            LAST,
            head=r"\ansi\ansicpg1252" + styles + r"{\header Council}{\footer Page 1}",
        ).encode()
    )
    assert saved.metadata["headline"] == HEADLINE
    assert [(block.text, block.kind) for block in saved.printed_blocks] == [
        ("A wall, it said.", "paragraph"),
        ("A box, it said.", "paragraph"),
        ("What they say", "subhead"),
        ("A bold line", "subhead"),
        ("First, it said.", "item"),
        ("Second, it said.", "item"),
        ("The wall in January", "caption"),
        ("Cost", "paragraph"),
        ("£2.4m", "paragraph"),
        (LAST, "paragraph"),
    ]


def test_the_largest_line_is_the_headline_and_what_is_left_out_is_counted() -> None:
    info = r"{\info{\title Template}{\author J \'56ane}{\creatim\yr2019\mo2\dy1\hr9}}"
    saved = read_saved_article(
        make_rtf(
            r"\fs22 Tarrow Bay Council",
            rf"\fs36\b {HEADLINE}",
            r"\fs22 By Nell Ashby",
            r"\fs22 It {\deleted will not}{\footnote A note.}{\deleted ever} will close, the council said.",
            rf"\fs22 {LAST}",
            head=r"\ansi" + info,
        ).encode()
    )
    assert saved.metadata["headline"] == HEADLINE
    assert saved.metadata["publisher"] == "Tarrow Bay Council"
    assert saved.metadata["author"] == "Nell Ashby"
    assert saved.metadata["published"] is None
    assert saved.remarks[0] == "left out of the document: 1 tracked deletion, 1 note"
    assert "the author J Vane and the date 2019-02-01" in saved.remarks[1]


@pytest.mark.parametrize(
    "data",
    [
        b"{\\rtf1",
        b"{\\rtf1}",
        b"{\\rtf1 " + b"{" * 200_000,
        b"{\\rtf1{\\info{\\title Lamp}}{\\pict 00}}",
        b"{\\rtf1{\\deleted Lamp}\\par}",
    ],
    ids=["begun", "empty", "braces", "picture", "deleted"],
)
def test_a_file_without_any_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="without any text"):
        read_saved_article(data)


def test_a_file_that_breaks_off_or_has_too_many_braces_is_read_as_far_as_it_goes() -> None:
    whole = make_rtf(HEADLINE, LAST, LAST).encode()
    assert read_saved_article(whole[:-40]).body[0].text == LAST
    with pytest.raises(UnreadableError, match="without any text"):
        read_saved_article(whole.replace(b"}", b"}}"))


@pytest.mark.parametrize(
    "piece", ["{\\b a}", "a\\par ", "\\'93", "{\\f1\\fcharset204 x;}", "{\\*\\x ", "\\u8220?"]
)
def test_time_grows_with_the_size_of_the_file(piece: str) -> None:
    def measure(count: int) -> float:
        data = f"{{\\rtf1\\ansi Lamp room opens, it said.\\par {piece * count}".encode()
        return least_seconds(lambda: read_saved_article(data))

    assert measure(8_000) < 0.05 + 20 * measure(800)
