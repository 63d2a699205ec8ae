"""Hostile files: each replaces a file of the library dossier.

For ``test_hostile_files`` and for ``benchmarks/hostile_files.py``, which measures their cost.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from functools import partial
from operator import mul
from pathlib import Path
from typing import NamedTuple

from tests.fixtures_library import HERALD, Folder

MB = 2**20
ARTICLE = f"articles/{HERALD}.yaml"
QUOTES = f"quotes/{HERALD}.yaml"
HEAD = "headline: New leader, old roof\npublisher: Daily Herald\nkind: original\nparagraphs:\n"
"""An article up to its paragraphs."""


SIGNS = "\"'&*!#%:-?|>,\\\t ]}<\u00e9\U0001f642"
"""Characters that are special in YAML, and some of several bytes."""


class HostileFile(NamedTuple):
    """A hostile file."""

    name: str
    """A short description."""
    file: str
    """The file that it replaces."""
    write: Callable[[Folder], object]
    """Writes it into a folder."""
    codes: frozenset[str]
    """The codes of its findings; empty if it is valid, * for any, since YAML's parser has many complaints."""


def _text(name: str, file: str, codes: str, write: Callable[[], str | bytes]) -> HostileFile:
    return HostileFile(name, file, lambda folder: folder.write(file, write()), frozenset(codes.split()))


def _special_file(name: str, file: str, codes: str, put: Callable[[str], object]) -> HostileFile:
    """A special file (FIFO, socket, link, folder) in place of a regular one."""

    def plant(folder: Folder) -> None:
        folder.remove(file)
        put(str(folder.path(file)))

    return HostileFile(name, file, plant, frozenset(codes.split()))


def _sparse(path: str) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - as the others here
        file.truncate(200 * MB)


def _socket(path: str) -> None:
    # A socket's path is limited to about 100 bytes.
    folder, name = os.path.split(path)
    before = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(name)
    finally:
        os.fchdir(before)
        os.close(before)


def _indented(levels: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(levels)) + " " * levels + "b"


def _bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines)


def _quotes(number: int, **keys: str) -> str:
    fields = {"paragraph": "1", "exact": "a", "type": "direct", **keys}
    written = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    return "".join(f"- id: q{n}\n{written}" for n in range(number))


def _article(*paragraphs: str) -> str:
    return HEAD + "".join(f"  - {paragraph}\n" for paragraph in paragraphs)


def _article_with_quotes(
    name: str, codes: str, article: Callable[[], str], quotes: Callable[[], str]
) -> HostileFile:
    """An article with its quotations; the findings are the quotations'."""

    def plant(folder: Folder) -> None:
        folder.write(ARTICLE, article())
        folder.write(QUOTES, quotes())

    return HostileFile(name, QUOTES, plant, frozenset(codes.split()))


def _many_marked_words() -> HostileFile:
    def plant(folder: Folder) -> None:
        folder.write(ARTICLE, _article(" ".join(["“a”"] * 100_000)))
        folder.write(QUOTES, "[]\n")

    return HostileFile("100,000 words in marks", ARTICLE, plant, frozenset({"D406"}))


def _special_files() -> Iterator[HostileFile]:
    yield _special_file("a sparse file of 200 MB", "events.yaml", "Y002", _sparse)
    yield _special_file("a FIFO", "events.yaml", "Y001", os.mkfifo)
    yield _special_file("a socket", "events.yaml", "Y001", _socket)
    yield _special_file(
        "a link to /dev/zero", "events.yaml", "Y001", lambda p: Path(p).symlink_to("/dev/zero")
    )
    yield _special_file("a link to nothing", "events.yaml", "Y001", lambda p: Path(p).symlink_to("gone"))
    yield _special_file("a link to itself", ARTICLE, "Y001", lambda p: Path(p).symlink_to(p))
    yield _special_file("a folder", ARTICLE, "Y001", os.mkdir)


def _deeply_nested() -> Iterator[HostileFile]:
    yield _text("40 KB of [", "events.yaml", "Y010", lambda: "[" * 40_000)
    yield _text("400 KB of {a:", "dossier.yaml", "Y010", lambda: "{a: " * 100_000)
    yield _text("16 MB of [", "events.yaml", "Y010", lambda: "[" * (16 * MB))
    yield _text("100,000 hyphens", "events.yaml", "Y010", lambda: "- " * 100_000)
    yield _text("100,000 question marks", "events.yaml", "Y010", lambda: "? " * 100_000)
    yield _text("1,000 levels of indentation", "dossier.yaml", "Y010", lambda: _indented(1_000))
    yield _text("an alias bomb", "dossier.yaml", "Y007", _bomb)


def _large_files() -> Iterator[HostileFile]:
    yield _text("a million empty lines", "events.yaml", "Y012", lambda: "\n" * 1_000_000)
    yield _text("a million remarks", "events.yaml", "Y012", lambda: "# x\n" * 1_000_000)
    yield _text("a million lines of prose", ARTICLE, "", lambda: _article(">-\n" + "    a b\n" * 1_000_000))
    yield _text("a million items", "events.yaml", "Y002", lambda: "- a\n" * 1_000_000)
    yield _text("a million empty lists", "events.yaml", "Y002", lambda: "[" + "[]," * 1_000_000 + "]")
    yield _text("a million lines, the last faulty", "events.yaml", "Y015", lambda: "#\n" * 1_000_000 + "@")
    yield _text("a line of 1 MB", ARTICLE, "", lambda: _article("a" * MB))
    yield _text("a line of 1 MB of words", ARTICLE, "", lambda: _article("word " * (MB // 5)))
    for sign in SIGNS:
        size = 15 * MB // len(sign.encode())
        yield _text(f"15 MB of U+{ord(sign):04X}", "events.yaml", "*", partial(mul, sign, size))
    yield _text("15 MB of escapes", ARTICLE, "", lambda: _article('"' + r"\x41" * (15 * MB // 4) + '"'))
    yield _text("15 MB of quotation marks in an article", ARTICLE, "", lambda: _article("x" + "“" * (5 * MB)))
    yield _text("15 MB of bytes that are not UTF-8", "events.yaml", "Y003", lambda: b"\xff" * (15 * MB))


def _many_entries() -> Iterator[HostileFile]:
    yield _text("100,000 keys", "dossier.yaml", "Y002", lambda: "".join(f"k{n}: x\n" for n in range(100_000)))
    yield _text(
        "30,000 keys", "dossier.yaml", "S101 S102", lambda: "".join(f"k{n}: x\n" for n in range(30_000))
    )
    yield _text("30,000 times one key", "dossier.yaml", "Y006", lambda: "id: x\n" * 30_000)
    yield _text("100,000 items", "events.yaml", "Y002", lambda: "- a\n" * 100_000)
    yield _text("50,000 items", "events.yaml", "S104", lambda: "- a\n" * 50_000)
    yield _text("50,000 empty mappings", "events.yaml", "S101", lambda: "- {}\n" * 50_000)
    yield _text("50,000 items without a value", "events.yaml", "Y009", lambda: "-\n" * 50_000)
    yield _text("50,000 tags", "events.yaml", "Y008", lambda: "- !x a\n" * 50_000)
    yield _text("10,000 entries of one id", "people.yaml", "R203", lambda: "- {id: a, name: b}\n" * 10_000)
    yield _text(
        "50,000 areas of one id",
        "frameworks.yaml",
        "S101",
        lambda: "- id: a\n  name: a\n  areas: [" + "{id: a}, " * 15_000 + "]\n  grades: [a]\n",
    )
    yield _text(
        "90,000 different grades",
        "frameworks.yaml",
        "",
        lambda: f"- id: a\n  name: a\n  areas: []\n  grades: [{', '.join(map(str, range(90_000)))}]\n",
    )
    yield _text(
        "30,000 grades",
        "frameworks.yaml",
        "R203",
        lambda: "- id: a\n  name: a\n  areas: []\n  grades: [" + "a, " * 30_000 + "]\n",
    )


def _long_values() -> Iterator[HostileFile]:
    yield _text("100,000 digits", QUOTES, "S103", lambda: _quotes(1, paragraph="9" * 100_000))
    yield _text(
        "an id of 1 MB", "dossier.yaml", "S103", lambda: f"id: {'a-' * (MB // 2)}\ntitle: x\nlanguage: en\n"
    )
    yield _text(
        "a language of 1 MB", "dossier.yaml", "S103", lambda: f"id: x\ntitle: x\nlanguage: en{'-a' * MB}-\n"
    )
    yield _text("an address of 1 MB", ARTICLE, "S103", lambda: _article("a") + f"url: https://{'.a' * MB}@\n")
    yield _text(
        "a date of 1 MB", ARTICLE, "S103", lambda: _article("a") + f"published: {'2019-' * (MB // 5)}\n"
    )
    yield _text(
        "a text of 1 MB of spaces", ARTICLE, "S103", lambda: _article("a") + f'author: "{" " * MB}"\n'
    )
    yield _text("spaces and hashes", ARTICLE, "", lambda: _article("a" + " " * MB + "# b"))
    yield _text("half a million tabs", ARTICLE, "T106", lambda: _article("a\tb" * (MB // 2)))
    yield _text(
        "half a million lines that end in spaces",
        ARTICLE,
        "T101",
        lambda: HEAD + "  - >-\n" + "    a \n" * (MB // 2),
    )
    yield _many_marked_words()
    yield _text("100,000 words not composed", ARTICLE, "T102", lambda: _article("e\u0301 " * 100_000))
    yield _text("a key of 1 MB", "dossier.yaml", "S101 S102", lambda: f"? {'a' * MB}\n: b\n")


def _ambiguous_quotations() -> Iterator[HostileFile]:
    yield _article_with_quotes(
        "one character that stands a million times", "A307", lambda: _article("a" * MB), lambda: _quotes(1)
    )
    yield _article_with_quotes(
        "one character that stands a million times, its context nowhere",
        "A307",
        lambda: _article("a" * MB),
        lambda: _quotes(1, prefix="b"),
    )
    yield _article_with_quotes(
        "half a million of a million equal characters",
        "A307",
        lambda: _article("a" * MB),
        lambda: _quotes(1, exact="a" * (MB // 2), prefix="b"),
    )
    yield _article_with_quotes(
        "words that nearly stand in 1 MB",
        "A301",
        lambda: _article("ab " * (MB // 3)),
        lambda: _quotes(1, exact="ab " * 20_000 + "c"),
    )
    yield _article_with_quotes(
        "1,000 quotations in 20,000 paragraphs",
        "A301",
        lambda: _article(*["x y"] * 20_000),
        lambda: _quotes(1_000, exact="b"),
    )
    yield _article_with_quotes(
        "1,000 quotations, each in all of 5,000 paragraphs",
        "A301",
        lambda: _article(*["a"] * 5_000),
        lambda: _quotes(1_000, paragraph="9999"),
    )


_GROUPS = (_special_files, _deeply_nested, _large_files, _many_entries, _long_values, _ambiguous_quotations)
CASES = {case.name: case for group in _GROUPS for case in group()}
"""The hostile files by name."""
