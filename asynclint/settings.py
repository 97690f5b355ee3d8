"""What a project wants: ``[tool.asynclint]`` of pyproject.toml, or asynclint.toml, as one frozen ``Settings``.

The nearest file upward counts, and only that one. A mistake in it (or on the command line) is a ``SettingsError`` of one
line that names the file, the key and the nearest right spelling. A file only ever names things: nothing in it is run.

Rules are picked by *selectors*: a code (``ASL201``), the start of codes (``ASL2``), a rule's name (``blocking-sleep``) or
``ALL``. Between ``select`` and ``ignore`` the longer match wins, and ``ignore`` where they are equally long. Which rules
there are is told from outside, as ``RuleRow``: settings know no rule.

Paths (``exclude``, ``per-file-ignores``) are written as in a .gitignore in the folder of the settings file.
"""

from __future__ import annotations

import datetime
import difflib
import enum
import os
import re
import tomllib
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar, get_args

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from asynclint import environment
from asynclint.allowances import Allowance
from asynclint.codes import RuleRow
from asynclint.errors import reason_of
from asynclint.findings import Applicability, Confidence, Severity, TaskFix

DEFAULT_EXCLUDE = (
    "__pycache__",
    "__pypackages__",
    ".asynclint_cache",
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)

_TEST_FOLDERS = frozenset({"tests", "test"})
_TEST_FILES = ("test_*.py", "*_test.py", "conftest.py")

_Choice = TypeVar("_Choice", bound=enum.Enum)


class SettingsError(Exception):
    """A mistake in a settings file or an option, as one line for the user."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Each field is the key of the same name; ``root`` is the folder that paths are relative to."""

    rules: tuple[RuleRow, ...]
    root: Path
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    src: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    severity: tuple[tuple[str, Severity], ...] = ()
    min_confidence: Confidence = Confidence.LIKELY
    fail_on: Severity = Severity.WARNING
    target_version: tuple[int, int] | None = None
    python: Path | None = None
    blocking: tuple[str, ...] = ()
    non_blocking: tuple[str, ...] = ()
    offload: tuple[str, ...] = ()
    spawn: tuple[str, ...] = ()
    on_loop: tuple[str, ...] = ()
    max_depth: int | None = None
    follow_libraries: bool = False
    unsafe_fixes: bool = False
    fixable: tuple[str, ...] = ("ALL",)
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    task_fix: TaskFix = "set"
    allow: tuple[Allowance, ...] = ()
    """The entries of the table ``runtime``."""
    baseline: Path | None = None
    _selected: frozenset[str] = field(init=False, repr=False, compare=False)
    _ignored: tuple[tuple[GitIgnoreSpec, frozenset[str]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out once what every file asks for."""
        selected = frozenset(rule.code for rule in self.rules if self._selects(rule))
        ignored = tuple(
            (GitIgnoreSpec.from_lines([glob]), frozenset(_matched(selectors, self.rules)))
            for glob, selectors in self.per_file_ignores
        )
        object.__setattr__(self, "_selected", selected)
        object.__setattr__(self, "_ignored", ignored)

    def paths(self, named: Sequence[str]) -> tuple[str, ...]:
        """The paths to lint: those that are named, or else what ``src`` has, or else the working directory."""
        if named or self.src is None:
            return tuple(named) or (".",)
        return tuple(os.path.relpath(self.root / each) for each in self.src)

    @property
    def excludes(self) -> tuple[str, ...]:
        """All patterns of what a walk leaves out."""
        return self.exclude + self.extend_exclude

    def _selects(self, rule: RuleRow) -> bool:
        select: Iterable[str] = (("ALL",) if rule.default else ()) if self.select is None else self.select
        return _weight((*select, *self.extend_select), rule) > _weight(self.ignore, rule)

    def enabled_codes(self, path: str | os.PathLike[str]) -> frozenset[str]:
        """The codes of the rules that run on the file ``path`` (absolute, or relative to the working directory)."""
        if not self._ignored:
            return self._selected
        relative = _below(self.root, path)
        return self._selected.difference(*(codes for spec, codes in self._ignored if spec.match_file(relative)))

    def enabled(self, code: str, path: str | os.PathLike[str]) -> bool:
        """Whether the rule ``code`` runs on the file ``path``."""
        return code in self.enabled_codes(path)

    def why_disabled(self, code: str, path: str | os.PathLike[str]) -> str | None:
        """Why the rule ``code`` does not run on the file, in a few words; None where it does. Raises ``KeyError``."""
        rule = next((rule for rule in self.rules if rule.code == code), None)
        if rule is None:
            raise KeyError(code)
        if code not in self._selected:
            silencing = max(self.ignore, key=lambda selector: _length(selector, rule), default="")
            if _weight((silencing,), rule):
                return f"`ignore` has {silencing}"
            return "`select` does not have it" if self.select is not None else "it is off by default"
        relative = _below(self.root, path)
        for (glob, _), (spec, codes) in zip(self.per_file_ignores, self._ignored, strict=True):
            if code in codes and spec.match_file(relative):
                return f"`per-file-ignores` has {glob}"
        return None

    def is_test(self, path: str | os.PathLike[str]) -> bool:
        """Whether the file belongs to a test suite, by its name or a folder's; what is above the root does not count."""
        relative = PurePosixPath(_below(self.root, path))
        folders = relative.parent.parts if Path(os.path.abspath(path)).is_relative_to(self.root) else ()
        return not _TEST_FOLDERS.isdisjoint(folders) or any(fnmatch(relative.name, name) for name in _TEST_FILES)

    def severity_of(self, code: str, shape: Severity | None = None) -> Severity:
        """How severe a finding of the rule ``code`` is: as configured, else as its ``shape`` is, else as the rule is.

        Raises ``KeyError`` for a code that is not in ``rules``.
        """
        rule = next((rule for rule in self.rules if rule.code == code), None)
        if rule is None:
            raise KeyError(code)
        weight, chosen = max(
            ((_weight((selector,), rule), severity) for selector, severity in self.severity),
            key=lambda pair: pair[0],
            default=(0, rule.severity),
        )
        return chosen if weight else shape or rule.severity

    def applicability_of(self, code: str, applicability: Applicability) -> Applicability | None:
        """What a fix of the rule ``code`` counts as; None where it is not to be mended. Raises ``KeyError``."""
        rule = next((rule for rule in self.rules if rule.code == code), None)
        if rule is None:
            raise KeyError(code)
        if _weight(self.fixable, rule) <= _weight(self.unfixable, rule):
            return None
        return Applicability.SAFE if _weight(self.extend_safe_fixes, rule) else applicability

    def codes(self, selectors: Sequence[str], where: str) -> frozenset[str]:
        """The codes of the rules that these selectors name; ``where`` they stand is told in the ``SettingsError``."""
        return frozenset(_matched(_Reader(self.rules, self.root).selectors(list(selectors), where), self.rules))

    def override(
        self,
        *,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] | None = None,
        min_confidence: str | None = None,
        fail_on: str | None = None,
        python: str | None = None,
        follow_libraries: bool | None = None,
        unsafe_fixes: bool | None = None,
    ) -> Settings:
        """These settings as changed by the command line; None leaves one as it is.

        ``select`` starts afresh: it replaces the file's ``select``, ``extend-select`` and ``ignore``. ``ignore`` adds to
        what is ignored. Raises ``SettingsError``, which names the option.
        """
        reader = _Reader(self.rules, Path.cwd())
        changes: dict[str, Any] = {}
        if select is not None:
            changes |= {"select": reader.selectors(list(select), "--select"), "extend_select": (), "ignore": ()}
        if ignore is not None:
            changes["ignore"] = (*changes.get("ignore", self.ignore), *reader.selectors(list(ignore), "--ignore"))
        if min_confidence is not None:
            changes["min_confidence"] = reader.confidence(min_confidence, "--min-confidence")
        if fail_on is not None:
            changes["fail_on"] = reader.one_severity(fail_on, "--fail-on")
        if python is not None:
            changes["python"] = reader.environment(python, "--python")
        if follow_libraries is not None:
            changes["follow_libraries"] = follow_libraries
        if unsafe_fixes is not None:
            changes["unsafe_fixes"] = unsafe_fixes
        return replace(self, **changes)


def load(start: Path, rules: Iterable[RuleRow], *, config: Path | None = None, isolated: bool = False) -> Settings:
    """The settings for what lies in (or is) ``start``: from the nearest file upward, from ``config``, or the defaults.

    ``isolated`` reads no file. Raises ``SettingsError``.
    """
    known = tuple(rules)
    start = Path(os.path.abspath(start))
    found = source(start, config=config, isolated=isolated)
    if found is None:
        return Settings(known, start.parent if start.is_file() else start)
    path, table = found
    root = Path(os.path.abspath(path)).parent
    reader = _Reader(known, root)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            raise SettingsError(f"{path}: there is no key {key!r}{_hint(key, KEYS)}")
        values[field_of(key)] = KEYS[key](reader, value, f"{path}: {key}")
    return Settings(known, root, **values)


def source(start: Path, *, config: Path | None = None, isolated: bool = False) -> tuple[Path, dict[str, object]] | None:
    """The file that settings for ``start`` are read from, and its keys; None where there is none. Raises ``SettingsError``."""
    for path in candidates(start, config=config, isolated=isolated):
        if (path == config or os.path.isfile(path)) and (table := _table(path)) is not None:
            return path, table
    if config is not None and not isolated:
        raise SettingsError(f"{config}: there is no table [tool.asynclint]")
    return None


def candidates(start: Path, *, config: Path | None = None, isolated: bool = False) -> list[Path]:
    """The files that settings for ``start`` are looked for in, the nearest first, whether they are there or not."""
    if isolated:
        return []
    if config is not None:
        return [config]
    start = Path(os.path.abspath(start))
    return [folder / name for folder in (start, *start.parents) for name in ("asynclint.toml", "pyproject.toml")]


def _table(path: Path) -> dict[str, object] | None:
    """Our keys in the file; None for a pyproject.toml that has none."""
    try:
        values: dict[str, object] = tomllib.loads(path.read_bytes().decode())
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason_of(error)}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}: not valid UTF-8 in line {line}") from None
    except RecursionError:
        raise SettingsError(f"{path}: not valid TOML: nested too deeply") from None
    except ValueError as error:  # also integers of more than 4300 digits, which are no TOMLDecodeError
        raise SettingsError(f"{path}: not valid TOML: {' '.join(str(error).split())}") from None
    if path.name != "pyproject.toml":
        return values
    tool = values.get("tool")
    if not isinstance(tool, dict) or "asynclint" not in tool:
        return None
    return _typed(dict, "a table", tool["asynclint"], f"{path}: tool.asynclint")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the raw value of a key or an option into the value of a setting.

    Every method takes the value and ``where`` it stands (the file and key, or the option), and raises ``SettingsError``.
    ``root`` is the folder that paths are relative to.
    """

    rules: tuple[RuleRow, ...]
    root: Path

    def flag(self, value: object, where: str) -> bool:
        return _typed(bool, "a boolean", value, where)

    def depth(self, value: object, where: str) -> int:
        number = _typed(int, "an integer", value, where)
        if number < 1:
            raise SettingsError(f"{where}: expected a positive integer, got {number}")
        return number

    def strings(self, value: object, where: str) -> tuple[str, ...]:
        items = _typed(list, "a list of strings", value, where)
        return tuple(_typed(str, "a list of strings", item, where, "a list with ") for item in items)

    def selectors(self, value: object, where: str) -> tuple[str, ...]:
        words = self.strings(value, where)
        for word in words:
            self._selector(word, where)
        return words

    def _selector(self, word: str, where: str) -> None:
        if not any(_weight((word,), rule) for rule in self.rules):
            known = ["ALL", *(rule.code for rule in self.rules), *(rule.name for rule in self.rules)]
            hint = _hint(word, known) or "; `asynclint rules` lists them"
            raise SettingsError(f"{where}: there is no rule {word!r}{hint}")

    def per_file(self, value: object, where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        table = _typed(dict, "a table of lists", value, where)
        for glob in table:
            _check_pattern(glob, where)
            if glob.startswith("!"):
                raise SettingsError(f"{where}: a pattern cannot be negated here: {glob!r}")
        return tuple((glob, self.selectors(words, f"{where}[{glob!r}]")) for glob, words in table.items())

    def patterns(self, value: object, where: str) -> tuple[str, ...]:
        lines = self.strings(value, where)
        for line in lines:
            _check_pattern(line, where)
        return lines

    def names(self, value: object, where: str) -> tuple[str, ...]:
        names = self.strings(value, where)
        for name in names:
            if not all(part.replace("*", "_").isidentifier() for part in name.split(".")):
                raise SettingsError(f"{where}: {name!r} is no qualified name (like 'package.module.function')")
        return names

    def severities(self, value: object, where: str) -> tuple[tuple[str, Severity], ...]:
        table = _typed(dict, "a table", value, where)
        for word in table:
            self._selector(word, where)
        return tuple((word, self.one_severity(level, f"{where}[{word!r}]")) for word, level in table.items())

    def one_severity(self, value: object, where: str) -> Severity:
        return _choice(Severity, value, where)

    def confidence(self, value: object, where: str) -> Confidence:
        return _choice(Confidence, value, where)

    def version(self, value: object, where: str) -> tuple[int, int]:
        text = _typed(str, "a string like '3.12' or 'py312'", value, where)
        match = re.fullmatch(r"(?:3\.|py3)([0-9]{1,2})", text)
        if match is None:
            raise SettingsError(f"{where}: expected a version like '3.12' or 'py312', got {text!r}")
        return 3, int(match[1])

    def runtime(self, value: object, where: str) -> tuple[Allowance, ...]:
        table = _typed(dict, "a table", value, where)
        for key in table:
            if key != "allow":
                raise SettingsError(f"{where}: there is no key {key!r}{_hint(key, ['allow'])}")
        entries = _typed(list, "a list of tables", table.get("allow", []), f"{where}.allow")
        return tuple(self._allowance(entry, f"{where}.allow") for entry in entries)

    def _allowance(self, value: object, where: str) -> Allowance:
        entry = _typed(dict, "a list of tables", value, where, "a list with ")
        keys = ("call", "in", "reason", "expires")
        for key in entry:
            if key not in keys:
                raise SettingsError(f"{where}: there is no key {key!r}{_hint(key, keys)}")
        call, in_, reason = (self._text(entry, key, where) for key in keys[:3])
        expires = entry.get("expires")
        if expires is not None and type(expires) is not datetime.date:
            raise SettingsError(f"{where}: expires: expected a date like 2027-01-31")
        return Allowance(call, in_, reason, expires)

    def _text(self, entry: dict[str, object], key: str, where: str) -> str:
        if key not in entry:
            raise SettingsError(f"{where}: an entry has no {key!r}")
        text = _typed(str, "a string", entry[key], f"{where}: {key}")
        if not text.strip():
            raise SettingsError(f"{where}: {key}: expected some text, got none")
        return text

    def task_fix(self, value: object, where: str) -> str:
        text = _typed(str, "a string", value, where)
        if text not in get_args(TaskFix):
            raise SettingsError(
                f"{where}: {text!r} is none of {', '.join(get_args(TaskFix))}{_hint(text, get_args(TaskFix))}"
            )
        return text

    def paths_inside(self, value: object, where: str) -> tuple[str, ...]:
        """Files and folders of the project: what lies elsewhere is none of its business."""
        paths = self.strings(value, where)
        if not paths:
            raise SettingsError(f"{where}: expected some paths, got none")
        for text in paths:
            path = self.root / text
            if not text.strip() or "\0" in text or not _is_below(path / "x", self.root):
                raise SettingsError(f"{where}: {text!r} is no path below the folder of the settings")
        return paths

    def file_below(self, value: object, where: str) -> Path:
        """A file of the project: what is written there by its name must not be elsewhere."""
        text = _typed(str, "a string", value, where)
        path = self.root / text
        if not text.strip() or "\0" in text or not _is_below(path, self.root):
            raise SettingsError(f"{where}: {text!r} is no file below the folder of the settings")
        return path

    def environment(self, value: object, where: str) -> Path:
        text = _typed(str, "a string", value, where)
        path = self.root / text
        if not text or "\0" in text or not os.path.exists(path):
            raise SettingsError(f"{where}: there is no environment {text!r}")
        if not environment.folders(path):
            raise SettingsError(f"{where}: {text!r} is no environment: it has no site-packages")
        return path


KEYS: Mapping[str, Callable[[_Reader, object, str], object]] = {
    "select": _Reader.selectors,
    "ignore": _Reader.selectors,
    "extend-select": _Reader.selectors,
    "per-file-ignores": _Reader.per_file,
    "src": _Reader.paths_inside,
    "exclude": _Reader.patterns,
    "extend-exclude": _Reader.patterns,
    "respect-gitignore": _Reader.flag,
    "severity": _Reader.severities,
    "min-confidence": _Reader.confidence,
    "fail-on": _Reader.one_severity,
    "target-version": _Reader.version,
    "python": _Reader.environment,
    "blocking": _Reader.names,
    "non-blocking": _Reader.names,
    "offload": _Reader.names,
    "spawn": _Reader.names,
    "on-loop": _Reader.names,
    "max-depth": _Reader.depth,
    "follow-libraries": _Reader.flag,
    "unsafe-fixes": _Reader.flag,
    "fixable": _Reader.selectors,
    "unfixable": _Reader.selectors,
    "extend-safe-fixes": _Reader.selectors,
    "task-fix": _Reader.task_fix,
    "runtime": _Reader.runtime,
    "baseline": _Reader.file_below,
}
"""The keys of a settings file, each with what reads its value."""


def field_of(key: str) -> str:
    """The field of :class:`Settings` that a key fills."""
    return "allow" if key == "runtime" else key.replace("-", "_")


_KINDS = {bool: "a boolean", int: "an integer", float: "a float", str: "a string", list: "a list", dict: "a table"}
_Kind = TypeVar("_Kind")


def _typed(kind: type[_Kind], expected: str, value: object, where: str, got: str = "") -> _Kind:
    """``value``, if it is of exactly this type: a boolean is no integer."""
    if type(value) is not kind:
        raise SettingsError(f"{where}: expected {expected}, got {got}{_KINDS.get(type(value), 'a date or time')}")
    return value


def _choice(choices: type[_Choice], value: object, where: str) -> _Choice:
    spellings = [choice.value for choice in reversed(choices)]
    text = _typed(str, "a string", value, where)
    if text not in spellings:
        raise SettingsError(f"{where}: {text!r} is none of {', '.join(spellings)}{_hint(text, spellings)}")
    return choices(text)


def pattern(line: str) -> GitIgnoreSpecPattern | None:
    """A line of a .gitignore; None where it is no pattern (blank, a comment, malformed)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # re warns of "[[" and the like, which mean nothing special here
            made = GitIgnoreSpecPattern(line)
    except (GitIgnorePatternError, re.error):
        return None
    return None if made.include is None else made


def _check_pattern(line: str, where: str) -> None:
    if pattern(line) is None:
        raise SettingsError(f"{where}: {line!r} is no pattern as in .gitignore")


def _weight(selectors: Iterable[str], rule: RuleRow) -> int:
    """The length of the longest match of ``selectors`` on ``rule``, 0 for none. A name weighs as much as a code."""
    return max((_length(selector, rule) for selector in selectors), default=0)


def _length(selector: str, rule: RuleRow) -> int:
    if selector == rule.name:
        return len(rule.code)
    if selector == "ALL":
        return 1
    return len(selector) if rule.code.startswith(selector) else 0


def _matched(selectors: Collection[str], rules: Iterable[RuleRow]) -> Iterable[str]:
    return (rule.code for rule in rules if _weight(selectors, rule))


def _hint(word: str, known: Iterable[str]) -> str:
    """``; did you mean …?``, where something known is near."""
    spellings = {spelling.lower(): spelling for spelling in known}
    near = difflib.get_close_matches(word.lower(), spellings, n=1)
    return f"; did you mean {spellings[near[0]]!r}?" if near else ""


def _is_below(path: Path, folder: Path) -> bool:
    """Whether the path leads to what lies in the folder, wherever links on the way go."""
    try:
        real, around = path.resolve(), folder.resolve()
    except (OSError, RuntimeError):  # links in a circle
        return False
    return around in real.parents


def _below(root: Path, path: str | os.PathLike[str]) -> str:
    """``path`` relative to ``root``, with forward slashes; a path elsewhere keeps all its folders."""
    absolute = Path(os.path.abspath(path))
    inside = absolute.relative_to(root) if absolute.is_relative_to(root) else absolute.relative_to(absolute.anchor)
    return inside.as_posix()
