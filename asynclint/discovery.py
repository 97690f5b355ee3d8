"""From the paths a user names to source files, and from a file to its text.

A named file is taken whatever it is called and wherever it lies. A named folder is walked for ``.py`` files and notebooks,
leaving out hidden folders, what the settings exclude and what git ignores. A walk takes links to files but does not enter
links to folders (git and other linters do the same); every real file is taken once, by its own path rather than through a
link.
What cannot be read becomes a ``FileError`` (of a walk) or a ``SourceError`` (of a file).
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from asynclint import notebooks
from asynclint.errors import reason_of
from asynclint.findings import FileError
from asynclint.settings import Settings, pattern

_SUFFIXES = (".py", notebooks.SUFFIX)
_GITIGNORES = (os.path.join(".git", "info", "exclude"), ".gitignore")  # the second decides


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to lint: where it is (absolute, links kept), how reports call it, and the folder it was found through.

    ``root`` is the folder the user named, or the one that holds the file the user named.
    """

    path: Path
    display: str
    root: Path


class SourceError(Exception):
    """Why a source file has no text, in one line; ``line`` is None where no line is to blame."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def discover(paths: Iterable[str | Path], settings: Settings, errors: list[FileError]) -> list[SourceFile]:
    """The source files in ``paths``, sorted by their displayed path; what went wrong is appended to ``errors``."""
    found = look(paths, settings)
    errors += found.errors
    return list(found.files)


@dataclass(frozen=True, slots=True)
class Found:
    """What :func:`discover` finds, what went wrong, and the paths that decide it: as long as all are as they were, so is that."""

    files: tuple[SourceFile, ...]
    errors: tuple[FileError, ...]
    deciding: tuple[str, ...]


def look(paths: Iterable[str | Path], settings: Settings) -> Found:
    """The source files in ``paths``, as for :func:`discover`."""
    errors: list[FileError] = []
    walk = _Walk(settings, errors)
    for path in paths:
        walk.take(os.path.abspath(path))
    walk.take_links()
    files = sorted(walk.files.values(), key=lambda file: file.display)
    return Found(tuple(files), tuple(errors), tuple(walk.deciding()))


def why_left_out(path: str | Path, top: str | Path, settings: Settings) -> str | None:
    """Why a walk of the folder ``top`` does not come to a file or folder in it, in a few words; None where it does."""
    return _Walk(settings, []).why_left_out(os.path.abspath(path), os.path.abspath(top))


def display(path: str | Path) -> str:
    r"""The path as reports write it: with forward slashes, relative where it lies below the working directory.

    Bytes of a file name that are no text are written as ``\xff``.
    """
    return _display(os.path.abspath(path), _with_slash(os.getcwd()))


def _display(path: str, below: str) -> str:
    short = (path[len(below) :] if path.startswith(below) else path).replace(os.sep, "/")
    return short if short.isascii() else os.fsencode(short).decode("utf-8", "backslashreplace")


def _with_slash(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "no such file or folder"
        case IsADirectoryError():
            return "a folder, not a file"
        case _:
            return reason_of(error)


@dataclass(frozen=True, slots=True)
class _Ignores:
    """The patterns of one file like .gitignore, for paths below the folder ``base`` (which ends in a slash).

    As git does, a walk asks of every file and folder that it comes to, and the last pattern that matches *it* decides (not
    the folders around it: those were asked before). ``any`` is all patterns as one: most paths match none, and it says
    so many times faster.
    """

    base: str
    any: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], bool], ...]

    @classmethod
    def of(cls, base: str, lines: Iterable[str]) -> _Ignores:
        """From the lines of the file; those that are no patterns are left out, as git does."""
        regexes = [(_itself(made), bool(made.include)) for line in lines if (made := pattern(line))]
        return cls(
            _with_slash(base),
            re.compile("|".join(regex for regex, _ in regexes)),
            tuple((re.compile(regex), ignored) for regex, ignored in reversed(regexes)),
        )

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Whether the path is ignored; None where no pattern matches."""
        relative = path[len(self.base) :].replace(os.sep, "/") + "/" * is_folder
        if not self.any.search(relative):
            return None
        return next((ignored for regex, ignored in self.patterns if regex.search(relative)), None)


def _itself(made: GitIgnoreSpecPattern) -> str:
    """The regular expression of a pattern, made to match the file or folder itself and not also what lies in the folder."""
    regex = re.sub(r"\(\?P<\w+>", "(?:", made.regex.pattern if made.regex else "(?!)")
    if regex == ".":  # the pattern "*"
        return regex
    if regex.endswith("/") and regex != "/":  # a pattern like "folder/**", which means what lies in the folder
        return regex + "."
    return rf"(?:{regex})\Z"


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to walk: as reached, as it really is, the root it was reached from, and what is left out in it.

    ``gitignores`` are the patterns of the folders around it, outermost first.
    """

    path: str
    real: str
    root: Path
    exclude: _Ignores
    gitignores: tuple[_Ignores, ...]


def _is_nothing(name: str, is_folder: bool) -> bool:
    """Whether a walk passes by, whatever the settings and git say."""
    return name.startswith(".") if is_folder else not name.endswith(_SUFFIXES)


def _deciding(base: str, lines: Iterable[str], path: str, is_folder: bool) -> str:
    """The last line that matches the path, of those of a file like .gitignore; empty where none does."""
    return next((line for line in [*lines][::-1] if _Ignores.of(base, [line]).verdict(path, is_folder) is not None), "")


def _ignored(gitignores: tuple[_Ignores, ...], path: str, is_folder: bool) -> bool:
    verdicts = (ignores.verdict(path, is_folder) for ignores in reversed(gitignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


class _Walk:
    """One discovery: what was found and seen so far, by real path."""

    def __init__(self, settings: Settings, errors: list[FileError]) -> None:
        self.files: dict[str, SourceFile] = {}
        self._settings = settings
        self._errors = errors
        self._exclude = _Ignores.of(str(settings.root), settings.excludes)
        self._below = _with_slash(os.getcwd())
        self._seen: set[str] = set()
        self._links: list[tuple[str, Path]] = []
        self._asked: list[str] = []
        self._read: dict[str, tuple[_Ignores, ...]] = {}

    def take(self, path: str) -> None:
        """Take a path that the user named."""
        self._asked.append(path)
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            self._fail(path, error)
            return
        if stat.S_ISDIR(mode):
            self._walk(self._named(path))
        elif stat.S_ISREG(mode):
            self._found(path, os.path.realpath(path), Path(path).parent)
        else:
            self._errors.append(FileError(_display(path, self._below), "neither a file nor a folder"))

    def take_links(self) -> None:
        """Take the files that are reached only through links."""
        for path, root in self._links:
            if os.path.isfile(path):
                self._found(path, os.path.realpath(path), root)

    def deciding(self) -> list[str]:
        """What was named, the folders that were walked or asked for a repository, and the files like .gitignore there.

        A new one of these changes its folder. What a link leads to may come and go.
        """
        ignores = (os.path.join(folder, name) for folder in self._read for name in _GITIGNORES)
        links = (path for path, _ in self._links)
        return list(dict.fromkeys([*self._asked, *self._seen, *filter(os.path.isfile, ignores), *links]))

    def why_left_out(self, path: str, top: str) -> str | None:
        """Go from the folder ``top`` down to ``path``, and tell what stands in the way."""
        if path == top:
            return None
        if not path.startswith(_with_slash(top)):
            return f"it is not in {_display(top, self._below)}"
        folder = self._named(top)
        for name in path[len(_with_slash(top)) :].split(os.sep):
            gitignores = self._within(folder.path, folder.gitignores)
            entry = os.path.join(folder.path, name)
            is_folder = os.path.isdir(entry)
            if is_folder and os.path.islink(entry):
                return f"{_display(entry, self._below)} is a link to a folder"
            if _is_nothing(name, is_folder):
                names = " nor ".join(f"*{suffix}" for suffix in _SUFFIXES)
                return f"{_display(entry, self._below)} is a hidden folder" if is_folder else f"it is neither {names}"
            if folder.exclude.verdict(entry, is_folder):
                return f"`exclude` has {_deciding(folder.exclude.base, self._settings.excludes, entry, is_folder)}"
            if _ignored(gitignores, entry, is_folder):
                return self._why_ignored(gitignores, entry, is_folder)
            folder = _Folder(entry, os.path.realpath(entry), folder.root, folder.exclude, gitignores)
        return None

    def _why_ignored(self, gitignores: tuple[_Ignores, ...], path: str, is_folder: bool) -> str:
        base = next(ignores.base for ignores in reversed(gitignores) if ignores.verdict(path, is_folder))
        files = (os.path.join(base, name) for name in reversed(_GITIGNORES))
        found = ((file, _deciding(base, _lines(file), path, is_folder)) for file in files)
        return next(f"{_display(file, self._below)} has {line}" for file, line in found if line)

    def _found(self, path: str, real: str, root: Path) -> None:
        if real not in self.files:
            self.files[real] = SourceFile(Path(path), _display(path, self._below), root)

    def _fail(self, path: str, error: OSError) -> None:
        self._errors.append(FileError(_display(path, self._below), _reason(error)))

    def _named(self, path: str) -> _Folder:
        """A folder that the user named, within what its repository ignores; patterns of a project elsewhere apply in it."""
        exclude = self._exclude
        if not _with_slash(path).startswith(exclude.base):
            exclude = _Ignores.of(path, self._settings.excludes)
        gitignores: tuple[_Ignores, ...] = ()
        folders = [path, *map(str, Path(path).parents)]
        repository = next((n for n, folder in enumerate(folders) if os.path.exists(os.path.join(folder, ".git"))), None)
        self._asked += folders if repository is None else folders[: repository + 1]
        for folder in reversed(folders[1 : (repository or 0) + 1]):
            gitignores = self._within(folder, gitignores)
        return _Folder(path, os.path.realpath(path), Path(path), exclude, gitignores)

    def _within(self, folder: str, around: tuple[_Ignores, ...]) -> tuple[_Ignores, ...]:
        """What git ignores in ``folder``. A repository begins afresh; so does a folder that is walked although ignored."""
        if not self._settings.respect_gitignore:
            return ()
        if folder not in self._read:
            read = (_lines(os.path.join(folder, name)) for name in _GITIGNORES)
            self._read[folder] = tuple(_Ignores.of(folder, lines) for lines in read if lines)
        if _ignored(around, folder, True) or os.path.exists(os.path.join(folder, ".git")):
            around = ()
        return around + self._read[folder]

    def _walk(self, top: _Folder) -> None:
        folders = [top]
        while folders:
            folder = folders.pop()
            if folder.real in self._seen:
                continue
            self._seen.add(folder.real)
            try:
                folders += self._subfolders(folder)
            except OSError as error:
                self._fail(folder.path, error)

    def _subfolders(self, folder: _Folder) -> list[_Folder]:
        """Take the files of a folder, and give the folders in it that are to be walked."""
        subfolders = []
        with os.scandir(folder.path) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
        gitignores = self._within(folder.path, folder.gitignores)
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if _is_nothing(entry.name, is_folder):
                continue
            if folder.exclude.verdict(entry.path, is_folder) or _ignored(gitignores, entry.path, is_folder):
                continue
            real = os.path.join(folder.real, entry.name)
            if is_folder:
                subfolders.append(_Folder(entry.path, real, folder.root, folder.exclude, gitignores))
            elif entry.is_symlink():
                self._links.append((entry.path, folder.root))
            elif entry.is_file():
                self._found(entry.path, real, folder.root)
        return subfolders


def _lines(path: str) -> list[str]:
    """The lines of a .gitignore; none where it cannot be read."""
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as file:
            return file.read().splitlines()
    except OSError:
        return []


_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_EMPTY = re.compile(rb"[ \t\f]*(?:#|\r|\Z)")


def read(path: Path) -> str:
    """The text of a source file, decoded as Python does; line ends stay as they are. Raises ``SourceError``."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(_reason(error)) from None
    return source(path, data)


def source(path: str | Path, data: bytes) -> str:
    """The source code in the bytes of a file: of a notebook, that of its cells. Raises ``SourceError``."""
    text = decode(data)
    if not notebooks.is_notebook(path):
        return text
    try:
        return notebooks.source(text)
    except notebooks.UnreadableNotebook as error:
        raise SourceError(str(error), error.line) from None


def content(path: str | Path, text: str, like: bytes) -> bytes:
    """The bytes of a file that was ``like`` and whose source code is ``text`` now. Raises ``SourceError``."""
    if notebooks.is_notebook(path):
        try:
            text = notebooks.with_source(decode(like), text)
        except notebooks.UnreadableNotebook as error:
            raise SourceError(str(error), error.line) from None
    return encode(text, like)


def decode(data: bytes) -> str:
    """The text of source code: by its byte order mark or PEP 263 comment, else UTF-8. Raises ``SourceError``."""
    if b"\0" in data:
        raise SourceError("binary, not source code (it has NUL bytes)")
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    encoding, line = _declared(data)
    try:
        name = codecs.lookup(encoding).name
        if marked and name not in ("utf-8", "utf-8-sig"):
            raise SourceError(f"declared as {encoding}, but its byte order mark says utf-8", line)
        return data.decode(encoding)
    except LookupError:
        raise SourceError(f"unknown encoding {encoding!r}", line) from None
    except UnicodeDecodeError as error:
        raise SourceError(f"not valid {encoding}", data.count(b"\n", 0, error.start) + 1) from None
    except UnicodeError:
        raise SourceError(f"not valid {encoding}", line) from None


def encode(text: str, like: bytes) -> bytes:
    """``text`` in the encoding that ``like`` declares, with its byte order mark. Raises ``SourceError``."""
    mark = codecs.BOM_UTF8 if like.startswith(codecs.BOM_UTF8) else b""
    encoding, line = _declared(like.removeprefix(codecs.BOM_UTF8))
    try:
        return mark + text.encode(encoding)
    except (LookupError, UnicodeError):
        raise SourceError(f"cannot be written as {encoding}", line) from None


def _declared(data: bytes) -> tuple[str, int]:
    """The encoding that one of the first two lines declares, and that line."""
    first, *rest = data.split(b"\n", 2)
    for number, line in enumerate([first, *rest[:1]] if _EMPTY.match(first) else [first], 1):
        if match := _COOKIE.match(line):
            declared = match[1].decode()
            # Emacs writes utf-8-unix and the like; Python cuts off the end of these three.
            cut = re.match(r"(utf-8|latin-1|iso-8859-1)-", declared.lower().replace("_", "-"))
            return (cut[1] if cut else declared), number
    return "utf-8", 1
