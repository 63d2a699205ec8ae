"""Captions, joint statements and repeated words on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.tui.reader_pilot import ReaderPilot, open_reader


@pytest.fixture
def dossier(tmp_path: Path) -> Iterator[Dossier]:
    folder = write_additions(tmp_path / "dossier")
    opened = open_dossier([folder.root])
    yield opened
    opened.close()


async def open_captioned(opened: ReaderPilot) -> None:
    while opened.open_article != CAPTIONED:
        await opened.press("]")


async def test_a_caption_has_a_number_of_its_own_and_shifts_no_paragraph(dossier: Dossier) -> None:
    async with open_reader(dossier) as opened:
        await open_captioned(opened)
        lines = [line.strip() for line in opened.lines("#text")]
        starts = [line.split()[0] for line in lines if line[:1].isdigit() or line[:2] in ("c1", "c2")]
        assert starts == ["c1", "1", "2", "c2", "3"]


async def test_words_in_a_caption_are_found_and_opened(dossier: Dossier) -> None:
    async with open_reader(dossier) as opened:
        await opened.press("/")
        await opened.type("wreck")
        assert "caption 1" in opened.text("RowList")
        await opened.press("enter")
        assert opened.open_article == CAPTIONED
        assert opened.article.chosen is not None
        assert opened.article.chosen.block == 1


async def test_a_joint_statement_is_listed_under_each_of_its_speakers_and_counted_once(
    dossier: Dossier,
) -> None:
    async with open_reader(dossier, size=(160, 60)) as opened:
        assert "11 quotes" in opened.lines()[0], "9 of the older articles, one in a caption, one joint"
        for name in ("okafor", "ashdown"):
            await opened.press("c")
            await opened.type(name)
            await opened.press("enter")
            assert "We will not fail, and we will" in opened.text("#list")


async def test_the_copied_citation_of_a_joint_statement_names_both(dossier: Dossier) -> None:
    async with open_reader(dossier, size=(120, 60)) as opened:
        await opened.press("2", "f")
        await opened.type('"not wait"')
        await opened.press("enter", "y")
        assert "Tom Ashdown" in opened.clipboard
        assert "Mary Okafor" in opened.clipboard


async def test_words_printed_a_second_time_say_so(dossier: Dossier) -> None:
    async with open_reader(dossier, size=(160, 60)) as opened:
        await open_captioned(opened)
        assert "again ¶2" in opened.text("#quotes")


async def test_help_explains_the_signs_and_gives_the_attribution(dossier: Dossier) -> None:
    async with open_reader(dossier, size=(120, 60)) as opened:
        await opened.press("?", "G")
        shown = opened.text("RowList")
        assert "The first caption" in shown
        assert "Contains information from Riverside Council." in shown
