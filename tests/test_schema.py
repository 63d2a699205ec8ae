"""Values of each key: all errors of a file at once, each at its position."""

from __future__ import annotations

import pytest

from medway_tui.index.articles import get_article, list_paragraphs
from medway_tui.sync.dossier import open_dossier
from tests.fixtures_library import FILES, GAZETTE, HERALD, NEWSLETTER, Folder, line_and_column

ARTICLE = f"articles/{NEWSLETTER}.yaml"
QUOTES = f"quotes/{NEWSLETTER}.yaml"
INSPECTION = "inspections/2012-roof.yaml"


def message(folder: Folder) -> str:
    (finding,) = folder.check()
    return finding.message


CHANGES = {
    "a key is missing": (QUOTES, "  type: mixed\n", "", "id: q1", "S101", "the key type is missing"),
    "a key of a file is missing": (
        ARTICLE, "publisher: Friends of the Library\n", "", "headline", "S101",
        "the key publisher is missing",
    ),
    "a key far down is missing": (
        INSPECTION, "  end: \"2012-06-08\"\n", "", "start:", "S101", "the key end is missing",
    ),
    "a key is not known": (
        ARTICLE, "kind: original", "kind: original\nsection: news", "section:", "S102",
        "the key section is unknown here",
    ),
    "a key far down is not known": (
        INSPECTION, "  name: Riverside Council", "  name: Riverside Council\n  fax: x", "fax:", "S102",
        "the key fax is unknown here",
    ),
    "a key with a slip": (
        ARTICLE, "kind: original", "kind: original\nautor: Pen Marlow", "autor:", "S102",
        "the key autor is unknown here; did you mean author?",
    ),
    "a key far down with a slip": (
        INSPECTION, "    printed: fair", "    printed: fair\n    evidense: []", "evidense:", "S102",
        "the key evidense is unknown here; did you mean evidence?",
    ),
    "a key that YAML 1.1 merges": (
        ARTICLE, "kind: original", "kind: original\n<<: {url: x}", "<<:", "S102",
        "the key << is unknown here",
    ),
    "an id in a file": (
        ARTICLE, "kind: original", "id: x\nkind: original", "id:", "S105", "the key id does not belong here",
    ),
    "a kind of text that is not": (
        ARTICLE, "kind: original", "kind: Original", "Original", "S103",
        "kind: “Original” is not one of 'account' or 'original'",
    ),
    "a type that is not": (
        QUOTES, "type: mixed", "type: said", "said", "S103",
        "type: “said” is not one of 'direct', 'mixed', 'indirect' or 'none'",
    ),
    "a paragraph that is no number": (
        QUOTES, "paragraph: 2", "paragraph: two", "two", "S103",
        "paragraph: “two” is not a whole number: write digits, such as 7",
    ),
    "a paragraph below nought": (
        QUOTES, "paragraph: 2", "paragraph: -2", "-2", "S103",
        "paragraph: “-2” is not a whole number: write digits, such as 7",
    ),
    "a paragraph with a nought before": (
        QUOTES, "paragraph: 2", "paragraph: 02", "02", "S103",
        "paragraph: “02” is not a whole number: write digits, such as 7",
    ),
    "a paragraph in other digits": (
        QUOTES, "paragraph: 2", "paragraph: ２", "２", "S103",
        "paragraph: “２” is not a whole number: write digits, such as 7",
    ),
    "a paragraph beyond all": (
        QUOTES, "paragraph: 2", "paragraph: 99999999999999999999", "9999", "S103",
        "paragraph: “99999999999999999999” is too large: a number has six digits at most",
    ),
    "a draft that is surer than sure": (
        QUOTES, "type: mixed", "type: mixed\n  draft: 1.2", "1.2", "S103",
        "draft: “1.2” is not a number from 0 to 1: write digits, such as 0.83",
    ),
    "a draft that is a word": (
        QUOTES, "type: mixed", "type: mixed\n  draft: true", "true", "S103",
        "draft: “true” is not a number from 0 to 1: write digits, such as 0.83",
    ),
    "a draft that is no number to anybody": (
        QUOTES, "type: mixed", "type: mixed\n  draft: .nan", ".nan", "S103",
        "draft: “.nan” is not a number from 0 to 1: write digits, such as 0.83",
    ),
    "a yes": (
        ARTICLE, "kind: original", "kind: original\ntitle_ours: yes", "yes", "S103",
        "title_ours: “yes” is neither true nor false",
    ),
    "an empty text": (
        ARTICLE, "publisher: Friends of the Library", 'publisher: "  "', '"  "', "S103",
        "publisher: the text is empty: write it, or remove the key if it is not known",
    ),
    "a day that does not exist": (
        ARTICLE, "kind: original", "kind: original\npublished: 2024-02-31", "2024-02-31", "S103",
        "published: “2024-02-31” is not a date: February has 29 days in 2024",
    ),
    "a date of another form": (
        ARTICLE, "kind: original", "kind: original\npublished: 31/12/2024", "31/12/2024", "S103",
        "published: write a date as 2019, 2019-07, 2019-07-15 or 2019-07-15/2019-07-26",
    ),
    "an address that runs something": (
        ARTICLE, "kind: original", "kind: original\nurl: javascript:alert(1)", "javascript:", "S103",
        "url: an address begins with https://",
    ),
    "an address with a password": (
        ARTICLE, "kind: original", "kind: original\nurl: https://bbc.co.uk@evil.example/x", "https://bbc",
        "S103",
        "url: an address begins with https://",
    ),
    "a list where text is wanted": (
        ARTICLE, "publisher: Friends of the Library", "publisher: [Friends]", "[Friends]", "S104",
        "publisher: a text is expected here, not a list or mapping",
    ),
    "text where a list is wanted": (
        INSPECTION, FILES[INSPECTION].partition("judgements:")[2], " fair\n", "fair\n", "S104",
        "judgements: a list is expected here: each item on a line that begins with a hyphen",
    ),
    "text where keys are wanted": (
        INSPECTION, "provider:\n  name: Riverside Council", "provider: Riverside Council",
        "Riverside Council",
        "S104", "provider: keys with values are expected here",
    ),
    "a digest that is none": (
        ARTICLE, "  - The kettle is mended; the roof is not.", "  - {text: x, digest: E0DBCB1F2CF3}",
        "E0DBCB1F2CF3", "S103", "digest: a digest is twelve of the characters 0–9 and a–f",
    ),
    "a language that is none": (
        "dossier.yaml", "en-GB", "English (UK)", "English (UK)", "S103",
        "language: a language is a tag such as en-GB",
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_key_may_not_hold(folder: Folder, change: str) -> None:
    name, old, new, words, code, says = CHANGES[change]
    folder.change(name, old, new)
    line, column = line_and_column(folder.read(name), words)
    findings = [f for f in folder.check() if folder.name_of(f.path) == name and f.code.startswith("S")]
    assert [(f.line, f.column, f.code, f.message) for f in findings] == [(line, column, code, says)]
    assert findings[0].hint


@pytest.mark.parametrize(
    "bad",
    ["Mary", "mary_okafor", "mary--okafor", "-mary", "mary okafor", "mary.okafor", "../../etc", "müller"],
)
def test_ids_are_plain(folder: Folder, bad: str) -> None:
    folder.write("events.yaml", f'- id: "{bad}"\n  date: "2020"\n  title: x\n  sources: [{{note: y}}]\n')
    assert folder.findings() == ["events.yaml:1:7 S103"]
    assert message(folder).endswith("lower-case letters a–z, digits and single hyphens")


@pytest.mark.parametrize("stem", ["Roof", "roof_1", "roof 1", "roof.2021", "dach-über", "roof\n"])
def test_names_of_files_are_ids(folder: Folder, stem: str) -> None:
    folder.write(f"articles/{stem}.yaml", folder.read(ARTICLE))
    (finding,) = folder.check()
    assert (finding.code, finding.line, finding.column) == ("S106", 1, 1)
    assert open_dossier([folder.root]).findings()[0].code == "S106"


def test_files_of_other_kinds_are_let_alone(folder: Folder) -> None:
    folder.write("articles/notes.txt", "no YAML: at: all")
    folder.write("articles/.hidden.yaml", "no YAML: at: all")
    folder.write("articles/back-up.yaml~", "no YAML: at: all")
    folder.write("drafts/x.yaml", "no YAML: at: all")
    assert folder.findings() == []


def test_all_errors_of_a_file_are_reported_at_once(folder: Folder) -> None:
    text = """\
headline: [x]
publisher: ""
published: 2021-02-30
author:
  - a
colour: red
kind: none
paragraphs:
  - fine
  - text: ""
  - [x]
  - {text: y, kind: picture, number: 3, digest: xyz}
"""
    folder.remove(QUOTES)
    folder.write(ARTICLE, text)
    assert folder.findings() == [
        f"{ARTICLE}:{line}:{column} {code}"
        for line, column, code in [
            (1, 11, "S104"),
            (2, 12, "S103"),
            (3, 12, "S103"),
            (5, 3, "S104"),
            (6, 1, "S102"),
            (7, 7, "S103"),
            (10, 11, "S103"),
            (11, 5, "S104"),
            (12, 21, "S103"),
            (12, 30, "S102"),
            (12, 49, "S103"),
        ]
    ]


def test_paragraphs_are_texts_or_texts_with_a_kind(folder: Folder) -> None:
    dossier = open_dossier([folder.root])
    kinds = [(row.paragraph, row.kind) for row in list_paragraphs(dossier.index, GAZETTE)]
    assert kinds[:4] == [(0, "headline"), (1, "paragraph"), (2, "subhead"), (3, "paragraph")]
    assert kinds[5] == (5, "item")
    texts = [row.text for row in list_paragraphs(dossier.index, GAZETTE)]
    assert texts[2] == "Buckets and books"
    assert texts[6] == "Gutters: [@click=app.quit]all of them[/]"


def test_flags_and_what_is_not_said(folder: Folder) -> None:
    index = open_dossier([folder.root]).index
    herald, newsletter = get_article(index, HERALD), get_article(index, NEWSLETTER)
    assert herald is not None
    assert newsletter is not None
    assert (bool(herald.title_ours), bool(newsletter.title_ours)) == (True, False)
    assert (newsletter.published, newsletter.url, newsletter.author) == (None, None, None)
