"""Importing annotations of other programs: placed by their words, written as drafts, listed, undone."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.importing import undo_import
from medway_tui.importing.annotations import importer as importer_module
from medway_tui.importing.annotations.formats import find_format
from medway_tui.importing.annotations.hypothesis_json import read_hypothesis
from medway_tui.importing.annotations.importer import AnnotationImport, AnnotationImporter
from medway_tui.importing.annotations.json_values import JsonFile
from medway_tui.importing.annotations.web_annotation import read_web_annotations
from medway_tui.importing.write_lock import lock_for_writing
from medway_tui.index.quotes import find_quotes
from medway_tui.saved_pages import UnreadableError
from medway_tui.sync.dossier import open_dossier
from medway_tui.sync.locations import DossierError
from medway_tui.yaml_io.nodes import read_document
from tests.cli_helpers import command_output
from tests.fixtures_library import GAZETTE, HERALD, NEWSLETTER, Folder

PIER = "pier-2022-07-01"
URL = "https://pier.example.org/news/2022/the-pier-opens-at-last"
ARTICLE = f"""\
headline: The pier opens at last
publisher: Pier Post
published: "2022-07-01"
url: {URL}
kind: original
paragraphs:
  - "A flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and a kite 🪁 flew over the café as the pier opened."
  - "Mary Okafor said: “It is open. It is open again, and it is ours."
  - "“It is open again because you paid for every plank of it.”"
  - "Tom Ashdown called it “a fine day’s work” – and went home."
  - "He said it was open again, and nobody laughed."
"""


@pytest.fixture
def pier(folder: Folder) -> Folder:
    """Return the library dossier with an original that has emoji, and words that it repeats."""
    folder.write(f"articles/{PIER}.yaml", ARTICLE)
    return folder


def run(folder: Folder, *arguments: str | Path) -> Result:
    command = ["import", "annotations", "--content", str(folder.root), *map(str, arguments)]
    return CliRunner().invoke(cli, command, catch_exceptions=False)


def imported(folder: Folder, value: Any, *, dry_run: bool = False) -> AnnotationImport:
    """Import a JSON value as a file of annotations."""
    importer = AnnotationImporter([folder.root])
    try:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return importer.import_file("coder.json", data, dry_run=dry_run)
    finally:
        importer.close()


def web(exact: str, prefix: str = "", suffix: str = "", *, url: str = URL, **more: Any) -> dict[str, Any]:
    """Return a Web Annotation of words on a page."""
    selector = {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example.org/1",
        "type": "Annotation",
        "target": {"source": url, "selector": selector},
        **more,
    }


def row(exact: str, prefix: str = "", suffix: str = "", *, url: str = URL, **more: Any) -> dict[str, Any]:
    """Return an annotation of Hypothesis."""
    selector = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3, "endContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 512, "end": 512 + len(exact)},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
    ]
    return {
        "id": "r1",
        "uri": url,
        "user": "acct:ida@hypothes.is",
        "text": "",
        "tags": [],
        "target": [{"source": url, "selector": selector}],
        **more,
    }


def placed(result: AnnotationImport) -> list[str]:
    """Return each new draft as its block and words."""
    return [f"{each.span.block} {each.keys['exact']}" for each in result.added]


def reasons(result: AnnotationImport) -> list[str]:
    return [each.reason for each in result.problems]


def entries(folder: Folder, article: str) -> list[dict[str, Any]]:
    value = read_document(str(folder.path(f"quotes/{article}.yaml")))[0].value
    assert isinstance(value, list)
    return [each for each in value if isinstance(each, dict)]


def quotations(folder: Folder) -> list[tuple[Any, ...]]:
    """Return every quotation: article, speakers, type, and the place and words of each piece."""
    index = open_dossier([folder.root]).index
    return sorted(
        (
            row.article.id,
            row.speakers or (row.attribution or "",),
            row.type,
            tuple((piece.block, piece.start, piece.end, piece.exact) for piece in row.pieces),
        )
        for row in find_quotes(index)[0]
    )


# -- our own export --------------------------------------------------------------------------------------


def test_our_own_web_annotations_come_back_with_the_same_speakers_and_places(folder: Folder) -> None:
    exported = folder.write("own.jsonld", command_output(folder, "quotes", "--format", "webannotation"))
    before = quotations(folder)
    for article in (GAZETTE, HERALD, NEWSLETTER):
        folder.remove(f"quotes/{article}.yaml")
    done = run(folder, exported)
    assert (done.exit_code, done.stderr) == (0, "")
    assert quotations(folder) == before
    assert [each for each in folder.findings() if "error" in each] == []
    # What the export says of the article is no one's note.
    assert "note" not in str(entries(folder, HERALD))


def test_importing_our_own_export_again_adds_nothing(folder: Folder) -> None:
    exported = folder.write("own.jsonld", command_output(folder, "quotes", "--format", "webannotation"))
    before = folder.read(f"quotes/{GAZETTE}.yaml")
    done = run(folder, exported)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "no new drafts in 0 articles, 10 there already" in done.stdout
    assert folder.read(f"quotes/{GAZETTE}.yaml") == before
    assert not folder.path(".imports").exists()


# -- places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [web, row])
def test_words_are_found_however_they_are_spelt(pier: Folder, make: Any) -> None:
    composed = "as the pier opened"
    decomposed = unicodedata.normalize("NFD", "over the café as")
    result = imported(
        pier,
        [
            make("a fine day's work", 'called it "', '" - and'),
            make(f"  {composed}\r\n"),
            make(decomposed),
        ],
    )
    assert reasons(result) == []
    assert placed(result) == ["4 a fine day’s work", "1 as the pier opened", "1 over the café as"]


def test_a_quotation_over_two_paragraphs_is_one_draft_in_two_pieces(pier: Folder) -> None:
    words = "“It is open. It is open again, and it is ours.\r\n\r\n“It is open again because you paid"
    result = imported(pier, row(f"{words} for every plank of it.”", text="Both paragraphs."))
    assert placed(result) == [
        "2 It is open. It is open again, and it is ours.",
        "3 It is open again because you paid for every plank of it.",
    ]
    first, second = entries(pier, PIER)
    assert second["continues"] == first["id"]
    assert (first["speaker"], second["speaker"]) == ("mary-okafor", "mary-okafor")
    assert first["note"] == "ida: Both paragraphs."
    assert "note" not in second


def test_the_text_around_words_decides_where_they_are_printed_twice(pier: Folder) -> None:
    result = imported(
        pier,
        [
            web("open again", "said it was ", ", and nobody"),
            web("open again", suffix=" because"),
            web("open again", "It is "),
            web("open again"),
        ],
    )
    assert placed(result) == ["5 open again", "3 open again"]
    assert (
        reasons(result)
        == ["the article has these words more than once, and the text around them does not decide"] * 2
    )


def test_a_position_in_a_text_with_an_emoji_counts_code_points_or_utf_16_units(pier: Folder) -> None:
    text = "A flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and a kite 🪁 flew over the café as the pier opened."
    start = text.index("over")
    units = len(text[:start].encode("utf-16-le")) // 2
    assert units > start
    source = {"id": URL, "type": "Text", "value": text}

    def annotation(at: int, exact: str) -> dict[str, Any]:
        quoted = [{"type": "TextQuoteSelector", "exact": exact}] if exact else []
        position = {"type": "TextPositionSelector", "start": at, "end": at + 8}
        return web("", target={"source": source, "selector": [*quoted, position]})

    # Without the words, a position is in code points, as the model says.
    assert placed(imported(pier, annotation(start, ""), dry_run=True)) == ["1 over the"]
    for at in (start, units):
        assert placed(imported(pier, annotation(at, "over the"), dry_run=True)) == ["1 over the"]


def test_few_words_that_occur_once_need_something_that_speaks_for_the_place(pier: Folder) -> None:
    result = imported(pier, [web("kite", "a paper ", " of mine"), web("kite", "and a ", " 🪁 flew")])
    assert placed(result) == ["1 kite"]
    assert reasons(result) == ["the article has these words once, but in other surroundings"]


def test_a_selection_with_words_beside_a_quotation_becomes_the_quotation(pier: Folder) -> None:
    result = imported(pier, row("Tom Ashdown called it “a fine day’s work” – and went home."))
    assert placed(result) == ["4 a fine day’s work"]
    assert entries(pier, PIER)[0]["speaker"] == "tom-ashdown"


@pytest.mark.parametrize(
    "target",
    [
        f"{URL}#:~:text=called%20it-,a%20fine%20day%E2%80%99s%20work,-%E2%80%93%20and",
        {"source": URL, "selector": {"type": "FragmentSelector", "value": ":~:text=a%20fine,work"}},
        {
            "source": URL,
            "selector": {
                "type": "CssSelector",
                "value": "p:nth-child(4)",
                "refinedBy": {"type": "TextQuoteSelector", "exact": "a fine day’s work"},
            },
        },
        {
            "source": URL,
            "selector": {
                "type": "TextQuoteSelector",
                "exact": "Tom Ashdown called it “a fine day’s work” – and went home.",
                "refinedBy": {"type": "TextPositionSelector", "start": 23, "end": 40},
            },
        },
        {
            "source": URL,
            "selector": {
                "type": "RangeSelector",
                "startSelector": {"type": "TextQuoteSelector", "exact": "a fine"},
                "endSelector": {"type": "TextQuoteSelector", "exact": "” – and"},
            },
        },
        [{"type": "List", "items": [{"source": URL, "selector": {"exact": "a fine day’s work"}}]}],
    ],
)
def test_a_target_may_be_an_address_a_resource_or_several_with_any_selector(
    pier: Folder, target: Any
) -> None:
    result = imported(pier, {"@type": "oa:Annotation", "oa:hasTarget": target})
    assert (placed(result), reasons(result)) == (["4 a fine day’s work"], [])


@pytest.mark.parametrize(
    "value",
    [
        [web("a fine day’s work")],
        {"type": "AnnotationPage", "items": [web("a fine day’s work")]},
        {"type": "AnnotationCollection", "first": {"items": [web("a fine day’s work")]}},
        {"@context": "http://www.w3.org/ns/anno.jsonld", "@graph": [web("a fine day’s work")]},
        [row("a fine day’s work")],
        {"rows": [row("a fine day’s work")], "total": 1},
        {"export_date": "2024-01-01", "annotations": [row("a fine day’s work")]},
    ],
)
def test_annotations_are_read_from_each_kind_of_container(pier: Folder, value: Any) -> None:
    assert placed(imported(pier, value)) == ["4 a fine day’s work"]


def test_a_graph_may_describe_bodies_and_targets_apart(pier: Folder) -> None:
    graph = [
        {"@id": "_:a", "@type": "oa:Annotation", "oa:hasBody": {"@id": "_:b"}, "oa:hasTarget": "_:t"},
        {"@id": "_:b", "@type": "oa:TextualBody", "rdf:value": {"@value": "Well said."}},
        {
            "@id": "_:t",
            "oa:hasSource": {"@id": URL},
            "oa:hasSelector": {"@id": "_:s", "oa:exact": "fine day’s"},
        },
    ]
    result = imported(pier, {"@graph": graph})
    assert placed(result) == ["4 fine day’s"]
    assert entries(pier, PIER)[0]["note"] == "Well said."


# -- articles --------------------------------------------------------------------------------------------


def test_a_copy_of_shipped_quotations_is_noted_so_that_check_can_compare_it(own_home: Path) -> None:
    url = "https://www.bbc.com/news/uk-england-kent-49483240"
    importer = AnnotationImporter([])
    data = json.dumps(row("Ann Domeney resigned", url=url)).encode()
    result = importer.import_file("coder.json", data)
    importer.close()
    assert [each.article for each in result.added] == ["bbc-2019-08-27"]
    own = own_home / "data" / "medway-tui" / "medway-childrens-services"
    noted = json.loads((own / ".shipped-copies.json").read_bytes())["copies"]
    assert list(noted) == ["quotes/bbc-2019-08-27.yaml"]


@pytest.mark.parametrize(
    "address",
    [
        f"{URL}?utm_source=mail#comments",
        URL.replace("https://", "http://www."),
        f"https://via.hypothes.is/{URL}",
        f"https://web.archive.org/web/20220702000000/{URL}",
    ],
)
def test_an_article_is_found_by_other_forms_of_its_address(pier: Folder, address: str) -> None:
    assert placed(imported(pier, row("a fine day’s work", url=address))) == ["4 a fine day’s work"]


def test_an_article_is_found_by_the_links_of_a_pdf(pier: Folder) -> None:
    document = {"title": ["The pier"], "link": [{"href": "urn:x-pdf:0f"}, {"href": URL}]}
    result = imported(pier, row("a fine day’s work", url="urn:x-pdf:0f", document=document))
    assert placed(result) == ["4 a fine day’s work"]


def test_what_can_t_be_placed_is_listed_with_the_reason(pier: Folder) -> None:
    orphan = row("words that the page has lost")
    note = {key: value for key, value in row("").items() if key != "target"} | {"text": "On the whole."}
    elsewhere = row("a fine day’s work", url="https://other.example.org/page")
    reply = row("", id="r9", references=["gone"], text="I agree.")
    path = pier.write("coder.json", json.dumps({"rows": [orphan, note, elsewhere, reply], "total": 4}))
    done = run(pier, path)
    assert done.exit_code == 1
    assert done.stderr.replace(str(path), "FILE").splitlines() == [
        "medway-tui: FILE: annotation 4: it answers an annotation that is not in the file"
        f" ({URL}): “ida: I agree.”",
        f"medway-tui: FILE: annotation 2: it is about the whole article, and selects no words ({PIER});"
        " ida: On the whole.",
        "medway-tui: FILE: annotation 3: the dossier has no article of this address"
        " (https://other.example.org/page): “a fine day’s work”; Marked by ida.",
        f"medway-tui: FILE: annotation 1: these words are not in the article ({PIER}):"
        " “words that the page has lost”; Marked by ida.",
    ]


# -- speakers and notes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "speaker", "draft"),
    [
        (["speaker:tom-ashdown"], "tom-ashdown", 0.95),
        (["speaker: Tom Ashdown"], "tom-ashdown", 0.95),
        (["Speaker:ashdown"], "tom-ashdown", 0.5),
        (["Tom Ashdown", "promise"], "tom-ashdown", 0.95),
        (["Mary Okafor"], "mary-okafor", 0.5),
        (["speaker:Ida Nobody"], None, 0.3),
        (["speaker:mary-okafor", "speaker:quay-residents"], ["mary-okafor", "quay-residents"], 0.5),
    ],
)
def test_a_tag_names_the_speaker(pier: Folder, tags: list[str], speaker: Any, draft: float) -> None:
    imported(pier, row("a fine day’s work", tags=tags))
    (entry,) = entries(pier, PIER)
    assert (entry.get("speakers") or entry.get("speaker"), float(str(entry["draft"]))) == (speaker, draft)


def test_without_a_named_speaker_the_words_of_the_article_decide(pier: Folder) -> None:
    imported(pier, [row("a fine day’s work", tags=["promise"]), row("nobody laughed")])
    known, open_ = entries(pier, PIER)
    assert (known["speaker"], known["attribution"], known["cue"]) == ("tom-ashdown", "Tom Ashdown", "called")
    assert "speaker" not in open_
    assert open_["type"] == "indirect"


def test_an_id_of_another_dossier_is_no_speaker_here(pier: Folder) -> None:
    body = {"id": "urn:uuid:1", "name": "Thomas Ashdownson", "schema:identifier": "tom-ashdown"}
    imported(pier, web("it was open again", generator={"name": "medway-tui"}, body=body))
    (entry,) = entries(pier, PIER)
    assert "speaker" not in entry
    assert entry["note"] == "The annotation names Thomas Ashdownson: tom-ashdown is Tom Ashdown here."


def test_text_author_tags_and_answers_become_the_note(pier: Folder) -> None:
    first = row("a fine day’s work", text="Is it\nso?", tags=["doubt"], user_info={"display_name": "Ida B"})
    reply = row("", id="r2", references=["r1"], text="It is.", user="acct:otto@hypothes.is")
    imported(pier, [first, reply])
    assert entries(pier, PIER)[0]["note"] == "Ida B: Is it so? Reply: otto: It is. Tags: doubt."


def test_html_in_a_body_is_read_as_text(pier: Folder) -> None:
    body = {
        "type": "TextualBody",
        "format": "text/html",
        "value": "<p>So <b>fine</b> &amp; dry</p><p>Yes</p>",
    }
    imported(pier, web("a fine day’s work", body=body, creator={"name": "Otto"}))
    assert entries(pier, PIER)[0]["note"] == "Otto: So fine & dry Yes"


# -- what is there already -------------------------------------------------------------------------------


def test_a_known_quotation_is_not_added_again_and_what_differs_is_said(folder: Folder) -> None:
    url = "https://gazette.example.org/roof"
    result = imported(
        folder, [row("“out of the question”.", url=url, text="Really?", tags=["speaker:tom-ashdown"])]
    )
    assert result.added == []
    assert [f"{each.id}: {each.remark}" for each in result.known] == [
        "q4: its speaker is Tom Ashdown there, Mary Okafor here; ida: Really? (not taken over)"
    ]


def test_two_annotations_of_the_same_words_are_one_draft(pier: Folder) -> None:
    result = imported(pier, [row("a fine day’s work"), row("“a fine day’s work”", id="r2", text="And mine.")])
    assert placed(result) == ["4 a fine day’s work"]
    assert [each.remark for each in result.known] == ["ida: And mine. (not taken over)"]


def test_drafts_are_appended_to_the_quotes_of_a_file_byte_for_byte(folder: Folder) -> None:
    before = folder.read(f"quotes/{GAZETTE}.yaml")
    imported(folder, row("buckets stand on every landing", url="https://gazette.example.org/roof"))
    after = folder.read(f"quotes/{GAZETTE}.yaml")
    assert after.startswith(before)
    assert entries(folder, GAZETTE)[-1]["id"] == "q7"


def test_the_user_s_own_folder_gets_a_copy_of_the_quotes_that_it_covers(
    folder: Folder, own_folder: Folder
) -> None:
    own_folder.root.mkdir(parents=True)
    path = folder.write(
        "coder.json", json.dumps([row("buckets stand", url="https://gazette.example.org/roof")])
    )
    done = run(folder, "--content", own_folder.root, path)
    assert done.exit_code == 0, done.stderr
    assert [each["id"] for each in entries(own_folder, GAZETTE)] == [f"q{n}" for n in range(1, 8)]
    assert len(entries(folder, GAZETTE)) == 6
    undo = ["import", "--content", str(folder.root), "--content", str(own_folder.root), "--undo"]
    done = CliRunner().invoke(cli, [*undo, "annotations-coder"])
    assert done.exit_code == 0, done.stderr
    assert not own_folder.path("quotes").exists()


# -- undo ------------------------------------------------------------------------------------------------


def test_an_import_is_undone_and_leaves_every_file_as_it_was(folder: Folder) -> None:
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    url = "https://gazette.example.org/roof"
    result = imported(
        folder, [row("buckets stand on every landing", url=url), row("Buckets and books", url=url)]
    )
    assert len(result.added) == 2
    done = CliRunner().invoke(cli, ["import", "--content", str(folder.root), "--undo", result.id])
    assert done.exit_code == 0, done.output
    after = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    assert after == before


def test_an_import_with_a_confirmed_draft_is_not_undone(pier: Folder) -> None:
    result = imported(pier, row("a fine day’s work"))
    pier.change(f"quotes/{PIER}.yaml", f"  draft: {result.added[0].keys['draft']}\n", "")
    done = CliRunner().invoke(cli, ["import", "--content", str(pier.root), "--undo", result.id])
    assert done.exit_code == 2
    assert "nothing was undone, as this was confirmed or edited since" in done.stderr
    assert len(entries(pier, PIER)) == 1


def test_words_that_a_reviewer_dropped_do_not_come_back(pier: Folder) -> None:
    imported(pier, [row("a fine day’s work"), row("nobody laughed", id="r2")])
    first = pier.read(f"quotes/{PIER}.yaml").partition("- id: q2")[0]
    pier.write(f"quotes/{PIER}.yaml", first)
    result = imported(pier, [row("a fine day’s work"), row("nobody laughed", id="r2")])
    assert placed(result) == []
    assert reasons(result) == ["you dropped these words after an earlier import"]


def test_a_dry_run_writes_nothing_and_prints_the_file(pier: Folder) -> None:
    path = pier.write("coder.json", json.dumps(row("a fine day’s work")))
    done = run(pier, path, "--dry-run")
    assert done.exit_code == 0
    assert f"# {pier.path(f'quotes/{PIER}.yaml')}\n" in done.stdout
    assert not pier.path(f"quotes/{PIER}.yaml").exists()


def test_what_another_import_writes_meanwhile_is_kept(pier: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    importer = AnnotationImporter([pier.root])
    others = iter([row("a fine day’s work")])

    def lock_after_another(folder: Path, *, dry_run: bool) -> Any:
        for other in others:
            imported(pier, other)
        return lock_for_writing(folder, dry_run=dry_run)

    monkeypatch.setattr(importer_module, "lock_for_writing", lock_after_another)
    data = json.dumps([row("nobody laughed"), row("a fine day’s work", id="r2")]).encode()
    result = importer.import_file("second.json", data)
    importer.close()
    assert (placed(result), len(result.known)) == (["5 nobody laughed"], 1)
    assert [each["exact"] for each in entries(pier, PIER)] == ["a fine day’s work", "nobody laughed"]
    assert [each["id"] for each in entries(pier, PIER)] == ["q1", "q2"]


def test_a_quotes_file_that_can_t_be_read_is_left_as_it_is(folder: Folder) -> None:
    folder.write(f"quotes/{GAZETTE}.yaml", "- id: q1\n  exact: [\n")
    result = imported(folder, row("buckets stand on every landing", url="https://gazette.example.org/roof"))
    assert result.added == []
    assert "fix that first" in reasons(result)[0]


# -- bad input -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"rows": [', "this is not valid JSON: expecting value"),
        (b'{"target": ' + b"[" * 100_000, "this JSON is nested too deeply"),
        (b'{"target": "\xff"}', "this JSON is not UTF-8"),
        (b'{"target": 1}', "this JSON has no annotations"),
        (b"target", "this is no file of annotations"),
        (b'{"target": ' + b"9" * 5_000 + b"}", "this JSON has a number that is too long"),
    ],
)
def test_a_file_that_is_no_annotations_is_refused_in_a_sentence(
    pier: Folder, data: bytes, message: str
) -> None:
    with pytest.raises(UnreadableError) as error:
        imported(pier, data)
    assert str(error.value) == message


def test_a_key_that_is_there_twice_is_said(pier: Folder) -> None:
    data = json.dumps(row("a fine day’s work")).replace('"tags": []', '"tags": ["a"], "tags": ["b"]')
    result = imported(pier, data.encode())
    assert result.remarks == ["the key “tags” is twice in 1 object: the last counts"]


def test_an_undo_of_an_import_that_is_not_known_is_refused(pier: Folder) -> None:
    with pytest.raises(DossierError, match="no import of annotations-x is known"):
        undo_import([pier.root], "annotations-x")


# -- recognised by import --------------------------------------------------------------------------------


def test_import_recognises_a_file_of_annotations_among_saved_articles(pier: Folder) -> None:
    path = pier.write("coder.json", json.dumps([row("a fine day’s work"), row("no such words", id="r2")]))
    command = ["import", "--content", str(pier.root), str(path)]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert done.exit_code == 1
    assert f"{path}: 1 new draft in 1 article, 1 not placed" in done.stdout
    assert "annotation 2: these words are not in the article" in done.stderr
    assert [each["exact"] for each in entries(pier, PIER)] == ["a fine day’s work"]


def test_a_feed_in_json_is_no_file_of_annotations(tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [], "target": "x"}
    assert find_format(tmp_path / "feed.json", json.dumps(feed).encode()) is None
    assert find_format(tmp_path / "coder.json", json.dumps(web("words")).encode()) is not None


def test_import_of_a_folder_passes_over_the_files_of_brat(pier: Folder, tmp_path: Path) -> None:
    (tmp_path / "coded").mkdir()
    for name in (f"{PIER}.ann", f"{PIER}.txt", "annotation.conf"):
        (tmp_path / "coded" / name).write_text("The pier opens at last.\n", encoding="utf-8")
    command = ["import", "--content", str(pier.root), str(tmp_path / "coded")]
    done = CliRunner().invoke(cli, command, catch_exceptions=False)
    assert "medway-tui import annotations reads the folder" in done.output
    assert [path.stem for path in pier.path("articles").glob("pier*")] == [PIER]


def test_every_annotation_of_a_large_file_is_read() -> None:
    page = {"type": "AnnotationPage", "items": [web(f"words {number}") for number in range(2_500)]}
    rows = {"rows": [row(f"words {number}", id=str(number)) for number in range(2_500)], "total": 2_500}
    read = [read_web_annotations(JsonFile(page)), read_hypothesis(JsonFile(rows))]
    assert [len(each.annotations) for each in read] == [2_500, 2_500]
