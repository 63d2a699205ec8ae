"""Timeline: everything in one order, with honest dates, filters, and the evidence beside it."""

from __future__ import annotations

import datetime

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.reader_protocol import TimelineEntryChoice
from medway_tui.tui.theme import palette
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import VIEWS, ReaderPilot, open_reader
from tests.tui.shipped_facts import ARTICLES, BBC, SEPTEMBER, quotations, read_yaml
from tests.tui.test_mouse import find

TALL = (160, 130)
"""A window in which the whole timeline of the shipped dossier can be seen."""


def list_lines(opened: ReaderPilot) -> list[str]:
    """Return the lines of the list."""
    return [line.rstrip() for line in opened.lines("#list") if line.strip()]


def chosen(opened: ReaderPilot) -> str:
    """Return the line with the cursor."""
    return next(line for line in opened.lines("#list") if line.startswith("▸"))


def evidence(opened: ReaderPilot) -> str:
    """Return the text of the pane with the evidence."""
    return opened.joined_text("#evidence")


async def go_to(opened: ReaderPilot, words: str) -> None:
    """Move the cursor down to the first row with some words, as so many presses of ``j`` would."""
    rows, width = opened.rows("#list"), opened.region("#list").width
    colours = palette(opened.app.theme)
    for number in range(rows.cursor, len(rows._rows)):
        row = rows._rows[number]
        if row.value is not None and words in "".join(line.plain for line in row.draw(width, colours)):
            rows.move_by(number - rows.cursor)
            await opened.settle()
            return
    raise AssertionError(f"{words!r} is in no row below:\n{opened.text('#list')}")


def first_day(date: str) -> datetime.date:
    """Return the first day that a date can mean."""
    parts = [int(part) for part in date.partition("/")[0].split("-")]
    return datetime.date(*[*parts, 1, 1][:3])


def last_day(date: str) -> datetime.date:
    """Return the last day that a date can mean."""
    parts = [int(part) for part in date.rpartition("/")[2].split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(1)


def expected_order() -> list[str]:
    """Return the beginnings of all titles in order, from the shipped files."""
    entries: list[tuple[datetime.date, int, datetime.date, int, list[str]]] = []
    for number, event in enumerate(read_yaml(ROOT / "content" / "events.yaml")):
        date = event.get("date") or event["due"]
        kind = event.get("kind", "event")
        title = event["title"] if kind == "event" else f"{kind.capitalize()} "
        entries.append((first_day(date), 0, last_day(date), number, [title]))
    for number, name in enumerate(ARTICLES):
        article = read_yaml(ROOT / "content" / "articles" / f"{name}.yaml")
        said = [f"“{each.exact}" for each in quotations() if each.article == name and each.continues is None]
        date = article["published"]
        entries.append((first_day(date), 1, last_day(date), number, [f"{article['publisher']}: ", *said]))
    return [title for *_, titles in sorted(entries, key=lambda each: each[:4]) for title in titles]


# -- the order -----------------------------------------------------------------------------------------


async def test_everything_is_in_one_order(shipped: Dossier) -> None:
    async with open_reader(shipped, size=TALL) as opened:
        await opened.press("4")
        rows = [line for line in list_lines(opened) if "───" not in line]
        expected = expected_order()
        assert len(rows) == len(expected)
        for row, title in zip(rows, expected, strict=True):
            assert title[:30] in row, row
        assert f"{len(expected)} entries" in opened.lines()[0]


async def test_years_are_headings_and_dates_as_precise_as_their_sources(shipped: Dossier) -> None:
    async with open_reader(shipped, size=TALL) as opened:
        await opened.press("4")
        lines = list_lines(opened)
        years = [line.split()[0] for line in lines if "───" in line]
        assert years == ["2013", "2014", "2015", "2016", "2019", "2020", "2021", "2022", "2023", "2025"]
        assert "improvement notice" in lines[1]
        for shown in (
            "2013",
            "14 Sep – 8 Oct",
            "[27 Aug – 4 Sep]",
            "Sep – Dec",
            "15–26 Jul",
            "[27 Aug]",
            "Feb",
        ):
            assert any(line.strip().startswith(shown) for line in lines), shown
        assert "http" not in opened.text()


async def test_a_resident_reads_the_story_with_the_commissioners_end_and_the_change_of_control(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped, size=TALL) as opened:
        await opened.press("4")
        lines = list_lines(opened)

        def place(words: str) -> int:
            [number] = [number for number, line in enumerate(lines) if words in line]
            return number

        def heading(year: int) -> int:
            return place(f" {year} ───")

        assert heading(2021) < place("The commissioner is withdrawn") < heading(2022)
        assert heading(2023) < place("Labour takes control") < place("elects Vince Maple") < heading(2025)
        assert "✗↓" in lines[place("Ofsted’s report is published; overall effectiveness Inadequate")]
        assert "✓↑" in lines[place("Ofsted’s report is published; overall effectiveness Good")]
        # The first source, and how many more there are.
        assert lines[place("Eleanor Brazil is announced")].split("≠")[1].split() == ["BBC", "¶16", "·", "+4"]


async def test_a_councillor_sees_what_josie_iles_promised_when_it_was_due_and_what_came_of_it(
    shipped: Dossier,
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4", "f")
        await opened.type("kind:promise speaker:iles")
        await opened.press("enter")
        rows = [line for line in list_lines(opened) if "◇" in line]
        assert [row.split("→")[1].strip() for row in rows] == ["outcome 11 Sep 2023", "open"]
        assert "Promised by: Josie Iles Due: no date is recorded" in evidence(opened)
        assert "said her “top priority” was to bring about effective improvements" in evidence(opened)
        assert "Ofsted judged overall effectiveness Good on 11 September 2023" in evidence(opened)
        await opened.press("j")
        assert "Outcome: open; no outcome is recorded" in evidence(opened)
        assert "KentOnline, [Jan 2020], ¶6" in evidence(opened)
        await opened.press("escape", "f")
        await opened.type("kind:deadline speaker:brazil")
        [first, second] = [line.split("→") for line in list_lines(opened) if "◇" in line]
        assert first[1].strip() == "done Dec"
        assert (first[0].split()[0], second[0].split()[-3:]) == ("▸[1", ["due", "Jul", "2020"])
        assert second[1].strip() == "open"


# -- filters --------------------------------------------------------------------------------------------


async def test_the_filter_works_while_it_is_typed_and_esc_clears_it(shipped: Dossier) -> None:
    async with open_reader(shipped, size=TALL) as opened:
        await opened.press("4", "f")
        counts = []
        for letters in ("in:kentonline", " kind:quote", " after:2020"):
            await opened.type(letters)
            counts.append(len([line for line in list_lines(opened) if "───" not in line]))
        said = [each for each in quotations() if each.article != BBC and each.continues is None]
        assert counts[1:] == [len(said), 3]
        assert counts[0] > counts[1]
        # Without its article, a quotation has the date and the publisher.
        assert all(" [Jan] " in line and "KO ¶" in line for line in list_lines(opened)[2:])
        await opened.press("escape")
        assert opened.input_text() == ""
        assert opened.view.current_pane() == "list"
        assert len(list_lines(opened)) > 80


async def test_a_filter_with_a_problem_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        await opened.press("4", "f")
        await opened.type("kind:pledge speaker:nobody")
        await opened.press("enter")
        assert "Nothing matches. Esc clears the filter." in opened.joined_text("#list")
        border = opened.joined_text("#panes")
        assert "kind: is one of event, deadline, promise" in border
        assert any("kind: is one of event" in message for message in opened.toast_messages())


@pytest.mark.parametrize(("name", "glyphs"), [("promises", "◇"), ("inspections", "◆"), ("articles", "▤")])
async def test_a_click_on_a_kind_lists_it_alone(shipped: Dossier, name: str, glyphs: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        x, y = find(opened, name, "KindBar")
        await opened.click("KindBar", x + 1, y)
        rows = [line for line in list_lines(opened) if "───" not in line]
        assert rows
        assert all(glyphs in row for row in rows)
        assert all(style.bold for style in opened.styles(name, "KindBar"))
        await opened.click("KindBar", 0, 0)
        assert opened.input_text() == ""


async def test_a_click_on_a_kind_keeps_the_other_filters(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4", "f")
        await opened.type("kind:event in:bbc")
        x, _ = find(opened, "articles", "KindBar")
        await opened.click("KindBar", x, 0)
        assert opened.input_text() == "kind:article in:bbc"
        assert len([line for line in list_lines(opened) if "▤" in line]) == 1


# -- the density line -------------------------------------------------------------------------------------


async def test_the_line_above_shows_where_the_entries_are_and_where_the_cursor_is(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        line = opened.lines()[1]
        assert (line.split()[0], line.split()[-1]) == ("2013", "2025")
        bars = opened.lines("DensityBars")[0]
        busiest = bars.index("█")
        # August 2019 is in the seventh of thirteen years.
        assert 6.5 < busiest / len(bars) * 13 < 6.8
        assert "·" in bars
        styles = opened.styles(bars, "DensityBars")
        marked = [number for number, style in enumerate(styles) if style.underline]
        assert marked == [0]
        await opened.press("G")
        styles = opened.styles(opened.lines("DensityBars")[0], "DensityBars")
        assert [number for number, style in enumerate(styles) if style.underline] == [
            int(len(bars) * (12 + 90 / 365) / 13)
        ]


async def test_a_click_on_the_line_goes_to_that_time(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        bars = opened.lines("DensityBars")[0]
        await opened.click("DensityBars", len(bars) * 8 // 13, 0)
        assert "1 Jan" in chosen(opened)
        assert "The commissioner is withdrawn" in chosen(opened)


# -- going there --------------------------------------------------------------------------------------------


async def test_enter_opens_the_evidence_in_read_and_backspace_comes_back(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "Ofsted makes a focused visit")
        await opened.press("enter")
        assert isinstance(opened.screen, VIEWS["1"])
        assert opened.open_article == BBC
        assert all(style.bold and style.underline for style in opened.styles("February 2019", "#text"))
        await opened.press("backspace")
        assert isinstance(opened.screen, VIEWS["4"])
        assert "Ofsted makes a focused visit" in chosen(opened)


async def test_enter_in_the_pane_opens_the_chosen_evidence(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 60)) as opened:
        await opened.press("4")
        await go_to(opened, "Eleanor Brazil is announced")
        await opened.press("tab", "j", "j")
        assert opened.view.current_pane() == "evidence"
        while "KentOnline, [4 Sep 2019], ¶4" not in "".join(
            line for line in opened.lines("#evidence") if line.startswith("▸")
        ):
            await opened.press("j")
        await opened.press("enter")
        assert opened.open_article == SEPTEMBER
        await opened.press("backspace")
        assert opened.view.current_pane() == "evidence"


async def test_enter_on_an_article_or_a_quotation_opens_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "▤ BBC News")
        assert "Quotations: 7" in evidence(opened)
        await opened.press("enter")
        assert opened.open_article == BBC
        await opened.press("backspace")
        await go_to(opened, "Quite frankly we're appalled")
        assert "Quite frankly we're appalled by it" in evidence(opened)
        await opened.press("enter")
        assert all(style.underline for style in opened.styles("Quite frankly", "#text"))


async def test_enter_on_an_inspection_opens_it_in_ratings(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "15–26 Jul ◆ Ofsted inspects")
        await opened.press("enter")
        assert isinstance(opened.screen, VIEWS["3"])
        assert "2019" in str(opened.rows("#detail").border_title)
        await opened.press("backspace")
        assert "15–26 Jul ◆ Ofsted inspects" in chosen(opened)


async def test_n_and_shift_n_go_from_event_to_event(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "Alan Jarrett speaks to the commissioner")
        await opened.press("n")
        assert "The commissioner reviews" in chosen(opened)
        await opened.press("N")
        assert "Alan Jarrett speaks" in chosen(opened)


async def test_an_event_that_no_article_tells_says_so(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        await opened.press("4")
        await go_to(opened, "The commissioner is withdrawn")
        assert "No article of the dossier says this." in evidence(opened)
        assert "KO: KentOnline; with effect from 1 January 2021" in evidence(opened)
        await opened.press("enter")
        assert opened.toast_messages() == ["No article says this; o opens the source"]
        await opened.press("o")
        assert opened.clipboard.endswith("council-retains-control-of-childrens-services-241647")


async def test_a_double_click_opens_a_row(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        x, y = find(opened, "○ Medway is issued with an improvement", "#list")
        await opened.click("#list", x, y)
        assert isinstance(opened.screen, VIEWS["4"])
        await opened.click("#list", x, y, times=2)
        assert opened.open_article == SEPTEMBER


async def test_where_sources_differ_enter_compares_them(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "15–26 Jul ◆ Ofsted inspects children’s services")
        assert "≠" in chosen(opened)
        await opened.press("tab")
        while "≠ Sources differ" not in "".join(
            line for line in opened.lines("#evidence") if line.startswith("▸")
        ):
            await opened.press("j")
        await opened.press("enter")
        assert isinstance(opened.screen, VIEWS["6"])


async def test_p_opens_the_page_of_who_promised(shipped: Dossier) -> None:
    async with open_reader(shipped, toasts=True) as opened:
        await opened.press("4", "p")
        assert opened.toast_messages() == ["No person here: choose a quotation, a promise or a deadline"]
        await go_to(opened, "Promise by Josie Iles")
        await opened.press("p")
        assert isinstance(opened.screen, VIEWS["5"])


# -- taking out ---------------------------------------------------------------------------------------------


async def test_y_copies_an_entry_with_its_sources(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("4")
        await go_to(opened, "Ofsted makes a focused visit")
        await opened.press("y")
        first, second = opened.clipboard.split("\n— ")
        assert first == "Feb 2019: Ofsted makes a focused visit"
        assert "paragraph 11, https://www.bbc.co.uk/news/uk-england-kent-49483240; Ofsted’s report" in second
        await go_to(opened, "“top priority”")
        await opened.press("y")
        assert opened.clipboard.startswith("“top priority” — Josie Iles")


async def test_e_opens_the_files_at_the_entry(shipped: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "")
    async with open_reader(shipped, toasts=True) as opened:
        await opened.press("4", "e")
        [message] = opened.toast_messages()
        lines = (ROOT / "content" / "events.yaml").read_text(encoding="utf-8").splitlines()
        line = 1 + next(n for n, text in enumerate(lines) if text == "- id: 2013-improvement-notice")
        assert message.endswith(f"events.yaml:{line}")


# -- what is missing ----------------------------------------------------------------------------------------


ODD = """\
- id: bare
  date: "2021-04"
  title: Nobody wrote this down
  note: Remembered.
- id: adrift
  date: "2021-04-02"
  title: The words have gone
  evidence:
    - article: {herald}
      paragraph: 2
      exact: words that are not there
- id: both
  kind: deadline
  by: [riverside-council]
  due: "2021"
  title: The roof is to be ready
"""


async def test_what_is_missing_is_shown_as_missing(folder: Folder) -> None:
    folder.append("events.yaml", ODD.format(herald=HERALD))
    async with open_reader(open_dossier([folder.root]), toasts=True) as opened:
        await opened.press("4")
        lines = list_lines(opened)
        assert any("Nobody wrote this down" in line and line.endswith("no evidence") for line in lines)
        assert any("Deadline for Riverside Council: The roof" in line and "→ open" in line for line in lines)
        assert any("The words have gone" in line and line.endswith("DH adrift") for line in lines)
        assert " Without a date ─" in opened.text("#list")
        assert "Friends of the Library: Notes from the reading room" in lines[-2]
        await go_to(opened, "Nobody wrote this down")
        assert "No evidence: no article says this, and no source is recorded." in evidence(opened)
        await go_to(opened, "The words have gone")
        assert "Daily Herald, [May 2021], adrift “words that are not there”" in evidence(opened)
        await opened.press("enter")
        assert opened.toast_messages()[-1].startswith("Adrift")


async def test_inspections_without_an_event_have_rows_of_their_own(folder: Folder) -> None:
    async with open_reader(open_dossier([folder.root])) as opened:
        await opened.press("4")
        rows = [line for line in list_lines(opened) if "◆" in line]
        shown = [" ".join(row.split("◆")[1].split()) for row in rows]
        assert shown[0] == "The roof is surveyed Example"
        assert shown[1].startswith("Report on Riverside Council: Survey of the roof")
        assert shown[2].startswith("Inspection of Riverside Council: Second survey")
        assert shown[3].startswith("Report on Riverside Council: Second survey")
        # Fair is the second grade of three; then Poor, the last of its scale, is worse.
        assert [mark for row in rows for mark in row.split() if mark[0] in "★✓~✗"] == ["✓", "✗↓"]


async def test_an_empty_dossier_says_so(folder: Folder) -> None:
    for name in ("events.yaml", "differences.yaml"):
        folder.remove(name)
    for path in [
        *folder.root.glob("articles/*"),
        *folder.root.glob("quotes/*"),
        *folder.root.glob("inspections/*"),
    ]:
        path.unlink()
    async with open_reader(open_dossier([folder.root])) as opened:
        await opened.press("4")
        assert "No events or articles yet: press :" in opened.joined_text("#list")
        await opened.press("j", "enter", "y", "o", "e", "p", "tab", "enter")


# -- other views and changes ---------------------------------------------------------------------------------


async def test_another_view_opens_an_entry_even_where_the_filter_hides_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        opened.app.open_target("timeline", TimelineEntryChoice("event", "2021-01-01-commissioner-withdrawn"))
        await opened.settle()
        assert "The commissioner is withdrawn" in chosen(opened)
        await opened.press("f")
        await opened.type("kind:article")
        opened.app.open_target("timeline", TimelineEntryChoice("inspection", "2019-07-ilacs"))
        await opened.settle()
        assert opened.input_text() == ""
        assert "overall effectiveness" in chosen(opened) or "Ofsted’s report is published" in chosen(opened)
        opened.app.open_target("timeline", TimelineEntryChoice("quote", f"{BBC}#q2"))
        await opened.settle()
        assert "exceptionally high" in chosen(opened)


async def test_a_changed_file_keeps_the_row(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("4")
        await go_to(opened, "Mary Okafor steps down")
        folder.append("events.yaml", '- id: before\n  date: "2010"\n  title: Long ago\n  note: x\n')
        dossier.refresh()
        opened.app.reload()
        await opened.settle()
        assert "Mary Okafor steps down" in chosen(opened)
        assert any("Long ago" in line for line in list_lines(opened))
        assert opened.lines()[1].split()[0] == "2010"


# -- sizes ---------------------------------------------------------------------------------------------------


async def test_a_narrow_list_has_two_lines_an_entry(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(50, 30)) as opened:
        await opened.press("4")
        lines = opened.lines("#list")
        first = next(number for number, line in enumerate(lines) if line.startswith("▸"))
        assert lines[first].split() == ["▸2013", "KO", "¶20"]
        assert lines[first + 1].strip() == "○ Medway is issued with an improvement noti…"
        await opened.resize(120, 40)
        assert "▸2013" in chosen(opened)
        assert "improvement notice" in chosen(opened)


async def test_the_smallest_window_shows_the_story_alone(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(40, 12)) as opened:
        await opened.press("4", "j")
        assert len(opened.lines("#list")) == 8
        await opened.press("tab")
        assert "Ofsted inspects arrangements" in evidence(opened)
        await opened.press("f")
        await opened.type("election")
        await opened.press("enter", "G")
        assert "○ Council election; Labour takes…" in opened.joined_text("#list")


async def test_titles_and_sources_are_cut_with_an_ellipsis(shipped: Dossier) -> None:
    for width in (62, 120):
        async with open_reader(shipped, size=(width, 100)) as opened:
            await opened.press("4")
            room = opened.region("#list").width
            assert all(len(line.rstrip()) < room for line in opened.lines("#list") if "───" not in line)


async def test_the_evidence_of_an_article_goes_to_its_quotations(folder: Folder) -> None:
    async with open_reader(open_dossier([folder.root])) as opened:
        await opened.press("4")
        await go_to(opened, "Riverside Gazette")
        await opened.press("tab", "j", "enter")
        assert opened.open_article == GAZETTE
