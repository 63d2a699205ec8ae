"""At any width every line fits, and a sign marks what was cut."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.theme import palette
from medway_tui.tui.widgets.virtual_list import RowList
from tests.fixtures_library import GAZETTE, HERALD, Folder, mark_drafts
from tests.tui.reader_pilot import ReaderPilot, open_reader

KEYS = {
    "read": ("1",),
    "articles": ("1", "shift+tab"),
    "quotes pane": ("1", "tab"),
    "quotes": ("2",),
    "by date": ("2", "s"),
    "ratings": ("3",),
    "judgement": ("3", "tab"),
    "timeline": ("4",),
    "people": ("5",),
    "page": ("5", "tab"),
    "differences": ("6",),
    "side by side": ("1", "|"),
    "copy": ("1", "n", "Y"),
    "picker": ("1", "c"),
    "search": ("1", "slash"),
    "found": ("1", "slash", "t", "h", "e"),
    "said": ("1", "slash", "type:direct"),
    "palette": ("1", "colon"),
    "help": ("1", "question_mark"),
    "findings": ("1", "exclamation_mark"),
}
"""The keys that lead to every list, from any view; the last item is typed text."""


async def press_keys(opened: ReaderPilot, keys: tuple[str, ...]) -> None:
    """Press keys, and type what is not a key."""
    await opened.press(*(key for key in keys if ":" not in key))
    for text in (key for key in keys if ":" in key):
        await opened.type(text)


def assert_rows_fit(opened: ReaderPilot, where: str) -> None:
    """Check that every visible row is drawn within its width and height."""
    for rows in opened.screen.query(RowList):
        width = opened.region(rows).width
        if not rows.display or not width:
            continue
        for row in rows._rows:
            drawn = row.draw(width, palette("medway-dark"))
            assert len(drawn) <= row.height, (where, [text.plain for text in drawn])
            for text in drawn:
                assert cell_len(text.plain) <= width, (where, width, text.plain)
                assert text.plain[:1] in (" ", ""), (where, text.plain)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
async def test_every_row_of_every_list_fits(shipped: Dossier, width: int) -> None:
    async with open_reader(shipped, size=(width, 30)) as opened:
        for where, keys in KEYS.items():
            await press_keys(opened, keys)
            assert_rows_fit(opened, where)
            assert all(cell_len(strip.text) == width for strip in opened.strips())
            if opened.app.screen_stack[1:]:
                await opened.press("escape")
            if where == "by date":
                await opened.press("s")


SCRIPTS = "हिन्दी क्षेत्र 👩\u200d👩\u200d👧 ภาษาไทยน้ำ العَرَبِيَّة ẹ\u0301 한국 " * 3
"""Devanagari, an emoji that is joined, Thai, Arabic, accents of their own, Hangul."""


@pytest.mark.parametrize("name", ["頑張れ図書館" * 8, SCRIPTS.strip()], ids=["wide", "scripts"])
@pytest.mark.parametrize("width", [40, 57, 120])
async def test_rows_fit_however_long_or_wide_names_and_words_are(
    folder: Folder, width: int, name: str
) -> None:
    folder.change("people.yaml", "name: Tom Ashdown", f"name: {name}")
    folder.change("organisations.yaml", "  short_name: Grn\n", "")
    folder.change("organisations.yaml", "name: Green Party", f"name: The Party of {name}")
    folder.change("organisations.yaml", "short_name: Pur", f"short_name: {name}")
    folder.change(f"articles/{GAZETTE}.yaml", "publisher: Riverside Gazette", f"publisher: {name}")
    folder.change(f"articles/{HERALD}.yaml", "headline: New leader, old roof", f"headline: {name}")
    folder.change(f"articles/{GAZETTE}.yaml", "We were told", f"{name} we were told")
    folder.change(f"quotes/{GAZETTE}.yaml", "exact: We were told", f"exact: {name} we were told")
    folder.change(f"quotes/{GAZETTE}.yaml", "attribution: the surveyors", f"attribution: {name}")
    folder.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", f"exact: {name} promise")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(width, 30)) as opened:
        await opened.open(GAZETTE)
        for where, keys in KEYS.items():
            await press_keys(opened, keys)
            assert_rows_fit(opened, where)
            assert all(cell_len(strip.text) == width for strip in opened.strips())
            if opened.app.screen_stack[1:]:
                await opened.press("escape")
            if where == "by date":
                await opened.press("s")
    dossier.close()


@pytest.mark.parametrize("width", [80, 120])
async def test_names_parties_and_counts_are_beside_each_other_even_when_they_are_long(
    folder: Folder, width: int
) -> None:
    folder.change("organisations.yaml", "  short_name: Grn\n", "")
    folder.change("organisations.yaml", "name: Green Party", "name: The Green Party of the Whole Quay")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(width, 30)) as opened:
        await opened.open(GAZETTE)
        line = next(line for line in opened.lines("#quotes") if "MO▌" in line).rstrip()
        assert "Mary" in line
        assert line.endswith(" 2")
        await opened.press("c")
        line = next(line for line in opened.lines("RowList") if "Mary Okafor" in line).rstrip()
        assert line.endswith(" 3")
    dossier.close()


@pytest.mark.parametrize("width", [40, 60, 100, 200])
async def test_a_quotation_that_is_cut_ends_with_a_sign_and_its_place_is_shown(
    shipped: Dossier, width: int
) -> None:
    async with open_reader(shipped, size=(width, 70)) as opened:
        await opened.press("2")
        exact: dict[str, list[str]] = {}
        for quote in opened.quotes():
            exact.setdefault(quote.place.short_label, []).append(quote.exact)
        lines = [line for line in opened.lines("#list") if "“" in line]
        assert len(lines) == len(opened.quotes())
        for line in lines:
            words, place = line.split("“")[1].split("”")
            said = exact[place.strip().removeprefix("again ")]
            assert words in said or (words.endswith("…") and any(s.startswith(words[:-1]) for s in said))


@pytest.mark.parametrize("width", [40, 80, 160])
async def test_a_headline_that_is_cut_ends_with_a_sign(shipped: Dossier, width: int) -> None:
    async with open_reader(shipped, size=(width, 30)) as opened:
        await opened.press("shift+tab")
        headlines = [row[0] for row in shipped.index.rows("SELECT headline FROM article ORDER BY key DESC")]
        lines = [line.strip(" ▸") for line in opened.lines("#articles") if line.strip()]
        for headline, line in zip(headlines, lines[1::2], strict=True):
            shown = line.strip("[]")
            assert shown == headline or (shown.endswith("…") and headline.startswith(shown[:-1]))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_view_bar_names_the_view_and_cuts_the_title_with_a_sign(
    shipped: Dossier, width: int
) -> None:
    async with open_reader(shipped, size=(width, 30)) as opened:
        for key, view in (("1", "Read"), ("2", "Quotes"), ("3", "Ratings")):
            await opened.press(key)
            line = opened.lines()[0]
            assert f" {key} {view} " in line
            title = line.split(" 1 ")[0].strip()
            assert shipped.title.startswith(title) or title[-1] == "…"
            assert shipped.title.startswith(title.rstrip("…"))


async def test_the_line_that_is_typed_in_scrolls_and_stays_a_line(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(40, 12)) as opened:
        await opened.press("/")
        await opened.type("a very long question that nobody would ask of a small window like this one")
        assert opened.screen.query_one(Input).size.height == 1
        assert "this one" in opened.text()


@pytest.mark.parametrize("width", [40, 57, 120])
async def test_rows_of_drafts_fit_however_long_or_wide_they_are(folder: Folder, width: int) -> None:
    mark_drafts(folder)
    name = "頑張れ図書館" * 8
    folder.change("people.yaml", "name: Mary Okafor", f"name: {name}")
    folder.change(f"articles/{GAZETTE}.yaml", "publisher: Riverside Gazette", f"publisher: {name}")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(width, 30)) as opened:
        for where, keys in {"drafts": ("d", "j"), "speaker": ("w",), "somebody new": "x" * 60}.items():
            await opened.press(*keys)
            assert_rows_fit(opened, where)
            assert all(cell_len(strip.text) == width for strip in opened.strips())
        await opened.press("escape", "1")
        await opened.open(GAZETTE)
        assert_rows_fit(opened, "who says what")
        await opened.press("/")
        await opened.type("speaker:okafor")
        assert_rows_fit(opened, "found")
    dossier.close()
