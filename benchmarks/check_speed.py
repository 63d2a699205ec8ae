"""Compare the time of ``medway-tui check`` on 2,000 articles with yamllint and check-jsonschema.

The made-up articles and quotations are the same for the same seed, about 3 KB each. The three programs read
the same files in turn. yamllint checks the YAML alone and check-jsonschema the schemas that ``medway-tui
schema`` prints; ``check`` does both and anchors the quotations. Some files have a fault, which has to be
found at its line and column.

usage: check_speed.py [--articles N] [--runs N] [--seed S] [--yamllint PROGRAM] [--check-jsonschema PROGRAM]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

PROGRAM = str(Path(sys.executable).with_name("medway-tui"))
PROSE = (
    "the council said that its service for children had been inspected again and a report which was"
    " published in July found café owners naïve about roofs while leaders who had known of delays"
    " promised better support at every meeting in the town hall where residents asked for answers"
)
WORDS = PROSE.split()
SPEAKERS = 200


class Fault(NamedTuple):
    """A fault in a file, and where it must be found."""

    file: str
    line: int
    column: int
    code: str

    @property
    def line_start(self) -> str:
        """The start of the line that reports the fault."""
        return f"{self.file}:{self.line}:{self.column}: {self.code} "


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--yamllint", default="yamllint")
    parser.add_argument("--check-jsonschema", default="check-jsonschema")
    arguments = parser.parse_args()
    # A user's second run has compiled modules.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top)
        os.environ.update(
            HOME=top, XDG_CACHE_HOME=f"{top}/cache", XDG_DATA_HOME=f"{top}/data", GITHUB_ACTIONS=""
        )
        faults = make(folder, arguments.articles, random.Random(arguments.seed))  # noqa: S311 - no secret
        size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
        print(f"{arguments.articles:,} articles and quotations, {size / 2**20:.1f} MB, seed {arguments.seed}")
        _report_faults(folder, faults)
        _compare(_commands(folder, arguments.yamllint, arguments.check_jsonschema), folder, arguments.runs)


def make(folder: Path, number: int, chance: random.Random) -> list[Fault]:
    """Write a dossier with ``number`` articles; every hundredth has a fault."""
    for name in ("articles", "quotes"):
        (folder / name).mkdir()
    (folder / "dossier.yaml").write_text("id: made-up\ntitle: Made up\nlanguage: en\n", encoding="utf-8")
    people = "".join(f"- id: speaker-{n}\n  name: Speaker {n}\n" for n in range(SPEAKERS))
    (folder / "people.yaml").write_text(people, encoding="utf-8")
    faults = []
    for n in range(number):
        stem = f"paper-{n:05}"
        article, quotes = _article(chance), ""
        paragraphs = []
        for p in range(1, 13):
            words = chance.choices(WORDS, k=chance.randint(15, 45))
            if p % 3 == 0:
                said = f"{' '.join(chance.choices(WORDS, k=12))} {n}-{p}."
                words += ["said:", f"“{said}”"]
                speaker = f"speaker-{chance.randrange(SPEAKERS)}"
                quotes += (
                    f"- id: q{p}\n  paragraph: {p}\n  exact: {said}\n  speaker: {speaker}\n"
                    "  cue: said\n  type: direct\n"
                )
            paragraphs.append(f"  - >-\n    {' '.join(words)}\n")
        article += "paragraphs:\n" + "".join(paragraphs)
        if n % 100 == 50:
            article, quotes, fault = _faulty(stem, article, quotes, n // 100 % 4)
            faults.append(fault)
        (folder / "articles" / f"{stem}.yaml").write_text(article, encoding="utf-8")
        (folder / "quotes" / f"{stem}.yaml").write_text(quotes, encoding="utf-8")
    return faults


def _article(chance: random.Random) -> str:
    date = f"{chance.randint(2000, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return (
        f"headline: {' '.join(chance.choices(WORDS, k=8)).capitalize()}\npublisher: The Paper\n"
        f'published: "{date}"\nurl: https://paper.example.org/{date}\nkind: original\n'
    )


def _faulty(stem: str, article: str, quotes: str, which: int) -> tuple[str, str, Fault]:
    """Return an article and its quotations with one fault, and its position."""
    if which == 0:
        return (
            article.replace("kind:", "kjnd: x\nkind:"),
            quotes,
            Fault(f"articles/{stem}.yaml", 5, 1, "S102"),
        )
    if which == 1:
        wrong = article.replace("kind: original", "kind: original\naccessed: 2024-02-31")
        return wrong, quotes, Fault(f"articles/{stem}.yaml", 6, 11, "S103")
    if which == 2:
        wrong = quotes.replace("  cue: said\n", "  cue: said\n  cue: said\n", 1)
        return article, wrong, Fault(f"quotes/{stem}.yaml", 6, 3, "Y006")
    return article, quotes.replace("exact: ", "exact: never ", 1), Fault(f"quotes/{stem}.yaml", 3, 10, "A301")


def _report_faults(folder: Path, faults: list[Fault]) -> None:
    """Print whether every fault was found at its position."""
    done = subprocess.run(
        [PROGRAM, "check", "--output-format", "concise", "."],
        capture_output=True, encoding="utf-8", cwd=folder, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    found = [fault for fault in faults if any(line.startswith(fault.line_start) for line in lines)]
    print(f"{len(found)} of {len(faults)} faults found at their lines and columns")
    for fault in set(faults) - set(found):
        print(f"  not found: {fault.line_start}")
    others = [line for line in lines if not any(line.startswith(fault.line_start) for fault in faults)]
    if others:
        print(f"{len(others)} findings that are no fault, such as: {others[0]}")


def _commands(folder: Path, yamllint: str, jsonschema: str) -> dict[str, list[list[str]]]:
    """Return the commands of each program that is installed; print which are not."""
    commands = {"medway-tui check": [[PROGRAM, "check", "."]]}
    if shutil.which(yamllint):
        commands["yamllint"] = [[yamllint, "--no-warnings", "-d", "relaxed", "."]]
    else:
        print(f"could not find yamllint ({yamllint}), so it is skipped")
    if shutil.which(jsonschema):
        commands["check-jsonschema"] = []
        for kind, name in (("article", "articles"), ("quotes", "quotes")):
            schema = folder / f"{kind}.json"
            with schema.open("wb") as out:
                subprocess.run([PROGRAM, "schema", kind], stdout=out, check=True)
            files = sorted(str(path.relative_to(folder)) for path in (folder / name).iterdir())
            commands["check-jsonschema"].append([jsonschema, "--schemafile", str(schema), *files])
    else:
        print(f"could not find check-jsonschema ({jsonschema}), so it is skipped")
    return commands


def _compare(commands: dict[str, list[list[str]]], folder: Path, runs: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, steps in commands.items():
            started = time.perf_counter()
            for command in steps:
                # The files have faults, so each program exits with 1.
                subprocess.run(command, check=False, capture_output=True, cwd=folder)
            times[name].append(time.perf_counter() - started)
    ours = times["medway-tui check"]
    print(f"whole process, median of {runs}, interleaved; others in times of ours, median of neighbours")
    for name, taken in times.items():
        ratio = statistics.median(other / our for other, our in zip(taken, ours, strict=True))
        print(f"  {name:<20}{statistics.median(taken):7.2f} s   ratio {ratio:6.2f}")


if __name__ == "__main__":
    main()
