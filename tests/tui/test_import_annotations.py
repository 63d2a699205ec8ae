"""Importing annotations of other programs from inside the reader, from the path to the review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Static

from medway_tui.sync.dossier import open_dossier
from medway_tui.tui.add.annotation_dialog import AnnotationDialog, are_annotations
from medway_tui.tui.add.path_dialog import PathDialog
from medway_tui.tui.review.view import ReviewView
from tests.fixtures_library import GAZETTE, Folder
from tests.qda_makers import MadeDocument, MadeSelection, make_project
from tests.tui.reader_pilot import ReaderPilot, open_reader
from tests.tui.test_import_dialog import choose_path

URL = "https://gazette.example.org/roof"


def annotation(words: str) -> dict[str, object]:
    selector = [{"type": "TextQuoteSelector", "exact": words}]
    return {
        "id": words,
        "uri": URL,
        "user": "acct:ida@h",
        "text": "[b]Why[/b]?",
        "target": [{"selector": selector}],
    }


@pytest.fixture
def coder(tmp_path: Path) -> Path:
    """Return a file of Hypothesis with an annotation that can be placed, and one that can't."""
    path = tmp_path / "coder.json"
    rows = [annotation("buckets stand on every landing"), annotation("no such words")]
    path.write_text(json.dumps({"rows": rows, "total": 2}), encoding="utf-8")
    return path


def shown(opened: ReaderPilot) -> str:
    """Return the text of the dialog."""
    return str(opened.screen.query_one(".text", Static).content)


async def preview(opened: ReaderPilot, path: Path) -> None:
    await choose_path(opened, path)
    await opened.wait_until(lambda: isinstance(opened.screen, AnnotationDialog))
    await opened.wait_until(lambda: "Reading" not in shown(opened))


async def test_annotations_are_previewed_imported_and_reviewed(folder: Folder, coder: Path) -> None:
    before = folder.read(f"quotes/{GAZETTE}.yaml")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, (120, 40)) as opened:
        await preview(opened, coder)
        text = shown(opened)
        assert "coder.json: 1 new draft in 1 article, 1 not placed" in text
        assert "“buckets stand on every landing”\n       ida: [b]Why[/b]?" in text
        assert (
            f"these words are not in the account, which has only the direct speech word for word ({GAZETTE})"
            in text
        )
        assert folder.read(f"quotes/{GAZETTE}.yaml") == before
        await opened.press("enter")
        await opened.wait_until(lambda: folder.read(f"quotes/{GAZETTE}.yaml") != before)
        # Something was not placed: the dialog stays until that is read.
        await opened.settle()
        assert isinstance(opened.screen, AnnotationDialog)
        await opened.press("enter")
        await opened.wait_until(lambda: isinstance(opened.screen, ReviewView))
        await opened.settle()
        assert "0 of 1 reviewed" in "\n".join(opened.lines())
        assert "buckets stand on every landing" in "\n".join(opened.lines())
    dossier.close()


async def test_a_project_of_a_coding_program_is_imported_too(folder: Folder, tmp_path: Path) -> None:
    words = "buckets stand on every landing"
    document = MadeDocument(GAZETTE, f"Surveyors came, and {words}.", (MadeSelection(words, ("Ida",)),))
    path = tmp_path / "coded.qdpx"
    path.write_bytes(make_project([document]))
    before = folder.read(f"quotes/{GAZETTE}.yaml")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, (120, 40)) as opened:
        await preview(opened, path)
        assert "coded.qdpx: 1 new draft in 1 article" in shown(opened)
        await opened.press("enter")
        await opened.wait_until(lambda: folder.read(f"quotes/{GAZETTE}.yaml") != before)
        await opened.wait_until(lambda: isinstance(opened.screen, ReviewView))
    dossier.close()


async def test_a_file_that_is_no_annotations_is_refused_with_the_reason(
    folder: Folder, tmp_path: Path
) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"target": 1}', encoding="utf-8")
    dossier = open_dossier([folder.root])
    async with open_reader(dossier, (120, 40)) as opened:
        await preview(opened, path)
        assert "✗ other.json: this JSON has no annotations" in shown(opened)
        await opened.press("enter")
        assert isinstance(opened.screen, AnnotationDialog)
        await opened.press("backspace")
        await opened.wait_until(lambda: isinstance(opened.screen, PathDialog))
    dossier.close()


def test_files_of_annotations_are_told_from_saved_articles_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "brat").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "brat" / "a.ann").write_text("")
    (tmp_path / "pages" / "a.html").write_text("")
    assert are_annotations([str(tmp_path / "brat"), "x.JSON", "y.jsonld"])
    assert not are_annotations([str(tmp_path / "pages")])
    assert not are_annotations(["x.json", "page.html"])
    assert not are_annotations([])
    feed = tmp_path / "feed.json"
    feed.write_text('{"version": "https://jsonfeed.org/version/1.1", "title": "target", "items": []}')
    assert not are_annotations([str(feed)])
