"""Quotes: by speaker or by date, filtered while typing."""

from __future__ import annotations

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import GAZETTE, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, JANUARY, SEPTEMBER, blocks, quotations, texts


def quoted(opened: ReaderPilot) -> list[str]:
    """Return the list's lines with quotations."""
    return [line for line in opened.lines("#list") if "“" in line]


def headings(opened: ReaderPilot) -> list[str]:
    """Return the list's heading lines."""
    return [line.strip() for line in opened.lines("#list") if line.strip() and "“" not in line]


async def test_all_quotations_are_under_their_speakers(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 60)) as opened:
        await opened.press("2")
        said = [each for each in quotations() if each.continues is None]
        assert len(quoted(opened)) == len(said)
        assert f"{sum(each.repeats is None for each in said)} quotes · 9 speakers" in opened.lines()[0]
        by_speaker: dict[str | None, int] = {}
        for each in said:
            by_speaker[each.speaker] = by_speaker.get(each.speaker, 0) + (each.repeats is None)
        assert [int(line.split()[-1]) for line in headings(opened)] == [*by_speaker.values()]
        assert headings(opened)[1].startswith("AJ▌Alan Jarrett  Con")


async def test_s_lists_by_date_and_back_and_keeps_the_chosen_one(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 60)) as opened:
        await opened.press("2", "n", "n", "n", "n", "n")
        chosen = opened.rows("#list").value
        before = opened.text("#list")
        await opened.press("s")
        assert opened.rows("#list").value == chosen
        assert headings(opened) == [
            "[27 Aug 2019]  BBC News", "[4 Sep 2019]  KentOnline", "[Jan 2020]  KentOnline",
        ]  # fmt: skip
        listed = [line.split("“")[1].split("”")[0].rstrip("…") for line in quoted(opened)]
        said = [each.exact for each in quotations() if each.continues is None]
        assert all(exact.startswith(words) for exact, words in zip(said, listed, strict=True))
        assert "Alan Jarrett" in quoted(opened)[3]
        await opened.press("s")
        assert opened.text("#list") == before


async def test_the_filter_works_while_it_is_typed(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 60)) as opened:
        await opened.press("2", "f")
        counts = []
        for letters in ("party:", "lab", " shocked"):
            await opened.type(letters)
            counts.append(len(quoted(opened)))
        assert counts == [22, 1, 1]
        assert "Pat Cooper" in headings(opened)[0]
        assert "1 quote · 1 speaker" in opened.lines()[0]
        await opened.press("enter")
        assert opened.view.current_pane() == "list"
        await opened.press("j")
        assert opened.input_text() == "party:lab shocked"


async def test_esc_removes_the_filter_from_the_line_and_from_the_list(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 60)) as opened:
        for leave in ((), ("enter",)):
            await opened.press("2", "f")
            await opened.type("childline")
            assert len(quoted(opened)) == 1
            await opened.press(*leave, "escape")
            assert opened.input_text() == ""
            assert len(quoted(opened)) == 22
            assert opened.view.current_pane() == "list"


async def test_filters(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 60)) as opened:
        await opened.press("2")
        for asked, count in (
            ("speaker:jarrett after:2020", 1),
            ("role:leader -speaker:jarrett", 1),
            ("in:bbc", 8),
            ("type:mixed in:bbc", 7),
            ("before:2019-09", 8),
            ('"quantum leap"', 1),
            ("-party:con -speaker:ofsted", 4),
            ("support", 1),
        ):
            await opened.press("f")
            await opened.type(asked)
            assert len(quoted(opened)) == count, asked
            await opened.press("escape")


async def test_a_filter_that_nothing_fits_says_so_and_what_was_not_understood(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2", "f")
        await opened.type("party:green x")
        screen_text = opened.joined_text("#list")
        assert screen_text == ("No matching quotations. no party is called green. Esc clears the filter.")
        assert opened.joined_text("#context") == ""
        await opened.press("enter", "enter", "n", "N", "y", "o", "e", "s")
        assert opened.view.NAME == "Quotes"


async def test_the_chosen_quotation_is_in_its_paragraph_marked_with_who_as_what_and_where(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        await opened.press("2", "f")
        await opened.type("quantum")
        await opened.press("enter")
        screen_text = opened.joined_text("#context")
        assert screen_text.startswith(
            "Rupert Turpin (Conservative Party) Portfolio Holder for Business Management, Medway Council"
            " (25 Oct 2016 to 5 Oct 2021; dates inferred); Councillor for Rochester South and Horsted"
            " (2011 to 4 May 2023; dates inferred)"
            " Of this role (Portfolio Holder for Business Management): KentOnline, on 4 September 2019,"
            " prints “business portfolio holder”."
            " Of this role (Councillor): In the election of 4 May 2023 he stood in Fort Pitt and lost,"
            " with 1,028 votes."
            " KentOnline, [4 Sep 2019]: [Medway cabinet discusses the Ofsted report]"
            " printed “He”, cue “later added”"
        )
        assert f"¶14 {texts(SEPTEMBER)[14]}" in screen_text
        assert "Note: He is Rupert Turpin, named in paragraph 13." in screen_text
        assert all(style.bold and style.underline for style in opened.styles("quantum leap", "#context"))
        assert not any(style.underline for style in opened.styles("He later added:", "#context"))


async def test_a_quotation_over_two_paragraphs_is_one_and_both_are_shown(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        await opened.press("2", "f")
        await opened.type("childline")
        assert len(quoted(opened)) == 1
        assert quoted(opened)[0].rstrip().endswith("¶21")
        screen_text = opened.joined_text("#context")
        assert f"¶21 {texts(SEPTEMBER)[21]}" in screen_text
        assert f"¶22 {texts(SEPTEMBER)[22]}" in screen_text


async def test_enter_opens_the_article_at_the_quotation_and_backspace_comes_back(shipped: Dossier) -> None:
    for by_date in (False, True):
        async with open_reader(shipped) as opened:
            await opened.press("2", *["s"] * by_date, "f")
            await opened.type("jarrett")
            await opened.press("escape", "f")
            await opened.type("in:kentonline")
            await opened.press("enter", *["n"] * 6)
            before = opened.text()
            quote = opened.rows("#list").value
            await opened.press("enter")
            assert opened.view.NAME == "Read"
            assert opened.rows("#quotes").value == quote
            chosen = opened.article.chosen
            assert chosen is not None
            words = blocks(opened.open_article)[chosen.block][chosen.start : chosen.end]
            assert words in {said.exact for said in quotations()}
            assert words.split()[-1] in opened.joined_text("#text")
            await opened.press("n", "]")
            await opened.press("backspace")
            assert opened.text() == before


async def test_back_goes_through_all_places_in_turn(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        places = []
        for keys in (("n", "n"), ("2", "n", "n"), ("enter",), ("3", "h"), ("enter",)):
            await opened.press(*keys)
            places.append(opened.text())
        for before in reversed(places[:-1]):
            await opened.press("backspace")
            assert opened.text() == before


async def test_the_article_of_each_quotation_is_the_one_that_opens(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for asked, article in (("appalled", BBC), ("trance", JANUARY), ("childline", SEPTEMBER)):
            await opened.press("2", "escape", "f")
            await opened.type(asked)
            await opened.press("enter", "enter")
            assert opened.open_article == article


async def test_adrift_words_are_reported_to_be_adrift(folder: Folder) -> None:
    folder.change(f"quotes/{GAZETTE}.yaml", "exact: out of the question", "exact: out of reach")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("2", "f")
        await opened.type("reach")
        await opened.press("enter")
        assert quoted(opened)[0].rstrip().endswith("adrift")
        assert "adrift: these words are not in the article as it is now “out of reach”" in (
            opened.joined_text("#context")
        )
        # An adrift quotation is not opened by its number.
        await opened.press("enter")
        assert opened.app.current_mode == "quotes"
        assert opened.toast_messages()[-1].startswith("Adrift: these words are not in the article")
    dossier.close()


async def test_those_whom_no_file_names_are_called_what_the_article_calls_them(
    library_dossier: Dossier,
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2")
        called = " ".join(headings(opened))
        for name in ("A volunteer", "the surveyors", "Quay Residents’ Group", "Zoë Laîné"):
            assert name in called


async def test_tab_scrolls_the_paragraph_where_there_is_no_room_for_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(60, 20)) as opened:
        await opened.press("2", "f")
        await opened.type("childline")
        await opened.press("enter", "tab")
        assert opened.view.current_pane() == "context"
        assert "Childline on 0800 1111" not in opened.joined_text("#context")
        await opened.press("G")
        assert "continues" not in opened.text()
        assert "1111.”" in opened.joined_text("#context")
        await opened.press("g")
        assert opened.joined_text("#context").startswith("NSPCC")


async def test_the_chosen_quotation_is_in_sight_when_the_filter_is_removed(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(80, 24)) as opened:
        await opened.press("2", "f")
        await opened.type("childline")
        await opened.press("enter", "escape")
        assert any(line.startswith("▸") and "It is vital" in line for line in opened.lines("#list"))
