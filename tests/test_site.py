"""``export --format html``: a site that opens from the disk, whose every statement links to its evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from medway_tui.export.dataset.rows import describe_dataset
from medway_tui.export.site import paths
from medway_tui.export.site.markup import Html, element, outside_link
from medway_tui.export.site.writer import SiteWriter
from medway_tui.importing.ratings_import import import_ratings
from medway_tui.index.dump import iter_articles
from medway_tui.index.quotes import find_quotes
from medway_tui.model.notes import Note
from medway_tui.sync.dossier import open_dossier
from tests.conftest import ROOT
from tests.export_helpers import exported
from tests.fixtures_additions import CAPTIONED, write_additions
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, mark_drafts, write_library
from tests.site_checker import SitePages
from tests.test_public_index import ORIGINAL

BBC = "articles/article-bbc-2019-08-27.html"


def write_site(root: Path, target: Path, notes: list[Note] | None = None) -> SitePages:
    """Write the site of a dossier without the command line."""
    with closing(open_dossier([root])) as dossier:

        def write(path: str, text: str) -> None:
            file = target / path
            assert not file.exists(), f"{path} is written twice"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

        writer = SiteWriter(dossier.index, describe_dataset(dossier.index), write, notes)
        writer.write_core()
        for record in iter_articles(dossier.index):
            writer.write_article(record)
        writer.close()
    return SitePages(target)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SitePages]:
    folder = tmp_path_factory.mktemp("shipped")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield write_site(ROOT / "content", folder / "site")


# -- structure ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["library", "additions", "shipped"])
def test_no_page_has_a_broken_link_or_a_fault_of_structure(
    kind: str, tmp_path: Path, shipped: SitePages
) -> None:
    if kind == "shipped":
        pages = shipped
    else:
        write = write_library if kind == "library" else write_additions
        pages = write_site(write(tmp_path / "dossier").root, tmp_path / "site")
    assert len(pages.pages) > 10
    assert list(pages.problems()) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<html><body><h1>A</h1><h3 id='x'>B</h3><a href='#y'>C</a><a href='gone.html'>D</a>"
        "<a href='javascript:alert(1)' id='x' onclick='f()'>E</a><script>1</script></body></html>"
    )
    problems = "\n".join(SitePages(tmp_path).problems())
    for each in ("x is there twice", "h3 after h1", "no such place", "no file", "no address", "onclick|f()",
                 "no script", "no main"):  # fmt: skip
        assert re.search(each.replace("(", r"\(").replace(")", r"\)"), problems), each


def test_every_quotation_is_marked_in_its_article_and_both_link_to_each_other(shipped: SitePages) -> None:
    with closing(open_dossier([ROOT / "content"])) as dossier:
        quotes, _ = find_quotes(dossier.index)
    assert len(quotes) == 22
    for quote in quotes:
        page = paths.article_path(quote.article.id)
        for piece in quote.pieces:
            assert shipped.select(page, f"//mark[@id='q-{piece.id}']") == [piece.exact]
        listed = paths.listed_quote_anchor(quote.article.id, quote.id)
        assert f"../quotes.html#{listed}" in shipped.select(page, "//@href")
        (words,) = shipped.select("quotes.html", f"//*[@id='{listed}']/blockquote")
        assert quote.pieces[0].exact in words
        assert f"{page}#q-{quote.id}" in shipped.select("quotes.html", f"//*[@id='{listed}']//@href")


def test_a_judgement_links_to_its_paragraph_and_to_the_public_report(shipped: SitePages) -> None:
    row = "//tr[th/span[@id='inspection-2019-07-ilacs--overall']]"
    addresses = shipped.select("ratings.html", f"{row}//a/@href")
    assert "https://files.ofsted.gov.uk/v1/file/50103321" in addresses
    assert f"{BBC}#p5" in addresses
    # The paragraph links back.
    back = shipped.select(BBC, "//div[p/@id='p5']//a/@href")
    assert any(each.startswith("../ratings.html#inspection-2019-07-ilacs") for each in back)


def test_a_side_of_a_difference_links_to_its_paragraph_and_its_source(shipped: SitePages) -> None:
    sides = "//section[@id='difference-inspection-dates']//li[p[@class='says']]"
    assert len(shipped.select("differences.html", sides)) == 3
    addresses = shipped.select("differences.html", f"{sides}//a/@href")
    assert addresses == [
        f"{BBC}#p5",
        f"{BBC}#p5",
        "articles/article-kentonline-2019-09-04.html#p9",
        "https://files.ofsted.gov.uk/v1/file/50103321",
    ]
    assert any(
        "difference-inspection-dates" in each for each in shipped.select(BBC, "//div[p/@id='p5']//@href")
    )


def test_a_grade_has_its_word_and_the_picture_a_text(shipped: SitePages) -> None:
    assert shipped.select("ratings.html", "//span[contains(@class, 'grade')]")
    for each in shipped.select("ratings.html", "//span[contains(@class, 'grade')]"):
        assert re.fullmatch(r"[★✓~✗?] \w.*", each)
    described = " ".join(shipped.select("index.html", "//svg/title | //svg/desc"))
    assert "27 August 2019: Inadequate; 11 September 2023: Good." in described


def test_a_speaker_has_the_role_of_that_day_and_says_if_it_is_only_last_recorded(shipped: SitePages) -> None:
    text = shipped.text("quotes.html")
    assert "Alan Jarrett, Leader of the Council, Medway Council (27 May 2015 to May 2023)" in text


def test_other_councils_are_counted_where_their_table_is_imported(folder: Folder, tmp_path: Path) -> None:
    without = write_site(folder.root, tmp_path / "without")
    assert "Other councils" not in without.text("ratings.html")
    import_ratings([folder.root], "table.csv", (ROOT / "docs/examples/inspections.csv").read_bytes())
    pages = write_site(folder.root, tmp_path / "with")
    assert list(pages.problems()) == []
    text = pages.text("ratings.html")
    assert "Councils by their latest overall grade on 1 March 2021" in text
    assert "Source: table.csv, as of 21 Jul 2026." in text
    assert "From Inadequate to Good or better" in text


# -- what is not certain -----------------------------------------------------------------------------------


def test_inferred_dates_accounts_and_titles_say_so(shipped: SitePages) -> None:
    text = shipped.text(BBC)
    assert "27 August 2019 (date inferred)" in text
    assert "Why this date" in text
    assert "The article puts the deputy director’s resignation on a Tuesday" in text
    assert "in the dossier’s own words; only its quotations are word for word" in text
    assert "the title is ours" in shipped.text("articles.html")


def test_the_foot_of_every_page_has_the_attribution_line(shipped: SitePages) -> None:
    for page in shipped.pages:
        (foot,) = shipped.select(page, "//footer")
        assert "Open Government Licence v3.0" in foot
        assert "Licences of the public sources: " in foot


def test_drafts_are_marked_in_words_everywhere(folder: Folder, tmp_path: Path) -> None:
    mark_drafts(folder)
    pages = write_site(folder.root, tmp_path / "site")
    with closing(open_dossier([folder.root])) as dossier:
        drafts = [quote for quote in find_quotes(dossier.index)[0] if quote.draft is not None]
    assert drafts
    for quote in drafts:
        listed = f"//*[@id='{paths.listed_quote_anchor(quote.article.id, quote.id)}']"
        (entry,) = pages.select("quotes.html", listed)
        assert "draft" in entry
        assert "not confirmed" in entry
        assert "not confirmed" in pages.text(paths.article_path(quote.article.id))
    assert "not confirmed" in pages.text("index.html")


def test_words_adrift_have_a_place_that_says_so(folder: Folder, tmp_path: Path) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    pages = write_site(folder.root, tmp_path / "site")
    assert list(pages.problems()) == []
    (said,) = pages.select(paths.article_path(HERALD), "//div[@class='said'][@id]")
    assert "A roof is a prayer." in said
    assert "These words are not in the article." in said


def test_joint_statements_captions_and_repetitions(tmp_path: Path) -> None:
    pages = write_site(write_additions(tmp_path / "dossier").root, tmp_path / "site")
    page = paths.article_path(CAPTIONED)
    assert pages.select(page, "//mark[@id='q-q1']") == ["a wreck"]
    assert pages.select(page, "//*[@id='c1']")
    text = pages.text(page)
    assert "A joint statement of Tom Ashdown" in text
    assert "These words are printed twice; this is the second place." in text


# -- escaping ----------------------------------------------------------------------------------------------

HOSTILE = "<script>alert('x')</script> </script><!-- [sic] “&amp;” <b onclick=x> שלום"


def test_hostile_text_is_text(folder: Folder, tmp_path: Path) -> None:
    article = f"articles/{GAZETTE}.yaml"
    headline = next(each for each in folder.read(article).splitlines() if each.startswith("headline:"))
    folder.change(article, headline, f"headline: >-\n  {HOSTILE}")
    folder.change(article, "paragraphs:\n", f"paragraphs:\n  - >-\n    {HOSTILE}\n")
    pages = write_site(folder.root, tmp_path / "site")
    assert list(pages.problems()) == []
    (title,) = pages.select(paths.article_path(GAZETTE), "//h1")
    assert title == HOSTILE
    assert HOSTILE in pages.text(paths.article_path(GAZETTE)).partition("Text")[2]
    for file in (tmp_path / "site").rglob("*"):
        if file.is_file():
            assert "<script>alert" not in file.read_text(encoding="utf-8"), file
    for part in (tmp_path / "site" / "search").iterdir():
        assert "</" not in part.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://a.b"]
)
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    assert "<a" not in outside_link(address, "words")


def test_an_element_escapes_what_is_not_markup() -> None:
    built = element("p", "a < b & \x1b\u202e", Html("<b>c</b>"), title='"d"', hidden=True, lang=None)
    assert built == '<p title="&quot;d&quot;" hidden>a &lt; b &amp; ␛\ufffd<b>c</b></p>\n'


@pytest.mark.parametrize("record", ["con", "a" * 250, "a-b", "0", "Ünï/code..", "a--b"])
def test_file_names_are_safe_on_every_system(record: str) -> None:
    names = [paths.article_path(record), paths.person_path(record), paths.person_path(record, 12)]
    for each in names:
        name = each.rpartition("/")[2]
        assert re.fullmatch(r"(?:article|person)-[a-z0-9-]+\.html", name)
        assert len(name) < 100


def test_ids_that_differ_have_names_that_differ() -> None:
    ids = ["a-b", "a", "b", "a-b-c", "a" * 100, "a" * 101, "A", "a/b", "a.b"]
    assert len({paths.article_path(each) for each in ids}) == len(ids)
    pairs = [("a", "b-c"), ("a-b", "c"), ("a-b-c", "d")]
    assert len({paths.listed_quote_anchor(*each) for each in pairs}) == len(pairs)


# -- search ------------------------------------------------------------------------------------------------


def search_part(site: Path, name: str) -> object:
    text = (site / "search" / f"{name}.js").read_text(encoding="utf-8")
    match = re.fullmatch(r'medwaySearchPart\("([\w-]+)", (.*)\);\n', text, re.DOTALL)
    assert match is not None
    assert match[1] == name
    found: object = json.loads(match[2])
    return found


def test_the_search_index_has_the_paragraphs_of_each_word(shipped: SitePages) -> None:
    site = shipped.folder
    words, texts = search_part(site, "words-1"), search_part(site, "texts-1")
    assert isinstance(words, dict)
    assert isinstance(texts, list)
    number, found = len(texts), []
    for pair in words["embarrassing"].split():
        gap, block = (int(each, 36) for each in pair.split("."))
        number -= gap
        found.append((texts[number][0], texts[number][4][block][0]))
    assert found == [(BBC, 10), (BBC, 13)]
    assert [each[2] for each in texts[0][4] if "embarrassing" in each[1]] == ["Alan Jarrett"] * 2


def test_of_a_common_word_the_newest_paragraphs_are_in_the_search_index(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_site(folder.root, tmp_path / "whole").folder
    monkeypatch.setattr("medway_tui.export.site.search_index.MAX_BLOCKS", 2)
    cut = write_site(folder.root, tmp_path / "cut").folder
    all_words, words = search_part(whole, "words-1"), search_part(cut, "words-1")
    directory = search_part(cut, "directory")
    assert isinstance(all_words, dict)
    assert isinstance(words, dict)
    assert isinstance(directory, dict)
    common = {word for word, blocks in all_words.items() if len(blocks.split()) > 2}
    assert set(directory["common"]) == common != set()
    for word, blocks in all_words.items():
        assert words[word].split() == blocks.split()[:2]


def test_the_search_page_says_what_to_do_without_a_script(shipped: SitePages) -> None:
    assert "needs a script" in shipped.text("search.html")
    assert shipped.pages["search.html"].xpath("//form[@hidden]")


# -- the command, notes ------------------------------------------------------------------------------------


def test_export_writes_the_site_where_it_is_named(folder: Folder, tmp_path: Path) -> None:
    target = exported(folder, tmp_path / "out", "--format", "html")
    assert sorted(each.name for each in target.iterdir()) == ["README.md", "datapackage.json", "html"]
    assert list(SitePages(target / "html").problems()) == []
    # It is known as an export, and replaced by another.
    assert not (exported(folder, target, "--format", "jsonl") / "html").exists()


def test_withheld_text_is_marked_and_its_page_says_so(
    folder: Folder, own_folder: Folder, tmp_path: Path
) -> None:
    own_folder.write(f"articles/{GAZETTE}.yaml", ORIGINAL)
    page, accounts = paths.article_path(NEWSLETTER), paths.article_path(GAZETTE)
    withheld = SitePages(exported(folder, tmp_path / "withheld", "--format", "html") / "html")
    assert list(withheld.problems()) == []
    notice = "The text of this article is withheld: […] marks what is left out."
    assert notice in withheld.text(page)
    assert "[…]" in withheld.select(page, "//section[@class='text']")[0]
    assert "The article’s own text is withheld." in withheld.text(accounts)
    assert notice in withheld.text("about.html")
    asked = SitePages(exported(folder, tmp_path / "asked", "--format", "html", "--with-originals") / "html")
    assert "withheld" not in asked.text(page)
    assert "This is the article’s own text." in asked.text(page)


def test_notes_are_on_the_pages_only_where_they_are_asked_for(folder: Folder, tmp_path: Path) -> None:
    words = open_first_words(folder)
    notes = [
        Note(id="n1", article=GAZETTE, paragraph=1, exact=words, text="Ask <b>her</b>.", tags=("todo",)),
        Note(id="n2", person="mary-okafor", text="A person."),
    ]
    pages = write_site(folder.root, tmp_path / "with", notes)
    assert list(pages.problems()) == []
    assert "Ask <b>her</b>." in pages.text(paths.article_path(GAZETTE))
    assert "A person." in pages.text("notes.html")
    without = write_site(folder.root, tmp_path / "without")
    assert "notes.html" not in without.pages
    for page in without.pages:
        assert "Your note" not in without.text(page)


def open_first_words(folder: Folder) -> str:
    with closing(open_dossier([folder.root])) as dossier:
        record = next(each for each in iter_articles(dossier.index) if each.article.id == GAZETTE)
        return record.paragraphs[1].text.split(".")[0]


def test_lists_are_divided_into_pages(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("writer", "timeline_pages", "people_pages", "site"):
        monkeypatch.setattr(f"medway_tui.export.site.{module}.ENTRIES_PER_PAGE", 2)
    monkeypatch.setattr("medway_tui.export.site.quote_pages.QUOTES_PER_PAGE", 2)
    for module in ("difference_pages", "site"):
        monkeypatch.setattr(f"medway_tui.export.site.{module}.DIFFERENCES_PER_PAGE", 1)
    pages = write_site(folder.root, tmp_path / "site")
    assert list(pages.problems()) == []
    assert {"articles--2.html", "quotes--5.html", "timeline--2.html", "people--2.html"} <= pages.pages.keys()
    for where in ("above", "below"):
        pager = f"//nav[@aria-label='Pages, {where} the list']"
        assert pages.select("quotes--2.html", f"{pager}//a[@aria-current]") == ["2"]
        assert "quotes--3.html" in pages.select("quotes--2.html", f"{pager}//a[.='Next']/@href")
    assert any(each.endswith("#year-2021") for each in pages.select("timeline.html", "//nav//@href"))


def test_the_same_dossier_makes_the_same_site(folder: Folder, tmp_path: Path) -> None:
    sites = [write_site(folder.root, tmp_path / name).folder for name in ("one", "two")]
    one, two = ({p.name: p.read_bytes() for p in site.rglob("*") if p.is_file()} for site in sites)
    assert one == two


def test_an_empty_dossier_has_a_site(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "dossier")
    folder.write("dossier.yaml", "id: empty\ntitle: Nothing yet\n")
    pages = write_site(folder.root, tmp_path / "site")
    assert list(pages.problems()) == []
    assert "There are no articles" in pages.text("articles.html")
