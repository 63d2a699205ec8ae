"""Importing originals: every annotation is on the right block, however the page was saved."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from medway_tui.importing import Importer, ImportOptions, ImportResult, undo_import
from medway_tui.index.articles import get_article, list_paragraphs
from medway_tui.index.indexed_files import article_blocks
from medway_tui.index.quotes import article_quotes
from medway_tui.saved_pages import ReadOptions
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.text import FOLDED_MARKS
from tests import fixtures_pier as pier


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "pier"
    pier.write(made)
    return made


def import_text(roots: list[Path], text: str, name: str = "saved.txt", **options: object) -> ImportResult:
    importer = Importer(roots)
    try:
        return importer.import_file(name, text.encode(), ReadOptions(), ImportOptions(**options))  # type: ignore[arg-type]
    finally:
        importer.close()


def block_texts(root: Path, article_id: str = pier.ID) -> list[str]:
    dossier = open_dossier([root])
    found = [row.text for row in list_paragraphs(dossier.index, article_id)]
    dossier.close()
    return found


def quote_places(root: Path) -> dict[str, int | None]:
    """Return the paragraph of each quotation's words."""
    dossier = open_dossier([root])
    rows = dossier.index.rows("SELECT exact, paragraph, start FROM quote")
    found = {exact: paragraph if start is not None else None for exact, paragraph, start in rows}
    dossier.close()
    return found


def fold_marks(text: str) -> str:
    return text.translate(FOLDED_MARKS)


def finding_codes(root: Path) -> list[str]:
    own = open_dossier([root])
    roots = own.roots
    own.close()
    return [finding.code for finding in check_dossier(roots)[1]]


def curly_marks(text: str) -> str:
    return re.sub(r'"([^"]*)"', r"“\1”", text).replace("'", "’")


def as_page(text: str) -> str:
    body = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    return f"<!doctype html><html><body><nav>Home</nav><article>{body}</article></body></html>"


def join_paragraphs(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(
        [*lines[:6], " ".join(lines[6:8]), " ".join(lines[8:10]), " ".join(lines[10:12]), *lines[12:]]
    )


CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "without its first lines": lambda text: "\n".join(text.splitlines()[6:]),
    "without its last lines": lambda text: "\n".join(text.splitlines()[:-2]),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no line ends at the end": lambda text: text.rstrip(),
    "other marks": curly_marks,
    "paragraphs joined": join_paragraphs,
    "all on one line": lambda text: " ".join(text.split()),
    "sentences on lines of their own": lambda text: re.sub(r"(?<=[.]) (?=[A-Z])", "\n", text),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "wrapped": lambda text: "\n\n".join(textwrap.fill(line, 60) for line in text.splitlines()),
    "a page": as_page,
    "captions marked otherwise": lambda text: text.replace("Image caption,", "").replace(
        "The pier at low", "Low"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_everything_is_on_its_block_however_it_was_saved(root: Path, change: str) -> None:
    outcome = import_text([root], CHANGES[change](pier.ORIGINAL))
    assert outcome.id == pier.ID
    assert outcome.unplaced_count == 0
    assert list(map(fold_marks, block_texts(root)[1:])) == list(map(fold_marks, pier.BLOCKS))
    assert quote_places(root) == {exact: paragraph for paragraph, exact, _, _ in pier.QUOTES}
    found = finding_codes(root)
    assert set(found) <= {"A304"}, found


@pytest.mark.parametrize("number", range(1, len(pier.BLOCKS) + 1))
def test_a_block_of_which_a_word_was_changed_keeps_its_place(root: Path, number: int) -> None:
    block = pier.BLOCKS[number - 1]
    word = {4: "left", 6: "Piles:", 7: "it", 9: "Nobody"}.get(number, block.split()[0])
    edited = block.replace(word, "Verily", 1)
    import_text([root], pier.ORIGINAL.replace(block, edited))
    contents = block_texts(root)
    assert contents[number] == edited
    assert contents[1:number] + contents[number + 1 :] == pier.BLOCKS[: number - 1] + pier.BLOCKS[number:]


def test_blocks_of_which_all_are_changed_are_found_by_what_the_account_keeps(root: Path) -> None:
    text = "\n".join(f"{line} Verily" if len(line) > 40 else line for line in pier.ORIGINAL.splitlines())
    outcome = import_text([root], text)
    assert outcome.id == pier.ID
    assert quote_places(root) == {exact: paragraph for paragraph, exact, _, _ in pier.QUOTES}


@pytest.mark.parametrize("gone", range(1, len(pier.BLOCKS) + 1))
def test_a_block_that_the_copy_lacks_is_reported_and_moves_no_other(root: Path, gone: int) -> None:
    block = pier.BLOCKS[gone - 1]
    outcome = import_text([root], pier.ORIGINAL.replace(f"{block}\n", "", 1))
    contents = block_texts(root)
    assert contents[1:gone] + contents[gone + 1 :] == pier.BLOCKS[: gone - 1] + pier.BLOCKS[gone:]
    assert contents[gone] == f"[Block {gone} of the article is not in the copy that was imported.]"
    adrift = {exact for paragraph, exact, _, _ in pier.QUOTES if paragraph == gone}
    assert {exact for exact, where in quote_places(root).items() if where is None} == adrift
    assert f"not in this copy: block {gone}" in outcome.lines
    expected = len(adrift) + sum(paragraph == gone for paragraph, _ in pier.EVIDENCE)
    assert outcome.unplaced_count == expected
    # A warning, not an error.
    assert finding_codes(root) == ["A305"] * expected


def test_what_is_left_out_is_reported_with_why(root: Path) -> None:
    lines = "\n".join(import_text([root], pier.ORIGINAL).lines)
    assert "left out, line 1: More on the Saltmere Tribune" in lines
    assert "left out, line 10: The pier at low tide (it is none of the account's blocks)" in lines
    assert "left out, line 6: The pier lost its roof in the storm of January 9 (a caption)" in lines
    assert "left out, line 18: Related internet links (links)" in lines


def test_only_three_keys_are_written_and_no_quotes(root: Path, own_home: Path) -> None:
    outcome = import_text([root], pier.ORIGINAL)
    (path,) = outcome.written_paths
    assert path.parent.parent.name == "saltmere-pier"
    keys = re.findall(r"(?m)^(\w+):", path.read_text(encoding="utf-8"))
    assert keys == ["kind", "accessed", "paragraphs"]
    assert not (path.parent.parent / "quotes").exists()
    dossier = open_dossier([root])
    row = get_article(dossier.index, pier.ID)
    assert row is not None
    assert (row.kind, row.headline) == ("original", "Saltmere's pier shuts 'for good' after storm")
    dossier.close()


def test_an_original_goes_into_the_upper_of_two_folders_that_are_named(root: Path, tmp_path: Path) -> None:
    upper = tmp_path / "upper"
    upper.mkdir()
    (path,) = import_text([root, upper], pier.ORIGINAL).written_paths
    assert path == upper / f"articles/{pier.ID}.yaml"
    assert [each.code for each in check_dossier([root, upper])[1]] == []


def test_a_quotation_without_annotation_is_proposed_and_not_written(root: Path) -> None:
    quotes = root / f"quotes/{pier.ID}.yaml"
    text = quotes.read_text(encoding="utf-8")
    start = text.index("- id: q2")
    quotes.write_text(text[:start] + text[text.index("- id: q3") :], encoding="utf-8")
    before = quotes.read_bytes()
    outcome = import_text([root], pier.ORIGINAL)
    proposals = [line for line in outcome.lines if line.startswith("proposal, block 2")]
    assert len(proposals) == 1
    assert "I've walked on that pier" in proposals[0]
    assert quotes.read_bytes() == before


def test_an_original_is_known_by_its_address_too(root: Path) -> None:
    page = as_page("\n".join(f"{line} Verily so" for line in pier.BLOCKS)).replace(
        "<body>",
        '<head><link rel="canonical" href="http://tribune.example/news/pier-shuts/?x=1"></head><body>',
    )
    outcome = import_text([root], page, "page.html")
    assert "its address" in outcome.summary
    assert outcome.id == pier.ID


def test_another_article_is_no_original(root: Path) -> None:
    text = (pier.SAVED / "brackwater.txt").read_text(encoding="utf-8")
    outcome = import_text([root], text)
    assert outcome.id == "brackwater-post-2024-05-14"


def test_a_later_article_that_repeats_two_paragraphs_is_no_original(root: Path) -> None:
    own = [
        f"Sentence {n} of a later article tells of something else that nobody had heard." for n in range(12)
    ]
    text = "\n".join(["The pier again in court", *own[:6], *blocks_numbered(1, 10), *own[6:]])
    outcome = import_text([root], text, metadata={"publisher": "Saltmere Tribune"})
    assert outcome.id.startswith("saltmere-tribune-the-pier")


def blocks_numbered(*numbers: int) -> list[str]:
    return [pier.BLOCKS[number - 1] for number in numbers]


def test_a_second_import_changes_nothing(root: Path) -> None:
    (path,) = import_text([root], pier.ORIGINAL).written_paths
    before = path.read_bytes()
    assert import_text([root], pier.ORIGINAL).written_paths == []
    assert import_text([root], pier.ORIGINAL, update=True).written_paths == []
    assert path.read_bytes() == before


def test_another_copy_replaces_one_only_on_request(root: Path) -> None:
    part = "\n".join(pier.ORIGINAL.splitlines()[:14])
    (path,) = import_text([root], part).written_paths
    before = path.read_bytes()
    with pytest.raises(DossierError, match="has another copy already"):
        import_text([root], pier.ORIGINAL)
    assert path.read_bytes() == before
    import_text([root], pier.ORIGINAL, update=True)
    assert block_texts(root)[1:] == pier.BLOCKS


def test_a_persons_own_keys_stay(root: Path) -> None:
    own = own_folder_of(root)
    path = own / f"articles/{pier.ID}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\nauthor: A. Writer # asked her\n", encoding="utf-8")
    import_text([root], pier.ORIGINAL)
    assert path.read_text(encoding="utf-8").startswith(
        "# mine\nauthor: A. Writer # asked her\nkind: original\n"
    )
    undo_import([root], pier.ID)
    assert path.read_text(encoding="utf-8") == "# mine\nauthor: A. Writer # asked her\n"


def test_paragraphs_that_a_person_wrote_are_not_written_over(root: Path) -> None:
    path = own_folder_of(root) / f"articles/{pier.ID}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("kind: original\nparagraphs:\n  - Mine.\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DossierError, match="does not overwrite"):
        import_text([root], pier.ORIGINAL, update=True)
    assert path.read_bytes() == before


def test_undo_reverts_it_and_reports_edits(root: Path) -> None:
    (path,) = import_text([root], pier.ORIGINAL).written_paths
    path.write_text(path.read_text(encoding="utf-8").replace("Deck: all", "Deck: most"), encoding="utf-8")
    with pytest.raises(DossierError, match="edited since"):
        undo_import([root], pier.ID)
    assert "Deck: most" in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Deck: most", "Deck: all"), encoding="utf-8")
    undo_import([root], pier.ID)
    assert not path.exists()
    assert block_texts(root)[1:] == pier.ACCOUNT
    with pytest.raises(DossierError, match="no import of"):
        undo_import([root], pier.ID)


def own_folder_of(root: Path) -> Path:
    dossier = open_dossier([root])
    own = dossier.roots[-1]
    dossier.close()
    return own


def test_the_three_originals_fit_under_the_shipped_annotations(shared: Path) -> None:
    importer = Importer([])
    for path in sorted((shared / "articles").glob("*.txt")):
        outcome = importer.import_file(path.name, path.read_bytes(), ReadOptions(), ImportOptions())
        assert outcome.unplaced_count == 0
        assert outcome.plan is not None
        assert outcome.plan.record.kind == "original"
    importer.close()
    assert check_dossier()[1] == []
    dossier = open_dossier([])
    ids = ["kentonline-2020-01", "kentonline-2019-09-04", "bbc-2019-08-27"]
    assert [len(each) - 1 for each in article_blocks(dossier.index, ids).values()] == [11, 23, 19]
    for name in ids:
        for quote in article_quotes(dossier.index, name):
            assert all(piece.span is not None for piece in quote.pieces)
    dossier.close()
