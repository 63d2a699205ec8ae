"""What is read quickly is what a careful reading gives: node by node, with pydantic for every noun."""

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

from medway_tui.content import making
from medway_tui.content.json_schema import MODELS
from medway_tui.content.loader import ContentLoader
from medway_tui.content.schema import get_adapter
from medway_tui.sync.loaded_article import LoadedArticle, load_article
from medway_tui.text import find_invisible
from medway_tui.yaml_io import nodes
from medway_tui.yaml_io.files import find_files
from medway_tui.yaml_io.nodes import parse_document
from medway_tui.yaml_io.parse_errors import BASE_LOADER
from medway_tui.yaml_io.reader import is_ordinary_text, read_text
from tests.conftest import ROOT
from tests.fixtures_library import FILES, Folder, write_library
from tests.fuzz_inputs import KINDS, VALUES, Change
from tests.process_helpers import run_python
from tests.test_benchmark_corpus import made
from tests.test_seeded_faults import DRESSES, plant


def careful_noun(*_: Any) -> Any:
    raise ValueError


@contextmanager
def carefully() -> Iterator[None]:
    """Without any of the short cuts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "unlikely", lambda _: False)
        patch.setattr(nodes, "Loader", BASE_LOADER)
        patch.setattr(making, "made", careful_noun)
        yield


def all_of(root: Path) -> tuple[list[LoadedArticle], Any, Any]:
    """Every article as rows, everything else as nouns, and what is wrong with that."""
    files = find_files([root])
    stems = ContentLoader(files).article_ids
    reading = ContentLoader([file for file in files if file.kind not in ("article", "quotes")], stems)
    about, *parts = reading.load_core()
    listed: list[Any] = [each for part in parts for each in part]
    core = about, [(each.noun, each.where) for each in listed]
    return [load_article([str(root)], stem, {}) for stem in stems], core, reading.findings


def assert_alike(root: Path) -> None:
    quick = all_of(root)
    with carefully():
        assert quick == all_of(root)


@pytest.mark.parametrize("dress", DRESSES)
def test_planted_faults_are_read_alike(tmp_path: Path, dress: str) -> None:
    folder = Folder(tmp_path / "planted")
    plant(folder, DRESSES[dress])
    assert_alike(folder.root)


def test_valid_dossiers_are_read_alike(tmp_path: Path, folder: Folder) -> None:
    made(tmp_path / "made", 5)
    for root in (folder.root, tmp_path / "made", ROOT / "content"):
        assert_alike(root)


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """One small dossier for all inputs: each puts back what it has changed."""
    return write_library(tmp_path_factory.mktemp("quick") / "dossier")


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
                shared_folder.write(name, FILES[name])

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


@pytest.mark.parametrize("name", MODELS)
def test_what_is_made_of_a_value_is_what_pydantic_makes(name: str) -> None:
    """Or nothing is made of it, and pydantic is asked."""
    noun = MODELS[name]
    sound = sound_values(name)
    places = [(entry, key) for entry in range(len(sound)) for key in sound[entry]]

    @settings(max_examples=60, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(places),
        st.one_of(VALUES, st.lists(VALUES, max_size=2)),
        st.sampled_from(["", "\n", " ", "\x1c"]),
    )
    def alike(place: tuple[int, str], value: Any, end: str) -> None:
        entry, key = place
        before = sound[entry][key]
        tried = [
            {**sound[entry], key: value},
            {**sound[entry], value if isinstance(value, str) else key: before},
        ]
        if isinstance(before, str):
            tried.append({**sound[entry], key: before + end})
        for each in tried:
            try:
                quick: Any = making.made(noun, each)
            except making.DOUBTS:
                continue
            assert quick == get_adapter(noun).validate_python(each)

    alike()
    for each in sound:
        assert making.made(noun, each) == get_adapter(noun).validate_python(each)


def sound_values(name: str) -> list[Any]:
    """What the files of a kind of the small dossier hold."""
    found = []
    for path, text in FILES.items():
        stem, folder = Path(path).stem, Path(path).parent.name
        if name in (stem, folder, folder.removesuffix("s")):
            value: Any = parse_document(path, text, b"")[0].value
            named = {} if name in ("dossier", "quotes") or not folder else {"id": stem}
            found += [{**named, **each} for each in (value if isinstance(value, list) else [value])]
    return found


def test_a_valid_dossier_is_indexed_without_pydantic(folder: Folder) -> None:
    done = run_python(
        "import sys; from pathlib import Path; from medway_tui.sync.dossier import open_dossier;"
        " open_dossier([Path(sys.argv[1])]);"
        " from medway_tui.sync.check import check_dossier; check_dossier([Path(sys.argv[1])]);"
        " print(*sys.modules)",
        folder.root,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "yaml" in loaded
    assert not loaded & {"pydantic", "pydantic_core", "rapidfuzz"}
