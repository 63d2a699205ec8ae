"""Reads the paragraphs of a Rich Text file: what is printed is found here, and decoded by striprtf.

The format is Microsoft's Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\$"
)
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column", "cell", "nestcell", "row", "nestrow"))
_PRINTED_WORDS = frozenset((
    "tab", "emdash", "endash", "emspace", "enspace", "qmspace", "bullet", "lquote", "rquote", "ldblquote",
    "rdblquote",
))  # fmt: skip
_SKIPPED = frozenset((
    "colortbl", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "pict",
    "object", "do", "shprslt", "sp", "private", "xe", "tc", "rxe", "txe", "bkmkpub", "filetbl",
    "nonesttables", "listtable", "listoverridetable", "revtbl", "rsidtbl", "themedata", "ftnsep", "ftnsepc",
    "aftnsep", "aftnsepc", "pn", "objdata", "template",
))  # fmt: skip
"""Destinations whose words are not printed in the text."""
_COUNTED = {"footnote": "note", "annotation": "comment"}
_OPEN_ANYWAY = frozenset(("shpinst", "shptxt"))
"""Destinations that a program may pass over, but have the words of a text box."""
_NUMBERS = frozenset(("listtext", "pntext"))
"""Destinations with the number or bullet of an item."""
_PROPERTY = re.compile(r"\{\\(title|author)\b((?:[^{}\\]|\\.){0,2000})\}", re.DOTALL)
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_STYLE = re.compile(r"\{\\s(\d{1,5})\b([^{};]*);?\s*\}")
_CONTROL_WORD = re.compile(r"\\[a-zA-Z]{1,32}-?\d{0,10} ?|[\r\n]")
_FONT = re.compile(r"\\f(\d{1,6})\b|\\fcharset(\d{1,3})\b")
_CONTENTS = re.compile(r"(?:^|[\s}])TOC\b")
_HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
_ENCODINGS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_UNPRINTED = {
    "deleted": "tracked deletion",
    "v": "hidden passage",
    "strike": "struck passage",
    "striked": "struck passage",
}
"""The properties of letters that are not read, and what they are called."""
_PARAGRAPH_MARK, _MARK_CHARACTER = "\\uc1\\u57344?", "\ue000"
"""What is between prepared paragraphs, as RTF and as the character that it is; the text has it as U+FFFD."""
_DEFAULT_CHARSET = "1"
_DEFAULT_SIZE = 24
"""The size of letters where a file names none, in half points."""


class RtfParagraph(NamedTuple):
    """A paragraph of a Rich Text file."""

    text: str
    style: str
    """The name of its style; empty where it has none."""
    level: int
    """Its level as a heading, from 1; 0 where it is none."""
    is_item: bool
    size: float
    """The size of its first letter, in points."""
    is_bold: bool
    """Whether all of it is bold."""


@dataclass
class RtfText:
    """What is read of a Rich Text file."""

    paragraphs: list[RtfParagraph] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    """The title, author and creatim of its properties; creatim as YEAR-MONTH-DAY."""
    left_out: dict[str, int] = field(default_factory=dict)
    """How many passages of each kind were passed over."""


class _State(NamedTuple):
    """The state of a group, which its end restores."""

    font: str = ""
    skip: int = 1
    """How many characters follow a Unicode character for programs that know none."""
    is_bold: bool = False
    size: int = _DEFAULT_SIZE
    unprinted: frozenset[str] = frozenset()
    """The properties by which words are not read: keys of _UNPRINTED."""


@dataclass
class _Story:
    """The text, or that of a text box in it, as it is being read."""

    depth: int
    """How many groups it is in."""
    prepared: list[str] = field(default_factory=list)
    """The paragraph as RTF for striprtf: without groups, and with what is printed alone."""
    paragraphs: list[RtfParagraph] = field(default_factory=list)
    style: str = ""
    level: int = 0
    is_in_list: bool = False
    has_number: bool = False
    size: int = 0
    is_bold: bool = True


def read_rtf(data: bytes) -> RtfText:
    """Read the paragraphs and properties of a Rich Text file, in time that grows with its size."""
    try:
        # The format is of ASCII, or of bytes in the code page that it names; some programs write UTF-8.
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "".join(chr(byte) if byte < 0x80 else f"\\'{byte:02x}" for byte in data)
    return _Reader(text).read()


class _Reader:
    """Reads the groups of a file; words that are not printed are passed over."""

    def __init__(self, text: str, encoding: str = "cp1252") -> None:
        self._text = text
        self._encoding = encoding
        self._default_font = "0"
        self._charsets: dict[str, str] = {}
        self._styles: dict[str, str] = {}
        self._state = _State()
        self._stack: list[_State] = []
        self._stories = [_Story(0)]
        self._boxes: list[RtfParagraph] = []
        self._result = RtfText()
        self._at = 0
        self._contents_depth = 0
        """How many groups the field of a table of contents is in; 0 outside of one."""
        self._unprinted = ""
        """What the last passage was that was not read; empty where it was read."""

    def read(self) -> RtfText:
        is_destination = is_optional = False
        while match := _TOKEN.match(self._text, self._at):
            self._at = match.end()
            word, number, code, symbol, brace, letters = match.groups()
            if brace == "{":
                self._stack.append(self._state)
                is_destination, is_optional = True, False
            elif brace:
                if not self._close_group():
                    break
                is_destination = False
            elif symbol == "*" and is_destination:
                is_optional = True
            elif word:
                if not (is_destination and self._read_destination(word, is_optional=is_optional)):
                    self._read_word(word, number)
                is_destination = False
            elif code or symbol or letters:
                self._read_letters(code, symbol, letters)
                is_destination = False
        while len(self._stories) > 1:
            self._close_box()
        self._end_paragraph()
        self._result.paragraphs = self._decode(self._stories[0].paragraphs)
        return self._result

    # -- groups -----------------------------------------------------------------------------------------

    def _close_group(self) -> bool:
        """Restore the state before a group; return whether the file goes on after it."""
        if not self._stack:
            return False
        if len(self._stories) > 1 and self._stories[-1].depth == len(self._stack):
            self._close_box()
        if self._contents_depth == len(self._stack):
            self._contents_depth = 0
        old, self._state = self._state, self._stack.pop()
        if (old.font, old.skip) != (self._state.font, self._state.skip):
            self._stories[-1].prepared.append(self._prepare_state())
        return bool(self._stack)

    def _close_box(self) -> None:
        self._end_paragraph()
        self._boxes += self._stories.pop().paragraphs

    def _read_destination(self, word: str, *, is_optional: bool) -> bool:
        """Read or pass over the group that a word begins; return whether it was a destination."""
        if word == "shptxt":
            self._stories.append(_Story(len(self._stack), [self._prepare_state()]))
        elif word in _NUMBERS:
            self._stories[-1].has_number = True
            self._skip_group()
        elif word == "fonttbl":
            self._read_fonts(self._skip_group())
        elif word == "stylesheet":
            for number, name in _STYLE.findall(self._skip_group()):
                self._styles[number] = _CONTROL_WORD.sub("", name).strip()
        elif word == "info":
            self._read_properties(self._skip_group())
        elif word == "fldinst":
            # A table of contents repeats the headings: the result of its field is passed over.
            if _CONTENTS.search(self._skip_group()[:200]):
                self._contents_depth = len(self._stack) - 1
        elif word == "fldrslt" and self._contents_depth:
            self._skip_group()
        elif word in _COUNTED:
            self._count(_COUNTED[word])
            self._skip_group()
        elif word in _SKIPPED or (is_optional and word not in _OPEN_ANYWAY):
            self._skip_group()
        else:
            return False
        return True

    def _skip_group(self) -> str:
        """Go to the end of the group that is being read, and return what is in it."""
        start, depth = self._at, 1
        while depth and (match := _TOKEN.match(self._text, self._at)):
            self._at = match.end()
            if match[1] == "bin":
                self._at += max(0, int(match[2] or 0))
            elif match[5]:
                depth += 1 if match[5] == "{" else -1
        if not depth:
            self._at -= 1  # The end of the group is read as that of any other.
        return self._text[start : self._at]

    def _read_fonts(self, group: str) -> None:
        font = self._default_font
        for number, charset in _FONT.findall(group):
            font = number or font
            if charset and charset != _DEFAULT_CHARSET:
                self._charsets[font] = charset

    def _read_properties(self, group: str) -> None:
        for key, value in _PROPERTY.findall(group):
            # A group in a group is read as one of the text: braces are those of this file.
            read = _Reader(f"{{\\rtf1 {value}}}", self._encoding).read()
            self._result.properties[key] = " ".join(each.text for each in read.paragraphs)
        created = _CREATED.search(group)
        if created:
            year, month, day = created.groups()
            self._result.properties["creatim"] = f"{year}-{int(month):02}-{int(day):02}"

    def _count(self, what: str) -> None:
        self._result.left_out[what] = self._result.left_out.get(what, 0) + 1

    # -- words ------------------------------------------------------------------------------------------

    def _read_word(self, word: str, number: str | None) -> None:
        value = int(number) if number else None
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word == "line":
            self._print("\\line ")
        elif word in _PRINTED_WORDS:
            self._print(f"\\{word} ", is_space=word in ("tab", "emspace", "enspace", "qmspace"))
        elif word == "u" and value is not None:
            is_character = -0x8000 <= value <= 0xFFFF and value % 0x10000 not in (0, ord(_MARK_CHARACTER))
            self._print(f"\\u{value if is_character else 0xFFFD} ")
        elif word == "bin":
            self._at += max(0, value or 0)
        elif word == "ansicpg" and number:
            self._set_encoding(f"cp{number}")
        elif word in _ENCODINGS:
            self._set_encoding(_ENCODINGS[word])
        else:
            self._read_style(word, value)

    def _read_style(self, word: str, value: int | None) -> None:
        """Read a word on how letters or paragraphs are printed."""
        story, state = self._stories[-1], self._state
        if word == "uc" and value is not None:
            self._state = state._replace(skip=max(0, min(value, 16)))
            story.prepared.append(self._prepare_state())
        elif word == "deff" and value is not None:
            self._default_font = str(value)
            self._set_font(self._default_font)
        elif word == "f" and value is not None:
            self._set_font(str(value))
        elif word == "plain":
            self._state = state._replace(is_bold=False, size=_DEFAULT_SIZE, unprinted=frozenset())
            self._set_font(self._default_font)
        elif word == "fs" and value:
            self._state = state._replace(size=value)
        elif word == "b":
            self._state = state._replace(is_bold=value != 0)
        elif word in _UNPRINTED:
            rest = state.unprinted - {word}
            self._state = state._replace(unprinted=rest if value == 0 else rest | {word})
        elif word == "pard":
            story.style, story.level, story.is_in_list = "", 0, False
        elif word == "s" and value is not None:
            story.style = self._styles.get(str(value), "")
        elif word == "outlinelevel" and value is not None:
            story.level = value + 1 if 0 <= value < 9 else 0
        elif word == "ls":
            story.is_in_list = bool(value)

    def _set_encoding(self, name: str) -> None:
        try:
            self._encoding = codecs.lookup("utf-8" if name == "cp65001" else name).name
        except LookupError:
            self._encoding = "cp1252"

    def _set_font(self, number: str) -> None:
        self._state = self._state._replace(font=number)
        self._stories[-1].prepared.append(self._prepare_state())

    def _prepare_state(self) -> str:
        font = f"\\f{self._state.font}" if self._state.font else ""
        return f"{font}\\uc{self._state.skip} "

    def _read_letters(self, code: str | None, symbol: str | None, letters: str | None) -> None:
        if code:
            self._print(f"\\'{code}")
        elif symbol in ("\n", "\r"):
            self._end_paragraph()
        elif symbol and symbol in "~-_\\{}":
            self._print(f"\\{symbol}", is_space=symbol == "~")
        elif letters and letters.isascii():
            self._print(letters, is_space=letters.isspace())
        elif letters:
            filler = "?" * self._state.skip
            units = (
                (c, memoryview(c.encode("utf-16-le", "surrogatepass")).cast("H").tolist())
                for c in letters.replace(_MARK_CHARACTER, "\ufffd")
            )
            self._print(
                "".join(c if c < "\x80" else "".join(f"\\u{u} {filler}" for u in codes) for c, codes in units)
            )

    def _print(self, prepared: str, *, is_space: bool = False) -> None:
        """Add what is printed to the paragraph."""
        story, state = self._stories[-1], self._state
        if state.unprinted:
            what = _UNPRINTED[min(state.unprinted)]
            if not is_space and what != self._unprinted:
                self._unprinted = what
                self._count(what)
            return
        if not is_space:
            self._unprinted = ""
            story.size = story.size or state.size
            story.is_bold = story.is_bold and state.is_bold
        story.prepared.append(prepared)

    def _end_paragraph(self) -> None:
        story = self._stories[-1]
        if story.size:
            heading = _HEADING.match(story.style)
            story.paragraphs.append(
                RtfParagraph(
                    "".join(story.prepared),
                    story.style,
                    int(heading[1]) if heading else story.level,
                    story.is_in_list or story.has_number,
                    story.size / 2,
                    story.is_bold,
                )
            )
        if len(self._stories) == 1:
            story.paragraphs += self._boxes
            self._boxes = []
        story.prepared = [self._prepare_state()]
        story.has_number, story.size, story.is_bold = False, 0, True

    def _decode(self, paragraphs: list[RtfParagraph]) -> list[RtfParagraph]:
        """Return prepared paragraphs with their words, in which a line feed is a line break."""
        from striprtf import striprtf  # noqa: PLC0415 - a library of the extra “documents”

        if not paragraphs:
            return []
        fonts = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in self._charsets.items())
        table = f"{{\\fonttbl{fonts}}}" if fonts else ""
        prepared = _PARAGRAPH_MARK.join(each.text for each in paragraphs)
        convert: Callable[..., str] = striprtf.rtf_to_text
        text = convert(f"{{\\rtf1 {table}{prepared}}}", encoding=self._encoding, errors="replace")
        # Characters beyond U+FFFF are written as two surrogates.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return [
            each._replace(text=words)
            for each, words in zip(paragraphs, text.split(_MARK_CHARACTER), strict=True)
        ]
