"""``?``, ``:`` and ``!``: help, command palette and findings."""

from __future__ import annotations

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.text import plural
from medway_tui.tui.commands import MOVEMENT_COMMANDS
from medway_tui.tui.view_commands import GLOBAL_COMMANDS, OPEN_REVIEW
from tests.fixtures_library import GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import VIEWS, open_reader


@pytest.mark.parametrize("leave", ["escape", "enter", "q", "?"])
async def test_help_is_of_the_view_and_leaves_it_as_it_was(shipped: Dossier, leave: str) -> None:
    key, view = {"escape": ("1", "Read"), "enter": ("2", "Quotes")}.get(leave, ("3", "Ratings"))
    async with open_reader(shipped) as opened:
        await opened.press(key, "j")
        before = opened.text()
        await opened.press("?")
        assert f"Keys in {view}" in opened.text()
        await opened.press(leave)
        assert opened.text() == before


@pytest.mark.parametrize(("width", "height"), [(40, 10), (80, 24), (120, 40)])
async def test_all_of_the_help_can_be_read_with_the_arrows(shipped: Dossier, width: int, height: int) -> None:
    async with open_reader(shipped, size=(width, height)) as opened:
        await opened.press("?")
        seen = opened.lines("RowList")
        for _ in range(len(opened.app.screen_stack[0].active_bindings) + len(GLOBAL_COMMANDS)):
            await opened.press("j")
            seen += opened.lines("RowList")
        told = {" ".join(line.strip(" ▸").split()) for line in seen}
        words = {word for line in told for word in line.split()}
        for command in [*VIEWS["1"].VIEW_COMMANDS, *GLOBAL_COMMANDS, *MOVEMENT_COMMANDS]:
            if command is OPEN_REVIEW:
                continue  # there are none here
            assert {*command.key_labels()} <= words
            assert {*command.description.split()} <= words


async def test_the_help_is_listed_again_when_the_window_changes(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 50)) as opened:
        await opened.press("?")
        await opened.resize(50, 50)
        screen_text = opened.joined_text("RowList")
        for command in VIEWS["1"].VIEW_COMMANDS[:4]:
            assert command.description in screen_text


async def test_the_palette_finds_a_command_by_any_word_and_runs_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for asked, view in (("judgements", "Ratings"), ("all quotations", "Quotes"), ("read", "Read")):
            await opened.press(":")
            await opened.type(asked)
            await opened.press("enter")
            assert view == opened.view.NAME
        await opened.press("ctrl+p")
        await opened.type("next article")
        await opened.press("enter")
        assert opened.open_article == "kentonline-2019-09-04"
        await opened.press(":")
        await opened.type("next quo")
        await opened.press("enter")
        assert opened.article.chosen is not None


async def test_the_palette_runs_what_belongs_to_the_view(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", ":")
        await opened.type("as reported")
        await opened.press("enter")
        assert "As reported: Jul 2023 · ILACS" in opened.text()
        await opened.press("2", ":")
        await opened.type("order")
        await opened.press("enter")
        assert "By date" in opened.text()
        await opened.press(":")
        await opened.type("help")
        await opened.press("enter")
        assert "Keys in Quotes" in opened.text()


async def test_a_command_called_so_comes_before_one_only_described_so(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(":")
        await opened.type("quotes")
        assert opened.lines("RowList")[0].strip(" ▸").startswith("Quotes ")


async def test_the_palette_says_when_there_is_no_such_command(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(":")
        await opened.type("xyzzy")
        assert "No matching command." in opened.text("RowList")
        await opened.press("enter")
        assert opened.input_text() == "xyzzy"
        await opened.press("escape")
        assert opened.view.NAME == "Read"


@pytest.mark.parametrize(("typed", "name"), [("q", "Quit"), ("t", "Theme"), ("read", "Read"), ("y", "Copy")])
async def test_an_exact_key_or_name_comes_first_in_the_palette(
    shipped: Dossier, typed: str, name: str
) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(":")
        await opened.type(typed)
        assert opened.lines("RowList")[0].strip(" ▸").startswith(f"{name} ")


async def test_colon_q_quits(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(":")
        await opened.type("q")
        opened.send("enter")
        await opened.wait_until(lambda: not opened.app.is_running)
    assert opened.app.return_code == 0


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_footer_shows_whole_commands_and_how_to_get_on(shipped: Dossier, width: int) -> None:
    async with open_reader(shipped, size=(width, 24)) as opened:
        for key in VIEWS:
            await opened.press(key)
            shown = opened.lines()[-1].rstrip()
            assert shown.endswith(": Commands  ? Help  q Quit")
            entries = shown.strip().split("  ")[:-3]
            possible = [
                f"{command.key_labels()[0]} {name}"
                for command in opened.view.commands
                if command.in_footer
                for name in (command.name, command.short_name)
            ]
            assert [entry for entry in entries if entry not in possible] == []
            assert len(entries) >= (4 if width >= 80 else 1)


async def test_a_click_on_a_command_in_the_footer_runs_it(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.click("Footer", opened.lines()[-1].index("? Help"), 0)
        assert "Keys in Read" in opened.text()


# -- the view bar ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
async def test_the_view_bar_marks_the_open_view_and_a_click_opens_another(
    shipped: Dossier, width: int
) -> None:
    async with open_reader(shipped, size=(width, 24)) as opened:
        for key, name in (("3", "Ratings"), ("2", "Quotes"), ("1", "Read")):
            bar = opened.lines()[0]
            await opened.click("ViewBar", bar.index(f"{key} ") if f"{key} " in bar else bar.index(key), 0)
            assert name == opened.view.NAME
            assert f"{key} {name}" in opened.lines()[0]
            style = opened.styles(f"{key} {name}", "ViewBar")[0]
            assert style.bold


async def test_the_view_bar_gives_up_the_title_and_counts_before_the_views(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(120, 24)) as opened:
        assert opened.lines()[0].startswith(" Medway: children's")
        assert opened.lines()[0].rstrip().endswith("3 articles · 21 quotes")
        await opened.resize(60, 24)
        assert opened.lines()[0].startswith(" 1 Read  2 Quotes  3 Ratings")


# -- findings -------------------------------------------------------------------------------------------


async def test_there_is_no_badge_without_errors(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        for key in VIEWS:
            await opened.press(key)
            assert "⚠" not in opened.lines()[0]
        await opened.press("!")
        assert "No findings in the dossier's files." in opened.text()


async def test_a_faulty_file_has_a_badge_its_place_is_reported_and_the_rest_can_be_read(
    folder: Folder,
) -> None:
    folder.change(f"articles/{HERALD}.yaml", "publisher: Daily Herald", "publisher: [unclosed")
    dossier = open_dossier([folder.root])
    findings = dossier.findings()
    assert findings
    async with open_reader(dossier, size=(160, 40)) as opened:
        badge = f"⚠ {len(findings)} finding{'s' * (len(findings) > 1)} (!)"
        for key in VIEWS:
            await opened.press(key)
            assert badge in opened.lines()[0]
        await opened.open(GAZETTE)
        assert "Library roof 'beyond patching'" in opened.text("#text")
        assert "Daily Herald" not in opened.text("#articles")
        await opened.press("!")
        screen_text = opened.joined_text("RowList").replace(" ", "")
        for finding in findings:
            assert finding.code in screen_text
            for words in (finding.message, finding.location, finding.hint):
                assert words.replace(" ", "") in screen_text
        await opened.press("escape")
        assert opened.view.NAME == "Read"
    dossier.close()


async def test_enter_on_a_finding_opens_the_editor_at_its_line(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.change(f"articles/{HERALD}.yaml", "kind: account", "kind: tale")
    monkeypatch.setenv("EDITOR", "pen")
    ran: list[list[str]] = []
    monkeypatch.setattr("medway_tui.tui.external.run_editor", lambda app, command: ran.append(command))
    dossier = open_dossier([folder.root])
    line = folder.read(f"articles/{HERALD}.yaml").split("kind: tale")[0].count("\n") + 1
    async with open_reader(dossier) as opened:
        await opened.press("!", "enter")
        assert ran == [["pen", f"+{line}", str(folder.path(f"articles/{HERALD}.yaml"))]]
    dossier.close()


async def test_fixing_the_file_in_the_editor_removes_the_badge(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"articles/{HERALD}.yaml"
    folder.change(name, "kind: account", "kind: tale")
    monkeypatch.setenv("EDITOR", "pen")

    def fix_file(app: object, command: list[str]) -> None:
        folder.change(name, "kind: tale", "kind: account")

    monkeypatch.setattr("medway_tui.tui.external.run_editor", fix_file)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press("2", "n")
        assert "⚠" in opened.lines()[0]
        await opened.press("!", "enter")
        assert "⚠" not in opened.lines()[0]
        assert "Zoë Laîné" in opened.text("#list")
        await opened.press("1")
        assert "⚠" not in opened.lines()[0]
        assert "Daily Herald" in opened.text("#articles")
    dossier.close()


# -- by mouse, and when there is more -----------------------------------------------------------------------


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (120, 90)])
async def test_help_says_when_it_goes_on(shipped: Dossier, size: tuple[int, int]) -> None:
    async with open_reader(shipped, size=size) as opened:
        await opened.press("?")
        rows = opened.rows()
        more = rows.virtual_size.height - rows.size.height
        assert (f"{plural(more, 'line')} more below" in opened.text()) == (more > 0)
        # The last row may be taller than the list.
        await opened.press("G", *["j"] * 40)
        assert "more below" not in opened.text()
        assert "Esc closes" in opened.text()


async def test_help_explains_every_sign(shipped: Dossier) -> None:
    async with open_reader(shipped, size=(160, 110)) as opened:
        await opened.press("?")
        signs = opened.text("RowList").partition("Signs")[2].split()
        for sign in ("¶7", "c1", "[…]", "≠", "again", "→"):
            assert sign in signs


@pytest.mark.parametrize("key", ["?", ":", "/", "c", "!"])
async def test_a_dialog_closes_by_its_label_and_by_a_click_beside_it(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped, size=(120, 40)) as opened:
        before = opened.text()
        await opened.press(key)
        row, line = next((n, each) for n, each in enumerate(opened.lines()) if "✕ close" in each)
        await opened.pilot.click(offset=(line.index("✕ close") + 2, row))
        await opened.settle()
        assert opened.text() == before
        await opened.press(key)
        await opened.pilot.click(offset=(1, 20))
        await opened.settle()
        assert opened.text() == before


async def test_every_command_can_be_reached_by_mouse(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.click("Footer", opened.lines()[-1].index(": Commands"), 0)
        number, _ = next((n, each) for n, each in enumerate(opened.lines("RowList")) if "Timeline" in each)
        await opened.click("RowList", 5, number)
        assert opened.view.NAME == "Timeline"
