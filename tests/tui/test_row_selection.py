"""``v``: rows of a list are selected, and copied together."""

from __future__ import annotations

from medway_tui.sync.dossier import Dossier
from tests.fixtures_library import GAZETTE, Folder
from tests.tui.reader_pilot import open_reader

NOTE = "selected · y copies · X exports · Esc clears"


async def test_selected_quotations_are_copied_together_in_the_order_of_the_list(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2", "j", "j", "v", "g", "v")
        assert f"2 {NOTE}" in opened.text()
        marked = [line for line in opened.lines("#list") if line.startswith("●")]
        assert len(marked) == 2
        assert "“unaware”" in marked[0]
        await opened.press("y")
        first, second = opened.clipboard.split("\n\n")
        assert first.startswith("“unaware” — Ofsted, in BBC News")
        assert second.startswith("“not good enough” — Ofsted, in BBC News")
        assert opened.toast_messages()[-1].startswith("Copied 2 quotations, with citations (by OSC 52")
        copied = opened.clipboard
        await opened.press("j", "ctrl+c")
        assert opened.clipboard == copied

        await opened.press("Y")
        assert [line[2:14].strip() for line in opened.lines("RowList")[:5]] == [
            "Plain", "Full", "Markdown", "BibTeX", "Link",
        ]  # fmt: skip
        await opened.press("j", "j", "j", "enter")
        # Both are in one article, which is cited once.
        assert opened.clipboard.count("@online{") == 1
        assert "“unaware”" in opened.clipboard
        assert "“not good enough”" in opened.clipboard

        # A filter that hides them leaves them selected, and Esc clears them before it.
        await opened.press("f")
        await opened.type("quantum")
        await opened.press("enter", "v", "y")
        assert len(opened.clipboard.split("\n\n")) == 3
        assert opened.clipboard.split("\n\n")[0].startswith("“We need a quantum leap")
        await opened.press("escape")
        assert (NOTE in opened.text(), opened.input_text()) == (False, "quantum")
        await opened.press("v", "v", "y")
        assert opened.toast_messages()[-1].startswith("Copied Rupert Turpin")
        await opened.press("ctrl+c")
        assert opened.toast_messages()[-1] == "Nothing is selected to copy. To quit: q"
        # An input line selects its text when it is focused.
        await opened.press("f", "ctrl+c")
        assert opened.clipboard == "quantum"
        await opened.press("end", "ctrl+c")
        assert opened.toast_messages()[-1] == "Nothing is selected to copy. To quit: Ctrl+q"
        await opened.press("enter", "Y", "ctrl+c")
        assert opened.toast_messages()[-1] == "Nothing is selected to copy. To quit: Ctrl+q"


async def test_articles_people_and_entries_of_the_timeline_are_selected_too(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("shift+tab", "v", "v", "y")
        assert opened.toast_messages()[-1].startswith("Copied 2 articles, with citations (")
        assert [text.split(",")[0] for text in opened.clipboard.split("\n\n")] == ["BBC News", "KentOnline"]

        await opened.press("4", "v", "n", "v", "Y", "enter")
        assert len(opened.clipboard.split("\n\n")) == 2

        await opened.press("5", "v", "v", "y")
        assert opened.toast_messages()[-1].startswith("Copied 2 entries, with citations (")
        # Rows of a page are of one person.
        await opened.press("tab", "v", "v", "y")
        assert "— " in opened.clipboard
        assert NOTE in opened.text("#page") or NOTE in opened.text()
        await opened.press("shift+tab", "j")
        assert not any(line.startswith("●") for line in opened.lines("#page"))


async def test_judgements_are_selected_cell_by_cell(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "v", "h", "v")
        assert "2 selected · y copies · Esc clears" in opened.text()
        assert opened.text("#table").count("●▐") + opened.text("#table").count("●┃") == 2
        await opened.press("j", "y")
        texts = opened.clipboard.split("\n\n")
        assert [text.split(":")[0] for text in texts] == ["Overall effectiveness"] * 2
        assert "inspected 17–28 Jul 2023" in texts[0]
        assert opened.toast_messages()[-1].startswith("Copied 2 judgements, with citations (")
        await opened.press("Y", "j", "enter")
        assert opened.clipboard.startswith("> Overall effectiveness")
        # Other cells of the same numbers are not selected.
        await opened.press("r")
        assert "●" not in "".join(opened.lines("#table")[3:])
        await opened.press("r", "escape", "y")
        assert opened.toast_messages()[-1].startswith("Copied the judgement with its citation (")
        await opened.press("G", "v")
        assert opened.toast_messages()[-1] == "No judgement to select"


async def test_rows_are_selected_with_the_mouse(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("2")
        for line in (1, 3):
            await opened.pilot.click("#list", offset=(5, line + 1), control=True)
        await opened.settle()
        assert f"2 {NOTE}" in opened.text()


async def test_a_selection_survives_a_reload_that_moves_the_quotations(
    folder: Folder, library_dossier: Dossier
) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2", "f")
        await opened.type("question")
        await opened.press("enter", "v", "y")
        copied = opened.clipboard
        assert copied.startswith("“out of the question”")
        name = f"quotes/{GAZETTE}.yaml"
        # Without the two before it, it has another key.
        _, third, rest = folder.read(name).partition("- id: q3")
        folder.write(name, third + rest)
        opened.app.live_reload.scan()
        await opened.settle()
        await opened.press("y")
        assert opened.clipboard == copied
        folder.write(name, folder.read(name).replace("- id: q4", "- id: q44"))
        opened.app.live_reload.scan()
        await opened.settle()
        assert NOTE not in opened.text()
