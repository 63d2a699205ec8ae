"""An article saved again is recognised; an update shows the difference."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.importing import Importer, ImportOptions
from medway_tui.importing.options import ExistingArticleError
from medway_tui.saved_pages import ReadOptions
from tests.article_pairs import LIDO, PAIRS, Page, Pair, edited


def make_dossier(folder: Path) -> Path:
    folder.mkdir()
    (folder / "dossier.yaml").write_text("id: pairs\ntitle: Pairs\nlanguage: en-GB\n")
    return folder


def recognises(pair: Pair, folder: Path, *, same_run: bool) -> bool:
    """Return whether the second page of a pair is recognised as the first."""
    root = make_dossier(folder)
    importer = Importer([root])
    importer.import_file("first.html", pair.first.html().encode(), ReadOptions(), ImportOptions())
    if not same_run:
        importer.close()
        importer = Importer([root])
    try:
        importer.import_file(
            "second.html", f"{pair.second.html()}<!-- 2 -->".encode(), ReadOptions(), ImportOptions()
        )
    except ExistingArticleError:
        return True
    finally:
        importer.close()
    return False


def test_the_pairs_are_forty() -> None:
    assert len(PAIRS) == 40
    assert 19 <= sum(pair.is_same for pair in PAIRS) <= 21


@pytest.mark.parametrize("same_run", [True, False])
def test_precision_and_recall_on_forty_pairs(tmp_path: Path, same_run: bool) -> None:
    found = {
        pair.name: recognises(pair, tmp_path / str(n), same_run=same_run) for n, pair in enumerate(PAIRS)
    }
    missed = [pair.name for pair in PAIRS if pair.is_same and not found[pair.name]]
    wrong = [pair.name for pair in PAIRS if not pair.is_same and found[pair.name]]
    assert (missed, wrong) == ([], [])


def update(root: Path, page: Page, *options: str) -> Result:
    path = root.parent / "page.html"
    path.write_text(page.html())
    return CliRunner().invoke(
        cli, ["import", "--content", str(root), str(path), *options], catch_exceptions=False
    )


CHANGED = LIDO._replace(
    headline="Lido repairs to cost three times as much",
    paragraphs=edited(LIDO, (7, "A decision is expected on 28 March."), add="The gallery will be open."),
)


def test_an_update_shows_what_changes_as_a_diff(tmp_path: Path) -> None:
    root = make_dossier(tmp_path / "dossier")
    update(root, LIDO)
    before = {path: path.read_bytes() for path in root.rglob("*.yaml")}
    refused = update(root, CHANGED)
    assert "is in the dossier already: wrenmouth-post-2024-03-05" in refused.stderr
    assert "(by its address)" in refused.stderr
    dry = update(root, CHANGED, "--update", "--dry-run")
    assert {path: path.read_bytes() for path in root.rglob("*.yaml")} == before
    done = update(root, CHANGED, "--update")
    for result in (dry, done):
        lines = result.stdout.splitlines()
        assert "--- articles/wrenmouth-post-2024-03-05.yaml" in lines
        assert "+++ articles/wrenmouth-post-2024-03-05.yaml" in lines
        removed = [line[1:].strip(" -") for line in lines if line.startswith("-") and line[:3] != "---"]
        added = [line[1:].strip(" -") for line in lines if line.startswith("+") and line[:3] != "+++"]
        assert removed == [
            "headline: Lido repairs will cost twice as much, council told",
            "A decision is expected at the full council's meeting on 21 March.",
        ]
        assert added == [
            "headline: Lido repairs to cost three times as much",
            "A decision is expected on 28 March.",
            ">",
            "The gallery will be open.",
        ]
    assert "\x1b[" not in dry.stdout + done.stdout
    assert "diff" not in update(root, CHANGED, "--update").stdout


def test_a_diff_is_coloured_where_colours_are_on(tmp_path: Path) -> None:
    root = make_dossier(tmp_path / "dossier")
    update(root, LIDO)
    done = update(root, CHANGED, "--update", "--color", "always")
    assert re.search("\x1b\\[32m\\+ *(- )?The gallery will be open.\x1b\\[0m", done.stdout)
    assert "\x1b[31m-headline: Lido repairs will cost" in done.stdout


def test_an_article_of_a_lower_folder_is_not_doubled_by_an_update(tmp_path: Path) -> None:
    lower = make_dossier(tmp_path / "lower")
    update(lower, LIDO)
    upper = tmp_path / "upper"
    upper.mkdir()
    path = tmp_path / "page.html"
    path.write_text(CHANGED.html())
    arguments = ["--content", str(lower), "import", "--content", str(upper), str(path), "--update", "--new"]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 1
    assert "it is in another folder of the dossier: name that with --content" in done.stderr
    assert list(upper.rglob("*.yaml")) == []
