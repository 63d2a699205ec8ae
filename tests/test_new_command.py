"""``medway-tui new``: what it writes, that nothing is lost, and that nothing unfinished passes."""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
import unicodedata
from pathlib import Path

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medway_tui.authoring.ids import make_article_id, make_id, make_unique
from medway_tui.authoring.scaffold import Scaffolder
from medway_tui.authoring.templates import (
    MACHINE_KEYS,
    FieldValue,
    account_lines,
    entry_template,
    file_template,
    header_lines,
    original_lines,
    split_blocks,
)
from medway_tui.content.files import KINDS_BY_NAME, schema_modeline
from medway_tui.content.json_schema import model_schema
from medway_tui.model.articles import block_digest
from medway_tui.sync.check import check_dossier
from medway_tui.yaml_io.atomic_write import create_file
from medway_tui.yaml_io.nodes import read_document
from tests.conftest import ROOT
from tests.fixtures_library import GAZETTE, Folder
from tests.process_helpers import PROGRAM, run_program, run_python

WHOLE_FILES = ("dossier", "article", "inspection", "councils")
ORIGINAL = """\
Readers wait.

The leader said: "We found rot in four
of the eight posts."

An end
"""


def template(name: str) -> str:
    """Return a kind's template with nothing filled in."""
    if name in WHOLE_FILES:
        return file_template(name, {})
    return "\n".join([*header_lines(name), *entry_template(name, {"id": "a"})]) + "\n"


def uncommented(text: str) -> str:
    """Return a template with every key uncommented."""
    return re.sub(r"(?m)^( *)#(?=[^ ]|  )", r"\1", text)


def value(tmp_path: Path, text: str) -> object:
    """Return the value of a YAML text without findings."""
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    document, findings = read_document(str(path))
    assert findings == []
    return document.value


# -- templates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS_BY_NAME)
def test_every_key_of_the_format_is_in_its_template_and_is_good_yaml(name: str, tmp_path: Path) -> None:
    text = template(name)
    assert text.startswith(schema_modeline(name) + "\n")
    value(tmp_path, text)
    keys = value(tmp_path, uncommented(text))
    found = keys[0] if isinstance(keys, list) else keys
    assert isinstance(found, dict)
    assert list(found) == [key for key in model_schema(name)["properties"] if key not in MACHINE_KEYS]


@pytest.mark.parametrize("name", KINDS_BY_NAME)
def test_no_template_passes_before_it_is_filled_in(name: str, folder: Folder) -> None:
    """A template is not valid, with or without optional keys, and each finding is about an empty value."""
    path = {
        "article": "articles/new.yaml",
        "quotes": f"quotes/{GAZETTE}.yaml",
        "inspection": "inspections/new.yaml",
    }
    for text in (template(name), uncommented(template(name))):
        file = folder.write(path.get(name, f"{name}.yaml"), text)
        found = [f for f in check_dossier([folder.root])[1] if f.path.endswith(f"/{file.name}")]
        codes = {f.code for f in found if f.severity == "error"}
        assert codes, name
        assert codes <= {"S101", "S103", "D401"}, found
        lines = text.splitlines()
        for each in (f for f in found if f.code == "S103"):
            assert lines[each.line - 1].rstrip().endswith(('""', ">-")) or "   # " in lines[each.line - 1]


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")))


@given(st.lists(words.filter(lambda t: re.sub(r"[ …\s]", "", t)), min_size=1, max_size=4))
def test_any_text_is_written_so_that_it_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    texts = [" ".join(re.split(r"[ \t\r\n]+", text)).strip(" ") for text in texts]
    keys: dict[str, FieldValue] = {
        "headline": texts[0],
        "publisher": texts[-1],
        "kind": "original",
        "paragraphs": original_lines(texts),
    }
    path = tmp_path_factory.mktemp("any") / "file.yaml"
    path.write_text(file_template("article", keys), encoding="utf-8")
    found, findings = read_document(str(path))
    assert not [finding for finding in findings if finding.severity == "error"]
    assert isinstance(found.value, dict)
    nfc = [unicodedata.normalize("NFC", text) for text in texts]
    assert (found.value["headline"], found.value["publisher"], found.value["paragraphs"]) == (
        nfc[0],
        nfc[-1],
        nfc,
    )


def test_a_plain_text_is_split_at_its_blank_lines() -> None:
    assert split_blocks("\n\u00a0\n a \r\nb\r\n \t\r\nc\n\n\n") == ["a b", "c"]
    assert split_blocks(" \n\n") == []


# -- ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("publisher", "published", "headline", "made"),
    [
        ("BBC News", "2019-08-27", "A", "bbc-2019-08-27"),
        ("KentOnline", "2020-01", "A", "kentonline-2020-01"),
        ("The Thrushford Example", "2024-03-12/2024-03-13", "A", "thrushford-example-2024-03-12"),
        ("The News", "2024", "A", "news-2024"),
        ("News", "", "A “title” of: two", "news-a-title-of-two"),
        ("Новости", "2024", "A", "2024"),
    ],
)
def test_an_article_is_named_by_its_paper_and_date(
    publisher: str, published: str, headline: str, made: str
) -> None:
    assert make_article_id(publisher, published, headline) == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Alan Jarrett", "alan-jarrett"),
        ("Zoë  Laîné", "zoe-laine"),
        ("Seán O’Connor-Smith", "sean-oconnor-smith"),
        ("Łukasz Groß", "lukasz-gross"),
        ("R & D (Kent) Ltd.", "r-and-d-kent-ltd"),
        ("Мария", ""),
        ("one two " * 20, "one-two-one-two-one-two-one-two-one-two-one-two"),
        ("a" * 60, "a" * 48),
    ],
)
def test_an_id_is_made_of_plain_letters(name: str, made: str) -> None:
    assert make_id(name) == made


def test_a_taken_id_gets_a_number() -> None:
    assert make_unique("a", set()) == "a"
    assert make_unique("a", {"a", "a-2"}) == "a-3"


# -- articles ----------------------------------------------------------------------------------------


def test_from_nothing_to_an_article_that_passes(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(ORIGINAL, encoding="utf-8")
    where = ("--content", "roof")
    result = run_program("new", "dossier", "The roof: a story", *where, cwd=tmp_path)
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "written: roof/dossier.yaml")
    told_by = run_program(
        *("new", "article", "--headline", "A roof: it's #1", "--publisher", "The Gazette"),
        *("--published", "2021-03-04", "--text", "text.txt", *where),
        cwd=tmp_path,
    )
    assert told_by.returncode == 0, told_by.stderr
    article, quotes = (
        tmp_path / "roof" / kind / "gazette-2021-03-04.yaml" for kind in ("articles", "quotes")
    )
    text = article.read_text("utf-8")
    line = text.splitlines().index("      …") + 1
    assert f"open roof/articles/gazette-2021-03-04.yaml in your editor, at line {line}\n" in told_by.stdout
    assert told_by.stdout.endswith("  medway-tui check roof\n")
    # The original's words are not kept, only each block's digest.
    assert "rot in four" not in text
    for block in ("Readers wait.", 'The leader said: "We found rot in four of the eight posts."', "An end"):
        assert f'digest: "{block_digest(block)}"' in text
    assert run_program("check", "roof", cwd=tmp_path).returncode == 1

    for words in (
        "Readers have to wait.",
        "The leader: “We found rot in four of the eight posts.”",
        "The end.",
    ):
        text = text.replace("      …", f"      {words}", 1)
    article.write_text(text, "utf-8")
    listed = (
        quotes.read_text("utf-8").replace('paragraph: ""', "paragraph: 2").replace('type: ""', "type: direct")
    )
    quotes.write_text(listed.replace("    …", "    We found rot in four of the eight posts.", 1), "utf-8")
    result = run_program("new", "person", "Zoë Laîné", *where, cwd=tmp_path)
    assert (result.returncode, result.stdout.splitlines()[0]) == (0, "written: roof/people.yaml")
    said = quotes.read_text("utf-8").replace('#speaker: ""', "speaker: zoe-laine")
    quotes.write_text(said.replace('#attribution: ""', "attribution: The leader"), "utf-8")
    result = run_program("check", "--strict", "roof", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        "",
        "4 files read: no errors, no warnings\n",
    )
    # The editor finds the schemas that the first lines name.
    for file in (article, quotes, tmp_path / "roof" / "people.yaml"):
        named = file.read_text("utf-8").partition("\n")[0].partition("$schema=")[2]
        assert (file.parent / named).is_file()


def test_the_page_on_the_format_shows_what_is_done(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "content.md").read_text("utf-8")
    quoted = re.findall(r"(?m)^> ?(.*)$", page.partition("**1.")[0])
    (tmp_path / "original.txt").write_text("\n".join(quoted[2:]), "utf-8")
    (commands,) = re.findall(r"<!-- commands -->\n```sh\n(.*?)```", page, re.DOTALL)
    done = None
    for command in commands.splitlines():
        program, *arguments = shlex.split(command)
        assert program == "medway-tui"
        done = run_program(*arguments, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert done is not None
    assert f"```text\n{done.stdout}```" in page
    article = (tmp_path / "bandstand/articles/thrushford-example-2024-03-12.yaml").read_text("utf-8")
    (shown,) = re.findall(r"```text\n(  # Write block 1 .*?)```", page, re.DOTALL)
    assert shown in article
    # The walk's account, further up on the page, has the digests of the same text.
    walked = page.partition("<!-- file: articles/")[2].partition("```\n")[0]
    assert re.findall("digest: .*", walked) == re.findall("digest: .*", article)
    found = check_dossier([tmp_path / "bandstand"])[1]
    assert {finding.code for finding in found if finding.severity == "error"} == {"S103"}


def test_an_original_is_imported_whole(folder: Folder) -> None:
    keys = {"headline": "Roof", "publisher": "Herald", "published": "2022", "kind": "original"}
    written, _ = Scaffolder([folder.root]).add_article(keys, requested_id="", text=ORIGINAL)
    found = read_document(str(written.path))[0].value
    assert isinstance(found, dict)
    assert found["paragraphs"] == [
        "Readers wait.",
        'The leader said: "We found rot in four of the eight posts."',
        "An end",
    ]
    assert found["published"] == "2022"


def test_what_is_not_given_is_asked_for(folder: Folder) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, "new", "article", "--content", str(folder.root)],
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
        timeout=60,
    )
    for question, answer in (("Headline", "The cellar"), ("Publisher", "Quay Echo"), ("Day or month", "")):
        child.expect(question)
        child.sendline(answer)
    child.expect("written: .*articles/quay-echo-the-cellar.yaml")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "#published:" in folder.read("articles/quay-echo-the-cellar.yaml")


def ask_in_terminal(*arguments: str) -> pexpect.spawn[str]:
    """Run ``medway-tui new`` in a terminal."""
    return pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, "new", *arguments],
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
        timeout=60,
    )


def test_a_wrong_answer_is_asked_for_again_and_the_others_are_kept(folder: Folder) -> None:
    child = ask_in_terminal("article", "--content", str(folder.root), "--id", "gazette-2021-03-04")
    for question, answer in (
        ("Headline", "The cellar"),
        ("Publisher", "Quay Echo"),
        ("Day or month", "2021-02-31"),
        ("February has 28 days in 2021.*write a date as.*Day or month", "2021-02-28"),
        ("the id gazette-2021-03-04 is taken.*Id of the new one", "Quay Echo"),
        ("is not a valid id.*Id of the new one", "quay-echo"),
    ):
        child.expect(question)
        child.sendline(answer)
    child.expect("written: .*articles/quay-echo.yaml")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    text = folder.read("articles/quay-echo.yaml")
    assert "headline: The cellar" in text
    assert 'published: "2021-02-28"' in text


def test_a_framework_that_is_not_there_is_asked_for_again(folder: Folder) -> None:
    child = ask_in_terminal("inspection", "--content", str(folder.root), "--title", "A survey")
    known = folder.read("frameworks.yaml").partition("id: ")[2].partition("\n")[0]
    for question, answer in (
        ("Framework", "no-such"),
        ("Days of the inspection", "2024-06-03/2024-06-04"),
        ("Day the report", "2024-06-20"),
        ("there is no framework no-such.*Framework, by its id", known),
    ):
        child.expect(question)
        child.sendline(answer)
    child.expect("written: .*inspections/")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_person_who_is_there_already_gets_an_id_of_the_users(folder: Folder) -> None:
    child = ask_in_terminal("person", "Mary Okafor", "--content", str(folder.root))
    child.expect("Mary Okafor already exists.*Id of the new one")
    child.sendline("mary-okafor-mp")
    child.expect("written: .*people.yaml")
    child.expect(pexpect.EOF)
    assert "- id: mary-okafor-mp" in folder.read("people.yaml")


@pytest.mark.parametrize("end", ["interrupt", "end of input"])
def test_nothing_is_left_where_the_user_stops(folder: Folder, end: str) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in folder.root.rglob("*"))
    child = ask_in_terminal("article", "--content", str(folder.root))
    child.expect("Headline")
    child.sendline("The cellar")
    child.expect("Publisher")
    child.sendintr() if end == "interrupt" else child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert "Traceback" not in (child.before or "")
    assert child.exitstatus == 130
    assert sorted((path, path.stat().st_mtime_ns) for path in folder.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "says", "hint"),
    [
        (["article"], "--headline is missing", "add --headline"),
        (
            ["article", "--headline", "a", "--publisher", "b", "--published", "2021-02-31"],
            "“2021-02-31” is not a date: February has 28 days in 2021",
            "write a date as 2019",
        ),
        (
            ["article", "--headline", "a\x1b[31m", "--publisher", "b", "--published", ""],
            "the headline has U+001B, an invisible character",
            "type it instead",
        ),
        (
            ["article", "--headline", " ", "--publisher", "b", "--published", ""],
            "the headline is empty",
            "give it a text",
        ),
        (
            ["article", "--headline", "a", "--publisher", "b", "--published", "", "--url", "b.org"],
            "“b.org” is not a valid url",
            "an address begins with https://",
        ),
        (
            ["article", "--headline", "a", "--publisher", "b", "--published", "", "--text", "missing.txt"],
            "missing.txt can't be read: the file does not exist",
            "",
        ),
        (
            ["article", "--headline", "a", "--publisher", "b", "--published", "", "--text", "-"],
            "the text has no words",
            "blank lines",
        ),
        (["quotes", "nowhere"], "there is no article nowhere", "the articles are: gazette-2021-03-04"),
        (["quotes", GAZETTE], "the quotations already exist: ", "add your quotations there"),
        (["person", "mary  OKAFOR "], "mary OKAFOR already exists: mary-okafor, ", "--id"),
        (
            ["person", "Marie Okafor"],
            "Marie Okafor already exists: mary-okafor, ",
            "give the new one's --id",
        ),
        (["person", "Мария"], "no id can be made from this name", "--id"),
        (["person", "Ann", "--id", "Ann"], "“Ann” is not a valid id", "lower-case letters"),
        (["person", "Ann", "--id", "quay-residents"], "the id quay-residents is taken", "give another"),
        (
            ["inspection", "--title", "a", "--framework", "x", "--inspected", "2021", "--published", "2021"],
            "there is no framework x",
            "the frameworks are: survey-2010, survey-2018",
        ),
        (["dossier", "Again"], "/dossier.yaml already exists", "never overwrites a file"),
    ],
)
def test_what_cannot_be_written_is_reported_and_nothing_changes(
    arguments: list[str], says: str, hint: str, folder: Folder
) -> None:
    before = {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()}
    result = run_program("new", *arguments, "--content", folder.root, cwd=folder.root)
    assert (result.returncode, result.stdout) == (2, "")
    first, _, second = result.stderr.partition("\n")
    assert first.startswith("medway-tui: ")
    assert says in first
    assert hint in second
    assert "\x1b" not in result.stderr
    assert {path: path.read_bytes() for path in folder.root.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_not_there_is_to_be_made_a_dossier_first(tmp_path: Path) -> None:
    result = run_program("new", "person", "Ann", "--content", "nowhere", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == (
        "medway-tui: there is no folder nowhere\n"
        "  create it first: medway-tui new dossier TITLE --content nowhere\n"
    )
    assert list(tmp_path.iterdir()) == [tmp_path / "home"]


def test_a_taken_article_gets_a_number_and_the_same_headline_is_reported(folder: Folder) -> None:
    headline = read_document(str(folder.path(f"articles/{GAZETTE}.yaml")))[0].value
    assert isinstance(headline, dict)
    given_by = ("--publisher", "Gazette", "--published", "2021-03-04", "--content", folder.root)
    result = run_program("new", "article", "--headline", str(headline["headline"]), *given_by)
    assert result.returncode == 2
    assert result.stderr.startswith("medway-tui: this article already exists: ")
    result = run_program("new", "article", "--headline", "Another", *given_by)
    assert result.stdout.startswith(f"the id {GAZETTE} is taken, so this one is {GAZETTE}-2\nwritten: ")
    assert folder.path(f"quotes/{GAZETTE}-2.yaml").is_file()


def test_an_article_is_not_left_without_the_file_of_its_quotations(tmp_path: Path) -> None:
    (tmp_path / "quotes").write_text("a file where a folder should be")
    keys = ("--headline", "A", "--publisher", "Herald", "--published", "2022", "--content", tmp_path)
    result = run_program("new", "article", *keys)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"medway-tui: {tmp_path}/quotes/herald-2022.yaml can't be written: ")
    assert not (tmp_path / "articles").exists()


def test_an_entry_is_added_also_where_no_schema_can_be_written(folder: Folder) -> None:
    folder.write("schema", "a file where a folder should be")
    result = run_program("new", "person", "Bob", "--content", folder.root)
    assert result.returncode == 0
    assert result.stdout.startswith(f"{folder.root}/schema/people.json could not be written")
    assert "- id: bob\n" in folder.read("people.yaml")


def test_an_inspection_asks_for_a_grade_in_each_area_of_its_framework(folder: Folder) -> None:
    result = run_program(
        *(
            "new",
            "inspection",
            "--title",
            "Survey",
            "--framework",
            "survey-2010",
            "--published",
            "2022-07-01",
        ),
        *("--inspected", "2022-06-06/2022-06-10", "--content", folder.root),
    )
    assert result.returncode == 0, result.stderr
    found = read_document(str(folder.path("inspections/2022-06-survey.yaml")))[0].value
    assert isinstance(found, dict)
    assert found["inspected"] == {"start": "2022-06-06", "end": "2022-06-10"}
    assert [each["area"] for each in found["judgements"]] == ["overall", "management"]  # type: ignore[index, call-overload]


# -- lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        b"- id: ann\n  name: Ann\n",
        b"- id: ann\n  name: Ann",
        b"\xef\xbb\xbf# People\r\n\r\n- id: ann\r\n  name: Ann   # a remark\r\n",
        b"  - id: ann\n    name: Zo\xc3\xab\n# The end.\n",
        b"- id: ann\n  name: Ann\n  note: |+\n    kept\n",
        b"# Nobody yet.\n",
        b"",
    ],
)
def test_an_entry_is_added_at_the_end_and_the_rest_stays_byte_for_byte(before: bytes, folder: Folder) -> None:
    path = folder.write("people.yaml", before)
    path.chmod(0o640)
    result = run_program("new", "person", "Bob", "--content", folder.root)
    after = path.read_bytes()
    if b"|+" in before:
        # A blank line would become part of this text.
        assert (result.returncode, after) == (2, before)
        assert "without changing what it holds" in result.stderr
        return
    assert result.returncode == 0, result.stderr
    assert after.startswith(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    found = read_document(str(path))[0].value
    assert isinstance(found, list)
    assert found[-1] == {"id": "bob", "name": "Bob"}
    assert len(found) == (2 if b"ann" in before else 1)
    if b"\r\n" in before:
        assert after.count(b"\n") == after.count(b"\r\n")
    line = int(result.stdout.partition("at line ")[2].split()[0])
    assert after.decode().splitlines()[line - 1].strip() == "- id: bob"
    assert [p.name for p in folder.root.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("- id: ann\n  name: [\n", "people.yaml:2:"),
        ("- id: ann\n  name:\n", "people.yaml:2:3: the key name has no value"),
        ("id: ann\n", "people.yaml is not a list"),
        ("[]\n", "without changing what it holds"),
    ],
)
def test_a_list_that_cannot_be_added_to_is_left_as_it_is(before: str, says: str, folder: Folder) -> None:
    path = folder.write("people.yaml", before)
    result = run_program("new", "person", "Bob", "--content", folder.root)
    assert (result.returncode, result.stdout) == (2, "")
    assert says in result.stderr
    assert path.read_text() == before


def test_a_link_continues_pointing_to_the_file_that_is_added_to(folder: Folder, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    folder.path("people.yaml").rename(real)
    folder.path("people.yaml").symlink_to(real)
    assert run_program("new", "person", "Bob", "--content", folder.root).returncode == 0
    assert folder.path("people.yaml").is_symlink()
    assert "- id: bob\n" in real.read_text("utf-8")


def test_the_users_own_folder_is_written_to_and_those_below_are_looked_at(own_home: Path) -> None:
    own = own_home / "data" / "medway-tui" / "medway-childrens-services"
    result = run_program("new", "person", "Alan Jarrett")
    assert result.returncode == 2
    assert "Alan Jarrett already exists: alan-jarrett, " in result.stderr
    result = run_program("new", "organisation", "Alan Jarrett")
    assert result.stdout.startswith("the id alan-jarrett is taken, so this one is alan-jarrett-2\n")
    assert "- id: alan-jarrett-2\n" in (own / "organisations.yaml").read_text("utf-8")
    assert result.stdout.endswith("  medway-tui check\n")
    result = run_program("new", "event", "The roof: again", "--date", "2019-08")
    assert "- id: 2019-08-the-roof-again\n" in (own / "events.yaml").read_text("utf-8")
    # The unfinished article is the only finding.
    assert [f.code for f in check_dossier()[1] if f.severity == "error"] == ["D401"]


def test_the_command_that_opens_the_editor_is_printed(folder: Folder) -> None:
    result = run_program("new", "person", "Bob", "--content", folder.root, env={"EDITOR": "vi"})
    line = folder.read("people.yaml").splitlines().index("- id: bob") + 1
    assert f"  vi +{line} {folder.root}/people.yaml\n" in result.stdout


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "there.yaml"
    path.write_text("kept")
    with pytest.raises(FileExistsError):
        create_file(path, b"new")
    assert path.read_text() == "kept"
    (tmp_path / "link.yaml").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "link.yaml", b"new")
    create_file(tmp_path / "fresh.yaml", b"new")
    assert sorted(p.name for p in tmp_path.glob("*.yaml")) == ["fresh.yaml", "link.yaml", "there.yaml"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_the_program_renews_its_own_schema_and_no_other(folder: Folder) -> None:
    made = folder.write(
        "schema/people.json",
        '{"$comment": "people.yaml. Made from the program\'s model by: medway-tui schema"}',
    )
    other = folder.write("schema/organisations.json", "{}")
    run_program("new", "person", "Bob", "--content", folder.root)
    run_program("new", "organisation", "Bobs", "--content", folder.root)
    assert '"memberships"' in made.read_text("utf-8")
    assert other.read_text() == "{}"


def test_each_block_of_an_account_is_counted() -> None:
    assert [line for line in account_lines(["one", "two words"]) if line.startswith("#")] == [
        "# Write block 1 in your own words (1 word); keep words in quotation marks as they are.",
        "# Write block 2 in your own words (2 words); keep words in quotation marks as they are.",
    ]


def test_nothing_of_the_screen_is_loaded(folder: Folder) -> None:
    report = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    result = run_python(report + PROGRAM, "new", "person", "Bob", "--content", folder.root)
    assert result.returncode == 0
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert "yaml" in loaded
    assert not loaded & {"textual", "rich"}


def test_a_deadline_needs_a_date_or_a_due_date(folder: Folder) -> None:
    named = ("--kind", "deadline", "--due", "2025-03", "--content", str(folder.root))
    result = run_program("new", "event", "The next survey", *named)
    assert result.returncode == 0, result.stderr
    assert "kind: deadline\n" in folder.read("events.yaml")
    assert '  due: "2025-03"\n' in folder.read("events.yaml")
    result = run_program("new", "event", "A promise", "--kind", "promise", *named[2:])
    assert (result.returncode, result.stderr.partition("\n")[0]) == (2, "medway-tui: --date is missing")
    result = run_program("new", "event", "A promise", "--date", "2025", "--due", "soon", *named[4:])
    assert result.returncode == 2
    assert "“soon” is not a date" in result.stderr


def test_a_new_quotation_asks_for_a_paragraph_and_offers_a_caption(folder: Folder) -> None:
    folder.remove("quotes/herald-2021-05.yaml")
    run_program("new", "quotes", "herald-2021-05", "--content", str(folder.root))
    written = folder.read("quotes/herald-2021-05.yaml")
    assert '\n  paragraph: ""\n' in written
    assert '\n  #caption: ""\n' in written
    assert "\n  #speakers:\n" in written
