"""Drafts are marked as drafts by every command and counted apart."""

from __future__ import annotations

from contextlib import closing

import pytest

from medway_tui.index.articles import count_contents
from medway_tui.index.names import speaker_choices
from medway_tui.index.quotes import article_pieces, article_quotes, count_drafts, find_drafts
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_output, command_records
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.process_helpers import run_program


@pytest.fixture
def drafted(folder: Folder) -> Folder:
    mark_drafts(folder)
    return folder


def test_each_draft_is_a_warning_so_strict_fails(drafted: Folder) -> None:
    assert [f.split()[1] for f in drafted.findings()] == ["D412"] * 4
    assert run_program("check", str(drafted.root)).returncode == 0
    assert run_program("check", "--strict", str(drafted.root)).returncode == 1


def test_drafts_are_counted_apart(drafted: Folder) -> None:
    dossier = open_dossier([drafted.root])
    assert count_contents(dossier.index)[:2] == (3, 6)
    assert count_drafts(dossier.index) == 4
    okafor = next(c for c in speaker_choices(dossier.index) if c.id == "mary-okafor")
    assert okafor.drafts == 2
    in_text = [draft.id for draft in find_drafts(dossier.index)]
    by_doubt = [draft.id for draft in find_drafts(dossier.index, unsure_first=True)]
    dossier.close()
    assert in_text == ["q2", "q3", "q4", "q6"]
    assert by_doubt == ["q2", "q4", "q6", "q3"]


def test_every_way_to_print_a_quotation_says_that_it_is_a_draft(drafted: Folder) -> None:
    assert "sorry for that.” [draft, not confirmed]" in command_output(drafted, "quotes", "sorry").replace(
        "\n", " "
    )
    markdown = command_output(drafted, "quotes", "sorry", "--format", "markdown")
    assert r"\[draft, not confirmed\]" in markdown
    assert "[draft, not confirmed]" in " ".join(
        command_output(drafted, "quotes", "sorry", "--format", "table").split()
    )
    assert "[draft" not in command_output(drafted, "quotes", "patching")
    assert command_output(drafted, "read", GAZETTE).count("This is a draft, not confirmed.") == 3


def test_the_note_of_a_draft_says_so_to_programs(drafted: Folder) -> None:
    drafted.change(f"quotes/{GAZETTE}.yaml", "  draft: 0.4\n", "  draft: 0.4\n  note: Mind the gap.\n")
    notes = {row["id"]: row["note"] for row in command_records(drafted, "quotes", f"in:{GAZETTE}")}
    assert notes == {
        "q1": None,
        "q3": "draft, not confirmed (0.97)",
        "q4": "draft, not confirmed (0.40): Mind the gap.",
        "q5": None,
        "q6": "draft, not confirmed (0.35)",
    }


def test_what_is_read_aloud_counts_drafts_apart(drafted: Folder) -> None:
    assert "8 paragraphs, 1 quotation, 3 drafts not confirmed." in command_output(drafted, "read", GAZETTE)


def test_lists_of_articles_and_people_name_the_drafts(drafted: Folder) -> None:
    quotes = {row["id"]: row["quotes"] for row in command_records(drafted, "articles")}
    assert quotes[GAZETTE] == 1
    assert "1 + 3 drafts" in command_output(drafted, "articles", "--format", "table")
    assert "Quotations: 1, and 2 drafts not confirmed\n" in command_output(
        drafted, "people", "okafor", "--format", "text"
    )


def test_an_unknown_speaker_is_called_the_same_in_every_view(folder: Folder) -> None:
    path = f"quotes/{GAZETTE}.yaml"
    folder.append(
        path,
        "- id: stranger\n  paragraph: 1\n  exact: The survey\n  speaker: ann-stranger\n"
        "  attribution: an inspector\n  type: mixed\n  draft: 0.5\n",
    )
    with closing(open_dossier([folder.root])) as dossier:
        index = dossier.index
        (draft,) = find_drafts(index)
        names = {
            draft.display_name,
            *(quote.display_name for quote in article_quotes(index, GAZETTE) if quote.id == draft.id),
            *(piece.display_name for piece in article_pieces(index, GAZETTE) if piece.id == draft.id),
        }
    assert names == {"an inspector"}
