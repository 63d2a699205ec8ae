"""Fuzzing of what writes and reads beside ``check``: import, review, alignment, search and exports.

Each target has a hypothesis strategy and a test of one of its values on a dossier, which the test leaves as
it was. ``benchmarks/fuzz.py`` runs them for long, ``test_fuzz.py`` for a moment.
"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

from medway_tui.authoring.review import Corrections, Decision, NewSpeaker, ReviewSession
from medway_tui.errors import MedwayError
from medway_tui.export.dataset.exporter import export_dataset
from medway_tui.importing.importer import Importer
from medway_tui.importing.options import ImportOptions, ImportResult
from medway_tui.importing.undo import undo_import
from medway_tui.index import search
from medway_tui.index.articles import list_paragraphs
from medway_tui.index.names import speaker_choices
from medway_tui.index.query_language import parse_query
from medway_tui.index.quotes import find_drafts, find_quotes
from medway_tui.model.locations import Span
from medway_tui.saved_pages import ReadOptions, UnreadableError
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import GAZETTE, Folder, mark_drafts
from tests.fuzz_documents import assert_documents_hold, document_files
from tests.fuzz_exports import assert_news_exports_hold, export_files
from tests.fuzz_inputs import KINDS, VALUES, Change
from tests.fuzz_invariants import assert_no_control_characters
from tests.fuzz_messages import message_files

SAVED = Path(__file__).with_name("saved")


class Target(NamedTuple):
    """A part of the program that is fuzzed."""

    strategy: st.SearchStrategy[Any]
    assert_holds: Callable[[Folder, Any], None]
    """Tries a value on a dossier; raises where an invariant is broken."""


def read_files(folder: Folder) -> dict[str, bytes]:
    """Return the bytes of the files of a dossier by name, without schemas and hidden folders."""
    names = (path.relative_to(folder.root) for path in sorted(folder.root.rglob("*")) if path.is_file())
    own = (name for name in names if name.parts[0] != "schema" and name.parts[0][0] != ".")
    return {str(name): (folder.root / name).read_bytes() for name in own}


def restore_files(folder: Folder, files: dict[str, bytes]) -> None:
    """Put the files of a dossier back as they were, without any others."""
    for path in sorted(folder.root.rglob("*"), reverse=True):
        name = str(path.relative_to(folder.root))
        if path.is_file() and name not in files:
            path.unlink()
        elif path.is_dir() and path.name.startswith("."):
            shutil.rmtree(path)
    for name, data in files.items():
        if not folder.path(name).is_file() or folder.path(name).read_bytes() != data:
            folder.write(name, data)


def _errors(folder: Folder) -> list[str]:
    findings = check_dossier([folder.root])[1]
    return [f"{each.path}:{each.line} {each.message}" for each in findings if each.severity == "error"]


def _assert_is_a_sentence(error: MedwayError) -> None:
    for line in (str(error), error.hint):
        assert "\n" not in line
        assert_no_control_characters(line)
    assert str(error)


# -- import ---------------------------------------------------------------------------------------------

_PROSE = st.sampled_from([
    "“The roof is fine,” said Mary Okafor.", "Cllr Tom Ashdown (Pur) called it ‘a wreck’.", "By Ann Ink",
    "4 March 2021", "He said: “We will not wait.", "“Nor will I.”", "Read more: the roof", "•", "* * *",
    "The council’s leader, Jo Vane, told the meeting “it is raining in”.", "Sign up to our newsletter",
    "“”", "‘", "“a “b “c”", "SMITH: No.", "Q: Why? A: “Rain.”", "\u2028", "Mr. Ng said “嗎”.",
])  # fmt: skip
_LINE = st.one_of(_PROSE, _PROSE, VALUES.map(lambda text: text[:2_000]))
_TEXT_FILE = st.lists(_LINE, max_size=25).map("\n\n".join)
_TAG = st.sampled_from([
    "p", "div", "article", "section", "span", "a", "blockquote", "q", "aside", "h1", "h2", "li", "ul", "br",
    "figure", "figcaption", "sup", "del", "table", "td", "form", "script", "style", "time", "header", "main",
])  # fmt: skip
_ATTRIBUTE = st.sampled_from([
    "", "", " class=article-body", " class='byline author'", " hidden", " style='display:none'", " href='#1'",
    " datetime=2021-03-04", " aria-hidden=true", " class=\"", " x=" + "y" * 500, " id=main", " rel=author",
])  # fmt: skip
_MARKUP = st.recursive(
    _LINE,
    lambda inner: st.builds(
        lambda tag, attribute, parts, closed: (
            f"<{tag}{attribute}>{''.join(parts)}" + (f"</{tag}>" if closed else "")
        ),
        _TAG,
        _ATTRIBUTE,
        st.lists(inner, max_size=6),
        st.sampled_from([True, True, True, False]),
    ),
    max_leaves=30,
)
_HEAD = st.sampled_from([
    "", "<title>A roof | Gazette</title>", "<meta property=og:title content='A roof'>", "<html lang=fr>",
    "<meta property='article:published_time' content='2021-03-04T23:30:00Z'>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A &quot;roof&quot;"}</script>',
    '<script type="application/ld+json">[[{"@graph": 7}]</script>', "<base href=//x>", "<!doctype html>",
])  # fmt: skip
_PAGE = st.builds(
    lambda head, body: f"<html><head>{''.join(head)}</head><body>{''.join(body)}",
    st.lists(_HEAD, max_size=4),
    st.lists(_MARKUP, max_size=8),
)


@st.composite
def _saved_file(draw: st.DrawFn) -> tuple[str, bytes]:
    """A saved article: made up, or one of the tests' with places overwritten."""
    kind = draw(st.sampled_from(["txt", "html", "md", "mutated"]))
    if kind == "mutated":
        path = draw(st.sampled_from(sorted(SAVED.iterdir())))
        data = path.read_bytes()
        for _ in range(draw(st.integers(1, 8))):
            at = draw(st.integers(0, len(data)))
            length = draw(st.sampled_from([0, 1, 3, 40, 2_000]))
            put = draw(st.one_of(_MARKUP.map(_encode), st.binary(max_size=4), st.just(data[at : at + 300])))
            data = data[:at] + put + data[at + length :]
        return path.name, data
    text = draw(_PAGE if kind == "html" else _TEXT_FILE)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "cp1252", "latin-1"]))
    return f"saved.{kind}", text.encode(encoding, "replace")


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def assert_import_holds(folder: Folder, saved: tuple[str, bytes]) -> None:
    """An import is refused in a sentence, or passes ``check``; undone, the files are as they were."""
    before = read_files(folder)
    try:
        result = _import_file(folder, saved, ImportOptions({"publisher": "Quay Courier"}))
        if result is None:
            assert read_files(folder) == before
            return
        for line in (result.summary, *result.lines):
            assert_no_control_characters(line)
        assert _errors(folder) == []
        again = _import_file(folder, saved, ImportOptions({"publisher": "Quay Courier"}))
        assert again is not None
        assert again.written_paths == []
        undo_import([folder.root], result.id)
        assert read_files(folder) == before
    finally:
        restore_files(folder, before)


def _import_file(folder: Folder, saved: tuple[str, bytes], options: ImportOptions) -> ImportResult | None:
    """Import a file; return None where it is refused."""
    importer = Importer([folder.root])
    try:
        return importer.import_file(*saved, ReadOptions(), options)
    except (UnreadableError, MedwayError) as error:
        _assert_is_a_sentence(error)
        return None
    finally:
        importer.close()


# -- alignment --------------------------------------------------------------------------------------------

_ACCOUNT_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "swap", "join", "word", "wrap", "add"]),
        st.integers(0, 40),
        st.integers(0, 60),
        _LINE,
    ),
    max_size=8,
)


def assert_alignment_holds(folder: Folder, edits: Sequence[tuple[str, int, int, str]]) -> None:
    """A changed copy of an account keeps its annotations in their words, or says that they are adrift."""
    before = read_files(folder)
    second = folder.root.parent / f"{folder.root.name}-own"
    text = folder.read(f"articles/{GAZETTE}.yaml").replace("kind: original", "kind: account")
    try:
        folder.write(f"articles/{GAZETTE}.yaml", text)
        account = read_files(folder)
        article = yaml.safe_load(text)
        blocks = [str(each["text"] if isinstance(each, dict) else each) for each in article["paragraphs"]]
        saved = "\n\n".join([article["headline"], *_edit_blocks(blocks, edits)])
        options = ImportOptions({"publisher": article["publisher"]}, account_id=GAZETTE)
        second.mkdir()
        importer = Importer([folder.root, second])
        try:
            importer.import_file("copy.txt", _encode(saved), ReadOptions(), options)
        except (UnreadableError, MedwayError) as error:
            _assert_is_a_sentence(error)
            return
        finally:
            importer.close()
        findings = check_dossier([folder.root, second])[1]
        # Words that are adrift are warnings of their own; nothing else may be wrong.
        wrong = [each for each in findings if each.severity == "error" and not each.code.startswith("A")]
        assert wrong == []
        dossier = open_dossier([folder.root, second])
        try:
            texts = [each.text for each in list_paragraphs(dossier.index, GAZETTE)]
            for quote in find_quotes(dossier.index)[0]:
                for piece in quote.pieces if quote.article.id == GAZETTE else ():
                    if piece.span is not None:
                        found = texts[piece.span.block][piece.span.start : piece.span.end]
                        assert _letters(found) == _letters(piece.exact)
        finally:
            dossier.close()
        undo_import([folder.root, second], GAZETTE)
        assert read_files(folder) == account
    finally:
        restore_files(folder, before)
        shutil.rmtree(second, ignore_errors=True)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _edit_blocks(blocks: list[str], edits: Sequence[tuple[str, int, int, str]]) -> list[str]:
    for name, at, place, line in edits:
        if not blocks:
            break
        n = at % len(blocks)
        words = blocks[n].split(" ")
        if name == "drop":
            del blocks[n]
        elif name == "double":
            blocks.insert(n, blocks[n])
        elif name == "swap":
            blocks[n], blocks[-1 - n] = blocks[-1 - n], blocks[n]
        elif name == "join":
            blocks[n : n + 2] = [" ".join(blocks[n : n + 2])]
        elif name == "word":
            words[place % len(words)] = line[:30]
            blocks[n] = " ".join(words)
        elif name == "wrap":
            words[place % len(words)] += "\n"
            blocks[n] = " ".join(words)
        else:
            blocks.insert(n, line)
    return blocks


# -- review -----------------------------------------------------------------------------------------------

_DECISIONS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(["confirm", "drop", "speaker", "unnamed", "new", "joint", "type", "span", "undo"]),
        st.tuples(st.integers(0, 9), st.integers(0, 90), st.integers(1, 60)),
        VALUES.map(lambda text: text[:60]),
    ),
    min_size=1,
    max_size=8,
)


def assert_review_holds(folder: Folder, steps: Sequence[tuple[int, str, tuple[int, int, int], str]]) -> None:
    """Whatever is decided on drafts, the files pass ``check``; undone to the first, they are as they were."""
    before = read_files(folder)
    mark_drafts(folder)
    drafted = read_files(folder)
    dossier = open_dossier([folder.root])
    try:
        review = ReviewSession(dossier)
        for number, action, place, text in steps:
            drafts = review.pending_drafts(find_drafts(dossier.index), unsure_first=False)
            try:
                if action == "undo":
                    review.undo_last()
                elif drafts:
                    draft = drafts[number % len(drafts)]
                    blocks = [
                        (each.text, each.kind) for each in list_paragraphs(dossier.index, draft.article.id)
                    ]
                    review.write_decision(draft, _decision(action, place, text, blocks), blocks)
            except MedwayError as error:
                _assert_is_a_sentence(error)
            dossier.refresh()
            assert _errors(folder) == []
        with suppress(MedwayError):
            while review.undo_last() is not None:
                pass
            assert read_files(folder) == drafted
    finally:
        dossier.close()
        restore_files(folder, before)


def _decision(
    action: str, place: tuple[int, int, int], text: str, blocks: Sequence[tuple[str, str]]
) -> Decision:
    block = place[0] % len(blocks)
    start = min(place[1], max(0, len(blocks[block][0]) - 1))
    end = min(len(blocks[block][0]), start + place[2])
    corrections = {
        "speaker": Corrections(speaker="tom-ashdown"),
        "unnamed": Corrections(speaker=""),
        "new": Corrections(new_speaker=NewSpeaker(text)),
        "joint": Corrections(joint_speakers=("tom-ashdown", "mary-okafor")),
        "type": Corrections(type=("direct", "mixed", "none")[place[0] % 3]),
        "span": Corrections(span=Span(block, start, end)),
    }.get(action, Corrections())
    return Decision(corrections, confirm=action == "confirm", drop=action == "drop")


# -- search -----------------------------------------------------------------------------------------------

_OPERATORS = st.sampled_from([
    "roof", "the", "“roof”", '"out of"', "speaker:", "speaker:okafor", "-roof", "a*", "*", "party:grn",
    "in:gaz", "after:2021-13", "type:direct", "type:", "-", '"', ":", "::", "(", ")", "OR", "AND", "NEAR(",
    "speaker:“mary", "role:leader", "-party:pur", "after:", "^roof", "{a b}", "col:roof", "﹡", "ﬁre",
    "e\u0301",
])  # fmt: skip
_QUERY = st.lists(st.one_of(_OPERATORS, VALUES.map(lambda text: text[:200])), max_size=6).map(" ".join)


def assert_search_holds(folder: Folder, text: str) -> None:
    """Any query has an answer, the same twice; every match is within its text; problems have words."""
    dossier = open_dossier([folder.root])
    try:
        for typing in (False, True):
            query = parse_query(text, typing=typing)
            results = search.search(dossier.index, query)
            assert results == search.search(dossier.index, query)
            for hit in results.hits:
                for match in search.find_matches(query, hit):
                    assert 0 <= match.start < match.end <= len(hit.text)
            for problem in (*query.problems, *results.problems, *find_quotes(dossier.index, query)[1]):
                assert problem.strip()
            search.find_matching_articles(dossier.index, query)
        speaker_choices(dossier.index, text)
    finally:
        dossier.close()


# -- exports ----------------------------------------------------------------------------------------------

_CHANGES = st.one_of(KINDS["values"], KINDS["entries"], KINDS["mutated"])


def assert_exports_hold(folder: Folder, change: Change) -> None:
    """Every file of an export can be read back, and all of them have the same quotations."""
    before = read_files(folder)
    target = folder.root.parent / f"{folder.root.name}-export"
    try:
        for name, data in change.items():
            folder.write(name, data)
        dossier = open_dossier([folder.root])
        try:
            quotes = {(each.article.id, each.id) for each in find_quotes(dossier.index)[0]}
            export_dataset(dossier.index, target)
        finally:
            dossier.close()
        for path in target.rglob("*"):
            _assert_readable(path)
        with (target / "csv" / "quotes.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {(row["article"], row["id"]) for row in rows} >= quotes
        lines = (target / "jsonl" / "quotes.jsonl").read_text(encoding="utf-8").split("\n")
        assert len(lines) - 1 == len(rows)
    finally:
        shutil.rmtree(target, ignore_errors=True)
        restore_files(folder, before)


def _assert_readable(path: Path) -> None:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) <= 1
    elif path.suffix == ".json" and ".ftm" not in path.name:
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix in (".jsonl", ".json"):
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            json.loads(line)
    elif path.suffix in (".db", ".sqlite"):
        database = sqlite3.connect(path)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()


TARGETS: dict[str, Target] = {
    "import": Target(_saved_file(), assert_import_holds),
    "documents": Target(document_files(), assert_documents_hold),
    "news exports": Target(export_files(), assert_news_exports_hold),
    "messages": Target(message_files(), assert_documents_hold),
    "alignment": Target(_ACCOUNT_EDITS, assert_alignment_holds),
    "review": Target(_DECISIONS, assert_review_holds),
    "search": Target(_QUERY, assert_search_holds),
    "exports": Target(_CHANGES, assert_exports_hold),
}
"""The targets by name."""
