"""Libraries: where what is known of them lies (our stubs, typeshed, the environment), and the facts of it.

Reading a library module takes as long as reading any other source, and every run asks for the same few hundred. So their facts are
kept in the user's cache, much as Python keeps its bytecode: by content, so that nothing ever has to be thrown away because
it is out of date, and never in the code that is linted, which somebody else may have written.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Container, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from asynclint import cache, consulted, workers
from asynclint.discovery import SourceError, read
from asynclint.program import extract
from asynclint.program.facts import ModuleFacts
from asynclint.program.syntax import UnreadableSyntax, parse

if TYPE_CHECKING:
    from typeshed_client.finder import SearchContext

_OUTDATED = 30 * 24 * 3600  # seconds since the last write of a version of asynclint that nobody seems to use any more
_LARGEST = 1_000_000  # bytes: what is larger is a table of data, or made by a machine


def own_stub(name: str) -> Path | None:
    """Our stub of the library module ``name``."""
    relative = name.replace(".", "/")
    candidates = (_own_stubs() / f"{relative}.pyi", _own_stubs() / relative / "__init__.pyi")
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def typeshed_stub(name: str, version: tuple[int, int]) -> Path | None:
    """The stub of a module of the standard library."""
    from typeshed_client.finder import get_stub_file

    return get_stub_file(name, search_context=_typeshed(version))


class Environment:
    """The modules in the folders of an environment."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)

    @functools.cached_property
    def _tops(self) -> list[tuple[Path, frozenset[str]]]:
        """The folders with what is in them: most names that are asked for are in none."""
        return [(folder, frozenset(_names(folder))) for folder in self._folders]

    def below(self, package: str) -> frozenset[str]:
        """The names of the files and folders that modules of the package can be; of any package where it is empty."""
        if not package:
            return frozenset().union(*(names for _, names in self._tops))
        top, *below = package.split(".")
        tops = (folder / name for folder, names in self._tops for name in (top, f"{top}-stubs") if name in names)
        return frozenset(name for folder in tops for name in _names(folder.joinpath(*below)))

    def may_hold(self, name: str) -> bool:
        """Whether anything lies there that belongs to the top-level package of ``name``."""
        return may_hold(self._all_tops, name.partition(".")[0])

    @functools.cached_property
    def _all_tops(self) -> frozenset[str]:
        return self.below("")

    def path(self, name: str) -> Path | None:
        """The stub or else the source of the module ``name``; None where there is neither, or nothing but a huge one."""
        return next((path for path in self._candidates(name) if _is_of_size(path)), None)

    def _candidates(self, name: str) -> Iterator[Path]:
        top, *below = name.split(".")
        if not all((top, *below)):
            return
        for folder, names in self._tops:
            if f"{top}-stubs" in names:
                base = folder.joinpath(f"{top}-stubs", *below)
                yield base / "__init__.pyi"
                if below:
                    yield base.with_name(f"{base.name}.pyi")
        for folder, names in self._tops:
            if top in names:
                base = folder.joinpath(top, *below)
                yield base / "__init__.pyi"
                yield base / "__init__.py"
            if below or not names.isdisjoint((f"{top}.pyi", f"{top}.py")):
                base = folder.joinpath(top, *below)
                yield base.with_name(f"{base.name}.pyi")
                yield base.with_name(f"{base.name}.py")

    def is_namespace(self, name: str) -> bool:
        """Whether ``name`` is a folder without an ``__init__``."""
        top, *below = name.split(".")
        return (
            all((top, *below))
            and self.path(name) is None
            and any(top in names and _is_folder(folder.joinpath(top, *below)) for folder, names in self._tops)
        )


def may_hold(names: Container[str], name: str) -> bool:
    """Whether one of these, of what lies in a folder, can be the module or package of this name."""
    return any(candidate in names for candidate in (name, f"{name}-stubs", f"{name}.pyi", f"{name}.py"))


def library_facts(path: Path, version: tuple[int, int]) -> ModuleFacts | None:
    """The facts of a stub or a source as a Python of that version sees it; None where nobody can read it."""
    try:
        text = read(path)
    except SourceError:
        return None
    kept = _kept(text, version)
    if kept is not None:
        with contextlib.suppress(OSError, msgspec.DecodeError):  # not there yet, or damaged
            return _DECODER.decode(kept.read_bytes())
    try:
        # Deep nesting overflows an ordinary stack.
        found = workers.deep(lambda text: extract.extract(parse(text), text.count("\n") + 1, version=version), text)
        content = msgspec.msgpack.encode(found)
    except (UnreadableSyntax, RecursionError):
        return None
    if kept is not None:
        with contextlib.suppress(OSError):  # a full disk, a home that cannot be written to
            _write(kept, content)
    return found


_DECODER = msgspec.msgpack.Decoder(ModuleFacts)


def _kept(text: str, version: tuple[int, int]) -> Path | None:
    """Where the facts of the text are kept; None where there is no such place."""
    folder = _cache()
    digest = hashlib.blake2b(f"{version}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return folder / f"{digest}.msgpack" if folder is not None else None


@functools.cache
def _cache() -> Path | None:
    """A folder for facts as this very version of asynclint writes them."""
    caches = cache.home()
    if caches is None:
        return None
    try:
        here = Path(extract.__file__ or "")
        sources = [here.with_name(f"{name}.py").read_bytes() for name in ("extract", "facts", "syntax", "erase")]
    except OSError:  # no sources: a zip file
        return None
    home = caches / cache.LIBRARIES
    folder = home / hashlib.blake2b(b"\0".join(sources), digest_size=16).hexdigest()
    with contextlib.suppress(OSError):
        if not folder.is_dir():
            folder.mkdir(parents=True)
            _forget_outdated(home)
    return folder


def _forget_outdated(home: Path) -> None:
    for folder in home.iterdir():
        if time.time() - folder.stat().st_mtime > _OUTDATED:
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, whoever else writes the same at the same time."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise


def _names(folder: Path) -> list[str]:
    consulted.note(folder)
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    consulted.note(path)
    return path.is_dir()


def _is_of_size(path: Path) -> bool:
    consulted.note(path)
    try:
        return path.is_file() and path.stat().st_size <= _LARGEST
    except (OSError, ValueError):
        return False


@functools.cache
def _own_stubs() -> Path:
    return Path(str(resources.files("asynclint.knowledge"))) / "stubs"


@functools.cache
def _typeshed(version: tuple[int, int]) -> SearchContext:
    from typeshed_client.finder import get_search_context

    return get_search_context(search_path=[], version=version, platform="linux")
