"""Imports of files with several documents: messages, choices, failures, and what is known again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.cli.main import cli
from medway_tui.importing import Importer, ImportOptions
from medway_tui.saved_pages import ReadOptions, UnreadableError
from medway_tui.sync.check import check_dossier
from tests.fixtures_library import Folder
from tests.saved_mail import headline, make_mail, make_mailbox
from tests.tui.pseudo_terminal import open_terminal


@pytest.fixture
def root(tmp_path: Path) -> Folder:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier/dossier.yaml").write_text("id: riverside\ntitle: Riverside\nlanguage: en-GB\n")
    return Folder(tmp_path / "dossier")


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    path = tmp_path / "post.mbox"
    path.write_bytes(make_mailbox([make_mail(0), make_mail(1), make_mail(2, text=" "), make_mail(3)]))
    return path


def run(root: Folder, *arguments: str | Path, input_: bytes | None = None) -> Result:
    return CliRunner().invoke(
        cli, ["import", "--content", str(root.root), *map(str, arguments)], input=input_
    )


def ids(root: Folder) -> list[str]:
    return sorted(path.stem for path in (root.root / "articles").glob("*.yaml"))


def records(root: Folder) -> list[dict[str, str]]:
    return [json.loads(path.read_text()) for path in sorted((root.root / ".imports").glob("*.json"))]


def assert_clean(root: Folder) -> None:
    assert [str(each) for each in check_dossier([root.root])[1] if each.severity == "error"] == []


def test_each_document_is_imported_and_a_broken_one_is_named(root: Folder, mailbox: Path) -> None:
    done = run(root, mailbox)
    assert done.exit_code == 1
    assert f"{mailbox}, 1 of 4: {headline(0)} → " in done.stdout
    assert f"{mailbox}, 4 of 4: {headline(3)} → " in done.stdout
    assert f"{mailbox}, 3 of 4: {headline(2)}: the mail has no text" in done.stderr
    assert "1 file with 4 documents: 3 written, 1 could not be imported" in done.stderr
    assert len(ids(root)) == 3
    assert_clean(root)
    article = root.read(f"articles/{ids(root)[0]}.yaml")
    assert f"# Imported from post.mbox (1 of 4: {headline(0)}): the article's" in " ".join(
        line.removeprefix("# ") if n else line for n, line in enumerate(article.splitlines()[1:3])
    )
    assert {each["part"] for each in records(root)} == {f"{n} of 4: {headline(n - 1)}" for n in (1, 2, 4)}


def test_documents_that_failed_are_tried_again_and_the_others_are_known(root: Folder, mailbox: Path) -> None:
    run(root, mailbox)
    again = run(root, mailbox)
    assert again.exit_code == 1
    assert "1 file with 4 documents: 0 written, 3 imported already, 1 could not be imported" in again.stderr
    # The same documents in another export, with one more: only that one is written.
    mailbox.write_bytes(make_mailbox([make_mail(n) for n in (3, 1, 0, 5)]))
    more = run(root, mailbox)
    assert more.exit_code == 0
    assert "1 file with 4 documents: 1 written, 3 imported already" in more.stderr
    assert len(ids(root)) == 4
    assert_clean(root)


def test_a_file_with_all_documents_imported_is_not_read_again(
    root: Folder, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.write_bytes(make_mailbox([make_mail(n) for n in range(3)]))
    assert run(root, mailbox, "--only", "2").exit_code == 0
    importer = Importer([root.root])
    assert not importer.find_imported(mailbox)
    importer.close()
    run(root, mailbox)
    importer = Importer([root.root])
    assert [each.id for each in importer.find_imported(mailbox)] == ids(root)
    importer.close()
    with monkeypatch.context() as patch:
        patch.setattr("medway_tui.cli.import_.read_saved_file", lambda _: pytest.fail("it was read"))
        again = run(root, mailbox)
    assert again.exit_code == 0
    assert "1 file with 3 documents: 0 written, 3 imported already" in again.stderr
    # One that is undone is imported again, and the whole file read for it.
    assert run(root, "--undo", ids(root)[1]).exit_code == 0
    assert "1 written, 2 imported already" in run(root, mailbox).stderr
    assert len(ids(root)) == 3


def test_the_same_document_alone_is_known_again(root: Folder, mailbox: Path, tmp_path: Path) -> None:
    run(root, mailbox)
    alone = tmp_path / "alone.eml"
    alone.write_bytes(make_mail(1).as_bytes())
    again = run(root, alone)
    assert again.exit_code == 0
    assert "imported already" in again.stdout
    assert len(ids(root)) == 3


@pytest.mark.parametrize(("choice", "numbers"), [(["2"], [1]), (["1-2", "4"], [0, 1, 3]), (["4,1"], [0, 3])])
def test_some_documents_are_chosen(
    root: Folder, mailbox: Path, choice: Sequence[str], numbers: list[int]
) -> None:
    options = [part for each in choice for part in ("--only", each)]
    done = run(root, mailbox, *options)
    assert done.exit_code == 0
    assert sorted(each["part"] for each in records(root)) == [f"{n + 1} of 4: {headline(n)}" for n in numbers]


def test_options_of_one_article_need_a_choice(root: Folder, mailbox: Path) -> None:
    for option in ("--id", "--headline", "--url", "--original"):
        refused = run(root, mailbox, option, "https://courier.example/a/b")
        assert refused.exit_code == 2
        assert f"{option} is for one article, but {mailbox} has 4 documents" in refused.stderr
    assert run(root, mailbox, "--only", "2", "--id", "pier").exit_code == 0
    assert ids(root) == ["pier"]
    for wrong, message in (
        ("5", "there is no document 5"),
        ("0", "no document 0"),
        ("4-2", "neither"),
        ("x", "neither"),
    ):
        refused = run(root, mailbox, "--only", wrong)
        assert refused.exit_code == 2
        assert message in refused.stderr
    assert "--only is for one file" in run(root, mailbox, mailbox.parent, "--only", "1").stderr


def test_the_documents_of_a_file_are_listed(root: Folder, mailbox: Path) -> None:
    run(root, mailbox, "--only", "4")
    listed = run(root, mailbox, "--list")
    assert listed.exit_code == 1
    lines = listed.stdout.splitlines()
    assert lines[0] == str(mailbox)
    assert lines[1].split() == ["1", "2024-07-01", "Riverside", "Courier", *headline(0).split()]
    assert lines[3].endswith("(can't be read: the mail has no text)")
    assert lines[4].endswith(f"(in the dossier: {ids(root)[0]})")
    assert len(ids(root)) == 1


def test_dry_run_update_and_stdin(root: Folder, mailbox: Path) -> None:
    preview = run(root, mailbox, "--dry-run")
    assert ids(root) == []
    assert f", 2 of 4: {headline(1)} → " in preview.stderr
    done = run(root, "-", input_=mailbox.read_bytes())
    assert f"stdin, 1 of 4: {headline(0)} → " in done.stdout
    assert len(ids(root)) == 3
    text = mailbox.read_bytes().replace(b"We have waited", b"We had waited")
    mailbox.write_bytes(text)
    updated = run(root, mailbox, "--update")
    assert "3 written, 1 could not be imported" in updated.stderr
    assert "We had waited" in root.read(f"quotes/{ids(root)[0]}.yaml")
    assert len(ids(root)) == 3


def test_a_folder_with_mailboxes_and_files(root: Folder, mailbox: Path) -> None:
    (mailbox.parent / "alone.eml").write_bytes(make_mail(9).as_bytes())
    (mailbox.parent / "sitemap.xml").write_text("<?xml version='1.0'?><urlset><url/></urlset>")
    done = run(root, mailbox, mailbox.parent / "alone.eml")
    assert "2 files with 5 documents: 4 written, 1 could not be imported" in done.stderr
    walked = run(root, mailbox.parent)
    assert "passed over, .xml that is no feed: 1 file" in walked.stderr
    assert_clean(root)


def test_ctrl_c_stops_between_documents(root: Folder, mailbox: Path) -> None:
    mailbox.write_bytes(make_mailbox([make_mail(n) for n in range(12)]))
    arguments = ("import", "--content", root.root, mailbox, "--publisher", "Courier", "--quiet")
    with open_terminal(*arguments) as terminal:
        terminal.wait_for_text("Importing 3 of 12", " left · ")
        terminal.child.sendintr()
        terminal.wait_for_text("stopping after this article", "documents of the file are done")
        assert terminal.exit_status() == 130
    done = len(ids(root))
    assert 0 < done < 12
    again = run(root, mailbox, "--quiet")
    assert f"1 file with 12 documents: {12 - done} written, {done} imported already" in again.stderr
    assert_clean(root)


def test_the_call_for_one_article_refuses_several(root: Folder, mailbox: Path) -> None:
    importer = Importer([root.root])
    try:
        with pytest.raises(UnreadableError, match="several articles"):
            importer.import_file(str(mailbox), mailbox.read_bytes(), ReadOptions(), ImportOptions())
    finally:
        importer.close()
    assert ids(root) == []
