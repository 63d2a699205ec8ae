"""``y``, ``o`` and ``e``: copy a citation, open the original, edit the YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from medway_tui.authoring.external_editor import editor_command
from medway_tui.model.locations import FileLocation
from medway_tui.sync.dossier import Dossier, open_dossier
from medway_tui.tui import external
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, Folder, line_and_column
from tests.process_helpers import run_program
from tests.tui.reader_pilot import open_reader
from tests.tui.shipped_facts import SEPTEMBER

BBC_ADDRESS = "https://www.bbc.co.uk/news/uk-england-kent-49483240"
KENT_ADDRESS = "https://kentonline.co.uk/medway/news/heated-meeting-on-huge-service-failings-211634"
TURPIN = (
    "“We need a quantum leap in the level of approval over the next few months.” — Rupert Turpin (Con),"
    " Portfolio Holder for Business Management, Medway Council (dates inferred), in KentOnline, [4 Sep 2019],"
    " paragraph 14."
)
TURPIN_IN_FULL = (
    "“We need a quantum leap in the level of approval over the next few months.”\n"
    "— Rupert Turpin, Portfolio Holder for Business Management, Medway Council (25 Oct 2016 to"
    " 5 Oct 2021; dates inferred); Councillor for Rochester South and Horsted (2011 to 4 May 2023; dates"
    " inferred), Conservative Party, in KentOnline,"
    " [Medway cabinet discusses the Ofsted report], [4 Sep 2019], paragraph 14,"
    f" {KENT_ADDRESS}"
)
COPIED = "Copied Rupert Turpin: “We need a quantum leap in the level of…, with its citation"
BY_OSC = "(by OSC 52; if nothing arrives, the terminal does not allow it; : Save copied text writes a file)"


# -- copying ----------------------------------------------------------------------------------------------


async def test_y_copies_the_quotation_that_stands_out_with_its_citation(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.search("quantum leap")
        await opened.press("y")
        assert opened.clipboard == TURPIN
        assert opened.toast_messages() == [f"{COPIED} {BY_OSC}"]


async def test_capital_y_offers_every_form_and_copies_the_chosen_one(shipped: Dossier) -> None:
    forms = {
        "Plain": TURPIN,
        "Full": TURPIN_IN_FULL,
        "Markdown": "> “We need a quantum leap in the level of approval over the next few months.”\n>\n",
        "BibTeX": "@online{kentonline-2019-09-04,\n",
        "Link": KENT_ADDRESS,
    }
    async with open_reader(shipped) as opened:
        await opened.search("quantum leap")
        for number, (name, begins) in enumerate(forms.items()):
            await opened.press("Y")
            assert f" {name} " in opened.text()
            await opened.press(*["down"] * number, "enter")
            assert opened.clipboard.startswith(begins)
            assert opened.toast_messages()[-1].startswith(f"Copied {name} ")


async def test_the_article_is_offered_where_no_quotation_is_chosen(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("Y")
        assert "Full" not in opened.text()
        await opened.press("down", "enter")
        assert opened.clipboard.startswith("BBC News, [Medway Council 'unaware'")


@pytest.mark.parametrize("key", ["3", "4", "5", "6"])
async def test_every_view_offers_forms_of_the_row_at_the_cursor(shipped: Dossier, key: str) -> None:
    async with open_reader(shipped) as opened:
        await opened.press(key)
        # The page of a person comes in parts.
        await opened.wait_until(lambda: key != "5" or "Names as printed" in opened.joined_text())
        await opened.press("y")
        plain = opened.clipboard
        assert plain
        await opened.press("Y", "enter")
        assert opened.clipboard == plain


async def test_y_copies_the_same_from_the_list_beside_the_text_and_from_quotes(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.open(SEPTEMBER)
        await opened.press("tab", *["j"] * 8)
        assert "▸   “We need a quantum" in opened.text("#quotes")
        await opened.press("y")
        assert opened.clipboard == TURPIN
        await opened.press("2", "f")
        await opened.type("quantum")
        await opened.press("enter", "y")
        assert opened.clipboard == TURPIN


async def test_the_full_form_is_what_the_command_line_prints(library_dossier: Dossier) -> None:
    printed = run_program("quotes", "--content", library_dossier.base_roots[0], "--format", "text")
    assert printed.returncode == 0
    copied = []
    async with open_reader(library_dossier) as opened:
        await opened.press("2")
        for _ in range(printed.stdout.count("\n— ")):
            await opened.press("Y", "down", "enter")
            copied.append(opened.clipboard)
            await opened.press("j")
    # The reader has them by speaker, the command in order of time.
    assert sorted(copied) == sorted(printed.stdout.removesuffix("\n").split("\n\n"))
    assert len(set(copied)) == 9


async def test_a_role_is_that_of_the_day_of_the_article(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2", "f")
        await opened.type("sorry")
        await opened.press("enter", "Y", "down", "enter")
        assert opened.clipboard == (
            "“We were told in 2012 [sic] and we did nothing. I am sorry for that.”\n"
            "— Mary Okafor, Leader of the Council, Riverside Council (21 May 2019 to Apr 2021);"
            " Councillor for Quayside (from May 2015), Green Party, in Pen Marlow,"
            " Riverside Gazette, “Library roof 'beyond patching'”, 4 Mar 2021, paragraph 3,"
            " https://gazette.example.org/roof"
        )
        await opened.press("escape", "f")
        await opened.type("promise")
        await opened.press("enter", "Y", "down", "enter")
        assert (
            "— Mary Okafor, Councillor for Quayside (from May 2015), Green Party, in Daily Herald,"
            in opened.clipboard
        )
        assert "[New leader, old roof], [May 2021], paragraph 2" in opened.clipboard


async def test_a_quotation_over_two_paragraphs_is_copied_whole(library_dossier: Dossier) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.press("2", "f")
        await opened.type("winter")
        await opened.press("enter", "Y", "down", "enter")
        assert opened.clipboard.startswith(
            "“Every winter we have carried the books down, box by box.\n"
            "“Next winter somebody else can carry them. Ring us on 01632 960000.”\n"
            "— Quay Residents’ Group, in "
        )
        assert "paragraphs 7–8" in opened.clipboard


async def test_with_no_quotation_chosen_y_copies_the_citation_of_the_article(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("y")
        assert opened.clipboard == (
            f"BBC News, “Medway Council 'unaware' of child services failings”, [27 Aug 2019], {BBC_ADDRESS}"
        )
        assert "n chooses a quotation" in opened.toast_messages()[0]


async def test_y_copies_a_judgement_with_its_report(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("3", "H", "y")
        assert opened.clipboard.startswith("Overall effectiveness: inadequate\n— Ofsted, ")
        assert "as given by Medway Council, https://democracy.medway.gov.uk/" in opened.clipboard
        assert "/childrens-services-criticised/" in opened.clipboard
        assert opened.clipboard.endswith("/v1/file/50004310 [the report was not seen]")
        await opened.press("l", "l", "l", "j", "j", "j", "y")
        assert opened.clipboard == (
            "The experiences and progress of children in care and care leavers: Requires improvement to be"
            " good\n— Ofsted, ILACS standard inspection: Medway Council, inspected 15–26 Jul 2019,"
            " published 27 Aug 2019, https://files.ofsted.gov.uk/v1/file/50103321"
        )
        await opened.press("G", "y")
        assert opened.toast_messages()[-1] == "No judgement to copy"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the first folder on the PATH, for a test's programs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


# -- the original -----------------------------------------------------------------------------------------


@pytest.fixture
def addresses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the addresses opened in a browser."""
    opened: list[str] = []

    class Browser:
        name = "firefox"

        def open(self, address: str) -> bool:
            opened.append(address)
            return True

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.get", Browser)
    return opened


async def test_o_opens_the_original_of_what_is_chosen(shipped: Dossier, addresses: list[str]) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("o")
        await opened.press("2", "f")
        await opened.type("quantum")
        await opened.press("enter", "o")
        await opened.press("3", "H", "l", "o", "l", "l", "r", "o")
        assert addresses == [
            BBC_ADDRESS,
            KENT_ADDRESS,
            "https://files.ofsted.gov.uk/v1/file/50004250",
            "https://files.ofsted.gov.uk/v1/file/50103321",
        ]
        assert opened.toast_messages()[-1] == f"Opened {addresses[-1]}"


async def test_where_no_address_is_known_o_says_so(library_dossier: Dossier, addresses: list[str]) -> None:
    async with open_reader(library_dossier) as opened:
        await opened.open(HERALD)
        await opened.press("o")
        assert opened.toast_messages()[-1] == "No known address"
        assert addresses == []


@pytest.mark.parametrize("browser", [None, "w3m"])
async def test_without_a_window_for_a_browser_the_address_is_copied(
    shipped: Dossier, tools: Path, monkeypatch: pytest.MonkeyPatch, browser: str | None
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    if browser:
        monkeypatch.setenv("BROWSER", browser)

    class TextBrowser:
        name = "w3m"

        def open(self, address: str) -> bool:
            raise AssertionError("it would draw over the reader")

    monkeypatch.setattr("webbrowser.get", TextBrowser)
    async with open_reader(shipped) as opened:
        await opened.press("o")
        assert opened.clipboard == BBC_ADDRESS
        assert opened.toast_messages() == [
            f"Copied the address, as there is no browser here: {BBC_ADDRESS} {BY_OSC}"
        ]


def test_only_addresses_of_the_web_are_opened(addresses: list[str]) -> None:
    assert not external.open_in_browser("file:///etc/passwd")
    assert not external.open_in_browser("javascript:alert(1)")
    assert addresses == []
    assert external.open_in_browser("http://example.org/")
    assert addresses == ["http://example.org/"]


# -- the editor -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("vi", ["vi", "+7", "some file.yaml"]),
        ("nano", ["nano", "+7", "some file.yaml"]),
        ("emacs -nw", ["emacs", "-nw", "+7", "some file.yaml"]),
        ("code", ["code", "--wait", "--goto", "some file.yaml:7:3"]),
        ("/opt/bin/code --wait", ["/opt/bin/code", "--wait", "--goto", "some file.yaml:7:3"]),
        ("codium -n", ["codium", "-n", "--wait", "--goto", "some file.yaml:7:3"]),
        ("subl", ["subl", "--wait", "some file.yaml:7:3"]),
        ("hx", ["hx", "some file.yaml:7:3"]),
        ("kate", ["kate", "--line", "7", "--column", "3", "some file.yaml"]),
        ("'/opt/my editors/ed'", ["/opt/my editors/ed", "+7", "some file.yaml"]),
        ("it's", ["it's", "+7", "some file.yaml"]),
    ],
)
def test_an_editor_gets_the_line_in_its_own_way(
    monkeypatch: pytest.MonkeyPatch, editor: str, command: list[str]
) -> None:
    where = FileLocation("some file.yaml", 7, 3)
    monkeypatch.setenv("EDITOR", editor)
    assert editor_command(where) == command
    monkeypatch.setenv("EDITOR", "other")
    monkeypatch.setenv("VISUAL", editor)
    assert editor_command(where) == command


@pytest.mark.parametrize("editor", ["", "  "])
def test_no_editor_is_no_command(monkeypatch: pytest.MonkeyPatch, editor: str) -> None:
    monkeypatch.setenv("EDITOR", editor)
    assert editor_command(FileLocation("file.yaml", 1, 1)) is None


def test_a_finding_about_a_whole_file_opens_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "vi")
    assert editor_command(FileLocation("file.yaml", 0, 0)) == ["vi", "+1", "file.yaml"]


@pytest.mark.parametrize(
    ("keys", "name", "words"),
    [
        (("n", "n"), f"quotes/{GAZETTE}.yaml", "- id: q3"),
        ((), f"articles/{GAZETTE}.yaml", "headline:"),
        (("2", "n"), f"quotes/{GAZETTE}.yaml", "- id: q3"),
        (("3", "h"), "inspections/2012-roof.yaml", "- area: overall"),
        (("3", "j"), "inspections/2021-roof.yaml", "- area: management"),
        (("3", "h", "G"), "inspections/2012-roof.yaml", "title:"),
    ],
)
async def test_e_opens_the_yaml_of_what_is_chosen_at_its_line(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], name: str, words: str
) -> None:
    folder.remove("articles/newsletter-undated.yaml")
    folder.remove("quotes/newsletter-undated.yaml")
    monkeypatch.setenv("EDITOR", "pen")
    ran: list[list[str]] = []
    monkeypatch.setattr("medway_tui.tui.external.run_editor", lambda app, command: ran.append(command))
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        await opened.press(*keys, "e")
    dossier.close()
    line = line_and_column(folder.read(name), words)[0]
    assert ran == [["pen", f"+{line}", str(folder.path(name))]]


async def test_e_without_an_editor_says_what_to_set_and_where_the_place_is(shipped: Dossier) -> None:
    async with open_reader(shipped) as opened:
        await opened.press("n", "e")
        quotes = ROOT / "content" / "quotes" / "bbc-2019-08-27.yaml"
        line = line_and_column(quotes.read_text(encoding="utf-8"), "- id: q1")[0]
        assert opened.toast_messages() == [
            f"Set EDITOR to the name of your editor. The place is {quotes}:{line}"
        ]


async def test_what_was_changed_in_the_editor_is_shown_at_the_same_place(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "pen")

    def change(app: object, command: list[str]) -> None:
        folder.change(f"articles/{GAZETTE}.yaml", "all of them", "every one of them")
        folder.change(f"quotes/{GAZETTE}.yaml", "cue: said\n  type: mixed", "cue: answered\n  type: mixed")

    monkeypatch.setattr("medway_tui.tui.external.run_editor", change)
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, size=(120, 20)) as opened:
        await opened.press("2", "1")
        await opened.open(GAZETTE)
        await opened.press("n", "n", "n", "space", "k")
        before = opened.lines("#text")[0]
        chosen = opened.article.chosen
        await opened.press("e")
        assert opened.lines("#text")[0] == before
        assert opened.article.chosen == chosen
        assert "every one of them" in opened.joined_text("#text")
        await opened.press("2", "f")
        await opened.type("question")
        assert "cue “answered”" in opened.joined_text("#context")
    dossier.close()


@pytest.mark.parametrize(
    ("editor", "said"),
    [("no-such-editor", "The editor can't be opened from here")],
)
async def test_an_editor_that_can_not_be_run_is_reported(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch, editor: str, said: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    async with open_reader(shipped) as opened:
        await opened.press("e")
        assert opened.toast_messages() == [said]
