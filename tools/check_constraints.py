"""Check constraints.txt: sorted, one line a version, no addresses, and a pin for every dependency.

usage: check_constraints.py [CONSTRAINTS] [PYPROJECT]

``make constraints`` writes the file. This check needs no network: it compares the file with pyproject.toml.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"==[^=*,]+")


def problems(constraints: str, pyproject: str) -> Iterator[str]:
    """Yield a message for everything that is wrong in the text of a constraints file."""
    pins: dict[str, list[Requirement]] = {}
    previous = ""
    for number, line in enumerate(constraints.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            pin = Requirement(line)
        except InvalidRequirement:
            yield f"line {number}: “{line}” is not a requirement such as click==8.1.8"
            continue
        name = canonicalize_name(pin.name)
        if pin.url or not _PIN.fullmatch(str(pin.specifier)):
            yield f"line {number}: “{line}” is not pinned to one version with =="
            continue
        if name < previous:
            yield f"line {number}: {name} is after {previous}: sort the lines by name"
        if any(other.marker is None or pin.marker in (None, other.marker) for other in pins.get(name, ())):
            yield f"line {number}: {name} is pinned twice"
        previous = name
        pins.setdefault(name, []).append(pin)
    for dependency in _dependencies(pyproject):
        allowed = pins.get(canonicalize_name(dependency.name), [])
        if not allowed:
            yield f"{dependency.name} is in pyproject.toml but has no pin"
        for pin in allowed:
            version = str(pin.specifier).removeprefix("==")
            if not dependency.specifier.contains(version, prereleases=True):
                yield f"{pin.name}=={version} is outside {dependency.specifier} in pyproject.toml"


def _dependencies(pyproject: str) -> Iterator[Requirement]:
    project = tomllib.loads(pyproject)["project"]
    for group in (project["dependencies"], *project["optional-dependencies"].values()):
        yield from map(Requirement, group)


def main() -> None:
    """Print what is wrong; exit with 1 if anything is."""
    names = sys.argv[1:] + ["constraints.txt", "pyproject.toml"][len(sys.argv) - 1 :]
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in names]
    found = list(problems(*texts))
    for message in found:
        print(f"{names[0]}: {message}", file=sys.stderr)
    if found:
        sys.exit("run: make constraints")


if __name__ == "__main__":
    main()
