"""Stubs: what is known of libraries, ours and typeshed's, as facts.

Reading a stub takes as long as reading any other source, and every run asks for the same hundred or two. So their facts are
kept in the user's cache, much as Python keeps its bytecode: by content, so that nothing ever has to be thrown away because
it is out of date, and never in the code that is linted, which somebody else may have written.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import hashlib
import os
import shutil
import tempfile
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from asynclint.program import extract, facts
from asynclint.program.facts import ModuleFacts

if TYPE_CHECKING:
    from typeshed_client.finder import SearchContext

_OUTDATED = 30 * 24 * 3600  # seconds since the last write of a version of asynclint that nobody seems to use any more


def stub_path(name: str, version: tuple[int, int]) -> Path | None:
    """The stub that describes the library module ``name``: ours, or typeshed's; None when there is neither."""
    relative = name.replace(".", "/")
    for candidate in (_own_stubs() / f"{relative}.pyi", _own_stubs() / relative / "__init__.pyi"):
        if candidate.is_file():
            return candidate
    from typeshed_client.finder import get_stub_file

    return get_stub_file(name, search_context=_typeshed(version))


def stub_facts(path: Path, version: tuple[int, int]) -> ModuleFacts:
    """The facts of a stub as a Python of that version sees it."""
    text = path.read_text(encoding="utf-8")
    kept = _kept(text, version)
    if kept is not None:
        with contextlib.suppress(OSError, msgspec.DecodeError):  # not there yet, or damaged
            return _DECODER.decode(kept.read_bytes())
    found = extract.extract(ast.parse(text), text.count("\n") + 1, version=version)
    if kept is not None:
        with contextlib.suppress(OSError):  # a full disk, a home that cannot be written to
            _write(kept, msgspec.msgpack.encode(found))
    return found


_DECODER = msgspec.msgpack.Decoder(ModuleFacts)


def _kept(text: str, version: tuple[int, int]) -> Path | None:
    """Where the facts of the text are kept; None where there is no such place."""
    folder = _cache()
    digest = hashlib.blake2b(f"{version}\0{text}".encode(), digest_size=16).hexdigest()
    return folder / f"{digest}.msgpack" if folder is not None else None


@functools.cache
def _cache() -> Path | None:
    """A folder for facts as this very version of asynclint writes them."""
    import platformdirs

    try:
        sources = [Path(module.__file__ or "").read_bytes() for module in (extract, facts)]
        home = platformdirs.user_cache_path("asynclint") / "stubs"
    except (OSError, RuntimeError):  # no sources (a zip file), no home
        return None
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


@functools.cache
def _own_stubs() -> Path:
    return Path(str(resources.files("asynclint.knowledge"))) / "stubs"


@functools.cache
def _typeshed(version: tuple[int, int]) -> SearchContext:
    from typeshed_client.finder import get_search_context

    return get_search_context(search_path=[], version=version, platform="linux")
