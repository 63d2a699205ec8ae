"""Names and hosts that look like others: letters of several scripts, and the same skeleton as another's.

Unicode Technical Standard 39: a word is of one script, or of those that Japanese, Korean or Chinese mixes;
two texts with the same skeleton look the same.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from medway_tui.folding import IGNORABLE
from medway_tui.model.finding_codes import make_finding
from medway_tui.model.findings import Finding
from medway_tui.model.locations import FileLocation
from medway_tui.yaml_io.lookalike_syntax import describe_character

_DATA = Path(__file__).with_name("data") / "confusables.txt"

_SCRIPTS = (
    "Latn", "Cyrl", "Grek", "Armn", "Hebr", "Arab", "Syrc", "Thaa", "Deva", "Beng", "Guru", "Gujr",
    "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Geor", "Hang",
    "Ethi", "Cher", "Cans", "Khmr", "Mong", "Hira", "Kana", "Bopo", "Hani", "Yiii", "Nkoo", "Adlm",
    "Tfng", "Olck", "Vaii", "Copt", "Goth", "Runr",
)  # fmt: skip
_MIXED = (("Hani", "Hira", "Kana"), ("Hani", "Hang"), ("Hani", "Bopo"))
"""The scripts that one language writes with: Japanese, Korean, Chinese."""

_ALIKE = frozenset(("Latn", "Cyrl", "Grek", "Armn", "Cher", "Copt"))
"""Scripts with letters of the same shape, which a whole name does not mix either."""


class NameChecks:
    """Checks the names and hosts of a dossier as they are seen."""

    def __init__(self) -> None:
        self._by_skeleton: dict[str, dict[tuple[str, str], FileLocation]] = {}

    def check_name(self, name: str, location: FileLocation, owner: str | None = None) -> Iterator[Finding]:
        """Yield a finding for a name that mixes scripts; ``owner`` has this name and may have alike ones."""
        if not name.isascii():
            odd = find_mixed_script(name)
            if odd:
                message = f"the name {name} mixes scripts: it has {describe_character(odd)}"
                yield make_finding("D428", location, message)
        key = owner if owner is not None else name
        self._by_skeleton.setdefault(make_skeleton(name), {}).setdefault((key, name), location)

    def check_address(self, address: str, location: FileLocation) -> Iterator[Finding]:
        """Yield a finding for an address whose host mixes scripts."""
        host = decode_host(address)
        odd = "" if host.isascii() else find_mixed_script(host)
        if odd:
            message = f"the host {host} mixes scripts: it has {describe_character(odd)}"
            yield make_finding("D428", location, message)
        if host:
            self._by_skeleton.setdefault(make_skeleton(f"//{host}"), {}).setdefault((host, host), location)

    def find_doubles(self) -> Iterator[Finding]:
        """Yield a note for each name or host with the skeleton of another's. Call it last."""
        for alike in self._by_skeleton.values():
            ((first_owner, first_name), first_location), *others = alike.items()
            for (owner, name), location in others:
                if owner != first_owner and name != first_name:
                    place = f"{Path(first_location.path).name}:{first_location.line}"
                    message = (
                        f"{name} looks like {first_name} in {place}: {_describe_difference(name, first_name)}"
                    )
                    yield make_finding("D429", location, message)


@functools.lru_cache(10_000)
def find_mixed_script(text: str) -> str:
    """Return the first letter that is not of the script of the others; empty where there is none.

    Each word is of one script. Of scripts with letters of the same shape, the whole text has one.
    """
    for word in (text, *_words(text)):
        is_whole = word is text
        scripts = [name for name in _SCRIPTS if any(map(_letter_pattern(name).match, word))]
        relevant = [name for name in scripts if name in _ALIKE] if is_whole else scripts
        if len(relevant) < 2 or any(_script_pattern(each).fullmatch(word) for each in (*_singles(), *_MIXED)):
            continue
        counts = {name: sum(bool(_letter_pattern(name).match(char)) for char in word) for name in relevant}
        main = max(relevant, key=lambda name: counts[name])
        odd = next(
            (
                char
                for char in word
                if not _script_pattern((main,)).match(char)
                and any(_letter_pattern(name).match(char) for name in relevant if name != main)
            ),
            "",
        )
        if odd:
            return odd
    return ""


@functools.lru_cache(10_000)
def make_skeleton(text: str) -> str:
    """Return the skeleton of a text: equal for texts that look alike (UTS 39, section 4)."""
    prototypes = _load_prototypes()
    decomposed = IGNORABLE.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)))
    mapped = "".join(prototypes.get(char, char) for char in decomposed)
    return unicodedata.normalize("NFD", mapped)


@functools.lru_cache(10_000)
def decode_host(address: str) -> str:
    """Return the host of an address, in letters where it is written in Punycode; empty if it has none."""
    try:
        host = urlsplit(address).hostname or ""
        labels = [
            label[4:].encode().decode("punycode") if label.startswith("xn--") else label
            for label in host.split(".")
        ]
    except ValueError:
        return ""
    return ".".join(labels)


def _words(text: str) -> Iterable[str]:
    return "".join(
        char if char.isalnum() or unicodedata.category(char)[0] == "M" else " " for char in text
    ).split()


def _describe_difference(name: str, other: str) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other))
    )
    chars = [each[at : at + 1] for each in (name, other)]
    return " for ".join(describe_character(char) if char else "nothing" for char in chars)


@functools.cache
def _singles() -> tuple[tuple[str], ...]:
    return tuple((name,) for name in _SCRIPTS)


@functools.cache
def _script_pattern(scripts: tuple[str, ...]) -> Any:
    """Match the letters of some scripts, and what all scripts share."""
    import regex  # noqa: PLC0415 - takes 25 ms, and hardly any name is not in Latin letters

    classes = "".join(rf"\p{{scx={name}}}" for name in scripts)
    return regex.compile(rf"[{classes}\p{{sc=Common}}\p{{sc=Inherited}}]+")


@functools.cache
def _letter_pattern(script: str) -> Any:
    """Match a letter of one script."""
    import regex  # noqa: PLC0415 - as above

    return regex.compile(rf"\p{{scx={script}}}")


@functools.cache
def _load_prototypes() -> dict[str, str]:
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines if line and not line.startswith("#"))
    return {char: prototype for prototype, chars in pairs for char in chars}
