"""Reviewing drafts by keys: what each key changes in the file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from medway_tui.model.locations import Span
from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.review.span_edit import move_edge
from medway_tui.tui.review.view import ReviewView
from medway_tui.tui.view_commands import GLOBAL_COMMANDS, OPEN_REVIEW
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.tui.reader_pilot import ReaderPilot, open_reader

QUOTES = f"quotes/{GAZETTE}.yaml"


@pytest.fixture
def drafted(folder: Folder) -> Folder:
    mark_drafts(folder)
    return folder


@asynccontextmanager
async def reviewing(
    folder: Folder,
    *,
    live: bool = False,
    size: tuple[int, int] = (120, 40),
    keys: tuple[str, ...] = ("d", "s", "g"),
) -> AsyncIterator[ReaderPilot]:
    """Open a folder's drafts in Review; in the order of the text, but for other keys."""
    dossier = open_dossier([folder.root])
    try:
        async with open_reader(dossier, size, live=live) as opened:
            await opened.press(*keys)
            assert isinstance(opened.screen, ReviewView)
            yield opened
    finally:
        dossier.close()


def at(opened: ReaderPilot) -> str | None:
    """Return the entry at the cursor."""
    value = opened.rows("#list").value
    return value[1] if value else None


async def test_enter_confirms_and_continues(drafted: Folder) -> None:
    before = drafted.read(QUOTES)
    async with reviewing(drafted) as opened:
        assert at(opened) == "q2"
        await opened.press("n", "enter")
        assert at(opened) == "q4"
        assert drafted.read(QUOTES) == before.replace("  draft: 0.97\n", "")
        assert "3 drafts" in opened.lines()[0]


async def test_confirming_all_of_them_passes_the_strict_check(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        opened.send(*["enter"] * 4)  # as quickly as can be, without a wait for the index
        await opened.settle()
        assert "No more drafts" in opened.text("#list")
        assert "d Drafts" not in opened.lines()[-1]
    assert drafted.findings() == []


async def test_the_speaker_is_chosen_from_those_of_the_article_first(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "w")
        listed = opened.joined_text("RowList")
        assert (
            listed.index("In this article") < listed.index("Quay Residents’ Group") < listed.index("Others")
        )
        await opened.type("quay")
        await opened.press("enter")
        assert "Quay Residents’ Group ✎ was Mary Okafor" in opened.joined_text("#context")
        assert "speaker: quay-residents\n  attribution: Council leader" not in drafted.read(QUOTES)
        await opened.press("enter")
        assert "speaker: quay-residents\n  attribution: Council leader" in drafted.read(QUOTES)
        assert at(opened) == "q4"


async def test_somebody_new_is_added_to_the_people_and_undone_with_it(drafted: Folder) -> None:
    people, quotes = drafted.read("people.yaml"), drafted.read(QUOTES)
    async with reviewing(drafted) as opened:
        await opened.press("n", "w")
        await opened.type("Zora Brook")
        await opened.press("enter", "enter")
        assert drafted.read("people.yaml").startswith(people)
        assert "name: Zora Brook" in drafted.read("people.yaml")
        assert "speaker: zora-brook" in drafted.read(QUOTES)
        await opened.press("u")
        assert (drafted.read("people.yaml"), drafted.read(QUOTES)) == (people, quotes)
        assert at(opened) == "q3"


async def test_a_new_organisation_is_one(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "w")
        await opened.type("Harbour Trust")
        await opened.press("down", "enter", "enter")
    assert "name: Harbour Trust" in drafted.read("organisations.yaml")
    assert "Harbour Trust" not in drafted.read("people.yaml")
    assert not [finding for finding in drafted.check() if finding.severity == "error"]


async def test_the_speaker_of_a_piece_is_that_of_the_whole(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "n", "n", "w")
        await opened.type("ashdown")
        await opened.press("enter", "enter")
    assert drafted.read(QUOTES).count("speaker: tom-ashdown") == 2


async def test_a_second_speaker_makes_a_joint_statement(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "W")
        await opened.type("quay")
        await opened.press("enter")
        assert "Mary Okafor and Quay Residents’ Group ✎ was Mary Okafor" in opened.joined_text("#context")
        await opened.press("enter")
        assert "speakers: [mary-okafor, quay-residents]" in drafted.read(QUOTES)
        await opened.press("u")
        assert "speakers:" not in drafted.read(QUOTES)
    assert not [finding for finding in drafted.check() if finding.severity == "error"]


async def test_the_words_grow_and_shrink_and_stay_those_of_the_text(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "left", "left")
        assert "✎ corrected" in opened.text("#context")
        await opened.press("shift+right", "enter")
        text = drafted.read(QUOTES)
        assert "We were told in 2012 [sic] and we did nothing. I am sorry for that." not in text
        assert "were told in 2012 [sic] and we did nothing. I am sorry for" in text
    # The first word is still in marks and in no entry: the finding says so.
    assert sorted(f.split()[1] for f in drafted.findings()) == ["D406", "D412", "D412", "D412"]


async def test_words_stay_within_their_paragraph(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press(*["l"] * 12, *["H"] * 12)
        assert opened.toast_messages()[-1] == "No more words in this paragraph"
        await opened.press("enter")
    assert (
        "Surveyors call the roof of the Riverside library “poor”, and buckets stand on every landing"
        in " ".join(drafted.read(QUOTES).split())
    )


async def test_the_type_turns_and_none_removes_the_speaker(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "T", "T")
        assert "type: none ✎ was direct" in opened.joined_text("#context")
        await opened.press("enter")
    entry = drafted.read(QUOTES).split("- id: ")[3]
    assert "type: none" in entry
    assert "speaker" not in entry
    assert "cue" not in entry


async def test_a_drop_removes_the_entry_and_undo_brings_it_back_to_the_byte(drafted: Folder) -> None:
    before = drafted.read(QUOTES)
    async with reviewing(drafted) as opened:
        await opened.press("n", "n", "r")
        assert "id: q4" not in drafted.read(QUOTES)
        assert at(opened) == "q6"
        await opened.press("u")
        assert drafted.read(QUOTES) == before
        assert at(opened) == "q4"
        await opened.press("u")
        assert opened.toast_messages()[-1] == "Nothing to undo"


async def test_corrections_are_written_when_one_goes_elsewhere_and_it_is_a_draft_still(
    drafted: Folder,
) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "T", "n")
        assert drafted.read(QUOTES).split("- id: ")[3].endswith("type: mixed\n  draft: 0.97\n")
        await opened.press("T", "1")
        assert "type: none\n  draft: 0.4\n" in drafted.read(QUOTES)
        await opened.press("d", "T")
    assert "  draft: 0.4\n" in drafted.read(QUOTES)


async def test_keys_that_come_quickly_mean_the_draft_that_the_cursor_is_on(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        opened.send("n", "T", "j", "l", "n", "enter")
        await opened.settle()
    entries = drafted.read(QUOTES).split("- id: ")
    assert "type: none\n  note" in entries[2]
    assert "type: mixed\n  draft: 0.97" in entries[3]
    assert "draft: 0.4" in entries[4]
    assert "draft" not in entries[6]


async def test_esc_forgets_what_is_corrected(drafted: Folder) -> None:
    before = drafted.read(QUOTES)
    async with reviewing(drafted) as opened:
        await opened.press("n", "T", "l", "escape", "n")
        assert "✎" not in opened.text()
    assert drafted.read(QUOTES) == before


async def test_what_somebody_else_has_changed_meanwhile_is_never_written_over(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        theirs = drafted.read(QUOTES).replace("exact: beyond patching", "exact: beyond any patching")
        drafted.write(QUOTES, theirs)
        await opened.press("n", "enter")
        assert drafted.read(QUOTES) == theirs
        assert "was changed by another program meanwhile" in opened.toast_messages()[-1]
        # It is reloaded, and can be decided then.
        await opened.press("enter")
        assert drafted.read(QUOTES) == theirs.replace("  draft: 0.97\n", "")


async def test_undo_leaves_what_was_changed_since(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("enter")
        drafted.append(QUOTES, "# Mine.\n")
        theirs = drafted.read(QUOTES)
        await opened.press("u")
        assert drafted.read(QUOTES) == theirs
        assert "can't be undone" in opened.toast_messages()[-1]


async def test_a_file_that_may_not_be_written_is_named(
    drafted: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(drafted.path(QUOTES)))

    monkeypatch.setattr("medway_tui.authoring.entries.replace_file", refuse)
    before = drafted.read(QUOTES)
    async with reviewing(drafted) as opened:
        await opened.press("enter")
        assert "can't be written: permission denied" in opened.toast_messages()[-1]
        assert at(opened) == "q2"
    assert drafted.read(QUOTES) == before


async def test_what_came_with_the_program_is_only_read(
    drafted: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = drafted.root.rename(drafted.root.with_name("shipped"))
    monkeypatch.setattr("medway_tui.authoring.review.shipped_content", lambda: shipped)
    async with reviewing(Folder(shipped)) as opened:
        await opened.press("enter")
        assert "came with the program and is not written to" in opened.toast_messages()[-1]


async def test_words_that_are_adrift_can_not_be_confirmed(drafted: Folder) -> None:
    drafted.change(QUOTES, "exact: out of the question", "exact: out of all question")
    async with reviewing(drafted) as opened:
        while at(opened) != "q4":
            await opened.press("n")
        assert "adrift" in opened.text("#context")
        await opened.press("enter")
        assert "they can't be confirmed" in opened.toast_messages()[-1]
        await opened.press("r")
    assert "id: q4" not in drafted.read(QUOTES)


async def test_those_of_which_the_program_is_not_sure_come_first(drafted: Folder) -> None:
    async with reviewing(drafted, keys=("d",)) as opened:
        order = []
        for _ in range(4):
            order.append(at(opened))
            await opened.press("n")
        assert order == ["q2", "q4", "q6", "q3"], "0.8, 0.4, 0.35, then 0.97"
        await opened.press("s", "g", "n")
        assert at(opened) == "q3"


async def test_drafts_are_marked_in_read_and_quotes_and_what_is_copied(drafted: Folder) -> None:
    async with reviewing(drafted) as opened:
        await opened.press("n", "tab", "enter")
        assert "┊" in opened.text("#text")
        assert "3 quotations are drafts, marked ┊" in opened.joined_text("#text")
        assert "draft ¶3" in opened.text("#quotes")
        assert "d Drafts 4" in opened.lines()[0]
        await opened.press("y")
        assert "[draft, not confirmed]" in opened.clipboard
        await opened.press("2")
        assert "6 quotes · 3 drafts" in opened.lines()[0]
        await opened.press("backspace", "backspace")
        assert at(opened) == "q3"


async def test_without_drafts_nothing_speaks_of_them(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    async with open_reader(dossier) as opened:
        assert "draft" not in opened.text().lower()
        await opened.press("d")
        assert opened.toast_messages()[-1] == "No drafts: every quotation is confirmed"
        await opened.press("?")
        assert "draft" not in opened.text().lower()
    dossier.close()


@pytest.mark.parametrize(
    ("before", "end", "step", "after"),
    [
        ("He called it “[a] roof”, twice.", True, 1, "He called it “[a roof]”, twice."),
        ("He called it “[a roof]”, twice.", True, 1, "He called it “[a roof”, twice]."),
        ("He called it “[a roof]”, twice.", True, -1, "He called it “[a] roof”, twice."),
        ("He called it “[a roof]”, twice.", False, 1, "He called it “a [roof]”, twice."),
        ("He called it “[a roof]”, twice.", False, -1, "He called [it “a roof]”, twice."),
        ("“[I know,]” she said.", True, -1, "“[I know],” she said."),
        ("It’s [it’s] fine", False, -1, "[It’s it’s] fine"),
        ("[roof]", True, -1, None),
        ("[roof]", True, 1, None),
        ("[roof]", False, 1, None),
        ("[roof]", False, -1, None),
    ],
)
def test_an_end_moves_by_a_word(before: str, end: bool, step: int, after: str | None) -> None:
    def parts(text: str) -> tuple[str, Span]:
        start, stop = text.index("["), text.index("]") - 1
        return text.replace("[", "").replace("]", ""), Span(1, start, stop)

    text, span = parts(before)
    made = move_edge(text, span, end=end, step=step)
    assert made == (parts(after)[1] if after else None)


async def test_help_and_palette_list_what_a_reviewer_can_do(drafted: Folder) -> None:
    async with reviewing(drafted, size=(160, 90)) as opened:
        commands = [
            command for command in (*ReviewView.VIEW_COMMANDS, *GLOBAL_COMMANDS) if command is not OPEN_REVIEW
        ]
        await opened.press("?")
        helped = opened.joined_text("RowList")
        for command in commands:
            assert f"{' '.join(command.key_labels())} {command.description}" in helped
        await opened.press("escape", ":")
        assert all(command.name in opened.text("RowList") for command in commands)
        await opened.press("escape", "1", "?")
        assert f"d {OPEN_REVIEW.description}" in opened.joined_text("RowList")
