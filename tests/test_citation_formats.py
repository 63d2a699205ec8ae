"""``csl-json``, ``bibtex``, ``ris`` and ``webannotation``, read back by other programs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string
from pybtex.plugin import find_plugin
from pybtex.richtext import Text
from pyld import jsonld

from medway_tui.export.bibtex import format_entry
from medway_tui.export.citations import CitedArticle
from medway_tui.export.csl import csl_item
from medway_tui.export.ris import format_reference
from medway_tui.export.web_annotation import CONTEXT_LENGTH
from medway_tui.index.articles import ArticleRow, list_articles, list_paragraphs
from medway_tui.sync.dossier import open_dossier
from tests.cli_helpers import command_output, command_records, run_command
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder, mark_drafts
from tests.web_annotation_reader import OA, find_matches, load_context, unknown_terms

SHIPPED = Folder(ROOT / "content")


def row(**fields: Any) -> ArticleRow:
    """Return an article with only the required fields."""
    known = {**dict.fromkeys(ArticleRow._fields), "id": "a", "headline": "A roof", "publisher": "Gazette"}
    return ArticleRow(**{**known, "title_ours": False, "kind": "account", **fields})


def annotated(folder: Folder, *arguments: str) -> list[dict[str, Any]]:
    page = json.loads(command_output(folder, *arguments, "--format", "webannotation"))
    assert page["type"] == "AnnotationPage"
    held: list[dict[str, Any]] = page["items"]
    return held


# -- CSL-JSON ---------------------------------------------------------------------------------------------


def cited(items: list[dict[str, Any]]) -> list[str]:
    """Return the items as a Harvard bibliography, by citeproc-py."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for each in items:
        bibliography.register(Citation([CitationItem(each["id"])]))
    return [str(line) for line in bibliography.bibliography()]


def test_articles_are_cited_by_a_csl_processor(folder: Folder) -> None:
    items = json.loads(command_output(folder, "articles", "--format", "csl-json"))
    lines = {each["id"]: line for each, line in zip(items, cited(items), strict=True)}
    assert "Riverside Gazette" in lines[GAZETTE]
    assert "(2021)" in lines[GAZETTE]
    assert "Library roof" in lines[GAZETTE]
    assert "https://gazette.example.org/roof" in lines[GAZETTE]
    assert "[New leader, old roof]" in lines[HERALD]


def test_a_date_has_the_parts_that_are_known_and_nothing_else() -> None:
    def issued(date: str, **fields: Any) -> Any:
        return csl_item(CitedArticle(row(published=date, **fields)))["issued"]

    assert issued("2021") == {"date-parts": [[2021]]}
    assert issued("2021-05") == {"date-parts": [[2021, 5]]}
    assert issued("2021-05-04/2021-05-06") == {"date-parts": [[2021, 5, 4], [2021, 5, 6]]}
    inferred = issued("2021-05", published_inferred="It speaks of May.")
    assert inferred == {"date-parts": [[2021, 5]]}
    assert "issued" not in csl_item(CitedArticle(row()))


def test_what_is_ours_is_reported_in_the_note() -> None:
    fields = csl_item(CitedArticle(row(title_ours=True, published="2021", published_inferred="It says so.")))
    assert fields["title"] == "[A roof]"
    assert fields["note"] == "The title is supplied.\nThe date is inferred: It says so."
    assert "note" not in csl_item(CitedArticle(row()))
    assert csl_item(CitedArticle(row(author="Jo Bloggs and Ada Byron")))["author"] == [
        {"literal": "Jo Bloggs and Ada Byron"}
    ]


def test_quotations_are_cited_as_their_articles_each_once(folder: Folder) -> None:
    items = json.loads(command_output(folder, "quotes", "--speaker", "mary", "--format", "csl-json"))
    records = command_records(folder, "quotes", "--speaker", "mary")
    assert [each["id"] for each in items] == list(dict.fromkeys(each["article"] for each in records))
    for each in items:
        words = [line["exact"] for line in records if line["article"] == each["id"]]
        assert all(f"“{exact}” — Mary Okafor" in each["note"] for exact in words)


def test_no_words_of_a_note_are_taken_for_a_field() -> None:
    reason = "It says so.\nissued: 1999\ntype: book"
    fields = csl_item(
        CitedArticle(row(published="2021", published_inferred=reason), ("“{:issued:1998}” — A",))
    )
    lines = fields["note"].split("\n")
    assert lines == ["The date is inferred: It says so. issued: 1999 type: book", "“{ :issued:1998}” — A"]


# -- BibTeX -----------------------------------------------------------------------------------------------

HOSTILE = r"50% of #1_a & b ~c \d “q” é"


def test_bibtex_is_read_back_and_keys_are_ids(folder: Folder) -> None:
    read = parse_string(command_output(folder, "articles", "--format", "bibtex"), "bibtex")
    assert list(read.entries) == [NEWSLETTER, GAZETTE, HERALD]
    fields = read.entries[GAZETTE].fields
    assert (fields["year"], fields["month"], fields["date"]) == ("2021", "March", "2021-03-04")
    assert fields["title"] == "{Library roof ‘beyond patching’}"
    assert fields["organization"] == fields["howpublished"] == "Riverside Gazette"
    assert fields["entrysubtype"] == "newspaper"
    assert fields["url"] == "https://gazette.example.org/roof"
    assert read.entries[HERALD].fields["note"].startswith("The title is supplied. The date is inferred: ")


def test_bibtex_escapes_what_latex_obeys() -> None:
    text = format_entry(
        CitedArticle(row(headline=HOSTILE, author="Smith, Jo and Co", url="https://x.org/{a}?b=1%202_3#c\\d"))
    )
    read = parse_string(text, "bibtex").entries["a"]
    assert str(Text.from_latex(read.fields["title"])) == HOSTILE
    assert len(read.persons["author"]) == 1
    assert read.fields["url"] == "https://x.org/%7Ba%7D?b=1%202_3#c%5Cd"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Council 'unaware' of failings", "Council ‘unaware’ of failings"),
        ("'Not good enough': the council's report", "‘Not good enough’: the council's report"),
        ("A \"safe\" roof, and an 'open' one", "A “safe” roof, and an ‘open’ one"),
        ("Councillors' pay and the '90s", "Councillors' pay and the '90s"),
    ],
)
def test_straight_quotation_marks_do_not_close_on_both_sides(printed: str, written: str) -> None:
    read = parse_string(format_entry(CitedArticle(row(headline=printed))), "bibtex")
    assert read.entries["a"].fields["title"] == f"{{{written}}}"


def test_braces_and_lines_in_a_title_can_not_end_a_field() -> None:
    text = (
        format_entry(CitedArticle(row(headline="a } b ^ {{ $c\nd\x1b", published="2021")))
        + "\n"
        + format_entry(CitedArticle(row(id="b")))
    )
    read = parse_string(text, "bibtex")
    assert list(read.entries) == ["a", "b"]
    assert {each.type for each in read.entries.values()} == {"online"}
    title = read.entries["a"].fields["title"]
    assert title == (r"{a \textbraceright{} b \textasciicircum{} \textbraceleft{}\textbraceleft{} \$c d␛}")


@pytest.mark.parametrize("name", ["plain", "unsrt", "alpha", "unsrtalpha"])
def test_bibtex_is_formatted_by_every_style(folder: Folder, name: str) -> None:
    read = parse_string(command_output(folder, "quotes", "--format", "bibtex"), "bibtex")
    style = find_plugin("pybtex.style.formatting", name)()
    backend = find_plugin("pybtex.backends", "plaintext")()
    lines = {each.key: each.text.render(backend) for each in style.format_entries(read.entries.values())}
    assert "Library roof ‘beyond patching’. Riverside Gazette, March 2021." in lines[GAZETTE]
    assert "[New leader, old roof]. Daily Herald, May 2021. The title is supplied." in lines[HERALD]
    assert "Notes from the reading room. Friends of the Library." in lines[NEWSLETTER]
    assert "I am sorry for that.” — Mary Okafor" in read.entries[GAZETTE].fields["annote"]


# -- RIS ----------------------------------------------------------------------------------------------------


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """Read references by the specification: a tag, two spaces, a hyphen, a space, a value in one line."""
    references: list[list[tuple[str, str]]] = []
    for line in filter(None, text.split("\r\n")):
        found = re.fullmatch("([A-Z][A-Z0-9])  - (.*)", line)
        assert found is not None, line
        if found[1] == "TY":
            references.append([])
        references[-1].append((found[1], found[2]))
    assert all(each[0][0] == "TY" and each[-1] == ("ER", "") for each in references)
    return references


def ris_output(folder: Folder, command: str) -> str:
    """Return the output with its line ends as they are."""
    return run_command(folder, command, "--format", "ris").stdout_bytes.decode()


def test_ris_has_each_article_with_what_is_known(folder: Folder) -> None:
    newsletter, gazette, herald = read_ris(
        run_command(folder, "articles", "--format", "ris").stdout_bytes.decode()
    )
    assert gazette == [
        ("TY", "NEWS"),
        ("ID", GAZETTE),
        ("AU", "Pen Marlow"),
        ("TI", "Library roof 'beyond patching'"),
        ("T2", "Riverside Gazette"),
        ("PY", "2021"),
        ("DA", "2021/03/04/"),
        ("UR", "https://gazette.example.org/roof"),
        ("Y2", "2021/03/05/"),
        ("ER", ""),
    ]
    assert ("TI", "[New leader, old roof]") in herald
    assert ("DA", "2021/05//") in herald
    notes = [value for tag, value in herald if tag == "N1"]
    assert notes[0] == "The title is supplied."
    assert notes[1].startswith("The date is inferred: ")
    assert {"DA", "PY", "UR", "AU"}.isdisjoint(tag for tag, _ in newsletter)


def test_ris_has_the_quotations_as_notes_and_says_which_are_drafts(folder: Folder) -> None:
    mark_drafts(folder)
    references = read_ris(ris_output(folder, "quotes"))
    notes = [value for each in references for tag, value in each if tag == "N1"]
    drafts = [note for note in notes if "” [draft, not confirmed] — " in note]
    assert len(drafts) == len([each for each in command_records(folder, "quotes") if each["draft"]])
    assert len(notes) > len(drafts) > 0


def test_no_text_can_begin_a_tag_of_ris() -> None:
    hostile = row(headline="a\r\nER  - \r\nTY  - JOUR\x1b", published="2019-07-15/2019-07-26")
    [reference] = read_ris(format_reference(CitedArticle(hostile, notes=("one\ntwo",))))
    assert ("TI", "a ER - TY - JOUR␛") in reference
    assert ("DA", "2019/07/15/") in reference
    assert ("N1", "The date is a range: 15–26 Jul 2019") in reference
    assert ("N1", "one two") in reference


# -- Web Annotation ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["small", "shipped"])
def test_every_selector_finds_its_words_in_its_text(folder: Folder, content: str) -> None:
    dossier = folder if content == "small" else SHIPPED
    records = command_records(dossier, "quotes")
    index = open_dossier([dossier.root]).index
    held = annotated(dossier, "quotes")
    assert len(held) == len(records) > 0
    for line, each in zip(records, held, strict=True):
        target = each["target"][0]
        if line["article"] == NEWSLETTER:
            # The text of an original is withheld.
            assert target["selector"] == [{"type": "TextQuoteSelector", "exact": line["exact"]}]
            assert "value" not in target["source"]
            continue
        text = target["source"]["value"]
        place = (line["paragraph"], line["caption"])
        blocks = list_paragraphs(index, line["article"])
        assert [text] == [each.text for each in blocks if (each.paragraph, each.caption) == place]
        quote, position = target["selector"]
        start, end = line["start"], line["end"]
        assert find_matches(quote, text) == [(start, end)] == [(position["start"], position["end"])]
        assert quote["prefix"] == text[max(0, start - CONTEXT_LENGTH) : start]
        assert quote["suffix"] == text[end : end + CONTEXT_LENGTH]
    assert len({each["id"] for each in held}) == len(held)


@pytest.mark.parametrize("command", ["quotes", "articles"])
def test_annotations_are_read_by_a_json_ld_processor(folder: Folder, command: str) -> None:
    page = json.loads(command_output(folder, command, "--format", "webannotation"))
    assert unknown_terms(page) == set()
    [expanded] = jsonld.expand(page, {"documentLoader": load_context})
    [items] = expanded["http://www.w3.org/ns/activitystreams#items"]
    assert len(items["@list"]) == len(page["items"])
    for read, each in zip(items["@list"], page["items"], strict=True):
        assert read["@type"] == [f"{OA}Annotation"]
        assert read["@id"] == each["id"]
        assert read[f"{OA}hasTarget"]
        assert read[f"{OA}motivatedBy"][0]["@id"].startswith(OA)
    # As RDF every id is absolute.
    statements = jsonld.to_rdf(page, {"documentLoader": load_context})["@default"]
    subjects = {each["subject"]["value"] for each in statements if each["subject"]["type"] == "IRI"}
    assert {each["id"] for each in page["items"]} <= subjects


def test_an_annotation_says_who_speaks_as_what_and_on_which_page(folder: Folder) -> None:
    [each] = annotated(folder, "quotes", "sorry")
    speaker, cited_as, kind = each["body"]
    assert speaker["name"] == "Mary Okafor"
    assert speaker["schema:identifier"] == "mary-okafor"
    assert speaker["schema:jobTitle"].startswith("Leader of the Council")
    assert speaker["schema:memberOf"]["name"] == "Green Party"
    assert cited_as["value"] + "\n" == command_output(folder, "quotes", "sorry", "--format", "text")
    assert (kind["purpose"], kind["value"]) == ("classifying", "direct")
    page = each["target"][1]
    assert page["source"] == "https://gazette.example.org/roof"
    # Around the words, an account is not what the page has.
    assert page["selector"] == {
        "type": "TextQuoteSelector",
        "exact": "We were told in 2012 [sic] and we did nothing. I am sorry for that.",
    }


def test_words_that_are_adrift_have_no_position(folder: Folder) -> None:
    folder.change(f"quotes/{HERALD}.yaml", "A roof is a promise.", "A roof is a prayer.")
    [each] = annotated(folder, "quotes", "prayer")
    assert each["target"][0]["selector"] == [{"type": "TextQuoteSelector", "exact": "A roof is a prayer."}]


def test_the_order_of_a_list_is_all_that_its_id_depends_on(folder: Folder) -> None:
    pages = {
        command_output(folder, "quotes", "--sort", sort, "--format", "webannotation")
        for sort in ("oldest", "newest")
    }
    assert len({json.loads(page)["id"] for page in pages}) == 2
    again = command_output(folder, "quotes", "--format", "webannotation")
    assert again in pages


@pytest.mark.parametrize(("form", "empty"), [("csl-json", "[]\n"), ("bibtex", ""), ("webannotation", "[]")])
def test_nothing_found_is_a_list_of_nothing(folder: Folder, form: str, empty: str) -> None:
    result = run_command(folder, "quotes", "zebra", "--format", form)
    assert result.exit_code == 1
    assert empty in result.stdout.replace("[\n]", "[]")
    if form != "bibtex":
        json.loads(result.stdout)


def test_only_quotations_and_articles_have_these_formats(folder: Folder) -> None:
    assert run_command(folder, "people", "--format", "bibtex").exit_code == 2


def test_every_shipped_article_is_in_each() -> None:
    ids = [each.id for each in list_articles(open_dossier([SHIPPED.root]).index)]
    assert [
        each["id"] for each in json.loads(command_output(SHIPPED, "articles", "--format", "csl-json"))
    ] == ids
    assert (
        list(parse_string(command_output(SHIPPED, "articles", "--format", "bibtex"), "bibtex").entries) == ids
    )
    assert len(annotated(SHIPPED, "articles")) == len(ids)
