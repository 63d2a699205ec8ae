"""Without the extra ``documents`` other files are read, and those that need it say what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.document_builders import make_docx
from tests.saved_mail import make_mail, make_mailbox

READ = """
import sys
sys.modules.update(dict.fromkeys(("feedparser", "mammoth", "pypdf", "spellchecker", "striprtf", "warcio")))
from medway_tui.saved_pages import UnreadableError, read_article, read_documents
try:
    for document in read_documents(sys.stdin.buffer.read()):
        print(read_article(document).body[0].text)
except UnreadableError as error:
    print(f"{error}: {error.hint}")
"""
FILES = {
    "Word": make_docx("The pier is shut."),
    "PDF": b"%PDF-1.4\n1 0 obj\n",
    "feed": b'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title></channel></rss>',
    "Rich Text": b"{\\rtf1\\ansi The pier is shut.\\par}",
    "WARC": b"WARC/1.1\r\nWARC-Type: response\r\n\r\n",
}


def read_without_libraries(data: bytes) -> str:
    done = subprocess.run([sys.executable, "-c", READ], input=data, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_library_is_named_with_what_to_install(kind: str) -> None:
    said = read_without_libraries(FILES[kind])
    assert kind in said
    assert "is not installed: install it with: pip install 'medway-tui[documents]'" in said


def test_other_kinds_are_read_without_the_libraries() -> None:
    said = read_without_libraries(make_mailbox([make_mail(1), make_mail(2)]))
    assert said.count("in Riverside is to be repaired") == 2
