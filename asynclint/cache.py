"""The cache: what runs found out about a project, kept for the next one.

It lies in the user's own cache folder (``$ASYNCLINT_CACHE_DIR``, or where the system keeps such things), never in the code that is
linted, which somebody else may have written. Each project has one SQLite file there. What is kept is found by the content that
it was worked out of, so nothing has to be thrown away because it is out of date; and by the version of asynclint.

Nothing here raises: a cache that cannot be read gives nothing, one that is damaged is thrown away, and one that cannot be written
stays as it was. SQLite sees to it that several runs can share a file and that one may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from asynclint import __version__

VARIABLE = "ASYNCLINT_CACHE_DIR"
LIBRARIES = "stubs"  # the folder of the facts of library modules,
_PROJECTS = "projects"  # and that of projects
_LAYOUT = 1  # of the tables
_CHECK = 16  # bytes before what is kept that tell whether it is damaged
_PATIENCE = 5.0  # seconds to wait for another run that is writing
_UNUSED = 14  # days after which a row of a project is thrown away,
_FORGOTTEN = 30  # and a project
_MOST = 2_000_000_000  # bytes of all projects together
_MOST_OF_ONE = 1_000_000_000
_PAGE = 4096
_JOURNAL = "-journal"  # of SQLite, beside a file that is being written
_DAY = 24 * 3600
_BATCH = 500  # keys in a question to the database


def home() -> Path | None:
    """The folder of all caches; None where the user has no such place."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(os.path.abspath(named))
    import platformdirs

    try:
        return platformdirs.user_cache_path("asynclint")
    except RuntimeError:  # no home
        return None


def fingerprint(*parts: bytes) -> bytes:
    """16 bytes that stand for the parts."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "little"))
        hasher.update(part)
    return hasher.digest()


@functools.cache
def version() -> bytes:
    """What stands for this very asynclint, its Python and the libraries that its answers depend on."""
    here = Path(__file__).parent
    told = [f"{_LAYOUT} {__version__} {sys.version_info[:2]}"]
    for folder, folders, names in os.walk(here):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            signature = stat_signature(os.path.join(folder, name))
            told.append(f"{os.path.relpath(folder, here)}/{name} {signature}")
    told += sorted(_libraries(here.parent)) or sorted(_libraries_elsewhere())
    return fingerprint("\n".join(told).encode("utf-8", "backslashreplace"))


def _libraries(site_packages: Path) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for name in os.listdir(site_packages):
            if name.startswith(("libcst-", "typeshed_client-", "msgspec-")):
                yield name


def _libraries_elsewhere() -> Iterator[str]:
    for folder in sys.path:
        yield from _libraries(Path(folder))


def stat_signature(path: str | os.PathLike[str]) -> tuple[int, int, int, int]:
    """Size, times of change (ns) and number of a file: another one means that it may have changed. Zeros where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return 0, 0, 0, 0
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


class Cache:
    """What is kept of one project."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._owner = 0

    # -- Reading --

    def get(self, table: str, key: bytes) -> bytes | None:
        """What is kept under the key in a table (one of ``_TABLES``)."""
        return self.get_all(table, (key,)).get(key)

    def get_all(self, table: str, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """What is kept under those of the keys that there are."""
        found: dict[bytes, bytes] = {}
        wanted = list(keys)
        for first in range(0, len(wanted), _BATCH):
            by_row = {_of_version(key): key for key in wanted[first : first + _BATCH]}
            marks = ",".join("?" * len(by_row))
            statement = f"SELECT key, content FROM {table} WHERE key IN ({marks})"
            for row, content in self._selected(statement, list(by_row)):
                if content[:_CHECK] != fingerprint(content[_CHECK:]):
                    self._throw_away()
                    return {}
                found[by_row[row]] = content[_CHECK:]
        return found

    # -- Writing --

    def put(self, tables: Mapping[str, Mapping[bytes, bytes]], used: Mapping[str, Iterable[bytes]]) -> None:
        """Keep what is given, by table and key, and note that the ``used`` keys are still of use; all or nothing of it."""
        today = int(time.time()) // _DAY

        def write(db: sqlite3.Connection) -> None:
            with db:
                for table, rows in tables.items():
                    db.executemany(
                        f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)",
                        ((_of_version(key), fingerprint(kept) + kept, today) for key, kept in rows.items()),
                    )
                for table, keys in used.items():
                    db.executemany(
                        f"UPDATE {table} SET used = ? WHERE key = ? AND used < ?",
                        ((today, _of_version(key), today) for key in keys),
                    )
                for table in _TABLES:
                    # A clock that was wrong for a while must not make a row immortal.
                    db.execute(f"DELETE FROM {table} WHERE used < ? OR used > ?", (today - _UNUSED, today + 1))

        self._written(write)

    def note_use(self) -> None:
        """What is in use must not look forgotten, though nothing is written."""
        with contextlib.suppress(OSError):
            if time.time() - self.path.stat().st_mtime > _DAY:
                os.utime(self.path)

    def _written(self, write: Callable[[sqlite3.Connection], None]) -> None:
        try:
            if not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                forget_unused(self.path.parent)
            write(self._open(create=True))
        except sqlite3.DatabaseError as error:
            if _is_damaged(error):
                self._throw_away()
        except OSError:
            pass

    def _selected(self, statement: str, keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        try:
            if self.path.exists():
                return self._open(create=False).execute(statement, keys).fetchall()
        except sqlite3.DatabaseError as error:
            if _is_damaged(error):
                self._throw_away()
        except OSError:
            pass
        return []

    def _open(self, *, create: bool) -> sqlite3.Connection:
        """The connection of this process: none may be taken through a fork."""
        if self._connection is None or self._owner != os.getpid():
            mode = "rwc" if create else "rw" if os.access(self.path, os.W_OK) else "ro"
            uri = f"{self.path.as_uri()}?mode={mode}"
            connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, check_same_thread=False)
            # A process that dies loses nothing; a machine may, and it is noticed.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA max_page_count = {_MOST_OF_ONE // _PAGE}")
            self._connection, self._owner = connection, os.getpid()
        if create:
            for table in _TABLES:
                self._connection.execute(
                    f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, content BLOB, used INTEGER)"
                )
        return self._connection

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None and self._owner == os.getpid():
            self._connection.close()
        self._connection = None

    def _throw_away(self) -> None:
        self.close()
        for suffix in ("", _JOURNAL):
            with contextlib.suppress(OSError):
                os.unlink(f"{self.path}{suffix}")


_TABLES = ("facts", "outlines", "states")


def _of_version(key: bytes) -> bytes:
    return fingerprint(version(), key)


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is not (or no longer) a database of ours. No table yet is no damage."""
    if isinstance(error, sqlite3.OperationalError):
        return "malformed" in str(error) or "no such column" in str(error)
    return True


# -- All projects -----------------------------------------------------------------------------------------------------


def of_project(root: Path) -> Cache | None:
    """The cache of the project in that folder; None where the user has no place for it."""
    folder = home()
    if folder is None:
        return None
    digest = fingerprint(os.fsencode(root)).hex()[:12]
    name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in root.name)[:40]
    return Cache(folder / _PROJECTS / f"{name}-{digest}.sqlite")


@dataclass(frozen=True, slots=True)
class Entry:
    """A project in the cache, or all libraries: bytes, and when (seconds since the epoch) something was written last."""

    name: str
    paths: tuple[Path, ...]
    size: int
    written: float


def entries(folder: Path) -> list[Entry]:
    """What there is in the folder of all caches."""
    found = []
    of_libraries = sorted((folder / LIBRARIES).glob("*/*.msgpack"))
    if of_libraries:
        found.append(_entry("libraries", of_libraries))
    projects = sorted((folder / _PROJECTS).glob("*.sqlite"))
    found += [_entry(path.stem, [path, Path(f"{path}{_JOURNAL}")]) for path in projects]
    return found


def _entry(name: str, paths: Collection[Path]) -> Entry:
    signatures = [stat_signature(path) for path in paths]
    return Entry(name, tuple(paths), sum(each[0] for each in signatures), max(each[1] for each in signatures) / 1e9)


def clear(entry: Entry) -> None:
    """Throw it away. Raises ``OSError``."""
    for path in entry.paths:
        path.unlink(missing_ok=True)


def forget_unused(folder: Path) -> None:
    """Throw away projects that nobody has linted for long, and the oldest ones as long as all together take too much."""
    with contextlib.suppress(OSError):
        files = sorted((path for path in folder.iterdir()), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for path in files:
            status = path.stat()
            total += status.st_size
            if total > _MOST or time.time() - status.st_mtime > _FORGOTTEN * _DAY:
                path.unlink()
