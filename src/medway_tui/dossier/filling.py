"""Filling an index with many articles: in steps that can be seen as they are made, on all cores.

Each step is a transaction, so whatever stops it, the index holds whole articles, and knows which: the next
start goes on from there. An index that was not filled to the end says so (``complete``).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from medway_tui.content.files import find_core
from medway_tui.content.load import Reading
from medway_tui.dossier.folders import DossierError, unlisted
from medway_tui.dossier.looking import AT_ONCE, Look
from medway_tui.dossier.pace import Progress
from medway_tui.dossier.processes import ALONE, UNWRITABLE, Piece, Readers, cores
from medway_tui.dossier.taking import Taking, known
from medway_tui.dossier.units import Taken, read_unit
from medway_tui.index import state
from medway_tui.index.store import Index, IndexDamagedError, IndexUnwritableError
from medway_tui.index.writing import Writer

_PIECE = 40
"""How many articles a process is given at a time."""

_STEPS = (200, 800)
_STEP = 2_500
_LEAST = 200
_PARTS = 20
"""How many articles the steps hold: the first are small, so that there is something to see; towards the end
each half of what is left, so that little is left to be written when everything is read. Before the writer
has to wait, a step may be a twentieth of all, and no less: full text is slower to ask with every step."""


def take_at_once(
    index: Index, roots: Sequence[Path], look: Look, progress: Progress | None, *, keep: bool
) -> bool:
    """Take in what a look found, in the transaction that is open; whether anything had changed."""
    taking = Taking(index, roots, keep=keep)
    taken: list[Taken] = []
    for stem in look.stems:
        if progress is not None:
            progress(len(taken), len(look.stems))
        taken.append(taking.read(stem))
    if progress is not None and look.stems:
        progress(len(taken), len(look.stems))
    taking.put(taken)
    taking.put_core(look)
    Writer(index).set_meta("complete", "1")
    return taking.changed


def begin(index: Index, roots: Sequence[Path], look: Look, readers: Readers) -> Look:
    """Take in everything but articles, and the first of these; inside a transaction. What is left then.

    The first are those on which something rests, and the newest. ``readers`` begin to read the others.
    """
    Writer(index).set_meta("complete", "0")
    taking = Taking(index, roots)
    taking.put_whole_core(look.gone)
    changed = set(look.stems)
    named = sorted(state.cited(index) & changed)
    stems = dict.fromkeys([*look.stems[: AT_ONCE // 4], *named[: AT_ONCE // 2]])
    left = look._replace(stems=[stem for stem in look.stems if stem not in stems], core=[], gone=[])
    readers.give(_pieces(taking.roots, left.stems))
    taking.put([taking.read(stem) for stem in stems])
    taking.put_whole_core()
    return left


def fill(
    index: Index,
    roots: Sequence[Path],
    look: Look,
    progress: Progress | None,
    readers: Readers,
    *,
    keep: bool,
) -> bool:
    """Take in what a look found, in steps; whether anything had changed.

    Raises what ``progress`` raises; what was taken in until then stays. ``readers``, which may have begun
    to read what it found, are closed.
    """
    done = 0 if index.complete else state.articles_count(index)
    total = done + len(look.stems)
    taking = Taking(index, roots, keep=keep)
    with index.transaction():
        Writer(index).set_meta("complete", "0")
        Writer(index).in_steps(begun=True)
    waiting: list[Taken] = []
    steps = iter(_STEPS)
    room = next(steps)
    early = max(_LEAST, total // _PARTS)
    with index.at_length(), _uncollected():
        for some in _read(taking, look.stems, readers):
            waiting += some
            if progress is not None:
                progress(done + len(waiting), total)
            # Whoever writes reads only where nothing is to be written: the others read meanwhile.
            if len(waiting) >= room or (not some and len(waiting) >= early):
                with index.transaction():
                    taking.put(waiting)
                done += len(waiting)
                waiting = []
                room = next(steps, min(_STEP, max(_LEAST, (total - done) // 2)))
        with index.transaction():
            taking.put(waiting)
            taking.put_whole_core(look.gone)
            Writer(index).in_steps(begun=False)
            Writer(index).set_meta("complete", "1")
        # What is stopped here is only less quick: the index is whole.
        first = more = True
        while more:
            with index.transaction():
                more = Writer(index).merge_said(first=first)
            first = False
            if progress is not None:
                progress(total, total)
    return taking.changed


def _read(taking: Taking, stems: Sequence[str], readers: Readers) -> Iterator[list[Taken]]:
    def here(piece: Piece) -> list[Taken]:
        roots, some, known_of = piece
        return [read_unit(roots, stem, known_of.get(stem, {})) for stem in some]

    # Pieces are asked for in other threads, and a connection is for one.
    knows = taking.index.path is not None and state.files_count(taking.index) > 0 and not readers.given
    other = taking.index.another() if knows else None
    with closing(other) if other is not None else nullcontext(), closing(readers):
        if not readers.given:
            readers.start(cores() - 1 if len(stems) > ALONE else 0)
            readers.give(_pieces(taking.roots, stems, other))
        yield from readers.read(here)


def _pieces(roots: Sequence[str], stems: Sequence[str], index: Index | None = None) -> Iterator[Piece]:
    """Articles in pieces of work, each with what an index knows of the files of its articles."""
    for at in range(0, len(stems), _PIECE):
        some = stems[at : at + _PIECE]
        yield roots, some, {} if index is None else known(index, some)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without a search for what refers to itself: rows don't, and there are millions of them."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def fill_apart(roots: Sequence[str], keep: bool) -> None:  # noqa: FBT001 - as ``processes.main`` calls it
    """Bring the index of these folders up to date, and say on the output how far that has come.

    For a process of its own. Each line holds two numbers, articles and all articles; a last one an error,
    with ``UNWRITABLE`` before it where the index is sound, but can't be written where it stands.
    """
    from medway_tui.dossier.opening import open_dossier  # noqa: PLC0415 - it imports this module

    def say(done: int, total: int) -> None:
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()

    try:
        dossier = open_dossier([Path(root) for root in roots], wait=False)
        dossier.progress = say
        dossier.refresh(keep=keep)
        if dossier.index.path is None:
            # What is held in the memory of this process is of no use to another.
            sys.stdout.write(f"! {UNWRITABLE}the index can't be written\n")
        dossier.close()
    except IndexUnwritableError as error:
        sys.stdout.write(f"! {UNWRITABLE}{error}\n")
    except (DossierError, IndexDamagedError, OSError) as error:
        sys.stdout.write(f"! {error}\n")


def dossier_id(roots: Sequence[Path]) -> str:
    """The id of the dossier in these folders, as dossier.yaml gives it; empty where that can't be read."""
    try:
        about = Reading(find_core(roots)).about()
    except OSError as error:
        raise unlisted(error) from None
    return about.id if about is not None else ""


def belongs_to(index: Index, roots: str) -> None:
    """Note which folders an index was made from."""
    Writer(index).set_meta("roots", roots)
