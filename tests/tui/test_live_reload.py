"""Live reload in the reader: changes are shown and the place is kept."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui.dialogs.findings import FindingsDialog
from medway_tui.tui.dialogs.person_picker import PersonPickerDialog
from medway_tui.tui.dialogs.search import SearchDialog
from medway_tui.tui.quotes.view import QuotesView
from medway_tui.tui.ratings.grid import RatingsGrid
from medway_tui.tui.read.view import ReadView
from medway_tui.tui.widgets.reload_errors import ReloadErrorsPanel
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

GAZETTE_FILE = f"articles/{GAZETTE}.yaml"
GAZETTE_QUOTES = f"quotes/{GAZETTE}.yaml"
HERALD_FILE = f"articles/{HERALD}.yaml"

FAULT = "headline: [\n"
"""A file that is not YAML."""


async def show_saved(opened: ReaderPilot) -> None:
    """Scan and show changes, as the reloader thread does."""
    opened.app.live_reload.scan()
    await opened.settle()


def panel(opened: ReaderPilot) -> str:
    """Return the panel's text as one line; empty without a panel."""
    found = [each for each in opened.screen.query(ReloadErrorsPanel) if each.display]
    if not found:
        return ""
    region = found[0].region
    lines = [strip.crop(region.x, region.right).text for strip in opened.strips()[region.y : region.bottom]]
    return " ".join(" ".join(lines).replace("│", " ").split())


def add_paragraphs(folder: Folder) -> None:
    """Add paragraphs before and after the Gazette's, so that it does not fit the pane."""
    text = folder.read(GAZETTE_FILE)
    folder.write(GAZETTE_FILE, text + "".join(f"  - Block {number} of many.\n" for number in range(60)))


# -- the place ------------------------------------------------------------------------------------------


async def test_a_change_is_shown_and_another_articles_change_moves_nothing(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(HERALD)
        before = opened.lines("#text")
        folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
        await show_saved(opened)
        assert opened.lines("#text") == before
        assert opened.open_article == HERALD
        folder.change(HERALD_FILE, "all ninety pages", "all ninety-one pages")
        await show_saved(opened)
        assert "ninety-one" in opened.joined_text("#text")


async def test_what_is_at_the_top_stays_there_when_paragraphs_come_before_it(folder: Folder) -> None:
    add_paragraphs(folder)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, (100, 20)) as opened:
        await opened.open(GAZETTE)
        await opened.press("tab", "shift+tab", *["j"] * 40)
        before = [line[5:] for line in opened.lines("#text")]
        assert any("Block" in line for line in before)
        folder.change(GAZETTE_FILE, "paragraphs:\n", "paragraphs:\n  - One more.\n  - And another.\n")
        await show_saved(opened)
        # What quotes the paragraphs after these has moved, so that the panel takes some lines.
        now = [line[5:] for line in opened.lines("#text")]
        assert now == before[: len(now)]
        await opened.press("g")
        assert "One more." in opened.joined_text("#text")
    dossier.close()


async def test_the_chosen_quotation_stays_chosen_when_others_come_before_it(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        await opened.press("n", "n", "n")
        view = opened.view
        assert isinstance(view, ReadView)
        chosen = view.panes.current_quote()
        assert chosen is not None
        assert chosen.id == "q4"
        folder.change(GAZETTE_FILE, "paragraphs:\n", "paragraphs:\n  - He called it “a sieve”.\n")
        text = folder.read(GAZETTE_QUOTES)
        for number in (8, 7, 4, 3, 1):
            text = text.replace(f"paragraph: {number}\n", f"paragraph: {number + 1}\n")
        folder.write(
            GAZETTE_QUOTES, "- {id: q0, paragraph: 1, exact: a sieve, type: mixed, attribution: He}\n" + text
        )
        await show_saved(opened)
        now = view.panes.current_quote()
        assert now is not None
        assert now.id == "q4"
        assert now.key != chosen.key
        assert opened.rows("#quotes").value == now.key
        assert opened.article.chosen == now.pieces[0].span
        assert opened.styles("out of the question", "#text") != opened.styles("Asked whether", "#text")


async def test_a_search_stays_and_finds_what_is_new(folder: Folder, library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.search("kettle")
        assert "kettle · 1 here" in opened.text()
        folder.change(f"articles/{NEWSLETTER}.yaml", "rather damp”.", "rather damp”.\n  - Kettle again.")
        await show_saved(opened)
        assert "kettle · 2 here" in opened.text()


async def test_the_keys_stay_with_the_pane_that_had_them(folder: Folder, library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("tab")
        pane = opened.view.current_pane()
        folder.change(GAZETTE_FILE, "buckets stand", "pails stand")
        await show_saved(opened)
        assert opened.view.current_pane() == pane == "quotes"


async def test_a_filter_that_is_being_typed_stays_and_so_does_its_cursor(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2", "f")
        await opened.type("quest")
        folder.change(GAZETTE_QUOTES, "cue: said\n  type: mixed", "cue: told\n  type: mixed")
        await show_saved(opened)
        line = opened.screen.query_one(Input)
        assert (line.value, line.has_focus, line.cursor_position) == ("quest", True, 5)
        await opened.type("ion")
        assert opened.input_text() == "question"


async def test_the_row_of_a_list_stays_on_its_line_of_the_screen(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier, (100, 14)) as opened:
        await opened.press("2", "s", "G")
        view = opened.view
        assert isinstance(view, QuotesView)
        quote = view._current_quote()
        assert quote is not None
        rows = opened.rows("#list")
        line = next(n for n, each in enumerate(opened.lines("#list")) if each.startswith("▸"))
        folder.remove(f"quotes/{NEWSLETTER}.yaml")
        await show_saved(opened)
        now = view._current_quote()
        assert now is not None
        assert (now.article.id, now.id) == (quote.article.id, quote.id)
        assert opened.lines("#list")[line].startswith("▸")
        assert rows.cursor >= 0


async def test_the_chosen_judgement_stays_when_an_inspection_comes_before_it(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("3", "j")
        grid = opened.screen.query_one(RatingsGrid)
        assert (grid.row, grid.column) == (1, 1)
        earlier = folder.read("inspections/2012-roof.yaml").replace("2012", "2011")
        folder.write("inspections/2011-roof.yaml", earlier)
        await show_saved(opened)
        assert (grid.row, grid.column) == (1, 2)
        assert "3 inspections" in opened.text()


async def test_an_open_dialog_stays_and_keeps_what_was_typed(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("/")
        await opened.type("roof")
        await opened.press("down")
        chosen = opened.rows().value
        folder.change(HERALD_FILE, "paragraphs:\n", "paragraphs:\n  - The roof, once more.\n")
        await show_saved(opened)
        assert isinstance(opened.screen, SearchDialog)
        assert opened.input_text() == "roof"
        assert "The roof, once more." in opened.text()
        assert opened.rows().value.text == chosen.text
        await opened.press("escape", "c")
        await opened.type("oka")
        folder.change("people.yaml", "name: Mary Okafor", "name: Mary O. Okafor")
        await show_saved(opened)
        assert isinstance(opened.screen, PersonPickerDialog)
        assert opened.input_text() == "oka"
        assert "Mary O. Okafor" in opened.text()


async def test_an_article_that_went_and_came_back_is_open_again(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(HERALD)
        await opened.press("n", "n")
        text, before = folder.read(HERALD_FILE), opened.lines("#text")
        folder.remove(HERALD_FILE)
        await show_saved(opened)
        assert opened.open_article != HERALD
        assert "2 articles" in opened.text()
        folder.write(HERALD_FILE, text)
        await show_saved(opened)
        assert opened.open_article == HERALD
        await opened.press("x")
        assert opened.lines("#text") == before


async def test_no_article_at_all_is_reported_and_the_first_that_comes_is_opened(
    folder: Folder, library_dossier: Dossier
) -> None:
    names = (GAZETTE_FILE, HERALD_FILE, f"articles/{NEWSLETTER}.yaml")
    texts = [folder.read(name) for name in names]
    async with open_reader(library_dossier) as opened:
        for name in names:
            folder.remove(name)
        await show_saved(opened)
        assert "No readable articles." in opened.joined_text("#articles")
        assert opened.joined_text("#text") == ""
        await opened.press("n", "]", "y", "e", "1")
        folder.write(names[0], texts[0])
        await show_saved(opened)
        assert opened.open_article == GAZETTE
        assert "buckets stand" in opened.joined_text("#text")


# -- what is broken ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 30), (120, 40), (200, 60)])
@pytest.mark.parametrize("key", ["1", "2", "3"])
async def test_a_broken_save_is_reported_in_a_third_of_the_window_until_it_is_fixed(
    folder: Folder, library_dossier: Dossier, key: str, size: tuple[int, int]
) -> None:
    valid_text = folder.read(GAZETTE_FILE)
    async with open_reader(library_dossier, size) as opened:
        await opened.press(key)
        focused, before = opened.screen.focused, opened.lines()
        folder.write(GAZETTE_FILE, FAULT)
        await show_saved(opened)
        shown = panel(opened)
        assert "1 new finding" in shown
        assert f"{GAZETTE_FILE}:" in shown
        assert "! opens" in shown
        assert "x closes" in shown
        found = opened.screen.query_one(ReloadErrorsPanel)
        assert found.size.height <= size[1] // 3
        assert found.region.bottom == size[1] - 1
        assert found.region.width == size[0]
        assert opened.screen.focused is focused
        # What could be read before still can be.
        now = opened.lines()
        if key == "3":
            # The grid gives up its chart before its rows.
            before_rows, rows = ([line for line in lines if "┃" in line] for lines in (before, now))
            assert [line[:-3] for line in before_rows] == [line[:-3] for line in rows]
        else:
            assert [line[:-3] for line in before[2:6]] == [line[:-3] for line in now[2:6]]
        folder.write(GAZETTE_FILE, valid_text)
        await show_saved(opened)
        assert panel(opened) == ""
        assert opened.lines() == before


async def test_the_panel_says_that_what_is_shown_is_from_before(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        text = opened.joined_text("#text")
        folder.write(GAZETTE_FILE, FAULT)
        await show_saved(opened)
        assert "showing the last valid version" in panel(opened)
        assert "⚠ 1 finding (!)" in opened.text()
        await opened.press("]", "[")
        assert opened.joined_text("#text")[:200] == text[:200]


async def test_x_closes_the_panel_until_something_else_is_broken(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        folder.write(GAZETTE_FILE, FAULT)
        await show_saved(opened)
        await opened.press("x")
        assert panel(opened) == ""
        folder.change(f"articles/{NEWSLETTER}.yaml", "mended", "mended again")
        await show_saved(opened)
        assert panel(opened) == ""
        folder.write(HERALD_FILE, FAULT)
        await show_saved(opened)
        assert "2 new findings" in panel(opened)
        await opened.press("x", "x")
        assert opened.toast_messages()[-1].startswith("No panel is open")


async def test_the_panel_follows_from_view_to_view(folder: Folder, library_dossier: Dossier) -> None:
    valid_text = folder.read(GAZETTE_FILE)
    async with open_reader(library_dossier) as opened:
        folder.write(GAZETTE_FILE, FAULT)
        await show_saved(opened)
        for key in ("2", "3", "1"):
            await opened.press(key)
            assert "1 new finding" in panel(opened)
        await opened.press("2")
        folder.write(GAZETTE_FILE, valid_text)
        await show_saved(opened)
        for key in ("3", "1", "2"):
            assert panel(opened) == ""
            await opened.press(key)


async def test_the_findings_open_at_what_was_broken_and_enter_opens_the_editor_there(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("articles/a-faulty-one.yaml", FAULT)
    dossier = open_dossier([folder.root])
    ran: list[list[str]] = []
    monkeypatch.setenv("EDITOR", "pen")
    monkeypatch.setattr("medway_tui.tui.external.run_editor", lambda app, command: ran.append(command))
    async with open_reader(dossier) as opened:
        folder.change(GAZETTE_FILE, "kind: account", "kind: [account")
        await show_saved(opened)
        finding = dossier.findings()[1]
        await opened.press("!")
        assert isinstance(opened.screen, FindingsDialog)
        assert opened.rows().value == finding
        await opened.press("enter")
        assert ran == [["pen", f"+{finding.line}", str(folder.path(GAZETTE_FILE))]]
    dossier.close()


async def test_the_open_list_of_findings_follows_too(folder: Folder, library_dossier: Dossier) -> None:
    valid_text = folder.read(GAZETTE_FILE)
    async with open_reader(library_dossier) as opened:
        await opened.press("!")
        assert "No findings" in opened.text()
        folder.write(GAZETTE_FILE, FAULT)
        await show_saved(opened)
        assert isinstance(opened.screen, FindingsDialog)
        assert library_dossier.findings()[0].message[:30] in opened.joined_text()
        folder.write(GAZETTE_FILE, valid_text)
        await show_saved(opened)
        assert "No findings" in opened.text()


async def test_hostile_words_of_a_fault_are_made_visible_in_the_panel(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        folder.change(GAZETTE_FILE, "kind: account", 'kind: "[bold]\\e[31m\\u202e"')
        folder.write("articles/[red]odd\x1b.yaml", FAULT)
        await show_saved(opened)
        shown = panel(opened)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[red]odd␛.yaml" in shown


async def test_many_findings_say_that_there_are_more(folder: Folder, library_dossier: Dossier) -> None:
    async with open_reader(library_dossier, (80, 24)) as opened:
        for number in range(30):
            folder.write(f"articles/broken-{number}.yaml", FAULT)
        await show_saved(opened)
        shown = panel(opened)
        assert "30 new findings" in shown
        assert "… ! lists all" in shown
        assert opened.screen.query_one(ReloadErrorsPanel).size.height <= 8


async def test_a_folder_that_went_is_reported_and_all_stays(folder: Folder, library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        before = opened.lines()
        folder.root.rename(folder.root.with_name("aside"))
        await show_saved(opened)
        assert opened.toast_messages() == [f"The changes could not be read: there is no folder {folder.root}"]
        assert opened.lines() == before


# -- with the reloader thread --------------------------------------------------------------------------


async def test_the_open_reader_follows_the_files(folder: Folder, library_dossier: Dossier) -> None:
    async with open_reader(library_dossier, live=True) as opened:
        await opened.open(HERALD)
        folder.change(HERALD_FILE, "all ninety pages", "all ninety-one pages")
        await opened.wait_until(lambda: "ninety-one" in opened.joined_text("#text"))
        valid_text = folder.read(HERALD_FILE)
        folder.write(HERALD_FILE, FAULT)
        await opened.wait_until(lambda: "1 new finding" in panel(opened))
        folder.write(HERALD_FILE, valid_text)
        await opened.wait_until(lambda: panel(opened) == "")


async def test_what_changes_while_the_editor_is_open_is_shown_after_it(
    folder: Folder, library_dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "pen")

    def edit(app: object, command: list[str]) -> None:
        text = folder.read(GAZETTE_FILE)
        for word in ("pails", "tubs"):
            folder.write(GAZETTE_FILE, FAULT)
            folder.write(GAZETTE_FILE, text.replace("buckets stand", f"{word} stand"))

    monkeypatch.setattr("medway_tui.tui.external.run_editor", edit)
    async with open_reader(library_dossier, live=True) as opened:
        await opened.open(GAZETTE)
        await opened.press("e")
        await opened.wait_until(lambda: "tubs stand" in opened.joined_text("#text"))
        assert panel(opened) == ""
