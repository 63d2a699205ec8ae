"""A connection to the index: queries, transactions, caching; and new indexes, in memory or in a file."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeVar

from medway_tui.errors import MedwayError
from medway_tui.index.schema import APPLICATION_ID, CREATE_TABLES, SCHEMA_VERSION

_BUSY_SECONDS = 10
_BULK_PRAGMAS = {"wal_autocheckpoint": 2_000, "cache_size": -32_768}
_PROGRESS_STEPS = 20_000  # a millisecond or two
_PAGE_BYTES = 8_192  # twice SQLite's default: half as many pages to log and copy during a build
_MAX_VALUES = 500  # old versions of SQLite allow 999 in a statement
# One segment a transaction, however large; and never a merge that keeps a reader waiting.
_FTS_SETTINGS = {"hashsize": 2**26, "crisismerge": 500}

_SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What reading a corrupt file may raise: also where SQLite's own message is made of its bytes."""
_CORRUPT_CODES = (
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ,
)  # fmt: skip
"""Codes that blame the file itself, and not its disk or folder."""
_CORRUPT_MESSAGES = ("no such", "Could not decode", "invalid fts5 file format")
"""How messages without a code begin that come from a corrupt file, such as one without a table."""
_UNWRITABLE_CODES = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE,
)  # fmt: skip
CORRUPT_MESSAGE = "the index is corrupt"
REBUILT_MESSAGE = "the index was corrupt and has been rebuilt"
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

_memory_numbers = count()

Value = TypeVar("Value")


class IndexAccessError(MedwayError):
    """The index can't be read or written: it is busy, its disk is full, or the file is corrupt."""


class IndexCorruptError(IndexAccessError):
    """The file of the index is corrupt and has to be rebuilt."""

    def __init__(self, message: str = CORRUPT_MESSAGE) -> None:
        super().__init__(message, "run the command again to rebuild the index")


class IndexUnwritableError(IndexAccessError):
    """The index can be read but not written in its place: there is no room, or no permission."""


class Index:
    """An open index. The queries are functions of the other modules of this package that take one."""

    def __init__(self, connection: sqlite3.Connection, address: str, path: Path | None) -> None:
        self.connection = connection
        self.path = path
        """The file; None for an index in memory."""
        self._address = address
        self._file = _file_identity(path)
        self._cache: dict[str, tuple[tuple[int, int], Any]] = {}
        self.rebuild: Callable[[], Index] | None = None
        """Makes a new index should this one turn out to be corrupt; None where nothing can."""
        self.notify: Callable[[str], object] | None = None
        """Called with a sentence after a rebuild."""

    def rows(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """Run a statement and return all its rows.

        A corrupt index is rebuilt once, and the statement run again. Raises IndexAccessError where that
        fails too, InterruptedError after ``interrupt_when``.
        """
        try:
            return self._fetch(statement, values)
        except IndexCorruptError:
            if self.rebuild is None:
                raise
            self.replace_with(self.rebuild())
            if self.notify is not None:
                self.notify(REBUILT_MESSAGE)
            return self._fetch(statement, values)

    def _fetch(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._own_errors():
            return self.connection.execute(statement, bind_values(statement, values)).fetchall()

    def iter_rows(self, statement: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Run a statement and yield its rows one by one, where there may be too many to hold.

        Raises IndexAccessError, from any of them, and InterruptedError after ``interrupt_when``.
        """
        with self._own_errors():
            # A generator that is dropped half way closes its iterator, perhaps after the connection is
            # closed: a cursor would call that an error.
            yield from chain(self.connection.execute(statement, bind_values(statement, values)))

    def value(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        """Run a statement and return the first value of the first row, or None."""
        rows = self.rows(statement, values)
        return rows[0][0] if rows else None

    def count(self, source: str) -> int:
        """Count the rows of a table, or of a table with a condition."""
        return int(self.value(f"SELECT count(*) FROM {source}"))

    @contextmanager
    def _own_errors(self) -> Iterator[None]:
        """Raise this package's errors for SQLite's, and remove a corrupt file, so that nothing opens it."""
        try:
            yield
        except _SQLITE_ERRORS as error:
            if self.path is not None and _is_corruption(error):
                with suppress(OSError):
                    self.path.unlink()
            raise as_index_error(error) from error

    def cached(self, name: str, compute: Callable[[], Value]) -> Value:
        """Return what ``compute`` gave under this name, computed again once the index has changed."""
        if self.connection.in_transaction:
            # What is written in it may be rolled back.
            return compute()
        state = (self.data_version, self.connection.total_changes)
        cached = self._cache.get(name)
        if cached is not None and cached[0] == state:
            value: Value = cached[1]
        else:
            value = compute()
            self._cache[name] = (state, value)
        return value

    def meta(self, name: str) -> str | None:
        value: str | None = self.value("SELECT value FROM meta WHERE name = ?", (name,))
        return value

    @property
    def is_complete(self) -> bool:
        """Whether all articles have been indexed once."""
        return self.meta("complete") == "1"

    @property
    def data_version(self) -> int:
        """A number that changes when another connection has written into the index."""
        number: int = self.value("PRAGMA data_version")
        return number

    def interrupt_when(self, should_stop: Callable[[], bool] | None, *, steps: int = _PROGRESS_STEPS) -> None:
        """Stop any statement on this connection with InterruptedError once ``should_stop`` is true.

        It is called every ``steps`` of SQLite's machine. None removes it.
        """
        self.connection.set_progress_handler(should_stop, steps)

    def is_current_file(self) -> bool:
        """Whether the opened file is still the one in its place; always true in memory.

        An index whose file was removed can be read on, but not opened a second time.
        """
        return self.path is None or (self._file is not None and _file_identity(self.path) == self._file)

    def clone(self) -> Index:
        """Open a second connection to the same index, for another thread. Raises IndexAccessError."""
        return _open(self._address, self.path)

    def copy_to_memory(self) -> Index:
        copy = create_in_memory()
        self.connection.backup(copy.connection)
        return copy

    def copy_to_file(self, path: Path) -> Index:
        """Copy the index into a new file. Raises OSError or IndexAccessError where that can't be written."""
        path.touch(mode=0o600, exist_ok=False)
        copy = open_file(path)
        try:
            self.connection.backup(copy.connection)
            # Readers of a file that nothing writes need no log beside it.
            copy.connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            copy.close()
            raise as_index_error(error, writing=True) from error
        return copy

    def replace_with(self, other: Index) -> None:
        """Use another index from now on, and its connection."""
        self.connection.close()
        self.connection, self.path, self._address = other.connection, other.path, other._address
        self._file = other._file
        self._cache.clear()

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Waits up to ten seconds for another program's transaction to end.

        Raises IndexAccessError where the index can't be written.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                # Also for Ctrl-C. On a full disk SQLite rolls back by itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise as_index_error(error, writing=True) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Answer all queries within from one state, though another program may write meanwhile."""
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")

    @contextmanager
    def bulk_writes(self) -> Iterator[None]:
        """Tune the connection for many large transactions in a row."""
        before = {name: self.value(f"PRAGMA {name}") for name in _BULK_PRAGMAS}
        for name, value in _BULK_PRAGMAS.items():
            self.connection.execute(f"PRAGMA {name} = {value}")
        try:
            yield
        finally:
            for name, value in before.items():
                self.connection.execute(f"PRAGMA {name} = {value}")


def describe_sqlite() -> tuple[str, bool]:
    """Return the version of SQLite, and whether it has the full-text search that an index needs."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.Error:
        return sqlite3.sqlite_version, False
    finally:
        connection.close()
    return sqlite3.sqlite_version, True


def bind_values(statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | dict[str, Any]:
    """Return the values as Python's sqlite3 wants them.

    To it ``?1`` is a name, whose value it takes from no sequence from Python 3.14 on.
    """
    return {str(number): value for number, value in enumerate(values, 1)} if "?1" in statement else values


def in_batches(values: Sequence[Value]) -> Iterator[tuple[Value, ...]]:
    """Yield values in batches that fit into one statement."""
    for at in range(0, len(values), _MAX_VALUES):
        yield tuple(values[at : at + _MAX_VALUES])


def open_file(path: Path) -> Index:
    """Open the index in a file, whatever it holds. Raises IndexAccessError."""
    return _open(path.absolute().as_uri() + "?mode=rw", path)


def _open(address: str, path: Path | None) -> Index:
    try:
        return Index(connect(address), address, path)
    except _SQLITE_ERRORS as error:
        raise as_index_error(error) from error


def create_in_memory() -> Index:
    """Create an empty index that lives as long as its first connection."""
    address = f"file:medway-tui-{os.getpid()}-{next(_memory_numbers)}?mode=memory&cache=shared"
    index = _open(address, None)
    _create_tables(index.connection)
    return index


@contextmanager
def create_in_file(path: Path) -> Iterator[Index]:
    """Create an empty index in a temporary file beside ``path``, renamed to it when the block succeeds.

    Readers of the old file keep it. Raises OSError or IndexAccessError when the file can't be written, and
    leaves nothing behind. Only one program at a time may do this for a path: a temporary file that exists
    already was left by a killed one, and is removed.
    """
    for abandoned in path.parent.glob(f".{path.name}-*.new*"):
        with suppress(OSError):
            abandoned.unlink()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        try:
            address = temporary.as_uri() + "?mode=rw"
            with closing(connect(address)) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                _create_tables(connection)
                yield Index(connection, address, temporary)
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise as_index_error(error, writing=True) from error
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        # A log left by an earlier index in this place must not be taken for the new one's.
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        temporary.replace(path)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                Path(f"{name}{suffix}").unlink(missing_ok=True)


def connect(address: str) -> sqlite3.Connection:
    """Open a SQLite database. Raises sqlite3.Error where it can't be opened."""
    # Connections are handed from the thread that opens them to the one that queries; never shared.
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    # With a log, a crash of the whole machine undoes whole transactions only.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def as_index_error(error: Exception, *, writing: bool = False) -> Exception:
    """Return the package's own error for one of SQLite's: InterruptedError for a stopped statement."""
    code = _error_code(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return InterruptedError()
    if _is_corruption(error):
        return IndexCorruptError()
    message = _MESSAGES.get(code, str(error))
    if writing and _has_code(error, _UNWRITABLE_CODES):
        return IndexUnwritableError(message)
    return IndexCorruptError(message) if code == sqlite3.SQLITE_IOERR else IndexAccessError(message)


def _error_code(error: Exception) -> int:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return code & 0xFF


def _is_corruption(error: Exception) -> bool:
    has_message = isinstance(error, UnicodeDecodeError) or str(error).startswith(_CORRUPT_MESSAGES)
    return has_message or _has_code(error, _CORRUPT_CODES)


def _has_code(error: Exception, codes: Collection[int]) -> bool:
    return _error_code(error) in codes or getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) in codes


def _file_identity(path: Path | None) -> tuple[int, int] | None:
    """Return the device and inode of a file; None where there is none."""
    if path is None:
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _create_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
    connection.executescript(CREATE_TABLES)
    for table in ("paragraph_text", "quote_text"):
        for name, number in _FTS_SETTINGS.items():
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, number))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
