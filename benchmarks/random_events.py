"""What a random but repeatable user sends: keys, words, pastes, mouse events, resizes, and noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

QUIETER = "q\x11"
"""The keys that quit; they come seldom, since each ends a session."""
KEYS = [chr(code) for code in range(33, 127) if chr(code) not in QUIETER]
COMMON = [*"1234566jjjjkkkkgGbnN[]sfpcyYredwWTu|!?:/=xhlz\\im'avVX+-tto", " ", "\t", "\r", "\x1b", "\x7f"]
SPECIAL = [
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[2~"),
    *(
        "\x1b[Z",
        "\x1b[1;2C",
        "\x1b[1;2D",
        "\x1b[1;3D",
        "\x1b[1;3C",
        "\x1b[1;5A",
        "\x1bOP",
        "\x1b[24~",
        "\x1bj",
    ),
    # Every control key. Ctrl+Z says that there is no shell, Ctrl+C how to quit.
    *(chr(code) for code in range(1, 27) if chr(code) not in QUIETER),
]
WORDS = (
    *("the council said", "speaker:mehmet", "speaker:yeo the", '"sea front', "insp* rep*", "party:uni", "a"),
    *("the after:2010", "speaker:mehmte", "in:courier", "heartbroken", "school", "coun", "ye", "ada", "zzz"),
    *("import", "new a", "new p", "wider", "theme", "find", "export", "saved/", "saved/0.txt", "saved/*.txt"),
    *("2021-03-04", "Councillor Ada Quill", "type:direct", "before:", "AND OR NOT", "((", '"', "-", "*"),
)
PASTES = (
    "one line",
    "several\nlines\r\nof a text\rthat was copied\n",
    "saved/0.txt\nsaved/1.txt",
    "हिन्दी में क्षेत्र 👩\u200d👩\u200d👧 ภาษาไทย العربية e\u0301\u0323 \u202e \x00\x07\x1b[31m",
    "[The head teacher] said [/] [@click=app.quit]x[/]",
    "word " * 2_000,
    "図書館" * 300,
    "",
)
NOISE = (
    *("\x1b[I", "\x1b[O", "\x1b[?1;2c", "\x1b[>0;276;0c", "\x1b[1114112u", "\x1b[57;1;9999999999u"),
    *(
        "\x1b[48;99999999;99999999;9;9t",
        "\x1b[48;0;0;0;0t",
        "\x1b[<0;1;9999999M",
        "\x1b[?2026;2$y",
        "\x1b]11;",
    ),
    *(
        "\x1b[200~",
        "\x1b[201~",
        "\x1b]11;",
        "\x1b[999~",
        "\x1bP1$r0m\x1b\\",
        "\x1b[97;5u",
        "\x1b[57441;2u",
        "\x1b[3;1R",
    ),
)
SIZES = ((80, 24), (120, 40), (200, 60), (40, 12), (300, 100), (100, 30), (1, 1), (2, 50), (300, 3), (39, 11))


class Step(NamedTuple):
    """What the user does before waiting for an answer."""

    kind: str
    data: bytes = b""
    """What the terminal sends."""
    size: tuple[int, int] | None = None
    """The columns and rows of a resized window."""
    events: int = 1
    """How many keys, mouse events or resizes it is."""
    pause: float = 0.0
    """How many seconds the user then reads."""

    def describe(self) -> str:
        """Return the step in a line."""
        text = repr(self.data.decode(errors="replace"))[:80]
        return f"{self.kind} {self.size or text}{f' then {self.pause:.1f} s' if self.pause else ''}"


class RandomUser:
    """Yields steps without end; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - chance that can be had again
        self.columns, self.rows = 120, 40
        self._kinds: Mapping[Callable[[], Step], float] = {
            self._key: 55,
            self._keys: 12,
            self._dialog: 8,
            self._word: 4,
            self._click: 8,
            self._wheel: 5,
            self._drag: 2,
            self._paste: 1,
            self._resize: 2,
            self._noise: 2,
            lambda: Step("suspend"): 0.1,
            self._escape: 4,
        }

    def step(self) -> Step:
        """Return the next step."""
        [make] = self._chance.choices([*self._kinds], [*self._kinds.values()])
        step = make()
        if self._chance.random() < 0.02:
            step = step._replace(pause=self._chance.choice((0.4, 0.8, 0.8, 1.5, 5.0)))
        return step

    def _pick_key(self) -> str:
        pool: Sequence[str] = self._chance.choices((COMMON, KEYS, SPECIAL, QUIETER), (70, 14, 16, 0.1))[0]
        return self._chance.choice(pool)

    def _key(self) -> Step:
        return _step("key", self._pick_key())

    def _keys(self) -> Step:
        """Return keys that come faster than they are answered."""
        number = self._chance.randrange(2, 12)
        key = self._pick_key()
        keys = [key] * number if self._chance.random() < 0.5 else [self._pick_key() for _ in range(number)]
        # An escape byte would be part of the next key.
        return _step("keys", "".join(each for each in keys if each not in ("\x1b", "\x1a")) or "j", number)

    def _dialog(self) -> Step:
        return _step("dialog", self._chance.choice(("/", "c", ":", "?", "!", "Y", "2f", "i", "d", "'")))

    def _word(self) -> Step:
        word = self._chance.choice(WORDS)
        word = word[: self._chance.randrange(1, len(word) + 1)]
        word += self._chance.choice(("", "", "\r", "\x0e\x0e\r", "\t", "\x7f"))
        return _step("word", word.replace("q", ""), len(word))

    def _escape(self) -> Step:
        return _step("escape", "\x1b")._replace(pause=0.15)

    def _cell(self) -> str:
        column, row = self._chance.randrange(1, self.columns + 1), self._chance.randrange(1, self.rows + 1)
        if self._chance.random() < 0.2:
            row = self._chance.choice((1, self.rows))
        return f"{column};{row}"

    def _click(self) -> Step:
        cell, times = self._cell(), self._chance.choice((1, 1, 1, 2, 3))
        button = self._chance.choice((0, 0, 0, 0, 1, 2, 4, 8, 16))
        return _step("click", f"\x1b[<{button};{cell}M\x1b[<{button};{cell}m" * times, times)

    def _wheel(self) -> Step:
        number = self._chance.randrange(1, 8)
        return _step(
            "wheel", f"\x1b[<{self._chance.choice((64, 65, 65, 66, 67))};{self._cell()}M" * number, number
        )

    def _drag(self) -> Step:
        path = [self._cell() for _ in range(self._chance.randrange(2, 6))]
        moves = "".join(f"\x1b[<32;{cell}M" for cell in path[1:])
        return _step("drag", f"\x1b[<0;{path[0]}M{moves}\x1b[<0;{path[-1]}m", len(path) + 1)

    def _paste(self) -> Step:
        return _step("paste", f"\x1b[200~{self._chance.choice(PASTES)}\x1b[201~")

    def _noise(self) -> Step:
        if self._chance.random() < 0.2:
            return Step("noise", bytes(self._chance.choices(range(128, 256), k=self._chance.randrange(1, 9))))
        return _step("noise", self._chance.choice(NOISE))

    def _resize(self) -> Step:
        if self._chance.random() < 0.6:
            self.columns, self.rows = self._chance.choice(SIZES)
        else:
            self.columns, self.rows = self._chance.randrange(1, 301), self._chance.randrange(1, 101)
        return Step("resize", size=(self.columns, self.rows))


def _step(kind: str, text: str, events: int = 1) -> Step:
    return Step(kind, text.encode(), events=events)
