"""``c``: the person picker."""

from __future__ import annotations

import pytest

from medway_tui.sync.dossier import Dossier
from tests.conftest import ROOT
from tests.tui.reader_pilot import open_reader
from tests.tui.shipped_facts import ARTICLES, quotations, read_yaml

PEOPLE = [person["name"] for person in read_yaml(ROOT / "content" / "people.yaml")]


@pytest.mark.parametrize("typed", ["jar", "jaret"])
async def test_a_few_letters_or_a_slip_show_all_that_jarrett_said_and_nothing_else(
    shipped: Dossier, typed: str
) -> None:
    expected = quotations("alan-jarrett")
    assert len(expected) == 8
    assert {said.article for said in expected} == {*ARTICLES}
    async with open_reader(shipped, size=(200, 50)) as opened:
        await opened.press("c")
        await opened.type(typed)
        await opened.press("enter")
        assert opened.view.NAME == "Quotes"
        assert "7 quotes · 1 speaker" in opened.lines()[0]
        listed = opened.text("#list")
        assert opened.lines("#list")[0].strip().startswith("AJ▌Alan Jarrett  Con")
        assert listed.count("▌") == 1
        for other in PEOPLE:
            assert (other in listed) == (other == "Alan Jarrett")
        lines = [line for line in opened.lines("#list") if "“" in line]
        assert len(lines) == len(expected)
        for said, line in zip(expected, lines, strict=True):
            words = line[line.index("“") + 1 : line.index("”")].rstrip("…")
            assert said.exact.startswith(words)
            assert f"¶{said.paragraph}" in line
        # What a line has no room for stands whole beside the list.
        for said in expected:
            assert said.exact in opened.joined_text("#context")
            await opened.press("n")


async def test_any_form_of_a_name_will_do(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for typed in ("allan", "Jarrett", "cllr jar", "mr jarret", "jarrte", "ALAN J"):
            await opened.press("c")
            await opened.type(typed)
            await opened.press("enter")
            assert opened.input_text() == "speaker:alan-jarrett"
            assert "7 quotes · 1 speaker" in opened.lines()[0]


async def test_the_name_as_printed_is_with_the_quotation(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c")
        await opened.type("allan")
        await opened.press("enter", "n")
        assert "printed “Council Leader Allan Jarrett”" in opened.joined_text("#context")


@pytest.mark.parametrize("view", ["1", "2", "3"])
async def test_it_opens_from_every_view_and_esc_leaves_all_as_it_was(shipped: Dossier, view: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(view, "j")
        before = opened.text()
        await opened.press("c")
        assert "Find a person" in opened.text()
        await opened.type("jar")
        await opened.press("escape")
        assert opened.text() == before


async def test_councillors_come_first_each_with_party_and_number_of_quotations(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c")
        lines = [line.strip(" ▸") for line in opened.lines("RowList") if line.strip()]
        heading = lines.index("Others quoted")
        councillors, others = lines[1:heading], lines[heading + 1 :]
        assert lines[0] == "Councillors"
        assert [" ".join(line.split()[:2]) for line in councillors] == [
            "Pat Cooper", "Howard Doe", "Josie Iles", "Alan Jarrett", "Rupert Turpin",
        ]  # fmt: skip
        for line in councillors:
            assert " Lab " in line if "Cooper" in line else " Con " in line
        assert {line.split()[0] for line in others} == {"Eleanor", "Medway", "NSPCC", "Ofsted"}
        counted = [int(line.split()[-1]) for line in councillors + others]
        counts = [said.continues is None and said.repeats is None for said in quotations()]
        assert sum(counted) == sum(counts)


async def test_the_arrows_choose_while_the_line_keeps_the_keys(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c", "down", "down", "ctrl+n", "up", "ctrl+p", "pagedown", "enter")
        assert opened.view.NAME == "Quotes"
        assert "Ofsted" in opened.lines("#list")[0]


async def test_a_name_that_no_one_has_is_reported_and_enter_does_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c")
        await opened.type("zzzz")
        assert "No matching person or organisation for “zzzz”." in opened.text()
        await opened.press("enter")
        assert "Find a person" in opened.text()


async def test_a_click_chooses(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("c")
        line = next(n for n, line in enumerate(opened.lines("RowList")) if "Turpin" in line)
        await opened.click("RowList", 10, line)
        assert opened.view.NAME == "Quotes"
        assert "Rupert Turpin" in opened.lines("#list")[0]


async def test_someone_who_said_nothing_is_listed_and_shows_an_empty_list(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2", "f")
        await opened.type("speaker:domeney")
        assert "No matching quotations" in opened.joined_text("#list")
