"""Later additions to the format: loaded, placed, written, and absent from dossiers written before them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.authoring.templates import BodyBlock, entry_lines, paragraph_lines
from medway_tui.content import files
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import ContentLoader, Core
from medway_tui.importing import Importer, ImportOptions
from medway_tui.model.articles import block_digest
from medway_tui.model.locations import BlockPlace, block_places, find_block
from medway_tui.saved_pages import ReadOptions
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, write_library
from tests.process_helpers import run_program

QUOTES = f"quotes/{CAPTIONED}.yaml"


@pytest.fixture
def additions(tmp_path: Path) -> Folder:
    return write_additions(tmp_path / "additions")


def load_all(folder: Folder, *article_ids: str) -> tuple[Core, list[ArticleWithQuotes]]:
    """Load the core and some articles, without findings."""
    loader = ContentLoader(files.find_files([folder.root]))
    core = loader.load_core()
    articles = [article for each in article_ids if (article := loader.load_article(each))]
    assert loader.findings == []
    return core, articles


def test_a_dossier_with_every_addition_has_no_findings(additions: Folder) -> None:
    assert additions.findings() == []


def test_a_dossier_written_before_the_additions_reads_as_before(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "before")
    folder.write("people.yaml", folder.read("people.yaml").replace('      checked: "2021-06-01"\n', ""))
    findings = folder.check()
    assert [(each.code, each.severity) for each in findings] == [("D413", "warning")] * 2
    core, articles = load_all(folder, GAZETTE, HERALD, NEWSLETTER)
    assert [event.value.kind for event in core.events] == ["event", "event"]
    assert [event.value.listed_date for event in core.events] == [event.value.date for event in core.events]
    assert not any(m.checked or m.dates_inferred for p in core.people for m in p.value.memberships)
    assert not any(side.supported for d in core.differences for side in d.value.sides)
    assert not any(each.value.identifiers for each in core.organisations)
    assert core.about is not None
    assert core.about.value.attribution is None
    for article in articles:
        assert article.places == [BlockPlace("paragraph", n) for n in range(len(article.texts))]
        for quote, _, span, _ in article.quotes:
            assert span is not None
            assert span.block == quote.paragraph
            assert (quote.speakers, quote.repeats, quote.caption) == ((), None, None)
            assert quote.speaker_ids == ((quote.speaker,) if quote.speaker else ())


def test_captions_take_no_paragraph_number(additions: Folder) -> None:
    _, [article] = load_all(additions, CAPTIONED)
    labels = [place.label for place in article.places]
    assert labels == ["headline", "caption 1", "paragraph 1", "paragraph 2", "caption 2", "paragraph 3"]
    assert [place.short_label for place in article.places][:3] == ["headline", "caption 1", "¶1"]
    assert [span.block for _, _, span, _ in article.quotes if span] == [1, 3, 5]


def test_a_joint_statement_has_all_its_speakers(additions: Folder) -> None:
    _, [article] = load_all(additions, CAPTIONED)
    assert [quote.speaker_ids for quote, *_ in article.quotes] == [
        ("tom-ashdown",),
        ("tom-ashdown", "mary-okafor"),
        ("tom-ashdown", "mary-okafor"),
    ]


def test_a_deadline_without_a_date_is_listed_when_it_is_due(additions: Folder) -> None:
    core, _ = load_all(additions)
    listed = {each.value.id: each.value.listed_date for each in core.events}
    assert (listed["roof-promised"], listed["survey-due"]) == ("2021-06-01", "2023")


@pytest.mark.parametrize(
    ("written", "found", "fixed"),
    [
        ("caption: 1", "paragraph: 1", "caption: 1"),
        ("paragraph: 3", "caption: 2", "paragraph: 3"),
        ("paragraph: 3", "paragraph: 1", "paragraph: 3"),
    ],
)
def test_a_place_of_the_wrong_kind_or_number_is_fixed(
    additions: Folder, written: str, found: str, fixed: str
) -> None:
    before = additions.read(QUOTES)
    additions.change(QUOTES, written, found)
    [finding] = additions.check()
    # So few words, or words of speakers whom the paragraph does not name, are moved when a person says so.
    assert finding.code in ("A302", "A306")
    assert finding.suggestion is not None
    assert finding.fix is None
    assert fixed.replace(": ", " ") in finding.message
    assert run_program("check", additions.root, "--fix").stdout
    assert additions.read(QUOTES) != before
    result = run_program("check", additions.root, "--fix-unsafe", "--at", finding.location)
    assert result.returncode == 0
    assert additions.read(QUOTES) == before


def test_a_caption_that_the_article_lacks_is_a_finding(additions: Folder) -> None:
    additions.write(
        "events.yaml", additions.read("events.yaml").rstrip().removesuffix("caption: 2") + "caption: 3\n"
    )
    [finding] = additions.check()
    assert (finding.code, finding.message) == ("R206", f"{CAPTIONED} has no caption 3")


@given(st.lists(st.sampled_from(["paragraph", "subhead", "item", "caption", "missing"]), max_size=12))
def test_each_place_names_one_block(kinds: list[str]) -> None:
    places = block_places(kinds)
    assert [find_block(places, place) for place in places] == list(range(len(kinds) + 1))
    assert [place.kind == "caption" for place in places[1:]] == [kind == "caption" for kind in kinds]
    kinds_of_place: tuple[Literal["paragraph"], Literal["caption"]] = ("paragraph", "caption")
    for kind in kinds_of_place:
        numbers = [place.number for place in places[1:] if place.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))
        assert find_block(places, BlockPlace(kind, len(numbers) + 1)) is None


def test_entries_written_by_the_program_read_as_the_same_records(additions: Folder) -> None:
    _, [article] = load_all(additions, CAPTIONED)
    written = additions.read(f"articles/{CAPTIONED}.yaml").partition("paragraphs:")[0].splitlines()
    lines = [
        *written,
        *paragraph_lines([BodyBlock(each.text, each.kind) for each in article.article.paragraphs]),
    ]
    additions.write(f"articles/{CAPTIONED}.yaml", "\n".join(lines) + "\n")
    entries = []
    for quote, *_ in article.quotes:
        keys = {field.name: getattr(quote, field.name) for field in fields(quote)}
        texts = {
            key: f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value)
            for key, value in keys.items()
            if value not in (None, ())
        }
        entries += entry_lines(texts)
    additions.write(QUOTES, "\n".join(entries) + "\n")
    _, [again] = load_all(additions, CAPTIONED)
    assert again.article == article.article
    assert [each.quote for each in again.quotes] == [each.quote for each in article.quotes]
    assert [each.span for each in again.quotes] == [each.span for each in article.quotes]


def test_an_original_that_lacks_a_caption_moves_no_paragraph(additions: Folder) -> None:
    path = f"articles/{CAPTIONED}.yaml"
    _, [account] = load_all(additions, CAPTIONED)
    texts = [block.text for block in account.article.paragraphs]
    text = additions.read(path).replace("kind: original", "kind: account")
    for block in texts:
        text = text.replace(f"  - {block}\n", f"  - text: {block}\n")
        text = text.replace(f"text: {block}\n", f'text: {block}\n    digest: "{block_digest(block)}"\n')
    additions.write(path, text)
    importer = Importer([additions.root])
    try:
        copy = "\n".join([account.article.headline, *texts[1:]]).encode()
        options = ImportOptions(account_id=CAPTIONED)
        result = importer.import_file("saved.txt", copy, ReadOptions(), options)
    finally:
        importer.close()
    assert "not in this copy: caption 1" in result.lines
    with closing(open_dossier([additions.root])) as dossier:
        loader = ContentLoader(files.find_files(dossier.roots))
        original = loader.load_article(CAPTIONED)
    assert original is not None
    assert original.article.kind == "original"
    assert original.places == account.places
    spans = {each.quote.id: each.span for each in original.quotes}
    assert spans == {**{each.quote.id: each.span for each in account.quotes}, "q1": None}


def test_a_joint_statement_of_very_many_is_read_quickly(additions: Folder) -> None:
    names = [f"a-{n}" for n in range(20_000)]
    quotes = additions.read(QUOTES)
    joint = "speakers: [tom-ashdown, mary-okafor]"
    additions.write(QUOTES, quotes.replace(joint, f"speakers: [{', '.join([*names, 'a-7'])}]"))
    codes = [finding.code for finding in additions.check()]
    assert "S103" in codes
