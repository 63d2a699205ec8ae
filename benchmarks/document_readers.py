"""Time and peak memory of the reader of each kind of file, at a size and at ten times that size.

The time of ten times the documents should be about ten times as long, and the peak of memory about ten times
as large or less: it counts the file's own text. A ratio of time above 20 is said.

usage: document_readers.py [--size N] [--only KIND ...]
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import plistlib
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.document_builders import make_docx, make_epub, make_odt
from tests.news_exports import factiva, many_articles, nexis, nexis_uni, proquest
from tests.pdf_builder import Line, make_pdf, wrap
from tests.saved_mail import article_text, headline, make_mail, make_mailbox
from tests.test_feeds import item, rss
from tests.test_web_archives import Archive, page

from medway_tui.saved_pages import read_documents

MakeFile = Callable[[int], bytes]
"""Returns a file with so many articles, or with an article of so many paragraphs."""

_MOST = 20.0
_ROUNDS = 3


def make_text(count: int) -> str:
    """Return the text of so many articles."""
    return "\n\n".join(f"{headline(n)}\n\n{article_text(n)}" for n in range(count))


def make_page(count: int) -> str:
    """Return a page with the paragraphs of so many articles."""
    paragraphs = "".join(f"<p>{each}</p>" for each in make_text(count).split("\n\n"))
    return f"<html><head><title>Riverside</title></head><body><article>{paragraphs}</article></body></html>"


def make_mhtml(count: int) -> bytes:
    """Return a page that is saved as MHTML."""
    mail = EmailMessage()
    mail["From"], mail["Snapshot-Content-Location"] = "<Saved by Blink>", "https://courier.example/a/b"
    mail["Subject"], mail["MIME-Version"] = "Riverside", "1.0"
    mail.set_content(make_page(count), subtype="html")
    mail.make_related()
    return mail.as_bytes()


def make_webarchive(count: int) -> bytes:
    """Return a page that is saved as a web archive."""
    main = {"WebResourceData": make_page(count).encode(), "WebResourceMIMEType": "text/html"}
    return plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)


def make_zip(count: int) -> bytes:
    """Return an archive of so many texts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", article_text(number))
    return data.getvalue()


def list_paragraphs(count: int) -> list[str]:
    """Return the paragraphs of so many articles, each with its headline."""
    return [each for each in make_text(count).split("\n\n") if each]


def make_pages(count: int) -> bytes:
    """Return a PDF with the text of so many articles on pages with a head and a number."""
    paragraphs = list_paragraphs(count)
    pages = [
        [
            Line("The Riverside Courier", y=815, size=9),
            *wrap(*paragraphs[n : n + 8], y=790),
            Line(str(n), y=20),
        ]
        for n in range(0, len(paragraphs), 8)
    ]
    return make_pdf(*pages)


def make_rich_text(count: int) -> bytes:
    """Return a Rich Text file with the text of so many articles."""
    words = "".join(f"\\pard {each}\\par\n" for each in list_paragraphs(count))
    return f"{{\\rtf1\\ansi\n{words}}}".encode("cp1252", "replace")


def make_warc(count: int) -> bytes:
    """Return a web archive of so many pages."""
    archive = Archive()
    for number in range(count):
        texts = (article_text(number), f"It was page number {number} of the archive, they said.")
        archive.add(f"/news/{number}", page(headline(number), texts=texts))
    return archive.data


KINDS: dict[str, MakeFile] = {
    "text": lambda count: make_text(count).encode(),
    "page": lambda count: make_page(count).encode(),
    "mail": lambda count: make_mail(1, text=make_text(count)).as_bytes(),
    "mailbox": lambda count: make_mailbox([make_mail(number) for number in range(count)]),
    "mhtml": make_mhtml,
    "webarchive": make_webarchive,
    "zip": make_zip,
    "gzip": lambda count: gzip.compress(make_text(count).encode()),
    "bzip2": lambda count: bz2.compress(make_text(count).encode()),
    "xz": lambda count: lzma.compress(make_text(count).encode()),
    "docx": lambda count: make_docx(*list_paragraphs(count)),
    "odt": lambda count: make_odt(*list_paragraphs(count)),
    "epub": lambda count: make_epub(*(f"<h1>{n}</h1><p>{article_text(n)}</p>" for n in range(count))),
    "rtf": make_rich_text,
    "pdf": make_pages,
    "nexis": lambda count: nexis(list(many_articles(count)), cover=True).encode(),
    "nexis-uni": lambda count: nexis_uni(list(many_articles(count)), cover=True).encode(),
    "factiva": lambda count: factiva(list(many_articles(count))).encode(),
    "proquest": lambda count: proquest(list(many_articles(count))).encode(),
    "feed": lambda count: rss(*(item(title=headline(n)) for n in range(count))).encode(),
    "warc": make_warc,
}
"""A file of each kind. A kind that is added is one line here."""


def measure(data: bytes) -> tuple[float, int]:
    """Return the seconds and the peak of memory, in bytes, that reading the documents of a file takes."""
    seconds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        for _document in read_documents(data, "file"):
            pass
        seconds.append(time.process_time() - started)
    tracemalloc.start()
    for _document in read_documents(data, "file"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak


def main() -> None:
    """Print the table; exit with 1 where a reader takes more than linear time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100, metavar="N")
    parser.add_argument("--only", action="append", choices=sorted(KINDS), metavar="KIND")
    arguments = parser.parse_args()
    print(f"{'kind':<12}{'bytes':>12}{'ms':>9}{'× 10':>7}{'peak MB':>9}{'× 10':>7}{'peak / bytes':>14}")
    slow = []
    for kind in arguments.only or KINDS:
        small, large = KINDS[kind](arguments.size), KINDS[kind](10 * arguments.size)
        measure(small)
        (first, peak), (second, larger) = measure(small), measure(large)
        ratio = second / max(first, 1e-6)
        print(
            f"{kind:<12}{len(large):>12,}{second * 1000:>9.1f}{ratio:>7.1f}{larger / 2**20:>9.1f}"
            f"{larger / max(peak, 1):>7.1f}{larger / len(large):>14.1f}"
        )
        slow += [kind] if ratio > _MOST and second > 0.05 else []
    if slow:
        print(f"more than linear: {', '.join(slow)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
