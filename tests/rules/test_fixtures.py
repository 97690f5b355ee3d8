"""Every file of ``test_data/rules`` has exactly the findings that its ``# expect:`` comments announce.

A *case* is one run of the engine: one file, or one folder ``pkg_*`` (the project it stands for). Its name says which half
of the data it belongs to: ``bad`` shows the mistake of its folder, ``fine`` tempts the rule in vain; a leading ``py312_`` or
``py314_`` says from which Python on the file parses. A comment names the codes of the findings on its line, each with its
confidence in brackets unless that is *certain*: ``# expect: ASL201, ASL205[likely]``. Findings of confidence *possible* are
looked at only in cases that expect some.

The rules that are on by default run over every case, and in the folder of another rule that one too. An
``asynclint.toml`` in the rule's folder holds the settings of its cases; everywhere else there are none.

``test_data/bugs`` holds bugs that other projects had, written anew: a case a bug, called after its project and number, that begins
with the address of the thread and a line ``# <kind>: <what happened>``. ``# missed: ASL201`` marks a line whose bug is not
found yet. It is no expectation, so whoever mends the miss is told by the test to make it one.
"""

from __future__ import annotations

import ast
import dataclasses
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclint import engine, settings
from asynclint.codes import ROWS
from asynclint.findings import Confidence, FileError, Finding, Report
from asynclint.rules import RULES

DATA = Path(__file__).resolve().parents[2] / "test_data" / "rules"
BUGS = DATA.parent / "bugs"
NAME = re.compile(r"(?:py(?P<major>3)(?P<minor>\d\d)_|pkg_)?(?P<half>bad|fine)_[a-z0-9_]+")
COMMENT = re.compile(r"# expect: (?P<codes>.+)$")
MISSED = re.compile(r"# missed: (?P<codes>.+)$")
ADDRESS = re.compile(r"# https://github\.com/(?P<project>[\w.-]+/[\w.-]+)/(?:issues|pull)/(?P<number>\d+)")
KINDS = {
    "never awaited": "ASL10",
    "blocking": "ASL2",
    "task not kept": "ASL30",
    "loop already running": "ASL40",
    "cancellation": "ASL50",
}
"""What a bug can be, and how the codes begin that name it."""
LABEL = re.compile(r"(?P<code>ASL\d{3})(?:\[(?P<confidence>likely|possible)\])?")

Expectation = tuple[str, int, str]
"""File (below the case), line and label (``ASL201``, ``ASL203[likely]``)."""


@dataclasses.dataclass(frozen=True)
class Case:
    """A file or a project that is linted in one run."""

    path: Path

    @property
    def code(self) -> str:
        return self.path.parent.name

    @property
    def name(self) -> str:
        return self.path.stem if self.path.is_file() else self.path.name

    @property
    def half(self) -> str:
        return _matched(self)["half"]

    @property
    def since(self) -> tuple[int, int]:
        """The first Python that can parse it."""
        match = _matched(self)
        return (int(match["major"]), int(match["minor"])) if match["major"] else (3, 11)

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.rglob("*.py")) if self.path.is_dir() else [self.path]

    @property
    def lines(self) -> int:
        return sum(len(file.read_text("utf-8").splitlines()) for file in self.files)

    @property
    def expectations(self) -> list[Expectation]:
        return self.announced(COMMENT)

    def announced(self, pattern: re.Pattern[str]) -> list[Expectation]:
        """The labels in the comments of one form."""
        return [
            (self.below(file), number, label.strip())
            for file in self.files
            for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1)
            if (comment := pattern.search(line))
            for label in comment["codes"].split(",")
        ]

    def below(self, file: Path) -> str:
        """``file`` as it is called in this case."""
        return file.relative_to(self.path if self.path.is_dir() else self.path.parent).as_posix()

    def settings(self, minimum: Confidence) -> settings.Settings:
        config = self.path.parent / "asynclint.toml"
        found = settings.load(self.path, ROWS, config=config if config.exists() else None, isolated=not config.exists())
        return dataclasses.replace(found, extend_select=(*found.extend_select, self.code), min_confidence=minimum)

    def lint(self, minimum: Confidence = Confidence.LIKELY) -> Report:
        return engine.lint([str(self.path)], self.settings(minimum))


@dataclasses.dataclass(frozen=True)
class Bug(Case):
    """A bug that some project had, beside its mended form; only the rules that are on by default see it."""

    @property
    def head(self) -> list[str]:
        """The address of the thread, and what happened."""
        first = self.path / "__init__.py" if self.path.is_dir() else self.path
        return first.read_text("utf-8").splitlines()[:2]

    @property
    def kind(self) -> str:
        return self.head[1].removeprefix("# ").partition(":")[0]

    @property
    def missed(self) -> list[Expectation]:
        return self.announced(MISSED)

    def settings(self, minimum: Confidence) -> settings.Settings:
        found = settings.load(self.path, ROWS, isolated=True)
        return dataclasses.replace(found, min_confidence=minimum)


def _matched(case: Case) -> re.Match[str]:
    match = NAME.fullmatch(case.name)
    assert match, f"{case.path}: what is linted is called bad_*, fine_*, pkg_bad_*, pkg_fine_*, py312_bad_*, …"
    return match


def cases() -> Iterator[Case]:
    for folder in sorted(DATA.glob("ASL???")):
        for path in sorted(folder.iterdir()):
            if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__"):
                yield Case(path)


CASES = list(cases())
BUG_CASES = [Bug(path) for path in sorted(BUGS.iterdir()) if path.suffix == ".py" or (path / "__init__.py").exists()]
FOLDERS = sorted({case.code for case in CASES})


def _label(finding: Finding) -> str:
    return finding.code if finding.confidence is Confidence.CERTAIN else f"{finding.code}[{finding.confidence.value}]"


def _difference(case: Case, report: Report, expected: Counter[Expectation]) -> list[str]:
    """One line for whatever is missing or too much, by place, beside the line of source it is about."""
    found: Counter[Expectation] = Counter()
    messages: dict[Expectation, str] = {}
    for finding in report.findings:
        where = (case.below(Path(finding.location.path).resolve()), finding.location.line, _label(finding))
        found[where] += 1
        messages[where] = finding.message
    sources = {case.below(file): file.read_text("utf-8").splitlines() for file in case.files}
    rows = [("missing", place) for place in (expected - found).elements()]
    rows += [("too much", place) for place in (found - expected).elements()]
    return [
        f"{file}:{line}: {label} {verdict}: {sources[file][line - 1].strip()}"
        + (f"\n        says: {messages[file, line, label]}" if verdict == "too much" else "")
        for verdict, (file, line, label) in sorted(rows, key=lambda row: (row[1], row[0]))
    ]


def _error(error: FileError) -> str:
    return f"{error.path}:{error.line or ''} cannot be linted: {error.message}"


def _check(case: Case, minimum: Confidence) -> None:
    expected = Counter(place for place in case.expectations if _confidence(place[2]) >= minimum)
    report = case.lint(minimum)
    wrong = [_error(error) for error in report.errors] + _difference(case, report, expected)
    if wrong:
        summary = f"{case.code}/{case.path.name}: {len(wrong)} differences, {expected.total()} findings expected"
        pytest.fail("\n  ".join([summary, *wrong]), pytrace=False)


def _confidence(label: str) -> Confidence:
    match = LABEL.fullmatch(label)
    assert match, f"not a label: {label!r}"
    return Confidence(match["confidence"] or "certain")


def _id(case: Case) -> str:
    return f"{case.code}/{case.path.name}"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_findings_are_those_expected(case: Case) -> None:
    _check(case, Confidence.LIKELY)


@pytest.mark.parametrize(
    "case", [case for case in CASES if any("[possible]" in label for _, _, label in case.expectations)], ids=_id
)
def test_possible_findings_are_those_expected(case: Case) -> None:
    _check(case, Confidence.POSSIBLE)


@pytest.mark.parametrize("bug", BUG_CASES, ids=lambda bug: bug.name)
def test_bugs_of_others_are_found_but_for_the_missed(bug: Bug) -> None:
    _check(bug, Confidence.LIKELY)


def test_files_linted_together_have_the_findings_they_have_alone() -> None:
    """One run over all files: nothing of one may leak into another. Where names clash, one file stands for all."""
    defaults = {rule.code for rule in RULES if rule.default}
    files = {
        case.name: case
        for case in CASES
        if case.path.is_file() and case.code in defaults and not (case.path.parent / "asynclint.toml").exists()
    }
    found = settings.load(DATA, ROWS, isolated=True)
    report = engine.lint([str(case.path) for case in files.values()], found)
    together = Counter(
        (Path(finding.location.path).resolve(), finding.location.line, _label(finding)) for finding in report.findings
    )
    alone = Counter(
        (case.path, line, label)
        for case in files.values()
        for _, line, label in case.expectations
        if _confidence(label) >= found.min_confidence
    )
    assert sorted((together - alone).elements()) == sorted((alone - together).elements()) == []


# The data itself


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_data_parses_and_keeps_its_promises(case: Case) -> None:
    labels = [label for _, _, label in case.expectations]
    assert all(LABEL.fullmatch(label) for label in labels)
    if case.half == "bad":
        assert labels, "a bad case expects findings"
    else:
        assert not any(label.startswith(case.code) for label in labels), "a fine case expects nothing of its own rule"
    if sys.version_info >= case.since:
        for file in case.files:
            ast.parse(file.read_bytes(), str(file))


@pytest.mark.parametrize("bug", BUG_CASES, ids=lambda bug: bug.name)
def test_bugs_say_where_they_come_from_and_what_they_are(bug: Bug) -> None:
    address = ADDRESS.fullmatch(bug.head[0])
    assert address, "a bug begins with the address of its thread"
    assert bug.name.endswith(f"_{address['number']}")
    labels = [label for _, _, label in bug.expectations + bug.missed]
    assert any(label.startswith(KINDS[bug.kind]) for label in labels)
    assert all(LABEL.fullmatch(label) for label in labels)


def test_bugs_of_others_are_many_and_of_every_kind() -> None:
    kinds = Counter(bug.kind for bug in BUG_CASES)
    assert set(kinds) == set(KINDS) and min(kinds.values()) >= 6
    assert len({bug.head[0] for bug in BUG_CASES}) == len(BUG_CASES) >= 40


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_rule_has_bad_data_and_more_fine_data(folder: str) -> None:
    """The tempting half is the larger one, by files or by lines."""
    halves = {half: [case for case in CASES if case.code == folder and case.half == half] for half in ("bad", "fine")}
    assert halves["bad"] and halves["fine"]
    bad, fine = ((len(half), sum(case.lines for case in half)) for half in (halves["bad"], halves["fine"]))
    assert fine[0] > bad[0] or fine[1] > bad[1]


@pytest.mark.parametrize("folder", FOLDERS)
def test_bad_data_shows_the_mistake_of_its_folder(folder: str) -> None:
    labels = {label[:6] for case in CASES if case.code == folder for _, _, label in case.expectations}
    assert folder in labels


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    assert {rule.code for rule in RULES} == set(FOLDERS)
