"""Write a made-up dossier of any size: the same for the same seed, byte for byte.

The text comes from ``prose.py``. The proportions are those of news: about 15 paragraphs an article and
sometimes a hundred; four quotations, some over two paragraphs; councillors with parties and roles that start
and end; a council leader with an eighth of all quotations; twenty-five years of dates; a dozen publishers;
inspections, events, promises with their outcomes, and differences with articles as evidence.
"""

from __future__ import annotations

import datetime
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from data.cast import FIRST_NAMES, LAST_NAMES, Cast, Figure, cast, id_of, organisation_lines, person_lines
from data.prose import Prose

_FIRST_DAY = datetime.date(2000, 1, 3).toordinal()
_DAYS = 25 * 365
_WIDTH = 100
_BATCH = 500

_PUBLISHERS = (
    "County Courier", "The Evening Star", "Coast FM News", "The Weekly Mercury", "Estuary Online",
    "Northshire Post", "The Journal of Record", "Radio Downs", "Hill & Vale Gazette", "The Daily Lantern",
    "Civic Review", "Harbour Times",
)  # fmt: skip
_AREAS = ("overall", "leaders", "help", "care")
_GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


def make(folder: Path, number: int, seed: int) -> None:
    """Write a dossier with ``number`` articles into a folder, on all cores."""
    for name in ("articles", "quotes", "inspections"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    batches = [range(start, min(number, start + _BATCH)) for start in range(0, number, _BATCH)]
    quoted: set[str] = set()
    if len(batches) == 1:
        quoted |= _articles(folder, number, seed, batches[0])
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=context) as pool:
            same = [[each] * len(batches) for each in (folder, number, seed)]
            for done, found in enumerate(pool.map(_articles, *same, batches), 1):
                quoted |= found
                if sys.stderr.isatty():
                    print(f"\r{min(number, done * _BATCH):,} articles", end="", file=sys.stderr)
    _core(folder, number, seed, quoted)


class _Entry(NamedTuple):
    paragraph: int
    exact: str
    keys: tuple[tuple[str, str], ...]


def _articles(folder: Path, number: int, seed: int, batch: range) -> set[str]:
    """Write a batch of articles; return the ids of the people quoted."""
    everyone = cast(number, seed)
    quoted: set[str] = set()
    for n in batch:
        stem, text, quotes, said = article(n, seed, everyone)
        quoted |= said
        (folder / "articles" / f"{stem}.yaml").write_text(text, encoding="utf-8")
        (folder / "quotes" / f"{stem}.yaml").write_text(quotes, encoding="utf-8")
    return quoted


def article(n: int, seed: int, everyone: Cast) -> tuple[str, str, str, set[str]]:
    """Return an article's id, its file, its quotations file and the ids of the people quoted."""
    chance = random.Random(f"{seed} article {n}")  # noqa: S311 - no secret
    prose = Prose(chance, tuple(each.name for each in everyone.people[:40]))
    day = datetime.date.fromordinal(_FIRST_DAY + int(chance.random() ** 0.7 * _DAYS))
    publisher = _PUBLISHERS[int(chance.random() ** 1.5 * len(_PUBLISHERS))]
    headline = prose.headline()
    entries: list[_Entry] = []
    if chance.random() < 0.12:
        fragment = prose.one("fragment")
        headline += f" is ‘{fragment}’"
        speaker = everyone.speaker(chance)
        entries.append(_Entry(0, fragment, (("speaker", speaker.id), ("type", "mixed"))))
    stem = f"{id_of(publisher)}-{day}-{n:06}"
    lines = [
        f"headline: {_quoted(headline)}", f"publisher: {publisher}", f'published: "{day}"',
        f"url: https://{id_of(publisher)}.example.org/{day.year}/{n}", f"author: {chance.choice(FIRST_NAMES)}"
        f" {chance.choice(LAST_NAMES)}", "kind: original", "paragraphs:",
    ]  # fmt: skip
    length = max(4, min(120, int(chance.lognormvariate(2.55, 0.5))))
    paragraphs = list(_paragraphs(chance, prose, everyone, length, entries))
    for kind, text in paragraphs:
        if kind == "paragraph":
            lines += ["  - >-", *_wrapped(text, "    ")]
        else:
            lines += [f"  - text: {_quoted(text)}", f"    kind: {kind}"]
    quotes = list(_entries(entries)) or ["[]"]
    said = {value for entry in entries for key, value in entry.keys if key == "speaker"}
    return stem, "\n".join([*lines, ""]), "\n".join([*quotes, ""]), said


def _paragraphs(
    chance: random.Random, prose: Prose, everyone: Cast, length: int, entries: list[_Entry]
) -> Iterator[tuple[str, str]]:
    """Yield the kinds and texts of paragraphs; append their quotations to ``entries``."""
    speaker = everyone.speaker(chance)
    named: set[str] = set()
    number = 0
    while number < length:
        number += 1
        kind = chance.random()
        if kind < 0.04 and number > 2:
            yield "subhead", prose.subhead()
        elif kind < 0.27:
            if chance.random() < 0.55:
                speaker = everyone.speaker(chance)
            called = _name_speaker(speaker, named, chance)
            words = prose.spoken(1 + int(chance.random() * 3))
            cue = prose.one("said")
            common = (("speaker", speaker.id), ("attribution", called), ("cue", cue), ("type", "direct"))
            entries.append(_Entry(number, words, common))
            if chance.random() < 0.12 and number < length:
                # The quotation continues in the next paragraph, so its marks stay open here.
                yield "paragraph", f"{called} {cue}: “{words}"
                number += 1
                words = prose.spoken(1 + int(chance.random() * 2))
                entries.append(_Entry(number, words, (*common[:1], common[3], ("continues", "before"))))
                yield "paragraph", f"“{words}”"
            elif chance.random() < 0.5:
                yield "paragraph", f"“{words}” {called} {cue}."
            else:
                yield "paragraph", f"{prose.sentence()} {called} {cue}: “{words}”"
        elif kind < 0.33:
            speaker = everyone.speaker(chance)
            called = _name_speaker(speaker, named, chance)
            fragment = prose.one("fragment")
            keys = (("speaker", speaker.id), ("attribution", called), ("type", "mixed"))
            entries.append(_Entry(number, fragment, keys))
            yield "paragraph", f"{called} called the {prose.one('thing')} “{fragment}”. {prose.sentence()}"
        elif kind < 0.36:
            rating = prose.one("rating")
            entries.append(_Entry(number, rating, (("type", "none"),)))
            body = f"{prose.sentence()} The inspectors had rated it “{rating}”."
            yield "paragraph", body
        else:
            yield "paragraph", " ".join(prose.sentence() for _ in range(1 + int(chance.random() * 2.6)))


def _name_speaker(speaker: Figure, named: set[str], chance: random.Random) -> str:
    """Return a speaker's name: in full at first, then the surname."""
    if speaker.id not in named:
        named.add(speaker.id)
        return (
            f"{speaker.name} ({speaker.party})" if speaker.party and chance.random() < 0.6 else speaker.name
        )
    return speaker.again


def _entries(entries: list[_Entry]) -> Iterator[str]:
    for n, entry in enumerate(entries, 1):
        yield f"- id: q{n}"
        yield f"  paragraph: {entry.paragraph}"
        if len(entry.exact) > 60:
            yield "  exact: >-"
            yield from _wrapped(entry.exact, "    ")
        else:
            yield f"  exact: {_quoted(entry.exact)}"
        for key, value in entry.keys:
            yield f"  {key}: {f'q{n - 1}' if key == 'continues' else _quoted(value)}"


def _core(folder: Path, number: int, seed: int, quoted: set[str]) -> None:
    """Write every file except articles and quotations."""
    chance = random.Random(f"{seed} core")  # noqa: S311 - no secret
    everyone = cast(number, seed)
    people = [each for each in everyone.people if each.id in quoted]
    _write(folder / "dossier.yaml", [
        "id: made-up-county", "title: A county in the news, made up",
        f"description: {number} articles that never were, with seed {seed}.", "language: en-GB",
    ])  # fmt: skip
    _write(folder / "people.yaml", [line for each in people for line in person_lines(each, chance)] or ["[]"])
    organisations = list(organisation_lines())
    for name in _PUBLISHERS:
        organisations += [f"- id: {id_of(name)}", f"  name: {name}", "  classification: publisher"]
    _write(folder / "organisations.yaml", organisations)
    frameworks = ["- id: framework-a", "  name: Inspection of services", "  short_name: Services", "  areas:"]
    for area in _AREAS:
        frameworks += [
            f"    - id: {area}",
            f"      name: {area.capitalize()}",
            f"      rows: [{_ROWS[area]}]",
        ]
    _write(folder / "frameworks.yaml", [*frameworks, f"  grades: [{', '.join(_GRADES)}]"])
    cited = [article(chance.randrange(number), seed, everyone)[0] for _ in range(4 + number // 25)]
    events = [line for n, stem in enumerate(cited) for line in _event_lines(n, stem, people, chance)]
    pairs = zip(cited[::8], cited[1::8], strict=False)
    differences = [line for n, pair in enumerate(pairs) for line in _difference_lines(n, pair, chance)]
    _write(folder / "events.yaml", events)
    _write(folder / "differences.yaml", differences or ["[]"])
    for year in (2006, 2011, 2016, 2021):
        lines = [
            "title: Inspection of services", "provider:", "  name: Northshire County Council",
            "framework: framework-a", "inspected:", f'  start: "{year}-05-02"', f'  end: "{year}-05-13"',
            f'published: "{year}-06-20"', "judgements:",
        ]  # fmt: skip
        for area in _AREAS:
            grade = chance.choice(_GRADES)
            lines += [f"  - area: {area}", f"    grade: {grade}", f"    printed: {grade}", "    evidence:"]
            lines += [f"      - article: {chance.choice(cited)}", "        paragraph: 1"]
        _write(folder / "inspections" / f"{year}-05.yaml", lines)


def _event_lines(n: int, stem: str, people: list[Figure], chance: random.Random) -> Iterator[str]:
    """Yield the YAML lines of an event of an article: one in eight is a promise, one a deadline."""
    day = stem[-17:-7]
    kind = chance.choice(("promise", "deadline", *("event",) * 6)) if people else "event"
    date = chance.choice((day, day, day, day[:7], day[:4]))
    yield from (f"- id: event-{n}", f'  date: "{date}"', f"  title: What was reported on {day}")
    if chance.random() < 0.1:
        yield "  date_inferred: The article names the month only."
    if kind != "event":
        due = f"{int(day[:4]) + 1}{day[4:7]}"
        yield from (f"  kind: {kind}", f"  by: [{chance.choice(people).id}]", f'  due: "{due}"')
        if chance.random() < 0.6:
            yield from ("  outcome:", f"    says: It was done in {due}.", f'    date: "{due}"')
            yield from ("    evidence:", f"      - article: {stem}", "        paragraph: 2")
        else:
            yield "  note: It is not known what became of it."
    yield from ("  evidence:", f"    - article: {stem}", "      paragraph: 1")


def _difference_lines(n: int, stems: tuple[str, str], chance: random.Random) -> Iterator[str]:
    """Yield the YAML lines of a difference between two articles: half of the conflicts are settled."""
    kind = chance.choice(("contradiction", "tension", "compatible", "wording"))
    yield from (f"- id: difference-{n}", "  title: How many there were", f"  kind: {kind}")
    settled = kind == "contradiction" and chance.random() < 0.5
    if settled:
        yield "  settled: The report of the year after has the first number."
    yield "  sides:"
    for number, stem in enumerate(stems):
        yield from (f"    - says: in {stem[-17:-7]}", "      evidence:", f"        - article: {stem}")
        yield "          paragraph: 2"
        if settled and not number:
            yield "      supported: true"


_ROWS = {
    "overall": "overall",
    "leaders": "leaders",
    "help": "help-and-protection",
    "care": "children-in-care",
}


def _quoted(text: str) -> str:
    """Return a YAML value on one line, plain if nothing in it is special to YAML."""
    if text[0].isalpha() and not any(mark in text for mark in (": ", " #", '"')) and text[-1] != ":":
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield the lines of a YAML block, at most 100 characters wide."""
    room = _WIDTH - len(indent)
    while len(text) > room:
        at = text.rfind(" ", 0, room)
        yield indent + text[:at]
        text = text[at + 1 :]
    yield indent + text


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
