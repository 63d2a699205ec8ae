"""The documents' examples and links are right."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from medway_tui.export.dataset.registry import DATASET_FORMATS
from medway_tui.export.formats import CITING_FORMATS, REPORT_FORMATS
from medway_tui.index.articles import list_articles
from medway_tui.index.query_language import Query
from medway_tui.index.quotes import find_quotes
from medway_tui.model.finding_codes import CODES
from medway_tui.sync.dossier import open_dossier
from tests.conftest import ROOT
from tests.process_helpers import run_program

CONTENT = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
FILE = re.compile(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)


def walk(folder: Path, *, page: str = CONTENT.partition("## Articles and paragraphs")[0]) -> Path:
    """Write the dossier from the page on the format."""
    for name, text in FILE.findall(page):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_walk_through_a_new_article_passes_the_check_as_the_page_says(tmp_path: Path) -> None:
    folder = walk(tmp_path / "bandstand")
    result = run_program("check", folder.name, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")
    assert f"$ medway-tui check bandstand\n{result.stderr}" in CONTENT


def test_every_file_on_the_page_passes_the_check(tmp_path: Path) -> None:
    result = run_program("check", walk(tmp_path, page=CONTENT))
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.startswith("11 files read")


def test_the_walk_opens_with_its_two_quotations(tmp_path: Path) -> None:
    dossier = open_dossier([walk(tmp_path / "bandstand")])
    assert [row.headline for row in list_articles(dossier.index)] == ["Bandstand to stay shut until autumn"]
    said, _ = find_quotes(dossier.index, Query())
    assert [(quote.display_name, quote.paragraph) for quote in said] == [
        ("Mary Quillfeather", 2),
        ("Tom Underbough", 3),
    ]


def test_the_page_of_checks_is_made_from_the_codes() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "checks_page.py"))["page"]()
    assert made == (ROOT / "docs" / "checks.md").read_text(encoding="utf-8"), "run: make docs"
    assert all(f"| {code} |" in made for code in CODES)


def test_what_documents_link_to_is_there() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_format_is_in_the_table_of_formats_with_all_that_it_says() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    _, _, section = page.partition("## Which program reads which\n")
    head, _, *rows = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("|")]
    columns = len(head.split(" | "))
    cells = {row.split("`")[1]: row.strip("| ").split(" | ") for row in rows}
    assert set(cells) == {*REPORT_FORMATS, *CITING_FORMATS, *DATASET_FORMATS}
    for name, said in cells.items():
        assert len(said) == columns == 6, name
        assert all(said), name
        # The program that was tried has a version.
        assert re.search(r"\d\.\d|\d\d", said[2]), name
        assert re.match("code points|no positions", said[4]), name
