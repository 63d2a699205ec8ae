"""The shortcuts of the YAML reader give the same values and findings as the check of every node."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from medway_tui.content.files import find_files
from medway_tui.content.loader import ContentLoader
from medway_tui.sync.indexer import LoadedArticle, load_article
from medway_tui.text import find_invisible
from medway_tui.yaml_io import nodes
from medway_tui.yaml_io.nodes import parse_document
from medway_tui.yaml_io.parse_errors import BASE_LOADER
from medway_tui.yaml_io.reader import is_ordinary_text, read_text
from tests.conftest import ROOT
from tests.fixtures_additions import ALL_FILES, write_additions
from tests.fixtures_library import Folder
from tests.fuzz_inputs import KINDS, VALUES, Change
from tests.test_benchmark_corpus import made
from tests.test_seeded_faults import DRESSES, write_faults


@contextmanager
def carefully() -> Iterator[None]:
    """Without any of the short cuts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "can_skip_checks", lambda _: False)
        patch.setattr(nodes, "TextLoader", BASE_LOADER)
        yield


def all_of(root: Path) -> tuple[list[LoadedArticle], Any, Any]:
    """Every article as rows, everything else as nouns, and what is wrong with that."""
    files = find_files([root])
    stems = ContentLoader(files).article_ids
    reading = ContentLoader([file for file in files if file.kind not in ("article", "quotes")], stems)
    about, *parts, table, councils = reading.load_core()
    listed: list[Any] = [each for part in (*parts, [table] if table else [], councils) for each in part]
    core = about and about.value, [(each.value, each.location) for each in listed]
    return [load_article([str(root)], stem, {}) for stem in stems], core, reading.findings


def assert_alike(root: Path) -> None:
    quick = all_of(root)
    with carefully():
        assert quick == all_of(root)


@pytest.mark.parametrize("dress", DRESSES)
def test_planted_faults_are_read_alike(tmp_path: Path, dress: str) -> None:
    folder = Folder(tmp_path / "planted")
    write_faults(folder, DRESSES[dress])
    assert_alike(folder.root)


def test_valid_dossiers_are_read_alike(tmp_path: Path, folder: Folder) -> None:
    made(tmp_path / "made", 5)
    for root in (folder.root, tmp_path / "made", ROOT / "content"):
        assert_alike(root)


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """One small dossier for all inputs: each puts back what it has changed."""
    return write_additions(tmp_path_factory.mktemp("quick") / "dossier")


@pytest.mark.parametrize("kind", ["mutated", "structure", "values", "entries"])
def test_whatever_is_in_a_file_is_read_alike(shared_folder: Folder, kind: str) -> None:
    @settings(max_examples=40, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(KINDS[kind])
    def alike(change: Change) -> None:
        try:
            for name, data in change.items():
                shared_folder.write(name, data)
            assert_alike(shared_folder.root)
        finally:
            for name in change:
                shared_folder.write(name, ALL_FILES[name])

    alike()


TRAPS = [
    *(
        '"\\e"',
        '"a\\u0301"',
        '"\\""',
        "'\\e'",
        "a\\e",
        '"a\\\n  b"',
        '"a\\  b"',
        "&a b",
        "R&B",
        "A & B",
        "*a",
    ),
    *(
        "!a b",
        "! a",
        "a!",
        "a !b",
        "a # b",
        "a #b",
        "#a",
        '"a #b"',
        "~",
        '"~"',
        "null",
        "{a: !b c}",
        "[&a b]",
    ),
    *("[a, !b]", "{a: 1, a: 2}", "{? a : b}", "{[a]: b}", "\u202ea", "a\u200bb", "e\u0301", "é", "“a”", "<<"),
    *("!!str a", "!!int 1", "|\n  a &b", ">-\n  a #b"),
]
"""Values that are traps, and such as look like them."""


@settings(max_examples=300, phases=[Phase.generate, Phase.shrink], deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(TRAPS), VALUES), max_size=4),
    st.sampled_from(["- {}\n", "{}: a\n", "a: {}\n"]),
)
@example(["!b"], "{}")
def test_traps_are_never_overlooked(values: list[str], shape: str) -> None:
    text = "".join(map(shape.format, values))
    document, findings = parse_document("a.yaml", text, b"")
    with carefully():
        other, told = parse_document("a.yaml", text, b"")
    assert (document.value, findings) == (other.value, told)


def test_usual_characters_can_be_neither_forbidden_nor_unseen_nor_composed(tmp_path: Path) -> None:
    met = 0
    for code in (*range(0xD800), *range(0xE000, sys.maxunicode + 1)):
        char = chr(code)
        if code > 127 and not is_ordinary_text(char):
            continue
        if is_ordinary_text(char) and not char.isspace():
            met += 1
            assert not find_invisible(char)
            assert unicodedata.normalize("NFC", f"e{char}a") == f"e{char}a"
            assert not unicodedata.combining(char)
    assert met > 30_000
    assert not any(map(is_ordinary_text, "\0\x1b\x7f\x85\xad\u0301\u200b\u2028\u202e\ufeff\ufffe\ud800"))
    file = tmp_path / "all.yaml"
    file.write_text(
        "".join(char for char in map(chr, range(0xD800)) if is_ordinary_text(char)), encoding="utf-8"
    )
    assert read_text(str(file))[2] == []
