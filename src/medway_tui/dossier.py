"""A dossier, opened: its folders found, its index brought up to date.

The one place where content and index meet. Where nothing changed, nothing of ``content`` but the list
of files is imported, so neither yaml nor pydantic.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from medway_tui.content import files as content_files
from medway_tui.content.files import ContentFile
from medway_tui.index import state
from medway_tui.index.store import Index, IndexDamagedError, new_aside, new_in_memory, open_index
from medway_tui.index.tables import VERSION
from medway_tui.model.findings import Finding

if TYPE_CHECKING:
    from medway_tui.content.load import Core, Reading
    from medway_tui.index.writing import Writer

APP = "medway-tui"

Progress = Callable[[int, int], None]
"""Told how many articles of how many were taken in."""


class DossierError(Exception):
    """No dossier can be opened. The message says why; ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Dossier:
    """An open dossier: views and commands ask its ``index``."""

    def __init__(self, roots: Sequence[Path], index: Index, *, progress: Progress | None = None) -> None:
        self._given = list(roots)
        self._progress = progress
        self.index = index
        """The index, as fresh as the last ``refresh`` made it."""

    @property
    def id(self) -> str:
        """The dossier's id; empty when its dossier.yaml can't be read."""
        return self.index.meta("id") or ""

    @property
    def title(self) -> str:
        """The dossier's title, or the name of its folder."""
        return self.index.meta("title") or self._given[0].name

    @property
    def roots(self) -> list[Path]:
        """The folders, lowest first: those given, and the user's own over them."""
        return _with_own(self._given, self.id)

    def findings(self) -> list[Finding]:
        """What is wrong in the dossier's files."""
        return state.findings(self.index)

    def refresh(self) -> bool:
        """Take in what changed in the files since the last time; whether anything had.

        One transaction: another reader of the same index sees all of it or nothing. Raises
        DossierError when a folder can't be listed.
        """
        found = _find(self.roots)
        known = state.known_files(self.index)
        if not _differing(found, known) and len(found) == len(known):
            return False
        with self.index.transaction():
            # Another program may have taken the changes in while this one waited for its turn.
            known = state.known_files(self.index)
            differing = _differing(found, known)
            changed = {f for f in differing if not _same_bytes(f, known)}
            gone = set(known) - {file.path for file in found}
            _take_in(self.index, found, differing, changed, gone, self._progress)
        return bool(changed or gone)

    def close(self) -> None:
        """Close the index."""
        self.index.close()


def open_dossier(roots: Sequence[Path] = (), *, progress: Progress | None = None) -> Dossier:
    """Open the dossier in these folders, lowest first, or the one that comes with the program.

    Raises DossierError when there is none.
    """
    given = _given(roots)
    path = _index_path(given)
    index = open_index(path) if path else None
    if index is not None:
        dossier = Dossier(given, index, progress=progress)
        try:
            identity = dossier.id
            dossier.refresh()
            if dossier.id == identity:
                return dossier
        except (IndexDamagedError, sqlite3.Error):
            pass
        dossier.close()
    _must_hold_dossier(given)
    return _built(given, path, progress)


def check_dossier(roots: Sequence[Path] = ()) -> tuple[int, list[Finding]]:
    """Read all files of a dossier, whatever the index knows: how many, and what is wrong in them.

    With no folders named, the dossier that comes with the program with the user's own folder over it.
    Raises DossierError when a folder can't be read.
    """
    from medway_tui.content.check import check  # noqa: PLC0415 - yaml, pydantic
    from medway_tui.content.load import Reading  # noqa: PLC0415

    given = _given(roots)
    if not roots:
        about = Reading(_find(given)).about()
        if about is not None:
            given = _with_own(given, about.id)
    try:
        return check([_shortest(root) for root in given])
    except OSError as error:
        raise _unlisted(error) from None


def _shortest(path: Path) -> Path:
    """A path as a person would write it from here."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def rebuild(dossier: Dossier) -> None:
    """Build the index of an open dossier anew, aside, and go on with it."""
    dossier.close()
    fresh = _built(dossier._given, _index_path(dossier._given), None, trust=False)
    dossier.index = fresh.index


def shipped_content() -> Path:
    """The dossier that comes with the program: beside src/ in a checkout, else in the package."""
    package = Path(__file__).parent
    checkout = package.parent.parent / "content"
    if package.parent.name == "src" and checkout.is_dir():
        return checkout
    return package / "shipped"


def user_folder(dossier_id: str) -> Path:
    """The folder for the user's own files of a dossier, which lie over all others."""
    import platformdirs  # noqa: PLC0415 - not on the way to --version

    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / dossier_id


# -- finding the folders -----------------------------------------------------------------------------


def _given(roots: Sequence[Path]) -> list[Path]:
    """The folders that were named, each once, or that of the dossier that comes with the program."""
    given = [root.absolute() for root in roots] or [shipped_content()]
    for root in given:
        _must_be_folder(root)
    return list(reversed(dict.fromkeys(reversed(given))))


def _with_own(given: Sequence[Path], dossier_id: str) -> list[Path]:
    """The folders, with the user's own on top."""
    own = [user_folder(dossier_id)] if dossier_id else []
    return [*(root for root in given if root not in own), *own]


def _find(roots: Sequence[Path]) -> list[ContentFile]:
    try:
        return content_files.find(roots)
    except OSError as error:
        raise _unlisted(error) from None


def _unlisted(error: OSError) -> DossierError:
    return DossierError(
        f"the folder {error.filename} can't be read: {(error.strerror or str(error)).lower()}",
        "ask for permission to read it, or name another",
    )


def _must_be_folder(root: Path) -> None:
    try:
        str(root).encode()
    except UnicodeEncodeError:
        raise DossierError(f"the name of the folder {root} is not UTF-8", "rename the folder") from None
    try:
        next(iter(root.iterdir()), None)
    except FileNotFoundError:
        raise DossierError(f"there is no folder {root}", "name a folder that holds a dossier.yaml") from None
    except NotADirectoryError:
        raise DossierError(
            f"{root} is a file, not a folder", "name the folder that holds the dossier.yaml"
        ) from None
    except OSError as error:
        raise _unlisted(error) from None


def _must_hold_dossier(roots: Sequence[Path]) -> None:
    found = _find(roots)
    if not any(file.kind == "about" for file in found):
        raise DossierError(
            f"{roots[0]} is no dossier: it has no dossier.yaml",
            "name the folder that holds the dossier.yaml; docs/content.md tells how to make one",
        )


def _index_path(roots: Sequence[Path]) -> Path | None:
    """Where the index of these folders is kept; None when the cache folder can't be written."""
    import platformdirs  # noqa: PLC0415 - not on the way to --version

    folder = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    # The user's own folder is one of the roots, and where it lies depends on the environment.
    names = "\0".join([*(str(root) for root in roots), str(user_folder(""))])
    name = hashlib.blake2b(names.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    path = folder / f"index-{VERSION}-{name}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return path


# -- taking files into the index -------------------------------------------------------------------


def _built(
    roots: Sequence[Path], path: Path | None, progress: Progress | None, *, trust: bool = True
) -> Dossier:
    """A dossier with a new index, or with one that another program has just built, where we ``trust`` it."""
    if path is not None:
        try:
            return _built_in_file(roots, path, progress, trust=trust)
        except (OSError, sqlite3.Error):
            # No room or no permission: the cache is a comfort, not a need.
            pass
    index = new_in_memory()
    with index.transaction():
        _fill(index, roots, progress)
    return Dossier(roots, index, progress=progress)


def _built_in_file(roots: Sequence[Path], path: Path, progress: Progress | None, *, trust: bool) -> Dossier:
    import filelock  # noqa: PLC0415 - only a build needs it

    # Of two readers that start at once, the second waits, and finds what the first has built.
    with filelock.FileLock(f"{path}.lock", timeout=120):
        index = open_index(path) if trust else None
        if index is not None:
            dossier = Dossier(roots, index, progress=progress)
            try:
                _probe(index)
                dossier.refresh()
            except (IndexDamagedError, sqlite3.Error):
                dossier.close()
            else:
                return dossier
        with new_aside(path) as fresh, fresh.transaction():
            _fill(fresh, roots, progress)
        index = open_index(path)
    if index is None:
        raise OSError(f"the index {path} could not be opened after it was built")
    return Dossier(roots, index, progress=progress)


def _probe(index: Index) -> None:
    """Look at every page. Raises IndexDamagedError when one is not what it should be."""
    if index.value("PRAGMA quick_check(1)") != "ok":
        raise IndexDamagedError("the index failed SQLite's own check")


def _fill(index: Index, roots: Sequence[Path], progress: Progress | None) -> None:
    from medway_tui.content.load import Reading  # noqa: PLC0415 - yaml: only a build needs it
    from medway_tui.index.writing import Writer  # noqa: PLC0415

    found = _find(roots)
    about = Reading(found).about()
    if about is not None:
        found = _find(_with_own(roots, about.id))
    _take_in(index, found, found, set(found), set(), progress)
    Writer(index).set_meta("complete", "1")


def _take_in(
    index: Index,
    found: Sequence[ContentFile],
    differing: Iterable[ContentFile],
    changed: set[ContentFile],
    gone: set[str],
    progress: Progress | None,
) -> None:
    """Bring the index from what it knows to what was found; inside a transaction.

    ``differing`` files look different, ``changed`` ones are; of ``gone`` ones the paths are known.
    """
    from medway_tui.content.load import Reading  # noqa: PLC0415 - yaml: only a change needs it
    from medway_tui.index.writing import Writer  # noqa: PLC0415

    writer = Writer(index)
    reading = Reading(found)
    if changed or gone:
        core = reading.core()
        stems = _stems(changed, gone)
        for done, stem in enumerate(stems):
            if progress is not None:
                progress(done, len(stems))
            writer.drop_article(stem)
            unit = reading.unit(stem)
            if unit is not None:
                writer.put_article(unit.article, unit.where, unit.paragraphs, unit.quotes)
        if progress is not None:
            progress(len(stems), len(stems))
        _put_core(writer, core)
        read = {f.path for f in found if f.kind not in ("article", "quotes") or f.stem in stems}
        touched = {*read, *gone, *(file.path for file in changed)}
        writer.set_findings(touched, reading.findings)
        writer.set_findings_across(_across(index, writer, core, reading))
    by_path = {file.path: file for file in differing}
    by_path.update({f.path: f for f in found if f.path in reading.hashes})
    rows = [
        (
            f.path,
            f.kind,
            f.stem,
            f.layer,
            f.mtime_ns,
            f.size,
            reading.hashes.get(f.path) or _hash(f.path),
        )
        for f in by_path.values()
    ]
    writer.set_files(rows, gone)


def _put_core(writer: Writer, core: Core) -> None:
    writer.clear_core()
    if core.about is not None:
        writer.set_meta("id", core.about.id)
        writer.set_meta("title", core.about.title)
        writer.set_meta("description", core.about.description or "")
    taken: set[str] = set()
    # Organisations come after people, so that no two share a place, by which each has its colour.
    for position, organisation in enumerate(core.organisations):
        taken.add(organisation.noun.id)
        writer.put_organisation(organisation.noun, organisation.where, len(core.people) + position)
    for position, person in enumerate(core.people):
        if person.noun.id not in taken:
            writer.put_person(person.noun, person.where, position)
    for framework in core.frameworks:
        writer.put_framework(framework.noun)
    for inspection in core.inspections:
        places = [inspection.at(("judgements", n)) for n in range(len(inspection.noun.judgements))]
        writer.put_inspection(inspection.noun, inspection.where, places)
    for event in core.events:
        writer.put_event(event.noun, event.where)
    for position, difference in enumerate(core.differences):
        writer.put_difference(difference.noun, difference.where, position)


def _across(index: Index, writer: Writer, core: Core, reading: Reading) -> list[Finding]:
    """Place all evidence, and find what is named and not there."""
    from medway_tui.content import references  # noqa: PLC0415 - yaml: only a change needs it

    named = {evidence.article for _, _, _, evidence, _ in references.evidence_of(core)}
    resting, findings = references.rest(core, state.texts(index, sorted(named)))
    for position, each in enumerate(resting):
        what = (each.kind, each.owner, each.part)
        writer.put_evidence(position, what, each.evidence, each.where, each.span)
    return [
        *findings,
        *references.core_references(core),
        *references.unknown_speakers(state.unknown_speakers(index)),
        *reading.strays(),
    ]


def _stems(changed: Iterable[ContentFile], gone: Iterable[str]) -> list[str]:
    stems = {file.stem for file in changed if file.kind in ("article", "quotes")}
    for path in map(Path, gone):
        if path.parent.name in ("articles", "quotes"):
            stems.add(path.stem)
    return sorted(stems)


def _differing(found: Sequence[ContentFile], known: dict[str, state.KnownFile]) -> list[ContentFile]:
    """The files that are new or do not look as they did."""
    return [
        file
        for file in found
        if (seen := known.get(file.path)) is None
        or (seen.layer, seen.mtime_ns, seen.size) != (file.layer, file.mtime_ns, file.size)
    ]


def _same_bytes(file: ContentFile, known: dict[str, state.KnownFile]) -> bool:
    seen = known.get(file.path)
    return seen is not None and seen.layer == file.layer and seen.hash == _hash(file.path)


def _hash(path: str) -> str:
    from medway_tui.content.reading import read  # noqa: PLC0415 - only a change needs it

    return hashlib.sha256(read(path)[1]).hexdigest()
