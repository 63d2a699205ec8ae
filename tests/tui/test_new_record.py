"""New articles, people and organisations from inside the reader."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from medway_tui.content.json_schema import model_schema
from medway_tui.index.articles import get_article
from medway_tui.sync.dossier import open_dossier
from medway_tui.tui import external
from medway_tui.tui.add.form_widgets import FormField
from medway_tui.tui.add.new_record import NewArticleDialog, NewPersonDialog, NewRecordDialog
from medway_tui.tui.people.view import PeopleView
from medway_tui.tui.read.view import ReadView
from tests.fixtures_library import Folder
from tests.tui.reader_pilot import ReaderPilot, open_reader

TEXT = "The quay was shut on Friday.\n\n“We had to,” said Ann Ferry.\n"


@asynccontextmanager
async def form(
    folder: Folder | None, command: str, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[ReaderPilot]:
    """Open a form from the palette."""
    dossier = open_dossier([folder.root] if folder else [])
    try:
        async with open_reader(dossier, size, toasts=True) as opened:
            await opened.press(":")
            await opened.type(command)
            await opened.press("enter")
            assert isinstance(opened.screen, NewRecordDialog)
            yield opened
    finally:
        dossier.close()


async def fill(opened: ReaderPilot, **values: str) -> None:
    """Type values into fields, and wait for the preview."""
    for key, value in values.items():
        line = field(opened, key).input
        line.focus()
        line.value = ""
        await opened.type(value)
    await opened.pilot.pause(0.3)
    await opened.settle()


def field(opened: ReaderPilot, key: str) -> FormField:
    """Return a field of the form."""
    return opened.screen.query_one(f"#field-{key}", FormField)


async def closed(opened: ReaderPilot) -> None:
    """Wait until the form has closed."""
    await opened.wait_until(lambda: not isinstance(opened.screen, NewRecordDialog))
    await opened.settle()


async def test_a_new_article_is_previewed_written_and_listed_as_incomplete(folder: Folder) -> None:
    async with form(folder, "new article") as opened:
        assert isinstance(opened.screen, NewArticleDialog)
        await fill(opened, headline="The quay is shut", publisher="Quay News", published="2024-05-04")
        shown = opened.joined_text()
        assert "→ " in shown
        assert "quay-2024-05-04" in field(opened, "id").query_one(".note").render().plain  # type: ignore[union-attr]
        await opened.press("enter", "G")
        assert "headline: The quay is shut" in opened.text()
        assert not folder.path("articles/quay-2024-05-04.yaml").exists()
        await opened.press("enter")
        await closed(opened)
        assert isinstance(opened.screen, ReadView)
        assert opened.open_article == "quay-2024-05-04"
        assert "Not complete yet: no text." in opened.joined_text("#text")
    assert 'published: "2024-05-04"' in folder.read("articles/quay-2024-05-04.yaml")


async def test_an_article_with_its_text_is_complete(folder: Folder) -> None:
    async with form(folder, "new article") as opened:
        await fill(opened, headline="The quay is shut", publisher="Quay News", published="2024-05-04")
        await opened.press("tab", "tab", "tab", "tab")
        await opened.press("space", "tab")  # an original
        opened.app.post_message(events.Paste(TEXT))
        await opened.pilot.pause(0.3)
        await opened.press("tab", "enter")
        await closed(opened)
        assert "“We had to,” said Ann Ferry." in opened.joined_text("#text")
        assert get_article(opened.app.index, "quay-2024-05-04") is not None


async def test_the_editor_opens_where_something_is_missing(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setenv("EDITOR", "vi")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(external, "run_editor", lambda _, command: commands.append(command))
    async with form(folder, "new article") as opened:
        await fill(opened, headline="The quay is shut", publisher="Quay News")
        await opened.press("enter", "enter")
        await closed(opened)
    text = folder.read("articles/quay-the-quay-is-shut.yaml").splitlines()
    [[_, line, path]] = commands
    assert path.endswith("quay-the-quay-is-shut.yaml")
    assert text[int(line.removeprefix("+")) - 1].strip() == "…"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("published", "2024-02-31", "“2024-02-31” is not a date: February has 29 days in 2024"),
        ("url", "quay.example", "“quay.example” is not a valid url"),
        ("id", "Quay News", "“Quay News” is not a valid id"),
        ("id", "gazette-2021-03-04", "the id gazette-2021-03-04 is taken"),
    ],
)
async def test_a_wrong_value_is_said_at_its_field_and_nothing_is_written(
    folder: Folder, key: str, value: str, says: str
) -> None:
    before = sorted(folder.root.rglob("*"))
    async with form(folder, "new article") as opened:
        await opened.press("enter")
        assert "the headline is empty" in opened.text()
        await fill(opened, headline="The quay is shut", publisher="Quay News", **{key: value})
        assert says in opened.text()
        await opened.press("enter", "enter")
        assert isinstance(opened.screen, NewArticleDialog)
        await opened.press("escape")
        assert isinstance(opened.screen, ReadView)
    assert sorted(folder.root.rglob("*")) == before


async def test_a_new_person_is_added_and_opened(folder: Folder) -> None:
    async with form(folder, "new person") as opened:
        assert isinstance(opened.screen, NewPersonDialog)
        await fill(opened, name="Ann Ferry", other_names="A Ferry; Annie Ferry")
        assert "id: ann-ferry" in opened.text()
        await opened.press("enter", "enter")
        await closed(opened)
        assert isinstance(opened.screen, PeopleView)
        assert "Ann Ferry" in opened.text()
        assert "Added ann-ferry to people.yaml" in opened.toast_messages()[-1]
    assert "- id: ann-ferry\n" in folder.read("people.yaml")
    assert "Annie Ferry" in folder.read("people.yaml")
    # No article mentions her yet.
    assert [each.split()[1] for each in folder.findings() if "people" in each] == ["D405"]


async def test_an_organisation_is_chosen_by_mouse(folder: Folder) -> None:
    async with form(folder, "new person", (80, 24)) as opened:
        await fill(opened, name="Harbour Trust")
        line = opened.lines("FormChoice")[0]
        await opened.click("FormChoice", line.index("organisation"), 0)
        await opened.pilot.pause(0.3)
        await opened.settle()
        assert "organisations.yaml" in opened.joined_text().replace("│ │", "")
        bar = opened.lines("DialogBar")[0]
        opened.screen.query_one("FormPane").focus()
        await opened.click("DialogBar", bar.index("Write"), 0)
        await closed(opened)
    assert "name: Harbour Trust" in folder.read("organisations.yaml")


async def test_a_person_who_is_there_already_is_said(folder: Folder) -> None:
    async with form(folder, "new person", (40, 12)) as opened:
        await fill(opened, name="Mary Okafor")
        assert "✗ Mary Okafor already" in opened.joined_text()
        await opened.press("enter", "enter")
        assert isinstance(opened.screen, NewPersonDialog)


async def test_files_go_into_the_persons_own_folder(own_home: Path) -> None:
    async with form(None, "new person") as opened:
        await fill(opened, name="Ann Ferry")
        await opened.press("enter", "enter")
        await closed(opened)
    [path] = own_home.rglob("people.yaml")
    assert "Ann Ferry" in path.read_text()


def test_the_schema_can_be_made_in_several_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        schemas = list(pool.map(model_schema, ["people", "article", "quotes", "people"] * 3))
    assert schemas[0] == schemas[3] == schemas[8]
