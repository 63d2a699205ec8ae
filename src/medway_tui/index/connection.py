"""An open index: asking it, mending it, writing it; and a new one, in memory or in a file."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

from medway_tui.index.schema import APPLICATION_ID, CREATE_TABLES, SCHEMA_VERSION

_BUSY_MS = 10_000
_WAL_PAGES = 2_000
"""After how many pages the log is written back while an index is filled."""
_CACHE_KB = 32_768
"""How much is kept in memory of an index while it is filled."""
_REBUILD_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR)
_CORRUPT_CODES = (
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ,
)  # fmt: skip
"""What is wrong with the file itself, and not with the disk or the folder that it stands on."""
_UNWRITABLE_CODES = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE,
)  # fmt: skip
_CORRUPT_MESSAGE_STARTS = ("no such", "Could not decode", "invalid fts5 file format")
"""How errors begin that tell of damage without a code: a table is gone, what a text is made of is none."""
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What asking a damaged index may raise: also where SQLite's own message is made of its bytes."""
CORRUPT_MESSAGE = "the index is damaged"
"""What is said of an index whose file is not what it should be."""
_MESSAGES = {
    sqlite3.SQLITE_BUSY: "another program is still writing into the index",
    sqlite3.SQLITE_LOCKED: "another program is still writing into the index",
    sqlite3.SQLITE_FULL: "there is no room left for the index on the disk",
    sqlite3.SQLITE_READONLY: "the index may not be written",
    sqlite3.SQLITE_CANTOPEN: "the index can't be opened",
    sqlite3.SQLITE_CORRUPT: CORRUPT_MESSAGE,
    sqlite3.SQLITE_NOTADB: CORRUPT_MESSAGE,
    sqlite3.SQLITE_IOERR: "the index can't be read or written: the disk failed, or is full",
}
_PROGRESS_STEPS = 20_000
"""How many steps of SQLite's machine pass between two looks at ``interrupt_when``: a millisecond or two."""
_HASH_BYTES = 2**26
_SEGMENTS = 500
_PAGE_BYTES = 8_192
"""Twice SQLite's own: half as many pages to be noted and copied where much is written."""
_MAX_VALUES = 500
"""How many values a question is asked with; SQLite itself bounds them, at 999 in old versions."""
_memory_numbers = count()

Cached = TypeVar("Cached")


class IndexCorruptError(Exception):
    """The index can't be read: it is to be built anew."""


class IndexUnwritableError(IndexCorruptError):
    """The index can be read, but not be written where it stands: there is no room, or no permission."""


class Index:
    """An open index. Questions are functions that take one; they stand in this room's other modules."""

    def __init__(self, connection: sqlite3.Connection, address: str, path: Path | None) -> None:
        self.connection = connection
        self.path = path
        """The file; None when the index is held in memory."""
        self._address = address
        self._file = _file_identity(path)
        self._cache: dict[str, tuple[tuple[int, int], Any]] = {}
        self.rebuild: Callable[[], Index] | None = None
        """Makes a new index, should this one turn out to be damaged; None where nothing can."""

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Ask, and get all rows.

        Where the index turns out to be damaged it is mended once, and asked again. Raises
        IndexDamagedError when it can't be mended, InterruptedError after ``interrupt``.
        """
        try:
            return self.connection.execute(statement, values).fetchall()
        except SQLITE_ERRORS as error:
            damage = self._as_index_error(error)
            if self.rebuild is None or not (_error_code(error) in _REBUILD_CODES or _is_corruption(error)):
                raise damage from error
            self.replace_with(self.rebuild())
            try:
                return self.connection.execute(statement, values).fetchall()
            except SQLITE_ERRORS as again:
                raise self._as_index_error(again) from again

    def iter_rows(self, statement: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Ask, and get the rows one by one, of which there may be too many to hold.

        Raises IndexDamagedError, when it is asked for any of them, InterruptedError after ``interrupt``.
        """
        try:
            # Whoever stops in the middle closes what is gone through, maybe after the connection is closed:
            # a cursor would say that this is an error.
            yield from chain(self.connection.execute(statement, values))
        except SQLITE_ERRORS as error:
            raise self._as_index_error(error) from error

    def _as_index_error(self, error: Exception) -> IndexCorruptError:
        """What to raise for an error; raises InterruptedError itself where it is none."""
        code = _error_code(error)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise InterruptedError from None
        if self.path is not None and _is_corruption(error):
            # Damage may show long after the opening: the next start shall not meet it again.
            with suppress(OSError):
                self.path.unlink()
        return IndexCorruptError(describe_error(error))

    def replace_with(self, other: Index) -> None:
        """Ask another index from now on, whose connection is this one's then."""
        self.connection.close()
        self.connection, self.path, self._address = other.connection, other.path, other._address
        self._file = other._file
        self._cache.clear()

    def value(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        """Ask, and get the first value of the first row, or None."""
        rows = self.rows(statement, values)
        return rows[0][0] if rows else None

    def cached(self, name: str, compute: Callable[[], Cached]) -> Cached:
        """What ``compute`` made of the index under this name, for as long as nobody has written in it."""
        if self.connection.in_transaction:
            # What is written in it may be undone.
            return compute()
        state = (self.data_version, self.connection.total_changes)
        before = self._cache.get(name)
        if before is not None and before[0] == state:
            kept: Cached = before[1]
            return kept
        made = compute()
        self._cache[name] = (state, made)
        return made

    def is_current_file(self) -> bool:
        """Whether the file that was opened is still the one in its place; an index in memory always is.

        Where somebody has removed it, this connection can be asked on, but no other can be opened.
        """
        return self.path is None or (self._file is not None and _file_identity(self.path) == self._file)

    @property
    def data_version(self) -> int:
        """A number that is another one once somebody has written in the index on another connection."""
        number: int = self.value("PRAGMA data_version")
        return number

    @property
    def is_complete(self) -> bool:
        """Whether all articles were taken in, once."""
        return self.meta("complete") == "1"

    def meta(self, name: str) -> str | None:
        """A fact about the index as a whole."""
        value: str | None = self.value("SELECT value FROM meta WHERE name = ?", (name,))
        return value

    def clone(self) -> Index:
        """A second connection to the same index, for another thread.

        Raises IndexDamagedError when it can't be opened.
        """
        try:
            return Index(connect(self._address), self._address, self.path)
        except SQLITE_ERRORS as error:
            raise IndexCorruptError(describe_error(error)) from error

    def copy_to_memory(self) -> Index:
        """A copy of it in memory, as it is now, that nobody else knows of."""
        copy = create_in_memory()
        self.connection.backup(copy.connection)
        return copy

    def interrupt(self) -> None:
        """Stop the question that runs in another thread on this connection."""
        self.connection.interrupt()

    def interrupt_when(self, should_stop: Callable[[], bool] | None, *, steps: int = _PROGRESS_STEPS) -> None:
        """Stop any question on this connection once ``should_stop`` says so; it raises InterruptedError then.

        None lets questions take as long as they will. Other than ``interrupt``, it can't come between two
        questions and be lost. ``steps`` of SQLite's machine pass between two looks.
        """
        self.connection.set_progress_handler(should_stop, steps)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @contextmanager
    def bulk_writes(self) -> Iterator[None]:
        """For many transactions one after another, each of many pages."""
        asked = ("wal_autocheckpoint", "cache_size")
        before = {name: self.value(f"PRAGMA {name}") for name in asked}
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        try:
            yield
        finally:
            for name, value in before.items():
                self.connection.execute(f"PRAGMA {name} = {value}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Waits up to ten seconds for another program's transaction to end."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # Also for Ctrl-C: whatever ends the work in the middle leaves what stood there, and goes on.
            # A full disk has SQLite do so by itself.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Whatever is asked within is answered from one state, though another program may write meanwhile."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")


def in_batches(values: Sequence[Cached]) -> Iterator[tuple[Cached, ...]]:
    """Values in parts, each as many as a question can hold."""
    for at in range(0, len(values), _MAX_VALUES):
        yield tuple(values[at : at + _MAX_VALUES])


def create_in_memory() -> Index:
    """An empty index that lives as long as its first connection."""
    address = f"file:medway-tui-{os.getpid()}-{next(_memory_numbers)}?mode=memory&cache=shared"
    connection = connect(address)
    _create_tables(connection)
    return Index(connection, address, None)


@contextmanager
def create_in_file(path: Path) -> Iterator[Index]:
    """An empty index in a file beside ``path``, renamed to it when the block ends well.

    Readers that have the old file open keep it. Raises OSError or sqlite3.Error when it can't be
    written; then nothing is left behind. Only one program at a time may do this for a path: what
    stands aside already was left by one that was killed, and is removed.
    """
    for left in path.parent.glob(f".{path.name}-*.new*"):
        with suppress(OSError):
            left.unlink()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
    os.close(handle)
    aside = Path(name)
    try:
        address = aside.as_uri() + "?mode=rw"
        connection = connect(address)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _create_tables(connection)
            yield Index(connection, address, aside)
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        # A log left by an index that stood here before must not be taken for the new one's.
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        aside.replace(path)
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{name}{end}").unlink(missing_ok=True)


def as_index_error(error: sqlite3.Error) -> IndexCorruptError:
    """What to raise for an error met while an index was written."""
    kind = IndexUnwritableError if _has_code(error, _UNWRITABLE_CODES) else IndexCorruptError
    return kind(describe_error(error))


def describe_error(error: Exception) -> str:
    """Why an index can't be read or written, for a person: SQLite speaks of locks and databases."""
    if _is_corruption(error):
        return CORRUPT_MESSAGE
    return _MESSAGES.get(_error_code(error), str(error))


def _error_code(error: Exception) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


def _is_corruption(error: Exception) -> bool:
    """Whether an error comes from damage to the file itself."""
    said = isinstance(error, UnicodeDecodeError) or str(error).startswith(_CORRUPT_MESSAGE_STARTS)
    return said or _has_code(error, _CORRUPT_CODES)


def _has_code(error: Exception, codes: Collection[int]) -> bool:
    """Whether an error is of one of these codes, or of a kind of one of them."""
    return _error_code(error) in codes or getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) in codes


def _file_identity(path: Path | None) -> tuple[int, int] | None:
    """What tells a file from another one in its place; None where there is none."""
    if path is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def connect(address: str) -> sqlite3.Connection:
    """Open an SQLite database. Raises sqlite3.Error where it can't be opened."""
    # Connections are handed from the thread that opens them to the one that asks; never shared.
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    # With a log, what a crash of the whole machine undoes are whole transactions.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.executescript(CREATE_TABLES)
    for table in ("paragraph_text", "quote_text"):
        # One segment for each transaction, however large; and never a merge of all that somebody waits for.
        for name, number in (("hashsize", _HASH_BYTES), ("crisismerge", _SEGMENTS)):
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, number))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
