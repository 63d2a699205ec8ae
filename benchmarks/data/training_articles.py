"""Generated and hand-written training articles with known speakers, above all of British local news.

A notation marks the people and their words: ``{key|words}`` is a mention, ``[key|words]`` a quotation without
its marks, which are outside the brackets; ``-`` is the key of marks that quote no speaker. The grammar of
``training_templates.txt`` and ``training_words.txt`` writes articles in it; ``training_articles.txt`` has
some written by hand.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]

DATA = Path(__file__).parent
MARKS = ("“”", "“”", "‘’", '""', "''")
_PRONOUNS = frozenset(("he", "she", "they", "it", "him", "her", "his"))
SUBJECTS = (
    *(("news",) * 5 + ("two_speakers",) * 5 + ("bodies_speak",) * 3),
    *("court_and_police", "sport_and_lives", "nobody"),
)
SURNAME_STYLES = ("title", "title", "bare", "name")
_NOTATION = re.compile(r"\{(\w+)\|([^{}\[\]]*)\}|\[([\w+-]+)\|([^\[\]]*)\]")
_KINDS_OF_WORDS = {"t": "work", "l": "label", "r": "rating", "q": "question", "f": "fragment"}
_SLOT = re.compile(r"<([A-Z]|[a-z]+)(?::(\w+))?>|\[([A-Z](?:\+[A-Z])?|x\d|-) ([a-z])\]")


@functools.cache
def load_words() -> dict[str, list[str]]:
    """The lists of words by name."""
    lists: dict[str, list[str]] = {}
    name = ""
    for line in (DATA / "training_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith(" "):
            lists[name] += [each.strip() for each in line.split("|") if each.strip()]
        else:
            name = line
            lists[name] = []
    return lists


@functools.cache
def load_templates() -> dict[str, list[str]]:
    """The paragraph templates by subject."""
    sections = re.split(
        r"^== (\w+)\n", (DATA / "training_templates.txt").read_text("utf-8"), flags=re.MULTILINE
    )
    return {
        name: body.strip().splitlines() for name, body in zip(sections[1::2], sections[2::2], strict=True)
    }


def load_handwritten() -> list[Record]:
    """The hand-written articles, separated by lines of equals signs."""
    articles = re.split(
        r"^=+\n", (DATA / "training_articles.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return [parse_notation(f"hand-{n}", each.strip()) for n, each in enumerate(articles) if each.strip()]


class TemplateFold(NamedTuple):
    """A share of the templates of each subject: those of the fold, or all the others."""

    number: int
    folds: int
    is_held_out: bool


def generate_articles(count: int, seed: int = 13, fold: TemplateFold | None = None) -> list[Record]:
    """Generate articles, the same for the same seed; with ``fold`` from some of the templates."""
    random_source = random.Random(seed)  # noqa: S311 - not for security
    chosen = load_templates()
    if fold is not None:
        chosen = {name: _choose_templates(lines, fold) for name, lines in chosen.items()}
    return [
        parse_notation(f"made-{seed}-{number}", _Writer(random_source, chosen).write())
        for number in range(count)
    ]


def _choose_templates(lines: list[str], fold: TemplateFold) -> list[str]:
    return [
        line for number, line in enumerate(lines) if (number % fold.folds == fold.number) == fold.is_held_out
    ]


def parse_notation(key: str, marked: str) -> Record:
    """Turn an article with marked mentions and quotations into a record.

    ``mentions`` has the spans that mention each speaker. A quotation's mention is the nearest one in its
    paragraph, or else the one of the same speaker's quotation before it, or the last one.
    """
    text, at = "", 0
    mentions: dict[str, list[tuple[int, int]]] = {}
    quotes: list[Record] = []
    for match in _NOTATION.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        key_of_mention, name, speaker, said = match.groups()
        start = len(text)
        text += name if said is None else said
        if said is None:
            mentions.setdefault(key_of_mention, []).append((start, len(text)))
        elif speaker != "-":
            quotes.append(
                {"start": start, "end": len(text), "text": said, "speaker_id": speaker, "kind": "made"}
            )
    text += marked[at:]
    for previous, quotation in zip([None, *quotes], quotes, strict=False):
        _add_speaker(text, quotation, previous, mentions)
    return {"id": key, "text": text, "quotes": quotes, "mentions": mentions}


def _add_speaker(
    text: str, quotation: Record, previous: Record | None, mentions: dict[str, list[tuple[int, int]]]
) -> None:
    speakers = quotation["speaker_id"].split("+")
    spans = sorted(span for speaker in speakers for span in mentions[speaker])
    start = text.rfind("\n", 0, quotation["start"]) + 1
    end = text.find("\n", quotation["end"])
    inside = [span for span in spans if start <= span[0] and (end < 0 or span[1] <= end)]
    if inside:
        span = min(inside, key=lambda s: max(quotation["start"] - s[1], s[0] - quotation["end"]))
    else:
        earlier = [span for span in spans if span[1] <= quotation["start"]] or spans
        span = earlier[-1]
        if previous and previous["speaker_id"] == quotation["speaker_id"] and span[0] < previous["start"]:
            span = previous["speaker_start"], previous["speaker_end"]
    printed = text[slice(*span)]
    is_pronoun = printed.lower() in _PRONOUNS
    names = [text[slice(*each)] for each in spans]
    quotation |= {
        "canonical": max(names, key=lambda name: (sum(w[0].isupper() for w in name.split()), len(name))),
        "speaker": printed,
        "speaker_start": span[0],
        "speaker_end": span[1],
        "speaker_type": "pronoun" if is_pronoun else "named",
    }


class _Person(NamedTuple):
    key: str
    is_he: bool
    first: str
    last: str
    title: str
    lead: str
    tail: str
    role: str
    party: str


class _Writer:
    """Writes one article."""

    def __init__(self, random_source: random.Random, chosen: dict[str, list[str]]) -> None:
        self.random = random_source
        self.templates = chosen
        self.marks = self._pick(MARKS)
        self.style = self._pick(SURNAME_STYLES)
        self.text = ""
        self.cast: dict[str, _Person | tuple[str, ...]] = {}
        self.known: set[str] = set()
        self.count = 0
        self.skips_stop = False

    def write(self) -> str:
        """The article in the notation, a line a paragraph."""
        self._new_person("A")
        self._new_person("B")
        self._change_cast()
        if self.random.random() < 0.3:
            self._write_paragraph(self._line("headlines"))
        self.known.clear()
        for _ in range(self.random.randint(2, 7)):
            chance = self.random.random()
            if chance < 0.15:
                self._write_paragraph("<filler>.")
            elif chance < 0.2:
                self._write_paragraph(self._line("captions"))
            self._change_cast()
            self._write_paragraph(self._line(self._pick(SUBJECTS)))
        return self.text.strip()

    def _change_cast(self) -> None:
        for key in ("A", "B"):
            if self.random.random() < 0.4:
                self._new_person(key)
        if self.random.random() < 0.25:
            self.cast["A"], self.cast["B"] = self.cast["B"], self.cast["A"]
        for key, name in (("D", "document"), ("G", "group"), ("U", "unnamed")):
            self.cast[key] = (self._new_key(), self._word(name))
        if "O" not in self.cast or self.random.random() < 0.5:
            self.cast["O"] = (self._new_key(), self._word(self._pick(("body", "body", "body", "council"))))

    def _new_key(self) -> str:
        self.count += 1
        return f"k{self.count}"

    def _new_person(self, key: str) -> None:
        is_he = self.random.random() < 0.5
        lead = self._word("lead")
        taken = {each.last for each in self.cast.values() if isinstance(each, _Person)}
        last = self._pick([each for each in load_words()["surname"] if each not in taken])
        self.cast[key] = _Person(
            self._new_key(),
            is_he,
            self._word("he_name" if is_he else "she_name"),
            last,
            self._word("he_title" if is_he else "she_title"),
            lead,
            self._word("tail"),
            "".join(load_words().get(f"noun:{lead}", ())),
            self._word("party"),
        )

    def _write_paragraph(self, template: str) -> None:
        for paragraph in template.split("¶"):
            self.text += "\n"
            self._expand(paragraph.strip())

    def _expand(self, template: str) -> None:
        """Write a template, its slots filled."""
        at = 0
        for match in _SLOT.finditer(template):
            self._add(template[at : match.start()])
            at = match.end()
            name, form, speaker, kind = match.groups()
            if speaker:
                self._add_quotation(speaker, kind, template[at : at + 1])
            elif name.isupper():
                self._add_reference(name, form or "", template[at : at + 2])
            else:
                self._expand(self._word(name))
        self._add(template[at:])

    def _add(self, piece: str) -> None:
        if self.skips_stop and piece:
            piece, self.skips_stop = piece.removeprefix("."), False
        is_start = not self.text or self.text[-1] == "\n" or bool(re.search(r"[.?!][”’\"']? $", self.text))
        is_cut = self.text.endswith(",") and piece[:1] in (".", ",", ":", ";")
        if is_cut:
            self.text = self.text[:-1]
        if is_start and piece:
            bare = re.match(r"\{\w+\|", piece)
            first = bare.end() if bare else 0
            piece = piece[:first] + piece[first : first + 1].upper() + piece[first + 1 :]
        self.text += piece

    def _add_quotation(self, speaker: str, kind: str, following: str) -> None:
        said = self._said(kind)
        key = "-" if speaker == "-" else self._key(speaker)
        opening, closing = self.marks[0], self.marks[1]
        if kind == "o":
            closing = ""
        if kind == "f" and following == "." and self.random.random() < 0.3 and opening in '“"':
            said += "."
            self.skips_stop = True
        self.text += f"{opening}[{key}|{said}]{closing}"

    def _said(self, kind: str) -> str:
        if kind in _KINDS_OF_WORDS:
            return self._word(_KINDS_OF_WORDS[kind])
        first = self._word("sentence")
        if kind == "c":
            return f"{first},"
        more = self.random.choice((0, 0, 1, 1, 2)) if kind == "s" else 1
        rest = [self._word(self._pick(("sentence", "sentence", "sentence", "question"))) for _ in range(more)]
        return " ".join(each if each[-1] == "?" else f"{each}." for each in (first, *rest))

    def _key(self, speaker: str) -> str:
        if speaker[0] == "x":
            return speaker
        people = [self.cast[each] for each in speaker.split("+")]
        return "+".join(each.key if isinstance(each, _Person) else each[0] for each in people)

    def _add_reference(self, name: str, form: str, following: str) -> None:
        person = self.cast[name]
        if not isinstance(person, _Person):
            key, phrase = person
            if form == "short" and self.random.random() < 0.8:
                last_word = phrase.split()[-1]
                short = f"short:{last_word}" if f"short:{last_word}" in load_words() else "short:*"
                phrase = self._word(short)
            self._add(f"{{{key}|{phrase}}}")
            return
        pronouns = {
            "he": "he" if person.is_he else "she",
            "him": "him" if person.is_he else "her",
            "his": "his" if person.is_he else "her",
        }
        is_known = person.key in self.known
        if form in pronouns and is_known:
            self._add(f"{{{person.key}|{pronouns[form]}}}")
            return
        if form == "role" and is_known and person.role:
            self._add(f"{{{person.key}|{person.role}}}")
            return
        self.known.add(person.key)
        if form in ("s", "his"):
            name = self._short_name(person) if is_known else f"{person.first} {person.last}"
            self._add(f"{{{person.key}|{name}’{'' if name.endswith('s') else 's'}}}")
        elif form == "last":
            self._add(f"{{{person.key}|{person.last}}}")
        elif form == "bare":
            self._add(f"{{{person.key}|{person.first} {person.last}}}")
        elif is_known and form != "new":
            self._add(f"{{{person.key}|{self._short_name(person)}}}")
        else:
            self._introduce(person, following)

    def _short_name(self, person: _Person) -> str:
        if self.style == "title" and self.random.random() < 0.85:
            if person.title in ("Sir", "Dame"):
                return f"{person.title} {person.first}"
            return f"{person.title} {person.last}"
        if self.style == "bare" and self.random.random() < 0.85:
            return person.last
        return f"{person.first} {person.last}"

    def _introduce(self, person: _Person, following: str) -> None:
        """Write a person's first mention: with a role before the name, words after it, a party, or alone."""
        name = f"{person.first} {person.last}"
        chance = self.random.random()
        lead = ""
        if chance < 0.35:
            lead = self._fill(person.lead) + " "
        elif chance < 0.55:
            lead = f"{person.title} "
            if person.title in ("Mr", "Mrs", "Ms", "Miss") and self.random.random() < 0.5:
                name = person.last
        if chance < 0.03:
            self._add(f"{self._fill(person.lead)}, {{{person.key}|{name}}},")
            return
        self._add(f"{{{person.key}|{lead}{name}}}")
        is_appended = self.random.random() < 0.3 and following[:1] != ":" and "’" not in following
        if is_appended and self.random.random() < 0.3:
            self._add(f" ({self._fill(person.party)})")
        elif is_appended and self.random.random() < 0.2:
            self._add(f" {self._pick(('of', 'from'))} {self._fill(self._pick(('<place>', '<body>')))}")
        elif is_appended:
            self._add(f", {self._fill(person.tail)},")

    def _fill(self, phrase: str) -> str:
        return re.sub(r"<(\w+)>", lambda match: self._word(match[1]), phrase)

    def _word(self, name: str) -> str:
        return self._pick(load_words()[name])

    def _line(self, subject: str) -> str:
        return self._pick(self.templates[subject])

    def _pick(self, options: Sequence[str]) -> str:
        return self.random.choice(options)
