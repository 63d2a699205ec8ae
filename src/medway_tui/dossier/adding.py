"""Something new for a dossier, to be filled in: which file it stands in, under which id."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from medway_tui.content.entries import NotAddedError, Written, append, entries
from medway_tui.content.files import SUFFIX
from medway_tui.content.ids import article_id, free, id_from
from medway_tui.content.json_schema import MADE, as_text
from medway_tui.content.layout import SCHEMAS, path_of
from medway_tui.content.nodes import open_document
from medway_tui.content.templates import (
    Given,
    Lines,
    blocks,
    entry,
    first_empty,
    header,
    printed,
    told,
    whole,
)
from medway_tui.content.writing import ChangedError, create, replace
from medway_tui.dossier.checking import folders_to_check
from medway_tui.dossier.folders import DossierError
from medway_tui.dossier.sound import fits, sound
from medway_tui.model.constraints import ID
from medway_tui.text import fold


class Added(NamedTuple):
    """What was written, and where there is something to fill in."""

    path: Path
    line: int
    """The first line to be filled in, or that of the entry."""


class Layers(NamedTuple):
    """The folders of a dossier, the lowest first; the last is the one that is written to."""

    folders: tuple[Path, ...]
    own: bool
    """Whether the last is the user's own folder."""

    @property
    def target(self) -> Path:
        """The folder that is written to."""
        return self.folders[-1]


class Adding:
    """Adds to a dossier. ``remarks`` collects what the person should be told besides.

    Every method raises DossierError, and then nothing was written.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        """``roots`` are the folders named, the last to be written to; none means the user's own folder."""
        if roots and not os.path.lexists(roots[-1]):
            hint = f"make it one first: medway-tui new dossier TITLE --content {roots[-1]}"
            raise DossierError(f"there is no folder {roots[-1]}", hint)
        self.layers = Layers(tuple(folders_to_check(roots)), own=not roots)
        self.remarks: list[str] = []

    def article(self, given: Mapping[str, str], *, wanted: str, text: str | None) -> list[Added]:
        """Add an article and the file of its quotations.

        ``given`` has its headline, publisher, kind, and published and url as far as known; ``wanted`` is
        an id or empty; ``text`` is the original as plain text, blank lines between its blocks.
        """
        given = sound(given)
        made = article_id(given["publisher"], given.get("published", ""), given["headline"])
        stems = self._stems("articles", "quotes")
        if not wanted:
            for path in (folder / path_of("article", made) for folder in self.layers.folders):
                if headline_in(path) == given["headline"]:
                    raise DossierError(
                        f"this article is there already: {path}", "to add another, give its --id"
                    )
        name = self._id(wanted, made, stems)
        keys: dict[str, Given] = dict(given)
        parts = blocks(text) if text is not None else []
        if text is not None and not parts:
            raise DossierError("the text holds no words", "blank lines stand between the blocks of the text")
        if parts:
            keys["paragraphs"] = (printed if given["kind"] == "original" else told)(parts)
        written = self._file("article", name, whole("article", keys))
        try:
            return [written, self._quotes(name)]
        except DossierError:
            written.path.unlink(missing_ok=True)
            raise

    def quotes(self, article: str) -> list[Added]:
        """Add the file of quotations of an article that is there, given by its id."""
        if article not in self._stems("articles"):
            near = ", ".join(sorted(self._stems("articles"))[:5])
            raise DossierError(
                f"there is no article {article}", f"the articles are: {near} …" if near else ""
            )
        for folder in self.layers.folders:
            path = folder / path_of("quotes", article)
            if os.path.lexists(path):
                hint = "add your quotations there; a file in an upper folder takes the place of the whole"
                raise DossierError(f"its quotations are there already: {path}", hint)
        return [self._quotes(article)]

    def listed(self, name: str, given: Mapping[str, str], *, made_of: str, wanted: str) -> list[Added]:
        """Add an entry to a file that is a list, such as ``people``.

        ``given`` has its name or title, and other keys as far as known; the id is ``wanted``, or made of
        the text ``made_of``.
        """
        given = sound(given)
        kinds = ("people", "organisations") if name in ("people", "organisations") else (name,)
        there = {kind: list(self._entries(kind)) for kind in kinds}
        called = given.get("name") or given["title"]
        if not wanted:
            for each in there[name]:
                if fold(called) in map(fold, each.names):
                    hint = "if another of the same name is meant, give the new one's --id"
                    raise DossierError(f"{called} is there already: {each.id}, {_at(each)}", hint)
        taken = {each.id for of_kind in there.values() for each in of_kind}
        keys = {"id": self._id(wanted, id_from(made_of), taken), **given}
        path = self.layers.target / path_of(name)
        lines = entry(name, keys)
        with _writing(path):
            self.layers.target.mkdir(parents=True, exist_ok=True)
            at = append(path, header(name), lines)
        self.remarks += put_schema(self.layers.target, name)
        first = next(n for n, line in enumerate(lines, 1) if not line.startswith("#"))
        return [Added(path, at + max(0, first_empty(lines) - first))]

    def inspection(self, given: Mapping[str, str], *, inspected: str, wanted: str) -> list[Added]:
        """Add an inspection, with a judgement for each area of its framework.

        ``given`` has its title, framework and published; ``inspected`` its days, as a date or a range.
        """
        inspected = sound({"inspected": inspected})["inspected"]
        given = sound(given)
        areas = self._areas(given["framework"])
        start, _, end = inspected.partition("/")
        made = f"{start[:7]}-{given['framework'].partition('-')[0]}"
        name = self._id(wanted, made, self._stems("inspections"))
        keys: dict[str, Given] = {
            **given,
            "inspected": Lines((f'start: "{start}"', f'end: "{end or start}"')),
            "judgements": [{"area": area} for area in areas],
        }
        return [self._file("inspection", name, whole("inspection", keys))]

    # -- what is there -----------------------------------------------------------------------------

    def _stems(self, *folders: str) -> set[str]:
        found = (path for root in self.layers.folders for name in folders for path in _listed(root / name))
        return {name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX)}

    def _entries(self, name: str) -> Iterator[Written]:
        for folder in self.layers.folders:
            if os.path.lexists(folder / path_of(name)):
                yield from entries(folder / path_of(name))

    def _areas(self, framework: str) -> list[str]:
        known = []
        for folder in reversed(self.layers.folders):
            value = open_document(str(folder / path_of("frameworks")))[0].value
            for each in value if isinstance(value, list) else ():
                if isinstance(each, dict):
                    known.append(str(each.get("id")))
                    areas = each.get("areas")
                    if known[-1] == framework and isinstance(areas, list):
                        return [str(area["id"]) for area in areas if isinstance(area, dict) and "id" in area]
        names = ", ".join(dict.fromkeys(known))
        hint = f"the frameworks are: {names}" if names else "add it first: medway-tui new framework NAME"
        raise DossierError(f"there is no framework {framework}", hint)

    def _id(self, wanted: str, made: str, taken: set[str]) -> str:
        if wanted:
            fits(wanted, ID)
            if wanted in taken:
                raise DossierError(f"the id {wanted} is taken", "give another")
            return wanted
        if not made:
            raise DossierError(
                "no id can be made of this name", "give one with --id, in a–z, digits and hyphens"
            )
        name = free(made, taken)
        if name != made:
            self.remarks.append(f"the id {made} is taken, so this one is {name}")
        return name

    # -- writing -----------------------------------------------------------------------------------

    def _quotes(self, stem: str) -> Added:
        text = "\n".join([*header("quotes"), *entry("quotes", {"id": "q1"})]) + "\n"
        return self._file("quotes", stem, text)

    def _file(self, name: str, stem: str, text: str) -> Added:
        path = self.layers.target / path_of(name, stem)
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            create(path, text.encode())
        self.remarks += put_schema(self.layers.target, name)
        return Added(path, first_empty(text.splitlines()))


def new_dossier(folder: Path, given: Mapping[str, str], *, wanted: str) -> tuple[Added, list[str]]:
    """Make a folder a dossier: write its dossier.yaml, the folder too where it is not there.

    Returns what was written, and what the person should be told besides. Raises DossierError when it is
    a dossier already, or can't be written.
    """
    given = sound(given)
    name = wanted or id_from(given["title"])
    if not name:
        raise DossierError(
            "no id can be made of this title", "give one with --id, in a–z, digits and hyphens"
        )
    fits(name, ID)
    path = folder / path_of("dossier")
    text = whole("dossier", {"id": name, **given})
    with _writing(path):
        folder.mkdir(parents=True, exist_ok=True)
        create(path, text.encode())
    return Added(path, first_empty(text.splitlines())), put_schema(folder, "dossier")


def put_schema(folder: Path, name: str) -> list[str]:
    """Put the schema of a kind beside the content, where the files' first lines say that it stands.

    One of an earlier version gives way; a file that the program did not make stays. Returns a remark
    where it can't be written: what was added is none the worse for it.
    """
    path = folder / SCHEMAS / f"{name}.json"
    made = as_text(name).encode()
    try:
        there = path.read_bytes() if path.is_file() else None
        if there is None or (there != made and MADE.encode() in there):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, made, old=there)
    except (OSError, ChangedError):
        return [f"{path} could not be written: an editor can't explain the keys without it"]
    return []


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []


def headline_in(path: Path) -> str | None:
    """The headline of an article by its file; None where it is not there or holds none."""
    if not os.path.lexists(path):
        return None
    value = open_document(str(path))[0].value
    headline = value.get("headline") if isinstance(value, dict) else None
    return headline if isinstance(headline, str) else None


def _at(each: Written) -> str:
    return f"{each.where.path}:{each.where.line}"


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Whatever keeps a file from being written, as a DossierError."""
    try:
        yield
    except NotAddedError as error:
        raise DossierError(str(error), error.hint) from None
    except FileExistsError as error:
        raise DossierError(
            f"{error.filename or path} is there already", "nothing was written: new never writes over a file"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DossierError(
            f"{error.filename or path} can't be written: {reason}", "name another --content"
        ) from None
