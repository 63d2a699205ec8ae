"""Text that looks like markup is shown as text, and invisible characters are made visible."""

from __future__ import annotations

import pytest

from medway_tui.sync.dossier import Dossier, open_dossier
from tests.fixtures_library import FILES, GAZETTE, HERALD, Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

TRAP = "[@click=app.quit]x[/] [sic] [/] [b"
"""Text that Textual would treat as a link that quits, lose, or fail on."""


@pytest.fixture
def trapped(folder: Folder) -> Folder:
    """Return the library dossier with the trap in every text."""

    def put(name: str, old: str, new: str) -> None:
        folder.write(name, folder.read(name).replace(old, new))

    put("dossier.yaml", "title: The roof", f"title: '{TRAP} The roof'\n#")
    put("people.yaml", "name: Mary Okafor", f"name: 'Mary {TRAP}'\n  #")
    put("people.yaml", "role: Leader of the Council", f"role: 'Leader {TRAP}'\n      #")
    put("organisations.yaml", "name: Green Party", f"name: 'Green {TRAP}'\n  #")
    put("organisations.yaml", "short_name: Grn", f"short_name: 'G{TRAP}'")
    put("frameworks.yaml", "name: Overall condition", f"name: 'Overall {TRAP}'\n      #")
    put("frameworks.yaml", "short_name: Survey", f"short_name: 'Survey {TRAP}'")
    put("inspections/2021-roof.yaml", "name: Riverside Council", f"name: 'Riverside {TRAP}'")
    put("inspections/2021-roof.yaml", "printed: Poor", f"printed: 'Poor {TRAP}'")
    put("inspections/2021-roof.yaml", "says: rated “poor”", f"says: 'rated {TRAP}'")
    put("inspections/2021-roof.yaml", "lead_inspector: Ada Brook", f"lead_inspector: 'Ada {TRAP}'")
    put(f"articles/{GAZETTE}.yaml", "headline: Library", f"headline: >-\n  {TRAP} Library")
    put(f"articles/{GAZETTE}.yaml", "publisher: Riverside Gazette", f"publisher: 'Gazette {TRAP}'")
    put(f"articles/{GAZETTE}.yaml", "author: Pen Marlow", f"author: 'Pen {TRAP}'")
    put(f"articles/{GAZETTE}.yaml", "url: https://gazette.example.org/roof", "url: 'https://a.org/[b]'")
    put(f"articles/{GAZETTE}.yaml", "We were told", f"{TRAP} We were told")
    put(f"quotes/{GAZETTE}.yaml", "exact: We were told", f"exact: >-\n    {TRAP} We were told")
    put(f"quotes/{GAZETTE}.yaml", "attribution: Council leader", f"attribution: >-\n    {TRAP} leader")
    put(f"quotes/{GAZETTE}.yaml", "note: The name", f"note: >-\n    {TRAP} The name")
    return folder


def assert_kept(opened: ReaderPilot, times: int = 1, selector: str | None = None) -> None:
    shown = opened.joined_text(selector)
    assert shown.count("[@click=app.quit]x[/] [sic] [/] [b") >= times, opened.text()


async def test_every_view_shows_it_as_it_is(trapped: Folder) -> None:
    dossier = open_dossier([trapped.root])
    assert dossier.findings() == []
    async with open_reader(dossier, size=(200, 60)) as opened:
        assert_kept(opened)
        await opened.open(GAZETTE)
        # The headline, the author and the quotation.
        assert_kept(opened, 3, "#text")
        assert "Gazette [@click=app.quit]x[/] [sic] [/] [b · 4 Mar 2021" in opened.text()
        assert "[@click=app.quit]all of them[/]" in opened.text("#text")
        assert "1,400 are loose [/] or lost" in opened.text("#text")
        await opened.press("n", "n", "y")
        assert "[@click=app.quit]x[/] [sic] [/] [b We were told" in opened.clipboard
        await opened.press("2", "f")
        await opened.type("sorry")
        await opened.press("enter")
        assert_kept(opened, 1, "#list")
        assert_kept(opened, 5, "#context")
        await opened.press("3")
        # The heading of a column, and the provider in the border.
        assert "Survey [@click=app.quit]x" in opened.text("#table")
        assert "Riverside [@click=app.quit]x[/] [sic] [/] [b: judgements" in opened.text()
        assert_kept(opened, 1, "#detail")
        await opened.press("l")
        assert_kept(opened, 2, "#detail")
        await opened.press("r", "l")
        assert_kept(opened, 1, "#detail")
        assert "rated [@click=app.quit]x[/] [sic]" in opened.text("#table")
    dossier.close()


async def test_every_dialog_shows_it_as_it_is(trapped: Folder) -> None:
    trapped.change(f"quotes/{HERALD}.yaml", "exact: A roof is a promise.", f"exact: '{TRAP}'")
    dossier = open_dossier([trapped.root])
    async with open_reader(dossier, size=(200, 60)) as opened:
        await opened.press("c")
        assert_kept(opened, 1, "RowList")
        await opened.type(TRAP)
        assert_kept(opened)
        await opened.press("escape", "/")
        await opened.type("sorry")
        assert_kept(opened, 1, "RowList")
        await opened.press("escape")
        await opened.search("sorry")
        assert "sorry · 1 here" in opened.text()
        await opened.press("!")
        assert_kept(opened, 1, "RowList")
    dossier.close()


async def test_the_query_is_shown_as_text(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.search("[sic] [/]")
        assert opened.open_article == GAZETTE
        assert "[sic] [/] · 1 here" in opened.text()
        await opened.press("2", "f")
        await opened.type("party:[/]")
        assert "no party is called [/]" in opened.joined_text("#list")


async def test_toasts_show_markup_as_text(trapped: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("medway_tui.tui.external.open_in_browser", lambda address: True)
    dossier = open_dossier([trapped.root])
    async with open_reader(dossier, toasts=True) as opened:
        await opened.open(GAZETTE)
        await opened.press("o")
        assert opened.toast_messages()[-1] == "Opened https://a.org/[b]"
        assert "Opened https://a.org/[b]" in opened.text()
    dossier.close()


async def test_a_click_on_it_runs_nothing(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(GAZETTE)
        line = next(n for n, line in enumerate(opened.lines("#text")) if "@click" in line)
        at = opened.lines("#text")[line].index("all of them")
        await opened.click("#text", at + 2, line)
        assert opened.app.is_running
        assert opened.view.NAME == "Read"


UNSEEN = {
    "\x1b[31m": "␛[31m",
    "\u202e": "\ufffd",
    "\u200b": "\ufffd",
    "\x85": "\ufffd",
    "\x9b": "\ufffd",
    "\a": "␇",
}
"""Characters that must not reach a terminal, and how they are shown."""

HIDDEN, SHOWN = "".join(UNSEEN), "".join(UNSEEN.values())

COLUMNS = (
    ("meta", "value", "name = 'title'"),
    ("article", "headline", "1"),
    ("article", "publisher", "1"),
    ("article", "author", "1"),
    ("article", "url", "1"),
    ("article", "published_inferred", "published_inferred IS NOT NULL"),
    ("paragraph", "text", "1"),
    ("quote", "exact", "1"),
    ("quote", "attribution", "1"),
    ("quote", "cue", "1"),
    ("quote", "note", "1"),
    ("agent", "name", "1"),
    ("agent", "short_name", "1"),
    ("membership", "role", "1"),
    ("membership", "area", "1"),
    ("inspection", "title", "1"),
    ("inspection", "provider", "1"),
    ("inspection", "lead_inspector", "1"),
    ("inspection", "url", "1"),
    ("framework", "name", "1"),
    ("framework", "short_name", "1"),
    ("area", "name", "1"),
    ("judgement", "printed", "1"),
    ("judgement", "note", "1"),
    ("evidence", "says", "1"),
)
"""Every column of the index with text from the files that is shown."""


async def test_what_is_unseen_is_made_visible_even_if_the_index_holds_it(
    library_dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No file with such a character is read; a view does not rely on that.
    for table, column, which in COLUMNS:
        library_dossier.index.connection.execute(
            f"UPDATE {table} SET {column} = coalesce({column}, '') || ? WHERE {which}", (HIDDEN,)
        )
    monkeypatch.setattr("medway_tui.tui.external.open_in_browser", lambda address: True)
    screens = []
    async with open_reader(library_dossier, size=(200, 60), toasts=True) as opened:
        await opened.open(GAZETTE)
        assert f"Ring us on 01632 960000.”{SHOWN}" in opened.joined_text("#text")
        assert f"The roof of Riverside library{SHOWN}" in opened.lines()[0]
        for keys in (
            ("n", "y"), ("o",), ("e",), ("2",), ("s",), ("n",), ("3",), ("l",), ("tab", "j"), ("r",), ("y",),
            ("c",), ("escape", "/", *"roof"), ("escape", "?"), ("escape", ":"), ("escape", "!"),
        ):  # fmt: skip
            await opened.press(*keys)
            screens.append(opened.text())
        assert f"Mary Okafor{SHOWN}" in screens[3]
        assert f"Poor{SHOWN}" in " ".join(screens[9].split())
    for screen in screens:
        for character in "\x1b\u202e\u200b\x85\x9b\x07":
            assert character not in screen


def test_the_trap_is_nowhere_in_the_library_dossier_by_itself() -> None:
    assert not any(TRAP in text for text in FILES.values())
