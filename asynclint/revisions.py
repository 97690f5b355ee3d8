"""The findings of an older revision of the program, from git.

The files of the revision are written to a temporary folder and linted there, with the settings, the environment and the paths of
today; neither the working tree nor the index is touched. What was found is kept in the project's cache, by the revision's tree.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from asynclint import consulted, environment, notebooks, state
from asynclint.errors import reason_of
from asynclint.findings import Report
from asynclint.known import Entry, Known, entry
from asynclint.settings import Settings

Lint = Callable[[Sequence[str], Settings], Report]
"""Lints copies of files, with settings that are those of the project but for their root."""

_FILE, _LINK = ("100644", "100755"), "120000"  # modes in a tree
_TELLING = frozenset({"__init__.py", "setup.py", "setup.cfg", "pyproject.toml", ".gitignore"})  # of files around them
_MANY = 500  # blobs that are asked for at once
_OURS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")  # what a hook is told of the repository it runs in


class RevisionError(Exception):
    """Why there is nothing to compare with, in one line."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision as it was named, its tree, and the folder of the repository."""

    name: str
    tree: str
    top: Path


class _Past(msgspec.Struct, array_like=True):
    """What was found in a revision, and which files beside it that depends on."""

    entries: list[Entry]
    notes: dict[str, consulted.Signature]


def find(name: str, start: Path) -> Revision:
    """The revision that git calls so in the repository around ``start``. Raises :class:`RevisionError`.

    ``A...B`` is the commit where B (HEAD, if it is left out) and A have parted.
    """
    if name.startswith("-") or not name.isprintable():
        raise RevisionError(f"{name!r} is no revision")
    git = _Git(start)
    top = git.top()
    left, dots, right = name.partition("...")
    if dots:
        commit = git.merge_base(git.commit(left or "HEAD"), git.commit(right or "HEAD"), name)
    else:
        commit = git.commit(name)
    told = f"{name}, merge base" if dots else name
    return Revision(f"{told} {commit[:10]}", git.ask("rev-parse", f"{commit}^{{tree}}").strip(), top)


def known(revision: Revision, paths: Sequence[str], settings: Settings, lint: Lint, *, cached: bool) -> Known:
    """What was found in the revision, on the same paths. Raises :class:`RevisionError`."""
    for path in paths:
        if not Path(os.path.abspath(path)).is_relative_to(revision.top):
            raise RevisionError(f"{path} is not in the repository {revision.top}")
    installed = environment.find(settings.python, settings.root)
    memory = state.memory(paths, settings, True, installed) if cached else None
    name = f"revision {revision.tree}".encode()
    past = memory.part(name, _Past) if memory is not None else None
    if past is None or not consulted.still_hold(past.notes):
        past = _linted(revision, paths, settings, lint)
        if memory is not None:
            memory.cache.put({"states": {memory.key_of(name): msgspec.msgpack.encode(past)}}, {})
    return Known(revision.name, revision.top, tuple(past.entries), frozenset(map(os.path.abspath, paths)))


def _linted(revision: Revision, paths: Sequence[str], settings: Settings, lint: Lint) -> _Past:
    # Patterns of the settings are relative to their root, which may be inside the repository, above it or elsewhere.
    top, root = revision.top, settings.root
    try:
        around = Path(os.path.commonpath([top, root]))
    except ValueError:
        raise RevisionError(f"{root}, the folder of the settings, is on another drive than the repository") from None
    with tempfile.TemporaryDirectory(prefix="asynclint-", ignore_cleanup_errors=True) as folder:
        copy = Path(os.path.realpath(folder))

        def copied(path: str | Path) -> Path:
            return copy / Path(os.path.abspath(path)).relative_to(around)

        copied(root).mkdir(parents=True, exist_ok=True)
        (copied(top) / ".git").mkdir(parents=True)  # .gitignore files count from here
        _Git(top).unpack(revision.tree, copied(top), [os.path.relpath(os.path.abspath(path), top) for path in paths])
        there = [str(place) for path in paths if (place := copied(path)).exists()]
        with consulted.recording() as notes:
            report = lint(there, replace(settings, root=copied(root)))
        entries = [entry(finding, copied(top)) for finding in report.findings]
        elsewhere = {path: signature for path, signature in notes.items() if not Path(path).is_relative_to(copy)}
    gc.collect()  # that program, which no collector has looked at
    return _Past(entries, elsewhere)


class _Git:
    """The git program, in a folder."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("git")
        if program is None:
            raise RevisionError("git is not installed, and older revisions are asked of it")
        self._program = program
        self._folder = folder
        self._environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        self._environment |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}

    def _run(self, *arguments: str, told: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [self._program, *arguments]
        try:
            return subprocess.run(
                command, cwd=self._folder, env=self._environment, input=told, capture_output=True, check=False
            )
        except OSError as error:
            raise RevisionError(f"git cannot be run: {reason_of(error)}") from None

    def ask(self, *arguments: str) -> str:
        """What git answers."""
        return os.fsdecode(self._asked(*arguments))

    def _asked(self, *arguments: str, told: bytes = b"") -> bytes:
        done = self._run(*arguments, told=told)
        if done.returncode:
            lines = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines() or ["no reason given"]
            raise RevisionError(f"git {arguments[0]}: {lines[0].removeprefix('fatal: ')}")
        return done.stdout

    def top(self) -> Path:
        """The folder of the repository, by the road that the working directory took to it."""
        real = self.ask("rev-parse", "--show-toplevel").rstrip("\r\n")
        up = self.ask("rev-parse", "--show-cdup").rstrip("\r\n")
        near = os.path.normpath(os.path.join(os.path.abspath(self._folder), up))
        return Path(near if os.path.exists(near) and os.path.samefile(near, real) else real)

    def commit(self, name: str) -> str:
        """The commit of that name."""
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if done.returncode:
            is_shallow = self.ask("rev-parse", "--is-shallow-repository").strip() == "true"
            hint = " (the clone is shallow: fetch more of its history)" if is_shallow else ""
            raise RevisionError(f"git knows no revision {name!r}{hint}")
        return done.stdout.decode().strip()

    def merge_base(self, one: str, other: str, name: str) -> str:
        """The commit where two have parted."""
        done = self._run("merge-base", one, other)
        if done.returncode:
            raise RevisionError(f"git knows no common ancestor of {name!r}")
        return done.stdout.decode().split()[0]

    def unpack(self, tree: str, folder: Path, paths: Iterable[str]) -> None:
        """Write what is to be linted of a tree: source files below the paths, and what else tells something of them."""
        rows = list(self._rows(tree))
        wanted = [path.replace(os.sep, "/") for path in paths]
        if any(mode == _LINK and _is_wanted(path, wanted) for path, mode, _ in rows):
            wanted.append(".")  # links may lead anywhere
        chosen = [row for row in rows if _is_wanted(row[0], wanted)]
        files = [(folder / path, blob) for path, mode, blob in chosen if mode in _FILE]
        links = [(folder / path, blob) for path, mode, blob in chosen if mode == _LINK]
        for place, content in self._contents(files):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        # At the end: nothing is written through a link.
        for place, content in self._contents(links):
            place.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError, ValueError):
                place.symlink_to(os.fsdecode(content))

    def _rows(self, tree: str) -> Iterator[tuple[str, str, str]]:
        """Path, mode and blob of all that is in a tree, but for paths that lead out of the folder it is written to."""
        for row in self._asked("ls-tree", "-r", "-z", "--full-tree", tree).split(b"\0")[:-1]:
            told, _, path = row.partition(b"\t")
            mode, _, blob = told.decode().split()[:3]
            if _is_safe(os.fsdecode(path)):
                yield os.fsdecode(path), mode, blob

    def _contents(self, blobs: Sequence[tuple[Path, str]]) -> Iterator[tuple[Path, bytes]]:
        for start in range(0, len(blobs), _MANY):
            batch = blobs[start : start + _MANY]
            told = self._asked("cat-file", "--batch", told="".join(f"{blob}\n" for _, blob in batch).encode())
            at = 0
            for place, blob in batch:
                end = told.index(b"\n", at)
                head = told[at:end].split()
                if len(head) != 3:
                    raise RevisionError(f"git has no content of {blob} here")
                size = int(head[2])
                yield place, told[end + 1 : end + 1 + size]
                at = end + size + 2


def _is_safe(path: str) -> bool:
    """Whether the path stays where it is put; trees that nobody could check out can have others."""
    parts = path.split("/")
    bad = {"", ".", ".."}
    return not any(
        part in bad or part.lower() == ".git" or (os.sep != "/" and set(part) & {os.sep, ":"}) for part in parts
    )


def _is_wanted(path: str, wanted: Sequence[str]) -> bool:
    if path in wanted or path.rpartition("/")[2] in _TELLING:
        return True
    if not path.endswith((".py", notebooks.SUFFIX)):
        return False
    return any(below == "." or path.startswith(f"{below}/") for below in wanted)
