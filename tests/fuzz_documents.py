"""Fuzzing of the readers of DOCX, ODT, EPUB, RTF and PDF: whole files with places overwritten."""

from __future__ import annotations

import io
import zipfile

from hypothesis import strategies as st

from medway_tui.saved_pages import UnreadableError
from medway_tui.saved_pages.page_reader import SavedArticle, read_article
from medway_tui.saved_pages.source_documents import read_documents
from tests.document_builders import make_archive, make_docx, make_epub, make_odt, paragraph, run
from tests.fixtures_library import Folder
from tests.fuzz_invariants import assert_no_control_characters
from tests.pdf_builder import Line, make_pdf, wrap

_TEXT = "“The roof is fine,” said Mary Okafor, who leads the council. It will be mended in May, she said."
_RTF = (
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}}{\\info{\\title A roof}}\\pard\\b A roof\\par"
    f"\\pard\\b0 {{\\deleted No.}}{_TEXT}\\par\\u8220?Yes\\'94\\par}}"
)
_FILES = {
    "docx": make_docx(paragraph("A roof", style="Title"), paragraph(run("By Ann Ink", "<w:b/>")), _TEXT),
    "odt": make_odt('<text:h text:outline-level="1">A roof</text:h>', f"<text:p>{_TEXT}<text:s/></text:p>"),
    "epub": make_epub(*[f"<h1>A roof {n}</h1><p>{_TEXT}</p><p>{_TEXT}</p>" for n in range(3)]),
    "rtf": _RTF.encode("cp1252"),
    "pdf": make_pdf(
        [Line("A roof is mended", y=780, size=18), *wrap(_TEXT, _TEXT, y=740), Line("1", y=30)],
        wrap(_TEXT, y=780),
        info="/Title (A roof)/CreationDate (D:20240514)",
    ),
}
_PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([
        b"<w:p>", b"</w:p>", b"<text:p>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"</x>", b"\\par", b"{",
        b"}", b"\\bin9 ", b"\\u-99", b"\\uc9 ", b"\\'", b"BT", b"ET", b" Tj", b"<<", b">>", b"0 R", b"stream",
        b"9" * 12, b"-1 0 0 1 0 0 Tm", b"endobj", b"\0" * 8, b"<a:b c='", b"]]>", b"<w:del>", b"\xff\xfe",
    ]),
)  # fmt: skip


def _mutate(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 3, 40, 400]))
        put = draw(st.one_of(_PIECES, st.just(data[at : at + 200])))
        data = data[:at] + put + data[at + length :]
    return data


@st.composite
def document_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of one of the kinds: some bytes of it, or of a part of its archive, overwritten."""
    kind = draw(st.sampled_from(sorted(_FILES)))
    data = _FILES[kind]
    if data.startswith(b"PK") and draw(st.sampled_from([True, True, True, False])):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = draw(st.sampled_from(sorted(parts)))
        if draw(st.integers(0, 9)):
            parts[name] = _mutate(draw, parts[name])
        else:
            del parts[name]
        return f"saved.{kind}", make_archive({**parts})
    return f"saved.{kind}", _mutate(draw, data)


def assert_documents_hold(_folder: Folder, saved: tuple[str, bytes]) -> None:
    """A document is refused in a sentence, or has blocks without control characters."""
    name, data = saved
    error: UnreadableError | None = None
    articles: list[SavedArticle] = []
    try:
        articles = [read_article(document) for document in read_documents(data, name)]
    except UnreadableError as refused:
        error = refused
    for line in (str(error), error.hint) if error is not None else ():
        assert "\n" not in line
        assert_no_control_characters(line)
    for article in articles:
        assert article.body
        for line in (*(block.text for block in article.all_blocks), *article.remarks):
            assert_no_control_characters(line)
