"""Imports of many files: folders and patterns, questions, Ctrl+C, going on, and two programs at once."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from medway_tui.authoring.scaffold import Scaffolder
from medway_tui.cli.main import cli
from medway_tui.content.check import check_content
from medway_tui.importing import Importer, ImportOptions, undo_import
from medway_tui.importing.source_files import find_source_files
from medway_tui.model.findings import Finding
from medway_tui.saved_pages import ReadOptions
from medway_tui.sync import check
from medway_tui.sync.check import check_dossier
from medway_tui.yaml_io.journal_file import JOURNAL_NAME, has_journal
from medway_tui.yaml_io.nodes import read_document
from tests.conftest import ROOT
from tests.fixtures_library import Folder
from tests.process_helpers import PROGRAM
from tests.tui.pseudo_terminal import Terminal, open_terminal

TEXT = """\
{headline}

The {thing} in Riverside is to be repaired, the council said on Tuesday.

{details}

Councillor {first} {last} said: “We have waited {number} years for this and will not wait another winter.”

Tom Other, of the Friends of the {thing}, said: “It is about time that somebody listened to us.”
"""
WORDS = ("roof", "wall", "north", "oak", "door", "old", "gate", "stone", "clock", "well", "green", "iron")
THINGS = ("bandstand", "pier", "lido", "library", "mill", "market", "bridge", "harbour")


@pytest.fixture
def root(tmp_path: Path) -> Folder:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier/dossier.yaml").write_text("id: riverside\ntitle: Riverside\nlanguage: en-GB\n")
    return Folder(tmp_path / "dossier")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number, thing in enumerate(THINGS):
        (folder / f"{number}-{thing}.txt").write_text(article(number))
    return folder


def article(number: int) -> str:
    thing = THINGS[number % len(THINGS)]
    last = ("Quill", "Marsh", "Oakes")[number % 3]
    chance = random.Random(number)  # noqa: S311 - no secret
    sentences = (f"The {' '.join(chance.choices(WORDS, k=9))} is to be looked at too." for _ in range(6))
    return TEXT.format(
        details=" ".join(sentences),
        headline=f"{thing.title()} number {number} to be repaired",
        thing=thing,
        first="Ann" if number % 2 else "Bea",
        last=last,
        number=number + 2,
    )


def import_options(root: Folder, *more: str | Path) -> list[str]:
    return ["import", "--content", str(root.root), "--publisher", "Gazette", *map(str, more)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def ids(root: Folder, kind: str) -> list[str]:
    return sorted(path.stem for path in (root.root / kind).glob("*.yaml"))


def people(root: Folder) -> list[str]:
    value = read_document(str(root.path("people.yaml")))[0].value
    assert isinstance(value, list)
    return [str(each["id"]) for each in value if isinstance(each, dict)]


def assert_whole(root: Folder) -> None:
    assert [str(each) for each in check_dossier([root.root])[1] if each.severity == "error"] == []
    assert ids(root, "articles") == ids(root, "quotes")
    assert ids(root, "articles") == sorted(path.stem for path in (root.root / ".imports").glob("*.json"))
    assert len(people(root)) == len(set(people(root)))
    litter = [path.name for path in root.root.rglob(".*") if "medway-tui" in path.name]
    assert litter == []


def test_a_folder_is_walked_and_each_failure_named(root: Folder, saved: Path) -> None:
    (saved / "a page_files").mkdir()
    (saved / "a page.html").write_text("")
    (saved / "a page_files" / "frame.html").write_text("<p>An advertisement")
    (saved / ".hidden.txt").write_text("x")
    (saved / "logo.png").write_bytes(b"\x89PNG")
    (saved / "deeper").mkdir()
    (saved / "deeper" / "last.txt").write_text(article(20))
    done = run(*import_options(root, saved))
    assert done.exit_code == 1
    assert "10 files: 9 written, 1 could not be imported" in done.stderr
    assert f"  {saved / 'a page.html'}: the file is empty" in done.stderr
    assert f"passed over, hidden: 1 file: {saved / '.hidden.txt'}" in done.stderr
    assert f"the pictures and scripts of a saved page: 1 file: {saved / 'a page_files'}" in done.stderr
    assert f"passed over, .png is no saved article: 1 file: {saved / 'logo.png'}" in done.stderr
    assert_whole(root)
    again = run(*import_options(root, saved, "--quiet"))
    assert "10 files: 0 written, 9 imported already, 1 could not be imported" in again.stderr


def test_files_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", "b.files/x.txt", "b.htm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = find_source_files([str(tmp_path), str(tmp_path / "a.txt"), "-"])
    names = [path.removeprefix(f"{tmp_path}/") for path in found.files if "home" not in path]
    assert names == ["a.txt", "b.htm", "c.txt", "b/1.txt", "b/2.txt", "-"]
    assert found.skipped["a link to a folder"] == [str(tmp_path / "loop")]
    by_pattern = find_source_files([str(tmp_path / "**" / "[12].txt"), str(tmp_path / "*.docx")])
    assert [Path(path).name for path in by_pattern.files] == ["1.txt", "2.txt"]
    assert by_pattern.unreadable == [(str(tmp_path / "*.docx"), "no file fits this pattern")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list everything")
def test_a_folder_that_cannot_be_listed_is_a_failure(root: Folder, saved: Path) -> None:
    (saved / "locked").mkdir(mode=0)
    done = run(*import_options(root, saved))
    assert f"{saved / 'locked'}: this folder can't be listed: permission denied" in done.stderr
    assert done.exit_code == 1


def test_a_file_imported_before_is_not_read_again(root: Folder, saved: Path) -> None:
    path = saved / "0-bandstand.txt"
    importer = Importer([root.root])
    data = path.read_bytes()
    options = ImportOptions({"publisher": "Gazette"})
    importer.import_file(str(path), data, ReadOptions(), options)
    importer.close()
    importer = Importer([root.root])
    assert importer.find_imported(path)
    assert not importer.find_imported(saved / "1-pier.txt")
    os.utime(path, (1, 1))
    assert not importer.find_imported(path)
    assert importer.import_file(str(path), data, ReadOptions(), options).written_paths == []
    path.write_bytes(data + b"\nMore was said later, and a paragraph was added to it.\n")
    assert not importer.find_imported(path)
    importer.close()


@contextmanager
def importing_in_terminal(root: Folder, *arguments: str | Path) -> Iterator[Terminal]:
    with open_terminal("import", "--content", root.root, *arguments) as terminal:
        yield terminal


def test_the_publisher_is_asked_for_by_file_and_can_be_skipped(root: Folder, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    page = "<title>{0}</title><meta name=application-name content='{1}'><article><h1>{0}</h1>{2}</article>"
    for number, name in enumerate(("", "Riverside Post", "Riverside Post", "", "")):
        body = "".join(f"<p>{line}" for line in article(number).split("\n\n")[1:])
        text = page.format(f"Library row {number} goes on", name, body)
        (folder / f"{number}.html").write_text(text)
    with importing_in_terminal(root, folder, "--new") as terminal:
        terminal.wait_for_text("0.html: Library row 0 goes on", "Publisher, such as BBC News")
        terminal.child.send("s\r")
        terminal.wait_for_text("1.html: Library row 1 goes on", "if not Riverside Post (Enter takes it")
        terminal.child.send("\r")
        terminal.wait_for_text("3.html: Library row 3 goes on")
        terminal.child.send("S\r")
        terminal.wait_for_text("5 files: 2 written, 3 could not be imported")
        assert "4.html:skipped,asitspublisherisnotnamed" in terminal.joined_text()
        # What the user has confirmed is not questioned again.
        assert b"is inferred: give another" not in terminal.written
        assert terminal.exit_status() == 1
    assert ids(root, "articles") == [
        "riverside-post-library-row-1-goes-on",
        "riverside-post-library-row-2-goes-on",
    ]


def test_ctrl_c_stops_after_the_file_in_hand_and_the_same_command_goes_on(
    root: Folder, tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(article(number))
    with importing_in_terminal(root, folder, "--publisher", "Gazette") as terminal:
        terminal.wait_for_text("Importing 4 of 60", " left · ")
        terminal.child.sendintr()
        terminal.wait_for_text("stopping after this article", "give the same command again")
        assert terminal.exit_status() == 130
    done = len(ids(root, "articles"))
    assert 0 < done < 60
    assert_whole(root)
    again = run(*import_options(root, folder))
    assert f"60 files: {60 - done} written, {done} imported already" in again.stderr
    assert_whole(root)


def start_import(root: Folder, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *import_options(root, *arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_imports_at_once_lose_and_double_nothing(root: Folder, saved: Path) -> None:
    files = sorted(saved.iterdir())
    both = [start_import(root, *files[:4]), start_import(root, *files[3:])]
    errors = [each.communicate(timeout=100)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], errors
    assert len(ids(root, "articles")) == len(THINGS)
    assert "Traceback" not in "".join(errors)
    assert sorted(people(root)) == [
        "ann-marsh", "ann-oakes", "ann-quill", "bea-marsh", "bea-oakes", "bea-quill", "tom-other",
    ]  # fmt: skip
    assert_whole(root)


def test_an_import_a_new_entry_and_two_threads_at_once(root: Folder, saved: Path) -> None:
    files = sorted(saved.iterdir())
    options = ImportOptions({"publisher": "Gazette"})

    def import_some(some: list[Path]) -> None:
        importer = Importer([root.root])
        for path in some:
            importer.import_file(str(path), path.read_bytes(), ReadOptions(), options)
        importer.close()

    def add_people() -> None:
        for number in range(12):
            name = f"Nadia Sturrock {'abcdefghijkl'[number]}"
            Scaffolder([root.root]).add_entry("people", {"name": name}, id_source=name, requested_id="")

    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(import_some, files[:4]),
            pool.submit(import_some, files[4:]),
            pool.submit(add_people),
        ]
        for job in jobs:
            job.result(100)
    assert len(people(root)) == 7 + 12
    assert_whole(root)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_after_a_kill_the_next_run_finishes_or_takes_back(root: Folder, saved: Path, share: float) -> None:
    process = start_import(root, saved)
    while not (root.root / "articles").exists() and process.poll() is None:
        time.sleep(0.002)
    time.sleep(share * 0.2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = run(*import_options(root, saved))
    assert done.exit_code == 0, done.stderr
    assert len(ids(root, "articles")) == len(THINGS)
    assert_whole(root)
    # The last first: who is named in several articles was added by the first.
    in_order = sorted(ids(root, "articles"), key=lambda name: re.findall(r"number-(\d)", name))
    for article_id in reversed(in_order):
        undo_import([root.root], article_id)
    assert not root.path("people.yaml").exists()


@pytest.mark.parametrize("most", [700, 1_500])
def test_a_full_disk_leaves_nothing_half(root: Folder, saved: Path, most: int) -> None:
    limit = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
    )
    before = {path: path.read_bytes() for path in root.root.rglob("*") if path.is_file()}
    env = {**os.environ, "COVERAGE_PROCESS_CONFIG": "", "XDG_CACHE_HOME": "/dev/null/none"}
    done = subprocess.run(
        [sys.executable, "-c", limit + PROGRAM, *import_options(root, saved / "0-bandstand.txt")],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 1
    assert "can't be written: file too large" in done.stderr
    assert {path: path.read_bytes() for path in root.root.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in root.root.iterdir()) == ["dossier.yaml"]


def test_killed_imports_and_pairs_leave_nothing_half_done(tmp_path: Path) -> None:
    program = ROOT / "benchmarks" / "killed_imports.py"
    done = subprocess.run(
        [sys.executable, program, "--kills", "5", "--pairs", "1", "--seed", "11"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path), "COVERAGE_PROCESS_CONFIG": ""},
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "seed 11: 5 kills" in done.stdout
    assert done.stdout.endswith("\n0 faults\n")


def stop_an_import(root: Folder, saved: Path) -> None:
    """Import a file, and end the import of another just before its last step."""
    done = run(*import_options(root, saved / "0-bandstand.txt"))
    assert done.exit_code == 0
    child = os.fork()
    if not child:
        unlink = Path.unlink

        def stop_before_the_end(path: Path, missing_ok: bool = False) -> None:
            if path.name == JOURNAL_NAME:
                os._exit(9)
            unlink(path, missing_ok)

        Path.unlink = stop_before_the_end  # type: ignore[method-assign,assignment]
        run(*import_options(root, saved / "1-pier.txt"))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert has_journal(root.root)


def test_a_command_finishes_what_was_stopped_and_says_so(root: Folder, saved: Path) -> None:
    stop_an_import(root, saved)
    done = run("--content", str(root.root), "articles", "--format", "csv")
    assert done.exit_code == 0
    assert "stopped half way: it is finished now" in " ".join(done.stderr.split())
    assert done.stdout.count("\n") == 3
    assert_whole(root)


def test_the_reader_finishes_what_was_stopped_and_says_so(root: Folder, saved: Path) -> None:
    stop_an_import(root, saved)
    with open_terminal("--content", root.root) as terminal:
        # The toast is wrapped, wherever the folder's name ends.
        terminal.wait(lambda: "is finish" in re.sub("[▌│\\s]+", " ", terminal.text()))
        terminal.wait_for_text("2 articles")
        terminal.child.send("q")
        assert terminal.exit_status() == 0
    assert_whole(root)


def test_a_check_reads_again_what_another_program_wrote_meanwhile(
    root: Folder, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*import_options(root, saved / "0-bandstand.txt"))
    reads: list[int] = []

    def read_and_write(folders: Sequence[Path]) -> tuple[int, list[Finding]]:
        result = check_content(folders)
        if not reads:
            # The quotations are read before this import, the people after it.
            run(*import_options(root, saved / "1-pier.txt"))
        reads.append(result[0])
        return result

    monkeypatch.setattr(check, "check_content", read_and_write)
    files_count, _ = check_dossier([root.root])
    assert len(reads) == 2
    assert files_count == reads[1] == reads[0] + 2
