"""Kinds of files that hold documents: what is read of each, and what is said of broken ones."""

from __future__ import annotations

import gzip

import pytest

from medway_tui.saved_pages import UnreadableError, read_saved_article

STORY = (
    "Lamp room to reopen\n\nThe lamp room at Sallow Point will reopen in May, the trust said on Monday.\n\n"
    "“We are glad of it,” said Zoë Marrable, who keeps the light at Sallow Point.\n"
)


def test_a_compressed_file_is_read_as_what_is_in_it() -> None:
    packed = gzip.compress(STORY.encode())
    saved = read_saved_article(packed, "story.txt.gz")
    assert saved.body[-1].text.startswith("“We are glad of it,”")
    twice = read_saved_article(gzip.compress(packed), "story.txt.gz.gz")
    assert twice.body == saved.body
    for broken in (packed[:-9], packed[:40] + b"\0\0\0" + packed[43:]):
        with pytest.raises(UnreadableError, match="gzip"):
            read_saved_article(broken, "story.txt.gz")


def test_files_that_are_packed_too_deep_are_refused() -> None:
    packed = STORY.encode()
    for _ in range(9):
        packed = gzip.compress(packed)
    with pytest.raises(UnreadableError, match="files deep"):
        read_saved_article(packed, "story.txt.gz")
