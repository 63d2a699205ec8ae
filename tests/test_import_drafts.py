"""Importing saved articles as drafts: read, written, merged, undone, refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from medway_tui.authoring.templates import BodyBlock, article_lines, file_text
from medway_tui.cli.main import cli
from medway_tui.importing.quotations import find_quotes
from medway_tui.importing.speakers import SpeakerNames
from medway_tui.index.names import KnownName
from medway_tui.saved_pages import ReadOptions, UnreadableError, read_saved_article
from medway_tui.sync.check import check_dossier
from medway_tui.yaml_io.nodes import parse_document, read_document
from tests import fixtures_pier as pier
from tests.fixtures_library import Folder

SAVED = pier.SAVED / "brackwater.txt"
ID = "brackwater-post-2024-05-14"
PAGE = """\
<!doctype html><html><head><title>Bins row | The Post</title>
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Bins row deepens",
"datePublished":"2024-03-02T10:00:00+00:00","author":[{"name":"Jo Penn"}],"publisher":{"name":"The Post"},
"mainEntityOfPage":{"@id":"https://post.example/bins"}}]}</script></head>
<body><nav><a href=/>Home</a></nav><article><h1>Bins row deepens</h1><p>By Jo Penn</p>
<figure><img alt=bins><figcaption>Bins on a street</figcaption></figure>
<p>The row over bins in Eastwick deepened on Friday, as residents gathered outside the town hall.
<p>“It is a <b>disgrace</b>,” said Maud Tully. <q>Nobody listens</q>, she added.<br><br>No answer came.
<h2>What next</h2><ul><li>A meeting on Monday<li>A vote in May</ul>
<div class="related-links"><p>Something entirely else that happened in another town.</p></div>
</article><footer><p>All about us and what we do, in a sentence or two.</p></footer></body></html>
"""


@pytest.fixture
def root(tmp_path: Path) -> Folder:
    made = tmp_path / "pier"
    pier.write(made)
    return Folder(made)


def run(root: Folder, *arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        cli,
        ["import", "--content", str(root.root), *map(str, arguments)],
        input=stdin,
        catch_exceptions=False,
    )


def errors(root: Folder) -> list[str]:
    return [str(each) for each in check_dossier([root.root])[1] if each.severity == "error"]


def snapshot(root: Folder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.root.rglob("*")) if path.is_file()}


def test_an_article_becomes_a_draft_that_passes_check(root: Folder) -> None:
    done = run(root, SAVED)
    assert done.exit_code == 0, done.stderr
    article = root.read(f"articles/{ID}.yaml")
    assert "headline: >-\n  'Shameful' wait for Brackwater's lido reopens old wounds\n" in article
    assert 'published: "2024-05-14"\nauthor: Perdita Lowe\n' in article
    assert "Published:" not in article.replace("published:", "")
    assert "Follow us" not in article
    quotes = read_document(str(root.path(f"quotes/{ID}.yaml")))[0].value
    assert isinstance(quotes, list)
    assert all(isinstance(entry, dict) and "draft" in entry for entry in quotes)
    assert [entry["id"] for entry in quotes if isinstance(entry, dict)] == [
        f"q{n}" for n in range(1, len(quotes) + 1)
    ]
    assert "They deserve better than promises. They deserve water." in [
        e["exact"] for e in quotes if isinstance(e, dict)
    ]
    assert errors(root) == []
    assert "left out, line 19: Follow us on Facebook for more news (a call to the reader)" in done.stdout


def test_a_dry_run_writes_nothing_and_prints_what_it_would(root: Folder) -> None:
    before = snapshot(root)
    done = run(root, SAVED, "--dry-run", "--explain")
    assert done.exit_code == 0
    assert snapshot(root) == before
    assert f"articles/{ID}.yaml" in done.stdout
    assert "kind: original" in done.stdout
    assert "rule:" in done.stderr
    run(root, SAVED)
    written = root.read(f"articles/{ID}.yaml")
    assert written in done.stdout


def test_a_second_import_changes_nothing_and_an_update_only_what_was_not_touched(root: Folder) -> None:
    run(root, SAVED)
    before = snapshot(root)
    assert "nothing is changed" in run(root, SAVED).stdout
    assert "nothing to change" in run(root, SAVED, "--update").stdout
    assert snapshot(root) == before
    # The user confirms one and adds a comment; the second import drops the caption.
    quotes = root.read(f"quotes/{ID}.yaml")
    first = quotes.index("  draft:")
    confirmed = quotes[:first] + "  # asked the desk\n" + quotes[quotes.index("\n", first) + 1 :]
    root.write(f"quotes/{ID}.yaml", confirmed)
    done = run(root, SAVED, "--update", "--drop", "9")
    assert done.exit_code == 0, done.stderr
    assert "paragraphs: changed" in done.stdout
    assert "which opened in 1936" not in root.read(f"articles/{ID}.yaml")
    after = root.read(f"quotes/{ID}.yaml")
    assert after.startswith(confirmed[: confirmed.index("- id: q2")])
    assert "confirmed or edited" not in done.stdout
    assert errors(root) == []
    numbers = [e["paragraph"] for e in parse_document("", after, b"")[0].value or [] if isinstance(e, dict)]
    assert numbers == sorted(numbers, key=lambda n: int(str(n)))


def test_what_a_person_changed_stays_and_is_reported(root: Folder) -> None:
    run(root, SAVED)
    root.change(f"quotes/{ID}.yaml", "- id: q6\n", "- id: q6\n  note: Mine.\n")
    root.change(f"articles/{ID}.yaml", "author: Perdita Lowe", "author: P. Lowe")
    done = run(root, SAVED, "--update", "--drop", "9")
    assert "author was edited, and is kept as it is" in done.stdout
    assert "q6 was confirmed or edited, and is kept" in done.stdout
    assert "  note: Mine.\n" in root.read(f"quotes/{ID}.yaml")


def test_an_entry_that_was_dropped_stays_out(root: Folder) -> None:
    run(root, SAVED)
    text = root.read(f"quotes/{ID}.yaml")
    without = text[: text.index("- id: q3")] + text[text.index("- id: q4") :]
    root.write(f"quotes/{ID}.yaml", without)
    done = run(root, SAVED, "--update")
    assert "dropped before, and left out: the last thing anybody wanted" in done.stdout
    assert root.read(f"quotes/{ID}.yaml") == without


def test_what_a_better_copy_has_more_is_added_in_its_place(root: Folder, tmp_path: Path) -> None:
    valid_text = SAVED.read_text(encoding="utf-8")
    copy = tmp_path / "copy.txt"
    lines = valid_text.splitlines(keepends=True)
    copy.write_text("".join([*lines[:6], *lines[7:]]), encoding="utf-8")
    run(root, copy)
    before = root.read(f"quotes/{ID}.yaml")
    assert "the last thing anybody wanted" not in before
    done = run(root, SAVED, "--update")
    assert done.exit_code == 0, done.stderr
    assert "added, the last thing anybody wanted" in done.stdout
    value = read_document(str(root.path(f"quotes/{ID}.yaml")))[0].value
    exact = [entry["exact"] for entry in value or [] if isinstance(entry, dict)]
    at = exact.index("the last thing anybody wanted")
    assert exact[at - 1] == "We were told the boilers had ten years left in them. They had ten weeks."
    assert exact[at + 1] == "eye-watering"
    assert errors(root) == []
    assert run(root, SAVED, "--update").stdout.count("nothing to change") == 1


def test_undo_leaves_nothing_behind_and_nothing_edited_is_lost(root: Folder) -> None:
    before = snapshot(root)
    run(root, SAVED)
    root.change(f"quotes/{ID}.yaml", "- id: q6\n", "- id: q6\n  note: Mine.\n")
    done = run(root, "--undo", ID)
    assert done.exit_code == 2
    assert "q6" in done.stderr
    assert "  note: Mine.\n" in root.read(f"quotes/{ID}.yaml")
    root.change(f"quotes/{ID}.yaml", "- id: q6\n  note: Mine.\n", "- id: q6\n")
    assert run(root, "--undo", ID).exit_code == 0
    kept = {path: data for path, data in snapshot(root).items() if "/schema/" not in path}
    assert kept == before


def test_a_page_gives_its_article_and_what_its_head_says(root: Folder) -> None:
    saved = read_saved_article(PAGE.encode(), "page.html")
    assert {key: fact.value for key, fact in saved.metadata} == {
        "headline": "Bins row deepens",
        "publisher": "The Post",
        "published": "2024-03-02",
        "url": "https://post.example/bins",
        "author": "Jo Penn",
    }
    assert [(piece.text, piece.kind) for piece in saved.body] == [
        (
            "The row over bins in Eastwick deepened on Friday, as residents gathered outside the town hall.",
            "paragraph",
        ),
        ("“It is a disgrace,” said Maud Tully. “Nobody listens”, she added.", "paragraph"),
        ("No answer came.", "paragraph"),
        ("What next", "subhead"),
        ("A meeting on Monday", "item"),
        ("A vote in May", "item"),
    ]
    assert [piece.text for piece in saved.printed_blocks if piece.kind == "caption"] == ["Bins on a street"]
    done = run(root, "-", stdin=PAGE)
    assert "stdin → post-2024-03-02" in done.stdout
    assert "    kind: caption\n" in root.read("articles/post-2024-03-02.yaml")
    assert errors(root) == []


def test_markdown_gives_its_front_matter_and_its_blocks() -> None:
    text = (
        "---\ntitle: Bins *again*\npublisher: The Post\ndate: 2024-03-02\nsource: https://post.example/x\n---\n\n"
        "# Bins *again*\n\n![a bin](bin.jpg)\n\n**Mayor** Jo said: “[It](x) is a\nmess.”\n\n"
        "## Next\n\n- one\n- two\n"
    )
    saved = read_saved_article(text.encode(), "a.md")
    assert [(piece.text, piece.kind) for piece in saved.body] == [
        ("Mayor Jo said: “It is a mess.”", "paragraph"),
        ("Next", "subhead"),
        ("one", "item"),
        ("two", "item"),
    ]
    assert saved.metadata["published"] == "2024-03-02"
    assert [piece.text for piece in saved.dropped] == ["Bins again", "a bin"]


def test_what_a_rule_leaves_out_can_be_kept(root: Folder) -> None:
    run(root, SAVED, "--keep", "19,18", "--drop", "9")
    article = root.read(f"articles/{ID}.yaml")
    assert "Follow us on Facebook" in article
    assert "Timeline of the lido" in article
    assert "1936" not in article


def test_what_cannot_be_known_is_reported(root: Folder) -> None:
    text = "The council met on Monday, and nothing came of it.\nIt will meet again next week, members said.\n"
    done = run(root, "-", stdin=text)
    assert done.exit_code == 1
    assert "--publisher NAME" in done.stderr
    done = run(root, "-", "--publisher", "The Post", "--published", "2024-03", stdin=text)
    assert done.exit_code == 0
    article = root.read("articles/post-2024-03.yaml")
    assert "title_ours: true" in article
    assert "no headline was found" in done.stdout
    assert not root.path("quotes/post-2024-03.yaml").exists()
    assert errors(root) == []


def test_a_date_that_is_in_the_address_alone_is_inferred(root: Folder) -> None:
    text = "A headline for all\nThe council met on Monday, and nothing came of it at all.\n"
    run(root, "-", "--publisher", "The Post", "--url", "https://post.example/2024/03/09/x", stdin=text)
    article = root.read("articles/post-2024-03-09.yaml")
    assert "published_inferred: The address of the article has the date 2024/03/09." in article


TAGS = [
    "<p>", "</p>", "<article>", "</article>", "<div class=share>", "</div>", "<li>", "<br><br>", "<q>",
    "</q>", "<h1>", "<script>", "</script>", "<!--", "-->", "<a href=x>", "</a>", '"He', "‘", "’", "»",
    "\u202e", "\u200b", "é", "\r", "\t", "&nbsp;", "&#0;", "<figure>", "</figure>", "\n", "\n\n", "• ",
    "# ", "---\n", "By Jo Penn", "Image caption,", "“Nobody said that to me,” said Ann Other. ",
    "Council leader Jo Penn said: ",
]  # fmt: skip
TRICKY = "ab 'é“”\":#-&*!%@[]{}|>?,.…\\\t1"

BAD = {
    "empty.txt": (b"", "the file is empty"),
    "space.txt": (b" \n\n\t", "the file is empty"),
    "nul.txt": (b"a\nbc\0d", "nul.txt:2:3: this is no text"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF"),
    "neither.txt": (b"fine\nno\x81t", "neither.txt:2:3: the byte 0x81 is neither UTF-8 nor Windows-1252"),
    "large.txt": (b"a" * (16 * 2**20 + 1), "larger than 16 MB"),
    "none.html": (b"<html><body><nav><a>x</a></nav><div>hi</div></body></html>", "no article was found"),
    "paid.html": (
        b"<html><body><article><h1>Big news in town today</h1><p>The council has decided something of import"
        b" for the town.</p><p>Subscribe to continue reading.</p></article></body></html>",
        "behind a paywall",
    ),
    "marks.txt": (b"* * *\n---\n", "no words"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_article_is_reported_and_nothing_is_written(
    root: Folder, tmp_path: Path, name: str
) -> None:
    data, message = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = snapshot(root)
    done = run(root, path, "--publisher", "P")
    assert done.exit_code == 1
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert snapshot(root) == before


def test_of_many_files_one_that_fails_is_named_and_the_rest_continues(root: Folder, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    done = run(root, tmp_path / "bad.txt", tmp_path / "gone.txt", SAVED, "--quiet")
    assert done.exit_code == 1
    assert "bad.txt" in done.stderr
    assert "gone.txt" in done.stderr
    assert "3 files: 1 written, 2 could not be imported" in done.stderr
    assert root.path(f"articles/{ID}.yaml").exists()
    assert done.stdout.count("\n") == 1


def test_one_article_saved_twice_comes_in_once(root: Folder, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE.replace("No answer came", "No answer was given"), encoding="utf-8")
    (tmp_path / "c.txt").write_text(SAVED.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = run(root, tmp_path / "a.html", tmp_path / "b.html", SAVED, tmp_path / "c.txt")
    assert done.exit_code == 1
    assert "b.html: this article is in the dossier already: post-2024-03-02" in done.stderr
    assert f"c.txt: this article is in the dossier already: {ID}" in done.stderr
    assert sorted(path.stem for path in root.path("articles").iterdir()) == [ID, "post-2024-03-02", pier.ID]


def test_a_folder_that_can_not_be_written_is_reported_and_nothing_is_left(root: Folder) -> None:
    root.write("people.yaml", "- id: ida-penhallow\n  name: Ida Penhallow\n- {id: in-braces")
    before = snapshot(root)
    done = run(root, SAVED)
    assert done.exit_code == 1
    assert "people.yaml" in done.stderr
    assert {path for path in snapshot(root) if "/schema/" not in path} == set(before)


@pytest.mark.parametrize(
    "piece", ["<!--", "<![CDATA[", "<?x", "<div>", "<li>a", "</p", "<script>", "<title>", "<a ", "<a x='"]
)
def test_a_page_of_one_thing_over_and_over_is_read_at_once(piece: str) -> None:
    page = f"<article><p>{'One sentence of an article. ' * 8}</p></article>" + piece * 20_000
    assert read_saved_article(page.encode(), "a.html").body[0].text.startswith("One sentence of an article.")


def test_text_in_windows_1252_is_read_and_said() -> None:
    saved = read_saved_article(
        "Café shuts\nThe café said: “We are sad to go.” It was open for years.\n".encode("cp1252")
    )
    assert "“We are sad to go.”" in saved.body[0].text
    assert any("Windows-1252" in remark for remark in saved.remarks)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(encoding: str) -> None:
    text = "Café shuts\nThe café said: “We are sad to go.” It was open for years.\n"
    data = text.encode(encoding)
    choices = ReadOptions(encoding=encoding) if encoding == "utf-16-le" else ReadOptions()
    assert read_saved_article(data, "", choices).body[0].text == text.splitlines()[1]


def test_people_are_matched_by_any_name_that_is_printed() -> None:
    names = SpeakerNames(
        KnownName(agent, kind, name, "")
        for agent, kind, name in (
            ("mary-okafor", "person", "Mary Okafor"),
            ("mary-okafor", "person", "Marie Okafor"),
            ("tom-ashdown", "person", "Tom Ashdown"),
            ("una-ashdown", "person", "Una Ashdown"),
            ("riverside-council", "organisation", "Riverside Council"),
        )
    )
    found = {
        printed: match.agent_id if (match := names.match(printed)) else None
        for printed in (
            "Mary Okafor", "Cllr Marie OKAFOR", "Mrs Okafor", "Council leader Mary Okafor", "Mery Okafor",
            "Ashdown", "T Ashdown", "the Riverside Council", "Okafor’s", "a neighbour", "Ann Other", "",
        )
    }  # fmt: skip
    assert {printed for printed, agent in found.items() if agent == "mary-okafor"} == {
        "Mary Okafor", "Cllr Marie OKAFOR", "Mrs Okafor", "Council leader Mary Okafor", "Mery Okafor",
        "Okafor’s",
    }  # fmt: skip
    assert found["T Ashdown"] == "tom-ashdown"
    assert found["the Riverside Council"] == "riverside-council"
    assert [found[name] for name in ("Ashdown", "a neighbour", "Ann Other", "")] == [None] * 4
    proposed = [
        names.propose(name) for name in ("Cllr Ann Other (Lab)", "a neighbour", "Ann Trust", "NUT", "She")
    ]
    assert [(each.id, each.kind) if each else None for each in proposed] == [
        ("ann-other", "people"), None, ("ann-trust", "organisations"), ("nut", "organisations"), None,
    ]  # fmt: skip


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(TAGS), max_size=40).map(lambda parts: "".join(parts).encode())
    | st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_whatever_the_bytes_are_there_is_an_answer(data: bytes) -> None:
    for name in ("a.txt", "a.html", "a.md"):
        try:
            saved = read_saved_article(data, name)
        except UnreadableError:
            continue
        texts = ["", *(piece.text for piece in saved.body)]
        for found in find_quotes(texts, SpeakerNames([])).draft_quotes:
            span = found.span
            assert texts[span.block][span.start : span.end] == found.keys["exact"]


@settings(max_examples=150)
@given(
    st.lists(
        st.text(st.sampled_from("ab 'é“”\":#-&*!%@[]{}|>?,.…\\\t1"), min_size=1, max_size=60),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_reads_back_word_for_word(texts: list[str]) -> None:
    data = "\n".join(texts).encode()
    try:
        saved = read_saved_article(data, "a.txt")
    except UnreadableError:
        return
    bodies = [BodyBlock(piece.text) for piece in saved.body]
    value = parse_document(
        "", file_text("article", "What it is.", article_lines({"headline": "x"}, bodies)), b""
    )[0].value
    assert isinstance(value, dict)
    assert value["paragraphs"] == [body.text for body in bodies]


def test_the_report_says_which_metadata_were_used(root: Folder) -> None:
    done = run(root, SAVED, "--publisher", "Lido News", "--published", "2024-05-15")
    assert "publisher: Lido News (from --publisher, in place of Brackwater Post)" in done.output
    assert "published: 2024-05-15 (from --published, in place of 2024-05-14)" in done.output
    assert "author: Perdita Lowe (from line 4)" in done.output


def test_why_a_speaker_may_be_wrong_is_in_the_note_of_the_draft() -> None:
    texts = ["", "Maud Tully came to the hall on Friday.", "“It is a disgrace to the whole town,” she said."]
    (draft,) = find_quotes(texts, SpeakerNames(())).draft_quotes
    assert draft.keys["attribution"] == "she"
    assert draft.keys["note"].startswith("Check the speaker: pronoun")


def test_a_quotation_in_a_caption_is_explained_and_updated_like_any_other(
    root: Folder, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("Bins on a street", "“Bins have never been so full,” said Maud Tully."))
    explained = run(root, page, "--explain", "--dry-run")
    assert explained.exit_code == 0, explained.stderr
    assert "caption 1 direct" in explained.output
    assert run(root, page).exit_code == 0
    page.write_text(page.read_text().replace("A vote in May", "A vote in early May"))
    assert run(root, page, "--update").exit_code == 0
    (quotes,) = root.path("quotes").glob("*-2024-03-02.yaml")
    assert quotes.read_text().count("Bins have never been so full") == 1
