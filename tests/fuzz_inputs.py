"""Fuzzing inputs: files that replace those of the library dossier.

Each kind is a hypothesis strategy whose values map file names to bytes.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import strategies as st

from medway_tui.model.articles import Article, Paragraph, Quote
from medway_tui.model.dossier import About
from medway_tui.model.events import Difference, Event, Outcome, Side
from medway_tui.model.evidence import Evidence, Source
from medway_tui.model.inspections import Area, Framework, Inspection, Judgement, Period, Provider
from medway_tui.model.people import Identifier, Membership, Organisation, OtherName, Person
from tests.fixtures_additions import ALL_FILES as FILES

Change = dict[str, bytes]
"""The bytes of replaced files by path."""

MODEL_CLASSES = (
    *(About, Article, Paragraph, Quote, Person, Organisation, Membership, OtherName, Event, Difference, Side),
    *(Outcome, Identifier, Evidence, Source, Framework, Area, Inspection, Judgement, Provider, Period),
)
KEYS = sorted({field.name for noun in MODEL_CLASSES for field in dataclasses.fields(noun)})
"""Every key of the format."""

_LONE_SURROGATE = "half-a-character"
"""A placeholder for the escape of a lone surrogate, which no YAML library writes."""

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_LONG = st.builds(
    lambda char, number: char * number,
    st.sampled_from("a “”\"'-\u0301\U0001f642\n["),
    st.integers(100, 30_000),
)
_CONTROLS = st.sampled_from(
    ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\0", "\x07", "\x7f", "\x85", "\x9b31m", "a\rb", "a\tb"]
)
_INVISIBLE = st.sampled_from(
    ["\u202egnp.exe", "\u2066x", "a\u200bb", "\ufeff", "\u2028", "\u2029", "\ufffe", "\U000e0041", "\u3164"]
)
_WIDE = st.sampled_from(["🙂", "👩‍🚒", "図書館", "e\u0301" * 9, "\u0301", "한국", "🇬🇧", "\U0010ffff"])
_DATES = st.sampled_from(
    [
        *("2024-02-31", "2023-02-29", "0000", "0000-00-00", "9999-99-99", "9999-12-31", "9999", "9999-12"),
        *(
            "2019-13",
            "2019-00",
            "2020/2019",
            "2019-07-15/2019-07-26",
            "0001/9999",
            "2019-7-1",
            "２０１９",
            "-2019",
        ),
    ]
)
_NUMBERS = st.one_of(
    st.integers().map(str),
    st.sampled_from(
        ["9" * 5_000, "-1", "00", "1e9", "0x10", "1_000", ".inf", "999999", "1000000", "٣", "²", "0"]
    ),
)
_WORDS = st.sampled_from(
    [
        *(
            "null",
            "~",
            "",
            "yes",
            "true",
            "false",
            "<<",
            "=",
            "[sic]",
            "@x",
            "'tis",
            "%",
            "!x",
            "&a",
            "*a",
            "- a",
        ),
        *(
            "? a",
            "a: b",
            "a #b",
            "#",
            "[red]x[/]",
            "[@click=app.quit]x[/]",
            "javascript:x",
            "https://x",
            _LONE_SURROGATE,
        ),
        *(
            "https://a.b/" + "c" * 5_000,
            "http://[::1]/",
            "mary-okafor",
            "herald-2021-05",
            "overall",
            "direct",
            "none",
        ),
        *(
            "q1",
            "q2",
            "Mary Okafor",
            "A roof is a promise.",
            "a",
            "roof",
            "“",
            "”",
            "'",
            '"',
            "../../etc/passwd",
        ),
    ]
)
VALUES = st.one_of(_WORDS, _TEXT, _DATES, _NUMBERS, _CONTROLS, _INVISIBLE, _WIDE, _LONG)
"""Values that somebody might write by intention or mistake."""

_DATA = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), VALUES), inner, max_size=6),
    ),
    max_leaves=20,
)

_SNIPPETS = st.one_of(
    st.sampled_from(
        [
            *(
                b"\t",
                b"\0",
                b"\x1b[2J",
                b"\x80",
                b"\xff",
                b"\xc2",
                b"\xed\xa0\x80",
                b"\xef\xbb\xbf",
                b"\r",
                b"\r\n",
            ),
            *(
                b"\n",
                b"\n\n",
                b"&a ",
                b"*a ",
                b"!!python/name:os.system ",
                b"! ",
                b"---\n",
                b"...\n",
                b"%YAML 9.9\n",
            ),
            *(
                b"? ",
                b": ",
                b"- ",
                b" #",
                b"#",
                b'"',
                b"'",
                b"|\n",
                b">-\n",
                b"[",
                b"]",
                b"{",
                b"}",
                b",",
                b"<<: ",
            ),
            *(
                b"\\",
                b'"\\ud800"',
                b'"\\e"',
                b"[" * 500,
                b"- " * 500,
                b"\xe2\x80\xae",
                b"\xe2\x80\xa8",
                b"\xc2\x85",
            ),
            *("“".encode(), "🙂".encode(), "e\u0301".encode(), b" " * 3_000, b"-\t", b"id: ", b"~"),
        ]
    ),
    st.binary(min_size=1, max_size=6),
)

_NAMES = st.sampled_from(sorted(FILES))


@st.composite
def _mutated(draw: st.DrawFn) -> Change:
    """A file with a few places overwritten, deleted, doubled or extended."""
    name = draw(_NAMES)
    data = FILES[name].encode()
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 0, 1, 2, 5, 40]))
        put = draw(st.one_of(_SNIPPETS, st.just(b""), st.just(data[at : at + length] * 2)))
        data = data[:at] + put + data[at + length :]
    return {name: data}


@st.composite
def _spliced(draw: st.DrawFn) -> Change:
    """The start of one file and the end of this or another one."""
    name, other = draw(_NAMES), draw(_NAMES)
    first, second = FILES[name].encode(), FILES[other].encode()
    start = first[: draw(st.integers(0, len(first)))]
    return {name: start + draw(st.sampled_from([b"", second[draw(st.integers(0, len(second))) :]]))}


@st.composite
def _structure(draw: st.DrawFn) -> Change:
    """Any lists and mappings with keys of the format, in any YAML layout."""
    return {draw(_NAMES): _dump_yaml(draw, draw(_DATA))}


@st.composite
def _values(draw: st.DrawFn) -> Change:
    """Files with values replaced, and keys added or deleted."""
    change = {}
    for name in draw(st.lists(_NAMES, min_size=1, max_size=2, unique=True)):
        data = yaml.load(FILES[name], Loader=yaml.BaseLoader)  # noqa: S506 - text alone comes of it
        for _ in range(draw(st.integers(1, 3))):
            holder, step = draw(st.sampled_from(list(_containers(data))))
            what = draw(st.sampled_from(["value", "value", "value", "data", "gone", "key"]))
            if what == "gone":
                del holder[step]
            elif what == "key" and isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = draw(VALUES)
            else:
                holder[step] = draw(_DATA if what == "data" else VALUES)
            if not data:
                break
        change[name] = _dump_yaml(draw, data)
    return change


@st.composite
def _entries(draw: st.DrawFn) -> Change:
    """Many entries with one changed value: duplicate ids, moved words."""
    name = draw(st.sampled_from(sorted(name for name in FILES if FILES[name].startswith("- "))))
    data = yaml.load(FILES[name], Loader=yaml.BaseLoader)  # noqa: S506 - text alone comes of it
    entries = []
    for _ in range(draw(st.integers(1, 12))):
        entry = dict(draw(st.sampled_from(data)))
        if draw(st.booleans()):
            entry[draw(st.sampled_from(sorted(entry)))] = draw(VALUES)
        entries.append(entry)
    return {name: _dump_yaml(draw, entries)}


@st.composite
def _named(draw: st.DrawFn) -> Change:
    """A file with an unusual name."""
    folder = draw(st.sampled_from(["articles", "quotes", "inspections"]))
    stem = draw(
        st.one_of(
            st.sampled_from(["a\nb", "\x1b[2J", "é", "\u202ex", "-", "a b", "A", "x.yaml", "~", "a" * 240]),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1),
        ).filter(lambda text: len(text.encode()) < 250)
    )
    like = draw(st.sampled_from(sorted(name for name in FILES if name.startswith(folder))))
    return {f"{folder}/{stem}.yaml": FILES[like].encode()}


def _containers(data: Any) -> Iterator[tuple[Any, Any]]:
    steps = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        yield data, step
        yield from _containers(data[step])


def _dump_yaml(draw: st.DrawFn, data: Any) -> bytes:
    out = io.StringIO()
    yaml.safe_dump(
        data,
        out,
        default_flow_style=draw(st.sampled_from([False, None, True])),
        default_style=draw(st.sampled_from([None, None, None, '"', "'", "|", ">"])),
        allow_unicode=draw(st.booleans()),
        width=draw(st.sampled_from([80, 10, 100_000])),
        line_break=draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])),
        sort_keys=False,
    )
    return out.getvalue().replace(_LONE_SURROGATE, '"\\ud800"').encode()


KINDS: dict[str, st.SearchStrategy[Change]] = {
    "bytes": st.builds(lambda name, data: {name: data}, _NAMES, st.binary(max_size=300)),
    "mutated": _mutated(),
    "spliced": _spliced(),
    "structure": _structure(),
    "values": _values(),
    "entries": _entries(),
    "names": _named(),
}
"""The strategies by kind."""
