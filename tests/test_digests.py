"""The digests of accounts: those of the shipped ones, and what they recognise. No original is needed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from medway_tui.authoring.scaffold import Scaffolder
from medway_tui.content.files import find_files
from medway_tui.content.loaded_article import ArticleWithQuotes
from medway_tui.content.loader import ContentLoader
from medway_tui.importing import Importer, ImportOptions, ImportResult
from medway_tui.importing.accounts import AccountFinder, AccountMatch
from medway_tui.model.articles import Paragraph, block_digest
from medway_tui.saved_pages import ReadOptions
from medway_tui.saved_pages.page_reader import read_saved_article
from medway_tui.sync.check import check_dossier
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import shipped_content

ARTICLES = ("bbc-2019-08-27", "kentonline-2019-09-04", "kentonline-2020-01")

WORD_FOR_WORD = {
    "bbc-2019-08-27": [6, 7, 8, 10, 14],
    "kentonline-2019-09-04": [7, 12, 14, 16, 18, 22],
    "kentonline-2020-01": [7],
}
"""The blocks of the shipped accounts that have the original's own words: labels and direct speech."""

QUOTED = re.compile(r"“[^”]*”?")


def load_account(roots: Sequence[Path], name: str) -> ArticleWithQuotes:
    account = ContentLoader(find_files(roots)).load_article(name)
    assert account is not None
    return account


def numbered_paragraphs(account: ArticleWithQuotes) -> list[tuple[int, Paragraph]]:
    """Return the paragraphs with their numbers; captions have none."""
    blocks = zip(account.places[1:], account.article.paragraphs, strict=True)
    return [(place.number, block) for place, block in blocks if place.kind == "paragraph"]


@pytest.mark.parametrize("name", ARTICLES)
def test_every_shipped_block_has_a_digest_of_its_own(name: str) -> None:
    paragraphs = load_account([shipped_content()], name).article.paragraphs
    digests = [paragraph.digest or "" for paragraph in paragraphs]
    assert all(re.fullmatch("[0-9a-f]{12}", digest) for digest in digests)
    written = (shipped_content() / f"articles/{name}.yaml").read_text(encoding="utf-8")
    assert re.findall(r'(?m)^    digest: "(.*)"$', written) == digests
    assert len(set(digests)) == len(paragraphs) == written.count("- text:")


@pytest.mark.parametrize("name", ARTICLES)
def test_the_digests_are_those_of_the_blocks_in_the_originals_words(name: str) -> None:
    """Of these blocks everyone has the original, so that the digests hold without the articles."""
    numbers = [
        number
        for number, each in numbered_paragraphs(load_account([shipped_content()], name))
        if block_digest(each.text) == each.digest
    ]
    assert numbers == WORD_FOR_WORD[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_block_in_the_originals_words_is_a_label_or_direct_speech(name: str) -> None:
    """Outside quotation marks an account has no sentence of its original."""
    for number, block in numbered_paragraphs(load_account([shipped_content()], name)):
        if number not in WORD_FOR_WORD[name]:
            continue
        if block.kind != "item":
            assert len(QUOTED.sub("", block.text).split()) <= 5, block.text


# -- originals of our own, built for the shipped accounts --------------------------------------------


def original_blocks(account: ArticleWithQuotes) -> list[str]:
    """Invented originals: the account's words, so that they hold its quotations and evidence, and more."""
    return [
        f"Line {number} of an original that a test invented: {paragraph.text}"
        for number, paragraph in enumerate(account.article.paragraphs, 1)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped content, with the digests of invented originals."""
    root = tmp_path / "content"
    shutil.copytree(shipped_content(), root)
    for name in ARTICLES:
        account = load_account([root], name)
        path = root / f"articles/{name}.yaml"
        text = path.read_text(encoding="utf-8")
        for paragraph, block in zip(account.article.paragraphs, original_blocks(account), strict=True):
            text = text.replace(f'"{paragraph.digest}"', f'"{block_digest(block)}"')
        path.write_text(text, encoding="utf-8")
    return root


def import_blocks(root: Path, blocks: list[str]) -> ImportResult:
    importer = Importer([root])
    try:
        return importer.import_file("saved.txt", "\n".join(blocks).encode(), ReadOptions(), ImportOptions())
    finally:
        importer.close()


def find_account(root: Path, blocks: list[str]) -> AccountMatch | None:
    """The account of which these blocks are the original."""
    with closing(open_dossier([root])) as dossier:
        finder = AccountFinder(dossier.index, dossier.roots, dossier.roots[-1])
        return finder.find_account(read_saved_article("\n".join(blocks).encode(), "saved.txt"))


@pytest.mark.parametrize("name", ARTICLES)
def test_an_original_is_recognised_block_for_block(root: Path, name: str) -> None:
    account = load_account([root], name)
    blocks = original_blocks(account)
    match = find_account(root, [account.article.headline, *blocks])
    assert match is not None
    assert match.account.article.id == name
    assert list(match.alignment.texts[1:]) == blocks
    assert all(match.alignment.found_by_digest[1:])


@pytest.mark.parametrize("name", ARTICLES)
def test_every_quotation_is_in_its_block_of_the_original(root: Path, name: str) -> None:
    account = load_account([root], name)
    blocks = original_blocks(account)
    result = import_blocks(root, [account.article.headline, *blocks])
    assert (result.id, result.unplaced_count) == (name, 0)
    assert result.plan is not None
    assert result.plan.record.kind == "original"
    with closing(open_dossier([root])) as dossier:
        assert check_dossier(dossier.roots)[1] == []
        original = load_account(dossier.roots, name)
    texts = [original.article.headline, *(paragraph.text for paragraph in original.article.paragraphs)]
    assert texts == [account.article.headline, *blocks]
    assert [placed.quote.id for placed in original.quotes] == [placed.quote.id for placed in account.quotes]
    for placed in original.quotes:
        assert placed.span is not None
        assert original.places[placed.span.block] == placed.quote.place
        assert texts[placed.span.block][placed.span.start : placed.span.end] == placed.quote.exact


@pytest.mark.parametrize("name", ARTICLES)
def test_a_changed_block_is_not_recognised_by_its_digest(root: Path, name: str) -> None:
    account = load_account([root], name)
    blocks = original_blocks(account)
    for number in range(0, len(blocks), 4):
        changed = [*blocks[:number], blocks[number].replace("invented", "imagined"), *blocks[number + 1 :]]
        match = find_account(root, [account.article.headline, *changed])
        assert match is not None
        by_digest = match.alignment.found_by_digest[1:]
        assert [n for n, known in enumerate(by_digest) if not known] == [number]


@pytest.mark.parametrize("name", ARTICLES)
def test_another_article_is_no_original(root: Path, name: str) -> None:
    blocks = [QUOTED.sub("these words", block) for block in original_blocks(load_account([root], name))]
    reworded = [re.sub(r"\w+", lambda word: word[0][::-1], block) for block in blocks]
    assert find_account(root, ["Quite another story", *reworded]) is None


# -- digests that the program writes -----------------------------------------------------------------

ORIGINAL = [
    "The clock of Oldcross market hall has been stopped for a year, its keeper confirmed on Monday.",
    'Winifred Sands, who has wound it since 1987, said: "The spring has gone, and nobody makes them now."',
    "A clockmaker from the coast offered to look at it without a fee.",
    "The market meets on Thursday to decide.",
]
"""An article that does not exist."""

ACCOUNT = [
    "For a year the market hall of Oldcross has had a clock that does not go: so its keeper.",
    "Its winder since 1987, Winifred Sands: “The spring has gone, and nobody makes them now.”",
    "Free of charge, a clockmaker who lives by the sea would examine it.",
    "Thursday is the day on which the traders choose.",
]


@pytest.fixture
def clock(tmp_path: Path) -> Path:
    """A dossier with an account whose digests the program wrote."""
    root = tmp_path / "clock"
    root.mkdir()
    (root / "dossier.yaml").write_text("id: clock\ntitle: The clock\nlanguage: en-GB\n", encoding="utf-8")
    fields = {
        "headline": "Clock stopped for a year",
        "publisher": "Oldcross News",
        "published": "2024-05-06",
        "kind": "account",
    }
    article, quotes = Scaffolder([root]).add_article(fields, requested_id="clock", text="\n\n".join(ORIGINAL))
    text = article.path.read_text(encoding="utf-8")
    for block in ACCOUNT:
        text = text.replace("      …", f"      {block}", 1)
    article.path.write_text(text, encoding="utf-8")
    quotes.path.write_text(
        "- {id: q1, paragraph: 2, type: direct, exact: 'The spring has gone, and nobody makes them now.'}\n",
        encoding="utf-8",
    )
    return root


def test_a_new_account_gets_the_digests_of_its_original_in_order(clock: Path) -> None:
    paragraphs = load_account([clock], "clock").article.paragraphs
    assert [paragraph.text for paragraph in paragraphs] == ACCOUNT
    assert [paragraph.digest for paragraph in paragraphs] == [block_digest(block) for block in ORIGINAL]
    written = (clock / "articles/clock.yaml").read_text(encoding="utf-8")
    assert not any(block in written for block in ORIGINAL)


def test_its_original_is_recognised_however_it_was_typed(clock: Path) -> None:
    typed = [block.replace('"', "”").replace(" ", "  ").upper() for block in ORIGINAL]
    match = find_account(clock, ["Clock stopped for a year", *typed])
    assert match is not None
    assert all(match.alignment.found_by_digest[1:])


def test_a_changed_word_is_a_changed_block(clock: Path) -> None:
    changed = [*ORIGINAL[:2], ORIGINAL[2].replace("coast", "shore"), ORIGINAL[3]]
    match = find_account(clock, ["Clock stopped for a year", *changed])
    assert match is not None
    assert match.alignment.found_by_digest[1:] == (True, True, False, True)
