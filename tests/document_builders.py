"""Builders of documents for tests: DOCX, ODT and EPUB as ZIP archives, from the XML of their text."""

from __future__ import annotations

import io
import zipfile
from html import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = " ".join(
    f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "style", "text", "table", "meta", "drawing")
) + (
    f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def make_archive(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive of parts by their names."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


# -- DOCX -----------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    """Return a run of a Word document; ``properties`` is the XML of its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs or, without any markup, of words."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


_WORD_STYLES = {
    "Title": "Title",
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "Caption": "caption",
    "Author": "Author",
    "TOC1": "toc 1",
    "ListBullet": "List Bullet",
}


def make_docx(*paragraphs: str, parts: dict[str, str | bytes] | None = None, core: str = "") -> bytes:
    """Return a Word document of paragraphs; ``core`` is the XML of its properties."""
    body = "".join(each if each.startswith("<") else paragraph(each) for each in paragraphs)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _WORD_STYLES.items()
    )
    return make_archive({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1"'
        f' Type="{_OFFICE_RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "docProps/core.xml": '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>',
        **(parts or {}),
    })  # fmt: skip


# -- ODT ------------------------------------------------------------------------------------------------


def make_odt(*paragraphs: str, styles: str = "", meta: str = "") -> bytes:
    """Return an OpenDocument text of paragraphs, each words or XML; ``meta`` is the XML of its properties."""
    body = "".join(
        each if each.startswith("<") else f"<text:p>{escape(each)}</text:p>" for each in paragraphs
    )
    return make_archive({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_ODF_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "meta.xml": f"<office:document-meta {_ODF_NAMES}><office:meta>{meta}</office:meta>"
        "</office:document-meta>",
    })  # fmt: skip


# -- EPUB -----------------------------------------------------------------------------------------------


def make_epub(
    *chapters: str,
    metadata: str = "",
    parts: dict[str, str | bytes] | None = None,
    manifest: str = "",
    spine: str = "",
) -> bytes:
    """Return an e-book of chapters, each the HTML of a body; ``metadata`` is the XML of the package's."""
    items = "".join(
        f'<item id="c{n}" href="text/c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(1, len(chapters) + 1)
    )
    references = "".join(f'<itemref idref="c{n}"/>' for n in range(1, len(chapters) + 1))
    return make_archive({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' version="1.0"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"'
        ' xmlns:opf="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{items}{manifest}</manifest>"
        f"<spine>{spine}{references}</spine></package>",
        **{
            f"OEBPS/text/c{n}.xhtml": '<?xml version="1.0" encoding="utf-8"?>'
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head>'
            f"<title>c</title></head><body>{chapter}</body></html>"
            for n, chapter in enumerate(chapters, 1)
        },
        **(parts or {}),
    })  # fmt: skip
