"""``5`` and ``p``: the list of people and organisations, and their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.people.page_items import PageItem
from medway_tui.tui.widgets.virtual_list import RowList
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.shipped_facts import BBC, quotations


@pytest.fixture
def joint(tmp_path: Path) -> Iterator[Dossier]:
    """Return the dossier with a joint statement, captions and promises."""
    dossier = open_dossier([write_additions(tmp_path / "additions").root])
    yield dossier
    dossier.close()


def page(opened: ReaderPilot) -> str:
    """Return the visible lines of the page."""
    return opened.text("#page")


async def go_to(opened: ReaderPilot, words: str) -> None:
    """Move down to the row with some words."""
    await opened.press("g")
    for _ in range(200):
        if any(words in line for line in opened.lines("#page") if line.startswith("▸")):
            return
        await opened.press("j")
    raise AssertionError(f"{words!r} is on no row of:\n{page(opened)}")


# -- the list ---------------------------------------------------------------------------------------


async def test_the_list_has_councillors_first_with_their_quotations(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5")
        assert opened.view.NAME == "People"
        lines = [line.strip(" ▸") for line in opened.lines("#list")]
        assert lines[0] == "Councillors"
        assert [line.split("  ")[0] for line in lines[1:6]] == [
            "Pat Cooper", "Howard Doe", "Josie Iles", "Alan Jarrett", "Rupert Turpin",
        ]  # fmt: skip
        assert lines[4].endswith(" 7")
        assert lines.index("Other people") == 10
        assert {"Vince Maple", "Adam Price"} < {line.split("  ")[0] for line in lines[6:10]}
        assert lines.index("Organisations") > 10
        assert "9 councillors · 3 others" in opened.lines()[0]


@pytest.mark.parametrize("typed", ["allan", "mr jarr", "jarett"])
async def test_any_printed_form_of_a_name_filters_the_list(shipped: Dossier, typed: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5", "f")
        await opened.type(typed)
        listed = [line.strip(" ▸") for line in opened.lines("#list") if line.strip()]
        assert [line.split("  ")[0] for line in listed] == ["Councillors", "Alan Jarrett"]
        assert "Leader of the Council" in page(opened)
        await opened.press("enter", "enter")
        assert opened.view.current_pane() == "page"
        await opened.press("escape")
        assert "Josie Iles" in opened.text("#list")
        assert opened.rows("#list").value == "alan-jarrett"


async def test_a_name_that_nobody_has_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5", "f")
        await opened.type("xyzzy")
        assert "No name like “xyzzy”. Esc clears the filter." in opened.joined_text("#list")


async def test_the_page_follows_the_cursor_and_the_mouse(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5", "j")
        assert page(opened).startswith(" HD▌Howard Doe")
        row = next(n for n, line in enumerate(opened.lines("#list")) if "Ofsted" in line)
        await opened.click("#list", 4, row)
        assert "▌Ofsted" in page(opened)
        await opened.click("#list", 4, row, times=2)
        assert opened.view.current_pane() == "page"


# -- the page ---------------------------------------------------------------------------------------


async def open_page(opened: ReaderPilot, typed: str) -> None:
    """Open the page of the first person whose name matches."""
    await opened.press("5", "f")
    await opened.type(typed)
    await opened.press("enter", "enter")


async def test_a_page_has_names_roles_publishers_and_speakers(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 70)) as opened:
        await open_page(opened, "jarrett")
        lines = [line.strip(" ▸▾").replace("  ", " ") for line in opened.lines("#page")]
        text = "\n".join(" ".join(line.split()) for line in lines)
        assert "AJ▌Alan Jarrett" in text
        assert "7 quotations" in text
        assert "[2003 – May 2023] Councillor for Lordswood & Capstone, Con" in text
        assert "27 May 2015 – May 2023 Leader of the Council, Medway Council, Con" in text
        assert "KentOnline ████████████████████████████████████████ 5" in text
        assert "BBC News ████████████████ 2" in text
        for name, place in [
            ("Alan Jarrett", "KentOnline, [4 Sep 2019] ¶6"),
            ("Allan Jarrett", "BBC News, [27 Aug 2019] ¶13"),
            ("Cllr Jarrett", "KentOnline, [4 Sep 2019] ¶17"),
            ("Mr Jarrett", "KentOnline, [Jan 2020] ¶8"),
        ]:
            assert f"{name} {place}" in text
        assert "Josie Iles 2 articles" in text
        assert "Eleanor Brazil 1 article" in text
        assert "◇ The problem is to be fixed" in text
        assert "→ 11 Sep 2023: Ofsted judged overall" in text
        assert "→ No outcome is recorded." in text


async def test_everything_said_is_in_order_with_the_events_between_and_after(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(200, 120)) as opened:
        await open_page(opened, "jarrett")
        text = page(opened)
        said = quotations("alan-jarrett")
        at = text.index("Said in order, with what happened between")
        for quote in said:
            at = text.index(f"“{quote.exact[:20]}", at)
        # An event between two of them, and those after the last.
        first, last = text.index("“Hugely"), text.index("“Allocation of resources")
        assert first < text.index("○ Medway’s cabinet discusses Ofsted’s report") < last
        after = text.index("What came after")
        assert (
            last < after < text.index("1 Jan 2021") < text.index("○ Council election; Labour takes control")
        )
        assert after < text.index("○ Ofsted’s report is published; overall effectiveness Good")


async def test_enter_goes_to_the_source_of_each_line_and_backspace_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 70)) as opened:
        await open_page(opened, "jarrett")
        await go_to(opened, "Allan Jarrett")
        await opened.press("enter")
        assert opened.open_article == BBC
        chosen = opened.article.chosen
        assert chosen is not None
        paragraph = opened.joined_text("#text")
        assert "Allan Jarrett" in paragraph
        await opened.press("backspace")
        assert opened.view.NAME == "People"
        assert opened.rows("#page").value == PageItem("name", "Allan Jarrett", 0)

        await go_to(opened, "“Hugely")
        await opened.press("enter")
        assert opened.open_article == BBC
        await opened.press("backspace")

        await go_to(opened, "BBC News  ")
        await opened.press("enter")
        assert opened.view.NAME == "Quotes"
        assert opened.input_text() == 'speaker:alan-jarrett in:"BBC News"'
        assert "2 quotes · 1 speaker" in opened.lines()[0]
        await opened.press("backspace")

        await go_to(opened, "Josie Iles")
        await opened.press("enter")
        assert opened.rows("#list").value == "josie-iles"
        assert "▌Josie Iles" in page(opened)
        await opened.press("backspace")
        assert "▌Alan Jarrett" in page(opened)
        assert opened.rows("#page").value == PageItem("agent", "josie-iles")

        await go_to(opened, "There is to be a forensic look")
        await opened.press("enter")
        assert opened.view.NAME == "Read"
        assert opened.article.chosen is not None


async def test_a_role_unfolds_its_sources_whose_addresses_open(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_addresses: list[str] = []

    def note_address(address: str) -> bool:
        opened_addresses.append(address)
        return True

    monkeypatch.setattr("medway_tui.tui.external.open_in_browser", note_address)
    async with open_reader(shipped, size=(120, 70)) as opened:
        await open_page(opened, "jarrett")
        await go_to(opened, "Leader of the Council")
        assert "Re-elected on 22 May 2019." in opened.joined_text("#detail")
        before = len(opened.rows("#page")._rows)
        await opened.press("enter")
        assert len(opened.rows("#page")._rows) == before + 3
        await opened.press("j", "j", "enter")
        assert opened_addresses == [
            "https://kentonline.co.uk/medway/news/outgoing-council-leader-be-careful-what-you-wish-for-285670"
        ]
        await go_to(opened, "Leader of the Council")
        await opened.press("enter")
        assert len(opened.rows("#page")._rows) == before
        await opened.press("y")
        assert opened.clipboard.startswith(
            "Alan Jarrett: Leader of the Council, Medway Council, Con (27 May 2015 – May 2023)\n— Elected on"
        )


async def test_what_is_not_known_of_a_role_is_said(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        await open_page(opened, "pat cooper")
        assert "last recorded 3 Mar 2022" in page(opened)
        assert "[2011 – 11 Jun 2013]" in page(opened)
        assert "No promise and no deadline is recorded." in page(opened)
        await opened.press("n")
        assert "first recorded 3 Mar 2022" in opened.joined_text("#detail")


async def test_someone_who_is_not_quoted_has_a_page_too(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 50)) as opened:
        await open_page(opened, "vince")
        text = page(opened)
        assert "no quotations" in text
        assert "Not quoted in the articles of this dossier." in text
        assert "from 24 May 2023, last recorded 15 Dec 2024" in text
        assert "Vince Maple  in no article here" in text
        assert "The council elects Vince Maple as its leader" in text
        await opened.press("n")
        assert opened.toast_messages()[-1] == "No quotations on this page"


async def test_the_quotations_are_gone_through_copied_and_listed(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        await open_page(opened, "jarrett")
        await opened.press("n", "n", "n")
        assert "“Quite frankly" in next(line for line in opened.lines("#page") if line.startswith("▸"))
        assert "we're appalled by it - it was quite a shock to us." in opened.joined_text("#detail")
        await opened.press("y")
        assert opened.clipboard.startswith("“Quite frankly we're appalled by it")
        assert "— Alan Jarrett (Con), Leader of the Council" in opened.clipboard
        await opened.press("N", "N", "N")
        assert opened.toast_messages()[-1] == "This is the first quotation"
        await opened.press("L")
        assert opened.view.NAME == "Quotes"
        assert opened.input_text() == "speaker:alan-jarrett"
        await opened.press("backspace")
        assert "“Hugely" in next(line for line in opened.lines("#page") if line.startswith("▸"))


# -- p: the page of the speaker here ------------------------------------------------------------------


async def test_p_opens_the_page_from_read_and_quotes(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("p")
        assert opened.toast_messages()[-1].startswith("No known speaker here: n chooses a quotation")
        await opened.open(BBC)
        for _ in range(30):
            await opened.press("n")
            if "Hugely embarrassing" in opened.joined_text("#text") and opened.rows("#quotes").value:
                break
        await opened.press("tab", "p")
        speaker = opened.rows("#list").value
        assert opened.view.NAME == "People"
        assert opened.view.current_pane() == "page"
        await opened.press("backspace")
        assert opened.view.NAME == "Read"
        await opened.press("2", "f")
        await opened.type("speaker:iles")
        await opened.press("enter", "p")
        assert opened.rows("#list").value == "josie-iles" != speaker
        await opened.press("backspace")
        assert opened.view.NAME == "Quotes"


async def test_p_opens_the_page_from_a_search_hit(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("/")
        await opened.type("speaker:cooper shocked")
        # In the input line it is a letter.
        await opened.press("p")
        assert opened.input_text().endswith("shockedp")
        await opened.press("backspace", "tab", "p")
        assert opened.view.NAME == "People"
        assert opened.rows("#list").value == "pat-cooper"
        await opened.press("backspace")
        assert opened.view.NAME == "Read"


async def test_a_joint_statement_offers_the_page_of_each_speaker(joint: Dossier) -> None:
    async with open_reader(joint) as opened:
        await opened.press("2", "f")
        await opened.type("wait speaker:okafor")
        await opened.press("enter", "p")
        assert "Whose page?" in opened.text()
        assert [line.strip(" ▸") for line in opened.lines("RowList")] == ["Tom Ashdown", "Mary Okafor"]
        await opened.press("j", "enter")
        assert opened.view.NAME == "People"
        assert opened.rows("#list").value == "mary-okafor"
        # On her page, the other speaker is one key away.
        await go_to(opened, "“We will not fail, and")
        await opened.press("p")
        assert opened.rows("#list").value == "tom-ashdown"
        await opened.press("backspace", "backspace")
        assert opened.view.NAME == "Quotes"


async def test_promises_have_their_due_date_and_outcome(joint: Dossier) -> None:
    async with open_reader(joint, size=(120, 60)) as opened:
        await open_page(opened, "ashdown")
        assert "◇ The roof will be repaired by spring, due Mar 2022" in page(opened)
        assert "→ Feb 2022: The roof was repaired." in page(opened)
        await go_to(opened, "→ Feb 2022")
        assert "https://council.example.org/roof" in opened.joined_text("#detail")
        await opened.press("enter")
        assert opened.open_article == CAPTIONED
        assert opened.article.chosen is not None


async def test_a_page_is_reloaded_at_its_row(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(120, 50), live=True) as opened:
        await open_page(opened, "okafor")
        await go_to(opened, "“A roof is a promise")
        folder.change(
            "people.yaml", "  name: Mary Okafor\n", "  name: Mary Okafor\n  note: Of the harbour ward.\n"
        )
        await opened.wait_until(lambda: "Of the harbour ward." in page(opened))
        assert "“A roof is a promise" in next(line for line in opened.lines("#page") if line.startswith("▸"))
        # Another quotation before it in its article gives it another key.
        folder.change(
            f"quotes/{HERALD}.yaml",
            "- id: q1\n",
            "- {id: q9, paragraph: 1, exact: ninety pages, speaker: mary-okafor, type: mixed}\n- id: q1\n",
        )
        await opened.wait_until(lambda: "“ninety pages”" in page(opened))
        assert "“A roof is a promise" in next(line for line in opened.lines("#page") if line.startswith("▸"))
    dossier.close()


async def test_in_the_list_the_person_as_a_whole_is_copied(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5", "j", "j", "j", "y")
        lines = opened.clipboard.split("\n")
        assert lines[0] == "Alan Jarrett: Councillor for Lordswood & Capstone, Con [2003 – May 2023]"
        assert lines[4] == "Alan Jarrett: Leader of the Council, Medway Council, Con (27 May 2015 – May 2023)"
        assert len(lines) == 8


@pytest.mark.parametrize("size", [(40, 12), (40, 10), (60, 20), (80, 24), (120, 40), (200, 60)])
async def test_the_page_can_be_read_at_every_size(shipped: Dossier, size: tuple[int, int]) -> None:
    async with open_reader(shipped, size=size) as opened:
        await opened.press("5")
        assert "Alan Jarrett" in opened.text("#list")
        await open_page(opened, "jarrett")
        await opened.press("n")
        row = next(line for line in opened.lines("#page") if line.startswith("▸"))
        assert "“Hugel" in row
        await opened.press("tab")
        assert "Hugely embarrassing" in opened.joined_text("#detail")
        await opened.press("tab")
        assert opened.view.current_pane() == "list"
        assert opened.rows("#list").region.width > 10


async def test_a_small_window_shows_the_page_and_not_the_filter(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(40, 12)) as opened:
        await opened.press("5")
        assert opened.lines()[1].strip() == "Councillors"
        await opened.press("f")
        await opened.type("iles")
        assert opened.lines()[1].strip() == "iles"
        await opened.press("enter")
        assert opened.lines()[1].strip() == "iles"
        await opened.press("escape", "enter")
        assert opened.lines()[1].strip().startswith("JI▌Josie Iles")
        assert re.search(r"20 Oct 2016 – 4 May 2023 +4 ▸", opened.text())


async def test_speakers_are_of_the_colour_they_have_in_quotes(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await open_page(opened, "jarrett")
        here = opened.styles("AJ▌", "#page")[0].color
        await opened.press("L")
        assert opened.styles("AJ▌", "#list")[0].color == here


async def test_a_page_in_an_empty_dossier(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("dossier.yaml", "id: empty\ntitle: Empty\nlanguage: en-GB\n")
    dossier = open_dossier([tmp_path])
    async with open_reader(dossier) as opened:
        await opened.press("5")
        assert "No people in this dossier yet: press :" in opened.joined_text("#list")
        await opened.press("enter", "p", "y", "L", "n", "o", "e", "tab", "enter")
        assert opened.view.NAME == "People"
    dossier.close()


async def test_p_opens_the_page_from_a_mention_in_ratings(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        # 2023: no article mentions it.
        await opened.press("3", "p")
        assert opened.toast_messages()[-1] == "No known speaker in the mentions of this judgement"
        # 2019, leaders: the BBC quotes Ofsted in its headline.
        await opened.press("h", "j", "p")
        assert opened.view.NAME == "People"
        assert opened.rows("#list").value == "ofsted"
        await opened.press("backspace")
        assert opened.view.NAME == "Ratings"


async def test_p_opens_the_page_from_the_timeline_and_differences(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4", "f")
        await opened.type("fixed and treated")
        await opened.press("enter", "p")
        assert opened.view.NAME == "People"
        assert opened.rows("#list").value == "alan-jarrett"
        await opened.press("backspace")
        assert opened.view.NAME == "Timeline"
        await opened.press("6", "f")
        await opened.type("allan")
        # The first row is the heading of a kind.
        await opened.press("enter", "j")
        await opened.wait_until(lambda: bool(opened.view.agents_here()))
        await opened.press("p")
        assert opened.view.NAME == "People"
        assert opened.rows("#list").value == "alan-jarrett"


async def test_a_bar_lists_the_quotations_that_it_counts(folder: Folder) -> None:
    # A publisher with a quotation mark in its name, and one whose name contains it.
    folder.change(f"articles/{GAZETTE}.yaml", "publisher: Riverside Gazette", "publisher: The “Echo”")
    folder.change(f"articles/{HERALD}.yaml", "publisher: Daily Herald", "publisher: The Echo Weekly")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(120, 50)) as opened:
        await open_page(opened, "okafor")
        await go_to(opened, "The “Echo”  ")
        await opened.press("enter")
        assert opened.input_text() == 'speaker:mary-okafor in:"The Echo" -in:"The Echo Weekly"'
        assert "2 quotes · 1 speaker" in opened.lines()[0]
        await opened.press("backspace")
        await go_to(opened, "The Echo Weekly  ")
        await opened.press("enter")
        assert "1 quote · 1 speaker" in opened.lines()[0]
    dossier.close()


async def test_a_row_that_was_chosen_on_another_page_opens_nothing(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("5")
        page_list = opened.screen.query_one("#page", RowList)
        page_list.post_message(RowList.Chosen(page_list, PageItem("role", number=99)))
        await opened.settle()
        assert opened.view.NAME == "People"
        assert opened.app.return_code is None
